"""Hub retrieval on the links that the facilitators of Barcelona's consultation set: hit@1, hit@10 and MRR.

    python bench/hubs.py [FOLDER]

Each proposal that a facilitator linked to a hub is a query, the hubs are the candidates (never the query itself), and
the first rank of a hub that it was linked to counts. Text only: title and summary. Nothing is learned from the links.
The settings of `concordance` are round figures chosen on this very file, so its margin is a little kind to them: the
second line gives the half of the queries with odd identifiers and the other half apart.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from rapporteur_core import concordance

FOLDER = Path(__file__).parents[1] / "../shared/data/barcelona-pam"
FLOOR = "hit@1 0.111  hit@10 0.331  MRR 0.184"


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    if not (folder / "links.csv").exists():
        print(f"There is no links.csv in {folder}. Give the folder of barcelona-pam as the argument.")
        return 2
    text, hubs_of = read(folder)
    hubs = sorted({hub for linked in hubs_of.values() for hub in linked})
    queries = sorted(hubs_of)
    started = time.perf_counter()
    order, _ = concordance.rank([text[each] for each in queries], [text[each] for each in hubs], keep=len(hubs))
    seconds = time.perf_counter() - started
    found = np.array([first_hit(row, each, hubs, hubs_of[each]) for row, each in zip(order, queries, strict=True)])
    print(f"{len(queries)} linked proposals, {len(hubs)} hubs, {seconds:.1f} s")
    print(f"floor         {FLOOR}")
    print(f"rank          {figures(found)}")
    odd = np.array([each % 2 == 1 for each in queries])
    print(f"  odd ids     {figures(found[odd])}\n  even ids    {figures(found[~odd])}")
    return 0


def read(folder: Path) -> tuple[dict[int, str], dict[int, set[int]]]:
    """The text of each proposal, and for each linked proposal its hubs."""
    with gzip.open(folder / "proposals.jsonl.gz", "rt", encoding="utf-8") as lines:
        proposals = [json.loads(line) for line in lines]
    text = {each["id"]: f"{each['title'] or ''}\n{each['summary'] or ''}" for each in proposals}
    hubs_of: dict[int, set[int]] = defaultdict(set)
    with (folder / "links.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["by"] == "facilitator" and row["hub"] != row["linked"]:
                hubs_of[int(row["linked"])].add(int(row["hub"]))
    return text, hubs_of


def first_hit(order: np.ndarray, query: int, hubs: list[int], wanted: set[int]) -> float:
    """The first rank (from 1) of a wanted hub, the query itself left out; infinite when none is ranked."""
    ranked = [hubs[index] for index in order if index >= 0 and hubs[index] != query]
    return next((float(rank) for rank, hub in enumerate(ranked, start=1) if hub in wanted), float("inf"))


def figures(found: np.ndarray) -> str:
    return f"hit@1 {(found <= 1).mean():.3f}  hit@10 {(found <= 10).mean():.3f}  MRR {(1 / found).mean():.3f}"


if __name__ == "__main__":
    sys.exit(main())
