from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from rapporteur_core.themes import propose

SUBJECTS = {
    "housing": ("affordable housing", ["rents", "landlords", "tenants", "flats", "eviction", "mortgage"]),
    "transport": ("bicycle lanes", ["traffic", "buses", "parking", "avenue", "tramway", "cycling"]),
    "school": ("language classes", ["pupils", "teachers", "lessons", "homework", "learning", "classroom"]),
}


@pytest.fixture
def texts():
    made = []
    for number in range(45):
        phrase, words = list(SUBJECTS.values())[number % 3]
        chosen = [words[(number + step) % len(words)] for step in range(3)]
        made.append(f"In our town {phrase} matter: {chosen[0]}, {chosen[1]} and {chosen[2]}, says group {number}.")
    return made


def test_texts_on_three_subjects_make_three_themes(texts):
    themes = propose(texts, count=3)
    assert sorted(theme.members for theme in themes) == [tuple(range(first, 45, 3)) for first in range(3)]


def test_key_phrases_stand_in_the_texts_of_their_theme(texts):
    for theme in propose(texts):
        for phrase in theme.phrases:
            assert any(phrase in texts[index].casefold() for index in theme.members)


def test_the_label_is_made_of_the_first_phrases(texts):
    assert all(theme.label == " · ".join(theme.phrases[:3]) for theme in propose(texts, count=3))


def test_every_text_is_in_exactly_one_theme_or_unsorted(texts):
    themes = propose([*texts, "", "Zebra!", "?"])
    assert sorted(index for theme in themes for index in theme.members) == list(range(48))


def test_leftovers_come_last_and_are_marked(texts):
    last = propose([*texts, ""])[-1]
    assert (last.is_unsorted, last.label, last.members) == (True, "", (45,))


@pytest.mark.parametrize("texts", [["alone"], ["one", "two"], [""], ["", "", "", ""]])
def test_too_few_texts_are_all_unsorted(texts):
    themes = propose(texts)
    assert [(theme.is_unsorted, theme.members) for theme in themes] == [(True, tuple(range(len(texts))))]


def test_no_text_gives_no_theme():
    assert propose([]) == []


def test_a_campaign_counts_once_and_stays_together(texts):
    campaign = ["Close the airport at night, the noise of aircraft wakes our children."] * 60
    themes = propose([*texts, *campaign], groups=[range(45, 105)], count=3)
    holding = [theme for theme in themes if set(range(45, 105)) & set(theme.members)]
    assert len(holding) == 1
    assert set(range(45, 105)) <= set(holding[0].members)
    assert all("airport" not in theme.label for theme in themes)


def test_evidence_holds_no_two_of_a_campaign(texts):
    themes = propose([*texts, *[texts[0]] * 10], groups=[[0, *range(45, 55)]])
    assert all(sum(index == 0 or index >= 45 for index in theme.evidence) <= 1 for theme in themes)


def test_the_themes_are_the_same_on_one_thread_or_two(texts):
    many = texts * 4
    with threadpool_limits(1):
        one = propose(many)
    with threadpool_limits(2):
        two = propose(many)
    assert one == two


def test_neighbours_known_before_are_used():
    order = np.array([[1, 2], [0, 2], [0, 1], [4, 5], [3, 5], [3, 4]])
    themes = propose([f"text {name}" for name in "abcdef"], neighbours=(order, np.ones((6, 2))))
    assert [theme.members for theme in themes] == [(0, 1, 2), (3, 4, 5)]


def test_any_script():
    arabic = ["تعليم اللغة للوافدين في المدينة", "دروس اللغة للوافدين الجدد", "مدارس اللغة للوافدين والأطفال"]
    chinese = ["修建更多自行车道", "自行车道不够安全", "需要自行车道和停车场"]
    members = [theme.members for theme in propose([*arabic, *chinese])]
    assert members == [(0, 1, 2), (3, 4, 5)]
