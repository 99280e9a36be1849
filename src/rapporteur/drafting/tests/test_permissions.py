"""Roles down, phases across."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import begin_revision, set_deadline
from rapporteur.drafting.models import Amendment, Draft
from rapporteur.drafting.permissions import (
    may_accept_as_friendly,
    may_adopt,
    may_amend,
    may_change,
    may_co_sponsor,
    may_decide,
    may_decline,
    may_freeze,
    may_leave,
    may_reopen,
    may_stand,
    may_take_over,
    may_withdraw,
    may_write,
)
from rapporteur.foundation.conferences.clock import at

pytestmark = pytest.mark.django_db
ALL = [None, "secretariat", "rapporteur", "drafter", "delegate", "mayor", "observer"]
WRITERS = {"secretariat", "rapporteur", "drafter"}


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("phase", Draft.Phase.values)
def test_who_may_write_amend_and_decide_in_each_phase(opened, amend, reader_as, role, phase):
    amendment = amend("p2", "basic", "essential")
    draft = amendment.draft
    draft.phase = phase
    reader = reader_as(role)
    found = (bool(may_write(reader, draft)), bool(may_amend(reader, draft)), bool(may_decide(reader, amendment)))
    is_writer, is_over = role in WRITERS, phase == "adopted"
    assert found == (is_writer and not is_over, role == "delegate" and phase == "amendments", is_writer and not is_over)


@pytest.mark.parametrize("role", ALL)
def test_a_refusal_is_always_a_sentence(opened, reader_as, role):
    reader = reader_as(role)
    answers = [may_write(reader, opened.draft), may_amend(reader, opened.draft), may_adopt(reader, opened.revision)]
    assert all(answer or str(answer.reason).endswith(".") for answer in answers)


@pytest.mark.parametrize("role", ALL)
def test_nobody_changes_a_frozen_revision(opened, reader_as, role):
    assert not may_change(reader_as(role), opened.revision)


@pytest.mark.parametrize("role", ALL)
def test_writers_freeze_what_has_words_once_amendments_are_closed(opened, system, reader_as, role):
    reader, revision = reader_as(role), begin_revision(draft=opened.draft, by=system)
    revision.refresh_from_db()
    assert not may_freeze(reader, revision)
    with at(opened.draft.amendments_close_at):
        assert bool(may_freeze(reader, revision)) == (role in WRITERS)
        revision.wordings.all().delete()
        assert not may_freeze(reader, revision)


@pytest.mark.parametrize("kind", [*Amendment.Kind.values, "sub"])
def test_nothing_is_frozen_before_the_last_deadline_of_any_kind(opened, system, kind):
    draft, closes_at = opened.draft, opened.draft.amendments_close_at
    set_deadline(draft=draft, kind=kind, closes_at=closes_at + timedelta(days=1), by=system)
    revision = begin_revision(draft=draft, by=system)
    with at(closes_at):
        assert str(may_freeze(system, revision).reason).startswith("Amendments to the last revision are open.")
    with at(closes_at + timedelta(days=1)):
        assert may_freeze(system, revision)


@pytest.mark.parametrize("role", ALL)
@pytest.mark.parametrize("phase", Draft.Phase.values)
def test_the_secretariat_records_the_adoption_of_what_is_not_open(opened, reader_as, role, phase):
    opened.revision.draft = opened.draft
    opened.draft.phase = phase
    is_time = phase in {"drafting", "closed"}
    assert bool(may_adopt(reader_as(role), opened.revision)) == (role == "secretariat" and is_time)


@pytest.mark.parametrize("state", Amendment.State.values)
def test_only_standing_amendments_take_co_sponsors_and_only_open_ones_are_decided(opened, amend, reader_as, state):
    amendment = amend("p2", "basic", "essential")
    amendment.state = state
    assert bool(may_co_sponsor(reader_as("delegate"), amendment, amendment.sponsor)) == (state == "standing")
    assert bool(may_decide(reader_as("rapporteur"), amendment)) == (state in {"submitted", "standing"})


# What each may do with an amendment to words that a government sponsors, by the state that it is in. The delegate of
# the sponsor, of the sponsor of the words, of one that the sponsor asked to co-sponsor, of a third government; the roles.
OF_COMMITTEE = {
    **dict.fromkeys(("submitted", "standing"), {"decide"}),
    **dict.fromkeys(("accepted", "rejected", "inadmissible", "fallen"), {"reopen"}),
}
RIGHTS = {
    "sponsor": {
        "submitted": {"withdraw"},
        "standing": {"withdraw", "co_sponsor", "stand"},
        "withdrawn": {"take_over"},
    },
    "sponsor of the words": {
        "standing": {"friendly", "co_sponsor", "stand"},
        "withdrawn": {"take_over"},
    },
    "asked": {
        "submitted": {"co_sponsor", "decline"},
        "standing": {"co_sponsor", "decline", "stand"},
        "withdrawn": {"take_over"},
    },
    "co-sponsor": {
        "submitted": {"leave"},
        "standing": {"co_sponsor", "leave", "stand"},
        "withdrawn": {"take_over"},
    },
    "third": {"standing": {"co_sponsor", "stand"}, "withdrawn": {"take_over"}},
    "secretariat": OF_COMMITTEE,
    "rapporteur": OF_COMMITTEE,
    "drafter": OF_COMMITTEE,
    "mayor": {},
    "observer": {},
    None: {},
}
ACTS = {
    "decide": may_decide,
    "withdraw": may_withdraw,
    "friendly": may_accept_as_friendly,
    "stand": may_stand,
    "take_over": may_take_over,
    "reopen": may_reopen,
}


@pytest.mark.parametrize("state", Amendment.State.values)
@pytest.mark.parametrize("who", RIGHTS)
def test_who_may_do_what_with_an_amendment_in_each_state(opened, amend, accredit, reader_as, who, state):
    owner = accredit()
    amendment = amend("p2", "basic", "essential")
    amendment.paragraph.sponsor = owner
    amendment.state, amendment.admitted_at = state, amendment.tabled_at
    governments = {
        "sponsor": amendment.sponsor,
        "sponsor of the words": owner,
        "third": accredit(),
        "asked": accredit(),
        "co-sponsor": accredit(),
    }
    amendment.co_sponsors.create(government=governments["co-sponsor"], joined_at=amendment.tabled_at)
    amendment.invitations.create(government=governments["asked"], asked_at=amendment.tabled_at)
    own = governments.get(who, governments["third"])
    reader = reader_as("delegate", own) if who in governments else reader_as(who)
    of_government = {"co_sponsor": may_co_sponsor, "decline": may_decline, "leave": may_leave}
    allowed = {act for act, may in ACTS.items() if may(reader, amendment)}
    allowed |= {act for act, may in of_government.items() if may(reader, amendment, own)}
    assert allowed == RIGHTS[who].get(state, set())


@pytest.mark.parametrize("is_own", [False, True])
@pytest.mark.parametrize("kind", Amendment.Kind.values)
def test_the_sponsor_of_a_paragraph_takes_what_another_government_changes_in_its_words(
    opened, amend, accredit, reader_as, kind, is_own
):
    owner = accredit()
    amendment = amend("p2", "basic", "essential", government=owner if is_own else accredit())
    amendment.paragraph.sponsor = owner
    amendment.kind, amendment.state = kind, "standing"
    answer = may_accept_as_friendly(reader_as("delegate", owner), amendment)
    assert bool(answer) == (kind in {"change", "delete", "split"} and not is_own)


@pytest.mark.parametrize("is_own", [False, True])
def test_the_sponsor_of_an_amendment_takes_what_another_government_changes_in_it(
    opened, amend, accredit, reader_as, is_own
):
    owner = accredit()
    parent = amend("p2", "basic", "essential", government=owner)
    amendment = Amendment(
        draft=opened.draft, parent=parent, kind="change", state="standing", sponsor=owner if is_own else accredit()
    )
    assert bool(may_accept_as_friendly(reader_as("delegate", owner), amendment)) == (not is_own)


@pytest.mark.parametrize("state", Amendment.State.values)
@pytest.mark.parametrize("who", RIGHTS)
def test_nothing_is_done_with_an_amendment_once_the_text_is_adopted(opened, amend, accredit, reader_as, who, state):
    owner = accredit()
    amendment = amend("p2", "basic", "essential")
    amendment.paragraph.sponsor = owner
    amendment.state, amendment.admitted_at = state, amendment.tabled_at
    amendment.draft.phase = "adopted"
    governments = {"sponsor": amendment.sponsor, "sponsor of the words": owner, "third": accredit()}
    reader = reader_as("delegate", governments[who]) if who in governments else reader_as(who)
    assert [act for act, may in ACTS.items() if may(reader, amendment)] == []


@pytest.mark.parametrize("state", Amendment.State.values)
def test_what_amends_an_amendment_is_taken_over_while_that_one_is_open(opened, amend, accredit, reader_as, state):
    parent = amend("p2", "basic", "essential")
    parent.state = state
    amendment = Amendment(
        draft=opened.draft, parent=parent, kind="change", state="withdrawn", admitted_at=parent.tabled_at
    )
    assert bool(may_take_over(reader_as("delegate"), amendment)) == (state in {"submitted", "standing"})


def test_the_deadline_ends_amending_for_everyone(opened, reader_as):
    delegate = reader_as("delegate")
    with at(opened.draft.amendments_close_at - timedelta(seconds=1)):
        assert may_amend(delegate, opened.draft)
    with at(opened.draft.amendments_close_at):
        assert not may_amend(delegate, opened.draft)


def test_the_roles_of_another_conference_count_for_nothing(opened, reader_as):
    from dataclasses import replace

    for role, may in [("secretariat", may_write), ("delegate", may_amend)]:
        elsewhere = replace(reader_as(role), conference_id=opened.draft.conference_id + 1)
        assert str(may(elsewhere, opened.draft).reason) == "This draft belongs to another conference."
