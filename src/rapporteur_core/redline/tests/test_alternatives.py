from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.redline import merge, with_alternatives, with_one_alternative

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


def one_left(base, *proposals, keep):
    text, marks = with_alternatives(merge(base, proposals))
    places = [(mark.start, mark.end) for mark in marks]
    return with_one_alternative(text, places, places[keep])


def test_one_alternative_stays_and_the_words_of_the_others_go():
    base = "Give basic services."
    ways = [base.replace("basic", word) for word in ("public", "free and good")]
    found = [one_left(base, *ways, keep=keep)[0] for keep in range(3)]
    assert sorted(found) == sorted([base, *ways])


def test_an_alternative_that_begins_with_a_comma_leaves_no_blank_before_it_and_no_words_run_together():
    text = "Give services for all , at once now."
    places = [(14, 21), (22, 31)]
    assert with_one_alternative(text, places, places[1])[0] == "Give services, at once now."
    text = "Give services, at once for all now."
    places = [(13, 22), (23, 30)]
    assert with_one_alternative(text, places, places[1])[0] == "Give services for all now."


def test_what_stands_around_an_alternative_is_found_where_it_stands_then():
    text = "Give basic public free services for all."
    new, place = with_one_alternative(text, [(5, 10), (11, 17), (18, 22)], (11, 17))
    assert new == "Give public services for all."
    for words in ("Give", "public", "services", "for all"):
        start, end = text.index(words), text.index(words) + len(words)
        assert new[place(start) : place(end)] == words
    assert {place(at) for at in (6, 20)} == {5, 11}


@given(texts, st.lists(texts, min_size=2, max_size=4), st.data())
def test_with_one_taken_of_each_conflict_its_words_stand_and_those_of_the_others_alone_are_gone(base, proposals, data):
    merged = merge(base, proposals)
    text, marks = with_alternatives(merged)
    groups: list[list] = []
    for conflict in merged.conflicts:
        count = bool(conflict.words.strip()) + sum(bool(each.text.strip()) for each in conflict.alternatives)
        start = sum(len(group) for group in groups)
        groups.append(marks[start : start + count])
    for group in reversed([group for group in groups if group]):
        chosen = data.draw(st.sampled_from(group))
        places = [(mark.start, mark.end) for mark in group]
        words = text[chosen.start : chosen.end]
        shorter, place = with_one_alternative(text, places, places[group.index(chosen)])
        assert shorter[place(chosen.start) : place(chosen.end)] == words
        gone = sum(len(text[start:end].split()) for start, end in places) - len(words.split())
        assert len(shorter.split()) == len(text.split()) - gone
        text = shorter
