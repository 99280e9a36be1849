"""A text cut into the units that a redline marks, in every script, never inside what a reader sees as one character."""

from __future__ import annotations

import regex

# Scripts written without blanks: an ideograph or kana is a unit, and in South-East Asia a letter with all that is
# stacked on it and a vowel written before it, the nearest thing to a syllable that needs no dictionary.
IDEOGRAPH = r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]"
SYLLABLE = r"[[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]&&\p{L}]"
VOWEL_BEFORE = r"[\u0E40-\u0E44\u0EC0-\u0EC4]"
# A flag before another one. \X would find it too, but counts back to the first of a row of flags at each of them.
FLAG = r"\p{Regional_Indicator}{2}(?=\p{Regional_Indicator})"
# \X is an extended grapheme cluster. A word, a newline, a run of blanks, a syllable, or one ideograph or sign.
TOKEN = regex.compile(
    rf"(?:(?!{IDEOGRAPH}|{SYLLABLE})(?=\w)\X)+|\r?\n|(?:(?=[^\S\n])(?!\r\n)\X)+"
    rf"|{VOWEL_BEFORE}(?={SYLLABLE})\X|{FLAG}|\X",
    regex.VERSION1,
)
NEWLINES = frozenset({"\n", "\r\n"})
ENDS_A_SENTENCE = regex.compile(r"[.!?؟۔。;:\n]")


def tokens(text: str) -> list[str]:
    """The text in words, blanks and signs; joined they give the text.

    Source: Unicode Standard Annex 29, "Unicode text segmentation", 2024, for what must not be broken.
    """
    found: list[str] = TOKEN.findall(text)
    return found


def is_word(token: str) -> bool:
    """Whether a token is a word, an ideograph or a number, and neither blank nor sign."""
    return token[0].isalnum() or token[0] == "_"
