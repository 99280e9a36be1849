"""The writer of negotiated texts: clean, as a redline, as a compilation of proposals, as one amendment."""

from __future__ import annotations

from collections.abc import Iterator

from rapporteur_core.documents.model import Heading
from rapporteur_core.documents.word.negotiated import NegotiatedParagraph, NegotiatedText, Part, Piece, Proposal
from rapporteur_core.documents.word.tracked.checking import check
from rapporteur_core.documents.word.tracked.elements import Element, w
from rapporteur_core.documents.word.tracked.numbering import Indent, columns
from rapporteur_core.documents.word.tracked.packing import RELATIONS, packed
from rapporteur_core.documents.word.tracked.page import first_header, footer, header, section
from rapporteur_core.documents.word.tracked.paragraphs import Writing, style_of, written
from rapporteur_core.documents.word.tracked.styles import styles
from rapporteur_core.documents.word.tracked.surroundings import BEYOND, block, proposal

# The version of Word whose layout is meant: 2013 and all since.
LAYOUT = 15
RULE = 2800
HEADS = frozenset(["title", "heading", "annex", "note"])


def write_text(text: NegotiatedText) -> bytes:
    """The bytes of a .docx file; the same text gives the same bytes.

    Changes are tracked (w:ins, w:del, w:moveFrom, w:moveTo), numbers are automatic, identifiers are hidden bookmarks.
    ValueError says which change has no author, instant or other end of its move, and which key does not fit.
    """
    check(text.paragraphs)
    writing = Writing(text.language)
    body = w("body", *_body(text, writing), section(text.language, RELATIONS))
    parts = {
        "styles": styles(text.language),
        "settings": _settings(text, has_footnotes=bool(writing.footnotes.kept)),
        "header": header(text),
        "first_header": first_header(text),
        "footer": footer(text),
    }
    if writing.numbers.known:
        parts["numbering"] = writing.numbers.part()
    if writing.comments.kept:
        parts["comments"] = writing.comments.part()
    if writing.footnotes.kept:
        parts["footnotes"] = writing.footnotes.part()
    return packed(text, w("document", body), parts)


def _body(text: NegotiatedText, writing: Writing) -> Iterator[Element]:
    parts = _with_title(text)
    table = columns(each for each in parts if isinstance(each, NegotiatedParagraph))
    beyond = 0
    for part in parts:
        if isinstance(part, NegotiatedParagraph):
            yield from written(part, writing, style_of(part), table.of(part), table.of(part.before))
        elif isinstance(part, Proposal):
            yield from proposal(part, writing, table)
        else:
            yield from block(part, writing, Indent(beyond))
        # A note or table belongs to the paragraph above and stands below its words; under a title or heading, to none.
        if isinstance(part, NegotiatedParagraph):
            beyond = 0 if part.kind in HEADS else table.body + BEYOND
        elif isinstance(part, Heading):
            beyond = 0
    yield _ending()


def _with_title(text: NegotiatedText) -> list[Part]:
    """The parts with the title before them, if none of them is it, and the note behind the title."""
    parts = list(text.paragraphs)
    titles = [at for at, part in enumerate(parts) if isinstance(part, NegotiatedParagraph) and part.kind == "title"]
    if not titles:
        parts.insert(0, NegotiatedParagraph("", "title", [Piece("keep", text.title)]))
    if text.note:
        place = titles[-1] + 1 if titles else 1
        parts.insert(place, NegotiatedParagraph("", "note", [Piece("keep", text.note)]))
    return parts


def _ending() -> Element:
    # The mark of the last paragraph cannot be taken away: a line that nobody changes stands there, as in the
    # documents of the United Nations.
    rule = w("pBdr", w("bottom", val="single", sz=4, space=1, color="000000"))
    return w("p", w("pPr", w("pStyle", val="Ending"), rule, w("ind", left=RULE, right=RULE)))


def _settings(text: NegotiatedText, *, has_footnotes: bool) -> Element:
    separators = [w("footnote", id=number) for number in (-1, 0)]
    compatibility = w(
        "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=LAYOUT
    )
    return w(
        "settings",
        w("trackRevisions") if text.tracks_changes else None,
        # Fonts and spacing are not negotiated.
        w("doNotTrackFormatting"),
        w("defaultTabStop", val=567),
        w("footnotePr", *separators) if has_footnotes else None,
        w("compat", compatibility),
    )


__all__ = ["write_text"]
