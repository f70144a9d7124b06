"""Tables in files: CSV as people's programs write it, and XLSX. Limits are checked before anything is believed."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 100_000
#: What Excel itself holds in a cell; longer texts are cut with an ellipsis.
LONGEST_XLSX_CELL = 32_767

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class UnreadableFile(Exception):
    """The file is not a table that can be read; the message says why, and what to do."""


def read_rows(file: BinaryIO, *, required: Iterable[str] = ()) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of the table with their numbers in the file (the header is 1), cells as stripped text by column.

    The format is seen from the content. Empty rows are passed over. Raises UnreadableFile.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if not size:
        raise UnreadableFile(_("Tiedosto on tyhjä."))
    if size > MOST_BYTES:
        raise UnreadableFile(_("Tiedosto on liian suuri: enintään 50 Mt. Jaa se osiin."))
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(_("Tiedosto on vanhaa Excel-muotoa. Tallenna se muodossa .xlsx tai .csv."))
    lines = xlsx_lines(file) if start.startswith(b"PK") else csv_rows(file)
    yield from with_header(lines, tuple(required))


def with_header(lines: Iterator[list[str]], required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    header = [cell.strip().lower() for cell in next(lines, [])]
    while header and not header[-1]:
        header.pop()
    if not header or len(header) > MOST_COLUMNS:
        raise UnreadableFile(_("Ensimmäisellä rivillä pitää olla sarakkeiden nimet."))
    missing = [column for column in required if column not in header]
    if missing:
        raise UnreadableFile(_("Tiedostosta puuttuu sarakkeita: %(columns)s.") % {"columns": ", ".join(missing)})
    twice = {column for column in header if column and header.count(column) > 1}
    if twice:
        raise UnreadableFile(_("Sarake on kahdesti: %(columns)s.") % {"columns": ", ".join(sorted(twice))})
    for number, cells in enumerate(lines, start=2):
        if number > MOST_ROWS:
            raise UnreadableFile(_("Rivejä on liikaa: enintään 200 000. Jaa tiedosto osiin."))
        if any(len(cell) > LONGEST_CELL for cell in cells):
            message = _("Rivillä %(row)s on solu, jossa on yli 100 000 merkkiä. Lyhennä se.")
            raise UnreadableFile(message % {"row": number})
        if any(cell.strip() for cell in cells[len(header) :]):
            raise UnreadableFile(_("Rivillä %(row)s on enemmän soluja kuin otsikoita.") % {"row": number})
        if any(cell.strip() for cell in cells):
            yield number, {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name}


def csv_rows(file: BinaryIO) -> Iterator[list[str]]:
    encoding = encoding_of(file)
    first = file.readline().decode(encoding)
    file.seek(0)
    delimiter = ";" if first.count(";") > first.count(",") else ","
    before = csv.field_size_limit(LONGEST_CELL + 1)
    try:
        yield from csv.reader(codecs.iterdecode(file, encoding), delimiter=delimiter, strict=True)
    except csv.Error as error:
        message = _("Tiedostoa ei voi lukea taulukkona: se on katkennut, tai solu on liian pitkä (%(error)s).")
        raise UnreadableFile(message % {"error": error}) from None
    finally:
        csv.field_size_limit(before)


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 when the whole file is that, else Windows-1252; binary files are refused."""
    decoder, is_utf8 = codecs.getincrementaldecoder("utf-8")(), True
    while block := file.read(1 << 16):
        if b"\x00" in block:
            raise UnreadableFile(_("Tiedosto ei ole taulukko. Tallenna se muodossa .xlsx tai .csv."))
        try:
            decoder.decode(block)
        except UnicodeDecodeError:
            is_utf8 = False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        is_utf8 = False
    file.seek(0)
    return "utf-8-sig" if is_utf8 else "cp1252"


def xlsx_lines(file: BinaryIO) -> Iterator[list[str]]:
    check_archive(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield [as_text(value) for value in row]
        book.close()
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise UnreadableFile(_("Excel-tiedosto on vioittunut. Avaa ja tallenna se uudelleen.")) from error


def check_archive(file: BinaryIO) -> None:
    """Refuse an archive that would unpack to more than it should, by inflating it once without keeping it."""
    most = min(MOST_UNPACKED, MOST_RATIO * max(file.seek(0, io.SEEK_END), 1 << 16))
    try:
        with zipfile.ZipFile(file) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise UnreadableFile(_("Tiedosto ei ole taulukko. Tallenna se muodossa .xlsx tai .csv."))
            unpacked = 0
            for member in archive.infolist():
                with archive.open(member) as stream:
                    while block := stream.read(1 << 16):
                        unpacked += len(block)
                        if unpacked > most:
                            raise UnreadableFile(_("Tiedosto purkautuu liian suureksi. Jaa se osiin."))
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise UnreadableFile(_("Excel-tiedosto on vioittunut. Avaa ja tallenna se uudelleen.")) from None
    finally:
        file.seek(0)


def as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date():
            return value.isoformat()
    return str(value)


def guarded(value: Any) -> Any:
    """The value as a cell that no program takes for a formula; numbers, dates and truths keep their types."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith(FORMULA_STARTS) or value.startswith(("\t", "\r")):
        return f"'{value}"
    return value


def csv_lines(header: Iterable[str], rows: Iterable[Iterable]) -> Iterator[str]:
    """The table as CSV, line by line: with a byte order mark and semicolons, as Excel expects in Finland."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    writer.writerow(list(header))
    for row in rows:
        writer.writerow([guarded(value) for value in row])
        if buffer.tell() > 1 << 15:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def write_xlsx(header: Iterable[str], rows: Iterable[Iterable], file: BinaryIO) -> None:
    """The table as XLSX into the file, a row at a time in constant memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append(list(header))
    for row in rows:
        sheet.append([xlsx_cell(value) for value in row])
    book.save(file)


def xlsx_cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, str):
        text = "".join(character for character in guarded(value) if character >= " " or character in "\t\n")
        return text if len(text) <= LONGEST_XLSX_CELL else text[: LONGEST_XLSX_CELL - 1] + "…"
    return value
