"""Panels of jurors linked as evenly as local search can: nobody apart from the rest, pairs meeting equally often.

Two jurors change places on two candidates, or a juror gives a candidate to one who has one fewer, whenever that joins
groups of jurors or does not raise Σ links² (least when all pairs share equally many candidates). Both keep every
candidate's number of sheets and the evenness of loads, also among those who are to be loaded alike. Where groups cannot
be joined so, unlike loads may become less even for it. The search is by chance from a seed and ends after a number of
tries, never by the clock: the same input gives the same panels.
"""

from collections.abc import Collection, Iterator, Sequence
from random import Random

from palkinnot.equations import groups

type Change = tuple[int, int, int]  #: a candidate, who leaves its panel and who comes instead

#: Exchanges tried for each sheet that may move, and at most.
TRIES, MOST_TRIES = 500, 300_000
#: How often one juror gives to another, among exchanges.
GIVING = 0.1
#: How many times groups are joined again after a shake, when they could not be at once: at most, and pairs looked at.
SHAKES, MOST_PAIRS = 100, 4_000_000


class Linking:
    """Candidates' panels of jurors, both by place. Only the `free` sheets move, only to `possible` ones."""

    def __init__(
        self,
        panels: Sequence[Collection[int]],
        *,
        free: Collection[tuple[int, int]],
        possible: Collection[tuple[int, int]],
        alike: Sequence[int],
        seed: int,
    ):
        self.panels = [set(panel) for panel in panels]
        self.free, self.possible, self.count = sorted(free), frozenset(possible), len(alike)
        self.source = Random(seed)  # noqa: S311 it keeps no secret
        self.alike = [[other for other in range(self.count) if alike[other] == alike[one]] for one in range(self.count)]
        self.is_loose = False  #: whether a gift may make the loads of unlike jurors less even
        self.loads = [0] * self.count
        self.links = [[0] * self.count for _juror in alike]
        for panel in self.panels:
            for one in panel:
                self.loads[one] += 1
                for other in panel - {one}:
                    self.links[one][other] += 1

    def improve(self) -> None:
        if not self.free:
            return
        fewest = self.fewest_groups()
        for self.is_loose in (False, True):
            self.join(fewest)
            for _shake in range(min(SHAKES, MOST_PAIRS // len(self.free) ** 2)):
                if len(self.groups()) == fewest:
                    break
                self.shake()
                self.join(fewest)
        self.is_loose = False
        self.even_out(fewest)

    def fewest_groups(self) -> int:
        """A bound: into how many groups jurors fall when every candidate joins all who are or could be on its panel."""
        widest = [set(panel) for panel in self.panels]
        moving = {entry for entry, _juror in self.free if len(self.panels[entry]) > 1}
        for entry, juror in self.possible:
            if entry in moving:
                widest[entry].add(juror)
        return len(self.joined(widest))

    def groups(self) -> list[tuple[int, ...]]:
        """Jurors joined by common candidates; who shares none is a group alone."""
        return self.joined(self.panels)

    def joined(self, panels: Sequence[Collection[int]]) -> list[tuple[int, ...]]:
        return groups([*([juror] for juror in range(self.count)), *map(tuple, filter(None, panels))])

    def join(self, fewest: int) -> None:
        """Join groups of jurors, exchange by exchange, for as long as one is found that leaves fewer."""
        while len(found := self.groups()) > fewest:
            group_of = {juror: number for number, group in enumerate(found) for juror in group}
            for places, changes in self.exchanges():
                # A panel is within one group: only who comes from another group can join two.
                if group_of[changes[0][1]] == group_of[changes[0][2]]:
                    continue
                self.apply(changes)
                if len(self.groups()) < len(found):
                    self.moved(places, changes)
                    break
                self.apply(reverse(changes))
            else:
                return

    def exchanges(self) -> Iterator[tuple[list[int], list[Change]]]:
        """Every exchange there is, in an order by chance."""
        order = self.source.sample(range(len(self.free)), len(self.free))
        for position, one in enumerate(order):
            for juror in range(self.count):
                if changes := self.gift(one, juror):
                    yield [one], changes
            for other in order[:position]:
                if changes := self.swap(one, other):
                    yield [one, other], changes

    def shake(self) -> None:
        """A few exchanges by chance, whatever they do: to look for a way from somewhere else."""
        for _time in range(self.source.randint(1, 4)):
            places, changes = self.any_exchange()
            self.apply(changes)
            self.moved(places, changes)

    def even_out(self, fewest: int) -> None:
        """Exchanges by chance: those that do no harm are kept, for level ground leads to lower ground."""
        count, above = len(self.groups()), self.above_least()
        for _try in range(min(TRIES * len(self.free), MOST_TRIES)):
            if not above and count == fewest:
                return
            places, changes = self.any_exchange()
            if not changes:
                continue
            rise, parted = self.apply(changes)
            if rise > 0 or (parted and len(self.groups()) > count):
                self.apply(reverse(changes))
            else:
                self.moved(places, changes)
                above += rise

    def any_exchange(self) -> tuple[list[int], list[Change]]:
        """One by chance; its changes are empty when it cannot be."""
        size = len(self.free)
        one = int(self.source.random() * size)
        if self.source.random() < GIVING:
            return [one], self.gift(one, int(self.source.random() * self.count))
        other = int(self.source.random() * size)
        return [one, other], self.swap(one, other)

    def above_least(self) -> int:
        """How far Σ links² over pairs is above what it would be if links could be shared out one by one."""
        numbers = [row[other] for place, row in enumerate(self.links) for other in range(place)]
        each, more = divmod(sum(numbers), max(1, len(numbers)))
        return sum(number * number for number in numbers) - len(numbers) * each * each - more * (2 * each + 1)

    def swap(self, one: int, other: int) -> list[Change]:
        """Two free sheets with their jurors exchanged; nothing when that cannot be."""
        (entry, juror), (second, peer) = self.free[one], self.free[other]
        if (
            juror in self.panels[second]
            or peer in self.panels[entry]
            or (entry, peer) not in self.possible
            or (second, juror) not in self.possible
        ):
            return []
        return [(entry, juror, peer), (second, peer, juror)]

    def gift(self, one: int, peer: int) -> list[Change]:
        """A free sheet given to a peer who has one fewer; nothing when that cannot be."""
        entry, juror = self.free[one]
        is_alike, is_even = peer in self.alike[juror], self.loads[juror] == self.loads[peer] + 1
        if not is_even and (is_alike or not self.is_loose):
            return []
        if peer in self.panels[entry] or (entry, peer) not in self.possible:
            return []
        return [] if not is_alike and self.is_uneven_after(juror, peer) else [(entry, juror, peer)]

    def is_uneven_after(self, juror: int, peer: int) -> bool:
        """Whether loads would be more than one apart among those like either, were the peer to take one of juror's."""
        for one, load in ((juror, self.loads[juror] - 1), (peer, self.loads[peer] + 1)):
            others = [self.loads[other] for other in self.alike[one] if other != one]
            if others and (max(others) > load + 1 or min(others) < load - 1):
                return True
        return False

    def apply(self, changes: list[Change]) -> tuple[int, bool]:
        """Make the changes; returns the rise of Σ links² over pairs, and whether a pair lost its last link."""
        rise, parted = 0, False
        for entry, leaving, coming in changes:
            panel = self.panels[entry]
            panel.remove(leaving)
            lost, gained = self.links[leaving], self.links[coming]
            for other in panel:
                parted = parted or lost[other] == 1
                rise += 2 * (gained[other] - lost[other] + 1)
                lost[other] -= 1
                self.links[other][leaving] -= 1
                gained[other] += 1
                self.links[other][coming] += 1
            panel.add(coming)
            self.loads[leaving] -= 1
            self.loads[coming] += 1
        return rise, parted

    def moved(self, places: list[int], changes: list[Change]) -> None:
        for place, (entry, _leaving, coming) in zip(places, changes, strict=False):
            self.free[place] = (entry, coming)


def reverse(changes: list[Change]) -> list[Change]:
    return [(entry, coming, leaving) for entry, leaving, coming in reversed(changes)]
