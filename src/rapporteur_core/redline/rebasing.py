"""A proposal carried over when the text that it was made for has become another."""

from __future__ import annotations

from dataclasses import dataclass

from rapporteur_core.redline.comparing import Change, compare, rejected
from rapporteur_core.redline.cutting import tokens
from rapporteur_core.redline.merging import Conflict, conflicts_at
from rapporteur_core.redline.pieces import Piece, extent, laid, pieces_of, redline_of, resolved, ways

NEW_BASE, PROPOSAL = "new base", "proposal"


@dataclass(frozen=True)
class Rebased:
    """A proposal laid on the new base: the whole text, and the redline that leads from the new base to it."""

    text: str
    changes: tuple[Change, ...]

    @property
    def is_contained(self) -> bool:
        """Whether the new base says already all that was proposed."""
        return self.text == rejected(self.changes)


@dataclass(frozen=True)
class Unclear:
    """A proposal for words that have changed since; a person must look.

    text: the new base with what was clear of the proposal; in conflict the new base's words stay
    changes: the redline from the new base to `text`
    conflicts: ranges of the old base with two alternatives each, named NEW_BASE and PROPOSAL
    meanwhile: the redline from the old base to the new one
    proposed: the redline from the old base to the proposal
    """

    text: str
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    meanwhile: tuple[Change, ...]
    proposed: tuple[Change, ...]


def rebase(base: str, new_base: str, proposal: str) -> Rebased | Unclear:
    """The `proposal` made for `base`, laid on `new_base`, which grew from the same base.

    Unclear where both changed the same words, by the rules of `merge`. For any three texts that are clear,
    rebase(base, a, b).text == rebase(base, b, a).text == merge(base, [a, b]).text.
    """
    one = tokens(base)
    settled, disputed = resolved(one, pieces_of(one, [new_base, proposal]))
    standing = [piece for piece in settled if 0 in piece.texts] + [_as_it_stands(one, group) for group in disputed]
    old, new, found = laid(one, [piece for piece in settled if 0 not in piece.texts], standing)
    changes = tuple(change for change, _texts in redline_of(old, new, found) if change.text)
    if not disputed:
        return Rebased("".join(new), changes)
    return Unclear(
        "".join(new),
        changes,
        conflicts_at(one, disputed, [NEW_BASE, PROPOSAL]),
        tuple(compare(base, new_base)),
        tuple(compare(base, proposal)),
    )


def _as_it_stands(one: list[str], group: list[Piece]) -> Piece:
    start, end = extent(group)
    text = next(text for text, who in ways(one, group).items() if 0 in who)
    return Piece(start, end, tuple(tokens(text)), (0,))
