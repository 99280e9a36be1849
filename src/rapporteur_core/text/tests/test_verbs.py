from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.text.verbs import Lexicon, Shift, Verb, opening, strength_change

ENGLISH = Lexicon(
    (
        Verb("recall", "preambular", 1, ("recalling",)),
        Verb("note", "operative", 2, ("notes", "note")),
        Verb("take note", "operative", 1, ("takes note", "take note")),
        Verb("call upon", "operative", 5, ("calls upon", "call upon", "calls on")),
        Verb("be concerned", "operative", 4, ("expresses concern",)),
        Verb("urge", "operative", 6, ("urges", "urge")),
        Verb("commit", "operative", 8, ("commits", "commit")),
        Verb("decide", "operative", 9, ("decides", "decide")),
    ),
    subjects=("we",),
    adverbs={"strongly": 1, "also": 0, "once again": 0, "with concern": 1, "merely": -1},
    inner={"deep": 1, "its": 0},
)
ARABIC = Lexicon(
    (
        Verb("recall", "preambular", 1, ("إذ تشير",)),
        Verb("recall", "operative", 2, ("تشير",)),
        Verb("decide", "operative", 9, ("تقرر",)),
    ),
    subjects=("نحن",),
    joined=("و",),
    persons="تين",
)


def said(text, lexicon=ENGLISH):
    found = opening(text, lexicon)
    return found and (found.key, found.weight, text[found.start : found.end])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Decides to meet again;", ("decide", 0, "Decides")),
        ("DECIDES to meet again;", ("decide", 0, "DECIDES")),
        ("Recalling the Agenda,", ("recall", 0, "Recalling")),
        ("Recalling also the Agenda,", ("recall", 0, "Recalling also")),
        ("Calls once again upon States", ("call upon", 0, "Calls once again upon")),
        ("Takes note of the report", ("take note", 0, "Takes note")),
        ("Takes also note of the report", ("take note", 0, "Takes also note")),
        ("Notes with concern that", ("note", 1, "Notes with concern")),
        ("Strongly urges States", ("urge", 1, "Strongly urges")),
        ("Also strongly urges States", ("urge", 1, "Also strongly urges")),
        ("Merely notes", ("note", -1, "Merely notes")),
        ("Expresses its deep concern at", ("be concerned", 1, "Expresses its deep concern")),
        ("We commit to act.", ("commit", 0, "commit")),
        ("We also commit to act.", ("commit", 0, "also commit")),
        ("Commit to act;", ("commit", 0, "Commit")),
        ("commits itself to act;", ("commit", 0, "commits")),
        ("We, mayors, governors and councillors, decide to meet.", ("decide", 0, "decide")),
        ("“Decides” is a word", ("decide", 0, "Decides")),
        ("The report decides nothing.", None),
        ("Calls the meeting to order", None),
        ("Deep concern", None),
        ("We", None),
        ("We,", None),
        ("", None),
    ],
)
def test_the_verb_with_which_a_paragraph_opens(text, found):
    assert said(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("وإذ تشير إلى الخطة،", ("recall", 0, "وإذ تشير")),
        ("إذ نشير إلى الخطة،", ("recall", 0, "إذ نشير")),
        ("تشير إلى الخطة؛", ("recall", 0, "تشير")),
        ("نقرّر أن نجتمع.", ("decide", 0, "نقرّر")),
        ("نحن، رؤساء البلديات، نقرر أن نجتمع.", ("decide", 0, "نقرر")),
    ],
)
def test_arabic_verbs_are_known_whoever_acts(text, found):
    assert said(text, ARABIC) == found


@pytest.mark.parametrize(
    ("old", "new", "shift"),
    [
        ("Decides to meet", "Notes the wish to meet", Shift("weaker", "Decides", "Notes")),
        ("Notes the wish", "Urges all", Shift("stronger", "Notes", "Urges")),
        ("Urges all", "Strongly urges all", Shift("stronger", "Urges", "Strongly urges")),
        ("Strongly urges all", "Urges all", Shift("weaker", "Strongly urges", "Urges")),
        ("Strongly urges all", "Decides that all", Shift("stronger", "Strongly urges", "Decides")),
        ("Recalling that", "Decides that", Shift("kind", "Recalling", "Decides")),
        ("Decides that", "It is so that", Shift("lost", "Decides", "")),
        ("Decides to meet", "Decides to meet often", None),
        ("Decides to meet", "We decide to meet", None),
        ("It is so that", "Decides that", None),
        ("It is so", "It is not so", None),
    ],
)
def test_what_an_edit_does_to_the_strength(old, new, shift):
    assert strength_change(old, new, ENGLISH) == shift


@given(st.text(), st.text())
def test_any_text_can_be_asked_and_an_opening_lies_within_it(old, new):
    strength_change(old, new, ENGLISH)
    found = opening(new, ENGLISH)
    assert found is None or 0 <= found.start < found.end <= len(new)


@given(st.sampled_from(["Decides to meet", "Notes", "Strongly urges", "Recalling also", "so"]), st.text(max_size=30))
def test_an_edit_behind_the_opening_changes_no_strength(words, rest):
    """Blanks part them, and the rest begins with a word that is no adverb."""
    assert strength_change(f"{words} all {rest}", f"{words} all of it", ENGLISH) is None


@given(st.sampled_from(["Decides", "Notes", "Strongly urges"]), st.sampled_from(["Decides", "Notes", "Urges"]))
def test_back_is_the_opposite(one, other):
    there, back = strength_change(one, other, ENGLISH), strength_change(other, one, ENGLISH)
    opposite = {"weaker": "stronger", "stronger": "weaker"}
    assert (there is None) == (back is None)
    assert there is None or back is None or back.kind == opposite[there.kind]
