"""The page of a conflict: alternatives side by side, ordered, bracketed, joined, taken; and the queue beside it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapporteur.drafting.actions import (
    accept_amendment,
    begin_revision,
    declare_admissible,
    declare_incompatible,
    reject_amendment,
    set_wording,
    table_amendment,
    take_stand,
)
from rapporteur.drafting.models import Amendment, Carried, Incompatibility, Revision
from rapporteur.drafting.queries import bracketed_words, wordings_of

from .conftest import FIGURES, SERVICES, seen

pytestmark = pytest.mark.django_db


def address_of(key="p2"):
    return reverse("drafting:conflict", kwargs={"slug": "cities", "key": key})


@pytest.fixture
def both(standing, accredit):
    """Two proposals for one word, of Quito and of Lomé."""
    return [
        standing("p2", "basic", "essential", government=accredit("Quito")),
        standing("p2", "basic", "public", government=accredit("Lomé")),
    ]


@pytest.fixture
def act(client_as, form_key):
    """`act("order", place_1=2)`: what a drafter sends to the page, and the answer."""
    drafter = client_as("drafter")
    return lambda name, key="p2", **facts: drafter.post(address_of(key), {"act": name, "form_key": form_key(), **facts})


def states():
    return list(Amendment.objects.order_by("number").values_list("state", flat=True))


def test_alternatives_stand_side_by_side_with_who_stands_behind_them(opened, both, system, accredit, client):
    take_stand(amendment=both[0], stance="support", by=system, government=accredit("Mechelen"))
    page = client.get(address_of()).content.decode()
    for words in ("Word 6", "essential</p>", "public</p>", "Quito", "Lomé", "Supported by Mechelen.", "furthest"):
        assert words in page
    assert "<button" not in page


def test_rationale_stands_and_declared_incompatibility_stand_beside_each_alternative(
    opened, both, system, accredit, client
):
    one, other = both
    take_stand(amendment=one, stance="oppose", by=system, government=accredit("Mechelen"))
    page = client.get(address_of()).content.decode()
    cards = page[page.index('<div class="sides">') :].split('<div class="card">')[1:]
    mine = next(each for each in cards if f">{one}</a>" in each)
    assert ("Opposed by Mechelen." in mine, "It reads better." in mine) == (True, True)
    assert "Declared incompatible with:" not in page
    declare_incompatible(one=one, other=other, by=system)
    page = client.get(address_of()).content.decode()
    assert page.count("Declared incompatible with:") == 2


def test_the_page_costs_the_same_for_two_that_meet_or_eight(opened, both, standing, client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(address_of())
        return len(queries)

    few = cost()
    for number in range(6):
        standing("p2", "basic", f"kind{number}")
    assert cost() == few


def test_without_a_conflict_the_page_says_so_and_without_a_paragraph_there_is_none(opened, client, client_as):
    assert "No conflict is left here." in client.get(address_of()).content.decode()
    assert "Settle them" not in client_as("drafter").get(address_of()).content.decode()
    assert client.get(address_of("nowhere")).status_code == 404


@pytest.mark.parametrize("role", [None, "delegate", "mayor", "observer"])
def test_only_those_who_decide_act_on_the_page(opened, both, client_as, form_key, role):
    sent = {"act": "accept", "number": 1, "form_key": form_key()}
    assert (client_as(role).post(address_of(), sent).status_code, states()) == (403, ["standing", "standing"])


def test_the_committee_orders_by_numbers(opened, both, act, client):
    assert act("order", place_1="2", place_2="1").status_code == 302
    assert list(Amendment.objects.order_by("rank").values_list("number", flat=True)) == [2, 1]
    page = client.get(address_of()).content.decode()
    assert (
        "In the order that the committee gave." in page,
        page.index("public</p>") < page.index("essential</p>"),
    ) == (
        True,
        True,
    )
    wrong = act("order", place_1="first", place_2="1")
    assert (wrong.status_code, 'aria-invalid="true"' in wrong.content.decode()) == (200, True)


def test_one_is_accepted_and_who_accepts_the_other_sees_what_was_accepted(opened, both, act):
    assert act("accept", number=1).status_code == 302
    told = seen(act("accept", number=2).content.decode())
    assert "A-01 was accepted and changes the same words as A-02" in told
    assert ("<del>basic</del><ins>essential</ins>" in told, states()) == (True, ["accepted", "standing"])
    assert (act("accept_beside", number=2).status_code, states()) == (302, ["accepted", "accepted"])
    assert act("accept", number=99).status_code == 404


def test_two_are_declared_incompatible_and_one_falls_with_the_other(opened, both, act):
    assert act("incompatible", one=1, other=2).status_code == 302
    assert Incompatibility.objects.count() == 1
    act("accept", number=2)
    assert states() == ["fallen", "accepted"]


def test_a_revision_is_begun_from_the_page_before_brackets_can_be_put(opened, both, act, client_as):
    page = client_as("drafter").get(address_of()).content.decode()
    assert ("Begin a revision" in page, 'value="brackets"' in page) == (True, False)
    assert act("brackets", amendments=[each.pk for each in both]).status_code == 409
    assert act("begin").status_code == 302
    page = client_as("drafter").get(address_of()).content.decode()
    assert ("Begin a revision" in page, 'value="brackets"' in page) == (False, True)


def test_alternatives_are_put_in_brackets(opened, both, act, system, client_as):
    revision = begin_revision(draft=opened.draft, by=system)
    nothing = act("brackets")
    assert (nothing.status_code, states()) == (200, ["standing", "standing"])
    assert act("brackets", amendments=[each.pk for each in both]).status_code == 302
    words = bracketed_words(wordings_of(revision).get(paragraph__key="p2"))
    assert words.startswith("Give every person access to [basic] [essential] [public] services")
    assert states() == ["merged", "merged"]
    page = client_as("drafter").get(address_of()).content.decode()
    assert "As it stands in CCM/2017/L.1/Rev.1, which is being written" in page
    assert "Give every person access to [basic] [essential] [public] services" in page


def test_what_was_accepted_and_does_not_conflict_is_in_the_words_that_are_joined_by_hand(
    opened, both, standing, system, client_as
):
    accept_amendment(amendment=standing("p2", "police", "the police"), by=system)
    standing("p2", "every", "each")
    begin_revision(draft=opened.draft, by=system)
    page = client_as("drafter").get(address_of()).content.decode()
    assert f">\n{SERVICES.replace('police', 'the police')}</textarea>" in page


def test_alternatives_are_joined_by_hand(opened, both, act, system):
    revision = begin_revision(draft=opened.draft, by=system)
    text = SERVICES.replace("basic", "essential public")
    facts = {"amendments": [each.pk for each in both], "seen": SERVICES}
    empty = act("join", text=" ", **facts)
    assert (empty.status_code, "A paragraph needs words" in empty.content.decode()) == (200, True)
    assert act("join", text=text, **facts).status_code == 302
    assert (revision.wordings.get(paragraph__key="p2").text, states()) == (text, ["merged", "merged"])


def test_who_joins_second_sees_what_was_written_meanwhile_and_a_second_send_goes_to_the_new_words(
    opened, both, act, system
):
    revision = begin_revision(draft=opened.draft, by=system)
    meanwhile = SERVICES.replace("police", "the police")
    set_wording(revision=revision, key="p2", kind="operative", text=meanwhile, by=system)
    facts = {"amendments": [each.pk for each in both], "text": "Mine."}
    told = seen(act("join", seen=SERVICES, **facts).content.decode())
    assert ("Somebody changed this paragraph while you wrote" in told, "<ins>the </ins>" in told) == (True, True)
    assert ("Mine.</textarea>" in told, f'name="seen" value="{meanwhile}"' in told) == (True, True)
    assert states() == ["standing", "standing"]
    assert act("join", seen=meanwhile, **facts).status_code == 302
    assert revision.wordings.get(paragraph__key="p2").text == "Mine."


def test_a_conflict_about_the_title_is_settled_by_taking_one(opened, system, accredit, act, client_as):
    for words in ("Declaration on towns", "Declaration on villages"):
        row = table_amendment(
            paragraph=None, revision=opened.revision, kind="title", proposed_text=words, rationale="Clearer.",
            government=accredit(), by=system,
        )  # fmt: skip
        declare_admissible(amendment=row, by=system)
    begin_revision(draft=opened.draft, by=system)
    page = client_as("drafter").get(address_of("title")).content.decode()
    assert ("towns</p>" in page, 'value="join"' in page, 'value="accept"' in page) == (True, False, True)
    assert (act("accept", "title", number=1).status_code, states()) == (302, ["accepted", "standing"])


def test_paragraphs_that_are_tied_share_one_page(opened, both, system, accredit, client):
    row = table_amendment(
        paragraph=opened.draft.paragraphs.get(key="p1"), target=opened.draft.paragraphs.get(key="p2"),
        revision=opened.revision, kind="join", proposed_text=f"{FIGURES} {SERVICES.replace('basic', 'free')}",
        rationale="One.", government=accredit(), by=system,
    )  # fmt: skip
    declare_admissible(amendment=row, by=system)
    pages = [client.get(address_of(key)) for key in ("p1", "p2")]
    assert [each.status_code for each in pages] == [200, 200]
    assert "free</p>" in pages[1].content.decode()


def test_a_form_that_is_not_known_changes_nothing(opened, both, act):
    assert (act("dance").status_code, states()) == (409, ["standing", "standing"])


# ---- the queue


QUEUE = reverse("drafting:queue", kwargs={"slug": "cities"})


@pytest.fixture
def settle(client_as, form_key):
    drafter = client_as("drafter")
    return lambda name, carried, **facts: drafter.post(
        QUEUE, {"act": name, "carried": carried.pk, "form_key": form_key(), **facts}
    )


def test_an_empty_queue_says_so(opened, client_as):
    assert "Nothing waits" in client_as("drafter").get(QUEUE).content.decode()


def test_without_a_frozen_text_nothing_waits(writing, client_as):
    assert "Nothing waits" in client_as("drafter").get(QUEUE).content.decode()


@pytest.mark.parametrize("role", [None, "delegate", "mayor", "observer"])
def test_the_queue_is_for_those_who_decide(opened, client_as, form_key, role):
    client = client_as(role)
    assert client.get(QUEUE).status_code == (302 if role is None else 403)
    assert client.post(QUEUE, {"act": "contained", "form_key": form_key()}).status_code == 403


def test_the_desk_tells_how_many_wait(opened, standing, next_text, client_as):
    standing("p2", "basic", "essential"), standing("p2", "basic", "free")
    next_text(p2=SERVICES.replace("basic", "public"))
    page = client_as("drafter").get(reverse("drafting:desk", kwargs={"slug": "cities"})).content.decode()
    assert f'<a href="{QUEUE}">2 amendments are to be looked at on the words of CCM/2017/L.1/Rev.1</a>' in page


def test_old_words_new_words_and_proposal_stand_side_by_side_with_words_to_go_on_from(
    opened, standing, next_text, accredit, client_as
):
    standing("p2", "basic", "essential", government=accredit("Quito"))
    words = SERVICES.replace("basic", "public")
    next_text(p2=words)
    page = client_as("drafter").get(QUEUE).content.decode()
    assert f'<p class="document" lang="en" dir="ltr">{SERVICES}</p>' in page
    assert "<del>basic</del><ins>public</ins>" in seen(page)
    assert "<del>basic</del><ins>essential</ins>" in seen(page)
    assert "inserted by A-01, Quito:" in page and "inserted by CCM/2017/L.1/Rev.1:" in page
    assert f">\n{words}</textarea>" in page


def test_the_queue_is_worked_off_by_words_by_what_the_text_contains_and_by_rejection(
    opened, standing, next_text, settle
):
    for word in ("essential", "free", "social"):
        standing("p2", "basic", word)
    words = SERVICES.replace("basic", "public")
    next_text(p2=words)
    first, second, third = Carried.objects.order_by("amendment__number")
    same = settle("settle", first, **{f"settle-{first.pk}-text": words})
    assert (same.status_code, "contains the amendment already" in same.content.decode()) == (200, True)
    laid = words.replace("public", "essential public")
    assert settle("settle", first, **{f"settle-{first.pk}-text": laid}).status_code == 302
    assert settle("contained", second).status_code == 302
    without = settle("reject", third)
    assert (without.status_code, 'aria-invalid="true"' in without.content.decode()) == (200, True)
    assert settle("reject", third, **{f"reject-{third.pk}-reason": "Agreed words stay."}).status_code == 302
    first.refresh_from_db()
    assert ((first.state, first.proposed_text), states()) == (("settled", laid), ["standing", "fallen", "rejected"])
    assert settle("contained", first).status_code == 404
    assert settle("dance", first).status_code == 404


def test_one_whose_paragraph_is_gone_is_settled_without_words(opened, standing, next_text, settle, client_as):
    standing("p2", "basic", "essential")
    next_text(p2=None)
    page = client_as("drafter").get(QUEUE).content.decode()
    assert "Paragraph 2 · filed on CCM/2017/L.1" in page
    assert ("The paragraph is no longer in the text." in page, 'value="settle"' in page) == (True, False)
    carried = Carried.objects.get()
    assert settle("dance", carried).status_code == 409
    assert 'value="contained"' not in page
    assert "which cannot say it" in settle("contained", carried).content.decode()
    assert settle("reject", carried, **{f"reject-{carried.pk}-reason": "Gone."}).status_code == 302
    assert states() == ["rejected"]


def test_one_that_the_text_contains_is_closed_without_words(opened, standing, next_text, settle, client_as):
    standing("p2", "basic", "essential")
    next_text(p2=SERVICES.replace("basic", "essential"))
    page = client_as("drafter").get(QUEUE).content.decode()
    assert "1 open amendment could not be laid on the words of CCM/2017/L.1/Rev.1 without doubt, or is said" in page
    assert "The text says already what it asks for." in page
    assert ('value="settle"' in page, 'value="contained"' in page, 'value="reject"' in page) == (False, True, True)
    assert settle("contained", Carried.objects.get()).status_code == 302
    assert states() == ["fallen"]
    assert "Nothing waits" in client_as("drafter").get(QUEUE).content.decode()


def test_a_long_queue_goes_on_behind_an_amendment(opened, standing, next_text, client_as, monkeypatch):
    monkeypatch.setattr("rapporteur.drafting.queries.carried.MOST_SHOWN", 2)
    monkeypatch.setattr("rapporteur.drafting.queries.MOST_SHOWN", 2)
    for word in ("essential", "free", "social"):
        standing("p2", "basic", word)
    next_text(p2=SERVICES.replace("basic", "public"))
    first = client_as("drafter").get(QUEUE).content.decode()
    assert ('id="A-02"' in first, 'id="A-03"' in first, 'href="?after=2"' in first) == (True, False, True)
    second = client_as("drafter").get(QUEUE, {"after": "2"}).content.decode()
    assert ('id="A-02"' in second, 'id="A-03"' in second, "From the beginning" in second) == (False, True, True)


def test_the_queue_costs_the_same_for_one_or_six(opened, standing, next_text, client_as, django_assert_max_num_queries):
    for word in ("essential", "free", "social", "good", "near", "open"):
        standing("p2", "basic", word)
    next_text(p2=SERVICES.replace("basic", "public"))
    drafter = client_as("drafter")
    with django_assert_max_num_queries(16):
        assert drafter.get(QUEUE).status_code == 200


def test_what_was_accepted_or_rejected_meanwhile_is_not_in_the_queue(opened, standing, next_text, system, client_as):
    accept_amendment(amendment=standing("p2", "basic", "essential"), by=system)
    standing("p2", "basic", "free")
    next_text(p2=SERVICES.replace("basic", "public"))
    assert set(Carried.objects.values_list("state", flat=True)) == {"unclear"}
    reject_amendment(amendment=Amendment.objects.get(number=2), reason="Agreed words stay.", by=system)
    assert "Nothing waits" in client_as("drafter").get(QUEUE).content.decode()
    assert Revision.objects.count() == 2
