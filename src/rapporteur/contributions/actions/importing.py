"""Contributions from a file: seen first, imported whole or not at all, undone in one step."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from rapporteur.calls.models import Call, Question
from rapporteur.calls.queries import questions_of
from rapporteur.foundation.conferences.models import Conference, Counter
from rapporteur.foundation.files.actions import store_made
from rapporteur.foundation.files.queries import content
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.documents.tables import Table

from .. import sentences
from ..answers import fingerprint_of, heading_of
from ..detecting import NotDetected, languages_of
from ..models import Answer, Contribution, ImportBatch, Passage
from ..permissions import import_contributions
from ..queries import held_by
from ..rows import Mapped, Row, Unsound, checked, guess, open_table
from .receiving import cut, day_of, folded_of, its_call

MOST_BYTES = 50 * 1024 * 1024
FIRST_ROWS = 5
SHOWN_OF_A_CELL = 200
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}
AT_ONCE = 2000


def preview_import(
    *, conference: Conference, data: bytes, name: str, by: Reader, mapping: Mapped | None = None
) -> ImportBatch:
    """Read a file and keep it to be looked at: columns guessed unless given, first rows, all problems of its rows.

    Unsound, with every problem, when the file itself cannot be read whole; nothing is kept then.
    """
    import_contributions(by).enforce()
    call = its_call(conference)
    if len(data) > MOST_BYTES:
        raise Refused(_("The file is larger than 50 MB. Send it in parts."))
    table = open_table(data, name)
    questions = _taking(call)
    mapped = mapping if mapping is not None else guess(table.header, questions)
    _rows, troubles = checked(conference, questions, table, mapped)
    warnings = [sentences.trouble_of(problem) for problem in table.problems if problem.is_warning]
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            conference=conference,
            number=_numbers(conference, "import", 1),
            file=store_made(data=data, name=name, content_type=TYPES.get(table.kind, "application/octet-stream")),
            mapping=mapped,
            header=table.header,
            first_rows=_first_rows(table),
            row_count=len(table.rows),
            problems=[*troubles, *warnings],
            made_by=by.person,
            made_at=by.now,
        )
        record(by, "looked at import", batch, sha256=batch.file.sha256, rows=batch.row_count, problems=len(troubles))
    return batch


def remap_import(*, batch: ImportBatch, mapping: Mapped, by: Reader) -> ImportBatch:
    """Choose other columns for a file that is not imported yet; all its rows are checked again."""
    import_contributions(by).enforce()
    _still_previewed(batch)
    table = open_table(content(batch.file), batch.file.name)
    _rows, troubles = checked(batch.conference, _taking(its_call(batch.conference)), table, mapping)
    warnings = [sentences.trouble_of(problem) for problem in table.problems if problem.is_warning]
    with transaction.atomic():
        batch.mapping, batch.problems = mapping, [*troubles, *warnings]
        batch.save(update_fields=["mapping", "problems"])
        record(by, "chose columns of import", batch, mapping=mapping, problems=len(troubles))
    return batch


def import_batch(*, batch: ImportBatch, by: Reader) -> ImportBatch:
    """Import all rows of a file that was looked at, or none. A second call finds it imported and changes nothing.

    The file is read, checked and cut before the transaction, so that others who write wait for the inserts only.
    Unsound, with every problem, when a row cannot be taken.
    """
    import_contributions(by).enforce()
    if batch.state == ImportBatch.State.IMPORTED:
        return batch
    _still_previewed(batch)
    conference = batch.conference
    call = its_call(conference)
    questions = _taking(call)
    table = open_table(content(batch.file), batch.file.name)
    rows, troubles = checked(conference, questions, table, batch.mapping)
    if troubles:
        raise Unsound(troubles)
    languages = _languages(rows)
    with transaction.atomic():
        now = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if now.state == ImportBatch.State.IMPORTED:
            return now
        _still_previewed(now)
        first = _numbers(conference, "contribution", len(rows))
        _refuse_known(conference, rows)
        kept = _create(now, call, questions, rows, languages, first, by)
        now.state, now.problems = (
            ImportBatch.State.IMPORTED,
            [each for each in now.problems if sentences.is_warning(each)],
        )
        now.save(update_fields=["state", "problems"])
        whole = hashlib.sha256("\n".join(row.fingerprint for row in kept).encode()).hexdigest()
        facts = {"rows": len(kept), "first": kept[0].number, "last": kept[-1].number, "fingerprints": whole}
        record(by, "imported contributions", now, sha256=now.file.sha256, **facts)
    return now


@transaction.atomic
def undo_import(*, batch: ImportBatch, by: Reader) -> ImportBatch:
    """Take back all that a file brought, or a file that was only looked at. Their numbers are not given again.

    Refused when a later stage already refers to one of the passages. Twice is once.
    """
    import_contributions(by).enforce()
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportBatch.State.UNDONE:
        return batch
    if where := held_by(Passage.objects.filter(contribution__batch=batch)):
        sentence = _("Passages of this import already stand in %(where)s. Take them out there first, then undo it.")
        raise Refused(sentence % {"where": where})
    rows = Contribution.objects.filter(batch=batch)
    span = rows.aggregate(first=Min("number"), last=Max("number"))
    count = rows.count()
    Passage.objects.filter(contribution__batch=batch).delete()
    Answer.objects.filter(contribution__batch=batch).delete()
    rows.delete()
    batch.state = ImportBatch.State.UNDONE
    batch.save(update_fields=["state"])
    record(by, "undid import", batch, rows=count, **span)
    return batch


def _taking(call: Call) -> list[Question]:
    """The questions that a table can answer: all but those for files."""
    return [question for question in questions_of(call) if question.kind != Question.Kind.FILE]


def _first_rows(table: Table) -> list[list[str | int]]:
    pairs = zip(table.numbers[:FIRST_ROWS], table.rows[:FIRST_ROWS], strict=True)
    return [[number, *(row[name][:SHOWN_OF_A_CELL] for name in table.header)] for number, row in pairs]


def _still_previewed(batch: ImportBatch) -> None:
    if batch.state == ImportBatch.State.UNDONE:
        raise Refused(_("This import was undone. Send the file again."))
    if batch.state == ImportBatch.State.IMPORTED:
        raise Refused(_("This file is imported. Undo the import first."))


def _refuse_known(conference: Conference, rows: Sequence[Row]) -> None:
    """Another import may have brought the same identifiers since this one was checked."""
    wanted = {row.source_id for row in rows if row.source_id}
    earlier = Contribution.objects.filter(conference=conference).exclude(source_id="")
    if wanted and any(source_id in wanted for source_id in earlier.values_list("source_id", flat=True)):
        raise Refused(_("Some of these identifiers were imported in the meantime. Look at the file again."))


def _numbers(conference: Conference, kind: str, count: int) -> int:
    """The first of `count` numbers in a row."""
    counter, _made = Counter.objects.select_for_update().get_or_create(conference=conference, kind=kind)
    counter.last += count
    counter.save(update_fields=["last"])
    return counter.last - count + 1


def _languages(rows: Sequence[Row]) -> list[str]:
    """The language of each row: as its column says, else found from its words."""
    unknown = [position for position, row in enumerate(rows) if row.language == "und"]
    try:
        found = languages_of(["\n".join(rows[position].answers.values()) for position in unknown])
    except NotDetected as error:
        sentence = _(
            "The languages of this file could not be found. Import it again, or add a column with the language."
        )
        raise Refused(sentence) from error
    languages = [row.language for row in rows]
    for position, language in zip(unknown, found, strict=True):
        languages[position] = language
    return languages


def _create(
    batch: ImportBatch,
    call: Call,
    questions: list[Question],
    rows: Sequence[Row],
    languages: list[str],
    first: int,
    by: Reader,
) -> list[Contribution]:
    made = [
        _contribution(batch, call, row, language, number, by)
        for number, (row, language) in enumerate(zip(rows, languages, strict=True), first)
    ]
    Contribution.objects.bulk_create(made, batch_size=AT_ONCE)
    answers: list[list[Answer]] = [
        [
            Answer(contribution=one, question=each, text=row.answers[each.key])
            for each in questions
            if each.key in row.answers
        ]
        for one, row in zip(made, rows, strict=True)
    ]
    Answer.objects.bulk_create([answer for group in answers for answer in group], batch_size=AT_ONCE)
    passages: list[Passage] = []
    for one, group in zip(made, answers, strict=True):
        number = 1
        for answer in group:
            if answer.question.kind == Question.Kind.TEXT:
                pieces = cut(answer, first=number, language=one.language)
                number += len(pieces)
                passages += pieces
    Passage.objects.bulk_create(passages, batch_size=AT_ONCE)
    return made


def _contribution(batch: ImportBatch, call: Call, row: Row, language: str, number: int, by: Reader) -> Contribution:
    """Under the government's name where the row names one that is known, else the name as written, else anonymous."""
    kinds = Contribution.Attribution
    attribution = kinds.GOVERNMENT if row.government else kinds.NAMED if row.name else kinds.ANONYMOUS
    texts = list(row.answers.items())
    one = Contribution(
        conference=batch.conference,
        call=call,
        number=number,
        government=row.government,
        author_name="" if row.government else row.name,
        attribution=attribution,
        category=row.government.category if row.government else "",
        region=row.region,
        language=language,
        state=Contribution.State.RECEIVED,
        heading=heading_of(row.answers.values()),
        received_at=day_of(by.now, batch.conference) if attribution == kinds.ANONYMOUS else by.now,
        fingerprint=fingerprint_of(texts),
        source_id=row.source_id,
        batch=batch,
    )
    one.folded = folded_of(one, row.answers.values())
    return one
