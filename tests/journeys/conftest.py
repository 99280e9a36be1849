"""A real server with the sample conference, and a real browser before it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .people import Server, Visitor

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
HERE = ("public", "secretariat", "rapporteur", "delegate", "mayor's office")


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    path = next(
        filter(None, (shutil.which(name) for name in (os.environ.get("CHROMIUM", ""), *BROWSERS) if name)), None
    )
    if path is None:
        pytest.fail("The journeys need Chromium: `apt-get install chromium`, or name one by CHROMIUM=/path.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


class Demo:
    """A running demo: its addresses by person, its home, its command line."""

    def __init__(self, home: Path, *options: str):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home, self.base = home, f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "RAPPORTEUR_HOME": str(home),
            "RAPPORTEUR_MODE": "demo",
            "RAPPORTEUR_ADDRESS": self.base,
        }
        for name in ("RAPPORTEUR_TEST_DATABASE", "RAPPORTEUR_SECRET_KEY", "DJANGO_SETTINGS_MODULE"):
            self.environment.pop(name, None)
        command = [sys.executable, "-m", "rapporteur", "demo", "--home", str(home), "--port", str(self.port), *options]
        self.log = open(home.parent / f"{home.name}.log", "w+")  # noqa: SIM115  # open as long as the demo runs
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )
        self.addresses = self._addresses()

    def _addresses(self) -> dict[str, str]:
        for _attempt in range(900):
            self.log.flush()
            text = Path(self.log.name).read_text()
            found = dict(re.findall(r"^  ([a-z' ]+?) {2,}(http\S+)$", text, re.MULTILINE))
            if set(HERE) <= set(found):
                return found
            if self.process.poll() is not None:
                break
            time.sleep(0.2)
        raise RuntimeError(f"The demo did not come up:\n{text}")

    def command(self, *arguments: str) -> str:
        run = subprocess.run(
            [sys.executable, "-m", "rapporteur", *arguments], env=self.environment, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def stop(self) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(20)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.log.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    running = Demo(tmp_path_factory.mktemp("demo") / "home")
    yield running
    running.stop()


@pytest.fixture
def visit(browser):
    """`visit(address, width=…, scheme=…)`: a page of a new visitor; what the page's console complains of is collected."""
    contexts = []

    def visit(address: str, *, width: int = 1280, scheme: str = "light", scripts: bool = True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A server without a conference: what the journeys found on it is all that it holds."""
    running = Server(tmp_path_factory.mktemp("line") / "home")
    yield running
    running.stop()


@pytest.fixture
def person(browser, server, tmp_path_factory, request):
    """`person(slug, language)`: somebody at a browser of their own; on a failure their page is photographed."""
    visitors = []

    def person(slug: str, language: str = "en", *, scripts: bool = True) -> Visitor:
        visitors.append(Visitor(browser, server, slug, language, scripts=scripts))
        return visitors[-1]

    failed = request.session.testsfailed
    yield person
    for number, visitor in enumerate(visitors, 1):
        if request.session.testsfailed > failed:
            place = tmp_path_factory.getbasetemp() / f"{request.node.name}-{number}.png"
            visitor.page.screenshot(path=place, full_page=True)
            print(f"{visitor.page.url}: {place}")
        visitor.close()
