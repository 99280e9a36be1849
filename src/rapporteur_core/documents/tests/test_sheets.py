from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import openpyxl

from rapporteur_core.documents import sheets, tables

HEADER = ["name", "=count", "on"]
ROWS: list[list[sheets.Cell]] = [["=1+1", 3, date(2017, 11, 17)], ["https://x.org", None, None], ["007", -1.5, True]]


def test_a_workbook_holds_texts_as_texts() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(sheets.write_xlsx(HEADER, ROWS))).active
    assert sheet is not None
    assert [cell.data_type for cell in sheet["A"]] == ["s", "s", "s", "s"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["=1+1", 3, datetime(2017, 11, 17)],
        ["https://x.org", None, None],
        ["007", -1.5, True],
    ]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert sheets.write_xlsx(HEADER, ROWS) == sheets.write_xlsx(HEADER, ROWS)


def test_a_text_above_the_bound_of_the_format_says_what_is_left_out() -> None:
    table = tables.read(sheets.write_xlsx(["a"], [["x" * 40_000]]))
    assert table.rows == [{"a": "x" * 32_727 + " […7273]"}]


def test_csv_guards_what_a_spreadsheet_would_compute_and_nothing_else() -> None:
    rows: list[list[sheets.Cell]] = [["=1", "@x", "\tx", "-5", "+a", -5, None, datetime(2017, 11, 17, tzinfo=UTC)]]
    written = sheets.write_csv(list("abcdefgh"), rows)
    assert list(csv.reader(io.StringIO(written, newline="")))[1] == [
        "'=1",
        "'@x",
        "'\tx",
        "-5",
        "'+a",
        "-5",
        "",
        "2017-11-17T00:00:00+00:00",
    ]
