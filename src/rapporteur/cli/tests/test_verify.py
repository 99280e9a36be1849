from __future__ import annotations

import json

import pytest
from django.db import transaction

from rapporteur.cli.main import main
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.journal.queries import exported
from rapporteur.foundation.people.reader import system


@pytest.mark.django_db
def test_the_last_hash_is_told_since_a_cut_end_leaves_no_other_trace(tmp_path, capsys):
    with transaction.atomic():
        for act in ("first", "second"):
            record(system(), act, "thing:1")
    entries = list(exported())
    file = tmp_path / "journal.jsonl"
    said = []
    for rows in (entries, entries[:1]):
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        assert main(["verify", str(file)]) == 0
        said.append(capsys.readouterr().out)
    assert entries[1]["hash"] in said[0]
    assert entries[1]["hash"] not in said[1]


@pytest.mark.parametrize("line", ["[1, 2]", "7", "{}", '{"number": "x"}', "null"])
def test_what_is_no_journal_is_told_in_a_sentence(tmp_path, capsys, line):
    file = tmp_path / "journal.jsonl"
    file.write_text(line + "\n", encoding="utf-8")
    assert main(["verify", str(file)]) == 2
    assert "is no journal" in capsys.readouterr().err
