"""Word files of others read: texts taken and refused, compared pairs, reviewers' copies, changes counted.

    python bench/word_reading.py [FOLDER]

FOLDER is docx-tracked (Open-Xml-PowerTools and others). Every file is read by the reader of the product; the texts of the
reference files are taken a second time by a few lines of their own that know nothing of tracked changes. What differs is
named with the reason where it is known.
"""

from __future__ import annotations

import csv
import resource
import sys
import time
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

from rapporteur_core import redline, returning
from rapporteur_core.documents.word import WordFile, read, write_text
from rapporteur_core.documents.word.negotiated import Mark, NegotiatedParagraph, NegotiatedText, Piece

FOLDER = Path(__file__).parents[1] / "../shared/data/docx-tracked"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
PROPERTIES = {f"{W}pPr", f"{W}rPr", f"{W}tabs", f"{W}tblPr", f"{W}sdtPr"}
SIDES = ("accepted", "rejected")
MOMENT = datetime(2030, 1, 1, tzinfo=UTC)
NAMED = ("numberingChange", "tblGridChange", "tblPrExChange")


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    if not folder.exists():
        print(f"There is no {folder}. Give the folder docx-tracked as the argument.")
        return 2
    started = time.perf_counter()
    failed = accept_reject(folder) + compared(folder) + consolidated(folder) + counted(folder)
    print(f"{time.perf_counter() - started:.1f} s for all these; {failed} differences without a reason")
    grown()
    proposed()
    return 1 if failed else 0


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def accept_reject(folder: Path) -> int:
    """Text with all changes taken and refused against the files in which Word's own tool did so."""
    right: Counter[str] = Counter()
    cases = rows(folder / "accept-reject.csv")
    failed = 0
    for case in cases:
        file = read(folder / "accept-reject" / case["tracked"])
        for side in SIDES:
            path = folder / "accept-reject" / case[side]
            reference = read(path)
            told = {
                f"{side}, the same reader": file.text(side) == reference.accepted,
                f"{side}, a reader of its own": file.text(side) == plain(path),
                f"{side}, with notes and headers": beside(file, side) == beside(reference, "accepted"),
            }
            right.update(name for name, is_right in told.items() if is_right)
            for name in [name for name, is_right in told.items() if not is_right]:
                failed += 1
                print(f"  {case['tracked']}: {name}: {file.text(side)!r} is not {reference.accepted!r}")
    for name in sorted(right):
        print(f"accept-reject: {name}: {right[name]} of {len(cases)} equal")
    return failed


def beside(file: WordFile, side: str) -> list[tuple[str, str]]:
    """All lines, with those of notes, headers and footers."""
    return [(line.container.kind, line.text) for line in file.lines(side)]


def plain(path: Path) -> str:
    """The text of a file without tracked changes: every paragraph, one line each, those of text boxes once."""
    with zipfile.ZipFile(path) as archive:
        body = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - files of a published collection
    lines: list[list[str]] = []
    gather(body, lines, None)
    return "\n".join("".join(line) for line in lines)


def gather(element: ET.Element, lines: list[list[str]], line: list[str] | None) -> None:
    for each in element:
        if each.tag == FALLBACK or each.tag in PROPERTIES:
            continue
        if each.tag == f"{W}p":
            lines.append([])
            gather(each, lines, lines[-1])
            continue
        if line is not None and each.tag in (f"{W}t", f"{M}t"):
            line.append(each.text or "")
        elif line is not None and each.tag in SIGNS and each.get(f"{W}type", "textWrapping") == "textWrapping":
            line.append(SIGNS[each.tag])
        gather(each, lines, line)


