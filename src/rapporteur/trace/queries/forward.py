"""What became of contributions: from words to their fate."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from rapporteur.calls.models import Question
from rapporteur.consolidation.models import Theme, ThemePassage
from rapporteur.contributions.models import Answer, Contribution, Passage
from rapporteur.decisions.models import Procedure
from rapporteur.drafting.models import Amendment, Revision, Sentence, SentenceSource
from rapporteur.drafting.queries.amendments import changes_of
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader
from rapporteur.recommendations.models import Recommendation, RecommendationSource
from rapporteur_core.redline import Change

from ..fates import (
    Disposed,
    Grouped,
    PassageFate,
    Past,
    Place,
    Recommended,
    Touch,
    passage_state,
    place_state,
)
from ..placing import Piece, marked, touches_words
from .saying import lede

OPEN = frozenset({str(Amendment.State.SUBMITTED), str(Amendment.State.STANDING)})
RECEIVED = Contribution.State.RECEIVED


@dataclass
class Text:
    """The revisions of a conference that a reader sees; the latest is where a thread ends today."""

    revisions: Sequence[Revision]

    @property
    def latest(self) -> Revision | None:
        return self.revisions[-1] if self.revisions else None


def text_of(conference: Conference, reader: Reader) -> Text:
    """The visible revisions of the conference's draft in their order: one query."""
    rows = Revision.objects.visible_to(reader).filter(draft__conference=conference)
    return Text(list(rows.select_related("draft").order_by("number")))


def decision_on(revisions: Iterable[Revision]) -> Procedure | None:
    """The last procedure on one of these revisions: one query."""
    rows = Procedure.objects.filter(revision__in=[revision.pk for revision in revisions])
    return rows.select_related("revision").order_by("-number").first()


def fate_of(contribution: Contribution, reader: Reader) -> list[PassageFate]:
    """What became of each passage of a contribution, in order of the text: seven queries at most."""
    return fates_of([contribution], reader, text_of(contribution.conference, reader))[contribution.pk]


def fates_of(contributions: Sequence[Contribution], reader: Reader, text: Text) -> dict[int, list[PassageFate]]:
    """What became of each passage of `contributions`, by contribution: six queries at most, however many there are."""
    found: dict[int, list[PassageFate]] = {contribution.pk: [] for contribution in contributions}
    passages = list(
        Passage.objects.filter(contribution__in=list(found))
        .select_related("answer", "theme_membership__theme", "disposition")
        .order_by("contribution_id", "number")
    )
    facts = _facts(passages, reader, text, {row.pk: row for row in contributions})
    for passage in passages:
        found[passage.contribution_id].append(_fate(passage, facts))
    return found


@dataclass
class _Facts:
    """What was fetched for many passages, by passage, theme or paragraph."""

    text: Text
    owners: Mapping[int, Contribution]
    groups: Mapping[int, Counter[tuple[int | None, str]]]
    recommended: Mapping[int, list[Recommendation]]
    sources: Mapping[int, list[Sentence]]
    amendments: Mapping[int, list[Amended]]


@dataclass
class Amended:
    """An amendment with its changes, compared once when first asked for."""

    amendment: Amendment

    @cached_property
    def changes(self) -> Sequence[Change]:
        return changes_of(self.amendment)

    def touches(self, words: str) -> bool:
        row = self.amendment
        if row.kind == Amendment.Kind.ADD:
            return False
        return touches_words(row.base_text, row.proposed_text, self.changes, words, unknown=row.state in OPEN)


def _facts(passages: Sequence[Passage], reader: Reader, text: Text, owners: Mapping[int, Contribution]) -> _Facts:
    ids = [passage.pk for passage in passages]
    recommended: dict[int, list[Recommendation]] = defaultdict(list)
    links = RecommendationSource.objects.filter(
        passage__in=ids, recommendation__in=Recommendation.objects.visible_to(reader)
    )
    for link in links.select_related("recommendation").order_by("recommendation__number"):
        recommended[link.passage_id].append(link.recommendation)
    sources = _sentences_behind(ids, recommended, text)
    paragraphs = {row.wording.paragraph_id for rows in sources.values() for row in rows}
    return _Facts(
        text=text,
        owners=owners,
        groups=_groups({row.theme_id for passage in passages if (row := membership_of(passage))}),
        recommended=recommended,
        sources=sources,
        amendments=_amendments_on(paragraphs, reader, text),
    )


