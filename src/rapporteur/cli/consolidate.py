"""`rapporteur consolidate FILE -o DIR`: duplicates, themes and provisions of a file, without a server or database.

What the files hold is described in docs/reference; the page report.html is for people. All is written to a folder
beside DIR and moved into its place at the end, so that a stopped run leaves nothing behind.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from types import FrameType
from typing import Any

import yaml

from rapporteur import __version__
from rapporteur_core import text
from rapporteur_core.concordance import Provision
from rapporteur_core.documents import problems, tables
from rapporteur_core.engines import Contribution, Result, Stopped, embedded, lines, report

WRITTEN = frozenset(
    ["passages.jsonl", "duplicates.jsonl", "related.jsonl", "themes.jsonl", "mapping.jsonl", "run.json", "report.html"]
)
LIBRARIES = ("numpy", "scipy", "scikit-learn", "networkx", "py3langid")
# A column of texts: half of its cells differ, three words stand in one on the average, and they are of letters (a date
# such as "Sat 01 Dec 2018, 10:17" has more figures and signs).
DIFFERING = 0.5
WORDS_OF_A_TEXT = 3.0
LETTERS_OF_A_TEXT = 0.6
LOOKED_AT = 200
ID_NAMES = ("id", "identifier", "code", "number", "no", "reference", "ref")
MOST_VALUES = 40
MOST_FACETS = 8
LONGEST_VALUE = 60
PROBLEMS_SHOWN = 20
STEP_NAMES = {
    "passages": "Cutting passages",
    "duplicates": "Finding repeated texts",
    "related": "Comparing texts",
    "themes": "Making themes",
    "mapping": "Linking provisions",
    "balance": "Counting voices",
}
STOPPED_BY_CTRL_C = 130
STOPPED_BY_TERM = 143


class Refused(Exception):
    """Why the command cannot go on: sentences for the person who called it."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


@dataclass(frozen=True)
class Columns:
    """Which columns of the file are read, and for what."""

    text: tuple[str, ...]
    id: str | None
    by: str | None
    facets: tuple[str, ...]
    guessed: bool


