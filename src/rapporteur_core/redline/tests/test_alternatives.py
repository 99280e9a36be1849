from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.redline import merge, with_alternatives

words = st.lists(
    st.sampled_from(["all", "basic", "free", "services", "for", "migrants", "and", "refugees."]), max_size=8
)
texts = words.map(" ".join)


def said(text, marks):
    return [text[mark.start : mark.end] for mark in marks]


def test_the_words_of_the_base_come_first_then_the_alternatives_in_their_order():
    base = "Give all basic services to migrants."
    proposals = {
        "a": base.replace("basic", "essential"),
        "b": base.replace("basic", "public").replace("to m", "to all m"),
    }
    text, marks = with_alternatives(merge(base, proposals), ["b", "a"])
    assert text == "Give all basic public essential services to all migrants."
    assert said(text, marks) == ["basic", "public", "essential"]
    assert [mark.proposals for mark in marks] == [(), ("b",), ("a",)]


def test_two_insertions_at_one_place_stand_side_by_side():
    base = "Give services."
    text, marks = with_alternatives(merge(base, {"a": "Give free services.", "b": "Give public services."}))
    assert text == "Give free public services."
    assert said(text, marks) == ["free", "public"]


def test_a_deletion_leaves_the_words_of_the_base_in_their_bracket():
    text, marks = with_alternatives(merge("Give all services.", {"a": "Give services.", "b": "Give most services."}))
    assert (text, said(text, marks)) == ("Give all most services.", ["all", "most"])


@given(texts, st.lists(texts, max_size=4))
def test_without_the_words_of_proposals_the_merged_text_is_left(base, proposals):
    merged = merge(base, proposals)
    text, marks = with_alternatives(merged)
    for mark in reversed(marks):
        if mark.proposals:
            text = text[: mark.start] + text[mark.end :]
    assert text.split() == merged.text.split()


@given(texts, st.lists(texts, max_size=4))
def test_each_alternative_of_each_conflict_is_marked_once(base, proposals):
    merged = merge(base, proposals)
    text, marks = with_alternatives(merged)
    there = [each.text.strip() for conflict in merged.conflicts for each in conflict.alternatives if each.text.strip()]
    assert sorted(said(text, [mark for mark in marks if mark.proposals])) == sorted(there)
    assert all(one.end <= other.start for one, other in zip(marks, marks[1:], strict=False))
