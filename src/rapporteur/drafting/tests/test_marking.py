"""Marks laid on redlines: words in dispute, and brackets of the older or the newer text, change no word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rapporteur.drafting.queries.redlines import Sign, redline_of, with_brackets, with_disputes
from rapporteur_core.redline import merge

WORDS = st.lists(st.sampled_from(["city", "of", "people", "water", "and", "street", "night"]), min_size=1, max_size=12)
TEXTS = WORDS.map(" ".join)


def texts_of(changes):
    """The older and the newer text of a redline."""
    kept = [each for each in changes if not isinstance(each, Sign)]
    return tuple("".join(each.text for each in kept if each.kind != left_out) for left_out in ("insert", "delete"))


@given(base=TEXTS, proposals=st.lists(TEXTS, max_size=4))
def test_words_in_dispute_are_those_of_the_conflicts_and_nothing_else_changes(base, proposals):
    merged = merge(base, proposals)
    marked = with_disputes(merged.changes, merged.conflicts)
    assert texts_of(marked) == texts_of(merged.changes)
    disputed = [(each.text, each.proposals) for each in marked if each.kind == "keep" and each.proposals]
    assert disputed == [(each.words, each.proposals) for each in merged.conflicts if each.words.strip()]
    places = [each.proposals for each in marked if each.kind == "place"]
    assert places == [each.proposals for each in merged.conflicts if not each.words.strip()]


@given(old=TEXTS, new=TEXTS, data=st.data())
def test_brackets_of_either_text_stand_at_their_places_and_change_no_word(old, new, data):
    for beside, text in (("insert", old), ("delete", new)):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        marked = with_brackets(redline_of(old, new), [(start, end)], beside=beside)
        assert texts_of(marked) == (old, new)
        shown = "".join(each.text for each in marked if isinstance(each, Sign) or each.kind != beside)
        assert shown == f"{text[:start]}[{text[start:end]}]{text[end:]}"
