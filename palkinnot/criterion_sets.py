"""Ready sets of criteria to start from: `data/kriteeristot.json`, names and guidance in three languages."""

import json
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "kriteeristot.json"


@cache
def sets() -> dict[str, dict]:
    """By slug: the set's name and its criteria as columns of Kriteeri."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def choices() -> list[tuple[str, str]]:
    return [(slug, each["name"]) for slug, each in sets().items()]


def criteria_of(slug: str) -> list[dict]:
    """Raises KeyError for a set that is not there."""
    return sets()[slug]["criteria"]
