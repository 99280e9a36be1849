from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from conftest import NOW

PROVISIONS = ["nua.para.8", "nua.para.20", "nua.para.28"]


@pytest.fixture(autouse=True)
def in_english():
    """A page asked for in another language leaves none behind for the next test."""
    with translation.override("en"):
        yield


@pytest.fixture
def make_round(conference, reader_as):
    """`make_round()`: a round on three provisions that opened a day ago and closes in ten days."""
    from rapporteur.reviews.actions import open_round

    def make(*, opens_at=NOW - timedelta(days=1), closes_at=NOW + timedelta(days=10), **facts):
        facts = {"title": {"en": "First review"}, "intro": {"en": "Tell us."}, **facts}
        provisions = [(name, {"en": f"Question on {name}"}) for name in PROVISIONS]
        return open_round(
            conference=conference,
            provisions=provisions,
            opens_at=opens_at,
            closes_at=closes_at,
            by=reader_as("secretariat"),
            **facts,
        )

    return make


@pytest.fixture
def accredit(conference):
    """`accredit(government)`: its delegation is accredited; `focal` is its focal point."""
    from rapporteur.registration.models import Delegation, Member

    def make(government, *, focal=None):
        delegation = Delegation.objects.create(
            conference=conference,
            number=Delegation.objects.count() + 1,
            government=government,
            category="lrg",
            state="accredited",
            received_at=datetime(2017, 9, 1, tzinfo=UTC),
        )
        if focal is not None:
            Member.objects.create(
                conference=conference, delegation=delegation, person=focal, name=focal.name, part="focal"
            )
        return delegation

    return make
