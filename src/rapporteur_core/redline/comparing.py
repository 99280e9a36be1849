"""The difference of two texts in whole words, marked as a person would mark it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from rapporteur_core.redline.cutting import ENDS_A_SENTENCE, NEWLINES, is_word, tokens
from rapporteur_core.redline.matching import Edit, differences, trimmed
from rapporteur_core.text import fold, words

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
    raw = list(differences(one, two))
    limits = [*(each.start for each in raw), len(one)][1:]
    apart: list[Edit] = []
    for each, limit in zip(raw, limits, strict=True):
        edit = _slid(one, two, each, apart[-1].end if apart else 0, limit)
        if apart and apart[-1].end == edit.start:
            edit = spanning(apart.pop(), edit)
        apart.append(edit)
    return apart


def _add(changes: list[Change], kind: Literal["keep", "insert", "delete"], pieces: Sequence[str]) -> None:
    if pieces:
        changes.append(Change(kind, "".join(pieces)))


def _slid(one: Sequence[str], two: Sequence[str], edit: Edit, least: int, limit: int) -> Edit:
    """A pure insertion or deletion moved to where a reader sees it begin, if equal words allow it.

    It stays within the tokens `least` to `limit` of the old text; of places that read alike it takes the last.
    """
    if edit.start < edit.end and edit.start_new < edit.end_new:
        return edit
    side, start, end = (one, edit.start, edit.end) if edit.start < edit.end else (two, edit.start_new, edit.end_new)
    shift = 0
    while edit.start + shift > least and side[start + shift - 1] == side[end + shift - 1]:
        shift -= 1
    best, best_score = shift, _beginning(side, start + shift)
    while edit.end + shift < limit and side[start + shift] == side[end + shift]:
        shift += 1
        if (score := _beginning(side, start + shift)) >= best_score:
            best, best_score = shift, score
    return Edit(edit.start + best, edit.end + best, edit.start_new + best, edit.end_new + best)


def _beginning(side: Sequence[str], start: int) -> int:
    before = side[start - 1] if start else "\n"
    if before in NEWLINES:
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
