"""How far the promised outputs are, and what was delivered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.drafting.queries import adopted_revision, last_frozen, phase_name, revision_name
from rapporteur.foundation.conferences.clock import now
from rapporteur.foundation.conferences.models import Conference, Outcome
from rapporteur.foundation.conferences.stations import Waiting
from rapporteur.foundation.people.reader import SECRETARIAT, Reader
from rapporteur.foundation.ui import said
from rapporteur.recommendations.models import Recommendation
from rapporteur.reviews.models import Report
from rapporteur.reviews.queries import asked, current_round

from ..models import Delivery
from .declaration import declaration_output
from .output import Output
from .recommendations import recommendations_output
from .review import review_output

SOON = timedelta(days=14)


def outcome_states(conference: Conference) -> list[dict[str, Any]]:
    """The promised outputs, each with how far it is: outcome, state, label, url, has_content; eight queries at most."""
    makers = {
        Outcome.Kind.RECOMMENDATIONS: _recommendations,
        Outcome.Kind.REVIEW: _review,
        Outcome.Kind.DECLARATION: _declaration,
    }
    return [
        {"outcome": outcome, **makers[Outcome.Kind(outcome.kind)](conference)} for outcome in conference.outcomes.all()
    ]


def _state(conference: Conference, name: str, state: str = "", label: str = "") -> dict[str, Any]:
    url = reverse(name, kwargs={"slug": conference.slug})
    return {"state": state, "label": label or _("in preparation"), "url": url, "has_content": bool(state)}


def _recommendations(conference: Conference) -> dict[str, Any]:
    count = Recommendation.objects.filter(conference=conference, state=Recommendation.State.PUT_FORWARD).count()
    label = ngettext("%(count)s put forward", "%(count)s put forward", count) % {"count": said.number(count)}
    return _state(conference, "recommendations:list", *(("done", label) if count else ()))


def _review(conference: Conference) -> dict[str, Any]:
    round = current_round(conference, now(conference))
    if round is None:
        return _state(conference, "reviews:results")
    found = Report.objects.filter(item__round=round).aggregate(count=Count("government", distinct=True))["count"]
    if not found:
        return _state(conference, "reviews:results")
    label = ngettext("%(count)s of %(total)s reports in", "%(count)s of %(total)s reports in", found) % {
        "count": said.number(found),
        "total": said.number(asked(round).count()),
    }
    return _state(conference, "reviews:results", "open" if now(conference) < round.closes_at else "done", label)


def _declaration(conference: Conference) -> dict[str, Any]:
    revision = adopted_revision(conference)
    if revision is not None:
        return _state(conference, "drafting:draft", "adopted", _("adopted"))
    revision = last_frozen(conference)
    if revision is None:
        return _state(conference, "drafting:draft")
    label = _("%(revision)s, %(phase)s") % {
        "revision": revision_name(revision),
        "phase": phase_name(revision.draft.phase),
    }
    return _state(conference, "drafting:draft", "open", label)


def output_of(conference: Conference, outcome: Outcome) -> Output | None:
    """The output itself, with its headings in the reader's language; None while there is nothing to show."""
    if outcome.kind == Outcome.Kind.RECOMMENDATIONS:
        return recommendations_output(conference, outcome)
    if outcome.kind == Outcome.Kind.REVIEW:
        return review_output(conference, outcome, now(conference))
    return declaration_output(conference, outcome)


def outcome_of(conference: Conference, kind: str) -> Outcome | None:
    """The promised output of a kind: one query."""
    return Outcome.objects.filter(conference=conference, kind=kind).first()


def deliveries(conference: Conference) -> QuerySet[Delivery]:
    """What was handed over, the latest first: one query."""
    return Delivery.objects.filter(conference=conference).select_related("outcome", "file")


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """For the secretariat, the outputs due within two weeks or overdue and not delivered: one query."""
    if not reader.has(SECRETARIAT):
        return []
    due = Outcome.objects.filter(conference=conference, deliveries=None, due_at__lte=reader.now + SOON).count()
    label = ngettext("output due soon and not delivered", "outputs due soon and not delivered", due)
    return [Waiting(due, label, reverse("outputs:list", kwargs={"slug": conference.slug}))] if due else []


def instants() -> list[tuple[int, datetime]]:
    """The deadlines of the outputs: one query."""
    return list(Outcome.objects.values_list("conference_id", "due_at"))
