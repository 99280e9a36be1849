"""Import of a real consultation: seconds from the file to contributions, answers, passages, languages and journal.

    python bench/import_file.py [FILE]

The file is proposals.jsonl.gz of barcelona-pam (7,425 proposals). It is read, checked and imported by the same actions as
on the page, into a fresh SQLite database with the settings of production.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

FILE = Path(__file__).parents[1] / "../shared/data/barcelona-pam/proposals.jsonl.gz"
AIM = 15.0


def main() -> int:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    if not file.exists():
        print(f"There is no {file}. Give proposals.jsonl.gz of barcelona-pam as the argument.")
        return 2
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            RAPPORTEUR_HOME=home, RAPPORTEUR_MODE="demo", DJANGO_SETTINGS_MODULE="rapporteur.web.settings"
        )
        return measure(file)


def measure(file: Path) -> int:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    conference = found_conference()
    from rapporteur.contributions import actions
    from rapporteur.contributions.models import Answer, Contribution, Passage
    from rapporteur.foundation.conferences.queries import system_reader

    by = system_reader(conference)
    started = time.perf_counter()
    mapping = {"q:title": "title", "q:summary": "summary", "id": "id"}
    batch = actions.preview_import(
        conference=conference, data=file.read_bytes(), name=file.name, by=by, mapping=mapping
    )
    seen = time.perf_counter()
    batch = actions.import_batch(batch=batch, by=by)
    done = time.perf_counter()
    counts = [model.objects.count() for model in (Contribution, Answer, Passage)]
    print(f"contributions {counts[0]}, answers {counts[1]}, passages {counts[2]}")
    print(
        f"looking at it {seen - started:.1f} s, importing {done - seen:.1f} s, both {done - started:.1f} s (aim {AIM:.0f} s)"
    )
    started = time.perf_counter()
    actions.undo_import(batch=batch, by=by)
    print(f"undoing {time.perf_counter() - started:.1f} s, contributions left {Contribution.objects.count()}")
    return 0 if done - seen < AIM and counts[0] == batch.row_count else 1


def found_conference():
    """A conference with a call of two questions without limits."""
    from rapporteur.calls.models import Call, Question
    from rapporteur.foundation.conferences.models import Conference

    now = datetime.now(UTC)
    conference = Conference.objects.create(
        slug="bench", title={"en": "Bench"}, starts_on=date(2030, 1, 1), ends_on=date(2030, 1, 2), symbol_root="B"
    )
    day = timedelta(days=1)
    call = Call.objects.create(
        conference=conference,
        opens_at=now - day,
        closes_at=now + day,
        registration_closes_at=now + day,
        withdrawal_until=now + day,
    )
    for position, key in enumerate(("title", "summary")):
        Question.objects.create(call=call, key=key, label={"en": key.capitalize()}, position=position)
    return conference


if __name__ == "__main__":
    sys.exit(main())
