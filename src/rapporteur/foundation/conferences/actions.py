"""Acts on a conference itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import SECRETARIAT, Reader, Refused, system

from .models import Conference, Counter, Document, Outcome, Party, RoleGrant, Room, Session, Speaker
from .permissions import run_conference
from .queries import session_in_the_way


def next_number(conference: Conference, kind: str) -> int:
    """The next number of `kind`, without gaps among what is committed."""
    counter, _made = Counter.objects.select_for_update().get_or_create(conference=conference, kind=kind)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


@transaction.atomic
def found_conference(*, slug: str, **facts: Any) -> Conference:
    """Make a conference; done from the command line, by the one who runs the server."""
    conference = Conference.objects.create(slug=slug, **facts)
    record(system(), "founded conference", conference, slug=slug)
    return conference


@transaction.atomic
def describe_conference(*, conference: Conference, by: Reader, **facts: Any) -> Conference:
    """Change what the conference says of itself."""
    run_conference(by).enforce()
    for name, value in facts.items():
        setattr(conference, name, value)
    if conference.ends_on < conference.starts_on:
        raise Refused(_("The conference ends before it begins. Change one of its two days."))
    conference.full_clean(exclude=["title", "subtitle", "lede", "languages"])
    conference.save()
    record(by, "described conference", conference, fields=sorted(facts))
    return conference


@transaction.atomic
def grant_role(
    *, conference: Conference, person: Person, role: str, by: Reader, government: Government | None = None
) -> RoleGrant:
    """Give a role; the second grant of the same changes nothing."""
    run_conference(by).enforce()
    grant, made = RoleGrant.objects.get_or_create(
        conference=conference, person=person, role=role, government=government
    )
    if made:
        record(by, "granted role", grant, role=role, person=person.pk)
    return grant


@transaction.atomic
def withdraw_role(*, grant: RoleGrant, by: Reader) -> None:
    """Take a role back; the last of the secretariat keeps it, or nobody could give it again."""
    run_conference(by).enforce()
    others = RoleGrant.objects.filter(conference=grant.conference_id, role=SECRETARIAT).exclude(pk=grant.pk)
    if grant.role == SECRETARIAT and not others.exists():
        raise Refused(_("This is the last person of the secretariat. Give the role to somebody else first."))
    record(by, "withdrew role", grant, role=grant.role, person=grant.person_id)
    grant.delete()


@transaction.atomic
def set_party(
    *,
    conference: Conference,
    part: str,
    name: dict[str, str],
    position: int,
    by: Reader,
    party: Party | None = None,
) -> Party:
    """Name a host, supporter or organiser, or change `party`."""
    run_conference(by).enforce()
    party = party or Party(conference=conference)
    party.part, party.name, party.position = part, name, position
    party.save()
    record(by, "named party", party, part=part, name=name)
    return party


@transaction.atomic
def remove_party(*, party: Party, by: Reader) -> None:
    """Name a host, supporter or organiser no longer."""
    run_conference(by).enforce()
    record(by, "removed party", party, part=party.part, name=party.name)
    party.delete()


@transaction.atomic
def set_outcome(*, conference: Conference, kind: str, by: Reader, **facts: Any) -> Outcome:
    """Say what the conference is to produce, for whom, until when."""
    run_conference(by).enforce()
    outcome, _made = Outcome.objects.update_or_create(conference=conference, kind=kind, defaults=facts)
    record(by, "set outcome", outcome, kind=kind)
    return outcome


@transaction.atomic
def schedule_session(
    *,
    conference: Conference,
    by: Reader,
    title: dict[str, str],
    starts_at: datetime,
    ends_at: datetime,
    room: str = "",
    kind: str = "",
    description: dict[str, str] | None = None,
    speakers: list[dict[str, str]] | None = None,
    session: Session | None = None,
) -> Session:
    """Put a session in the programme, or change `session`; speakers are replaced as given.

    Refused when it ends before it starts, or when another session is in its room at that time.
    """
    run_conference(by).enforce()
    if ends_at <= starts_at:
        raise Refused(_("The session ends before it starts. Change one of its two hours."))
    place = Room.objects.get_or_create(conference=conference, name=room)[0] if room else None
    session = session or Session(conference=conference)
    _keep_room_free(place, starts_at, ends_at, session)
    session.title, session.description, session.kind = title, description or {}, kind
    session.room, session.starts_at, session.ends_at = place, starts_at, ends_at
    session.save()
    session.speakers.all().delete()
    Speaker.objects.bulk_create(
        Speaker(session=session, position=position, **speaker) for position, speaker in enumerate(speakers or [])
    )
    record(by, "scheduled session", session, title=title)
    return session


def _keep_room_free(room: Room | None, starts_at: datetime, ends_at: datetime, session: Session) -> None:
    """Refused when another session than `session` is in `room`. Locked: of two sent at once one is refused."""
    if room is None:
        return
    Room.objects.select_for_update().get(pk=room.pk)
    other = session_in_the_way(room, starts_at, ends_at, besides=session.pk)
    if other is not None:
        sentence = _("The room %(room)s is taken by “%(other)s” from %(from)s to %(to)s. Choose another room or hour.")
        title = other.title.get(get_language() or "en") or next(iter(other.title.values()), "")
        hours = [
            f"{moment.astimezone(session.conference.timezone):%H:%M}" for moment in (other.starts_at, other.ends_at)
        ]
        raise Refused(sentence % {"room": room.name, "other": title, "from": hours[0], "to": hours[1]})


@transaction.atomic
def remove_session(*, session: Session, by: Reader) -> None:
    """Take a session out of the programme."""
    run_conference(by).enforce()
    record(by, "removed session", session, title=session.title)
    session.delete()


@transaction.atomic
def publish_document(
    *, conference: Conference, kind: str, title: str, language: str, file: StoredFile, position: int, by: Reader
) -> Document:
    """Offer a file for download."""
    run_conference(by).enforce()
    document = Document.objects.create(
        conference=conference, kind=kind, title=title, language=language, file=file, position=position
    )
    record(by, "published document", document, title=title, language=language, sha256=file.sha256)
    return document


@transaction.atomic
def remove_document(*, document: Document, by: Reader) -> None:
    """Take a document off the page; its file stays under its hash."""
    run_conference(by).enforce()
    record(by, "removed document", document, title=document.title)
    document.delete()
