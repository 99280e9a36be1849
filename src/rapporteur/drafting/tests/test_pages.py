from __future__ import annotations

from datetime import timedelta
from html import escape

import pytest
from django.urls import reverse

from rapporteur.drafting.actions import (
    accept_amendment,
    add_sources,
    begin_revision,
    close_amendments,
    declare_admissible,
    freeze_revision,
    open_amendments,
    set_wording,
)
from rapporteur.drafting.models import Amendment, Draft, Revision
from rapporteur.foundation.conferences.clock import at

from .conftest import SERVICES, seen

pytestmark = pytest.mark.django_db


def page_of(name, **kwargs):
    return reverse(f"drafting:{name}", kwargs={"slug": "cities", **kwargs})


@pytest.fixture
def delegate(client_as, accredit):
    town = accredit("Port Amina")
    client = client_as("delegate", town)
    client.town = town
    return client


@pytest.fixture
def sent(form_key):
    def give(**facts):
        words = SERVICES.replace("basic", "essential")
        return {"kind": "change", "proposed_text": words, "rationale": "Clearer.", "form_key": form_key(), **facts}

    return give


def test_without_a_text_the_page_says_so(conference, client):
    response = client.get(page_of("draft"))
    assert (response.status_code, "There is no draft yet" in response.content.decode()) == (200, True)
    assert client.get(page_of("compilation")).status_code == 200


def test_a_text_that_is_being_written_is_not_shown(writing, client, client_as):
    assert SERVICES[:40] not in client.get(page_of("draft")).content.decode()
    assert client.get(page_of("revision", number=0)).status_code == 404
    assert client.get(page_of("text", number=0)).status_code == 404
    assert client_as("drafter").get(page_of("revision", number=0)).status_code == 200


def test_the_page_shows_words_sources_brackets_and_facts(opened, client):
    text = client.get(page_of("draft")).content.decode()
    for words in (
        "Give every person access",
        "2 passages",
        "from 2 governments",
        "in 2 regions",
        opened.revision.fingerprint,
    ):
        assert words in text
    assert "(Brussels)" in text


def test_the_plain_text_has_the_fingerprint(opened, client):
    from rapporteur_core.text import fingerprint

    response = client.get(page_of("text", number=0))
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fingerprint(response.content.decode()) == opened.revision.fingerprint


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_page_is_there_in_every_language(opened, amend, system, client_as, language):
    declare_admissible(amendment=amend("p2", "basic", "essential"), by=system)
    begin_revision(draft=opened.draft, by=system)
    officer = client_as("secretariat")
    names = [
        ("draft", {}),
        ("revision", {"number": 0}),
        ("compare", {"old": 0, "new": 1}),
        ("compilation", {}),
        ("amendment", {"number": 1}),
        ("desk", {}),
        ("add_paragraph", {}),
        ("edit_paragraph", {"key": "p2"}),
    ]
    for name, kwargs in names:
        address = page_of(name, **kwargs).replace("/en/", f"/{language}/", 1)
        assert officer.get(address).status_code == 200, name


def test_a_script_in_an_amendment_is_shown_as_words(opened, amend, system, client):
    script = "<script>alert(1)</script>"
    amendment = amend("p2", "basic", f"basic {script}", rationale=f"Because {script}")
    accept_amendment(amendment=amendment, by=system)
    for address in (page_of("draft"), page_of("compilation"), page_of("amendment", number=1)):
        text = client.get(address).content.decode()
        assert script not in text
        assert escape("<script>") in text


def test_a_delegate_proposes_an_amendment_and_reads_it(opened, delegate, sent):
    address = page_of("amend", key="p2")
    assert SERVICES[:30] in delegate.get(address).content.decode()
    response = delegate.post(address, sent())
    assert (response.status_code, response.headers["Location"]) == (302, page_of("amendment", number=1))
    amendment = Amendment.objects.get()
    assert (amendment.sponsor, amendment.proposed_text) == (delegate.town, SERVICES.replace("basic", "essential"))
    assert "Your amendment was received as A-01" in delegate.get(response.headers["Location"]).content.decode()


