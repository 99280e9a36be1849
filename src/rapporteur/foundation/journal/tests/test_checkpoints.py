"""A checkpoint that somebody kept finds what the chain alone cannot: a journal written anew by one who holds it all."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from rapporteur.foundation.journal import tree
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.journal.chain import FIRST, commitment, entry_hash, faults
from rapporteur.foundation.journal.checkpoints import Checkpoint, checkpoint_faults, read_checkpoint, root_at
from rapporteur.foundation.journal.keys import PrivateKey
from rapporteur.foundation.journal.models import Entry, Head
from rapporteur.foundation.journal.notes import is_signed_by, signed
from rapporteur.foundation.journal.queries import exported, journal_faults, journal_key, signed_checkpoint
from rapporteur.foundation.people.reader import system

Rows = list[dict[str, Any]]
KEY = PrivateKey("city.example/journal", bytes(32))
SIZE, LATER = 13, 20
REWRITTEN = "The first 13 entries are not those of the checkpoint: the journal was rewritten."


def chained(facts: Rows) -> Rows:
    """A whole chain with these facts in their order: numbers, links and hashes as they should be."""
    rows: Rows = []
    previous = FIRST
    for number, fact in enumerate(facts, 1):
        row = {**fact, "number": number, "previous": previous}
        row["hash"] = previous = entry_hash(row)
        rows.append(row)
    return rows


def journal(size: int = LATER) -> Rows:
    return chained(
        [
            {
                "at": "2017-10-02T09:00:00.000000Z",
                "conference": "cities",
                "act": "received contribution",
                "object": f"contribution:{key}",
                "role": "delegate",
                "commitment": commitment(f"{key:032x}", {"number": key}),
            }
            for key in range(size)
        ]
    )


def kept(rows: Rows, size: int = SIZE):
    return signed(Checkpoint(KEY.name, size, root_at(rows, size)).note(), KEY)


@pytest.mark.parametrize("size", range(LATER + 1))
def test_an_old_checkpoint_holds_for_a_journal_that_grew(size):
    assert checkpoint_faults(kept(journal(), size), journal(), keys=[KEY.public()]) == []


def change(rows: Rows, at: int) -> Rows:
    return chained([*rows[:at], {**rows[at], "act": "withdrew contribution"}, *rows[at + 1 :]])


def remove(rows: Rows, at: int) -> Rows:
    return chained([*rows[:at], *rows[at + 1 :]])


def insert(rows: Rows, at: int) -> Rows:
    return chained([*rows[:at], {**rows[at], "object": "contribution:99"}, *rows[at:]])


def reorder(rows: Rows, at: int) -> Rows:
    return chained([*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]])


@pytest.mark.parametrize("tamper", [change, remove, insert, reorder])
@pytest.mark.parametrize("at", range(SIZE))
def test_a_chain_that_was_written_anew_is_found_by_a_kept_checkpoint_and_by_nothing_else(tamper, at):
    true = journal()
    false = tamper(true, at)
    assert false != true
    assert faults(false) == []
    assert checkpoint_faults(kept(true), false, keys=[KEY.public()]) == [REWRITTEN]


@pytest.mark.parametrize("tamper", [change, remove, insert, reorder])
def test_what_came_after_a_checkpoint_is_for_a_later_one_to_hold(tamper):
    assert checkpoint_faults(kept(journal()), tamper(journal(), SIZE)) == []
    assert checkpoint_faults(kept(journal(), SIZE + 2), tamper(journal(), SIZE)) != []


@pytest.mark.parametrize("size", range(SIZE))
def test_entries_cut_off_are_found(size):
    cut = journal()[:size]
    assert faults(cut) == []
    assert checkpoint_faults(kept(journal()), cut) == [
        f"The checkpoint is of 13 entries, the journal has {size}: entries were cut off, or this is an older export."
    ]


def test_a_journal_cut_off_and_filled_up_with_other_acts_is_found():
    filled = chained([*journal()[: SIZE - 1], *journal(60)[40:]])
    assert checkpoint_faults(kept(journal()), filled) == [REWRITTEN]


def test_a_checkpoint_signed_with_another_key_is_found():
    other = PrivateKey(KEY.name, b"1" * 32).public()
    assert checkpoint_faults(kept(journal()), journal(), keys=[KEY.public(), other]) == [
        f"The checkpoint is not signed by city.example/journal with the key {other}."
    ]


def act(text: str) -> Entry:
    with transaction.atomic():
        return record(system(), "said", "thing:1", text=text)


@pytest.mark.django_db
def test_each_act_grows_the_tree_from_which_checkpoints_are_made(settings):
    settings.BASE_ADDRESS = "https://conference.example"
    first = signed_checkpoint()
    assert first.text == "conference.example/journal\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    notes = [first]
    for number in range(1, 10):
        act(f"act {number}")
        notes.append(signed_checkpoint())
    rows = list(exported())
    key = journal_key().public()
    assert [read_checkpoint(note).size for note in notes] == list(range(10))
    assert [checkpoint_faults(note, rows, keys=[key]) for note in notes] == [[]] * 10


@pytest.mark.django_db
def test_the_same_journal_gives_the_same_checkpoint():
    act("one")
    assert str(signed_checkpoint()) == str(signed_checkpoint())
    assert is_signed_by(signed_checkpoint(), journal_key().public())


@pytest.mark.django_db
def test_an_act_that_is_undone_leaves_the_tree_as_it_was():
    act("one")
    before = str(signed_checkpoint())
    with transaction.atomic():
        record(system(), "said", "thing:2")
        transaction.set_rollback(True)
    assert str(signed_checkpoint()) == before


@pytest.mark.django_db
def test_a_database_rolled_back_to_an_earlier_state_is_found():
    act("one")
    act("two")
    note = signed_checkpoint()
    Entry.objects.get(number=2).opening.delete()
    Entry.objects.filter(number=2).delete()
    first = Entry.objects.get()
    edge = tree.written(tree.edge_of([bytes.fromhex(first.hash)]))
    Head.objects.update(number=1, hash=first.hash, edge=edge, laid_count=1)
    act("another two")
    assert journal_faults() == []
    assert checkpoint_faults(note, list(exported())) == [
        "The first 2 entries are not those of the checkpoint: the journal was rewritten."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"edge": ""}, {"edge": "no tree"}, {"laid_count": 3}, {"laid_count": 1}])
def test_a_tree_that_is_not_that_of_the_entries_is_found(wrong):
    act("one")
    act("two")
    Head.objects.update(**wrong)
    assert journal_faults() == [
        "The tree kept beside the journal's head is not that of its entries: checkpoints will not hold."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("laid", range(8))
def test_acts_by_a_server_of_an_earlier_version_are_laid_in_the_tree_by_the_next_reader_and_act(laid):
    edges = [("", 0)]
    for number in range(7):
        act(f"act {number}")
        edges += Head.objects.values_list("edge", "laid_count")
    true = str(signed_checkpoint())
    edge, laid_count = edges[laid]
    Head.objects.update(edge=edge, laid_count=laid_count)
    assert str(signed_checkpoint()) == true
    act("the next")
    assert Head.objects.get().laid_count == 8
    assert journal_faults() == []


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 2, 7, 8])
def test_the_migration_lays_the_entries_that_are_there_in_the_tree(count):
    for number in range(count):
        act(f"act {number}")
    before = list(Head.objects.values())
    Head.objects.update(edge="", laid_count=0)
    migration = import_module("rapporteur.foundation.journal.migrations.0003_entries_are_laid_in_the_tree")
    for _again in range(2):
        migration.forward(apps, None)
        assert list(Head.objects.values()) == before
    assert journal_faults() == []
