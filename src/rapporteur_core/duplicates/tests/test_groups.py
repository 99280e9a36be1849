from __future__ import annotations

import random

import pytest

from rapporteur_core.duplicates import Group, groups

LETTER = (
    "We ask the city to keep the night shelter open in winter. Many families have no other place to sleep. "
    "The volunteers of the parish can help with meals, but heating and beds cost more than we can collect."
)
PREAMBLE = (
    "Following the invitation of the mayor to take part in the consultation on the plan of the city for the next four "
    "years, our association has met three times and puts forward this request: "
)


@pytest.mark.parametrize("texts", [[], [""], ["", "  "], ["one"], ["yes", "no"], ["!", "?"]])
def test_nothing_that_differs_is_joined(texts):
    assert groups(texts) == []


def test_the_same_text_twice_is_an_exact_group():
    assert groups(["A bench.", "Light", "A  bench.\n"]) == [Group("exact", (0, 2))]


def test_marks_alone_can_be_an_exact_group():
    assert groups(["!!!", "…", "!!!"]) == [Group("exact", (0, 2))]


@pytest.mark.parametrize(
    "changed",
    [
        LETTER.upper(),
        "Dear Sir or Madam,\n" + LETTER + "\nYours faithfully",
        LETTER.replace("families", "famlies").replace("volunteers", "voluntears").replace("beds", "bedss"),
        " ".join(reversed(LETTER.split(". "))),
        LETTER + " I have lived here for thirty years.",
        LETTER.replace(".", " . ").replace(" ", "\n"),
    ],
    ids=["capitals", "greeting", "spelling", "order", "personal", "layout"],
)
def test_a_changed_copy_is_a_near_group(changed):
    assert groups([LETTER, "We want a bridge over the railway for bicycles.", changed]) == [Group("near", (0, 2))]


def test_an_excerpt_joins_its_letter():
    excerpt = "Many families have no other place to sleep. The volunteers of the parish can help"
    assert groups([excerpt, LETTER]) == [Group("near", (0, 1))]


def test_a_few_words_that_a_letter_has_too_are_not_an_excerpt():
    assert groups(["no other place to sleep", LETTER]) == []


def test_a_shared_preamble_joins_nobody():
    wishes = [
        "a library for the northern quarter, open in the evening and on Sundays, with rooms for the homework of pupils",
        "trees along the avenue of the station, because in summer the stones are too hot for the old and for children",
        "free lessons of the language of the country for those who came this year, near the places where they work",
    ]
    assert groups([PREAMBLE + wish for wish in wishes]) == []


def test_the_preamble_alone_does_not_join_the_letters_that_have_it():
    wishes = [
        LETTER,
        "trees along the avenue of the station, for the stones are too hot for old people and for small "
        "children, and a fountain on each square where those who wait for the bus can drink and rest a while",
    ]
    found = groups([PREAMBLE + wishes[0], PREAMBLE + wishes[1], PREAMBLE])
    assert len(found) == 1
    assert found[0].members in ((0, 2), (1, 2))


def test_exact_copies_inside_a_near_group_are_in_both():
    assert groups([LETTER, LETTER.lower(), LETTER]) == [Group("exact", (0, 2)), Group("near", (0, 1, 2))]


@pytest.mark.parametrize(
    "text",
    [
        "يجب على المدينة أن تفتح مركزا لتعليم اللغة للوافدين الجدد قرب أماكن عملهم",
        "市政府应该在冬天继续开放夜间收容所因为许多家庭没有别的地方可以睡觉",
        "यह शहर नए लोगों के लिए भाषा की कक्षाएं खोले और उनके बच्चों के लिए विद्यालय",
    ],
    ids=["Arabic", "Chinese", "Hindi"],
)
def test_any_script(text):
    changed = text[: len(text) // 2] + text[len(text) // 2 + 1 :] + "！"
    assert groups([text, changed]) == [Group("near", (0, 1))]


def test_groups_do_not_depend_on_the_order_of_arrival():
    texts = [LETTER, LETTER.upper(), LETTER + " Thank you very much.", PREAMBLE, PREAMBLE.lower(), "Hello", "Hello"]
    expected = _as_texts(groups(texts), texts)
    for seed in range(5):
        shuffled = random.Random(seed).sample(texts, k=len(texts))
        assert _as_texts(groups(shuffled), shuffled) == expected


def test_a_campaign_of_thousands_is_one_group():
    texts = [f"{LETTER} My name is number {index}." for index in range(1500)]
    assert groups(texts) == [Group("near", tuple(range(1500)))]


def test_a_text_of_two_million_letters_is_taken():
    assert groups(["word " * 400_000, "word " * 400_000]) == [Group("exact", (0, 1))]


def _as_texts(found, texts):
    return sorted((group.kind, sorted(texts[index] for index in group.members)) for group in found)
