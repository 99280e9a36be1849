"""The drafting room: what it shows, to whom, and that it follows what others do."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapporteur.drafting.actions import (
    accept_amendment,
    begin_revision,
    close_amendments,
    declare_admissible,
    freeze_revision,
    mark_adopted,
    reject_amendment,
    remove_wording,
    table_amendment,
    withdraw_amendment,
)
from rapporteur.drafting.models import Amendment
from rapporteur.drafting.queries import room_of
from rapporteur.foundation.journal.queries import last_number

from .conftest import SERVICES, seen

pytestmark = pytest.mark.django_db


def address_of(name="room", **asked):
    return reverse(f"drafting:{name}", kwargs={"slug": "cities"}) + (f"?{urlencode(asked)}" if asked else "")


def words_of(changes):
    return [(change.kind, change.text) for change in changes]


def steady(page):
    """A page without the keys that each look makes anew."""
    return re.sub(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"', r'name="\1"', page)


def test_what_goes_together_is_marked_in_the_words_and_what_does_not_is_in_dispute(
    opened, standing, system, accredit, reader_as
):
    quito, lome = accredit("Quito"), accredit("Lomé")
    standing("p2", "basic", "essential", government=quito), standing("p2", "basic", "public", government=lome)
    accept_amendment(amendment=standing("p2", "police", "the police", government=quito), by=system)
    found = room_of(opened.revision, reader_as(None))
    row = found.rows[-1]
    assert words_of(row.changes) == [
        ("keep", "Give every person access to "),
        ("keep", "basic"),
        ("keep", " services, whatever his or her status. Keep these services apart from "),
        ("insert", "the "),
        ("keep", "police."),
    ]
    disputed, inserted = row.changes[1], row.changes[3]
    assert {found.names[key] for key in disputed.proposals} == {"A-01, Quito", "A-02, Lomé"}
    assert [found.names[key] for key in inserted.proposals] == ["A-03, Quito"]
    assert (row.row.open_count, row.row.accepted_count, row.row.set_count) == (2, 1, 1)


def test_what_is_not_admitted_yet_is_told_beside_and_not_in_the_words_that_a_committee_projects(
    opened, standing, amend, reader_as
):
    amend("p2", "police", "the police")
    standing("p2", "basic", "essential")
    row = room_of(opened.revision, reader_as("drafter")).rows[-1]
    assert [change.text for change in row.changes if change.kind != "keep"] == ["basic", "essential"]
    assert [str(each.amendment) for each in row.others] == ["A-01"]


def test_a_withdrawal_is_no_decision(opened, standing, system, reader_as):
    withdraw_amendment(amendment=standing("p2", "basic", "essential"), by=system)
    reject_amendment(amendment=standing("p2", "basic", "public"), reason="No.", by=system)
    assert [str(each.amendment) for each in room_of(opened.revision, reader_as(None)).decisions] == ["A-02"]


def test_new_paragraphs_and_moves_stand_beside_and_rejected_ones_do_not(opened, standing, system, accredit, reader_as):
    standing("p2", kind="add", text="A new paragraph.")
    move = table_amendment(
        paragraph=opened.draft.paragraphs.get(key="p2"),
        target=opened.draft.paragraphs.get(key="pp1"),
        revision=opened.revision,
        kind="move",
        proposed_text="",
        rationale="First.",
        government=accredit(),
        by=system,
    )
    declare_admissible(amendment=move, by=system)
    row = room_of(opened.revision, reader_as(None)).rows[-1]
    assert ([each.amendment.number for each in row.added], [each.amendment.number for each in row.others]) == ([1], [2])


def test_paragraphs_that_a_proposal_would_join_stand_as_they_are(opened, standing, system, accredit, reader_as):
    joining = table_amendment(
        paragraph=opened.draft.paragraphs.get(key="p1"),
        target=opened.draft.paragraphs.get(key="p2"),
        revision=opened.revision,
        kind="join",
        proposed_text="",
        rationale="One.",
        government=accredit(),
        by=system,
    )
    declare_admissible(amendment=joining, by=system)
    rows = room_of(opened.revision, reader_as(None)).rows
    assert [words_of(each.changes) for each in rows[2:]] == [[("keep", rows[2].row.text)], [("keep", SERVICES)]]
    assert [each.amendment for each in rows[2].others] == [joining]


def test_the_page_lists_all_paragraphs_with_their_counts_and_leads_to_each(opened, standing, client):
    standing("p2", "basic", "essential"), standing("p2", "basic", "public")
    page = client.get(address_of()).content.decode()
    for key in ("h1", "pp1", "p1", "p2"):
        assert f'href="?p={key}#focused" id="to-{key}"' in page
    assert "2 open, <b>1 conflict</b>" in page
    focused = client.get(address_of(p="p2")).content.decode()
    assert (
        '<h2 id="focused" tabindex="-1">Paragraph 2</h2>' in focused,
        'id="to-p2" aria-current="true"' in focused,
    ) == (True, True)
    assert ('rel="prev"' in focused, 'rel="next"' in focused) == (True, False)
    assert "in dispute between A-01," in focused


def test_an_unknown_paragraph_shows_the_whole_text(opened, client):
    page = client.get(address_of(p="nowhere")).content.decode()
    assert ('id="p1"' in page, 'id="focused"' in page) == (True, False)


def test_a_long_text_is_shown_in_parts(opened, client, monkeypatch):
    monkeypatch.setattr("rapporteur.drafting.queries.room.MOST_OF_TEXT", 500)
    first = client.get(address_of()).content.decode()
    assert ('id="h1"' in first, 'id="p2"' in first, 'rel="next"' in first) == (True, False, True)
    last = client.get(address_of(**{"from": "p2"})).content.decode()
    assert ('id="p2"' in last, 'rel="prev"' in last, 'rel="next"' in last) == (True, True, False)
    assert "from=p2&amp;seen=" in last


@pytest.mark.parametrize("role", [None, "delegate", "mayor", "observer"])
def test_those_who_do_not_decide_see_the_same_page_without_buttons(opened, standing, client_as, role):
    standing("p2", "basic", "essential"), standing("p2", "basic", "public")
    page, decider = client_as(role).get(address_of(p="p2")), client_as("drafter").get(address_of(p="p2"))
    assert (page.status_code, "<button" in page.content.decode(), "<button" in decider.content.decode()) == (
        200,
        False,
        True,
    )
    assert "A-01" in page.content.decode()


@pytest.mark.parametrize("role", [None, "delegate", "mayor", "observer"])
def test_those_who_do_not_decide_cannot_act_here(opened, standing, client_as, form_key, role):
    standing("p2", "basic", "essential")
    answer = client_as(role).post(address_of(p="p2"), {"act": "accept", "number": 1, "form_key": form_key()})
    assert (answer.status_code, Amendment.objects.get().state) == (403, "standing")


def test_amendments_are_admitted_and_accepted_in_the_room_and_the_page_stays_at_the_paragraph(
    opened, amend, client_as, form_key
):
    amend("p2", "basic", "essential")
    drafter = client_as("drafter")
    for act, state in (("admit", "standing"), ("accept", "accepted")):
        answer = drafter.post(address_of(p="p2"), {"act": act, "number": 1, "form_key": form_key()})
        assert (answer.status_code, answer.headers["Location"]) == (302, address_of(p="p2"))
        assert Amendment.objects.get().state == state
    refused = drafter.post(address_of(p="p2"), {"act": "dance", "number": 1, "form_key": form_key()})
    assert refused.status_code == 409
    assert drafter.post(address_of(), {"act": "accept", "number": 99, "form_key": form_key()}).status_code == 404


def test_who_comes_second_sees_what_was_accepted_and_the_page_holds_still(
    opened, standing, system, client_as, form_key
):
    accept_amendment(amendment=standing("p2", "basic", "essential"), by=system)
    standing("p2", "basic", "public")
    drafter = client_as("drafter")
    answer = drafter.post(address_of(p="p2"), {"act": "accept", "number": 2, "form_key": form_key()})
    page = seen(answer.content.decode())
    assert "A-01 was accepted and changes the same words as A-02" in page
    assert "<del>basic</del><ins>essential</ins>" in page
    assert ("hx-get" in page, Amendment.objects.get(number=2).state) == (False, "standing")
    beside = drafter.post(address_of(p="p2"), {"act": "accept_beside", "number": 2, "form_key": form_key()})
    assert (beside.status_code, Amendment.objects.get(number=2).state) == (302, "accepted")


def test_an_adopted_text_has_no_buttons(opened, standing, system, client_as):
    standing("p2", "basic", "essential")
    close_amendments(draft=opened.draft, by=system)
    mark_adopted(revision=opened.revision, by=system)
    assert "<button" not in client_as("drafter").get(address_of(p="p2")).content.decode()


@pytest.mark.parametrize("role", [None, "drafter", "delegate"])
@pytest.mark.parametrize("asked", [{}, {"p": "p2"}, {"from": "p2"}, {"p": "nowhere"}])
def test_a_fragment_is_what_a_reload_gives(opened, standing, client_as, role, asked, monkeypatch):
    monkeypatch.setattr("rapporteur.drafting.queries.room.MOST_OF_TEXT", 500)
    standing("p2", "basic", "essential"), standing("p2", "basic", "public")
    client = client_as(role)
    page, fragment = client.get(address_of(**asked)), client.get(address_of("room_changes", seen=0, **asked))
    assert fragment.status_code == 200
    assert steady(fragment.content.decode()).strip() in steady(page.content.decode())


def test_the_page_looks_again_with_what_it_has_seen_and_is_told_when_nothing_was_done(opened, standing, client, system):
    standing("p2", "basic", "essential")
    page = client.get(address_of(p="p2")).content.decode()
    (again,) = re.findall(r'hx-get="([^"]+)"', page)
    again = again.replace("&amp;", "&")
    assert again == address_of("room_changes", p="p2", seen=last_number("cities"))
    nothing = client.get(again)
    assert (nothing.status_code, nothing.content) == (204, b"")
    accept_amendment(amendment=Amendment.objects.get(), by=system)
    changed = client.get(again)
    assert (changed.status_code, "accepted" in changed.content.decode()) == (200, True)


def test_what_is_done_elsewhere_does_not_move_the_page(opened, client, conference):
    from rapporteur.foundation.conferences.models import Conference
    from rapporteur.foundation.conferences.queries import system_reader
    from rapporteur.foundation.journal.actions import record

    number = last_number("cities")
    other = Conference.objects.create(
        slug="other",
        starts_on=conference.starts_on,
        ends_on=conference.ends_on,
        contact="a@b.example",
        symbol_root="X",
        is_published=True,
    )
    record(system_reader(other), "opened something", other)
    assert client.get(address_of("room_changes", seen=number)).status_code == 204


def test_a_look_at_nothing_new_costs_one_query_beside_those_of_every_page(opened, standing, client, client_as):
    standing("p2", "basic", "essential")
    for reader in (client, client_as("drafter")):
        address = address_of("room_changes", seen=last_number("cities"))
        reader.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(address).status_code == 204
        own = [each["sql"] for each in queries if "journal_entry" in each["sql"] or "drafting_" in each["sql"]]
        assert len(own) == 1


def test_held_still_the_page_does_not_look_again(opened, client):
    page = client.get(address_of(still=1)).content.decode()
    assert ("hx-get" in page, "Follow what others do" in page) == (False, True)


def test_what_lost_its_paragraph_is_listed_at_the_end(opened, standing, system, client):
    standing("p2", "basic", "essential")
    close_amendments(draft=opened.draft, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    remove_wording(revision=revision, key="p2", by=system)
    freeze_revision(revision=revision, by=system)
    page = client.get(address_of()).content.decode()
    assert "Proposals to paragraphs that are no longer in the text" in page
    assert "its paragraph is no longer in the text" in page


def test_without_a_text_the_room_says_so(conference, client):
    assert "There is no draft yet" in client.get(address_of()).content.decode()
    assert client.get(address_of("room_changes", seen=7)).status_code == 204


def test_the_room_costs_the_same_for_one_amendment_or_twelve(opened, standing, client_as):
    drafter = client_as("drafter")

    def cost(**asked):
        with CaptureQueriesContext(connection) as queries:
            assert drafter.get(address_of(**asked)).status_code == 200
        return len(queries)

    standing("p2", "basic", "essential")
    for_one = [cost(), cost(p="p2")]
    for number in range(11):
        standing("p2", "basic", f"kind{number}")
    assert [cost(), cost(p="p2")] == for_one
    assert max(for_one) <= 20


def test_a_crowded_text_names_its_amendments_and_leads_to_the_room(opened, standing, client, monkeypatch):
    standing("p2", "basic", "essential"), standing("p2", "basic", "public")
    address = reverse("drafting:draft", kwargs={"slug": "cities"})
    assert "<ins>essential</ins>" in seen(client.get(address).content.decode())
    monkeypatch.setattr("rapporteur.drafting.queries.texts.MOST_IN_FULL", 1)
    page = client.get(address).content.decode()
    assert ("<ins>" in page, "A-02</a>" in page, f'href="{address_of()}?p=p2"' in page) == (False, True, True)


def test_a_crowded_desk_leads_to_the_room(opened, standing, client_as):
    for number in range(41):
        standing("p2", "basic", f"kind{number}")
    page = client_as("drafter").get(reverse("drafting:desk", kwargs={"slug": "cities"})).content.decode()
    assert ("41 wait; all of them are in the drafting room" in page, "kind39" in page, "kind40" in page) == (
        True,
        True,
        False,
    )


def test_where_different_words_would_come_in_a_sign_stands_and_the_words_around_it_stay(
    opened, standing, accredit, reader_as, client
):
    standing("p2", "basic services", "basic and free services", government=accredit("Quito"))
    standing("p2", "basic services", "basic or public services", government=accredit("Lomé"))
    found = next(each for each in room_of(opened.revision, reader_as("drafter")).rows if each.row.key == "p2")
    signs = [(each.text, each.proposals) for each in found.changes if each.kind == "place"]
    assert signs == [("‸", tuple(each.pk for each in Amendment.objects.order_by("number")))]
    assert "".join(each.text for each in found.changes if each.kind == "keep") == SERVICES
    page = client.get(address_of(p="p2")).content.decode()
    assert "here different words would be inserted by A-01, Quito; A-02, Lomé: " in page
    assert "basic <mark>‸</mark>services" in seen(page)
