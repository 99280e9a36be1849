"""Sentences cut anew when words change, with their sources; what loses its sources is kept in a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapporteur_core.redline import sentences_carried
from rapporteur_core.text import sentences

from ..models import Amendment, LostSentence, LostSource, Paragraph, Revision, Sentence, SentenceSource, Wording
from ..queries import PARAGRAPH_BREAK, frozen_before

Source = tuple[int | None, int | None, int | None, str]
Range = tuple[int, int]


@dataclass(frozen=True)
class Cut:
    """A sentence with its sources; `origin` is the sentence of the frozen revision before that it continues."""

    place: Range
    origin: int | None
    sources: tuple[Source, ...]


def wording_before(wording: Wording) -> Wording | None:
    """The words of the same paragraph in the last frozen revision: two queries."""
    before = frozen_before(wording.revision)
    return Wording.objects.filter(revision=before, paragraph=wording.paragraph_id).first() if before else None


@dataclass(frozen=True)
class Donor:
    """Words whose sentences give their sources to others: those of paragraphs that are joined or split."""

    text: str
    cuts: tuple[Cut, ...]


def donor_of(wordings: Sequence[Wording]) -> Donor:
    """The words of several paragraphs as one donor, taken before any of them changes: two queries for each."""
    text, cuts = "", []
    for wording in wordings:
        text += PARAGRAPH_BREAK if text else ""
        cuts += [replace(each, place=(each.place[0] + len(text), each.place[1] + len(text))) for each in _cuts(wording)]
        text += wording.text
    return Donor(text, tuple(cuts))


def rewrite(
    wording: Wording,
    text: str,
    behind: Mapping[str, Sequence[Amendment]] | None = None,
    *,
    donor: Donor | None = None,
    whole: str = "",
) -> None:
    """Give `wording` its new `text`: sentences are cut anew and keep the sources of those that they continue.

    `behind` names amendments that changed a sentence, by its new text; they become sources of it. A sentence of the
    frozen revision that had sources and is continued by none is put on the list of lost ones, and what was put behind
    others since on that of lost sources. Where paragraphs are joined or split, `donor` gives the sentences that this text
    continues, and `whole` all words that the paragraph became, here and elsewhere.
    """
    before = wording_before(wording)
    frozen = _cuts(before, is_origin=True) if before else []
    at_hand = donor or Donor(wording.text, tuple(_cuts(wording)))
    if wording.text:
        note_lost_sources(wording, at_hand, whole or text)
    cuts = _carried(at_hand.text, at_hand.cuts, text, before.text if before else "", frozen)
    if wording.paragraph.kind == Paragraph.Kind.HEADING:
        cuts = []
    wording.text = text
    wording.save(update_fields=["text"])
    wording.sentences.all().delete()
    _keep(wording, cuts, behind or {})
    if before is not None:
        note_lost(wording.revision, before, whole or text)


def behind_new(old: str, text: str, amendments: Sequence[Amendment]) -> dict[str, list[Amendment]]:
    """The amendments behind each sentence of `text` that `old` does not have, as `rewrite` takes them."""
    there = {old[start:end] for start, end in sentences(old)}
    new = [text[start:end] for start, end in sentences(text)]
    return {sentence: list(amendments) for sentence in new if sentence not in there}


def note_lost(revision: Revision, before: Wording, text: str) -> None:
    """Keep which sentences of `before` that have sources are continued by none of `text`."""
    LostSentence.objects.filter(revision=revision, sentence__wording=before).delete()
    gone = {each.old for each in sentences_carried(before.text, text) if each.kind == "gone"}
    sourced = before.sentences.filter(sources__isnull=False).distinct()
    LostSentence.objects.bulk_create(
        LostSentence(revision=revision, sentence=each) for each in sourced if (each.start, each.end) in gone
    )


def note_lost_sources(wording: Wording, old: Donor, text: str) -> None:
    """Keep what stood behind sentences of `old` that none of `text` continues, but for what the frozen ones had: two
    queries where there is any."""
    gone = {each.old for each in sentences_carried(old.text, text) if each.kind == "gone"}
    cuts = [each for each in old.cuts if each.place in gone and each.sources]
    if not cuts:
        return
    rows = SentenceSource.objects.filter(sentence__in={each.origin for each in cuts} - {None})
    frozen = {(row.sentence_id, source_of(row)) for row in rows}
    LostSource.objects.bulk_create(
        LostSource(
            revision=wording.revision,
            paragraph_id=wording.paragraph_id,
            words=old.text[slice(*each.place)],
            **columns_of(source),
        )
        for each in cuts
        for source in each.sources
        if (each.origin, source) not in frozen
    )


def _cuts(wording: Wording, *, is_origin: bool = False) -> list[Cut]:
    rows = wording.sentences.prefetch_related("sources").order_by("position")
    return [
        Cut(
            (row.start, row.end),
            row.pk if is_origin else row.came_from_id,
            tuple(source_of(source) for source in row.sources.all()),
        )
        for row in rows
    ]


def source_of(row: SentenceSource | LostSource) -> Source:
    return row.passage_id, row.recommendation_id, row.amendment_id, row.provision


def columns_of(source: Source) -> dict[str, Any]:
    """A source as the columns of a row that holds it."""
    return dict(zip(("passage_id", "recommendation_id", "amendment_id", "provision"), source, strict=True))


def _carried(old_text: str, old: Sequence[Cut], text: str, frozen_text: str, frozen: Sequence[Cut]) -> list[Cut]:
    """The sentences of `text` with what they take from the words at hand, else from the frozen ones.

    The frozen ones heal what was deleted and written again while the revision is being worked on.
    """
    at_hand = _by_new(old_text, old, text)
    from_frozen = _by_new(frozen_text, frozen, text)
    return [_joined(place, at_hand.get(place) or from_frozen.get(place) or []) for place in sentences(text)]


def _by_new(old_text: str, old: Sequence[Cut], text: str) -> dict[Range, list[Cut]]:
    by_place = {each.place: each for each in old}
    found: dict[Range, list[Cut]] = {}
    for link in sentences_carried(old_text, text):
        if link.new is not None and link.old in by_place:
            found.setdefault(link.new, []).append(by_place[link.old])
    return found


def _joined(place: Range, parts: Iterable[Cut]) -> Cut:
    parts = list(parts)
    origin = next((part.origin for part in parts if part.origin), None)
    return Cut(place, origin, tuple(dict.fromkeys(source for part in parts for source in part.sources)))


def _keep(wording: Wording, cuts: Sequence[Cut], behind: Mapping[str, Sequence[Amendment]]) -> None:
    rows = Sentence.objects.bulk_create(
        Sentence(wording=wording, position=position, start=cut.place[0], end=cut.place[1], came_from_id=cut.origin)
        for position, cut in enumerate(cuts)
    )
    sources: list[SentenceSource] = []
    for row, cut in zip(rows, cuts, strict=True):
        added: list[Source] = [(None, None, each.pk, "") for each in behind.get(row.text, ())]
        sources += [
            SentenceSource(sentence=row, **columns_of(source)) for source in dict.fromkeys([*cut.sources, *added])
        ]
    SentenceSource.objects.bulk_create(sources)
