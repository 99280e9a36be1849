from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from conftest import NOW
from rapporteur.followup.actions import lift_commitment, remind_owners, report_on, take_on
from rapporteur.followup.models import Commitment, ProgressReport
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.journal.models import Entry, Opening
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused


def test_a_sentence_of_the_adopted_text_becomes_a_commitment(make_commitment, sentence, make_government):
    town = make_government()
    first, second = make_commitment(owner=town), make_commitment(measure=" Two.\r\n")
    assert [str(first), str(second)] == ["F-01", "F-02"]
    assert (first.sentence.text, first.owner, second.owner, second.measure) == ("We house all.", town, None, "Two.")
    assert Entry.objects.filter(act="lifted commitment").count() == 2


def test_a_sentence_that_is_not_adopted_is_refused(revision, sentence, reader_as):
    revision.is_adopted = False
    revision.save()
    sentence.refresh_from_db()
    with pytest.raises(Refused, match="not of the adopted text"):
        lift_commitment(sentence=sentence, measure="M", due_on=date(2018, 1, 1), by=reader_as("secretariat"))
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("role", ["rapporteur", "drafter", "delegate", "mayor", "observer", None])
def test_only_the_secretariat_lifts(sentence, reader_as, role):
    with pytest.raises(Refused, match="Only the secretariat"):
        lift_commitment(sentence=sentence, measure="M", due_on=date(2018, 1, 1), by=reader_as(role))


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"measure": " "}, "Say by what it will be seen"),
        ({"measure": "a" * 2001}, "has 2001 characters; at most 2000"),
        ({"due_on": date(2017, 10, 1)}, "This day has passed"),
    ],
)
def test_a_commitment_with_faults_is_refused(make_commitment, facts, text):
    with pytest.raises(Refused, match=text):
        make_commitment(**facts)
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("role", ["delegate", "mayor"])
def test_a_government_takes_a_commitment_on_once(make_commitment, make_government, reader_as, role):
    commitment, town = make_commitment(), make_government()
    for _time in range(2):
        take_on(commitment=commitment, government=town, by=reader_as(role, town))
    commitment.refresh_from_db()
    assert commitment.owner == town
    assert Entry.objects.filter(act="took on commitment").count() == 1


def test_what_one_has_taken_on_another_cannot(make_commitment, make_government, reader_as):
    first, second = make_government("First"), make_government("Second")
    commitment = make_commitment(owner=first)
    with pytest.raises(Refused, match="First has taken this commitment on"):
        take_on(commitment=commitment, government=second, by=reader_as("mayor", second))
    commitment.refresh_from_db()
    assert commitment.owner == first


def test_nobody_takes_on_for_another_government(make_commitment, make_government, reader_as):
    with pytest.raises(Refused, match="only for a government that you speak for"):
        take_on(commitment=make_commitment(), government=make_government(), by=reader_as("mayor"))
    with pytest.raises(Refused, match="Only a delegate or a mayor's office"):
        take_on(commitment=make_commitment(), government=make_government(), by=reader_as("secretariat"))


def test_the_owner_reports_again_and_again_and_all_reports_stand(make_commitment, make_government, reader_as):
    town = make_government()
    commitment, by = make_commitment(owner=town), reader_as("delegate", town)
    report_on(commitment=commitment, stage="planned", by=by)
    report_on(commitment=commitment, stage="done", figure=Decimal("40"), unit="%", year=2017, by=by)
    assert list(ProgressReport.objects.order_by("pk").values_list("stage", "figure")) == [
        ("planned", None),
        ("done", Decimal("40.000")),
    ]
    kept = Opening.objects.filter(entry__act="reported on commitment").order_by("entry__number")
    assert [(row.content["stage"], row.content["figure"]) for row in kept] == [("planned", None), ("done", "40")]


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"stage": "later"}, "Choose how far"),
        ({"figure": Decimal("101"), "unit": "%", "year": 2017}, "above 100 percent"),
        ({"figure": Decimal("1"), "unit": "%", "year": 2018}, "still to come"),
        ({"figure": Decimal("1")}, "in which unit.*from which year"),
    ],
)
def test_a_report_follows_the_rules_of_the_reviews(make_commitment, make_government, reader_as, facts, text):
    town = make_government()
    with pytest.raises(Refused, match=text):
        report_on(commitment=make_commitment(owner=town), by=reader_as("mayor", town), **{"stage": "done", **facts})
    assert not ProgressReport.objects.exists()


def test_only_the_owner_reports(make_commitment, make_government, reader_as):
    town = make_government()
    with pytest.raises(Refused, match="Nobody has taken this commitment on yet"):
        report_on(commitment=make_commitment(), stage="done", by=reader_as("mayor", town))
    owned = make_commitment(owner=town)
    with pytest.raises(Refused, match="only for a government that you speak for"):
        report_on(commitment=owned, stage="done", by=reader_as("delegate"))
    with pytest.raises(Refused, match="Only a delegate or a mayor's office"):
        report_on(commitment=owned, stage="done", by=reader_as("secretariat"))
    assert not ProgressReport.objects.exists()


def test_owners_get_one_mail_each_for_what_is_due_soon_or_overdue(
    conference, make_commitment, make_government, make_person, reader_as
):
    town, other = make_government("Town"), make_government("Other")
    mayor = make_person("mayor", town, language="es")
    make_person("mayor", other)
    soon = make_commitment(owner=town, due_on=date(2017, 11, 1))
    late = make_commitment(owner=town, due_on=date(2017, 10, 5))
    make_commitment(owner=other, due_on=date(2018, 6, 1))
    make_commitment(due_on=date(2017, 10, 5))
    with at(NOW + timedelta(days=10)):
        assert remind_owners(conference=conference, by=reader_as("secretariat")) == 1
    mail = Mail.objects.get()
    assert (mail.address, mail.language) == (mayor.email, "es")
    assert [str(row) in mail.body for row in (late, soon)] == [True, True]
    assert "F-03" not in mail.body


def test_owners_are_not_reminded_of_what_is_done_nor_twice_a_day(
    conference, make_commitment, make_government, make_person, reader_as
):
    town, office = make_government(), reader_as("secretariat")
    make_person("delegate", town)
    done = make_commitment(owner=town, due_on=date(2017, 10, 5))
    report_on(commitment=done, stage="done", by=reader_as("mayor", town))
    with pytest.raises(Refused, match="No commitment with an owner is overdue or due"):
        remind_owners(conference=conference, by=office)
    make_commitment(owner=town, due_on=date(2017, 10, 5))
    remind_owners(conference=conference, by=office)
    with pytest.raises(Refused, match="within the last 24 hours"):
        remind_owners(conference=conference, by=office)
    with pytest.raises(Refused, match="Only the secretariat"):
        remind_owners(conference=conference, by=reader_as("rapporteur"))