def membership_of(passage: Passage) -> ThemePassage | None:
    return getattr(passage, "theme_membership", None)


def _groups(themes: set[int]) -> dict[int, Counter[tuple[int | None, str]]]:
    """For each theme its passages by government and region; the anonymous ones have no government: one query."""
    found: dict[int, Counter[tuple[int | None, str]]] = defaultdict(Counter)
    if not themes:
        return found
    spoke = "passage__contribution"
    rows = (
        ThemePassage.objects.filter(theme__in=themes, passage__contribution__state=RECEIVED)
        .values_list("theme_id", f"{spoke}__government_id", f"{spoke}__region")
        .annotate(count=Count("pk"))
        .order_by()
    )
    for theme, government, region, count in rows:
        found[theme][government, region] += count
    return found


def _sentences_behind(
    ids: Sequence[int], recommended: Mapping[int, list[Recommendation]], text: Text
) -> dict[int, list[Sentence]]:
    """By passage, the sentences of all visible revisions that rest on it, directly or not: one query."""
    through: dict[int, list[int]] = defaultdict(list)
    for passage, rows in recommended.items():
        for row in rows:
            through[row.pk].append(passage)
    links = (
        SentenceSource.objects.filter(sentence__wording__revision__in=[row.pk for row in text.revisions])
        .filter(Q(passage__in=ids) | Q(recommendation__in=list(through)))
        .select_related("sentence__wording__paragraph", "sentence__wording__revision")
        .prefetch_related("sentence__wording__brackets")
        .order_by("sentence__wording__revision__number", "sentence__wording__position", "sentence__position")
    )
    found: dict[int, dict[int, Sentence]] = defaultdict(dict)
    for link in links if text.revisions else ():
        behind = [link.passage_id] if link.passage_id else through.get(link.recommendation_id or 0, [])
        for passage in behind:
            found[passage][link.sentence_id] = link.sentence
    return {passage: list(rows.values()) for passage, rows in found.items()}


def _amendments_on(paragraphs: Iterable[int], reader: Reader, text: Text) -> dict[int, list[Amended]]:
    """By paragraph, the amendments up to the latest visible revision, without those taken back: one query."""
    found: dict[int, list[Amended]] = defaultdict(list)
    keys = list(paragraphs)
    if not keys or text.latest is None:
        return found
    rows = Amendment.objects.visible_to(reader).filter(paragraph__in=keys, revision__number__lte=text.latest.number)
    for row in rows.exclude(state=Amendment.State.WITHDRAWN).select_related("sponsor").order_by("number"):
        if row.paragraph_id is not None:
            found[row.paragraph_id].append(Amended(row))
    return found


def _fate(passage: Passage, facts: _Facts) -> PassageFate:
    disposition = getattr(passage, "disposition", None)
    outcome = disposition.outcome if disposition else ""
    sentences = facts.sources.get(passage.pk, [])
    latest = facts.text.latest
    places = tuple(_places(sentences, facts, outcome)) if latest else ()
    here = {place.key for place in places}
    past = tuple(_past(sentences, here, latest))
    recommendations = tuple(_recommended(row) for row in facts.recommended.get(passage.pk, []))
    return PassageFate(
        number=passage.number,
        text=passage.text,
        language=passage.language,
        theme=_grouped(passage, facts),
        recommendations=recommendations,
        places=places,
        past=past,
        disposed=Disposed(outcome, disposition.reason, disposition.language, disposition.given_at)
        if disposition
        else None,
        state=passage_state(
            [place.state for place in places],
            outcome=outcome,
            is_recommended=any(row.is_put_forward for row in recommendations),
            was_in_text=bool(past),
        ),
    )


def _recommended(row: Recommendation) -> Recommended:
    return Recommended(row.number, str(row), row.title, row.state == Recommendation.State.PUT_FORWARD)


