"""Pages on which delegations and the committee act on amendments."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from rapporteur.drafting.actions import (
    accept_amendment,
    begin_revision,
    close_amendments,
    declare_admissible,
    freeze_revision,
    open_amendments,
    set_wording,
    table_amendment,
    withdraw_amendment,
)
from rapporteur.drafting.models import Amendment, AmendmentDeadline, Paragraph, Stand
from rapporteur.drafting.permissions import closed_kinds, may_amend
from rapporteur.foundation.conferences.clock import at

from .conftest import FIGURES, SERVICES, seen
from .test_pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate(client_as, accredit):
    town = accredit("Port Amina")
    client = client_as("delegate", town)
    client.town = town
    return client


@pytest.fixture
def send(form_key):
    """`send(client, address, act="support", ...)`: a POST with its key; gives the response."""

    def post(client, address, **facts):
        return client.post(address, {"form_key": form_key(), **facts})

    return post


@pytest.fixture
def standing(amend, system):
    def make(*words, **facts):
        return declare_admissible(amendment=amend("p2", *(words or ("basic", "essential")), **facts), by=system)

    return make


def test_a_move_asks_for_the_other_paragraph_and_needs_no_words(opened, delegate, send):
    address = page_of("amend", key="p1")
    facts = {"kind": "move", "proposed_text": "", "rationale": "Figures last."}
    assert "Choose the other paragraph" in send(delegate, address, **facts, target="").content.decode()
    target = Paragraph.objects.get(key="p2")
    assert send(delegate, address, **facts, target=target.pk).status_code == 302
    assert (Amendment.objects.get().kind, Amendment.objects.get().target) == ("move", target)
    assert "shall stand behind: Paragraph 2" in delegate.get(page_of("amendment", number=1)).content.decode()


def test_two_paragraphs_are_joined_on_the_form(opened, delegate, send):
    facts = {"kind": "join", "proposed_text": "", "rationale": "One thought."}
    target = Paragraph.objects.get(key="p2").pk
    assert send(delegate, page_of("amend", key="p1"), **facts, target="beginning").status_code == 200
    assert send(delegate, page_of("amend", key="p1"), **facts, target=target).status_code == 302
    assert Amendment.objects.get().proposed_text == f"{FIGURES} {SERVICES}"


def test_joining_with_the_words_left_as_they_stood_keeps_those_of_both_and_the_preview_shows_it(opened, delegate, send):
    facts = {"kind": "join", "proposed_text": FIGURES, "rationale": "One thought."}
    facts["target"] = Paragraph.objects.get(key="p2").pk
    page = seen(send(delegate, page_of("amend", key="p1"), **facts, preview="1").content.decode())
    assert "One paragraph is made of this one and: Paragraph 2." in page
    assert f"{FIGURES}<del> ¶ </del><ins> </ins>{SERVICES}" in page
    send(delegate, page_of("amend", key="p1"), **facts)
    assert Amendment.objects.get().proposed_text == f"{FIGURES} {SERVICES}"


def test_a_preview_that_cannot_be_made_says_why_and_loses_nothing(opened, delegate, send):
    facts = {"kind": "join", "proposed_text": "One.\n\nTwo.", "rationale": "One thought."}
    facts["target"] = Paragraph.objects.get(key="p2").pk
    page = send(delegate, page_of("amend", key="p1"), **facts, preview="1")
    assert page.status_code == 200
    assert "Joining makes one paragraph" in page.content.decode() and "One thought.</textarea>" in page.content.decode()


def test_a_split_without_an_empty_line_is_told_before_it_is_sent(opened, delegate, send):
    page = send(
        delegate, page_of("amend", key="p2"), kind="split", proposed_text=SERVICES, rationale="Two.", preview="1"
    )
    assert "put an empty line where the new one begins" in page.content.decode()


def test_the_title_is_amended_on_a_page_of_its_own(opened, delegate, send):
    address = page_of("amend_title")
    assert "Declaration on cities" in delegate.get(address).content.decode()
    send(delegate, address, proposed_text="Declaration on cities and migration", rationale="It is about both.")
    amendment = Amendment.objects.get()
    assert (amendment.kind, amendment.paragraph) == ("title", None)
    assert delegate.get(page_of("amendment", number=1)).status_code == 200


def test_words_of_an_amendment_are_amended_on_its_page(standing, delegate, send):
    standing()
    address = page_of("amend_amendment", number=1)
    assert "essential services" in delegate.get(address).content.decode()
    words = SERVICES.replace("basic", "vital")
    assert send(delegate, address, proposed_text=words, rationale="Stronger.").status_code == 302
    assert Amendment.objects.get(number=2).parent.number == 1
    assert delegate.get(page_of("amendment", number=2)).status_code == 200


@pytest.fixture
def next_text(opened, system, at_work):
    """`next_text(words)`: Rev.1 with these words of paragraph 2, frozen and open for amendment."""

    def freeze(words):
        close_amendments(draft=opened.draft, by=system)
        revision = begin_revision(draft=opened.draft, by=system)
        set_wording(revision=revision, key="p2", kind="operative", text=words, by=system)
        revision = freeze_revision(revision=revision, by=system)
        open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=7), by=system)
        return revision

    return freeze


def test_an_amendment_that_was_carried_over_is_amended_on_its_page_as_it_reads_now(standing, next_text, delegate, send):
    standing()
    words = SERVICES.replace("police", "the police")
    revision, address = next_text(words), page_of("amend_amendment", number=1)
    assert words.replace("basic", "essential") in delegate.get(address).content.decode()
    sent = send(delegate, address, proposed_text=words.replace("basic", "vital"), rationale="Stronger.")
    assert sent.status_code == 302
    below = Amendment.objects.get(number=2)
    assert (below.parent.number, below.revision) == (1, revision)
    assert below.base_text == words.replace("basic", "essential")


def test_the_same_words_are_offered_to_be_co_sponsored_by_one_click(standing, delegate, send):
    amendment = standing()
    words = SERVICES.replace("basic", "essential")
    page = send(delegate, page_of("amend", key="p2"), kind="change", proposed_text=words, rationale="Me too.")
    assert "Co-sponsor A-01" in page.content.decode()
    send(delegate, page_of("amendment", number=1), act="co_sponsor", government=delegate.town.pk)
    assert [row.government for row in amendment.co_sponsors.all()] == [delegate.town]


def test_support_and_opposition_are_put_on_record(standing, delegate, send):
    standing()
    address = page_of("amendment", number=1)
    send(delegate, address, act="oppose", government=delegate.town.pk, reason="It costs too much.")
    assert list(Stand.objects.values_list("stance", "reason")) == [("oppose", "It costs too much.")]
    text = delegate.get(address).content.decode()
    assert "opposes" in text and "It costs too much." in text


def test_a_withdrawn_one_is_taken_over_on_its_page(standing, delegate, system, send):
    withdraw_amendment(amendment=standing(), by=system)
    address = page_of("amendment", number=1)
    assert "Take it over for Port Amina" in delegate.get(address).content.decode()
    send(delegate, address, act="take_over", government=delegate.town.pk)
    assert (Amendment.objects.get().state, Amendment.objects.get().sponsor) == ("standing", delegate.town)


def test_the_second_acceptance_is_shown_the_new_base_and_can_be_joined_by_hand(standing, client_as, system, send):
    accept_amendment(amendment=standing(), by=system)
    standing("basic", "public")
    drafter, address = client_as("drafter"), page_of("amendment", number=2)
    page = send(drafter, address, act="accept")
    assert page.status_code == 200
    assert "A-01 was accepted and changes the same words as A-02" in page.content.decode()
    assert "<del>basic</del><ins>essential</ins>" in seen(page.content.decode())
    assert Amendment.objects.get(number=2).state == "standing"
    assert send(drafter, address, act="accept_beside").status_code == 302
    assert Amendment.objects.get(number=2).state == "accepted"


def test_an_amendment_is_declared_inadmissible_on_a_ground(amend, client_as, send):
    amend("p2", "basic", "free")
    drafter, address = client_as("drafter"), page_of("amendment", number=1)
    assert send(drafter, address, act="inadmissible", reason="").status_code == 200
    assert send(drafter, address, act="inadmissible", reason="It replaces the whole.").status_code == 302
    assert (Amendment.objects.get().state, Amendment.objects.get().reason) == ("inadmissible", "It replaces the whole.")


def test_incompatibility_is_declared_and_taken_back(standing, client_as, send):
    standing(), standing("police", "any police")
    drafter, address = client_as("drafter"), page_of("amendment", number=1)
    assert send(drafter, address, act="incompatible", other="A-02").status_code == 302
    text = drafter.get(address).content.decode()
    assert "Declared incompatible with A-02" in text
    pair = text.split('name="pair" value="')[1].split('"')[0]
    assert send(drafter, address, act="compatible", pair=pair).status_code == 302
    assert "Declared incompatible" not in drafter.get(address).content.decode()
    unknown = send(drafter, address, act="incompatible", other="99")
    assert (unknown.status_code, "There is no amendment “99” to this text" in unknown.content.decode()) == (409, True)


def test_the_desk_gives_a_kind_its_own_deadline_and_takes_it_away(opened, client_as, send, at_work):
    drafter, address = client_as("drafter"), page_of("desk")
    closes = (at_work + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert send(drafter, address, act="set_deadline", kind="add", own_closes_at=closes).status_code == 302
    assert list(AmendmentDeadline.objects.values_list("kind", flat=True)) == ["add"]
    past = (at_work - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert (
        "must lie ahead" in send(drafter, address, act="set_deadline", kind="add", own_closes_at=past).content.decode()
    )
    assert send(drafter, address, act="set_deadline", kind="add", own_closes_at="").status_code == 302
    assert not AmendmentDeadline.objects.exists()


@pytest.mark.parametrize("role", ["mayor", "observer"])
def test_who_has_no_part_in_the_negotiation_changes_no_amendment(standing, client_as, send, role):
    standing()
    for act in ("accept", "friendly", "support", "take_over", "co_sponsor", "withdraw", "inadmissible"):
        assert send(client_as(role), page_of("amendment", number=1), act=act, reason="No.").status_code == 403
    assert Amendment.objects.get().state == "standing"


@pytest.mark.parametrize("act", ["accept", "accept_beside", "reject", "admit", "inadmissible", "friendly", "withdraw"])
def test_a_delegate_decides_nothing_on_the_amendment_of_another(standing, delegate, send, act):
    standing()
    assert send(delegate, page_of("amendment", number=1), act=act, reason="No.").status_code == 409
    assert Amendment.objects.get().state == "standing"


def later(opened, kind, **before):
    """A deadline of its own for one kind of amendment, before that of all others."""
    return AmendmentDeadline.objects.create(
        draft=opened.draft, kind=kind, closes_at=opened.draft.amendments_close_at - timedelta(**before)
    )


def test_a_deadline_of_one_kind_is_named_where_it_has_passed_and_its_kind_is_closed(opened, delegate, send):
    closed = later(opened, "delete", days=2)
    address = page_of("amend", key="p2")
    with at(closed.closes_at):
        page = delegate.get(address).content.decode()
        assert re.findall(r'<input type="radio" name="kind" value="(\w+)"[^>]*\bdisabled', page) == ["delete"]
        assert "deletion: the deadline has passed" in page
        told = send(delegate, address, kind="delete", rationale="Too long.").content.decode()
        refused = delegate.get(f"{address}?kind=delete")
        assert (refused.status_code, "deadline for deletions has passed" in refused.content.decode()) == (409, True)
        text = delegate.get(page_of("draft")).content.decode()
    assert ("The deadline for deletions has passed" in told, Amendment.objects.count()) == (True, 0)
    top = text[text.index('class="eyebrow"') : text.index("<h1")]
    assert ("deletion:" in top, "passed</span>" in top) == (True, True)


@pytest.mark.parametrize("kind", ["change", "delete", "add", "move", "split", "join", "title", "sub"])
def test_each_kind_has_its_own_sentence_when_its_deadline_has_passed(opened, reader_as, accredit, kind):
    closed = later(opened, kind, days=2)
    reader = reader_as("delegate", accredit())
    kinds = {"change", "delete", "add", "move", "split", "join", "title", "sub"}
    with at(closed.closes_at):
        answers = {each: may_amend(reader, opened.draft, each) for each in kinds}
        assert closed_kinds(opened.draft, reader.now) == {kind}
    assert {each for each, answer in answers.items() if not answer} == {kind}
    assert "has passed" in answers[kind].reason
    assert "deadline for amendments has" not in answers[kind].reason


def test_a_form_opens_with_the_first_kind_that_is_still_open(opened, delegate):
    closed = later(opened, "change", days=2)
    with at(closed.closes_at):
        page = delegate.get(page_of("amend", key="p2")).content.decode()
    assert re.findall(r'value="(\w+)"[^>]*\bchecked', page) == ["delete"]


def test_a_new_paragraph_with_the_words_of_one_of_the_text_is_refused_and_an_empty_form_offered(opened, delegate, send):
    address = page_of("amend", key="p2")
    facts = {"kind": "add", "rationale": "A word on trees is missing."}
    for words, name in ((SERVICES, "Paragraph 2"), (FIGURES, "Paragraph 1")):
        for more in ({}, {"preview": "1"}):
            page = send(delegate, address, **facts, **more, proposed_text=words).content.decode()
            assert f"These are the words of: {name}. Write those of the new paragraph." in page
            assert 'name="empty"' in page
    page = send(delegate, address, **facts, proposed_text=SERVICES, empty="1").content.decode()
    assert "A word on trees is missing." in page
    assert re.findall(r'<textarea name="proposed_text"[^>]*>([^<]*)</textarea>', page)[0].strip() == ""
    assert re.findall(r'value="(\w+)"[^>]*\bchecked', page) == ["add"]
    assert Amendment.objects.count() == 0
    assert send(delegate, address, **facts, proposed_text="Plant trees.").status_code == 302


def test_one_to_an_amendment_that_amends_one_itself_is_refused_before_its_form_is_filled(
    opened, delegate, standing, system, accredit
):
    parent = standing()
    below = table_amendment(
        paragraph=None, revision=opened.revision, kind="change", parent=parent, rationale="Clearer.",
        proposed_text=parent.proposed_text.replace("essential", "public"), government=accredit(), by=system,
    )  # fmt: skip
    declare_admissible(amendment=below, by=system)
    assert delegate.get(page_of("amend_amendment", number=1)).status_code == 200
    refused = delegate.get(page_of("amend_amendment", number=2))
    assert (refused.status_code, "One level is allowed" in refused.content.decode()) == (409, True)
    withdraw_amendment(amendment=parent, by=system)
    refused = delegate.get(page_of("amend_amendment", number=1))
    assert (refused.status_code, "does not stand" in refused.content.decode()) == (409, True)


def test_the_hints_of_the_form_are_those_of_its_kinds(french, write, delegate, standing):
    write("p1")
    standing()
    hints = {
        name: ("to split, put" in page, "For a deletion or a move" in page, "Which other paragraph" in page)
        for name, address in {
            "paragraph": page_of("amend", key="p1"),
            "version": f"{page_of('amend', key='p1')}?lang=fr",
            "title": page_of("amend_title") + "?kind=title",
            "sub": page_of("amend_amendment", number=1),
        }.items()
        if (page := delegate.get(address).content.decode())
    }
    assert hints == {
        "paragraph": (True, True, True),
        "version": (True, False, False),
        "title": (False, False, False),
        "sub": (False, False, False),
    }


def test_a_preview_needs_no_rationale_and_sending_does(opened, delegate, send):
    address = page_of("amend", key="p2")
    facts = {"kind": "change", "proposed_text": SERVICES.replace("basic", "essential")}
    page = send(delegate, address, **facts, preview="1").content.decode()
    assert ("how the amendment will read" in page, 'class="error"' in page) == (True, False)
    page = send(delegate, address, **facts).content.decode()
    assert ('class="error"' in page, Amendment.objects.count()) == (True, 0)
