"""From where and of what a campaign has gathered acts, where nothing has come from, and what waits unsent."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat.models import Kampanja
from tekojentori.models import Maakunta, Organisaatio
from teot import completeness
from teot.models import Teko, Toimiala


class Axis(TextChoices):
    """What entries are looked at by."""

    SECTOR = "toimiala", gettext_lazy("Toimiala")
    REGION = "maakunta", gettext_lazy("Maakunta")
    TYPE = "tyyppi", gettext_lazy("Organisaation tyyppi")


#: Rows and columns of the tables: the longer axis goes down.
PAIRS = ((Axis.REGION, Axis.SECTOR), (Axis.SECTOR, Axis.TYPE), (Axis.REGION, Axis.TYPE))


#: Of organisations that belong to no region.
NOWHERE = "-"


class Fact(NamedTuple):
    """An entry in one of its act's sectors: an act of two is there twice. Named as `Axis` is, in its order."""

    entry: int
    toimiala: str
    maakunta: str
    tyyppi: str


@dataclass(frozen=True, slots=True)
class Table:
    """Entries by two axes. Sums count each entry once: an act of many sectors is in many columns."""

    down: str
    across: str
    columns: list[str]
    rows: list[tuple[str, list[int], int]]
    sums: list[int]
    total: int


class CoverageForm(forms.Form):
    """What the tables are narrowed to."""

    def __init__(self, data, choices: dict[Axis, list[tuple[str, str]]]):
        super().__init__(data)
        for axis in Axis:
            options = [("", _("Kaikki")), *choices[axis]]
            self.fields[axis.value] = forms.ChoiceField(label=axis.label, choices=options, required=False)


class Coverage:
    """Entries by sector, region and type of organisation, two at a time, narrowed to any value of the three."""

    def __init__(self, kampanja: Kampanja, data=None):
        self.kampanja = kampanja
        self.form = CoverageForm(data or {}, self.choices)
        given = self.form.cleaned_data if self.form.is_valid() else {}
        self.chosen = {axis: given[axis.value] for axis in Axis if given.get(axis.value)}

    @cached_property
    def facts(self) -> list[Fact]:
        fields = ("pk", "teko__sectors__code", "organisation__region__code", "organisation__type")
        rows = self.kampanja.osallistumiset.standing().order_by("pk").values_list(*fields)
        return [Fact(key, sector or "", region or NOWHERE, type) for key, sector, region, type in rows]

    @cached_property
    def choices(self) -> dict[Axis, list[tuple[str, str]]]:
        """The values of each axis, those of no region only when there are such entries."""
        regions = [(region.code, region.name) for region in Maakunta.objects.order_by("code")]
        if any(fact.maakunta == NOWHERE for fact in self.facts):
            regions.append((NOWHERE, _("Ei maakuntaa")))
        sectors = [(sector.code, sector.name) for sector in Toimiala.objects.order_by("id")]
        return {Axis.SECTOR: sectors, Axis.REGION: regions, Axis.TYPE: Organisaatio.Type.choices}

    @cached_property
    def shown(self) -> list[Fact]:
        """What is left when the tables are narrowed."""
        chosen = self.chosen.items()
        return [fact for fact in self.facts if all(getattr(fact, axis) == value for axis, value in chosen)]

    @property
    def tables(self) -> list[Table]:
        return [self.table(down, across) for down, across in PAIRS]

    def table(self, down: Axis, across: Axis) -> Table:
        cells = self.counted(down, across)
        of_rows, of_columns = self.counted(down), self.counted(across)
        columns = self.values(across)
        rows = [
            (name, [cells[value, other] for other, _name in columns], of_rows[value,])
            for value, name in self.values(down)
        ]
        sums = [of_columns[value,] for value, _name in columns]
        return Table(down.label, across.label, [name for _value, name in columns], rows, sums, self.total)

    def counted(self, *axes: Axis) -> Counter[tuple[str, ...]]:
        """How many entries there are by the values of the axes."""
        found = {(fact.entry, tuple(getattr(fact, axis) for axis in axes)) for fact in self.shown}
        return Counter(values for _entry, values in found)

    def values(self, axis: Axis) -> list[tuple[str, str]]:
        """Those that the tables show: all, or the one that they are narrowed to."""
        return [pair for pair in self.choices[axis] if self.chosen.get(axis) in (None, pair[0])]

    @property
    def total(self) -> int:
        return len({fact.entry for fact in self.shown})

    @property
    def blank(self) -> list[tuple[str, list[str]]]:
        """By axis, the values from which nothing has come."""
        counts = {axis: self.counted(axis) for axis in Axis}
        found = [(axis.label, [name for value, name in self.values(axis) if not counts[axis][value,]]) for axis in Axis]
        return [(label, names) for label, names in found if names]

    @cached_property
    def unsent(self) -> list[tuple[Organisaatio, int]]:
        """Complete drafts of the campaign that nobody has sent, by organisation: that they are, not what they say."""
        drafts = Teko.objects.unfinished_for(self.kampanja).filter(state=Teko.State.DRAFT)
        drafts = drafts.prefetch_related("sectors", "mittarit").select_related("published_version")
        found = Counter(teko.owner for teko in drafts if not completeness.lacks(teko))
        return sorted(found.items(), key=lambda pair: (pair[0].sort_key, pair[0].pk))
