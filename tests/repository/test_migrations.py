"""The migrations tell all of the models, and import nothing of ours."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.core.management import call_command

SOURCE = Path(__file__).parents[2] / "src/rapporteur"


@pytest.mark.django_db
def test_no_model_waits_for_a_migration(capsys):
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    except SystemExit:
        pytest.fail(f"Models changed without a migration:\n{capsys.readouterr().out}")


def test_every_stage_with_models_has_its_first_migration():
    files = [*SOURCE.glob("*/models.py"), *SOURCE.glob("*/models/*.py")]
    with_models = {path.relative_to(SOURCE).parts[0] for path in files if "models.Model" in path.read_text("utf-8")}
    migrated = {path.parents[1].name for path in SOURCE.glob("*/migrations/0001_*.py")}
    assert with_models - migrated == set()


def test_no_migration_imports_anything_of_ours():
    found = []
    for path in sorted(SOURCE.glob("**/migrations/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            found += [
                f"{path.name}: {name}" for name in names if name.split(".")[0] in {"rapporteur", "rapporteur_core"}
            ]
    assert found == []
