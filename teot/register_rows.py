"""A row of the register of acts: its columns, what it says, and what is wrong with it."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils import timezone
from django.utils.translation import gettext as _

from tekojentori.finnish_order import fold
from tekojentori.models import Organisaatio
from tekojentori.nearest import nearest
from tekojentori.plain_text import fault_in
from teot.models import Teema, Teko, Toimiala
from teot.texts import clean_line, clean_text, summary_of

#: Column of the file → field of the act.
TEXTS = {"otsikko": "title", "kuvaus": "done", "tulokset": "results", "palkinto": "prize", "lahde": "source"}
COLUMNS = (
    "tunnus",
    "otsikko",
    "omistaja",
    "kumppanit",
    "toimialat",
    "teemat",
    "alkuvuosi",
    "loppuvuosi",
    "kuvaus",
    "tulokset",
    "palkinto",
    "kampanjavuosi",
    "lahde",
)
REQUIRED = ("tunnus", "otsikko", "omistaja", "toimialat", "kuvaus")
FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: its number in the file (the header is 1), the column, and what would be right."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A row as an act: values by field, and relations."""

    values: dict
    owner: Organisaatio
    partners: list[Organisaatio]
    sectors: list[Toimiala]
    themes: list[Teema]

    @property
    def digest(self) -> str:
        return digest(self.values, self.owner, self.partners, self.sectors, self.themes)


def digest(values: dict, owner, partners, sectors, themes) -> str:
    """What tells one row from another: 64 hexadecimal characters."""
    keys = [sorted(row.pk for row in rows) for rows in (partners, sectors, themes)]
    content = [sorted(values.items()), owner.pk, keys]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


class Lookup:
    """Rows of a reference table by code and by name, in any case and without accents."""

    def __init__(self, rows: Iterable, codes: Callable):
        self.found, self.right, self.codes = {}, {}, codes
        for row in rows:
            self.add(row, codes(row), [name for name in (row.name_fi, row.name_sv) if name])

    def add(self, row, codes: list[str], names: list[str]) -> None:
        for key in (*codes, *names):
            self.found.setdefault(fold(key), row)
        self.right |= {name: name for name in names}

    def get(self, word: str):
        return self.found.get(fold(word))

    def advice(self, word: str) -> str:
        """What to write instead, as a sentence's end: what is most like the word, or else what would do."""
        names = ", ".join(f"”{name}”" for name in dict.fromkeys(self.right[near] for near in nearest(word, self.right)))
        return " " + (_("Tarkoititko: %(names)s?") % {"names": names} if names else self.what_would_do(word))

    def what_would_do(self, word: str) -> str:
        advice = _("Kirjoita koodi tai nimi niin kuin se on rekisterissä, esimerkiksi 049 tai Espoo.")
        if any(letter.isdigit() for letter in word):
            return _("Lähimmät koodit: %(codes)s.") % {"codes": self.codes_like(word)} + " " + advice
        return advice

    def codes_like(self, word: str) -> str:
        """The codes nearest to a mistyped one, each with its name: so one sees which was meant."""
        codes = {self.codes(row)[0]: row.name_fi for row in self.found.values()}
        return ", ".join(f"{code} {codes[code]}" for code in get_close_matches(word.upper(), codes, n=3, cutoff=0))


class CodeLookup(Lookup):
    """A table so short that all its codes can be told: they are what one is to write."""

    def add(self, row, codes: list[str], names: list[str]) -> None:
        super().add(row, codes, names)
        self.right |= dict.fromkeys((*codes, *names), codes[0])

    def what_would_do(self, word: str) -> str:
        return _("Käytä jotakin näistä: %(codes)s.") % {"codes": ", ".join(sorted(set(self.right.values())))}


