"""Reads of revisions: the whole page of one, its canonical text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader
from rapporteur.foundation.ui.said import pick
from rapporteur_core.redline import Change, bracketed, merge
from rapporteur_core.text import fingerprint

from ..models import Amendment, Draft, Issue, LostSentence, Paragraph, Revision, Sentence, Wording
from .amendments import AmendmentRow, amendment_rows, amendments_on
from .names import kind_name, paragraph_name, state_name
from .numbers import SERIES, printed_numbers
from .redlines import Piece, Sign, cut_at_sentences, with_brackets, with_opening
from .sources import Behind, sources_summary
from .units import PARAGRAPH_BREAK, block_of, place_on, words_on
from .verbs import opening_end

# Amendments whose words stand under the paragraphs of a revision's page; where there are more, they are linked.
MOST_IN_FULL = 60
PLAIN_KINDS = (Paragraph.Kind.HEADING, Paragraph.Kind.CHAPEAU)
HEADS = (Paragraph.Kind.HEADING, Paragraph.Kind.ANNEX)


@dataclass
class ParagraphRow:
    """A paragraph of a revision. `pieces` are its words, cut at sentences and marked with what was accepted.

    printed: its number as it stands before it; alternative_of: the name of the paragraph of which it is another wording;
    mended: the corrigenda and decisions that say how it reads instead
    """

    wording: Wording
    pieces: list[Piece]
    amendments: list[AmendmentRow] = field(default_factory=list)
    behind: Behind | None = None
    printed: str = ""
    alternative_of: str = ""
    mended: list[Issue] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading, of a part or of an annex."""
        return self.wording.paragraph.kind in HEADS

    @property
    def is_annex(self) -> bool:
        return self.wording.paragraph.kind == Paragraph.Kind.ANNEX

    @property
    def kind_label(self) -> str:
        return kind_name(self.wording.paragraph.kind)

    @property
    def name(self) -> str:
        return paragraph_name(self.wording)


@dataclass
class RevisionPage:
    """A revision as it is read, with its facts."""

    revision: Revision
    rows: list[ParagraphRow]
    revisions: list[Revision]
    states: list[tuple[str, str, int]]
    lost: list[LostSentence]

    @property
    def previous(self) -> Revision | None:
        return next((each for each in reversed(self.revisions) if each.number < self.revision.number), None)

    @property
    def paragraph_count(self) -> int:
        return sum(row.wording.paragraph.kind not in PLAIN_KINDS for row in self.rows)

    @property
    def bracket_count(self) -> int:
        return sum(bool(row.wording.brackets.all()) for row in self.rows)

    @property
    def amendment_count(self) -> int:
        return sum(count for _state, _label, count in self.states)

    @property
    def names(self) -> dict[int, str]:
        """By key of an amendment whose it is, for the marks in the words."""
        return {each.amendment.pk: each.by for row in self.rows for each in row.amendments}

    @property
    def is_crowded(self) -> bool:
        """Whether its amendments are named alone: with the words of all of them the page would be too heavy."""
        return self.amendment_count > MOST_IN_FULL

    @property
    def is_marked(self) -> bool:
        """Whether accepted amendments are marked in the words."""
        return any(
            change.kind in {"insert", "delete"} for row in self.rows for piece in row.pieces for change in piece.changes
        )


def draft_of(conference: Conference) -> Draft | None:
    """The draft of a conference: one query."""
    return Draft.objects.filter(conference=conference).select_related("conference").first()


def _revisions(conference: Conference) -> QuerySet[Revision]:
    return Revision.objects.filter(draft__conference=conference).select_related("draft__conference")


def latest_revision(conference: Conference, reader: Reader) -> Revision | None:
    """The last revision that `reader` may see: one query."""
    shown = Revision.objects.visible_to(reader).filter(draft__conference=conference)
    return shown.select_related("draft__conference").order_by("-number").first()


