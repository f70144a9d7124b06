"""A campaign's categories on its page: what may be won and by which criteria from the start, the winners afterwards."""

from datetime import datetime

from django.utils.safestring import SafeString

from kampanjat.models import Kampanja
from palkinnot import campaign_cards, choosing, winners
from palkinnot.choosing import Chosen
from palkinnot.models import Palkinto, Sarja
from palkinnot.winners import Category
from tekojentori.prepared import Prepared, model_of

COLUMNS = (*choosing.COLUMNS, "target", "most_prizes", "revealed_from")


class PrizesPanel:
    aside = ""

    def __init__(self, kampanja: Kampanja, at: datetime):
        self.kampanja, self.at = kampanja, at
        self.sarjat = [self.of_values(row) for row in CATEGORIES.rows(kampanja.pk)]
        self.is_revealed = any(self.is_public(row) for row in self.sarjat)
        self.palkinnot = winners.grouped(DECISIONS.rows(kampanja.pk, at)) if self.is_revealed else {}

    @property
    def main(self) -> str:
        return "palkinnot/prizes/_campaign.html" if self.sarjat else ""

    def of_values(self, row: dict) -> Sarja:
        sarja = model_of(Sarja, row)
        sarja.kampanja, sarja.told_criteria = self.kampanja, row["told_criteria"]
        return sarja

    def is_public(self, sarja: Sarja) -> bool:
        return not self.kampanja.is_cancelled and sarja.has_results(self.at)

    @property
    def categories(self) -> list[Category]:
        return [
            Category(row.name, *self.palkinnot.get(row.pk, ([], None)), sarja=row, chosen=Chosen(row))
            for row in self.sarjat
        ]

    @property
    def cards(self) -> SafeString:
        return campaign_cards.cards(self.categories)


def categories_of(kampanja: int):
    rows = Sarja.objects.public().filter(kampanja=kampanja).order_by("position", "pk")
    return choosing.with_criteria(rows).values(*COLUMNS, "told_criteria")


def decisions_of(kampanja: int, at: datetime):
    return winners.as_values(Palkinto.objects.public(at).filter(sarja__kampanja=kampanja))


CATEGORIES, DECISIONS = Prepared(categories_of), Prepared(decisions_of)
