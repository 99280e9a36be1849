from __future__ import annotations

import pytest

from rapporteur.consolidation.actions import make_theme
from rapporteur.consolidation.tests.speaking import say_all
from rapporteur.recommendations.actions import write_recommendation

FACTS = {
    "title": {"en": "Count people where they live", "fr": "Compter les gens là où ils vivent"},
    "text": "Statistical offices publish figures on migration for each city, every year.",
    "level": "national",
    "kind": "means",
    "actors": "Statistical offices with cities",
    "provisions": ["gcm.obj.01"],
}


@pytest.fixture
def spoken(conference, make_government):
    return say_all(conference, make_government)


@pytest.fixture
def rapporteur(reader_as):
    return reader_as("rapporteur")


@pytest.fixture
def passages(spoken):
    return [passage for one in spoken["data"] for passage in one.passages.all()]


@pytest.fixture
def theme(conference, passages, rapporteur):
    return make_theme(conference=conference, label="City figures", passages=passages, by=rapporteur)


@pytest.fixture
def draft(conference, rapporteur, passages):
    """R-01, in draft, with five passages behind it."""
    return write_recommendation(conference=conference, by=rapporteur, passages=passages, **FACTS)
