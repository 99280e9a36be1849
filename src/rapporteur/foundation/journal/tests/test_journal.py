from __future__ import annotations

import json

import pytest
from django.db import transaction

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.journal.chain import faults
from rapporteur.foundation.journal.models import Entry, Head, Opening
from rapporteur.foundation.journal.queries import exported, head_number, journal_faults
from rapporteur.foundation.people.reader import system

pytestmark = pytest.mark.django_db


def act(text: str) -> Entry:
    with transaction.atomic():
        return record(system(), "said", "thing:1", text=text)


def test_each_act_is_bound_to_the_one_before():
    first, second = act("one"), act("two")
    assert second.previous == first.hash
    assert second.number == first.number + 1 == head_number()
    assert journal_faults() == []


def test_the_open_entry_holds_nothing_of_the_content():
    act("a secret name")
    row = next(iter(exported()))
    row.pop("opening")
    assert "secret" not in json.dumps(row)


def test_a_changed_act_is_found():
    act("one")
    act("two")
    Entry.objects.filter(number=1).update(act="unsaid")
    assert any("Entry 1 was changed" in fault for fault in journal_faults())


def test_a_removed_act_is_found():
    for text in ("one", "two", "three"):
        act(text)
    rows = list(exported())
    assert any("Entry 2 is missing" in fault for fault in faults([rows[0], rows[2]]))


def test_an_act_cut_off_at_the_end_is_found_by_the_head():
    act("one")
    act("two")
    Opening.objects.filter(entry_id=2).delete()
    Entry.objects.filter(number=2).delete()
    assert any("head" in fault for fault in journal_faults())


def test_content_that_was_changed_beside_the_chain_is_found():
    entry = act("one")
    Opening.objects.filter(entry=entry).update(content={"text": "another"})
    assert any("not the one committed to" in fault for fault in journal_faults())


def test_an_erased_content_leaves_the_chain_whole():
    entry = act("a person's name")
    Opening.objects.filter(entry=entry).delete()
    assert journal_faults() == []


def test_an_act_that_fails_leaves_no_entry():
    with pytest.raises(ValueError), transaction.atomic():
        record(system(), "said", "thing:1")
        raise ValueError
    assert head_number() == 0
    assert not Head.objects.filter(number__gt=0).exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_of_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        record(system(), "said", "thing:1")
