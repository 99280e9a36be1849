"""Twenty who accept at one moment what cannot all be accepted: one wins, the others see it, nothing is half done."""

from __future__ import annotations

import threading
from contextvars import copy_context

import pytest
from django.db import OperationalError, connection

from rapporteur.drafting.actions import (
    InTheWay,
    accept_amendment,
    begin_revision,
    close_amendments,
    declare_admissible,
    freeze_revision,
    join_by_hand,
    mark_adopted,
)
from rapporteur.drafting.actions.revisions import Stale
from rapporteur.drafting.models import Amendment, Revision, Step
from rapporteur.drafting.queries import amendments_on, clashes_of, open_units, wordings_of
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.journal.queries import journal_faults
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused

from .conftest import SERVICES

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 20


def at_once(acts):
    """What each of `acts` gave or raised, all of them begun at one moment, each on a connection of its own."""
    ready, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        ready.wait()
        try:
            while True:
                try:
                    answers[place] = act()
                    return
                except OperationalError:  # a slow machine: the wait for the database was longer than is allowed
                    continue
        except Refused as refused:
            answers[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=copy_context().run, args=(run, place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def twenty(opened, amend, system, accredit, make_person):
    """Amendments that stand and would all change the same word, each of a government with a delegate."""
    governments = [accredit() for _number in range(TOGETHER)]
    for each in governments:
        make_person("delegate", each)
    return [
        declare_admissible(amendment=amend("p2", "basic", f"kind{number}", government=each), by=system)
        for number, each in enumerate(governments)
    ]


def test_of_twenty_acceptances_at_once_one_wins_and_the_others_see_it(twenty, system):
    revision = twenty[0].revision
    found, _unclear = open_units(revision, amendments_on(revision, system), list(wordings_of(revision)))
    assert [len(clashes) for clashes in clashes_of(found).values()] == [TOGETHER - 1] * TOGETHER
    mails, acts = Mail.objects.count(), Entry.objects.count()
    answers = at_once([lambda each=each: accept_amendment(amendment=each, by=system) for each in twenty])
    (winner,) = [each for each in answers if isinstance(each, Amendment)]
    others = [each for each in answers if isinstance(each, InTheWay)]
    assert (len(others), {each.other.pk for each in others}) == (TOGETHER - 1, {winner.pk})
    states = Amendment.objects.order_by("number").values_list("pk", "state", "decided_at")
    assert {key for key, state, _at in states if state == "accepted"} == {winner.pk}
    assert {(state, at) for key, state, at in states if key != winner.pk} == {("standing", None)}
    assert Step.objects.filter(state="accepted").count() == 1
    assert (Entry.objects.count() - acts, Mail.objects.count() - mails) == (1, 1)
    assert journal_faults() == []


def test_of_twenty_who_join_at_once_one_writes_and_the_others_are_told(opened, twenty, system):
    revision = begin_revision(draft=opened.draft, by=system)
    acts = Entry.objects.filter(act="wrote paragraph").count()

    def join(number):
        pair = [twenty[number], twenty[number - 1]]
        text = SERVICES.replace("basic", f"words of {number} for")
        return join_by_hand(amendments=pair, revision=revision, text=text, seen=SERVICES, by=system)

    answers = at_once([lambda number=number: join(number) for number in range(TOGETHER)])
    (written,) = [each for each in answers if not isinstance(each, Refused)]
    assert all(isinstance(each, Refused) for each in answers if each is not written)
    assert any(isinstance(each, Stale) for each in answers)
    assert revision.wordings.get(paragraph__key="p2").text == written.text
    assert Amendment.objects.filter(state="merged", applied_in=revision).count() == 2
    assert Amendment.objects.exclude(state="merged").filter(applied_in=None, state="standing").count() == TOGETHER - 2
    assert Entry.objects.filter(act="wrote paragraph").count() - acts == 1
    assert journal_faults() == []


def test_of_a_text_frozen_and_the_one_before_adopted_at_once_the_journal_tells_one_order(opened, system):
    close_amendments(draft=opened.draft, by=system)
    begun = begin_revision(draft=opened.draft, by=system)
    frozen, adopted = at_once(
        [lambda: freeze_revision(revision=begun, by=system), lambda: mark_adopted(revision=opened.revision, by=system)]
    )
    kept = {each.number: (each.frozen_at is not None, each.is_adopted) for each in Revision.objects.all()}
    is_frozen, is_adopted = (not isinstance(each, Refused) for each in (frozen, adopted))
    assert is_frozen != is_adopted
    assert kept == {0: (True, is_adopted), 1: (is_frozen, False)}
    assert journal_faults() == []
