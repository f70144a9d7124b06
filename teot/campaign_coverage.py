"""From where and of what a campaign has gathered acts, where nothing has come from, and what waits unsent."""

from collections import Counter
from functools import cached_property

from kampanjat.models import Kampanja
from tekojentori.models import Maakunta, Organisaatio
from teot import completeness
from teot.models import Teko, Toimiala


class Coverage:
    """Entries by sector and region, of one type of organisation or of all. An act of two sectors counts in both."""

    def __init__(self, kampanja: Kampanja, *, type: str = ""):
        self.kampanja = kampanja
        self.type = type if type in Organisaatio.Type.values else ""

    @property
    def types(self) -> list[tuple[str, str, int]]:
        """Each type with the number of its entries, all of them first."""
        found = Counter(self.entries.values_list("organisation__type", flat=True))
        return [("", "", found.total()), *((each.value, each.label, found[each.value]) for each in Organisaatio.Type)]

    @property
    def entries(self):
        return self.kampanja.osallistumiset.standing().order_by()

    @cached_property
    def sectors(self) -> list[Toimiala]:
        return list(Toimiala.objects.order_by("id"))

    @cached_property
    def rows(self) -> list[tuple[str, list[int], int]]:
        """For each region, and for those of none: its entries by sector, and how many there are in all."""
        chosen = self.entries.filter(organisation__type=self.type) if self.type else self.entries
        cells = Counter(chosen.values_list("organisation__region", "teko__sectors"))
        totals = Counter(chosen.values_list("organisation__region", flat=True))
        regions = [(region.pk, region.name) for region in Maakunta.objects.order_by("code")]
        regions += [(None, "")] if None in totals else []
        return [(name, [cells[key, sector.pk] for sector in self.sectors], totals[key]) for key, name in regions]

    @property
    def by_sector(self) -> list[int]:
        """The sums of the columns."""
        return [sum(column) for column in zip(*(cells for _name, cells, _total in self.rows), strict=True)]

    @property
    def total(self) -> int:
        """How many entries there are: fewer than in the columns together, when acts have many sectors."""
        return sum(total for _name, _cells, total in self.rows)

    @property
    def blank_sectors(self) -> list[str]:
        return [sector.name for sector, total in zip(self.sectors, self.by_sector, strict=True) if not total]

    @property
    def blank(self) -> list[str]:
        """The regions from which nothing has come."""
        return [name for name, _cells, total in self.rows if not total]

    @cached_property
    def unsent(self) -> list[tuple[Organisaatio, int]]:
        """Complete drafts of the campaign that nobody has sent, by organisation: that they are, not what they say."""
        drafts = Teko.objects.unfinished_for(self.kampanja).filter(state=Teko.State.DRAFT)
        drafts = drafts.prefetch_related("sectors", "mittarit").select_related("published_version")
        found = Counter(teko.owner for teko in drafts if not completeness.lacks(teko))
        return sorted(found.items(), key=lambda pair: (pair[0].sort_key, pair[0].pk))
