"""Mail to those who tabled an amendment."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from rapporteur.foundation.conferences.models import RoleGrant
from rapporteur.foundation.notices.actions import write_mail
from rapporteur.foundation.people.models import Person
from rapporteur.foundation.people.reader import DELEGATE, Reader
from rapporteur.foundation.ui import said

from ..models import Amendment
from ..queries import place_of


def write_to_sponsor(amendment: Amendment, kind: str, by: Reader) -> None:
    """Write to the delegate who tabled the amendment; where the secretariat filed it, to those of its government."""
    conference = amendment.draft.conference
    wording = amendment.revision.wordings.filter(paragraph=amendment.paragraph_id).select_related("paragraph").first()
    for person in _writers(amendment):
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
    grants = RoleGrant.objects.filter(
        conference=amendment.draft.conference_id, role=DELEGATE, government=amendment.sponsor_id
    )
    delegates = [grant.person for grant in grants.select_related("person").order_by("pk")]
    if amendment.tabled_by is not None and (amendment.tabled_by in delegates or not delegates):
        return [amendment.tabled_by]
    return delegates
