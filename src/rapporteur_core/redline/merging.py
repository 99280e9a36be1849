"""Proposals for one base text side by side: what goes in by itself, and the words that they would change differently."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapporteur_core.redline.comparing import Change
from rapporteur_core.redline.cutting import is_word, tokens
from rapporteur_core.redline.pieces import Piece, extent, laid, pieces_of, redline_of, resolved, ways

WITHIN_WORDS = frozenset("'’-‐‑")
Names = tuple[Hashable, ...]


@dataclass(frozen=True)
class Alternative:
    """What the words of a conflict become, and the proposals that would have it so."""

    text: str
    proposals: Names


@dataclass(frozen=True)
class Conflict:
    """A conflict set: words of the base that proposals would change differently, all ways side by side.

    start, end: characters of the base, end exclusive; both the same where all insert at one place
    word_start, word_end: the same in words of the base, counted from 0; blanks and signs do not count
    words: the text of the base there
    alternatives: at least two, in the order of their texts; leaving the words as they are is not among them
    """

    start: int
    end: int
    word_start: int
    word_end: int
    words: str
    alternatives: tuple[Alternative, ...]

    @property
    def proposals(self) -> Names:
        """All that meet here."""
        return tuple(name for each in self.alternatives for name in each.proposals)


@dataclass(frozen=True)
class Merge:
    """The base with all that conflicts with nothing; words in conflict stay as they are in the base.

    `changes` is the redline from the base to `text`, each change naming the proposals that made it.
    """

    text: str
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def clean(self) -> bool:
        return not self.conflicts

    @property
    def conflicting(self) -> frozenset[Hashable]:
        """The proposals of which at least one piece conflicts."""
        return frozenset(name for each in self.conflicts for name in each.proposals)


def merge(base: str, proposals: Sequence[str] | Mapping[Any, str]) -> Merge:
    """All `proposals` for `base` in one text; each is named by its index or by its key.

    What one changes goes in, and what several change alike. Proposals conflict where they replace or delete the same
    words differently, where they insert different words at one place (either could come first; blanks and commas
    between do not make two places), where one inserts
    right before or behind words that another replaces, and where together they would run two words into one.
    Neither text, changes nor conflicts depend on the order of the proposals; names are told in that order.
    """
    named = dict(proposals) if isinstance(proposals, Mapping) else dict(enumerate(proposals))
    names = list(named)
    one = tokens(base)
    settled, disputed = resolved(one, pieces_of(one, named.values()))
    old, new, found = laid(one, settled, [_kept(one, group) for group in disputed])
    changes = [
        replace(change, proposals=tuple(names[text] for text in texts))
        for change, texts in redline_of(old, new, found)
        if change.text
    ]
    return Merge("".join(new), tuple(changes), conflicts_at(one, disputed, names))


def _kept(one: Sequence[str], group: Sequence[Piece]) -> Piece:
    start, end = extent(group)
    return Piece(start, end, tuple(one[start:end]), ())


def conflicts_at(
    one: Sequence[str], disputed: Iterable[Sequence[Piece]], names: Names | list[Hashable]
) -> tuple[Conflict, ...]:
    """The conflict sets of groups of pieces, which come in the order of the base."""
    found: list[Conflict] = []
    begins = _word_begins(one)
    at = place = words = 0
    for group in disputed:
        start, end = extent(group)
        place += sum(len(token) for token in one[at:start])
        words += sum(begins[at:start])
        there, count = "".join(one[start:end]), sum(begins[start:end])
        alternatives = tuple(
            Alternative(text, tuple(names[each] for each in who)) for text, who in sorted(ways(one, group).items())
        )
        found.append(Conflict(place, place + len(there), words, words + count, there, alternatives))
        at, place, words = end, place + len(there), words + count
    return tuple(found)


def _word_begins(one: Sequence[str]) -> list[bool]:
    """For each token whether a word begins with it: “person’s” and “follow-up” are one word each, as people count."""
    found: list[bool] = []
    for at, token in enumerate(one):
        goes_on = at > 1 and one[at - 1] in WITHIN_WORDS and is_word(one[at - 2])
        found.append(is_word(token) and not goes_on)
    return found
