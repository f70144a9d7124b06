"""The front page: the newest acts, those that staff picked, the map and the figures."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from kampanjat.models import Kampanja
from kampanjat.page import CampaignPage
from teot import bank, register
from teot.bank import Criteria
from teot.models import Hakurivi
from teot.place_map import PlaceMap
from teot.presentation import Card, card

NEWEST, PICKED, THEMES = 6, 3, 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A sector or a theme, and how many acts it holds."""

    code: str
    name: str
    acts: int


class FrontPage(PlaceMap):
    """Everything counted by one statement over the public rows; names come from the register in memory."""

    def __init__(self):
        self.register = register.current()
        self.language = get_language() or "fi"
        picked = Hakurivi.objects.picked().for_cards()[:PICKED]
        self.picked: list[Card] = [card(row.pk, row.shown) for row in picked]
        found = bank.find(Criteria(), self.register, limit=NEWEST + PICKED)
        self.acts, self.counts = found.total, found.counts
        # What is picked is shown once, as picked.
        newest = [row for row in found.rows if row["teko_id"] not in {act.pk for act in picked}]
        self.newest: list[Card] = [card(row["teko_id"], row["card"]) for row in newest[:NEWEST]]
        super().__init__(self.register, self.counts["organisaatio"])
        now = timezone.now()
        self.prizes = Hakurivi.objects.prized(now).count()
        self.campaigns = [CampaignPage(row, now) for row in Kampanja.objects.current_at(now).for_list()]

    @property
    def organisations(self) -> int:
        """Those of today that own or take part in an act, or go on with the work of one that did."""
        today, rows = timezone.localdate(), self.register.organisations
        return sum(not rows[key].valid_until or rows[key].valid_until >= today for key in +self.counts["organisaatio"])

    @property
    def sectors(self) -> list[Choice]:
        counts = self.counts["toimiala"]
        return [Choice(row.code, row.names[self.language], counts[row.id]) for row in self.register.sectors.values()]

    @property
    def themes(self) -> list[Choice]:
        """The commonest, the most common first; of equals the first in the alphabet."""
        counts = self.counts["teema"]
        rows = sorted(self.register.themes.values(), key=lambda row: -counts[row.id])
        return [Choice(row.code, row.names[self.language], counts[row.id]) for row in rows[:THEMES] if counts[row.id]]
