from __future__ import annotations

import gzip
import io
import zipfile

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.documents import sheets, tables
from rapporteur_core.documents.problems import SENTENCES, Problem, Unreadable

ROWS = [{"id": "1", "texte": "Un logement, pour tous"}, {"id": "2", "texte": "مدينة"}]
CSV = 'id,texte\n1,"Un logement, pour tous"\n2,مدينة\n'
JSONL = '{"id": 1, "texte": "Un logement, pour tous"}\n{"id": "2", "texte": "مدينة"}\n'
XLSX = sheets.write_xlsx(["id", "texte"], [[1, "Un logement, pour tous"], ["2", "مدينة"]])


def told(data: bytes | str, **options: int) -> list[tuple[str, int | None, str | None]]:
    table = tables.read(data.encode() if isinstance(data, str) else data, "x.csv", **options)
    return [(problem.code, problem.row, problem.column) for problem in table.problems]


def refusal(data: bytes, name: str = "x.csv", **options: int) -> str:
    with pytest.raises(Unreadable) as refused:
        tables.read(data, name, **options)
    assert refused.value.text[-1] == "."
    return refused.value.code


FORMS = [
    CSV.encode(),
    CSV.encode("utf-8-sig"),
    CSV.encode("utf-16"),
    CSV.encode("utf-16-le"),
    CSV.encode("utf-16-be"),
    CSV.replace("\n", "\r\n").encode(),
    CSV.replace("\n", "\r").encode(),
    b"\n\n" + CSV.encode(),
    b'id;texte\n1;"Un logement, pour tous"\n2;' + "مدينة\n".encode(),
    b"id\ttexte\n1\tUn logement, pour tous\n2\t" + "مدينة".encode(),
    b"id|texte\n1|Un logement, pour tous\n2|" + "مدينة".encode(),
    XLSX,
    JSONL.encode(),
    gzip.compress(CSV.encode()),
    gzip.compress(JSONL.encode()[:50]) + gzip.compress(JSONL.encode()[50:]),
    gzip.compress(XLSX),
]


@pytest.mark.parametrize("data", FORMS, ids=range(len(FORMS)))
@pytest.mark.parametrize("name", ["rows.csv", "rows.docx", ""])
def test_every_form_of_a_table_gives_the_same_rows_whatever_its_name(data: bytes, name: str) -> None:
    table = tables.read(data, name)
    assert (table.header, table.rows, table.problems) == (["id", "texte"], ROWS, [])
    assert table.is_sound


def test_a_guessed_encoding_is_told_and_refuses_nothing() -> None:
    table = tables.read("id;texte\n1;Città – “œuvre”\n".encode("cp1252"), "x.csv")
    assert table.rows == [{"id": "1", "texte": "Città – “œuvre”"}]
    assert (table.encoding, table.delimiter, table.is_sound) == ("windows-1252", ";", True)
    assert [problem.text for problem in table.problems] == [
        "The file does not say how its letters are written. It was read as Windows-1252: look whether the accents are "
        "right, or save it as UTF-8."
    ]


def test_all_problems_are_told_at_once_with_their_places() -> None:
    data = (
        b"id,text,text,\n1,a\x00b,c,d\n2,\xc3\xa9\xc3\xa9\xc3\xa9\xff,c,d\n3,only\n4,"
        + b"x" * 50
        + b',c,d\n5,=1+1,c,d\n6,"never closed,c,d\n7,a,b,c\n'
    )
    assert told(data, cell_limit=40) == [
        ("header_twice", 1, "text"),
        ("header_empty", 1, "4"),
        ("nul", 2, "text"),
        ("undecodable", 3, "text"),
        ("cells", 4, None),
        ("cell_too_long", 5, "text"),
        ("unclosed_quote", 7, None),
        ("formula", 6, "text"),
    ]


def test_a_problem_is_a_sentence_with_its_place_and_a_table_with_one_is_not_sound() -> None:
    table = tables.read(b"id,name\n1," + b"x" * 40_001 + b"\n")
    assert [problem.text for problem in table.problems] == [
        "Row 2, column name: the cell has 40001 characters; at most 40000 can be read. "
        "Shorten the text or send it as a document."
    ]
    assert not table.is_sound
    assert tables.read(b"id,name\n1," + b"x" * 40_000 + b"\n").problems == []


def test_zero_bytes_are_told_and_taken_out() -> None:
    assert tables.read(b"id,name\n1,a\0b\n").rows == [{"id": "1", "name": "ab"}]


def test_quotes_and_newlines_inside_cells_are_read() -> None:
    table = tables.read(b'id,text\n1,"a ""b""\nc"\n\n2,d\n')
    assert table.rows == [{"id": "1", "text": 'a "b"\nc'}, {"id": "2", "text": "d"}]
    assert table.numbers == [2, 4]


@pytest.mark.parametrize("cell", ["=SUM(A1)", "@SUM(A1)", "+cmd|' /C calc'!A0", "-A1+2", " =1"])
def test_a_formula_is_kept_as_text_and_told(cell: str) -> None:
    table = tables.read(f'id;text\n1;"{cell}"\n'.encode())
    assert [problem.code for problem in table.problems] == ["formula"]
    assert table.rows[0]["text"] == cell
    assert table.is_sound


@pytest.mark.parametrize("cell", ["-5", "+32 15 29 00 00", "- a list item", "1+1", "a=b", "-3,5"])
def test_numbers_and_lists_are_no_formulas(cell: str) -> None:
    assert told(f'id;text\n1;"{cell}"\n') == []