def test_a_preview_shows_the_redline_and_keeps_nothing(opened, delegate, sent):
    response = delegate.post(page_of("amend", key="p2"), sent(preview="1"))
    assert "<del>basic</del><ins>essential</ins>" in seen(response.content.decode())
    assert not Amendment.objects.exists()


def test_a_form_sent_twice_is_one_amendment(opened, delegate, sent):
    form = sent()
    answers = [delegate.post(page_of("amend", key="p2"), form).headers["Location"] for _time in range(2)]
    assert (answers, Amendment.objects.count()) == ([page_of("amendment", number=1)] * 2, 1)


def test_a_mistake_is_told_above_the_form(opened, delegate, sent):
    response = delegate.post(page_of("amend", key="p2"), sent(proposed_text=SERVICES))
    assert (response.status_code, "changes nothing" in response.content.decode()) == (200, True)
    response = delegate.post(page_of("amend", key="p2"), sent(rationale=" "))
    assert 'aria-invalid="true"' in response.content.decode()
    assert not Amendment.objects.exists()


def test_a_late_form_is_refused_and_nothing_is_kept(opened, delegate, sent):
    with at(opened.draft.amendments_close_at):
        response = delegate.post(page_of("amend", key="p2"), sent())
        text = delegate.get(page_of("draft")).content.decode()
    assert (response.status_code, "The deadline for amendments has passed" in response.content.decode()) == (409, True)
    assert "The deadline for amendments has passed" in text
    assert not Amendment.objects.exists()


@pytest.mark.parametrize("role", ["secretariat", "rapporteur", "drafter", "mayor", "observer"])
def test_the_wrong_role_is_told_so(opened, client_as, sent, role):
    client = client_as(role)
    assert client.get(page_of("amend", key="p2")).status_code == 403
    assert client.post(page_of("amend", key="p2"), sent()).status_code == 403
    assert not Amendment.objects.exists()


def test_the_public_is_asked_to_sign_in(opened, client, sent):
    assert "/sign-in/" in client.get(page_of("amend", key="p2")).headers["Location"]
    assert client.post(page_of("amend", key="p2"), sent()).status_code == 403
    assert client.get(page_of("desk")).status_code == 302


def test_a_delegate_without_accreditation_is_refused(opened, client_as, accredit, sent):
    client = client_as("delegate", accredit(state="waiting"))
    response = client.post(page_of("amend", key="p2"), sent())
    assert "Only the delegate of an accredited government" in response.content.decode()
    assert not Amendment.objects.exists()


def test_an_amendment_that_waits_is_not_there_for_others(opened, amend, client, client_as, delegate, accredit):
    amend("p2", "basic", "essential", government=delegate.town)
    address = page_of("amendment", number=1)
    assert [each.get(address).status_code for each in (client, client_as("delegate", accredit()))] == [404, 404]
    assert [each.get(address).status_code for each in (delegate, client_as("rapporteur"))] == [200, 200]


def test_the_desk_decides_and_the_sponsor_withdraws_on_the_page(opened, amend, client_as, delegate, form_key):
    for word in ("essential", "public", "free"):
        amend("p2", "basic", word, government=delegate.town)
    drafter = client_as("drafter")

    def act(client, number, **facts):
        return client.post(page_of("amendment", number=number), {"form_key": form_key(), **facts}).status_code

    assert act(drafter, 1, act="admit") == act(drafter, 1, act="accept") == 302
    assert act(drafter, 2, act="reject", reason="") == 200
    assert act(drafter, 2, act="reject", reason="Agreed words stay.") == 302
    assert act(drafter, 3, act="withdraw") == 409
    assert act(delegate, 3, act="accept") == 409
    assert act(delegate, 3, act="withdraw") == 302
    assert act(drafter, 3, act="dance") == 409
    states = list(Amendment.objects.order_by("number").values_list("state", flat=True))
    assert states == ["accepted", "rejected", "withdrawn"]


