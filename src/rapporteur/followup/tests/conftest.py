from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from conftest import NOW


@pytest.fixture(autouse=True)
def in_english():
    """A page asked for in another language leaves none behind for the next test."""
    with translation.override("en"):
        yield


@pytest.fixture
def revision(conference):
    """A frozen, adopted revision of one paragraph with two sentences."""
    from rapporteur.drafting.models import Draft, Paragraph, Revision, Sentence, Wording

    draft = Draft.objects.create(
        conference=conference, title={"en": "Declaration"}, symbol="CCM/2017/L.1", phase="adopted"
    )
    revision = Revision.objects.create(
        draft=draft, number=3, symbol="CCM/2017/3", frozen_at=NOW, fingerprint="f" * 64, is_adopted=True
    )
    paragraph = Paragraph.objects.create(draft=draft, key="op-7", kind="operative")
    text = "We house all. We count none out."
    wording = Wording.objects.create(revision=revision, paragraph=paragraph, position=1, number="7", text=text)
    Sentence.objects.create(wording=wording, position=1, start=0, end=13)
    Sentence.objects.create(wording=wording, position=2, start=14, end=len(text))
    return revision


@pytest.fixture
def sentence(revision):
    return revision.wordings.get().sentences.get(position=1)


@pytest.fixture
def make_commitment(sentence, reader_as):
    """`make_commitment(owner=town, due_on=date(2018, 6, 1))`: lifted from the first sentence."""
    from rapporteur.followup.actions import lift_commitment

    def make(**facts):
        facts = {
            "measure": "A house for each family.",
            "due_on": date(2018, 6, 1),
            "by": reader_as("secretariat"),
            **facts,
        }
        return lift_commitment(sentence=sentence, **facts)

    return make
