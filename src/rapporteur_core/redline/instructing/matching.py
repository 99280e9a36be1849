"""Quoted words found in a text: typography may differ, words may not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rapporteur_core.redline.instructing.tokens import PLAIN

Range = tuple[int, int]
QUOTES = dict.fromkeys(map(ord, "«»“”„‹›″"), '"')
SAME = {ord("œ"): "oe", ord("Œ"): "Oe", ord("æ"): "ae", ord("ﬁ"): "fi", ord("ﬂ"): "fl"}
APOSTROPHES_AND_DASHES = {code: sign for code, sign in PLAIN.items() if sign in "'-"}
INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
TYPOGRAPHY: dict[int, str] = {**QUOTES, **SAME, **APOSTROPHES_AND_DASHES}
DOTS = re.compile(r"…+|\.{3,}")
NEAR = 40
ENUMERATES = (" -", " –", " —", "°", ")", ".-")
ENDS_A_SENTENCE = frozenset(".!?:;")


@dataclass(frozen=True)
class Form:
    """A text in the one form in which typography makes no difference.

    signs: quotation marks, apostrophes and dashes of one kind; a run of blanks as one, none beside a sign
    ranges: for each sign the characters of the text that it stands for
    """

    signs: str
    ranges: tuple[Range, ...]


def form(text: str) -> Form:
    """A text as it is compared. Combining marks go with their letter (NFC)."""
    signs: list[str] = []
    ranges: list[Range] = []
    for start, end, cluster in _clusters(text):
        sign = " " if cluster.isspace() else cluster
        if sign == " " and (not signs or signs[-1] == " " or not _is_wordy(signs[-1])):
            continue
        if sign != " " and not _is_wordy(sign) and signs and signs[-1] == " ":
            signs.pop()
            ranges.pop()
        signs += sign
        ranges += [(start, end)] * len(sign)
    if signs and signs[-1] == " ":
        signs.pop()
        ranges.pop()
    return Form("".join(signs), tuple(ranges))


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Each letter with its combining marks, composed, and a row of dots as one sign, with where it stands."""
    position = 0
    while position < len(text):
        dots = DOTS.match(text, position) if text[position] in ".…" else None
        if dots:
            yield position, dots.end(), "…"
            position = dots.end()
            continue
        end = position + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        cluster = text[position:end]
        if end > position + 1:
            cluster = unicodedata.normalize("NFC", cluster)
        cluster = cluster.translate(TYPOGRAPHY).translate(INVISIBLE)
        before, after = text[max(position - 1, 0) : position], text[end : end + 1]
        if cluster == "-" and (before.isspace() or after.isspace() or before == "."):
            cluster = "–"  # A dash between words joins none, as the hyphen does.
        if cluster:
            yield position, end, cluster
        position = end


def _is_wordy(sign: str) -> bool:
    return sign[-1].isalnum() or unicodedata.category(sign[-1]).startswith("M")


def occurrences(text: str, quoted: str) -> list[Range]:
    """Where the quoted words stand in a text, whole words, in order and never overlapping.

    Only where they stand nowhere as written may their first letter differ in case, and only if they begin a sentence.
    """
    return occurrences_in(form(text), quoted)


def occurrences_in(place: Form, quoted: str) -> list[Range]:
    """The same, with the form of the text at hand."""
    words = form(quoted).signs
    if not words:
        return []
    found = list(_whole(place, words))
    if not found and words[0].isalpha():
        other = words[0].lower() if words[0].isupper() else words[0].upper()
        found = [each for each in _whole(place, other + words[1:]) if _may_differ(place, each[0], words[0])]
    return [(place.ranges[start][0], place.ranges[end - 1][1]) for start, end in found]


def _may_differ(place: Form, start: int, first: str) -> bool:
    """A capital letter of the quotation may only be that of its own start; one of the text that of its sentence."""
    return first.isupper() or begins_a_sentence(place.signs, start)


def _whole(place: Form, words: str) -> Iterator[Range]:
    start = place.signs.find(words)
    while start >= 0:
        end = start + len(words)
        if _is_apart(place.signs, start - 1, start) and _is_apart(place.signs, end - 1, end):
            yield start, end
            start = place.signs.find(words, end)
        else:
            start = place.signs.find(words, start + 1)


def _is_apart(signs: str, one: int, two: int) -> bool:
    """Whether no word or number goes on from one sign to the other: 4,35 and self-help are one word each."""
    if one < 0 or two >= len(signs):
        return True
    if _is_wordy(signs[one]) and _is_wordy(signs[two]):
        return False
    return not (_is_joint(signs, one) or _is_joint(signs, two))


def _is_joint(signs: str, position: int) -> bool:
    around = signs[max(position - 1, 0) : position] + signs[position + 1 : position + 2]
    if len(around) < 2 or signs[position] not in "-,.":
        return False
    return _is_wordy(around[0]) and _is_wordy(around[1]) if signs[position] == "-" else around.isdigit()


def begins_a_sentence(text: str, position: int) -> bool:
    """Whether nothing, or the end of a sentence, stands before a position; marks and numbers of parts do not count."""
    before = text[max(position - NEAR, 0) : position].rstrip(' "«“(\xa0\u202f').rstrip()
    if not before:
        return position < NEAR
    return before[-1] in ENDS_A_SENTENCE or before.endswith(ENUMERATES)
