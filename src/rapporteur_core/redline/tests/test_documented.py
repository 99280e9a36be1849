from __future__ import annotations

import doctest
from pathlib import Path

DOCUMENT = Path(__file__).parents[4] / "docs/reference/redlines.md"


def test_the_documented_examples_give_what_the_page_says() -> None:
    found = doctest.testfile(str(DOCUMENT), module_relative=False)
    assert (found.attempted > 5, found.failed) == (True, 0)
