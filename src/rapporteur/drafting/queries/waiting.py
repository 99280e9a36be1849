"""Amendments that wait for a decision, each with its place: what the desk shows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapporteur.foundation.people.reader import Reader
from rapporteur_core.returning import TITLE

from ..models import Amendment, Revision, Wording
from ..permissions import OPEN_STATES
from .amendments import AmendmentRow, amendment_rows, amendments_on
from .names import paragraph_name, place_of, where
from .sets import same_words
from .units import ALIVE, LAID, laid_on, open_units, place_on

# Kinds of which the words alone do not show what they do.
NOT_IN_WORDS = frozenset({Amendment.Kind.MOVE, Amendment.Kind.JOIN})


@dataclass(frozen=True)
class WaitingRow:
    """An open amendment on a revision.

    key, place: identifier and name of what it amends; the key is empty where that is no longer in the text
    does: what it does besides changing words, in a sentence
    same: other live amendments that propose the same
    apart: all moves of the paragraph, where they would put it at different places
    is_told: whether its redline shows all that it does to this text, so that one can decide by it alone
    """

    row: AmendmentRow
    key: str
    place: str
    does: str
    same: Sequence[Amendment]
    apart: Sequence[Amendment]
    is_told: bool

    @property
    def amendment(self) -> Amendment:
        return self.row.amendment


def waiting_rows(revision: Revision, reader: Reader, wordings: Sequence[Wording]) -> list[WaitingRow]:
    """The open amendments on a frozen revision that `reader` may see, by number: four queries, whatever is there.

    wordings: the paragraphs of that revision
    """
    found = amendments_on(revision, reader)
    here = {each.paragraph_id: each for each in wordings}
    same = same_words(found, revision, here, open_units(revision, found, wordings)[0])
    rows = amendment_rows(revision, [each for each in found if each.state in OPEN_STATES], wordings)
    moves = [each for each in found if each.kind == Amendment.Kind.MOVE and each.state in ALIVE]
    return [_row(row, revision, here, same, moves) for row in rows]


def _row(
    row: AmendmentRow,
    revision: Revision,
    here: Mapping[int, Wording],
    same: Mapping[int, Sequence[Amendment]],
    moves: Sequence[Amendment],
) -> WaitingRow:
    amendment = row.amendment
    wording, target = (here.get(key or 0) for key in (place_on(amendment, revision.pk), amendment.target_id))
    is_title = amendment.paragraph_id is None
    carried = laid_on(amendment, revision, here).carried
    return WaitingRow(
        row,
        TITLE if is_title else wording.paragraph.key if wording else "",
        _("Title of the text") if is_title else place_of(amendment, wording),
        "" if amendment.parent_id else _does(amendment, target),
        same.get(amendment.pk, ()),
        _apart(amendment, moves),
        is_told=amendment.kind not in NOT_IN_WORDS
        and amendment.words_language == revision.language
        and carried in {"", *LAID},
    )


def _does(amendment: Amendment, target: Wording | None) -> str:
    return where(amendment.kind, paragraph_name(target) if target else "", with_below=amendment.with_below)


def _apart(amendment: Amendment, moves: Sequence[Amendment]) -> list[Amendment]:
    """The moves of one paragraph that would put it at different places, this one among them."""
    own = [each for each in moves if each.paragraph_id == amendment.paragraph_id]
    is_apart = amendment.kind == Amendment.Kind.MOVE and len({each.target_id for each in own}) > 1
    return own if is_apart else []