def test_many_problems_are_counted_above_a_thousand() -> None:
    found = tables.read(b"a,b\n" + b"1\n" * 1_500).problems
    assert (len(found), found[-1]) == (1_001, Problem("more", values={"count": 500}))


LINES: list[tuple[str, list[tuple[str, int | None, str | None]]]] = [
    ('{"a": 1}\n{"a": \n{"a": 2}\n', [("json_line", 2, None)]),
    ('{"a": 1}\n[1]\n', [("json_object", 2, None)]),
    ('{"a": 1, "a": 2}\n', [("json_twice", 1, "a")]),
    ('{"a": 1}\n{"a": "half', [("cut", 2, None)]),
    ('{"a": "\\ud800"}\n', [("undecodable", 1, "a")]),
    ('{"a": ' + "[" * 100_000 + "\n{}\n", [("json_line", 1, None)]),
    ('{"a": 1' + "0" * 5_000 + "}\n{}\n", [("json_line", 1, None)]),
    ("a,b\n", [("no_rows", None, None)]),
]


@pytest.mark.parametrize(("data", "problems"), LINES, ids=range(len(LINES)))
def test_wrong_lines_are_told(data: str, problems: list[tuple[str, int | None, str | None]]) -> None:
    assert told(data) == problems


def test_values_of_json_are_texts_and_missing_names_are_empty() -> None:
    table = tables.read(b'{"a": null, "b": [1, "x"]}\n{"b": true, "c": 1.5}\n')
    assert table.header == ["a", "b", "c"]
    assert table.rows == [{"a": "", "b": '[1, "x"]', "c": ""}, {"a": "", "b": "true", "c": "1.5"}]


def test_a_gzip_cut_in_half_is_told_and_read_as_far_as_it_goes() -> None:
    whole = gzip.compress(b"id,text\n" + b"".join(b"%d,row %d\n" % (n, n * 7919 % 1000) for n in range(500)))
    table = tables.read(whole[: len(whole) // 2])
    assert table.problems[0].code == "cut"
    assert 0 < len(table.rows) < 500
    assert not table.is_sound


def word_file() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def zip_of(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


REFUSALS = [
    (b"", "empty"),
    (b"\xef\xbb\xbf \r\n", "empty"),
    (b",,\n,,\n", "empty"),
    (word_file(), "word"),
    (gzip.compress(word_file()), "word"),
    (b"%PDF-1.7 ...", "pdf"),
    (b"\x89PNG\r\n\x1a\n....", "image"),
    (b"MZ\x90\x00....", "program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old_office"),
    (zip_of("a.txt", b"x"), "archive"),
    (XLSX[: len(XLSX) // 2], "cut_archive"),
    (gzip.compress(gzip.compress(CSV.encode())), "unknown"),
    (gzip.compress(CSV.encode())[:10] + b"\xff" * 20, "damaged"),
    (zip_of("xl/workbook.xml", b"no workbook"), "damaged"),
    (b'[{"a": 1}]', "json"),
    (b"<html><body>x", "unknown"),
    (bytes(range(256)) * 20, "unknown"),
]


@pytest.mark.parametrize(("data", "code"), REFUSALS, ids=range(len(REFUSALS)))
def test_what_cannot_be_read_is_refused_by_its_content(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_bombs_are_stopped_at_the_limit() -> None:
    assert refusal(gzip.compress(b"a,b\n" * 500_000), unpacked_limit=1_000_000) == "too_large"
    assert refusal(zip_of("xl/workbook.xml", b" " * 2_000_000), unpacked_limit=1_000_000) == "too_large"
    sparse = io.BytesIO()
    with xlsxwriter.Workbook(sparse, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")
    assert refusal(sparse.getvalue()) == "too_many_cells"


def test_a_workbook_gives_numbers_dates_and_its_first_filled_sheet() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Empty")
        sheet = book.add_worksheet("Filled")
        book.add_worksheet("Other").write(0, 0, "x")
        sheet.write_row(0, 0, ["n", "share", "day", "yes", "none"])
        sheet.write_row(1, 0, [12, 0.5])
        sheet.write(1, 2, 43056, book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write(1, 3, True)
    table = tables.read(out.getvalue(), "x.xlsx")
    assert table.rows == [{"n": "12", "share": "0.5", "day": "2017-11-17", "yes": "true", "none": ""}]
    assert table.problems == [Problem("other_sheets", value="Filled", values={"count": 1})]


BYTES = st.binary(max_size=60) | st.text(st.sampled_from('a,;"\n\r\0é{}[]:1\t|'), max_size=60).map(
    lambda text: text.encode()
)


@given(BYTES)
def test_no_content_whatever_ends_in_another_error(data: bytes) -> None:
    for each in (data, b"a,b\n" + data, gzip.compress(data)):
        try:
            table = tables.read(each)
        except Unreadable:
            continue
        assert all(problem.text for problem in table.problems)
        assert all(set(row) == set(table.header) for row in table.rows)
        assert len(table.numbers) == len(table.rows)


@given(st.integers(0, len(XLSX) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_is_read_or_refused(at: int, damage: bytes) -> None:
    try:
        tables.read(XLSX[:at] + damage + XLSX[at + len(damage) :])
    except Unreadable as refused:
        assert refused.code in SENTENCES and refused.text
