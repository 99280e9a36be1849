"""Acts on brackets: marks on words that are not agreed, with the reason; they go when the words are agreed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.redline import cross, ranges_carried
from rapporteur_core.text import normalise

from ..models import Bracket, Wording
from ..permissions import may_change

LONGEST_REASON = 300


class Mark(NamedTuple):
    """A bracket: start and end (exclusive) in the characters of the text, the reason, and the amendment (its key) whose
    words stand in it as one alternative of several."""

    start: int
    end: int
    reason: str
    amendment: int | None = None

    @property
    def place(self) -> tuple[int, int]:
        return self.start, self.end

    def at(self, start: int, end: int) -> Mark:
        """The same on other characters."""
        return self._replace(start=start, end=end)


def marks_of(wording: Wording) -> list[Mark]:
    """The brackets of a wording, outer before inner: one query."""
    rows = wording.brackets.order_by("start", "-end")
    return [Mark(*row) for row in rows.values_list("start", "end", "reason", "amendment_id")]


def marks_carried(marks: Sequence[Mark], old: str, new: str) -> list[Mark]:
    """The brackets on `old` at the places that their words have in `new`; those without words there are left out, of two
    at one place the last stays."""
    places = ranges_carried(old, new, [mark.place for mark in marks])
    return list({place: mark.at(*place) for place, mark in zip(places, marks, strict=True) if place}.values())


def set_brackets(wording: Wording, marks: Iterable[Sequence[Any]]) -> None:
    """Put `marks`, each a Mark or its values, in place of the brackets that stand.

    Refused when a mark lies outside of the text, has no reason, or crosses another.
    """
    kept = [Mark(*each) for each in marks]
    places = [mark.place for mark in kept]
    if any(not 0 <= start < end <= len(wording.text) for start, end in places):
        raise Refused(_("A bracket must hold words of the paragraph."))
    if len(set(places)) < len(places) or cross(places):
        raise Refused(_("Two brackets cross. Let one hold the other, or stand beside it."))
    if any(not normalise(mark.reason) for mark in kept):
        raise Refused(_("A bracket needs its reason: say what is not agreed."))
    wording.brackets.all().delete()
    Bracket.objects.bulk_create(
        Bracket(
            wording=wording,
            start=mark.start,
            end=mark.end,
            reason=normalise(mark.reason)[:LONGEST_REASON],
            amendment_id=mark.amendment,
        )
        for mark in kept
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
