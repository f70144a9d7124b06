"""Even loads for jurors as a flow of least cost, solved by HiGHS (Huangfu and Hall, *Parallelizing the dual revised
simplex method*, Mathematical Programming Computation 10, 2018).

From jurors to candidates flow sheets, at most one from each to each. The k-th sheet of a juror costs more than the one
before it, so that the sum of squared loads is the least there is; among such flows the one is taken that keeps most of
what stood before, and among those one that a seed picks. Every vertex of a flow's polytope is whole numbers.

That jurors with equally many possible candidates get loads at most one apart is not a matter of flow alone. Where the
flow breaks it, whole numbers are asked for outright: first the least excess over one, then the cheapest flow with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

type Arc = tuple[int, int]  #: places of a candidate and a juror

#: Seconds after which the search for even loads among equals goes on with the best that it has.
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Task:
    """What is to flow: `needs` sheets to each candidate by the arcs that there are, on top of jurors' `begun` loads.

    `costs` tells the arcs apart in small whole numbers; jurors with the same number in `alike` are to be loaded alike.
    """

    needs: Sequence[int]
    begun: Sequence[int]
    costs: Mapping[Arc, int]
    alike: Sequence[int]


def solve(task: Task) -> list[Arc]:
    """The arcs that carry a sheet."""
    model = Model(task)
    chosen = model.run()
    if excess(task, chosen):
        chosen = model.run_alike(chosen)
    return chosen


def loads_of(task: Task, chosen: Sequence[Arc]) -> list[int]:
    loads = list(task.begun)
    for _entry, juror in chosen:
        loads[juror] += 1
    return loads


def excess(task: Task, chosen: Sequence[Arc]) -> int:
    """By how much, in all, loads differ by more than one within the groups of jurors that are alike."""
    groups: dict[int, list[int]] = {}
    for load, group in zip(loads_of(task, chosen), task.alike, strict=True):
        groups.setdefault(group, []).append(load)
    return sum(max(0, max(loads) - min(loads) - 1) for loads in groups.values())


class Model:
    """The flow as columns and rows: one column for each arc, then one for each further sheet of a juror."""

    def __init__(self, task: Task):
        self.task, self.arcs = task, list(task.costs)
        most = max(task.costs.values(), default=0)
        #: One step of evenness outweighs all that the arcs can cost.
        weight = 1 + most * sum(task.needs)
        middle = ceil((sum(task.begun) + sum(task.needs)) / max(1, len(task.begun)))
        degrees = [0] * len(task.begun)
        for _entry, juror in self.arcs:
            degrees[juror] += 1
        steps = [
            (juror, weight * 2 * (begun + step - middle))
            for juror, begun in enumerate(task.begun)
            for step in range(degrees[juror])
        ]
        first = len(task.needs)
        self.costs = [*task.costs.values(), *(cost for _juror, cost in steps)]
        self.columns = [([entry, first + juror], [1.0, 1.0]) for entry, juror in self.arcs]
        self.columns += [([first + juror], [-1.0]) for juror, _cost in steps]
        self.bounds = [(float(need), float(need)) for need in task.needs] + [(0.0, 0.0)] * len(task.begun)

    def run(self) -> list[Arc]:
        highs = solver(self.costs, [1.0] * len(self.costs), self.columns, self.bounds)
        highs.run()
        return self.arcs_of(highs)

    def run_alike(self, flow: list[Arc]) -> list[Arc]:
        """Loads of alike jurors between t and t + 1 + slack, the slack as small as can be; else the flow as it was."""
        groups: dict[int, list[int]] = {}
        for juror, group in enumerate(self.task.alike):
            groups.setdefault(group, []).append(juror)
        several = [jurors for jurors in groups.values() if len(jurors) > 1]
        columns = [(list(rows), list(values)) for rows, values in self.columns]
        levels, bounds = len(self.arcs), list(self.bounds)
        by_juror: dict[int, list[int]] = {}
        for place, (_entry, juror) in enumerate(self.arcs):
            by_juror.setdefault(juror, []).append(place)
        extra = []
        for jurors in several:
            level, slack = ([], []), ([], [])
            for juror in jurors:
                # begun + sheets − t ≥ 0 and begun + sheets − t − slack ≤ 1
                low, high = len(bounds), len(bounds) + 1
                for place in by_juror.get(juror, []):
                    columns[place][0].extend((low, high))
                    columns[place][1].extend((1.0, 1.0))
                level[0].extend((low, high))
                level[1].extend((-1.0, -1.0))
                slack[0].append(high)
                slack[1].append(-1.0)
                begun = self.task.begun[juror]
                bounds += [(-float(begun), INFINITE), (-INFINITE, 1.0 - begun)]
            extra += [level, slack]
        columns += extra
        uppers = [1.0] * len(self.columns) + [float(len(self.arcs) + max(self.task.begun))] * len(extra)
        slacks = range(len(self.columns) + 1, len(columns), 2)
        whole = [*range(levels), *range(len(self.columns), len(columns))]
        uneven = [0.0] * len(columns)
        for place in slacks:
            uneven[place] = 1.0
        highs = solver(uneven, uppers, columns, bounds, whole)
        highs.run()
        values = highs.getSolution().col_value
        if not values:
            return flow
        least = round(sum(values[place] for place in slacks))
        best = self.arcs_of(highs)
        bounds.append((-INFINITE, float(least)))
        for place in slacks:
            columns[place][0].append(len(bounds) - 1)
            columns[place][1].append(1.0)
        highs = solver([*self.costs, *[0.0] * len(extra)], uppers, columns, bounds, whole)
        highs.run()
        return self.arcs_of(highs) if highs.getSolution().col_value else best

    def arcs_of(self, highs) -> list[Arc]:
        values = highs.getSolution().col_value
        return [arc for arc, value in zip(self.arcs, values, strict=False) if value > 0.5]


INFINITE = float("inf")


def solver(costs, uppers, columns, bounds, whole=()):
    """HiGHS with the model in it, silent, in one thread and with its random numbers the same each time."""
    import highspy
    import numpy as np

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(costs), len(bounds)
    model.col_cost_ = np.array(costs, dtype=float)
    model.col_lower_, model.col_upper_ = np.zeros(len(costs)), np.array(uppers, dtype=float)
    model.row_lower_ = np.array([low for low, _high in bounds])
    model.row_upper_ = np.array([high for _low, high in bounds])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    starts = np.cumsum([0, *(len(rows) for rows, _values in columns)])
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = np.array([row for rows, _values in columns for row in rows], dtype=np.int32)
    model.a_matrix_.value_ = np.array([value for _rows, values in columns for value in values], dtype=float)
    if whole:
        kinds = [highspy.HighsVarType.kContinuous] * len(costs)
        for place in whole:
            kinds[place] = highspy.HighsVarType.kInteger
        model.integrality_ = kinds
    highs = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1), ("time_limit", PATIENCE)):
        highs.setOptionValue(option, value)
    highs.passModel(model)
    return highs
