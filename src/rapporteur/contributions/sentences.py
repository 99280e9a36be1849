"""The sentences said of an answer, a row or a file that cannot be taken, in the reader's language."""

from __future__ import annotations

from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.foundation.ui.said import number
from rapporteur_core.documents.problems import WARNINGS, Problem

from .answers import Mistake


class Trouble(TypedDict):
    """A problem of an imported table as it is kept with its batch."""

    code: str
    row: int | None
    column: str
    value: str
    values: dict[str, Any]


# Of an answer: said as they are on the form, and after row and column for an import.
OF_ANSWERS = {
    "needed": gettext_lazy("An answer is needed here."),
    "nothing": gettext_lazy("There is nothing in it yet. Write at least one answer."),
    "zero_byte": gettext_lazy("The text holds a zero byte, which no text has. Take it out, or copy the text again."),
    "too_large": gettext_lazy(
        "The whole contribution is larger than {limit} MB. Shorten it, or send the rest as a document."
    ),
    "too_many_words": gettext_lazy("This has {count} words; the limit is {limit}. Shorten it by {over}."),
    "too_many_characters": gettext_lazy("This has {count} characters; the limit is {limit}. Shorten it by {over}."),
    "not_a_choice": gettext_lazy("“{value}” is none of the choices. Take one of those that are offered."),
    "not_a_figure": gettext_lazy(
        "“{value}” cannot be read as one figure. Write digits only, with a full stop before decimals, such as 1250 or 12.5."
    ),
    "file_of_nobody": gettext_lazy(
        "An anonymous contribution takes no file: files tell who made them. Write it as text."
    ),
    "id_twice": gettext_lazy("“{value}” is also the identifier of row {first}. Give each row its own."),
    "id_known": gettext_lazy("“{value}” was imported before, as {known}. Take the row out, or undo that import first."),
    "id_too_long": gettext_lazy("The identifier has {count} characters; the limit is {limit}. Shorten it by {over}."),
    "name_too_long": gettext_lazy("The name has {count} characters; the limit is {limit}. Shorten it by {over}."),
    "name_of_two": gettext_lazy(
        "“{value}” is the name of {count} governments. Add a column with the country, such as BE."
    ),
    "language_unknown": gettext_lazy(
        "“{value}” is no language that is known here. Write its code, such as en, fr or pt."
    ),
    "country_unknown": gettext_lazy(
        "“{value}” is no country that is known here. Write its code of two letters, such as BE."
    ),
}
# Of a whole row, and of the columns.
OF_ROWS = {
    "row_empty": gettext_lazy(
        "Row {row}: none of the columns chosen as answers holds anything. Take the row out, or fill it."
    ),
    "no_answer_column": gettext_lazy("No column is chosen for an answer. Choose one for at least one question."),
    "required_without_column": gettext_lazy("The question “{value}” needs an answer and has no column. Choose one."),
    "column_unknown": gettext_lazy("The file has no column called “{column}”. Its columns are: {value}."),
    "more_rows": gettext_lazy("{count} more problems were found. Mend those above, then send the file again."),
}
# Of a file: the sentences of rapporteur_core.documents.problems, here so that they are translated.
OF_FILES = {
    "nul": gettext_lazy(
        "Row {row}, column {column}: the cell holds a zero byte. Take it out, or export the file again."
    ),
    "undecodable": gettext_lazy(
        "Row {row}, column {column}: “{value}” holds bytes that are not {encoding}. Save the file as UTF-8."
    ),
    "cell_too_long": gettext_lazy(
        "Row {row}, column {column}: the cell has {length} characters; at most {limit} can be read. "
        "Shorten the text or send it as a document."
    ),
    "header_twice": gettext_lazy("Two columns are called “{column}”. Give each column a name of its own."),
    "header_empty": gettext_lazy("Column {column} has no name. Name it in the first row, or take the column out."),
    "cells": gettext_lazy(
        "Row {row} has {found} cells where the first row has {expected}. Check its separators and quotes."
    ),
    "unclosed_quote": gettext_lazy(
        "Row {row}: a quotation mark is opened and never closed. The file may be cut in half; close the "
        "mark or send the whole file."
    ),
    "cut": gettext_lazy(
        "The file ends in the middle: it may be cut in half. Send the whole file; {rows} rows could be read."
    ),
    "json_line": gettext_lazy("Line {row} is not valid JSON: {value}"),
    "json_object": gettext_lazy(
        "Line {row} is not an object of names and values. Write each row as {{…}} on a line of its own."
    ),
    "json_twice": gettext_lazy("Line {row} has the name “{column}” twice. Keep one of them."),
    "no_rows": gettext_lazy("The file has a first row of names and nothing below it."),
    "more": gettext_lazy("{count} more problems were found. Mend those above, then send the file again."),
    "formula": gettext_lazy(
        "Row {row}, column {column}: “{value}” begins like a formula. It is kept as text and is not computed."
    ),
    "encoding_guessed": gettext_lazy(
        "The file does not say how its letters are written. It was read as {encoding}: look whether "
        "the accents are right, or save it as UTF-8."
    ),
    "other_sheets": gettext_lazy("Only the sheet “{value}” was read; the file has {count} more with content."),
    "empty": gettext_lazy("The file is empty."),
    "too_large": gettext_lazy("The file is larger than {limit} MB once unpacked. Send it in parts."),
    "too_many_cells": gettext_lazy(
        "The sheet spans {count} cells, most of them empty. Copy the filled part to a new sheet."
    ),
    "damaged": gettext_lazy("The file is damaged and cannot be opened. Save or export it again."),
    "cut_archive": gettext_lazy(
        "The file ends in the middle: it is cut in half and cannot be opened. Send the whole file."
    ),
    "word": gettext_lazy("This is a Word document and not a table. Save the table as CSV or XLSX."),
    "old_office": gettext_lazy(
        "This Office file is from before 2007 or has a password. Save it as CSV, or XLSX without password."
    ),
    "pdf": gettext_lazy("This is a PDF and not a table. Send the table as CSV, XLSX or JSON Lines."),
    "image": gettext_lazy("This is an image and not a table. Send the table as CSV, XLSX or JSON Lines."),
    "program": gettext_lazy("This is a program and not a table. Send the table as CSV, XLSX or JSON Lines."),
    "archive": gettext_lazy(
        "This is an archive and not a table. Unpack it and send the table itself, as CSV, XLSX or JSON Lines."
    ),
    "json": gettext_lazy("The rows stand in one JSON list. Write one object on each line (JSON Lines)."),
    "unknown": gettext_lazy("This is not a table that can be read. Send it as CSV, XLSX or JSON Lines."),
    "too_long": gettext_lazy("The file could not be read in {limit} seconds. Send it in parts."),
    "too_much_memory": gettext_lazy("The file needs more than {limit} MB of memory. Send it in parts."),
    "gave_up": gettext_lazy("The file could not be read: the program that opened it gave up. Save or export it again."),
}


