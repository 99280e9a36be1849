"""The concordance of numbers: which number each paragraph had in each revision, and which it has in the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader

from ..models import Revision, Wording
from .names import kind_name
from .numbers import proposed_numbers

# In place of a number: a paragraph that stands there without one, and one that does not stand there.
UNNUMBERED, ABSENT = "–", ""


@dataclass(frozen=True)
class ConcordanceRow:
    """A paragraph: its number in each revision in order, and the final one."""

    key: str
    kind: str
    text: str
    numbers: list[str]
    final: str

    @property
    def kind_label(self) -> str:
        return kind_name(self.kind)

    @property
    def is_gone(self) -> bool:
        """Whether it no longer stands in the last of the revisions."""
        return self.numbers[-1] == ABSENT


@dataclass(frozen=True)
class Concordance:
    """All paragraphs in the order of `revision`, then those that are gone by now, the last to go first.

    The final numbers are those that were given, or those that would be.
    """

    revision: Revision
    revisions: list[Revision]
    rows: list[ConcordanceRow]


def concordance(conference: Conference, number: int, reader: Reader) -> Concordance | None:
    """The concordance of revision `number` with those before it that `reader` may see: two queries."""
    shown: Any = Revision.objects.visible_to(reader).filter(draft__conference=conference, number__lte=number)
    revisions = list(shown.select_related("draft__conference").order_by("number"))
    if not revisions or revisions[-1].number != number:
        return None
    wordings: dict[int, list[Wording]] = defaultdict(list)
    rows = Wording.objects.filter(revision__in=revisions).select_related("paragraph").order_by("position")
    for each in rows:
        wordings[each.revision_id].append(each)
    last = revisions[-1]
    final = dict(
        zip(
            (each.paragraph_id for each in wordings[last.pk]),
            proposed_numbers(last, wordings[last.pk]),
            strict=True,
        )
    )
    by_revision = [{each.paragraph_id: each for each in wordings[revision.pk]} for revision in revisions]
    return Concordance(last, revisions, _rows(by_revision, final))


def _rows(by_revision: Sequence[dict[int, Wording]], final: dict[int, str]) -> list[ConcordanceRow]:
    found: dict[int, ConcordanceRow] = {}
    for standing in reversed(by_revision):
        for key, wording in standing.items():
            if key not in found:
                numbers = [_shown(each.get(key)) for each in by_revision]
                found[key] = ConcordanceRow(
                    wording.paragraph.key, wording.paragraph.kind, wording.text, numbers, final.get(key, ABSENT)
                )
    return list(found.values())


def _shown(wording: Wording | None) -> str:
    return ABSENT if wording is None else wording.number or UNNUMBERED


def concordance_sheet(found: Concordance) -> tuple[list[str], list[list[str]]]:
    """The same as a sheet: its first row, and a row a paragraph."""
    header = [_("Key"), _("Kind"), *(each.symbol for each in found.revisions), _("Final number"), _("Words")]
    return header, [[row.key, row.kind_label, *row.numbers, row.final, row.text] for row in found.rows]
