"""A campaign's acts on its page: how many, how they gathered, the newest of them, and whose they are."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q
from django.utils.translation import get_language

from kampanjat import curve
from kampanjat.curve import Curve
from kampanjat.models import Kampanja
from tekojentori.models import Organisaatio
from teot import league, register
from teot.models import Hakurivi, Osallistuminen
from teot.presentation import Card, card

NEWEST, SHOWN = 4, 8


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the league, with its bar as a percentage of the longest."""

    place: int
    code: str
    name: str
    acts: int
    width: str


class EntriesPanel:
    main = "kampanjat/_entries.html"

    def __init__(self, kampanja: Kampanja, at: datetime):
        self.kampanja, self.at, self.register = kampanja, at, register.current()
        self.window = kampanja.window
        rows = Osallistuminen.objects.public().filter(
            Q(kampanja=kampanja) | Q(kampanja=Kampanja.objects.held().before(kampanja).values("pk")[:1])
        )
        fields = ("entered_at", "teko__hakurivi__owner_id", "teko__hakurivi__others", "kampanja__year")
        fields += ("kampanja__opens_at", "kampanja__closes_at", "kampanja_id")
        self.rows = {True: [], False: []}
        for *row, key in rows.order_by("entered_at", "pk").values_list(*fields):
            self.rows[key == kampanja.pk].append(row)

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
        return len(self.rows[True])

    @cached_property
    def all_standings(self) -> list[Standing]:
        return self.standings()

    @cached_property
    def municipalities(self) -> list[Standing]:
        """The first of the most inventive municipalities so far; those who share the last place are all there."""
        rows = self.standings(Organisaatio.Type.KUNTA)
        return [row for row in rows if len(rows) <= SHOWN or row.place <= rows[SHOWN - 1].place][: 2 * SHOWN]

    def standings(self, kind: str = "") -> list[Standing]:
        acts = [(owner, others) for _at, owner, others, *_rest in self.rows[True]]
        places = league.standings(acts, self.register, kind=kind)
        language = get_language() or "fi"
        return [
            Standing(
                row.place,
                row.organisation.code,
                row.organisation.names[language],
                row.acts,
                f"{100 * row.acts / places[0].acts:.1f}%",
            )
            for row in places
        ]

    @cached_property
    def newest(self) -> list[Card]:
        entries = Osallistuminen.objects.public().filter(kampanja=self.kampanja)
        rows = Hakurivi.objects.filter(teko__in=entries.values("teko")).newest_first().for_cards()
        return [card(row.pk, row.card) for row in rows[:NEWEST]]

    @cached_property
    def picture(self) -> "CurvePicture | None":
        """How the acts gathered; None before the first, and where the register knows no days."""
        first, last = curve.days_between(self.window.opens_at, self.window.last_close)
        today = curve.days_between(self.window.opens_at, max(self.at, self.window.opens_at))[1]
        drawn = curve.gather([row[0] for row in self.rows[True]], first, min(last, today))
        return CurvePicture(self.kampanja.year, drawn, (last - first).days + 1, self.before) if drawn.total else None

    @property
    def before(self) -> tuple[int, Curve] | None:
        """The year and the curve of the campaign before this one."""
        rows = self.rows[False]
        if not rows:
            return None
        _at, _owner, _others, year, opens_at, closes_at = rows[0]
        drawn = curve.gather([row[0] for row in rows], *curve.days_between(opens_at, closes_at))
        return (year, drawn) if drawn.total else None


class CurvePicture:
    """Two curves in one box, each from its own first day, and the same by weeks."""

    def __init__(self, year: int, drawn: Curve, days: int, before: tuple[int, Curve] | None):
        self.year, self.total = year, drawn.total
        self.year_before, curve_before = before or (None, None)
        self.total_before = curve_before.total if curve_before else 0
        length = max(days, len(curve_before.totals) if curve_before else 0)
        top = max(self.total, self.total_before)
        self.points = drawn.points(length, top)
        self.now_x, self.now_y = (f"{place:.2f}" for place in drawn.end(length, top))
        self.points_before = curve_before.points(length, top) if curve_before else ""
        weeks, weeks_before = drawn.by_week(), curve_before.by_week() if curve_before else {}
        self.weeks = [
            (week, weeks.get(week), weeks_before.get(week)) for week in range(1, max([0, *weeks, *weeks_before]) + 1)
        ]
