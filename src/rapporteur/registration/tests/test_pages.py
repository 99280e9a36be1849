from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.conferences.queries import system_reader
from rapporteur.foundation.files.actions import store_file
from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.people.actions import government_of, load_places, register_rows
from rapporteur.foundation.people.models import Government, Place
from rapporteur.registration.actions import accredit_delegation, ask_back, register_delegation
from rapporteur.registration.models import Delegation, Member

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
ENDED = datetime(2017, 10, 10, 16, 0, tzinfo=UTC)
APPLY = "/en/cities/registration/"


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def rows_of(*members: dict[str, str]) -> dict[str, str]:
    sent = {"members-TOTAL_FORMS": str(len(members)), "members-INITIAL_FORMS": "0"}
    for number, member in enumerate(members):
        facts = {"language": "en", "part": "adviser", **member}
        sent |= {f"members-{number}-{name}": value for name, value in facts.items()}
    return sent


HEAD = {"name": "Ama", "email": "ama@town.example", "part": "head"}


@pytest.fixture
def mechelen(db):
    load_places(row for row in register_rows() if row["geonameid"] in {"2791537", "361058"})
    return Place.objects.get(name="Mechelen")


@pytest.fixture
def someone(client_as, make_person):
    return client_as(None, person=make_person())


@pytest.fixture
def register(conference, make_government):
    def make(name="Ama", email="ama@town.example", **facts):
        return register_delegation(
            conference=conference,
            government=facts.pop("government", None) or make_government(),
            category=facts.pop("category", "lrg"),
            members=[{"name": name, "email": email, "part": "head"}],
            by=facts.pop("by", None) or system_reader(conference),
            **facts,
        )

    return make


# ---- finding the government


@pytest.mark.parametrize("name", ["Mechelen", "Malines", "malinas"])
def test_each_name_of_a_city_finds_one_record_with_its_country(someone, conference, mechelen, name):
    page = text_of(someone.get(APPLY, {"q": name}))
    assert "1 government found." in page
    assert f'<a href="/en/cities/registration/?place={mechelen.pk}">Mechelen</a>, Belgium' in page
    assert "GeoNames, CC BY 4.0" in page


def test_the_name_that_was_searched_stands_beside_the_one_of_the_record(someone, conference, mechelen):
    assert "also called Malines" in text_of(someone.get(APPLY, {"q": "malines"}))


def test_a_name_in_arabic_finds_the_city(someone, conference, mechelen):
    assert "Alexandria</a>, Egypt" in text_of(someone.get(APPLY, {"q": "الإسكندرية"}))


def test_the_list_that_is_put_in_the_page_is_the_one_that_a_reload_gives(someone, conference, mechelen):
    path, search = "/en/cities/registration/places/", {"q": "mal"}
    fragment = someone.get(path, search, headers={"HX-Request": "true"}).content.decode()
    whole = someone.get(path, search).content.decode()
    assert f'<div id="places">{fragment}</div>' in whole
    assert "Mechelen" in fragment


def test_a_body_without_a_place_is_found_too(someone, conference, make_government):
    body = make_government("Network of Ports")
    page = text_of(someone.get(APPLY, {"q": "network"}))
    assert f"?government={body.pk}" in page


def test_nothing_that_fits_leads_to_adding_it(someone, conference, mechelen):
    page = text_of(someone.get(APPLY, {"q": "<b>Sint-Nergens</b>"}))
    assert "0 governments found." in page
    assert "?add=place" in page
    assert "<b>Sint-Nergens" not in page


# ---- registering


def test_one_signs_in_to_register(client, conference):
    assert client.get(APPLY).headers["Location"].startswith("/en/sign-in/?next=")


def test_a_delegation_is_registered_with_its_letter(someone, conference, mechelen, form_key):
    sent = {"category": "lrg", "form_key": form_key(), "letter": SimpleUploadedFile("note.pdf", PDF)}
    second = {"name": "Bo", "email": "bo@town.example"}
    response = someone.post(f"{APPLY}?place={mechelen.pk}", {**sent, **rows_of(HEAD, second, {"name": ""})})
    assert response.headers["Location"] == "/en/cities/registration/mine/"
    delegation = Delegation.objects.get()
    assert (delegation.government.place, delegation.sent_by) == (mechelen, someone.person)
    assert delegation.letter.content_type == "application/pdf"
    assert list(delegation.members.values_list("name", "part")) == [("Ama", "head"), ("Bo", "adviser")]


