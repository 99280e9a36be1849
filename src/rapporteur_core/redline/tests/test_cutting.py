from __future__ import annotations

import time
from collections.abc import Iterable

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from rapporteur_core.redline import accepted, compare, merge, rejected
from rapporteur_core.redline.cutting import tokens

CLUSTER = regex.compile(r"\X")
# One sign of each kind that the rules for what a reader takes as one character speak of, and what they stand beside.
KINDS = [
    *(
        "a",
        "Z",
        "7",
        "_",
        " ",
        "  ",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\u2028",
        "\x00",
        "\u00ad",
        "\u200b",
        "\u200e",
        ".",
        "'",
        "-",
    ),
    *("e\u0301", "\u0301", "\u0308", "\u20e3", "\ufe0f", "\ufe0e", "\U000e0101", "\u200d", "\u200c", "1\ufe0f\u20e3"),
    *("🇦", "🇧", "🇲🇦", "👩", "👩‍👩‍👧‍👦", "👍🏽", "🏽", "❤️‍🔥", "🏴\U000e0067\U000e0062\U000e007f", "©", "ℹ", "™"),
    *("\u1100", "\u1161", "\u11a8", "가", "각", "漢", "字\U000e0100", "か", "カ", "\u3099", "ｶ", "\uff9e", "々", "ー"),
    *("क", "\u094d", "ष", "ि", "क्षि", "ক", "্", "\u0d4d", "ക", "ട", "\u0d4e", "த", "ெ", "\u1b05", "\u1b44"),
    *("م", "مُحَمَّد", "\u064f", "\u0651", "\u0600", "\u06dd", "\u202b", "שָׁלוֹם", "ܐ\u070f"),
    *(
        "ก",
        "เ",
        "แ",
        "า",
        "ำ",
        "กำ",
        "ที่",
        "ไ",
        "๑",
        "ลາ",
        "ຳ",
        "\u1780",
        "\u17d2",
        "\u178f",
        "\u17d2\u179a",
        "\u1019",
        "\u1039",
        "\u103a",
    ),
    *("བ", "ོ", "་", "\u1885", "\U00011f02", "\U0001f1e6", "\U0001e900", "\U00010a0f", "\ud7b0", "\ua960"),
]
TEXTS = st.lists(st.sampled_from(KINDS), max_size=12).map("".join) | st.text(max_size=20)


def ends(pieces: Iterable[str]) -> set[int]:
    """Where pieces of a text end, in characters."""
    found, place = set(), 0
    for piece in pieces:
        place += len(piece)
        found.add(place)
    return found


def breaks_of(text: str) -> set[int]:
    """Where a text may be broken."""
    return ends(CLUSTER.findall(text)) | {0}


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_tokens_join_to_the_text_and_break_no_character_that_a_reader_sees(text: str) -> None:
    cut = tokens(text)
    assert "".join(cut) == text
    assert all(cut)
    assert ends(cut) <= breaks_of(text)


@settings(max_examples=500, deadline=None)
@given(TEXTS, TEXTS)
def test_a_redline_breaks_no_character_of_either_text(old: str, new: str) -> None:
    changes = compare(old, new)
    assert (accepted(changes), rejected(changes)) == (new, old)
    assert ends(each.text for each in changes if each.kind != "insert") <= breaks_of(old)
    assert ends(each.text for each in changes if each.kind != "delete") <= breaks_of(new)


@settings(max_examples=500, deadline=None)
@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_a_merged_redline_breaks_no_character_of_the_base_or_of_the_text(base: str, proposals: list[str]) -> None:
    merged = merge(base, proposals)
    assert ends(each.text for each in merged.changes if each.kind != "insert") <= breaks_of(base)
    assert ends(each.text for each in merged.changes if each.kind != "delete") <= breaks_of(merged.text)
    assert {place for each in merged.conflicts for place in (each.start, each.end)} <= breaks_of(base)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("l'eau, 3 fois", ["l", "'", "eau", ",", " ", "3", " ", "fois"]),
        ("a  b\n\nc\r\nd", ["a", "  ", "b", "\n", "\n", "c", "\r\n", "d"]),
        ("مُحَمَّدٌ يَكْتُبُ", ["مُحَمَّدٌ", " ", "يَكْتُبُ"]),
        ("می‌خواهم", ["می‌خواهم"]),
        ("城市应当", ["城", "市", "应", "当"]),
        ("葛\U000e0100飾", ["葛\U000e0100", "飾"]),
        ("がく", ["が", "く"]),
        ("か\u3099く", ["か\u3099", "く"]),
        ("한국어 \u1112\u1161\u11ab글", ["한국어", " ", "\u1112\u1161\u11ab글"]),
        ("क्षत्रिय लोग", ["क्षत्रिय", " ", "लोग"]),
        ("তাঁদের অধিকার", ["তাঁদের", " ", "অধিকার"]),
        ("ที่อยู่", ["ที่", "อ", "ยู่"]),
        ("เมือง", ["เมื", "อ", "ง"]),
        ("ត្រី", ["ត្រី"]),
        ("🇲🇦🇧🇪!", ["🇲🇦", "🇧🇪", "!"]),
        ("👩‍👩‍👧 👍🏽1️⃣", ["👩‍👩‍👧", " ", "👍🏽", "1️⃣"]),
        ("עיר city مدينة", ["עיר", " ", "city", " ", "مدينة"]),
        ("Նոր ქალაქი ከተማ", ["Նոր", " ", "ქალაქი", " ", "ከተማ"]),
        ("snake_case 12.5 %", ["snake_case", " ", "12", ".", "5", " ", "%"]),
    ],
)
def test_words_are_those_of_the_script(text: str, cut: list[str]) -> None:
    assert tokens(text) == cut


@pytest.mark.parametrize(
    "sign", ["🇲", "🇲🇦 ", "a\u0301", "\u0301", "👩\u200d", "क\u094d", "\u0600", "เ", "\u1100", "漢", "\r", ". ", "a"]
)
def test_a_long_row_of_one_sign_takes_no_longer_than_other_text(sign: str) -> None:
    began = time.perf_counter()
    compare(sign * 40_000, sign * 20_000 + "x" + sign * 20_000)
    assert time.perf_counter() - began < 3
