"""Rows of a table as contributions: columns guessed, rows checked, all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale

from rapporteur.calls.models import Question
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Refused
from rapporteur.foundation.people.regions import REGION_OF
from rapporteur.foundation.ui.said import plain
from rapporteur_core.documents import child, tables
from rapporteur_core.documents.child import Failed
from rapporteur_core.documents.tables import Table
from rapporteur_core.text import fold, normalise

from . import sentences
from .answers import kept, mistake_in
from .models import Contribution
from .queries import language_code
from .sentences import Trouble, trouble

SECONDS, MEGABYTES = 60, 1024
MOST_TOLD = 1000
LONGEST_ID = LONGEST_NAME = 200
FACTS = ("id", "by", "language", "country")
KNOWN_NAMES = {
    "id": "id identifier code number source_id reference numero",
    "by": "by author government organisation organization city name who",
    "language": "language lang langue idioma",
    "country": "country pays pais",
}
TEXT_NAMES = (
    "title", "message", "text", "contribution", "proposal", "summary", "body", "comment", "content", "answer",
    "description",
)  # fmt: skip

Mapped = dict[str, str]


@dataclass(frozen=True)
class Row:
    """A row that can be kept."""

    number: int
    answers: dict[str, str]
    source_id: str
    name: str
    government: Government | None
    region: str
    language: str


class Unsound(Refused):
    """A table of which nothing is kept; `troubles` says why, all at once."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        self.troubles = list(troubles)
        super().__init__("\n".join(sentences.of_trouble(each) for each in self.troubles))


def open_table(data: bytes, name: str) -> Table:
    """The table in an uploaded file, read in a child process with limits; Unsound says all that is wrong with it."""
    table = child.run(tables.read, data, seconds=SECONDS, megabytes=MEGABYTES, filename=name)
    if isinstance(table, Failed):
        raise Unsound([Trouble(code=table.code, row=None, column="", value="", values=dict(table.values))])
    if not table.is_sound:
        raise Unsound([sentences.trouble_of(problem) for problem in table.problems if not problem.is_warning])
    return table


def guess(header: Sequence[str], questions: Iterable[Question]) -> Mapped:
    """A column for each question and fact, as far as the names tell; none is taken twice."""
    left = {fold(name).strip(): name for name in reversed(header)}
    mapped: Mapped = {}
    asked = list(questions)
    for question in asked:
        names = [question.key, *question.label.values()] if isinstance(question.label, dict) else [question.key]
        mapped[f"q:{question.key}"] = next((left.pop(fold(name)) for name in names if fold(name) in left), "")
    for fact in FACTS:
        known = KNOWN_NAMES[fact].split()
        mapped[fact] = next((left.pop(name) for name in known if name in left), "")
    texts = [question for question in asked if question.kind == Question.Kind.TEXT]
    if not any(mapped[f"q:{question.key}"] for question in texts):
        likely = [left[name] for name in TEXT_NAMES if name in left]
        mapped.update({f"q:{question.key}": name for question, name in zip(texts, likely, strict=False)})
    return mapped


def faults_of_mapping(header: Sequence[str], questions: Iterable[Question], mapped: Mapped) -> list[Trouble]:
    """What is wrong with the choice of columns."""
    found = [
        trouble("column_unknown", column=column, value=", ".join(header))
        for column in mapped.values()
        if column and column not in header
    ]
    asked = list(questions)
    if not any(mapped.get(f"q:{question.key}") for question in asked):
        return [*found, trouble("no_answer_column")]
    for question in asked:
        if question.is_required and question.kind != Question.Kind.FILE and not mapped.get(f"q:{question.key}"):
            found.append(trouble("required_without_column", value=plain(question.label)))
    return found


def checked(
    conference: Conference, questions: Sequence[Question], table: Table, mapped: Mapped
) -> tuple[list[Row], list[Trouble]]:
    """The rows that can be kept, and everything that is wrong: at most three queries, whatever the number of rows."""
    found = faults_of_mapping(table.header, questions, mapped)
    if found:
        return [], found
    asked = [question for question in questions if mapped.get(f"q:{question.key}")]
    known = _Known(conference, mapped)
    kept_rows: list[Row] = []
    for number, cells in zip(table.numbers, table.rows, strict=True):
        row, troubles = _row(number, cells, asked, mapped, known)
        found += troubles
        if row is not None and not troubles:
            kept_rows.append(row)
    if len(found) > MOST_TOLD:
        found = [*found[:MOST_TOLD], trouble("more_rows", count=len(found) - MOST_TOLD)]
    return kept_rows, found


