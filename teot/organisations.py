"""An organisation as its page shows it."""

from functools import cached_property

from tekojentori.models import Organisaatio
from teot.models import Hakurivi
from teot.presentation import Card, card


class OrganisationPage:
    """Its facts, and the acts that it, or an organisation whose work it goes on with, owns or takes part in."""

    def __init__(self, organisation: Organisaatio):
        self.organisation = organisation
        self.name = organisation.name
        self.predecessors = list(organisation.predecessors.all())

    @cached_property
    def rows(self) -> list[Hakurivi]:
        return list(Hakurivi.objects.of(self.organisation.pk).newest_first().for_cards())

    @property
    def cards(self) -> list[Card]:
        return [card(row.pk, row.card) for row in self.rows if not row.is_archived][:SHOWN]

    @property
    def archived(self) -> list[Card]:
        return [card(row.pk, row.card) for row in self.rows if row.is_archived]

    @property
    def count(self) -> int:
        return sum(not row.is_archived for row in self.rows)


#: Newest acts on the page itself; the list has them all.
SHOWN = 30
