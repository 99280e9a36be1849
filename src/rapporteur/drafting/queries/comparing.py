"""Two revisions side by side, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import Change

from ..models import LostSentence, Revision, Sentence, Wording
from .names import paragraph_name
from .redlines import redline_of
from .texts import PLAIN_KINDS


@dataclass(frozen=True)
class ComparedParagraph:
    """A paragraph in two revisions: `kind` is same, changed, new or deleted; it may have moved besides."""

    kind: str
    changes: Sequence[Change]
    old: Wording | None
    new: Wording | None
    is_moved: bool = False

    @property
    def wording(self) -> Wording:
        """Its words in the new revision, else in the old one."""
        found = self.new or self.old
        if found is None:
            raise ValueError("A compared paragraph stands in one of the two revisions.")
        return found

    @property
    def name(self) -> str:
        return paragraph_name(self.wording)

    @property
    def is_bracketed_now(self) -> bool:
        return bool(self.old and self.new and self.new.brackets.all() and not self.old.brackets.all())

    @property
    def is_free_now(self) -> bool:
        return bool(self.old and self.new and self.old.brackets.all() and not self.new.brackets.all())


@dataclass(frozen=True)
class Comparison:
    """The paragraphs in the order of `new`, deleted ones after the one that they followed."""

    old: Revision
    new: Revision
    rows: list[ComparedParagraph]
    lost: list[LostSentence]
    without_source: list[Sentence]

    def count_of(self, kind: str) -> int:
        return sum(row.kind == kind for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        kinds = ("same", "changed", "new", "deleted")
        return {**{kind: self.count_of(kind) for kind in kinds}, "moved": sum(row.is_moved for row in self.rows)}


def comparison(conference: Conference, old: int, new: int, reader: Reader) -> Comparison | None:
    """Revision `old` beside revision `new`: five queries; None when `reader` may not see both."""
    shown = Revision.objects.visible_to(reader).filter(draft__conference=conference, number__in=[old, new])
    found = {revision.number: revision for revision in shown.select_related("draft__conference")}
    if old not in found or new not in found or old == new:
        return None
    wordings: dict[int, list[Wording]] = {old: [], new: []}
    rows = Wording.objects.filter(revision__in=found.values()).select_related("paragraph", "revision")
    rows = rows.prefetch_related("brackets")
    for wording in rows.order_by("position"):
        wordings[wording.revision.number].append(wording)
    lost = LostSentence.objects.filter(
        revision__draft__conference=conference, revision__number__gt=min(old, new), revision__number__lte=max(old, new)
    ).select_related("sentence__wording__paragraph", "sentence__wording__revision", "revision")
    bare = (
        Sentence.objects.filter(wording__revision=found[new], sources=None)
        .exclude(wording__paragraph__kind__in=PLAIN_KINDS)
        .select_related("wording__paragraph")
        .order_by("wording__position", "position")
    )
    return Comparison(
        found[old], found[new], _compared(wordings[old], wordings[new]), list(lost.order_by("pk")), list(bare)
    )


def _compared(old: list[Wording], new: list[Wording]) -> list[ComparedParagraph]:
    before = {wording.paragraph_id: wording for wording in old}
    kept_in_order = _in_order([each.paragraph_id for each in old], [each.paragraph_id for each in new])
    rows = [_row(before.get(each.paragraph_id), each, kept_in_order) for each in new]
    places = {each.paragraph_id for each in new}
    for index, wording in enumerate(old):
        if wording.paragraph_id not in places:
            rows.insert(_place(old[:index], rows), _row(wording, None, kept_in_order))
    return rows


def _in_order(old: list[int], new: list[int]) -> set[int]:
    """The most paragraphs that stand in the same order in both; the others of both have moved."""
    kept = (step for step in LCSseq.opcodes(old, new) if step.tag == "equal")
    return {key for step in kept for key in old[step.src_start : step.src_end]}


def _row(old: Wording | None, new: Wording | None, kept_in_order: set[int]) -> ComparedParagraph:
    if old is None or new is None:
        alone = new or old
        text = alone.text if alone else ""
        kind = "deleted" if new is None else "new"
        return ComparedParagraph(kind, (Change("delete" if new is None else "insert", text),), old, new)
    changes = redline_of(old.text, new.text)
    kind = "same" if old.text == new.text else "changed"
    return ComparedParagraph(kind, changes, old, new, old.paragraph_id not in kept_in_order)


def _place(before: list[Wording], rows: list[ComparedParagraph]) -> int:
    """Behind the nearest paragraph that stood before a deleted one."""
    places = {row.wording.paragraph_id: index for index, row in enumerate(rows)}
    return next((places[each.paragraph_id] + 1 for each in reversed(before) if each.paragraph_id in places), 0)
