from __future__ import annotations

import re
from datetime import UTC, datetime

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapporteur.calls.models import Call, Question
from rapporteur.foundation.conferences.actions import grant_role, publish_document, schedule_session
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.conferences.models import Conference, Document, Outcome, Party, RoleGrant, Session
from rapporteur.foundation.conferences.queries import system_reader
from rapporteur.foundation.files.actions import store_file
from rapporteur.foundation.people.models import Person

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
AFTER = datetime(2017, 10, 13, 16, 0, tzinfo=UTC)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def add_session(conference):
    def add(title="Opening", hours=(9, 10), room="Hall", **facts):
        times = {
            key: datetime(2017, 11, 16, hour, tzinfo=UTC)
            for key, hour in zip(("starts_at", "ends_at"), hours, strict=True)
        }
        return schedule_session(
            conference=conference, by=system_reader(conference), title={"en": title}, room=room, **times, **facts
        )

    return add


@pytest.fixture
def desk(client_as):
    return client_as("secretariat")


# ---- what everyone reads


def test_the_call_tells_its_questions_deadlines_with_zone_and_what_happens_late(client, conference):
    page = text_of(client.get("/en/cities/call/"))
    for words in ("Message", "At most 300 words.", "13 October 2017, 18:00 (Brussels)", "kept and marked as late"):
        assert words in page
    assert '<p class="eyebrow">Open</p>' in page


def test_a_call_is_closed_at_its_instant_by_the_clock_of_the_conference(client, conference):
    with at(AFTER):
        page = text_of(client.get("/en/cities/call/"))
    assert '<p class="eyebrow">Closed</p>' in page
    assert ">Contribute<" not in page


def test_a_conference_without_a_call_says_so(client, conference):
    Call.objects.all().delete()
    assert "has not opened the call yet" in text_of(client.get("/en/cities/call/"))


def test_a_text_that_is_missing_in_the_language_of_the_page_is_marked_with_its_own(client, conference):
    page = text_of(client.get("/ar/cities/call/"))
    assert '<span lang="en" dir="ltr">Message</span>' in page


