"""`rapporteur worker`: sends the mail that waits, and starts a process of its own for each consolidation asked for."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

MAIL_EVERY = 3
MAIL_AFTER_TROUBLE = 30
LOOK_EVERY = 1
REST_AFTER_FAILURE = 10
FORGET_EVERY = 3600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--with-parent", type=int, default=0, metavar="PID", help="end when this process has ended")
    parser.add_argument("--once", action="store_true", help="do what waits, then end")


def run(args: argparse.Namespace) -> int:
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_given: stop.set())
    return Worker(stop, parent=args.with_parent).work(once=args.once)


class Worker:
    """The loop. It stays small: what is heavy happens in the process of a run."""

    def __init__(self, stop: threading.Event, *, parent: int = 0):
        self.stop, self.parent = stop, parent
        self.child: subprocess.Popen[bytes] | None = None
        self.run: Any = None
        self.mail_at = self.rest_until = self.forget_at = 0.0
        self.mail_trouble = ""

    def work(self, *, once: bool = False) -> int:
        from django.db import DatabaseError, connection

        while not self.stop.is_set() and not self.is_orphan():
            try:
                self.turn()
            except DatabaseError as trouble:
                print(f"worker: the database cannot be used at present: {trouble}", file=sys.stderr, flush=True)
                connection.close()
            if once and self.child is None:
                return 0
            self.stop.wait(LOOK_EVERY)
        self.end_child()
        return 0

    def turn(self) -> None:
        """Send mail when it is time, look after the run at hand, or take the next one."""
        if time.monotonic() >= self.mail_at:
            self.mail_at = time.monotonic() + (MAIL_EVERY if self.send_mail() else MAIL_AFTER_TROUBLE)
        if time.monotonic() >= self.forget_at:
            self.forget_at = time.monotonic() + FORGET_EVERY
            forget()
        if self.child is not None and self.child.poll() is not None:
            if self.child.returncode:
                self.rest_until = time.monotonic() + REST_AFTER_FAILURE
            self.child = self.run = None
        if self.child is None and time.monotonic() >= self.rest_until:
            self.start_next()

    def send_mail(self) -> bool:
        """Send what waits; False when no mail can be sent at present, which is said once."""
        from rapporteur.foundation.notices.actions import send_waiting

        try:
            send_waiting()
        except OSError as trouble:
            if self.mail_trouble != str(trouble):
                self.mail_trouble = str(trouble)
                print(f"worker: mail cannot be sent at present: {trouble}", file=sys.stderr, flush=True)
            return False
        self.mail_trouble = ""
        return True

    def start_next(self) -> None:
        from rapporteur.consolidation.actions import give_up_lost
        from rapporteur.consolidation.queries import next_due
        from rapporteur.foundation.conferences.queries import system_reader

        run = next_due()
        if run is None or give_up_lost(run=run, by=system_reader(run.conference)):
            return
        self.run = run
        self.child = subprocess.Popen([sys.executable, "-m", "rapporteur", "consolidate-run", str(run.pk)])

    def is_orphan(self) -> bool:
        return bool(self.parent) and os.getppid() != self.parent

    def end_child(self) -> None:
        """End the run's process; its finished steps are kept, and the next worker goes on with them."""
        if self.child is None or self.child.poll() is not None:
            return
        from rapporteur.consolidation.actions import hand_back

        self.child.terminate()
        try:
            self.child.wait(5)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        hand_back(run=self.run)


def forget() -> None:
    """Delete what is kept for a time only: sign-in codes, answers to forms, sessions that have ended."""
    from django.contrib.sessions.backends.db import SessionStore

    from rapporteur.foundation.journal.actions import forget_answers
    from rapporteur.foundation.people.actions import forget_codes

    forget_codes()
    forget_answers()
    SessionStore.clear_expired()
