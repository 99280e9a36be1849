"""Who may read the outputs, and who hands them over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import PUBLIC, SECRETARIAT

read_outputs = permission("outputs.read", PUBLIC)
deliver_outputs = permission(
    "outputs.deliver", SECRETARIAT, refusal=_("Only the secretariat hands over the outputs and keeps their receipts.")
)
