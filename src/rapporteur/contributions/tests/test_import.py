"""Files of contributions: what is wrong is told at once, nothing is half kept, all can be undone."""

from __future__ import annotations

import csv
import gzip
import io
import json

import pytest
from django.urls import reverse

from rapporteur.calls.models import Question
from rapporteur.cli import import_file as command
from rapporteur.contributions import actions, queries, sentences
from rapporteur.contributions.models import Contribution, ImportBatch, Passage
from rapporteur.contributions.rows import Unsound
from rapporteur.foundation.conferences.queries import system_reader
from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.reader import Refused
from rapporteur_core.documents.problems import SENTENCES
from rapporteur_core.documents.sheets import write_xlsx

HEADER = ["id", "by", "country", "language", "message", "practice"]
GOOD = [
    ["a1", "Mechelen", "BE", "nl", "Kinderen eerst, en zonder papieren naar school.", ""],
    ["a2", "", "", "", "Les villes doivent pouvoir inscrire tous les enfants à l’école.", "Une crèche."],
    ["a3", "Ana", "Kenya", "", "=SUM(A1) is how our budget felt to us this year.", ""],
]


def table(rows, header=HEADER, delimiter=","):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([header, *rows])
    return out.getvalue().encode()


@pytest.fixture
def look(conference):
    """`look(data, name)`: the batch of a file that was looked at by the product itself."""

    def looked(data, name="sent.csv", mapping=None):
        by = system_reader(conference)
        return actions.preview_import(conference=conference, data=data, name=name, by=by, mapping=mapping)

    return looked


@pytest.fixture
def bring(look, conference):
    def brought(data, name="sent.csv"):
        return actions.import_batch(batch=look(data, name), by=system_reader(conference))

    return brought


def said(batch, *, warnings=False):
    return [sentences.of_trouble(each) for each in batch.problems if sentences.is_warning(each) == warnings]


def nothing_is_kept():
    return not any(model.objects.exists() for model in (Contribution, ImportBatch, StoredFile, Entry))


def test_every_sentence_of_the_reader_of_tables_is_said_here_in_the_same_words():
    assert {code: str(sentence) for code, sentence in sentences.OF_FILES.items()} == SENTENCES


def test_all_rows_come_with_who_where_language_and_passages(bring, make_government):
    town = make_government("Mechelen", country="BE", region="europe")
    batch = bring(table(GOOD))
    rows = list(Contribution.objects.order_by("number"))
    assert (batch.state, [str(row) for row in rows]) == ("imported", ["C-0001", "C-0002", "C-0003"])
    assert [row.shown_as for row in rows] == ["Mechelen", "", "Ana"]
    assert [row.attribution for row in rows] == ["government", "anonymous", "named"]
    assert [row.region for row in rows] == ["europe", "", "africa"]
    assert [row.language for row in rows] == ["nl", "fr", "en"]
    assert rows[0].government == town
    assert [passage.text for passage in queries.passages_of(rows[1])] == [GOOD[1][4], "Une crèche."]
    assert rows[2].heading == GOOD[2][4]
    assert Entry.objects.filter(act="imported contributions").count() == 1


def test_importing_twice_is_once(bring, conference):
    batch = bring(table(GOOD))
    actions.import_batch(batch=batch, by=system_reader(conference))
    actions.import_batch(batch=ImportBatch.objects.get(), by=system_reader(conference))
    assert Contribution.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xef\xbb\xbf" + table(GOOD), "bom.csv"),
        (table(GOOD, delimiter=";"), "semicolons.csv"),
        (table(GOOD).decode().encode("utf-16"), "utf16.csv"),
        (gzip.compress(table(GOOD)), "zipped.csv.gz"),
        (write_xlsx(HEADER, GOOD), "book.xlsx"),
        ("\n".join(json.dumps(dict(zip(HEADER, row, strict=True))) for row in GOOD).encode(), "lines.jsonl"),
    ],
)
def test_the_same_rows_come_from_every_kind_of_file(look, data, name):
    batch = look(data, name)
    assert (said(batch), batch.row_count, batch.header) == ([], 3, HEADER)
    wanted = {"q:message": "message", "q:practice": "practice", "q:proposal": "", **{key: key for key in HEADER[:4]}}
    assert batch.mapping == wanted


def test_a_formula_is_text_and_is_said(look):
    assert said(look(table(GOOD)), warnings=True) == [
        "Row 4, column message: “=SUM(A1) is how our budget felt to us this year.” begins like a formula. "
        "It is kept as text and is not computed."
    ]


