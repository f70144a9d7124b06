"""What juries ask of a campaign and add to it: its readiness, its copy, and whether it may still be changed."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palkinnot.models import Ehdokas, Kierros, Kriteeri, Sarja

NAMES = ("name_fi", "name_sv", "name_en")


def missing(kampanja) -> Iterator[str]:
    """Every category needs a name in each language, as its campaign does.

    One whose order a jury makes needs criteria that weigh and speak to all, jurors, a quorum.
    """
    for sarja in kampanja.sarjat.prefetch_related("kriteerit").select_related("kierros__raati"):
        name = {"name": sarja.name}
        unnamed = [str(sarja._meta.get_field(each).verbose_name) for each in NAMES if not getattr(sarja, each).strip()]
        if unnamed:
            yield _("Sarja ”%(name)s”: puuttuu %(texts)s.") % (name | {"texts": ", ".join(unnamed)})
        if sarja.selection != Sarja.Selection.JURY:
            continue
        scored = [row for row in sarja.kriteerit.all() if row.is_scored]
        if not sum(row.weight for row in scored):
            yield _("Sarja ”%(name)s”: lisää kriteerit, joilla on painoa.") % name
        for row in sarja.kriteerit.all():
            if row.untold:
                message = _("Sarja ”%(name)s”, kriteeri ”%(criterion)s”: puuttuu %(texts)s.")
                yield message % (name | {"criterion": row.name, "texts": ", ".join(row.untold)})
        kierros = getattr(sarja, "kierros", None)
        if kierros is None:
            yield _("Sarja ”%(name)s”: perusta kierros, jolla on raati ja vähimmäismäärä arvioita.") % name
            continue
        seats = kierros.raati.raatilaiset.filter(ended_at=None, declined_at=None).count()
        if seats < kierros.sheets_per_candidate:
            message = ngettext(
                "Sarja ”%(name)s”: raadissa on %(seats)s jäsen, mutta arvioita jaetaan ehdokasta kohti %(sheets)s.",
                "Sarja ”%(name)s”: raadissa on %(seats)s jäsentä, mutta arvioita jaetaan ehdokasta kohti %(sheets)s.",
                seats,
            )
            yield message % (name | {"seats": seats, "sheets": kierros.sheets_per_candidate})


def copy(kampanja, copied) -> None:
    """Categories and their criteria go along to the copy; juries, rounds and candidates do not."""
    for sarja in kampanja.sarjat.prefetch_related("kriteerit", "sectors", "themes"):
        new = Sarja(kampanja=copied, **plain(sarja, without={"kampanja", "revealed_from"}))
        new.save()
        new.sectors.set(sarja.sectors.all())
        new.themes.set(sarja.themes.all())
        Kriteeri.objects.bulk_create(
            [Kriteeri(sarja=new, **plain(row, without={"sarja"})) for row in sarja.kriteerit.all()]
        )


def plain(row, *, without: set[str]) -> dict:
    """What staff have written in the row: its own columns, without who changed it last."""
    left = {"id", "version", "changed_at", "changed_by", "change_reason"} | without
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in left}


def refusal_to_extend(kampanja, organisation) -> str:
    """Once a jury scores, what it reads no longer changes."""
    begun = Kierros.objects.begun().filter(sarja__kampanja=kampanja).select_related("sarja").first()
    if begun is None:
        return ""
    return _("Sarjan ”%(name)s” arviointi on jo alkanut, joten aikaa ei voi enää jatkaa.") % {"name": begun.sarja.name}


def refusal_to_cancel(kampanja) -> str:
    """A category that was revealed before the others keeps its campaign."""
    sarja = kampanja.sarjat.revealed(timezone.now()).order_by("position", "pk").first()
    if sarja is None:
        return ""
    return _("Sarjan ”%(name)s” tulos on jo julki, joten kampanjaa ei voi perua.") % {"name": sarja.name}


def refusal_to_leave(entry) -> str:
    """An entry stays where it is while it stands in a category whose result is public."""
    on = Q(osallistuminen=entry) | Q(organisation=entry.teko.owner_id)
    revealed = entry.kampanja.sarjat.revealed(timezone.now())
    ehdokas = Ehdokas.objects.filter(on, sarja__in=revealed, removed_at=None).select_related("sarja").first()
    if ehdokas is None:
        return ""
    return _("Sarjan ”%(name)s” tulos on jo julki, ja teko on siinä ehdokkaana.") % {"name": ehdokas.sarja.name}
