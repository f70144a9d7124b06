"""What a measured result says: how much it changed, and how long its bars are."""

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = re.compile(r"^[+−-]?\d{1,12}(?:[  ]\d{3})*(?:[.,]\d{1,6})?$")


def number_in(text: str) -> Decimal | None:
    """The number that the whole text is, written the Finnish way (`18,5`, `3 000`); None for anything else."""
    text = text.strip()
    if not NUMBER.match(text):
        return None
    return Decimal(re.sub(r"[  ]", "", text).replace("−", "-").replace(",", "."))


def in_words(measure: dict) -> str:
    """`Myöhästymisiä viikossa: 64 → 41 kpl`; what is missing is left out."""
    values = " → ".join(value for value in (measure["before"], measure["after"]) if value)
    return f"{measure['name']}: {values} {measure['unit']}".strip()


@dataclass(frozen=True)
class Change:
    """A measure as it is shown. `figure` leads; `bars` are percentages 0–100 of the longer one, or None."""

    figure: str
    bars: tuple[float, float] | None


def change_of(measure: dict) -> Change:
    """The change of a measure: in per cent when both values are numbers and the first is not zero.

    Rounded half up to whole per cents. Otherwise the later value itself leads, with its unit.
    """
    before, after = number_in(measure["before"]), number_in(measure["after"])
    plain = f"{measure['after']} {measure['unit']}".strip()
    if before is None or after is None or before < 0 or after < 0 or not max(before, after):
        return Change(plain, None)
    longest = max(before, after)
    bars = (float(round(before / longest * 98, 1)), float(round(after / longest * 98, 1)))
    if not before:
        return Change(plain, bars)
    percent = ((after - before) / before * 100).quantize(Decimal(1), "ROUND_HALF_UP")
    sign = "+" if percent > 0 else "−" if percent < 0 else "±"
    return Change(f"{sign}{abs(percent)} %", bars)
