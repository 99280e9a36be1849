"""The words of registration, as filters."""

from __future__ import annotations

from django import template

from rapporteur.registration.queries import category_name, part_name, state_name

register = template.Library()
register.filter("category_name", category_name)
register.filter("part_name", part_name)
register.filter("delegation_state", state_name)
