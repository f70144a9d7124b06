"""Tables that people bring: CSV as their programs write it, and XLSX. Limits are checked before anything is believed.

They are read a row at a time, so that a table may be larger than the memory. openpyxl is imported where a workbook is
read: it brings numpy along, 17 MB that a server seldom needs.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime, time
from typing import Any, BinaryIO, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
#: Bytes that are looked at in one go.
BLOCK = 1 << 16
#: Bytes that a zip of a workbook, an old Excel file begin with.
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class UnreadableFile(Exception):
    """The file is not a table that can be read; the message says why, and what to do."""


class Limits(NamedTuple):
    """What a file may hold at most. Cells beyond the column after the last allowed one are not looked at."""

    megabytes: int = 50
    unpacked_megabytes: int = 200  #: of an XLSX, all its parts together
    ratio: int = 200  #: of an XLSX: bytes unpacked for each packed one, once there are more than a few
    rows: int = 200_000
    columns: int = 200
    cell: int = 100_000  #: characters


LIMITS = Limits()


def read_rows(
    file: BinaryIO, *, name: str = "", required: Iterable[str] = (), limits: Limits = LIMITS
) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of the table with their numbers in the file (the header is 1), cells as stripped text by column.

    The format is seen from the content: XLSX (its first sheet, formulas by their stored values), or CSV in UTF-8 or
    Windows-1252 with `,` or `;` between; a `name` that says XLSX must be true. Column names are in small letters; empty
    rows are passed over. Raises UnreadableFile, perhaps after some rows.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if not size:
        raise UnreadableFile(_("Tiedosto on tyhjä."))
    if size > limits.megabytes * MEGABYTE:
        message = _("Tiedosto on liian suuri: enintään %(most)s Mt. Jaa se osiin.")
        raise UnreadableFile(message % {"most": limits.megabytes})
    if start.startswith(OLD_EXCEL):
        raise UnreadableFile(_("Tiedosto on vanhaa Excel-muotoa. Tallenna se muodossa .xlsx tai .csv."))
    if name.lower().endswith(".xlsx") and not start.startswith(ZIP):
        message = _(
            "Tiedosto ei ole Excel-taulukko, vaikka sen nimi päättyy .xlsx. Tallenna se muodossa .xlsx tai .csv."
        )
        raise UnreadableFile(message)
    lines = xlsx_lines(file, size, limits) if start.startswith(ZIP) else csv_rows(file, limits)
    yield from with_header(lines, tuple(required), limits)


def with_header(
    lines: Iterator[list[str]], required: tuple[str, ...], limits: Limits
) -> Iterator[tuple[int, dict[str, str]]]:
    header = [cell.strip().lower() for cell in next(lines, [])]
    while header and not header[-1]:
        header.pop()
    if not header:
        raise UnreadableFile(_("Ensimmäisellä rivillä pitää olla sarakkeiden nimet."))
    if len(header) > limits.columns:
        raise UnreadableFile(_("Sarakkeita on liikaa: enintään %(most)s.") % {"most": limits.columns})
    missing = [column for column in required if column not in header]
    if missing:
        raise UnreadableFile(_("Tiedostosta puuttuu sarakkeita: %(columns)s.") % {"columns": ", ".join(missing)})
    twice = sorted({column[:40] for column in header if column and header.count(column) > 1})
    if twice:
        raise UnreadableFile(_("Sarake on kahdesti: %(columns)s.") % {"columns": ", ".join(twice)})
    for number, cells in enumerate(lines, start=2):
        if not any(cells):
            continue
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            continue
        if number > limits.rows:
            message = _("Rivejä on liikaa: enintään %(most)s. Jaa tiedosto osiin.")
            raise UnreadableFile(message % {"most": number_format(limits.rows, force_grouping=True)})
        if any(len(cell) > limits.cell for cell in cells):
            raise UnreadableFile(too_long(number, limits.cell))
        if any(stripped[len(header) :]):
            raise UnreadableFile(_("Rivillä %(row)s on enemmän soluja kuin otsikoita.") % {"row": number})
        stripped += [""] * (len(header) - len(stripped))
        yield number, {name: cell for name, cell in zip(header, stripped, strict=False) if name}


def too_long(number: int, most: int) -> str:
    message = _("Rivillä %(row)s on solu, jossa on yli %(most)s merkkiä. Lyhennä se.")
    return message % {"row": number, "most": number_format(most, force_grouping=True)}


def csv_rows(file: BinaryIO, limits: Limits) -> Iterator[list[str]]:
    """Cells as they are. The csv module's own limit, 131 072 characters, is left alone: all threads share it."""
    encoding = encoding_of(file)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    number = 0
    try:
        first = text.readline(BLOCK)
        text.seek(0)
        delimiter = ";" if first.count(";") > first.count(",") else ","
        for cells in csv.reader(text, delimiter=delimiter, strict=True):
            number += 1
            yield cells
    except csv.Error as error:
        if "field limit" in str(error):
            raise UnreadableFile(too_long(number + 1, limits.cell)) from None
        message = _(
            "Tiedostoa ei voi lukea taulukkona rivin %(row)s jälkeen: se on katkennut, tai lainausmerkki puuttuu."
        )
        raise UnreadableFile(message % {"row": number}) from None
    finally:
        if not file.closed:
            text.detach()  # else it would close the file that it was lent


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 when the whole file is that, else Windows-1252; binary files and damaged ones are refused."""
    utf8, windows = codecs.getincrementaldecoder("utf-8")(), codecs.getincrementaldecoder("cp1252")()
    is_utf8 = is_windows = is_ascii = True
    more, line = True, 1
    while more:
        block = file.read(BLOCK)
        more = bool(block)
        before, nul, _after = block.partition(b"\x00")
        line += before.count(b"\n")
        if nul:
            raise UnreadableFile(no_text(line))
        try:
            if is_utf8:
                is_ascii &= utf8.decode(block, final=not more).isascii()
        except UnicodeDecodeError as error:
            is_utf8 = False
            is_ascii &= error.object[: error.start].isascii()
        try:
            windows.decode(block, final=not more)
        except UnicodeDecodeError:
            is_windows = False
    file.seek(0)
    if is_utf8:
        return "utf-8-sig"
    # What holds whole UTF-8 letters before the faulty one was UTF-8: as Windows-1252 its letters would be nonsense.
    if is_ascii and is_windows:
        return "cp1252"
    raise UnreadableFile(_("Tiedoston kirjaimet ovat vioittuneet. Tallenna se uudelleen: CSV, merkistö UTF-8."))


def no_text(line: int) -> str:
    """Of a file with a NUL on this line: in the header it is anything but a table."""
    if line == 1:
        return _("Tiedosto ei ole taulukko. Tallenna se muodossa .xlsx tai .csv.")
    message = _(
        "Tiedosto ei ole taulukko: rivillä %(row)s on merkki, jota tekstissä ei voi olla (NUL). "
        "Poista se, tai tallenna tiedosto muodossa .xlsx tai .csv."
    )
    return message % {"row": line}


def xlsx_lines(file: BinaryIO, size: int, limits: Limits) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        check_archive(file, size, limits)
        with closing(load_workbook(file, read_only=True, data_only=True)) as book:
            for row in book.worksheets[0].iter_rows(max_col=limits.columns + 1, values_only=True):
                yield [as_text(value) for value in row]
    except UnreadableFile:
        raise
    except Exception as error:  # zipfile, zlib, the XML parser and openpyxl raise each their own
        raise UnreadableFile(_("Excel-tiedosto on vioittunut. Avaa ja tallenna se uudelleen.")) from error


def check_archive(file: BinaryIO, size: int, limits: Limits) -> None:
    """Refuse what is no workbook, and what says or is found to unpack to more than it may: inflated once, not kept."""
    most = min(limits.unpacked_megabytes * MEGABYTE, limits.ratio * max(size, BLOCK))
    with zipfile.ZipFile(file) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise UnreadableFile(_("Tiedosto ei ole taulukko. Tallenna se muodossa .xlsx tai .csv."))
        unpacked, declared = 0, sum(member.file_size for member in archive.infolist())
        for member in archive.infolist() if declared <= most else ():
            with archive.open(member) as stream:
                while unpacked <= most and (block := stream.read(BLOCK)):
                    unpacked += len(block)
        if max(unpacked, declared) > most:
            raise UnreadableFile(_("Tiedosto purkautuu liian suureksi. Jaa se osiin."))
    file.seek(0)


def as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
    return str(value)
