"""The files of the text: read back, they say what the pages say."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapporteur.drafting.actions import (
    accept_amendment,
    apply_accepted,
    begin_revision,
    close_amendments,
    co_sponsor,
    declare_admissible,
    freeze_revision,
    reject_amendment,
    remove_wording,
    set_wording,
    table_amendment,
    take_stand,
)
from rapporteur.drafting.actions.revisions import move_wording
from rapporteur.drafting.queries import bases_of
from rapporteur.foundation.conferences.clock import at
from rapporteur_core.documents import word
from rapporteur_core.returning import returned

from .conftest import FIGURES, SERVICES

pytestmark = pytest.mark.django_db


@pytest.fixture
def file_of(client):
    """`file_of("text_file", number=0)`: a Word file as the public gets it, read."""

    def give(name, *, by=None, asked=None, **kwargs):
        answer = (by or client).get(reverse(f"drafting:{name}", kwargs={"slug": "cities", **kwargs}), asked or {})
        assert answer.status_code == 200
        return word.read(answer.content)

    return give


def changes(file):
    return [(each.kind, each.author, each.text) for each in file.changes]


def by_key(file):
    return {each.key: each for each in file.paragraphs if each.key}


def test_the_clean_text_has_no_change_its_identifiers_and_comes_back_without_a_proposal(
    writing, system, reader_as, file_of
):
    marks = [(5, 17, "Not agreed.")]
    set_wording(revision=writing.revision, key="p1", kind="operative", text=FIGURES, brackets=marks, by=system)
    revision = freeze_revision(revision=writing.revision, by=system)
    file = file_of("text_file", number=0)
    assert list(by_key(file)) == ["title", "h1", "pp1", "p1", "p2"]
    assert (file.changes, by_key(file)["p1"].number) == ((), "1.")
    identity = file.identity
    assert (identity.document, identity.symbol, identity.fingerprint, identity.language) == (
        "cities",
        revision.symbol,
        revision.fingerprint,
        "en",
    )
    assert returned(file, bases_of(revision)).proposals == ()


def test_a_text_that_is_being_written_is_downloaded_by_those_who_write_it_alone(writing, client, client_as):
    address = reverse("drafting:text_file", kwargs={"slug": "cities", "number": 0})
    assert [each.get(address).status_code for each in (client, client_as("delegate"), client_as("drafter"))] == [
        404,
        404,
        200,
    ]


@pytest.fixture
def second(opened, standing, system, accredit):
    """Rev.1: Quito's words taken in, others written by the committee; a paragraph moved, one gone, one new."""
    accept_amendment(amendment=standing("p2", "basic", "essential", government=accredit("Quito")), by=system)
    new = standing("p2", kind="add", text="A new paragraph.", government=accredit("Lomé"))
    accept_amendment(amendment=new, by=system)
    close_amendments(draft=opened.draft, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    apply_accepted(revision=revision, by=system)
    words = revision.wordings.get(paragraph__key="p2").text
    set_wording(
        revision=revision, key="p2", kind="operative", text=words.replace("apart from police", "from police"), by=system
    )
    remove_wording(revision=revision, key="pp1", by=system)
    move_wording(wording=revision.wordings.get(paragraph__key="h1"), position=9, by=system)
    return freeze_revision(revision=revision, by=system)


def test_a_redline_accepted_is_the_newer_text_and_refused_the_older_one(opened, second, file_of):
    file = file_of("redline_file", old=0, new=1)
    newer, older = (list(revision.wordings.order_by("position")) for revision in (second, opened.revision))
    title = "Declaration on cities"
    assert _body(file.accepted) == [title, *(each.text for each in newer)]
    assert _body(file.rejected) == [title, *(each.text for each in older)]


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (1, 2, 3, 0), (3, 0, 1, 2), (1, 0, 3, 2), (2, 3, 0, 1), (0, 3, 1, 2)])
@pytest.mark.parametrize("gone", ["h1", "p2", None])
def test_whatever_moves_and_goes_both_texts_are_in_the_redline(opened, system, file_of, order, gone):
    close_amendments(draft=opened.draft, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    keys = ["h1", "pp1", "p1", "p2"]
    for position, at_place in enumerate(order):
        move_wording(wording=revision.wordings.get(paragraph__key=keys[at_place]), position=20 + position, by=system)
    if gone:
        remove_wording(revision=revision, key=gone, by=system)
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES.replace("every", "each"), by=system)
    revision = freeze_revision(revision=revision, by=system)
    file = file_of("redline_file", old=0, new=1)
    texts = [[each.text for each in text.wordings.order_by("position")] for text in (revision, opened.revision)]
    assert [_body(file.accepted)[1:], _body(file.rejected)[1:]] == texts


