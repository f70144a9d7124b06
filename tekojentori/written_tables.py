"""Tables that people take away: CSV as Excel expects it in Finland, and XLSX.

They are written a row at a time, in constant memory. openpyxl is imported where a workbook is written: it brings numpy
along, 17 MB that a server seldom needs.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

#: Bytes that are sent in one go.
BLOCK = 1 << 16
#: UTF-16 units that Excel itself holds in a cell.
LONGEST_XLSX_CELL = 32_767
#: Widths of XLSX columns, in characters, and the rows that they are measured from.
NARROWEST, WIDEST, MEASURED_ROWS = 8, 60, 50

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: What neither XML nor a reader of CSV can bear: control characters, halves of pairs, and characters that are not.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: Spaces, seen and unseen, that a program may pass over before it looks for a formula.
UNSEEN = " \n\xa0\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

TIME_ZONE = ZoneInfo("Europe/Helsinki")


def guarded(value: Any) -> Any:
    """The value as a cell that no program takes for a formula; numbers, dates and truths keep their types.

    Text that begins like a formula, also after spaces, gets an apostrophe before it. Characters that a file cannot
    hold are left out. A time with a zone becomes the clock of Finland, to the second.
    """
    match value:
        case datetime():
            return value.astimezone(TIME_ZONE).replace(tzinfo=None, microsecond=0) if value.tzinfo else value
        case None | bool() | int() | date() | time():
            return value
        case float() | Decimal() if value - value == 0:  # neither infinite nor "not a number"
            return value
    text = UNWRITABLE.sub("", str(value))
    return f"'{text}" if text.startswith(("\t", "\r")) or text.lstrip(UNSEEN).startswith(FORMULA_STARTS) else text


def csv_lines(header: Iterable[str], rows: Iterable[Iterable]) -> Iterator[str]:
    """The table as CSV, some lines at a time: with a byte order mark and semicolons, as Excel expects in Finland."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    for row in chain([header], rows):
        writer.writerow([guarded(value) for value in row])
        if buffer.tell() > BLOCK:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def write_xlsx(header: Iterable[str], rows: Iterable[Iterable], file: BinaryIO | str) -> None:
    """The table as XLSX into the file (or path), in constant memory. The header is bold and stays in sight.

    Text longer than Excel's 32 767 is cut and ends in an ellipsis; CSV has it whole.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    names, rows = [xlsx_cell(name) for name in header], ([xlsx_cell(value) for value in row] for row in rows)
    measured = list(islice(rows, MEASURED_ROWS))
    for number, width in enumerate(widths([names, *measured]), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([bold(sheet, name) for name in names])
    for row in chain(measured, rows):
        sheet.append(row)
    book.save(file)


def xlsx_cell(value: Any) -> Any:
    value = guarded(value)
    if not isinstance(value, str) or len(units := value.encode("utf-16-le")) <= 2 * LONGEST_XLSX_CELL:
        return value
    return units[: 2 * (LONGEST_XLSX_CELL - 1)].decode("utf-16-le", errors="ignore") + "…"


def bold(sheet, text: str):
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def widths(rows: list[list]) -> list[int]:
    """Room for the longest line of each column's first cells, within reason."""
    columns = [[] for _column in range(max(map(len, rows)))]
    for row in rows:
        for lengths, value in zip(columns, row, strict=False):
            lengths.append(max(map(len, str("" if value is None else value).split("\n"))))
    return [min(max(NARROWEST, max(lengths) + 2), WIDEST) for lengths in columns]
