"""A campaign's acts on its page: how many, how they gathered, the newest of them, and whose they are."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kampanjat import curve
from kampanjat.curve import Curve
from kampanjat.models import Kampanja
from kampanjat.models.kampanja import Previous
from tekojentori.models import Organisaatio
from teot import league, register
from teot.models import Hakurivi, Osallistuminen
from teot.presentation import Card, card

NEWEST, SHOWN = 4, 8


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the league, with its bar as a percentage of the longest."""

    place: int
    url: str
    name: str
    acts: int
    width: str


class Entry(NamedTuple):
    """An act's entry, with whose the act is."""

    kampanja: int
    entered_at: datetime
    teko: int
    owner: int
    others: list[int]


class EntriesPanel:
    main = "kampanjat/_entries.html"

    def __init__(self, kampanja: Kampanja, at: datetime):
        self.kampanja, self.at, self.register = kampanja, at, register.current()
        self.window = kampanja.window
        both = Osallistuminen.objects.public().filter(
            kampanja__in=[kampanja.pk, *([kampanja.previous.id] if kampanja.previous else [])]
        )
        fields = ("kampanja_id", "entered_at", "teko_id", "teko__hakurivi__owner_id", "teko__hakurivi__others")
        rows = [Entry(*row) for row in both.order_by("entered_at", "pk").values_list(*fields)]
        self.entries = [row for row in rows if row.kampanja == kampanja.pk]
        self.entries_before = [row for row in rows if row.kampanja != kampanja.pk]

    @property
    def aside(self) -> str:
        return "kampanjat/_league.html" if self.municipalities else ""

    @property
    def is_over(self) -> bool:
        return self.window.last_close <= self.at

    @property
    def last_day(self) -> date:
        return curve.days_between(self.window.opens_at, self.window.last_close)[1]

    @property
    def acts(self) -> int:
        return len(self.entries)

    @cached_property
    def all_standings(self) -> list[Standing]:
        return self.standings()

    @cached_property
    def municipalities(self) -> list[Standing]:
        """The first of the most inventive municipalities so far; those who share the last place are all there."""
        rows = self.standings(Organisaatio.Type.KUNTA)
        return [row for row in rows if len(rows) <= SHOWN or row.place <= rows[SHOWN - 1].place][: 2 * SHOWN]

    def standings(self, kind: str = "") -> list[Standing]:
        acts = [(entry.owner, entry.others) for entry in self.entries]
        places = league.standings(acts, self.register, kind=kind)
        address = partial(reverse("teot:organisation", args=["0"]).replace, "/0/")
        return [
            Standing(
                row.place,
                address(f"/{row.organisation.code}/"),
                row.organisation.name,
                row.acts,
                f"{100 * row.acts / places[0].acts:.1f}%",
            )
            for row in places
        ]

    @property
    def table(self) -> SafeString:
        """The rows of the whole league. A template would take ten times as long for the hundreds there are."""
        row = '<tr><td>{}.</td><th scope="row"><a href="{}">{}</a></th><td>{}</td></tr>'
        return format_html_join("", row, ((row.place, row.url, row.name, row.acts) for row in self.all_standings))

    @cached_property
    def newest(self) -> list[Card]:
        """Those that came last."""
        keys = [entry.teko for entry in self.entries[: -NEWEST - 1 : -1]]
        rows = Hakurivi.objects.filter(pk__in=keys).for_cards().in_bulk()
        return [card(key, rows[key].shown) for key in keys if key in rows]

    @cached_property
    def picture(self) -> "CurvePicture | None":
        """How the acts gathered; None before the first, and where the register knows no days."""
        first, last = curve.days_between(self.window.opens_at, self.window.last_close)
        today = curve.days_between(self.window.opens_at, max(self.at, self.window.opens_at))[1]
        came = curve.in_time((entry.entered_at for entry in self.entries), self.window.last_close, self.window.grace)
        drawn = curve.gather(came, first, min(last, today))
        return CurvePicture(self.kampanja, drawn, (last - first).days + 1, self.before) if drawn.total else None

    @property
    def before(self) -> tuple[Previous, Curve] | None:
        """The campaign before this one, and its curve."""
        if not self.entries_before:
            return None
        previous = self.kampanja.previous
        days = curve.days_between(previous.opens_at, previous.last_close)
        came = (entry.entered_at for entry in self.entries_before)
        drawn = curve.gather(curve.in_time(came, previous.last_close, previous.grace), *days)
        return (previous, drawn) if drawn.total else None


def names(kampanja: Kampanja, previous: Previous | None) -> tuple[str, str]:
    """What tells the two apart: their years, or in one year the months of their openings."""
    if previous is None or previous.year != kampanja.year:
        return str(kampanja.year), str(previous.year) if previous else ""
    now, before = (date_format(timezone.localtime(row.opens_at), "YEAR_MONTH_FORMAT") for row in (kampanja, previous))
    return now, before


class CurvePicture:
    """Two curves in one box, each from its own first day, and the same as a table."""

    def __init__(self, kampanja: Kampanja, drawn: Curve, days: int, before: tuple[Previous, Curve] | None):
        self.total = drawn.total
        previous, curve_before = before or (None, None)
        self.name, self.name_before = names(kampanja, previous)
        self.total_before = curve_before.total if curve_before else 0
        length = max(days, len(curve_before.totals) if curve_before else 0)
        top = max(self.total, self.total_before)
        self.points = drawn.points(length, top)
        self.now_x, self.now_y = (f"{place:.2f}" for place in drawn.end(length, top))
        self.points_before = curve_before.points(length, top) if curve_before else ""
        self.drawn, self.drawn_before, self.length = drawn, curve_before, length

    @property
    def rows(self) -> list[tuple[int, date, int | str, int | str, int | str]]:
        """Each day: its number and date, how many acts came on it and by its end, and by that day the year before."""
        blank = ["–"] * self.length
        now, new = [*self.drawn.totals, *blank], [*self.drawn.new, *blank]
        before = [*(self.drawn_before.totals if self.drawn_before else ()), *blank]
        days = range(max(len(self.drawn.totals), len(self.drawn_before.totals) if self.drawn_before else 0))
        first = self.drawn.first
        return [(day + 1, first + timedelta(days=day), new[day], now[day], before[day]) for day in days]

    @property
    def table(self) -> SafeString:
        """The rows as HTML: a template would take ten times as long for the sixty there are."""
        row = '<tr><th scope="row">{}.</th><td>{}</td><td>{}</td><td>{}</td>'
        row += "<td>{}</td></tr>" if self.name_before else "</tr>"
        told = ((day, date_format(on, "MONTH_DAY_FORMAT"), *rest) for day, on, *rest in self.rows)
        return format_html_join("", row, told)