class _Known:
    """What rows are checked against: identifiers, governments, countries, languages."""

    def __init__(self, conference: Conference, mapped: Mapped) -> None:
        self.first_row: dict[str, int] = {}
        self.imported: dict[str, str] = {}
        if mapped.get("id"):
            earlier = (
                Contribution.objects.filter(conference=conference).exclude(source_id="").only("number", "source_id")
            )
            self.imported = {row.source_id: str(row) for row in earlier}
        self.governments: dict[str, list[Government]] = {}
        if mapped.get("by"):
            for government in Government.objects.all():
                for name in {fold(government.name), *government.folded.split(" | ")}:
                    self.governments.setdefault(name, []).append(government)
        self.languages: dict[str, str | None] = {}
        self.countries = _countries() if mapped.get("country") else {}

    def language(self, text: str) -> str | None:
        if text not in self.languages:
            self.languages[text] = language_code(text)
        return self.languages[text]


def _countries() -> dict[str, str]:
    found = {fold(code): code for code in REGION_OF}
    for language in ("en", "fr", "es", "ar"):
        territories = Locale.parse(language).territories
        found.update({fold(name): code for code, name in territories.items() if code in REGION_OF})
    return found


def _row(
    number: int, cells: Mapping[str, str], asked: Sequence[Question], mapped: Mapped, known: _Known
) -> tuple[Row | None, list[Trouble]]:
    found: list[Trouble] = []
    texts = {question.key: cells[mapped[f"q:{question.key}"]] for question in asked}
    if not any(text.strip() for text in texts.values()):
        return None, [trouble("row_empty", row=number)]
    for question in asked:
        text, column = texts[question.key], mapped[f"q:{question.key}"]
        if question.is_required and not text.strip():
            found.append(trouble("needed", row=number, column=column))
        elif mistake := mistake_in(question, text):
            found.append(trouble(mistake.code, row=number, column=column, value=mistake.value, **mistake.values))
    source_id = _source_id(number, cells, mapped, known, found)
    country = _country(number, cells, mapped, known, found)
    name, government = _speaker(number, cells, mapped, known, country, found)
    language = _language(number, cells, mapped, known, found)
    answers = {question.key: kept(question, texts[question.key]) for question in asked if texts[question.key].strip()}
    region = government.region if government else REGION_OF.get(country, "")
    return Row(number, answers, source_id, name, government, region, language), found


def _cell(cells: Mapping[str, str], mapped: Mapped, fact: str) -> str:
    column = mapped.get(fact)
    return " ".join(normalise(cells[column]).split()) if column else ""


def _source_id(number: int, cells: Mapping[str, str], mapped: Mapped, known: _Known, found: list[Trouble]) -> str:
    source_id = _cell(cells, mapped, "id")
    if not source_id:
        return ""
    column = mapped["id"]
    if len(source_id) > LONGEST_ID:
        found.append(_over("id_too_long", number, column, source_id, LONGEST_ID))
    if source_id in known.first_row:
        found.append(
            trouble("id_twice", row=number, column=column, value=source_id[:60], first=str(known.first_row[source_id]))
        )
    elif source_id in known.imported:
        found.append(
            trouble("id_known", row=number, column=column, value=source_id[:60], known=known.imported[source_id])
        )
    known.first_row.setdefault(source_id, number)
    return source_id


def _over(code: str, number: int, column: str, text: str, limit: int) -> Trouble:
    values = {"count": len(text), "limit": limit, "over": len(text) - limit}
    return trouble(code, row=number, column=column, value=text[:60], **values)


def _country(number: int, cells: Mapping[str, str], mapped: Mapped, known: _Known, found: list[Trouble]) -> str:
    text = _cell(cells, mapped, "country")
    if not text:
        return ""
    code = known.countries.get(fold(text))
    if code is None:
        found.append(trouble("country_unknown", row=number, column=mapped["country"], value=text[:60]))
    return code or ""


def _language(number: int, cells: Mapping[str, str], mapped: Mapped, known: _Known, found: list[Trouble]) -> str:
    text = _cell(cells, mapped, "language")
    code = known.language(text) if text else "und"
    if code is None:
        found.append(trouble("language_unknown", row=number, column=mapped["language"], value=text[:60]))
    return code or "und"


def _speaker(
    number: int, cells: Mapping[str, str], mapped: Mapped, known: _Known, country: str, found: list[Trouble]
) -> tuple[str, Government | None]:
    """The name as written, and the government where it is the name of just one."""
    name = _cell(cells, mapped, "by")
    if len(name) > LONGEST_NAME:
        found.append(_over("name_too_long", number, mapped["by"], name, LONGEST_NAME))
        return "", None
    matching = known.governments.get(fold(name), []) if name else []
    if country:
        matching = [government for government in matching if government.country == country]
    if len(matching) > 1:
        found.append(trouble("name_of_two", row=number, column=mapped["by"], value=name[:60], count=len(matching)))
    return name, matching[0] if len(matching) == 1 else None
