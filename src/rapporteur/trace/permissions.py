"""Who may follow a thread, and who may tell the authors."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import PUBLIC, RAPPORTEUR, SECRETARIAT

read_trace = permission("trace.read", PUBLIC)
tell = permission(
    "trace.tell",
    RAPPORTEUR,
    SECRETARIAT,
    refusal=_("Only the secretariat and the rapporteur write to the contributors."),
)
