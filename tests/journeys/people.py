"""Persons of a journey: each has a browser of their own, and does nothing that a page does not offer."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Brussels")
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
xref
0 4
0000000000 65535 f
0000000009 00000 n
0000000054 00000 n
0000000105 00000 n
trailer<</Size 4/Root 1 0 R>>
startxref
168
%%EOF
"""


def wall(**away: float) -> str:
    """A clock on a wall in the conference's zone, so far from now, as a form takes it: `wall(days=-1)`."""
    return (datetime.now(ZONE) + timedelta(**away)).strftime("%Y-%m-%dT%H:%M")


class Server:
    """The product with an empty database, served as in the demo: its outbox can be read on the desk."""

    def __init__(self, home: Path):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.home, self.base = home, f"http://127.0.0.1:{port}"
        self.environment = {
            **os.environ,
            "RAPPORTEUR_HOME": str(home),
            "RAPPORTEUR_MODE": "demo",
            "RAPPORTEUR_ADDRESS": self.base,
            "RAPPORTEUR_MAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        }
        for name in ("RAPPORTEUR_TEST_DATABASE", "RAPPORTEUR_SECRET_KEY", "DJANGO_SETTINGS_MODULE"):
            self.environment.pop(name, None)
        home.mkdir(parents=True, exist_ok=True)
        self.command("migrate")
        self.log = open(home.parent / f"{home.name}.log", "w+")  # noqa: SIM115
        command = [sys.executable, "-m", "rapporteur", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )
        self._wait()

    def _wait(self) -> None:
        for _attempt in range(300):
            try:
                with urllib.request.urlopen(f"{self.base}/healthz", timeout=2):  # noqa: S310
                    return
            except (urllib.error.URLError, OSError):
                if self.process.poll() is not None:
                    break
                time.sleep(0.2)
        raise RuntimeError(f"The server did not come up:\n{Path(self.log.name).read_text()}")

    def command(self, *arguments: str) -> str:
        run = subprocess.run(
            [sys.executable, "-m", "rapporteur", *arguments], env=self.environment, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def found_conference(self, slug: str, *, officer: str) -> None:
        self.command(
            *("conference", slug, "--title", "Conference of the line", "--secretariat", officer),
            *("--starts", "2027-11-16", "--ends", "2027-11-17", "--zone", "Europe/Brussels", "--symbol", slug.upper()),
        )

    def first_code(self, email: str) -> str:
        """The code that was last written to `email`, read from the outbox: before anyone can open the desk."""
        with closing(sqlite3.connect(f"file:{self.home / 'rapporteur.sqlite3'}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT body FROM notices_mail WHERE address = ? ORDER BY id DESC LIMIT 1", [email])
            return code_in(rows.fetchone()[0])

    def stop(self) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(20)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.log.close()


def code_in(text: str) -> str:
    return re.search(r"\b\d{4} \d{4}\b", text)[0]


class Visitor:
    """A person at a browser, on one conference, in one language."""

    def __init__(self, browser, server: Server, slug: str, language: str, *, scripts: bool = True):
        self.base, self.slug, self.language = server.base, slug, language
        self.context = browser.new_context(java_script_enabled=scripts, locale=language)
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._meet)

    def _hear(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _meet(self, dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def all(self, selector: str):
        return self.page.locator(selector)

    def go(self, path: str = "", *, status: int = 200) -> None:
        """Open a page of the conference by its address."""
        self.arrive(f"{self.base}/{self.language}/{self.slug}/{path}", status=status)

    def arrive(self, address: str, *, status: int = 200) -> None:
        answer = self.page.goto(address)
        assert answer.status == status, f"{answer.status} at {address}: {self.text[:400]}"
        if status < 400:
            root = self.page.locator("html")
            assert root.get_attribute("lang") == self.language
            assert root.get_attribute("dir") == ("rtl" if self.language == "ar" else "ltr")

    def follow(self, selector: str) -> None:
        """Click a link and come to its page."""
        link = self.page.locator(selector).first
        assert link.get_attribute("href") != "#", f"A dead link at {self.page.url}: {link.inner_text()}"
        with self.page.expect_navigation() as moved:
            link.click()
        # A jump within a page, or a page that the browser brings back, has no answer of the server.
        assert moved.value is None or moved.value.status == 200, f"{moved.value.status} behind {selector}"

    def fill(self, **fields: object) -> None:
        """Fill fields by their names; True and False tick a box, a list ticks several."""
        for name, value in fields.items():
            self.put(name, value)

    def put(self, name: str, value: object, *, within: str = "main") -> None:
        found = self.page.locator(f"{within} [name='{name}']")
        kind = found.first.evaluate("field => field.type || field.tagName")
        if kind == "radio":
            self.page.locator(f"{within} [name='{name}'][value='{value}']").check()
        elif kind == "checkbox" and isinstance(value, list):
            for each in value:
                self.page.locator(f"{within} [name='{name}'][value='{each}']").check()
        elif kind == "checkbox":
            found.set_checked(bool(value))
        elif kind.startswith("select"):
            found.select_option(str(value))
        else:
            found.fill(str(value))

    def send(self, selector: str = "main form button", *, status: int = 200, warned: bool = False):
        """Press a button that sends a form, and come to the page after it; `warned`: a sentence says what was refused."""
        self.unfold(selector)
        with self.page.expect_navigation() as moved:
            self.page.locator(selector).first.click()
        answer = moved.value
        if answer is not None:
            assert answer.status == status, f"{answer.status} after {selector} at {answer.url}: {self.text[:600]}"
        alerts = self.page.locator("main [role=alert]").all_inner_texts()
        assert bool(alerts) == warned, f"{self.page.url}: {alerts}"
        return answer

    def unfold(self, selector: str) -> None:
        """Open what is folded around a button, as one does who looks for it."""
        found = self.page.locator(selector).first
        if not found.is_visible():
            found.locator("xpath=ancestor::details[not(@open)]/summary").first.click()

    @property
    def text(self) -> str:
        """What the page says between its head and its foot."""
        return self.page.locator("body").inner_text()

    @property
    def said(self) -> str:
        return self.page.locator("main").inner_text()

    def sign_in(self, email: str, read_code) -> Visitor:
        """Ask for a code and enter it; `read_code(email)` reads the mail."""
        target = f"/{self.language}/{self.slug}/contributions/mine/"
        self.arrive(f"{self.base}/{self.language}/sign-in/?next={target}")
        self.fill(email=email)
        self.send()
        self.fill(code=read_code(email))
        self.send()
        assert self.page.url == self.base + target
        return self

    def mail_to(self, email: str) -> str:
        """The last mail to `email`, as the outbox on the desk shows it."""
        self.go("desk/mail/")
        found = self.page.locator("main article", has_text=email)
        assert found.count(), f"No mail to {email}"
        return found.first.inner_text()

    def code_to(self, email: str) -> str:
        return code_in(self.mail_to(email))

    def close(self) -> None:
        self.context.close()