def _grouped(passage: Passage, facts: _Facts) -> Grouped | None:
    """The theme in which a person placed or confirmed the passage; what only the machine proposes is no fate yet."""
    membership = membership_of(passage)
    if membership is None or membership.theme.state != Theme.State.CONFIRMED:
        return None
    theme, owner = membership.theme, facts.owners[passage.contribution_id]
    others = Counter(facts.groups.get(theme.pk, {}))
    if owner.state == RECEIVED:
        others[owner.government_id, owner.region] -= 1
    others = +others
    return Grouped(
        number=theme.number,
        label=theme.label,
        labels=theme.labels,
        is_confirmed=theme.state == Theme.State.CONFIRMED,
        others=others.total(),
        governments=len({government for government, _region in others if government}),
        regions=len({region for _government, region in others if region}),
    )


def _places(sentences: Sequence[Sentence], facts: _Facts, outcome: str) -> Iterator[Place]:
    """One place for each paragraph of the latest revision that holds one of `sentences`."""
    latest = facts.text.latest
    if latest is None:
        return
    seen: set[int] = set()
    for sentence in sentences:
        wording = sentence.wording
        if wording.revision_id != latest.pk or wording.paragraph_id in seen:
            continue
        seen.add(wording.paragraph_id)
        before = {
            row.wording.revision_id: row
            for row in sentences
            if row.wording.paragraph_id == wording.paragraph_id and row.wording.revision_id != latest.pk
        }
        touched = [
            amended.amendment
            for amended in facts.amendments.get(wording.paragraph_id, [])
            if amended.touches(before.get(amended.amendment.revision_id, sentence).text)
        ]
        is_bracketed = any(each.start < sentence.end and sentence.start < each.end for each in wording.brackets.all())
        marks = tuple(Touch(str(row), row.sponsor.name, row.state) for row in touched)
        yield Place(
            key=wording.paragraph.key,
            number=wording.shown_number,
            sentence=sentence.pk,
            same_since=_same_since(sentence, before, facts.text),
            is_bracketed=is_bracketed,
            touches=marks,
            state=place_state(
                is_adopted=latest.is_adopted,
                is_bracketed=is_bracketed,
                is_amended=any(mark.state in OPEN for mark in marks),
                outcome=outcome,
            ),
        )


def _same_since(sentence: Sentence, before: Mapping[int, Sentence], text: Text) -> str:
    symbol = ""
    for revision in reversed(text.revisions[:-1]):
        earlier = before.get(revision.pk)
        if earlier is None or earlier.text != sentence.text:
            break
        symbol = revision.symbol
    return symbol


def _past(sentences: Sequence[Sentence], here: set[str], latest: Revision | None) -> Iterator[Past]:
    """The last earlier place in each paragraph that the latest revision has without these words."""
    last: dict[str, Sentence] = {}
    for sentence in sentences:
        if latest is None or sentence.wording.revision_id != latest.pk:
            last[sentence.wording.paragraph.key] = sentence
    for key, sentence in last.items():
        if key not in here:
            yield Past(sentence.wording.number, sentence.wording.revision.symbol, sentence.pk)


@dataclass(frozen=True)
class Fates:
    """All that the page "What became of your words" shows."""

    contribution: Contribution
    fates: list[PassageFate]
    lede: list[str]
    latest: Revision | None
    decision: Procedure | None


def contribution_page(conference: Conference, number: int, reader: Reader) -> Fates | None:
    """What became of contribution `number`, None when `reader` may not see it: ten queries at most."""
    contribution = (
        Contribution.objects.visible_to(reader)
        .filter(conference=conference, number=number)
        .select_related("government", "conference")
        .first()
    )
    if contribution is None:
        return None
    text = text_of(conference, reader)
    fates = fates_of([contribution], reader, text)[contribution.pk]
    decision = decision_on(text.revisions) if text.revisions else None
    return Fates(contribution, fates, lede(fates, text.latest), text.latest, decision)


@dataclass(frozen=True)
class MarkedAnswer:
    """An answer in words, with its passages marked."""

    label: Mapping[str, str]
    paragraphs: list[list[Piece]]


def answers_marked(contribution: Contribution) -> list[MarkedAnswer]:
    """The answers in words of a contribution, each passage marked in its place: two queries."""
    ranges: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for answer, start, end, number in contribution.passages.values_list("answer_id", "start", "end", "number"):
        ranges[answer].append((start, end, number))
    rows = Answer.objects.filter(contribution=contribution, question__kind=Question.Kind.TEXT).exclude(text="")
    return [
        MarkedAnswer(row.question.label, marked(row.text, ranges[row.pk]))
        for row in rows.select_related("question").order_by("question__position", "pk")
    ]
