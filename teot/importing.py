"""The programme office's register of acts, read into the bank: all rows or none, keyed by `tunnus`.

Every act goes through the same verbs as those that people write. A row that says what it said last time changes
nothing, and an act that has been edited on the site since is kept as it is, unless it is asked to be overwritten.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tekojentori.finnish_order import fold
from tekojentori.models import Organisaatio
from tekojentori.nearest import nearest
from teot.models import Teema, Teko, Toimiala
from teot.texts import clean_line, clean_text, has_forbidden_characters, summary_of

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


@dataclass
class Outcome:
    """What an import did, or in a dry run would do."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)  #: tunnus and title of acts edited on the site
    errors: list[Fault] = field(default_factory=list)

    def as_json(self) -> dict:
        errors = [{"row": fault.row, "column": fault.column, "message": fault.message} for fault in self.errors]
        counts = {"created": self.created, "updated": self.updated, "unchanged": self.unchanged}
        return counts | {"kept": len(self.kept), "errors": errors}


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
        self.found, self.names = {}, []
        for row in rows:
            self.names += [name for name in (row.name_fi, row.name_sv) if name]
            for key in (*codes(row), row.name_fi, row.name_sv):
                if key:
                    self.found.setdefault(fold(key), row)

    def get(self, word: str):
        return self.found.get(fold(word))

    def nearest(self, word: str) -> str:
        """The names most like the word, as a sentence's end; nothing when none is."""
        names = ", ".join(f"”{name}”" for name in nearest(word, self.names))
        return " " + _("Tarkoititko: %(names)s?") % {"names": names} if names else ""


class Reader:
    """Turns rows into acts, and remembers every fault."""

    def __init__(self):
        organisations = Organisaatio.objects.select_related("region", "merged_into__region")
        self.organisations = Lookup(organisations, lambda row: [row.code, row.code.lstrip("0")])
        self.sectors = Lookup(Toimiala.objects.all(), lambda row: [row.code])
        self.themes = Lookup(Teema.objects.all(), lambda row: [row.slug])
        self.faults: list[Fault] = []
        self.seen: dict[str, int] = {}

    def read(self, number: int, cells: dict[str, str]) -> Parsed | None:
        """The row as an act; None, and faults, when something is wrong with it."""
        before = len(self.faults)
        cells = {column: cells.get(column, "") for column in COLUMNS}
        for column, text in cells.items():
            if has_forbidden_characters(text):
                self.fault(number, column, _("Solussa on näkymättömiä merkkejä. Kirjoita teksti uudelleen."))
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
        if last and not first:
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
            self.fault(number, column, message + self.organisations.nearest(word[:60]))
            return None
        row = row and (row.merged_into or row)
        if row and row.valid_until and (year is None or not row.existed_in(year)):
            successor = _(" Sen seuraaja on %(code)s.") % {"code": row.successor.code} if row.successor else ""
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
                self.fault(number, column, message + lookup.nearest(word[:60]))
            elif row not in rows:
                rows.append(row)
        return rows


def parts(text: str) -> list[str]:
    return [word for part in text.split(";") if (word := clean_line(part))]


def run(
    rows: Iterable[tuple[int, dict[str, str]]],
    *,
    file_name: str,
    by,
    overwrite: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Outcome:
    """Import the rows; `by` is the member of staff, or None from the command line. Any fault: nothing is saved."""
    reader = Reader()
    parsed = [act for number, cells in rows if (act := reader.read(number, cells))]
    outcome = Outcome(errors=reader.faults)
    if outcome.errors:
        return outcome
    with transaction.atomic():
        for start in range(0, len(parsed), 500):
            chunk = parsed[start : start + 500]
            existing = acts_by_key([act.values["register_id"] for act in chunk])
            create([act for act in chunk if act.values["register_id"] not in existing], outcome, file_name, by)
            for act in chunk:
                apply(act, existing.get(act.values["register_id"]), outcome, file_name, by, overwrite=overwrite)
            progress(start + len(chunk), len(parsed))
        transaction.set_rollback(dry_run)
    return outcome


def acts_by_key(keys: list[str]) -> dict[str, Teko]:
    acts = Teko.objects.filter(register_id__in=keys).select_related("owner", "submitted_version")
    return {act.register_id: act for act in acts.prefetch_related("partners", "sectors", "themes")}


def create(chunk: list[Parsed], outcome: Outcome, file_name: str, by) -> None:
    """Make new acts: their working copies at once, and each to the public through the verbs."""
    acts = Teko.objects.bulk_create([filled(Teko(author=None), parsed, file_name) for parsed in chunk])
    for table, column, relation in (
        (Teko.partners.through, "organisaatio_id", "partners"),
        (Teko.sectors.through, "toimiala_id", "sectors"),
        (Teko.themes.through, "teema_id", "themes"),
    ):
        pairs = [(teko, row) for teko, parsed in zip(acts, chunk, strict=True) for row in getattr(parsed, relation)]
        table.objects.bulk_create([table(teko_id=teko.pk, **{column: row.pk}) for teko, row in pairs])
    for teko, parsed in zip(acts, chunk, strict=True):
        # The verbs read what was just written: it need not be fetched again.
        teko._prefetched_objects_cache = {
            "partners": parsed.partners,
            "sectors": parsed.sectors,
            "themes": parsed.themes,
            "mittarit": [],
        }
        teko.publish(by=by, version=teko.submit(by=by))
    outcome.created += len(acts)


def apply(parsed: Parsed, teko: Teko | None, outcome: Outcome, file_name: str, by, *, overwrite: bool) -> None:
    """Change one act that was there before, or leave it and say so."""
    if teko is None:
        return
    if teko.state != Teko.State.PUBLISHED or (digest_of(teko) != teko.imported_digest and not overwrite):
        outcome.kept.append((teko.register_id, teko.title))
    elif digest_of(teko) == parsed.digest:
        outcome.unchanged += 1
    else:
        write(teko, parsed, file_name, by)
        outcome.updated += 1


def digest_of(teko: Teko) -> str:
    """The digest of the working copy as it stands: unlike the imported one when somebody has edited it."""
    names = (*TEXTS.values(), "summary", "first_year", "last_year", "campaign_year", "register_id")
    values = {name: getattr(teko, name) for name in names}
    return digest(values, teko.owner, teko.partners.all(), teko.sectors.all(), teko.themes.all())


def write(teko: Teko, parsed: Parsed, file_name: str, by) -> None:
    """Store the row as the working copy, and take it to the public through the verbs."""
    filled(teko, parsed, file_name).save()
    teko.partners.set(parsed.partners)
    teko.sectors.set(parsed.sectors)
    teko.themes.set(parsed.themes)
    teko.publish(by=by, version=teko.submit(by=by))


def filled(teko: Teko, parsed: Parsed, file_name: str) -> Teko:
    """The act with the row's values, not yet stored."""
    for name, value in parsed.values.items():
        setattr(teko, name, value)
    teko.owner, teko.imported_from, teko.imported_digest = parsed.owner, file_name, parsed.digest
    return teko
