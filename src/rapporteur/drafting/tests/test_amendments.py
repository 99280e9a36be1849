from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import (
    accept_amendment,
    begin_revision,
    close_amendments,
    declare_admissible,
    freeze_revision,
    open_amendments,
    reject_amendment,
    table_amendment,
    withdraw_amendment,
)
from rapporteur.drafting.models import Amendment
from rapporteur.drafting.queries import clashes_of, mandates, open_units, wordings_of
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused

pytestmark = pytest.mark.django_db


def test_a_delegate_of_an_accredited_government_tables_an_amendment(amend, accredit, reader_as, at_work):
    town = accredit("Port Amina")
    delegate = reader_as("delegate", town)
    amendment = amend("p2", "basic services", "health care", by=delegate)
    assert (str(amendment), amendment.state, amendment.sponsor) == ("A-01", "submitted", town)
    assert (amendment.tabled_by, amendment.tabled_at) == (delegate.person, at_work)


def test_the_one_who_tabled_it_is_told_in_the_own_language(amend, accredit, conference, make_person, system):
    from rapporteur.foundation.conferences.queries import reader_of

    town = accredit()
    person = make_person("delegate", town, language="fr")
    amendment = amend("p2", "basic", "essential", by=reader_of(person, conference))
    reject_amendment(amendment=amendment, reason="Words of the agreement are kept.", by=system)
    mails = list(Mail.objects.order_by("pk").values_list("kind", "address", "language"))
    assert mails == [("amendment_received", person.email, "fr"), ("amendment_decided", person.email, "fr")]
    assert "Words of the agreement are kept." in Mail.objects.get(kind="amendment_decided").body


@pytest.mark.parametrize("role", ["secretariat", "rapporteur", "drafter", "mayor", "observer", None])
def test_who_is_no_delegate_cannot_amend(amend, reader_as, role):
    with pytest.raises(Refused, match="Only the delegate of an accredited government"):
        amend("p2", "basic", "essential", by=reader_as(role))


@pytest.mark.parametrize("state", ["waiting", "asked_back", "refused", "withdrawn"])
def test_without_accreditation_there_is_no_mandate(amend, accredit, reader_as, state):
    with pytest.raises(Refused, match="Only the delegate of an accredited government"):
        amend("p2", "basic", "essential", by=reader_as("delegate", accredit(state=state)))
    assert not Amendment.objects.exists()


def test_a_delegate_cannot_act_for_another_government(amend, accredit, reader_as):
    with pytest.raises(Refused, match="Only the delegate of an accredited government"):
        amend("p2", "basic", "essential", by=reader_as("delegate", accredit()), government=accredit())


def test_the_mandate_of_a_mayor_s_office_is_not_that_of_a_delegate(conference, accredit, make_person):
    from rapporteur.foundation.conferences.models import RoleGrant
    from rapporteur.foundation.conferences.queries import reader_of

    person, spoken_for = make_person("delegate", accredit()), accredit()
    RoleGrant.objects.create(conference=conference, person=person, role="mayor", government=spoken_for)
    assert spoken_for not in mandates(conference, reader_of(person, conference))


def test_one_who_speaks_for_two_says_for_which(conference, amend, accredit, make_person):
    from rapporteur.foundation.conferences.models import RoleGrant
    from rapporteur.foundation.conferences.queries import reader_of

    person, second = make_person("delegate", accredit()), accredit()
    RoleGrant.objects.create(conference=conference, person=person, role="delegate", government=second)
    reader = reader_of(person, conference)
    with pytest.raises(Refused, match="Say for which one"):
        amend("p2", "basic", "essential", by=reader)
    assert amend("p2", "basic", "essential", by=reader, government=second).sponsor == second


def test_the_deadline_is_an_instant(amend, opened, accredit, reader_as):
    delegate, closes_at = reader_as("delegate", accredit()), opened.draft.amendments_close_at
    with at(closes_at), pytest.raises(Refused, match="The deadline for amendments has passed"):
        amend("p2", "basic", "essential", by=delegate)
    with at(closes_at - timedelta(microseconds=1)):
        assert amend("p2", "basic", "essential", by=delegate).number == 1


def test_a_draft_that_is_closed_takes_none(amend, opened, system):
    close_amendments(draft=opened.draft, by=system)
    with pytest.raises(Refused, match="takes no amendments at present"):
        amend("p2", "basic", "essential")


def test_amendments_open_on_frozen_words_and_with_a_deadline_ahead(writing, system, at_work):
    with pytest.raises(Refused, match="Freeze a revision first"):
        open_amendments(draft=writing.draft, closes_at=at_work + timedelta(days=1), by=system)
    freeze_revision(revision=writing.revision, by=system)
    with pytest.raises(Refused, match="must lie ahead"):
        open_amendments(draft=writing.draft, closes_at=at_work, by=system)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "changes nothing"),
        ({"text": "  "}, "needs words"),
        ({"text": "a" * 5001}, "5001 characters"),
        ({"text": "Other words.", "rationale": " "}, "needs its rationale"),
        ({"text": "Other words.", "rationale": "a" * 3001}, "3001 characters"),
        ({"text": "Other words.", "kind": "rewrite"}, "changes words, deletes, adds, moves, splits or joins"),
    ],
)
def test_bad_input_gets_its_sentence(amend, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        amend("p2", **facts)
    assert not Amendment.objects.exists()


def test_only_the_last_frozen_words_are_amended(opened, amend, system, at_work, accredit):
    revision = begin_revision(draft=opened.draft, by=system)
    close_amendments(draft=opened.draft, by=system)
    revision = freeze_revision(revision=revision, by=system)
    open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=2), by=system)
    with pytest.raises(Refused, match="CCM/2017/L.1/Rev.1 is the text that is amended now"):
        amend("p2", "basic", "essential")


