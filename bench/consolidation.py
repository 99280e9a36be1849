"""Wall time and peak memory of `rapporteur consolidate` at 1,000, 2,000, 4,000 and all rows of a file.

    python bench/consolidation.py [FILE]

FILE is JSON Lines, gzipped or not. Each size takes rows spread evenly over the file and runs in a process of its own,
everything included (reading, all steps, writing, the page). Memory is the resident memory of the process and its
children, looked at twenty times a second. Aims for the 7,425 proposals: under 60 s on 2 cores, under 1.5 GB, and no
worse growth than n log n.
"""

from __future__ import annotations

import gzip
import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

FILE = Path(__file__).parents[1] / "../shared/data/barcelona-pam/proposals.jsonl.gz"
SIZES = (1_000, 2_000, 4_000)
COMMAND = "import sys; from rapporteur.cli import main; sys.exit(main())"
LOOK_EVERY = 0.05


def main() -> int:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else FILE
    if not path.exists():
        print(f"There is no file {path}. Give a file of JSON Lines as the argument.")
        return 2
    data = path.read_bytes()
    lines = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).splitlines(keepends=True)
    sizes = [*(size for size in SIZES if size < len(lines)), len(lines)]
    print(f"{'rows':>7} {'seconds':>8} {'peak MB':>8} {'s per n log n':>14}")
    seconds = []
    for size in sizes:
        chosen = [lines[round(at)] for at in np.linspace(0, len(lines) - 1, size)]
        wall, peak = measure(b"".join(chosen))
        seconds.append(wall)
        print(f"{size:7,} {wall:8.1f} {peak:8.0f} {1e6 * wall / (size * math.log(size)):11.1f} µs", flush=True)
    if len(sizes) > 1:
        whole = np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
        # Starting Python and loading the libraries costs the same at every size and hides how the work grows.
        start = measure_start()
        work = np.polyfit(np.log(sizes), np.log(np.array(seconds) - start), 1)[0]
        ideal = np.polyfit(np.log(sizes), np.log([size * math.log(size) for size in sizes]), 1)[0]
        print(f"fitted exponent {whole:.2f}; without the {start:.1f} s of the start {work:.2f}; n log n {ideal:.2f}")
    return 0


def measure(data: bytes) -> tuple[float, float]:
    """Seconds and peak megabytes of one run."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "rows.jsonl"
        source.write_bytes(data)
        arguments = ["consolidate", str(source), "-o", str(Path(folder) / "out")]
        started = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-c", COMMAND, *arguments], stderr=subprocess.DEVNULL)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, memory_of(process.pid))
            time.sleep(LOOK_EVERY)
        if process.returncode:
            raise SystemExit(f"The run ended with {process.returncode}: call rapporteur consolidate to see why.")
        return time.perf_counter() - started, peak


def measure_start() -> float:
    """Seconds of a run over three rows, one of them long enough to ask for its language."""
    row = b'{"id": %d, "text": "We ask the city for more light in the streets around our school, row %d."}\n'
    return measure(b"".join(row % (number, number) for number in range(3)))[0]


def memory_of(process: int) -> float:
    """Resident megabytes of a process and its children (Linux)."""
    total = 0.0
    try:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1]) / 1024
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return total
    return total + sum(memory_of(int(child)) for child in children)


if __name__ == "__main__":
    sys.exit(main())
