"""Names and marks on the pages and in the mails of the threads."""

from django import template
from django.utils.safestring import mark_safe

from rapporteur.decisions.queries import kind_name
from rapporteur.decisions.queries import state_name as decision_state_name
from rapporteur.drafting.queries import state_name as amendment_state_name
from rapporteur.foundation.ui.templatetags.ui import lang, tag
from rapporteur.recommendations.queries import outcome_name
from rapporteur.trace import queries

register = template.Library()
register.filter("state_name", queries.state_name)
register.filter("outcome_name", outcome_name)
register.filter("grouped_with", queries.grouped_with)

AUTO = mark_safe('dir="auto"')
TONES = {
    "in_text": "taken",
    "in_part": "in_part",
    "negotiated": "open",
    "recommended": "taken",
    "taken": "taken",
    "dropped": "not_taken",
    "not_in_text": "not_taken",
    "undecided": "waiting",
}


@register.simple_tag
def state_tag(state):
    """Where a passage stands, as a mark."""
    return tag(TONES.get(str(state), ""), queries.state_name(state))


@register.simple_tag
def amendment_tag(state):
    return tag(state, amendment_state_name(state))


@register.filter
def tongue(language):
    """The attributes of a text in `language`; where that is not known, the browser finds its direction."""
    return AUTO if language in {"", "und"} else lang(language)


@register.filter
def procedure_name(procedure):
    return kind_name(procedure.kind).capitalize()


@register.simple_tag
def decision_tag(state):
    return tag(state, decision_state_name(state))


@register.filter
def theme_label(theme):
    """The label in the languages that there are."""
    return {"": theme.label, **theme.labels}


register.filter("decision_name", decision_state_name)