def compared(folder: Path) -> int:
    """Pairs compared word by word, written as tracked changes and read back: both sides must come back."""
    cases = rows(folder / "compare.csv")
    exact = returned = paragraphs = failed = 0
    for case in cases:
        old, new = (read(folder / "compare" / case[name]) for name in ("original", "revised"))
        one, two = (texts(each, "accepted") for each in (old, new))
        changes = redline.compare("\n".join(one), "\n".join(two))
        is_exact = (redline.rejected(changes), redline.accepted(changes)) == ("\n".join(one), "\n".join(two))
        pairs = list(paired(one, two))
        paragraphs += len(pairs)
        is_exact &= all(
            (redline.rejected(each), redline.accepted(each)) == (before or "", after or "")
            for before, after in pairs
            for each in [redline.compare(before or "", after or "")]
        )
        is_returned = comes_back(old, new, "Ana")
        exact, returned = exact + is_exact, returned + is_returned
        if not is_exact or not is_returned:
            failed += 1
            print(f"  {case['test']}: exact {is_exact}, back from Word {is_returned}")
    print(
        f"compare: {exact} of {len(cases)} pairs exact on both sides, in {paragraphs:,} paragraphs and as whole texts"
    )
    print(f"compare: {returned} of {len(cases)} redlines written as tracked changes come back exact on both sides")
    return failed


def texts(file: WordFile, side: str) -> list[str]:
    return [line.text for line in file.lines(side)]


