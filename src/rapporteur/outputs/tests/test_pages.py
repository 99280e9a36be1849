"""The pages of the outputs, deliveries and receipts."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from rapporteur.foundation.files.queries import content
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.reader import Refused
from rapporteur.outputs.actions import add_receipt, deliver
from rapporteur.outputs.making import file_of
from rapporteur.outputs.models import Delivery
from rapporteur.outputs.queries import instants, outcome_of, output_of, waiting
from rapporteur.trace.tests.world import recommend

TODAY = date(2017, 10, 2)


def address(name, **kwargs):
    return reverse(f"outputs:{name}", kwargs={"slug": "cities", **kwargs})


def handed(conference, by, **facts):
    given = {
        "outcome": outcome_of(conference, "recommendations"),
        "form": "pdf",
        "language": "en",
        "addressee": "Co-facilitators",
        "delivered_on": TODAY,
        **facts,
    }
    return deliver(by=by, **given)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("kind", ["recommendations", "review", "declaration"])
def test_each_output_is_a_page_in_every_language(reports, client, language, kind):
    page = client.get(address("document", kind=kind, form="html").replace("/en/", f"/{language}/", 1))
    assert page.status_code == 200
    assert "style=" not in page.content.decode()


@pytest.mark.parametrize(
    ("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("json", b"{")], ids=["pdf", "docx", "json"]
)
def test_the_other_forms_are_downloads(world, client, form, start):
    response = client.get(address("document", kind="declaration", form=form))
    assert response.status_code == 200
    assert response.content.startswith(start)
    assert f"CCM-2017-L.1-Rev.2.en.{form}" in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("kind", "form"), [("review", "pdf"), ("novel", "pdf"), ("declaration", "exe"), ("review", "html")]
)
def test_what_is_not_there_is_not_found(world, client, kind, form):
    assert client.get(address("document", kind=kind, form=form)).status_code == 404


def test_an_unverified_reference_is_said_on_the_page_and_refused_as_a_file(world, client):
    recommend(world, 6, provisions=["nyd.39"])
    page = client.get(address("document", kind="recommendations", form="html"))
    assert "nyd.39 (R-06)" in page.content.decode()
    file = client.get(address("document", kind="recommendations", form="pdf"))
    assert file.status_code == 409
    assert "nyd.39 (R-06)" in file.content.decode()


def test_words_that_look_like_a_script_are_words(world, client):
    recommend(world, 6, text="<script>alert(1)</script>")
    page = client.get(address("document", kind="recommendations", form="html")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_delivery_keeps_the_very_bytes(world, conference, reader_as, client):
    secretariat = reader_as("secretariat")
    delivery = handed(conference, secretariat)
    assert content(delivery.file) == file_of(output_of(conference, delivery.outcome), "pdf")
    recommend(world, 9, "count")
    assert content(delivery.file) != file_of(output_of(conference, delivery.outcome), "pdf")
    assert Entry.objects.filter(act="delivered output").count() == 1
    assert "Co-facilitators" in client.get(address("list")).content.decode()


@pytest.mark.parametrize("role", [None, "rapporteur", "drafter", "delegate", "mayor", "observer"])
def test_only_the_secretariat_hands_over(world, conference, reader_as, role):
    with pytest.raises(Refused):
        handed(conference, reader_as(role))
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"delivered_on": date(2017, 10, 3)}, "lies ahead"),
        ({"addressee": "  "}, "Name the addressee"),
        ({"form": "exe"}, "HTML, Word, PDF or JSON"),
    ],
)
def test_a_delivery_with_a_mistake_is_refused(world, conference, reader_as, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        handed(conference, reader_as("secretariat"), **facts)
    assert Delivery.objects.count() == 0


def test_an_output_with_an_unverified_reference_is_not_handed_over(world, conference, reader_as):
    recommend(world, 6, provisions=["nyd.39"])
    with pytest.raises(Refused, match=r"nyd\.39 \(R-06\)"):
        handed(conference, reader_as("secretariat"))
    assert Delivery.objects.count() == 0


def test_what_is_not_there_is_not_handed_over(world, conference, reader_as):
    with pytest.raises(Refused, match="nothing to hand over"):
        handed(conference, reader_as("secretariat"), outcome=outcome_of(conference, "review"))


def test_a_receipt_is_kept_once_and_not_before_its_delivery(world, conference, reader_as):
    secretariat = reader_as("secretariat")
    delivery = handed(conference, secretariat)
    for day, sentence in [(date(2017, 10, 1), "older"), (date(2017, 10, 9), "lies ahead")]:
        with pytest.raises(Refused, match=sentence):
            add_receipt(delivery=delivery, text="Received.", received_on=day, by=secretariat)
    add_receipt(delivery=delivery, text="Received with thanks.", received_on=TODAY, by=secretariat)
    with pytest.raises(Refused, match="already"):
        add_receipt(delivery=delivery, text="Again.", received_on=TODAY, by=secretariat)
    assert Delivery.objects.get().receipt == "Received with thanks."


def test_delivery_and_receipt_by_their_pages_once_each(world, conference, client_as, form_key):
    client, key = client_as("secretariat"), form_key()
    sent = {
        "outcome": outcome_of(conference, "declaration").pk,
        "form": "docx",
        "language": "ar",
        "addressee": "Conseil",
        "delivered_on": "2017-10-02",
        "form_key": key,
    }
    for _send in range(2):
        assert client.post(address("deliver"), sent).status_code == 302
    delivery = Delivery.objects.get()
    assert (delivery.language, delivery.file.name) == ("ar", "CCM-2017-L.1-Rev.2.ar.docx")
    assert client.get(address("delivered", pk=delivery.pk)).content == content(delivery.file)
    answer = {"text": "Reçu.", "received_on": "2017-10-02", "form_key": form_key()}
    assert client.post(address("receipt", pk=delivery.pk), answer).status_code == 302
    assert "Reçu." in client.get(address("list")).content.decode()


def test_a_refused_delivery_says_why_on_its_page(world, conference, client_as, form_key):
    recommend(world, 6, provisions=["nyd.39"])
    sent = {
        "outcome": outcome_of(conference, "recommendations").pk,
        "form": "pdf",
        "language": "en",
        "addressee": "Co-facilitators",
        "delivered_on": "2017-10-02",
        "form_key": form_key(),
    }
    page = client_as("secretariat").post(address("deliver"), sent)
    assert page.status_code == 200
    assert "nyd.39 (R-06)" in page.content.decode()


def test_the_bytes_that_were_delivered_are_for_the_secretariat(world, conference, reader_as, client, client_as):
    delivery = handed(conference, reader_as("secretariat"))
    assert client.get(address("delivered", pk=delivery.pk)).status_code == 302
    assert client_as("rapporteur").get(address("delivered", pk=delivery.pk)).status_code == 403


def test_an_output_that_is_due_waits_on_the_desk_until_it_is_delivered(world, conference, reader_as):
    secretariat = reader_as("secretariat")
    assert waiting(conference, secretariat) == []
    conference.outcomes.update(due_at=secretariat.now)
    assert [item.count for item in waiting(conference, secretariat)] == [3]
    handed(conference, secretariat)
    assert [item.count for item in waiting(conference, secretariat)] == [2]
    assert waiting(conference, reader_as("delegate")) == []
    assert len(instants()) == 3
