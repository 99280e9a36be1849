"""Tables read from CSV, XLSX and JSON Lines, each also gzipped: all that is wrong with one is told at once."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapporteur_core.documents import sniff
from rapporteur_core.documents.problems import Problem, Unreadable
from rapporteur_core.documents.unpacking import check_zip, gunzip

CELL_LIMIT = 40_000
UNPACKED_LIMIT = 200 << 20
MOST_CELLS = 20_000_000
MOST_PROBLEMS = 1_000
SHOWN = 60
DELIMITERS = (",", ";", "\t", "|")
# As a last record it is read alone unless a quotation mark before it was never closed.
SENTINEL = "\x02end of file\x02"
FORMULA = re.compile(r"\s*(?:=|@\w|[+-](?![\s\d.,/()–-]*$)\S)")
HALF_LETTERS = re.compile("[\ud800-\udfff]+")
CELL_PLACE = re.compile(rb"""<(?:\w{1,20}:)?(?:c|row)\s[^>]*?\br=["']([A-Z]{0,3})(\d{1,7})["']""")
REFUSED = {
    "empty": "empty",
    "docx": "word",
    "odt": "word",
    "rtf": "word",
    "ole": "old_office",
    "pdf": "pdf",
    "png": "image",
    "jpeg": "image",
    "gif": "image",
    "webp": "image",
    "executable": "program",
    "archive": "archive",
    "zip": "archive",
    "json": "json",
}


@dataclass
class Table:
    """A table of texts. `numbers` gives for each of `rows` its number as a spreadsheet (JSON Lines: an editor) counts.

    Rows that have a problem are in it as far as they could be read: look at `is_sound` before keeping any.
    """

    header: list[str]
    rows: list[dict[str, str]]
    numbers: list[int]
    problems: list[Problem] = field(default_factory=list)
    kind: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ""

    @property
    def is_sound(self) -> bool:
        return all(problem.is_warning for problem in self.problems)


def read(
    data: bytes, filename: str = "", *, cell_limit: int = CELL_LIMIT, unpacked_limit: int = UNPACKED_LIMIT
) -> Table:
    """The table in a file. What the file is, its content tells; the name is not trusted.

    cell_limit: characters; unpacked_limit: bytes, of what a gzip or XLSX file unpacks to. Content that is wrong gives
    problems and never an exception; Unreadable says why nothing could be read.
    """
    kind, whole = sniff.kind(data), True
    if kind == "gzip":
        data, whole = gunzip(data, limit=unpacked_limit)
        kind = sniff.kind(data)
    if len(data) > unpacked_limit:
        raise Unreadable("too_large", limit=unpacked_limit >> 20)
    if kind == "zip" and b"PK\x05\x06" not in data[-66_000:]:
        raise Unreadable("cut_archive")
    if kind not in ("csv", "text", "xlsx", "jsonl"):
        raise Unreadable(REFUSED.get(kind, "unknown"))
    if kind == "xlsx":
        table = _read_xlsx(data, unpacked_limit)
    else:
        table = _read_json_lines(data) if kind == "jsonl" else _read_csv(data)
    table.kind = "csv" if kind == "text" else kind
    _check_cells(table, cell_limit)
    if not whole:
        table.problems.insert(0, Problem("cut", values={"rows": len(table.rows)}))
    if not table.rows and table.is_sound:
        table.problems.append(Problem("no_rows"))
    table.problems = _at_most(table.problems)
    return table


def _read_csv(data: bytes) -> Table:
    text, encoding, problems = _decoded(data)
    delimiter = _delimiter(text)
    csv.field_size_limit(sys.maxsize)
    separator = "" if text.endswith(("\n", "\r")) else "\n"
    records = list(csv.reader(io.StringIO(text + separator + SENTINEL, newline=""), delimiter=delimiter))
    unclosed = records[-1] != [SENTINEL]
    if unclosed:
        records[-1] = [cell.removesuffix(SENTINEL).removesuffix("\n") for cell in records[-1]]
        problems.append(Problem("unclosed_quote", row=len(records)))
    else:
        records.pop()
    table = _table(records, problems, skip_check_of=len(records) if unclosed else None)
    table.encoding, table.delimiter = encoding, delimiter
    return table


def _decoded(data: bytes) -> tuple[str, str, list[Problem]]:
    """The text, its encoding, and a warning where that is a guess. Bytes that fit nowhere become half surrogates."""
    encoding = sniff.text_encoding(data)
    if encoding.startswith("utf-16"):
        return data.decode(encoding, errors="replace"), encoding, []
    try:
        return data.decode(encoding), encoding, []
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="surrogateescape")
    wrong = sum(len(each) for each in HALF_LETTERS.findall(text))
    right = sum(1 for letter in text if ord(letter) > 0x7F) - wrong
    if right > wrong:
        return text, encoding, []
    guessed = "windows-1252"
    rows = "".join(bytes([byte]).decode(guessed, errors="surrogateescape") for byte in range(256))
    return (
        data.decode("latin-1").translate(dict(enumerate(rows))),
        guessed,
        [Problem("encoding_guessed", values={"encoding": "Windows-1252"})],
    )


