from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rapporteur_core.redline import Aligned, align

HOUSING = (
    "Cities shall provide decent housing to all migrants who live within their borders, whatever their papers say."
)
SCHOOL = "Every child goes to the nearest school from the day on which its family arrives in the municipality."
MONEY = "National governments pay the municipalities for what newcomers cost in the first three years after arrival."
NIGHT = "Night shelters stay open in winter and ask nobody for a document before six in the morning."
WORK = "Work permits are given within thirty days, and a refusal names its reasons in a language that is understood."


def kinds(old: list[str], new: list[str]) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    return [(each.kind, each.old, each.new) for each in align(old, new)]


def test_equal_paragraphs_are_paired_for_certain_and_blanks_do_not_count() -> None:
    assert align([HOUSING, SCHOOL], [HOUSING.replace(" ", "  "), SCHOOL]) == [
        Aligned("same", (0,), (0,), 1.0),
        Aligned("same", (1,), (1,), 1.0),
    ]


def test_changed_new_and_gone_paragraphs_are_told_apart() -> None:
    decent = HOUSING.replace("decent housing to all", "adequate and affordable housing to")
    assert kinds([HOUSING, SCHOOL, MONEY], [decent, MONEY, NIGHT]) == [
        ("changed", (0,), (0,)),
        ("gone", (1,), ()),
        ("same", (2,), (1,)),
        ("new", (), (2,)),
    ]


def test_a_moved_paragraph_is_one_and_not_a_deletion_and_an_insertion() -> None:
    assert align([HOUSING, SCHOOL, MONEY, NIGHT], [NIGHT, HOUSING, SCHOOL, MONEY]) == [
        Aligned("moved", (3,), (0,), 1.0, is_moved=True),
        Aligned("same", (0,), (1,), 1.0),
        Aligned("same", (1,), (2,), 1.0),
        Aligned("same", (2,), (3,), 1.0),
    ]


def test_a_paragraph_may_move_and_change_at_once() -> None:
    found = align([HOUSING, SCHOOL, MONEY, NIGHT], [NIGHT.replace("winter", "every season"), HOUSING, SCHOOL, MONEY])
    assert [(each.kind, each.is_moved) for each in found] == [("changed", True)] + [("same", False)] * 3


def test_a_split_paragraph_is_carried_to_all_its_parts() -> None:
    whole = f"{HOUSING} {SCHOOL} {NIGHT}"
    assert align([MONEY, whole, WORK], [MONEY, HOUSING, SCHOOL, NIGHT, WORK]) == [
        Aligned("same", (0,), (0,), 1.0),
        Aligned("split", (1,), (1, 2, 3), 1.0),
        Aligned("same", (2,), (4,), 1.0),
    ]


def test_joined_paragraphs_lead_to_the_one_that_holds_them_also_when_it_was_edited() -> None:
    joined = f"{HOUSING} {SCHOOL.replace('nearest', 'closest')}"
    found = align([MONEY, HOUSING, SCHOOL, WORK], [MONEY, joined, WORK])
    assert [(each.kind, each.old, each.new) for each in found] == [
        ("same", (0,), (0,)),
        ("joined", (1, 2), (1,)),
        ("same", (3,), (2,)),
    ]
    assert found[1].confidence == pytest.approx(34 / 35)


def test_a_reworded_paragraph_between_the_same_neighbours_is_believed_with_less_confidence() -> None:
    reworded = "Housing is owed to migrants by the cities that they live in."
    found = align([MONEY, HOUSING, SCHOOL], [MONEY, reworded, SCHOOL])
    assert [(each.kind, each.old, each.new) for each in found][1] == ("changed", (1,), (1,))
    assert found[1].confidence < 0.5


def test_another_paragraph_nearly_as_like_lowers_the_confidence() -> None:
    alone = align([HOUSING], [HOUSING.replace("decent", "good")])[0]
    rivals = align([HOUSING, HOUSING.replace("decent", "fair")], [HOUSING.replace("decent", "good")])[0]
    assert (alone.kind, rivals.kind) == ("changed", "changed")
    assert rivals.confidence == pytest.approx(alone.confidence / 2)


def test_of_equal_paragraphs_too_many_on_one_side_are_paired_in_order_with_less_confidence() -> None:
    assert align(["Idem.", "Idem."], ["Idem.", "Idem.", "Idem."]) == [
        Aligned("same", (0,), (0,), 2 / 3),
        Aligned("same", (1,), (1,), 2 / 3),
        Aligned("new", (), (2,), 1.0),
    ]


def test_paragraphs_without_blanks_between_words_are_paired_too() -> None:
    assert kinds(["城市应当为所有移民提供体面的住房。", "儿童上学。"], ["儿童上学。", "城市应当为移民提供体面住房。"])[
        1
    ] in [
        ("changed", (0,), (1,)),
        ("same", (1,), (0,)),
    ]


def test_nothing_is_paired_with_nothing() -> None:
    assert align([], []) == []
    assert kinds([HOUSING], []) == [("gone", (0,), ())]
    assert kinds([], [HOUSING]) == [("new", (), (0,))]


WORDS = st.sampled_from(["one", "two", "three", "four", "five", "six", "seven", "مدينة", "城"])
PARAGRAPHS = st.lists(st.lists(WORDS, max_size=14).map(" ".join), max_size=9)


@settings(max_examples=300, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS)
def test_every_paragraph_of_either_text_stands_in_exactly_one_result(old: list[str], new: list[str]) -> None:
    found = align(old, new)
    assert sorted(o for each in found for o in each.old) == list(range(len(old)))
    assert [n for each in found for n in each.new] == list(range(len(new)))
    assert all(0 <= each.confidence <= 1 for each in found)
    sizes = {"new": (0, 1), "gone": (1, 0), "same": (1, 1), "moved": (1, 1), "changed": (1, 1)}
    for each in found:
        size = len(each.old), len(each.new)
        assert size == sizes.get(each.kind, size)
        assert each.kind not in {"split", "joined"} or sorted(size)[0] == 1 < sorted(size)[1]
        assert (each.kind == "moved") <= each.is_moved


@settings(max_examples=200, deadline=None)
@given(PARAGRAPHS)
def test_a_text_aligned_with_itself_is_the_same(text: list[str]) -> None:
    assert align(text, text) == [Aligned("same", (n,), (n,), 1.0) for n in range(len(text))]


@settings(max_examples=200, deadline=None)
@given(PARAGRAPHS, st.randoms(use_true_random=False))
def test_paragraphs_in_another_order_are_the_same_or_moved(text: list[str], chance: random.Random) -> None:
    order = chance.sample(range(len(text)), k=len(text))
    found = align(text, [text[place] for place in order])
    assert {each.kind for each in found} <= {"same", "moved"}
    assert all(text[each.old[0]] == text[order[each.new[0]]] for each in found)


def test_four_hundred_paragraphs_that_have_all_changed_find_one_another() -> None:
    chance = random.Random(1)
    old = [[f"w{int(2000 * chance.random() ** 3)}" for _ in range(80)] for _ in range(400)]
    new = [[word if chance.random() < 0.8 else "other" for word in each] for each in old]
    one, two = [" ".join(each) for each in old], [" ".join(each) for each in new]
    found = align(one, two)
    assert [(each.old, each.new) for each in found] == [((n,), (n,)) for n in range(400)]