def test_the_rows_begin_with_the_one_who_registers_and_may_be_sent_as_they_are(someone, conference, mechelen, form_key):
    page = someone.get(f"{APPLY}?place={mechelen.pk}")
    initial = page.context["rows"].initial[0]
    assert initial["email"] == someone.person.email
    sent = {**rows_of(initial, {"part": "adviser"}), "members-INITIAL_FORMS": "2", "category": "lrg"}
    assert someone.post(f"{APPLY}?place={mechelen.pk}", {**sent, "form_key": form_key()}).status_code == 302
    assert list(Member.objects.values_list("person__email", flat=True)) == [someone.person.email]


def test_a_form_sent_twice_registers_once(someone, conference, mechelen, form_key):
    sent = {"category": "lrg", "form_key": form_key(), **rows_of(HEAD)}
    answers = [someone.post(f"{APPLY}?place={mechelen.pk}", sent) for _time in range(2)]
    assert [answer.headers["Location"] for answer in answers] == ["/en/cities/registration/mine/"] * 2
    assert Delegation.objects.count() == 1


def test_after_the_deadline_the_form_and_the_page_name_it(someone, conference, mechelen, form_key):
    sent = {"category": "lrg", "form_key": form_key(), **rows_of(HEAD)}
    with at(ENDED):
        page = text_of(someone.get(APPLY))
        answer = text_of(someone.post(f"{APPLY}?place={mechelen.pk}", sent))
    sentence = "Registration ended on 10 October 2017, 18:00 (Brussels). Write to the secretariat"
    assert sentence in page
    assert f"<li>{sentence}" in answer
    assert not Delegation.objects.exists()
    assert not Government.objects.exists()


def test_a_mail_used_twice_is_told_at_its_row(someone, conference, mechelen, form_key):
    sent = {"category": "lrg", "form_key": form_key(), **rows_of(HEAD, {**HEAD, "email": "AMA@town.example"})}
    response = someone.post(f"{APPLY}?place={mechelen.pk}", sent)
    assert [form.errors.get("email", []) for form in response.context["rows"]] == [
        [],
        ["Person 1 has the same address. Each person has an address of their own."],
    ]
    assert not Delegation.objects.exists()


