"""Contributions for tests: received, with their passages cut as the product cuts them."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from rapporteur.calls.models import Question
from rapporteur.contributions.models import Answer, Contribution, Passage
from rapporteur_core.text import passages

_numbers = itertools.count(1)

TOPICS = {
    "housing": [
        "Newcomers wait two years for social housing in our city and sleep in shelters until then.",
        "Rent guarantees for newcomers would open private housing that landlords refuse today.",
        "Our city built modular housing for newcomers beside the tram line within one year.",
        "Landlords ask newcomers for six months of rent; a housing fund could stand as guarantor.",
        "Social housing lists should count the months that newcomers spent in shelters.",
    ],
    "schools": [
        "School enrolment of migrant children takes a term because papers from abroad are missing.",
        "Teachers need training for classrooms in which migrant children speak ten languages.",
        "We enrol migrant children in school at once and look at papers afterwards.",
        "Language classes after school helped migrant children and their parents together.",
        "Every school with migrant children should have a mediator who speaks their languages.",
    ],
    "data": [
        "Figures on migration exist for the nation and never for the city that must plan with them.",
        "The statistical office should publish migration figures by city and by year.",
        "Without city figures on migration our budget for services is a guess.",
        "We ask for open migration statistics at the level of cities, twice a year.",
        "City statistics on migration should be collected with the migrants who are counted.",
    ],
}


def say(conference, text, *, government=None, region=None, language="en", attribution="named", state="received"):
    """A contribution with one answer and its passages; with more answers when `text` is a list."""
    number = next(_numbers)
    texts = [text] if isinstance(text, str) else text
    contribution = Contribution.objects.create(
        conference=conference,
        call=conference.call,
        number=number,
        government=government,
        attribution=attribution,
        region=region if region is not None else (government.region if government else ""),
        category="lrg" if government else "",
        language=language,
        state=state,
        heading=texts[0][:100],
        received_at=datetime(2017, 10, 1, tzinfo=UTC),
    )
    count = itertools.count(1)
    questions = Question.objects.filter(call=conference.call).order_by("position")
    for question, words in zip(questions, texts, strict=False):
        answer = Answer.objects.create(contribution=contribution, question=question, text=words)
        for start, end in passages(words):
            Passage.objects.create(
                contribution=contribution, answer=answer, number=next(count), start=start, end=end, language=language
            )
    return contribution


def say_all(conference, make_government):
    """Five contributions on each of three topics, each by another government."""
    regions = itertools.cycle(["africa", "europe", "asia-pacific"])
    return {
        topic: [say(conference, text, government=make_government(region=next(regions))) for text in texts]
        for topic, texts in TOPICS.items()
    }