def test_another_delegation_co_sponsors_on_the_page(opened, amend, system, client_as, accredit, form_key):
    amendment = declare_admissible(amendment=amend("p2", "basic", "essential"), by=system)
    friend = accredit("Weststadt")
    client = client_as("delegate", friend)
    address = page_of("amendment", number=1)
    assert "Co-sponsor for Weststadt" in client.get(address).content.decode()
    client.post(address, {"act": "co_sponsor", "government": friend.pk, "form_key": form_key()})
    assert [row.government for row in amendment.co_sponsors.all()] == [friend]
    assert "Co-sponsor for Weststadt" not in client.get(address).content.decode()


def test_the_page_tells_conflicts_in_words(opened, amend, system, client):
    for words in ("health care", "public services"):
        declare_admissible(amendment=amend("p2", "basic services", words), by=system)
    assert "conflicts with A-02 in 2 words" in client.get(page_of("draft")).content.decode()


def test_the_compilation_can_be_narrowed_to_a_state(opened, amend, system, client):
    accept_amendment(amendment=amend("p2", "basic", "essential"), by=system)
    address = page_of("compilation")
    assert "A-01" in client.get(address, {"state": "accepted"}).content.decode()
    assert "No paragraph has a proposal in this state" in client.get(address, {"state": "standing"}).content.decode()
    assert "A-01" in client.get(address, {"state": "nonsense"}).content.decode()


def test_a_draft_is_opened_in_a_language_of_the_conference_and_shown_in_it(conference, client_as, form_key, system):
    desk, drafter = page_of("desk"), client_as("rapporteur")
    assert '<option value="es" selected>' in drafter.get(desk.replace("/en/", "/es/", 1)).content.decode()
    opening = {"act": "open", "title_ar": "إعلان المدن", "symbol": "CCM/L.1", "template": "declaration"}
    wrong = drafter.post(desk, {**opening, "language": "zh", "form_key": form_key()})
    assert (wrong.status_code, Draft.objects.exists()) == (200, False)
    assert drafter.post(desk, {**opening, "language": "ar", "form_key": form_key()}).status_code == 302
    first = begin_revision(draft=Draft.objects.get(), by=system)
    set_wording(revision=first, key="p1", kind="operative", number="1", text="نلتزم بمنح كل شخص سريرا.", by=system)
    first = freeze_revision(revision=first, by=system)
    second = begin_revision(draft=first.draft, by=system)
    assert (first.language, second.language) == ("ar", "ar")
    page = drafter.get(page_of("draft")).content.decode()
    assert '<p class="document" lang="ar" dir="rtl">' in page


def test_freezing_is_offered_when_it_can_be_done_and_else_the_reason_stands_there(opened, client_as, form_key, system):
    desk, drafter = page_of("desk"), client_as("rapporteur")
    begin_revision(draft=opened.draft, by=system)
    page = drafter.get(desk).content.decode()
    assert 'value="freeze"' not in page
    assert "Amendments to the last revision are open. Close them before you freeze the next one." in page
    refused = drafter.post(desk, {"act": "freeze", "form_key": form_key()}, HTTP_REFERER=f"http://testserver{desk}")
    assert (refused.status_code, f'href="{desk}">Back to the form</a>' in refused.content.decode()) == (409, True)
    with at(opened.draft.amendments_close_at):
        assert 'value="freeze"' in drafter.get(desk).content.decode()


