"""What staff do to the register that touches many acts at once. Versions keep the names they were written with."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from kampanjat.models import Lisaaika
from tekojentori.models import Organisaatio, User
from tekojentori.refusals import Refused
from teot import campaign_times
from teot.importing import digest_of
from teot.models import Hakurivi, Osallistuminen, Teko, Tunnustus


@dataclass(frozen=True, slots=True)
class Involved:
    """What hangs on an organisation: told to staff before it is merged or ended."""

    organisation: Organisaatio
    owned: int
    shared: int
    people: int


def involved(organisations) -> list[Involved]:
    """How many acts, partnerships and people each has; three queries, however many there are."""
    counts = {
        "owned": Teko.objects.filter(owner__in=organisations).values_list("owner"),
        "shared": Teko.partners.through.objects.filter(organisaatio__in=organisations).values_list("organisaatio"),
        "people": User.objects.filter(organisation__in=organisations).values_list("organisation"),
    }
    found = {name: dict(rows.order_by().annotate(Count("pk"))) for name, rows in counts.items()}
    return [Involved(row, **{name: found[name].get(row.pk, 0) for name in found}) for row in organisations]


@transaction.atomic
def end_organisation(
    organisation: Organisaatio, *, on: date | None, successor: Organisaatio | None, by, reason=""
) -> None:
    """End it after the day, or without one let it go on; its acts are found from the successor's page too.

    Raises Refused.
    """
    organisation.end(on=on, successor=successor, by=by, reason=reason)
    Hakurivi.objects.rebuild(Teko.objects.filter(shown_by({organisation.pk})))


@transaction.atomic
def merge_organisations(duplicates, *, into: Organisaatio, by, reason: str = "") -> int:
    """Make the duplicates point to the one that stays, with their acts and people. Returns how many were merged.

    Raises Refused. Safe to repeat: those already merged into the same one are passed over.
    """
    keys = {row.pk for row in duplicates} - {into.pk}
    locked = Organisaatio.objects.select_for_update(of=["self"], no_key=True).order_by("pk")
    rows = {row.pk: row for row in locked.filter(pk__in=keys | {into.pk})}
    into = rows.pop(into.pk)
    merging = [row for row in rows.values() if row.merged_into_id != into.pk]
    require_mergeable(merging, into)
    keys = {row.pk for row in merging}
    entries = entries_concerned(keys, into)
    acts = Teko.objects.filter(
        shown_by(keys) | Q(owner__in=keys) | Q(partners__in=keys) | Q(osallistumiset__in=entries)
    )
    affected = list(acts.order_by("pk").values_list("pk", flat=True).distinct())
    as_imported = [teko.pk for teko in lock(affected) if teko.imported_digest == digest_of(teko)]
    entries = Osallistuminen.objects.locked(list(entries.values_list("pk", flat=True)))
    move(keys, into)
    Tunnustus.objects.hand_to(into, of=keys, by=by, reason=reason)
    Osallistuminen.objects.of_organisations(keys).hand_to(into, by=by, reason=reason)
    for domain in sorted({domain for row in merging for domain in row.domains}):
        into.learn_domain(domain, by=by)
    for row in merging:
        row.merged_into = into
        row.change(by=by, seen=row.version, reason=reason)
    campaign_times.follow_merge(entries, by=by, reason=reason)
    for teko in lock(as_imported):
        teko.imported_digest = digest_of(teko)
        teko.save(update_fields=["imported_digest"])
    Hakurivi.objects.rebuild(Teko.objects.filter(pk__in=affected))
    return len(merging)


def entries_concerned(keys: set[int], into: Organisaatio):
    """Entries of the duplicates, and those of the one that stays in campaigns where a duplicate has been given time."""
    extended = Lisaaika.objects.filter(organisation__in=keys).values("kampanja")
    return Osallistuminen.objects.filter(Q(organisation__in=keys) | Q(organisation=into, kampanja__in=extended))


def require_mergeable(merging: list[Organisaatio], into: Organisaatio) -> None:
    if into.merged_into_id:
        raise Refused(_("%(name)s on itse yhdistetty toiseen. Valitse jäävä organisaatio.") % {"name": into.name})
    for row in merging:
        if row.merged_into_id:
            raise Refused(_("%(name)s on jo yhdistetty toiseen.") % {"name": row.name})
        if row.pk in (into.successor_id, into.parent_id) or row.successor_id == into.pk:
            message = _("%(name)s ja %(other)s ovat toistensa seuraajia tai omistajia, eivät sama organisaatio.")
            raise Refused(message % {"name": row.name, "other": into.name})


def move(keys: set[int], into: Organisaatio) -> None:
    """Point acts, people and other organisations from the duplicates to the one that stays."""
    Teko.objects.filter(owner__in=keys).update(owner=into)
    partners = Teko.partners.through.objects
    shared = partners.filter(organisaatio__in=keys).values_list("teko_id", flat=True).distinct()
    partners.bulk_create(
        [partners.model(teko_id=key, organisaatio=into) for key in shared.exclude(teko__owner=into)],
        ignore_conflicts=True,
    )
    partners.filter(organisaatio__in=keys).delete()
    partners.filter(organisaatio=into, teko__owner=into).delete()
    User.objects.filter(organisation__in=keys).update(organisation=into)
    for name in ("parent", "successor", "merged_into"):
        others = Organisaatio.objects.filter(**{f"{name}__in": keys}).exclude(pk__in=keys)
        others.update(**{name: into, "version": F("version") + 1})


def shown_by(keys: set[int]) -> Q:
    """Acts whose public rows name any of the organisations."""
    return Q(hakurivi__owner__in=keys) | Q(hakurivi__others__overlap=list(keys))


def lock(keys: list[int]) -> list[Teko]:
    acts = Teko.objects.filter(pk__in=keys).order_by("pk").select_for_update()
    return list(acts.prefetch_related("owner", "partners", "sectors", "themes"))