def last_frozen(conference: Conference) -> Revision | None:
    """The last frozen revision, the text that is amended: one query."""
    return _revisions(conference).filter(frozen_at__isnull=False).order_by("-number").first()


def revision_of(conference: Conference, number: int, reader: Reader) -> Revision | None:
    """One revision that `reader` may see: one query."""
    if number >= 2**15:  # beyond, the database cannot be asked
        return None
    shown = Revision.objects.visible_to(reader).filter(draft__conference=conference, number=number)
    return shown.select_related("draft__conference").first()


def frozen_revisions(conference: Conference) -> list[Revision]:
    """All frozen revisions, the last one first: one query."""
    return list(_revisions(conference).filter(frozen_at__isnull=False).order_by("-number"))


def working_revision(conference: Conference) -> Revision | None:
    """The revision that is being written: one query."""
    return _revisions(conference).filter(frozen_at=None).first()


def adopted_revision(conference: Conference) -> Revision | None:
    """The adopted text: one query."""
    return _revisions(conference).filter(is_adopted=True).first()


def wordings_of(revision: Revision) -> QuerySet[Wording]:
    """The paragraphs of a revision in order with their brackets: two queries."""
    rows = Wording.objects.filter(revision=revision).select_related("paragraph").prefetch_related("brackets")
    return rows.order_by("position")


def words_with_below(revision: Revision, paragraph: Paragraph | None) -> str:
    """The words of a paragraph and of the subparagraphs below it, with empty lines between them: one query."""
    rows = block_of(list(revision.wordings.order_by("position")), paragraph.pk if paragraph else None)
    return PARAGRAPH_BREAK.join(each.text for each in rows)


def canonical_text(revision: Revision) -> str:
    """The text whose fingerprint is kept: what a stranger can rebuild from the printed words. Two queries at most.

    The symbol; the title in the revision's language; then each paragraph in order, headings too: its working number
    and one blank where it has a number, then its words, in square brackets where it stands in brackets. One empty line
    stands between any two of them. The form is kept by docs/reference/fingerprint.md.
    """
    title, _language = pick(revision.title, revision.language)
    return "\n\n".join([revision.symbol, title, *(_printed(wording) for wording in wordings_of(revision))]) + "\n"


def _printed(wording: Wording) -> str:
    words = bracketed_words(wording)
    return f"{wording.number} {words}" if wording.number else words


def bracketed_words(wording: Wording) -> str:
    """The words with square brackets at their marks; the brackets are fetched beside."""
    return bracketed(wording.text, ranges_of(wording))


def marked_words(text: str, wording: Wording | None) -> list[Change | Sign]:
    """The words of a paragraph, or of the title (None), with the signs of its brackets, which are fetched beside."""
    return with_brackets([Change("keep", text)], ranges_of(wording) if wording else [])


def ranges_of(wording: Wording) -> list[tuple[int, int]]:
    """Start and end of the brackets of a wording, which are fetched beside."""
    return [(each.start, each.end) for each in wording.brackets.all()]


def fingerprint_of(revision: Revision) -> str:
    """SHA-256 of the canonical text, in 64 hexadecimal digits."""
    return fingerprint(canonical_text(revision))


def _counted(amendments: Sequence[Amendment]) -> list[tuple[str, str, int]]:
    counts: Counter[str] = Counter(amendment.state for amendment in amendments)
    return [(state, state_name(state), counts[state]) for state in Amendment.State.values if counts[state]]


