"""Who lifts commitments from the adopted text, who takes them on, who reports on them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rapporteur.drafting.models import Sentence
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import ALLOWED, DELEGATE, MAYOR, PUBLIC, SECRETARIAT, Answer, Reader, refuse

from .models import Commitment

read_commitments = permission("followup.read", PUBLIC)
run_followup = permission(
    "followup.run", SECRETARIAT, refusal=_("Only the secretariat of this conference runs the follow-up.")
)
speak_for_owner = permission(
    "followup.speak",
    DELEGATE,
    MAYOR,
    refusal=_("Only a delegate or a mayor's office can do this, for its own government."),
)


def may_run(reader: Reader, conference: Conference) -> Answer:
    """Whether the reader runs the follow-up of `conference`."""
    if not (answer := run_followup(reader)):
        return answer
    return _of_this_conference(reader, conference.pk)


def may_lift(reader: Reader, sentence: Sentence) -> Answer:
    """Whether the reader can make a commitment of `sentence`: only what was adopted binds."""
    if not (answer := run_followup(reader)):
        return answer
    revision = sentence.wording.revision
    if not (answer := _of_this_conference(reader, revision.draft.conference_id)):
        return answer
    if not revision.is_adopted:
        return refuse(_("This sentence is not of the adopted text. Commitments are lifted once the text is adopted."))
    return ALLOWED


def may_take_on(reader: Reader, commitment: Commitment, government: Government) -> Answer:
    """Whether the reader can take `commitment` on for `government`."""
    if not (answer := _may_speak(reader, commitment, government.pk)):
        return answer
    if commitment.owner_id is not None and commitment.owner_id != government.pk:
        reason = _(
            "%(owner)s has taken this commitment on. Ask the secretariat to lift the sentence once more for you."
        )
        return refuse(reason % {"owner": commitment.owner})
    return ALLOWED


def may_report_on(reader: Reader, commitment: Commitment) -> Answer:
    """Whether the reader can report on `commitment`: its owner does."""
    if not (answer := speak_for_owner(reader)):
        return answer
    if commitment.owner_id is None:
        return refuse(_("Nobody has taken this commitment on yet. Take it on first, then report."))
    return _may_speak(reader, commitment, commitment.owner_id)


def _may_speak(reader: Reader, commitment: Commitment, government_id: int) -> Answer:
    if not (answer := speak_for_owner(reader)):
        return answer
    if not (answer := _of_this_conference(reader, commitment.conference_id)):
        return answer
    if not reader.is_system and government_id not in reader.government_ids:
        return refuse(_("You can do this only for a government that you speak for in this conference."))
    return ALLOWED


def _of_this_conference(reader: Reader, conference_id: int) -> Answer:
    if reader.is_system or reader.conference_id == conference_id:
        return ALLOWED
    return refuse(_("This belongs to another conference."))
