"""The map of municipalities: a dot for each, a berry where there are acts, and the dots of one region told apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from tekojentori import dotmap
from tekojentori.models import Organisaatio
from teot.register import Organisation, Register


@dataclass(frozen=True, slots=True)
class Dot:
    """A municipality on the map, and how many acts of those counted it owns or takes part in."""

    x: int
    y: int
    code: str
    name: str
    acts: int
    is_near: bool


class PlaceMap:
    """Every municipality, in Finnish alphabetical order. `counts`: how many acts, by the key of the organisation."""

    width, height = dotmap.WIDTH, dotmap.HEIGHT

    def __init__(self, register: Register, counts: Mapping[int, int], *, region_id: int | None = None):
        self.region_id, language = region_id, get_language() or "fi"
        rows = [row for row in register.organisations.values() if is_on_map(row)]
        spots = spots_of(tuple(row.position for row in rows))
        self.dots = [
            Dot(*spot, row.code, row.names[language], counts.get(row.id, 0), self.has(row))
            for row, spot in zip(rows, spots, strict=True)
        ]

    def has(self, row: Organisation) -> bool:
        return self.region_id is not None and row.region_id == self.region_id

    @property
    def berries(self) -> list[Dot]:
        return [dot for dot in self.dots if dot.acts]

    @property
    def near(self) -> list[Dot]:
        """Those of the region that have no acts."""
        return [dot for dot in self.dots if dot.is_near and not dot.acts]

    @property
    def land(self) -> list[Dot]:
        return [dot for dot in self.dots if not dot.is_near and not dot.acts]


def is_on_map(row: Organisation) -> bool:
    return row.type == Organisaatio.Type.KUNTA and row.position is not None and row.merged_into is None


@lru_cache(maxsize=2)
def spots_of(positions: tuple[tuple[float, float], ...]) -> list[tuple[int, int]]:
    """Where the dots of these places are in the picture. Kept, since municipalities seldom move."""
    return dotmap.spread([dotmap.project(*position) for position in positions])