def test_a_mail_of_another_delegation_is_told_at_its_row(someone, conference, mechelen, register, form_key):
    register()
    sent = {"category": "lrg", "form_key": form_key(), **rows_of({**HEAD, "name": "Another"})}
    response = someone.post(f"{APPLY}?place={mechelen.pk}", sent)
    assert "ama@town.example is in a delegation already." in text_of(response)
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        ({**HEAD, "part": "adviser"}, "A delegation needs a head or a focal point."),
        ({**HEAD, "email": "ama.town.example"}, "Enter an address with an @"),
        ({**HEAD, "name": "x" * 201}, "at most 200 characters"),
        ({**HEAD, "name": ""}, "This field is required."),
    ],
)
def test_a_mistake_in_a_row_is_a_sentence_and_nothing_is_kept(
    someone, conference, mechelen, form_key, member, sentence
):
    response = someone.post(
        f"{APPLY}?place={mechelen.pk}", {"category": "lrg", "form_key": form_key(), **rows_of(member)}
    )
    assert sentence in text_of(response)
    assert (Delegation.objects.count(), Government.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"MZ\x90\x00 this runs", "The content of this file is none of: PDF, Word (.docx), PNG, JPEG."),
        (b"", "This file is empty."),
        (PDF + b"0" * (10 * 1024 * 1024), "The file is larger than 10 MB."),
    ],
)
def test_a_letter_that_cannot_be_taken_is_told_at_its_field(someone, conference, mechelen, form_key, content, sentence):
    sent = {"category": "lrg", "form_key": form_key(), "letter": SimpleUploadedFile("letter.pdf", content)}
    response = someone.post(f"{APPLY}?place={mechelen.pk}", {**sent, **rows_of(HEAD)})
    assert sentence in " ".join(response.context["form"].errors["letter"])
    assert (Delegation.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_place_that_is_not_there_is_added_and_waits(someone, client_as, conference, mechelen, form_key):
    sent = {"category": "lrg", "name": "Sint-Nergens", "country": "BE", "form_key": form_key(), **rows_of(HEAD)}
    assert someone.post(f"{APPLY}?add=place", sent).status_code == 302
    delegation = Delegation.objects.get()
    assert delegation.government.place.is_checked is False
    desk = client_as("secretariat")
    assert "Sint-Nergens" in text_of(desk.get("/en/cities/registration/desk/places/"))
    assert "First check the place." in text_of(desk.get("/en/cities/registration/1/"))
    check = {"act": "check_place", "latitude": "91", "longitude": "4", "form_key": form_key()}
    assert "less than or equal to 90" in text_of(desk.post("/en/cities/registration/1/", check))
    desk.post("/en/cities/registration/1/", {**check, "latitude": "51.03", "form_key": form_key()})
    desk.post("/en/cities/registration/1/", {"act": "accredit", "form_key": form_key()})
    delegation.refresh_from_db()
    assert delegation.state == "accredited"


def test_an_added_place_that_is_in_the_register_becomes_that_one_and_its_name_finds_it(
    someone, client_as, conference, mechelen, form_key
):
    sent = {"category": "lrg", "name": "Mechlen", "country": "BE", "form_key": form_key(), **rows_of(HEAD)}
    someone.post(f"{APPLY}?add=place", sent)
    desk = client_as("secretariat")
    page = text_of(desk.get("/en/cities/registration/1/"))
    assert f'value="{mechelen.pk}">Mechelen, Belgium</button>' in page
    desk.post("/en/cities/registration/1/", {"act": "settle", "place": str(mechelen.pk), "form_key": form_key()})
    assert Delegation.objects.get().government.place == mechelen
    assert f'?place={mechelen.pk}">Mechelen</a>' in text_of(someone.get(APPLY, {"q": "mechlen"}))
    again = desk.post("/en/cities/registration/1/", {"act": "settle", "place": "1", "form_key": form_key()})
    assert again.status_code in {404, 409}


def test_an_added_place_is_not_settled_on_a_government_that_has_a_delegation(
    someone, client_as, conference, mechelen, register, form_key
):
    register(government=government_of(place=mechelen, by=system_reader(conference)), email="first@x.example")
    sent = {"category": "lrg", "name": "Mechlen", "country": "BE", "form_key": form_key(), **rows_of(HEAD)}
    someone.post(f"{APPLY}?add=place", sent)
    settle = {"act": "settle", "place": str(mechelen.pk), "form_key": form_key()}
    response = client_as("secretariat").post("/en/cities/registration/2/", settle)
    assert response.status_code == 409
    assert "Mechelen has a delegation already." in text_of(response)
    assert Delegation.objects.get(number=2).government.name == "Mechlen"


def test_a_city_of_the_register_that_is_added_by_hand_is_sent_back_to_the_search(
    someone, conference, mechelen, form_key
):
    sent = {"category": "lrg", "name": "Malines", "country": "BE", "form_key": form_key(), **rows_of(HEAD)}
    assert "The register has “Mechelen” in Belgium." in text_of(someone.post(f"{APPLY}?add=place", sent))
    assert (Delegation.objects.count(), Place.objects.filter(is_checked=False).count()) == (0, 0)


def test_more_rows_keep_what_was_entered_and_nothing_else(someone, conference, mechelen, form_key):
    sent = {"category": "lrg", "more": "1", "form_key": form_key(), **rows_of(HEAD)}
    response = someone.post(f"{APPLY}?place={mechelen.pk}", sent)
    assert len(response.context["rows"].forms) == 3
    assert 'value="ama@town.example"' in text_of(response)
    assert not Delegation.objects.exists()


def test_more_rows_name_no_mistake_before_the_form_is_sent(someone, conference, mechelen, form_key):
    blank, half = {"name": "", "email": ""}, {"name": "Bo", "email": "bo", "office": "Mayor"}
    sent = {"category": "other", "name": "Newtown", "country": "", "more": "1", "form_key": form_key()}
    page = text_of(someone.post(f"{APPLY}?add=place", {**sent, **rows_of(blank, half)}))
    assert "to mend" not in page and "This field is required" not in page
    assert all(f'value="{typed}"' in page for typed in ("Newtown", "Bo", "bo", "Mayor"))
    assert 'name="members-TOTAL_FORMS" value="4"' in page


def test_a_mistake_of_a_person_names_person_and_field(someone, conference, mechelen, form_key):
    sent = {"category": "lrg", "form_key": form_key(), **rows_of(HEAD, {"name": "Bo", "email": ""})}
    page = text_of(someone.post(f"{APPLY}?place={mechelen.pk}", sent))
    assert '<a href="#id_members-1-email">Person 2, E-mail: This field is required.</a>' in page
    assert "One thing to mend before this can be sent:" in page
    sent = {"category": "lrg", "form_key": form_key(), **rows_of({**HEAD, "part": "adviser"})}
    assert "<li>A delegation needs a head or a focal point." in text_of(
        someone.post(f"{APPLY}?place={mechelen.pk}", sent)
    )


# ---- one's own delegation


@pytest.fixture
def own(client_as, make_person, conference, register):
    """A client of the one who sent a delegation, and that delegation."""
    from rapporteur.foundation.conferences.queries import reader_of

    person = make_person()
    client = client_as(None, person=person)
    client.delegation = register(by=reader_of(person, conference))
    return client


MINE = "/en/cities/registration/mine/"


def test_what_was_asked_is_answered_on_the_page(own, conference, form_key):
    ask_back(delegation=own.delegation, question="Who <signed>?", by=system_reader(conference))
    page = text_of(own.get(MINE))
    assert "Who &lt;signed&gt;?" in page
    sent = {"number": "1", "act": "answer", "answer-1-answer": "The mayor.", "form_key": form_key()}
    assert own.post(MINE, sent).status_code == 302
    assert Delegation.objects.get().state == "waiting"


def test_a_letter_is_sent_later_and_downloaded_by_the_delegation_alone(own, client_as, form_key):
    letter = SimpleUploadedFile("letter.exe", PNG)
    own.post(MINE, {"number": "1", "act": "letter", "letter-1-letter": letter, "form_key": form_key()})
    path = "/en/cities/registration/1/letter/"
    response = own.get(path)
    assert (response.content, response.headers["Content-Type"]) == (PNG, "image/png")
    assert response.headers["Content-Disposition"].startswith("attachment")
    answers = {role: client_as(role).get(path).status_code for role in ("secretariat", "rapporteur", "delegate", None)}
    assert answers == {"secretariat": 200, "rapporteur": 404, "delegate": 404, None: 302}


def test_a_member_is_added_and_removed(own, form_key):
    facts = {"name": "Bo", "email": "bo@town.example", "part": "focal", "language": "ar"}
    sent = {"number": "1", "act": "add", **{f"add-1-{name}": value for name, value in facts.items()}}
    assert own.post(MINE, {**sent, "form_key": form_key()}).status_code == 302
    member = Member.objects.get(part="focal")
    again = own.post(MINE, {**sent, "form_key": form_key()})
    assert "bo@town.example is in a delegation already." in text_of(again)
    own.post(MINE, {"number": "1", "act": "remove", "member": str(member.pk), "form_key": form_key()})
    assert list(Member.objects.values_list("name", flat=True)) == ["Ama"]


def test_another_delegation_is_neither_shown_nor_changed(own, register, form_key):
    other = register(name="Secret Name", email="secret@elsewhere.example")
    assert "Secret Name" not in text_of(own.get(MINE))
    for act in ("withdraw", "remove", "answer", "letter", "add"):
        sent = {"number": str(other.number), "act": act, "member": str(other.members.get().pk)}
        assert own.post(MINE, {**sent, "form_key": form_key()}).status_code == 404
    member = {"number": "1", "act": "remove", "member": str(other.members.get().pk), "form_key": form_key()}
    assert own.post(MINE, member).status_code == 404
    other.refresh_from_db()
    assert (other.state, other.members.count()) == ("waiting", 1)


def test_a_delegation_is_withdrawn(own, form_key):
    assert own.post(MINE, {"number": "1", "act": "withdraw", "form_key": form_key()}).status_code == 302
    page = text_of(own.get(MINE))
    assert "The delegation is withdrawn." in page
    assert 'value="withdraw"' not in page


# ---- the desk

DESK = "/en/cities/registration/desk/"


@pytest.mark.parametrize("path", ["desk/", "desk/export.csv", "desk/places/", "1/"])
def test_only_the_secretariat_reads_the_desk(client_as, all_roles, register, path):
    register()
    answers = {role: client_as(role).get(f"{APPLY}{path}").status_code for role in all_roles}
    assert answers == {role: {None: 302, "secretariat": 200}.get(role, 403) for role in all_roles}


def test_the_one_who_sent_a_delegation_does_not_decide_on_it(own, form_key):
    sent = {"act": "accredit", "form_key": form_key()}
    assert own.post("/en/cities/registration/1/", sent).status_code == 403
    assert Delegation.objects.get().state == "waiting"


def test_the_list_is_filtered_and_searched_in_any_script(client_as, register, make_government):
    port = register(email="a@x.example", government=make_government("Port Amina", country="KE", region="africa"))
    town = register(name="الآنسة", email="b@x.example", category="media")
    desk = client_as("secretariat")

    def found(**search):
        return [row.number for row in desk.get(DESK, search).context["page"].rows]

    assert found() == [town.number, port.number]
    assert found(region="africa") == found(q="KENYA amina") == [port.number]
    assert found(category="media") == found(q="الانسة") == [town.number]
    assert found(state="accredited") == found(q="nobody") == []


def test_the_export_has_the_rows_of_the_filter_and_disarms_formulas(client_as, register, make_government):
    register(name="=HYPERLINK(1)", government=make_government("Port Amina", country="KE", region="africa"))
    register(name="Bo", email="bo@x.example")
    response = client_as("secretariat").get(f"{DESK}export.csv", {"region": "africa"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][:5] == ["D-0001", "Port Amina", "Kenya", "Africa", "Local or regional government"]
    assert rows[1][7:] == ["'=HYPERLINK(1)", "", "ama@town.example", "head of delegation"]
    assert response.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["", "export.csv", "places/"])
def test_more_delegations_cost_no_more_queries(client_as, register, make_government, path):
    desk = client_as("secretariat")

    def add(count):
        for number in range(count):
            place = Place.objects.create(name="Sint-Nergens", country="BE", is_checked=False)
            letter = store_file(data=PDF, name="a.pdf")
            email = f"p{Member.objects.count()}-{number}@x.example"
            register(email=email, government=make_government(place=place), letter=letter)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"{DESK}{path}").status_code == 200
        return len(queries)

    add(2)
    cost()
    few = cost()
    add(10)
    assert cost() == few


