"""A gate in front of SQLite's single writer: first come, first served, across threads and processes.

The kernel keeps the queue of a blocking `flock` in order and lets go of it when a process dies, so that a killed writer
never holds the others up. The wait is bounded: a helper thread waits in the queue and gives its place back when its
caller has gone.
"""

from __future__ import annotations

import fcntl
import os
import threading


class GateBusy(Exception):
    """Raised when the wait was longer than allowed."""


class Pass:
    """The right to write, held until `leave`."""

    def __init__(self, handle: int):
        self._handle = handle

    def leave(self) -> None:
        os.close(self._handle)


class _Waiter(threading.Thread):
    """Waits in the kernel's queue; leaves again by itself when the caller gave up."""

    def __init__(self, handle: int):
        super().__init__(daemon=True)
        self.handle = handle
        self.done = threading.Event()
        self.lock = threading.Lock()
        self.is_abandoned = False

    def run(self) -> None:
        fcntl.flock(self.handle, fcntl.LOCK_EX)
        with self.lock:
            if self.is_abandoned:
                os.close(self.handle)
            self.done.set()

    def abandon(self) -> bool:
        """Give the place up; False when the pass had come in the same moment."""
        with self.lock:
            if self.done.is_set():
                return False
            self.is_abandoned = True
            return True


class Gate:
    """The gate of one database file."""

    _known: dict[str, Gate] = {}

    def __init__(self, path: str):
        self.path = path
        self._waiting = 0
        self._count = threading.Lock()

    @classmethod
    def at(cls, database: str) -> Gate | None:
        """The gate of `database`; None for a database in memory, which has one user."""
        if database == ":memory:" or database.startswith("file:"):
            return None
        return cls._known.setdefault(database, cls(database + ".gate"))

    def enter(self, *, seconds: float) -> Pass:
        """Wait for the right to write; raises GateBusy after `seconds`."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if self._waiting == 0 and _free(handle):
            return Pass(handle)
        with self._count:
            self._waiting += 1
        try:
            waiter = _Waiter(handle)
            waiter.start()
            if not waiter.done.wait(seconds) and waiter.abandon():
                raise GateBusy
            return Pass(handle)
        finally:
            with self._count:
                self._waiting -= 1


def _free(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
