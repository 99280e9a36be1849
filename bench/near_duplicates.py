"""Near-duplicate groups against the truth of near-dup-campaigns: precision, recall and F1 over pairs.

    python bench/near_duplicates.py [FOLDER]

The folder holds items.jsonl.gz and truth.csv; the floor that its README gives is F1 0.940. The thresholds in
rapporteur_core.duplicates are round figures with a reason each, the same for every file; none was fitted to this one.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from rapporteur_core import duplicates

FOLDER = Path(__file__).parents[1] / "../shared/data/near-dup-campaigns"
FLOOR = 0.940


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    if not (folder / "truth.csv").exists():
        print(f"There is no truth.csv in {folder}. Give the folder of near-dup-campaigns as the argument.")
        return 2
    texts, cluster, variant = read(folder)
    started = time.perf_counter()
    found = duplicates.groups(texts)
    seconds = time.perf_counter() - started
    truth = pairs_of(members for name, members in members_of(cluster).items() if name)
    mine = pairs_of(group.members for group in found)
    right = len(truth & mine)
    precision, recall = right / max(len(mine), 1), right / len(truth)
    print(f"texts {len(texts)}, true pairs {len(truth)}, pairs found {len(mine)}, {seconds:.1f} s")
    print(f"precision {precision:.4f}")
    print(f"recall    {recall:.4f}")
    print(f"F1        {2 * right / (len(mine) + len(truth)):.4f}   (floor {FLOOR:.3f})")
    print("recall of the pairs that a variant takes part in:")
    for name, (all_of_it, hits) in sorted(by_variant(truth, mine, variant).items()):
        print(f"  {name:10} {hits / all_of_it:.4f}   of {all_of_it}")
    wrong = Counter("same template" if variant[a].startswith("frame") else "other" for a, b in mine - truth)
    print(f"pairs joined wrongly: {dict(wrong)}")
    return 0


def read(folder: Path) -> tuple[list[str], list[str], list[str]]:
    """The texts with their true cluster ("" stands alone) and variant, in the order of the items."""
    with gzip.open(folder / "items.jsonl.gz", "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as rows:
        truth = {int(row["id"]): row for row in csv.DictReader(rows)}
    rows_in_order = [truth[item["id"]] for item in items]
    return (
        [item["text"] for item in items],
        [row["cluster"] for row in rows_in_order],
        [row["variant"] for row in rows_in_order],
    )


def members_of(cluster: Sequence[str]) -> dict[str, list[int]]:
    members: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(cluster):
        members[name].append(index)
    return members


def pairs_of(groups: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    return {pair for members in groups for pair in combinations(sorted(members), 2)}


def by_variant(
    truth: set[tuple[int, int]], mine: set[tuple[int, int]], variant: Sequence[str]
) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for pair in truth:
        for name in {part for index in pair for part in variant[index].split("+")}:
            all_of_it, hits = counts.get(name, (0, 0))
            counts[name] = (all_of_it + 1, hits + (pair in mine))
    return counts


if __name__ == "__main__":
    sys.exit(main())
