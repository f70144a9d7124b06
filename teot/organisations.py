"""An organisation as its page shows it."""

from functools import cached_property

from tekojentori.models import Organisaatio
from teot import register
from teot.models import Hakurivi
from teot.place_map import PlaceMap
from teot.presentation import Card, card
from teot.register import Entry


class OrganisationPage:
    """Its facts, and the acts that it, or an organisation whose work it goes on with, owns or takes part in."""

    def __init__(self, organisation: Organisaatio):
        self.organisation = organisation
        self.name = organisation.name
        self.predecessors = list(organisation.predecessors.all())

    @cached_property
    def map(self) -> PlaceMap:
        """The organisation itself, if it is a municipality, among those of its region."""
        return PlaceMap(register.current(), {self.organisation.pk: 1}, region_id=self.organisation.region_id)

    @property
    def own(self) -> str:
        return self.name if self.map.berries else ""

    @cached_property
    def rows(self) -> list[Hakurivi]:
        return list(Hakurivi.objects.of(self.organisation.pk).newest_first().for_cards())

    @property
    def cards(self) -> list[Card]:
        return [card(row.pk, row.shown) for row in self.rows if not row.is_archived][:SHOWN]

    @cached_property
    def campaigns(self) -> list[tuple[Entry, list[Card]]]:
        """The campaigns in which it has taken part, the newest first, with its acts in each."""
        rows = [(row.pk, row.shown, row.campaigns) for row in self.rows if row.campaigns]
        found = [
            (entry, [card(key, stored) for key, stored, campaigns in rows if entry.id in campaigns])
            for entry in (register.current().campaigns.values() if rows else ())
        ]
        return [(entry, cards) for entry, cards in found if cards]

    @property
    def archived(self) -> list[Card]:
        return [card(row.pk, row.shown) for row in self.rows if row.is_archived]

    @property
    def count(self) -> int:
        return sum(not row.is_archived for row in self.rows)


#: Newest acts on the page itself; the list has them all.
SHOWN = 30
