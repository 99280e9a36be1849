"""Splits and joins between two revisions as Word tracks them: the end of a paragraph that was put in, or taken away.

A join is a split read backwards: what is said here of a split, with old and new words exchanged, makes one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapporteur_core.redline import Change, bracketed

from ..models import Wording
from .authors import Authors
from .comparing import ComparedParagraph
from .redlines import Marked, Range, cut, places_of_texts, with_both_brackets
from .texts import ranges_of
from .units import PARAGRAPH_BREAK

Keys = tuple[object, ...]


@dataclass(frozen=True)
class Parting:
    """One paragraph that became several, or several that became one.

    kind: what was done to the ends between the parts: inserted (a split), deleted (a join)
    whole: before a split, after a join; its paragraph is also that of the first part
    changes: of each part its redline with brackets. With all changes refused the parts of a split are together the words
        of the whole; with all accepted those of a join are
    ends: for each end between two parts the amendments that put it in or took it away
    """

    kind: Literal["inserted", "deleted"]
    whole: Wording
    parts: Sequence[Wording]
    changes: Sequence[Sequence[Marked]]
    ends: Sequence[Keys]


@dataclass(frozen=True)
class _Group:
    kind: Literal["inserted", "deleted"]
    whole: Wording
    parts: list[Wording]


def partings(
    rows: Iterable[ComparedParagraph],
    before: Sequence[Wording],
    after: Sequence[Wording],
    moved: set[int],
    authors: Authors,
) -> dict[int, Parting]:
    """The splits and joins that tracked ends tell exactly, by the key of the paragraph of the whole. No query.

    Left out, to be shown as words changed and a paragraph added or deleted: parts that do not stand together, that
    moved, whose words stand in another order, whose first is not the paragraph of the whole or shares no word with it.
    before, after: the paragraphs of the older and the newer text, in order
    """
    groups = [each for each in _groups(rows, before, after) if not moved & {part.paragraph_id for part in each.parts}]
    claimed = Counter(part.paragraph_id for each in groups for part in each.parts)
    found = {}
    for each in groups:
        if all(claimed[part.paragraph_id] == 1 for part in each.parts):
            parting = _parting(each, authors)
            if _is_exact(parting):
                found[each.whole.paragraph_id] = parting
    return found


def _groups(rows: Iterable[ComparedParagraph], before: Sequence[Wording], after: Sequence[Wording]) -> Iterator[_Group]:
    splits: dict[int, list[Wording]] = defaultdict(list)
    joins: dict[int, list[Wording]] = defaultdict(list)
    for row in rows:
        if row.whole and row.kind == "split" and row.new:
            splits[row.whole.paragraph_id].append(row.new)
        elif row.whole and row.kind == "joined" and row.old:
            joins[row.whole.paragraph_id].append(row.old)
    olds, news = ({each.paragraph_id: each for each in side} for side in (before, after))
    for key, others in splits.items():
        if key in olds and key in news and (parts := _together([news[key], *others], after)):
            yield _Group("inserted", olds[key], parts)
    for key, others in joins.items():
        if key in olds and key in news and (parts := _together([olds[key], *others], before)):
            yield _Group("deleted", news[key], parts)


def _together(parts: Sequence[Wording], text: Sequence[Wording]) -> list[Wording]:
    """The parts in the order of their text; none where they do not follow one another or the given first is not."""
    places = {each.pk: place for place, each in enumerate(text)}
    first = places[parts[0].pk]
    expected = list(range(first, first + len(parts)))
    return list(text[first : first + len(parts)]) if sorted(places[each.pk] for each in parts) == expected else []


def _parting(group: _Group, authors: Authors) -> Parting:
    whole, parts = group.whole, group.parts
    texts = [each.text for each in parts]
    together = PARAGRAPH_BREAK.join(texts)
    if group.kind == "inserted":
        changes: Sequence[Change] = authors.named(whole.text, together, whole.paragraph_id)
    else:
        joined = authors.of_joined([(each.paragraph_id, each.text) for each in parts], whole.text)
        changes = [each for each in _exchanged(joined) if isinstance(each, Change)]
    plain = [each for piece in cut(changes, texts, len(PARAGRAPH_BREAK)) for each in piece]
    marked = with_both_brackets(plain, whole.text, "".join(texts), ranges_of(whole), _ranges_of_all(parts))
    pieces: Sequence[Sequence[Marked]] = cut(marked, texts, 0)
    ends = list(_ends(changes, texts))
    if group.kind == "deleted":
        pieces = [_exchanged(piece) for piece in pieces]
    return Parting(group.kind, whole, parts, pieces, ends)


def _ranges_of_all(parts: Iterable[Wording]) -> list[Range]:
    """The brackets of the parts in their words, one behind the other."""
    found: list[Range] = []
    start = 0
    for part in parts:
        found += [(start + one, start + two) for one, two in ranges_of(part)]
        start += len(part.text)
    return found


EXCHANGED: Mapping[str, Literal["insert", "delete"]] = {"insert": "delete", "delete": "insert"}


def _exchanged(changes: Iterable[Marked]) -> list[Marked]:
    """The same redline read from the new words to the old ones."""
    return [replace(each, kind=EXCHANGED[each.kind]) if each.kind in EXCHANGED else each for each in changes]


def _ends(changes: Sequence[Change], texts: Sequence[str]) -> Iterator[Keys]:
    """For each break between the texts the amendments whose change it is."""
    for _start, end in places_of_texts(texts, len(PARAGRAPH_BREAK))[:-1]:
        position = 0
        for each in changes:
            length = 0 if each.kind == "delete" else len(each.text)
            if position <= end < position + length:
                yield each.proposals
                break
            position += length


def _is_exact(found: Parting) -> bool:
    """Whether both texts with their brackets stand in it, and both readings know the whole by its own paragraph."""
    of_part, of_whole = ("delete", "insert") if found.kind == "inserted" else ("insert", "delete")
    parts = [_printed(piece, of_part) for piece in found.changes]
    whole = "".join(_printed(piece, of_whole) for piece in found.changes)
    shared = [each.text for each in found.changes[0] if isinstance(each, Change) and each.kind != of_whole]
    return (
        parts == [bracketed(each.text, ranges_of(each)) for each in found.parts]
        and whole == bracketed(found.whole.text, ranges_of(found.whole))
        and bool("".join(shared).strip())
    )


def _printed(changes: Iterable[Marked], left_out: str) -> str:
    return "".join(each.text for each in changes if each.kind != left_out)
