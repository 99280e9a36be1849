"""Redlines on real texts: time by size, marked characters against a plain difference, many proposals, alignment.

    python bench/redline.py [FOLDER]

The folder holds pairs.jsonl.gz of de-law-redlines; without it the times are taken on made-up words and the rest is
left out. Five parts:
  time per byte of compare, merge with 20 proposals and rebase at 4, 16 and 64 kB, the best of five runs each, and the
    ratio of the largest to the smallest (aim: at most 4);
  the pairs: both sides given back, characters marked by us and by plain differences of words and blanks: the longest
    common subsequence of our own tokens (the hardest to beat: it keeps the most tokens), the same of runs of word
    characters, blanks and signs, and difflib's; ours must be no more than the first;
  500 proposals for 200 paragraphs, merged;
  proposals without conflict accepted one after another, the others carried over: how often the text is that of merging
    all at once;
  400 paragraphs that were edited, split, joined, moved, removed and added at random, paired again.
"""

from __future__ import annotations

import difflib
import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rapidfuzz.distance import LCSseq
from support import WORDS

from rapporteur_core.redline import Rebased, accepted, align, compare, merge, rebase, rejected
from rapporteur_core.redline.cutting import tokens

FOLDER = Path(__file__).parents[1] / "../shared/data/de-law-redlines"
SIZES = (4_000, 16_000, 64_000)
PLAIN = re.compile(r"\w+|\s+|[^\w\s]")


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    path = folder / "pairs.jsonl.gz"
    pairs = read(path) if path.exists() else []
    if not pairs:
        print(f"There is no pairs.jsonl.gz in {folder}: made-up words are used, and what needs the laws is left out.")
    paragraphs = paragraphs_of(before for before, _after in pairs) or made_up()
    print_times(paragraphs)
    if pairs:
        print_marks(pairs)
    print_many(paragraphs)
    print_one_after_another(paragraphs)
    print_alignment(paragraphs)
    return 0


