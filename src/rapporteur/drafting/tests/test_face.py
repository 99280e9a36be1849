"""What a text says of itself in its files: adopted, when and how; or a draft, and which."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse
from django.utils import translation

from rapporteur.drafting.actions import begin_revision, close_amendments, mark_adopted
from rapporteur.drafting.queries import adoption_of, said_on_its_face
from rapporteur.foundation.conferences.models import Session
from rapporteur.foundation.journal.models import Opening
from rapporteur_core.documents import word

pytestmark = pytest.mark.django_db
ADOPTED = "Adopted by consensus on 2 October 2017."


@pytest.fixture
def adopt(opened, system):
    """`adopt(procedure="consensus")`: the zero draft, adopted as work begins."""

    def do(**facts):
        close_amendments(draft=opened.draft, by=system)
        return mark_adopted(revision=opened.revision, by=system, **facts)

    return do


@pytest.fixture
def meet(conference, at_work):
    def make(title, *, hours=(-1, 1)):
        begin, end = (at_work + timedelta(hours=each) for each in hours)
        return Session.objects.create(conference=conference, title={"en": title}, starts_at=begin, ends_at=end)

    return make


@pytest.fixture
def notes(client):
    """The second line of each Word file, and the words of the PDF."""

    def give(name, **kwargs):
        answer = client.get(reverse(f"drafting:{name}", kwargs={"slug": "cities", **kwargs}))
        assert answer.status_code == 200
        if name.endswith("pdf"):
            return " ".join(
                " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages).split()
            )
        return word.read(answer.content).accepted.split("\n")[1]

    return give


def test_an_adopted_text_says_when_and_how_in_every_file(adopt, notes):
    adopt(procedure="consensus")
    assert notes("text_file", number=0) == ADOPTED
    assert notes("compilation_word").startswith(f"{ADOPTED} As at ")
    assert ADOPTED in notes("compilation_pdf")


def test_the_meeting_that_sat_at_that_moment_is_named_where_there_was_one_alone(adopt, meet, notes):
    meet("Closing plenary")
    meet("Opening", hours=(-3, -2))
    adopt(procedure="consensus")
    assert notes("text_file", number=0) == "Adopted by consensus on 2 October 2017, at the meeting “Closing plenary”."
    meet("Workshop")
    assert notes("text_file", number=0) == ADOPTED


@pytest.mark.parametrize(
    ("procedure", "said"),
    [("silence", "Adopted after a silence procedure on 2 October 2017."), ("", "Adopted on 2 October 2017.")],
)
def test_another_procedure_is_named_and_none_is_invented(adopt, notes, procedure, said):
    adopt(procedure=procedure)
    assert notes("text_file", number=0) == said


def test_where_the_words_of_the_journal_were_erased_the_day_remains(adopt, notes):
    adopt(procedure="consensus")
    Opening.objects.all().delete()
    assert notes("text_file", number=0) == "Adopted on 2 October 2017."


def test_a_text_adopted_without_an_entry_says_that_alone(opened, notes):
    opened.revision.is_adopted = True
    opened.revision.save()
    assert notes("text_file", number=0) == "Adopted."


def test_before_its_adoption_it_was_a_draft(adopt, at_work):
    revision = adopt(procedure="consensus")
    assert said_on_its_face(revision, at=at_work - timedelta(hours=1)) == "Draft, zero draft, not adopted."


def test_a_text_that_is_not_adopted_says_which_draft_it_is(opened, notes):
    assert notes("text_file", number=0) == "Draft, zero draft, not adopted."
    assert adoption_of(opened.revision) is None


def test_a_text_that_is_being_written_says_so_and_as_at_when(opened, system, at_work, client_as):
    close_amendments(draft=opened.draft, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    said = "Draft, Rev.1, being written: as at 2 October 2017, 11:00 (Brussels)."
    assert said_on_its_face(revision, at=at_work) == said


def test_it_is_said_in_the_language_of_the_page(adopt, at_work):
    revision = adopt(procedure="consensus")
    with translation.override("fr"):
        assert said_on_its_face(revision, at=at_work + timedelta(days=1)) == "Adopté par consensus le 2 octobre 2017."
