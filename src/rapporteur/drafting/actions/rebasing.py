"""Standing amendments carried over to a new revision; what is unclear waits until a person has looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.redline import Rebased, rebase

from ..models import Amendment, Carried, Revision, Wording
from ..queries import (
    ALIVE,
    PARAGRAPH_BREAK,
    in_original,
    last_frozen_of,
    last_laid,
    last_place,
    on_revision,
    own_paragraphs,
)

State = Carried.State


def carry_over(revision: Revision, by: Reader) -> list[Carried]:
    """Lay each amendment to an earlier text that is open, or accepted and not yet taken in, on `revision`, which was just
    frozen; what became of it is kept."""
    waiting = Amendment.objects.filter(draft=revision.draft_id, state__in=ALIVE, applied_in=None, parent=None)
    return _carry(waiting.exclude(revision=revision), revision, by)


def carry_to_last(amendment: Amendment, by: Reader) -> None:
    """Lay an amendment that stands again on the last frozen text, unless it was filed on that or carried over to it."""
    last = last_frozen_of(amendment.draft_id)
    own = Amendment.objects.filter(pk=amendment.pk, parent=None)
    if last is not None and not own.filter(on_revision(last)).exists():
        _carry(own, last, by)


def carry_anew(amendment: Amendment, by: Reader) -> None:
    """Lay an amendment, whose words in the language of the text are others by now, again on each text to which it was
    carried over, in their order."""
    rows = list(amendment.carried.select_related("revision").order_by("revision__number"))
    amendment.carried.all().delete()
    for row in rows:
        for again in _carry(Amendment.objects.filter(pk=amendment.pk), row.revision, by):
            again.at = row.at
            again.save(update_fields=["at"])


def _carry(amendments: QuerySet[Amendment], revision: Revision, by: Reader) -> list[Carried]:
    rows = list(
        amendments.select_related("revision").prefetch_related("carried__revision", "renderings").order_by("number")
    )
    text = _text(revision)
    carried = Carried.objects.bulk_create(_carried(each, text, by) for each in rows)
    if carried:
        record(
            by, "carried amendments over", revision, symbol=revision.symbol,
            amendments={str(row.amendment.number): row.state for row in carried},
        )  # fmt: skip
    return carried


@dataclass(frozen=True)
class _Text:
    """A revision with its paragraphs: by key the words of each, and the key of the one before it."""

    revision: Revision
    wordings: Sequence[Wording]
    words: Mapping[int, str]
    before: Mapping[int, int | None]


def _text(revision: Revision) -> _Text:
    wordings = list(revision.wordings.select_related("paragraph").order_by("position"))
    keys = [each.paragraph_id for each in wordings]
    words = {each.paragraph_id: each.text for each in wordings}
    return _Text(revision, wordings, words, dict(zip(keys, [None, *keys], strict=False)))


def _carried(amendment: Amendment, text: _Text, by: Reader) -> Carried:
    state, base, proposed = _laid(amendment, text)
    place = last_place(amendment)
    return Carried(
        amendment=amendment,
        revision=text.revision,
        state=state,
        base_text=base,
        proposed_text=proposed,
        at=by.now,
        paragraph_id=place if place != amendment.paragraph_id else None,
    )


def _laid(amendment: Amendment, text: _Text) -> tuple[State, str, str]:
    base, proposed = last_laid(amendment)
    kind, places = amendment.kind, [last_place(amendment)]
    if kind in {Amendment.Kind.JOIN, Amendment.Kind.MOVE} and amendment.target_id:
        places.append(amendment.target_id)
    if kind == Amendment.Kind.TITLE:
        current = text.revision.title.get(text.revision.language, "")
    elif any(place not in text.words for place in places):
        return State.GONE, base, proposed
    elif kind == Amendment.Kind.ADD:
        if proposed in text.words.values():
            return State.CONTAINED, base, proposed
        current = ""
    elif kind == Amendment.Kind.MOVE:
        words = text.words[amendment.paragraph_id or 0]
        is_there = text.before[amendment.paragraph_id or 0] == amendment.target_id
        return (State.CONTAINED if is_there else State.CLEAR), words, words
    else:
        own = own_paragraphs(amendment, text.wordings)
        current = PARAGRAPH_BREAK.join(words for place, words in text.words.items() if place in own)
    if in_original(amendment) is None:  # words of another language cannot be laid on these
        return State.UNCLEAR, current, current
    laid = rebase(base, current, proposed)
    if not isinstance(laid, Rebased):
        return State.UNCLEAR, current, laid.text
    return (State.CONTAINED if laid.is_contained else State.CLEAR), current, laid.text