def _paragraph_rows(revision: Revision, amendments: list[Amendment]) -> list[ParagraphRow]:
    """Paragraphs with sentences and amendments: two queries."""
    sentences: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    cut = Sentence.objects.filter(wording__revision=revision).order_by("wording_id", "position")
    for wording_id, *place in cut.values_list("wording_id", "pk", "start", "end"):
        sentences[wording_id].append((place[0], place[1], place[2]))
    by_paragraph: dict[int | None, list[AmendmentRow]] = defaultdict(list)
    wordings = list(wordings_of(revision))
    for row in amendment_rows(revision, amendments, wordings):
        by_paragraph[place_on(row.amendment, revision.pk)].append(row)
    below = _deleted_below(amendments, wordings)
    names = {each.paragraph_id: paragraph_name(each) for each in wordings}
    printed = printed_numbers(wordings, is_final=revision.finalised_at is not None)
    rows: list[ParagraphRow] = []
    for wording, number in zip(wordings, printed, strict=True):
        own = by_paragraph[wording.paragraph_id]
        marked = with_brackets(_as_amended(wording, own, below[wording.paragraph_id]), ranges_of(wording))
        pieces = cut_at_sentences(marked, wording.text, sentences[wording.pk])
        rows.append(
            ParagraphRow(
                wording,
                with_opening(pieces, italic_until(wording, revision)),
                own,
                printed=with_stop(wording, number),
                alternative_of=names.get(wording.alternative_of_id or 0, ""),
            )
        )
    return rows


def with_stop(wording: Wording, number: str) -> str:
    """The number of a paragraph as it is printed: with a full stop, but for letters of subparagraphs, annexes and other
    wordings."""
    is_plain = wording.paragraph.kind in SERIES and wording.alternative_of_id is None
    return f"{number}." if number and is_plain else number


def italic_until(wording: Wording, revision: Revision) -> int:
    """Where the opening words end, which a resolution prints in italics; 0 where there are none. No query."""
    is_resolution = revision.draft.template == Draft.Template.RESOLUTION
    if not is_resolution or wording.paragraph.kind not in SERIES:
        return 0
    return opening_end(wording.text, revision.language)


def _deleted_below(amendments: Sequence[Amendment], wordings: Sequence[Wording]) -> dict[int, list[int]]:
    """By subparagraph (its key) the accepted deletions (keys) of a paragraph above it that take it too."""
    found: dict[int, list[int]] = defaultdict(list)
    for each in amendments:
        if each.with_below and each.state == Amendment.State.ACCEPTED:
            for wording in block_of(wordings, each.paragraph_id)[1:]:
                found[wording.paragraph_id].append(each.pk)
    return found


def _as_amended(wording: Wording, rows: list[AmendmentRow], below: Sequence[int]) -> Sequence[Change]:
    """The words with the accepted amendments that do not conflict marked in them; below: deletions from above."""
    accepted = [row.amendment for row in rows if row.amendment.state == Amendment.State.ACCEPTED]
    if deleting := [*below] + [amendment.pk for amendment in accepted if amendment.kind == Amendment.Kind.DELETE]:
        return (Change("delete", wording.text, tuple(deleting)),)
    changes = [
        (each.pk, words_on(each, wording.revision_id, wording.text))
        for each in accepted
        if each.kind == Amendment.Kind.CHANGE
    ]
    found = {key: words for key, words in changes if words is not None}
    conflicting = merge(wording.text, found).conflicting
    clean = {key: text for key, text in found.items() if key not in conflicting}
    return merge(wording.text, clean).changes if clean else (Change("keep", wording.text),)


def revision_page(conference: Conference, number: int, reader: Reader) -> RevisionPage | None:
    """A revision with its paragraphs, their sources and amendments: ten queries, whatever is there."""
    shown: Any = Revision.objects.visible_to(reader).filter(draft__conference=conference)
    revisions = list(shown.select_related("draft__conference", "frozen_by").order_by("number"))
    revision = next((each for each in revisions if each.number == number), None)
    if revision is None:
        return None
    amendments = amendments_on(revision, reader)
    rows = _paragraph_rows(revision, amendments)
    behind = sources_summary(revision, reader)
    for row in rows:
        row.behind = behind.get(row.wording.pk)
    lost = LostSentence.objects.filter(revision=revision).select_related("sentence__wording__paragraph")
    return RevisionPage(revision, rows, revisions, _counted(amendments), list(lost.order_by("sentence_id")))
