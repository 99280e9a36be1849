"""What stands behind sentences: counted for a page, listed for one sentence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.frameworks.provisions import provisions, short_name
from rapporteur.foundation.people.reader import Reader
from rapporteur.foundation.ui.said import number
from rapporteur.recommendations.models import Recommendation, RecommendationSource
from rapporteur_core.text import fold

from ..models import Revision, Sentence, SentenceSource

MOST_FOUND = 30


@dataclass
class Behind:
    """What stands behind a paragraph. Passages count once, whether linked directly or through a recommendation."""

    passages: set[int] = field(default_factory=set)
    governments: set[int] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    recommendations: list[Recommendation] = field(default_factory=list)
    provisions: list[str] = field(default_factory=list)
    first_sentence: int | None = None

    @property
    def passage_count(self) -> int:
        return len(self.passages)

    @property
    def government_count(self) -> int:
        return len(self.governments)

    @property
    def region_count(self) -> int:
        return len(self.regions)

    def add_passage(self, passage: int, government: int | None, region: str) -> None:
        """Count a passage; an anonymous one names no government."""
        self.passages.add(passage)
        if government:
            self.governments.add(government)
        if region:
            self.regions.add(region)


def said_sources(behind: Behind) -> str:
    """What stands behind a paragraph, in one line without a link; empty where nothing does."""
    voices = ngettext("%(count)s passage", "%(count)s passages", behind.passage_count)
    parts = [voices % {"count": number(behind.passage_count)}] if behind.passage_count else []
    parts += [f"{_('recommendation')} {each}" for each in behind.recommendations]
    known = provisions()
    parts += [short_name(known[key], get_language() or "en") if key in known else key for key in behind.provisions]
    return f"{_('Behind this paragraph:')} {' · '.join(parts)}" if parts else ""


VOICE = ("contribution__government_id", "contribution__region")


def sources_summary(revision: Revision, reader: Reader) -> dict[int, Behind]:
    """What stands behind each wording of `revision` (by its key): three queries, whatever stands there.

    Passages of withdrawn contributions and recommendations that `reader` may not see are left out.
    """
    found: dict[int, Behind] = defaultdict(Behind)
    rows = SentenceSource.objects.filter(sentence__wording__revision=revision).order_by(
        "sentence__wording_id", "sentence__position", "pk"
    )
    names = ("sentence__wording_id", "sentence_id", "recommendation_id", "provision", "passage_id")
    voices = [f"passage__{name}" for name in VOICE]
    linked: list[tuple[int, int]] = []
    for wording, sentence, recommendation, provision, passage, state, *voice in rows.values_list(
        *names, "passage__contribution__state", *voices
    ):
        behind = found[wording]
        behind.first_sentence = behind.first_sentence or sentence
        if recommendation and (wording, recommendation) not in linked:
            linked.append((wording, recommendation))
        if provision and provision not in behind.provisions:
            behind.provisions.append(provision)
        if passage and state == Contribution.State.RECEIVED:
            behind.add_passage(passage, *voice)
    _add_recommendations(found, linked, reader)
    return dict(found)


def _add_recommendations(found: dict[int, Behind], linked: list[tuple[int, int]], reader: Reader) -> None:
    shown = Recommendation.objects.visible_to(reader).in_bulk({key for _wording, key in linked})
    passages: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    rows = RecommendationSource.objects.filter(
        recommendation__in=shown, passage__contribution__state=Contribution.State.RECEIVED
    ).values_list("recommendation_id", "passage_id", *(f"passage__{name}" for name in VOICE))
    for recommendation, *passage in rows:
        passages[recommendation].append(tuple(passage))
    for wording, key in linked:
        if key in shown:
            found[wording].recommendations.append(shown[key])
            for passage, government, region in passages[key]:
                found[wording].add_passage(passage, government, region)


def sentence_page(conference: Conference, pk: int) -> Sentence | None:
    """A sentence with its sources, for those who write: two queries."""
    return (
        Sentence.objects.filter(pk=pk, wording__revision__draft__conference=conference)
        .select_related("wording__paragraph", "wording__revision__draft__conference")
        .prefetch_related(
            "sources__passage__answer",
            "sources__passage__contribution__government",
            "sources__recommendation",
            "sources__amendment__sponsor",
        )
        .first()
    )


def passages_to_choose(
    conference: Conference, *, words: str = "", recommendation: Recommendation | None = None
) -> QuerySet[Passage]:
    """Passages behind `recommendation`, or of contributions that name or hold `words`, 30 at most: one query."""
    rows = Passage.objects.filter(
        contribution__conference=conference, contribution__state=Contribution.State.RECEIVED
    ).select_related("answer", "contribution__government")
    if recommendation is not None:
        rows = rows.filter(recommendation_sources__recommendation=recommendation)
    elif words.strip():
        rows = rows.filter(
            Q(contribution__folded__contains=fold(words).strip()) | Q(answer__text__icontains=words.strip())
        )
    else:
        return rows.none()
    return rows.order_by("contribution__number", "number")[:MOST_FOUND]
