"""Who may write, read, withdraw, re-cut and import contributions, and until when."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.calls.models import Call
from rapporteur.calls.queries import may_still_send, phase_of
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import (
    ALLOWED,
    DELEGATE,
    DRAFTER,
    MAYOR,
    PUBLIC,
    RAPPORTEUR,
    SECRETARIAT,
    SIGNED_IN,
    Answer,
    Reader,
    refuse,
)
from rapporteur.foundation.ui.said import moment

from .models import Contribution

read_contributions = permission("contributions.read", PUBLIC)
write_contribution = permission(
    "contributions.write",
    SIGNED_IN,
    refusal=gettext_lazy("Sign in to write a contribution under a name. Without an account, write it anonymously."),
)
write_anonymously = permission("contributions.write_anonymously", PUBLIC)
withdraw = permission("contributions.withdraw", PUBLIC)
see_own = permission("contributions.see_own", SIGNED_IN, refusal=gettext_lazy("Sign in to see your contributions."))
use_contributions_desk = permission(
    "contributions.desk",
    SECRETARIAT,
    RAPPORTEUR,
    DRAFTER,
    refusal=gettext_lazy("The desk is for the secretariat, the rapporteur and the drafting committee."),
)
mend_contributions = permission(
    "contributions.mend",
    SECRETARIAT,
    RAPPORTEUR,
    refusal=gettext_lazy("Only the secretariat and the rapporteur correct languages and re-cut passages."),
)
import_contributions = permission(
    "contributions.import",
    SECRETARIAT,
    refusal=gettext_lazy("Only the secretariat of this conference imports contributions."),
)


def may_begin(reader: Reader, call: Call) -> Answer:
    """Whether a contribution may be begun at this moment."""
    phase = phase_of(call, reader.now)
    if phase == "planned":
        opens = moment(call.opens_at, call.conference.zone)
        return refuse(
            _("The call opens on %(moment)s. A contribution can be written from then on.") % {"moment": opens}
        )
    return refuse(_closed(call)) if phase == "closed" else ALLOWED


def may_send(reader: Reader, call: Call, begun_at: datetime) -> Answer:
    """Whether a contribution begun at `begun_at` may be saved or sent at this moment."""
    if may_still_send(call, begun_at, reader.now) != "closed":
        return ALLOWED
    if phase_of(call, reader.now) == "planned":
        return may_begin(reader, call)
    if call.late_rule == Call.LateRule.REFUSE and begun_at < call.closes_at:
        closed = moment(call.closes_at, call.conference.zone)
        return refuse(
            _("The call closed on %(moment)s, and nothing is taken after it. Your draft is kept for you.")
            % {"moment": closed}
        )
    return refuse(_closed(call))


def _closed(call: Call) -> str:
    closed = moment(call.closes_at, call.conference.zone)
    if call.late_rule == Call.LateRule.KEEP:
        return _(
            "The call closed on %(moment)s. Only a contribution saved as a draft before then can still be sent."
        ) % {"moment": closed}
    return _("The call closed on %(moment)s. No contribution is taken any more.") % {"moment": closed}


def speaks_for_a_government(reader: Reader) -> bool:
    return reader.has(DELEGATE, MAYOR) and bool(reader.government_ids)


def may_speak(reader: Reader, call: Call, government: Government | None) -> Answer:
    """Whether `reader` may contribute for `government`, or as a person where it is None."""
    if reader.is_system:
        return ALLOWED
    if government is not None:
        if speaks_for_a_government(reader) and government.pk in reader.government_ids:
            return ALLOWED
        return refuse(_("Only an accredited delegate of this government can contribute in its name."))
    if speaks_for_a_government(reader):
        return refuse(_("An accredited delegate contributes in the name of the government. Choose it."))
    if not call.is_open_to_public:
        return refuse(
            _("This call takes contributions of accredited delegations only. Register your delegation first.")
        )
    return ALLOWED


def may_withdraw(reader: Reader, contribution: Contribution, *, holds_receipt: bool) -> Answer:
    """Whether `contribution` may be withdrawn at this moment, by its author or by the one who holds its receipt."""
    is_author = reader.person is not None and contribution.author_id == reader.person.pk
    if not (is_author or holds_receipt or reader.is_system):
        return refuse(_("Only its author, or who holds its receipt, can withdraw a contribution."))
    until = contribution.call.withdrawal_until
    if reader.now >= until:
        said = moment(until, contribution.conference.zone)
        return refuse(
            _("Contributions could be withdrawn until %(moment)s. Write to the secretariat.") % {"moment": said}
        )
    return ALLOWED