def read(path: Path) -> list[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [(pair["before"], pair["after"]) for pair in map(json.loads, lines)]


def paragraphs_of(texts: Iterable[str]) -> list[str]:
    """Different paragraphs of 15 to 200 words, each on one line."""
    found = (" ".join(paragraph.split()) for text in texts for paragraph in text.split("\n\n"))
    return list(dict.fromkeys(each for each in found if 15 < len(each.split()) < 200))


def made_up() -> list[str]:
    chance = random.Random(3)
    return [" ".join(chance.choice(WORDS) for _ in range(chance.randrange(20, 90))) + "." for _ in range(3000)]


def edited(text: str, chance: random.Random, count: int, vocabulary: Sequence[str]) -> str:
    """The text with `count` words replaced, put in or taken out."""
    said = text.split(" ")
    for _ in range(count):
        at, act = chance.randrange(len(said)), chance.random()
        if act < 0.5:
            said[at] = chance.choice(vocabulary)
        elif act < 0.8:
            said.insert(at, chance.choice(vocabulary))
        elif len(said) > 1:
            del said[at]
    return " ".join(said)


def vocabulary_of(paragraphs: Sequence[str]) -> list[str]:
    return " ".join(paragraphs[:2000]).split()


def print_times(paragraphs: Sequence[str]) -> None:
    vocabulary, chance = vocabulary_of(paragraphs), random.Random(1)
    acts: dict[str, list[float]] = {"compare": [], "merge of 20": [], "rebase": []}
    for size in SIZES:
        base = (
            "\n".join(chance.sample(paragraphs, k=min(len(paragraphs), size // 50)))
            .encode()[:size]
            .decode(errors="ignore")
        )
        proposals = [edited(base, chance, size // 1000, vocabulary) for _ in range(20)]
        new = edited(base, chance, size // 100, vocabulary)
        runs: dict[str, Callable[[], object]] = {
            "compare": lambda base=base, new=new: compare(base, new),
            "merge of 20": lambda base=base, proposals=proposals: merge(base, proposals),
            "rebase": lambda base=base, new=new, proposals=proposals: rebase(base, new, proposals[0]),
        }
        for name, act in runs.items():
            acts[name].append(min(seconds_of(act) for _ in range(5)) / len(base.encode()))
    print("microseconds a byte at " + ", ".join(f"{size // 1000} kB" for size in SIZES) + " (aim: ratio at most 4)")
    for name, times in acts.items():
        print(
            f"  {name:12} " + "  ".join(f"{each * 1e6:7.3f}" for each in times) + f"   ratio {times[-1] / times[0]:.2f}"
        )


def seconds_of(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def print_marks(pairs: Sequence[tuple[str, str]]) -> None:
    exact = ours = 0
    plain: Counter[str] = Counter()
    for before, after in pairs:
        changes = compare(before, after)
        exact += (accepted(changes), rejected(changes)) == (after, before)
        ours += sum(len(change.text) for change in changes if change.kind != "keep")
        plain["common subsequence of our tokens"] += plain_marks(tokens(before), tokens(after))
        plain["common subsequence of words, blanks, signs"] += plain_marks(PLAIN.findall(before), PLAIN.findall(after))
        plain["difflib on words, blanks, signs"] += difflib_marks(PLAIN.findall(before), PLAIN.findall(after))
    print(f"de-law-redlines: {exact} of {len(pairs)} pairs exact on both sides; characters marked: ours {ours}")
    for name, count in plain.items():
        print(f"  plain {name:45} {count}   ours is {100 * ours / count:.2f} %")


def plain_marks(one: Sequence[str], two: Sequence[str]) -> int:
    numbers: dict[str, int] = {}
    codes = [[numbers.setdefault(token, len(numbers)) for token in side] for side in (one, two)]
    steps = [step for step in LCSseq.opcodes(codes[0], codes[1]) if step.tag != "equal"]
    return sum(
        len("".join(one[step.src_start : step.src_end])) + len("".join(two[step.dest_start : step.dest_end]))
        for step in steps
    )


def difflib_marks(one: Sequence[str], two: Sequence[str]) -> int:
    steps = difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    return sum(len("".join(one[a:b])) + len("".join(two[c:d])) for tag, a, b, c, d in steps if tag != "equal")


def print_many(paragraphs: Sequence[str]) -> None:
    vocabulary, chance = vocabulary_of(paragraphs), random.Random(5)
    text = chance.sample(paragraphs, k=200)
    proposals: dict[int, dict[str, str]] = {}
    for number in range(500):
        at = chance.randrange(200)
        proposals.setdefault(at, {})[f"A-{number}"] = edited(text[at], chance, 3, vocabulary)
    began = time.perf_counter()
    merged = [merge(text[at], several) for at, several in proposals.items()]
    seconds = time.perf_counter() - began
    sets = sum(len(each.conflicts) for each in merged)
    print(f"500 proposals for 200 paragraphs: {seconds:.3f} s, {sets} conflict sets")


def print_one_after_another(paragraphs: Sequence[str]) -> None:
    few = ["ab", "cd", "ef", "gh", "ij"]
    chance = random.Random(7)
    hard = [" ".join(chance.choices(few, k=30)) for _ in range(1000)]
    print("proposals without conflict accepted one after another, 1,000 times:")
    print("  paragraphs, 4 proposals of 2 words each: " + told(taken_in(paragraphs, vocabulary_of(paragraphs), 4, 2)))
    print("  thirty words out of five, 4 proposals of 2 words each: " + told(taken_in(hard, few, 4, 2)))


def taken_in(paragraphs: Sequence[str], vocabulary: Sequence[str], proposals: int, words: int) -> Counter[str]:
    """How often the text is the same as merging at once gives, another, or not to be had without a person."""
    chance = random.Random(7)
    found: Counter[str] = Counter()
    while found.total() < 1000:
        base = chance.choice(paragraphs)
        several = [edited(base, chance, words, vocabulary) for _ in range(proposals)]
        merged = merge(base, several)
        clear = [text for name, text in enumerate(several) if name not in merged.conflicting]
        if len(clear) > 1:
            at_once = merge(base, clear).text
            step = one_after_another(base, chance.sample(clear, k=len(clear)))
            found["unclear" if step is None else "the same" if step == at_once else "another"] += 1
    return found


def one_after_another(base: str, waiting: Sequence[str]) -> str | None:
    """The text when each is accepted in turn and the others are carried over; None when one becomes unclear."""
    current = base
    while waiting:
        frozen, current, *rest = current, *waiting
        laid = [rebase(frozen, current, each) for each in rest]
        if not all(isinstance(each, Rebased) for each in laid):
            return None
        waiting = [each.text for each in laid]
    return current


def told(found: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(found.items()))


def print_alignment(paragraphs: Sequence[str]) -> None:
    chance = random.Random(9)
    right: Counter[str] = Counter()
    there: Counter[str] = Counter()
    wrong = 0
    seconds = 0.0
    for _ in range(5):
        old, new, truth = reworked(chance.sample(paragraphs, k=460), chance, vocabulary_of(paragraphs))
        began = time.perf_counter()
        found = align(old, new)
        seconds = max(seconds, time.perf_counter() - began)
        links = {(each.old, each.new) for each in found}
        for kind, one, two in truth:
            there[kind] += 1
            right[kind] += (one, two) in links
        wrong += len(links - {(one, two) for _kind, one, two in truth})
    rates = ", ".join(f"{kind} {right[kind]} of {there[kind]}" for kind in sorted(there))
    print(f"alignment of 400 paragraphs, five times: at most {seconds:.2f} s; right: {rates}; wrong {wrong}")


Truth = list[tuple[str, tuple[int, ...], tuple[int, ...]]]


def reworked(
    paragraphs: Sequence[str], chance: random.Random, vocabulary: Sequence[str]
) -> tuple[list[str], list[str], Truth]:
    """400 paragraphs, a reworked text of them, and which belong together."""
    old, spare = list(paragraphs[:400]), list(paragraphs[400:])
    steps: list[tuple[str, tuple[int, ...], list[str]]] = []
    at = 0
    while at < len(old):
        kind = chance.choices(["same", "changed", "gone", "split", "joined", "new"], [40, 35, 8, 7, 5, 5])[0]
        said = old[at].split(" ")
        if kind == "split" and len(said) > 20:
            cut = chance.randrange(6, len(said) - 6)
            steps.append((kind, (at,), [" ".join(said[:cut]), " ".join(said[cut:])]))
        elif kind == "joined" and at + 1 < len(old):
            steps.append((kind, (at, at + 1), [f"{old[at]} {old[at + 1]}"]))
            at += 1
        elif kind == "gone":
            steps.append((kind, (at,), []))
        elif kind == "changed":
            share = chance.choice([0.05, 0.15, 0.3, 0.4])
            steps.append((kind, (at,), [edited(old[at], chance, max(1, int(share * len(said))), vocabulary)]))
        else:
            steps += [("new", (), [spare.pop()])] if kind == "new" and spare else []
            steps.append(("same", (at,), [old[at]]))
        at += 1
    for step in [each for each in steps if each[0] == "same" and chance.random() < 0.05]:
        steps.remove(step)
        steps.insert(chance.randrange(len(steps)), ("moved", *step[1:]))
    new: list[str] = []
    truth: Truth = []
    for kind, places, texts in steps:
        truth.append((kind, places, tuple(range(len(new), len(new) + len(texts)))))
        new += texts
    return old, new, truth


if __name__ == "__main__":
    sys.exit(main())
