from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.text import paragraphs, passages, sentences

LETTERS = st.text(st.sampled_from("abcAB \n.!?؟。،;,«»¿١1() \u00a0م"), max_size=200)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def parts(text: str, longest: int = 400) -> list[str]:
    return [text[start:end] for start, end in passages(text, longest=longest)]


@given(LETTERS, st.integers(80, 200))
def test_ranges_hold_every_character_that_is_not_blank_in_order_and_once(text: str, longest: int) -> None:
    for ranges in (paragraphs(text), sentences(text), passages(text, longest=longest)):
        assert "".join("".join(text[a:b] for a, b in ranges).split()) == "".join(text.split())
        assert all(text[a:b] == text[a:b].strip() != "" for a, b in ranges)
        assert all(one[1] <= next_one[0] for one, next_one in pairwise(ranges))
    assert all(b - a <= longest for a, b in passages(text, longest=longest))


@pytest.mark.parametrize(
    "text",
    [
        "See para. 28 and art. 5 of No. 7, p. 12.",
        "Mr. Smith and Dr. A. B. Jones of St. Louis agree.",
        "The U.N. Secretariat asked, e.g. in 2017, i.e. early.",
        "M. Dupont et Mme. Diallo citent la p. 12 et l'art. 3.",
        "El Sr. Gómez pide, p. ej. vivienda, en el núm. 4.",
        "A Dra. Silva cita o art. 5.",
        "La Sra. Puig ho diu, p. ex. a la pl. Major.",
        "It costs 3.5 million at www.example.org today.",
        "1. Housing for all.",
        "(a). Housing for all.",
        "« Oui ! » dit-il.",
        "انظر الفقرة 28.5 من النص",
    ],
)
def test_a_stop_that_ends_no_sentence_cuts_none(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Do cities agree?|No.|They do not.",
        "¿Qué pedimos?|¡Vivienda!|Nada más...|Y salud.",
        "نريد سكنا.|هل هذا ممكن؟|نعم.",
        "ہم متفق ہیں۔|شکریہ۔",
        "Il vient.|« Où ? »|Là.",
        'He said "no."|She left.',
        "They came in 2017.|10 left.",
        "We like our city.|Yes.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str) -> None:
    assert cut(text.replace("|", " ")) == text.split("|")


def test_sentences_need_no_blank_in_scripts_without_blanks() -> None:
    assert cut("移民。城市！你好") == ["移民。", "城市！", "你好"]


def test_a_newline_ends_a_paragraph_but_a_wrapped_line_does_not() -> None:
    wrapped = "This line is long and was only wrapped by the mailer of\nits writer."
    assert cut(f"Title\n- one\n- two\n\n{wrapped}") == ["Title", "- one", "- two", wrapped]


def test_short_sentences_go_with_their_neighbours_inside_the_paragraph() -> None:
    long = "Cities should open their shelters to everyone who arrives at night."
    assert parts(f"Yes. {long} Now.\n\nNo.") == [f"Yes. {long} Now.", "No."]


def test_a_long_sentence_is_cut_at_the_last_semicolon_or_comma() -> None:
    half = "a word and another " * 4
    assert parts(f"{half}one; {half}two.", longest=100) == [f"{half}one;", f"{half}two."]
    with pytest.raises(ValueError, match="the least is 80"):
        passages("x", longest=10)


@pytest.mark.parametrize("piece", [".", "a. ", "?! ", " ", "a", "M. ", "«", "\n", "1.", "(a) "])
def test_two_million_characters_are_cut_in_seconds(piece: str) -> None:
    text = piece * (400_000 // len(piece)) + "x"
    began = time.perf_counter()
    passages(text)
    assert time.perf_counter() - began < 4
