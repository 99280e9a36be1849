"""Acts that bring an amendment to its end, and what hangs on it: admit, accept, reject, let fall; withdraw it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.redline import Rebased, rebase

from ..models import Amendment, Carried, Incompatibility, Revision
from ..permissions import OPEN_STATES, may_accept_as_friendly, may_decide, may_reopen, may_withdraw
from ..queries import LAID, accepted_in_the_way, waiting_row, words_of
from .amendments import note_step, reason_given
from .rebasing import carry_anew, carry_to_last
from .speaking import locked_amendment, locked_in_order
from .telling import write_to_sponsor

State = Amendment.State


class InTheWay(Refused):
    """An accepted amendment changes the same words: `other`. The base is no longer the one that was amended."""

    def __init__(self, amendment: Amendment, other: Amendment) -> None:
        facts = {"amendment": amendment, "other": other}
        super().__init__(
            _("%(other)s was accepted and changes the same words as %(amendment)s. Read them as they stand now: "
              "reject it, accept it to be joined by hand, or put both in brackets.") % facts
        )  # fmt: skip
        self.other = other


@transaction.atomic
def declare_admissible(*, amendment: Amendment, by: Reader) -> Amendment:
    """Let a submitted amendment stand: from then on all can read it."""
    amendment = locked_in_order(amendment)
    may_decide(by, amendment).enforce()
    if amendment.state != State.SUBMITTED:
        raise Refused(_("%(amendment)s stands already.") % {"amendment": amendment})
    amendment.state, amendment.admitted_at = State.STANDING, by.now
    amendment.save(update_fields=["state", "admitted_at"])
    note_step(amendment, by)
    record(by, "declared amendment admissible", amendment, number=amendment.number)
    return amendment


@transaction.atomic
def declare_inadmissible(*, amendment: Amendment, ground: str, by: Reader) -> Amendment:
    """Refuse a submitted amendment on a ground of the rules; sponsor and public read it."""
    amendment = locked_in_order(amendment)
    may_decide(by, amendment).enforce()
    if amendment.state != State.SUBMITTED:
        raise Refused(_("%(amendment)s was admitted. It can be rejected on its merits.") % {"amendment": amendment})
    ground = reason_given(ground, _("Say on which ground the amendment is inadmissible; the sponsor reads it."))
    return _settle(amendment, State.INADMISSIBLE, by, reason=ground)


@transaction.atomic
def accept_amendment(*, amendment: Amendment, by: Reader, beside: bool = False) -> Amendment:
    """Accept an amendment; the next revision takes it in. One that was not yet admitted is admitted.

    InTheWay when an accepted amendment changes the same words, unless it is accepted `beside` that one, to be joined
    by hand. Those that were declared incompatible with it fall. One that amends an amendment changes its words. Refused
    while it waits in the queue of those that could not be laid on the last text, or that it contains.
    """
    amendment = locked_in_order(amendment)
    may_decide(by, amendment).enforce()
    return _accept(amendment, by, beside=beside)


@transaction.atomic
def accept_as_friendly(*, amendment: Amendment, by: Reader) -> Amendment:
    """The sponsor of a paragraph, or of the amendment that is amended, takes the change as its own."""
    amendment = locked_in_order(amendment)
    may_accept_as_friendly(by, amendment).enforce()
    amendment.is_friendly = True
    return _accept(amendment, by, beside=False)


def _accept(amendment: Amendment, by: Reader, *, beside: bool) -> Amendment:
    if (row := waiting_row(amendment)) is not None:
        raise Refused(
            _("What %(amendment)s makes of the words of %(symbol)s must be said before it is accepted: "
              "see “Amendments to be looked at” on the drafting desk.")
            % {"amendment": amendment, "symbol": row.revision.symbol}
        )  # fmt: skip
    if (rival := _incompatible_with(amendment, TAKEN).first()) is not None:
        raise Refused(
            _("%(other)s was accepted, and the two were declared incompatible. Take one of the two decisions back.")
            % {"other": rival}
        )
    if amendment.parent is not None:
        _take_into_parent(amendment, amendment.parent, by)
    elif not beside and (other := accepted_in_the_way(amendment)) is not None:
        raise InTheWay(amendment, other)
    amendment.admitted_at = amendment.admitted_at or by.now
    accepted = _settle(amendment, State.ACCEPTED, by)
    for each in list(_incompatible_with(accepted, OPEN_STATES)):
        let_fall(each, _("%(amendment)s was accepted, and the two were declared incompatible."), accepted, by)
    return accepted


def _take_into_parent(amendment: Amendment, parent: Amendment, by: Reader) -> None:
    """Change the words that the parent proposes, those carried over to later texts too, by what the amendment to it
    changes in them. Its renderings are behind from then on; where the text needs one, it waits for that."""
    parent = locked_amendment(parent)
    if parent.state not in OPEN_STATES:
        raise Refused(_("%(amendment)s is decided already.") % {"amendment": parent})
    words = words_of(amendment, parent.words_language)
    if words is None:
        raise Refused(
            _("%(amendment)s is written in another language than %(parent)s. Render it in that one first.")
            % {"amendment": amendment, "parent": parent}
        )
    _change_words(amendment, parent, words)
    if parent.words_language != parent.revision.language:
        carry_anew(parent, by)
    note_step(parent, by)
    record(
        by, "changed words of amendment", parent, number=parent.number, cause=amendment.number,
        words=parent.proposed_text,
    )  # fmt: skip


def _change_words(amendment: Amendment, parent: Amendment, words: tuple[str, str]) -> None:
    """Refused where the words of the parent that are read now cannot take the change; older ones may stay as they are."""
    is_own = parent.words_language == parent.revision.language
    carried = parent.carried.filter(state__in=LAID).order_by("revision__number") if is_own else ()
    kept: list[Amendment | Carried] = [parent, *carried]
    for each in kept:
        laid = rebase(words[0], each.proposed_text, words[1])
        if isinstance(laid, Rebased):
            each.proposed_text = laid.text
            each.save(update_fields=["proposed_text"])
        elif each is kept[-1]:
            raise Refused(
                _(
                    "%(parent)s has other words by now, which %(amendment)s would change too. Reject it, or have it tabled anew."
                )
                % {"parent": parent, "amendment": amendment}
            )


@transaction.atomic
def reject_amendment(*, amendment: Amendment, reason: str, by: Reader) -> Amendment:
    """Reject an amendment; the reason is published."""
    amendment = locked_in_order(amendment)
    may_decide(by, amendment).enforce()
    reason = reason_given(reason, _("A rejection needs its reason; the sponsor and the public read it."))
    return _settle(amendment, State.REJECTED, by, reason=reason)


@transaction.atomic
def reopen_amendment(*, amendment: Amendment, reason: str, by: Reader) -> Amendment:
    """Take the decision on an amendment back: it stands again, on the last text. The reason is published. What fell with
    it is taken up by itself."""
    amendment = locked_in_order(amendment)
    may_reopen(by, amendment).enforce()
    reason = reason_given(reason, _("Say why the decision is taken back; the sponsor and the public read it."))
    amendment.state, amendment.admitted_at = State.STANDING, amendment.admitted_at or by.now
    amendment.reason, amendment.decided_at, amendment.is_friendly = "", None, False
    amendment.save(update_fields=["state", "reason", "decided_at", "admitted_at", "is_friendly"])
    note_step(amendment, by, reason=reason)
    carry_to_last(amendment, by)
    record(by, "took amendment up again", amendment, number=amendment.number, reason=reason)
    write_to_sponsor(amendment, "amendment_reopened", by)
    return amendment


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, by: Reader) -> Amendment:
    """Take an amendment back; it stays readable as withdrawn, and another delegation can take it over. Those that amend
    it fall."""
    amendment = locked_in_order(amendment)
    may_withdraw(by, amendment).enforce()
    amendment.state, amendment.decided_at = State.WITHDRAWN, by.now
    amendment.save(update_fields=["state", "decided_at"])
    note_step(amendment, by)
    record(by, "withdrew amendment", amendment, number=amendment.number)
    _let_hanging_fall(amendment, by)
    return amendment


def mark_merged(amendment: Amendment, by: Reader, *, reason: str) -> Amendment:
    """Its words went into the text together with those of others; `reason` says how."""
    amendment.admitted_at = amendment.admitted_at or by.now
    return _settle(amendment, State.MERGED, by, reason=reason)


def let_fall(amendment: Amendment, sentence: str, cause: Amendment, by: Reader) -> Amendment:
    """It can no longer be decided, because of what was decided on `cause`."""
    return _settle(locked_amendment(amendment), State.FALLEN, by, reason=sentence % {"amendment": cause})


def let_open_fall(revision: Revision, by: Reader) -> None:
    """What is still open when `revision` is adopted can no longer change the text."""
    for each in list(Amendment.objects.filter(draft=revision.draft_id, state__in=OPEN_STATES).order_by("number")):
        amendment = locked_amendment(each)
        if amendment.state in OPEN_STATES:  # what amends an amendment fell with that one
            reason = _("%(symbol)s was adopted without it.") % {"symbol": revision.symbol}
            _settle(amendment, State.FALLEN, by, reason=reason)


def _settle(amendment: Amendment, state: State, by: Reader, *, reason: str = "") -> Amendment:
    """The one way in which an amendment is decided: its state, step, journal entry and mail; what hangs on it falls."""
    amendment.state, amendment.reason, amendment.decided_at = state, reason, by.now
    amendment.save(update_fields=["state", "reason", "decided_at", "admitted_at", "is_friendly"])
    note_step(amendment, by)
    record(
        by, f"{state.value} amendment", amendment, number=amendment.number, reason=reason,
        is_friendly=amendment.is_friendly,
    )  # fmt: skip
    write_to_sponsor(amendment, "amendment_decided", by)
    _let_hanging_fall(amendment, by)
    return amendment


def _let_hanging_fall(amendment: Amendment, by: Reader) -> None:
    """What would change the words of `amendment` falls with it."""
    for each in list(amendment.sub_amendments.filter(state__in=OPEN_STATES).order_by("number")):
        let_fall(each, _("%(amendment)s, which it amends, is decided."), amendment, by)


TAKEN = (State.ACCEPTED, State.MERGED)


def _incompatible_with(amendment: Amendment, states: Iterable[str]) -> QuerySet[Amendment]:
    """Those in one of the states that were declared incompatible with an amendment."""
    pairs = Incompatibility.objects.filter(Q(one=amendment) | Q(other=amendment)).values_list("one_id", "other_id")
    keys = {key for pair in pairs for key in pair} - {amendment.pk}
    return Amendment.objects.filter(pk__in=keys, state__in=states).order_by("number")


@transaction.atomic
def declare_incompatible(*, one: Amendment, other: Amendment, by: Reader) -> Incompatibility:
    """Declare that of two amendments one falls when the other is accepted."""
    one, other = (locked_in_order(each) for each in sorted((one, other), key=lambda each: each.number))
    may_decide(by, one).enforce()
    may_decide(by, other).enforce()
    if one.pk == other.pk or one.draft_id != other.draft_id:
        raise Refused(_("Choose two amendments to this draft."))
    pair, made = Incompatibility.objects.get_or_create(one=one, other=other, defaults={"at": by.now})
    if made:
        record(by, "declared amendments incompatible", one, one=one.number, other=other.number)
    return pair


@transaction.atomic
def take_incompatibility_back(*, pair: Incompatibility, by: Reader) -> None:
    """Two amendments are not incompatible after all."""
    may_decide(by, pair.one).enforce()
    record(by, "took incompatibility back", pair.one, one=pair.one.number, other=pair.other.number)
    pair.delete()
