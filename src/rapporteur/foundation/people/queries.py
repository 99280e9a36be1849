"""Reads of persons and places."""

from __future__ import annotations

from typing import TypedDict

from babel import Locale
from django.db.models import Max
from django.utils.translation import get_language

from rapporteur_core.text import fold

from .models import Government, Place


class Found(TypedDict):
    place: Place
    country: str


def country_name(code: str, language: str | None = None) -> str:
    """The name of a country in the reader's language; the code itself when it is unknown."""
    return str(Locale.parse(language or get_language() or "en").territories.get(code, code))


def find_places(text: str, *, country: str = "", most: int = 12) -> list[Place]:
    """Places with a name that begins with `text` in any script, the largest first: one query over an index."""
    key = fold(text).strip()
    if not key:
        return []
    rows = Place.objects.filter(names__folded__gte=key, names__folded__lt=key + "\U0010ffff")
    if country:
        rows = rows.filter(country=country)
    return list(rows.annotate(largest=Max("population")).order_by("-population", "pk")[:most])


def find_governments(text: str, *, most: int = 12) -> list[Government]:
    """Governments whose name or other name holds `text`: one query."""
    key = fold(text).strip()
    return list(Government.objects.filter(folded__contains=key).order_by("name")[:most]) if key else []
