"""The parts of a document on a page."""

from django import template

from rapporteur_core.documents.model import Run

register = template.Library()


@register.filter
def part_name(block):
    """What a part of a document is: Heading, Paragraph, Table or List."""
    return type(block).__name__


@register.filter
def runs(block):
    """The pieces of a paragraph."""
    return [Run(block.text)] if isinstance(block.text, str) else block.text
