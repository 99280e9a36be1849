from __future__ import annotations

import json

import pytest

from rapporteur.cli.main import main
from rapporteur_core.documents.word.tests.files import (
    BY,
    deleted,
    inserted,
    mark,
    named,
    paragraph,
    run,
    word_file,
)

TABLE = f"<w:tbl><w:tr><w:tc>{paragraph(inserted('cell'))}</w:tc></w:tr></w:tbl>"
BODY = (
    paragraph(run("Cities ") + deleted("may") + inserted("shall") + run(" act."), mark("ins"))
    + paragraph(f'<w:commentRangeStart w:id="4"/>{run("Soon.")}<w:commentRangeEnd w:id="4"/>')
    + TABLE
    + paragraph("")
)
COMMENT = f'<w:comment w:id="4" w:author="Bo" w:date="2030-03-02T10:00:00Z">{paragraph(run("When?"))}</w:comment>'


def written(tmp_path, data=None):
    file = tmp_path / "returned.docx"
    parts = {"word/comments.xml": named("w:comments", COMMENT)}
    file.write_bytes(
        word_file(BODY, parts=parts, related=[("c", "comments", "comments.xml")]) if data is None else data
    )
    return str(file)


def test_changes_comments_and_what_is_no_words_are_told_line_by_line(tmp_path, capsys):
    assert main(["word", "changes", written(tmp_path)]) == 0
    at = "Ana  2030-03-01T10:00:00Z"
    assert capsys.readouterr().out.splitlines() == [
        "Changes: 4",
        f"  delete  {at}  paragraph 1, character 8  “may”",
        f"  insert  {at}  paragraph 1, character 11  “shall”",
        f"  paragraph_insert  {at}  paragraph 1, character 16",
        f"  insert  {at}  table 1, row 1, column 1, paragraph 3, character 1  “cell”",
        "Comments: 1",
        "  comment  Bo  2030-03-02T10:00:00Z  paragraph 2, character 1  on “Soon.”  “When?”",
        "Besides words: 1",
        "  table  1 × 1  words kept",
    ]


def test_all_that_was_read_comes_as_json(tmp_path, capsys):
    assert main(["word", "changes", written(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["accepted"], told["rejected"]) == ("Cities shall act.\nSoon.\ncell\n", "Cities may act.Soon.\n\n")
    assert set(told) == {
        *("accepted", "rejected", "paragraphs", "changes", "comments", "leftovers", "identity", "duplicates"),
    }
    assert (told["changes"][0]["author"], told["changes"][0]["instant"]) == ("Ana", "2030-03-01T10:00:00Z")
    assert told["comments"][0]["place"]["paragraph"] == 1


def test_signs_that_steer_a_terminal_are_not_printed(tmp_path, capsys):
    by = BY.replace("Ana", "A\x9bna")
    assert main(["word", "changes", written(tmp_path, word_file(paragraph(inserted("a\u202eb", by))))]) == 0
    assert capsys.readouterr().out.splitlines()[1] == (
        "  insert  A?na  2030-03-01T10:00:00Z  paragraph 1, character 1  “a?b”"
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            b"%PDF-1.7\n",
            "This is a PDF and not a Word document. Send the Word document (.docx) from which it was made.",
        ),
        (
            word_file(parts={"word/vbaProject.bin": b"macro"}),
            "The file holds macros or controls that can run (word/vbaProject.bin). Save it as “Word document (.docx)”, "
            "without macros.",
        ),
    ],
)
def test_a_refused_file_is_named_with_the_reason(tmp_path, capsys, data, sentence):
    file = written(tmp_path, data)
    assert main(["word", "changes", file]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"{file}: {sentence}\n")


def test_a_file_that_is_not_there_is_told(tmp_path, capsys):
    assert main(["word", "changes", str(tmp_path / "no.docx")]) == 2
    assert capsys.readouterr().err == f"There is no file {tmp_path}/no.docx. Check its name and folder.\n"
    assert main(["word", "changes", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{tmp_path} cannot be read: Is a directory.\n"
