"""Checks of form, by template: told on the desk, never in the way."""

from __future__ import annotations

import pytest
import yaml

from rapporteur.drafting.actions import begin_revision, freeze_revision, open_draft, set_wording
from rapporteur.drafting.models import Draft, Paragraph, Revision, Wording
from rapporteur.drafting.queries import hints

from .test_verbs import ROOT

KINDS = {
    "C": ("chapeau", 0),
    "H": ("heading", 0),
    "P": ("preambular", 0),
    "O": ("operative", 0),
    "1": ("subparagraph", 1),
    "2": ("subparagraph", 2),
    "3": ("subparagraph", 3),
    "A": ("annex", 0),
}
WHOLE = [
    ("C", "The Conference,"),
    ("P", "Recalling the Agenda,"),
    ("P", "Noting:"),
    ("1", "figures;"),
    ("1", "facts,"),
    ("H", "Acts"),
    ("O", "Decides to meet;"),
    ("O", "Calls upon States:"),
    ("1", "to count;"),
    ("1", "to tell:"),
    ("2", "mayors; and"),
    ("2", "ministers."),
    ("A", "Figures"),
    ("O", "Without any sign"),
]


def found(rows, *, template="resolution", language="en"):
    """What is told of a text that is not kept: the place (from 1) and the code of each hint."""
    draft = Draft(template=template)
    revision = Revision(draft=draft, language=language)
    wordings = [
        Wording(
            paragraph=Paragraph(draft=draft, key=f"p{at}", kind=KINDS[kind][0]),
            position=at,
            level=KINDS[kind][1],
            text=text,
        )
        for at, (kind, text) in enumerate(rows, start=1)
    ]
    return [(hint.wording.position, hint.code) for hint in hints(revision, wordings)]


def test_a_resolution_in_its_usual_form_gives_no_hint():
    assert found(WHOLE) == []


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        (1, "The Conference", ","),
        (2, "Recalling the Agenda;", ","),
        (2, "Decides the Agenda,", "operative_verb"),
        (2, "The Agenda is recalled,", "no_verb"),
        (3, "Noting,", ":"),
        (4, "figures.", ";"),
        (5, "facts;", ","),
        (7, "Decides to meet.", ";"),
        (7, "Decides to meet:", "colon_alone"),
        (7, "Recalling that we met;", "preambular_verb"),
        (7, "A meeting takes place;", "no_verb"),
        (8, "Calls upon States", ":"),
        (9, "to count", ";"),
        (11, "mayors", ";"),
        (12, "ministers;", "."),
    ],
)
def test_what_is_unusual_in_a_resolution_is_told(place, text, code):
    rows = list(WHOLE)
    rows[place - 1] = (rows[place - 1][0], text)
    assert found(rows) == [(place, code)]


def test_subparagraphs_need_what_they_belong_to_and_come_one_level_at_a_time():
    assert found([("1", "alone."), ("O", "Decides:"), ("2", "too deep.")], template="declaration") == [
        (1, "alone"),
        (3, "level"),
    ]
    assert found([("O", "Decides:"), ("1", "one:"), ("2", "two:"), ("3", "three.")]) == []


def test_a_declaration_numbers_sentences_and_does_not_ask_for_verbs():
    rows = [
        ("C", "We, mayors, have met in Mechelen:"),
        ("H", "Where we stand"),
        ("O", "Never before have so many moved."),
        ("O", "We commit:"),
        ("1", "to count;"),
        ("1", "to tell."),
        ("O", "Recognizing this, we commit to act."),
    ]
    assert found(rows, template="declaration") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Never before have so many moved", "."),
        ("Never before have so many moved;", "."),
        ("Recognizing that so many move.", "preambular_verb"),
    ],
)
def test_what_is_unusual_in_a_declaration_is_told(text, code):
    assert found([("C", "We, mayors,"), ("O", text)], template="declaration") == [(2, code)]


def test_signs_of_arabic_count_as_theirs():
    rows = [("P", "إذ تشير إلى الخطة،"), ("O", "تقرر أن تجتمع؛"), ("O", "تدعو الدول إلى العمل.")]
    assert found(rows, language="ar") == []


def test_french_blanks_and_closing_marks_stand_in_nobodys_way():
    assert found([("O", "Décide de se réunir ;"), ("O", "Adopte le « plan ».")], language="fr") == []
    assert found([("O", "Décide de dire « oui. »")], language="fr") == []


def test_in_a_language_without_a_lexicon_verbs_are_not_asked_for():
    assert found([("O", "Beschließt, sich zu treffen.")], language="de") == []


def test_another_wording_of_a_paragraph_is_not_looked_at():
    draft = Draft(template="resolution")
    one = Paragraph(draft=draft, key="p1", kind="operative", pk=1)
    other = Paragraph(draft=draft, key="p2", kind="operative", pk=2)
    wordings = [
        Wording(paragraph=one, text="Decides to meet."),
        Wording(paragraph=other, text="anything", alternative_of=one),
    ]
    assert hints(Revision(draft=draft, language="en"), wordings) == []


def test_the_sample_gives_no_hint():
    data = yaml.safe_load((ROOT / "sample/declaration.yaml").read_text(encoding="utf-8"))
    letters = {"preambular": "P", "operative": "O"}
    for entry in data["revisions"]:
        rows = [("C", entry["chapeau"])] + [(letters[row["kind"]], row["text"]) for row in entry["paragraphs"]]
        assert found(rows, template="declaration") == [], entry["key"]


@pytest.mark.django_db
def test_hints_are_sentences_and_keep_nobody_from_freezing(conference, system):
    draft = open_draft(
        conference=conference, title={"en": "Text"}, symbol="CCM/L.1", template="resolution", by=system
    )  # fmt: skip
    revision = begin_revision(draft=draft, by=system)
    set_wording(revision=revision, key="p1", kind="operative", number="OP1", text="Recalling all", by=system)
    told = hints(revision, list(revision.wordings.select_related("paragraph")))
    assert [(each.key, each.name, each.sentence) for each in told] == [
        ("p1", "Paragraph OP1", "It usually ends with a full stop."),
        ("p1", "Paragraph OP1", "“Recalling” opens a preambular paragraph; this one is operative."),
    ]
    assert freeze_revision(revision=revision, by=system).frozen_at
