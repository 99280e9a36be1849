"""Tables written as XLSX and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter

Cell = str | int | float | bool | date | None

# What a spreadsheet program would compute on opening. A plain number is left as it is.
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
# The format's own bound.
LONGEST = 32_767
# The same rows give the same bytes: the file bears no moment of writing.
CREATED = datetime(2000, 1, 1)


def write_xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet: texts as texts and never formulas or links, the first row bold and fixed.

    A text above 32,767 characters, which the format cannot hold, ends with the number of characters left out.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [_fitting(name) for name in header], book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell)
    return out.getvalue()


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Comma-separated text (RFC 4180). A text that a spreadsheet would compute is preceded by an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_guarded(name) for name in header])
    writer.writerows([[_guarded(cell) for cell in row] for row in rows])
    return out.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, _fitting(cell))
    elif isinstance(cell, datetime):
        # Workbooks know no zones: the instant is told in full, as text.
        sheet.write_string(row, column, cell.isoformat())
    elif cell is not None:
        sheet.write(row, column, cell)


def _fitting(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 40]} […{len(text) - LONGEST + 40}]"


def _guarded(cell: Cell) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return cell.isoformat() if isinstance(cell, date) else str(cell)
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell
