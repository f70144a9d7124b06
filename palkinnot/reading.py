"""What jurors read of a candidate: the frozen versions of its entries, and no other."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from palkinnot.models import Ehdokas
from teot.models import Osallistuminen, Versio
from teot.presentation import ActPage


def bind(rows: Iterable[Osallistuminen | None]) -> None:
    """Give the entries whose version is not written down yet the one that they are bound to, in memory alone."""
    waiting = {row.pk: row for row in rows if row is not None and row.frozen_version_id is None}
    if not waiting:
        return
    bound = Osallistuminen.objects.frozen(timezone.now()).filter(pk__in=waiting)
    keys = dict(bound.values_list("pk", "bound_version_id"))
    versions = Versio.objects.defer("html").in_bulk([key for key in keys.values() if key])
    for key, row in waiting.items():
        row.frozen_version = versions.get(keys.get(key))


def bind_candidates(candidates: Iterable[Ehdokas]) -> None:
    bind(ehdokas.osallistuminen for ehdokas in candidates if ehdokas.osallistuminen_id)


def acts_of(ehdokas: Ehdokas) -> list[tuple[Osallistuminen, ActPage]]:
    """The entries with their frozen versions as the public would see them: one, or all of an organisation's."""
    entries = list(ehdokas.entries().select_related("teko", "frozen_version", "kampanja"))
    bind(entries)
    return [(entry, ActPage.of_version(entry.frozen_version)) for entry in entries if entry.frozen_version]


def versions_of(teko: int, user) -> list[Versio]:
    """The frozen versions of the act that the person reads as a juror."""
    if not user.is_authenticated:
        return []
    candidates = Ehdokas.objects.readable_by(user)
    whole = candidates.filter(organisation=OuterRef("teko__owner"), sarja__kampanja=OuterRef("kampanja"))
    entries = Osallistuminen.objects.standing().filter(Q(ehdokkaat__in=candidates) | Exists(whole), teko=teko)
    rows = list(entries.select_related("frozen_version").distinct())
    bind(rows)
    return [row.frozen_version for row in rows if row.frozen_version]
