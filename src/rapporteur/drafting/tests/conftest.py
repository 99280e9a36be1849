"""A small declaration: a heading, a preambular and two operative paragraphs, open for amendment."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rapporteur.calls.models import Question
from rapporteur.contributions.models import Answer, Contribution, Passage
from rapporteur.drafting.actions import (
    add_sources,
    begin_revision,
    close_amendments,
    declare_admissible,
    freeze_revision,
    open_amendments,
    open_draft,
    open_version,
    remove_wording,
    render_amendment,
    set_wording,
    table_amendment,
    write_version,
)
from rapporteur.drafting.models import Carried
from rapporteur.foundation.conferences.queries import system_reader
from rapporteur.recommendations.models import Recommendation, RecommendationSource
from rapporteur.registration.models import Delegation

FIGURES = "Publish migration figures for each city every year and free of charge."
SERVICES = (
    "Give every person access to basic services, whatever his or her status. Keep these services apart from police."
)

FIRST, SECOND = SERVICES.split(" Keep")[0], "Keep these services apart from police."

CHIFFRES = "Publier chaque année, sans frais, les chiffres des migrations de chaque ville."

ROWS = [
    ("c", "chapeau", "", 0, "The Conference,"),
    ("pp1", "preambular", "PP1", 0, "Recalling the Agenda,"),
    ("h1", "heading", "", 0, "Services"),
    ("op1", "operative", "OP1", 0, "Calls upon States:"),
    ("a", "subparagraph", "OP1 (a)", 1, "to count:"),
    ("i", "subparagraph", "OP1 (a) (i)", 2, "people;"),
    ("x", "subparagraph", "OP1 (a) (i) a.", 3, "of all ages;"),
    ("b", "subparagraph", "OP1 (b)", 1, "to tell;"),
    ("op2", "operative", "OP2", 0, "Decides to meet."),
    ("an", "annex", "Annex I", 0, "Figures"),
    ("an1", "operative", "Annex I, 1", 0, "One figure."),
]


def seen(page):
    """A page without what its redlines say aloud."""
    return re.sub(r'<span class="aloud"[^>]*>[^<]*</span>', "", page)


def shown(found):
    """The numbers of the proposals in a compilation by the key of their paragraph, where there are any."""
    return {row.key: [each.amendment.number for each in row.proposals] for row in found.rows if row.proposals}


def carried(amendment):
    """State and words of an amendment on the one later text on which it was laid."""
    row = Carried.objects.get(amendment=amendment)
    return row.state, row.base_text, row.proposed_text


@pytest.fixture
def system(conference):
    return system_reader(conference)


@pytest.fixture
def accredit(conference, make_government, at_work):
    """`accredit("Port Amina")`: an accredited government."""
    count = iter(range(1, 100))

    def make(name=None, state="accredited", **facts):
        government = make_government(name, **facts)
        Delegation.objects.create(
            conference=conference,
            number=next(count),
            government=government,
            category="lrg",
            state=state,
            received_at=at_work,
        )
        return government

    return make


@pytest.fixture
def town(accredit):
    return accredit("Port Amina")


@pytest.fixture
def upload(form_key):
    """`upload(client, data, government_0=town.pk)`: Word files sent in on their page."""

    def post(client, *files, **facts):
        sent = {f"file_{at}": SimpleUploadedFile(f"draft{at}.docx", data) for at, data in enumerate(files)}
        return client.post("/en/cities/draft/returns/", {"grouping": "change", "form_key": form_key(), **sent, **facts})

    return post


@pytest.fixture
def make_passage(conference, make_government):
    """`make_passage(region="africa")`: a passage of a received contribution of a government of its own."""
    question = Question.objects.get(call=conference.call, key="message")
    count = iter(range(1, 1000))

    def make(text="Cities need figures.", *, region="europe", state="received", **facts):
        is_named = facts.get("attribution") != "anonymous"
        government = make_government(region=region) if is_named else None
        contribution = Contribution.objects.create(
            conference=conference,
            call=conference.call,
            number=next(count),
            state=state,
            government=government,
            region=region,
            folded=government.folded if government else "",
            **facts,
        )
        answer = Answer.objects.create(contribution=contribution, question=question, text=text)
        return Passage.objects.create(contribution=contribution, answer=answer, number=1, start=0, end=len(text))

    return make


@pytest.fixture
def make_recommendation(conference, at_work):
    count = iter(range(1, 100))

    def make(*passages, state="put_forward"):
        recommendation = Recommendation.objects.create(
            conference=conference,
            number=next(count),
            title={"en": "Figures for each city"},
            text="Publish figures.",
            level="national",
            kind="commitment",
            state=state,
        )
        RecommendationSource.objects.bulk_create(
            RecommendationSource(recommendation=recommendation, passage=passage) for passage in passages
        )
        return recommendation

    return make


@pytest.fixture
def writing(conference, system):
    """The draft with its zero revision being written."""
    draft = open_draft(
        conference=conference,
        title={"en": "Declaration on cities", "fr": "Déclaration"},
        symbol="CCM/2017/L.1",
        by=system,
    )
    revision = begin_revision(draft=draft, by=system)
    for key, kind, number, text in [
        ("h1", "heading", "", "We commit to"),
        ("pp1", "preambular", "", "Recalling the New Urban Agenda,"),
        ("p1", "operative", "1", FIGURES),
        ("p2", "operative", "2", SERVICES),
    ]:
        set_wording(revision=revision, key=key, kind=kind, number=number, text=text, by=system)
    return SimpleNamespace(draft=draft, revision=revision)


@pytest.fixture
def resolution(conference, system):
    """A resolution with every kind of paragraph, being written."""
    draft = open_draft(
        conference=conference, title={"en": "Text"}, symbol="CCM/L.1", template="resolution", by=system
    )  # fmt: skip
    revision = begin_revision(draft=draft, by=system)
    for key, kind, number, level, text in ROWS:
        set_wording(
            revision=revision, key=key, kind=kind, number=number, level=level or None, text=text, by=system
        )  # fmt: skip
    return SimpleNamespace(draft=draft, revision=revision)


@pytest.fixture
def sentences_of():
    def give(revision, key):
        return list(revision.wordings.get(paragraph__key=key).sentences.order_by("position"))

    return give


@pytest.fixture
def opened(writing, system, at_work, make_passage, sentences_of):
    """The zero draft frozen and open for a week; each sentence of paragraph 2 has a passage behind it."""
    passages = [make_passage("Services for all."), make_passage("No police in schools.", region="africa")]
    for sentence, passage in zip(sentences_of(writing.revision, "p2"), passages, strict=True):
        add_sources(sentence=sentence, passages=[passage], by=system)
    revision = freeze_revision(revision=writing.revision, by=system)
    draft = open_amendments(draft=writing.draft, closes_at=at_work + timedelta(days=7), by=system)
    return SimpleNamespace(draft=draft, revision=revision, passages=passages)


@pytest.fixture
def amend(opened, system, accredit):
    """`amend("p2", "basic services", "health care")`: an amendment that replaces words, of a government of its own."""

    def make(key, old="", new="", *, kind="change", government=None, by=None, text=None, **facts):
        paragraph = opened.draft.paragraphs.get(key=key)
        words = opened.revision.wordings.get(paragraph=paragraph).text
        proposed = text if text is not None else words.replace(old, new)
        return table_amendment(
            paragraph=paragraph,
            revision=opened.revision,
            kind=kind,
            proposed_text=proposed,
            rationale=facts.pop("rationale", "It reads better."),
            by=by or system,
            government=government or (None if by else accredit()),
            **facts,
        )

    return make


@pytest.fixture
def standing(amend, system):
    """`standing("p2", "basic", "essential")`: the same as `amend`, admitted."""

    def make(key, *words, **facts):
        return declare_admissible(amendment=amend(key, *words, **facts), by=system)

    return make


@pytest.fixture
def next_text(opened, system):
    """`next_text(p2="...")`: the next revision frozen with these words; None takes a paragraph out."""

    def freeze(**texts):
        close_amendments(draft=opened.draft, by=system)
        revision = begin_revision(draft=opened.draft, by=system)
        for key, text in texts.items():
            if text is None:
                remove_wording(revision=revision, key=key, by=system)
            else:
                set_wording(revision=revision, key=key, kind="operative", text=text, by=system)
        return freeze_revision(revision=revision, by=system)

    return freeze


@pytest.fixture
def next_revision(opened, system):
    """`next_revision()`: the zero draft closed for amendment, and the next revision begun."""

    def begin():
        close_amendments(draft=opened.draft, by=system)
        return begin_revision(draft=opened.draft, by=system)

    return begin


@pytest.fixture
def french(opened, system):
    """The French version of the frozen zero draft is open; no paragraph has words in it yet."""
    opened.draft = open_version(draft=opened.draft, language="fr", by=system)
    return opened


@pytest.fixture
def write(french, system):
    """`write("p1", CHIFFRES)`: words of a paragraph of the last revision in French."""

    def give(key, text=CHIFFRES, *, language="fr", by=system, **facts):
        revision = french.draft.revisions.order_by("-number").first()
        wording = revision.wordings.get(paragraph__key=key)
        return write_version(wording=wording, language=language, text=text, by=by, **facts)

    return give


def rendered(amendment, text, system, **facts):
    return render_amendment(amendment=amendment, proposed_text=text, by=system, **{"language": "fr", **facts})
