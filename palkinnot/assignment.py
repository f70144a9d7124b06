"""Who scores whom: so many sheets to each candidate, no conflicts, even loads, and jurors linked by common candidates.

A flow of least cost gives the loads (`load_flow`), exchanges then link the jurors (`linking`). The same input and seed
give the same plan. What cannot be met is told as codes and data, for the page to make sentences of.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from random import Random

from palkinnot import load_flow
from palkinnot.equations import Equations, Key
from palkinnot.linking import Linking

type Pair = tuple[Key, Key]  #: a candidate and a juror

#: Costs of the flow: what moving a sheet costs that nobody has begun, and by how much chance tells the others apart.
MOVING, CHANCE = 1000, 8


class Reason(StrEnum):
    """What a plan could not meet."""

    TOO_FEW_JURORS = "too_few_jurors"  #: a candidate has fewer jurors without a conflict than it needs sheets
    UNEVEN = "uneven"  #: jurors with equally many possible candidates have loads more than one apart
    APART = "apart"  #: a group of jurors whom no common candidate joins to the largest one


@dataclass(frozen=True, slots=True)
class Unmet:
    """One thing that cannot be met: for which candidate or jurors, what was wanted and what there is.

    TOO_FEW_JURORS: sheets wanted and given, and the jurors in conflict. UNEVEN: the least and the greatest load of the
    jurors. APART: the jurors of the group, out of how many.
    """

    reason: Reason
    entry: Key | None
    jurors: tuple[Key, ...]
    wanted: int
    found: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Panels by candidate, begun sheets among them, and how well they compare the jurors."""

    panels: dict[Key, tuple[Key, ...]]
    loads: dict[Key, int]
    unlinked: tuple[tuple[Key, Key], ...]  #: pairs of jurors without a common candidate
    most_links: int  #: candidates that one pair of jurors has in common, at most
    largest_standard_error: float  #: of a difference of strictness, in standard deviations of a single sheet
    unmet: tuple[Unmet, ...]

    @property
    def pairs(self) -> set[Pair]:
        return {(entry, juror) for entry, panel in self.panels.items() for juror in panel}


def plan(
    entries: Iterable[Key],
    jurors: Iterable[Key],
    *,
    conflicts: Collection[Pair] = (),
    sheets: int = 3,
    begun: Collection[Pair] = (),
    current: Collection[Pair] = (),
    seed: int = 0,
) -> Plan:
    """Assign `sheets` jurors to each candidate; all pairs are (candidate, juror).

    `begun` sheets stay and count, also those of jurors who are no longer among `jurors` and get no more. `current` ones
    are kept as far as even loads allow: so late jurors and drop-outs are balanced with the fewest moves. A sheet in
    conflict is neither.
    """
    return Planner(entries, jurors, conflicts, sheets, begun, current, seed).plan()


class Planner:
    """The problem in places of sorted candidates and jurors."""

    def __init__(self, entries, jurors, conflicts, sheets, begun, current, seed):
        self.entries, self.active, self.conflicts = sorted(set(entries)), sorted(set(jurors)), set(conflicts)
        self.sheets, self.seed = sheets, seed
        here = set(self.entries)
        self.begun = {pair for pair in begun if pair[0] in here} - self.conflicts
        self.current = {pair for pair in current if pair[0] in here} - self.conflicts
        #: Everybody with a sheet: who no longer takes part comes after the active ones.
        self.jurors = [*self.active, *sorted({juror for _entry, juror in self.begun} - set(self.active))]
        self.begun_of = {entry: {juror for own, juror in self.begun if own == entry} for entry in self.entries}
        #: Candidates that each active juror could score; those with equally many are loaded alike.
        self.possible = {
            juror: sum((entry, juror) not in self.conflicts for entry in self.entries) for juror in self.active
        }

    def plan(self) -> Plan:
        task = self.task()
        chosen = load_flow.solve(task)
        panels = [{self.jurors.index(juror) for juror in self.begun_of[entry]} for entry in self.entries]
        for entry, juror in chosen:
            panels[entry].add(juror)
        linking = Linking(
            panels,
            free=[arc for arc in chosen if self.named(arc) not in self.current],
            possible=task.costs.keys(),
            # Who no longer takes part is equal to nobody.
            alike=[*task.alike, *range(-1, len(task.alike) - len(self.jurors) - 1, -1)],
            seed=self.seed,
        )
        linking.improve()
        return self.described(linking)

    def task(self) -> load_flow.Task:
        source = Random(self.seed)  # noqa: S311 it keeps no secret
        costs, needs = {}, []
        for place, entry in enumerate(self.entries):
            free = [
                number
                for number, juror in enumerate(self.active)
                if (entry, juror) not in self.conflicts and juror not in self.begun_of[entry]
            ]
            needs.append(min(len(free), max(0, self.sheets - len(self.begun_of[entry]))))
            for number in free:
                kept = (entry, self.active[number]) in self.current
                costs[place, number] = source.randrange(CHANCE) + (0 if kept or not self.current else MOVING)
        begun = [sum(own == juror for _entry, own in self.begun) for juror in self.active]
        return load_flow.Task(needs, begun, costs, [self.possible[juror] for juror in self.active])

    def named(self, arc: tuple[int, int]) -> Pair:
        return self.entries[arc[0]], self.jurors[arc[1]]

    def described(self, linking: Linking) -> Plan:
        names = self.jurors
        panels = {
            entry: tuple(sorted(names[juror] for juror in panel))
            for entry, panel in zip(self.entries, linking.panels, strict=True)
        }
        pairs = list(combinations(range(len(names)), 2))
        return Plan(
            panels=panels,
            loads=dict(zip(names, linking.loads, strict=True)),
            unlinked=tuple((names[one], names[other]) for one, other in pairs if not linking.links[one][other]),
            most_links=max((linking.links[one][other] for one, other in pairs), default=0),
            largest_standard_error=Equations(map(sorted, linking.panels), len(names)).largest_standard_error(),
            unmet=(*self.short(panels), *self.uneven(linking.loads), *self.apart(linking)),
        )

    def short(self, panels: dict[Key, tuple[Key, ...]]) -> Iterable[Unmet]:
        for entry, panel in panels.items():
            if len(panel) < self.sheets:
                against = tuple(juror for juror in self.active if (entry, juror) in self.conflicts)
                yield Unmet(Reason.TOO_FEW_JURORS, entry, against, self.sheets, len(panel))

    def uneven(self, loads: list[int]) -> Iterable[Unmet]:
        groups: dict[int, list[int]] = {}
        for place, juror in enumerate(self.active):
            groups.setdefault(self.possible[juror], []).append(place)
        for places in groups.values():
            least, most = min(loads[place] for place in places), max(loads[place] for place in places)
            if most > least + 1:
                yield Unmet(Reason.UNEVEN, None, tuple(self.jurors[place] for place in places), least, most)

    def apart(self, linking: Linking) -> Iterable[Unmet]:
        _largest, *others = sorted(linking.groups(), key=lambda group: (-len(group), group)) or [()]
        for group in others:
            names = tuple(self.jurors[juror] for juror in group)
            yield Unmet(Reason.APART, None, names, len(self.jurors), len(names))
