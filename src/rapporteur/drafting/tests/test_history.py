"""What became of an amendment step by step, and decisions that are taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import (
    accept_amendment,
    accept_as_friendly,
    apply_accepted,
    begin_revision,
    close_amendments,
    declare_admissible,
    declare_inadmissible,
    declare_incompatible,
    freeze_revision,
    reject_amendment,
    reopen_amendment,
    table_amendment,
    take_over,
    withdraw_amendment,
)
from rapporteur.drafting.models import Paragraph
from rapporteur.drafting.queries import amendment_page, compilation
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(amend, accredit, system):
    amendment = amend("p2", "basic services", "health care", government=accredit("Port Amina"))
    return declare_admissible(amendment=amendment, by=system)


@pytest.fixture
def told(conference, system):
    def give(amendment):
        steps = amendment_page(conference, amendment.number, system).steps
        return [(each.state, each.sentence, each.reason) for each in steps]

    return give


def test_the_history_names_who_filed_it_who_withdrew_it_and_who_took_it_over(standing, accredit, system, told):
    withdraw_amendment(amendment=standing, by=system)
    take_over(amendment=standing, government=accredit("Weststadt"), by=system)
    assert told(standing) == [
        ("submitted", "Filed by Port Amina.", ""),
        ("standing", "", ""),
        ("withdrawn", "Withdrawn by Port Amina.", ""),
        ("standing", "Taken over by Weststadt from Port Amina.", ""),
    ]


def test_the_history_says_that_an_amendment_to_it_changed_its_words(standing, opened, accredit, reader_as, told):
    sub = table_amendment(
        paragraph=None, revision=opened.revision, kind="change", parent=standing, by=reader_as("delegate", accredit()),
        proposed_text=standing.proposed_text.replace("health care", "all health care"), rationale="Clearer.",
    )  # fmt: skip
    declare_admissible(amendment=sub, by=reader_as("drafter"))
    accept_as_friendly(amendment=sub, by=reader_as("delegate", standing.sponsor))
    assert told(standing)[-1] == ("standing", "Its words were changed by an amendment to it.", "")
    assert told(sub)[-1][:2] == ("accepted", "Accepted as friendly by the sponsor of the words that it amends.")


def test_an_acceptance_is_taken_back_with_a_reason_that_the_sponsor_and_the_public_read(
    standing, system, told, make_person, reader_as, client_as
):
    make_person("delegate", standing.sponsor)
    accept_amendment(amendment=standing, by=system)
    reopen_amendment(amendment=standing, reason="Accepted by a slip.", by=reader_as("drafter"))
    standing.refresh_from_db()
    assert (standing.state, standing.decided_at, standing.reason) == ("standing", None, "")
    assert told(standing)[-1] == ("standing", "Taken up again by the committee.", "Accepted by a slip.")
    assert "taken up again" in Mail.objects.get(kind="amendment_reopened").subject
    page = client_as(None).get(f"/en/cities/draft/amendments/{standing.number}/").content.decode()
    assert "Accepted by a slip." in page


def test_what_is_taken_up_again_no_longer_comes_in(standing, opened, system):
    accept_amendment(amendment=standing, by=system)
    reopen_amendment(amendment=standing, reason="By a slip.", by=system)
    close_amendments(draft=opened.draft, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    assert apply_accepted(revision=revision, by=system) == ([], [])


def test_what_was_rejected_before_a_later_text_is_laid_on_that_when_it_is_taken_up_again(standing, opened, system):
    reject_amendment(amendment=standing, reason="No.", by=system)
    close_amendments(draft=opened.draft, by=system)
    revision = freeze_revision(revision=begin_revision(draft=opened.draft, by=system), by=system)
    reopen_amendment(amendment=standing, reason="The committee reconsiders.", by=system)
    proposals = [each.amendment for row in compilation(revision, system).rows for each in row.proposals]
    assert proposals == [standing]


def test_what_was_not_admissible_stands_when_its_ground_was_wrong_and_stays_public(amend, system, client_as):
    amendment = amend("p2", "basic", "vital")
    declare_inadmissible(amendment=amendment, ground="Out of scope.", by=system)
    assert reopen_amendment(amendment=amendment, reason="The ground was wrong.", by=system).state == "standing"
    page = client_as(None).get(f"/en/cities/draft/amendments/{amendment.number}/")
    assert "The ground was wrong." in page.content.decode()


def test_of_two_incompatible_ones_the_second_is_not_accepted_after_it_was_taken_up_again(standing, amend, system):
    other = amend("p1", "every", "each")
    declare_incompatible(one=standing, other=other, by=system)
    accept_amendment(amendment=standing, by=system)
    reopen_amendment(amendment=other, reason="It fell too early.", by=system)
    with pytest.raises(Refused, match="A-01 was accepted, and the two were declared incompatible"):
        accept_amendment(amendment=other, by=system)


def test_what_amends_an_amendment_is_taken_up_again_with_it(standing, opened, accredit, system):
    sub = table_amendment(
        paragraph=None, revision=opened.revision, kind="change", parent=standing, by=system, government=accredit(),
        proposed_text=standing.proposed_text.replace("health care", "all health care"), rationale="Clearer.",
    )  # fmt: skip
    reject_amendment(amendment=standing, reason="No.", by=system)
    with pytest.raises(Refused, match="whose words went nowhere"):
        reopen_amendment(amendment=sub, reason="By a slip.", by=system)
    reopen_amendment(amendment=standing, reason="By a slip.", by=system)
    assert reopen_amendment(amendment=sub, reason="By a slip.", by=system).state == "standing"


def test_a_decision_is_not_taken_back_without_a_reason_nor_once_its_words_are_in_the_text(standing, opened, system):
    accept_amendment(amendment=standing, by=system)
    with pytest.raises(Refused, match="Say why the decision is taken back"):
        reopen_amendment(amendment=standing, reason=" ", by=system)
    close_amendments(draft=opened.draft, by=system)
    apply_accepted(revision=begin_revision(draft=opened.draft, by=system), by=system)
    with pytest.raises(Refused, match="are in the text"):
        reopen_amendment(amendment=standing, reason="By a slip.", by=system)


def test_what_stands_has_no_decision_to_take_back(standing, system):
    with pytest.raises(Refused, match="Only a decision of the committee"):
        reopen_amendment(amendment=standing, reason="By a slip.", by=system)


def test_the_drafter_takes_it_up_again_on_its_page(standing, system, client_as, form_key):
    accept_amendment(amendment=standing, by=system)
    client, page = client_as("drafter"), f"/en/cities/draft/amendments/{standing.number}/"
    assert "Take it up again" in client.get(page).content.decode()
    client.post(page, {"act": "reopen", "reason": "", "form_key": form_key()})
    standing.refresh_from_db()
    assert standing.state == "accepted"
    client.post(page, {"act": "reopen", "reason": "By a slip.", "form_key": form_key()})
    standing.refresh_from_db()
    assert standing.state == "standing"


def test_what_the_committee_accepted_is_not_told_as_friendly_when_that_comes_later(
    opened, amend, accredit, reader_as, told, system
):
    amendment = declare_admissible(amendment=amend("p2", "basic", "vital"), by=system)
    owner = accredit()
    Paragraph.objects.filter(key="p2").update(sponsor=owner)
    accept_amendment(amendment=amendment, by=system)
    reopen_amendment(amendment=amendment, reason="By a slip.", by=system)
    accept_as_friendly(amendment=amendment, by=reader_as("delegate", owner))
    sentences = [sentence for state, sentence, _reason in told(amendment) if state == "accepted"]
    assert sentences == ["", "Accepted as friendly by the sponsor of the words that it amends."]
    reopen_amendment(amendment=amendment, reason="By a slip.", by=system)
    assert [sentence for state, sentence, _reason in told(amendment) if state == "accepted"] == sentences


def test_the_compilation_of_an_instant_has_not_what_was_laid_on_its_text_later(standing, opened, system, at_work):
    reject_amendment(amendment=standing, reason="No.", by=system)
    close_amendments(draft=opened.draft, by=system)
    revision = freeze_revision(revision=begin_revision(draft=opened.draft, by=system), by=system)
    with at(at_work + timedelta(hours=2)):
        reopen_amendment(amendment=standing, reason="The committee reconsiders.", by=system)
    found = [
        [
            each.amendment
            for row in compilation(revision, system, at=at_work + timedelta(hours=hour)).rows
            for each in row.proposals
        ]
        for hour in (1, 3)
    ]
    assert found == [[], [standing]]
