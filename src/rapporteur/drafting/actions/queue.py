"""Acts on the queue of amendments that could not be laid on the new text without doubt, or that it contains."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.text import normalise

from ..models import Amendment, Carried, Paragraph
from ..permissions import may_decide
from ..queries import WAITING
from .amendments import refuse_breaks
from .deciding import let_fall
from .revisions import checked_words

State = Carried.State


@transaction.atomic
def settle_carried(*, carried: Carried, text: str, by: Reader) -> Carried:
    """Say what an amendment that could not be laid on the new text makes of it: `text`, empty for a deletion."""
    carried = _locked(carried, by)
    if carried.state == State.GONE:
        raise Refused(_("Its paragraph is no longer in the text and takes no words. Leave it open, or reject it."))
    if carried.state == State.CONTAINED:
        raise Refused(_("The text says it already. Say so, or reject it, with the reason."))
    proposed = _checked(carried.amendment.kind, normalise(text))
    if proposed == carried.base_text:
        raise Refused(_("These are the words of the new text. Say that it contains the amendment already."))
    return _settle(carried, State.SETTLED, proposed, by)


def _checked(kind: str, text: str) -> str:
    if not text and kind != Amendment.Kind.DELETE:
        raise Refused(_("Write the paragraph as the amendment would have it."))
    proposed = checked_words(text) if text else ""
    refuse_breaks(kind, proposed)
    return proposed


@transaction.atomic
def place_carried(*, carried: Carried, after: Paragraph, text: str, by: Reader) -> Carried:
    """Put a new paragraph, whose own place is no longer in the text, behind another one, with `text` as its words."""
    carried = _locked(carried, by)
    if carried.state != State.GONE or carried.amendment.kind != Amendment.Kind.ADD:
        raise Refused(_("Only a new paragraph, whose place is no longer in the text, is put elsewhere."))
    if not carried.revision.wordings.filter(paragraph=after).exists():
        raise Refused(_("This paragraph is not in %(symbol)s.") % {"symbol": carried.revision.symbol})
    carried.paragraph, carried.base_text = after, ""
    carried.save(update_fields=["paragraph", "base_text"])
    return _settle(carried, State.SETTLED, _checked(Amendment.Kind.ADD, normalise(text)), by)


@transaction.atomic
def mark_contained(*, carried: Carried, by: Reader) -> Carried:
    """The new text says already what the amendment asked for; it falls, and its sponsor is told."""
    carried = _locked(carried, by)
    if carried.state == State.GONE:
        raise Refused(_("Its paragraph is no longer in the text, which cannot say it. Reject it, with the reason."))
    if carried.state != State.CONTAINED:
        _settle(carried, State.CONTAINED, carried.base_text or carried.proposed_text, by)
    sentence = _("%(symbol)s says already what %(amendment)s asked for.").replace("%(symbol)s", carried.revision.symbol)
    let_fall(carried.amendment, sentence, carried.amendment, by)
    return carried


def _locked(carried: Carried, by: Reader) -> Carried:
    rows = Carried.objects.select_for_update(of=("self",))
    carried = rows.select_related("amendment__draft__conference", "revision", "paragraph").get(pk=carried.pk)
    may_decide(by, carried.amendment).enforce()
    if carried.state not in WAITING:
        raise Refused(_("%(amendment)s is carried over already.") % {"amendment": carried.amendment})
    return carried


def _settle(carried: Carried, state: State, proposed: str, by: Reader) -> Carried:
    carried.state, carried.proposed_text, carried.settled_at = state, proposed, by.now
    carried.save(update_fields=["state", "proposed_text", "settled_at"])
    record(
        by, "settled carried amendment", carried.amendment, number=carried.amendment.number,
        symbol=carried.revision.symbol, state=state.value, words=proposed,
        after=carried.paragraph.key if carried.paragraph else "",
    )  # fmt: skip
    return carried
