"""Sheets of a jury in a table, one answer to a row: `entry, juror, criterion, weight, min, max, score`.

An empty score is not answered; `abstain` or `conflict` leaves the whole sheet out, and its other cells may be empty.
Numbers may have a decimal comma, as spreadsheets write them in Finland.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import category, normalize

from palkinnot.scoring import Criterion, Sheet

KEYS = ("entry", "juror", "criterion")
COLUMNS = (*KEYS, "weight", "min", "max", "score")
LEAVE_OUT = {"abstain", "conflict"}
#: Few enough digits that exact numbers stay small, and enough for what programs write of a float.
NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:[.,][0-9]{0,25})?|[.,][0-9]{1,25})(?:[eE][+-]?[0-9]{1,2})?")
#: Kinds of characters that would break a name in two: control characters, and those that part lines and paragraphs.
BREAKING = {"Cc", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row of the file (the header is 1), in which column, and what would be right."""

    row: int
    column: str
    message: str


class Reader:
    """Takes rows one by one; what was wrong is in `faults`, what was right in `criteria` and `sheets`."""

    def __init__(self):
        self.faults: list[Fault] = []
        self.definitions: dict[str, tuple[tuple[Fraction, ...], int]] = {}  #: by criterion: its numbers, and their row
        self.answers: dict[tuple[str, str], dict[str, Fraction | None]] = {}
        self.seen: dict[tuple[str, str, str], int] = {}  #: rows of answers
        self.left_out: set[tuple[str, str]] = set()

    def read_all(self, rows: Iterable[tuple[int, dict[str, str]]]) -> None:
        for number, cells in rows:
            self.read(number, cells)
        if self.faults:
            return
        if not self.answers:
            self.faults.append(
                Fault(2, "entry", "Tiedostossa ei ole yhtään arviota. Lisää rivi jokaisesta vastauksesta.")
            )
        elif self.definitions and not any(numbers[0] for numbers, _row in self.definitions.values()):
            row = min(row for _numbers, row in self.definitions.values())
            message = "Kaikkien kriteerien paino on 0. Anna ainakin yhdelle paino, joka on suurempi kuin 0."
            self.faults.append(Fault(row, "weight", message))

    def read(self, row: int, cells: dict[str, str]) -> None:
        cells = {column: normalize("NFC", cells[column]) for column in COLUMNS}
        entry, juror, criterion, mark = cells["entry"], cells["juror"], cells["criterion"], cells["score"]
        is_left_out = mark.casefold() in LEAVE_OUT
        needed = ("entry", "juror") if is_left_out else ("entry", "juror", "criterion")
        wrong = {column: "Solu on tyhjä." for column in needed if not cells[column]}
        wrong |= {column: "Solussa on rivinvaihto tai ohjausmerkki." for column in KEYS if is_broken(cells[column])}
        if wrong:
            self.faults += [Fault(row, column, f"{what} {WHAT[column]}") for column, what in wrong.items()]
            return
        if (before := self.seen.setdefault((entry, juror, criterion), row)) != row:
            message = f"Sama arvio samasta kriteeristä on jo rivillä {before}. Poista toinen."
            self.faults.append(Fault(row, "criterion", message))
            return
        answers = self.answers.setdefault((entry, juror), {})
        numbers = None if is_left_out and not criterion else self.definition(row, cells, may_be_empty=is_left_out)
        if is_left_out:
            self.left_out.add((entry, juror))
        elif numbers:
            answers[criterion] = self.answer(row, mark, numbers) if mark else None

    def definition(self, row: int, cells: dict[str, str], *, may_be_empty: bool) -> tuple[Fraction, ...] | None:
        """The criterion's weight, least and most, the same on each of its rows; None when they are at fault."""
        columns = ("weight", "min", "max")
        if may_be_empty and not any(cells[column] for column in columns):
            return None
        numbers = tuple(self.number(row, column, cells[column]) for column in columns)
        if None in numbers:
            return None
        weight, least, most = numbers
        if weight < 0:
            self.faults.append(Fault(row, "weight", f"Paino {shown(weight)} on alle 0. Anna vähintään 0."))
        if least >= most:
            message = f"Asteikon alku {shown(least)} ei ole pienempi kuin sen loppu {shown(most)}. Korjaa min tai max."
            self.faults.append(Fault(row, "min", message))
        if weight < 0 or least >= most:
            return None
        known, first = self.definitions.setdefault(cells["criterion"], (numbers, row))
        for column, own, other in zip(columns, numbers, known, strict=True):
            if own != other:
                message = f"Tässä on {shown(own)}, mutta kriteerin rivillä {first} on {shown(other)}. Anna sama."
                self.faults.append(Fault(row, column, message))
        return known

    def answer(self, row: int, text: str, numbers: tuple[Fraction, ...]) -> Fraction | None:
        _weight, least, most = numbers
        value = self.number(row, "score", text)
        if value is not None and not least <= value <= most:
            message = f"Pistemäärä {shown(value)} ei ole asteikolla. Anna luku väliltä {shown(least)}–{shown(most)}."
            self.faults.append(Fault(row, "score", message))
        return value

    def number(self, row: int, column: str, text: str) -> Fraction | None:
        if NUMBER.fullmatch(text):
            return Fraction(text.replace(",", "."))
        what = "Solu on tyhjä." if not text else f"”{' '.join(text.split())[:40]}” ei ole luku, jonka voi laskea."
        self.faults.append(Fault(row, column, f"{what} {WHAT[column]}"))
        return None

    @property
    def criteria(self) -> list[Criterion]:
        return [Criterion(key, *numbers) for key, (numbers, _row) in self.definitions.items()]

    @property
    def sheets(self) -> list[Sheet]:
        return [Sheet(*place, answers, place in self.left_out) for place, answers in self.answers.items()]


#: What would be right in each column.
WHAT = {
    "entry": "Anna ehdokkaan tunnus.",
    "juror": "Anna raatilaisen tunnus.",
    "criterion": "Anna kriteerin nimi.",
    "weight": "Anna kriteerin paino, esimerkiksi 2 tai 0,5.",
    "min": "Anna asteikon alku, esimerkiksi 1.",
    "max": "Anna asteikon loppu, esimerkiksi 5.",
    "score": "Anna luku asteikolta, jätä tyhjäksi tai kirjoita abstain tai conflict.",
}


def is_broken(text: str) -> bool:
    """Whether it would not stay on one line."""
    return any(category(letter) in BREAKING for letter in text)


def shown(number: Fraction) -> str:
    """The number with a decimal comma and no needless zeros."""
    text = f"{number:.12f}".rstrip("0").rstrip(".") or "0"
    return text.replace(".", ",").replace("-", "−")
