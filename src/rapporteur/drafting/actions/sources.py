"""Acts on the sources of a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.contributions.models import Passage
from rapporteur.foundation.frameworks.provisions import provisions as known_provisions
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur.recommendations.models import Recommendation

from ..models import Amendment, Sentence, SentenceSource
from .carrying import Source, columns_of, source_of
from .revisions import locked


@transaction.atomic
def add_sources(
    *,
    sentence: Sentence,
    by: Reader,
    passages: Iterable[Passage] = (),
    recommendations: Iterable[Recommendation] = (),
    provisions: Iterable[str] = (),
    amendment: Amendment | None = None,
) -> int:
    """Link a sentence to what stands behind it; gives how many links were new. `provisions` are identifiers."""
    revision = locked(sentence.wording.revision, by)
    conference = revision.draft.conference_id
    wanted: list[Source] = []
    for passage in passages:
        if passage.contribution.conference_id != conference:
            raise Refused(_("A passage of another conference cannot stand behind this sentence."))
        wanted.append((passage.pk, None, None, ""))
    for recommendation in recommendations:
        if recommendation.conference_id != conference:
            raise Refused(_("A recommendation of another conference cannot stand behind this sentence."))
        wanted.append((None, recommendation.pk, None, ""))
    for provision in provisions:
        if provision not in known_provisions():
            raise Refused(_("No agreement holds a provision %(provision)s.") % {"provision": provision})
        wanted.append((None, None, None, provision))
    if amendment is not None:
        if amendment.draft_id != revision.draft_id:
            raise Refused(_("An amendment to another draft cannot stand behind this sentence."))
        wanted.append((None, None, amendment.pk, ""))
    there = {source_of(row) for row in sentence.sources.all()}
    new = [source for source in dict.fromkeys(wanted) if source not in there]
    SentenceSource.objects.bulk_create(SentenceSource(sentence=sentence, **columns_of(source)) for source in new)
    if new:
        record(by, "added sources", sentence, sources=[list(source) for source in new])
    return len(new)


@transaction.atomic
def remove_source(*, source: SentenceSource, by: Reader) -> None:
    """Take a link away from a sentence of a revision that is being written; what a person takes away is not lost."""
    wording = source.sentence.wording
    revision = locked(wording.revision, by)
    revision.lost_sources.filter(paragraph=wording.paragraph_id, **columns_of(source_of(source))).delete()
    record(by, "removed source", source.sentence, source=list(source_of(source)))
    source.delete()
