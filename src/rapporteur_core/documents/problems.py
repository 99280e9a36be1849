"""What can be wrong with a file, as sentences: a stable code, the values that fill it, and the English text."""

from __future__ import annotations

from dataclasses import dataclass, field

# The keys are stable: translations are looked up by them. {row} counts as a spreadsheet does, its header being row 1.
SENTENCES = {
    "nul": "Row {row}, column {column}: the cell holds a zero byte. Take it out, or export the file again.",
    "undecodable": "Row {row}, column {column}: “{value}” holds bytes that are not {encoding}. Save the file as UTF-8.",
    "cell_too_long": "Row {row}, column {column}: the cell has {length} characters; at most {limit} can be read. "
    "Shorten the text or send it as a document.",
    "header_twice": "Two columns are called “{column}”. Give each column a name of its own.",
    "header_empty": "Column {column} has no name. Name it in the first row, or take the column out.",
    "cells": "Row {row} has {found} cells where the first row has {expected}. Check its separators and quotes.",
    "unclosed_quote": "Row {row}: a quotation mark is opened and never closed. The file may be cut in half; close the "
    "mark or send the whole file.",
    "cut": "The file ends in the middle: it may be cut in half. Send the whole file; {rows} rows could be read.",
    "json_line": "Line {row} is not valid JSON: {value}",
    "json_object": "Line {row} is not an object of names and values. Write each row as {{…}} on a line of its own.",
    "json_twice": "Line {row} has the name “{column}” twice. Keep one of them.",
    "no_rows": "The file has a first row of names and nothing below it.",
    "more": "{count} more problems were found. Mend those above, then send the file again.",
    "formula": "Row {row}, column {column}: “{value}” begins like a formula. It is kept as text and is not computed.",
    "encoding_guessed": "The file does not say how its letters are written. It was read as {encoding}: look whether "
    "the accents are right, or save it as UTF-8.",
    "other_sheets": "Only the sheet “{value}” was read; the file has {count} more with content.",
    "empty": "The file is empty.",
    "too_large": "The file is larger than {limit} MB once unpacked. Send it in parts.",
    "too_many_cells": "The sheet spans {count} cells, most of them empty. Copy the filled part to a new sheet.",
    "damaged": "The file is damaged and cannot be opened. Save or export it again.",
    "cut_archive": "The file ends in the middle: it is cut in half and cannot be opened. Send the whole file.",
    "word": "This is a Word document and not a table. Save the table as CSV or XLSX.",
    "old_office": "This Office file is from before 2007 or has a password. Save it as CSV, or XLSX without password.",
    "pdf": "This is a PDF and not a table. Send the table as CSV, XLSX or JSON Lines.",
    "image": "This is an image and not a table. Send the table as CSV, XLSX or JSON Lines.",
    "program": "This is a program and not a table. Send the table as CSV, XLSX or JSON Lines.",
    "archive": "This is an archive and not a table. Unpack it and send the table itself, as CSV, XLSX or JSON Lines.",
    "json": "The rows stand in one JSON list. Write one object on each line (JSON Lines).",
    "unknown": "This is not a table that can be read. Send it as CSV, XLSX or JSON Lines.",
    "too_long": "The file could not be read in {limit} seconds. Send it in parts.",
    "too_much_memory": "The file needs more than {limit} MB of memory. Send it in parts.",
    "gave_up": "The file could not be read: the program that opened it gave up. Save or export it again.",
}
WARNINGS = frozenset(["formula", "encoding_guessed", "other_sheets"])
# Of a file that should be a Word document. {part} names a part inside the file.
OF_WORD = {
    "word_is_old": "This is a Word file from before 2007 (.doc), whatever its name says. Open it in Word and save it as "
    "“Word document (.docx)”.",
    "word_password": "The file is protected by a password and cannot be opened here. Save it without a password.",
    "word_is_office": "This is an Office file from before 2007 and no Word document. Save the text as a Word document "
    "(.docx).",
    "word_is_excel": "This is an Excel workbook and not a Word document. Send the text as a Word document (.docx).",
    "word_is_powerpoint": "This is a PowerPoint presentation and not a Word document. Send the text as a Word document "
    "(.docx).",
    "word_is_opendocument": "This is an OpenDocument file and not a Word document. Save it as “Word 2007–365 (.docx)”; "
    "tracked changes are kept.",
    "word_is_pdf": "This is a PDF and not a Word document. Send the Word document (.docx) from which it was made.",
    "word_is_markup": "This is a page of HTML or XML under the name of a Word document. Open it in Word and save it as "
    "“Word document (.docx)”.",
    "word_is_rtf": "This is a file in Rich Text Format and not a Word document. Open it in Word and save it as “Word "
    "document (.docx)”.",
    "word_is_other": "This is not a Word document. Send the text as a Word document (.docx).",
    "word_large": "The file has {size} MB; at most {limit} MB can be read. Take out or shrink its pictures.",
    "word_unpacks": "The file is larger than {limit} MB once unpacked. Take out its pictures, or send the text in parts.",
    "word_bomb": "A part of the file unpacks to more than {limit} times its size ({part}), as no document does. Save the "
    "text as a new Word document.",
    "word_parts": "The file has more than {limit} parts inside, as no document does. Save the text as a new Word document.",
    "word_part_name": "A part inside the file has a name that is not allowed ({part}). Save the text as a new Word document.",
    "word_part_twice": "Two parts inside the file have one name ({part}). Save the text as a new Word document.",
    "word_nested": "Another file is packed inside this one ({part}). Take it out, or put a picture of it in its place.",
    "word_macros": "The file holds macros or controls that can run ({part}). Save it as “Word document (.docx)”, without "
    "macros.",
    "word_external": "The file fetches something from outside itself ({part}). Break that link in Word, or put the thing "
    "itself into the file.",
    "word_dtd": "A part of the file declares a document type or entities ({part}), as no Word document does. Save the text "
    "as a new Word document.",
    "word_deep": "A part of the file is nested more than {limit} deep ({part}), as no document is. Save the text as a new "
    "Word document.",
    "word_elements": "The file has more than {limit} elements and attributes inside, as no text does. Save the text as a "
    "new Word document, or send it in parts.",
    "word_paragraphs": "The text has more than {limit} paragraphs. Send it in parts.",
    "word_long_paragraph": "A paragraph is longer than {limit} characters. Divide it into paragraphs.",
}


def sentence(code: str, **values: object) -> str:
    """The English sentence of a code."""
    return (SENTENCES.get(code) or OF_WORD[code]).format(**values)


@dataclass(frozen=True)
class Problem:
    """A problem at a place of a table; `values` fills the translated sentence of `code`. A warning refuses nothing."""

    code: str
    row: int | None = None
    column: str | None = None
    value: str = ""
    values: dict[str, str | int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return sentence(self.code, row=self.row, column=self.column, value=self.value, **self.values)

    @property
    def is_warning(self) -> bool:
        return self.code in WARNINGS


class Unreadable(Exception):
    """Nothing of a file can be read; `code` and `values` as for a Problem, `text` the sentence."""

    def __init__(self, code: str, **values: str | int) -> None:
        self.code, self.values, self.text = code, values, sentence(code, **values)
        super().__init__(self.text)
