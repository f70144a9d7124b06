"""The gala as staff run it: categories in their order, what is read aloud, and who comes to the stage."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from palkinnot import gala
from palkinnot.models import Palkinto, Sarja, Vastaanotto
from palkinnot.publication_page import CategoryRow, PublicationPage


@dataclass(frozen=True, slots=True)
class Slide:
    """One thing to say: a category, or a winner of it."""

    number: int
    sarja: Sarja
    palkinto: Palkinto | None = None


class GalaPage(PublicationPage):
    """Categories whose candidate the viewer is in conflict with stay closed to them until they are public."""

    @property
    def order_token(self) -> str:
        return gala.token(self.sarjat)

    @cached_property
    def open_rows(self) -> list[CategoryRow]:
        return [row for row in self.rows if row.is_public or not row.is_bound]

    @property
    def closed(self) -> int:
        return len(self.rows) - len(self.open_rows)

    @cached_property
    def by_category(self) -> dict[int, list[Palkinto]]:
        """As they are read aloud: mentions first, then the last place up to the first, prizes at the end."""
        rows = Palkinto.objects.confirmed().standing().filter(sarja__in=[row.sarja.pk for row in self.open_rows])
        rows = rows.select_related(
            "ehdokas__osallistuminen__frozen_version", "ehdokas__osallistuminen__teko__owner"
        ).for_list()
        found = {}
        for row in self.bound_to_versions(rows.order_by("-kind_order", F("place").desc(nulls_last=True), "pk")):
            found.setdefault(row.sarja_id, []).append(row)
        return found

    @cached_property
    def answers(self) -> dict[int, Vastaanotto]:
        rows = Vastaanotto.objects.standing().filter(palkinto__sarja__kampanja=self.kampanja)
        return {row.palkinto_id: row for row in rows}

    @property
    def scenes(self) -> list[tuple[CategoryRow, list[tuple[Palkinto, Vastaanotto | None]]]]:
        """Each category with its winners and their answers, for the run sheet."""
        return [
            (row, [(each, self.answers.get(each.pk)) for each in self.by_category.get(row.sarja.pk, [])])
            for row in self.open_rows
        ]

    @cached_property
    def slides(self) -> list[Slide]:
        said = []
        for row in self.open_rows:
            winners = self.by_category.get(row.sarja.pk, [])
            said += [(row.sarja, None), *((row.sarja, each) for each in winners)] if winners else []
        return [Slide(number, *each) for number, each in enumerate(said, start=1)]
