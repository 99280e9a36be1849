"""Acts of endorsement: given, verified by a second mail, withdrawn in public."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.notices.actions import write_mail
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur.foundation.ui import said
from rapporteur_core.text import normalise

from .models import Endorsement
from .permissions import may_endorse, may_withdraw
from .queries import adopted_text

SALT = "rapporteur.endorsement"
DAYS = 30


@transaction.atomic
def endorse_declaration(
    *,
    conference: Conference,
    government: Government,
    name: str,
    office: str,
    mandate: str,
    second_address: str,
    by: Reader,
    reservation: str = "",
    language: str = "en",
) -> Endorsement:
    """Endorse the adopted text, bound by its fingerprint; it counts once the second address has confirmed it."""
    revision = adopted_text(conference)
    may_endorse(by, government, revision).enforce()
    if revision is None:
        raise Refused(_("The declaration is not adopted yet. It can be endorsed from then on."))
    second_address = second_address.strip().lower()
    if by.person is not None and second_address == by.person.email:
        raise Refused(_("The second address must be another than yours: it confirms what you give here."))
    endorsement = Endorsement.objects.create(
        conference=conference,
        revision=revision,
        fingerprint=revision.fingerprint,
        government=government,
        name=normalise(name),
        office=normalise(office),
        mandate=normalise(mandate),
        reservation=normalise(reservation),
        language=language,
        second_address=second_address,
        given_by=by.person,
        given_at=by.now,
    )
    record(by, "gave endorsement", endorsement, government=government.pk, fingerprint=revision.fingerprint)
    spoken = get_language() or "en"
    with translation.override(spoken):
        context = _letter(endorsement)
    write_mail(
        to=second_address,
        language=spoken,
        kind="verify_endorsement",
        conference=conference.slug,
        now=by.now,
        context=context,
    )
    return endorsement


def _letter(endorsement: Endorsement) -> dict[str, Any]:
    slug = endorsement.conference.slug
    path = reverse("endorsements:verify", kwargs={"slug": slug, "token": token_of(endorsement)})
    return {
        "endorsement": endorsement,
        "title": said.plain(endorsement.revision.draft.title),
        "symbol": endorsement.revision.symbol,
        "address": settings.BASE_ADDRESS + path,
    }


def token_of(endorsement: Endorsement) -> str:
    """What the second mail carries: signed, bound to this endorsement and to its text."""
    return signing.dumps([endorsement.pk, endorsement.fingerprint[:16]], salt=SALT)


def endorsement_of(conference: Conference, token: str) -> Endorsement:
    """The endorsement that `token` confirms; Refused when it is not whole or older than thirty days."""
    try:
        pk, fingerprint = signing.loads(token, salt=SALT, max_age=DAYS * 24 * 3600)
    except (signing.BadSignature, ValueError):
        raise Refused(
            _(
                "This address is not complete or is older than thirty days. Copy the whole line of the mail, or endorse anew."
            )
        ) from None
    found = Endorsement.objects.filter(conference=conference, pk=pk, fingerprint__startswith=fingerprint).first()
    if found is None:
        raise Refused(_("This endorsement is not there any more."))
    return found


@transaction.atomic
def verify_endorsement(*, endorsement: Endorsement, by: Reader) -> Endorsement:
    """Confirm by the second channel; a second confirmation changes nothing."""
    endorsement = Endorsement.objects.select_for_update().get(pk=endorsement.pk)
    if endorsement.state == Endorsement.State.WITHDRAWN:
        raise Refused(_("This endorsement was withdrawn and can no longer be confirmed."))
    if endorsement.state == Endorsement.State.UNVERIFIED:
        endorsement.state, endorsement.verified_at = Endorsement.State.VERIFIED, by.now
        endorsement.save(update_fields=["state", "verified_at"])
        record(by, "verified endorsement", endorsement, fingerprint=endorsement.fingerprint)
    return endorsement


@transaction.atomic
def withdraw_endorsement(*, endorsement: Endorsement, reason: str, by: Reader) -> Endorsement:
    """Withdraw in public: the register keeps the endorsement, its withdrawal and the reason."""
    endorsement = Endorsement.objects.select_for_update().get(pk=endorsement.pk)
    may_withdraw(by, endorsement).enforce()
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Give the reason: a withdrawal is public."))
    endorsement.state, endorsement.withdrawn_at = Endorsement.State.WITHDRAWN, by.now
    endorsement.withdrawal_reason = reason
    endorsement.save(update_fields=["state", "withdrawn_at", "withdrawal_reason"])
    record(by, "withdrew endorsement", endorsement, reason=reason)
    return endorsement
