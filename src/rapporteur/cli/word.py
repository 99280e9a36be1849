"""`rapporteur word changes FILE`: the tracked changes and comments of a Word file, and what is not carried as words."""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from rapporteur_core.documents.child import Failed
from rapporteur_core.documents.word import Change, Comment, Leftover, Place, WordFile, read_safely

# What a file could write to a terminal to move its cursor or to turn the direction of a line.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
WHERE = {
    "cell": "table {0.number}, row {0.row}, column {0.column}",
    "text_box": "text box {0.number}",
    "footnote": "footnote {0.number}",
    "endnote": "endnote {0.number}",
    "header": "header {0.number}",
    "footer": "footer {0.number}",
    "comment": "comment {0.number}",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["changes"], help="what is told of the file")
    parser.add_argument("file", type=Path, metavar="FILE", help="a Word document (.docx), at most 50 MB")
    parser.add_argument("--json", action="store_true", help="all that was read, as one JSON object")


def run(args: argparse.Namespace) -> int:
    """0 when the file was read, 2 with a sentence when it was not."""
    try:
        found = read_safely(args.file.read_bytes())
    except FileNotFoundError:
        return refuse(f"There is no file {args.file}. Check its name and folder.")
    except OSError as error:
        return refuse(f"{args.file} cannot be read: {error.strerror}.")
    if isinstance(found, Failed):
        return refuse(f"{args.file}: {found.text}")
    if args.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        for line in lines(found):
            print(line)
    return 0


def refuse(sentence: str) -> int:
    print(UNSAFE.sub("?", sentence), file=sys.stderr)
    return 2


def as_json(file: WordFile) -> dict[str, Any]:
    """All of a WordFile with its two texts; instants as ISO 8601."""

    def plain(value: Any) -> Any:
        match value:
            case dict():
                return {key: plain(each) for key, each in value.items()}
            case list() | tuple():
                return [plain(each) for each in value]
            case datetime():
                return told(value)
        return value

    return {"accepted": file.accepted, "rejected": file.rejected, **plain(dataclasses.asdict(file))}


def lines(file: WordFile) -> Iterator[str]:
    """What a person reads: a line for each change, comment and leftover, with counts above each kind."""
    yield f"Changes: {len(file.changes)}"
    yield from map(line_of_change, file.changes)
    yield f"Comments: {len(file.comments)}"
    yield from map(line_of_comment, file.comments)
    yield f"Besides words: {len(file.leftovers)}"
    yield from map(line_of_leftover, file.leftovers)
    for each in file.duplicates:
        yield f"  copy: paragraph {each.paragraph + 1} has the hidden identifier {each.key} of an earlier one"


def line_of_change(change: Change) -> str:
    kind = f"{change.kind} ({change.detail})" if change.detail else change.kind
    held = f" with {', '.join(change.holds)}" if change.holds else ""
    return _line(kind, change.author, told(change.instant), where(change.place), (quoted(change.text) + held).strip())


def line_of_comment(comment: Comment) -> str:
    answers = "" if comment.parent is None else f"answers comment {comment.parent + 1}"
    words = f"on {quoted(comment.words)}"
    settled = "settled" if comment.is_resolved else ""
    return _line(
        "comment",
        comment.author,
        told(comment.instant),
        where(comment.place),
        words,
        quoted(comment.text),
        answers,
        settled,
    )


def line_of_leftover(leftover: Leftover) -> str:
    kept = "words kept" if leftover.is_kept else "not carried"
    return _line(leftover.kind, where(leftover.place), quoted(leftover.text), UNSAFE.sub("?", leftover.detail), kept)


def where(place: Place) -> str:
    """A place as a person counts: from 1, the table or note first."""
    held: list[str] = []
    inside = place.container
    while True:
        if inside.kind in WHERE:
            held.insert(0, WHERE[inside.kind].format(inside))
        if inside.within is None:
            break
        inside = inside.within
    if place.paragraph is not None:
        held.append(f"paragraph {place.paragraph + 1}, character {place.offset + 1}")
    return ", ".join(held)


def told(instant: datetime | None) -> str:
    return "" if instant is None else instant.isoformat().replace("+00:00", "Z")


def quoted(text: str) -> str:
    return f"“{UNSAFE.sub('?', text.replace(chr(10), ' ¶ ').replace(chr(9), ' '))}”" if text else ""


def _line(*columns: str) -> str:
    return "  " + "  ".join(UNSAFE.sub("?", each) for each in columns if each)
