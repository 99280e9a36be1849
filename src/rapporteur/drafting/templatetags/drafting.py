"""Names and marks on the pages of drafting."""

from django import template

from rapporteur.drafting.queries import amendment_kind_name, state_name
from rapporteur.foundation.ui.templatetags.ui import tag

register = template.Library()
register.filter("amendment_kind", amendment_kind_name)


@register.simple_tag
def amendment_state(state):
    """The state of an amendment as a mark."""
    return tag(state, state_name(state))
