"""The pages of the threads, and the mails to the authors."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused
from rapporteur.trace.actions import tell_authors

from .world import AMINA, adopt, dispose, small_world

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def author(make_person):
    return make_person("observer", language="fr")


@pytest.fixture
def world(conference, make_government, author):
    return small_world(conference, make_government, author)


def address(name, **kwargs):
    return reverse(f"trace:{name}", kwargs={"slug": "cities", **kwargs})


def test_what_became_of_your_words_shows_each_passage_and_where_it_went(world, client):
    page = client.get(address("contribution", number=87)).content.decode()
    assert page.count('<mark id="p-') == 4
    for words in (
        "3 of the 4 passages of this contribution are in the latest text",
        "Grouped with 2 other passages from 1 government in 1 region",
        "Reworded by amendment A-31 (Old Harbour).",
        "Support in one region only.",
        "being negotiated",
        "word for word since CCM/2017/L.1",
    ):
        assert words in page, words


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pages_open_in_every_language(world, client, language):
    adopt(world)
    pages = [
        ("contribution", {"number": 87}),
        ("recommendation", {"number": 4}),
        ("sentence", {"pk": world.sentences["p-15/0@2"].pk}),
        ("paragraph", {"key": "p-12"}),
    ]
    for name, kwargs in pages:
        assert client.get(address(name, **kwargs).replace("/en/", f"/{language}/", 1)).status_code == 200, name


def test_the_fragment_is_the_thread_of_the_page(world, client):
    fragment = client.get(address("fate", number=87), headers={"HX-Request": "true"}).content.decode()
    page = client.get(address("contribution", number=87)).content.decode()
    thread = fragment[fragment.index("<ol") : fragment.index("</ol>")]
    assert thread in page
    assert 'id="fate"' in page and 'id="fate"' in fragment
    assert "<html" not in fragment


def test_a_cache_keeps_the_fragment_and_the_redirect_apart(world, client):
    for headers in ({}, {"HX-Request": "true"}):
        assert "HX-Request" in client.get(address("fate", number=87), headers=headers).headers["Vary"]


def test_without_htmx_the_fragment_leads_to_the_page(world, client):
    assert client.get(address("fate", number=87)).headers["Location"] == address("contribution", number=87)


def test_words_that_look_like_a_script_are_words(world, client):
    passage = world.passages["count"]
    passage.answer.text = SCRIPT + AMINA
    passage.answer.save()
    dispose(world, "clinic", "taken", SCRIPT)
    pages = [
        address("contribution", number=87),
        address("recommendation", number=4),
        address("sentence", pk=world.sentences["p-12/0@2"].pk),
    ]
    for page in pages:
        content = client.get(page).content.decode()
        assert SCRIPT not in content
        assert "&lt;script&gt;" in content


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("contribution", {"number": 999}),
        ("fate", {"number": 999}),
        ("recommendation", {"number": 999}),
        ("sentence", {"pk": 999999}),
        ("paragraph", {"key": "p-99"}),
    ],
)
def test_what_is_not_there_is_not_found(world, client, name, kwargs):
    assert client.get(address(name, **kwargs), headers={"HX-Request": "true"}).status_code == 404


def test_a_sentence_that_is_being_written_is_found_by_those_who_write_only(world, client_as):
    world.revisions[-1].frozen_at = None
    world.revisions[-1].save()
    page = address("sentence", pk=world.sentences["p-15/0@2"].pk)
    assert client_as(None).get(page).status_code == 404
    assert client_as("drafter").get(page).status_code == 200


def test_a_withdrawn_contribution_is_not_found_by_the_public(world, client, client_as, author):
    contribution = world.contributions["amina"]
    contribution.state = "withdrawn"
    contribution.save()
    assert client.get(address("contribution", number=87)).status_code == 404
    page = client_as(None, person=author).get(address("contribution", number=87))
    assert page.status_code == 200


def test_authors_are_told_once_in_their_language(world, conference, reader_as):
    rapporteur = reader_as("rapporteur")
    assert tell_authors(conference=conference, by=rapporteur) == 1
    mail = Mail.objects.get()
    assert (mail.language, mail.kind) == ("fr", "became_of_words")
    assert "C-0087" in mail.subject
    assert "/fr/cities/trace/contribution/87/" in mail.body
    assert "Support in one region only." in mail.body
    assert Entry.objects.filter(act="told authors").count() == 1
    assert tell_authors(conference=conference, by=rapporteur) == 0
    assert Mail.objects.count() == 1
    assert Entry.objects.filter(act="told authors").count() == 1


def test_authors_are_told_again_when_the_fate_has_changed(world, conference, reader_as):
    rapporteur = reader_as("rapporteur")
    tell_authors(conference=conference, by=rapporteur)
    dispose(world, "clinic", "in_part")
    assert tell_authors(conference=conference, by=rapporteur) == 1
    adopt(world)
    assert tell_authors(conference=conference, by=rapporteur) == 1


def test_nobody_is_told_of_an_anonymous_or_withdrawn_contribution(world, conference, reader_as, author):
    contribution = world.contributions["amina"]
    contribution.attribution, contribution.author, contribution.government = "anonymous", None, None
    contribution.save()
    assert tell_authors(conference=conference, by=reader_as("secretariat")) == 0
    contribution.attribution, contribution.author, contribution.state = "named", author, "withdrawn"
    contribution.save()
    assert tell_authors(conference=conference, by=reader_as("secretariat")) == 0


def test_the_mail_tells_no_more_than_the_public_reads(world, conference, reader_as):
    from .world import recommend

    recommend(world, 7, "fund", state="draft")
    tell_authors(conference=conference, by=reader_as("rapporteur"))
    assert "R-07" not in Mail.objects.get().body


@pytest.mark.parametrize("role", [None, "delegate", "drafter", "mayor", "observer"])
def test_only_the_secretariat_and_the_rapporteur_tell(world, conference, reader_as, role):
    with pytest.raises(Refused):
        tell_authors(conference=conference, by=reader_as(role))
    assert Mail.objects.count() == 0


def test_the_form_sent_twice_tells_once(world, client_as, form_key):
    client, key = client_as("rapporteur"), form_key()
    assert "1 author has news." in client.get(address("tell")).content.decode()
    for _send in range(2):
        assert client.post(address("tell"), {"form_key": key}).status_code == 302
    assert Mail.objects.count() == 1
    assert "No author has news since the last time." in client.get(address("tell")).content.decode()
