"""Several drafters at one moment: one wins, the others see the new base, nothing is half done."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from django.db import connection

from rapporteur.drafting.actions import (
    InTheWay,
    Stale,
    accept_amendment,
    begin_revision,
    declare_admissible,
    set_wording,
)
from rapporteur.drafting.models import Amendment, Step
from rapporteur.drafting.queries import bracketed_words
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.notices.models import Mail

from .conftest import SERVICES

MANY = 20
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts):
    """What each act gave or raised, all of them begun together, each in a thread and transaction of its own."""

    def done(act, context):
        try:
            return context.run(act)
        except Exception as error:  # what it raised is what the test looks at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(done, acts, [copy_context() for _act in acts]))


def test_of_twenty_conflicting_acceptances_one_wins_and_the_others_are_shown_it(opened, amend, system):
    amendments = [
        declare_admissible(amendment=amend("p2", "basic", f"word{number}"), by=system) for number in range(MANY)
    ]
    mails = Mail.objects.count()
    found = at_once([lambda each=each: accept_amendment(amendment=each, by=system) for each in amendments])
    won = [each for each in found if isinstance(each, Amendment)]
    lost = [each for each in found if isinstance(each, InTheWay)]
    assert (len(won), len(lost)) == (1, MANY - 1), found
    assert {each.other for each in lost} == {won[0]}
    states = list(Amendment.objects.values_list("state", flat=True))
    assert (states.count("accepted"), states.count("standing")) == (1, MANY - 1)
    assert Step.objects.filter(state="accepted").count() == Entry.objects.filter(act="accepted amendment").count() == 1
    assert Mail.objects.count() - mails <= 1


def test_of_twenty_writers_of_one_paragraph_one_wins_and_the_others_see_its_words(opened, system):
    revision = begin_revision(draft=opened.draft, by=system)
    seen = bracketed_words(revision.wordings.get(paragraph__key="p2"))

    def write(number):
        return set_wording(
            revision=revision, key="p2", kind="operative", text=f"Words of writer {number}.", seen=seen, by=system
        )

    found = at_once([lambda number=number: write(number) for number in range(MANY)])
    lost = [each for each in found if isinstance(each, Stale)]
    assert len(lost) == MANY - 1, found
    text = revision.wordings.get(paragraph__key="p2").text
    assert text != SERVICES
    assert {each.current for each in lost} == {text}
