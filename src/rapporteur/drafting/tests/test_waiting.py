"""What waits on the desk: each amendment with its place, what it does, its twins; nothing is decided unseen."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapporteur.drafting.actions import accept_amendment, declare_admissible, table_amendment
from rapporteur.drafting.queries import compilation, wordings_of
from rapporteur.drafting.queries.redlines import shortened
from rapporteur.drafting.queries.waiting import waiting_rows
from rapporteur_core.redline import Change

from .conftest import FIGURES, SERVICES, seen
from .test_pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(opened):
    def give(key):
        return opened.draft.paragraphs.get(key=key)

    return give


@pytest.fixture
def waiting(opened, system):
    def give():
        return waiting_rows(opened.revision, system, list(wordings_of(opened.revision)))

    return give


@pytest.fixture
def desk(client_as):
    """The sections of the amendments that wait, by number."""

    def give():
        page = seen(client_as("drafter").get(page_of("desk")).content.decode())
        found = re.findall(r'<section class="above" aria-label="(A-\d+): [^"]*">(.*?)</section>', page, re.S)
        return dict(found)

    return give


def numbers(amendments):
    return [str(each) for each in amendments]


def test_each_names_its_paragraph_and_what_it_does_besides_its_words(amend, target, waiting, system):
    amend("p2", "basic", "essential")
    amend("p2", kind="move", target=target("h1"))
    amend("p2", kind="move")
    amend("p1", kind="join", text="", target=target("p2"))
    amend("p1", kind="add", text="Plant trees.")
    found = [(each.key, each.place, each.does) for each in waiting()]
    assert found == [
        ("p2", "Paragraph 2", ""),
        ("p2", "Paragraph 2", "The paragraph shall stand behind: Heading: We commit to."),
        ("p2", "Paragraph 2", "The paragraph shall stand at the beginning of the text."),
        ("p1", "Paragraph 1", "One paragraph is made of this one and: Paragraph 2."),
        ("p1", "Paragraph 1", "A new paragraph behind this one."),
    ]
    assert [numbers(each.apart) for each in waiting()] == [[], ["A-02", "A-03"], ["A-02", "A-03"], [], []]


def test_one_whose_words_do_not_show_all_leads_to_its_page_instead_of_a_button(amend, target, desk):
    amend("p2", "basic", "essential")
    amend("p2", kind="move", target=target("h1"))
    amend("p1", kind="join", text="", target=target("p2"))
    rows = desk()
    assert {number: 'value="accept"' in row for number, row in rows.items()} == {
        "A-01": True, "A-02": False, "A-03": False,
    }  # fmt: skip
    assert '/amendments/2/#decide">Read all of it, and decide' in rows["A-02"]
    assert 'p=p2#focused">Paragraph 2</a>' in rows["A-02"]
    assert SERVICES[:60] in rows["A-02"]


def test_one_in_another_language_leads_to_its_page(french, amend, desk):
    amend("p1", kind="add", text="Un nouveau paragraphe.", words_language="fr")
    row = desk()["A-01"]
    assert ('value="accept"' in row, "Read all of it, and decide" in row) == (False, True)


def test_one_to_an_amendment_says_to_which(opened, amend, system, accredit, desk):
    parent = declare_admissible(amendment=amend("p2", "basic", "essential"), by=system)
    table_amendment(
        paragraph=None, revision=opened.revision, kind="change", parent=parent, rationale="Clearer.",
        proposed_text=parent.proposed_text.replace("essential", "public"), government=accredit(), by=system,
    )  # fmt: skip
    assert '/amendments/1/">to A-01</a>' in desk()["A-02"]


def test_the_title_is_named_and_leads_to_its_row_in_the_room(opened, system, accredit, waiting):
    table_amendment(
        paragraph=None, revision=opened.revision, kind="title", proposed_text="Declaration on towns",
        rationale="Clearer.", government=accredit(), by=system,
    )  # fmt: skip
    assert [(each.key, each.place) for each in waiting()] == [("title", "Title of the text")]


def test_two_that_propose_the_same_name_one_another_wherever_one_decides(opened, amend, waiting, desk, client_as):
    amend("p2", "basic", "essential")
    amend("p2", "basic", "public")
    amend("p2", "basic", "essential")
    assert [numbers(each.same) for each in waiting()] == [["A-03"], [], ["A-01"]]
    rows = desk()
    assert ("The same words as:" in rows["A-01"], "The same words as:" in rows["A-02"]) == (True, False)
    drafter = client_as("drafter")
    for name, asked in (("compilation", {}), ("room", {"p": "p2"})):
        page = drafter.get(page_of(name), asked).content.decode()
        assert (name, page.count("The same words as:")) == (name, 2)


def test_new_paragraphs_moves_and_deletions_are_the_same_by_place_and_words(opened, amend, target, waiting):
    facts = [
        ("p1", "add", {"text": "Plant trees."}),
        ("p1", "add", {"text": "Plant trees."}),
        ("p2", "add", {"text": "Plant trees."}),
        ("p2", "delete", {"text": ""}),
        ("p2", "delete", {"text": ""}),
        ("pp1", "move", {"target": target("p2")}),
        ("pp1", "move", {"target": target("p2")}),
        ("pp1", "move", {"target": target("p1")}),
    ]
    for key, kind, more in facts:
        amend(key, kind=kind, **more)
    assert [numbers(each.same) for each in waiting()] == [
        ["A-02"], ["A-01"], [], ["A-05"], ["A-04"], ["A-07"], ["A-06"], [],
    ]  # fmt: skip


def test_what_was_rejected_is_no_twin_and_what_was_accepted_still_is(opened, amend, system, waiting, reader_as):
    amend("p2", "basic", "essential")
    amend("p2", "basic", "essential")
    accept_amendment(amendment=amend("p1", "each city", "every city"), by=system)
    assert [numbers(each.same) for each in waiting()] == [["A-02"], ["A-01"]]
    amend("p1", "each city", "every city")
    assert numbers(waiting()[-1].same) == ["A-03"]
    found = compilation(opened.revision, reader_as("drafter"))
    same = {str(each.amendment): numbers(each.same) for row in found.rows for each in row.proposals}
    assert same == {"A-01": ["A-02"], "A-02": ["A-01"], "A-03": ["A-04"], "A-04": ["A-03"]}


def test_words_that_all_stay_are_shown_by_their_beginning():
    assert shortened([Change("keep", FIGURES)]) == [Change("keep", FIGURES)]
    (kept,) = shortened([Change("keep", FIGURES * 9)])
    assert (kept.text[:60], kept.text[-1], len(kept.text)) == (FIGURES[:60], "…", 120)


def test_the_desk_costs_the_same_for_two_that_wait_or_twelve(amend, target, client_as):
    drafter = client_as("drafter")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            drafter.get(page_of("desk"))
        return len(queries)

    amend("p2", "basic", "essential"), amend("p2", kind="move", target=target("h1"))
    few = cost()
    for _ in range(5):
        amend("p2", "basic", "essential"), amend("p1", kind="join", text="", target=target("p2"))
    assert cost() == few
