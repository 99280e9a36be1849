from __future__ import annotations

import pytest

from rapporteur.consolidation.actions import ask_run
from rapporteur.consolidation.tasks import carry_out

from .speaking import say_all


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    """Each test keeps the steps of its runs in its own folder."""
    settings.HOME = tmp_path


@pytest.fixture
def spoken(conference, make_government):
    return say_all(conference, make_government)


@pytest.fixture
def consolidate(conference, reader_as):
    """`consolidate()`: ask for a run and carry it out in this process."""
    by = reader_as("rapporteur")

    def run(seed=0):
        return carry_out(ask_run(conference=conference, by=by, seed=seed))

    return run
