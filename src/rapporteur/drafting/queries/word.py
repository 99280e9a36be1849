"""The text and what is proposed to it as Word holds them: clean, as a redline, as a compilation, as one amendment.

All is said in the language of the text, where pages are read in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.ui import said
from rapporteur_core.documents.model import Heading, List, Paragraph, Table
from rapporteur_core.documents.word.identity import Identity
from rapporteur_core.documents.word.negotiated import (
    Comment,
    Kind,
    Mark,
    Masthead,
    NegotiatedParagraph,
    NegotiatedText,
    Part,
    Piece,
    PieceKind,
    Proposal,
)
from rapporteur_core.redline import Change
from rapporteur_core.returning import TITLE

from ..models import Amendment, Revision, Wording
from .amendments import AmendmentPage, author_of
from .compiling import Compilation, CompiledRow, ProposalRow
from .face import said_on_its_face
from .names import government_name
from .numbers import SERIES, printed_numbers
from .redlines import Sign
from .sets import ConflictSet
from .sources import said_sources
from .texts import italic_until, marked_words, with_stop, wordings_of
from .versions import VersionPage, VersionUnit, original_title

# Who made a change, and when.
Stamp = tuple[str, datetime]
By = Callable[[Change], Stamp]


def in_the_language_of(revision: Revision) -> AbstractContextManager[None]:
    """Pages in the language of the text, where there are any: what is said around it is said in that one."""
    return _in_language(revision.language)


def _in_language(language: str) -> AbstractContextManager[None]:
    return translation.override(language if language in dict(settings.LANGUAGES) else translation.get_language())


def clean_text(revision: Revision, *, now: datetime) -> NegotiatedText:
    """The words of a revision without any change: four queries at most. `now` dates one that is being written."""
    with in_the_language_of(revision):
        paragraphs = clean_paragraphs(list(wordings_of(revision)), revision)
        note = said_on_its_face(revision, at=now)
        return text_around(revision, [title_of(revision), *paragraphs], now, note=note)


def version_text(page: VersionPage, *, now: datetime) -> NegotiatedText:
    """The words of a revision in another language, to be read; where they are missing or behind, those of the original.
    Two queries where it is adopted.

    The file carries no identifiers: what is proposed in Word is proposed to the original.
    """
    revision, language = page.revision, page.language
    with _in_language(language):
        title, *units = page.units
        rows = numbered_words([each.wording for each in units if each.wording], revision)
        paragraphs = [_unit(unit, *row, page) for unit, row in zip(units, rows, strict=True)]
        title_words = title.text if title.is_current else title.original
        parts = [NegotiatedParagraph(TITLE, "title", [Piece("keep", title_words)]), *paragraphs]
        note = f"{said_on_its_face(revision, at=now)} {_version_note(page)}"
        text = text_around(revision, parts, now, title=title_words, note=note)
        return replace(
            text, language=language, identity=replace(text.identity, language=language), tracks_changes=False
        )


def _unit(unit: VersionUnit, wording: Wording, number: str, page: VersionPage) -> NegotiatedParagraph:
    if not unit.is_current:
        return replace(_paragraph(wording, number, page.revision), key="", language=page.revision.language)
    return NegotiatedParagraph("", kind_of(wording), [Piece("keep", unit.text)], wording.level, number)


def _version_note(page: VersionPage) -> str:
    left = sum(not each.is_current for each in page.units)
    said_left = ngettext(
        "%(count)s part is not rendered yet and stands in the original.",
        "%(count)s parts are not rendered yet and stand in the original.",
        left,
    )
    names = {"language": said.language_name(page.language), "symbol": page.revision.symbol}
    version = _("Version in %(language)s of %(symbol)s, to be read; amendments are made to the original.") % names
    return f"{version} {said_left % {'count': left}}" if left else version


def compiled_text(found: Compilation, *, now: datetime) -> NegotiatedText:
    """A compilation: each paragraph with what is proposed to it below, as tracked changes of its sponsors. Two queries
    where it is adopted."""
    revision = found.revision
    with in_the_language_of(revision):
        parts: list[Part] = [] if any(row.wording is None for row in found.rows) else [title_of(revision)]
        parts += [part for row in found.rows for part in _compiled(row, revision)]
        if found.gone:
            parts.append(Heading(2, _("Proposals to paragraphs that are no longer in the text")))
            parts += [part for each in found.gone for part in _proposal(each, "operative")]
        note = f"{said_on_its_face(revision, at=found.at or now)} {compilation_note(found, now)}"
        parts = [parts[0], *compilation_head(found), *parts[1:]]
        return text_around(revision, parts, now, note=note, moment=found.at or now)


def amendment_text(page: AmendmentPage, wording: Wording | None, *, now: datetime) -> NegotiatedText:
    """One amendment: the paragraph with its change tracked, who stands behind it, and why. No query.

    wording: its paragraph in the revision on which it was filed
    """
    amendment, revision = page.row.amendment, page.row.amendment.revision
    with in_the_language_of(revision):
        row = ProposalRow(
            amendment, amendment.base_text, amendment.proposed_text, amendment.words_language, target=page.target
        )
        kind: Kind = kind_of(wording) if wording else "title"
        title = _("Amendment %(amendment)s of %(sponsor)s") % {
            "amendment": amendment,
            "sponsor": government_name(amendment.sponsor),
        }
        facts = [f"{revision.symbol} · {page.place}", f"{row.kind_label} · {row.state_label} · {row.sponsors}"]
        body: list[Part] = [Paragraph(line, style="note") for line in [*facts, row.place] if line]
        key = wording.paragraph.key if wording and amendment.kind != Amendment.Kind.ADD else ""
        body.append(_proposed(row, kind, key=key, number=with_stop(wording, wording.number) if wording and key else ""))
        body += _grounds(amendment, page)
        return text_around(revision, body, now, title=title, moment=amendment.tabled_at)


def _grounds(amendment: Amendment, page: AmendmentPage) -> Iterator[Part]:
    yield Heading(2, _("Rationale"))
    yield Paragraph(amendment.rationale, language=amendment.language)
    if amendment.reason:
        yield Heading(2, _("Reason of the decision"))
        yield Paragraph(amendment.reason)
    if page.stands:
        names = {"support": _("%(government)s supports it."), "oppose": _("%(government)s opposes it.")}
        yield Heading(2, _("Support and opposition"))
        lines = [names[each.stance] % {"government": government_name(each.government)} for each in page.stands]
        yield List([f"{line} {each.reason}".strip() for line, each in zip(lines, page.stands, strict=True)])


# ---- what stands around a text


def text_around(
    revision: Revision,
    parts: Sequence[Part],
    now: datetime,
    *,
    title: str = "",
    note: str = "",
    moment: datetime | None = None,
) -> NegotiatedText:
    """moment: of which the document is; else when the revision was frozen, or `now`."""
    conference: Conference = revision.draft.conference
    moment = moment or revision.frozen_at or now
    return NegotiatedText(
        title or original_title(revision),
        revision.symbol,
        revision.language,
        moment.astimezone(ZoneInfo(conference.zone)).date(),
        parts,
        _masthead(revision, conference, moment),
        note,
        Identity(conference.slug, revision.symbol, revision.fingerprint, revision.language),
    )


def _masthead(revision: Revision, conference: Conference, moment: datetime) -> Masthead:
    is_limited = "L" in {part.split(".")[0] for part in revision.draft.symbol.split("/")}
    return Masthead(
        conference=said.plain(conference.title),
        distribution=_("Distr.: Limited") if is_limited else _("Distr.: General"),
        issued=said.day(moment, conference.zone),
        original=_("Original: %(language)s") % {"language": said.language_name(revision.language)},
        session=_where_and_when(conference),
    )


def _where_and_when(conference: Conference) -> str:
    """Such as: Mechelen, 16 November 2017 – 17 November 2017; empty where no city is named."""
    first, last = said.day(conference.starts_on), said.day(conference.ends_on)
    if not conference.city:
        return ""
    if first == last:
        return _("%(city)s, %(day)s") % {"city": conference.city, "day": first}
    return _("%(city)s, %(first)s – %(last)s") % {"city": conference.city, "first": first, "last": last}


def compilation_head(found: Compilation) -> list[Heading]:
    return [Heading(2, _("Compilation of proposals"))]


def compilation_note(found: Compilation, now: datetime) -> str:
    """As of when the compilation is, and in which order its proposals stand."""
    moment = said.moment(found.at or now, found.revision.draft.conference.zone)
    said_at = _("As at %(moment)s. Proposals stand in the order of filing.") % {"moment": moment}
    return f"{said_at} {found.narrowed}" if found.narrowed else said_at


# ---- paragraphs of the text itself


def title_of(revision: Revision) -> NegotiatedParagraph:
    return NegotiatedParagraph(TITLE, "title", [Piece("keep", original_title(revision))])


def clean_paragraphs(wordings: Sequence[Wording], revision: Revision) -> list[NegotiatedParagraph]:
    """The paragraphs of a text without a change: numbered, opening words in italics, brackets shown. No query."""
    return [_paragraph(*each, revision) for each in numbered_words(wordings, revision)]


def numbered_words(wordings: Sequence[Wording], revision: Revision) -> Iterator[tuple[Wording, str]]:
    """The paragraphs with what is printed before them."""
    numbers = printed_numbers(wordings, is_final=revision.finalised_at is not None)
    for wording, number in zip(wordings, numbers, strict=True):
        yield wording, f"{number}." if number and wording.paragraph.kind in SERIES else number


def _paragraph(wording: Wording, number: str, revision: Revision) -> NegotiatedParagraph:
    pieces = pieces_of(marked_words(wording.text, wording), italic_until(wording, revision))
    return NegotiatedParagraph(wording.paragraph.key, kind_of(wording), pieces, wording.level, number)


def kind_of(wording: Wording) -> Kind:
    kinds: dict[str, Kind] = {
        "chapeau": "chapeau",
        "heading": "heading",
        "preambular": "preambular",
        "operative": "operative",
        "subparagraph": "subparagraph",
        "annex": "annex",
    }
    return kinds[wording.paragraph.kind]


def pieces_of(changes: Iterable[Change | Sign], italic: int = 0, by: By | None = None) -> list[Piece]:
    """Pieces of a paragraph whose first `italic` characters, as they stood, are its opening words."""
    pieces: list[Piece] = []
    place = 0
    kind: PieceKind
    for change in changes:
        if isinstance(change, Sign):
            kind = change.kind if change.kind in ("insert", "delete") else "keep"
            author, instant = by(Change("keep", "")) if by and kind != "keep" else ("", None)
            pieces.append(Piece(kind, change.text, author, instant, bracket=True))
            continue
        kind = change.kind
        author, instant = by(change) if by and kind != "keep" else ("", None)
        head = len(change.text) if kind == "insert" and place < italic else max(0, italic - place)
        for text, is_opening in ((change.text[:head], True), (change.text[head:], False)):
            if text:
                pieces.append(Piece(kind, text, author, instant, italic=is_opening))
        place += 0 if kind == "insert" else len(change.text)
    return pieces


# ---- a compilation


def _compiled(row: CompiledRow, revision: Revision) -> Iterator[Part]:
    if row.wording is None:
        yield title_of(revision)
    else:
        is_alone = not row.proposals and row.behind is None
        yield replace(_paragraph(row.wording, row.printed, revision), keeps_next=not is_alone)
    kind = kind_of(row.wording) if row.wording else "title"
    for each in row.proposals:
        yield from _proposal(each, kind)
    for conflict in row.sets:
        yield _set(conflict)
    if row.apart:
        names = ", ".join(author_of(each) for each in row.apart)
        yield Paragraph(_("These would move it to different places: %(names)s") % {"names": names}, style="note")
    if row.behind is not None and (sources := said_sources(row.behind)):
        yield Paragraph(sources, style="note")


def _proposal(row: ProposalRow, kind: Kind) -> Iterator[Part]:
    """A proposal with those to it below."""
    paragraphs = [] if row.is_move else [_proposed(row, kind)]
    yield Proposal(proposal_heading(row), paragraphs, proposal_footing(row))
    for each in row.subs:
        yield from _proposal(each, kind)


def proposal_heading(row: ProposalRow) -> str:
    """Such as: A-14 · Kisimamaji, with Quito · deletion · standing."""
    parent = row.amendment.parent
    kind = _("to %(amendment)s") % {"amendment": parent} if parent is not None else row.kind_label
    return " · ".join([str(row.amendment), row.sponsors, kind, row.state_label, *([row.place] if row.place else [])])


def proposal_footing(row: ProposalRow) -> str:
    """How it came to this text, who stands where, and why it was decided so."""
    reason = _("Reason of the decision: %(reason)s") % {"reason": row.amendment.reason} if row.amendment.reason else ""
    return " ".join(part for part in (row.note, row.standing, reason) if part)


def _proposed(row: ProposalRow, kind: Kind, *, key: str = "", number: str = "") -> NegotiatedParagraph:
    """The words of a proposal as the sponsor's tracked changes, with the rationale in the margin."""
    amendment = row.amendment
    stamp: Stamp = (margin_name(amendment), amendment.tabled_at)
    changes = row.changes
    mark = None
    if amendment.kind in {Amendment.Kind.ADD, Amendment.Kind.DELETE}:
        mark = Mark("inserted" if amendment.kind == Amendment.Kind.ADD else "deleted", *stamp)
        changes = [Change("keep", change.text) for change in changes]
    pieces = pieces_of(changes, by=lambda _change: stamp)
    changed = [at for at, piece in enumerate(pieces) if piece.kind != "keep"] or [0, len(pieces) - 1]
    comment = Comment(*stamp, amendment.rationale, changed[0], changed[-1] + 1)
    comments = [comment] if amendment.rationale and pieces else []
    return NegotiatedParagraph(key, kind, pieces, number=number, language=row.language, mark=mark, comments=comments)


def margin_name(amendment: Amendment) -> str:
    """The author of a tracked change, as the margin of Word names it."""
    return f"{government_name(amendment.sponsor)} ({amendment})"


def _set(conflict: ConflictSet) -> Table:
    return Table([_("It would read"), _("Amendments")], set_rows(conflict), caption=set_caption(conflict))


def set_rows(conflict: ConflictSet) -> list[list[str]]:
    """The alternatives of a conflict set, each with its amendments."""
    return [
        [
            way.words if way.has_words else _("without these words"),
            ", ".join(author_of(each) for each in way.amendments),
        ]
        for way in conflict.alternatives
    ]


def set_caption(conflict: ConflictSet) -> str:
    words = f" “{conflict.words}”" if conflict.words else ""
    return f"{_('Conflict set')}: {conflict.place}{words}"
