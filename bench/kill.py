"""`kill -9` in the middle of concurrent submissions: `python bench/kill.py [--times 10] [--count 200]`.

Each round sends `count` anonymous contributions from outside over twenty connections, each with its own key and its own
words, kills the server and all its processes at a random moment in the middle, starts it anew and sends again, with the same
keys, what was not acknowledged. Then: everything acknowledged is there once, and `rapporteur fsck` agrees.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]
import support  # noqa: E402


class Sender:
    """Somebody outside, with a browser's cookies, who sends contributions one after the other."""

    def __init__(self, port: int):
        self.address = f"http://127.0.0.1:{port}/en/bench/contributions/anonymous/"
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def form(self) -> dict[str, str]:
        """The hidden fields of the form."""
        page = self.browser.open(self.address, timeout=20).read().decode()
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

    def send(self, words: str, key: str) -> bool:
        """Send; True when the receipt's page was shown."""
        fields = {
            **self.form(),
            "form_key": key,
            "q-message": words,
            "language": "en",
            "category": "individual",
            "send": "1",
        }
        answer = self.browser.open(self.address, urllib.parse.urlencode(fields).encode(), timeout=20)
        return answer.status == 200 and "/receipt/" in answer.geturl()


def send_all(port: int, work: dict[str, str], acknowledged: set[str]) -> None:
    """Send all of `work` (words by key) that is not acknowledged, over twenty connections; failures are left for later."""
    waiting = [key for key in work if key not in acknowledged]
    lock = threading.Lock()

    def one() -> None:
        sender = Sender(port)
        while True:
            with lock:
                if not waiting:
                    return
                key = waiting.pop()
            try:
                if sender.send(work[key], key):
                    acknowledged.add(key)
            except (OSError, urllib.error.URLError):
                sender = Sender(port)
                time.sleep(0.02)

    threads = [threading.Thread(target=one) for _one in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def kept(home: Path) -> list[str]:
    """The words of all received contributions, read with the database's own library."""
    import sqlite3

    with sqlite3.connect(home / "rapporteur.sqlite3") as line:
        rows = line.execute(
            "select a.text from contributions_answer a join contributions_contribution c on c.id = a.contribution_id "
            "where c.state = 'received'"
        )
        return [row[0] for row in rows]


def one_round(home: Path, port: int, number: int, count: int, everything: set[str]) -> tuple[int, int]:
    """Kill once; gives how many were acknowledged before the kill, and how long the restart took in milliseconds."""
    work = {
        f"round{number:03}key{index:05}": f"Round {number}, contribution {index}: count us." for index in range(count)
    }
    acknowledged: set[str] = set()
    server = support.start(home, port, "--workers", "2", "--no-worker")
    thread = threading.Thread(target=send_all, args=(port, work, acknowledged))
    thread.start()
    chance = random.Random(number)
    wanted = count * chance.uniform(0.2, 0.7)
    while len(acknowledged) < wanted and thread.is_alive():
        time.sleep(0.002)
    support.kill(server)
    before = set(acknowledged)
    thread.join()
    began = time.monotonic()
    server = support.start(home, port, "--workers", "2", "--no-worker")
    spent = int((time.monotonic() - began) * 1000)
    found = kept(home)
    lost = [key for key in before if work[key] not in found]
    if lost:
        raise SystemExit(f"Round {number}: {len(lost)} acknowledged contributions are lost.")
    while len(acknowledged) < count:
        send_all(port, work, acknowledged)
    support.kill(server, 15)
    everything.update(work.values())
    return len(before), spent


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--count", type=int, default=200)
    args = parser.parse_args()
    everything: set[str] = set()
    with support.temporary_home() as home:
        support.make_conference(home, 0)
        for number in range(1, args.times + 1):
            before, spent = one_round(home, support.free_port(), number, args.count, everything)
            found = kept(home)
            doubled, missing = len(found) - len(set(found)), len(everything - set(found))
            check = subprocess.run(
                [sys.executable, "-m", "rapporteur", "fsck"],
                env=support.environment(home),
                capture_output=True,
                text=True,
            )
            print(
                f"round {number}: killed after {before} acknowledged; kept {len(found)}, missing {missing}, doubled {doubled}; "
                f"back in {spent} ms; fsck: {check.stdout.strip().splitlines()[-1]}",
                flush=True,
            )
            if doubled or missing or check.returncode:
                raise SystemExit(1)
    print(f"{args.times} kills, {len(everything)} contributions: nothing lost, nothing doubled")


if __name__ == "__main__":
    main()
