"""The rules that fold facts into a fate, and the ranges of texts."""

from __future__ import annotations

import pytest

from rapporteur.trace.fates import State, first_words, passage_state, place_state
from rapporteur.trace.placing import in_place, marked, touches_words
from rapporteur_core.redline import compare


@pytest.mark.parametrize(
    ("is_adopted", "is_bracketed", "is_amended", "outcome", "state"),
    [
        (False, False, False, "", State.IN_TEXT),
        (False, False, False, "taken", State.IN_TEXT),
        (False, False, False, "in_part", State.IN_PART),
        (False, True, False, "", State.NEGOTIATED),
        (False, False, True, "in_part", State.NEGOTIATED),
        (True, True, True, "", State.IN_TEXT),
        (True, False, True, "in_part", State.IN_PART),
    ],
)
def test_how_a_passage_stands_in_a_paragraph(is_adopted, is_bracketed, is_amended, outcome, state):
    found = place_state(is_adopted=is_adopted, is_bracketed=is_bracketed, is_amended=is_amended, outcome=outcome)
    assert found == state


@pytest.mark.parametrize(
    ("places", "outcome", "is_recommended", "was_in_text", "state"),
    [
        ([State.IN_TEXT, State.NEGOTIATED], "", False, True, State.IN_TEXT),
        ([State.NEGOTIATED], "taken", True, True, State.NEGOTIATED),
        ([State.IN_PART, State.NEGOTIATED], "in_part", False, False, State.IN_PART),
        ([State.IN_TEXT], "not_taken", False, False, State.IN_TEXT),
        ([], "not_taken", True, True, State.NOT_IN_TEXT),
        ([], "out_of_scope", False, False, State.NOT_IN_TEXT),
        ([], "taken", True, False, State.RECOMMENDED),
        ([], "", True, True, State.RECOMMENDED),
        ([], "taken", False, True, State.DROPPED),
        ([], "", False, True, State.DROPPED),
        ([], "taken", False, False, State.TAKEN),
        ([], "merged", False, False, State.TAKEN),
        ([], "in_part", False, False, State.IN_PART),
        ([], "elsewhere", False, False, State.ELSEWHERE),
        ([], "", False, False, State.UNDECIDED),
    ],
)
def test_how_a_passage_stands_on_the_whole(places, outcome, is_recommended, was_in_text, state):
    found = passage_state(places, outcome=outcome, is_recommended=is_recommended, was_in_text=was_in_text)
    assert found == state


def test_a_passage_in_its_place_keeps_every_character_when_the_answer_is_short():
    placed = in_place("Before it. The words. After it.", 11, 21)
    assert (placed.before, placed.words, placed.after) == ("Before it. ", "The words.", " After it.")
    assert placed.is_begun and placed.is_ended


def test_a_passage_in_a_long_answer_is_shown_with_whole_words_around_it():
    placed = in_place("aaaa " * 50 + "WORDS" + " bbbb" * 50, 250, 255, around=12)
    assert (placed.before, placed.words, placed.after) == ("aaaa aaaa ", "WORDS", " bbbb bbbb")
    assert not placed.is_begun and not placed.is_ended


def test_marked_passages_put_together_are_the_text_without_its_breaks():
    text = "One two.\n\nThree four. Five."
    pieces = marked(text, [(4, 15, 1), (22, 27, 2)])
    assert [[(piece.text, piece.number, piece.is_first) for piece in paragraph] for paragraph in pieces] == [
        [("One ", None, False), ("two.", 1, True)],
        [("Three", 1, False), (" four. ", None, False), ("Five.", 2, True)],
    ]


@pytest.mark.parametrize(
    ("proposed", "words", "unknown", "is_touched"),
    [
        ("One is kept. Two is changed.", "One is kept.", False, False),
        ("One is kept. Two is changed.", "Two is here.", False, True),
        ("One is kept. Two is changed.", "Two is changed.", False, True),
        ("One is kept. Zwei. Two is here.", "One is kept.", False, False),
        ("One is firmly kept. Two is here.", "One is kept.", False, True),
        ("", "One is kept.", False, True),
        ("One is kept. Two is changed.", "Nowhere.", False, False),
        ("One is kept. Two is changed.", "Nowhere.", True, True),
    ],
)
def test_an_amendment_touches_the_sentences_whose_words_it_changes(proposed, words, unknown, is_touched):
    base = "One is kept. Two is here."
    assert touches_words(base, proposed, compare(base, proposed), words, unknown=unknown) == is_touched


def test_first_words_are_whole_and_say_that_more_follows():
    assert first_words("Short.") == "Short."
    assert first_words("word " * 30) == "word " * 11 + "word…"
    assert len(first_words("x" * 500)) == 61
