"""The words behind a sentence, a paragraph or a recommendation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from rapporteur.consolidation.models import Theme
from rapporteur.contributions.models import Contribution, Passage
from rapporteur.decisions.models import Procedure
from rapporteur.drafting.models import Amendment, Paragraph, Revision, Sentence, SentenceSource
from rapporteur.drafting.queries.amendments import author_of
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader
from rapporteur.foundation.ui.paging import Slice, slice_of
from rapporteur.recommendations.models import Recommendation, RecommendationSource
from rapporteur_core.redline import Change, compare

from ..placing import Piece, Placed, in_place, marked
from .forward import RECEIVED, Amended, decision_on, membership_of, text_of
from .saying import Voices, speaker, where

A_PAGE = 40
FIRST_FEW = 5


@dataclass(frozen=True)
class Behind:
    """A passage behind a sentence or recommendation; without `placed` when its contribution was withdrawn."""

    passage: Passage
    who: str
    where: str
    placed: Placed | None
    theme: Theme | None
    through: tuple[Recommendation, ...]

    @property
    def contribution(self) -> Contribution:
        return self.passage.contribution


def voices(passages: QuerySet[Passage]) -> Voices:
    """How many passages of received contributions these are, from how many governments and regions: one query."""
    given = Q(contribution__state=RECEIVED)
    found = passages.aggregate(
        passages=Count("pk", filter=given, distinct=True),
        governments=Count("contribution__government", filter=given, distinct=True),
        regions=Count("contribution__region", filter=given & ~Q(contribution__region=""), distinct=True),
    )
    return Voices(**found)


def _with_speakers(passages: QuerySet[Passage]) -> QuerySet[Passage]:
    return passages.select_related("answer", "contribution__government", "theme_membership__theme")


def behind(passage: Passage, through: Iterable[Recommendation] = ()) -> Behind:
    """A passage with who said it, where, and in which theme it is; its words only while its contribution stands."""
    contribution = passage.contribution
    membership = membership_of(passage)
    is_given = contribution.state == RECEIVED
    return Behind(
        passage=passage,
        who=speaker(contribution) if is_given else "",
        where=where(contribution) if is_given else "",
        placed=in_place(passage.answer.text, passage.start, passage.end) if is_given else None,
        theme=membership.theme if membership else None,
        through=tuple(through),
    )


def _sources(passages: QuerySet[Passage], params: Any, through: Sequence[Recommendation]) -> Slice:
    """A page of the passages with the recommendations among `through` by which each came: three queries at most."""
    found = slice_of(_with_speakers(passages), params, size=A_PAGE)
    by_pk = {row.pk: row for row in through}
    ways: dict[int, list[Recommendation]] = defaultdict(list)
    links = RecommendationSource.objects.filter(passage__in=[row.pk for row in found.rows], recommendation__in=by_pk)
    for passage, recommendation in links.values_list("passage_id", "recommendation_id") if by_pk else ():
        ways[passage].append(by_pk[recommendation])
    return Slice([behind(row, ways[row.pk]) for row in found.rows], found.newer, found.older)


@dataclass(frozen=True)
class Redlined:
    """An amendment that touched a sentence, or an earlier wording, as its changes; `by`: whose these are."""

    changes: Sequence[Change]
    by: str
    amendment: Amendment | None = None
    revision: Revision | None = None


@dataclass(frozen=True)
class SentenceThread:
    """A sentence of a visible revision and everything behind it."""

    sentence: Sentence
    voices: Voices
    sources: Slice
    recommendations: list[Recommendation]
    provisions: list[str]
    amendments: list[Redlined]
    earlier: list[Redlined]
    later: Sentence | None
    decision: Procedure | None

    @property
    def revision(self) -> Revision:
        return self.sentence.wording.revision

    @property
    def pieces(self) -> list[list[Piece]]:
        return marked(self.sentence.wording.text, [(self.sentence.start, self.sentence.end, self.sentence.position)])


def sentence_thread(conference: Conference, pk: int, reader: Reader, params: Any) -> SentenceThread | None:
    """The thread of a sentence, None when it is in no revision that `reader` sees.

    Nine queries and one for each earlier revision, whatever the number of passages and amendments.
    """
    visible = Revision.objects.visible_to(reader).filter(draft__conference=conference)
    sentence = (
        Sentence.objects.filter(pk=pk, wording__revision__in=visible)
        .select_related("wording__paragraph", "wording__revision__draft")
        .first()
    )
    if sentence is None:
        return None
    links = list(sentence.sources.select_related("recommendation"))
    recommendations = _through(links, reader)
    passages = passages_behind([sentence.pk], [row.pk for row in recommendations])
    chain = _chain(sentence)
    later = Sentence.objects.filter(came_from=sentence, wording__revision__in=visible)
    return SentenceThread(
        sentence=sentence,
        voices=voices(passages),
        sources=_sources(passages, params, recommendations),
        recommendations=recommendations,
        provisions=sorted({link.provision for link in links if link.provision}),
        amendments=_touching(chain, {link.amendment_id for link in links if link.amendment_id}, reader),
        earlier=_earlier(chain),
        later=later.select_related("wording__revision").order_by("pk").first(),
        decision=decision_on([sentence.wording.revision]),
    )


def _through(links: Iterable[SentenceSource], reader: Reader) -> list[Recommendation]:
    """The recommendations among the sources; a draft one only for those who see drafts."""
    rows = {link.recommendation.pk: link.recommendation for link in links if link.recommendation}
    shown = [row for row in rows.values() if reader.is_staff or row.state != Recommendation.State.DRAFT]
    return sorted(shown, key=lambda row: row.number)


def passages_behind(sentences: Sequence[int], recommendations: Sequence[int]) -> QuerySet[Passage]:
    """The passages that stand behind sentences and recommendations, each once."""
    direct = SentenceSource.objects.filter(sentence__in=sentences, passage__isnull=False).values("passage_id")
    through = RecommendationSource.objects.filter(recommendation__in=recommendations).values("passage_id")
    return Passage.objects.filter(Q(pk__in=direct) | Q(pk__in=through))


def _chain(sentence: Sentence) -> list[Sentence]:
    """The sentence and the wordings before it, the latest first: one query for each earlier revision."""
    chain, seen = [sentence], {sentence.pk}
    while chain[-1].came_from_id and chain[-1].came_from_id not in seen:
        rows = Sentence.objects.select_related("wording__paragraph", "wording__revision__draft")
        chain.append(rows.get(pk=chain[-1].came_from_id))
        seen.add(chain[-1].pk)
    return chain


def _earlier(chain: Sequence[Sentence]) -> list[Redlined]:
    """Each earlier wording that differs, as the changes that led to the next one, the latest first."""
    return [
        Redlined(compare(old.text, new.text), new.wording.revision.symbol, revision=old.wording.revision)
        for new, old in zip(chain, chain[1:], strict=False)
        if old.text != new.text
    ]


def _touching(chain: Sequence[Sentence], named: set[int], reader: Reader) -> list[Redlined]:
    """The amendments named as sources, and those whose changes fall on the sentence as it then read: one query."""
    words = {row.wording.revision_id: row.text for row in chain}
    rows = Amendment.objects.visible_to(reader).filter(
        Q(pk__in=named) | Q(paragraph__in={row.wording.paragraph_id for row in chain}, revision__in=list(words))
    )
    amended = [Amended(row) for row in rows.select_related("sponsor").order_by("number")]
    return [
        Redlined(item.changes, author_of(item.amendment), amendment=item.amendment)
        for item in amended
        if item.amendment.pk in named or item.touches(words.get(item.amendment.revision_id, chain[0].text))
    ]


@dataclass(frozen=True)
class Line:
    """A sentence of a paragraph and how much stands behind it."""

    sentence: Sentence
    voices: Voices
    recommendations: list[Recommendation]
    provisions: list[str]
    sources: list[Behind]
    more: int


@dataclass(frozen=True)
class ParagraphThread:
    """A paragraph in the latest visible revision that has it; `is_latest` tells whether that is the latest of all."""

    paragraph: Paragraph
    revision: Revision
    number: str
    text: str
    is_latest: bool
    lines: list[Line]


def paragraph_thread(conference: Conference, key: str, reader: Reader) -> ParagraphThread | None:
    """The sentences of a paragraph, each with the first passages behind it: seven queries, whatever their number."""
    text = text_of(conference, reader)
    sentences = list(
        Sentence.objects.filter(
            wording__paragraph__key=key, wording__revision__in=[revision.pk for revision in text.revisions]
        )
        .select_related("wording__paragraph", "wording__revision")
        .order_by("-wording__revision__number", "position")
    )
    if not sentences or text.latest is None:
        return None
    wording = sentences[0].wording
    shown = [row for row in sentences if row.wording_id == wording.pk]
    links = SentenceSource.objects.filter(sentence__in=[row.pk for row in shown]).select_related("recommendation")
    by_sentence: dict[int, list[SentenceSource]] = defaultdict(list)
    for link in links.order_by("pk"):
        by_sentence[link.sentence_id].append(link)
    recommended = _passages_of([link.recommendation_id for rows in by_sentence.values() for link in rows])
    ids = {sentence: _passage_ids(rows, recommended, reader) for sentence, rows in by_sentence.items()}
    voiced = _voiced({pk for rows in ids.values() for pk in rows})
    first = {pk for rows in ids.values() for pk in rows[:FIRST_FEW]}
    passages = _with_speakers(Passage.objects.filter(pk__in=first)).in_bulk()
    return ParagraphThread(
        paragraph=wording.paragraph,
        revision=wording.revision,
        number=wording.shown_number,
        text=wording.text,
        is_latest=wording.revision_id == text.latest.pk,
        lines=[
            Line(
                sentence=row,
                voices=_counted([voiced[pk] for pk in ids.get(row.pk, []) if pk in voiced]),
                recommendations=_through(by_sentence[row.pk], reader),
                provisions=sorted({link.provision for link in by_sentence[row.pk] if link.provision}),
                sources=[behind(passages[pk]) for pk in ids.get(row.pk, [])[:FIRST_FEW]],
                more=max(len(ids.get(row.pk, [])) - FIRST_FEW, 0),
            )
            for row in shown
        ],
    )


def _voiced(ids: set[int]) -> dict[int, tuple[int | None, str]]:
    """Government and region of the passages whose contribution stands: one query."""
    rows = Passage.objects.filter(pk__in=ids, contribution__state=RECEIVED)
    found = rows.values_list("pk", "contribution__government_id", "contribution__region")
    return {pk: (government, region) for pk, government, region in found}


def _counted(rows: Sequence[tuple[int | None, str]]) -> Voices:
    return Voices(
        passages=len(rows),
        governments=len({government for government, _region in rows if government}),
        regions=len({region for _government, region in rows if region}),
    )


def _passages_of(recommendations: Iterable[int | None]) -> dict[int, list[int]]:
    """The passages behind each recommendation: one query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = RecommendationSource.objects.filter(recommendation__in={pk for pk in recommendations if pk})
    for recommendation, passage in rows.order_by("pk").values_list("recommendation_id", "passage_id"):
        found[recommendation].append(passage)
    return found


