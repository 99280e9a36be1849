"""What a text says of itself on its face: adopted, when and how; or a draft, which one, and as at when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.queries import meeting_at
from rapporteur.foundation.journal.actions import name_of
from rapporteur.foundation.journal.queries import last_told
from rapporteur.foundation.ui import said

from ..models import Revision
from .names import revision_name

ADOPTED = "adopted text"


@dataclass(frozen=True)
class Adoption:
    """When a text was adopted, and by which procedure: "consensus", "silence", or empty where that is not told."""

    at: datetime
    procedure: str = ""


def adoption_of(revision: Revision) -> Adoption | None:
    """The adoption of a text as the journal has it: one query where the text is adopted, else none."""
    told = last_told(name_of(revision), ADOPTED) if revision.is_adopted else None
    return Adoption(told[0], str(told[1].get("procedure", ""))) if told else None


def said_on_its_face(revision: Revision, *, at: datetime, adoption: Adoption | None = None) -> str:
    """What the text is at the instant `at`, in one sentence in the language of the page: two queries at most.

    adoption: where it is known already
    """
    if revision.frozen_at is None:
        moment = said.moment(at, revision.draft.conference.zone)
        return _("Draft, %(revision)s, being written: as at %(moment)s.") % {
            "revision": revision_name(revision),
            "moment": moment,
        }
    adoption = adoption or adoption_of(revision)
    if not revision.is_adopted or (adoption and at < adoption.at):
        return _("Draft, %(revision)s, not adopted.") % {"revision": revision_name(revision)}
    return _said_adopted(adoption, revision.draft.conference) if adoption else _("Adopted.")


def _said_adopted(adoption: Adoption, conference: Conference) -> str:
    meeting = meeting_at(conference, adoption.at)
    facts = {"day": said.day(adoption.at, conference.zone), "meeting": said.plain(meeting.title) if meeting else ""}
    if adoption.procedure == "consensus":
        with_meeting, alone = (
            _("Adopted by consensus on %(day)s, at the meeting “%(meeting)s”."),
            _("Adopted by consensus on %(day)s."),
        )
    elif adoption.procedure == "silence":
        with_meeting, alone = "", _("Adopted after a silence procedure on %(day)s.")
    else:
        with_meeting, alone = _("Adopted on %(day)s, at the meeting “%(meeting)s”."), _("Adopted on %(day)s.")
    return (with_meeting if meeting and with_meeting else alone) % facts
