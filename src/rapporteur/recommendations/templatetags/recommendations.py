"""Names of levels, kinds, states, positions and dispositions on the pages."""

from __future__ import annotations

from django import template

from rapporteur.foundation.frameworks.provisions import provisions
from rapporteur.foundation.ui.templatetags.ui import tag
from rapporteur.recommendations import queries

register = template.Library()
register.filter("level_name", queries.level_name)
register.filter("kind_name", queries.kind_name)
register.filter("stance_name", queries.stance_name)
register.filter("outcome_name", queries.outcome_name)


@register.simple_tag
def recommendation_tag(recommendation):
    """The state of a recommendation as a mark."""
    return tag(recommendation.state, queries.state_name(recommendation.state))


@register.simple_tag
def stance_tag(stance):
    return tag(stance, queries.stance_name(stance))


@register.simple_tag
def outcome_tag(outcome):
    return tag(outcome, queries.outcome_name(outcome))


@register.filter
def is_proven(identifier):
    """Whether the wording of a provision was verified."""
    item = provisions().get(identifier)
    return item is not None and item.is_proven
