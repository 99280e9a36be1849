"""Paragraphs written into a revision with the amendments behind them: what merging does by itself and by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused

from ..models import Amendment, Paragraph, Revision, Wording
from ..queries import PARAGRAPH_BREAK, added_key, free_key, frozen_before, number_behind
from .brackets import Mark, marks_of
from .carrying import Donor, behind_new, donor_of
from .revisions import locked, set_wording

Behind = Mapping[str, Sequence[Amendment]]


def rewrite_wording(wording: Wording, text: str, by: Reader, **facts: Any) -> Wording:
    """Give a paragraph of a revision that is being written other words; `facts` as `set_wording` takes them."""
    return set_wording(
        revision=wording.revision,
        key=wording.paragraph.key,
        kind=wording.paragraph.kind,
        text=text,
        by=by,
        **facts,
    )


def insert_behind(
    after: Wording,
    key: str,
    text: str,
    position: int,
    *,
    by: Reader,
    behind: Behind | None = None,
    donor: Donor | None = None,
    brackets: Sequence[Mark] | None = None,
) -> Wording:
    """A new paragraph of the kind of the one before it; what follows a heading is operative."""
    kind, revision = after.paragraph.kind, after.revision
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


def put_in(amendment: Amendment, after: Wording, text: str, by: Reader) -> None:
    """The new paragraph of an amendment, whose sponsor becomes that of the paragraph."""
    behind = behind_new("", text, [amendment])
    made = insert_behind(after, added_key(amendment.number), text, _position_behind(after), behind=behind, by=by)
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


@transaction.atomic
def split_wording(
    *,
    revision: Revision,
    key: str,
    text: str,
    by: Reader,
    brackets: Sequence[Mark] = (),
    behind: Mapping[str, Sequence[Amendment]] | None = None,
    **facts: Any,
) -> Wording:
    """Write a paragraph as several, between which `text` has empty lines; the sources of each sentence go with it.

    The first part stays the paragraph, the others come behind it; `behind` and `facts` as `set_wording` takes them.
    """
    revision = locked(revision, by)
    wording = revision.wordings.select_related("paragraph", "revision").filter(paragraph__key=key).first()
    if wording is None:
        raise Refused(_("No paragraph %(key)s stands in %(symbol)s.") % {"key": key, "symbol": revision.symbol})
    donor = donor_of([wording])
    (words, marks), *others = cut_at_breaks(text, brackets)
    first = set_wording(
        revision=revision, key=key, text=words, brackets=marks, behind=behind, donor=donor, whole=text, by=by, **facts
    )
    for count, (words, marks) in enumerate(others, start=1):
        new, position = free_key(revision.draft), first.position + count
        insert_behind(first, new, words, position, brackets=marks, behind=behind, donor=donor, by=by)
    return first


def cut_at_breaks(text: str, brackets: Sequence[Mark]) -> list[tuple[str, list[Mark]]]:
    """The parts of a text with the brackets on the words of each; one that holds words of two becomes two."""
    parts: list[tuple[str, list[Mark]]] = []
    position = 0
    for words in text.split(PARAGRAPH_BREAK):
        within = [
            mark.at(max(mark.start - position, 0), min(mark.end - position, len(words)))
            for mark in (Mark(*each) for each in brackets)
        ]
        parts.append((words, [mark for mark in within if mark.start < mark.end]))
        position += len(words) + len(PARAGRAPH_BREAK)
    return parts


def joint(wordings: Sequence[Wording]) -> tuple[str, list[Mark]]:
    """The words of several paragraphs with an empty line between two of them, and the brackets on them."""
    text, marks = "", list[Mark]()
    for wording in wordings:
        text += PARAGRAPH_BREAK if text else ""
        marks += [mark.at(mark.start + len(text), mark.end + len(text)) for mark in marks_of(wording)]
        text += wording.text
    return text, marks


def retitle(revision: Revision, text: str, by: Reader) -> None:
    """Give a revision that is being written another title in the language of the text."""
    revision.title = {**(revision.title or revision.draft.title), revision.language: text}
    revision.save(update_fields=["title"])
    record(by, "changed title", revision, symbol=revision.symbol, title=revision.title)


def mark_taken(amendments: Sequence[Amendment], revision: Revision) -> None:
    """Keep that the words of amendments are in a revision."""
    Amendment.objects.filter(pk__in=[each.pk for each in amendments]).update(applied_in=revision)