def _body(text):
    """The lines from the title to the end."""
    lines = [line for line in text.split("\n") if line]
    return [each for each in lines[lines.index("Declaration on cities") :] if "Changes since" not in each]


def test_a_redline_names_the_sponsors_of_what_was_taken_in_and_for_the_rest_the_newer_text(second, file_of):
    found = changes(file_of("redline_file", old=0, new=1))
    symbol = "CCM/2017/L.1/Rev.1"
    assert ("delete", "Quito (A-01)", "basic") in found
    assert ("insert", "Quito (A-01)", "essential") in found
    assert ("insert", "Lomé (A-02)", "A new paragraph.") in found
    assert ("delete", symbol, "Recalling the New Urban Agenda,") in found
    assert ("delete", symbol, "apart ") in found
    assert {each[1] for each in found if each[0].startswith("move")} == {symbol}
    instants = {each.instant for each in file_of("redline_file", old=0, new=1).changes}
    assert instants == {second.frozen_at}


def test_brackets_that_came_or_went_are_tracked(opened, system, client):
    """An editor who refuses all changes must find the brackets of the older text, and those alone."""
    close_amendments(draft=opened.draft, by=system)
    for brackets in ([(at := SERVICES.index("basic"), at + 5, "Not agreed.")], []):
        revision = begin_revision(draft=opened.draft, by=system)
        set_wording(revision=revision, key="p2", kind="operative", text=SERVICES, brackets=brackets, by=system)
        freeze_revision(revision=revision, by=system)
    for old, new, tag in ((0, 1, "ins"), (1, 2, "del")):
        address = reverse("drafting:redline_file", kwargs={"slug": "cities", "old": old, "new": new})
        body = zipfile.ZipFile(io.BytesIO(client.get(address).content)).read("word/document.xml").decode()
        tracked = re.findall(rf"<w:{tag} [^>]*>(.*?)</w:{tag}>", body)
        assert ["".join(re.findall(r"<w:(?:t|delText)[^>]*>([^<]*)<", each)) for each in tracked] == ["[", "]"]


def test_a_redline_of_what_is_being_written_is_for_those_who_write(opened, system, client, client_as, file_of):
    begin_revision(draft=opened.draft, by=system)
    address = reverse("drafting:redline_file", kwargs={"slug": "cities", "old": 0, "new": 1})
    assert client.get(address).status_code == 404
    assert file_of("redline_file", old=0, new=1, by=client_as("drafter")).changes == ()


def test_the_compilation_has_each_proposal_as_the_tracked_change_of_its_sponsor_on_the_day_it_was_filed(
    opened, standing, system, accredit, at_work, file_of
):
    filed = at_work + timedelta(hours=2)
    with at(filed):
        one = standing("p2", "basic", "essential", government=accredit("Quito"), rationale="It is clearer.")
    standing("p2", "basic", "public", government=accredit("Lomé"))
    standing("p1", kind="delete", government=accredit("Mechelen"))
    co_sponsor(amendment=one, by=system, government=accredit("Amina"))
    take_stand(amendment=one, stance="support", by=system, government=accredit("Weststadt"))
    file = file_of("compilation_word")
    found = changes(file)
    assert ("insert", "Quito (A-01)", "essential") in found
    assert ("delete", "Mechelen (A-03)", FIGURES) in found
    assert {each.instant for each in file.changes if each.author == "Quito (A-01)"} == {filed}
    comment = next(each for each in file.comments if each.author == "Quito (A-01)")
    assert comment.text == "It is clearer."
    for words in (
        "A-01 · Quito, with Amina · change of words · standing",
        "Supported by Weststadt.",
        "Conflict set: Word 6 “basic”",
        "A-02, Lomé",
        "As at 2 October 2017, 11:00 (Brussels). Proposals stand in the order of filing.",
        "Behind this paragraph: 2 passages",
    ):
        assert words in file.accepted, words


