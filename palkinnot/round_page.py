"""A round as staff look at it in the admin: who, what, how far, and what keeps it from going on."""

from functools import cached_property

from django.urls import reverse

from palkinnot.models import Ehdokas, Kierros
from palkinnot.ranking_page import RankingPage
from palkinnot.round_steps import STEPS, Step, moves_of
from palkinnot.standings import standings


class RoundPage:
    """Everything on the page. Of candidates that the reader is in conflict with it tells no counts and no place."""

    def __init__(self, kierros: Kierros, *, by):
        self.kierros, self.sarja, self.by = kierros, kierros.sarja, by

    @property
    def moves(self) -> list[Step]:
        return moves_of(self.kierros)

    @property
    def offered(self) -> dict[str, Step]:
        """By slug with underscores, as templates name them."""
        steps = STEPS.values()
        return {step.slug.replace("-", "_"): step for step in steps if self.kierros.state in step.states}

    @property
    def is_preparing(self) -> bool:
        return self.kierros.state == Kierros.State.PREPARING

    @property
    def may_share(self) -> bool:
        return self.kierros.state in (Kierros.State.PREPARING, Kierros.State.SCORING)

    @cached_property
    def hindrances(self) -> list[str]:
        return self.kierros.hindrances() if self.is_preparing else []

    @property
    def is_discussed(self) -> bool:
        return self.kierros.state == Kierros.State.DISCUSSION

    @property
    def is_shared(self) -> bool:
        """Whether the sheets are there to be seen."""
        return self.kierros.state in (Kierros.State.DISCUSSION, Kierros.State.LOCKED)

    @cached_property
    def progress(self) -> dict[str, list[dict]]:
        """Candidates in conflict stand last, and no count holds them."""
        progress = self.kierros.progress(hidden=self.hidden)
        rows = self.kierros.candidates().filter(pk__in=self.hidden).for_list() if self.hidden else []
        progress["candidates"] += [{"candidate": row, "below": 0, "is_hidden": True} for row in rows]
        return progress

    @cached_property
    def hidden(self) -> set[int]:
        rows = Ehdokas.objects.binding(self.by).filter(sarja=self.sarja)
        return set(rows.values_list("pk", flat=True))

    @property
    def below(self) -> int:
        return sum(1 for row in self.progress["candidates"] if row["below"])

    @cached_property
    def removed(self) -> list[Ehdokas]:
        rows = self.sarja.ehdokkaat.for_list().select_related("removed_by").exclude(removed_at=None)
        return list(rows)

    @cached_property
    def conflicts(self):
        rows = self.kierros.conflicts().select_related(
            "user", "added_by", "ehdokas__organisation", "ehdokas__osallistuminen__teko"
        )
        return list(rows.select_related("ehdokas__osallistuminen__frozen_version").order_by("user__name", "pk"))

    @cached_property
    def questions(self):
        rows = self.kierros.questions().select_related(
            "ehdokas__organisation", "ehdokas__osallistuminen__teko", "ehdokas__osallistuminen__frozen_version"
        )
        rows = list(rows)
        for row in rows:
            row.is_hidden = row.ehdokas_id in self.hidden
        return rows

    @cached_property
    def locks(self):
        return list(self.kierros.lukitukset.select_related("locked_by").defer("inputs", "result"))

    @cached_property
    def history(self) -> list:
        """Each state that the round has been in, newest first: since when, by whom and why."""
        rows = Kierros.pgh_event_model.objects.filter(pgh_obj=self.kierros.pk).select_related("state_by", "changed_by")
        rows = list(rows.order_by("pgh_id"))
        entered = [row for last, row in zip([None, *rows], rows, strict=False) if moved(last, row)]
        return entered[::-1]

    @cached_property
    def ranking(self) -> RankingPage | None:
        """From the discussion on, as the reader may see it."""
        found, key = standings(self.kierros, self.by), self.kierros.pk
        return found and RankingPage(
            found, self.by, address=lambda ehdokas: reverse("admin:palkinnot_kierros_candidate", args=[key, ehdokas])
        )


def moved(last, row) -> bool:
    """Whether this event of a round is one in which its state changed."""
    return last is None or (row.state, row.state_at) != (last.state, last.state_at)
