"""Who may found and run a conference."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import DRAFTER, PUBLIC, RAPPORTEUR, SECRETARIAT

read_conference = permission("conferences.read", PUBLIC)
run_conference = permission(
    "conferences.run", SECRETARIAT, refusal=_("Only the secretariat of this conference can do this.")
)
use_desk = permission(
    "conferences.use_desk",
    SECRETARIAT,
    RAPPORTEUR,
    DRAFTER,
    refusal=_("The desk is for the secretariat, the rapporteur and the drafting committee."),
)