@dataclass(frozen=True)
class Source:
    """A file of provisions: its name, its digest and what it holds; labels in English, or the first language."""

    name: str
    digest: str
    provisions: tuple[Provision, ...]
    labels: dict[str, str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX or JSON Lines, also gzipped")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="folder to write")
    parser.add_argument("--text", nargs="+", action="extend", metavar="COLUMN", help="columns that hold the texts")
    parser.add_argument(
        "--id", metavar="COLUMN", help="column of identifiers (else a column called id, or row numbers)"
    )
    parser.add_argument("--by", metavar="COLUMN", help="column that says who gave the text")
    parser.add_argument(
        "--provisions",
        nargs="+",
        action="extend",
        type=Path,
        metavar="FILE",
        help="provisions as YAML or JSON Lines (else the agreements that come with the product)",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of what is drawn by chance (0)")


def run(args: argparse.Namespace) -> int:
    """0 when all is written; 2 with sentences when something is wrong with what was given; 130 or 143 when stopped."""
    try:
        with _stoppable():
            _consolidate(args)
    except Refused as refused:
        for sentence in refused.sentences:
            print(sentence, file=sys.stderr)
        return 2
    except (KeyboardInterrupt, Stopped) as stop:
        print("\nStopped. Nothing was written.", file=sys.stderr)
        return STOPPED_BY_TERM if isinstance(stop, Stopped) else STOPPED_BY_CTRL_C
    return 0


def _consolidate(args: argparse.Namespace) -> None:
    output: Path = args.output
    _check_folder(output)
    data = _bytes_of(args.file)
    table = _table(data, args.file.name)
    columns = _columns(table, args)
    contributions, without_text = _contributions(table, columns)
    sources = _sources(args.provisions)
    _say(f"{len(contributions):,} texts from {', '.join(columns.text)}{' (guessed)' if columns.guessed else ''}.")
    if without_text:
        _say(f"{_rows(without_text)} left out: no text in {', '.join(columns.text)}.")
    provisions = [each for source in sources for each in source.provisions]
    bar = _Bar()
    result = embedded.run(contributions, provisions=provisions, seed=args.seed, progress=bar)
    bar.end()
    written = dict(lines.files(result, fields=columns.text))
    record = _record(args, data, columns, sources, result, written, len(without_text))
    labels = {name: label for source in sources for name, label in source.labels.items()}
    again = _command(args, columns)
    written["report.html"] = report.page(result, title=args.file.name, record=record, labels=labels, again=again)
    written["run.json"] = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    _place(output, written)
    themes = sum(1 for theme in result.themes if not theme.is_unsorted)
    _say(f"{themes} themes, {len(result.duplicates)} groups of repeated texts. Open {output / 'report.html'}")


def _check_folder(output: Path) -> None:
    if output.exists() and not output.is_dir():
        raise Refused(f"{output} is a file. Name a folder with -o.")
    foreign = sorted(each.name for each in output.iterdir() if each.name not in WRITTEN) if output.is_dir() else []
    if foreign:
        more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
        raise Refused(
            f"The folder {output} holds what is no consolidation ({', '.join(foreign[:3])}{more}). "
            "Name another folder with -o, or move those files away first."
        )


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused(f"There is no file {path}. Check its name and folder.") from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from None


def _table(data: bytes, name: str) -> tables.Table:
    try:
        table = tables.read(data, name)
    except problems.Unreadable as error:
        raise Refused(f"{name}: {error.text}") from None
    wrong = [each.text for each in table.problems if not each.is_warning]
    if wrong:
        more = len(wrong) - PROBLEMS_SHOWN
        rest = [f"{more} more problems were found. Mend those above, then send the file again."] if more > 0 else []
        raise Refused(*wrong[:PROBLEMS_SHOWN], *rest, f"Nothing was written: mend {name} and call again.")
    for each in table.problems[:PROBLEMS_SHOWN]:
        _say(each.text)
    return table


def _columns(table: tables.Table, args: argparse.Namespace) -> Columns:
    for wanted in [*(args.text or []), args.id, args.by]:
        if wanted is not None and wanted not in table.header:
            raise Refused(f"There is no column “{wanted}”. The file has: {', '.join(table.header)}.")
    texts = tuple(dict.fromkeys(args.text or guessed_texts(table)))
    if not texts:
        raise Refused(
            "No column looks like a text. Name the columns that hold the texts with --text. "
            f"The file has: {', '.join(table.header)}."
        )
    identifier = args.id or next((name for name in table.header if _is_identifier(table, name)), None)
    taken = {*texts, identifier, args.by}
    facets = [name for name in table.header if name not in taken and _is_facet(table, name)]
    return Columns(texts, identifier, args.by, tuple(facets[:MOST_FACETS]), guessed=not args.text)


def guessed_texts(table: tables.Table) -> Iterator[str]:
    for name in table.header:
        filled = [row[name] for row in table.rows if row[name].strip()]
        if not filled:
            continue
        said = sum(len(cell.split()) for cell in filled) / len(filled)
        signs = "".join("".join(filled[:LOOKED_AT]).split())
        is_of_letters = sum(map(str.isalpha, signs)) >= LETTERS_OF_A_TEXT * len(signs)
        if len(set(filled)) >= DIFFERING * len(filled) and said >= WORDS_OF_A_TEXT and is_of_letters:
            yield name


def _is_identifier(table: tables.Table, name: str) -> bool:
    cells = [row[name].strip() for row in table.rows]
    return name.strip().lower() in ID_NAMES and all(cells) and len(set(cells)) == len(cells)


def _is_facet(table: tables.Table, name: str) -> bool:
    """Whether a column sorts texts into a few kinds: words that come again and again, not numbers and not days."""
    cells = [row[name].strip() for row in table.rows if row[name].strip()]
    values = set(cells)
    has_letters = all(any(letter.isalpha() for letter in value) for value in values)
    few = 2 <= len(values) <= min(MOST_VALUES, len(cells) // 2)
    return few and has_letters and 2 * len(cells) >= len(table.rows) and max(map(len, values)) <= LONGEST_VALUE


def _contributions(table: tables.Table, columns: Columns) -> tuple[list[Contribution], list[int]]:
    """The contributions, and the numbers of the rows that have no text."""
    found, empty = [], []
    seen: dict[str, int] = {}
    wrong: list[str] = []
    for number, row in zip(table.numbers, table.rows, strict=True):
        identifier = row[columns.id].strip() if columns.id else str(number)
        if not identifier:
            wrong.append(f"Row {number}, column {columns.id}: the identifier is empty. Give each row one.")
        elif identifier in seen:
            wrong.append(
                f"Row {number}, column {columns.id}: “{identifier[:LONGEST_VALUE]}” is the identifier of row "
                f"{seen[identifier]} already. Give each row its own."
            )
        seen.setdefault(identifier, number)
        texts = tuple(text.normalise(row[name]) for name in columns.text)
        if not any(texts):
            empty.append(number)
            continue
        by = text.normalise(row[columns.by]) or None if columns.by else None
        facets = {name: text.normalise(row[name]) for name in columns.facets}
        found.append(Contribution(identifier, texts, by=by, facets=facets))
    if wrong:
        raise Refused(*wrong[:PROBLEMS_SHOWN], "Nothing was written: mend the identifiers, or name another column.")
    if not found:
        raise Refused(f"No row has a text in {', '.join(columns.text)}. Name other columns with --text.")
    return found, empty


def _sources(paths: Sequence[Path] | None) -> list[Source]:
    if paths:
        return [_source(path.name, _bytes_of(path), is_ours=False) for path in paths]
    folder = files("rapporteur").joinpath("foundation/frameworks/data")
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".yaml"))
    found = [_source(name, folder.joinpath(name).read_bytes(), is_ours=True) for name in names]
    return [source for source in found if source.provisions]


def _source(name: str, data: bytes, *, is_ours: bool) -> Source:
    try:
        decoded = data.decode("utf-8-sig")
        if name.endswith((".yaml", ".yml")):
            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            content = yaml.load(decoded, Loader=loader)  # noqa: S506 (both are the safe loader)
            # Glossary and vocabularies stand in the same folder and name no framework.
            items = content["items"] if not is_ours or "framework" in content else []
        else:
            items = [json.loads(line) for line in decoded.splitlines() if line.strip()]
        provisions, labels = [], {}
        for item in items:
            by_language = item["label"] if isinstance(item["label"], dict) else {"en": item["label"]}
            spoken = tuple(str(label) for label in by_language.values() if label)
            provisions.append(Provision(str(item["id"]), spoken))
            labels[str(item["id"])] = str(by_language.get("en") or next(iter(spoken), ""))
    except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refused(
            f"{name} holds no provisions that can be read ({first}). It needs `items`, each with `id` and `label` by "
            "language (YAML), or one such object on each line (JSON Lines)."
        ) from None
    return Source(name, _digest(data), tuple(provisions), labels)


def _record(
    args: argparse.Namespace,
    data: bytes,
    columns: Columns,
    sources: Sequence[Source],
    result: Result,
    written: dict[str, str],
    without_text: int,
) -> dict[str, Any]:
    """What run.json holds: nothing in it depends on the clock or on the folder."""
    whole = hashlib.sha256()
    for name in sorted(written):
        whole.update(f"{name} {_digest(written[name].encode())}\n".encode())
    everyone = range(len(result.contributions))
    return {
        "settings": {
            "file": args.file.name,
            "text": list(columns.text),
            "text_guessed": columns.guessed,
            "id": columns.id,
            "by": columns.by,
            "facets": list(columns.facets),
            "provisions": {source.name: source.digest for source in sources},
            "seed": args.seed,
        },
        "versions": {
            "rapporteur": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in LIBRARIES},
        },
        "counts": {
            "contributions": len(result.contributions),
            "rows_without_text": without_text,
            "voices": embedded.voices(result.contributions, everyone),
            "passages": len(result.passages),
            "groups": dict(sorted(Counter(group.kind for group in result.duplicates).items())),
            "themes": sum(1 for theme in result.themes if not theme.is_unsorted),
            "theme_unit": result.unit,
            "links_to_provisions": dict(sorted(Counter(match.by for match in result.mapping).items())),
        },
        "digests": {
            "input": _digest(data),
            "files": {name: _digest(written[name].encode()) for name in sorted(written)},
            "results": f"sha256:{whole.hexdigest()}",
        },
    }