def paired(old: list[str], new: list[str]) -> Iterator[tuple[str | None, str | None]]:
    """Paragraphs side by side; None where one side has none."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for before, after in zip_longest(old[a:b], new[c:d]):
            yield (before, before) if tag == "equal" else (before, after)


def redlined(pairs: list[tuple[str | None, str | None]], author: str) -> NegotiatedText:
    paragraphs = []
    for number, (before, after) in enumerate(pairs):
        fate = "inserted" if before is None else "deleted" if after is None else None
        changes = [] if fate else redline.compare(before or "", after or "")
        pieces = (
            [Piece("insert" if before is None else "delete", before or after or "", author, MOMENT)]
            if fate
            else [Piece(each.kind, each.text, *(() if each.kind == "keep" else (author, MOMENT))) for each in changes]
        )
        mark = Mark(fate, author, MOMENT) if fate else None
        paragraphs.append(NegotiatedParagraph(f"p{number}", "operative", pieces, mark=mark))
    return NegotiatedText("A pair", "B/1", "en", date(2030, 1, 1), paragraphs)


def consolidated(folder: Path) -> int:
    """Copies of several reviewers of one text, each written as its reviewer's tracked changes and read back.

    The copies themselves hold no tracked changes. Refused, each must give the text they share; taken, the copy.
    """
    cases = rows(folder / "consolidate.csv")
    copies = tracked = returned = merged = conflicts = 0
    for case in cases:
        base = read(folder / "consolidate" / case["original"])
        files = [read(folder / "consolidate" / name) for name in case["revised"].split(";")]
        for file, reviewer in zip(files, case["reviewers"].split(";"), strict=True):
            copies, tracked = copies + 1, tracked + bool(file.changes)
            is_returned = comes_back(base, file, reviewer)
            returned += is_returned
            if not is_returned:
                print(f"  {case['test']}: the changes of {reviewer} do not come back")
        merge = redline.merge(base.accepted, [file.accepted for file in files])
        conflicts += len(merge.conflicts)
        merged += len(files) == 1 and merge.text == files[0].accepted
    single = sum(";" not in case["revised"] for case in cases)
    print(f"consolidate: {tracked} of {copies} copies in {len(cases)} cases hold tracked changes")
    print(f"consolidate: {returned} of {copies} written as tracked changes come back with base, copy and reviewer")
    print(
        f"consolidate: {merged} of {single} single copies merge into their own text; {conflicts} conflict where two meet"
    )
    return copies - returned + single - merged


def comes_back(base: WordFile, copy: WordFile, reviewer: str) -> bool:
    one, two = texts(base, "accepted"), texts(copy, "accepted")
    again = read(write_text(redlined(list(paired(one, two)), reviewer)))
    returned = [[line.text for line in again.lines(side) if line.key] for side in ("rejected", "accepted")]
    return returned == [one, two] and {change.author for change in again.changes} <= {reviewer}


def counted(folder: Path) -> int:
    """The elements that track changes, as far as they are in the main part, against those counted in the lists."""
    same = explained = failed = cases = 0
    for list_name, column in (("accept-reject", "tracked"), ("other", "file")):
        for case in rows(folder / f"{list_name}.csv"):
            cases += 1
            path = folder / list_name / case[column]
            told, listed = figures(read(path)), listed_figures(case)
            known, reasons = corrected(path, listed)
            same += told == listed
            if told == known and reasons:
                explained += 1
                print(f"  {case[column]}: {'; '.join(reasons)}")
            elif told != known:
                failed += 1
                print(f"  {case[column]}: {told} is not {listed}")
    print(
        f"counts: {same} of {cases} files have as many insertions, deletions, moves and formats as the lists say, "
        f"{explained} differ by what is named above"
    )
    return failed


def figures(file: WordFile) -> Counter[str]:
    """What was read of the main part, in elements of the file."""
    found: Counter[str] = Counter()
    for change in file.changes:
        if change.place.container.is_main:
            kind = change.kind.rpartition("_")[2] if change.kind.startswith(("paragraph", "table_row")) else change.kind
            found["move" if kind.startswith("move") or change.move else kind] += change.parts
    counts = Counter({kind: found[kind] for kind in ("insert", "delete", "move", "format")})
    counts["comments"] = bool(file.comments)
    return counts


def listed_figures(case: dict[str, str]) -> Counter[str]:
    columns = {"insert": "ins", "delete": "dele", "move": "moves", "format": "property_changes"}
    counts = Counter({kind: int(case[column]) for kind, column in columns.items()})
    counts["comments"] = case["comments"] == "True"
    return counts


def corrected(path: Path, listed: Counter[str]) -> tuple[Counter[str], list[str]]:
    """The figures of a list without what is no change and with what it does not count, both seen in the file itself."""
    with zipfile.ZipFile(path) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))  # noqa: S314 - files of a published collection
    known, reasons = Counter(listed), []
    for tag, kind in (("ins", "insert"), ("del", "delete")):
        former = sum(1 for old in root.iter(f"{W}rPrChange") for _each in old.iter(f"{W}{tag}"))
        of_comments = sum(holds_a_comment_alone(each) for each in root.iter(f"{W}{tag}"))
        known[kind] -= former + of_comments
        reasons += [f"{former} w:{tag} in a former format, which is history"] if former else []
        reasons += [f"{of_comments} w:{tag} with the mark of a comment and no words"] if of_comments else []
    for name in NAMED:
        if uncounted := sum(1 for _each in root.iter(f"{W}{name}")):
            known["format"] += uncounted
            reasons.append(f"{uncounted} w:{name}, which the list does not count")
    return known, reasons


def holds_a_comment_alone(element: ET.Element) -> bool:
    inside = {each.tag.removeprefix(W) for run in element.iter(f"{W}r") for each in run} - {"rPr"}
    return inside == {"commentReference"}


def grown() -> None:
    """Seconds to read a redline of so many paragraphs, each with one word replaced, and memory of the process."""
    for count in (1_000, 4_000, 16_000):
        pairs = [(f"The city {at} may act on water.", f"The city {at} shall act on water.") for at in range(count)]
        data = write_text(redlined(list(pairs), "Ana"))
        started = time.perf_counter()
        file = read(data)
        seconds = time.perf_counter() - started
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"growth: {count:,} paragraphs, {len(file.changes):,} changes: {seconds:.2f} s, "
            f"{seconds / count * 1e6:.0f} µs a paragraph; {most} MB, writing included"
        )


def proposed() -> None:
    """Seconds to read proposals from so many new paragraphs, and from so many changes of one paragraph taken together,
    without the limits that a file that comes back has."""
    returning.reading.MOST_CHANGES = returning.reading.MOST_CHARACTERS = 10**9
    base = [returning.Base("p0", "Act on water."), returning.Base("p1", "Report.")]
    for count in (1_000, 4_000, 16_000):
        new = [(None, f"City {at} reports.") for at in range(count)]
        words = " ".join(f"word{at} may" for at in range(count))
        pairs = [("Act on water.", "Act on water."), *new, ("Report.", None)]
        for name, made, texts_out in (
            ("new paragraphs", pairs, base),
            ("changes of one", [(words, words.replace("may", "shall"))], [returning.Base("p0", words)]),
        ):
            file = read(write_text(redlined(list(made), "Ana")))
            started = time.perf_counter()
            found = returning.returned(file, texts_out, by="paragraph")
            seconds = time.perf_counter() - started
            print(
                f"proposals: {count:,} {name}: {len(found.proposals):,} in {seconds:.2f} s, "
                f"{seconds / count * 1e6:.0f} µs each"
            )


if __name__ == "__main__":
    sys.exit(main())
