"""Accepted amendments taken into the next revision: all that merge by themselves, whatever the order of acceptance."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import merge

from ..models import Amendment, Carried, Revision, Wording
from ..queries import PARAGRAPH_BREAK, Merging, Unit, block_of, frozen_before, merging, place_on, words_on
from .brackets import marks_carried
from .carrying import behind_new, donor_of
from .revisions import locked, move_wording, remove_wording
from .writing import cut_at_breaks, insert_behind, joint, mark_taken, put_in, retitle, rewrite_wording


@transaction.atomic
def apply_accepted(*, revision: Revision, by: Reader) -> tuple[list[Amendment], list[Amendment]]:
    """Merge the accepted amendments into a revision that is being written; gives those taken and those left.

    The result does not depend on the order in which they were accepted. A changed sentence keeps its sources and gets
    the amendment as one more.
    """
    revision = locked(revision, by)
    merged, queued = merging(revision)
    for part in merged:
        if part.unit is not None:
            _write_unit(revision, part, part.unit, by)
        elif part.taken[0].kind == Amendment.Kind.TITLE:
            retitle(revision, part.parts[0], by)
        elif part.taken[0].kind == Amendment.Kind.ADD:
            _add(revision, part.taken[0], by)
        else:
            _put_behind(revision, part.taken[0], by)
    taken = [each for part in merged for each in part.taken]
    mark_taken(taken, revision)
    left = [each.amendment for each in queued]
    record(
        by, "took in amendments", revision, symbol=revision.symbol,
        taken=sorted(each.number for each in taken), left=sorted(each.number for each in left),
    )  # fmt: skip
    return taken, left


def _write_unit(revision: Revision, part: Merging, unit: Unit, by: Reader) -> None:
    """Give the paragraphs of a unit their words: one that is left without goes, parts beyond them come behind."""
    text = PARAGRAPH_BREAK.join(each for each in part.parts if each)
    is_one = len(unit.wordings) == len(part.parts) == 1
    behind, donor = _behind(unit, text, part.taken), None if is_one else donor_of(unit.wordings)
    current, marks = joint(unit.wordings)
    cuts = iter(cut_at_breaks(text, marks_carried(marks, current, text)))
    for wording, words in zip(unit.wordings, part.parts, strict=False):
        if not words:
            remove_wording(revision=revision, key=wording.paragraph.key, by=by, whole=text)
            continue
        _words, brackets = next(cuts)
        if words != wording.text:
            rewrite_wording(
                wording, words, by, whole=text, brackets=None if is_one else brackets, behind=behind, donor=donor
            )
    last = unit.wordings[-1]
    for count, words in enumerate(part.parts[len(unit.wordings) :], start=1):
        split = next(each for each in part.taken if each.kind == Amendment.Kind.SPLIT)
        position = Wording.objects.get(pk=last.pk).position + count
        _words, brackets = next(cuts)
        insert_behind(
            last, f"s{split.number}-{count}", words, position, brackets=brackets, behind=behind, donor=donor, by=by
        )


def _add(revision: Revision, amendment: Amendment, by: Reader) -> None:
    """Put a new paragraph in; one that the last frozen text has already is there."""
    before = frozen_before(revision)
    if amendment.carried.filter(revision=before, state=Carried.State.CONTAINED).exists():
        return
    base = before.pk if before else 0
    after = revision.wordings.select_related("paragraph", "revision").get(paragraph=place_on(amendment, base))
    put_in(amendment, after, words_on(amendment, base, "") or "", by)


def _put_behind(revision: Revision, amendment: Amendment, by: Reader) -> None:
    """Move a paragraph with its subparagraphs behind the target of the amendment and those of it, or before all others."""
    rows = list(revision.wordings.select_related("paragraph").order_by("position"))
    position = 0
    if amendment.target_id is not None:
        position = block_of(rows, amendment.target_id)[-1].position + 1
    for row in block_of(rows, amendment.paragraph_id):
        row.refresh_from_db()
        move_wording(wording=row, position=position, by=by)
        position = row.position + 1


def _behind(unit: Unit, text: str, amendments: Sequence[Amendment]) -> dict[str, list[Amendment]]:
    """Which amendments changed each sentence of the merged `text`: those without which it would read otherwise."""
    current = PARAGRAPH_BREAK.join(each.text for each in unit.wordings)
    behind: dict[str, list[Amendment]] = {}
    for amendment in amendments:
        others = [unit.proposals[each.pk] for each in amendments if each.pk != amendment.pk]
        without = merge(unit.base, [current, *others]).text
        for sentence in behind_new(without, text, [amendment]):
            behind.setdefault(sentence, []).append(amendment)
    return behind