def test_the_same_words_are_proposed_once(amend, accredit, system):
    town = accredit()
    first = amend("p2", "basic", "essential", government=town)
    with pytest.raises(Refused, match="Your government has tabled this already: A-01"):
        amend("p2", "basic", "essential", government=town)
    declare_admissible(amendment=first, by=system)
    with pytest.raises(Refused, match="A-01 proposes the same words. Co-sponsor it instead"):
        amend("p2", "basic", "essential")


def test_a_submitted_amendment_stands_once_it_is_admitted(amend, system, at_work):
    amendment = declare_admissible(amendment=amend("p2", "basic", "essential"), by=system)
    assert (amendment.state, amendment.admitted_at) == ("standing", at_work)
    with pytest.raises(Refused, match="stands already"):
        declare_admissible(amendment=amendment, by=system)


def test_a_rejection_has_its_reason(amend, system, at_work):
    amendment = amend("p2", "basic", "essential")
    with pytest.raises(Refused, match="needs its reason"):
        reject_amendment(amendment=amendment, reason=" ", by=system)
    amendment = reject_amendment(amendment=amendment, reason="The agreed words stay.", by=system)
    assert (amendment.state, amendment.reason, amendment.decided_at) == ("rejected", "The agreed words stay.", at_work)


def test_what_is_decided_stays_decided(amend, accredit, reader_as, system):
    town = accredit()
    delegate = reader_as("delegate", town)
    amendment = accept_amendment(amendment=amend("p2", "basic", "essential", by=delegate), by=system)
    for act in (
        lambda: accept_amendment(amendment=amendment, by=system),
        lambda: reject_amendment(amendment=amendment, reason="No.", by=system),
        lambda: withdraw_amendment(amendment=amendment, by=delegate),
    ):
        with pytest.raises(Refused, match="A-01 is decided already"):
            act()


def test_only_the_sponsor_withdraws(amend, accredit, reader_as):
    town = accredit()
    amendment = amend("p2", "basic", "essential", by=reader_as("delegate", town))
    for other in (reader_as("delegate", accredit()), reader_as("secretariat"), reader_as("mayor", town)):
        with pytest.raises(Refused, match="Only the government that tabled"):
            withdraw_amendment(amendment=amendment, by=other)
    assert withdraw_amendment(amendment=amendment, by=reader_as("delegate", town)).state == "withdrawn"


def clashes(opened, *amendments):
    """Whom each amendment meets, in how many words, and whether one of the two deletes the paragraph."""
    rows = [Amendment.objects.prefetch_related("carried", "renderings").get(pk=each.pk) for each in amendments]
    found, _unclear = open_units(opened.revision, rows, list(wordings_of(opened.revision)))
    return {
        key: [(clash.other, clash.word_count, clash.is_whole) for clash in each]
        for key, each in clashes_of(found).items()
    }


def test_conflicts_are_found_on_words(opened, amend):
    one = amend("p2", "basic services", "health care")
    other = amend("p2", "basic", "essential")
    apart = amend("p2", "his or her", "that person's")
    deletion = amend("p1", kind="delete")
    change = amend("p1", "every year", "each month")
    words = len(opened.revision.wordings.get(paragraph__key="p1").text.split())
    assert clashes(opened, one, other, apart, deletion, change) == {
        one.pk: [(other, 2, False)],
        other.pk: [(one, 2, False)],
        deletion.pk: [(change, words, True)],
        change.pk: [(deletion, words, True)],
    }


def test_a_joining_conflicts_with_a_deletion_of_either_paragraph_and_two_changes_apart_do_not(opened, amend):
    one, other = (opened.revision.wordings.get(paragraph__key=key) for key in ("p1", "p2"))
    joining = amend("p1", kind="join", target=other.paragraph, text=f"{one.text} {other.text}")
    deletion, change = amend("p2", kind="delete"), amend("p2", "basic", "essential")
    assert [other for other, _count, _whole in clashes(opened, joining, deletion)[joining.pk]] == [deletion]
    assert clashes(opened, joining, change) == {}


def test_what_was_rejected_conflicts_with_nothing(opened, amend, system):
    one, other = amend("p2", "basic", "essential"), amend("p2", "basic", "public")
    other = reject_amendment(amendment=other, reason="No.", by=system)
    assert clashes(opened, one, other) == {}


def test_an_amendment_is_seen_by_all_once_it_is_admitted_or_rejected(amend, accredit, reader_as, system, conference):
    town = accredit()
    delegate = reader_as("delegate", town)
    waiting = amend("p2", "basic", "essential", by=delegate)
    withdrawn = withdraw_amendment(amendment=amend("p2", "basic", "public", by=delegate), by=delegate)
    standing = declare_admissible(amendment=amend("p1", "every year", "each month"), by=system)
    rejected = reject_amendment(amendment=amend("p1", kind="delete"), reason="No.", by=system)

    def seen(reader):
        return list(Amendment.objects.visible_to(reader))

    assert seen(reader_as(None)) == seen(reader_as("delegate", accredit())) == [standing, rejected]
    assert seen(delegate) == seen(reader_as("drafter")) == [waiting, withdrawn, standing, rejected]


def test_a_system_amendment_is_tabled_for_the_government_given(amend, accredit, opened, system):
    town = accredit()
    paragraph = opened.draft.paragraphs.get(key="p1")
    amendment = table_amendment(
        paragraph=paragraph,
        revision=opened.revision,
        kind="add",
        proposed_text="A new paragraph.",
        rationale="It is missing.",
        by=system,
        government=town,
    )
    assert (amendment.sponsor, amendment.base_text, amendment.tabled_by) == (town, "", None)
