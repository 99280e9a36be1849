from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.text import direction, fingerprint, fold, language_of, normalise, word_count, words


@given(st.text(st.characters(), max_size=80))
def test_a_kept_text_is_nfc_without_controls_and_keeping_it_again_changes_nothing(text: str) -> None:
    kept = normalise(text)
    assert normalise(kept) == kept == unicodedata.normalize("NFC", kept)
    assert not [c for c in kept if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]


def test_what_could_deceive_on_a_page_is_dropped() -> None:
    assert normalise("a\x00b\u202ec\u2066d\ufeffe\tf\x85g  \r\n\n\n\nh \ud800") == "abcde f\ng\n\nh \ufffd"


def test_marks_that_arabic_writing_needs_are_kept() -> None:
    assert normalise("نص\u200f (a)\u200e می\u200cخواهم") == "نص\u200f (a)\u200e می\u200cخواهم"


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("École", "ECOLE"),
        ("Straße", "STRASSE"),
        ("أهلاً إلى الأمم آمن", "اهلا الي الامم امن"),
        ("مـديـنة", "مدينه"),
        ("هجرت", "هجرت\u200c"),
        ("ﬁnance ２", "finance 2"),
        ("٢٠١٧", "2017"),
        ("I\u0307stanbul", "istanbul"),
    ],
)
def test_spellings_that_a_reader_takes_for_one_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_words_are_found_in_any_script() -> None:
    assert words("L'École à 東京 हिन्दी под_ключ 10.7") == [
        "l",
        "ecole",
        "a",
        "東",
        "京",
        "हिनदी",
        "под",
        "ключ",
        "10",
        "7",
    ]
    assert word_count("  —  !") == 0


def test_the_fingerprint_is_that_of_the_kept_form() -> None:
    assert (
        fingerprint("e\u0301\r\n")
        == fingerprint("é")
        == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
    )
    assert fingerprint("é") != fingerprint("e")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We ask for housing for everyone who arrives in our city", "en"),
        ("Nous demandons un logement pour tous les nouveaux arrivants", "fr"),
        ("Pedimos vivienda para todas las personas que llegan a la ciudad", "es"),
        ("Pedimos habitação para todas as pessoas que chegam à cidade", "pt"),
        ("Volem habitatge per a tothom que arriba a la nostra ciutat", "ca"),
        ("نطلب السكن لجميع الوافدين إلى مدينتنا", "ar"),
        ("Oui.", "und"),
        ("", "und"),
    ],
)
def test_the_language_of_a_text_is_told_or_said_to_be_undetermined(text: str, language: str) -> None:
    assert language_of(text)[0] == language


def test_the_direction_follows_the_language_and_not_the_region() -> None:
    tags = ("ar", "ar-MA", "fa", "ur_PK", "fr", "en-AE", "und")
    assert [direction(tag) for tag in tags] == ["rtl"] * 4 + ["ltr"] * 3
