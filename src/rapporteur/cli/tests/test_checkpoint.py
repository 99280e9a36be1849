"""Checkpoints by commands: the secretariat prints them, a witness signs them, anyone checks them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import transaction

from rapporteur.cli.main import main
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.journal.chain import entry_hash
from rapporteur.foundation.journal.queries import exported
from rapporteur.foundation.people.reader import system

pytestmark = pytest.mark.django_db


class Office:
    """Two desks: the secretariat with its database, and a witness with files alone."""

    def __init__(self, folder: Path, capsys):
        self.folder, self.capsys = folder, capsys

    def says(self, *arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return (code, *self.capsys.readouterr())

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def act(self, count: int) -> None:
        for _number in range(count):
            with transaction.atomic():
                record(system(), "said", "thing:1")

    def journal(self, rows=None) -> Path:
        return self.file("journal.jsonl", "".join(json.dumps(row) + "\n" for row in rows or exported()))

    def checkpoint(self, name: str = "checkpoint") -> Path:
        return self.file(name, self.says("checkpoint")[1])

    def key(self) -> str:
        return self.says("checkpoint", "--public-key")[1].strip()

    def witnesses(self, checkpoint: Path, *, key: str | None = None, name: str = "witness"):
        own = self.folder / f"{name}.key"
        named = [] if own.exists() else ["--name", f"city.example/{name}"]
        options = ["--journal", self.folder / "journal.jsonl", "--log-key", key or self.key(), "--key", own, *named]
        return self.says("checkpoint", "--witness", checkpoint, *options)


@pytest.fixture
def office(tmp_path, capsys):
    return Office(tmp_path, capsys)


def rewritten(rows: list[dict]) -> list[dict]:
    """The same journal with its first act changed, and every later hash made to fit."""
    rows[0]["act"] = "unsaid"
    for before, row in zip([None, *rows], rows, strict=False):
        row["previous"] = before["hash"] if before else row["previous"]
        row["hash"] = entry_hash(row)
        row.pop("opening", None)
    return rows


def test_a_checkpoint_holds_for_the_journal_of_its_time_and_of_later(office):
    office.act(3)
    checkpoint, key = office.checkpoint(), office.key()
    for count in (3, 8):
        journal = office.journal()
        assert office.says("verify", journal, "--checkpoint", checkpoint, "--key", key) == (
            0,
            f"{journal}: {count} entries, all hold.\n"
            "The first 3 are those of the checkpoint of 127.0.0.1:8000/journal. "
            "It is signed by 127.0.0.1:8000/journal.\n",
            "",
        )
        office.act(5)


def test_without_a_key_it_is_said_that_nobody_looked_at_the_signature(office):
    office.act(1)
    code, said, _error = office.says("verify", office.journal(), "--checkpoint", office.checkpoint())
    assert (code, said.split(". ")[-1]) == (0, "Who signed it was not checked: name the keys by --key.\n")


def test_a_journal_that_was_written_anew_is_found_by_its_checkpoint_only(office):
    office.act(3)
    checkpoint = office.checkpoint()
    false = office.journal(rewritten(list(exported())))
    assert office.says("verify", false)[0] == 0
    assert office.says("verify", false, "--checkpoint", checkpoint) == (
        1,
        "The first 3 entries are not those of the checkpoint: the journal was rewritten.\n",
        "",
    )


def test_a_checkpoint_that_was_changed_is_not_signed(office):
    office.act(2)
    key, checkpoint = office.key(), office.checkpoint()
    office.act(1)
    posing = office.file("posing", checkpoint.read_text().replace("\n2\n", "\n3\n"))
    code, said, _error = office.says("verify", office.journal(), "--checkpoint", posing, "--key", key)
    assert code == 1
    assert f"The checkpoint is not signed by 127.0.0.1:8000/journal with the key {key}.\n" in said


def test_a_witness_signs_the_same_note_and_all_named_must_have_signed(office):
    office.act(3)
    journal, checkpoint, key = office.journal(), office.checkpoint(), office.key()
    code, signed, _error = office.witnesses(checkpoint)
    assert code == 0
    assert signed.startswith(checkpoint.read_text())
    cosigned = office.file("cosigned", signed)
    own = office.says("checkpoint", "--public-key", "--key", office.folder / "witness.key")[1].strip()
    both = ["--key", key, "--key", own]
    assert office.says("verify", journal, "--checkpoint", cosigned, *both)[0] == 0
    assert office.says("verify", journal, "--checkpoint", checkpoint, *both) == (
        1,
        f"The checkpoint is not signed by city.example/witness with the key {own}.\n",
        "",
    )


def test_several_witnesses_sign_one_after_the_other(office):
    office.act(1)
    office.journal()
    first = office.file("first", office.witnesses(office.checkpoint(), name="one")[1])
    code, signed, _error = office.witnesses(first, name="two")
    assert (code, [line.split()[1] for line in signed.splitlines() if line.startswith("—")]) == (
        0,
        ["127.0.0.1:8000/journal", "city.example/one", "city.example/two"],
    )


def test_a_witness_signs_a_journal_that_grew(office):
    for _day in range(3):
        office.act(2)
        office.journal()
        assert office.witnesses(office.checkpoint())[0] == 0


def test_a_witness_does_not_sign_a_journal_that_forgot_what_was_signed_before(office, settings):
    office.act(3)
    office.journal()
    office.witnesses(office.checkpoint("before"))
    signed_last = (office.folder / "witness.key.last").read_text()
    rows = rewritten(list(exported()))
    # The one who runs the server holds its key, and signs what was written anew.
    from rapporteur.foundation.journal.checkpoints import Checkpoint, root_at
    from rapporteur.foundation.journal.notes import signed
    from rapporteur.foundation.journal.queries import journal_key

    false = signed(Checkpoint(journal_key().name, 3, root_at(rows, 3)).note(), journal_key())
    office.journal(rows)
    assert (
        office.says(
            "verify",
            office.folder / "journal.jsonl",
            "--checkpoint",
            office.file("false", str(false)),
            "--key",
            office.key(),
        )[0]
        == 0
    )
    assert office.witnesses(office.folder / "false") == (
        1,
        "",
        "Not signed.\nThe first 3 entries are not those of the checkpoint: the journal was rewritten.\n",
    )
    assert (office.folder / "witness.key.last").read_text() == signed_last


def test_a_witness_signs_no_earlier_checkpoint_after_a_later_one(office):
    office.act(1)
    earlier = office.checkpoint("earlier")
    office.act(1)
    office.journal()
    office.witnesses(office.checkpoint("later"))
    assert office.witnesses(earlier) == (
        1,
        "",
        "Not signed.\nYou signed a later checkpoint already, of 2 entries; this one is of 1.\n",
    )


def test_a_witness_signs_for_one_journal_only(office, settings):
    office.act(1)
    office.journal()
    office.witnesses(office.checkpoint())
    settings.CHECKPOINT_KEY = office.folder / "another.key"
    settings.BASE_ADDRESS = "https://another.example"
    assert office.witnesses(office.checkpoint()) == (
        1,
        "",
        "Not signed.\nThis key is a witness of 127.0.0.1:8000/journal. Take another key for another.example/journal.\n",
    )


def test_a_witness_does_not_sign_what_the_journal_did_not_sign(office, settings):
    office.act(1)
    office.journal()
    key = office.key()
    settings.CHECKPOINT_KEY = office.folder / "thief.key"
    code, said, error = office.witnesses(office.checkpoint(), key=key)
    assert (code, said) == (1, "")
    assert error == f"Not signed.\nThe checkpoint is not signed by 127.0.0.1:8000/journal with the key {key}.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["verify", "J", "--key", "x"], "A key signs a checkpoint: name its file by --checkpoint.\n"),
        (
            ["verify", "J", "--checkpoint", "J"],
            "J: This is no signed note: a text, an empty line, and lines “— NAME SIGNATURE” are asked for.\n",
        ),
        (["verify", "J", "--checkpoint", "C", "--key", "x"], "“x” is no key: NAME+ID+KEY is asked for.\n"),
        (["checkpoint", "--witness", "C"], "A witness names --journal, --log-key and --key besides --witness.\n"),
        (
            ["checkpoint", "--public-key", "--key", "N"],
            "No key is kept at N. To make one there, give it a name by --name.\n",
        ),
        (
            ["checkpoint", "--public-key", "--key", "C"],
            "C: This is no private key: a line that begins with PRIVATE+KEY+ is asked for.\n",
        ),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(office, monkeypatch, arguments, sentence):
    monkeypatch.chdir(office.folder)
    office.act(1)
    office.journal().rename("J")
    office.checkpoint("C")
    assert office.says(*arguments) == (2, "", sentence)
