"""One content in every form."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import docx
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from rapporteur.drafting.models import Bracket, Draft, Paragraph, Revision, Version, Waiver, Wording
from rapporteur.foundation.people.reader import Refused
from rapporteur.outputs import making
from rapporteur.outputs.making import file_of
from rapporteur.outputs.queries import outcome_of, outcome_states, output_of
from rapporteur.outputs.tests.conftest import DUE
from rapporteur.reviews.models import Report
from rapporteur.trace.tests.world import CLINIC, COUNT, adopt, contribute, recommend, source
from rapporteur_core.documents import word
from rapporteur_core.documents.model import Heading
from rapporteur_core.documents.model import Paragraph as Block

KINDS = ["recommendations", "review", "declaration"]


def output(conference, kind):
    return output_of(conference, outcome_of(conference, kind))


def words_of(data, form):
    if form == "docx":
        shown = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in shown.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in shown.paragraphs), *cells])
    if form == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return data.decode()


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize("form", ["html", "docx", "pdf", "json"])
def test_the_declaration_carries_the_words_behind_each_sentence(world, conference, form):
    words = flat(words_of(file_of(output(conference, "declaration"), form), form))
    for piece in ("Services are for all who live here.", COUNT, CLINIC, "C-0087", "Port Amina", "2" * 64):
        assert piece in words, piece
    assert ("Draft, Rev.2, not adopted." in words) == (form != "json")


def test_the_adopted_declaration_says_how_and_when(world, conference):
    adopt(world)
    document = output(conference, "declaration").document
    assert document.note == "Adopted by consensus on 17 November 2017."
    assert document.date.isoformat() == "2017-11-17"


def test_the_declaration_in_word_is_written_as_the_drafting_room_writes_texts(world, conference):
    adopt(world)
    revision = Revision.objects.get(is_adopted=True)
    made = output(conference, "declaration")
    file = word.read(file_of(made, "docx"))
    keyed = [(each.key, each.accepted) for each in file.paragraphs if each.key]
    assert keyed[1:] == [(each.paragraph.key, each.text) for each in revision.wordings.order_by("position")]
    assert (file.identity.symbol, file.identity.fingerprint) == (revision.symbol, revision.fingerprint)
    assert file.changes == ()
    assert "Distr.: Limited" in [line.text for line in file.lines("accepted")]
    lines = file.accepted.split("\n")
    assert lines[1:3] == ["Adopted by consensus on 17 November 2017.", f"Fingerprint (SHA-256): {'2' * 64}"]
    styles = {each.accepted: each.style for each in file.paragraphs}
    assert styles["Annex: the words behind each sentence"] == "Annex Heading"


def test_headings_of_the_text_are_in_its_language_whatever_the_reader_reads(world, conference):
    adopt(world)
    Paragraph.objects.filter(pk=Wording.objects.order_by("position").first().paragraph_id).update(kind="heading")
    with translation.override("ar"):
        document = output(conference, "declaration").document
    heading = next(block for block in document.blocks if isinstance(block, Heading))
    assert heading.language == Revision.objects.get(is_adopted=True).language


@pytest.mark.parametrize("form", ["html", "docx", "pdf", "json"])
def test_the_recommendations_carry_their_passages_and_provisions(world, conference, form):
    words = flat(words_of(file_of(output(conference, "recommendations"), form), form))
    for piece in ("R-04", "Governments should publish figures.", COUNT, "Ninguém conta os que chegam.", "C-0088"):
        assert piece in words, piece


@pytest.mark.parametrize("form", ["html", "docx", "pdf", "json"])
def test_the_review_carries_matrix_and_narrative(reports, conference, form):
    words = flat(words_of(file_of(output(conference, "review"), form), form))
    for piece in ("Port Amina", "Vale Verde", "Census", "No money."):
        assert piece in words, piece
    if form != "json":
        assert "2 of the 3 governments asked have reported." in words


def test_the_matrix_shows_every_answer_and_every_gap(reports, conference):
    table = next(block for block in output(conference, "review").document.blocks if hasattr(block, "header"))
    assert table.header == ("Government", "1", "2")
    assert table.rows == (("Port Amina, Kenya", "3", "0"), ("Vale Verde, Brazil", "1", "–"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["html", "docx", "pdf", "json"])
def test_built_twice_the_bytes_are_the_same(reports, conference, kind, form):
    first = file_of(output(conference, kind), form)
    making._bytes.cache_clear()
    assert file_of(output(conference, kind), form) == first


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pdf_is_tagged_and_says_its_language(reports, conference, language):
    with translation.override(language):
        data = file_of(output(conference, "review"), "pdf")
    catalogue = pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue


def test_the_arabic_words_stand_in_the_word_file_with_their_language(world, conference):
    data = file_of(output(conference, "recommendations"), "docx")
    shown = docx.Document(io.BytesIO(data))
    quoted = next(paragraph for paragraph in shown.paragraphs if paragraph.text == "نريد أن نُحسب.")
    assert 'w:bidi="ar"' in quoted._p.xml
    assert "<w:bidi" in quoted._p.xml


def test_the_arabic_words_stand_in_the_pdf(world, conference):
    words = words_of(file_of(output(conference, "recommendations"), "pdf"), "pdf")
    assert any("\u0600" <= letter <= "\u06ff" or "\ufb50" <= letter <= "\ufeff" for letter in words)
    assert "[U+" not in words


def test_the_content_is_the_same_in_every_language(reports, conference):
    for kind in KINDS:
        english = output(conference, kind)
        with translation.override("ar"):
            arabic = output(conference, kind)
        assert arabic.data == english.data
        assert arabic.fingerprint == english.fingerprint
        assert arabic.document.language == "ar"


def test_a_passage_is_quoted_once_and_pointed_to_afterwards(world, conference):
    recommend(world, 5, "count", text="A second one.")
    texts = [block.text for block in output(conference, "recommendations").document.blocks if hasattr(block, "text")]
    assert texts.count(COUNT) == 1
    assert any("quoted above at R-04" in run.text for text in texts if not isinstance(text, str) for run in text)


def test_the_words_of_a_withdrawn_contribution_are_in_no_form(world, conference):
    contribution = world.contributions["verde"]
    contribution.state = "withdrawn"
    contribution.save()
    for kind in ("recommendations", "declaration"):
        for form in ("html", "docx", "json"):
            words = words_of(file_of(output(conference, kind), form), form)
            assert "Ninguém" not in words
            assert "Vale Verde" not in words or kind == "declaration"
            assert "C-0088" in words
            assert "withdrawn" in words


def test_an_anonymous_speaker_stays_anonymous(world, conference):
    passage = output(conference, "recommendations").data["passages"]["C-0089/1"]
    assert (passage["who"], passage["country"], passage["region"]) == (None, None, None)


def test_an_unverified_reference_stops_every_file_and_is_named_with_its_place(world, conference):
    recommend(world, 6, provisions=["nyd.39", "gcm.obj.01"])
    found = output(conference, "recommendations")
    assert [(item.provision, item.where) for item in found.unverified] == [("nyd.39", "R-06")]
    for form in ("html", "docx", "pdf", "json"):
        with pytest.raises(Refused, match=r"nyd\.39 \(R-06\)"):
            file_of(found, form)


def test_an_unknown_reference_in_a_sentence_is_unverified(world, conference):
    source(world, "p-15/0@2", provision="gcm.obj.99")
    found = output(conference, "declaration").unverified
    assert [(item.provision, item.where) for item in found] == [("gcm.obj.99", "Paragraph 15, sentence 1")]


def test_an_unverified_provision_of_the_review_is_named_by_its_commitment(reports, conference):
    reports[1].provision = "gcr.para.37"
    reports[1].save()
    assert [item.where for item in output(conference, "review").unverified] == ["commitment 2"]


def test_before_anything_is_there_no_output_is_made(conference, world):
    assert output(conference, "review") is None
    world.recommendations[4].state = "draft"
    world.recommendations[4].save()
    assert output(conference, "recommendations") is None


def test_a_draft_recommendation_is_in_no_output(world, conference):
    recommend(world, 8, "fund", state="draft", put_forward_at=None)
    source(world, "p-15/0@2", recommendation=world.recommendations[8])
    for kind in ("recommendations", "declaration"):
        assert "R-08" not in json.dumps(output(conference, kind).data)


def test_the_states_of_the_outputs_are_those_of_their_stages(reports, world, conference):
    assert [(row["state"], row["label"]) for row in outcome_states(conference)] == [
        ("done", "1 put forward"),
        ("open", "2 of 3 reports in"),
        ("open", "Rev.2, open for amendment"),
    ]
    adopt(world)
    assert outcome_states(conference)[2]["label"] == "adopted"


def queries_of(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_no_output_costs_more_queries_when_there_is_more_in_it(reports, world, conference, make_government):
    def acts():
        made = [queries_of(lambda kind=kind: output(conference, kind)) for kind in KINDS]
        return [*made, queries_of(lambda: outcome_states(conference))]

    before = acts()
    for number in range(100, 112):
        text = f"Voice {number}."
        government = make_government()
        contribute(world, str(number), text, {str(number): text}, number=number, government=government)
        recommend(world, number, str(number))
        source(world, "p-12/0@2", passage=world.passages[str(number)])
        source(world, "p-12/0@2", recommendation=world.recommendations[number])
        Report.objects.create(
            item=reports[0], government=government, stage="done", reported_at=reports[0].round.opens_at
        )
    assert acts() == before
    assert max(before) <= 10


def test_a_pdf_is_made_in_under_a_second(reports, world, conference):
    made = output(conference, "declaration")
    file_of(made, "pdf")
    making._bytes.cache_clear()
    begun = time.perf_counter()
    file_of(made, "pdf")
    assert time.perf_counter() - begun < 1


def test_an_output_too_long_for_a_pdf_is_refused_with_a_way_out(world, conference, monkeypatch):
    monkeypatch.setattr(making, "LONGEST_PDF", 100)
    making._bytes.cache_clear()
    with pytest.raises(Refused, match="Take it as Word or JSON"):
        file_of(output(conference, "declaration"), "pdf")


def keys_of(data):
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from keys_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from keys_of(value)


def test_every_field_of_the_data_is_described_in_the_reference(reports, world, conference):
    source(world, "p-15/0@2", amendment=world.amendments[31])
    adopt(world)
    page = (Path(__file__).parents[4] / "docs" / "reference" / "output-json.md").read_text(encoding="utf-8")
    names = {key for kind in KINDS for key in keys_of(output(conference, kind).data)}
    values = {"en", "ar", "fr", "es", "cities", "C-0087", "R-04", "A-31"}
    fields = {name for name in names - values if "." not in name and "/" not in name and not name.startswith("C-")}
    assert {name for name in fields if f"`{name}`" not in page} == set()


def test_the_data_hold_the_versions_with_their_state_and_the_waivers(world, conference):
    revision = world.revisions[-1]
    Draft.objects.update(version_languages=["fr", "ar"])
    wording = revision.wordings.first()
    facts = {"revision": revision, "paragraph": wording.paragraph, "written_at": DUE}
    Version.objects.create(language="fr", text="Les mots.", original=wording.text, state="reviewed", **facts)
    Version.objects.create(language="ar", text="الكلمات.", original="Other words.", **facts)
    Version.objects.create(language="es", text="Las palabras.", original=wording.text, **facts)
    Waiver.objects.create(revision=revision, language="ar", reason="It follows.", at=DUE)
    data = output(conference, "declaration").data
    assert data["waivers"] == {"ar": "It follows."}
    assert [each["versions"] for each in data["paragraphs"] if each["versions"]] == [
        {"fr": {"text": "Les mots.", "state": "reviewed"}, "ar": {"text": "الكلمات.", "state": "behind"}}
    ]


def test_once_a_text_is_numbered_through_its_final_numbers_stand_everywhere(world, conference):
    revision = world.revisions[-1]
    keys = list(revision.wordings.order_by("position").values_list("paragraph__key", flat=True))
    working = [each["number"] for each in output(conference, "declaration").data["paragraphs"]]
    for place, wording in enumerate(revision.wordings.order_by("position"), start=1):
        Wording.objects.filter(pk=wording.pk).update(final_number=str(place))
    Revision.objects.filter(pk=revision.pk).update(finalised_at=DUE)
    found = output(conference, "declaration")
    final = [str(place) for place in range(1, len(keys) + 1)]
    assert [each["number"] for each in found.data["paragraphs"]] == final
    assert [each["working_number"] for each in found.data["paragraphs"]] == working != final
    assert found.data["is_numbered"]
    numbers = [block.number for block in found.document.blocks if getattr(block, "number", None)]
    assert numbers == [f"{place}." for place in final]


def test_paragraphs_of_a_resolution_stand_in_the_document_by_kind_and_level(world, conference):
    Draft.objects.update(template="resolution")
    one, other = Wording.objects.filter(revision=world.revisions[-1]).order_by("position")[:2]
    Wording.objects.filter(pk=one.pk).update(text="Decides to act:", number="3")
    Paragraph.objects.filter(pk=other.paragraph_id).update(kind="subparagraph")
    Wording.objects.filter(pk=other.pk).update(level=1, number="3 (a)")
    Bracket.objects.create(wording=one, start=0, end=7, reason="Open")
    found = output(conference, "declaration").document
    shown = [each for each in found.blocks if getattr(each, "style", "") == "operative" or getattr(each, "level", 0)]
    assert [run.text for run in shown[0].text] == ["[Decides]", " to act:"]
    assert [run.italic for run in shown[0].text] == [True, False]
    indented = next(each for each in found.blocks if isinstance(each, Block) and each.level)
    assert (indented.number, indented.level) == ("(a)", 1)
    for form in ("html", "docx", "pdf"):
        assert "(a)" in flat(words_of(file_of(output(conference, "declaration"), form), form))
