"""Accepted amendments taken into the next revision: by themselves where nothing conflicts, else by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.redline import merge
from rapporteur_core.text import sentences

from ..models import Amendment, Paragraph, Revision, Wording
from ..queries import PARAGRAPH_BREAK, Merging, Unit, accepted_waiting, free_key, in_original, merging, number_behind
from .brackets import Mark
from .carrying import Donor, donor_of, frozen_before
from .revisions import checked_words, locked, move_wording, remove_wording, set_wording


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
        elif part.taken[0].kind == Amendment.Kind.ADD:
            _add(revision, part.taken[0], by)
        else:
            _put_behind(revision, part.taken[0], by)
    taken = [each for part in merged for each in part.taken] + _retitle(revision, by)
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
    for wording, words in zip(unit.wordings, part.parts, strict=False):
        if not words:
            remove_wording(revision=revision, key=wording.paragraph.key, by=by, whole=text)
        elif words != wording.text:
            _write(wording, words, behind, by, donor=donor, whole=text)
    last = unit.wordings[-1]
    for count, words in enumerate(part.parts[len(unit.wordings) :], start=1):
        split = next(each for each in part.taken if each.kind == Amendment.Kind.SPLIT)
        position = Wording.objects.get(pk=last.pk).position + count
        _insert(revision, f"s{split.number}-{count}", last, words, position, behind, by, donor=donor)


@transaction.atomic
def split_wording(
    *, revision: Revision, key: str, text: str, brackets: Sequence[Mark] = (), by: Reader, **facts: Any
) -> Wording:
    """Write a paragraph as several, between which `text` has empty lines; the sources of each sentence go with it.

    The first part stays the paragraph, the others come behind it; `facts` as `set_wording` takes them. Refused where
    a bracket holds words of two parts.
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
    """The parts of a text with the brackets on the words of each."""
    parts: list[tuple[str, list[Mark]]] = []
    position = 0
    for words in text.split(PARAGRAPH_BREAK):
        end = position + len(words)
        marks = [(a - position, b - position, reason) for a, b, reason in brackets if position <= a and b <= end]
        parts.append((words, marks))
        position = end + len(PARAGRAPH_BREAK)
    if sum(len(marks) for _words, marks in parts) != len(brackets):
        raise Refused(_("A bracket holds words of two paragraphs. Close it before the empty line."))
    return parts


@transaction.atomic
def merge_by_hand(*, amendment: Amendment, revision: Revision, text: str, by: Reader) -> None:
    """Take an accepted amendment in with the words that a person gives its paragraph; an empty `text` takes it out.

    When the paragraph is no longer in the revision the amendment is only marked as dealt with.
    """
    revision = locked(revision, by)
    amendment = (
        Amendment.objects.select_for_update(of=("self",)).select_related("paragraph", "revision").get(pk=amendment.pk)
    )
    if (
        amendment.draft_id != revision.draft_id
        or amendment.state != Amendment.State.ACCEPTED
        or amendment.applied_in_id
    ):
        raise Refused(_("%(amendment)s does not wait to be merged.") % {"amendment": amendment})
    _in_original(amendment)
    wording = revision.wordings.filter(paragraph=amendment.paragraph_id).select_related("paragraph").first()
    if wording is not None and not text.strip() and amendment.kind == Amendment.Kind.DELETE:
        remove_wording(revision=revision, key=wording.paragraph.key, by=by)
    elif wording is not None:
        text = checked_words(text)
        old = {wording.text[start:end] for start, end in sentences(wording.text)}
        changed = {text[start:end] for start, end in sentences(text)} - old
        _write(wording, text, {sentence: [amendment] for sentence in changed}, by)
    _mark([amendment], revision)
    record(by, "merged amendment by hand", amendment, number=amendment.number, symbol=revision.symbol)


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
) -> None:
    set_wording(
        revision=wording.revision,
        key=wording.paragraph.key,
        kind=wording.paragraph.kind,
        text=text,
        behind=behind,
        donor=donor,
        whole=whole,
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
    """Move a paragraph behind the target of the amendment, or before all others."""
    wording = revision.wordings.select_related("paragraph").get(paragraph=amendment.paragraph_id)
    target = revision.wordings.filter(paragraph=amendment.target_id).first() if amendment.target_id else None
    move_wording(wording=wording, position=target.position + 1 if target else 0, by=by)


def _retitle(revision: Revision, by: Reader) -> list[Amendment]:
    """Take the accepted changes of the title in, where they do not conflict."""
    waiting = [each for each in accepted_waiting(revision.draft) if each.kind == Amendment.Kind.TITLE]
    words = {each.pk: found for each in waiting if (found := in_original(each))}
    titles = revision.title or revision.draft.title
    base = next((amended for amended, _proposed in words.values()), "")
    proposals = {key: proposed for key, (amended, proposed) in words.items() if amended == base}
    conflicting = merge(base, proposals).conflicting
    taken = [each for each in waiting if each.pk in proposals and each.pk not in conflicting]
    if taken:
        text = merge(base, {each.pk: proposals[each.pk] for each in taken}).text
        revision.title = {**titles, revision.language: text}
        revision.save(update_fields=["title"])
        record(by, "changed title", revision, symbol=revision.symbol, title=revision.title)
    return taken


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
