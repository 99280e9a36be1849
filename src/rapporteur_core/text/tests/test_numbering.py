from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.text import Numbered, all_above, alternative, final_numbers, following, own_number, suggested
from rapporteur_core.text.numbering import label, roman

PREFIXES = {"preambular": "PP", "operative": "OP"}


def op(number=""):
    return Numbered("operative", 0, number)


def pp(number=""):
    return Numbered("preambular", 0, number)


def sub(level, number=""):
    return Numbered("subparagraph", level, number)


HEADING, ANNEX = Numbered("heading"), Numbered("annex")
kinds = st.sampled_from([pp(), op(), HEADING, ANNEX, Numbered("chapeau"), sub(1), sub(2), sub(3)])
texts = st.lists(kinds, max_size=60)


def suggest(text, at, new, *, language="en", taken=(), prefixes=PREFIXES):
    return suggested(text, at, new, language, taken=taken, prefixes=prefixes)


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ["(a)", "(b)", "(z)", "(aa)", "(i)", "(iv)", "a.", "b."]),
        ("fr", ["a)", "b)", "z)", "aa)", "i)", "iv)", "a.", "b."]),
        ("es", ["a)", "b)", "z)", "aa)", "i)", "iv)", "a.", "b."]),
        ("ar", ["(أ)", "(ب)", "(ض)", "(ظ)", "‘1’", "‘4’", "أ -", "ب -"]),
        ("sw", ["(a)", "(b)", "(z)", "(aa)", "(i)", "(iv)", "a.", "b."]),
    ],
)
def test_subparagraphs_are_lettered_as_the_language_does(language, labels):
    places = [(1, 1), (1, 2), (1, 26), (1, 27), (2, 1), (2, 4), (3, 1), (3, 2)]
    assert [label(level, place, language) for level, place in places] == labels


def test_roman_numbers():
    assert [roman(number) for number in (1, 3, 4, 9, 14, 40, 49, 90, 399)] == [
        "i", "iii", "iv", "ix", "xiv", "xl", "xlix", "xc", "cccxcix"
    ]  # fmt: skip


def test_what_comes_in_behind_a_paragraph_is_bis_then_ter():
    assert following("12", set()) == "12 bis"
    assert following("12", {"12 bis", "12 ter"}) == "12 quater"
    assert following("OP4 bis", {"OP4 bis"}) == "OP4 ter"
    assert following("3 (a)", set()) == "3 (a) bis"
    assert following("12 alt. 2", set()) == "12 bis"
    assert following("", set()) == ""


def test_all_ordinals_used_up_leave_none_to_give():
    taken: set[str] = set()
    while number := following("12", taken):
        taken.add(number)
    assert len(taken) == 19
    assert "12 vicies" in taken


def test_alternatives_are_counted_from_their_paragraph():
    assert alternative("12", set()) == "12 alt. 1"
    assert alternative("12", {"12 alt. 1"}) == "12 alt. 2"
    assert alternative("12 alt. 1", {"12 alt. 1"}) == "12 alt. 2"
    assert alternative("12 bis", set()) == "12 bis alt. 1"
    assert alternative("", set()) == ""


def test_a_new_paragraph_at_the_end_gets_the_next_free_number_of_its_series():
    text = [pp("PP1"), pp("PP2"), op("OP1"), op("OP2")]
    assert suggest(text, 4, op()) == "OP3"
    assert suggest(text, 2, pp()) == "PP3"
    assert suggest(text, 4, op(), taken={"OP3"}) == "OP4"  # it stood in a revision before
    assert suggest([], 0, op()) == "OP1"
    assert suggest([], 0, op(), prefixes={}) == "1"


def test_a_series_goes_on_as_it_began():
    assert suggest([op("4"), op("5")], 2, op()) == "6"


def test_a_new_paragraph_between_two_others_changes_no_number():
    text = [op("1"), op("2"), op("2 bis"), op("3")]
    assert suggest(text, 1, op()) == "1 bis"
    assert suggest(text, 2, op()) == "2 ter"
    assert suggest(text, 3, op()) == "2 ter"


def test_before_the_first_of_a_series_no_number_is_known():
    assert suggest([op("1")], 0, op()) == ""


@pytest.mark.parametrize("kind", ["heading", "chapeau"])
def test_headings_and_the_opening_sentence_bear_no_number(kind):
    assert suggest([op("1")], 1, Numbered(kind)) == ""