def test_the_compilation_as_word_takes_the_filter_and_the_instant_of_its_page(
    opened, standing, system, at_work, file_of
):
    with at(at_work + timedelta(hours=1)):
        row = standing("p2", "basic", "essential")
        standing("p1", "every", "each")
    with at(at_work + timedelta(hours=3)):
        reject_amendment(amendment=row, reason="Agreed words stay.", by=system)
        asked = {"at": "2017-10-02T13:00", "paragraph": "p2"}
        then, now = file_of("compilation_word", asked=asked), file_of("compilation_word")
    assert ("· standing" in then.accepted, "A-02" in then.accepted) == (True, False)
    assert "As at 2 October 2017, 13:00 (Brussels). Proposals stand in the order of filing. Only these" in then.accepted
    assert "Reason of the decision: Agreed words stay." in now.accepted


def test_titles_moves_and_amendments_to_amendments_stand_in_the_compilation(
    opened, standing, system, accredit, file_of
):
    def table(kind, key, text="", **facts):
        row = table_amendment(
            paragraph=opened.draft.paragraphs.get(key=key) if key else None,
            revision=opened.revision,
            kind=kind,
            proposed_text=text,
            rationale="It reads better.",
            government=accredit(),
            by=system,
            **facts,
        )
        return declare_admissible(amendment=row, by=system)

    table("title", None, "Declaration on people")
    table("move", "p1", target=opened.draft.paragraphs.get(key="p2"))
    parent = standing("p2", "basic", "essential")
    table("change", None, SERVICES.replace("basic", "essential public"), parent=parent)
    text = file_of("compilation_word").accepted
    assert "Declaration on people" in text
    assert "The paragraph shall stand behind: Paragraph 2." in text
    assert "to A-03" in text


@pytest.mark.parametrize(
    ("city", "last", "said"),
    [
        ("Mechelen", 17, ["Mechelen, 16 November 2017 – 17 November 2017"]),
        ("Mechelen", 16, ["Mechelen, 16 November 2017"]),
        ("", 17, []),
    ],
)
def test_the_masthead_says_where_and_when_the_conference_meets(conference, opened, file_of, city, last, said):
    conference.city, conference.starts_on, conference.ends_on = city, date(2017, 11, 16), date(2017, 11, last)
    conference.save()
    lines = [each.text for each in file_of("text_file", number=0).lines("accepted")]
    assert [each for each in lines if "16 November 2017" in each] == said


def test_the_compilation_as_pdf_names_the_conference_and_its_day_in_words(opened, client):
    answer = client.get(reverse("drafting:compilation_pdf", kwargs={"slug": "cities"}))
    words = " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert "Cities · CCM/2017/L.1 · 2 October 2017" in words


def test_one_amendment_is_a_tracked_change_with_its_reasons(opened, standing, system, accredit, file_of):
    row = standing("p2", "basic", "essential", government=accredit("Quito"), rationale="It is clearer.")
    take_stand(amendment=row, stance="oppose", by=system, government=accredit("Lomé"), reason="Costs.")
    file = file_of("amendment_file", number=1)
    assert changes(file) == [("delete", "Quito (A-01)", "basic"), ("insert", "Quito (A-01)", "essential")]
    assert [(each.key, each.number) for each in by_key(file).values()] == [("p2", "2.")]
    for words in ("Amendment A-01 of Quito", "It is clearer.", "Lomé opposes it. Costs.", "Paragraph 2"):
        assert words in file.accepted


