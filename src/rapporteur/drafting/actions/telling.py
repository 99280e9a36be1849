"""Mail to those who tabled an amendment, and to those who are asked to co-sponsor it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from rapporteur.foundation.conferences.models import RoleGrant
from rapporteur.foundation.notices.actions import write_mail
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import DELEGATE, Reader
from rapporteur.foundation.ui import said

from ..models import Amendment
from ..queries import place_of


def write_to_sponsor(amendment: Amendment, kind: str, by: Reader) -> None:
    """Write to the delegate who tabled the amendment; where the secretariat filed it, to those of its government."""
    _write(amendment, kind, _writers(amendment), by)


def write_to_those_asked(amendment: Amendment, governments: Sequence[Government], by: Reader) -> None:
    """Write to the delegates of the governments that are asked to co-sponsor the amendment."""
    _write(amendment, "co_sponsor_asked", _delegates(amendment, [each.pk for each in governments]), by)


def _write(amendment: Amendment, kind: str, people: Iterable[Person], by: Reader) -> None:
    conference = amendment.draft.conference
    wording = amendment.revision.wordings.filter(paragraph=amendment.paragraph_id).select_related("paragraph").first()
    for person in people:
        with translation.override(person.language):
            path = reverse("drafting:amendment", kwargs={"slug": conference.slug, "number": amendment.number})
            context = {
                "title": said.plain(conference.title),
                "amendment": str(amendment),
                "symbol": amendment.revision.symbol,
                "paragraph": place_of(amendment, wording),
                "government": amendment.sponsor.name,
                "state": amendment.state,
                "reason": amendment.reason,
                "address": settings.BASE_ADDRESS + path,
            }
        write_mail(
            to=person.email,
            language=person.language,
            kind=kind,
            conference=conference.slug,
            now=by.now,
            context=context,
        )


def _writers(amendment: Amendment) -> list[Person]:
    """The one who tabled it, who speaks for the sponsor; else the delegates who do. Where there is none, the one who
    filed it, so that somebody learns what became of it."""
    delegates = _delegates(amendment, [amendment.sponsor_id])
    if amendment.tabled_by is not None and (amendment.tabled_by in delegates or not delegates):
        return [amendment.tabled_by]
    return delegates


def _delegates(amendment: Amendment, governments: Sequence[int]) -> list[Person]:
    """Those who speak for the governments (keys) at the conference, each once."""
    grants = RoleGrant.objects.filter(
        conference=amendment.draft.conference_id, role=DELEGATE, government__in=governments
    )
    return list(dict.fromkeys(grant.person for grant in grants.select_related("person").order_by("pk")))
