from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.redline.instructing import instructions
from rapporteur_core.redline.instructing.desk import sentence_ranges
from rapporteur_core.redline.instructing.matching import form, occurrences
from rapporteur_core.redline.instructing.numbering import following, inserted_after, roman, value_of
from rapporteur_core.redline.instructing.quoting import quotes
from rapporteur_core.redline.instructing.typography import house
from rapporteur_core.text import words

MARKED = st.text(st.sampled_from("ab \n«»“”„‘’‹›\"'.,"), max_size=40)
TYPED = st.text(st.sampled_from("abéœ \xa0\u202f«»“”\"'’-–.,8%\u0301"), max_size=30)


@given(MARKED)
def test_quotations_follow_one_another_and_lie_in_the_text(text: str) -> None:
    found, strays = quotes(text)
    position = 0
    for quote in found:
        assert position <= quote.start < quote.inner_start <= quote.inner_end <= quote.end <= len(text)
        position = quote.end
    assert not any(quote.start <= stray.position < quote.end for quote in found for stray in strays)


@pytest.mark.parametrize(
    ("text", "quoted", "strays"),
    [
        ("by 'the cities' rights' now", ["the cities' rights"], ""),
        ("by ‘cities’ and the mayors’ offices", ["cities"], ""),
        ("don't “do” it", ["do"], ""),
        ("« les mots « a » et « b » » et « c »", ["les mots « a » et « b »", "c"], ""),
        ("„a“, »b«, ‹c›", ["a", "b", "c"], ""),
        ("« un\n« deux »", ["un\n« deux"], ""),
        ("« un\n\nAlinéa 3 « deux »", ["un", "deux"], ""),
        ("“one\nand two” three", ["one\nand two"], ""),
        ("replace “a” by “b", ["a"], "“"),
        ("replace a” by “b”", ["b"], "”"),
        ('mots :\n" sans fil"', ["sans fil"], ""),
    ],
)
def test_where_quotations_begin_and_end(text: str, quoted: list[str], strays: str) -> None:
    found, unpaired = quotes(text)
    assert [text[each.inner_start : each.inner_end] for each in found] == quoted
    assert "".join(text[each.position] for each in unpaired) == strays


def compared(text: str) -> str:
    """The form without the difference between a dash and a hyphen, which the blanks beside it make."""
    return form(text).signs.casefold().replace("–", "-")


@given(TYPED, TYPED)
def test_words_are_found_where_they_stand_and_nowhere_else(text: str, quoted: str) -> None:
    found = occurrences(text, quoted)
    assert all(one[1] <= two[0] for one, two in zip(found, found[1:], strict=False))
    for start, end in found:
        assert compared(text[start:end]) == compared(quoted)
    if form(quoted).signs:
        assert occurrences(quoted, quoted) != []


@given(st.integers(1, 399))
def test_roman_numerals_are_read_as_they_are_written(value: int) -> None:
    assert value_of(roman(value)) == value


@pytest.mark.parametrize(
    ("number", "after", "beside"),
    [
        ("4", "5", "4 bis"),
        ("OP4", "OP5", "OP4 bis"),
        ("IV", "V", "IV bis"),
        ("b", "c", "b bis"),
        ("4 bis", "4 ter", "4 ter"),
        ("IX", "X", "IX bis"),
    ],
)
def test_the_next_number_of_a_row_and_the_one_that_moves_none(number: str, after: str, beside: str) -> None:
    assert (following(number), inserted_after(number, {"4"})) == (after, beside)
    assert inserted_after("4", {"4", "4bis"}) == "4 ter"


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("One. Two; three. Four", ["One.", "Two; three.", "Four"]),
        ("Art. L. 12-3. - I. - The law. It holds.", ["Art. L. 12-3. - I. - The law.", "It holds."]),
        ('"I. - One. Two." ;', ['"I. - One.', 'Two." ;']),
        ("", []),
    ],
)
def test_a_number_or_heading_is_no_sentence(paragraph: str, sentences: list[str]) -> None:
    assert [paragraph[start:end] for start, end in sentence_ranges(paragraph)] == sentences


@given(TYPED, TYPED)
def test_words_in_the_typography_of_a_document_are_the_same_words(document: str, given_words: str) -> None:
    dressed = house(document).dress(given_words)
    assert words(dressed.replace("oe", "œ")) == words(given_words.replace("oe", "œ"))


@given(
    st.lists(st.sampled_from(["cities", "share", "care", "with", "all", "of", "them"]), min_size=1, max_size=8),
    st.sampled_from(
        [
            "Delete “{0}”.",
            "Replace “{0}” by “new”.",
            "After “{0}” insert “new”.",
            "At the end of paragraph 1, add “new”.",
        ]
    ),
    st.sampled_from([".", ";", ",", "", " ;"]),
)
def test_the_words_that_are_not_quoted_stay_in_their_order(text: list[str], mail: str, mark: str) -> None:
    base = " ".join(text) + mark
    after = words(instructions(mail.format(text[0]), base, "en").document)
    gone = text[1:] if mail.startswith(("Delete", "Replace")) and text.count(text[0]) == 1 else text
    assert [word for word in after if word != "new"] == gone
