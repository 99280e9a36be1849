"""Names and marks on the pages of drafting."""

from django import template
from django.utils.html import format_html

from rapporteur.drafting.queries import (
    amendment_kind_name,
    author_of,
    bracketed_words,
    decision_label,
    government_name,
    issue_label,
    paragraph_name,
    shift_between,
    shift_sentence,
    state_name,
    version_state_name,
)
from rapporteur.foundation.ui.templatetags.ui import tag, to
from rapporteur_core.redline import accepted, rejected

register = template.Library()
register.filter("amendment_kind", amendment_kind_name)
register.filter("issue_label", issue_label)
register.filter("author", author_of)
register.filter("decision", decision_label)
register.filter("government", government_name)
register.filter("bracketed_words", bracketed_words)
register.filter("paragraph_name", paragraph_name)


@register.simple_tag
def amendment_state(state):
    """The state of an amendment as a mark."""
    return tag(state, state_name(state))


VERSION_TONES = {"reviewed": "good", "behind": "now", "missing": "bad"}


@register.simple_tag
def version_state(state):
    """The state of words in another language as a mark."""
    return format_html('<span class="tag {}">{}</span>', VERSION_TONES.get(state, ""), version_state_name(state))


@register.simple_tag
def rendering(read, label):
    """How far an amendment is rendered, as a mark; nothing where it needs no rendering."""
    tone = VERSION_TONES.get(read.rendering, "")
    return format_html('<span class="tag {}">{}</span>', tone, label) if label else ""


@register.simple_tag(takes_context=True)
def unit_address(context, unit, language):
    """The page on which a unit of a version is written."""
    if unit.is_title:
        return to(context, "drafting:write_title", language=language)
    return to(context, "drafting:write_version", language=language, key=unit.key)


SHIFT_SIGNS = {"weaker": "↓ ", "stronger": "↑ "}


@register.simple_tag
def shift_words(shift):
    """What an edit does to an opening verb, in words."""
    return f"{SHIFT_SIGNS.get(shift.kind, '')}{shift_sentence(shift)}" if shift else ""


@register.simple_tag
def shift_mark(shift):
    """The same as a mark beside an amendment; nothing where it leaves the verb as strong as it is."""
    return format_html(' <span class="tag now">{}</span>', shift_words(shift)) if shift else ""


@register.simple_tag
def shift_within(changes, language):
    """The same mark from a whole redline and its language."""
    changes = list(changes)
    return shift_mark(shift_between(rejected(changes), accepted(changes), language))
