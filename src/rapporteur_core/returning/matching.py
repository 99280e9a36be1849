"""Paragraphs of a file found in the text that went out: by identifier, by the very same words, by likeness."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapporteur_core.documents.word import Line, WordFile
from rapporteur_core.redline import similarity
from rapporteur_core.returning.values import TITLE, Base
from rapporteur_core.text import normalise

# Below this likeness a paragraph without its identifier is taken for a new one.
LIKE = 0.5
# So many pairs of paragraphs are compared for their likeness, those that stand nearest to one another.
MOST_PAIRS = 20_000


@dataclass
class Matched:
    """A paragraph of the base, its line with all changes refused, and how sure that is.

    read: the words of that line where they were changed without tracking, else None
    found_by: its words where these and no identifier told, else empty
    """

    base: Base
    line: Line | None = None
    confidence: float = 1.0
    read: str | None = None
    found_by: str = ""


def by_key(file: WordFile, matched: Sequence[Matched], lines: Sequence[Line]) -> list[Line]:
    """Give the paragraphs of the base the lines that have their identifiers; gives the lines that are left."""
    of_key = {each.base.key: each for each in matched}
    left: list[Line] = []
    for line in lines:
        is_title = file.paragraphs[line.paragraphs[0]].style.casefold() == TITLE
        found = of_key.get(line.key or (TITLE if is_title else ""))
        if found is not None and found.line is None:
            found.line = line
        else:
            left.append(line)
    return left


def by_content(matched: Sequence[Matched], lines: Sequence[Line]) -> None:
    """Match what has no identifier by its words, the likeliest first; a tie goes to the order of the text."""
    left = _by_same_words(matched, lines)
    numbers = [line.paragraphs[0] for line in left]
    waiting = list(_waiting(matched))
    scored = sorted(
        (-score, o, n)
        for o, (each, at) in enumerate(waiting)
        for n in nearest(bisect_left(numbers, at), len(left), MOST_PAIRS // len(waiting))
        if (score := likeness(each.base.text, left[n].text)) >= LIKE
    )
    taken: set[int] = set()
    for score, o, n in scored:
        each, _at = waiting[o]
        if each.line is None and n not in taken:
            each.line, each.confidence, each.found_by = left[n], -score, left[n].text
            taken.add(n)


def _by_same_words(matched: Iterable[Matched], lines: Iterable[Line]) -> list[Line]:
    """Give the paragraphs of the base without a line the first one with their very words; gives the lines left."""
    of_text: defaultdict[str, list[Matched]] = defaultdict(list)
    for each in matched:
        if each.line is None:
            of_text[normalise(each.base.text)].append(each)
    in_order = {text: iter(found) for text, found in of_text.items()}
    left: list[Line] = []
    for line in lines:
        found = next(in_order.get(normalise(line.text), iter(())), None)
        if found is not None:
            found.line, found.found_by = line, line.text
        else:
            left.append(line)
    return left


def _waiting(matched: Iterable[Matched]) -> Iterator[tuple[Matched, int]]:
    """Each paragraph of the base without a line, and the number that it would have in the file: next to the last one
    that is found."""
    at = 0
    for each in matched:
        if each.line is None:
            yield each, at
        at = each.line.paragraphs[-1] + 1 if each.line is not None else at + 1


def nearest(middle: int, count: int, keep: int) -> range:
    """Of `count` places those around `middle`: `keep` of them, at least one."""
    keep = min(max(keep, 1), count)
    first = min(max(middle - keep // 2, 0), count - keep)
    return range(first, first + keep)


def likeness(one: str, other: str) -> float:
    """How alike they are; 0.0 where one is so much longer that it cannot be LIKE the other: its words are not read."""
    shorter, longer = sorted((len(one), len(other)))
    return similarity(one, other) if longer <= 6 * shorter + 100 else 0.0