def _command(args: argparse.Namespace, columns: Columns) -> list[str]:
    command = ["rapporteur", "consolidate", args.file.name, "-o", "DIR", "--text", *columns.text]
    command += ["--id", columns.id] if columns.id else []
    command += ["--by", columns.by] if columns.by else []
    command += ["--provisions", *(path.name for path in args.provisions)] if args.provisions else []
    return [*command, "--seed", str(args.seed)]


def _place(output: Path, written: dict[str, str]) -> None:
    """Write all files beside `output`, then put the folder in its place in one step."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
    except OSError as error:
        raise Refused(f"{output.parent} cannot be written to: {error.strerror}. Name another folder with -o.") from None
    try:
        fresh = beside / "fresh"
        fresh.mkdir()
        for name, content in written.items():
            (fresh / name).write_bytes(content.encode("utf-8"))
        if output.exists():
            output.rename(beside / "before")
        try:
            fresh.rename(output)
        except BaseException:
            if (beside / "before").exists() and not output.exists():
                (beside / "before").rename(output)
            raise
    except OSError as error:
        raise Refused(f"{output} could not be written: {error.strerror}. Nothing was changed.") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let SIGTERM end the run as Ctrl-C does, with what was begun put away."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Bar:
    """A line of progress on a terminal; silent elsewhere."""

    def __init__(self) -> None:
        self.is_shown = sys.stderr.isatty()

    def __call__(self, step: str, done: int, total: int) -> None:
        if self.is_shown:
            part = done / max(total, 1)
            place = embedded.STEPS.index(step) + 1
            cells = "█" * round(24 * part) + "·" * (24 - round(24 * part))
            line = f"{place}/{len(embedded.STEPS)} {STEP_NAMES[step]:<23} {cells} {part:4.0%}"
            print(f"\r{line}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.is_shown:
            print("\r" + " " * 70 + "\r", end="", file=sys.stderr, flush=True)


def _digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _rows(numbers: Iterable[int]) -> str:
    listed = list(numbers)
    names = ", ".join(map(str, listed[:8]))
    if len(listed) == 1:
        return f"Row {names} is"
    return f"Rows {names}{f' and {len(listed) - 8:,} more' if len(listed) > 8 else ''} are"


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
