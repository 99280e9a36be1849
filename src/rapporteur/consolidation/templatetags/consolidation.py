"""Names of states, and passages with the words that caused a proposal."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from rapporteur.consolidation import queries
from rapporteur.contributions.queries import region_name
from rapporteur.foundation.ui.templatetags.ui import part, tag

register = template.Library()
register.filter("region_name", region_name)
register.filter("by_name", queries.by_name)
register.filter("state_name", queries.state_name)
register.filter("proof_name", queries.proof_name)
register.filter("step_name", queries.step_name)


@register.filter
def theme_label(theme):
    """The label of a theme in the reader's language where it has one, else as it was given."""
    known = next((code for code, text in theme.labels.items() if text == theme.label), "")
    return theme.labels.get(get_language() or "en") or part(theme.label, known)


@register.simple_tag
def theme_tag(theme):
    """The state of a theme as a mark: what the machine proposes says so."""
    return tag(theme.state, queries.state_name(theme.state))


@register.simple_tag
def run_tag(run):
    return tag(run.state, queries.run_state_name(run.state))


@register.simple_tag
def mapping_tag(mapping):
    return tag(mapping.state, queries.state_name(mapping.state))


@register.filter
def marked(text, words):
    """A text, escaped, with `words` marked where they stand in it as whole words."""
    chosen = sorted({word for word in words or () if word}, key=len, reverse=True)
    if not chosen:
        return text
    pattern = re.compile(r"(?<!\w)(" + "|".join(re.escape(word) for word in chosen) + r")(?!\w)", re.IGNORECASE)
    pieces = pattern.split(text)
    marks = (f"<mark>{escape(piece)}</mark>" if place % 2 else escape(piece) for place, piece in enumerate(pieces))
    return mark_safe("".join(marks))
