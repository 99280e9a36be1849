"""The act that ends alternatives in brackets: one is taken, the words of the others go."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.redline import with_one_alternative

from ..models import Bracket, Wording
from ..queries import alternatives_within
from .brackets import Mark
from .revisions import locked
from .writing import rewrite_wording


@transaction.atomic
def take_bracketed(*, bracket: Bracket, by: Reader) -> Wording:
    """Leave the words of `bracket` alone of the alternatives beside it: their words go, and the brackets of all.

    Refused where no other alternative stands beside it. The amendments stay merged.
    """
    revision = locked(Wording.objects.select_related("revision").get(pk=bracket.wording_id).revision, by)
    wording = revision.wordings.select_related("paragraph").get(pk=bracket.wording_id)
    brackets = list(wording.brackets.select_related("amendment"))
    group = next((each for each in alternatives_within(wording, brackets) if bracket in each), [])
    others = [each for each in group if each != bracket]
    if not others:
        raise Refused(_("No other alternative stands beside these words. If they are agreed, take the brackets away."))
    record(
        by, "took bracketed words", wording, symbol=revision.symbol, words=bracket.words, reason=bracket.reason,
        left_out=[{"words": each.words, "reason": each.reason} for each in others],
    )  # fmt: skip
    chosen = (bracket.start, bracket.end)
    text, place = with_one_alternative(wording.text, [(each.start, each.end) for each in group], chosen)
    kept = [each for each in brackets if each not in group and not _within(each, others)]
    marks = [Mark(place(each.start), place(each.end), each.reason, each.amendment_id) for each in kept]
    return rewrite_wording(wording, text, by, brackets=list({mark.place: mark for mark in marks}.values()))


def _within(bracket: Bracket, others: list[Bracket]) -> bool:
    return any(each.start <= bracket.start and bracket.end <= each.end for each in others)