def test_an_amendment_that_one_may_not_read_is_no_file(opened, amend, client):
    amend("p2", "basic", "essential")
    for number in (1, 99, 10**30):
        address = reverse("drafting:amendment_file", kwargs={"slug": "cities", "number": number})
        assert client.get(address).status_code == 404


def test_an_arabic_text_has_arabic_around_it_and_runs_from_right_to_left(opened, amend, system, client, file_of):
    from rapporteur.drafting.models import Draft, Revision

    Draft.objects.update(language="ar")
    Revision.objects.update(language="ar")
    file = file_of("text_file", number=0)
    assert all(each.is_rtl for each in file.paragraphs if each.key)


@pytest.mark.parametrize(
    ("name", "kwargs", "file", "kind"),
    [
        ("text_file", {"number": 0}, "CCM-2017-L.1.en.docx", "wordprocessingml"),
        ("compilation_word", {}, "CCM-2017-L.1-compilation.en.docx", "wordprocessingml"),
        ("compilation_pdf", {}, "CCM-2017-L.1-compilation.en.pdf", "application/pdf"),
        ("amendment_file", {"number": 1}, "CCM-2017-L.1-A-01.en.docx", "wordprocessingml"),
    ],
)
def test_files_are_attachments_that_nothing_opens_in_our_origin(opened, standing, client, name, kwargs, file, kind):
    standing("p2", "basic", "essential")
    answer = client.get(reverse(f"drafting:{name}", kwargs={"slug": "cities", **kwargs}))
    assert kind in answer.headers["Content-Type"]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{file}"'
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox; default-src 'none'",
    )


def test_the_same_text_gives_the_same_bytes(opened, standing, client):
    standing("p2", "basic", "essential")
    for name in ("compilation_word", "compilation_pdf"):
        address = reverse(f"drafting:{name}", kwargs={"slug": "cities"})
        assert client.get(address).content == client.get(address).content


def test_the_compilation_as_pdf_says_what_the_page_says(opened, standing, accredit, client):
    standing("p2", "basic", "essential", government=accredit("Quito"))
    standing("p2", "basic", "public", government=accredit("Lomé"))
    answer = client.get(reverse("drafting:compilation_pdf", kwargs={"slug": "cities"}))
    text = " ".join(
        "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages).split()
    )
    for words in ("A-01 · Quito · change of words", "Conflict set: Word 6", "Proposals stand in the order of filing"):
        assert words in text


def test_a_compilation_too_long_for_a_pdf_is_refused_with_what_to_do(opened, standing, client, monkeypatch):
    standing("p2", "basic", "essential")
    monkeypatch.setattr("rapporteur.drafting.views.downloads.LONGEST_PDF", 100)
    answer = client.get(reverse("drafting:compilation_pdf", kwargs={"slug": "cities"}))
    assert (answer.status_code, "Take it as Word" in answer.content.decode()) == (409, True)


def test_where_no_text_was_frozen_there_is_no_file(conference, opened, client):
    address = reverse("drafting:compilation_word", kwargs={"slug": "cities"})
    assert client.get(address, {"at": "2016-01-01T12:00"}).status_code == 404


def test_files_cost_the_same_whatever_is_in_them(opened, second, standing, client, file_of):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            file_of("redline_file", old=0, new=1), file_of("compilation_word"), file_of("text_file", number=1)
        return len(queries)

    first = cost()
    set_of = [each.pk for each in second.wordings.all()]
    from rapporteur.drafting.models import Bracket, Wording

    for key in set_of:
        text = Wording.objects.get(pk=key).text
        Bracket.objects.create(wording_id=key, start=0, end=len(text), reason="Not agreed.")
    assert cost() == first


def test_a_paragraph_of_the_compilation_stands_on_the_page_of_its_first_proposal(opened, standing, client):
    standing("p2", "basic", "essential")
    data = client.get(reverse("drafting:compilation_word", kwargs={"slug": "cities"})).content
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    kept = next(each for each in body.split("<w:p>") if SERVICES in re.sub(r"<[^>]+>", "", each))
    assert "<w:keepNext/>" in kept
