"""What the benches of the web share: a server of their own, a conference of a given size, memory of a tree of processes."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORDS = [
    *("city", "people", "register", "arrive", "school", "clinic", "work", "house", "water", "street", "council"),
    *("border", "family", "papers", "service", "money", "language", "child", "night", "bus", "market", "fund"),
    *("year", "state", "count", "list", "door"),
]


def make_conference(home: Path, count: int) -> None:
    """Tables and a conference of `count` contributions in `home`, made by a process of its own."""
    code = (
        "import sys; sys.path[:0] = ['bench', 'src']; import support; from pathlib import Path; "
        f"support.start_django(Path({str(home)!r})); support.fill({count})"
    )
    subprocess.run([sys.executable, "-c", code], env=environment(home), cwd=ROOT, check=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, port: int = 8000) -> dict[str, str]:
    return {
        **os.environ,
        "RAPPORTEUR_HOME": str(home),
        "RAPPORTEUR_MODE": "demo",
        "RAPPORTEUR_ADDRESS": f"http://127.0.0.1:{port}",
        "RAPPORTEUR_MAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "PYTHONPATH": str(ROOT / "src"),
    }


@contextmanager
def temporary_home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="rapporteur-bench-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def start(home: Path, port: int, *options: str) -> subprocess.Popen[bytes]:
    """A server on `home`, up when this returns; RuntimeError when it does not come up within a minute."""
    command = [sys.executable, "-m", "rapporteur", "serve", "--bind", f"127.0.0.1:{port}", *options]
    process = subprocess.Popen(command, env=environment(home, port), start_new_session=True)
    for _attempt in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return process
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.2)
    kill(process)
    raise RuntimeError("The server did not come up.")


def kill(process: subprocess.Popen[bytes], how: int = signal.SIGKILL) -> None:
    """Send a signal to the server and all its children, and wait for its end."""
    try:
        os.killpg(process.pid, how)
    except ProcessLookupError:
        pass
    process.wait(30)


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for child in Path(f"/proc/{pid}/task").glob("*/children"):
        for name in child.read_text().split():
            found += tree(int(name))
    return found


def memory(pid: int) -> float:
    """Proportional memory of a tree of processes in MB: pages that are shared count once."""
    total = 0
    for one in tree(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def start_django(home: Path) -> None:
    """Django in this process on the database of `home`, tables made."""
    os.environ.update(environment(home))
    from rapporteur.cli.main import start_django as load

    load()
    from rapporteur.cli.migrate import prepare

    prepare(with_places=False, quiet=True)


def fill(count: int, slug: str = "bench"):
    """A conference with `count` received contributions of 45 governments, made in bulk, and 15 recommendations; gives it."""
    import random
    from datetime import date, timedelta

    from django.db import transaction
    from django.utils import timezone

    from rapporteur.calls.models import Call, Question
    from rapporteur.contributions.models import Answer, Contribution, Passage
    from rapporteur.foundation.conferences.actions import found_conference, grant_role
    from rapporteur.foundation.conferences.models import Counter
    from rapporteur.foundation.conferences.queries import system_reader
    from rapporteur.foundation.people.actions import add_government, person_with
    from rapporteur.foundation.people.models import Region
    from rapporteur_core.text import fold

    chance, now = random.Random(7), timezone.now()
    with transaction.atomic():
        conference = found_conference(
            slug=slug,
            title={"en": "A conference of the bench"},
            subtitle={"en": "Bench"},
            starts_on=date(2030, 1, 1),
            ends_on=date(2030, 1, 2),
            contact="bench@conference.example",
            symbol_root="BENCH",
            is_published=True,
        )
        by = system_reader(conference)
        officer = person_with(email="secretariat@conference.example", name="An officer")
        for role in ("secretariat", "rapporteur"):
            grant_role(conference=conference, person=officer, role=role, by=by)
        call = Call.objects.create(
            conference=conference,
            title={"en": "Call"},
            opens_at=now - timedelta(days=9),
            closes_at=now + timedelta(days=900),
            registration_closes_at=now + timedelta(days=900),
            withdrawal_until=now + timedelta(days=900),
        )
        question = Question.objects.create(call=call, key="message", label={"en": "Your message"}, is_required=True)
        regions = Region.values
        governments = [
            add_government(name=f"Town {number}", country="BE", region=regions[number % len(regions)], by=by)
            for number in range(45)
        ]
        texts = [" ".join(chance.choices(WORDS, k=80)).capitalize() + "." for _number in range(count)]
        rows = []
        for number, text in enumerate(texts, start=1):
            government = governments[number % 45]
            rows.append(
                Contribution(
                    conference=conference,
                    call=call,
                    number=number,
                    government=government,
                    attribution="government",
                    region=government.region,
                    language=("en", "fr", "es", "ar")[number % 4],
                    state="received",
                    heading=text[:120],
                    folded=fold(f"{text[:120]} {government.name} c-{number:04}")[:500],
                    received_at=now,
                    fingerprint="0" * 64,
                )
            )
        Contribution.objects.bulk_create(rows, batch_size=2000)
        answers = [
            Answer(contribution=row, question=question, text=text) for row, text in zip(rows, texts, strict=True)
        ]
        Answer.objects.bulk_create(answers, batch_size=2000)
        Passage.objects.bulk_create(
            [
                Passage(
                    contribution=answer.contribution,
                    answer=answer,
                    number=1,
                    start=0,
                    end=len(answer.text),
                    language="en",
                )
                for answer in answers
            ],
            batch_size=2000,
        )
        Counter.objects.update_or_create(conference=conference, kind="contribution", defaults={"last": count})
        if count:
            _recommend(conference, governments, chance)
    return conference


def _recommend(conference, governments, chance) -> None:
    """Fifteen recommendations, each with up to 60 passages behind it and a position of every government."""
    from django.utils import timezone

    from rapporteur.contributions.models import Passage
    from rapporteur.recommendations.models import Position, Recommendation, RecommendationSource

    passages = list(Passage.objects.filter(contribution__conference=conference).values_list("pk", flat=True))
    for number in range(1, 16):
        made = Recommendation.objects.create(
            conference=conference,
            number=number,
            title={"en": " ".join(chance.choices(WORDS, k=8)).capitalize()},
            text=" ".join(chance.choices(WORDS, k=60)).capitalize() + ".",
            level="local",
            kind="commitment",
            state="put_forward",
        )
        behind = chance.sample(passages, min(60, len(passages)))
        RecommendationSource.objects.bulk_create(
            RecommendationSource(recommendation=made, passage_id=passage) for passage in behind
        )
        Position.objects.bulk_create(
            Position(
                recommendation=made,
                government=government,
                stance=("support", "live_with", "object")[(number + rank) % 3],
                reason="Because.",
                taken_at=timezone.now(),
            )
            for rank, government in enumerate(governments)
        )
