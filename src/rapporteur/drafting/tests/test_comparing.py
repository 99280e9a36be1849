"""Two revisions compared: what was split, joined, written anew under another key; the form that chooses any two."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapporteur.drafting.actions import (
    accept_amendment,
    apply_accepted,
    begin_revision,
    bracket_alternatives,
    close_amendments,
    freeze_revision,
    remove_wording,
    set_wording,
    table_amendment,
)
from rapporteur.drafting.queries import comparison
from rapporteur_core.redline import accepted, rejected

from .conftest import FIGURES, SERVICES, seen
from .test_pages import page_of

pytestmark = pytest.mark.django_db
FIRST = "Give every person access to basic services, whatever his or her status."
SECOND = "Keep these services apart from police."


@pytest.fixture
def rev1(writing, system):
    """The next revision, being written; the zero draft is frozen."""
    freeze_revision(revision=writing.revision, by=system)
    return begin_revision(draft=writing.draft, by=system)


@pytest.fixture
def write(rev1, system):
    def give(key, text, position=None, kind="operative"):
        return set_wording(revision=rev1, key=key, kind=kind, text=text, position=position, by=system)

    return give


@pytest.fixture
def compared(rev1, reader_as):
    def give():
        return comparison(rev1.draft.conference, 0, 1, reader_as("drafter"))

    return give


def shown(rows):
    return {row.wording.paragraph.key: (row.kind, [(each.kind, each.text) for each in row.changes]) for row in rows}


def test_what_came_off_a_paragraph_is_kept_words_in_both_parts(write, compared):
    write("p2", FIRST)
    write("p3", SECOND)
    found = compared()
    rows = shown(found.rows)
    assert rows["p3"] == ("split", [("keep", SECOND)])
    assert rows["p2"] == ("changed", [("keep", FIRST), ("delete", " ")])
    assert next(row.whole_name for row in found.rows if row.kind == "split") == "Paragraph 2"
    assert (found.counts["split"], found.counts["new"], found.counts["changed"]) == (1, 0, 1)


def test_a_part_that_stands_elsewhere_and_was_reworded_is_seen_as_split_too(write, compared):
    write("p2", FIRST)
    write("p3", "Keep all these services apart from police.", position=2)
    rows = shown(compared().rows)
    assert rows["p3"] == (
        "split",
        [("keep", "Keep "), ("insert", "all "), ("keep", "these services apart from police.")],
    )


def test_paragraphs_that_became_one_have_their_words_in_one_redline(rev1, write, system, compared):
    write("p1", f"{FIGURES} {SERVICES}")
    remove_wording(revision=rev1, key="p2", by=system)
    found = compared()
    rows = shown(found.rows)
    assert rows["p2"] == ("joined", [])
    assert rows["p1"] == ("changed", [("keep", FIGURES), ("delete", " ¶ "), ("insert", " "), ("keep", SERVICES)])
    assert next(row.whole_name for row in found.rows if row.kind == "joined") == "Paragraph 1"
    assert (found.counts["joined"], found.counts["deleted"]) == (1, 0)


def test_paragraphs_that_became_one_in_another_order_are_joined_too(rev1, write, system, compared):
    write("p1", f"{SERVICES} {FIGURES}")
    remove_wording(revision=rev1, key="p2", by=system)
    rows = shown(compared().rows)
    assert rows["p2"] == ("joined", [])
    assert rows["p1"] == ("changed", [("keep", SERVICES), ("delete", " ¶ "), ("insert", " "), ("keep", FIGURES)])


def test_a_paragraph_written_anew_under_another_key_goes_on(rev1, write, system, compared):
    remove_wording(revision=rev1, key="p2", by=system)
    write("p9", SERVICES.replace("basic", "essential"))
    rows = shown(compared().rows)
    assert rows["p2"] == ("joined", [])
    assert [each for each in rows["p9"][1] if each[0] != "keep"] == [("delete", "basic"), ("insert", "essential")]


def test_new_words_and_lost_words_are_neither_split_nor_joined(rev1, write, system, compared):
    remove_wording(revision=rev1, key="p2", by=system)
    write("p9", "Plant a tree in each street of the town before the winter comes.")
    rows = shown(compared().rows)
    assert (rows["p2"][0], rows["p9"][0]) == ("deleted", "new")


def test_a_paragraph_that_only_changed_is_not_taken_for_a_part_of_another(write, compared):
    write("p1", FIGURES.replace("each city", "every city"))
    write("p2", SERVICES.replace("basic", "essential"))
    rows = shown(compared().rows)
    assert (rows["p1"][0], rows["p2"][0]) == ("changed", "changed")


def test_no_word_stands_in_two_redlines_and_both_texts_can_be_read_from_them(write, compared):
    write("p2", FIRST)
    write("p3", SECOND)
    found = compared().rows
    for row in found:
        if row.new is not None:
            assert accepted(row.changes) == row.new.text
    old = "".join(rejected(row.changes) for row in found)
    assert old == "We commit toRecalling the New Urban Agenda," + FIGURES + SERVICES


def test_any_two_revisions_are_chosen_by_a_form(rev1, system, client, client_as):
    address = page_of("choose_compared")
    text = client.get(address).content.decode()
    assert "nothing to compare before a second revision" in text
    assert client.get(address, {"old": "0", "new": "1"}).status_code == 200  # Rev.1 is not for all yet
    drafter = client_as("drafter")
    assert drafter.get(address).content.decode().count("<option") == 4
    for old, new in [(0, 1), (1, 0)]:
        response = drafter.get(address, {"old": old, "new": new})
        assert (response.status_code, response.headers["Location"]) == (302, page_of("compare", old=old, new=new))
        assert drafter.get(response.headers["Location"]).status_code == 200
    assert "Choose two different revisions" in drafter.get(address, {"old": "0", "new": "0"}).content.decode()
    for wrong in ({"old": "0"}, {"old": "x", "new": "9" * 30}):
        assert drafter.get(address, wrong).status_code == 200


def test_the_page_shows_split_and_joined_paragraphs(rev1, write, system, client_as):
    write("p2", FIRST)
    write("p3", SECOND)
    text = client_as("drafter").get(page_of("compare", old=0, new=1)).content.decode()
    assert ("split off" in text, "It stood in: Paragraph 2." in text) == (True, True)
    text = client_as("drafter").get(page_of("compare", old=1, new=0)).content.decode()
    assert ('<a href="#p2">Its words went into: Paragraph 2.</a>' in text, "no longer alone" in text) == (True, True)


def test_who_hears_a_comparison_is_told_whose_each_change_is(opened, amend, accredit, system, client):
    """A change that an amendment made bears its name, one that the committee wrote the symbol of the text."""
    accept_amendment(amendment=amend("p2", "basic", "essential", government=accredit("Quito")), by=system)
    close_amendments(draft=opened.draft, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    apply_accepted(revision=revision, by=system)
    words = revision.wordings.get(paragraph__key="p2").text.replace("police", "any police")
    set_wording(revision=revision, key="p2", kind="operative", text=words, by=system)
    freeze_revision(revision=revision, by=system)
    page = client.get(page_of("compare", old=0, new=1)).content.decode()
    for said in ("deleted by A-01, Quito:", "inserted by A-01, Quito:", f"inserted by {revision.symbol}:"):
        assert page.count(f"> {said} </span>") == 1


@pytest.fixture
def proposed(opened, accredit, system):
    """`proposed("split", "p2", f"{FIRST}\\n\\n{SECOND}")`: an accepted amendment of Quito; without a key, to the title."""

    def make(kind, key="", words="", target=""):
        paragraphs = opened.draft.paragraphs
        row = table_amendment(
            paragraph=paragraphs.get(key=key) if key else None,
            target=paragraphs.get(key=target) if target else None,
            revision=opened.revision,
            kind=kind,
            proposed_text=words,
            rationale="Clearer.",
            government=accredit("Quito"),
            by=system,
        )
        return accept_amendment(amendment=row, by=system)

    return make


def taken_in(opened, system):
    close_amendments(draft=opened.draft, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    apply_accepted(revision=revision, by=system)
    return freeze_revision(revision=revision, by=system)


def test_a_title_that_was_changed_is_the_first_row_and_says_whose_it_is(opened, proposed, system, client, reader_as):
    proposed("title", words="Declaration on towns")
    revision = taken_in(opened, system)
    found = comparison(opened.draft.conference, 0, 1, reader_as("drafter"))
    assert [(each.kind, each.text) for each in found.title] == [
        ("keep", "Declaration on "), ("delete", "cities"), ("insert", "towns"),
    ]  # fmt: skip
    assert (found.is_retitled, [str(each) for each in found.retitled_by]) == (True, ["A-01"])
    page = seen(client.get(page_of("compare", old=0, new=revision.number)).content.decode())
    rows = page[page.index('<section class="paragraph" id="title"') :]
    assert "<del>cities</del><ins>towns</ins>" in rows.split("</section>")[0]
    assert "A-01</a> <bdi>Quito</bdi>" in rows.split("</section>")[0]
    assert "<dt>Title of the text</dt><dd>changed</dd>" in page


def test_a_title_that_stayed_has_no_row(opened, proposed, system, client):
    taken_in(opened, system)
    page = client.get(page_of("compare", old=0, new=1)).content.decode()
    assert ('id="title"' in page, "Title of the text" in page) == (False, False)


def test_of_alternatives_in_brackets_no_word_is_in_dispute_and_each_bears_its_amendment(
    opened, amend, accredit, system, client
):
    """What both propose is settled; the alternatives stand beside one another, each with whose it is."""
    both = ("status.", "status, at the same counter as for other residents.")
    rows = [
        amend("p2", text=SERVICES.replace("basic", word).replace(*both), government=accredit(name))
        for word, name in (("essential", "Quito"), ("public", "Lomé"))
    ]
    close_amendments(draft=opened.draft, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    bracket_alternatives(amendments=rows, revision=revision, by=system)
    freeze_revision(revision=revision, by=system)
    page = client.get(page_of("compare", old=0, new=1)).content.decode()
    assert "in dispute" not in page
    assert "inserted by A-01, Quito; A-02, Lomé: </span>, at the same counter as for other residents" in page
    assert "inserted by A-01, Quito: </span>essential" in page
    assert "inserted by A-02, Lomé: </span>public" in page


@pytest.mark.parametrize(
    ("kind", "key", "words", "target"),
    [("split", "p2", f"{FIRST}\n\n{SECOND}", ""), ("join", "p1", "", "p2")],
)
def test_what_was_split_or_joined_is_that_of_its_amendment(
    opened, proposed, system, reader_as, kind, key, words, target
):
    proposed(kind, key, words, target)
    taken_in(opened, system)
    found = comparison(opened.draft.conference, 0, 1, reader_as("drafter"))
    marked = [each for row in found.rows for each in row.changes if each.kind != "keep"]
    assert {each.proposals for each in marked} == {(found.taken[0].pk,)}
    made = {row.kind: [str(each) for each in row.made_by] for row in found.rows if row.kind != "same"}
    assert made == {"changed": ["A-01"], "split" if kind == "split" else "joined": ["A-01"]}


def test_brackets_of_the_newer_words_stand_in_the_comparison(rev1, system, client_as):
    words = FIRST.replace("basic", "all basic")
    at = words.index("whatever")
    set_wording(
        revision=rev1, key="p2", kind="operative", text=f"{words} {SECOND}",
        brackets=[(at, len(words) - 1, "Not agreed.")], by=system,
    )  # fmt: skip
    page = seen(client_as("drafter").get(page_of("compare", old=0, new=1)).content.decode())
    assert "<ins>all </ins>basic services, <ins>[</ins>whatever his or her status<ins>]</ins>" in page


def test_the_form_offers_the_last_two_and_a_text_is_not_compared_with_itself(rev1, client_as):
    drafter = client_as("drafter")
    page = drafter.get(page_of("choose_compared")).content.decode()
    assert ('value="0" selected' in page, 'value="1" selected' in page) == (True, True)
    assert drafter.get(page_of("compare", old=1, new=1)).status_code == 302


def test_a_comparison_costs_the_same_for_any_number_of_paragraphs(rev1, write, client_as):
    drafter = client_as("drafter")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            drafter.get(page_of("compare", old=0, new=1))
        return len(queries)

    few = cost()
    for number in range(12):
        write(f"n{number}", f"Sentence {number} of many others that were written.")
    assert cost() == few
