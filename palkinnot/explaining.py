"""Why a candidate stands where it does: the numbers behind "Miksi tämä sija?", for words that a juror understands."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from palkinnot.equations import Key
from palkinnot.scoring import TIE, Scale, Scoring, ranks

#: Standard errors within which a difference may well be chance: 95 % of a normal distribution lies so near its middle.
CHANCE = 1.96


class Method(StrEnum):
    """By which score a round ranks."""

    MEAN = "mean"
    ADJUSTED = "adjusted"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one counted sheet brings to its candidate; points."""

    juror: Key
    score: Fraction
    parts: dict[Key, Fraction]  #: by answered criterion; together the score
    strictness: float  #: the juror's, positive = strict: added to the score
    adjusted: float  #: the score with strictness taken out
    share: float  #: of the candidate's adjusted score: `adjusted` divided by the number of sheets
    without: float | None  #: the candidate's adjusted score if this sheet were not there; None for its only one


@dataclass(frozen=True, slots=True)
class Difference:
    """Of two candidates' adjusted scores, the first minus the second; points."""

    points: float
    standard_error: float | None  #: None when no candidate has two sheets: nothing tells how much is chance

    @property
    def is_tie(self) -> bool | None:
        """Whether so small a difference may well be chance; None when that cannot be said."""
        if self.standard_error is None:
            return None
        return abs(self.points) <= max(CHANCE * self.standard_error, TIE)


def difference(scoring: Scoring, one: Key, other: Key) -> Difference:
    fit = scoring.fit
    return Difference(fit.adjusted[one] - fit.adjusted[other], fit.standard_error(one, other))


def contributions(scoring: Scoring, entry: Key) -> list[Contribution]:
    """The candidate's counted sheets, each with what it brings; their shares sum to the adjusted score."""
    scale, fit = Scale(scoring.criteria), scoring.fit
    result = []
    for sheet in scoring.sheets_of[entry]:
        place = (entry, sheet.juror)
        effect = fit.effects[sheet.juror]
        adjusted = float(scoring.scores[place]) - effect
        share, without = adjusted / len(fit.panels[entry]), fit.adjusted_without_sheet(*place)
        parts = scale.parts(sheet.answers)
        result.append(Contribution(sheet.juror, scoring.scores[place], parts, 0.0 - effect, adjusted, share, without))
    return result


def rank_ranges(scoring: Scoring, method: Method = Method.ADJUSTED) -> dict[Key, tuple[int, int]]:
    """The best and the worst rank of every ranked candidate over the rankings that lack one juror.

    Those ranked are the same as with all jurors; one whose only sheet goes is passed over that once. The rank with all
    jurors is not among them, so it can lie outside. Candidates without a single such ranking are left out.
    """
    ranked = {score.entry for score in scoring.entries if score.rank_mean}
    result: dict[Key, tuple[int, int]] = {}
    for values in leave_outs(scoring, ranked, method):
        for entry, rank in ranks(values, TIE if method == Method.ADJUSTED else 0).items():
            best, worst = result.get(entry, (rank, rank))
            result[entry] = min(best, rank), max(worst, rank)
    return result


def leave_outs(scoring: Scoring, ranked: set[Key], method: Method) -> Iterator[dict[Key, float | Fraction]]:
    """The ranked candidates' values once without each juror."""
    if method == Method.ADJUSTED:
        for juror in scoring.fit.jurors:
            values = scoring.fit.adjusted_without_juror(juror)
            yield {entry: value for entry, value in values.items() if entry in ranked}
        return
    means = {entry: scoring.by_entry[entry].mean for entry in sorted(ranked)}
    for juror in scoring.fit.jurors:
        values = dict(means)
        for entry in ranked:
            if (own := scoring.scores.get((entry, juror))) is not None:
                n = scoring.by_entry[entry].n
                values[entry] = (means[entry] * n - own) / (n - 1) if n > 1 else None
        yield {entry: value for entry, value in values.items() if value is not None}


def criterion_means(scoring: Scoring, entry: Key) -> dict[Key, tuple[Fraction, int]]:
    """The mean answer on each criterion's own scale, those shown apart too, and how many counted sheets answered it."""
    sheets = scoring.sheets_of[entry]
    result = {}
    for criterion in scoring.criteria:
        answers = [value for sheet in sheets if (value := sheet.answers.get(criterion.key)) is not None]
        if answers:
            result[criterion.key] = Fraction(sum(map(Fraction, answers)), len(answers)), len(answers)
    return result
