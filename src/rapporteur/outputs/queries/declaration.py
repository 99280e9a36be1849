"""The declaration as an output: its words, and the sources of each sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rapporteur.contributions.models import Passage
from rapporteur.decisions.models import Procedure
from rapporteur.drafting.models import Amendment, Revision, Sentence, SentenceSource, Version, Wording
from rapporteur.drafting.models import Paragraph as TextParagraph
from rapporteur.drafting.queries import (
    Adoption,
    adopted_revision,
    bracketed_words,
    clean_paragraphs,
    italic_until,
    last_frozen,
    paragraph_name,
    printed_numbers,
    said_on_its_face,
    state_of,
    text_around,
    title_of,
    versions_of,
    with_stop,
    wordings_of,
)
from rapporteur.foundation.conferences.clock import now
from rapporteur.foundation.conferences.models import Conference, Outcome
from rapporteur.foundation.ui import said
from rapporteur.recommendations.models import Recommendation
from rapporteur_core.documents.model import Block, Heading, List, Paragraph, Redline, Run, Style
from rapporteur_core.documents.word.negotiated import NegotiatedParagraph, NegotiatedText, Piece

from .output import (
    Annex,
    Output,
    Unverified,
    finished,
    head,
    passage_data,
    provision_data,
    provision_line,
    reference,
    unproven,
)
from .recommendations import passages_of

STYLES: dict[str, Style] = {"preambular": "preambular", "operative": "operative"}


@dataclass(frozen=True)
class Behind:
    """What stands behind a sentence."""

    passages: tuple[Passage, ...]
    recommendations: tuple[Recommendation, ...]
    amendments: tuple[Amendment, ...]
    provisions: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.passages or self.recommendations or self.amendments or self.provisions)


def declaration_output(conference: Conference, outcome: Outcome) -> Output | None:
    """The adopted text, or the last frozen one; None before there is one: ten queries."""
    revision = adopted_revision(conference) or last_frozen(conference)
    if revision is None or revision.frozen_at is None:
        return None
    procedure = (
        Procedure.objects.filter(revision=revision, state=Procedure.State.ADOPTED).order_by("-number").first()
        if revision.is_adopted
        else None
    )
    adoption = Adoption(procedure.closed_at, procedure.kind) if procedure and procedure.closed_at else None
    dated = adoption.at if adoption else revision.frozen_at
    wordings = list(wordings_of(revision))
    sentences = _sentences(revision)
    behind = _behind([row for rows in sentences.values() for row in rows])
    data = head(conference, outcome, revision.symbol, dated) | _data(revision, procedure, wordings, sentences, behind)
    title, _language = said.pick(revision.draft.title)
    annex = list(_annex(revision, wordings, sentences, behind))
    output = finished(
        outcome,
        data,
        [*_body(revision, wordings), *annex],
        unverified=list(_unverified(wordings, sentences, behind)),
        note=said_on_its_face(revision, at=max(dated, now(conference)), adoption=adoption),
        title=title,
        text_fingerprint=revision.fingerprint,
    )
    return replace(output, text=_as_word(output, revision, wordings, annex, dated))


def _as_word(
    output: Output, revision: Revision, wordings: Sequence[Wording], annex: Sequence[Block], dated: datetime
) -> NegotiatedText:
    """The output as the drafting room writes texts: masthead, numbers, opening words, identifiers; then the annex."""
    language, fingerprint = output.document.language, output.document.blocks[0]
    paragraphs = [replace(each, language=revision.language) for each in clean_paragraphs(wordings, revision)]
    parts: list[Block | NegotiatedParagraph] = [replace(title_of(revision), language=revision.language), fingerprint]
    for wording, paragraph in zip(wordings, paragraphs, strict=True):
        parts += [paragraph, *_bracket_reasons(wording)]
    opening, *rest = annex
    if isinstance(opening, Heading):
        parts.append(NegotiatedParagraph("", "annex", [Piece("keep", opening.text)]))
    parts += rest
    shown = [each for each in parts if not isinstance(each, Redline)]
    text = text_around(revision, shown, dated, note=output.document.note, moment=dated)
    return replace(text, language=language, tracks_changes=False)


def _sentences(revision: Revision) -> dict[int, list[Sentence]]:
    found: dict[int, list[Sentence]] = defaultdict(list)
    rows = Sentence.objects.filter(wording__revision=revision).select_related("wording")
    for row in rows.order_by("wording__position", "position"):
        found[row.wording_id].append(row)
    return found


def _behind(sentences: Sequence[Sentence]) -> dict[int, Behind]:
    """What stands behind each sentence, a passage through its recommendation included: two queries."""
    links: dict[int, list[SentenceSource]] = defaultdict(list)
    rows = SentenceSource.objects.filter(sentence__in=[row.pk for row in sentences]).select_related(
        "passage__answer", "passage__contribution__government", "recommendation", "amendment__sponsor"
    )
    for link in rows.order_by("pk"):
        links[link.sentence_id].append(link)
    shown = [
        link.recommendation
        for found in links.values()
        for link in found
        if link.recommendation and link.recommendation.state != Recommendation.State.DRAFT
    ]
    recommended = passages_of(shown)
    return {sentence: _gathered(found, {row.pk for row in shown}, recommended) for sentence, found in links.items()}


def _gathered(links: Iterable[SentenceSource], shown: set[int], recommended: Mapping[int, list[Passage]]) -> Behind:
    recommendations, amendments, passages, provisions = {}, {}, {}, set()
    for link in links:
        if link.passage:
            passages[link.passage.pk] = link.passage
        if link.amendment:
            amendments[link.amendment.number] = link.amendment
        if link.recommendation and link.recommendation.pk in shown:
            recommendations[link.recommendation.number] = link.recommendation
            passages |= {row.pk: row for row in recommended.get(link.recommendation.pk, [])}
        if link.provision:
            provisions.add(link.provision)
    return Behind(
        passages=tuple(sorted(passages.values(), key=lambda row: (row.contribution.number or 0, row.number))),
        recommendations=tuple(row for _number, row in sorted(recommendations.items())),
        amendments=tuple(row for _number, row in sorted(amendments.items())),
        provisions=tuple(sorted(provisions)),
    )


def _data(
    revision: Revision,
    procedure: Procedure | None,
    wordings: Sequence[Wording],
    sentences: Mapping[int, Sequence[Sentence]],
    behind: Mapping[int, Behind],
) -> dict[str, Any]:
    everything = list(behind.values())
    versions = versions_of(revision, wordings)
    recommendations = {str(row): row for item in everything for row in item.recommendations}
    amendments = {str(row): row for item in everything for row in item.amendments}
    return {
        "text_title": revision.draft.title,
        "language": revision.language,
        "revision": revision.number,
        "is_adopted": revision.is_adopted,
        "is_numbered": revision.finalised_at is not None,
        "decision": {
            "procedure": procedure.kind,
            "state": procedure.state,
            "closed_at": procedure.closed_at.isoformat() if procedure.closed_at else None,
        }
        if procedure
        else None,
        "paragraphs": [
            _paragraph_data(row, sentences.get(row.pk, ()), behind, is_final=revision.finalised_at is not None)
            | _version_data(row, versions)
            for row in wordings
        ],
        "waivers": {row.language: row.reason for row in revision.waivers.order_by("language")},
        "recommendations": {key: {"title": row.title, "text": row.text} for key, row in recommendations.items()},
        "amendments": {key: {"sponsor": row.sponsor.name, "state": row.state} for key, row in amendments.items()},
        "provisions": provision_data(key for item in everything for key in item.provisions),
        "passages": passage_data(row for item in everything for row in item.passages),
    }


def _paragraph_data(
    wording: Wording, rows: Sequence[Sentence], behind: Mapping[int, Behind], *, is_final: bool
) -> dict[str, Any]:
    empty = Behind((), (), (), ())
    return {
        "key": wording.paragraph.key,
        "kind": wording.paragraph.kind,
        "number": wording.final_number if is_final else wording.number,
        "working_number": wording.number,
        "level": wording.level,
        "text": wording.text,
        "brackets": [{"start": each.start, "end": each.end, "reason": each.reason} for each in wording.brackets.all()],
        "sentences": [
            {
                "text": row.text,
                "passages": [reference(passage) for passage in behind.get(row.pk, empty).passages],
                "recommendations": [str(item) for item in behind.get(row.pk, empty).recommendations],
                "amendments": [str(item) for item in behind.get(row.pk, empty).amendments],
                "provisions": list(behind.get(row.pk, empty).provisions),
            }
            for row in rows
        ],
    }


def _version_data(wording: Wording, versions: Mapping[int, Mapping[str, Version]]) -> dict[str, Any]:
    """The words of a paragraph in the other languages of the text, each with its state."""
    own = versions.get(wording.paragraph_id, {})
    return {"versions": {each.language: {"text": each.text, "state": state_of(each, wording)} for each in own.values()}}


def _body(revision: Revision, wordings: Sequence[Wording]) -> Iterator[Block]:
    numbers = printed_numbers(wordings, is_final=revision.finalised_at is not None)
    for wording, number in zip(wordings, numbers, strict=True):
        kind = wording.paragraph.kind
        if kind in (TextParagraph.Kind.HEADING, TextParagraph.Kind.ANNEX):
            yield Heading(1, f"{number}. {wording.text}" if number else wording.text, revision.language)
            continue
        yield Paragraph(
            tuple(_runs(revision, wording)),
            number=with_stop(wording, number) or None,
            language=revision.language,
            style=STYLES.get(kind, "normal"),
            level=wording.level,
        )
        yield from _bracket_reasons(wording)


def _bracket_reasons(wording: Wording) -> Iterator[Block]:
    if reasons := "; ".join(each.reason for each in wording.brackets.all()):
        yield Paragraph(_("In brackets: %(reason)s") % {"reason": reasons}, style="note")


def _runs(revision: Revision, wording: Wording) -> Iterator[Run]:
    """The words with their brackets; those with which a paragraph of a resolution opens are in italics."""
    words, end = bracketed_words(wording), italic_until(wording, revision)
    if not end:
        yield Run(words)
        return
    end += sum((each.start < end) + (each.end <= end) for each in wording.brackets.all())
    yield Run(words[:end], italic=True)
    if rest := words[end:]:
        yield Run(rest)


def _annex(
    revision: Revision,
    wordings: Sequence[Wording],
    sentences: Mapping[int, Sequence[Sentence]],
    behind: Mapping[int, Behind],
) -> Iterator[Block]:
    yield Heading(1, _("Annex: the words behind each sentence"))
    annex = Annex()
    for wording in wordings:
        rows = [row for row in sentences.get(wording.pk, ()) if wording.paragraph.kind != TextParagraph.Kind.HEADING]
        if not rows:
            continue
        yield Heading(2, paragraph_name(wording))
        for row in rows:
            place = _place(wording, row)
            yield Heading(3, place)
            yield Paragraph(row.text, language=revision.language)
            found = behind.get(row.pk)
            if found is None or found.is_empty:
                yield Paragraph(_("No source is named."))
                continue
            if lines := tuple(_lines(found)):
                yield List(lines)
            yield from annex.blocks(found.passages, place)


def _place(wording: Wording, row: Sentence) -> str:
    facts = {"paragraph": paragraph_name(wording), "number": row.position + 1}
    return _("%(paragraph)s, sentence %(number)s") % facts


def _lines(found: Behind) -> Iterator[str]:
    for recommendation in found.recommendations:
        yield _("Recommendation %(number)s: %(title)s") % {
            "number": recommendation,
            "title": said.plain(recommendation.title),
        }
    for amendment in found.amendments:
        yield _("Amendment %(number)s (%(sponsor)s)") % {"number": amendment, "sponsor": amendment.sponsor.name}
    for key in found.provisions:
        yield provision_line(key)


def _unverified(
    wordings: Sequence[Wording], sentences: Mapping[int, Sequence[Sentence]], behind: Mapping[int, Behind]
) -> Iterator[Unverified]:
    for wording in wordings:
        for row in sentences.get(wording.pk, ()):
            if row.pk in behind:
                yield from unproven(behind[row.pk].provisions, _place(wording, row))
