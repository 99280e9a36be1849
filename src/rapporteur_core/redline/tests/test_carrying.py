from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.redline import Carried, sentences_carried
from rapporteur_core.text import sentences

OLD = "We ask for good housing. Cities need money from the States now, and they need it before the winter. We go."


def told(old: str, new: str) -> list[tuple[str | None, str | None, str]]:
    return [
        (each.new and new[slice(*each.new)], each.old and old[slice(*each.old)], each.kind)
        for each in sentences_carried(old, new)
    ]


def test_same_reworded_new_and_gone_sentences_are_told_apart() -> None:
    assert told("We go. We ask for good housing. Ships sail.", "Now this. We ask for decent housing. We go.") == [
        ("Now this.", None, "new"),
        ("We ask for decent housing.", "We ask for good housing.", "reworded"),
        ("We go.", "We go.", "same"),
        (None, "Ships sail.", "gone"),
    ]


def test_a_sentence_that_was_split_is_carried_to_both_parts() -> None:
    whole = "Cities need money from the States now, and they need it before the winter."
    assert told(whole, "Cities need money from the States now. They need it before the winter.") == [
        ("Cities need money from the States now.", whole, "reworded"),
        ("They need it before the winter.", whole, "reworded"),
    ]


def test_a_sentence_made_of_two_carries_both() -> None:
    old = "Cities need money from the States now. They need it before the winter."
    new = "Cities need money from the States now, and they need it before the winter."
    assert told(old, new) == [
        (new, "Cities need money from the States now.", "reworded"),
        (new, "They need it before the winter.", "reworded"),
    ]


def test_a_repeated_sentence_is_matched_once_each_in_order() -> None:
    assert [each.old for each in sentences_carried("Yes. Yes.", "Yes. Yes. Yes.")] == [(0, 4), (5, 9), None]


def test_nothing_is_carried_from_or_to_an_empty_text() -> None:
    assert sentences_carried("", "") == []
    assert sentences_carried("Gone.", "") == [Carried(None, (0, 5), "gone")]


TEXTS = st.lists(st.sampled_from(["We go.", "We go now.", "Cities pay for it.", "Cities pay.", "No?"]), max_size=6)


@given(TEXTS, TEXTS)
def test_no_sentence_of_either_text_is_lost(old: list[str], new: list[str]) -> None:
    one, two = " ".join(old), " ".join(new)
    carried = sentences_carried(one, two)
    assert {each.new for each in carried if each.new} == set(sentences(two))
    assert {each.old for each in carried if each.old} == set(sentences(one))
    assert all((each.old is None) == (each.kind == "new") for each in carried)
