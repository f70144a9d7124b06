"""What a jury's sheets say: scores, summaries and ranks of a category's candidates, and how strict its jurors are.

Points are 0–100. Sheet score, mean, median and rank by mean are exact rationals; spread and adjusted score are float64
(`adjustment` has the model). Equal sheets in any order give the same result to the bit. Keys of candidates, jurors and
criteria are all numbers or all texts within one call.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm, sqrt

from palkinnot.adjustment import Fit
from palkinnot.equations import Key, groups

type Number = int | Decimal | Fraction

#: Adjusted scores no further than this apart are a tie.
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored, from `least` to `most`. One that is not scored is shown apart and counts for nothing."""

    key: Key
    weight: Number
    least: Number
    most: Number
    is_scored: bool = True

    def __post_init__(self):
        if self.least >= self.most:
            raise ValueError(f"Scale of {self.key!r} runs from {self.least} to {self.most}.")
        if self.weight < 0:
            raise ValueError(f"Weight of {self.key!r} is {self.weight}.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One juror's answers on one candidate, by criterion; None, like a missing one, is not answered.

    An abstained, recused or set aside sheet is left out, whatever it holds.
    """

    entry: Key
    juror: Key
    answers: Mapping[Key, Number | None]
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class EntryScore:
    """A candidate's summary. Everything but n is None without a counted sheet; ranks also below the quorum."""

    entry: Key
    n: int
    mean: Fraction | None = None
    median: Fraction | None = None
    spread: float | None = None  #: sample standard deviation, None when n < 2
    adjusted: float | None = None
    rank_mean: int | None = None
    rank_adjusted: int | None = None


@dataclass(frozen=True, slots=True)
class JurorScore:
    """A juror's counted sheets and strictness in points, positive = strict; None when nothing counts."""

    juror: Key
    n: int
    strictness: float | None = None


class Scale:
    """The criteria as whole numbers, so that a sheet costs one division."""

    def __init__(self, criteria: Iterable[Criterion]):
        scored = [criterion for criterion in criteria if criterion.is_scored]
        weights = {criterion.key: exact(criterion.weight) for criterion in scored}
        units = {one.key: weights[one.key] / (exact(one.most) - exact(one.least)) for one in scored}
        if scored and not sum(weights.values()):
            raise ValueError("Weights of the scored criteria sum to zero.")
        if len(weights) < len(scored):
            raise ValueError("A criterion comes twice.")
        common = lcm(*(value.denominator for value in (*weights.values(), *units.values())))
        self.criteria = {
            one.key: (int(weights[one.key] * common), int(units[one.key] * common), whole(one.least), whole(one.most))
            for one in scored
        }

    def score(self, answers: Mapping[Key, Number | None]) -> Fraction | None:
        """Σ wᵢ·(vᵢ − minᵢ)/(maxᵢ − minᵢ) ÷ Σ wᵢ over answered criteria, in points; None when no weight is answered.

        Raises ValueError for an answer outside its scale.
        """
        total = weights = 0
        for key, (weight, unit, least, most) in self.criteria.items():
            if (value := answers.get(key)) is None:
                continue
            value = whole(value)
            if not least <= value <= most:
                raise ValueError(f"Answer {value} to {key!r} is not from {least} to {most}.")
            total += unit * (value - least)
            weights += weight
        return Fraction(100 * total, weights) if weights else None

    def parts(self, answers: Mapping[Key, Number | None]) -> dict[Key, Fraction]:
        """How many points of the sheet's score each answered criterion brought."""
        answered = [key for key in self.criteria if answers.get(key) is not None]
        weights = sum(self.criteria[key][0] for key in answered)
        return {
            key: Fraction(100 * self.criteria[key][1] * (whole(answers[key]) - self.criteria[key][2]), weights)
            for key in answered
            if weights
        }


@dataclass(frozen=True)
class Scoring:
    """A category scored. `scores` has the counted sheets: exact points by (candidate, juror), in the order of keys."""

    criteria: tuple[Criterion, ...]
    sheets: tuple[Sheet, ...]
    scores: dict[tuple[Key, Key], Fraction]
    entries: tuple[EntryScore, ...]
    jurors: tuple[JurorScore, ...]
    fit: Fit

    @cached_property
    def by_entry(self) -> dict[Key, EntryScore]:
        return {score.entry: score for score in self.entries}

    @cached_property
    def sheets_of(self) -> dict[Key, list[Sheet]]:
        """The counted sheets of every candidate, in the order of its jurors."""
        result: dict[Key, list[Sheet]] = {score.entry: [] for score in self.entries}
        for sheet in self.sheets:
            if place_of(sheet) in self.scores:
                result[sheet.entry].append(sheet)
        return result

    @cached_property
    def groups(self) -> list[tuple[Key, ...]]:
        """Jurors with counted sheets, split where no common candidate joins them: more than one is to be told."""
        jurors = self.fit.jurors
        return groups([[jurors[place] for place, _score in panel] for panel in self.fit.panels.values()])


def score(
    criteria: Iterable[Criterion],
    sheets: Iterable[Sheet],
    *,
    entries: Collection[Key] = (),
    jurors: Collection[Key] = (),
    quorum: int = 1,
    hidden: Collection[Key] = (),
) -> Scoring:
    """Score a category: `entries` and `jurors` name those who may have no sheet, too.

    Fewer counted sheets than `quorum`: no rank, but the sheets tell of their jurors all the same. `hidden` candidates
    are as if they were not there. Raises ValueError for two sheets of one juror on one candidate, an answer outside its
    scale, and weights that sum to zero. Without a scored criterion no sheet counts.
    """
    criteria = tuple(criteria)
    scale, hidden = Scale(criteria), frozenset(hidden)
    kept = tuple(sorted((sheet for sheet in sheets if sheet.entry not in hidden), key=place_of))
    if len({place_of(sheet) for sheet in kept}) < len(kept):
        raise ValueError("A juror has two sheets on one candidate.")
    points = {place_of(sheet): scale.score(sheet.answers) for sheet in kept if not sheet.is_left_out}
    counted = {place: value for place, value in points.items() if value is not None}
    fit = Fit(counted)
    names = sorted({*entries, *(sheet.entry for sheet in kept)} - hidden)
    return Scoring(
        criteria, kept, counted, ranked(summaries(names, counted, fit), quorum), strictness(kept, jurors, fit), fit
    )


def place_of(sheet: Sheet) -> tuple[Key, Key]:
    return sheet.entry, sheet.juror


def summaries(names: list[Key], counted: dict[tuple[Key, Key], Fraction], fit: Fit) -> list[dict]:
    by_entry: dict[Key, list[Fraction]] = {name: [] for name in names}
    for (entry, _juror), value in counted.items():
        by_entry[entry].append(value)
    return [
        {"entry": name, "n": len(values)} | (summary(values) | {"adjusted": fit.adjusted[name]} if values else {})
        for name, values in by_entry.items()
    ]


def summary(values: list[Fraction]) -> dict:
    """Mean, median (the middle two averaged) and sample standard deviation, None when there is one value."""
    values, n = sorted(values), len(values)
    common = lcm(*(value.denominator for value in values))
    numbers = [value.numerator * (common // value.denominator) for value in values]
    total = sum(numbers)
    squares = n * sum(number * number for number in numbers) - total * total
    return {
        "mean": Fraction(total, n * common),
        "median": (values[(n - 1) // 2] + values[n // 2]) / 2,
        "spread": sqrt(Fraction(squares, n * (n - 1) * common * common)) if n > 1 else None,
    }


def ranked(rows: list[dict], quorum: int) -> tuple[EntryScore, ...]:
    among = [row for row in rows if row["n"] >= max(quorum, 1)]
    by_mean = ranks({row["entry"]: row["mean"] for row in among})
    by_adjusted = ranks({row["entry"]: row["adjusted"] for row in among}, TIE)
    return tuple(
        EntryScore(rank_mean=by_mean.get(row["entry"]), rank_adjusted=by_adjusted.get(row["entry"]), **row)
        for row in rows
    )


def ranks(values: Mapping[Key, float | Fraction], within: float = 0) -> dict[Key, int]:
    """Ranks 1, 2, 2, 4 from the highest value down.

    A tie is everyone no further than `within` below its *highest* value: being tied is then the same to all of them,
    and a chain of small steps does not tie its ends.
    """
    result: dict[Key, int] = {}
    for group in ties(values, within):
        result |= dict.fromkeys(group, len(result) + 1)
    return result


def ties(values: Mapping[Key, float | Fraction], within: float = 0) -> list[list[Key]]:
    """The keys from the highest value down, those who tie together."""
    result: list[list[Key]] = []
    highest = None
    for key in sorted(sorted(values), key=values.__getitem__, reverse=True):
        if highest is None or highest - values[key] > within:
            result.append([])
            highest = values[key]
        result[-1].append(key)
    return [sorted(group) for group in result]


def strictness(sheets: tuple[Sheet, ...], jurors: Collection[Key], fit: Fit) -> tuple[JurorScore, ...]:
    counts = dict.fromkeys(sorted({*jurors, *(sheet.juror for sheet in sheets)}), 0)
    for panel in fit.panels.values():
        for place, _score in panel:
            counts[fit.jurors[place]] += 1
    return tuple(JurorScore(juror, n, 0.0 - fit.effects[juror] if n else None) for juror, n in counts.items())


def exact(number: Number) -> Fraction:
    return Fraction(number)


def whole(number: Number) -> int | Fraction:
    """The exact number, as an int when it is one: much quicker."""
    if type(number) is int:
        return number
    fraction = Fraction(number)
    return fraction.numerator if fraction.denominator == 1 else fraction