def test_the_list_is_paged_by_key_with_its_search(client_as, register):
    for number in range(53):
        register(email=f"p{number}@x.example")
    desk = client_as("secretariat")
    first = desk.get(DESK, {"state": "waiting"})
    assert [row.number for row in first.context["page"].rows] == list(range(53, 3, -1))
    assert "?state=waiting&amp;before=4" in first.content.decode()
    last = desk.get(DESK, {"state": "waiting", "before": "4"})
    assert [row.number for row in last.context["page"].rows] == [3, 2, 1]


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ({"act": "accredit"}, "accredited"),
        ({"act": "ask_back", "question": "Who?"}, "asked_back"),
        ({"act": "refuse", "ground": "No mandate."}, "refused"),
    ],
)
def test_the_desk_decides_on_the_page(client_as, register, form_key, sent, state):
    register()
    response = client_as("secretariat").post("/en/cities/registration/1/", {**sent, "form_key": form_key()})
    assert response.status_code == 302
    assert Delegation.objects.get().state == state


def test_an_act_that_is_not_allowed_has_no_button(client_as, register, conference):
    accredit_delegation(delegation=register(), by=system_reader(conference))
    page = text_of(client_as("secretariat").get("/en/cities/registration/1/"))
    assert 'value="accredit"' not in page
    assert 'value="ask_back"' not in page
    assert 'value="refuse"' in page


def test_what_a_delegation_wrote_is_shown_as_words(client_as, register, make_government):
    register(name="<script>alert(1)</script>", government=make_government("<img src=x>"))
    desk = client_as("secretariat")
    for path in (DESK, "/en/cities/registration/1/"):
        page = text_of(desk.get(path))
        assert "&lt;img src=x&gt;" in page
        assert "<img src=x>" not in page
        assert "<script>alert" not in page


def test_a_delegation_that_is_not_there_is_404(client_as, register):
    register()
    desk = client_as("secretariat")
    assert [desk.get(f"/en/cities/registration/{number}/").status_code for number in (1, 2)] == [200, 404]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_category_has_a_name_in_every_language(language):
    from django.utils.translation import override

    from rapporteur.foundation.frameworks.provisions import vocabulary
    from rapporteur.registration.queries import categories

    items = vocabulary("vocab_participants", "participant_categories")
    with override(language):
        assert [name for _id, name in categories()] == [item["label"][language] for item in items]
