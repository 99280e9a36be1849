"""Who registers, who speaks for a delegation, who accredits."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from rapporteur.calls.models import Call
from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import ALLOWED, SECRETARIAT, SIGNED_IN, Answer, Reader, refuse
from rapporteur.foundation.ui.said import moment

from .models import Delegation, Member

apply = permission("registration.apply", SIGNED_IN, refusal=lazy("Sign in to register a delegation."))
read_own = permission("registration.read_own", SIGNED_IN, refusal=lazy("Sign in to see your delegation."))
accredit = permission(
    "registration.accredit", SECRETARIAT, refusal=lazy("Only the secretariat of this conference accredits delegations.")
)

State = Delegation.State
STATES_OF_ACTS = {
    "accredit": {State.RECEIVED, State.ASKED_BACK, State.REFUSED, State.ACCREDITED},
    "ask_back": {State.RECEIVED, State.ASKED_BACK},
    "refuse": {State.RECEIVED, State.ASKED_BACK, State.ACCREDITED},
    "answer": {State.ASKED_BACK},
    "change": {State.RECEIVED, State.ASKED_BACK, State.ACCREDITED},
    "withdraw": {State.RECEIVED, State.ASKED_BACK, State.ACCREDITED, State.REFUSED},
}


def may_register(by: Reader, call: Call | None, now: datetime) -> Answer:
    """Whether a delegation can be registered at `now`; after the deadline by the secretariat only."""
    if call is None or now < call.opens_at:
        return refuse(_("Registration is not open yet. The page of the call says when it opens."))
    if now >= call.registration_closes_at and not by.has(SECRETARIAT):
        sentence = _("Registration ended on %(moment)s. Write to the secretariat: %(contact)s.")
        ended = moment(call.registration_closes_at, call.conference.zone)
        return refuse(sentence % {"moment": ended, "contact": call.conference.contact})
    return apply(by)


def may_decide(by: Reader, delegation: Delegation, act: str) -> Answer:
    """Whether the desk may do `act` (accredit, ask_back, refuse) in the state in which `delegation` is."""
    answer = accredit(by)
    return answer if not answer else _in_state(delegation, act)


def may_manage(by: Reader, delegation: Delegation, act: str) -> Answer:
    """Whether `by` may do `act` (answer, change, withdraw): the sender, the head, the focal point, the secretariat."""
    if not by.has(SECRETARIAT) and not _leads(by, delegation):
        return refuse(_("Only the head of the delegation, its focal point or the one who sent it can do this."))
    return _in_state(delegation, act)


def speaks_for(reader: Reader, government_id: int | None) -> Answer:
    """Whether `reader` speaks for this government: an accredited delegate of it, or its mayor's office."""
    if government_id is not None and government_id in reader.government_ids:
        return ALLOWED
    return refuse(_("Only an accredited delegation of this government can do this."))


def _leads(by: Reader, delegation: Delegation) -> bool:
    if by.person is None:
        return False
    if delegation.sent_by_id == by.person.pk:
        return True
    parts = (Member.Part.HEAD, Member.Part.FOCAL)
    return delegation.members.filter(person=by.person, part__in=parts, is_standing=True).exists()


def _in_state(delegation: Delegation, act: str) -> Answer:
    if delegation.state in STATES_OF_ACTS[act]:
        return ALLOWED
    sentences = {
        State.RECEIVED: _("The delegation waits for the secretariat; nothing was asked of it."),
        State.ASKED_BACK: _("The delegation was asked something and has not answered yet."),
        State.ACCREDITED: _("The delegation is accredited already."),
        State.REFUSED: _("The delegation was refused."),
        State.WITHDRAWN: _("The delegation was withdrawn. Its government can be registered again."),
    }
    return refuse(sentences[State(delegation.state)])
