from __future__ import annotations

import http.client
import os
import selectors
import socket
import threading
from collections import Counter
from contextlib import contextmanager

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger

from rapporteur.cli.sharing import SharingWorker


class Desk:
    """An application whose answers wait until `let_go` is set; it counts what each process has taken."""

    def __init__(self):
        self.taken: Counter = Counter()
        self.let_go = threading.Event()
        self.came = threading.Semaphore(0)

    def at(self, name):
        def answer(environ, start_response):
            self.taken[name] += 1
            self.came.release()
            self.let_go.wait(10)
            start_response("200 OK", [("Content-Length", "2")])
            return [b"ok"]

        return answer

    def wait_for(self, count):
        """Whether `count` more requests come to a thread within a few seconds."""
        return all(self.came.acquire(timeout=5) for _one in range(count))


@contextmanager
def workers(desk, *names, threads):
    """A worker a name, all waiting at one socket; gives its port."""
    config = Config()
    config.set("threads", threads)
    config.set("graceful_timeout", 1)
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    found, loops = [], []
    for name in names:
        worker = SharingWorker(1, os.getppid(), [listener.dup()], None, 30, config, Logger(config))
        worker.wsgi = desk.at(name)
        worker.tpool, worker.poller = worker.get_thread_pool(), selectors.DefaultSelector()
        worker.method_queue.init()
        found.append(worker)
        loops.append(threading.Thread(target=worker.run))
    for loop in loops:
        loop.start()
    try:
        yield listener.getsockname()[1]
    finally:
        desk.let_go.set()
        for worker, loop in zip(found, loops, strict=True):
            worker.handle_exit(None, None)
            loop.join(10)
            worker.tmp.close()
        listener.close()


@contextmanager
def connections(port, count):
    lines = [http.client.HTTPConnection("127.0.0.1", port, timeout=10) for _one in range(count)]
    try:
        yield lines
    finally:
        for line in lines:
            line.close()


@pytest.mark.parametrize("attempt", range(5))
def test_a_busy_worker_leaves_the_next_connection_to_the_other(attempt):
    desk = Desk()
    with workers(desk, "first", "second", threads=2) as port, connections(port, 4) as lines:
        for line in lines:
            line.request("GET", "/")
        assert desk.wait_for(4)
        assert desk.taken == {"first": 2, "second": 2}


def test_a_connection_waits_for_a_free_thread_and_is_answered():
    desk = Desk()
    with workers(desk, "only", threads=1) as port, connections(port, 3) as lines:
        for line in lines:
            line.request("GET", "/")
        assert desk.wait_for(1)
        assert not desk.came.acquire(timeout=0.2)
        desk.let_go.set()
        assert [line.getresponse().read() for line in lines] == [b"ok", b"ok", b"ok"]


def test_a_connection_kept_open_holds_no_place():
    desk = Desk()
    desk.let_go.set()
    with workers(desk, "only", threads=1) as port, connections(port, 2) as (kept, further):
        for line in (kept, further, kept):
            line.request("GET", "/")
            assert line.getresponse().read() == b"ok"
        assert desk.taken == {"only": 3}