def _filled(template: Any, **values: Any) -> str:
    shown = {key: number(value) if isinstance(value, int) and key != "row" else value for key, value in values.items()}
    return str(template).format(**shown)


def of_mistake(mistake: Mistake) -> str:
    """What is said of an answer on the form."""
    return _filled(OF_ANSWERS[mistake.code], value=mistake.value, **mistake.values)


def of_trouble(trouble: Trouble) -> str:
    """What is said of a row of an imported table."""
    code, row, column, value = trouble["code"], trouble["row"], trouble["column"], trouble["value"]
    places = {"row": row, "column": column, "value": value}
    if code in OF_ANSWERS and row is not None:
        sentence = _filled(OF_ANSWERS[code], value=value, **trouble["values"])
        return _("Row %(row)s, column %(column)s: %(sentence)s") % {"row": row, "column": column, "sentence": sentence}
    return _filled({**OF_FILES, **OF_ROWS}[code], **places, **trouble["values"])


def trouble(code: str, *, row: int | None = None, column: str = "", value: str = "", **values: Any) -> Trouble:
    return {"code": code, "row": row, "column": column, "value": value, "values": values}


def trouble_of(problem: Problem) -> Trouble:
    """A problem that the reader of tables found."""
    return trouble(problem.code, row=problem.row, column=problem.column or "", value=problem.value, **problem.values)


def is_warning(found: Trouble) -> bool:
    """Whether it keeps nothing from being imported."""
    return found["code"] in WARNINGS
