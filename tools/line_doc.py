"""The tables of docs/line.md, addresses and acts of each stage, from the code: `python tools/line_doc.py` writes them.

The prose between the tables is written by hand. A table stands between `<!-- STAGE -->` and `<!-- end -->`.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapporteur.web.settings_test")

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/rapporteur"
TARGET = ROOT / "docs/line.md"
BLOCK = re.compile(r"<!-- ([\w.]+) -->\n.*?<!-- end -->", re.DOTALL)
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


def addresses(package: str) -> Iterator[str]:
    """One row for each address whose view lives in `package`: address, who reads it, who sends its form."""
    from django.urls import get_resolver
    from django.utils import translation

    from rapporteur.web.guard import patterns

    with translation.override("en"):
        found = {}
        for route, entry in patterns(get_resolver()):
            view = entry.callback
            if view.__module__.startswith(f"rapporteur.{package}.") and hasattr(view, "permission"):
                sent = f"`{view.act.name}`" if getattr(view, "act", None) else ""
                found[CONVERTER.sub(r"<\1>", f"/{route}")] = f"`{view.permission.name}` | {sent}"
    for route, cells in found.items():
        yield f"| `{route}` | {cells} |"


def acts(package: str) -> Iterator[str]:
    """One row for each act of `package`: a public function of its actions that is told who acts."""
    folder = SOURCE / package.replace(".", "/")
    for path in [folder / "actions.py", *sorted((folder / "actions").glob("*.py"))]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else []:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and is_act(node):
                said = (ast.get_docstring(node) or "").split("\n\n")[0]
                yield f"| `{node.name}` | {' '.join(said.split()).replace('|', chr(92) + '|')} |"


def is_act(node: ast.FunctionDef) -> bool:
    return any(argument.arg == "by" for argument in [*node.args.args, *node.args.kwonlyargs])


def tables(package: str) -> str:
    """Both tables of a stage; one that has no rows is left out."""
    heads = (
        ("| Address | Read under | Sent under |\n|---|---|---|", addresses(package)),
        ("| Act | What it does |\n|---|---|", acts(package)),
    )
    filled = [f"{head}\n{lines}" for head, rows in heads if (lines := "\n".join(rows))]
    return "\n\n".join(filled)


def text() -> str:
    """The document with its tables brought to the code."""
    before = TARGET.read_text(encoding="utf-8")
    return BLOCK.sub(lambda found: f"<!-- {found[1]} -->\n{tables(found[1])}\n<!-- end -->", before)


if __name__ == "__main__":
    import django

    django.setup()
    TARGET.write_text(text(), encoding="utf-8")
