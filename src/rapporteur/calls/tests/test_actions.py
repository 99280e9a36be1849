from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rapporteur.calls.actions import move_question, open_call, remove_question, set_question
from rapporteur.calls.models import Call, Question
from rapporteur.calls.queries import instants, may_still_send, phase_of, station, waiting
from rapporteur.contributions.models import Answer, Contribution
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused

CLOSING = datetime(2017, 10, 13, 16, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def desk(reader_as):
    return reader_as("secretariat")


@pytest.fixture
def answered(conference):
    """The question `practice`, with a choice, answered in a draft."""
    question = Question.objects.get(key="practice")
    question.kind, question.choices = "choice", [{"id": "a", "label": {"en": "A"}}, {"id": "b", "label": {"en": "B"}}]
    question.save()
    fields = {field.name for field in Contribution._meta.fields}
    facts = {"conference": conference, "call": question.call, "begun_at": CLOSING, "language": "en"}
    contribution = Contribution.objects.create(**{key: value for key, value in facts.items() if key in fields})
    Answer.objects.create(contribution=contribution, question=question)
    return question


@pytest.mark.parametrize("role", ["rapporteur", "drafter", "delegate", "mayor", "observer", None])
def test_nobody_but_the_secretariat_changes_the_call(conference, reader_as, role):
    with pytest.raises(Refused, match="Only the secretariat"):
        open_call(conference=conference, by=reader_as(role), closes_at=CLOSING)
    with pytest.raises(Refused, match="Only the secretariat"):
        set_question(call=conference.call, by=reader_as(role), key="new", label={"en": "New"})


def test_a_call_is_opened_with_its_dates_and_recorded(conference, desk):
    Call.objects.all().delete()
    facts = {
        "title": {"en": "Call"},
        "opens_at": CLOSING - timedelta(days=90),
        "closes_at": CLOSING,
        "registration_closes_at": CLOSING,
        "withdrawal_until": CLOSING + timedelta(days=9),
    }
    call = open_call(conference=conference, by=desk, **facts)
    assert Call.objects.get() == call
    assert Entry.objects.latest("number").act == "opened call"


@pytest.mark.parametrize("field", ["closes_at", "registration_closes_at", "withdrawal_until"])
def test_no_end_lies_before_the_opening(conference, desk, field):
    with pytest.raises(Refused, match="before"):
        open_call(conference=conference, by=desk, **{field: datetime(2017, 7, 3, 7, 0, tzinfo=UTC)})
    assert getattr(Call.objects.get(), field) > datetime(2017, 7, 3, 7, 0, tzinfo=UTC)


def test_a_moved_closing_is_written_to_those_who_are_registered_in_their_language(conference, desk, make_person):
    make_person("delegate", language="fr")
    make_person("rapporteur")
    open_call(conference=conference, by=desk, closes_at=CLOSING + timedelta(days=7))
    mail = Mail.objects.get(kind="closing_moved")
    assert mail.language == "fr"
    assert "20 octobre 2017, 18:00 (Bruxelles)" in mail.body
    open_call(conference=conference, by=desk, title={"en": "Another title"})
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(
    ("begun", "sent", "rule", "answer"),
    [
        (CLOSING - SECOND, CLOSING - SECOND, "keep", "open"),
        (CLOSING - SECOND, CLOSING, "keep", "late"),
        (CLOSING - SECOND, CLOSING, "refuse", "closed"),
        (CLOSING, CLOSING, "keep", "closed"),
        (CLOSING - timedelta(days=300), CLOSING - timedelta(days=300), "keep", "closed"),
    ],
)
def test_what_is_begun_in_time_and_sent_late_follows_the_rule(conference, begun, sent, rule, answer):
    call = conference.call
    call.late_rule = rule
    assert may_still_send(call, begun, sent) == answer


def test_the_instant_of_closing_is_closed(conference):
    call = conference.call
    moments = (call.opens_at - SECOND, call.opens_at, CLOSING - SECOND, CLOSING)
    assert [phase_of(call, moment) for moment in moments] == [
        "planned",
        "open",
        "open",
        "closed",
    ]


def test_a_question_that_nobody_answered_is_removed(conference, desk):
    remove_question(question=Question.objects.get(key="practice"), by=desk)
    assert not Question.objects.filter(key="practice").exists()


def test_a_question_that_was_answered_stays(answered, desk):
    with pytest.raises(Refused, match="This question was answered and stays."):
        remove_question(question=answered, by=desk)
    assert Question.objects.filter(key="practice").exists()


def test_an_answered_question_keeps_its_kind_and_its_choices_but_not_its_wording(answered, desk):
    with pytest.raises(Refused, match="its kind stays"):
        set_question(call=answered.call, by=desk, question=answered, kind="text")
    answered.refresh_from_db()
    with pytest.raises(Refused, match="the choice “b” stays"):
        set_question(call=answered.call, by=desk, question=answered, choices=answered.choices[:1])
    answered.refresh_from_db()
    set_question(call=answered.call, by=desk, question=answered, label={"en": "Another wording"})
    assert Question.objects.get(key="practice").label == {"en": "Another wording"}


def test_the_first_question_does_not_move_further_up(conference, desk):
    move_question(question=Question.objects.get(key="message"), earlier=True, by=desk)
    assert list(Question.objects.values_list("key", flat=True)) == ["message", "practice", "proposal"]


def test_the_station_tells_where_the_call_stands(conference, reader_as):
    found = station(conference, reader_as(None))
    assert (found.label, found.state, found.lines) == ("Call", "now", ("open to 13 Oct", "3 questions"))


def test_the_instants_of_a_call_are_those_at_which_its_pages_change(conference):
    call = conference.call
    assert list(instants()) == [
        (conference.pk, moment) for moment in (call.opens_at, call.closes_at, call.withdrawal_until)
    ]


def test_a_call_without_questions_waits_for_the_secretariat_only(conference, desk, reader_as):
    Question.objects.all().delete()
    assert [item.label for item in waiting(conference, desk)] == ["call without a question"]
    assert waiting(conference, reader_as("rapporteur")) == []
