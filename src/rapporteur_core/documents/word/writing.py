"""A document written as Word (.docx): headings, tables and real tracked changes, each text with its language."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm
from docx.text.paragraph import Paragraph as WordParagraph

from rapporteur_core.documents.model import Block, Document, Heading, List, Paragraph, Redline, Run, Table, printable
from rapporteur_core.text import direction

STYLES = {"quotation": "Quote", "note": "Caption"}
# A zip keeps the moment of writing for each part; the same document must give the same bytes.
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


def write(document: Document) -> bytes:
    """The bytes of a .docx file; the same document gives the same bytes."""
    word = docx.Document()
    _describe(word, document)
    _write_head(word, document)
    revisions = _Revisions()
    for block in document.blocks:
        _write_block(word, block, document.language, revisions)
    out = io.BytesIO()
    word.save(out)
    return _dated(out.getvalue())


class _Revisions:
    """Numbers of tracked changes, unique in a file."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> str:
        self.last += 1
        return str(self.last)


def _describe(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    moment = datetime(document.date.year, document.date.month, document.date.day)
    properties.title, properties.subject = printable(document.title)[:255], printable(document.symbol)[:255]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = document.language
    properties.created = properties.modified = moment
    properties.revision = 1
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _set_language(defaults, document.language)
    if direction(document.language) == "rtl":
        word.sections[0]._sectPr.insert_element_before(OxmlElement("w:bidi"), "w:rtlGutter", "w:docGrid")


def _write_head(word: WordDocument, document: Document) -> None:
    word.sections[0].header.paragraphs[0].text = printable(document.symbol)
    _write_text(word.add_paragraph(style="Title"), document.title, document.language)
    line = " · ".join(each for each in (document.symbol, document.date.isoformat()) if each)
    _write_text(word.add_paragraph(style="Subtitle"), line, document.language)
    if document.note:
        _write_text(word.add_paragraph(style="Caption"), document.note, document.language)


def _write_block(word: WordDocument, block: Block, language: str, revisions: _Revisions) -> None:
    match block:
        case Heading():
            _write_text(word.add_heading(level=min(max(block.level, 1), 9)), block.text, language)
        case Paragraph():
            _write_paragraph(word, block, block.language or language)
        case Redline():
            _write_redline(word, block, block.language or language, revisions)
        case Table():
            _write_table(word, block, language)
        case List():
            for number, item in enumerate(block.items, 1):
                paragraph = word.add_paragraph(style="List Bullet" if not block.ordered else None)
                if block.ordered:
                    _hang(paragraph)
                text = f"{number}.\t{item}" if block.ordered else item
                _write_text(paragraph, text, block.language or language)


def _write_paragraph(word: WordDocument, block: Paragraph, language: str) -> None:
    paragraph = word.add_paragraph(style=STYLES.get(block.style))
    runs = [Run(block.text)] if isinstance(block.text, str) else block.text
    _write_number(paragraph, block.number, language)
    if block.level:
        paragraph.paragraph_format.left_indent = Cm(block.level + bool(block.number))
    for run in runs:
        _write_text(paragraph, run.text, language, bold=run.bold, italic=run.italic)


def _write_number(paragraph: WordParagraph, number: str | None, language: str) -> None:
    # The number is text: paragraphs are cited by it, so Word must not count anew.
    if number:
        _hang(paragraph)
        _write_text(paragraph, f"{number}\t", language)


def _hang(paragraph: WordParagraph) -> None:
    paragraph.paragraph_format.left_indent = Cm(1)
    paragraph.paragraph_format.first_line_indent = Cm(-1)


def _write_text(
    paragraph: WordParagraph, text: str, language: str, *, bold: bool = False, italic: bool = False
) -> BaseOxmlElement:
    run = paragraph.add_run(printable(text))
    run.bold, run.italic = bold or None, italic or None
    element = run._r
    _set_language(element.get_or_add_rPr(), language)
    if direction(language) == "rtl":
        run.font.rtl = True
        properties = paragraph._p.get_or_add_pPr()
        if properties.find(qn("w:bidi")) is None:
            properties.insert_element_before(
                OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr"
            )
    return element


def _write_redline(word: WordDocument, block: Redline, language: str, revisions: _Revisions) -> None:
    paragraph = word.add_paragraph()
    _write_number(paragraph, block.number, language)
    for change in block.changes:
        run = _write_text(paragraph, change.text, language)
        if change.kind != "keep":
            _track(run, change.kind, block.author, block.date, revisions)


def _track(run: BaseOxmlElement, kind: str, author: str, on: date, revisions: _Revisions) -> None:
    mark = OxmlElement("w:ins" if kind == "insert" else "w:del")
    mark.set(qn("w:id"), revisions.next())
    mark.set(qn("w:author"), printable(author))
    mark.set(qn("w:date"), f"{on:%Y-%m-%d}T00:00:00Z")
    run.addprevious(mark)
    mark.append(run)
    if kind == "delete":
        for text in run.findall(qn("w:t")):
            text.tag = qn("w:delText")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _write_table(word: WordDocument, block: Table, language: str) -> None:
    if block.caption:
        caption = word.add_paragraph(style="Caption")
        caption.paragraph_format.keep_with_next = True
        _write_text(caption, block.caption, language)
    width = max([len(block.header), *(len(row) for row in block.rows)])
    if not width:
        return
    table = word.add_table(rows=0, cols=width, style="Table Grid")
    if direction(language) == "rtl":
        table._tbl.tblPr.insert_element_before(OxmlElement("w:bidiVisual"), "w:tblW", "w:jc", "w:tblLook")
    _write_row(table.add_row().cells, block.header, language, bold=True)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in block.rows:
        _write_row(table.add_row().cells, row, language)
    word.add_paragraph()


def _write_row(cells: Sequence[docx.table._Cell], row: Sequence[str], language: str, *, bold: bool = False) -> None:
    for cell, text in zip(cells, row, strict=False):
        _write_text(cell.paragraphs[0], text, language, bold=bold)


def _set_language(properties: BaseOxmlElement, language: str) -> None:
    found = properties.find(qn("w:lang"))
    if found is None:
        found = OxmlElement("w:lang")
        properties.append(found)
    found.set(qn("w:bidi" if direction(language) == "rtl" else "w:val"), language)


def _dated(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as dated:
        for part in given.infolist():
            dated.writestr(zipfile.ZipInfo(part.filename, ZIP_MOMENT), given.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()
