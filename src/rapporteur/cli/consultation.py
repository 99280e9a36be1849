"""A conference made of a file of contributions, so that every page is seen at real size."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

SLUG = "consultation"


def load_file(file: Path) -> None:
    """Found the conference, import the file by its text columns, consolidate; does nothing when it is there already."""
    from django.utils import timezone

    from rapporteur.cli.import_file import columns_of, import_into
    from rapporteur.cli.sample.world import RAPPORTEUR, SECRETARIAT
    from rapporteur.consolidation.actions import ask_run
    from rapporteur.consolidation.tasks import carry_out
    from rapporteur.foundation.conferences.actions import found_conference, grant_role
    from rapporteur.foundation.conferences.models import Conference
    from rapporteur.foundation.conferences.queries import system_reader
    from rapporteur.foundation.people.actions import person_with

    if Conference.objects.filter(slug=SLUG).exists():
        return
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
        lede={"en": f"Contributions of the file {file.name}, imported as they are."},
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
    print(f"Importing {file} ...", file=sys.stderr)
    columns = columns_of(file)
    import_into(conference=conference, file=file, columns=columns, by=by)
    print("Consolidating ...", file=sys.stderr)
    carry_out(ask_run(conference=conference, by=by))
