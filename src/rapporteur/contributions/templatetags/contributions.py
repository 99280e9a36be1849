"""What the pages of contributions say of one."""

from __future__ import annotations

from django import template
from django.utils.html import format_html

from rapporteur.contributions import queries
from rapporteur.foundation.ui.said import direction

register = template.Library()
register.filter("region_name", queries.region_name)
register.filter("language_shown", queries.language_shown)
register.filter("contribution_state", queries.state_name)
register.filter("who", queries.who)


@register.filter
def known_lang(code):
    """`lang` and `dir` of words; where their language is not known, the direction that their letters have."""
    if not code or code == "und":
        return format_html('dir="{}"', "auto")
    return format_html('lang="{}" dir="{}"', code, direction(code))
