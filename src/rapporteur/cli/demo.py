"""`rapporteur demo`: the sample conference on this machine, with addresses that open signed in."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rapporteur.line import STAGES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--at",
        choices=STAGES,
        metavar="STAGE",
        help="open the conference at this station instead of at Rev.2: " + ", ".join(STAGES),
    )
    parser.add_argument(
        "--consultation", type=Path, metavar="FILE", help="open a second conference with these contributions"
    )
    parser.add_argument(
        "--home", type=Path, default=Path("var/demo"), help="folder of its database and files (default var/demo)"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-server", action="store_true", help="load and print the addresses only")
    parser.add_argument("--quiet", action="store_true", help="do not print the addresses")
    parser.add_argument(
        "--fresh", action="store_true", help="begin anew: what was done in an earlier demo is thrown away"
    )


def run(args: argparse.Namespace) -> int:
    os.environ["RAPPORTEUR_MODE"] = "demo"
    os.environ["RAPPORTEUR_HOME"] = str(args.home.resolve())
    os.environ["RAPPORTEUR_ADDRESS"] = f"http://127.0.0.1:{args.port}"
    os.environ.setdefault("RAPPORTEUR_MAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
    os.environ.pop("RAPPORTEUR_DATABASE", None)
    if args.consultation and not args.consultation.is_file():
        print(f"{args.consultation} is not a file. Give the path of a CSV, XLSX or JSON Lines file.", file=sys.stderr)
        return 2
    args.home.mkdir(parents=True, exist_ok=True)
    if args.no_server:
        return prepare_demo(args)
    # In a process of its own, so that what loading takes is not carried by the server for ever.
    prepared = subprocess.run([sys.executable, "-m", "rapporteur", "demo", *options_of(args), "--no-server", "--quiet"])
    if prepared.returncode:
        return prepared.returncode
    from rapporteur.cli.main import start_django

    start_django()
    from rapporteur.cli.serve import serve

    return serve(
        bind=f"127.0.0.1:{args.port}", workers=2, threads=4, with_worker=True, ready=lambda: say_addresses(args.port)
    )


def options_of(args: argparse.Namespace) -> list[str]:
    """The options again, for the process that prepares."""
    found = ["--home", str(args.home), "--port", str(args.port)]
    found += ["--at", args.at] if args.at else []
    found += ["--consultation", str(args.consultation)] if args.consultation else []
    return found + (["--fresh"] if args.fresh else [])


def prepare_demo(args: argparse.Namespace) -> int:
    """Make the database, load what is to be shown, print the addresses unless told to be quiet."""
    stage = chosen_stage(args)
    from rapporteur.cli.main import start_django

    start_django()
    from rapporteur.cli.migrate import prepare
    from rapporteur.cli.serve import refuse_bad_settings

    refuse_bad_settings()
    print("Preparing the database and the register of places ...", file=sys.stderr)
    prepare(quiet=True)
    load(stage)
    if args.consultation:
        load_consultation(args.consultation)
    if not args.quiet:
        say_addresses(args.port)
    return 0


def chosen_stage(args: argparse.Namespace) -> str:
    """The station to open at; another one than last time, or --fresh, begins the demo anew."""
    mark = args.home / "stage"
    last = mark.read_text().strip() if mark.exists() else ""
    stage = args.at or last or "drafting"
    if args.fresh or (last and stage != last):
        for old in args.home.glob("rapporteur.sqlite3*"):
            old.unlink()
    mark.write_text(stage)
    return stage


def load(stage: str) -> None:
    """Load the sample once; on a later start its clock is set back to the station's moment."""
    from rapporteur.cli.sample import load_sample
    from rapporteur.cli.sample.load import set_clock
    from rapporteur.cli.sample.world import read
    from rapporteur.foundation.conferences.models import Conference

    there = Conference.objects.filter(slug=read("conference")["slug"]).first()
    if there is not None:
        set_clock(there, stage)
        return
    load_sample(stage, progress=_show)
    print(file=sys.stderr)


def _show(done: int, total: int) -> None:
    """Count on one line of a terminal; a log gets the last count alone."""
    if sys.stderr.isatty() or done == total:
        print(f"\rLoading the sample conference: act {done} of {total}", end="", file=sys.stderr, flush=True)


def load_consultation(file: Path) -> None:
    """Found a second conference with the contributions of `file`, imported and consolidated."""
    from rapporteur.cli.consultation import load_file

    load_file(file)


def say_addresses(port: int) -> None:
    """Print an address for each of the four, valid for this demo's key only."""
    from rapporteur.cli.consultation import SLUG
    from rapporteur.foundation.conferences.models import Conference

    base = f"http://127.0.0.1:{port}"
    for label, address in addresses(base):
        print(f"  {label:<16} {address}", flush=True)
    if Conference.objects.filter(slug=SLUG).exists():
        print(f"  {'consultation':<16} {base}/en/{SLUG}/", flush=True)


def addresses(base: str) -> list[tuple[str, str]]:
    from django.core import signing

    from rapporteur.cli.sample.world import read
    from rapporteur.web.views import DEMO_SALT

    slug = read("conference")["slug"]

    def address(email: str, next_page: str = "") -> str:
        query: dict[str, Any] = {"pass": signing.dumps([email, slug], salt=DEMO_SALT)}
        if next_page:
            query["next"] = f"/en/{slug}/{next_page}"
        return f"{base}/en/demo/?{urlencode(query)}"

    members = {member["key"]: member["email"] for entry in read("governments") for member in entry["members"]}
    return [
        ("public", f"{base}/en/{slug}/"),
        ("secretariat", address("secretariat@conference.example", "desk/")),
        ("rapporteur", address("rapporteur@conference.example", "desk/")),
        ("delegate", address(members["kisimamaji.head"], "contributions/mine/")),
        ("mayor's office", address(members["harrowmere.head"], "endorsements/")),
    ]
