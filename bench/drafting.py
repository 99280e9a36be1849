"""Server time and memory of a text under many amendments: `python bench/drafting.py [--counts 50 100 200 500 1000]`.

A text of 200 paragraphs of 60 words; the amendments replace, delete or insert a few words at random places of random
paragraphs, a tenth of them delete or add a whole one. For each count, in a process of its own: how many conflict
sets there are and the time to find them all, the pages of compilation and drafting room (whole, and with one paragraph
large), a look of the room at nothing new, the compilation as Word, and the largest memory of the process. Times are of the
processor for the whole request, database included, the best of a few; sizes are compressed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]
import support  # noqa: E402

PARAGRAPHS, WORDS_EACH = 200, 60
COUNTS = [50, 100, 200, 500, 1000]
KINDS = ["change"] * 18 + ["delete", "add"]
COLUMNS = {
    "amendments": "amendments",
    "sets": "sets",
    "sets_ms": "sets ms",
    "compilation_ms": "compilation ms",
    "compilation_kb": "kB",
    "room_ms": "room ms",
    "room_kb": "kB",
    "focus_ms": "paragraph ms",
    "poll_ms": "look ms",
    "word_ms": "Word ms",
    "word_kb": "kB",
    "memory_mb": "memory MB",
}


def make_text(conference: Any, chance: random.Random) -> Any:
    """A frozen revision of 200 paragraphs, open for amendment; gives it."""
    from rapporteur.drafting.actions import begin_revision, freeze_revision, open_amendments, open_draft
    from rapporteur.drafting.models import Paragraph, Sentence, Wording
    from rapporteur.foundation.conferences.queries import system_reader

    by = system_reader(conference)
    draft = open_draft(conference=conference, title={"en": "Declaration"}, symbol="BENCH/L.1", by=by)
    revision = begin_revision(draft=draft, by=by)
    paragraphs = Paragraph.objects.bulk_create(
        Paragraph(draft=draft, key=f"p{number}", kind="operative") for number in range(1, PARAGRAPHS + 1)
    )
    wordings = Wording.objects.bulk_create(
        Wording(
            revision=revision,
            paragraph=paragraph,
            position=number,
            number=str(number),
            text=" ".join(chance.choices(support.WORDS, k=WORDS_EACH)).capitalize() + ".",
        )
        for number, paragraph in enumerate(paragraphs, start=1)
    )
    Sentence.objects.bulk_create(Sentence(wording=each, position=0, start=0, end=len(each.text)) for each in wordings)
    revision = freeze_revision(revision=revision, by=by)
    open_amendments(draft=draft, closes_at=by.now + timedelta(days=30), by=by)
    return revision


def amend(revision: Any, count: int, chance: random.Random) -> None:
    """`count` amendments that stand, with co-sponsors and stands, made in bulk."""
    from rapporteur.drafting.models import Amendment, CoSponsor, Stand, Step
    from rapporteur.foundation.people.models import Government

    governments = list(Government.objects.order_by("pk"))
    wordings = list(revision.wordings.select_related("paragraph"))
    now = revision.frozen_at
    rows = []
    for number in range(1, count + 1):
        wording = chance.choice(wordings)
        kind = chance.choice(KINDS)
        proposed = {"delete": "", "add": changed(wording.text, chance)}.get(kind) if kind != "change" else None
        rows.append(
            Amendment(
                draft=revision.draft,
                number=number,
                revision=revision,
                paragraph=wording.paragraph,
                kind=kind,
                base_text="" if kind == "add" else wording.text,
                proposed_text=changed(wording.text, chance) if proposed is None else proposed,
                rationale=" ".join(chance.choices(support.WORDS, k=20)),
                sponsor=chance.choice(governments),
                tabled_at=now,
                admitted_at=now,
                state="accepted" if number % 5 == 0 else "standing",
            )
        )
    amendments = Amendment.objects.bulk_create(rows)
    Step.objects.bulk_create(
        Step(amendment=each, state=each.state, at=now, words=each.proposed_text) for each in amendments
    )
    CoSponsor.objects.bulk_create(
        CoSponsor(amendment=each, government=government, joined_at=now)
        for each in amendments
        for government in chance.sample(governments, 2)
    )
    Stand.objects.bulk_create(
        Stand(amendment=each, government=government, stance=chance.choice(["support", "oppose"]), at=now)
        for each in amendments
        for government in chance.sample(governments, 3)
    )


def changed(text: str, chance: random.Random) -> str:
    """The text with one to four words replaced, taken out or put in at one place."""
    words = text.split(" ")
    at, length = chance.randrange(len(words) - 4), chance.randint(0, 4)
    words[at : at + length] = chance.choices(support.WORDS, k=chance.randint(1, 4))
    return " ".join(words)


def timed(act: Any, times: int = 3) -> tuple[float, Any]:
    """The best of a few times in milliseconds, the redlines that are kept forgotten before each; and what came out."""
    from rapporteur.drafting.queries.redlines import redline_of

    best = float("inf")
    for _time in range(times):
        redline_of.cache_clear()
        began = time.process_time()
        given = act()
        best = min(best, (time.process_time() - began) * 1000)
    return best, given


def measure(count: int) -> dict[str, Any]:
    """The figures of one count, in this process."""
    with support.temporary_home() as home:
        support.start_django(home)
        from django.conf import settings
        from django.test import Client

        from rapporteur.drafting.queries import compilation
        from rapporteur.foundation.conferences.queries import system_reader
        from rapporteur.foundation.journal.queries import last_number
        from rapporteur.foundation.people.models import Person

        settings.ALLOWED_HOSTS = ["*"]
        settings.ANONYMOUS_PAGES_KEPT = 0
        chance = random.Random(7)
        conference = support.fill(10)
        revision = make_text(conference, chance)
        amend(revision, count, chance)
        reader = system_reader(conference)
        officer = Client()
        officer.force_login(Person.objects.get(email="secretariat@conference.example"))
        place = f"/en/{conference.slug}/draft/"

        def page(path: str) -> bytes:
            answer = officer.get(place + path)
            assert answer.status_code in {200, 204}, (path, answer.status_code)
            return bytes(answer.content)

        page("room/")
        sets_ms, sets = timed(lambda: sum(len(row.all_sets) for row in compilation(revision, reader).rows))
        figures = {"amendments": count, "sets": sets, "sets_ms": sets_ms}
        busiest = max(compilation(revision, reader).rows, key=lambda row: len(row.proposals)).key
        for name, path in [
            ("compilation", "compilation/"),
            ("room", "room/"),
            ("focus", f"room/?p={busiest}"),
            ("poll", f"room/changes/?seen={last_number(conference.slug)}"),
            ("word", "compilation/compilation.docx"),
        ]:
            spent, content = timed(lambda path=path: page(path))
            size = len(content) if name == "word" else len(gzip.compress(content, 6))
            figures |= {f"{name}_ms": spent, f"{name}_kb": size / 1000}
        figures["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return figures


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--counts", type=int, nargs="+", default=COUNTS)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one is not None:
        print(json.dumps(measure(args.one)))
        return
    print(f"{PARAGRAPHS} paragraphs of {WORDS_EACH} words, SQLite")
    print("".join(f"{title:>{max(len(title), 8) + 2}}" for title in COLUMNS.values()))
    for count in args.counts:
        command = [sys.executable, __file__, "--one", str(count)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        figures = json.loads(done.stdout.strip().split("\n")[-1])
        print("".join(f"{figures[key]:>{max(len(title), 8) + 2}.0f}" for key, title in COLUMNS.items()), flush=True)


if __name__ == "__main__":
    main()
