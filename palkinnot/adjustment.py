"""Jurors' strictness, estimated from the candidates that they have in common, and what is left when it is taken out.

Model: y_ej = a_e + b_j + ε, by least squares with the penalty 0.5·Σ b_j² on jurors only: the least of
Σ (y_ej − a_e − b_j)² + 0.5·Σ b_j². That is the estimate of a mixed model with fixed candidates and random jurors whose
variance is 1/0.5 = 2 times that of ε (C. R. Henderson, *Best linear unbiased estimation and prediction under a
selection model*, Biometrics 31, 1975), and so are the standard errors here; the variance of ε is estimated by
(Σ residual² + 0.5·Σ b_j²) / (sheets − candidates), the restricted maximum likelihood for that ratio (Searle, Casella
and McCulloch, *Variance Components*, 1992, ch. 7).

Candidates are eliminated, which leaves one equation for each juror: (n_j + 0.5)·b_j − Σ_e (Σ_k b_k)/n_e = Σ_e (y_ej −
mean_e). All in float64 and in the order of the keys: the order of the sheets does not move a bit. Units: points.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from math import fsum, sqrt, sumprod

from palkinnot.equations import MOST_DENSE, PENALTY, Cholesky, Equations, Key

#: A candidate's sheets: places of their jurors, and their scores.
type Panel = list[tuple[int, float]]


class Fit:
    """The model fitted to scores by (candidate, juror). `adjusted` and `effects` are by key; strictness is −effect."""

    def __init__(self, scores: Mapping[tuple[Key, Key], float]):
        self.jurors = sorted({juror for _entry, juror in scores})
        self.places = {juror: place for place, juror in enumerate(self.jurors)}
        self.panels: dict[Key, Panel] = {}
        for entry, juror in sorted(scores):
            self.panels.setdefault(entry, []).append((self.places[juror], float(scores[entry, juror])))
        self.equations = Equations([places_of(panel) for panel in self.panels.values()], len(self.jurors))
        self.right = right_hand_side(self.panels.values(), len(self.jurors))
        self.solution = self.equations.solve(self.right)
        self.effects = dict(zip(self.jurors, self.solution, strict=True))
        self.adjusted = {entry: adjusted_score(panel, self.solution) for entry, panel in self.panels.items()}

    @cached_property
    def noise(self) -> float | None:
        """Standard deviation of ε in points; None when no candidate has two sheets."""
        freedom = sum(map(len, self.panels.values())) - len(self.panels)
        if not freedom:
            return None
        squares = [
            (score - self.adjusted[entry] - self.solution[place]) ** 2
            for entry, panel in self.panels.items()
            for place, score in panel
        ]
        return sqrt((fsum(squares) + PENALTY * fsum(effect * effect for effect in self.solution)) / freedom)

    def standard_error(self, one: Key, other: Key) -> float | None:
        """Of the difference of two adjusted scores: noise · √(1/n_e + 1/n_f + d'S⁻¹d), d the difference of panels.

        S is the matrix of the jurors' equations; a panel's vector holds 1/n at each of its jurors. None without noise.
        """
        if self.noise is None:
            return None
        first, second = self.panel_vector(one), self.panel_vector(other)
        apart = [here - there for here, there in zip(first, second, strict=True)]
        own = 1 / len(self.panels[one]) + 1 / len(self.panels[other]) if one != other else 0.0
        return self.noise * sqrt(own + max(0.0, sumprod(apart, self.equations.solve(apart))))

    def panel_vector(self, entry: Key) -> list[float]:
        vector = [0.0] * len(self.jurors)
        for place, _score in self.panels[entry]:
            vector[place] = 1 / len(self.panels[entry])
        return vector

    def adjusted_without_sheet(self, entry: Key, juror: Key) -> float | None:
        """The candidate's adjusted score fitted again without that one sheet; None when it has no other.

        Closed form of leaving one row out of penalised least squares: a − u·r/(1 − h), with r the sheet's residual,
        h its leverage and u its part that went to a (Cook and Weisberg, *Residuals and Influence in Regression*, 1982).
        """
        panel, own = self.panels[entry], self.places[juror]
        if len(panel) < 2:
            return None
        mean, unit = self.panel_vector(entry), [float(place == own) for place in range(len(self.jurors))]
        by_mean, by_unit = self.equations.solve(mean), self.equations.solve(unit)
        level = 1 / len(panel) + sumprod(mean, by_mean)
        leverage = level - 2 * by_mean[own] + by_unit[own]
        residual = dict(panel)[own] - self.adjusted[entry] - self.solution[own]
        return self.adjusted[entry] - (level - by_mean[own]) * residual / (1 - leverage)

    def adjusted_without_juror(self, juror: Key) -> dict[Key, float]:
        """Every candidate's adjusted score fitted again without one juror; who has no sheet left is not in it.

        The juror's equation stays, emptied, and the others' are mended only where they shared a candidate.
        """
        own, count = self.places[juror], len(self.jurors)
        rests = {entry: [pair for pair in panel if pair[0] != own] for entry, panel in self.panels.items()}
        kept = {entry: rest for entry, rest in rests.items() if rest}
        if count > MOST_DENSE:
            equations = Equations([places_of(panel) for panel in kept.values()], count)
            effects = equations.solve(right_hand_side(kept.values(), count))
        else:
            rows, right = [list(row) for row in self.equations.matrix], list(self.right)
            for entry, rest in kept.items():
                if len(rest) < len(self.panels[entry]):
                    take_out(rows, right, self.panels[entry], rest)
            for row in rows:
                row[own] = 0.0
            rows[own] = [PENALTY if place == own else 0.0 for place in range(count)]
            right[own] = 0.0
            effects = Cholesky(rows).solve(right)
        return {entry: adjusted_score(panel, effects) for entry, panel in kept.items()}


def take_out(rows: list[list[float]], right: list[float], panel: Panel, rest: Panel) -> None:
    """Mend the equations of the jurors who stay on a candidate's panel when the others leave it."""
    more, higher = 1 / len(rest) - 1 / len(panel), mean_of(rest) - mean_of(panel)
    for place, _score in rest:
        right[place] -= higher
        row = rows[place]
        for other, _score in rest:
            row[other] -= more


def places_of(panel: Panel) -> list[int]:
    return [place for place, _score in panel]


def mean_of(panel: Panel) -> float:
    return fsum(score for _place, score in panel) / len(panel)


def adjusted_score(panel: Panel, effects: Sequence[float]) -> float:
    """The mean of a candidate's scores with each juror's effect taken out."""
    return fsum([score - effects[place] for place, score in panel]) / len(panel)


def right_hand_side(panels: Collection[Panel], count: int) -> list[float]:
    """For each juror, how much higher than the candidates' means the scores were, in all."""
    terms: list[list[float]] = [[] for _juror in range(count)]
    for panel in panels:
        mean = mean_of(panel)
        for place, score in panel:
            terms[place].append(score - mean)
    return [fsum(values) for values in terms]
