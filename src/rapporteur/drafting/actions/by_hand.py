"""Accepted amendments that cannot merge by themselves, taken in with the words that a person gives."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.text import normalise

from ..models import Amendment, Revision, Wording
from ..queries import PARAGRAPH_BREAK, frozen_before, in_original, named_in, place_on, printed_together
from .brackets import marks_carried
from .carrying import behind_new, donor_of
from .deciding import let_fall
from .revisions import checked_words, locked, nearest_before, refuse_stale, remove_wording
from .writing import joint, mark_taken, put_in, retitle, rewrite_wording, split_wording

Kind = Amendment.Kind


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
    _refuse_unrendered(amendment)
    if _by_hand(amendment, revision, normalise(text), by, seen):
        mark_taken([amendment], revision)
        record(by, "merged amendment by hand", amendment, number=amendment.number, symbol=revision.symbol)
    else:
        let_fall(amendment, _("The paragraph that %(amendment)s amends is no longer in the text."), amendment, by)


def _refuse_unrendered(amendment: Amendment) -> None:
    if in_original(amendment) is None:
        raise Refused(
            _("%(amendment)s is written in another language than the text. Render it in that of the text first.")
            % {"amendment": amendment}
        )


def _by_hand(amendment: Amendment, revision: Revision, text: str, by: Reader, seen: str | None) -> bool:
    """Take it in as its kind asks for; False where its paragraph is not in the text."""
    kind, wording = amendment.kind, _wording(revision, amendment.paragraph_id)
    if kind == Kind.TITLE:
        retitle(revision, checked_words(text), by)
        return True
    if kind == Kind.ADD:
        _add(amendment, revision, checked_words(text), by)
        return True
    if wording is None:
        return kind == Kind.DELETE
    named = named_in(amendment, revision)
    refuse_stale(printed_together(named), seen)
    if kind == Kind.MOVE:
        _refuse_unmoved(wording)
    elif kind == Kind.DELETE and not text:
        for each in reversed(named):
            remove_wording(revision=revision, key=each.paragraph.key, by=by)
    elif kind == Kind.JOIN and (other := _wording(revision, amendment.target_id)) is not None:
        _join(amendment, sorted((wording, other), key=lambda each: each.position), checked_words(text), by)
    else:
        _write(amendment, wording, checked_words(text), by)
    return True


def _wording(revision: Revision, paragraph: int | None) -> Wording | None:
    rows = revision.wordings.select_related("paragraph", "revision")
    return rows.filter(paragraph=paragraph).first() if paragraph else None


def _write(amendment: Amendment, wording: Wording, text: str, by: Reader) -> None:
    """Write the paragraph, or the several that it is split into; the amendment stands behind each new sentence."""
    old, marks = joint([wording])
    behind = behind_new(old, text, [amendment])
    if amendment.kind != Kind.SPLIT or PARAGRAPH_BREAK not in text:
        rewrite_wording(wording, text, by, behind=behind)
        return
    split_wording(
        revision=wording.revision,
        key=wording.paragraph.key,
        kind=wording.paragraph.kind,
        text=text,
        brackets=marks_carried(marks, old, text),
        behind=behind,
        by=by,
    )


def _join(amendment: Amendment, pair: list[Wording], text: str, by: Reader) -> None:
    """Write the one paragraph in place of the first; the sentences and brackets of both go on in it."""
    first, second = pair
    old, marks = joint(pair)
    behind = behind_new(old, text, [amendment])
    brackets = marks_carried(marks, old, text)
    rewrite_wording(first, text, by, behind=behind, donor=donor_of(pair), whole=text, brackets=brackets)
    remove_wording(revision=second.revision, key=second.paragraph.key, by=by, whole=text)


def _add(amendment: Amendment, revision: Revision, text: str, by: Reader) -> None:
    """Put the new paragraph behind the one that the amendment names, or the nearest one before that in the text."""
    before = frozen_before(revision)
    place = place_on(amendment, before.pk if before else 0) or 0
    after = _wording(revision, place) or nearest_before(revision, place)
    if after is None:
        raise Refused(_("No paragraph is left behind which it could stand. Add it on the desk."))
    put_in(amendment, after, text, by)


def _refuse_unmoved(wording: Wording) -> None:
    """Refused while the paragraph stands where it stood: what came in before it since is no move of it."""
    known = Wording.objects.filter(revision=frozen_before(wording.revision)).values("paragraph")
    earlier = wording.revision.wordings.filter(position__lt=wording.position, paragraph__in=known)
    if earlier.order_by("-position").first() == nearest_before(wording.revision, wording.paragraph_id):
        raise Refused(_("Give the paragraph its place on its own page first; then the amendment is taken in here."))
