from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.actions import check_code, send_code
from rapporteur.foundation.people.models import Person, SignInCode
from rapporteur.foundation.people.reader import Refused

pytestmark = pytest.mark.django_db


def code_sent_to(email: str) -> str:
    mail = Mail.objects.filter(address=email).latest("pk")
    return re.search(r"\d{4} \d{4}", mail.body)[0]


def test_a_code_signs_in_the_one_who_holds_the_address(client):
    client.post("/en/sign-in/", {"email": "Office@City.example"})
    response = client.post("/en/sign-in/code/", {"code": code_sent_to("office@city.example")})
    assert response.status_code == 302
    assert client.get("/en/account/").status_code == 200
    assert Person.objects.get().email == "office@city.example"


def test_the_session_is_new_after_signing_in(client):
    client.post("/en/sign-in/", {"email": "office@city.example"})
    before = client.session.session_key
    client.post("/en/sign-in/code/", {"code": code_sent_to("office@city.example")})
    assert client.session.session_key != before


def test_a_code_is_for_one_use():
    send_code(email="a@city.example", language="en")
    code = code_sent_to("a@city.example")
    assert check_code(email="a@city.example", code=code).email == "a@city.example"
    with pytest.raises(Refused):
        check_code(email="a@city.example", code=code)


def test_five_wrong_tries_end_a_code():
    send_code(email="a@city.example", language="en")
    code = code_sent_to("a@city.example")
    for _try in range(5):
        with pytest.raises(Refused):
            check_code(email="a@city.example", code="00000000" if code != "0000 0000" else "1")
    with pytest.raises(Refused):
        check_code(email="a@city.example", code=code)


def test_a_code_is_old_after_ten_minutes():
    send_code(email="a@city.example", language="en")
    SignInCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused):
        check_code(email="a@city.example", code=code_sent_to("a@city.example"))


def test_only_the_last_code_counts():
    send_code(email="a@city.example", language="en")
    first = code_sent_to("a@city.example")
    send_code(email="a@city.example", language="en")
    with pytest.raises(Refused):
        check_code(email="a@city.example", code=first)


def test_a_sixth_code_within_an_hour_is_refused():
    for _code in range(5):
        send_code(email="a@city.example", language="en")
    with pytest.raises(Refused, match="Five codes"):
        send_code(email="a@city.example", language="en")


def test_the_code_is_written_in_the_language_of_the_page(client):
    client.post("/fr/sign-in/", {"email": "bureau@ville.example"})
    assert Mail.objects.get().language == "fr"


def test_a_wrong_address_is_told_beside_its_field(client):
    response = client.post("/en/sign-in/", {"email": "office.city.example"})
    assert "Enter an address with an @" in response.content.decode()
    assert not Mail.objects.exists()


def test_nobody_is_led_to_another_site_after_signing_in(client):
    client.post("/en/sign-in/", {"email": "a@city.example", "next": "https://elsewhere.example/"})
    response = client.post("/en/sign-in/code/", {"code": code_sent_to("a@city.example")})
    assert response.headers["Location"].startswith("/en/")


def test_signing_out_ends_the_session(client):
    client.post("/en/sign-in/", {"email": "a@city.example"})
    client.post("/en/sign-in/code/", {"code": code_sent_to("a@city.example")})
    client.post("/en/sign-out/")
    assert client.get("/en/account/").status_code == 302


def test_a_word_is_no_page_to_be_led_to_after_signing_in(client):
    client.post("/en/sign-in/", {"email": "a@city.example", "next": "home"})
    response = client.post("/en/sign-in/code/", {"code": code_sent_to("a@city.example")})
    assert (response.status_code, response.headers["Location"]) == (302, "/en/")


def test_a_code_may_be_written_in_the_digits_of_another_script(client):
    client.post("/ar/sign-in/", {"email": "a@city.example"})
    code = code_sent_to("a@city.example").translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post("/ar/sign-in/code/", {"code": code}).status_code == 302


def test_nobody_else_makes_a_code_unusable(client):
    client.post("/en/sign-in/", {"email": "a@city.example"})
    code, other = code_sent_to("a@city.example"), Client()
    other.post("/en/sign-in/", {"email": "a@city.example"})
    for _try in range(6):
        other.post("/en/sign-in/code/", {"code": "1"})
    assert client.post("/en/sign-in/code/", {"code": code}).status_code == 302


def test_a_code_fits_only_on_the_page_that_asked_for_it(client):
    client.post("/en/sign-in/", {"email": "a@city.example"})
    code, other = code_sent_to("a@city.example"), Client()
    other.post("/en/sign-in/", {"email": "a@city.example"})
    assert other.post("/en/sign-in/code/", {"code": code}).status_code == 200


def test_tries_are_counted_over_all_pages_of_one_browser(client):
    client.post("/en/sign-in/", {"email": "a@city.example"})
    code = code_sent_to("a@city.example")
    for _try in range(5):
        client.post("/en/sign-in/code/", {"code": "1"})
    assert client.post("/en/sign-in/code/", {"code": code}).status_code == 200