def _passage_ids(links: Sequence[SentenceSource], recommended: Mapping[int, list[int]], reader: Reader) -> list[int]:
    ids = [link.passage_id for link in links if link.passage_id]
    for row in _through(links, reader):
        ids += recommended.get(row.pk, [])
    return list(dict.fromkeys(ids))


@dataclass(frozen=True)
class RecommendationThread:
    """A recommendation with the words behind it, and the sentences that came from it."""

    recommendation: Recommendation
    voices: Voices
    sources: Slice
    sentences: list[Sentence]
    latest: Revision | None
    decision: Procedure | None


def recommendation_thread(
    conference: Conference, number: int, reader: Reader, params: Any
) -> RecommendationThread | None:
    """The thread of a recommendation, None when `reader` may not see it: seven queries, whatever stands behind it."""
    recommendation = (
        Recommendation.objects.visible_to(reader)
        .filter(conference=conference, number=number)
        .select_related("theme")
        .first()
    )
    if recommendation is None:
        return None
    text = text_of(conference, reader)
    passages = passages_behind([], [recommendation.pk])
    sentences = (
        Sentence.objects.filter(
            sources__recommendation=recommendation, wording__revision=text.latest.pk if text.latest else None
        )
        .select_related("wording__paragraph")
        .order_by("wording__position", "position")
    )
    return RecommendationThread(
        recommendation=recommendation,
        voices=voices(passages),
        sources=_sources(passages, params, []),
        sentences=list(sentences) if text.latest else [],
        latest=text.latest,
        decision=decision_on(text.revisions) if text.revisions else None,
    )
