"""Amendments applied to articles of bills against the articles as they stood afterwards (fr-amendment-application).

    python bench/instructions.py [--data FOLDER] [--unseen FOLDER] [--show N] [--half even|odd] [--times]

The folder holds cases.jsonl.gz. A case is attempted when every instruction of all its amendments was placed and nothing
in them was left unread; it is right when the result equals the article, after trimming and with « » as ". The halves
are the cases of even and of odd position in the file: the rules were worked out on the even ones.

Clerks also edit articles beyond what the amendments say. Out of reach is a case whose article afterwards has a word that
stands neither in the article before, in an amendment nor in our result; more are out of reach by other edits (commas,
words moved or taken out), which this does not count. Besides: the words that the results add and take, and those that
the clerks did.

The folder of --unseen (fr-senate-amendments) holds amendments without the text that they amend: of these it is counted
how many are understood in full, whatever places they name.

--times reads hostile mails and documents of 4 and 64 kB instead and prints the time per byte (aim: at most 4 times).
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from rapporteur_core.redline import compare, instructing
from rapporteur_core.redline.instructing import FRENCH_BILL, PLAIN, Instructed, Practice

FOLDER = Path(__file__).parents[1] / "../shared/data/fr-amendment-application"
UNSEEN = FOLDER.parent / "fr-senate-amendments"
NOT_READ = {"not_understood", "no_operation", "operation", "unclosed_quote", "unopened_quote", "nothing_before"} | {
    *("no_words", "no_new_words"),
}
TAG = re.compile(r"</?(?:table|tbody|tr|td|th|sup|sub|i|b|em|p|br|span|div)\b[^>]*>", re.IGNORECASE)
WORD = re.compile(r"\w+")
FEW = 12
MENTION = re.compile(r"supprimé non transmis")
EMPHASIS = re.compile(r"(?<!\w)_([^_\n]{1,60})_|(?<=\w)_(?=[a-z])")

SIZES = (4_000, 64_000)
DRAFT = "\n\n".join(f"{number}. We share housing and care, and count again." for number in range(1, 60))
MAIL = (
    "Replace 'a' by 'b'. Delete paragraph 1. In paragraph 2, second sentence, delete 'x'. Add at the end of paragraph 1: “y”. "
    "In paragraph 1, replace “a” by “b” each time. After “a” insert “c” wherever it appears. Delete '('."
)
HOSTILE = (
    *(
        "In paragraph 5, replace 'a' by 'b'.\n",
        "« ",
        '"',
        "' ",
        "a'b 'c",
        "“a ",
        "» ",
        "«\n“'\"",
        "« a\n",
        "a. ",
        "1, ",
    ),
    *(
        "add: a: ",
        ", ",
        "paragraph 1, 2, 3 and ",
        "II. - ",
        "Delete the first sentence. ",
        "a) b) ",
        "\n",
        " ",
        "5",
        "… ",
    ),
    *(
        "premier et deuxième et ",
        "pour a b ",
        "A.B. ",
        "delete 'x' and ",
        "(a)(b)",
        "the first occurrence of ",
        "e\u0301",
    ),
    *("Add a new paragraph:\n\nabc def\n\n", "a-", "\xa0", "a) b\n"),
)


@dataclass
class Case:
    """What came of one case."""

    name: str
    number: int
    before: str
    after: str
    amendments: list[str]
    result: Instructed

    @property
    def is_attempted(self) -> bool:
        return self.result.is_complete and not self.result.unread

    @property
    def is_right(self) -> bool:
        return self.is_attempted and compared(self.result.document) == compared(self.after)


def main() -> int:
    options = argparse.ArgumentParser(description="Amendments applied to articles of bills.")
    options.add_argument("--data", type=Path, default=FOLDER)
    options.add_argument("--unseen", type=Path, default=UNSEEN)
    options.add_argument("--show", type=int, default=0, help="how many cases that are not right to print")
    options.add_argument("--half", choices=["even", "odd"], help="show the cases of one half only")
    options.add_argument("--times", action="store_true", help="the time per byte of hostile text instead")
    chosen = options.parse_args()
    if chosen.times:
        return print_times()
    if not (chosen.data / "cases.jsonl.gz").exists():
        print(f"There is no cases.jsonl.gz in {chosen.data}. Give the folder of fr-amendment-application with --data.")
        return 2
    with gzip.open(chosen.data / "cases.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    cases = [tried(number, row, style_of(row, rows)) for number, row in enumerate(rows)]
    print_figures("all", cases)
    for half in (0, 1):
        print_figures(("even", "odd")[half], [case for case in cases if case.number % 2 == half])
    print_refusals(cases)
    print_causes([case for case in cases if case.is_attempted and not case.is_right])
    print_understood(chosen.unseen)
    wanted = {"even": [0], "odd": [1], None: [0, 1]}[chosen.half]
    for case in [case for case in cases if not case.is_right and case.number % 2 in wanted][: chosen.show]:
        show(case)
    return 0


def style_of(row: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    """What clerks have at hand: articles of the bill as they stood then or in an earlier reading, and other bills."""
    own = [
        other for other in rows if other["bill"] == row["bill"] and other["step"] <= row["step"] and other is not row
    ]
    others = [other for other in rows if other["bill"] != row["bill"]]
    return "\n".join(other["before"] for other in own + others)


def print_times() -> int:
    """The time per byte of each hostile piece repeated, in mails of three languages, of a bill, and in documents."""
    worst = 0.0
    for piece in HOSTILE:
        made: dict[str, list[float]] = {}
        for size in SIZES:
            text = (piece * (size // len(piece) + 1))[:size]
            for language in ("en", "fr", "es"):
                made.setdefault(language, []).append(seconds(text, DRAFT, language) / size)
            made.setdefault("bill", []).append(seconds(text, DRAFT, "fr", FRENCH_BILL) / size)
            made.setdefault("document", []).append(seconds(MAIL, text, "en") / size)
        ratios = {name: large / small for name, (small, large) in made.items()}
        worst = max(worst, *ratios.values())
        shown = ", ".join(f"{name} {made[name][1] * 1e6:.1f} µs x{ratios[name]:.1f}" for name in made)
        print(f"{piece[:24]!r:30} {shown}")
    print(f"time per byte at {SIZES[1]:,} against {SIZES[0]:,} bytes: at most {worst:.1f} times")
    return 0 if worst <= 4 else 1


def seconds(mail: str, document: str, language: str, practice: Practice = PLAIN) -> float:
    """The best of three runs, of one for the larger text."""
    best = 1e9
    for _run in range(3 if max(len(mail), len(document)) <= SIZES[0] else 1):
        started = time.perf_counter()
        instructing.instructions(mail, document, language, practice=practice, style=document)
        best = min(best, time.perf_counter() - started)
    return best


def tried(number: int, row: dict[str, Any], style: str) -> Case:
    amendments = [plain(each["text"]) for each in row["amendments"]]
    before = row["before"]
    result = instructing.instructions(amendments, before, "fr", practice=FRENCH_BILL, style=style)
    return Case(row["case"], number, before, row["after"], amendments, result)


def plain(text: str) -> str:
    """The words of an amendment without the marks of HTML and of Markdown that the source mixes in."""
    text = TAG.sub(lambda tag: " " if tag[0].lower().startswith(("</sup", "<br", "</td", "</p")) else "", text)
    text = EMPHASIS.sub(lambda mark: f" {mark[1]} " if mark[1] else " ", html.unescape(text))
    return re.sub(r"(?<=\S) {2,}", " ", re.sub(r" +(?=[,)\n]|\.(?!\.))", "", text.replace("\ufeff", "")))


def compared(text: str) -> str:
    return text.strip().replace("«", '"').replace("»", '"')


def print_figures(name: str, cases: list[Case]) -> None:
    right = sum(case.is_right for case in cases)
    attempted = [case for case in cases if case.is_attempted]
    ours, shared, theirs = (sum(each) for each in zip(*(changed_words(case) for case in attempted), strict=True))
    print(f"{name}: {len(cases)} cases, right {right} ({right / len(cases):.1%}), attempted {len(attempted)}, ", end="")
    print(f"of those right {right / max(len(attempted), 1):.1%}")
    beyond = [case for case in cases if says_more(case)]
    of_them = sum(case.is_attempted for case in beyond)
    print(f"   out of reach {len(beyond)} ({of_them} attempted), ", end="")
    print(f"so that of the attempted within reach {right / max(len(attempted) - of_them, 1):.1%} are right")
    print(
        f"   words added or taken in the attempted: {ours}, of which the clerks did {shared / max(ours, 1):.1%}; ",
        end="",
    )
    print(f"the clerks {theirs}, of which ours {shared / max(theirs, 1):.1%}")


def changed_words(case: Case) -> tuple[int, int, int]:
    """How many words the result adds and takes, how many of them the clerks did too, and how many the clerks did."""
    before, mine, theirs = (Counter(WORD.findall(text)) for text in (case.before, case.result.document, case.after))
    both = ((mine - before) & (theirs - before)).total() + ((before - mine) & (before - theirs)).total()
    return (
        (mine - before).total() + (before - mine).total(),
        both,
        (theirs - before).total() + (before - theirs).total(),
    )


def says_more(case: Case) -> bool:
    """Whether the article afterwards differs by words that neither the amendments nor the practice give.

    Only words that come in and that neither the article, an amendment nor our result has are counted. Roman numbers,
    words of one or two letters and “Supprimé” are not: an amendment leaves them to the clerks.
    """
    known = set(WORD.findall(same_signs(case.before)) + WORD.findall(same_signs(" ".join(case.amendments))))
    known |= set(WORD.findall(same_signs(case.result.document)))
    added = set(WORD.findall(same_signs(case.after))) - known
    return any(len(word) > 2 and word != "Supprimé" and not set(word) <= set("IVXLC") for word in added)


def same_signs(text: str) -> str:
    return text.replace("œ", "oe").replace("’", "'")


def print_refusals(cases: list[Case]) -> None:
    counts = Counter(each.code for case in cases for one in case.result.instructions for each in one.refusals)
    counts["unread text"] = sum(bool(case.result.unread) for case in cases)
    print("refusals: " + ", ".join(f"{code} {count}" for code, count in counts.most_common()))


def print_causes(cases: list[Case]) -> None:
    """By what the attempted cases that are not right differ from the printed article, each counted once."""
    counts = Counter(cause(case) for case in cases)
    print("not right: " + ", ".join(f"{name} {count}" for name, count in counts.most_common()))


def cause(case: Case) -> str:
    mine, theirs = (compared(text).split("\n") for text in (case.result.document, case.after))
    if len(WORD.findall(case.after)) < FEW or (MENTION.search(case.after) and not MENTION.search(case.before)):
        return "fallen by another act"
    if spelt(mine) == spelt(theirs):
        return "marks, blanks and capitals alone"
    before = set(compared(case.before).split("\n"))
    changed = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    rows = [line for kind, start, end, _c, _d in changed for line in mine[start:end] if kind != "equal" and line]
    kept = sum(line in before for line in rows)
    if any(kind != "equal" and count_of(mine[a:b]) != count_of(theirs[c:d]) for kind, a, b, c, d in changed):
        return "paragraphs cut or put together otherwise"
    if kept == len(rows):
        return "words of paragraphs that no amendment names"
    return "words of both" if kept else "words that the amendments bring"


def count_of(lines: list[str]) -> int:
    return sum(bool(line.strip()) for line in lines)


def spelt(lines: list[str]) -> list[str]:
    return WORD.findall(" ".join(lines).casefold())


def print_understood(folder: Path) -> None:
    texts = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts += [text for line in lines if (text := json.loads(line)["text"])]
    if not texts:
        print(f"There are no amendments in {folder}: how many are understood is left out.")
        return
    read = [instructing.instructions(plain(text), "", "fr") for text in texts]
    whole = [
        each
        for each in read
        if each.instructions
        and not each.unread
        and not any(refusal.code in NOT_READ for one in each.instructions for refusal in one.refusals)
    ]
    print(
        f"amendments without their text: {len(whole)} of {len(read)} understood in full ({len(whole) / len(read):.1%})"
    )


def show(case: Case) -> None:
    print(f"\n== {case.number} {case.name} {'wrong' if case.is_attempted else 'not attempted'}")
    for one in case.result.instructions:
        for refusal in one.refusals:
            print(f"   {refusal.code}: {refusal.words!r} in {case.amendments[one.source][one.start : one.end][:160]!r}")
    for source, start, end in case.result.unread:
        print(f"   unread: {case.amendments[source][start:end][:160]!r}")
    if case.is_attempted:
        mine, theirs = compared(case.result.document).split("\n"), compared(case.after).split("\n")
        for kind, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
            if kind != "equal":
                show_lines(mine[a:b], theirs[c:d])


def show_lines(mine: list[str], theirs: list[str]) -> None:
    """The difference of some lines, words marked where there are as many of both."""
    if len(mine) != len(theirs):
        print(
            *(f"   mine   {line[:300]}" for line in mine if line),
            *(f"   theirs {line[:300]}" for line in theirs if line),
            sep="\n",
        )
        return
    forms = {"keep": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    for one, other in zip(mine, theirs, strict=True):
        pieces = [(each.kind, each.text) for each in compare(one, other)]
        short = [
            (kind, text if kind != "keep" or len(text) < 60 else f"{text[:25]}…{text[-25:]}") for kind, text in pieces
        ]
        print("   ~ " + "".join(forms[kind].format(text[:200]) for kind, text in short))


if __name__ == "__main__":
    sys.exit(main())
