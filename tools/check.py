"""All checks, in the order in which they fail fastest: `make test` runs this. Prints what it runs; ends at the first failure."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from postgres import Postgres

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
CODE = ["src", "tests", "bench", "tools", "sample", "conftest.py"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")


def browser() -> str:
    """The path of a browser, installed by Debian's packages when there is none and we may; empty when there is none."""
    return program([name for name in (os.environ.get("CHROMIUM"), *BROWSERS) if name], "chromium")


def office() -> str:
    """The path of LibreOffice, which opens the Word files that we write; installed and empty as for a browser."""
    return program(["soffice", "libreoffice"], "--no-install-recommends", "libreoffice-writer-nogui")


def program(names: list[str], *packages: str) -> str:
    for _attempt in range(2):
        for name in names:
            if found := shutil.which(name):
                return found
        if not install(*packages):
            break
    return ""


def install(*packages: str) -> bool:
    """Install Debian packages when this is root on a Debian; says so in one sentence otherwise."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *packages]):
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode:
            return False
    return True


def step(title: str, *command: str, **environment: str) -> None:
    """Run one check; end with its exit code when it fails."""
    print(f"\n== {title}", flush=True)
    began = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode
    print(f"   {time.monotonic() - began:.0f} s", flush=True)
    if code:
        print(f"FAILED: {title}")
        sys.exit(code)


def mypy_targets() -> list[str]:
    """The core and every actions, queries and permissions module."""
    names = ("actions", "queries", "permissions")
    found = [str(path) for name in names for path in sorted((ROOT / "src/rapporteur").glob(f"**/{name}.py"))]
    found += [str(path) for name in names for path in sorted((ROOT / "src/rapporteur").glob(f"*/{name}/*.py"))]
    return found


def main() -> None:
    chromium = browser()
    if not chromium:
        sys.exit("The browser journeys need Chromium: `apt-get install chromium`, or name one by CHROMIUM=/path.")
    if not office():
        sys.exit(
            "The tests of Word files need LibreOffice: "
            "`apt-get install --no-install-recommends libreoffice-writer-nogui`."
        )
    python = str(BIN / "python")
    step("ruff", str(BIN / "ruff"), "check", *CODE)
    step("format", str(BIN / "ruff"), "format", "--check", *CODE)
    step("contracts of import", str(BIN / "lint-imports"), "--no-cache")
    step("catalogues of translations", python, "tools/messages.py", "check")
    step("types", str(BIN / "mypy"), "--strict", "--no-incremental", "--exclude", "/tests/", "src/rapporteur_core")
    step("types of actions, queries, permissions", str(BIN / "mypy"), "--strict", "--no-incremental", *mypy_targets())
    with Postgres(install) as server:
        step(
            "tests on PostgreSQL",
            python,
            "-m",
            "pytest",
            "-n",
            "2",
            "-m",
            "not journey and not sqlite",
            RAPPORTEUR_TEST_DATABASE=server.address,
        )
    step("tests on SQLite", python, "-m", "pytest", "-n", "2", "-m", "not journey")
    step("browser journeys", python, "-m", "pytest", "-n", "2", "-m", "journey", CHROMIUM=chromium)


if __name__ == "__main__":
    main()
