"""The order of a category by a method agreed beforehand, ties broken by a chain of steps, each step recorded.

Nothing outside the chain breaks a tie, neither keys nor times: what it leaves tied shares a place (1, 2, 2, 4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from palkinnot.equations import Key
from palkinnot.explaining import Method, criterion_means
from palkinnot.scoring import TIE, Scoring, ties


class Step(StrEnum):
    """What can break a tie. A criterion's mean can too: its step is `criterion:` and the criterion's key."""

    MEAN = "mean"
    ADJUSTED = "adjusted"
    MEDIAN = "median"
    TOP_MARKS = "top_marks"  #: share of scored answers that are the scale's highest
    DISCUSSION = "discussion"  #: the order that the jury agreed, given by hand


CRITERION = "criterion:"


@dataclass(frozen=True, slots=True)
class Breaking:
    """One step applied to one tie: who were tied, and who are in each place after it (one group: it decided nothing).

    `values` are the candidates' values in the step; empty when the step knew nothing of some of them and was passed.
    """

    step: str
    tied: tuple[Key, ...]
    order: tuple[tuple[Key, ...], ...]
    values: dict[Key, float | Fraction | int]


@dataclass(frozen=True, slots=True)
class Place:
    """A ranked candidate's place. `decided_by` is the last step that parted it from another, None when none had to."""

    entry: Key
    place: int
    decided_by: str | None
    is_shared: bool


def apply(
    scoring: Scoring, *, method: Method, chain: Sequence[str] = (), discussion: Sequence[Sequence[Key]] = ()
) -> tuple[list[Place], list[Breaking]]:
    """Places of the ranked candidates from the first on, and every step taken.

    `discussion` has orders by hand: each lists candidates from the best on, and breaks a tie that it lists whole.
    Raises ValueError for an unknown step.
    """
    for step in chain:
        if not is_step(step):
            raise ValueError(f"Unknown step {step!r}.")
    ranked = values_of(scoring, method, [score.entry for score in scoring.entries if score.rank_mean])
    places: list[Place] = []
    record: list[Breaking] = []
    for tied in ties(ranked, TIE if method == Method.ADJUSTED else 0):
        decided: dict[Key, str] = {}
        first = len(places) + 1
        for group in broken(scoring, tied, chain, discussion, decided, record):
            places += [Place(entry, first, decided.get(entry), len(group) > 1) for entry in group]
            first += len(group)
    return places, record


def broken(
    scoring: Scoring,
    tied: list[Key],
    chain: Sequence[str],
    discussion: Sequence[Sequence[Key]],
    decided: dict[Key, str],
    record: list[Breaking],
) -> Iterable[list[Key]]:
    """The tie as smaller ones, as far as the chain goes; what is still tied goes on to the next step."""
    if len(tied) < 2 or not chain:
        return [tied]
    step, *rest = chain
    values = agreed(tied, discussion) if step == Step.DISCUSSION else values_of(scoring, step, tied)
    known = {entry: values[entry] for entry in tied if values.get(entry) is not None}
    if len(known) < len(tied):
        known = {}
    order = ties(known, TIE if step == Step.ADJUSTED else 0) if known else [tied]
    record.append(Breaking(step, tuple(tied), tuple(map(tuple, order)), known))
    if len(order) > 1:
        decided |= dict.fromkeys(tied, step)
    return [part for group in order for part in broken(scoring, group, rest, discussion, decided, record)]


def is_step(step: str) -> bool:
    return step in set(Step) or (step.startswith(CRITERION) and len(step) > len(CRITERION))


def values_of(scoring: Scoring, step: str, entries: Iterable[Key]) -> dict[Key, float | Fraction | None]:
    """The candidates' values in a step; more is better."""
    if step in (Step.MEAN, Step.MEDIAN, Step.ADJUSTED):
        return {entry: getattr(scoring.by_entry[entry], step) for entry in entries}
    if step == Step.TOP_MARKS:
        return {entry: top_marks(scoring, entry) for entry in entries}
    key = step.removeprefix(CRITERION)
    return {
        entry: mean
        for entry in entries
        for own, (mean, _n) in criterion_means(scoring, entry).items()
        if str(own) == key
    }


def top_marks(scoring: Scoring, entry: Key) -> Fraction | None:
    """The share of the candidate's answers to scored criteria, on counted sheets, that are the scale's highest."""
    tops = {criterion.key: criterion.most for criterion in scoring.criteria if criterion.is_scored}
    answers = [
        value == tops[key]
        for sheet in scoring.sheets_of[entry]
        for key, value in sheet.answers.items()
        if key in tops and value is not None
    ]
    return Fraction(sum(answers), len(answers)) if answers else None


def agreed(tied: list[Key], discussion: Sequence[Sequence[Key]]) -> dict[Key, int]:
    """Places from the first order that lists the whole tie, as values; nothing when there is none."""
    for order in discussion:
        if set(tied) <= set(order):
            return {entry: -order.index(entry) for entry in tied}
    return {}
