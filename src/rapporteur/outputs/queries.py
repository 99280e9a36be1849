"""Reads of outputs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference


def outcome_states(conference: Conference) -> list[dict[str, Any]]:
    """The promised outputs, each with how far it is: outcome, state, label, url."""
    address = reverse("home", kwargs={"slug": conference.slug})
    return [
        {"outcome": outcome, "state": "", "label": _("in preparation"), "url": address}
        for outcome in conference.outcomes.all()
    ]
