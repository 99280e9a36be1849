"""A server process that leaves new connections to the others while its own threads are busy."""

from __future__ import annotations

from typing import Any

from gunicorn.workers.gthread import ThreadWorker


class SharingWorker(ThreadWorker):  # type: ignore[misc]
    """Takes a new connection only while one of its threads is free.

    All processes wait at one socket, and a browser keeps its connection. A process that takes every connection it sees
    soon serves all of them, with the other processes idle beside it: half the server for as long as they are kept.
    """

    @property
    def in_hand_count(self) -> int:
        """Connections that a thread works on or that wait for one; those kept open between requests do not count."""
        return int(self.nr_conns) - len(self.keepalived_conns) - len(self.pending_conns)

    def enqueue_req(self, conn: Any) -> None:
        super().enqueue_req(conn)
        if self.in_hand_count >= self.cfg.threads:
            self.set_accept_enabled(False)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Asked by the loop before each wait; a thread that ends its request wakes the loop."""
        super().set_accept_enabled(enabled and self.in_hand_count < self.cfg.threads)
