"""An organisation as its page shows it."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.safestring import SafeString

from tekojentori.models import Organisaatio
from teot import register
from teot.models import Hakurivi, Merkki
from teot.place_map import PlaceMap
from teot.presentation import Card, Mark, awards_of, card, script_of
from teot.register import Entry


@dataclass(frozen=True, slots=True)
class Prize(Mark):
    """A prize of the organisation itself, or of an act in which it has a part."""

    act: Card | None


def prize(row: Merkki) -> Prize:
    act = row.teko_id and card(row.teko_id, row.teko.hakurivi.card | {"marks": []})
    return Prize(f"{row.title} {row.year or ''}".rstrip(), row.is_mention, act or None)


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

    @cached_property
    def prizes(self) -> list[Prize]:
        """Its own, and those of the acts."""
        rows = Merkki.objects.public(timezone.now()).of(self.organisation.pk).for_list()
        return [prize(row) for row in rows.defer("teko__hakurivi__vector", "teko__hakurivi__title_vector")]

    @property
    def json_ld(self) -> SafeString:
        """The organisation for search engines, with what it has been awarded itself."""
        own = [row for row in self.prizes if row.act is None]
        data = {"@context": "https://schema.org", "@type": "GovernmentOrganization", "name": self.name}
        return script_of(data | awards_of(own))

    @property
    def archived(self) -> list[Card]:
        return [card(row.pk, row.shown) for row in self.rows if row.is_archived]

    @property
    def count(self) -> int:
        return sum(not row.is_archived for row in self.rows)


#: Newest acts on the page itself; the list has them all.
SHOWN = 30
