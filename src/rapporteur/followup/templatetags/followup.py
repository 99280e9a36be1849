"""How a stage of progress is shown."""

from __future__ import annotations

from django import template

from rapporteur.followup.queries import stage_name
from rapporteur.foundation.ui.templatetags.ui import tag

register = template.Library()


@register.simple_tag
def stage_tag(stage):
    """The last stage as a mark with its word; before the first report it says so."""
    return tag(stage, stage_name(stage))
