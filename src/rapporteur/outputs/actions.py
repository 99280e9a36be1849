"""Acts of the outputs: handed over, and received."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Outcome
from rapporteur.foundation.files.actions import store_made
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.text import normalise

from .making import TYPES, file_of, name_of
from .models import Delivery
from .permissions import deliver_outputs
from .queries import output_of


@transaction.atomic
def deliver(*, outcome: Outcome, form: str, language: str, addressee: str, delivered_on: date, by: Reader) -> Delivery:
    """Record that an output was handed over; the very bytes are kept.

    Refused while there is nothing to hand over, while a reference is unverified, and for a day to come.
    """
    deliver_outputs(by).enforce()
    conference = outcome.conference
    if not by.is_system and by.conference_id != conference.pk:
        raise Refused(_("This output belongs to another conference."))
    if form not in TYPES:
        raise Refused(_("An output is handed over as HTML, Word, PDF or JSON."))
    addressee = normalise(addressee).strip()
    if not addressee:
        raise Refused(_("Name the addressee."))
    if delivered_on > by.now.astimezone(ZoneInfo(conference.zone)).date():
        raise Refused(_("The day of delivery lies ahead. Record it when it has been handed over."))
    with translation.override(language):
        output = output_of(conference, outcome)
        if output is None:
            raise Refused(_("There is nothing to hand over yet."))
        data, name = file_of(output, form), name_of(output, form)
    delivery = Delivery.objects.create(
        conference=conference,
        outcome=outcome,
        form=form,
        language=language,
        fingerprint=output.fingerprint,
        file=store_made(data=data, name=name, content_type=TYPES[form]),
        addressee=addressee,
        delivered_on=delivered_on,
        delivered_by=by.person,
    )
    record(
        by,
        "delivered output",
        delivery,
        kind=outcome.kind,
        form=form,
        sha256=delivery.file.sha256,
        fingerprint=output.fingerprint,
        addressee=addressee,
        delivered_on=delivered_on.isoformat(),
    )
    return delivery


@transaction.atomic
def add_receipt(*, delivery: Delivery, text: str, received_on: date, by: Reader) -> Delivery:
    """Keep what the addressee answered; refused when a receipt is kept already or its day does not fit."""
    deliver_outputs(by).enforce()
    if not by.is_system and by.conference_id != delivery.conference_id:
        raise Refused(_("This output belongs to another conference."))
    if delivery.receipt_on is not None:
        raise Refused(_("The receipt of this delivery is kept already."))
    text = normalise(text).strip()
    if not text:
        raise Refused(_("Write what the addressee answered."))
    if received_on < delivery.delivered_on:
        raise Refused(_("The receipt is older than the delivery. Change its day."))
    if received_on > by.now.astimezone(ZoneInfo(delivery.conference.zone)).date():
        raise Refused(_("The day of the receipt lies ahead. Change its day."))
    delivery.receipt, delivery.receipt_on = text, received_on
    delivery.save(update_fields=["receipt", "receipt_on"])
    record(by, "kept receipt", delivery, receipt_on=received_on.isoformat())
    return delivery
