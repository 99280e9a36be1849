"""Amendments that were taken in and no longer stand: a person wrote other words over those that they had brought."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import Rebased, rebase

from ..models import Amendment, Revision, Wording
from ..queries import last_laid, written_over
from .telling import write_to_sponsor

Kind = Amendment.Kind


def note_written_over(wording: Wording, text: str, by: Reader) -> None:
    """Keep which amendments, taken into this revision, `wording` bears out and `text` does not, or the other way round;
    and of which a bracket holds words that go. `text` is empty where the paragraph goes."""
    if not wording.text:
        return
    key = wording.paragraph.key
    own = Q(paragraph=wording.paragraph_id, kind__in=[Kind.CHANGE, Kind.DELETE])
    added = Q(kind=Kind.ADD, number=int(key[1:])) if key[0] == "a" and key[1:].isdigit() else Q(pk=None)
    for each in _taken_in(wording.revision_id).filter(own | added):
        had, has = _stands(each, wording.text), _stands(each, text)
        if had != has:
            _note(each, wording.revision, by, is_over=had)
    brackets = wording.brackets.exclude(amendment=None).select_related("amendment__draft__conference")
    for bracket in brackets.filter(amendment__written_over_in=None):
        if bracket.amendment is not None and bracket.words not in text:
            _note(bracket.amendment, wording.revision, by, is_over=True)


def note_put_back(revision: Revision, paragraph: int, by: Reader) -> None:
    """Keep that a paragraph (its key) which amendments took out of this revision stands in it again."""
    for each in _taken_in(revision.pk).filter(paragraph=paragraph, kind=Kind.DELETE, written_over_in=None):
        _note(each, revision, by, is_over=True)


def tell_written_over(revision: Revision, by: Reader) -> None:
    """Write to the sponsors of what was taken in and does not stand in a revision as it is frozen."""
    for each in written_over(revision):
        write_to_sponsor(each, "amendment_written_over", by)


def _taken_in(revision: int) -> QuerySet[Amendment]:
    rows = Amendment.objects.filter(applied_in=revision).select_related("draft__conference", "revision", "sponsor")
    return rows.prefetch_related("carried__revision", "renderings")


def _stands(amendment: Amendment, text: str) -> bool:
    """Whether a paragraph that reads `text`, empty where it is gone, has what the amendment asked for."""
    if amendment.kind != Kind.CHANGE:
        return bool(text) == (amendment.kind == Kind.ADD)
    base, proposed = last_laid(amendment)
    laid = rebase(base, text, proposed)
    return isinstance(laid, Rebased) and laid.is_contained


def _note(amendment: Amendment, revision: Revision, by: Reader, *, is_over: bool) -> None:
    amendment.written_over_in = revision if is_over else None
    amendment.save(update_fields=["written_over_in"])
    act = "wrote over amendment" if is_over else "wrote words of amendment again"
    record(by, act, amendment, number=amendment.number, symbol=revision.symbol)
