"""`rapporteur serve`: gunicorn with the application, and the worker beside it."""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import threading
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port (default 127.0.0.1:8000)")
    parser.add_argument("--workers", type=int, default=2, help="server processes (default 2)")
    parser.add_argument("--threads", type=int, default=4, help="threads of each (default 4)")
    parser.add_argument(
        "--no-worker", action="store_true", help="without the worker: run `rapporteur worker` elsewhere"
    )


def run(args: argparse.Namespace) -> int:
    from rapporteur.cli.main import start_django

    # In a process of its own, so that what loading the register takes is not carried by the server for ever.
    prepared = subprocess.run([sys.executable, "-m", "rapporteur", "migrate"])
    if prepared.returncode:
        return prepared.returncode
    start_django()
    refuse_bad_settings()
    return serve(bind=args.bind, workers=args.workers, threads=args.threads, with_worker=not args.no_worker)


def refuse_bad_settings() -> None:
    """Run the checks that concern a deployment; SystemCheckError when one fails."""
    from django.core.checks import Tags
    from django.core.management import call_command

    call_command(
        "check", tags=[Tags.security, Tags.database, Tags.models, Tags.urls], databases=["default"], verbosity=0
    )


def serve(*, bind: str, workers: int, threads: int, with_worker: bool, ready: Any = None) -> int:
    """Serve until stopped; the worker is a process of its own and ends with the server."""
    from gunicorn.app.base import BaseApplication

    class Application(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings = {
                "bind": bind,
                "workers": workers,
                "threads": threads,
                "worker_class": "rapporteur.cli.sharing.SharingWorker",
                "preload_app": True,
                "accesslog": None,
                "loglevel": "warning",
                "keepalive": 5,
                "graceful_timeout": 20,
                "control_socket_disable": True,
                "when_ready": lambda _server: ready and ready(),
                "pre_fork": lambda _server, _worker: _close_connections(),
            }
            for name, value in settings.items():
                if name in self.cfg.settings:
                    self.cfg.set(name, value)

        def load(self) -> Any:
            from rapporteur.web.wsgi import application

            gc.collect()
            gc.freeze()  # what is loaded now is shared by the workers and not looked through again
            return application

    beside = _Worker() if with_worker else None
    try:
        Application().run()
    except SystemExit as stop:
        return int(stop.code or 0)
    finally:
        if beside:
            beside.stop()
    return 0


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


class _Worker:
    """The worker's process, started again when it dies."""

    def __init__(self) -> None:
        self.is_ending = False
        self.main = os.getpid()
        self.process: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _watch(self) -> None:
        while not self.is_ending:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rapporteur", "worker", "--with-parent", str(self.main)]
            )
            self.process.wait()
            if not self.is_ending:
                threading.Event().wait(2)

    def stop(self) -> None:
        if os.getpid() != self.main:
            return
        self.is_ending = True
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