def test_a_script_in_a_text_of_the_call_is_shown_as_words(client, conference):
    Call.objects.update(intro={"en": "<script>alert(1)</script>"})
    page = text_of(client.get("/en/cities/call/"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_the_programme_shows_hours_in_the_zone_of_the_conference(client, add_session):
    add_session(speakers=[{"name": "Ama", "office": "Mayor", "part": "moderator"}])
    page = text_of(client.get("/en/cities/programme/"))
    for words in ("Thursday, 16 November 2017", "10:00", "Hall", "Ama", "Mayor", "moderator", "Europe/Brussels"):
        assert words in page


def test_the_calendar_file_keeps_hours_zone_and_identifiers(client, add_session):
    session = add_session(title="Opening, with; marks\\", speakers=[{"name": "Ama", "office": "Mayor"}])
    response = client.get("/en/cities/programme.ics")
    assert response.headers["Content-Type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert str(event["UID"]) == f"session-{session.pk}.cities@rapporteur"
    assert event["DTSTART"].to_ical() == b"20171116T100000"
    assert event["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert event.start == session.starts_at
    assert str(event["SUMMARY"]) == "Opening, with; marks\\"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Brussels"]


def test_an_event_keeps_its_identifier_when_its_session_moves(client, conference, add_session):
    session = add_session()
    before = re.findall(rb"UID:(.*)", client.get("/en/cities/programme.ics").content)
    session.starts_at = datetime(2017, 11, 16, 8, tzinfo=UTC)
    session.save()
    assert re.findall(rb"UID:(.*)", client.get("/en/cities/programme.ics").content) == before


def test_a_document_comes_as_an_attachment_that_does_not_run(client, conference):
    document = publish_document(
        conference=conference,
        kind="call",
        title="The call",
        language="en",
        file=store_file(data=PDF, name="call.pdf"),
        position=0,
        by=system_reader(conference),
    )
    assert "The call" in text_of(client.get("/en/cities/documents/"))
    response = client.get(f"/en/cities/documents/{document.pk}/")
    assert response.content == PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="call.pdf"'
    assert response.headers["Content-Security-Policy"].startswith("sandbox")


def test_a_document_of_an_unpublished_conference_is_not_there(client, conference):
    document = publish_document(
        conference=conference,
        kind="call",
        title="The call",
        language="en",
        file=store_file(data=PDF, name="call.pdf"),
        position=0,
        by=system_reader(conference),
    )
    assert client.get(f"/en/cities/documents/{document.pk}/").status_code == 200
    conference.is_published = False
    conference.save()
    assert client.get(f"/en/cities/documents/{document.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["programme/", "programme.ics", "edit/sessions/"])
def test_more_sessions_cost_no_more_queries(desk, add_session, path):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"/en/cities/{path}").status_code == 200
        return len(queries)

    add_session(hours=(0, 1), speakers=[{"name": "A"}])
    cost()
    few = cost()
    for hour in range(1, 12):
        add_session(hours=(hour, hour + 1), speakers=[{"name": "A"}, {"name": "B"}])
    assert cost() == few


# ---- who may edit

EDITED = [
    "",
    "conference/",
    "parties/",
    "parties/add/",
    "outcomes/",
    "outcomes/review/",
    "call/",
    "questions/",
    "questions/add/",
    "questions/message/change/",
    "sessions/",
    "sessions/add/",
    "documents/",
    "people/",
]


@pytest.mark.parametrize("path", EDITED)
def test_only_the_secretariat_edits(client_as, all_roles, path):
    answers = {role: client_as(role).get(f"/en/cities/edit/{path}").status_code for role in all_roles}
    assert answers == {role: {None: 302, "secretariat": 200}.get(role, 403) for role in all_roles}


def test_a_delegate_cannot_send_what_only_the_secretariat_edits(client_as, form_key, conference):
    sent = {"email": "a@b.example", "role": "observer", "form_key": form_key()}
    assert client_as("delegate").post("/en/cities/edit/people/", sent).status_code == 403
    assert not Person.objects.filter(email="a@b.example").exists()


# ---- editing

CONFERENCE = {
    "title_en": "New title",
    "title_ar": "عنوان",
    "starts_on": "2017-11-16",
    "ends_on": "2017-11-17",
    "zone": "Europe/Brussels",
    "contact": "desk@conference.example",
    "is_published": "on",
}


def test_the_secretariat_describes_the_conference_in_several_languages(desk, conference, form_key):
    response = desk.post("/en/cities/edit/conference/", {**CONFERENCE, "form_key": form_key()})
    assert response.headers["Location"] == "/en/cities/edit/"
    conference.refresh_from_db()
    assert conference.title == {"en": "New title", "ar": "عنوان"}
    assert conference.contact == "desk@conference.example"


def test_a_conference_that_ends_before_it_begins_is_refused(desk, conference, form_key):
    response = desk.post("/en/cities/edit/conference/", {**CONFERENCE, "ends_on": "2017-11-15", "form_key": form_key()})
    assert "The conference ends before it begins." in text_of(response)
    conference.refresh_from_db()
    assert conference.title["en"] == "Conference on Cities"


def test_a_conference_needs_a_title_in_one_language(desk, conference, form_key):
    sent = {**CONFERENCE, "title_en": " ", "title_ar": "", "form_key": form_key()}
    assert "Fill in “Title” in one language at least." in text_of(desk.post("/en/cities/edit/conference/", sent))


def test_a_party_is_named_changed_and_removed(desk, conference, form_key):
    desk.post(
        "/en/cities/edit/parties/add/", {"part": "host", "name_en": "A city", "position": "0", "form_key": form_key()}
    )
    party = Party.objects.get()
    path = f"/en/cities/edit/parties/{party.pk}/"
    desk.post(path, {"part": "host", "name_en": "Another city", "position": "0", "form_key": form_key()})
    assert Party.objects.get().name == {"en": "Another city"}
    desk.post(path, {"remove": "1", "form_key": form_key()})
    assert not Party.objects.exists()


def test_an_output_is_promised(desk, conference, form_key):
    sent = {"title_en": "Review", "due_at": "2018-01-15T18:00", "form_key": form_key()}
    assert desk.post("/en/cities/edit/outcomes/review/", sent).status_code == 302
    outcome = Outcome.objects.get()
    assert (outcome.kind, outcome.due_at) == ("review", datetime(2018, 1, 15, 17, 0, tzinfo=UTC))


CALL = {
    "title_en": "Call",
    "opens_at": "2017-07-03T09:00",
    "closes_at": "2017-10-20T18:00",
    "registration_closes_at": "2017-10-10T18:00",
    "withdrawal_until": "2017-11-10T18:00",
    "late_rule": "refuse",
}


def test_dates_of_the_call_are_those_of_the_zone_of_the_conference(desk, conference, form_key):
    assert desk.post("/en/cities/edit/call/", {**CALL, "form_key": form_key()}).status_code == 302
    call = Call.objects.get()
    assert call.closes_at == datetime(2017, 10, 20, 16, 0, tzinfo=UTC)
    assert (call.late_rule, call.is_open_to_public) == ("refuse", False)


def test_a_call_that_closes_before_it_opens_is_told_at_the_field(desk, conference, form_key):
    sent = {**CALL, "closes_at": "2017-07-01T18:00", "form_key": form_key()}
    response = desk.post("/en/cities/edit/call/", sent)
    assert response.context["form"].errors["closes_at"] == [
        "The call would close before it opens. Set the closing after the opening."
    ]
    assert Call.objects.get().closes_at == datetime(2017, 10, 13, 16, 0, tzinfo=UTC)


def test_a_closing_at_an_hour_that_comes_twice_is_asked(desk, conference, form_key):
    sent = {**CALL, "closes_at": "2017-10-29T02:30", "form_key": form_key()}
    assert "this hour comes twice" in text_of(desk.post("/en/cities/edit/call/", sent))


def test_moving_a_deadline_names_the_outputs_that_it_endangers_and_asks_again(desk, conference, form_key):
    dues = {"recommendations": datetime(2017, 12, 1, tzinfo=UTC), "review": datetime(2018, 2, 1, tzinfo=UTC)}
    for kind, due in dues.items():
        Outcome.objects.create(conference=conference, kind=kind, title={"en": f"The {kind}"}, due_at=due)
    sent = {**CALL, "closes_at": "2017-11-10T18:00"}
    response = desk.post("/en/cities/edit/call/", {**sent, "form_key": form_key()})
    assert [outcome.kind for outcome in response.context["endangered"]] == ["recommendations"]
    assert "<li>The recommendations, due <time" in text_of(response)
    assert Call.objects.get().closes_at == AFTER
    response = desk.post("/en/cities/edit/call/", {**sent, "is_confirmed": "on", "form_key": form_key()})
    assert response.status_code == 302
    assert Call.objects.get().closes_at == datetime(2017, 11, 10, 17, 0, tzinfo=UTC)


QUESTION = {"key": "size", "label_en": "How large?", "kind": "choice"}


def test_a_question_with_choices_is_added_at_the_end(desk, conference, form_key):
    sent = {**QUESTION, "choices_en": "small = Small\nlarge = Large", "choices_fr": "large = Grande\nsmall = Petite"}
    assert desk.post("/en/cities/edit/questions/add/", {**sent, "form_key": form_key()}).status_code == 302
    question = Question.objects.order_by("position").last()
    assert question.key == "size"
    assert question.choices == [
        {"id": "small", "label": {"en": "Small", "fr": "Petite"}},
        {"id": "large", "label": {"en": "Large", "fr": "Grande"}},
    ]


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"choices_en": "small = Small"}, "needs two of them at least"),
        ({"choices_en": "small = Small\nLarge"}, "Line 2 is not of the form key = wording."),
        ({"choices_en": "a = A\nb = B", "choices_fr": "a = A"}, "Each key stands once in each language. Here: b."),
    ],
)
def test_choices_that_cannot_be_read_are_told(desk, conference, form_key, choices, sentence):
    response = desk.post("/en/cities/edit/questions/add/", {**QUESTION, **choices, "form_key": form_key()})
    assert sentence in text_of(response)
    assert Question.objects.count() == 3


