"""`rapporteur fsck`: do database, journal, outbox and files agree?"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="print faults only")


def run(args: argparse.Namespace) -> int:
    found = faults()
    for sentence in found:
        print(sentence)
    if not found and not args.quiet:
        from rapporteur.foundation.journal.queries import head_number

        print(f"All agrees: {head_number()} acts in the journal.")
    return 1 if found else 0


def faults() -> list[str]:
    """Everything that does not agree, as sentences."""
    from rapporteur.foundation.files.queries import file_faults
    from rapporteur.foundation.journal.queries import journal_faults

    return [
        *database_faults(),
        *journal_faults(),
        *file_faults(),
        *contribution_faults(),
        *revision_faults(),
        *issue_faults(),
    ]


def database_faults() -> list[str]:
    """What SQLite says of its own file; PostgreSQL checks pages itself."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        broken = [f"Database: {row[0]}" for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return broken + [
            f"Database: {row[0]} row {row[1]} refers to a {row[2]} that is not there." for row in cursor.fetchall()
        ]


def contribution_faults() -> list[str]:
    """Received contributions without an act in the journal, doubled numbers, passages outside of their text."""
    from rapporteur.contributions.models import Contribution, Passage
    from rapporteur.foundation.journal.models import Entry

    found = []
    singles = Contribution.objects.filter(number__isnull=False, batch=None).order_by("pk")
    kept = {f"contribution:{pk}" for pk in singles.values_list("pk", flat=True)}
    said = set(Entry.objects.filter(act="received contribution").values_list("object", flat=True))
    found += [f"The {name} was received without an act in the journal." for name in sorted(kept - said)]
    found += [f"The journal says that {name} was received; it is not in the database." for name in sorted(said - kept)]
    for passage in Passage.objects.select_related("answer").iterator():
        if passage.end > len(passage.answer.text):
            found.append(f"Passage {passage.pk} ends after the text of its answer.")
    return found


def revision_faults() -> list[str]:
    """Frozen revisions whose fingerprint is not that of their words."""
    from rapporteur.drafting.models import Revision
    from rapporteur.drafting.queries import fingerprint_of

    return [
        f"The revision {revision.symbol} was changed after it was frozen."
        for revision in Revision.objects.exclude(frozen_at=None)
        if fingerprint_of(revision) != revision.fingerprint
    ]


def issue_faults() -> list[str]:
    """Issued documents whose fingerprint is not that of their words."""
    from rapporteur.drafting.models import Issue
    from rapporteur.drafting.queries import issue_fingerprint

    return [
        f"The document {issue} ({issue.language}) was changed after it was issued."
        for issue in Issue.objects.order_by("pk").iterator()
        if issue_fingerprint(issue.symbol, issue.body) != issue.fingerprint
    ]
