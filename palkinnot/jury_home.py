"""Where a juror comes in: invitations to answer, the declaration to sign, and rounds to work on."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from palkinnot.models import Arvio, Kierros, Raatilainen, Sitoumus


@dataclass(frozen=True)
class Round:
    """A round and how far the juror is in it."""

    kierros: Kierros
    done: int
    total: int

    @property
    def missing(self) -> int:
        return self.total - self.done


class JuryHome:
    def __init__(self, user):
        self.user = user

    @cached_property
    def seats(self) -> list[Raatilainen]:
        """The newest first; each with `has_signed` and its `rounds`."""
        rows = Raatilainen.objects.invited_as(self.user).select_related("raati__kampanja", "organisation")
        rows = list(rows.order_by("-raati__kampanja__opens_at", "-pk"))
        signed = set(Sitoumus.objects.filter(juror__in=rows).values_list("juror_id", flat=True))
        for row in rows:
            row.has_signed = row.pk in signed
            row.rounds = [each for each in self.rounds if each.kierros.raati_id == row.raati_id]
        return rows

    @property
    def invitations(self) -> list[Raatilainen]:
        return [row for row in self.seats if row.accepted_at is None and row.declined_at is None]

    @property
    def declined(self) -> list[Raatilainen]:
        return [row for row in self.seats if row.declined_at]

    @property
    def taken(self) -> list[Raatilainen]:
        return [row for row in self.seats if row.accepted_at]

    @cached_property
    def rounds(self) -> list[Round]:
        counts: dict[int, dict[str, int]] = {}
        sheets = Arvio.objects.own_of(self.user).standing().order_by()
        for kierros, state, number in sheets.values_list("ehdokas__sarja__kierros", "state").annotate(Count("pk")):
            counts.setdefault(kierros, {})[state] = number
        return [
            Round(
                kierros,
                sum(counts.get(kierros.pk, {}).get(state, 0) for state in ("given", "abstained")),
                sum(counts.get(kierros.pk, {}).values()),
            )
            for kierros in Kierros.objects.visible_to_juror(self.user).for_list()
        ]
