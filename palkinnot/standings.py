"""How a category stands, as one person may see it. Every surface asks `standings`; nothing ranks past it.

Whoever is in conflict with a candidate sees the category reckoned as if the candidate were not there: its sheets, its
part in the jurors' strictness and its place among the others are gone, not only its row.
"""

from dataclasses import dataclass
from functools import cached_property

from palkinnot import tie_break
from palkinnot.explaining import Method
from palkinnot.models import Ehdokas, Kierros, Lukitus, Raatilainen
from palkinnot.reading import bind_candidates
from palkinnot.scoring import Criterion, EntryScore, Scoring, Sheet, score
from palkinnot.sealing import number
from palkinnot.tie_break import Breaking, Place


@dataclass
class Standings:
    """A round's result for one person. Keys are the numbers of candidates, jurors and criteria."""

    kierros: Kierros
    scoring: Scoring
    method: Method
    places: list[Place]  #: of the ranked candidates, from the first on
    steps: list[Breaking]  #: of the chain that parts ties, as they were taken
    candidates: dict[int, Ehdokas]
    hidden: int  #: how many candidates are left out because of the person's conflicts
    is_locked: bool

    @cached_property
    def place_of(self) -> dict[int, Place]:
        return {place.entry: place for place in self.places}

    @property
    def unranked(self) -> list[EntryScore]:
        """Below the quorum: shown after the others, without a place."""
        return [row for row in self.scoring.entries if row.entry not in self.place_of]

    @property
    def rows(self) -> list[tuple[Ehdokas, Place | None, EntryScore]]:
        """Every candidate in order; those without a place by name."""
        last = sorted(self.unranked, key=lambda row: (self.candidates[row.entry].title, row.entry))
        ordered = [place.entry for place in self.places] + [row.entry for row in last]
        return [(self.candidates[key], self.place_of.get(key), self.scoring.by_entry[key]) for key in ordered]


def may_see(kierros: Kierros, user) -> bool:
    """Staff and jurors in the discussion and after the lock, nobody before."""
    is_open = kierros.state in (Kierros.State.DISCUSSION, Kierros.State.LOCKED)
    return is_open and Kierros.objects.visible_to(user).filter(pk=kierros.pk).exists()


def own_seat(kierros: Kierros, user) -> Raatilainen | None:
    return Raatilainen.objects.seated().of(user).filter(raati=kierros.raati_id).first()


def standings(kierros: Kierros, user) -> Standings | None:
    """The category as the person may see it; None when they may not see it now."""
    if not may_see(kierros, user):
        return None
    rows = Ehdokas.objects.filter(sarja=kierros.sarja_id)
    hidden = set(rows.binding(user).values_list("pk", flat=True))
    return reckon(kierros, hidden)


def reckon(kierros: Kierros, hidden: set[int], lock: Lukitus | None = None) -> Standings:
    """The category without the hidden candidates: by the lock, else the one that holds, else by the sheets of now."""
    lock = lock or kierros.last_lock
    rows = Ehdokas.objects.filter(pk__in=lock.inputs["entries"]) if lock else kierros.candidates()
    candidates = {row.pk: row for row in rows.for_ranking()}
    criteria, sheets = parts_of(lock.inputs) if lock else kierros.parts(candidates)
    jurors = lock.inputs["jurors"] if lock else {sheet.juror for sheet in sheets}
    rules = rules_of(lock.inputs) if lock else rules_now(kierros)
    shown = {key: row for key, row in candidates.items() if key not in hidden}
    bind_candidates(shown.values())
    scoring = score(criteria, sheets, entries=shown, jurors=jurors, quorum=rules.pop("quorum"), hidden=hidden)
    places, steps = tie_break.apply(scoring, **rules)
    left_out = len(candidates) - len(shown)
    return Standings(kierros, scoring, rules["method"], places, steps, shown, left_out, lock is not None)


def rules_of(document: dict) -> dict:
    rules = {name: document[name] for name in ("quorum", "chain", "discussion")}
    return rules | {"method": Method(document["method"])}


def rules_now(kierros: Kierros) -> dict:
    return {
        "quorum": kierros.quorum,
        "chain": kierros.tie_breaks,
        "discussion": [each["order"] for each in kierros.agreed],
        "method": Method(kierros.method),
    }


def parts_of(document: dict) -> tuple[list[Criterion], list[Sheet]]:
    """Criteria and sheets of a round's inputs. Whole numbers, which are most, need no fractions."""
    criteria = [
        Criterion(row["key"], number(row["weight"]), number(row["least"]), number(row["most"]), row["is_scored"])
        for row in document["criteria"]
    ]
    sheets = [
        Sheet(row["entry"], row["juror"], {key: quick(text) for key, text in row["answers"]}, row["is_left_out"])
        for row in document["sheets"]
    ]
    return criteria, sheets


def quick(text: str):
    return int(text) if text.isdecimal() else number(text)
