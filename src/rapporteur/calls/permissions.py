"""Who reads the call and who edits it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import PUBLIC, SECRETARIAT

read_call = permission("calls.read", PUBLIC)
edit_call = permission(
    "calls.edit", SECRETARIAT, refusal=_("Only the secretariat of this conference edits its call and programme.")
)