def _delimiter(text: str) -> str:
    """The sign that cuts the first rows most evenly into more than one cell; a comma where none does."""
    head = text[:20_000]

    def evenness(delimiter: str) -> tuple[float, int]:
        try:
            records = [each for each in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if each][:50]
        except csv.Error:
            return 0.0, 0
        width = len(records[0]) if records else 0
        same = sum(len(each) == width for each in records)
        return (same / len(records), width) if width > 1 else (0.0, 0)

    return max(DELIMITERS, key=evenness)


def _table(records: Sequence[Sequence[str]], problems: list[Problem], *, skip_check_of: int | None = None) -> Table:
    filled = [(number, record) for number, record in enumerate(records, 1) if any(cell.strip() for cell in record)]
    if not filled:
        raise Unreadable("empty")
    header = _header(filled[0][1], problems)
    table = Table(header, [], [], problems)
    for number, record in filled[1:]:
        if len(record) != len(header) and number != skip_check_of:
            problems.append(Problem("cells", row=number, values={"found": len(record), "expected": len(header)}))
        padded = [*record, *[""] * (len(header) - len(record))]
        table.rows.append(dict(zip(header, padded, strict=False)))
        table.numbers.append(number)
    return table


def _header(record: Sequence[str], problems: list[Problem]) -> list[str]:
    names: list[str] = []
    for position, cell in enumerate(record, 1):
        name = _clean(cell).strip()
        if name != cell.strip():
            code = "nul" if "\0" in cell else "undecodable"
            problems.append(Problem(code, 1, str(position), _short(cell), {"encoding": "UTF-8"}))
        if not name:
            name = str(position)
            problems.append(Problem("header_empty", row=1, column=name))
        elif name in names:
            problems.append(Problem("header_twice", row=1, column=name))
        names.append(name if name not in names else f"{name} ({position})")
    return names


def _read_json_lines(data: bytes) -> Table:
    text, encoding, problems = _decoded(data)
    table = Table([], [], [], problems, encoding=encoding)
    lines = text.removeprefix("\ufeff").split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            _add_json_line(table, number, line, is_last=number == len(lines))
    names: dict[str, None] = {}
    for row in table.rows:
        names.update(dict.fromkeys(row))
    table.header = list(names)
    table.rows = [{name: row.get(name, "") for name in names} for row in table.rows]
    return table


