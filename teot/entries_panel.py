"""A campaign's acts on its page: how many, how they gathered, the newest of them, and whose they are."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from html import escape
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kampanjat import curve
from kampanjat.curve import Curve
from kampanjat.models import Kampanja
from kampanjat.models.kampanja import Previous
from tekojentori.models import Organisaatio
from tekojentori.moments import moment
from tekojentori.prepared import Prepared
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
        previous = kampanja.previous.id if kampanja.previous else 0
        rows = [Entry(*row) for row in ENTRIES.tuples(kampanja.pk, previous)]
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
    def counts(self) -> Counter:
        return league.counts_of(((entry.owner, entry.others) for entry in self.entries), self.register)

    @cached_property
    def all_standings(self) -> list[Standing]:
        return standings(league.places(self.counts, self.register))

    @cached_property
    def municipalities(self) -> list[Standing]:
        """The first of the most inventive municipalities so far; those who share the last place are all there."""
        rows = league.places(self.counts, self.register, kind=Organisaatio.Type.KUNTA)
        rows = [row for row in rows if len(rows) <= SHOWN or row.place <= rows[SHOWN - 1].place]
        return standings(rows[: 2 * SHOWN])

    @property
    def table(self) -> SafeString:
        """The rows of the whole league. A template would take ten times as long for the hundreds there are."""
        rows = (
            f'<tr><td>{row.place}.</td><th scope="row"><a href="{row.url}">{escape(row.name)}</a></th>'
            f"<td>{row.acts}</td></tr>"
            for row in self.all_standings
        )
        return mark_safe("".join(rows))  # noqa: S308 - every part is escaped, a number or an address of ours

    @cached_property
    def newest(self) -> list[Card]:
        """Those that came last."""
        keys = [entry.teko for entry in self.entries[: -NEWEST - 1 : -1]]
        blank = [0] * (NEWEST - len(keys))
        rows = {row["pk"]: row["card"] | {"marks": row["marks"]} for row in CARDS.rows(self.at, *keys, *blank)}
        return [card(key, rows[key]) for key in keys if key in rows]

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
    """What tells the two apart: their years, in one year the months of their openings, in one month the moments."""
    if previous is None or previous.year != kampanja.year:
        return str(kampanja.year), str(previous.year) if previous else ""
    now, before = (date_format(timezone.localtime(row.opens_at), "YEAR_MONTH_FORMAT") for row in (kampanja, previous))
    return (now, before) if now != before else (moment(kampanja.opens_at), moment(previous.opens_at))


def standings(places: list[league.Place]) -> list[Standing]:
    before, after = reverse("teot:organisation", args=["0"]).split("/0/")
    language = get_language() or "fi"
    return [
        Standing(
            row.place,
            f"{before}/{row.organisation.code}/{after}",
            row.organisation.names[language],
            row.acts,
            f"{100 * row.acts / places[0].acts:.1f}%",
        )
        for row in places
    ]


def entries_of(kampanja: int, previous: int):
    """Of both campaigns, as they came."""
    rows = Osallistuminen.objects.public().filter(kampanja__in=[kampanja, previous]).order_by("entered_at", "pk")
    return rows.values("kampanja_id", "entered_at", "teko_id", "teko__hakurivi__owner_id", "teko__hakurivi__others")


def cards_of(at: datetime, *keys: int):
    return Hakurivi.objects.filter(pk__in=keys).for_cards(at).values("pk", "card", "marks")


ENTRIES, CARDS = Prepared(entries_of), Prepared(cards_of)


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
        return mark_safe("".join(map(self.line, self.rows)))  # noqa: S308 - numbers and dates

    def line(self, row: tuple) -> str:
        day, on, *counts = row
        told = "".join(f"<td>{count}</td>" for count in counts[: 3 if self.name_before else 2])
        return f'<tr><th scope="row">{day}.</th><td>{date_format(on, "MONTH_DAY_FORMAT")}</td>{told}</tr>'
