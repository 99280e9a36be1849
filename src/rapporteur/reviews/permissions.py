"""Who runs a reporting round, who answers it, and when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import ALLOWED, DELEGATE, MAYOR, PUBLIC, SECRETARIAT, Answer, Reader, refuse

from .models import Round

read_results = permission("reviews.read", PUBLIC)
run_rounds = permission(
    "reviews.run", SECRETARIAT, refusal=_("Only the secretariat of this conference runs reporting rounds.")
)
send_reports = permission(
    "reviews.report",
    DELEGATE,
    MAYOR,
    refusal=_("Only a delegate or a mayor's office can report, for its own government."),
)


def has_mandate(reader: Reader, government: Government) -> bool:
    """Whether the reader speaks for `government` in this conference."""
    return reader.is_system or government.pk in reader.government_ids


def may_answer(reader: Reader, round: Round) -> Answer:
    """Whether `round` takes answers of the reader at this moment."""
    if not (answer := send_reports(reader)):
        return answer
    if not reader.is_system and reader.conference_id != round.conference_id:
        return refuse(_("This reporting round belongs to another conference."))
    if reader.now < round.opens_at:
        return refuse(_("This reporting round has not opened yet. Its page says when it does."))
    if reader.now >= round.closes_at:
        return refuse(_("This reporting round is closed. Write to the secretariat if a report must be corrected."))
    return ALLOWED


def may_report(reader: Reader, round: Round, government: Government) -> Answer:
    """Whether the reader can report for `government` in `round` at this moment."""
    if not (answer := may_answer(reader, round)):
        return answer
    if not has_mandate(reader, government):
        return refuse(_("You can report only for a government that you speak for in this conference."))
    return ALLOWED


def may_run(reader: Reader, conference: Conference) -> Answer:
    """Whether the reader runs the rounds of `conference`."""
    if not (answer := run_rounds(reader)):
        return answer
    if not reader.is_system and reader.conference_id != conference.pk:
        return refuse(_("This reporting round belongs to another conference."))
    return ALLOWED
