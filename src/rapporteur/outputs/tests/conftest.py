"""A small whole line with its three promised outputs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rapporteur.foundation.conferences.models import Outcome
from rapporteur.registration.models import Delegation
from rapporteur.reviews.models import Report, Round, RoundItem
from rapporteur.trace.tests.world import small_world

DUE = datetime(2017, 12, 4, 23, 0, tzinfo=UTC)


@pytest.fixture
def world(conference, make_government):
    world = small_world(conference, make_government)
    titles = {
        "recommendations": {"en": "Recommendations", "ar": "توصيات"},
        "review": {"en": "Review", "ar": "مراجعة"},
        "declaration": {"en": "Declaration", "ar": "إعلان"},
    }
    for position, (kind, title) in enumerate(titles.items()):
        Outcome.objects.create(
            conference=conference,
            kind=kind,
            title=title,
            addressee={"en": "Stocktaking meeting"},
            due_at=DUE,
            position=position,
        )
    return world


@pytest.fixture
def reports(world, conference):
    """Two of three governments asked have reported on two commitments, one of them in Arabic."""
    opened = Round.objects.create(
        conference=conference,
        title={"en": "First round"},
        opens_at=datetime(2017, 9, 1, tzinfo=UTC),
        closes_at=datetime(2017, 11, 1, tzinfo=UTC),
    )
    items = [
        RoundItem.objects.create(round=opened, provision=provision, question={"en": question}, position=position)
        for position, (provision, question) in enumerate([("nua.para.28", "Rights"), ("nua.para.158", "Data")], 1)
    ]
    for number, government in enumerate(world.governments.values(), 1):
        Delegation.objects.create(
            conference=conference,
            number=number,
            government=government,
            category="lrg",
            state="accredited",
            received_at=opened.opens_at,
        )
    amina, verde, _harbour = world.governments.values()
    said = {"reported_at": datetime(2017, 9, 20, tzinfo=UTC)}
    Report.objects.create(
        item=items[0], government=amina, stage="done", narrative="نشرنا الأرقام.", language="ar", **said
    )
    Report.objects.create(
        item=items[0], government=verde, stage="planned", figure=12.5, unit="%", year=2016, source="Census", **said
    )
    Report.objects.create(item=items[1], government=amina, stage="not_begun", obstacle="No money.", **said)
    return items
