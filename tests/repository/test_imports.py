from __future__ import annotations

import ast
from pathlib import Path

import pytest

from rapporteur.line import STAGES

SOURCE = Path(__file__).parents[2] / "src" / "rapporteur"
OPEN_TO_OTHERS = {"models", "permissions", "queries", "actions"}


def imported(path: Path) -> list[str]:
    """The dotted names that a file imports, absolute ones only."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names


def trespasses(stage: str, path: Path) -> list[str]:
    """Imports of another stage's pages."""
    found = []
    for name in imported(path):
        parts = name.split(".")
        is_of_another = parts[0] == "rapporteur" and len(parts) > 2 and parts[1] in STAGES and parts[1] != stage
        if is_of_another and parts[2] not in OPEN_TO_OTHERS:
            found.append(f"{path.relative_to(SOURCE)} imports {name}")
    return found


@pytest.mark.parametrize("stage", STAGES)
def test_from_another_stage_one_imports_models_permissions_queries_and_actions(stage):
    files = [path for path in (SOURCE / stage).rglob("*.py") if "tests" not in path.parts]
    assert [fault for path in files for fault in trespasses(stage, path)] == []


def test_an_import_of_another_stages_page_is_found(tmp_path, monkeypatch):
    planted = tmp_path / "planted.py"
    planted.write_text("from rapporteur.calls.views import programme\n")
    monkeypatch.setattr(f"{__name__}.SOURCE", tmp_path)
    assert trespasses("drafting", planted) == ["planted.py imports rapporteur.calls.views.programme"]


def test_our_apps_send_each_other_no_signals():
    used = [path for path in SOURCE.rglob("*.py") if "django.dispatch" in path.read_text(encoding="utf-8")]
    assert used == []