def test_two_questions_cannot_have_one_key(desk, conference, form_key):
    sent = {"key": "message", "label_en": "Again", "kind": "text", "form_key": form_key()}
    response = desk.post("/en/cities/edit/questions/add/", sent)
    assert "Another question has the key “message”." in text_of(response)


def test_questions_change_places(desk, conference, form_key):
    desk.post("/en/cities/edit/questions/", {"key": "proposal", "move": "earlier", "form_key": form_key()})
    keys = list(Question.objects.order_by("position").values_list("key", flat=True))
    assert keys == ["message", "proposal", "practice"]


def test_a_question_is_removed_once_for_a_form_sent_twice(desk, conference, form_key):
    sent = {"remove": "1", "form_key": form_key()}
    path = "/en/cities/edit/questions/practice/change/"
    assert [desk.post(path, sent).status_code for _time in range(2)][0] == 302
    assert list(Question.objects.values_list("key", flat=True)) == ["message", "proposal"]


SESSION = {
    "title_en": "Workshop",
    "kind": "workshop",
    "room": "Hall",
    "starts_at": "2017-11-16T10:30",
    "ends_at": "2017-11-16T11:30",
    "speakers-TOTAL_FORMS": "3",
    "speakers-INITIAL_FORMS": "0",
    "speakers-0-name": "大石",
    "speakers-0-office": "Mayor",
    "speakers-0-part": "chair",
}


