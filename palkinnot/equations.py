"""The equations that tell jurors' strictness, S·b = r: one for each juror, from who scored whom.

S is (sheets of the juror + PENALTY) on the diagonal, less 1/n for each candidate's panel of n, at every two of its
jurors. It is positive definite. Sums are exactly rounded (`fsum`, `sumprod`) and in a given order, in plain Python: no
library of linear algebra moves a bit from one machine to the next.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import fsum, sqrt, sumprod

type Key = int | str
type Matrix = list[list[float]]

#: The weight of Σ b_j² beside the squares of what is left: variance of a sheet over variance of strictness.
PENALTY = 0.5
#: Jurors up to whom the equations are solved by a dense Cholesky factor; beyond them by conjugate gradients.
MOST_DENSE = 400
#: What conjugate gradients leave of the right-hand side, relative to it: far below the 1e-9 that makes a tie.
LEFT = 1e-15


class Equations:
    """S for a design: each candidate's panel as the places of its jurors, 0 … count − 1."""

    def __init__(self, panels: Iterable[Sequence[int]], count: int):
        self.panels, self.count = [panel for panel in panels if panel], count

    @cached_property
    def matrix(self) -> Matrix:
        rows = [[0.0] * self.count for _juror in range(self.count)]
        for place, row in enumerate(rows):
            row[place] = PENALTY
        for panel in self.panels:
            share = 1 / len(panel)
            for place in panel:
                row = rows[place]
                row[place] += 1.0
                for other in panel:
                    row[other] -= share
        return rows

    @cached_property
    def factor(self) -> "Cholesky":
        return Cholesky(self.matrix)

    def solve(self, right: Sequence[float]) -> list[float]:
        return self.factor.solve(right) if self.count <= MOST_DENSE else self.converge(right)

    def converge(self, right: Sequence[float]) -> list[float]:
        """The solution without the matrix, by conjugate gradients (Hestenes and Stiefel, 1952)."""
        solution, left = [0.0] * self.count, list(right)
        direction, size = list(left), sumprod(left, left)
        enough = size * LEFT * LEFT
        for _round in range(2 * self.count):
            if size <= enough:
                break
            image = self.times(direction)
            step = size / sumprod(direction, image)
            solution = [value + step * along for value, along in zip(solution, direction, strict=True)]
            left = [value - step * along for value, along in zip(left, image, strict=True)]
            before, size = size, sumprod(left, left)
            direction = [value + size / before * along for value, along in zip(left, direction, strict=True)]
        return solution

    def times(self, vector: Sequence[float]) -> list[float]:
        """S·vector, by way of the panels."""
        result = [PENALTY * value for value in vector]
        for panel in self.panels:
            mean = fsum(vector[place] for place in panel) / len(panel)
            for place in panel:
                result[place] += vector[place] - mean
        return result

    def largest_standard_error(self) -> float:
        """Of a difference of two jurors' strictness, in standard deviations of a sheet; 0 with fewer than two jurors.

        √(s_ii + s_jj − 2·s_ij) with s of S⁻¹: the prediction error of a mixed model (source: `adjustment`).
        """
        places = range(self.count)
        inverse = [self.solve([float(place == other) for other in places]) for place in places]
        variances = (
            inverse[one][one] + inverse[other][other] - 2 * inverse[one][other]
            for one in places
            for other in range(one)
        )
        return sqrt(max(variances, default=0.0))


class Cholesky:
    """S = L·L', L a lower triangle, kept by rows and by columns."""

    def __init__(self, matrix: Matrix):
        self.rows: Matrix = []  #: of L, without the diagonal
        self.diagonal: list[float] = []
        for place, wanted in enumerate(matrix):
            row: list[float] = []
            for other, above in enumerate(self.rows):
                row.append((wanted[other] - sumprod(row, above)) / self.diagonal[other])
            self.rows.append(row)
            self.diagonal.append(sqrt(wanted[place] - sumprod(row, row)))
        self.columns = [[row[place] for row in self.rows[place + 1 :]] for place in range(len(matrix))]

    def solve(self, right: Sequence[float]) -> list[float]:
        half: list[float] = []
        for row, scale, value in zip(self.rows, self.diagonal, right, strict=True):
            half.append((value - sumprod(row, half)) / scale)
        solution: list[float] = [0.0] * len(half)
        for place in range(len(half) - 1, -1, -1):
            below = sumprod(self.columns[place], solution[place + 1 :])
            solution[place] = (half[place] - below) / self.diagonal[place]
        return solution


def groups(panels: Iterable[Sequence[Key]]) -> list[tuple[Key, ...]]:
    """Jurors that common candidates join, directly or by way of others: one group when all can be compared."""
    root: dict[Key, Key] = {}

    def find(juror: Key) -> Key:
        while root.setdefault(juror, juror) != juror:
            root[juror] = juror = root[root[juror]]
        return juror

    for panel in panels:
        for juror in panel:
            root[find(juror)] = find(panel[0])
    joined: dict[Key, list[Key]] = {}
    for juror in sorted(root):
        joined.setdefault(find(juror), []).append(juror)
    return sorted(tuple(group) for group in joined.values())
