"""Acts of the drafting committee on conflict sets: order them, bracket the alternatives, join them by hand."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.redline import merge, with_alternatives

from ..models import Amendment, Draft, Ranking, Revision, Wording
from ..permissions import may_decide
from ..queries import CURRENT, Unit, base_texts, in_order, units, with_sponsors
from .brackets import Mark, marks_carried, marks_of
from .carrying import behind_new
from .deciding import mark_merged
from .revisions import checked_words, locked
from .writing import rewrite_wording


@transaction.atomic
def order_amendments(*, amendments: Sequence[Amendment], by: Reader) -> None:
    """Give the amendments of a conflict set their order; it holds on pages, in the compilation and in brackets."""
    for rank, amendment in enumerate(amendments, start=1):
        may_decide(by, amendment).enforce()
        Amendment.objects.filter(pk=amendment.pk).update(rank=rank)
        Ranking.objects.create(amendment=amendment, rank=rank, at=by.now)
    if amendments:
        record(by, "ordered amendments", amendments[0], order=[each.number for each in amendments])


@transaction.atomic
def bracket_alternatives(*, amendments: Sequence[Amendment], revision: Revision, by: Reader) -> Wording:
    """Put what the amendments make of one paragraph side by side into a revision that is being written, each
    alternative in brackets with its amendment behind it; what does not conflict goes in plainly."""
    revision = locked(revision, by)
    rows, unit, wording = _one_paragraph(amendments, revision, by)
    proposals = dict(unit.proposals)
    if wording.text != unit.base:
        proposals[CURRENT] = wording.text
    text, marks = with_alternatives(merge(unit.base, proposals), [CURRENT, *(each.pk for each in in_order(rows, unit))])
    if not marks:
        raise Refused(_("These amendments do not conflict: accept them, and they merge by themselves."))
    new = [
        Mark(mark.start, mark.end, _reason(mark.proposals, unit, revision), _first(mark.proposals)) for mark in marks
    ]
    kept = _carried_marks(wording, text, new)
    written = _write(wording, text, rows, by, brackets=[*kept, *new])
    _mark(rows, revision, _("Its words stand in brackets as an alternative in %(symbol)s."), by)
    return written


def _reason(proposals: Sequence[object], unit: Unit, revision: Revision) -> str:
    names = [f"{unit.amendments[key]} ({unit.amendments[key].sponsor})" for key in unit.amendments if key in proposals]
    return ", ".join(names)[:300] or _("The words before the amendments")


def _first(proposals: Sequence[object]) -> int | None:
    """The first amendment that would have words so; none where they are those of the text."""
    return next((key for key in proposals if isinstance(key, int) and key != CURRENT), None)


def _carried_marks(wording: Wording, text: str, new: Sequence[Mark]) -> list[Mark]:
    """The brackets that stand, at their place in the new text, without those at the place of a new one."""
    taken = {mark.place for mark in new}
    return [mark for mark in marks_carried(marks_of(wording), wording.text, text) if mark.place not in taken]


@transaction.atomic
def join_by_hand(
    *, amendments: Sequence[Amendment], revision: Revision, text: str, by: Reader, seen: str | None = None
) -> Wording:
    """Write the paragraph that several amendments change as a person joined them; each counts as merged."""
    revision = locked(revision, by)
    rows, _unit, wording = _one_paragraph(amendments, revision, by)
    written = _write(wording, checked_words(text), rows, by, seen=seen)
    _mark(rows, revision, _("Joined with others by hand in %(symbol)s."), by)
    return written


def _one_paragraph(
    amendments: Sequence[Amendment], revision: Revision, by: Reader
) -> tuple[list[Amendment], Unit, Wording]:
    """The amendments read again under a lock, with the one paragraph of the revision that all of them change."""
    Draft.objects.select_for_update().get(pk=revision.draft_id)
    keys = [each.pk for each in amendments]
    rows = list(with_sponsors(Amendment.objects.filter(pk__in=keys, draft=revision.draft_id)).order_by("number"))
    if not rows:
        raise Refused(_("Choose the amendments that are settled together."))
    for each in rows:
        is_accepted = each.state == Amendment.State.ACCEPTED and each.applied_in_id is None
        if not is_accepted:
            may_decide(by, each).enforce()
    base, base_of = base_texts(revision)
    wordings = list(revision.wordings.select_related("paragraph").order_by("position"))
    texts = {each.paragraph_id: base_of.get(each.paragraph_id, each.text) for each in wordings}
    found, unclear = units(wordings, rows, base=base, base_of=texts)
    if len(found) != 1 or unclear or len(found[0].wordings) != 1:
        raise Refused(_("These amendments do not change the words of one and the same paragraph as it stands."))
    return rows, found[0], found[0].wordings[0]


def _write(
    wording: Wording,
    text: str,
    amendments: Sequence[Amendment],
    by: Reader,
    *,
    brackets: Sequence[Mark] | None = None,
    seen: str | None = None,
) -> Wording:
    """Write the paragraph; the amendments stand behind each sentence that is new."""
    behind = behind_new(wording.text, text, amendments)
    return rewrite_wording(wording, text, by, behind=behind, brackets=brackets, seen=seen)


def _mark(amendments: Sequence[Amendment], revision: Revision, reason: str, by: Reader) -> None:
    for each in amendments:
        mark_merged(each, by, reason=reason % {"symbol": revision.symbol})
        Amendment.objects.filter(pk=each.pk).update(applied_in=revision)