def test_the_whole_way_on_the_desk(conference, client_as, form_key, at_work, amend_by_page):
    desk, drafter = page_of("desk"), client_as("rapporteur")

    def act(**facts):
        return drafter.post(desk, {"form_key": form_key(), **facts}).status_code

    facts = {"title_en": "Declaration", "language": "en", "template": "declaration"}
    assert act(act="open", symbol="", **facts) == 200
    assert act(act="open", symbol="CCM/2017/L.1", **facts) == 302
    assert act(act="begin") == 302
    form = {"key": "p1", "kind": "operative", "number": "1", "text": SERVICES}
    paragraph = page_of("add_paragraph")
    assert drafter.post(paragraph, {**form, "form_key": form_key()}).status_code == 302
    again = drafter.post(paragraph, {**form, "form_key": form_key()})
    assert (again.status_code, "stands in the text already" in again.content.decode()) == (200, True)
    assert act(act="open_amendments", closes_at="2017-10-09T18:00") == 409 or Draft.objects.get().phase == "drafting"
    assert act(act="freeze") == 302
    assert act(act="open_amendments", closes_at="2017-10-01T18:00") == 200
    assert act(act="open_amendments", closes_at="2017-10-09T18:00") == 302
    amend_by_page("p1", SERVICES.replace("basic", "essential"))
    assert act(act="begin") == act(act="apply") == act(act="close_amendments") == act(act="freeze") == 302
    assert Revision.objects.get(number=1).wordings.get().text == SERVICES.replace("basic", "essential")
    assert act(act="dance") == 409


@pytest.fixture
def amend_by_page(client_as, accredit, form_key):
    def make(key, text):
        delegate, rapporteur = client_as("delegate", accredit()), client_as("rapporteur")
        form = {"kind": "change", "proposed_text": text, "rationale": "Clearer.", "form_key": form_key()}
        address = delegate.post(page_of("amend", key=key), form).headers["Location"]
        rapporteur.post(address, {"act": "accept", "form_key": form_key()})

    return make


def test_a_paragraph_is_edited_and_taken_out_on_its_page(opened, system, client_as, form_key):
    begin_revision(draft=opened.draft, by=system)
    client, address = client_as("drafter"), page_of("edit_paragraph", key="p2")
    form = {"kind": "operative", "number": "2", "text": "Other [words].", "bracket_reason": "Not agreed"}
    assert client.post(address, {**form, "form_key": form_key()}).status_code == 302
    wording = Revision.objects.get(number=1).wordings.get(paragraph__key="p2")
    assert (wording.text, list(wording.brackets.values_list("start", "end", "reason"))) == (
        "Other words.",
        [(6, 11, "Not agreed")],
    )
    assert "Sentences whose sources are gone" in client.get(page_of("desk")).content.decode()
    refused = client.post(address, {**form, "number": "9", "form_key": form_key()})
    assert "keeps its number" in refused.content.decode()
    assert client.post(address, {"act": "remove", "form_key": form_key()}).status_code == 302
    assert client.get(address).status_code == 404


def test_without_a_revision_being_written_nothing_can_be_edited(opened, client_as, form_key):
    response = client_as("drafter").get(page_of("edit_paragraph", key="p2"))
    assert (response.status_code, "No revision is being written" in response.content.decode()) == (409, True)


def test_a_conflict_is_merged_on_its_page(opened, amend, system, client_as, form_key):
    for word in ("essential", "public"):
        accept_amendment(amendment=amend("p2", "basic", word), by=system, beside=True)
    begin_revision(draft=opened.draft, by=system)
    client, words = client_as("drafter"), SERVICES.replace("basic", "essential public")
    for number in (1, 2):
        address = page_of("merge", number=number)
        assert client.get(address).status_code == 200
        assert client.post(address, {"text": words, "form_key": form_key()}).status_code == 302
    assert Revision.objects.get(number=1).wordings.get(paragraph__key="p2").text == words
    assert client.get(page_of("merge", number=1)).status_code == 404