def test_letters_of_an_old_program_are_read_and_said(look):
    batch = look(table(GOOD[1:2]).decode().replace("’", "'").encode("latin-1"))
    assert "It was read as Windows-1252" in said(batch, warnings=True)[0]
    assert "à l'école" in batch.first_rows[0][5]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (table(GOOD).replace(b"Ana", b"A\0na"), "Row 4, column by: the cell holds a zero byte."),
        (table(GOOD) + "é".encode() * 50 + b"\xff,,,,x,\n", "holds bytes that are not UTF-8"),
        (table([["a", "", "", "", "x" * 40_001, ""]]), "the cell has 40,001 characters; at most 40,000 can be read"),
        (table(GOOD)[:-30], "Row 4 has 5 cells where the first row has 6. Check its separators"),
        (table(GOOD).rsplit(b'"', 1)[0], "never closed. The file may be cut in half"),
        (gzip.compress(table(GOOD * 50))[:-40], "The file ends in the middle"),
        (write_xlsx(HEADER, GOOD)[:-300], "cut in half"),
        (b"", "The file is empty."),
        (b"id,message\n", "nothing below it"),
        (b"%PDF-1.7 and more", "This is a PDF and not a table"),
        (b"a,a\n1,2\n", "Two columns are called “a”"),
        (b"message,by\nx,y,z\n", "Row 2 has 3 cells where the first row has 2"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_file_that_cannot_be_read_whole_is_told_why_and_nothing_is_kept(look, data, sentence):
    with pytest.raises(Unsound) as unsound:
        look(data)
    assert sentence in str(unsound.value)
    assert nothing_is_kept()


def test_a_word_document_called_csv_is_called_what_it_is(look, tmp_path):
    import docx

    docx.Document().save(tmp_path / "letter.docx")
    with pytest.raises(Unsound, match="This is a Word document and not a table. Save the table as CSV or XLSX."):
        look((tmp_path / "letter.docx").read_bytes(), "table.csv")
    assert nothing_is_kept()


def test_all_mistakes_of_all_rows_are_told_at_once(look, conference):
    rows = [
        ["a1", "n" * 201, "", "", "Fine", ""],
        ["a1", "", "XX", "", "Fine", ""],
        ["a2", "", "", "elvish", "word " * 301, ""],
        ["", "", "", "", "", "Only a practice"],
        ["a3", "", "", "", "x" * 40_000, ""],
        ["a4", "n" * 200, "", "", "Fine", ""],
        ["a5", "", "", "", " ", ""],
    ]
    batch = look(table(rows))
    assert said(batch) == [
        "Row 2, column by: The name has 201 characters; the limit is 200. Shorten it by 1.",
        "Row 3, column id: “a1” is also the identifier of row 2. Give each row its own.",
        "Row 3, column country: “XX” is no country that is known here. Write its code of two letters, such as BE.",
        "Row 4, column message: This has 301 words; the limit is 300. Shorten it by 1.",
        "Row 4, column language: “elvish” is no language that is known here. Write its code, such as en, fr or pt.",
        "Row 5, column message: An answer is needed here.",
        "Row 6, column message: This has 40,000 characters; the limit is 20,000. Shorten it by 20,000.",
        "Row 8: none of the columns chosen as answers holds anything. Take the row out, or fill it.",
    ]
    with pytest.raises(Unsound, match="Row 3, column id"):
        actions.import_batch(batch=batch, by=system_reader(conference))
    assert not Contribution.objects.exists()


def test_an_identifier_that_came_before_is_told_with_its_number(bring, look):
    bring(table(GOOD))
    batch = look(table(GOOD[:1]))
    assert said(batch) == [
        "Row 2, column id: “a1” was imported before, as C-0001. Take the row out, or undo that import first."
    ]


def test_a_name_of_two_governments_is_asked(look, make_government):
    make_government("Mechelen", country="BE")
    make_government("Mechelen", country="NL")
    assert said(look(table([["1", "Mechelen", "", "", "Fine", ""], ["2", "Mechelen", "BE", "", "Fine", ""]]))) == [
        "Row 2, column by: “Mechelen” is the name of 2 governments. Add a column with the country, such as BE."
    ]


def test_columns_are_chosen_again_and_checked_again(look, conference):
    by = system_reader(conference)
    batch = look(b"n,titel,tekst\n1,Een,Twee\n")
    assert said(batch) == ["No column is chosen for an answer. Choose one for at least one question."]
    batch = actions.remap_import(batch=batch, mapping={"q:practice": "tekst"}, by=by)
    assert said(batch) == ["The question “Message” needs an answer and has no column. Choose one."]
    batch = actions.remap_import(batch=batch, mapping={"q:message": "titel", "q:practice": "tekst", "id": "n"}, by=by)
    assert said(batch) == []
    actions.import_batch(batch=batch, by=by)
    assert queries.answers_of(Contribution.objects.get()) == {"message": "Een", "practice": "Twee"}


def test_what_is_exported_can_be_imported(bring, look, conference, reader_as):
    bring(table(GOOD))
    rows = queries.public_list(reader_as(None), {}).order_by("number")
    questions = list(Question.objects.all())
    lines = [[str(cell or "") for cell in line] for line in queries.table_of(rows, questions)]
    Contribution.objects.update(source_id="")
    batch = look(table(lines, header=queries.table_header(questions)))
    assert said(batch) == [] and batch.row_count == 3


def test_undone_in_one_step_and_the_identifiers_are_free_again(bring, conference):
    by = system_reader(conference)
    batch = bring(table(GOOD))
    for _twice in range(2):
        batch = actions.undo_import(batch=batch, by=by)
    assert (batch.state, Contribution.objects.count(), Passage.objects.count()) == ("undone", 0, 0)
    assert Entry.objects.filter(act="undid import").count() == 1
    with pytest.raises(Refused, match="was undone"):
        actions.import_batch(batch=batch, by=by)
    bring(table(GOOD))
    assert list(Contribution.objects.order_by("number").values_list("number", flat=True)) == [4, 5, 6]


def test_undoing_is_refused_once_a_theme_holds_a_passage(bring, conference):
    batch = bring(table(GOOD))
    places = Passage._meta.get_field("theme_membership").related_model
    themes = places._meta.get_field("theme").related_model
    theme = themes.objects.create(conference=conference, number=1, label="Children")
    places.objects.create(theme=theme, passage=Passage.objects.first())
    with pytest.raises(Refused, match="Passages of this import already stand in a theme"):
        actions.undo_import(batch=batch, by=system_reader(conference))
    assert Contribution.objects.count() == 3


def test_only_the_secretariat_imports(conference, reader_as):
    for role in ("rapporteur", "delegate"):
        with pytest.raises(Refused, match="Only the secretariat"):
            actions.preview_import(conference=conference, data=table(GOOD), name="x.csv", by=reader_as(role))
    assert nothing_is_kept()


def test_the_pages_show_import_and_undo(client_as, form_key, conference):
    client = client_as("secretariat")
    address = reverse("contributions:import", kwargs={"slug": "cities"})
    bad = client.post(address, {"file": io.BytesIO(b"%PDF-1.7"), "form_key": form_key()})
    assert bad.status_code == 422 and "This is a PDF and not a table" in bad.content.decode()
    assert not ImportBatch.objects.exists()
    sent = io.BytesIO(table([["1", "<script>alert(1)</script>", "", "", "<b>bold</b>", ""]]))
    sent.name = "sent.csv"
    batch = client.post(address, {"file": sent, "form_key": form_key()})["Location"]
    page = client.get(batch).content.decode()
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page
    for _twice in range(2):
        client.post(batch, {"act": "import", "form_key": form_key()})
    assert Contribution.objects.count() == 1
    client.post(batch, {"act": "undo", "form_key": form_key()})
    assert Contribution.objects.count() == 0
    assert client.post(batch, {"act": "other", "form_key": form_key()}).status_code == 404


def test_a_file_with_a_bad_row_shows_it_and_offers_no_import(client_as, form_key, conference):
    client = client_as("secretariat")
    sent = io.BytesIO(table([["1", "", "", "", "word " * 301, ""]]))
    sent.name = "sent.csv"
    address = reverse("contributions:import", kwargs={"slug": "cities"})
    batch = client.post(address, {"file": sent, "form_key": form_key()})["Location"]
    page = client.get(batch).content.decode()
    assert "Row 2, column message: This has 301 words" in page and 'value="import"' not in page
    answer = client.post(batch, {"act": "import", "form_key": form_key()})
    assert answer.status_code == 409 and not Contribution.objects.exists()


def run(*words):
    import argparse

    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(word) for word in words]))


def test_the_command_imports_or_says_why_not(conference, tmp_path, capsys):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(b"nr,titel,tekst\n1,Een,Twee\n")
    bad.write_bytes(b"nr,titel,tekst\n1,Een,Twee\n1,Drie,Vier\n")
    chosen = ("--conference", "cities", "--text", "titel", "tekst", "--id", "nr")
    assert run(bad, *chosen) == 1
    assert "Row 3, column nr: “1” is also the identifier of row 2" in capsys.readouterr().err
    assert run(good, *chosen, "--dry-run") == 0
    assert not Contribution.objects.exists()
    assert run(good, *chosen) == 0
    assert "1 contributions imported" in capsys.readouterr().out
    assert queries.answers_of(Contribution.objects.get()) == {"message": "Een", "practice": "Twee"}
    assert run(good, "--conference", "nowhere") == 2
    assert run(tmp_path / "absent.csv", "--conference", "cities") == 2
