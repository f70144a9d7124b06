"""What has happened to an act's entries in campaigns: the rows that triggers wrote, as people read them."""

from django.utils.translation import gettext as _

from tekojentori.row_history import Line
from teot.models import Osallistuminen, Teko
from teot.models.ratkaisu import name_of

#: Set to nothing when somebody's account goes.
PEOPLE = ("changed_by_id", "entered_by_id", "withdrawn_by_id", "excluded_by_id")


def lines_of(teko: Teko) -> list[Line]:
    """Every change of the act's entries, the newest first."""
    rows = (
        Osallistuminen.pgh_event_model.objects.filter(teko=teko.pk)
        .select_related("kampanja", "changed_by", "frozen_version")
        .defer("frozen_version__document", "frozen_version__html")
        .order_by("pgh_id")
    )
    lines, before = [], {}
    for row in rows:
        lines.append(line_of(before.get(row.pgh_obj_id), row))
        before[row.pgh_obj_id] = row
    return lines[::-1]


def line_of(before, row) -> Line:
    at, what = row.pgh_created_at, what_of(before, row) % names_in(row)
    if before and row.changed_at == before.changed_at:
        gone = any(getattr(before, name) and not getattr(row, name) for name in PEOPLE)
        return Line(at, _("Käyttäjätili poistettiin"), "", "") if gone else bare(at, what)
    who = "" if row.changed_by_id is None and was_frozen(before, row) else who_of(row)
    return Line(at, what, who, row.change_reason)


def who_of(row) -> str:
    """Who did it. Staff always say why, so one without a reason whose account is gone was an author."""
    is_gone = row.changed_by_id and not row.changed_by
    return _("Poistettu tili") if is_gone and not row.change_reason else name_of(row.changed_by)


def bare(at, what: str) -> Line:
    return Line(at, what, _("suoraan tietokannassa"), "", is_bare=True)


def names_in(row) -> dict[str, str | int]:
    return {"name": row.kampanja.name, "number": row.frozen_version.number if row.frozen_version else ""}


def was_frozen(before, row) -> bool:
    return before is not None and row.frozen_version_id is not None and before.frozen_version_id is None


def what_of(before, row) -> str:
    """The verb behind two rows, in words."""
    if before is None:
        return _("Siirrettiin kampanjaan ”%(name)s”") if row.moved_from_id else _("Ilmoitettiin kampanjaan ”%(name)s”")
    if row.withdrawn_at and not before.withdrawn_at:
        return _("Peruttiin osallistuminen kampanjaan ”%(name)s”")
    if row.excluded_at and not before.excluded_at:
        rejected = _("Hylätty teko poistui kampanjasta ”%(name)s”")
        return rejected if row.was_rejected else _("Poistettiin kampanjasta ”%(name)s”")
    if row.entered_at != before.entered_at:
        return _("Ilmoitettiin uudelleen kampanjaan ”%(name)s”")
    if row.replaced_at and row.replaced_at != before.replaced_at:
        return _("Vaihdettiin kampanjassa ”%(name)s” versioon %(number)s")
    if was_frozen(before, row):
        return _("Jäädytettiin kampanjaan ”%(name)s” versio %(number)s")
    if before.frozen_version_id and not row.frozen_version_id:
        return _("Lisäaika avasi osallistumisen kampanjaan ”%(name)s”")
    if row.organisation_id != before.organisation_id:
        return _("Organisaatio yhdistettiin kampanjassa ”%(name)s”")
    return _("Muutettiin osallistumista kampanjaan ”%(name)s”")
