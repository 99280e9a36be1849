"""The difference of two texts in whole words, marked as a person would mark it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import Indel, LCSseq

from rapporteur_core.text import fold, words

MARKS = "".join(chr(c) for c in range(0x300, 0xFE30) if unicodedata.category(chr(c)).startswith("M"))
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# A word with its combining marks; one ideograph; one newline; a run of blanks; any other sign with its marks.
TOKEN = re.compile(
    rf"[{IDEOGRAPHS}][{MARKS}]*|(?:(?![{IDEOGRAPHS}])\w[{MARKS}]*)+|\n|[^\S\n]+|[^\w\s][{MARKS}\u200d\ufe0f]*"
)
# Above this many cells a comparison of all words would need more than 50 MB: sentences are compared first.
LARGEST = 400_000_000
ENDS_A_SENTENCE = re.compile(r"[.!?؟۔。;:\n]")
FUNCTION_WORDS_OF_SEVEN_LANGUAGES = (
    "a al an and as at by d da das de dei del dels den der des di do dos du e el els en et for from i in is it its l "
    "la las le les los no o of on or os ou pour per por qui que se sur te the to u un una und une van von we with y "
    "و في من على الى ان او عن مع"
)
FUNCTION_WORDS = frozenset(FUNCTION_WORDS_OF_SEVEN_LANGUAGES.split())


@dataclass(frozen=True)
class Change:
    """A piece of a redline: kept, inserted or deleted text; `proposals` names who made it, where several did."""

    kind: Literal["keep", "insert", "delete"]
    text: str
    proposals: tuple[Hashable, ...] = ()


@dataclass(frozen=True)
class Edit:
    """The tokens `start` to `end` (exclusive) of the old text replaced by `start_new` to `end_new` of the new one."""

    start: int
    end: int
    start_new: int
    end_new: int


def compare(old: str, new: str) -> list[Change]:
    """The changes that lead from `old` to `new`, in order, a deletion before the insertion that takes its place.

    Pieces are whole words. Accepting all gives `new`, rejecting all gives `old`, for any two texts. A kept blank or
    function word between two replacements is replaced with them, so that a phrase reads as one change.
    Source: longest common subsequence by bits, Hyyrö, "Bit-parallel LCS-length computation revisited", 2004.
    """
    one, two = tokens(old), tokens(new)
    changes: list[Change] = []
    position = 0
    for edit in edits(one, two):
        _add(changes, "keep", one[position : edit.start])
        _add(changes, "delete", one[edit.start : edit.end])
        _add(changes, "insert", two[edit.start_new : edit.end_new])
        position = edit.end
    _add(changes, "keep", one[position:])
    return changes


def accepted(changes: Iterable[Change]) -> str:
    """The text with every change accepted."""
    return "".join(change.text for change in changes if change.kind != "delete")


def rejected(changes: Iterable[Change]) -> str:
    """The text with every change rejected."""
    return "".join(change.text for change in changes if change.kind != "insert")


def similarity(a: str, b: str) -> float:
    """How many words two texts share, in order: 2 x common / all, from 0 to 1; 1.0 for two empty ones."""
    return Indel.normalized_similarity(words(a), words(b))


def tokens(text: str) -> list[str]:
    """The text in words, blanks and signs; joined they give the text."""
    return TOKEN.findall(text)


def edits(one: Sequence[str], two: Sequence[str]) -> list[Edit]:
    """The edits that lead from the tokens `one` to `two`, tidied for a reader."""
    joined: list[Edit] = []
    for edit in bare_edits(one, two):
        while joined and reads_as_one(one, two, joined[-1], edit):
            edit = trimmed(one, two, spanning(joined.pop(), edit))
        joined.append(edit)
    return joined


def bare_edits(one: Sequence[str], two: Sequence[str]) -> list[Edit]:
    """The edits that lead from the tokens `one` to `two`, each as small as words allow, kept tokens between any two."""
    raw = _raw(one, two)
    limits = [*(each.start for each in raw), len(one)][1:]
    apart: list[Edit] = []
    for each, limit in zip(raw, limits, strict=True):
        edit = _slid(one, two, each, limit)
        if apart and apart[-1].end == edit.start:
            edit = spanning(apart.pop(), edit)
        apart.append(edit)
    return apart


def _add(changes: list[Change], kind: Literal["keep", "insert", "delete"], pieces: Sequence[str]) -> None:
    if pieces:
        changes.append(Change(kind, "".join(pieces)))


def _raw(one: Sequence[str], two: Sequence[str]) -> list[Edit]:
    if len(one) * len(two) > LARGEST:
        return list(_by_units(one, two))
    return _opcodes(one, two)


def _opcodes(one: Sequence[str], two: Sequence[str]) -> list[Edit]:
    """The edits between the words and signs that both have in order. Blanks anchor nothing: they are too much alike."""
    return [
        edit
        for (last, last_new), (start, start_new) in pairwise(_matched(one, two))
        for edit in [trimmed(one, two, Edit(last + 1, start, last_new + 1, start_new))]
        if edit.start < edit.end or edit.start_new < edit.end_new
    ]


def _matched(one: Sequence[str], two: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of places of one word in both, in order, with a place before the first and one after the last token."""
    numbers: dict[str, int] = {}
    places = [[at for at, token in enumerate(side) if not token.isspace()] for side in (one, two)]
    codes = [
        [numbers.setdefault(side[at], len(numbers)) for at in its] for side, its in zip((one, two), places, strict=True)
    ]
    yield -1, -1
    for code in LCSseq.opcodes(codes[0], codes[1]):
        if code.tag == "equal":
            yield from zip(
                places[0][code.src_start : code.src_end], places[1][code.dest_start : code.dest_end], strict=True
            )
    yield len(one), len(two)


