"""Amendments that were taken in and no longer stand: a person wrote other words over those that they had brought."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import Rebased, rebase

from ..models import Amendment, Bracket, Revision, Wording
from ..queries import added_key, frozen_before, last_laid, own_paragraphs, written_over
from .telling import write_to_sponsor

Kind = Amendment.Kind


def note_written_over(wording: Wording, text: str, by: Reader) -> None:
    """Keep which amendments, taken into this revision, `wording` bears out and `text` does not, or the other way round;
    and of which a bracket, here or in the frozen text before, holds words that go or come back. `text` is empty where the
    paragraph goes."""
    for each in _taken_in(wording.revision_id).filter(_is_about(wording)):
        had, has = _stands(each, wording.text), _stands(each, text)
        if had != has:
            _note(each, wording.revision, by, is_over=had)
    for amendment, words in _bracketed(wording):
        had, has = _holds(wording.text, words), _holds(text, words)
        if had and not has and amendment.written_over_in is None:
            _note(amendment, wording.revision, by, is_over=True)
        elif has and not had and amendment.written_over_in_id == wording.revision_id:
            _note(amendment, wording.revision, by, is_over=False)


def _is_about(wording: Wording) -> Q:
    own = Q(paragraph=wording.paragraph_id, kind__in=[Kind.CHANGE, Kind.DELETE])
    added = Amendment.objects.filter(applied_in=wording.revision_id, kind=Kind.ADD).values_list("pk", "number")
    return own | Q(pk__in=[pk for pk, number in added if added_key(number) == wording.paragraph.key])


def _bracketed(wording: Wording) -> list[tuple[Amendment, str]]:
    """The amendments behind brackets of the paragraph, as it stands and as it was frozen last, with the words in them."""
    before = frozen_before(wording.revision)
    rows = Bracket.objects.filter(
        Q(wording=wording) | Q(wording__revision=before, wording__paragraph=wording.paragraph_id)
    )
    found = rows.exclude(amendment=None).select_related("wording", "amendment__draft__conference")
    return list(
        {(each.amendment_id, each.words): (each.amendment, each.words) for each in found if each.amendment}.values()
    )


def _holds(text: str, words: str) -> bool:
    """Whether `words` stand in `text` as words of their own."""
    return bool(re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", text))


def note_put_back(revision: Revision, paragraphs: Sequence[int], text: Sequence[Wording], by: Reader) -> None:
    """Keep that paragraphs (their keys) which amendments took out of this revision stand in it again; text: the frozen one
    from which they come."""
    for each in _taken_in(revision.pk).filter(kind=Kind.DELETE, written_over_in=None):
        if own_paragraphs(each, text) & set(paragraphs):
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
