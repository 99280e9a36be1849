"""A small whole line for tests: words, theme, recommendation, three revisions with amendments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from rapporteur.calls.models import Call
from rapporteur.consolidation.models import Theme, ThemePassage
from rapporteur.contributions.models import Answer, Contribution, Passage
from rapporteur.decisions.models import Procedure
from rapporteur.drafting.models import Amendment, Draft, Paragraph, Revision, Sentence, SentenceSource, Wording
from rapporteur.foundation.people.models import Government
from rapporteur.recommendations.models import Disposition, Recommendation, RecommendationSource

COUNT = "We cannot plan for people whom nobody counts."
CLINIC = "Access to health posts must not depend on papers."
FUND = "Half of the fund should go to the towns that host."
SEAT = "We ask for a permanent seat for local governments."
AMINA = f"Port Amina grows every day. {COUNT}\n\n{CLINIC} Staff who report patients break trust.\n\n{FUND}\n\n{SEAT}"
DAY = datetime(2017, 10, 21, 9, 0, tzinfo=UTC)


@dataclass
class World:
    conference: Any
    draft: Draft
    contributions: dict[str, Contribution] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)
    sentences: dict[str, Sentence] = field(default_factory=dict)
    recommendations: dict[int, Recommendation] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)
    amendments: dict[int, Amendment] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    governments: dict[str, Government] = field(default_factory=dict)


def contribute(
    world: World,
    name: str,
    text: str,
    quotes: dict[str, str],
    *,
    number: int,
    government=None,
    author=None,
    **facts: Any,
) -> Contribution:
    """A received contribution with one passage for each quote."""
    call = Call.objects.get(conference=world.conference)
    question = call.questions.order_by("position").first()
    contribution = Contribution.objects.create(
        conference=world.conference,
        call=call,
        number=number,
        government=government,
        author=author,
        **{
            "author_name": author.name if author else "",
            "region": government.region if government else "",
            "language": "en",
            "state": Contribution.State.RECEIVED,
            "received_at": datetime(2017, 10, 4, tzinfo=UTC),
            **facts,
        },
    )
    answer = Answer.objects.create(contribution=contribution, question=question, text=text)
    for place, (key, quote) in enumerate(quotes.items(), 1):
        start = text.index(quote)
        world.passages[key] = Passage.objects.create(
            contribution=contribution,
            answer=answer,
            number=place,
            start=start,
            end=start + len(quote),
            language=contribution.language,
        )
    world.contributions[name] = contribution
    return contribution


def theme(world: World, label: str, *keys: str, number: int) -> Theme:
    found = Theme.objects.create(
        conference=world.conference, number=number, label=label, labels={"fr": f"{label} (fr)"}, state="confirmed"
    )
    for key in keys:
        ThemePassage.objects.create(theme=found, passage=world.passages[key])
    world.themes[label] = found
    return found


def recommend(world: World, number: int, *keys: str, **facts: Any) -> Recommendation:
    found = Recommendation.objects.create(
        conference=world.conference,
        number=number,
        **{
            "title": {"en": f"Recommendation {number}", "ar": f"توصية {number}"},
            "text": "Governments should publish figures.",
            "level": "national",
            "kind": "means",
            "actors": "National statistics offices",
            "state": "put_forward",
            "put_forward_at": DAY,
            "provisions": ["gcm.obj.01"],
            **facts,
        },
    )
    for key in keys:
        RecommendationSource.objects.create(recommendation=found, passage=world.passages[key])
    world.recommendations[number] = found
    return found


def revise(world: World, number: int, texts: dict[str, list[str]], *, is_frozen: bool = True, **facts: Any) -> Revision:
    """A revision whose paragraphs are given as lists of sentences; each came from the same place in the one before."""
    root = "CCM/2017/L.1"
    revision = Revision.objects.create(
        draft=world.draft,
        number=number,
        symbol=f"{root}/Rev.{number}" if number else root,
        frozen_at=datetime(2017, 10, 20 + number, 12, 0, tzinfo=UTC) if is_frozen else None,
        fingerprint=f"{number}" * 64,
        **facts,
    )
    for position, (key, sentences) in enumerate(texts.items()):
        paragraph, _made = Paragraph.objects.get_or_create(draft=world.draft, key=key, defaults={"kind": "operative"})
        wording = Wording.objects.create(
            revision=revision,
            paragraph=paragraph,
            position=position,
            number=key.removeprefix("p-").lstrip("0"),
            text=" ".join(sentences),
        )
        at = 0
        for place, sentence in enumerate(sentences):
            before = world.sentences.get(f"{key}/{place}@{number - 1}")
            world.sentences[f"{key}/{place}@{number}"] = Sentence.objects.create(
                wording=wording, position=place, start=at, end=at + len(sentence), came_from=before
            )
            at += len(sentence) + 1
    world.revisions.append(revision)
    return revision


def source(world: World, sentence: str, **what: Any) -> None:
    SentenceSource.objects.create(sentence=world.sentences[sentence], **what)


def amend(
    world: World, number: int, key: str, revision: int, proposed: str, state: str, sponsor, **facts: Any
) -> Amendment:
    wording = Wording.objects.get(paragraph__key=key, revision=world.revisions[revision])
    world.amendments[number] = Amendment.objects.create(
        draft=world.draft,
        number=number,
        revision=world.revisions[revision],
        paragraph=wording.paragraph,
        base_text=wording.text,
        proposed_text=proposed,
        rationale="Clearer.",
        sponsor=sponsor,
        tabled_at=DAY,
        state=state,
        **{"admitted_at": DAY, **facts},
    )
    return world.amendments[number]


def dispose(world: World, key: str, outcome: str, reason: str = "The reason of the committee.") -> Disposition:
    return Disposition.objects.create(
        conference=world.conference, passage=world.passages[key], outcome=outcome, reason=reason, given_at=DAY
    )


def small_world(conference, make_government, author=None) -> World:
    """Port Amina said four things: one stands in the text, one was reworded, one was set aside, one is negotiated."""
    draft = Draft.objects.create(
        conference=conference, title={"en": "Declaration", "ar": "إعلان"}, symbol="CCM/2017/L.1", phase="amendments"
    )
    world = World(conference, draft)
    for name, country, region in [
        ("Port Amina", "KE", "africa"),
        ("Vale Verde", "BR", "latin-america-caribbean"),
        ("Old Harbour", "BE", "europe"),
    ]:
        world.governments[name] = make_government(name, country=country, region=region)
    amina, verde, harbour = world.governments.values()
    contribute(
        world,
        "amina",
        AMINA,
        {"count": COUNT, "clinic": CLINIC, "fund": FUND, "seat": SEAT},
        number=87,
        government=amina,
        author=author,
    )
    contribute(world, "verde", "Ninguém conta os que chegam.", {"verde": "Ninguém conta os que chegam."}, number=88,
               government=verde, attribution="government", language="pt")  # fmt: skip
    contribute(world, "anonymous", "نريد أن نُحسب.", {"anonymous": "نريد أن نُحسب."}, number=89,
               attribution="anonymous", language="ar")  # fmt: skip
    theme(world, "Data at local level", "count", "verde", "anonymous", number=1)
    theme(world, "Services", "clinic", number=2)
    recommend(world, 4, "count", "verde", "anonymous")
    first = {
        "p-12": ["Statistics shall be local.", "They shall be free."],
        "p-15": ["Services are for residents."],
        "p-21": ["We ask for a seat."],
    }
    later = {**first, "p-15": ["Services are for all who live here."]}
    revise(world, 0, first)
    revise(world, 1, first)
    revise(world, 2, later)
    for number in (0, 1, 2):
        source(world, f"p-12/0@{number}", recommendation=world.recommendations[4])
        source(world, f"p-15/0@{number}", passage=world.passages["clinic"])
        source(world, f"p-21/0@{number}", passage=world.passages["seat"])
    source(world, "p-12/0@2", provision="gcm.obj.01")
    amend(world, 31, "p-15", 1, "Services are for all who live here.", "accepted", harbour)
    amend(world, 44, "p-21", 2, "We ask for a permanent seat.", "standing", verde)
    dispose(world, "fund", "not_taken", "Support in one region only.")
    return world


def adopt(world: World) -> Procedure:
    """The latest revision adopted by consensus."""
    revision = world.revisions[-1]
    revision.is_adopted = True
    revision.save()
    world.draft.phase = "adopted"
    world.draft.save()
    return Procedure.objects.create(
        conference=world.conference,
        number=1,
        kind="consensus",
        revision=revision,
        fingerprint=revision.fingerprint,
        state="adopted",
        opened_at=datetime(2017, 11, 17, 10, 0, tzinfo=UTC),
        closed_at=datetime(2017, 11, 17, 15, 0, tzinfo=UTC),
    )