def _add_json_line(table: Table, number: int, line: str, *, is_last: bool) -> None:
    twice: list[str] = []

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counted = Counter(name for name, _ in pairs)
        twice.extend(name for name, count in counted.items() if count > 1)
        return dict(pairs)

    try:
        value = json.loads(line, object_pairs_hook=object_of)
    except (ValueError, RecursionError) as error:
        # A last line without its newline is where a file is cut.
        if is_last:
            table.problems.append(Problem("cut", row=number, values={"rows": len(table.rows)}))
        else:
            table.problems.append(Problem("json_line", row=number, value=str(error)[:200]))
        return
    if not isinstance(value, dict):
        table.problems.append(Problem("json_object", row=number))
        return
    table.problems += [Problem("json_twice", row=number, column=name) for name in twice]
    table.rows.append({_clean(name): _written(each) for name, each in value.items()})
    table.numbers.append(number)


def _read_xlsx(data: bytes, unpacked_limit: int) -> Table:
    from python_calamine import CalamineWorkbook

    with check_zip(data, limit=unpacked_limit) as archive:
        for part in archive.namelist():
            if part.endswith(".xml"):
                _check_span(archive.read(part))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # A panic of the parser is no Exception.
        raise Unreadable("damaged") from error
    filled = [(name, cells) for name, cells in sheets if any(any(map(_written, row)) for row in cells)]
    if not filled:
        raise Unreadable("empty")
    problems = []
    if len(filled) > 1:
        problems.append(Problem("other_sheets", value=filled[0][0], values={"count": len(filled) - 1}))
    # A sheet is a rectangle: cells beyond the names of the first row count only where they hold something.
    records = [[_written(cell) for cell in row] for row in filled[0][1]]
    width = max(len(_stripped(record)) for record in records)
    table = _table([record[:width] for record in records], problems)
    table.encoding = "utf-8"
    return table


def _check_span(sheet: bytes) -> None:
    """A cell A1 and a cell XFD1048576 are a small file and 17 billion cells in the memory of whoever reads it."""
    columns, rows = 1, 1
    for letters, digits in CELL_PLACE.findall(sheet):
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        columns, rows = max(columns, number), max(rows, int(digits))
    if columns * rows > MOST_CELLS:
        raise Unreadable("too_many_cells", count=columns * rows)


def _stripped(record: Sequence[str]) -> list[str]:
    cells = list(record)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime) and value.time() == datetime.time(0):
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)


def _check_cells(table: Table, limit: int) -> None:
    """Take what cannot be kept out of each cell, and say so."""
    encoding = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8"}.get(table.encoding, table.encoding)
    for number, row in zip(table.numbers, table.rows, strict=True):
        for column, cell in row.items():
            if "\0" in cell:
                table.problems.append(Problem("nul", row=number, column=column, value=_short(cell)))
            if HALF_LETTERS.search(cell) or (table.encoding.startswith("utf-16") and "\ufffd" in cell):
                values: dict[str, str | int] = {"encoding": encoding}
                table.problems.append(Problem("undecodable", number, column, _short(cell), values))
            if len(cell) > limit:
                values = {"length": len(cell), "limit": limit}
                table.problems.append(Problem("cell_too_long", number, column, _short(cell), values))
            if FORMULA.match(cell):
                table.problems.append(Problem("formula", number, column, _short(cell)))
            row[column] = _clean(cell)


def _clean(cell: str) -> str:
    return HALF_LETTERS.sub("\ufffd", cell.replace("\0", ""))


def _short(cell: str) -> str:
    clean = " ".join(_clean(cell[: 2 * SHOWN]).split())
    return clean if len(clean) <= SHOWN else clean[:SHOWN] + "…"


def _at_most(problems: Iterable[Problem]) -> list[Problem]:
    """Problems before warnings, each in the order of the rows."""
    ordered = sorted(problems, key=lambda each: (each.is_warning, each.row or 0))
    if len(ordered) <= MOST_PROBLEMS:
        return ordered
    rest = Problem("more", values={"count": len(ordered) - MOST_PROBLEMS})
    return [*ordered[:MOST_PROBLEMS], rest]
