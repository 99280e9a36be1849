"""The draft on the line, on the desk, and the instants at which its pages change by themselves."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.stations import Station, Waiting
from rapporteur.foundation.people.reader import DRAFTER, RAPPORTEUR, SECRETARIAT, Reader
from rapporteur.foundation.ui.said import number, short_day

from ..models import Amendment, Draft
from .names import revision_name
from .texts import last_frozen


def station(conference: Conference, reader: Reader) -> Station:
    """The declaration on the line: two queries."""
    url = reverse("drafting:draft", kwargs={"slug": conference.slug})
    revision = last_frozen(conference)
    if revision is None or revision.frozen_at is None:
        return Station(_("Declaration"), url)
    draft = revision.draft
    name = revision_name(revision)
    if draft.phase == Draft.Phase.ADOPTED:
        return Station(_("Declaration"), url, "done", (name, _("adopted")))
    if draft.phase == Draft.Phase.AMENDMENTS and draft.amendments_close_at and reader.now < draft.amendments_close_at:
        until = _("open until %(day)s") % {"day": short_day(draft.amendments_close_at, conference.zone)}
        return Station(_("Declaration"), url, "now", (f"{name}, {until}", _amendment_count(draft)))
    return Station(
        _("Declaration"),
        url,
        "now",
        (f"{name}, {short_day(revision.frozen_at, conference.zone)}", _amendment_count(draft)),
    )


def _amendment_count(draft: Draft) -> str:
    count = Amendment.objects.filter(draft=draft, admitted_at__isnull=False).count()
    return ngettext("%(count)s amendment", "%(count)s amendments", count) % {"count": number(count)}


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """Amendments that wait for those who write the draft: one query."""
    if not reader.has(SECRETARIAT, RAPPORTEUR, DRAFTER):
        return []
    rows = Amendment.objects.filter(draft__conference=conference, applied_in=None).values_list("state")
    counts = dict(rows.annotate(count=Count("pk")).order_by("state"))
    url = reverse("drafting:desk", kwargs={"slug": conference.slug})
    named = [
        ("submitted", _("amendments to check")),
        ("standing", _("amendments to decide")),
        ("accepted", _("accepted amendments to take into the text")),
    ]
    return [Waiting(counts[state], label, url) for state, label in named if counts.get(state)]


def instants() -> list[tuple[int, datetime]]:
    """The deadlines for amendments: one query."""
    rows = Draft.objects.filter(phase=Draft.Phase.AMENDMENTS, amendments_close_at__isnull=False)
    return list(rows.values_list("conference_id", "amendments_close_at"))  # type: ignore[arg-type]
