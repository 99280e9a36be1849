"""Names of kinds and states on the pages of decisions."""

from django import template

from rapporteur.decisions.queries import kind_name, state_name, statement_name
from rapporteur.foundation.ui.templatetags.ui import tag

register = template.Library()
register.filter("kind_name", kind_name)
register.filter("state_name", state_name)
register.filter("statement_name", statement_name)


@register.simple_tag
def state_tag(state):
    """The state of a procedure as a mark."""
    return tag(state, state_name(state))