def test_sources_are_found_added_and_taken_away(
    opened, system, client_as, form_key, sentences_of, make_passage, make_recommendation
):
    revision = begin_revision(draft=opened.draft, by=system)
    (sentence,) = sentences_of(revision, "p1")
    passage, other = make_passage("Figures for the harbour quarter."), make_passage("Another thing.")
    recommendation = make_recommendation(other)
    client, address = client_as("rapporteur"), page_of("sources", pk=sentence.pk)
    assert "harbour quarter" in client.get(address, {"q": "harbour"}).content.decode()
    assert "Another thing" in client.get(address, {"recommendation": recommendation.pk}).content.decode()
    form = {"passages": [passage.pk], "recommendations": [recommendation.pk], "provisions": ["gcm.obj.01"]}
    assert client.post(address, {**form, "form_key": form_key()}).status_code == 302
    assert sentence.sources.count() == 3
    source = sentence.sources.get(passage=passage)
    client.post(address, {"act": "remove", "source": source.pk, "form_key": form_key()})
    assert sentence.sources.count() == 2
    frozen = page_of("sources", pk=sentences_of(opened.revision, "p1")[0].pk)
    assert client.post(frozen, {**form, "form_key": form_key()}).status_code == 409


def test_open_amendments_of_an_earlier_revision_stand_at_their_paragraph_and_show_the_later_words(
    opened, amend, system, client_as, at_work
):
    declare_admissible(amendment=amend("p2", "basic", "essential"), by=system)
    accept_amendment(amendment=amend("p2", "his or her", "that person's"), by=system)
    close_amendments(draft=opened.draft, by=system)
    from rapporteur.drafting.actions import apply_accepted

    revision = begin_revision(draft=opened.draft, by=system)
    apply_accepted(revision=revision, by=system)
    freeze_revision(revision=revision, by=system)
    open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=3), by=system)
    client = client_as("drafter")
    for page in (page_of("desk"), page_of("revision", number=revision.number)):
        text = seen(client.get(page).content.decode())
        assert "filed on CCM/2017/L.1" in text and "<del>basic</del><ins>essential</ins>" in text
    text = seen(client.get(page_of("amendment", number=1)).content.decode())
    assert "Laid on the words of CCM/2017/L.1/Rev.1" in text
    assert "<del>basic</del><ins>essential</ins>" in text


def test_the_pages_cost_the_same_whatever_is_on_them(
    opened, amend, system, client, client_as, django_assert_max_num_queries
):
    officer = client_as("secretariat")
    for number in range(6):
        declare_admissible(amendment=amend("p2", "basic", f"kind{number}"), by=system)
        accept_amendment(amendment=amend("p1", "every", f"each{number}"), by=system, beside=True)
    begin_revision(draft=opened.draft, by=system)
    for address, most in [
        (page_of("revision", number=0), 14),
        (page_of("compilation"), 12),
        (page_of("amendment", number=1), 17),
    ]:
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
    with django_assert_max_num_queries(32):
        assert officer.get(page_of("desk")).status_code == 200


def test_a_deletion_needs_no_words_and_a_new_paragraph_does(opened, delegate, sent):
    address = page_of("amend", key="p2")
    assert delegate.post(address, sent(kind="add", proposed_text="")).status_code == 200
    assert delegate.post(address, sent(kind="delete", proposed_text="")).status_code == 302
    assert [(row.kind, row.proposed_text) for row in Amendment.objects.all()] == [("delete", "")]


def test_a_paragraph_leads_to_its_recommendation_its_provision_and_the_thread_of_each_sentence(
    writing, system, client, sentences_of, make_passage, make_recommendation
):
    recommendation = make_recommendation(make_passage())
    (sentence,) = sentences_of(writing.revision, "p1")
    add_sources(sentence=sentence, recommendations=[recommendation], provisions=["gcm.obj.01"], by=system)
    freeze_revision(revision=writing.revision, by=system)
    text = client.get(page_of("draft")).content.decode()
    for name, kwargs in [("trace:sentence", {"pk": sentence.pk}), ("recommendations:detail", {"number": 1})]:
        assert f'href="{reverse(name, kwargs={"slug": "cities", **kwargs})}"' in text
    assert "#gcm.obj.01" in text