class Reader:
    """Turns rows into acts, and remembers every fault."""

    def __init__(self):
        organisations = Organisaatio.objects.select_related("region", "merged_into__region")
        self.organisations = Lookup(organisations, lambda row: [row.code, row.code.lstrip("0")])
        self.sectors = CodeLookup(Toimiala.objects.all(), lambda row: [row.code])
        self.themes = CodeLookup(Teema.objects.all(), lambda row: [row.slug])
        self.faults: list[Fault] = []
        self.seen: dict[str, int] = {}

    def read(self, number: int, cells: dict[str, str]) -> Parsed | None:
        """The row as an act; None, and faults, when something is wrong with it."""
        before = len(self.faults)
        cells = {column: cells.get(column, "") for column in COLUMNS}
        for column, text in cells.items():
            if hidden := fault_in(text):
                self.fault(number, column, hidden)
        for column in REQUIRED:
            if not cells[column].strip():
                self.fault(number, column, _("Solu on tyhjä. Täytä se."))
        self.check_key(number, clean_line(cells["tunnus"]))
        values = self.texts(number, cells) | self.years(number, cells)
        owner = self.one(number, "omistaja", cells["omistaja"], values["first_year"])
        partners = [self.one(number, "kumppanit", code, values["first_year"]) for code in parts(cells["kumppanit"])]
        sectors = self.many(number, "toimialat", cells["toimialat"], self.sectors)
        themes = self.many(number, "teemat", cells["teemat"], self.themes)
        if len(self.faults) > before:
            return None
        values["register_id"] = clean_line(cells["tunnus"])
        return Parsed(values, owner, [row for row in partners if row != owner], sectors, themes)

    def fault(self, number: int, column: str, message: str) -> None:
        self.faults.append(Fault(number, column, message))

    def check_key(self, number: int, key: str) -> None:
        if len(key) > 40:
            self.fault(number, "tunnus", _("Tunnus on liian pitkä: enintään 40 merkkiä."))
        if key in self.seen:
            self.fault(number, "tunnus", _("Sama tunnus on jo rivillä %(row)s.") % {"row": self.seen[key]})
        elif key:
            self.seen[key] = number

    def texts(self, number: int, cells: dict[str, str]) -> dict:
        values = {}
        for column, name in TEXTS.items():
            most = Teko._meta.get_field(name).max_length
            text = clean_text(cells[column]) if name in ("done", "results") else clean_line(cells[column])
            if len(text) > most:
                message = _("Teksti on %(over)s merkkiä liian pitkä: enintään %(most)s merkkiä.")
                self.fault(number, column, message % {"over": len(text) - most, "most": most})
            values[name] = text
        return values | {"summary": summary_of(values["done"])}

    def years(self, number: int, cells: dict[str, str]) -> dict:
        first, last, campaign = (
            self.year(number, column, cells[column]) for column in ("alkuvuosi", "loppuvuosi", "kampanjavuosi")
        )
        if last and not cells["alkuvuosi"].strip():
            self.fault(number, "alkuvuosi", _("Loppuvuodella pitää olla myös alkuvuosi."))
        if first and last and last < first:
            self.fault(number, "loppuvuosi", _("Loppuvuosi on ennen alkuvuotta."))
        return {"first_year": first, "last_year": last, "campaign_year": campaign}

    def year(self, number: int, column: str, text: str) -> int | None:
        text, latest = text.strip(), timezone.localdate().year + 1
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= latest:
            message = _("”%(text)s” ei ole vuosi. Kirjoita vuosi väliltä %(first)s–%(last)s.")
            self.fault(number, column, message % {"text": text[:20], "first": FIRST_YEAR, "last": latest})
            return None
        return int(text)

    def one(self, number: int, column: str, text: str, year: int | None) -> Organisaatio | None:
        """An organisation by code or name: merged, the one that stays; ended, if the act began in its time."""
        word = clean_line(text)
        row = self.organisations.get(word) if word else None
        if word and row is None:
            message = _("Organisaatiota ”%(text)s” ei ole rekisterissä.") % {"text": word[:60]}
            self.fault(number, column, message + self.organisations.advice(word[:60]))
            return None
        row = row and (row.merged_into or row)
        if row and row.valid_until and (year is None or not row.existed_in(year)):
            heir = row.successor
            successor = (
                _(" Sen seuraaja on %(name)s (%(code)s).") % {"name": heir.name_fi, "code": heir.code} if heir else ""
            )
            message = _("%(name)s on päättynyt %(day)s. Tarkista alkuvuosi tai organisaatio.")
            day = row.valid_until.strftime("%d.%m.%Y")
            self.fault(number, column, message % {"name": row.name_fi, "day": day} + successor)
        return row

    def many(self, number: int, column: str, text: str, lookup: Lookup) -> list:
        rows = []
        for word in parts(text):
            row = lookup.get(word)
            if row is None:
                message = _("Arvoa ”%(text)s” ei ole rekisterissä.") % {"text": word[:60]}
                self.fault(number, column, message + lookup.advice(word[:60]))
            elif row not in rows:
                rows.append(row)
        return rows


def parts(text: str) -> list[str]:
    return [word for part in text.split(";") if (word := clean_line(part))]
