"""The states of an amendment: who brings it from which to which, with which record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import (
    Identical,
    InTheWay,
    accept_amendment,
    accept_as_friendly,
    begin_revision,
    close_amendments,
    co_sponsor,
    declare_admissible,
    declare_inadmissible,
    declare_incompatible,
    freeze_revision,
    open_amendments,
    reject_amendment,
    set_deadline,
    table_amendment,
    take_over,
    take_stand,
    withdraw_amendment,
)
from rapporteur.drafting.models import Amendment, Paragraph
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.reader import Refused


@pytest.fixture
def standing(amend, system):
    def make(*words, **facts):
        return declare_admissible(amendment=amend("p2", *(words or ("basic", "essential")), **facts), by=system)

    return make


@pytest.fixture
def sub(opened, system, accredit):
    """`sub(parent, "essential", "vital")`: an amendment to the words that an amendment proposes."""

    def make(parent, old, new, **facts):
        return table_amendment(
            paragraph=None, parent=parent, revision=opened.revision, kind="change", by=system,
            proposed_text=parent.proposed_text.replace(old, new), rationale="Stronger.",
            government=facts.pop("government", None) or accredit(), **facts,
        )  # fmt: skip

    return make


def steps_of(amendment):
    return list(amendment.steps.values_list("state", "reason"))


def test_an_inadmissible_one_keeps_its_ground_and_is_public(amend, system):
    amendment = declare_inadmissible(amendment=amend("p2", "basic", "free"), ground="It replaces the whole.", by=system)
    assert (amendment.state, amendment.reason) == ("inadmissible", "It replaces the whole.")
    assert steps_of(amendment) == [("submitted", ""), ("inadmissible", "It replaces the whole.")]
    assert Entry.objects.filter(act="inadmissible amendment").count() == 1


def test_inadmissibility_needs_a_ground_and_an_amendment_that_was_not_admitted(amend, standing, system):
    with pytest.raises(Refused, match="on which ground"):
        declare_inadmissible(amendment=amend("p2", "basic", "free"), ground=" ", by=system)
    with pytest.raises(Refused, match="was admitted"):
        declare_inadmissible(amendment=standing(), ground="Too late.", by=system)


def test_a_withdrawn_one_is_taken_over_and_stands_under_its_new_sponsor(standing, accredit, system):
    amendment = withdraw_amendment(amendment=standing(), by=system)
    former, heir = amendment.sponsor, accredit()
    amendment = take_over(amendment=amendment, government=heir, by=system)
    assert (amendment.state, amendment.sponsor, amendment.decided_at) == ("standing", heir, None)
    assert [state for state, _reason in steps_of(amendment)] == ["submitted", "standing", "withdrawn", "standing"]
    with pytest.raises(Refused, match="stood and was withdrawn"):
        take_over(amendment=amendment, government=former, by=system)


def test_the_one_who_withdrew_cannot_take_it_over(standing, system):
    amendment = withdraw_amendment(amendment=standing(), by=system)
    with pytest.raises(Refused, match="Your government withdrew this"):
        take_over(amendment=amendment, government=amendment.sponsor, by=system)


def test_stands_are_kept_and_the_last_one_counts(standing, accredit, system):
    amendment, government = standing(), accredit()
    take_stand(amendment=amendment, stance="support", government=government, by=system)
    take_stand(amendment=amendment, stance="oppose", reason="It costs too much.", government=government, by=system)
    assert list(amendment.stands.values_list("stance", "reason")) == [("support", ""), ("oppose", "It costs too much.")]


def test_a_co_sponsor_takes_no_stand_beside(standing, accredit, system):
    amendment, government = standing(), accredit()
    co_sponsor(amendment=amendment, government=government, by=system)
    with pytest.raises(Refused, match="sponsors A-01 already"):
        take_stand(amendment=amendment, stance="oppose", government=government, by=system)


def test_a_sponsor_takes_no_stand_and_nobody_speaks_to_what_does_not_stand(standing, amend, accredit, system):
    amendment = standing()
    with pytest.raises(Refused, match="supports its own"):
        take_stand(amendment=amendment, stance="oppose", government=amendment.sponsor, by=system)
    with pytest.raises(Refused, match="while it stands"):
        take_stand(amendment=amend("p2", "every", "each"), stance="support", government=accredit(), by=system)


def test_an_accepted_one_is_in_the_way_of_another_on_the_same_words(standing, system):
    one, other, apart = standing(), standing("basic", "public"), standing("police", "the police")
    accept_amendment(amendment=one, by=system)
    with pytest.raises(InTheWay) as told:
        accept_amendment(amendment=other, by=system)
    assert told.value.other == one
    assert accept_amendment(amendment=apart, by=system).state == "accepted"
    assert accept_amendment(amendment=other, beside=True, by=system).state == "accepted"


def test_a_deletion_is_in_the_way_of_a_change(standing, amend, system):
    accept_amendment(amendment=declare_admissible(amendment=amend("p2", kind="delete"), by=system), by=system)
    with pytest.raises(InTheWay):
        accept_amendment(amendment=standing(), by=system)


def test_what_was_declared_incompatible_falls_when_the_other_is_taken(standing, system):
    one, other = standing(), standing("police", "any police")
    declare_incompatible(one=other, other=one, by=system)
    accept_amendment(amendment=one, by=system)
    other.refresh_from_db()
    assert (other.state, other.reason) == (
        "fallen",
        "A-01 was accepted, and the two were declared incompatible.",
    )
    with pytest.raises(Refused, match="A-02 is decided already"):
        accept_amendment(amendment=other, by=system)


def test_an_amendment_to_an_amendment_changes_its_words_when_accepted(standing, sub, system):
    parent = standing()
    amendment = declare_admissible(amendment=sub(parent, "essential", "essential and free"), by=system)
    accept_amendment(amendment=amendment, by=system)
    parent.refresh_from_db()
    assert "essential and free services" in parent.proposed_text
    assert [step.words for step in parent.steps.all()][-1] == parent.proposed_text


def test_amendments_to_an_amendment_go_one_level_deep_and_fall_with_it(standing, sub, system):
    parent = standing()
    amendment = declare_admissible(amendment=sub(parent, "essential", "vital"), by=system)
    with pytest.raises(Refused, match="One level is allowed"):
        sub(amendment, "vital", "free")
    reject_amendment(amendment=parent, reason="No majority.", by=system)
    amendment.refresh_from_db()
    assert (amendment.state, amendment.reason) == ("fallen", "A-01, which it amends, is decided.")


def test_amendments_to_an_amendment_fall_when_it_is_withdrawn(standing, sub, accredit, system):
    parent = standing()
    amendment = declare_admissible(amendment=sub(parent, "essential", "vital"), by=system)
    withdrawn = withdraw_amendment(amendment=sub(parent, "essential", "public"), by=system)
    withdraw_amendment(amendment=parent, by=system)
    for each in (amendment, withdrawn):
        each.refresh_from_db()
    assert (amendment.state, amendment.reason) == ("fallen", "A-01, which it amends, is decided.")
    assert (withdrawn.state, withdrawn.reason) == ("withdrawn", "")
    take_over(amendment=parent, government=accredit(), by=system)
    amendment.refresh_from_db()
    assert amendment.state == "fallen"


def test_what_amends_an_amendment_is_not_taken_over_once_that_one_is_decided(standing, sub, accredit, system):
    parent = standing()
    amendment = declare_admissible(amendment=sub(parent, "essential", "vital"), by=system)
    withdraw_amendment(amendment=amendment, by=system)
    reject_amendment(amendment=parent, reason="No majority.", by=system)
    with pytest.raises(Refused, match="A-01 does not stand, and cannot be amended"):
        take_over(amendment=amendment, government=accredit(), by=system)
    amendment.refresh_from_db()
    assert amendment.state == "withdrawn"


def test_an_amendment_that_does_not_stand_is_not_amended(amend, sub):
    with pytest.raises(Refused, match="does not stand"):
        sub(amend("p2", "basic", "essential"), "essential", "vital")


def test_the_sponsor_of_an_amendment_takes_a_friendly_one_as_its_own(standing, sub, system, accredit, reader_as):
    government, other = accredit(), accredit()
    parent = standing(government=government)
    amendment = declare_admissible(amendment=sub(parent, "essential", "vital"), by=system)
    with pytest.raises(Refused, match="Only the sponsor of the words"):
        accept_as_friendly(amendment=amendment, by=reader_as("delegate", other))
    accept_as_friendly(amendment=amendment, by=reader_as("delegate", government))
    amendment.refresh_from_db(), parent.refresh_from_db()
    assert (amendment.state, amendment.is_friendly) == ("accepted", True)
    assert "vital services" in parent.proposed_text


def test_the_sponsor_of_a_paragraph_takes_a_friendly_one(standing, system, accredit, reader_as):
    government = accredit()
    Paragraph.objects.filter(key="p2").update(sponsor=government)
    amendment = Amendment.objects.get(pk=standing().pk)
    accept_as_friendly(amendment=amendment, by=reader_as("delegate", government))
    amendment.refresh_from_db()
    assert (amendment.state, amendment.is_friendly) == ("accepted", True)


def test_the_sponsor_of_a_paragraph_brings_in_no_other_and_nothing_of_its_own(amend, system, accredit, reader_as):
    government = accredit()
    Paragraph.objects.filter(key="p2").update(sponsor=government)
    new = amend("p2", kind="add", text="The moon is cheese.")
    own = amend("p2", "basic", "essential", government=government)
    for amendment, sentence in ((new, "the words of one paragraph"), (own, "No government accepts its own")):
        declare_admissible(amendment=amendment, by=system)
        with pytest.raises(Refused, match=sentence):
            accept_as_friendly(amendment=amendment, by=reader_as("delegate", government))
        amendment.refresh_from_db()
        assert (amendment.state, amendment.is_friendly) == ("standing", False)


def test_a_paragraph_that_nobody_sponsors_takes_no_friendly_amendment(standing, system):
    with pytest.raises(Refused, match="No delegation sponsors these words"):
        accept_as_friendly(amendment=standing(), by=system)


def test_a_kind_has_a_deadline_of_its_own(opened, amend, system, at_work):
    set_deadline(draft=opened.draft, kind="add", closes_at=at_work + timedelta(hours=1), by=system)
    amend("p2", kind="add", text="A first new paragraph.")
    with at(at_work + timedelta(hours=2)):
        amend("p2", "basic", "essential")
        with pytest.raises(Refused, match="The deadline for new paragraphs has passed"):
            amend("p2", kind="add", text="A second new paragraph.")


def test_the_deadline_of_a_kind_ends_with_the_text_that_it_was_set_for(opened, amend, system, at_work):
    draft = opened.draft
    set_deadline(draft=draft, kind="add", closes_at=at_work + timedelta(days=1), by=system)
    with at(at_work + timedelta(days=3)):
        close_amendments(draft=draft, by=system)
        begun = begin_revision(draft=draft, by=system)
        assert [each.kind for each in draft.deadlines.all()] == ["add"]
        opened.revision = freeze_revision(revision=begun, by=system)
        assert list(draft.deadlines.all()) == []
        open_amendments(draft=draft, closes_at=at_work + timedelta(days=9), by=system)
        assert amend("p2", kind="add", text="A new paragraph.").state == "submitted"


def test_the_deadline_of_a_kind_stays_while_the_same_text_is_closed_and_opened_again(opened, system, at_work):
    set_deadline(draft=opened.draft, kind="add", closes_at=at_work + timedelta(days=1), by=system)
    close_amendments(draft=opened.draft, by=system)
    open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=9), by=system)
    assert [each.kind for each in opened.draft.deadlines.all()] == ["add"]


def test_a_deadline_lies_ahead_and_is_for_a_kind_that_there_is(opened, system, at_work):
    with pytest.raises(Refused, match="must lie ahead"):
        set_deadline(draft=opened.draft, kind="add", closes_at=at_work, by=system)
    with pytest.raises(Refused, match="Choose a kind"):
        set_deadline(draft=opened.draft, kind="poem", closes_at=None, by=system)


def test_identical_words_are_offered_as_co_sponsorship(standing, amend, accredit, system):
    first = standing()
    with pytest.raises(Identical) as told:
        amend("p2", "basic", "essential")
    assert told.value.amendment == first
    assert co_sponsor(amendment=first, government=accredit(), by=system).joined_at is not None
