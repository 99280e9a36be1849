"""Acts on brackets: marks on words that are not agreed, with the reason; they go when the words are agreed."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.redline import cross, ranges_carried
from rapporteur_core.text import normalise

from ..models import Bracket, Wording
from ..permissions import may_change

# Start and end (exclusive) in the characters of the text, and the reason.
Mark = tuple[int, int, str]
LONGEST_REASON = 300


def marks_of(wording: Wording) -> list[Mark]:
    """The brackets of a wording, outer before inner: one query."""
    return list(wording.brackets.order_by("start", "-end").values_list("start", "end", "reason"))


def marks_carried(marks: Sequence[Mark], old: str, new: str) -> list[Mark]:
    """The brackets on `old` at the places that their words have in `new`; those without words there are left out, of two
    at one place the last stays."""
    places = ranges_carried(old, new, [mark[:2] for mark in marks])
    return list({place: (*place, mark[2]) for place, mark in zip(places, marks, strict=True) if place}.values())


def set_brackets(wording: Wording, marks: Sequence[Mark]) -> None:
    """Put `marks` in place of the brackets that stand; one at the same place keeps its amendment.

    Refused when a mark lies outside of the text, has no reason, or crosses another.
    """
    ranges = [(start, end) for start, end, _reason in marks]
    if any(not 0 <= start < end <= len(wording.text) for start, end in ranges):
        raise Refused(_("A bracket must hold words of the paragraph."))
    if len(set(ranges)) < len(ranges) or cross(ranges):
        raise Refused(_("Two brackets cross. Let one hold the other, or stand beside it."))
    if any(not normalise(reason) for _start, _end, reason in marks):
        raise Refused(_("A bracket needs its reason: say what is not agreed."))
    behind = {(each.start, each.end): each.amendment_id for each in wording.brackets.all()}
    wording.brackets.all().delete()
    Bracket.objects.bulk_create(
        Bracket(
            wording=wording,
            start=start,
            end=end,
            reason=normalise(reason)[:LONGEST_REASON],
            amendment_id=behind.get((start, end)),
        )
        for start, end, reason in marks
    )


def carry_brackets(wording: Wording, text: str) -> None:
    """Let the brackets follow their words into the new `text`; one whose words are all gone goes with them."""
    standing = list(wording.brackets.all())
    if text == wording.text or not standing:
        return
    places = ranges_carried(wording.text, text, [(each.start, each.end) for each in standing])
    wording.brackets.all().delete()
    carried = {}
    for each, place in zip(standing, places, strict=True):
        if place is not None and place not in carried:
            each.pk, (each.start, each.end) = None, place
            carried[place] = each
    Bracket.objects.bulk_create(carried.values())


@transaction.atomic
def agree(*, bracket: Bracket, by: Reader) -> None:
    """Take a bracket away: its words are agreed and stay as they are."""
    wording = Wording.objects.select_related("revision__draft__conference").get(pk=bracket.wording_id)
    may_change(by, wording.revision).enforce()
    record(
        by, "agreed on words", wording, symbol=wording.revision.symbol,
        words=wording.text[bracket.start : bracket.end], reason=bracket.reason,
    )  # fmt: skip
    bracket.delete()
