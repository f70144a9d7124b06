"""How a campaign's acts have gathered day by day: a picture with points, and the same as a table."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

#: Days by which people count, whatever zone the instants are stored in.
FINLAND = ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True, slots=True)
class Curve:
    """Entries by the end of each day, from the first day of the window to the last one shown."""

    first: date
    totals: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.totals[-1] if self.totals else 0

    def points(self, days: int, top: int) -> str:
        """The points of an SVG polyline in a box of 100 × 100: `days` wide, `top` acts high. The first is zero."""
        steps = [0, *self.totals]
        return " ".join(f"{100 * day / days:.2f},{100 - 100 * total / top:.2f}" for day, total in enumerate(steps))

    def end(self, days: int, top: int) -> tuple[float, float]:
        """Where the last point stands in that box."""
        return round(100 * len(self.totals) / days, 2), round(100 - 100 * self.total / top, 2)

    @property
    def new(self) -> list[int]:
        """How many came on each day."""
        return [total - before for total, before in zip(self.totals, [0, *self.totals], strict=False)]


def gather(instants: Iterable[datetime], first: date, last: date) -> Curve:
    """The curve of these instants from `first` to `last`, both included; empty when `last` is before `first`.

    What came before the first day counts on it (staff may enter an act early by moving it here); what came after the
    last day is left out.
    """
    days = (last - first).days + 1
    on = Counter(max(0, (instant.astimezone(FINLAND).date() - first).days) for instant in instants)
    return Curve(first, tuple(accumulate(on[day] for day in range(days))))


def in_time(instants: Iterable[datetime], closes_at: datetime, grace: timedelta) -> list[datetime]:
    """Those before the end of the grace. What came in the grace counts on the last day, which may end at midnight."""
    last = closes_at - timedelta(microseconds=1)
    return [min(instant, last) for instant in instants if instant < closes_at + grace]


def days_between(opens_at: datetime, closes_at: datetime) -> tuple[date, date]:
    """The first and the last day of `[opens_at, closes_at)` by Finnish clocks: midnight ends the day before."""
    return (
        opens_at.astimezone(FINLAND).date(),
        (closes_at.astimezone(FINLAND) - timedelta(microseconds=1)).date(),
    )
