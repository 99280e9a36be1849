"""Accepted amendments taken into the next revision: by themselves where nothing conflicts, else by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.redline import merge, ranges_carried
from rapporteur_core.text import normalise, sentences

from ..models import Amendment, Carried, Paragraph, Revision, Wording
from ..queries import PARAGRAPH_BREAK, Merging, Unit, free_key, in_original, merging, number_behind
from .brackets import Mark, marks_of
from .carrying import Donor, donor_of, frozen_before
from .deciding import let_fall
from .revisions import checked_words, locked, move_wording, nearest_before, remove_wording, set_wording


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
            _retitle(revision, part.parts[0], by)
        elif part.taken[0].kind == Amendment.Kind.ADD:
            _add(revision, part.taken[0], by)
        else:
            _put_behind(revision, part.taken[0], by)
    taken = [each for part in merged for each in part.taken]
    _mark(taken, revision)
    left = [each.amendment for each in queued]
    record(
        by, "took in amendments", revision, symbol=revision.symbol,
        taken=sorted(each.number for each in taken), left=sorted(each.number for each in left),
    )  # fmt: skip
    return taken, left


def _write_unit(revision: Revision, part: Merging, unit: Unit, by: Reader) -> None:
    """Give the paragraphs of a unit their words: one that is left without goes, parts beyond them come behind."""
    text = PARAGRAPH_BREAK.join(each for each in part.parts if each)
    behind = _behind(unit, text, part.taken)
    is_one = len(unit.wordings) == len(part.parts) == 1
    donor = None if is_one else donor_of(unit.wordings)
    marks = iter(_carried_marks(unit, text))
    for wording, words in zip(unit.wordings, part.parts, strict=False):
        if not words:
            remove_wording(revision=revision, key=wording.paragraph.key, by=by, whole=text)
            continue
        own = next(marks)
        if words != wording.text:
            _write(wording, words, behind, by, donor=donor, whole=text, brackets=None if is_one else own)
    last = unit.wordings[-1]
    for count, words in enumerate(part.parts[len(unit.wordings) :], start=1):
        split = next(each for each in part.taken if each.kind == Amendment.Kind.SPLIT)
        position = Wording.objects.get(pk=last.pk).position + count
        key = f"s{split.number}-{count}"
        _insert(revision, key, last, words, position, behind, by, donor=donor, brackets=next(marks))


def _carried_marks(unit: Unit, text: str) -> list[list[Mark]]:
    """The brackets on the words of a unit, at their places in each part of the new `text`."""
    current, marks = "", []
    for wording in unit.wordings:
        current += PARAGRAPH_BREAK if current else ""
        marks += [(start + len(current), end + len(current), reason) for start, end, reason in marks_of(wording)]
        current += wording.text
    places = ranges_carried(current, text, [mark[:2] for mark in marks])
    kept = {place: (*place, mark[2]) for place, mark in zip(places, marks, strict=True) if place}
    return [own for _words, own in _cut_at_breaks(text, list(kept.values()))]


@transaction.atomic
def split_wording(
    *, revision: Revision, key: str, text: str, brackets: Sequence[Mark] = (), by: Reader, **facts: Any
) -> Wording:
    """Write a paragraph as several, between which `text` has empty lines; the sources of each sentence go with it.

    The first part stays the paragraph, the others come behind it; `facts` as `set_wording` takes them.
    """
    revision = locked(revision, by)
    wording = revision.wordings.select_related("paragraph", "revision").filter(paragraph__key=key).first()
    if wording is None:
        raise Refused(_("No paragraph %(key)s stands in %(symbol)s.") % {"key": key, "symbol": revision.symbol})
    donor, parts = donor_of([wording]), _cut_at_breaks(text, brackets)
    first = set_wording(
        revision=revision, key=key, text=parts[0][0], brackets=parts[0][1], donor=donor, whole=text, by=by, **facts
    )
    for count, (words, marks) in enumerate(parts[1:], start=1):
        _insert(
            revision,
            free_key(revision.draft),
            first,
            words,
            first.position + count,
            {},
            by,
            donor=donor,
            brackets=marks,
        )
    return first


def _cut_at_breaks(text: str, brackets: Sequence[Mark]) -> list[tuple[str, list[Mark]]]:
    """The parts of a text with the brackets on the words of each; one that holds words of two becomes two."""
    parts: list[tuple[str, list[Mark]]] = []
    position = 0
    for words in text.split(PARAGRAPH_BREAK):
        within = [
            (max(start - position, 0), min(end - position, len(words)), reason) for start, end, reason in brackets
        ]
        parts.append((words, [mark for mark in within if mark[0] < mark[1]]))
        position += len(words) + len(PARAGRAPH_BREAK)
    return parts


@transaction.atomic
def merge_by_hand(*, amendment: Amendment, revision: Revision, text: str, by: Reader, seen: str | None = None) -> None:
    """Take an accepted amendment in with the words that a person gives; empty ones take out what it deletes.

    `text` is the paragraph as it shall read, the new paragraph of one that adds, the parts of one that splits, the one
    paragraph of one that joins, or the title; a move is done on the page of its paragraph, and Refused before that.
    `seen` are the words, brackets printed, that the person had before them: Stale when they were written since. Where
    the paragraph is no longer in the text the amendment falls, with that as the reason; a deletion is done.
    """
    revision = locked(revision, by)
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("paragraph", "revision", "target")
    amendment = rows.get(pk=amendment.pk)
    if (
        amendment.draft_id != revision.draft_id
        or amendment.state != Amendment.State.ACCEPTED
        or amendment.applied_in_id
    ):
        raise Refused(_("%(amendment)s does not wait to be merged.") % {"amendment": amendment})
    _in_original(amendment)
    if _by_hand(_ByHand(revision, amendment, normalise(text), by, seen)):
        _mark([amendment], revision)
        record(by, "merged amendment by hand", amendment, number=amendment.number, symbol=revision.symbol)
    else:
        let_fall(amendment, _("The paragraph that %(amendment)s amends is no longer in the text."), amendment, by)


@dataclass(frozen=True)
class _ByHand:
    """An amendment that a person takes in, with the words that they give."""

    revision: Revision
    amendment: Amendment
    text: str
    by: Reader
    seen: str | None

    def wording(self, paragraph: int | None) -> Wording | None:
        rows = self.revision.wordings.select_related("paragraph", "revision")
        return rows.filter(paragraph=paragraph).first() if paragraph else None


def _by_hand(hand: _ByHand) -> bool:
    """Take it in as its kind asks for; False where its paragraph is not in the text."""
    kind, amendment = hand.amendment.kind, hand.amendment
    wording = hand.wording(amendment.paragraph_id)
    if kind == Amendment.Kind.TITLE:
        _retitle(hand.revision, checked_words(hand.text), hand.by)
    elif kind == Amendment.Kind.ADD:
        _add_by_hand(hand)
    elif wording is None:
        return kind == Amendment.Kind.DELETE
    elif kind == Amendment.Kind.MOVE:
        _refuse_unmoved(hand, wording)
    elif kind == Amendment.Kind.DELETE and not hand.text:
        remove_wording(revision=hand.revision, key=wording.paragraph.key, by=hand.by)
    elif kind == Amendment.Kind.JOIN:
        _join_by_hand(hand, wording)
    elif kind == Amendment.Kind.SPLIT and PARAGRAPH_BREAK in hand.text:
        split_wording(
            revision=hand.revision,
            key=wording.paragraph.key,
            kind=wording.paragraph.kind,
            text=hand.text,
            brackets=_kept_marks(wording, hand.text),
            seen=hand.seen,
            by=hand.by,
        )
    else:
        _write_by_hand(hand, wording)
    return True


def _write_by_hand(hand: _ByHand, wording: Wording, *, donor: Donor | None = None) -> None:
    """Write the paragraph; the amendment stands behind each sentence that is new."""
    text = checked_words(hand.text)
    old = {wording.text[start:end] for start, end in sentences(wording.text)}
    changed = {text[start:end] for start, end in sentences(text)} - old
    behind = {sentence: [hand.amendment] for sentence in changed}
    _write(wording, text, behind, hand.by, donor=donor, whole=text, seen=hand.seen)


def _join_by_hand(hand: _ByHand, wording: Wording) -> None:
    other = hand.wording(hand.amendment.target_id)
    if other is None:
        _write_by_hand(hand, wording)
        return
    first, second = sorted((wording, other), key=lambda each: each.position)
    _write_by_hand(hand, first, donor=donor_of([first, second]))
    remove_wording(revision=hand.revision, key=second.paragraph.key, by=hand.by, whole=hand.text)


def _add_by_hand(hand: _ByHand) -> None:
    """Put the new paragraph behind the one that the amendment names, or the nearest one before that in the text."""
    text, amendment = checked_words(hand.text), hand.amendment
    after = hand.wording(amendment.paragraph_id) or nearest_before(hand.revision, amendment.paragraph_id or 0)
    if after is None:
        raise Refused(_("No paragraph is left behind which it could stand. Add it on the desk."))
    behind = {text[start:end]: [amendment] for start, end in sentences(text)}
    made = _insert(hand.revision, f"a{amendment.number}", after, text, _position_behind(after), behind, hand.by)
    Paragraph.objects.filter(pk=made.paragraph_id).update(sponsor=amendment.sponsor_id)


def _refuse_unmoved(hand: _ByHand, wording: Wording) -> None:
    before = hand.revision.wordings.filter(position__lt=wording.position).order_by("-position").first()
    stood = nearest_before(hand.revision, wording.paragraph_id)
    if (before.pk if before else None) == (stood.pk if stood else None):
        raise Refused(_("Give the paragraph its place on its own page first; then the amendment is taken in here."))


def _kept_marks(wording: Wording, text: str) -> list[Mark]:
    marks = marks_of(wording)
    places = ranges_carried(wording.text, text, [mark[:2] for mark in marks])
    return [(*place, mark[2]) for place, mark in zip(places, marks, strict=True) if place]


def _in_original(amendment: Amendment) -> tuple[str, str]:
    """The words that it amends and proposes in the language of the text; Refused where it was not put into it."""
    words = in_original(amendment)
    if words is None:
        raise Refused(
            _("%(amendment)s is written in another language than the text. Render it in that of the text first.")
            % {"amendment": amendment}
        )
    return words


def _mark(amendments: Sequence[Amendment], revision: Revision) -> None:
    Amendment.objects.filter(pk__in=[each.pk for each in amendments]).update(applied_in=revision)


def _write(
    wording: Wording,
    text: str,
    behind: dict[str, list[Amendment]],
    by: Reader,
    *,
    donor: Donor | None = None,
    whole: str = "",
    brackets: Sequence[Mark] | None = None,
    seen: str | None = None,
) -> None:
    set_wording(
        revision=wording.revision,
        key=wording.paragraph.key,
        kind=wording.paragraph.kind,
        text=text,
        behind=behind,
        donor=donor,
        whole=whole,
        brackets=brackets,
        seen=seen,
        by=by,
    )


def _insert(
    revision: Revision,
    key: str,
    after: Wording,
    text: str,
    position: int,
    behind: dict[str, list[Amendment]],
    by: Reader,
    *,
    donor: Donor | None = None,
    brackets: Sequence[Mark] | None = None,
) -> Wording:
    """A new paragraph of the kind of the one before it; what follows a heading is operative."""
    kind = after.paragraph.kind
    return set_wording(
        revision=revision,
        key=key,
        kind=Paragraph.Kind.OPERATIVE if kind in {Paragraph.Kind.HEADING, Paragraph.Kind.ANNEX} else kind,
        level=after.level,
        text=text,
        number=number_behind(revision.draft, after.number),
        position=position,
        behind=behind,
        donor=donor,
        brackets=brackets,
        by=by,
    )


def _add(revision: Revision, amendment: Amendment, by: Reader) -> None:
    """Put a new paragraph in; one that the last frozen text has already is there."""
    if amendment.carried.filter(revision=frozen_before(revision), state=Carried.State.CONTAINED).exists():
        return
    _amended, text = _in_original(amendment)
    after = revision.wordings.select_related("paragraph").get(paragraph=amendment.paragraph_id)
    behind = {text[start:end]: [amendment] for start, end in sentences(text)}
    made = _insert(revision, f"a{amendment.number}", after, text, _position_behind(after), behind, by)
    Paragraph.objects.filter(pk=made.paragraph_id).update(sponsor=amendment.sponsor_id)


def _position_behind(after: Wording) -> int:
    """The place behind a paragraph and behind those that came in behind it since the last frozen text, so that their
    numbers, bis and ter, stand in their order."""
    before = frozen_before(after.revision)
    known = set(before.wordings.values_list("paragraph_id", flat=True)) if before else set()
    position = after.position
    following = after.revision.wordings.filter(position__gt=position).select_related("paragraph").order_by("position")
    for row in following:
        if row.paragraph_id in known or row.paragraph.kind in {Paragraph.Kind.HEADING, Paragraph.Kind.ANNEX}:
            break
        position = row.position
    return position + 1


def _put_behind(revision: Revision, amendment: Amendment, by: Reader) -> None:
    """Move a paragraph with its subparagraphs behind the target of the amendment and those of it, or before all others."""
    rows = list(revision.wordings.select_related("paragraph").order_by("position"))
    position = 0
    if amendment.target_id is not None:
        position = _block(rows, amendment.target_id)[-1].position + 1
    for row in _block(rows, amendment.paragraph_id or 0):
        row.refresh_from_db()
        move_wording(wording=row, position=position, by=by)
        position = row.position + 1


def _block(rows: Sequence[Wording], paragraph: int) -> list[Wording]:
    """A paragraph of the rows with the subparagraphs below it."""
    at = next(index for index, row in enumerate(rows) if row.paragraph_id == paragraph)
    below = takewhile(lambda row: row.level > rows[at].level, rows[at + 1 :])
    return [rows[at], *below]


def _retitle(revision: Revision, text: str, by: Reader) -> None:
    revision.title = {**(revision.title or revision.draft.title), revision.language: text}
    revision.save(update_fields=["title"])
    record(by, "changed title", revision, symbol=revision.symbol, title=revision.title)


def _behind(unit: Unit, text: str, amendments: Sequence[Amendment]) -> dict[str, list[Amendment]]:
    """Which amendments changed each sentence of the merged `text`: those without which it would read otherwise."""
    current = PARAGRAPH_BREAK.join(each.text for each in unit.wordings)
    final = [text[start:end] for start, end in sentences(text)]
    behind: dict[str, list[Amendment]] = {}
    for amendment in amendments:
        others = [unit.proposals[each.pk] for each in amendments if each.pk != amendment.pk]
        without = merge(unit.base, [current, *others]).text
        there = {without[start:end] for start, end in sentences(without)}
        for sentence in final:
            if sentence not in there:
                behind.setdefault(sentence, []).append(amendment)
    return behind