def _by_units(one: Sequence[str], two: Sequence[str]) -> Iterator[Edit]:
    """Compare sentences first, then the words of those that differ; what is still too large is replaced whole."""
    starts_one, starts_two = _starts(one), _starts(two)
    units_one, units_two = _units(one, starts_one), _units(two, starts_two)
    too_many = len(units_one) * len(units_two) > LARGEST
    whole = [Edit(0, len(units_one), 0, len(units_two))]
    for edit in whole if too_many else _opcodes(units_one, units_two):
        a, b = starts_one[edit.start], starts_one[edit.end]
        c, d = starts_two[edit.start_new], starts_two[edit.end_new]
        if (b - a) * (d - c) > LARGEST:
            yield Edit(a, b, c, d)
            continue
        for inner in _opcodes(one[a:b], two[c:d]):
            yield Edit(a + inner.start, a + inner.end, c + inner.start_new, c + inner.end_new)


def _starts(pieces: Sequence[str]) -> list[int]:
    """Where sentences start, as far as marks and newlines tell, and where the last one ends."""
    ends = [
        index + 1
        for index, piece in enumerate(pieces[:-1])
        if piece == "\n" or (piece.isspace() and index and ENDS_A_SENTENCE.match(pieces[index - 1]))
    ]
    return [0, *ends, len(pieces)]


def _units(pieces: Sequence[str], starts: Sequence[int]) -> list[str]:
    return ["".join(pieces[start:end]) for start, end in pairwise(starts)]


def _slid(one: Sequence[str], two: Sequence[str], edit: Edit, limit: int) -> Edit:
    """A pure insertion or deletion moved to where a reader sees it begin, if equal words before `limit` allow it."""
    if edit.start < edit.end and edit.start_new < edit.end_new:
        return edit
    side, start, end = (one, edit.start, edit.end) if edit.start < edit.end else (two, edit.start_new, edit.end_new)
    best, best_score = 0, _beginning(side, start)
    for shift in range(1, limit - edit.end + 1):
        if side[start + shift - 1] != side[end + shift - 1]:
            break
        if (score := _beginning(side, start + shift)) > best_score:
            best, best_score = shift, score
    return Edit(edit.start + best, edit.end + best, edit.start_new + best, edit.end_new + best)


def trimmed(one: Sequence[str], two: Sequence[str], edit: Edit) -> Edit:
    """The edit without the equal tokens at its two ends."""
    start, end, start_new, end_new = edit.start, edit.end, edit.start_new, edit.end_new
    while start < end and start_new < end_new and one[start] == two[start_new]:
        start, start_new = start + 1, start_new + 1
    while start < end and start_new < end_new and one[end - 1] == two[end_new - 1]:
        end, end_new = end - 1, end_new - 1
    return Edit(start, end, start_new, end_new)


def _beginning(side: Sequence[str], start: int) -> int:
    before = side[start - 1] if start else "\n"
    if before == "\n":
        return 3
    if before.isspace():
        return 2 if start > 1 and ENDS_A_SENTENCE.match(side[start - 2]) else 1
    return 0


def spanning(first: Edit, second: Edit) -> Edit:
    """One edit for two and all that stands between them."""
    return Edit(first.start, second.end, first.start_new, second.end_new)


def reads_as_one(one: Sequence[str], two: Sequence[str], first: Edit, second: Edit) -> bool:
    """Whether a reader takes two edits for one: what is kept between them is a blank or a word that says little."""
    between = one[first.end : second.start]
    if ENDS_A_SENTENCE.search("".join(between)):
        return False
    kept = _words_in(between)
    deleted = [_words_in(one[each.start : each.end]) for each in (first, second)]
    inserted = [_words_in(two[each.start_new : each.end_new]) for each in (first, second)]
    if not any(deleted) or not any(inserted):
        return False
    if not kept or (len(kept) == 1 and fold(kept[0]) in FUNCTION_WORDS):
        return True
    sizes = [min(len(d), len(i)) for d, i in zip(deleted, inserted, strict=True)]
    return len(kept) <= 2 and min(sizes) >= 2 * len(kept)


def _words_in(pieces: Sequence[str]) -> list[str]:
    return [piece for piece in pieces if is_word(piece)]


def is_word(token: str) -> bool:
    """Whether a token is a word, an ideograph or a number, and neither blank nor sign."""
    return token[0].isalnum() or token[0] == "_"
