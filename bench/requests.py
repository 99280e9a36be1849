"""Requests per second and memory: `python bench/requests.py [--count 10000] [--seconds 5]`.

A server with two workers on a conference of that size; eight connections kept open by two client processes on the same
machine. Three kinds of reader: one with a session (each page is made anew), an anonymous one, and an anonymous one whose
browser asks whether its copy is still good. Then the memory of all server processes, the worker included.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]
import support  # noqa: E402

PATHS = ["", "call/", "programme/", "contributions/", "recommendations/", "outputs/"]


def ask(
    port: int, paths: list[str], headers: dict[str, str], is_conditional: bool, until: float, counts: list[int]
) -> None:
    """One connection that asks for the paths in turn until the moment `until`."""
    line, known, done = http.client.HTTPConnection("127.0.0.1", port, timeout=30), {}, 0
    while time.time() < until:
        path = paths[done % len(paths)]
        extra = {"If-None-Match": known[path]} if is_conditional and path in known else {}
        line.request("GET", path, headers={**headers, **extra})
        answer = line.getresponse()
        answer.read()
        if answer.status not in {200, 304}:
            raise RuntimeError(f"{path} answered {answer.status}")
        if etag := answer.headers.get("ETag"):
            known[path] = etag
        done += 1
    counts.append(done)


def client(
    port: int, paths: list[str], headers: dict[str, str], is_conditional: bool, seconds: float, connections: int, out
) -> None:
    counts: list[int] = []
    until = time.time() + seconds
    threads = [
        threading.Thread(target=ask, args=(port, paths, headers, is_conditional, until, counts))
        for _one in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    out.put(sum(counts))


def rate(
    port: int, paths: list[str], seconds: float, *, headers: dict[str, str] | None = None, is_conditional: bool = False
) -> float:
    """Requests a second over all connections."""
    out: multiprocessing.Queue = multiprocessing.Queue()
    clients = [
        multiprocessing.Process(target=client, args=(port, paths, headers or {}, is_conditional, seconds, 4, out))
        for _one in range(2)
    ]
    for process in clients:
        process.start()
    total = sum(out.get() for _one in clients)
    for process in clients:
        process.join()
    return total / seconds


def session_of(home: Path) -> str:
    """A session cookie of somebody without a role."""
    code = (
        "from rapporteur.cli.main import start_django; start_django()\n"
        "from django.test import Client\nfrom rapporteur.foundation.people.actions import person_with\n"
        "client = Client(); client.force_login(person_with(email='reader@city.example', name='A reader'))\n"
        "print(client.cookies['sessionid'].value)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env=support.environment(home), capture_output=True, text=True, check=True
    )
    return run.stdout.strip().splitlines()[-1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5)
    args = parser.parse_args()
    with support.temporary_home() as home:
        support.make_conference(home, args.count)
        port = support.free_port()
        server = support.start(home, port, "--workers", "2")
        try:
            paths = [f"/en/bench/{path}" for path in PATHS]
            cookie = {"Cookie": f"sessionid={session_of(home)}"}
            print(
                f"memory after start: {support.memory(server.pid):.0f} MB in {len(support.tree(server.pid))} processes"
            )
            print(
                f"with a session (made anew):      {rate(port, paths, args.seconds, headers=cookie):7.0f} requests a second"
            )
            print(f"anonymous:                       {rate(port, paths, args.seconds):7.0f} requests a second")
            print(
                f"anonymous, conditional:          {rate(port, paths, args.seconds, is_conditional=True):7.0f} requests a second"
            )
            print(
                f"memory after the load: {support.memory(server.pid):.0f} MB in {len(support.tree(server.pid))} processes"
            )
        finally:
            support.kill(server)


if __name__ == "__main__":
    main()
