"""The compilation as a document that is printed, in the language of the text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from rapporteur.foundation.ui import said
from rapporteur_core.documents.model import Block, Document, Heading, Paragraph, Redline, Run, Table

from .amendments import author_of
from .compiling import Compilation, CompiledRow, ProposalRow
from .face import said_on_its_face
from .sources import said_sources
from .texts import bracketed_words
from .versions import original_title
from .word import (
    compilation_head,
    compilation_note,
    in_the_language_of,
    proposal_footing,
    proposal_heading,
    set_caption,
    set_rows,
)


def compiled_document(found: Compilation, *, now: datetime) -> Document:
    """A compilation with redlines of all proposals. Two queries where the text is adopted."""
    revision = found.revision
    with in_the_language_of(revision):
        blocks: list[Block] = [*compilation_head(found)]
        blocks += [block for row in found.rows for block in _row(row)]
        if found.gone:
            blocks.append(Heading(2, _("Proposals to paragraphs that are no longer in the text")))
            blocks += [block for each in found.gone for block in _proposal(each, 1)]
        zone = ZoneInfo(revision.draft.conference.zone)
        return Document(
            original_title(revision),
            revision.symbol,
            revision.language,
            (found.at or now).astimezone(zone).date(),
            f"{said_on_its_face(revision, at=found.at or now)} {compilation_note(found, now)}",
            blocks,
            f"{said.plain(revision.draft.conference.title)} · {revision.symbol} · {said.day(found.at or now, str(zone))}",
        )


def _row(row: CompiledRow) -> Iterator[Block]:
    if row.is_heading:
        yield Heading(2, f"{row.printed} {row.text}".strip())
    elif row.wording is not None:
        yield Paragraph(bracketed_words(row.wording), number=row.printed or None, level=row.level)
    else:
        yield Paragraph((Run(f"{row.name}: ", bold=True), Run(row.text)))
    for each in row.proposals:
        yield from _proposal(each, row.level + 1)
    for conflict in row.sets:
        yield Table((_("It would read"), _("Amendments")), set_rows(conflict), caption=set_caption(conflict))
    if row.apart:
        names = ", ".join(author_of(each) for each in row.apart)
        yield Paragraph(_("These would move it to different places: %(names)s") % {"names": names}, style="note")
    if row.behind is not None and (sources := said_sources(row.behind)):
        yield Paragraph(sources, style="note", level=row.level + 1)


def _proposal(row: ProposalRow, level: int) -> Iterator[Block]:
    """A proposal with those to it, `level` steps inwards."""
    amendment = row.amendment
    yield Paragraph((Run(proposal_heading(row), bold=True),), level=level)
    if not row.is_move:
        filed_on = amendment.tabled_at.date()
        yield Redline(row.changes, author_of(amendment), filed_on, language=row.language, level=level)
    reason = _("Why: %(reason)s") % {"reason": amendment.rationale}
    yield Paragraph(reason, language=amendment.language, style="note", level=level)
    if footing := proposal_footing(row):
        yield Paragraph(footing, style="note", level=level)
    for each in row.subs:
        yield from _proposal(each, level + 1)
