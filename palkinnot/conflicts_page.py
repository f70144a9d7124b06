"""Where a juror tells of their own conflicts: by titles alone while the round is prepared, later by what they read."""

from functools import cached_property

from palkinnot.invitation_forms import ConflictsForm
from palkinnot.models import Ehdokas, Esteellisyys, Kierros
from palkinnot.own_list import OwnList
from palkinnot.reading import bind_candidates
from tekojentori import kept


class ConflictsPage:
    def __init__(self, kierros: Kierros, user, posted=None, words: dict | None = None):
        self.kierros, self.sarja, self.user = kierros, kierros.sarja, user
        self.form = ConflictsForm(posted, candidates=self.free, initial=words)

    @property
    def writer(self) -> str:
        return kept.mark_of(self.user)

    @property
    def is_preparing(self) -> bool:
        return self.kierros.state == Kierros.State.PREPARING

    @property
    def is_locked(self) -> bool:
        return self.kierros.state == Kierros.State.LOCKED

    @cached_property
    def candidates(self) -> list[Ehdokas]:
        rows = list(Ehdokas.objects.visible_to(self.user).standing().filter(sarja=self.sarja).for_list())
        bind_candidates(rows)
        return sorted(rows, key=lambda row: (row.title, row.pk))

    @cached_property
    def causes(self) -> dict[int, list[str]]:
        """By candidate: why the person is in conflict with it."""
        found: dict[int, list[str]] = {}
        for row in Esteellisyys.objects.in_force().filter(user=self.user, ehdokas__sarja=self.sarja):
            found.setdefault(row.ehdokas_id, []).append(row.reason or row.get_cause_display())
        return found

    @property
    def free(self) -> list[Ehdokas]:
        return [row for row in self.candidates if row.pk not in self.causes]

    @property
    def known(self) -> list[tuple[Ehdokas, str]]:
        """Those that may still be named, with why."""
        return [(row, ", ".join(self.causes[row.pk])) for row in self.candidates if row.pk in self.causes]

    @cached_property
    def own(self) -> OwnList:
        return OwnList(self.kierros, self.user)
