"""The pages of contributions: what they show to whom, and what they take once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rapporteur.calls.models import Call, Question
from rapporteur.contributions import actions, queries
from rapporteur.contributions.models import Answer, Contribution
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.conferences.queries import reader_of, system_reader
from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.journal.models import Entry, Once, Opening

SCRIPT = "<script>alert(1)</script> is what they wrote."


def address(name, **kwargs):
    return reverse(f"contributions:{name}", kwargs={"slug": "cities", **kwargs})


@pytest.fixture
def received(conference, make_government):
    """`received("words")`: a contribution received from a new government."""

    def make(text="Children first, whatever papers they have.", **given):
        facts = {"attribution": "government", "language": "en", "government": make_government(), **given}
        by = system_reader(conference)
        return actions.receive_contribution(conference=conference, by=by, answers={"message": text}, **facts)

    return make


@pytest.fixture
def filled(form_key):
    """`filled(...)`: a form as a delegate fills it."""

    def make(**given):
        facts = {"q-message": "Our words.", "language": "en", "attribution": "named", "author_name": "Ana"}
        return {**facts, "form_key": form_key(), **given}

    return make


@pytest.mark.parametrize("name", ["list", "new", "new_anonymous"])
def test_pages_for_everybody_open(client_as, received, name):
    received()
    assert client_as(None).get(address(name)).status_code == 200


def test_words_are_escaped_and_passages_have_addresses(client_as, received):
    row, _secret = received(f"{SCRIPT} The second passage is long enough to stand alone.")
    page = client_as(None).get(address("detail", number=row.number)).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert re.findall(r'<span id="(p-\d)">([^<]*)</span>', page) == [
        ("p-1", "&lt;script&gt;alert(1)&lt;/script&gt; is what they wrote."),
        ("p-2", "The second passage is long enough to stand alone."),
    ]
    assert row.fingerprint in page and row.government.name in page
    assert "<script>alert" not in client_as(None).get(address("list")).content.decode()


def test_the_language_of_words_is_marked(client_as, received):
    row, _secret = received("الأطفال أولاً، مهما كانت أوراقهم.", language="ar")
    page = client_as(None).get(address("detail", number=row.number)).content.decode()
    assert 'class="document" lang="ar" dir="rtl"' in page


def test_sending_leads_to_a_receipt_that_nothing_keeps(client_as, filled, make_government):
    client = client_as("delegate", make_government("Port Amina"))
    receipt = client.post(address("new"), filled())["Location"]
    page = client.get(receipt)
    row = Contribution.objects.get()
    text = page.content.decode()
    assert all(each in text for each in ("C-0001", row.fingerprint, "Our words.", "(Brussels)", "Ana, Port Amina"))
    assert page["Cache-Control"] == "private, no-store"
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert client.get(address("receipt", secret="A" * 43)).status_code == 404


def test_a_form_sent_twice_is_received_once(client_as, filled, make_government):
    for client, name in ((client_as("delegate", make_government()), "new"), (client_as(None), "new_anonymous")):
        before = Contribution.objects.count()
        facts = filled()
        first, second = client.post(address(name), facts), client.post(address(name), facts)
        assert (first.status_code, first["Location"]) == (302, second["Location"])
        assert Contribution.objects.count() == before + 1


def test_back_and_send_again_makes_no_second_contribution(client_as, filled, make_government):
    client = client_as("delegate", make_government())
    client.post(address("new"), filled())
    answer = client.post(address("new"), filled())
    page = answer.content.decode()
    assert "C-0001 has these very words." in page and "Our words." in page
    assert Contribution.objects.count() == Entry.objects.count() == 1


def test_a_second_send_after_the_closing_gives_the_first_answer(client_as, filled, conference):
    client, facts = client_as(None), filled()
    first = client.post(address("new_anonymous"), facts)
    with at(conference.call.closes_at):
        assert client.post(address("new_anonymous"), facts)["Location"] == first["Location"]
        assert client.post(address("new_anonymous"), filled()).status_code == 409


def test_a_form_without_its_key_is_not_taken(client_as, filled):
    answer = client_as(None).post(address("new_anonymous"), filled(form_key=""))
    assert answer.status_code == 409 and "without its key" in answer.content.decode()
    assert not Contribution.objects.exists()


def test_a_draft_is_saved_unfinished_and_found_again(client_as, filled, make_government):
    client = client_as("delegate", make_government())
    client.post(address("new"), filled(**{"draft": "1", "q-message": "", "q-practice": "word " * 301}))
    assert Contribution.objects.get().state == "draft"
    page = client.get(address("new")).content.decode()
    assert "word word" in page and "301 of 300 words" in page
    answer = client.post(address("new"), filled(**{"q-practice": "word " * 301}))
    assert "This has 301 words; the limit is 300. Shorten it by 1." in answer.content.decode()
    assert Contribution.objects.get().state == "draft"
    client.post(address("new"), filled())
    assert Contribution.objects.get().state == "received"


def test_an_anonymous_page_does_not_see_who_is_signed_in(client_as, filled, make_government, at_work):
    client = client_as("delegate", make_government("Port Amina"))
    page = client.get(address("new_anonymous")).content.decode()
    assert client.person.name not in page and "does not look at whether you are signed in" in page
    receipt = client.post(address("new_anonymous"), filled(category="individual"))["Location"]
    row = Contribution.objects.get()
    assert (row.author_id, row.government_id, row.author_name) == (None, None, "")
    assert row.received_at.hour == 0 and Entry.objects.get().at.hour == 0
    assert [opening.person for opening in Opening.objects.all()] == [""]
    assert not Once.objects.exists()
    assert client.person.name not in client.get(receipt).content.decode()
    assert row not in queries.contributions_of(reader_of(client.person, row.conference))


def test_an_anonymous_one_takes_no_file(client_as, filled, conference):
    Question.objects.create(call=conference.call, key="proof", kind="file", label={"en": "Proof"}, is_required=True)
    client = client_as(None)
    assert 'type="file"' not in client.get(address("new_anonymous")).content.decode()
    sent = filled(**{"q-proof": SimpleUploadedFile("me.pdf", b"%PDF-1.7 written by me")})
    assert client.post(address("new_anonymous"), sent).status_code == 302
    assert not StoredFile.objects.exists()


def test_a_file_is_kept_with_a_draft_and_served_to_those_who_may_see_it(client_as, filled, conference, make_government):
    Question.objects.create(call=conference.call, key="proof", kind="file", label={"en": "Proof"}, is_required=True)
    client = client_as("delegate", make_government())
    assert "An answer is needed here." in client.post(address("new"), filled()).content.decode()
    bad = filled(**{"q-proof": SimpleUploadedFile("a.pdf", b"MZ\x90 a program")})
    assert "The content of this file is none of" in client.post(address("new"), bad).content.decode()
    assert not StoredFile.objects.exists()
    client.post(address("new"), filled(**{"draft": "1", "q-proof": SimpleUploadedFile("a.pdf", b"%PDF-1.7 x")}))
    client.post(address("new"), filled())
    row = Contribution.objects.get()
    assert row.state == "received" and Answer.objects.get(question__key="proof").file.name == "a.pdf"
    served = client_as(None).get(address("file", number=row.number, key="proof"))
    assert served.content == b"%PDF-1.7 x" and served["Content-Disposition"].startswith("attachment")
    actions.withdraw_contribution(contribution=row, by=reader_of(client.person, conference))
    assert client_as(None).get(address("file", number=row.number, key="proof")).status_code == 404


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"q-message": ""}, 200, "There is nothing in it yet. Write at least one answer."),
        ({"q-message": "a\0b"}, 200, "The text holds a zero byte"),
        ({"q-message": "x" * 40_000}, 200, "This has 40,000 characters; the limit is 20,000."),
        ({"q-message": "x" * (2 * 1024 * 1024)}, 413, "larger than 2 MB"),
        ({"author_name": "n" * 201}, 200, "The name has more than 200 characters. Shorten it."),
    ],
)
def test_bad_input_gets_its_sentence(client_as, filled, make_government, given, status, sentence):
    answer = client_as("delegate", make_government()).post(address("new"), filled(**given))
    assert (answer.status_code, sentence in answer.content.decode()) == (status, True)
    assert not Contribution.objects.exists() and not Entry.objects.exists()


def test_one_word_and_a_name_of_200_characters_are_taken(client_as, filled, make_government):
    sent = filled(**{"q-message": "Childcare", "author_name": "ن" * 200})
    assert client_as("delegate", make_government()).post(address("new"), sent).status_code == 302
    assert Contribution.objects.get().author_name == "ن" * 200


def test_who_cannot_write_reads_why_instead_of_a_form(client_as, conference, make_government):
    Call.objects.update(is_open_to_public=False)
    assert "accredited delegations only" in client_as("observer").get(address("new")).content.decode()
    assert "accredited delegations only" in client_as(None).get(address("new_anonymous")).content.decode()
    with at(conference.call.closes_at):
        page = client_as("delegate", make_government()).get(address("new")).content.decode()
    assert "closed on 13 October 2017, 18:00 (Brussels)" in page and "<textarea" not in page


def test_the_count_is_said_while_writing(client_as):
    client = client_as(None)
    answer = client.post(address("count", key="message"), {"q-message": "four words in it"}).content.decode()
    assert "4 of 300 words" in answer
    over = client.post(address("count", key="message"), {"q-message": "word " * 301}).content.decode()
    assert "301 of 300 words" in over and "Over the limit." in over
    assert client.post(address("count", key="nothing"), {}).status_code == 404
    assert client.get(address("count", key="message")).status_code == 404


def test_the_page_says_the_count_that_the_fragment_says(client_as, filled, make_government):
    client = client_as("delegate", make_government())
    client.post(address("new"), filled(draft="1"))
    fragment = client.post(address("count", key="message"), {"q-message": "Our words."}).content.decode().strip()
    assert fragment in client.get(address("new")).content.decode()


def test_the_author_withdraws_and_the_public_reads_that_it_was(client_as, filled, form_key, make_government):
    client = client_as("delegate", make_government())
    client.post(address("new"), filled())
    number = Contribution.objects.get().number
    assert client_as("delegate", make_government()).get(address("withdraw", number=number)).status_code == 404
    assert client_as(None).post(address("withdraw", number=number), {"form_key": form_key()}).status_code == 403
    assert "cannot be undone" in client.get(address("withdraw", number=number)).content.decode()
    client.post(address("withdraw", number=number), {"form_key": form_key()})
    page = client_as(None).get(address("detail", number=number))
    assert page.status_code == 410 and "Our words." not in page.content.decode()
    assert "withdrawn" in client_as("secretariat").get(address("desk")).content.decode()
    assert "Our words." not in client_as(None).get(address("list")).content.decode()
    exported = client_as("secretariat").get(address("desk_export")).content.decode()
    assert "C-0001" in exported and "Our words." not in exported


def test_whoever_holds_the_receipt_withdraws_once(client_as, filled, form_key):
    client = client_as(None)
    secret = client.post(address("new_anonymous"), filled())["Location"].rstrip("/").rsplit("/", 1)[1]
    page = address("withdraw", secret=secret)
    assert client.get(page)["Cache-Control"] == "private, no-store"
    for _twice in range(2):
        assert client.post(page, {"form_key": form_key()})["Location"] == address("receipt", secret=secret)
    row = Contribution.objects.get()
    assert (row.state, row.withdrawn_at.hour, Entry.objects.filter(act="withdrew contribution").count()) == (
        "withdrawn",
        0,
        1,
    )
    assert not Once.objects.exists()
    assert client.post(address("withdraw", secret="B" * 43), {"form_key": form_key()}).status_code == 404


def test_after_its_moment_the_receipt_says_that_withdrawing_is_over(client_as, filled, conference, form_key):
    client = client_as(None)
    receipt = client.post(address("new_anonymous"), filled())["Location"]
    secret = receipt.rstrip("/").rsplit("/", 1)[1]
    with at(conference.call.withdrawal_until + timedelta(minutes=1)):
        assert "could be withdrawn until 10 November 2017" in client.get(receipt).content.decode()
        assert client.post(address("withdraw", secret=secret), {"form_key": form_key()}).status_code == 409
    assert Contribution.objects.get().state == "received"


def test_mine_shows_my_own_and_my_governments(client_as, received, filled, make_government):
    government = make_government("Port Amina")
    client, colleague = client_as("delegate", government), client_as("delegate", government)
    client.post(address("new"), filled(**{"q-message": "From Amina."}))
    client.post(address("new"), filled(**{"q-message": "Still thinking.", "draft": "1"}))
    received("From elsewhere.")
    mine, theirs = (each.get(address("mine")).content.decode() for each in (client, colleague))
    assert "From Amina." in mine and "Your draft" in mine and "From elsewhere." not in mine
    assert "From Amina." in theirs and "Your draft" not in theirs
    assert client_as(None).get(address("mine")).status_code == 302


def test_the_list_is_filtered_and_exported_with_the_same_filters(client_as, received, make_government):
    received(
        "Water for all who arrive.", government=make_government("Port Amina", region="africa", folded="port amina")
    )
    received("Des écoles ouvertes.", language="fr")
    client = client_as(None)
    for query, inside, outside in (
        ("q=port+amina", "Water", "écoles"),
        ("q=ECOLES", "écoles", "Water"),
        ("region=africa", "Water", "écoles"),
        ("language=fr", "écoles", "Water"),
        ("q=c-0001", "Water", "écoles"),
    ):
        for name in ("list", "export"):
            text = client.get(f"{address(name)}?{query}").content.decode()
            assert inside in text and outside not in text, (query, name)
    assert "Nothing fits this search." in client.get(f"{address('list')}?q=nothing").content.decode()


def test_an_export_computes_nothing(client_as, received):
    received("=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in client_as(None).get(address("export")).content.decode()


def test_the_desk_marks_late_ones_and_corrects_languages(client_as, received, form_key, conference):
    row, _secret = received()
    Contribution.objects.filter(pk=row.pk).update(is_late=True)
    other, _secret = received("In time.")
    client = client_as("rapporteur")
    page = client.get(f"{address('desk')}?late=1").content.decode()
    assert str(row) in page and str(other) not in page and ">late</span>" in page
    sent = {"number": [row.number, other.number], "language": "pt", "form_key": form_key()}
    client.post(address("language"), sent)
    assert set(Contribution.objects.values_list("language", flat=True)) == {"pt"}
    assert client.post(address("language"), {"language": "pt", "form_key": form_key()}).status_code == 409


def test_passages_are_cut_on_a_page_without_script(client_as, received, form_key):
    row, _secret = received("Cities register children without asking. Schools then know how many places are needed.")
    client, page = client_as("rapporteur"), address("passages", number=row.number)
    first = queries.passages_of(row)[0]
    chosen = client.get(f"{page}?split=1").content.decode()
    place = re.search(r'<option value="(\d+)">Cities register \|', chosen)[1]
    client.post(page, {"act": "split", "passage": first.pk, "at": place, "form_key": form_key()})
    assert [passage.text for passage in queries.passages_of(row)][:2] == ["Cities register", "children without asking."]
    client.post(page, {"act": "join", "passage": first.pk, "form_key": form_key()})
    assert queries.passages_of(row)[0].text == "Cities register children without asking."
    wrong = client.post(page, {"act": "split", "passage": first.pk, "at": "", "form_key": form_key()})
    assert wrong.status_code == 409 and "Choose the place" in wrong.content.decode()


@pytest.mark.parametrize("name", ["list", "desk", "export", "mine"])
def test_the_number_of_queries_does_not_grow_with_the_rows(client_as, received, django_assert_max_num_queries, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_as("secretariat")
    counts = []
    for rows in (2, 12):
        while Contribution.objects.count() < rows:
            received()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address(name)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_long_contribution_costs_as_many_queries_as_a_short_one(client_as, received):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for text in ("Short.", "This is one sentence of a long contribution. " * 30):
        row, _secret = received(text, government=None, attribution="anonymous")
        with CaptureQueriesContext(connection) as seen:
            assert client_as(None).get(address("detail", number=row.number)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] and row.passages.count() > 25


@pytest.mark.parametrize(
    ("name", "kwargs", "allowed"),
    [
        ("list", {}, "public secretariat rapporteur drafter delegate mayor observer"),
        ("detail", {"number": 1}, "public secretariat rapporteur drafter delegate mayor observer"),
        ("mine", {}, "secretariat rapporteur drafter delegate mayor observer"),
        ("desk", {}, "secretariat rapporteur drafter"),
        ("desk_export", {}, "secretariat rapporteur drafter"),
        ("passages", {"number": 1}, "secretariat rapporteur"),
        ("import", {}, "secretariat"),
    ],
)
def test_each_page_opens_to_those_who_may_and_to_no_others(client_as, all_roles, received, name, kwargs, allowed):
    received()
    opened = [role or "public" for role in all_roles if client_as(role).get(address(name, **kwargs)).status_code == 200]
    assert opened == allowed.split()


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_pages_open_in_every_language(client_as, received, language):
    row, _secret = received()
    for name, kwargs in (("list", {}), ("detail", {"number": row.number}), ("new_anonymous", {}), ("new", {})):
        page = client_as(None).get(address(name, **kwargs).replace("/en/", f"/{language}/"))
        assert page.status_code == 200 and f'lang="{language}"' in page.content.decode()


def test_the_station_the_desk_and_the_deadlines(conference, received, reader_as):
    received(language="und")
    station = queries.station(conference, reader_as(None))
    assert (station.label, station.state, station.lines) == ("Contributions", "now", ("until 13 Oct", "1 received"))
    with at(conference.call.closes_at):
        assert queries.station(conference, reader_as(None)).state == "done"
    assert [item.count for item in queries.waiting(conference, reader_as("rapporteur"))] == [1]
    assert queries.waiting(conference, reader_as("delegate")) == []
    assert (conference.pk, conference.call.withdrawal_until) in queries.instants()


def test_the_same_form_sent_twice_at_once_is_received_once(client_as, filled, monkeypatch):
    client, facts = client_as(None), filled()
    first = client.post(address("new_anonymous"), facts)
    # Neither of the two finds the other when it looks; the constraint of the database decides.
    monkeypatch.setattr("rapporteur.contributions.views.writing._sent_before", lambda request: None)
    assert client.post(address("new_anonymous"), facts)["Location"] == first["Location"]
    assert Contribution.objects.count() == 1 and Entry.objects.count() == 1