def test_a_session_is_put_in_the_programme_with_its_speakers(desk, conference, form_key):
    assert desk.post("/en/cities/edit/sessions/add/", {**SESSION, "form_key": form_key()}).status_code == 302
    session = Session.objects.get()
    assert session.starts_at == datetime(2017, 11, 16, 9, 30, tzinfo=UTC)
    assert list(session.speakers.values_list("name", "office", "part")) == [("大石", "Mayor", "chair")]


def test_two_sessions_in_one_room_at_once_are_refused_with_the_other_named(desk, add_session, form_key):
    add_session(title="Opening", hours=(9, 10))
    response = desk.post("/en/cities/edit/sessions/add/", {**SESSION, "form_key": form_key()})
    assert "The room Hall is taken by “Opening” from 10:00 to 11:00. Choose another room or hour." in text_of(response)
    assert Session.objects.count() == 1


def test_a_session_may_begin_when_the_one_before_ends(desk, add_session, form_key):
    add_session(title="Opening", hours=(8, 9))
    sent = {**SESSION, "starts_at": "2017-11-16T10:00", "form_key": form_key()}
    assert desk.post("/en/cities/edit/sessions/add/", sent).status_code == 302


def test_more_rows_for_speakers_keep_nothing_yet(desk, conference, form_key):
    response = desk.post("/en/cities/edit/sessions/add/", {**SESSION, "more": "1", "form_key": form_key()})
    assert (response.status_code, len(response.context["rows"].forms)) == (200, 6)
    assert not Session.objects.exists()


def test_more_rows_for_speakers_name_no_mistake_and_keep_what_was_typed(desk, conference, form_key):
    typed = {**SESSION, "title_en": "", "ends_at": "", "speakers-1-name": "", "speakers-1-office": "Council"}
    page = text_of(desk.post("/en/cities/edit/sessions/add/", {**typed, "more": "1", "form_key": form_key()}))
    assert "to mend" not in page and "An office without a name" not in page
    assert all(f'value="{words}"' in page for words in ("大石", "Council", "Hall", "2017-11-16T10:30"))
    page = text_of(desk.post("/en/cities/edit/sessions/add/", {**typed, "title_en": "A", "form_key": form_key()}))
    assert "Person 2, Name: An office without a name. Enter the name or empty the row." in page


