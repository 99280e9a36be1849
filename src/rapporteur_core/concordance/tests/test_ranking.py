from __future__ import annotations

import numpy as np
import pytest

from rapporteur_core.concordance import nearest, rank

CANDIDATES = [
    "More bicycle lanes on the avenues and safe parking for bicycles",
    "Open the public library on Sundays",
    "Affordable housing and fair rents for young families",
    "Language classes for newly arrived migrants",
]


def test_the_closest_in_words_comes_first():
    order, score = rank(["rents are too high for families", "a lane for bicycles"], CANDIDATES, keep=2)
    assert order[:, 0].tolist() == [2, 0]
    assert (np.diff(score, axis=1) <= 0).all()


def test_forms_of_a_word_and_a_neighbouring_language_count():
    order, _ = rank(["biblioteca oberta"], ["més carrils bici", "las bibliotecas abiertas"], keep=1)
    assert order.tolist() == [[1]]


def test_places_without_a_candidate_are_marked():
    order, score = rank(["library"], CANDIDATES[:2], keep=4)
    assert order.tolist() == [[1, 0, -1, -1]]
    assert score[0, 2:].tolist() == [0, 0]


def test_what_shares_nothing_has_no_score_and_goes_by_index():
    order, score = rank(["xyz"], CANDIDATES, keep=4)
    assert order.tolist() == [[0, 1, 2, 3]]
    assert score.tolist() == [[0, 0, 0, 0]]


@pytest.mark.parametrize(("queries", "candidates"), [([], CANDIDATES), (["a"], []), ([], []), (["", "!"], ["", "a"])])
def test_empty_input_keeps_the_shape(queries, candidates):
    order, score = rank(queries, candidates, keep=3)
    assert order.shape == score.shape == (len(queries), 3)
    assert not score.any()


def test_keeping_none_is_refused():
    with pytest.raises(ValueError, match="At least one"):
        rank(["a"], ["b"], keep=0)
    with pytest.raises(ValueError, match="At least one"):
        nearest(["a"], keep=0)


def test_a_text_is_not_its_own_neighbour():
    order, _ = nearest([*CANDIDATES, CANDIDATES[1]], keep=2)
    assert all(index not in row for index, row in enumerate(order.tolist()))
    assert order[1, 0] == 4


def test_one_text_has_no_neighbour():
    order, score = nearest(["alone"], keep=2)
    assert (order.tolist(), score.tolist()) == ([[-1, -1]], [[0, 0]])


@pytest.mark.parametrize(
    ("query", "candidates"),
    [("مركز اللغة", ["حديقة جديدة", "افتتاح مركز اللغة للوافدين"]), ("图书馆", ["修建公园", "周日开放图书馆"])],
)
def test_any_script(query, candidates):
    assert rank([query], candidates, keep=1)[0].tolist() == [[1]]


def test_many_candidates_with_a_common_word_are_all_reached():
    candidates = [f"city plan number {index} {'garden' if index == 900 else 'street'}" for index in range(1200)]
    order, _ = rank(["garden of the city"], candidates, keep=1)
    assert order.tolist() == [[900]]


def test_the_same_call_gives_the_same_bytes():
    texts = [f"{CANDIDATES[index % 4]} in quarter {index % 7}" for index in range(300)]
    first, second = nearest(texts), nearest(texts)
    assert (first[0].tobytes(), first[1].tobytes()) == (second[0].tobytes(), second[1].tobytes())
