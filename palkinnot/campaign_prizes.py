"""A campaign's categories on its page: what may be won and by which criteria from the start, the winners afterwards."""

from datetime import datetime

from kampanjat.models import Kampanja
from palkinnot import choosing, winners
from palkinnot.choosing import Chosen
from palkinnot.models import Palkinto, Sarja
from palkinnot.winners import Category


class PrizesPanel:
    aside = ""

    def __init__(self, kampanja: Kampanja, at: datetime):
        self.kampanja, self.at = kampanja, at
        rows = Sarja.objects.public().filter(kampanja=kampanja).order_by("position", "pk")
        self.sarjat = list(choosing.with_criteria(rows))
        self.is_revealed = any(self.is_public(row) for row in self.sarjat)
        found = Palkinto.objects.public(at).filter(sarja__kampanja=kampanja)
        self.palkinnot = winners.by_category(found) if self.is_revealed else {}

    @property
    def main(self) -> str:
        return "palkinnot/prizes/_campaign.html" if self.sarjat else ""

    def is_public(self, sarja: Sarja) -> bool:
        sarja.kampanja = self.kampanja
        return not self.kampanja.is_cancelled and sarja.has_results(self.at)

    @property
    def categories(self) -> list[Category]:
        return [
            Category(row.name, *self.palkinnot.get(row.pk, ([], None)), sarja=row, chosen=Chosen(row))
            for row in self.sarjat
        ]
