"""The worker's loop: mail, the next run in a process of its own, an end without loss."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from rapporteur.cli import worker
from rapporteur.consolidation.actions import ask_run, begin_run
from rapporteur.consolidation.models import Run
from rapporteur.consolidation.tests.speaking import say
from rapporteur.foundation.notices.models import Mail


class Child:
    """A process that runs until it is told its return code."""

    def __init__(self, command):
        self.command, self.returncode = command, None

    def poll(self):
        return self.returncode

    def terminate(self):
        self.returncode = -15

    def wait(self, seconds=None):
        return self.returncode


@pytest.fixture
def children(monkeypatch):
    started = []
    monkeypatch.setattr(worker.subprocess, "Popen", lambda command: started.append(Child(command)) or started[-1])
    return started


@pytest.fixture
def run(conference, reader_as):
    say(conference, "We ask for figures by city.")
    return ask_run(conference=conference, by=reader_as("rapporteur"))


def test_a_run_that_waits_gets_a_process_of_its_own_and_only_one(run, children):
    beside = worker.Worker(threading.Event())
    beside.turn()
    beside.turn()
    assert [child.command for child in children] == [
        [sys.executable, "-m", "rapporteur", "consolidate-run", str(run.pk)]
    ]


def test_after_a_process_that_failed_to_start_the_worker_rests(run, children):
    beside = worker.Worker(threading.Event())
    beside.turn()
    children[0].returncode = 1
    beside.turn()
    assert (len(children), beside.child) == (1, None)


def test_an_ending_worker_ends_its_process_and_lets_the_run_wait_again(run, children, reader_as):
    beside = worker.Worker(threading.Event())
    beside.turn()
    begin_run(run=run, by=reader_as("rapporteur"))
    beside.stop.set()
    assert beside.work() == 0
    assert children[0].returncode == -15
    assert list(Run.objects.values_list("state", "attempt_count")) == [("waiting", 0)]


def test_mail_that_waits_is_sent(conference, children, mailoutbox, at_work):
    Mail.objects.create(
        conference="cities",
        kind="x",
        address="a@office.example",
        language="en",
        subject="S",
        body="B",
        written_at=at_work,
    )
    worker.Worker(threading.Event()).turn()
    assert [mail.subject for mail in mailoutbox] == ["S"]


def test_trouble_with_the_mail_is_said_once_and_stops_no_run(run, children, monkeypatch, capsys):
    def fail(**_given):
        raise ConnectionRefusedError(111, "refused")

    monkeypatch.setattr("rapporteur.foundation.notices.actions.send_waiting", fail)
    beside = worker.Worker(threading.Event())
    for _turn in range(3):
        beside.mail_at = 0.0
        beside.turn()
    assert capsys.readouterr().err.count("mail cannot be sent") == 1
    assert len(children) == 1


def test_the_worker_loads_no_heavy_library():
    code = (
        "import sys; from rapporteur.cli.main import start_django; start_django()\n"
        "import rapporteur.cli.worker, rapporteur.consolidation.tasks, rapporteur.web.urls\n"
        "print(sorted({'numpy', 'scipy', 'sklearn', 'networkx'} & set(sys.modules)))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "rapporteur.web.settings_test", "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"


@pytest.mark.django_db
def test_what_is_kept_for_a_time_only_is_forgotten(children, conference):
    from datetime import timedelta

    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from rapporteur.foundation.journal.models import Once
    from rapporteur.foundation.people.actions import send_code
    from rapporteur.foundation.people.models import SignInCode

    now = timezone.now()
    for name in ("old", "new"):
        send_code(email=f"{name}@city.example", language="en")
        Once.objects.create(key=name, owner="public", path="/", location="/")
        Session.objects.create(session_key=name, session_data="", expire_date=now + timedelta(days=1))
    old = {"made_at": now - timedelta(days=2)}
    SignInCode.objects.filter(email="old@city.example").update(**old)
    Mail.objects.filter(address="old@city.example").update(written_at=now - timedelta(days=2))
    Once.objects.filter(key="old").update(at=now - timedelta(days=31))
    Session.objects.filter(session_key="old").update(expire_date=now - timedelta(days=1))
    worker.Worker(threading.Event()).turn()
    assert SignInCode.objects.get().email == Mail.objects.get().address == "new@city.example"
    assert Once.objects.get().key == Session.objects.get().session_key == "new"
