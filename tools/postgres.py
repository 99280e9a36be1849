"""A PostgreSQL of our own for the tests: in a temporary folder, on a socket only, gone afterwards."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable


def binaries() -> str:
    """The folder of `initdb`; empty when PostgreSQL is not installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)
    path = found[0] if found else shutil.which("initdb")
    return os.path.dirname(path) if path else ""


class Postgres:
    """`with Postgres(install) as server: server.address`. Runs as `postgres` when we are root, which it refuses."""

    def __init__(self, install: Callable[..., bool]):
        if not binaries() and not install("postgresql"):
            sys.exit("The tests need PostgreSQL: `apt-get install postgresql`.")
        self.bin = binaries()
        self.folder = tempfile.mkdtemp(prefix="rapporteur-pg-")
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

    def _run(self, name: str, *arguments: str) -> None:
        command = [os.path.join(self.bin, name), *arguments]
        as_user = {"user": self.user} if os.geteuid() == 0 else {}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **as_user)

    @property
    def address(self) -> str:
        return f"postgresql://{self.user}@{self.folder.replace('/', '%2F')}/postgres"

    def __enter__(self) -> Postgres:
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.user)
        data = os.path.join(self.folder, "data")
        self._run("initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--no-locale", "-U", self.user)
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}'"
        self._run("pg_ctl", "-D", data, "-o", options, "-l", os.path.join(self.folder, "log"), "-w", "start")
        return self

    def __exit__(self, *exception: object) -> None:
        self._run("pg_ctl", "-D", os.path.join(self.folder, "data"), "-m", "fast", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