@pytest.mark.parametrize(
    ("language", "first", "second", "deep", "between"),
    [
        ("en", "OP3 (a)", "OP3 (b)", "OP3 (a) (i)", "OP3 (a) bis"),
        ("fr", "OP3 a)", "OP3 b)", "OP3 a) i)", "OP3 a) bis"),
        ("es", "OP3 a)", "OP3 b)", "OP3 a) i)", "OP3 a) bis"),
    ],
)
def test_a_new_subparagraph_is_lettered_within_its_paragraph(language, first, second, deep, between):
    chapeau, other = op("OP3"), op("OP4")
    assert suggest([chapeau, other], 1, sub(1), language=language) == first
    one, two = sub(1, first), sub(1, second)
    assert suggest([chapeau, one, other], 2, sub(1), language=language) == second
    assert suggest([chapeau, one, other], 2, sub(2), language=language) == deep
    assert suggest([chapeau, one, two, other], 2, sub(1), language=language) == between


def test_letters_that_are_left_out_are_not_given_later():
    assert suggest([op("3"), sub(1, "3 (f)")], 2, sub(1)) == "3 (g)"


def test_an_annex_has_its_name_in_the_language_and_its_own_series():
    text = [op("OP1"), Numbered("annex", 0, "Annexe I"), op("Annexe I, 1")]
    assert suggest(text[:1], 1, ANNEX, language="fr") == "Annexe I"
    assert suggest(text, 3, ANNEX, language="fr") == "Annexe II"
    assert suggest(text[:2], 2, op(), language="fr") == "Annexe I, 1"
    assert suggest(text, 3, op(), language="fr") == "Annexe I, 2"
    assert suggest(text, 1, op(), language="fr") == "OP2"


@given(texts, st.integers(0, 60), kinds)
def test_a_suggested_number_is_free(text, at, new):
    numbered = []
    for each in text:
        numbered.append(Numbered(each.kind, each.level, suggest(numbered, len(numbered), each)))
    found = suggest(numbered, min(at, len(numbered)), new)
    assert not found or found not in {each.number for each in numbered}


def test_a_subparagraph_belongs_to_the_nearest_one_of_a_lower_level():
    text = [op(), sub(1), sub(2), sub(2), sub(1), sub(3), HEADING, sub(1), ANNEX, op(), sub(1)]
    assert all_above(text) == [None, 0, 1, 1, 0, 4, None, None, None, 8, 9]


def test_what_is_printed_is_the_last_part_of_a_number():
    assert own_number("OP3 (a)", "OP3") == "(a)"
    assert own_number("OP3 (a) (i) bis", "OP3 (a)") == "(i) bis"
    assert own_number("Annex I, 2", "Annex I") == "2"
    assert own_number("OP31", "OP3") == "OP31"
    assert own_number("(a)", "") == "(a)"


def test_final_numbers_run_through_and_start_anew_in_each_annex():
    text = [
        Numbered("chapeau"), pp("PP1"), pp("PP1 bis"), HEADING, op("OP1"), op("OP1 bis"), sub(1), sub(2), sub(2),
        sub(1), HEADING, op("OP4"), ANNEX, op(), op(), sub(1), ANNEX, op(), op(),
    ]  # fmt: skip
    assert final_numbers(text, "en") == [
        "", "", "", "", "1", "2", "2 (a)", "2 (a) (i)", "2 (a) (ii)", "2 (b)", "", "3",
        "Annex I", "Annex I, 1", "Annex I, 2", "Annex I, 2 (a)", "Annex II", "Annex II, 1", "Annex II, 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "numbers"),
    [
        ("en", ["1", "1 (a)", "1 (a) (i)", "2", "Annex", "Annex, 1", "Annex, 2"]),
        ("fr", ["1", "1 a)", "1 a) i)", "2", "Annexe", "Annexe, 1", "Annexe, 2"]),
        ("es", ["1", "1 a)", "1 a) i)", "2", "Anexo", "Anexo, 1", "Anexo, 2"]),
    ],
)
def test_final_numbers_are_written_as_the_language_does(language, numbers):
    assert final_numbers([op(), sub(1), sub(2), op(), ANNEX, op(), op()], language) == numbers


def test_a_single_operative_paragraph_bears_no_number():
    assert final_numbers([pp(), op(), sub(1), sub(1)], "en") == ["", "", "(a)", "(b)"]


@given(texts)
def test_final_numbers_of_operative_paragraphs_are_all_different_and_in_order(text):
    found = final_numbers(text, "en")
    operative = [number for each, number in zip(text, found, strict=True) if each.kind == "operative" and number]
    assert len(found) == len(text)
    assert len(set(operative)) == len(operative)
    main = [int(number) for number in operative if number.isdigit()]
    assert main == list(range(1, len(main) + 1))
