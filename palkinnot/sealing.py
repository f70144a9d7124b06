"""What a round is locked with: its inputs in one canonical form, their SHA-256, and the result that follows from them.

The inputs are a JSON document that holds all that the result depends on and nothing else. Equal inputs are equal bytes:
keys of objects and rows are in order, numbers are exact rationals as text ("7/2"), texts are UTF-8 as they are.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from fractions import Fraction

from palkinnot import tie_break
from palkinnot.equations import PENALTY, Key
from palkinnot.explaining import Method
from palkinnot.scoring import TIE, Criterion, Number, Sheet, score

#: Of the method: it changes whenever the same inputs would give another result.
VERSION = 1


def inputs(
    criteria: Iterable[Criterion],
    sheets: Iterable[Sheet],
    *,
    entries: Collection[Key],
    jurors: Collection[Key],
    quorum: int,
    method: Method,
    chain: Sequence[str] = (),
    discussion: Sequence[Sequence[Key]] = (),
    seed: int | str = "",
) -> dict:
    """The document of a round's inputs, the same whatever the order of criteria, sheets, candidates and jurors."""
    return {
        "version": VERSION,
        "method": str(method),
        "penalty": as_text(Fraction(PENALTY)),
        "quorum": quorum,
        "seed": seed,
        "chain": [str(step) for step in chain],
        "discussion": [list(order) for order in discussion],
        "entries": sorted(entries),
        "jurors": sorted(jurors),
        "criteria": [
            {
                "key": one.key,
                "weight": as_text(one.weight),
                "least": as_text(one.least),
                "most": as_text(one.most),
                "is_scored": one.is_scored,
            }
            for one in sorted(criteria, key=lambda one: one.key)
        ],
        "sheets": [
            {
                "entry": sheet.entry,
                "juror": sheet.juror,
                "is_left_out": sheet.is_left_out,
                "answers": [[key, as_text(value)] for key, value in sorted(sheet.answers.items()) if value is not None],
            }
            for sheet in sorted(sheets, key=lambda sheet: (sheet.entry, sheet.juror))
        ],
    }


def canonical(document: dict) -> bytes:
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(document: dict) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def recompute(document: dict) -> dict:
    """The result of the inputs, as JSON. Raises ValueError for a version or penalty that this code does not know."""
    if document["version"] != VERSION or Fraction(document["penalty"]) != Fraction(PENALTY):
        raise ValueError(f"Version {document['version']}, penalty {document['penalty']} are not known.")
    criteria = [
        Criterion(row["key"], number(row["weight"]), number(row["least"]), number(row["most"]), row["is_scored"])
        for row in document["criteria"]
    ]
    sheets = [
        Sheet(row["entry"], row["juror"], {key: number(text) for key, text in row["answers"]}, row["is_left_out"])
        for row in document["sheets"]
    ]
    scoring = score(criteria, sheets, entries=document["entries"], jurors=document["jurors"], quorum=document["quorum"])
    places, steps = tie_break.apply(
        scoring,
        method=Method(document["method"]),
        chain=document["chain"],
        discussion=document["discussion"],
    )
    result = {
        "entries": [asdict(row) for row in scoring.entries],
        "jurors": [asdict(row) for row in scoring.jurors],
        "places": [asdict(row) for row in places],
        "steps": [
            {"step": one.step, "tied": one.tied, "order": one.order, "values": sorted(one.values.items())}
            for one in steps
        ],
    }
    return json.loads(json.dumps(result, default=as_text))


def differences(stored, found, path: str = "") -> list[str]:
    """Where two results differ, as paths like `entries.3.mean`; floats no further apart than a tie are the same."""
    if isinstance(stored, dict) and isinstance(found, dict):
        keys = sorted({*stored, *found})
        pairs = [(key, stored.get(key, ...), found.get(key, ...)) for key in keys]
    elif isinstance(stored, list) and isinstance(found, list) and len(stored) == len(found):
        pairs = [(place, *pair) for place, pair in enumerate(zip(stored, found, strict=True))]
    elif isinstance(stored, float) and isinstance(found, float):
        return [] if abs(stored - found) <= TIE else [path]
    else:
        return [] if type(stored) is type(found) and stored == found else [path]
    return [
        place for key, one, other in pairs for place in differences(one, other, f"{path}.{key}" if path else str(key))
    ]


def as_text(value: Number) -> str:
    return str(Fraction(value))


def number(text: str) -> Fraction:
    return Fraction(text)
