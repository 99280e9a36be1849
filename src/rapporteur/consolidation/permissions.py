"""Who runs a consolidation, and who puts its proposals right."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import (
    ALLOWED,
    DRAFTER,
    PUBLIC,
    RAPPORTEUR,
    SECRETARIAT,
    Answer,
    Reader,
    refuse,
)

from .models import Theme

read_themes = permission("consolidation.read", PUBLIC)
read_work = permission(
    "consolidation.read_work",
    SECRETARIAT,
    RAPPORTEUR,
    DRAFTER,
    refusal=gettext_lazy("This page is for the secretariat, the rapporteur and the drafting committee."),
)
run_consolidation = permission(
    "consolidation.run",
    SECRETARIAT,
    RAPPORTEUR,
    refusal=gettext_lazy("Only the secretariat and the rapporteur run a consolidation."),
)
curate = permission(
    "consolidation.curate",
    SECRETARIAT,
    RAPPORTEUR,
    refusal=gettext_lazy("Only the secretariat and the rapporteur change themes, duplicates and the mapping."),
)


def may_run(reader: Reader, conference: Conference) -> Answer:
    """Whether the reader may start, stop and resume a consolidation of `conference`."""
    return _here(reader, conference.pk) if (answer := run_consolidation(reader)) else answer


def may_curate(reader: Reader, conference_id: int) -> Answer:
    """Whether the reader may change what a consolidation of this conference gave."""
    return _here(reader, conference_id) if (answer := curate(reader)) else answer


def may_change(reader: Reader, theme: Theme) -> Answer:
    """Whether the reader may change the label or the passages of `theme`."""
    if not (answer := may_curate(reader, theme.conference_id)):
        return answer
    if theme.merged_into_id:
        return refuse(_("This theme was merged into another one. Change that one."))
    if theme.is_locked:
        return refuse(_("The theme “%(theme)s” is locked. Unlock it first.") % {"theme": theme.label})
    return ALLOWED


def _here(reader: Reader, conference_id: int) -> Answer:
    if not reader.is_system and reader.conference_id != conference_id:
        return refuse(_("This belongs to another conference."))
    return ALLOWED
