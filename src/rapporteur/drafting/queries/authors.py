"""Whose the changes between two revisions are: told by the amendments that were taken in between the two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapporteur_core.redline import Change, Rebased, merge, rebase

from ..models import Amendment
from .redlines import redline_of
from .units import PARAGRAPH_BREAK, in_original


class Authors:
    """The amendments behind changes, each by its key. No query.

    taken: those that were taken in, with their renderings
    """

    def __init__(self, taken: Sequence[Amendment]):
        self.taken = taken
        self.by_place: dict[int | None, list[Amendment]] = defaultdict(list)
        for each in taken:
            for place in {each.paragraph_id, each.target_id if each.kind == Amendment.Kind.JOIN else None}:
                if place is not None or each.kind == Amendment.Kind.TITLE:
                    self.by_place[place].append(each)
        self.whole = {part: each.pk for each in taken for part in _whole_paragraphs(each)}

    def of_paragraph(self, paragraph: int, *kinds: str) -> tuple[int, ...]:
        """Of a paragraph that was moved or deleted."""
        return tuple(each.pk for each in self.by_place[paragraph] if each.kind in kinds)

    def of_words(self, text: str) -> tuple[int, ...]:
        """Of a paragraph that is new."""
        return (self.whole[text],) if text in self.whole else ()

    def named(self, old: str, new: str, place: int | None) -> Sequence[Change]:
        """The redline of a paragraph (None: the title), each change with the amendments that made exactly this one."""
        laid = {each.pk: words for each in self.by_place[place] if (words := _laid_on(old, each)) is not None}
        return self._told(old, new, laid)

    def of_joined(self, parts: Sequence[tuple[int, str]], new: str) -> Sequence[Change]:
        """The same of paragraphs (key and words) that became one: from their words, an empty line between them."""
        texts = [text for _place, text in parts]
        old = PARAGRAPH_BREAK.join(texts)
        laid = {}
        for at, (place, text) in enumerate(parts):
            for each in self.by_place[place]:
                if each.kind == Amendment.Kind.JOIN:
                    laid[each.pk] = _rebased(old, each)
                elif (words := _laid_on(text, each)) is not None:
                    laid[each.pk] = PARAGRAPH_BREAK.join([*texts[:at], words, *texts[at + 1 :]])
        return self._told(old, new, {key: words for key, words in laid.items() if words is not None})

    def _told(self, old: str, new: str, laid: Mapping[int, str]) -> Sequence[Change]:
        merged = merge(old, laid)
        if laid and merged.text == new:
            return merged.changes
        made: dict[tuple[int, str, str], list[int]] = defaultdict(list)
        for key, words in laid.items():
            for edit in _edits(redline_of(old, words)):
                if edit[1] != "keep":  # words that all keep are nobody's, and in no dispute
                    made[edit].append(key)
        changes = redline_of(old, new)
        return [
            replace(each, proposals=tuple(made.get(edit, ())))
            for each, edit in zip(changes, _edits(changes), strict=True)
        ]


def _laid_on(old: str, amendment: Amendment) -> str | None:
    """What an amendment on words makes of `old`; None where that is not clear."""
    is_on_words = amendment.kind in {Amendment.Kind.CHANGE, Amendment.Kind.SPLIT, Amendment.Kind.TITLE}
    return _rebased(old, amendment) if is_on_words else None


def _rebased(old: str, amendment: Amendment) -> str | None:
    words = in_original(amendment)
    if words is None:
        return None
    laid = rebase(words[0], old, words[1])
    return laid.text if isinstance(laid, Rebased) else None


def _whole_paragraphs(amendment: Amendment) -> list[str]:
    """The words of paragraphs that an amendment brings in whole."""
    words = in_original(amendment)
    if words is None or amendment.kind not in {Amendment.Kind.ADD, Amendment.Kind.SPLIT}:
        return []
    return [part.strip() for part in words[1].split(PARAGRAPH_BREAK)]


def _edits(changes: Iterable[Change]) -> list[tuple[int, str, str]]:
    """Each change as its place in the old text, its kind and its words."""
    found: list[tuple[int, str, str]] = []
    place = 0
    for change in changes:
        found.append((place, change.kind, change.text))
        place += 0 if change.kind == "insert" else len(change.text)
    return found
