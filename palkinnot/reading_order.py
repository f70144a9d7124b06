"""In which order each juror reads: balanced, so that no candidate is last, or late, with all of its jurors.

All orders are rotations of one seeded circle of the candidates, each with what is not the juror's left out: as in a
cyclic Latin square, where everyone reads everything a candidate comes at most once in each place, as long as there are
no more jurors than candidates. Jurors take their rotations in turn: first those whose last candidate has been last the
least share of its times, of them the one that brings candidates' mean places nearest the middle.

A candidate with r ≥ 2 jurors may be last r − 1 times, one with a single juror once. Somebody's last can then always be
found, by letting others choose again: any jurors have at least twice as many readings as they are, and r readings leave
room for at least r/2 lasts (Hall's condition). Jurors of one candidate have no order and do not count.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from random import Random

from palkinnot.equations import Key

#: Rotations weighed for the mean places, of those whose last candidate is as good as any.
WEIGHED = 24


def reading_orders(by_juror: Mapping[Key, Collection[Key]], seed: int) -> dict[Key, list[Key]]:
    """For each juror its candidates in the order to read them. Equal input and seed: equal orders.

    A change of one juror's candidates may change the orders of others: an order once shown is to be stored.
    """
    source = Random(seed)  # noqa: S311 it keeps no secret
    circle = sorted({entry for entries in by_juror.values() for entry in entries})
    source.shuffle(circle)
    jurors = sorted(by_juror)
    source.shuffle(jurors)
    own = {juror: set(by_juror[juror]) for juror in jurors}
    orders = Orders({juror: [entry for entry in circle if entry in own[juror]] for juror in jurors}, source)
    for juror in sorted(jurors, key=lambda juror: len(own[juror])):  # who has the least choice chooses first
        orders.choose(juror)
    return {juror: orders.orders[juror] for juror in sorted(jurors)}


class Orders:
    """Orders as far as they are chosen, and what they make of each candidate's places."""

    def __init__(self, circles: dict[Key, list[Key]], source: Random):
        self.orders, self.source = dict(circles), source
        self.readers = Counter(entry for own in circles.values() if len(own) > 1 for entry in own)
        self.last_with: dict[Key, set[Key]] = {entry: set() for entry in self.readers}  #: jurors
        self.leaning = dict.fromkeys(self.readers, 0.0)  #: the sum of its places, late positive

    def choose(self, juror: Key) -> None:
        order = self.orders[juror]
        if len(order) < 2:
            return
        if not any(map(self.has_room, order)):
            self.make_room(order, set())
        shares = {
            entry: (len(self.last_with[entry]) + 1) / self.readers[entry] for entry in order if self.has_room(entry)
        }
        least = min(shares.values())
        ends = [entry for entry in order if shares.get(entry) == least]
        self.source.shuffle(ends)
        self.take(juror, min((rotated(order, end) for end in ends[:WEIGHED]), key=self.unevenness))

    def has_room(self, entry: Key) -> bool:
        return len(self.last_with[entry]) < max(1, self.readers[entry] - 1)

    def make_room(self, entries: list[Key], seen: set[Key]) -> bool:
        """Let one of the entries be last once less: a juror of its own takes another, which may need room in turn."""
        for entry in entries:
            if entry in seen:
                continue
            seen.add(entry)
            for juror in sorted(self.last_with[entry]):
                order = self.orders[juror]
                others = [other for other in order if other not in seen]
                if not any(map(self.has_room, others)) and not self.make_room(others, seen):
                    continue
                self.drop(juror)
                self.take(juror, rotated(order, next(filter(self.has_room, others))))
                return True
        return False

    def take(self, juror: Key, order: list[Key]) -> None:
        self.orders[juror] = order
        self.last_with[order[-1]].add(juror)
        for entry, place in places(order).items():
            self.leaning[entry] += place

    def drop(self, juror: Key) -> None:
        order = self.orders[juror]
        self.last_with[order[-1]].remove(juror)
        for entry, place in places(order).items():
            self.leaning[entry] -= place

    def unevenness(self, order: list[Key]) -> float:
        return sum((self.leaning[entry] + place) ** 2 for entry, place in places(order).items())


def rotated(order: list[Key], end: Key) -> list[Key]:
    first = order.index(end) + 1
    return order[first:] + order[:first]


def places(order: list[Key]) -> dict[Key, float]:
    """How far each is from the middle, from −1 (first) to 1 (last)."""
    return {entry: 2 * number / (len(order) - 1) - 1 for number, entry in enumerate(order)}
