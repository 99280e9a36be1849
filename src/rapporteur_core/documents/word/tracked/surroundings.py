"""What stands between the paragraphs of a text: proposals, headings, notes, tables, lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapporteur_core.documents.model import Heading, List, Paragraph, Run, Table
from rapporteur_core.documents.word.negotiated import Part, Proposal
from rapporteur_core.documents.word.tracked.elements import Element, is_rtl, lang, runs, w
from rapporteur_core.documents.word.tracked.numbering import Columns, Indent, column, depth_of
from rapporteur_core.documents.word.tracked.page import INNER
from rapporteur_core.documents.word.tracked.paragraphs import Writing, written

# How far a proposal stands beyond the words of the paragraph above it, in twentieths of a point.
BEYOND = 425
STYLES = {
    "normal": "Normal",
    "preambular": "Preambular",
    "operative": "Operative",
    "quotation": "Quotation",
    "note": "Note",
}
DEEPEST_HEADING = 4
BULLET = "•"


def plain(
    text: str | Sequence[Run],
    writing: Writing,
    style: str,
    *,
    language: str | None = None,
    number: str = "",
    indent: Indent | None = None,
    bold: bool = False,
) -> Element:
    """A paragraph without changes and without an identifier."""
    language = language or writing.language
    indent = indent or Indent()
    rtl = is_rtl(language)
    pieces = [Run(text)] if isinstance(text, str) else text
    return w(
        "p",
        w(
            "pPr",
            w("pStyle", val=style),
            writing.numbers.properties(number, indent, language) if number else None,
            w("bidi") if rtl else None,
            w("ind", left=indent.left, hanging=indent.hanging) if indent.left else None,
            w("rPr", w("rtl") if rtl else None, lang(language)),
        ),
        *[run for each in pieces for run in runs(each.text, language, bold=bold or each.bold, italic=each.italic)],
    )


def proposal(given: Proposal, writing: Writing, columns: Columns) -> Iterator[Element]:
    """A block below its paragraph: the sponsors' line, the words they propose, who supports and who opposes."""
    beyond = columns.body + BEYOND
    inner = Columns(column([each.number for each in given.paragraphs if not depth_of(each)]), columns.sub)
    yield plain(given.heading, writing, "Sponsor", indent=Indent(beyond))
    for paragraph in given.paragraphs:
        kept = replace(paragraph, keeps_next=bool(given.standing))
        yield from written(kept, writing, "Proposal", inner.of(paragraph, beyond=beyond))
    if given.standing:
        yield plain(given.standing, writing, "Standing", indent=Indent(beyond))


def block(given: Part, writing: Writing, indent: Indent) -> Iterator[Element]:
    """A heading, paragraph, table or list that is no part of the text itself."""
    match given:
        case Heading():
            yield plain(given.text, writing, f"Heading{min(max(given.level, 1), DEEPEST_HEADING)}")
        case Paragraph():
            hanging = column([given.number or ""])
            beyond = BEYOND if given.style == "quotation" else 0
            yield plain(
                given.text,
                writing,
                STYLES[given.style],
                language=given.language,
                number=given.number or "",
                indent=Indent(indent.left + beyond + hanging, hanging),
            )
        case List():
            yield from _list(given, writing, indent)
        case Table():
            yield from _table(given, writing, indent)


def _list(given: List, writing: Writing, indent: Indent) -> Iterator[Element]:
    numbers = [f"{at}." if given.ordered else BULLET for at in range(1, len(given.items) + 1)]
    hanging = column(numbers)
    for number, item in zip(numbers, given.items, strict=True):
        place = Indent(indent.left + hanging, hanging)
        yield plain(item, writing, "ListItem", language=given.language, number=number, indent=place)


def _table(given: Table, writing: Writing, indent: Indent) -> Iterator[Element]:
    width = max([len(given.header), *(len(row) for row in given.rows)])
    if given.caption:
        yield plain(given.caption, writing, "Caption", indent=indent)
    if width:
        inner = INNER - indent.left
        rows = [_row(given.header, width, inner, writing, is_head=True)] if given.header else []
        rows += [_row(row, width, inner, writing) for row in given.rows]
        yield w(
            "tbl",
            w(
                "tblPr",
                w("tblStyle", val="TableGrid"),
                w("bidiVisual") if is_rtl(writing.language) else None,
                w("tblW", w=inner, type="dxa"),
                w("tblInd", w=indent.left, type="dxa"),
            ),
            w("tblGrid", *[w("gridCol", w=inner // width) for _ in range(width)]),
            *rows,
        )
        # Word joins two tables with nothing between them, and sets the next words close below one.
        yield plain("", writing, "TableText")


def _row(row: Sequence[str], width: int, inner: int, writing: Writing, *, is_head: bool = False) -> Element:
    cells = [*row, *[""] * (width - len(row))]
    properties = w("trPr", w("cantSplit"), w("tblHeader") if is_head else None)
    return w(
        "tr",
        properties,
        *[
            w(
                "tc",
                w("tcPr", w("tcW", w=inner // width, type="dxa")),
                plain(cell, writing, "TableText", bold=is_head),
            )
            for cell in cells
        ],
    )
