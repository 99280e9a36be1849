"""Languages of many texts, found in a process of its own: the model takes 130 MB, which no web process should keep.

python -m rapporteur.contributions.detecting: a JSON list of texts on the standard input, of codes on the output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from rapporteur_core.text import language_of

SECONDS = 300


class NotDetected(Exception):
    """The process ended without an answer."""


def languages_of(texts: list[str]) -> list[str]:
    """The likeliest language of each text, 'und' below three words. Raises NotDetected."""
    if not texts:
        return []
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each), "PYTHONUTF8": "1"}
    try:
        ended = subprocess.run(
            [sys.executable, "-m", __name__],
            input=json.dumps(texts).encode(),
            stdout=subprocess.PIPE,
            timeout=SECONDS,
            env=environment,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotDetected from error
    return [str(code) for code in json.loads(ended.stdout)]


def _main() -> None:
    json.dump([language_of(text)[0] for text in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    _main()
