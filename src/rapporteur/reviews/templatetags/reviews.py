"""How a stage is drawn: by a mark, a colour and a word, never by colour alone."""

from __future__ import annotations

from django import template
from django.utils.html import format_html

from rapporteur.reviews.queries import STAGES, is_old, stage_name

register = template.Library()

MARKS = {"not_begun": "○", "planned": "◔", "under_way": "◐", "done": "●", "": "–"}
CLASSES = {stage: f"s{number}" for number, stage in enumerate(STAGES)} | {"": "none"}

register.filter("stage_name", stage_name)
register.filter("is_old", is_old)
register.filter("stage_mark", lambda stage: MARKS[stage])
register.filter("stage_class", lambda stage: CLASSES[stage])


@register.simple_tag
def stage_cell(stage):
    """A cell of the matrix: the mark for those who see it, the word for those who hear it or point at it."""
    word = stage_name(stage)
    return format_html(
        '<td class="{}" title="{}"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></td>',
        CLASSES[stage],
        word,
        MARKS[stage],
        word,
    )


@register.simple_tag
def stage_word(stage):
    """A stage in running text: mark and word."""
    return format_html(
        '<span class="stage {}"><span aria-hidden="true">{}</span> {}</span>',
        CLASSES[stage],
        MARKS[stage],
        stage_name(stage),
    )


@register.simple_tag
def stage_dot(stage):
    """A stage with the shape that it has on the map of the same page."""
    return format_html(
        '<svg class="dot map" viewBox="-10 -10 20 20" aria-hidden="true"><use href="#dot-{}" class="{}"/></svg> {}',
        stage,
        CLASSES[stage],
        stage_name(stage),
    )