def test_a_session_of_another_conference_is_not_there(desk, add_session, conference):
    session = add_session()
    path = f"/en/cities/edit/sessions/{session.pk}/"
    assert desk.get(path).status_code == 200
    other = Conference.objects.create(
        slug="other", starts_on=conference.starts_on, ends_on=conference.ends_on, contact="a@b.example"
    )
    Session.objects.update(conference=other)
    assert desk.get(path).status_code == 404


def test_a_document_is_offered_and_removed(desk, conference, form_key):
    sent = {"kind": "call", "title": "The call", "language": "fr", "form_key": form_key()}
    response = desk.post("/en/cities/edit/documents/", {**sent, "file": SimpleUploadedFile("a.pdf", PDF)})
    assert response.status_code == 302
    document = Document.objects.get()
    desk.post("/en/cities/edit/documents/", {"remove": str(document.pk), "form_key": form_key()})
    assert not Document.objects.exists()


def test_a_document_that_is_none_of_the_kinds_is_told_at_its_field(desk, conference, form_key):
    sent = {"kind": "call", "title": "The call", "language": "fr", "form_key": form_key()}
    response = desk.post("/en/cities/edit/documents/", {**sent, "file": SimpleUploadedFile("a.pdf", b"MZ\x90\x00 run")})
    assert response.context["form"].errors["file"] == [
        "The content of this file is none of: PDF, Word (.docx), Excel (.xlsx). "
        "Save it as one of these and send it again."
    ]
    assert not Document.objects.exists()


def test_a_role_is_given_by_mail_address_and_taken_back(desk, conference, form_key):
    sent = {"email": "Rapporteur@City.example", "name": "R", "role": "rapporteur", "form_key": form_key()}
    assert desk.post("/en/cities/edit/people/", sent).status_code == 302
    grant = RoleGrant.objects.get(role="rapporteur")
    assert grant.person.email == "rapporteur@city.example"
    desk.post("/en/cities/edit/people/", {"withdraw": str(grant.pk), "form_key": form_key()})
    assert not RoleGrant.objects.filter(role="rapporteur").exists()


def test_a_delegate_needs_a_government_that_is_known(desk, conference, make_government, form_key):
    sent = {"email": "d@city.example", "role": "delegate"}
    without = desk.post("/en/cities/edit/people/", {**sent, "form_key": form_key()})
    assert "This role speaks for a government. Enter its name." in text_of(without)
    unknown = desk.post("/en/cities/edit/people/", {**sent, "government": "Nowhere", "form_key": form_key()})
    assert "No government or body of this name is known here." in text_of(unknown)
    town = make_government("Port Amina")
    assert (
        desk.post("/en/cities/edit/people/", {**sent, "government": "port amina", "form_key": form_key()}).status_code
        == 302
    )
    assert RoleGrant.objects.get(role="delegate").government == town


def test_the_last_of_the_secretariat_keeps_the_role(desk, conference, form_key):
    grant = RoleGrant.objects.get(role="secretariat")
    response = desk.post("/en/cities/edit/people/", {"withdraw": str(grant.pk), "form_key": form_key()})
    assert response.status_code == 409
    assert "This is the last person of the secretariat." in text_of(response)
    assert RoleGrant.objects.filter(pk=grant.pk).exists()


def test_more_roles_cost_no_more_queries(desk, conference, make_person, make_government):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            desk.get("/en/cities/edit/people/")
        return len(queries)

    cost()
    few = cost()
    for _number in range(12):
        grant_role(
            conference=conference,
            person=make_person(),
            role="delegate",
            government=make_government(),
            by=system_reader(conference),
        )
    assert cost() == few
