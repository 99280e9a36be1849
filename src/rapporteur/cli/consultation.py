"""A conference made of a file of contributions, so that every page is seen at real size."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rapporteur.foundation.conferences.models import Conference
    from rapporteur.foundation.people.reader import Reader

SLUG = "consultation"


def load_file(file: Path) -> None:
    """Found the conference, import the file by its text columns, consolidate; does nothing when it is there already."""
    from rapporteur.consolidation.actions import ask_run
    from rapporteur.consolidation.tasks import carry_out
    from rapporteur.contributions.actions import import_batch, preview_import
    from rapporteur.foundation.conferences.models import Conference
    from rapporteur.foundation.conferences.queries import system_reader

    if Conference.objects.filter(slug=SLUG).exists():
        return
    data = file.read_bytes()
    conference = found(file)
    by = system_reader(conference)
    mapping = call_for(conference, data, file.name, by)
    print(f"Importing {file} ...", file=sys.stderr)
    batch = preview_import(conference=conference, data=data, name=file.name, by=by, mapping=mapping)
    import_batch(batch=batch, by=by)
    print(f"Consolidating {batch.row_count} contributions ...", file=sys.stderr)
    carry_out(ask_run(conference=conference, by=by))


def found(file: Path) -> Conference:
    """The conference, with the officers of the sample at its desk."""
    from django.utils import timezone

    from rapporteur.cli.sample.world import RAPPORTEUR, SECRETARIAT
    from rapporteur.foundation.conferences.actions import found_conference, grant_role
    from rapporteur.foundation.conferences.queries import system_reader
    from rapporteur.foundation.people.actions import person_with

    today = timezone.now()
    conference = found_conference(
        slug=SLUG,
        title={
            "en": "A real consultation",
            "fr": "Une consultation réelle",
            "es": "Una consulta real",
            "ar": "تشاور حقيقي",
        },
        subtitle={"en": "Consultation", "fr": "Consultation", "es": "Consulta", "ar": "تشاور"},
        lede={"en": f"The contributions of {file.name}, imported as they are."},
        starts_on=today.date() + timedelta(days=60),
        ends_on=today.date() + timedelta(days=61),
        contact=SECRETARIAT,
        symbol_root="CONS",
        languages=["en", "fr", "es", "ar"],
        is_published=True,
    )
    by = system_reader(conference)
    for email, role in ((SECRETARIAT, "secretariat"), (RAPPORTEUR, "rapporteur")):
        grant_role(conference=conference, person=person_with(email=email), role=role, by=by)
    return conference


def call_for(conference: Conference, data: bytes, name: str, by: Reader) -> dict[str, str]:
    """Open a call with a question for each text column of the file; gives which column answers which question."""
    from django.utils import timezone

    from rapporteur.calls.actions import open_call, set_question
    from rapporteur.cli.consolidate import guessed_texts
    from rapporteur.contributions.rows import guess, open_table

    now = timezone.now()
    call = open_call(
        conference=conference,
        by=by,
        title={"en": f"Consultation: {name}"},
        opens_at=now - timedelta(days=30),
        closes_at=now + timedelta(days=30),
        registration_closes_at=now + timedelta(days=30),
        withdrawal_until=now + timedelta(days=45),
    )
    table = open_table(data, name)
    questions, mapping = [], {}
    for position, column in enumerate(guessed_texts(table)):
        key = f"text-{position + 1}"
        questions.append(
            set_question(
                call=call,
                by=by,
                key=key,
                kind="text",
                label={"en": column},
                is_required=position == 0,
                position=position,
            )
        )
        mapping[f"q:{key}"] = column
    return {**guess(table.header, questions), **mapping}
