"""How many of a campaign's acts each organisation has: the count behind its league and its counted prizes.

The rule: an act counts one for each organisation that it is of, the owner and every partner alike, so that doing
things together never costs anybody. What an organisation that has ended took part in counts for those that go on with
its work.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from teot.register import Organisation, Register


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation's standing. Equals share a place: 1, 2, 2, 4."""

    place: int
    organisation: Organisation
    acts: int


def sharers(owner: int, others: Iterable[int], register: Register) -> list[int]:
    """Whom an act counts for: those of its organisations that are there today, else its owner.

    `others`: partners, and the heirs of any that have ended, as the public row keeps them.
    """
    concerned = dict.fromkeys([owner, *others])
    return [key for key in concerned if register.organisations[key].is_current] or [owner]


def standings(acts: Iterable[tuple[int, Iterable[int]]], register: Register, *, kind: str = "") -> list[Place]:
    """The places of all that have acts, the most acts first and equals in alphabetical order.

    `acts`: the owner and the others of each act. `kind`: only organisations of that type.
    """
    return places(counts_of(acts, register), register, kind=kind)


def counts_of(acts: Iterable[tuple[int, Iterable[int]]], register: Register) -> Counter:
    """How many acts each organisation has, by its id."""
    return Counter(key for owner, others in acts for key in sharers(owner, others, register))


def places(counts: Counter, register: Register, *, kind: str = "") -> list[Place]:
    rows = [row for key, row in register.organisations.items() if counts[key] and kind in ("", row.type)]
    rows.sort(key=lambda row: -counts[row.id])
    found, place = [], 0
    for number, row in enumerate(rows, start=1):
        if not found or found[-1].acts != counts[row.id]:
            place = number
        found.append(Place(place, row, counts[row.id]))
    return found
