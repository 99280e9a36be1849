"""The compilation text: all proposals in their order, by filter, and as they stood at an instant of the past."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapporteur.drafting.actions import (
    accept_amendment,
    co_sponsor,
    declare_admissible,
    mark_contained,
    order_amendments,
    reject_amendment,
    settle_carried,
    table_amendment,
    take_over,
    take_stand,
    withdraw_amendment,
)
from rapporteur.drafting.models import Carried, CoSponsor
from rapporteur.drafting.queries import compilation
from rapporteur.foundation.conferences.clock import at

from .conftest import SERVICES, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def hour(at_work):
    """`hour(3)`: three hours after the text was frozen."""
    return lambda count: at_work + timedelta(hours=count)


@pytest.fixture
def table(opened, system, accredit):
    """`table("move", "p1", target="p2")`: an amendment that stands, of a government of its own."""

    def make(kind, key, text="", *, target=None, parent=None, government=None, revision=None):
        row = table_amendment(
            paragraph=opened.draft.paragraphs.get(key=key) if key else None,
            target=opened.draft.paragraphs.get(key=target) if target else None,
            parent=parent,
            revision=revision or opened.revision,
            kind=kind,
            proposed_text=text,
            rationale="It reads better.",
            government=government or accredit(),
            by=system,
        )
        return declare_admissible(amendment=row, by=system)

    return make


def the_one(found):
    (proposal,) = (each for row in found.rows for each in row.proposals)
    return proposal


def test_proposals_stand_under_their_paragraph_in_the_order_of_filing_new_paragraphs_last_and_the_title_first(
    opened, table, reader_as
):
    table("add", "p2", "A new paragraph.")
    table("change", "p2", SERVICES.replace("basic", "essential"))
    table("split", "p2", SERVICES.replace(". Keep", ".\n\nKeep"))
    table("move", "p2", target="pp1")
    table("join", "p1", target="p2")
    table("title", None, "Declaration on people")
    found = compilation(opened.revision, reader_as(None))
    assert shown(found) == {"title": [6], "p1": [5], "p2": [2, 3, 4, 1]}
    assert [row.key for row in found.rows] == ["title", "h1", "pp1", "p1", "p2"]
    moved = found.rows[-1].proposals[2]
    assert (moved.is_move, moved.target) == (True, "Preambular paragraph: Recalling the New Urban Agenda,")


def test_without_a_proposal_to_the_title_the_text_begins_with_its_first_paragraph(opened, standing, reader_as):
    standing("p2", "basic", "essential")
    assert [row.key for row in compilation(opened.revision, reader_as(None)).rows] == ["h1", "pp1", "p1", "p2"]


def test_a_proposal_shows_its_sponsors_who_stands_where_and_what_is_proposed_to_it(
    opened, table, system, accredit, reader_as
):
    amina, mechelen, quito, lome = (accredit(name) for name in ("Amina", "Mechelen", "Quito", "Lomé"))
    row = table("change", "p2", SERVICES.replace("basic", "essential"), government=amina)
    co_sponsor(amendment=row, by=system, government=mechelen)
    for government, stance in [(quito, "support"), (lome, "support"), (lome, "oppose")]:
        take_stand(amendment=row, stance=stance, by=system, government=government)
    below = table("change", None, SERVICES.replace("basic", "essential public"), parent=row)
    found = the_one(compilation(opened.revision, reader_as(None)))
    assert (found.by, found.co_sponsors, found.support, found.opposition) == (
        "A-01, Amina",
        [mechelen],
        [quito],
        [lome],
    )
    assert [each.amendment for each in found.subs] == [below]
    assert [change.text for change in found.subs[0].changes if change.kind == "insert"] == ["public "]


def test_conflict_sets_stand_with_the_first_of_their_paragraphs_and_name_the_words(opened, table, standing, reader_as):
    one, other = standing("p2", "basic", "essential"), standing("p2", "basic", "public")
    standing("p1", "every year", "each month")
    found = {row.key: row for row in compilation(opened.revision, reader_as(None)).rows}
    (only,) = found["p2"].sets
    assert (only.conflict.words, only.conflict.word_start, {*only.amendments}) == ("basic", 5, {one, other})
    assert (found["p1"].sets, found["p2"].open_count, found["p2"].accepted_count) == ([], 2, 0)


def test_titles_and_moves_conflict_too(opened, table, reader_as):
    table("title", None, "Declaration on towns")
    table("title", None, "Declaration on villages")
    table("move", "p1", target="p2")
    table("move", "p1", target="h1")
    rows = {row.key: row for row in compilation(opened.revision, reader_as(None)).rows}
    assert [each.conflict.words for each in rows["title"].sets] == ["cities"]
    assert [each.number for each in rows["p1"].apart] == [3, 4]
    assert rows["p2"].apart == []


def test_filters_narrow_and_leave_out_paragraphs_without_such_a_proposal(opened, standing, system, accredit, reader_as):
    quito, lome = accredit("Quito", region="latin-america-caribbean"), accredit("Lomé", region="africa")
    one = standing("p2", "basic", "essential", government=quito)
    two = accept_amendment(amendment=standing("p1", "every", "each", government=lome), by=system)
    co_sponsor(amendment=one, by=system, government=lome)
    public = reader_as(None)

    def narrowed(**facts):
        return shown(compilation(opened.revision, public, **facts))

    assert narrowed(state="accepted") == {"p1": [two.number]}
    assert narrowed(region="latin-america-caribbean") == {"p2": [one.number]}
    assert narrowed(sponsor=lome.pk) == {"p1": [two.number], "p2": [one.number]}
    assert narrowed(sponsor=quito.pk, state="accepted") == {}
    assert [row.key for row in compilation(opened.revision, public, paragraph="p1").rows] == ["p1"]
    assert [row.key for row in compilation(opened.revision, public, paragraph="pp1").rows] == ["pp1"]
    whole = compilation(opened.revision, public, state="accepted")
    assert whole.states == [("standing", "standing", 1), ("accepted", "accepted", 1)]
    assert (whole.sponsors, whole.regions) == ([lome, quito], ["africa", "latin-america-caribbean"])


def test_a_set_is_shown_where_one_of_its_proposals_is_asked_for(opened, standing, accredit, reader_as):
    quito = accredit("Quito")
    standing("p2", "basic", "essential", government=quito), standing("p2", "basic", "public")
    (row,) = compilation(opened.revision, reader_as(None), sponsor=quito.pk).rows
    assert ([each.amendment.number for each in row.proposals], len(row.sets)) == ([1], 1)


def test_the_state_and_reason_of_an_instant_are_those_of_then(opened, amend, system, reader_as, hour):
    with at(hour(1)):
        row = amend("p2", "basic", "essential")
    with at(hour(2)):
        declare_admissible(amendment=row, by=system)
    with at(hour(3)):
        reject_amendment(amendment=row, reason="Agreed words stay.", by=system)
    drafter = reader_as("drafter")
    told = [
        [(each.amendment.state, each.amendment.reason, each.amendment.decided_at) for each in found.rows[-1].proposals]
        for found in (compilation(opened.revision, drafter, at=hour(count)) for count in (0, 1, 2, 3))
    ]
    assert told == [
        [],
        [("submitted", "", None)],
        [("standing", "", None)],
        [("rejected", "Agreed words stay.", hour(3))],
    ]


def test_what_waited_for_admission_then_is_shown_to_those_who_could_read_it_then(
    opened, amend, system, accredit, reader_as, hour
):
    town = accredit("Quito")
    with at(hour(1)):
        row = amend("p2", "basic", "essential", government=town)
    with at(hour(2)):
        declare_admissible(amendment=row, by=system)
    readers = [
        reader_as(None),
        reader_as("delegate", accredit()),
        reader_as("delegate", town),
        reader_as("secretariat"),
    ]
    assert [len(shown(compilation(opened.revision, each, at=hour(1)))) for each in readers] == [0, 0, 1, 1]
    assert [len(shown(compilation(opened.revision, each, at=hour(2)))) for each in readers] == [1, 1, 1, 1]


def test_sponsors_and_stands_of_an_instant_are_those_of_then(opened, amend, system, accredit, reader_as, hour):
    quito, lome, mechelen = accredit("Quito"), accredit("Lomé"), accredit("Mechelen")
    with at(hour(1)):
        row = declare_admissible(amendment=amend("p2", "basic", "essential", government=quito), by=system)
        co_sponsor(amendment=row, by=system, government=lome)
        take_stand(amendment=row, stance="support", by=system, government=mechelen)
    with at(hour(2)):
        withdraw_amendment(amendment=row, by=system)
    with at(hour(3)):
        take_over(amendment=row, by=system, government=lome)
        take_stand(amendment=row, stance="oppose", by=system, government=mechelen)

    def then(moment):
        found = the_one(compilation(opened.revision, reader_as(None), at=moment))
        names = [[each.name for each in group] for group in (found.co_sponsors, found.support, found.opposition)]
        return found.amendment.sponsor.name, found.amendment.state, *names

    assert then(hour(1)) == ("Quito", "standing", ["Lomé"], ["Mechelen"], [])
    assert then(hour(2)) == ("Quito", "withdrawn", ["Lomé"], ["Mechelen"], [])
    assert then(hour(3)) == then(None) == ("Lomé", "standing", [], [], ["Mechelen"])
    assert CoSponsor.objects.get().left_at == hour(3)


def test_words_of_an_instant_are_those_proposed_then(opened, table, system, reader_as, hour):
    with at(hour(1)):
        row = table("change", "p2", SERVICES.replace("basic", "essential"))
        below = table("change", None, SERVICES.replace("basic", "essential public"), parent=row)
    with at(hour(2)):
        accept_amendment(amendment=below, by=system)
    found = [the_one(compilation(opened.revision, reader_as(None), at=moment)) for moment in (hour(1), hour(2), None)]
    words = [SERVICES.replace("basic", text) for text in ("essential", "essential public", "essential public")]
    assert [each.words for each in found] == words
    assert [each.subs[0].amendment.state for each in found] == ["standing", "accepted", "accepted"]


def test_sets_of_an_instant_are_those_of_then(opened, standing, system, reader_as, hour):
    with at(hour(1)):
        standing("p2", "basic", "essential")
        other = standing("p2", "basic", "public")
    with at(hour(2)):
        withdraw_amendment(amendment=other, by=system)
    counts = [
        len(compilation(opened.revision, reader_as(None), at=moment).rows[-1].sets) for moment in (hour(1), hour(2))
    ]
    assert counts == [1, 0]


def test_before_a_text_was_frozen_nothing_stood_on_it(opened, standing, reader_as, hour):
    standing("p2", "basic", "essential")
    assert shown(compilation(opened.revision, reader_as("secretariat"), at=hour(-1))) == {}


def test_those_carried_over_stand_on_the_later_words_and_say_how_they_came(
    opened, table, standing, next_text, reader_as
):
    standing("p2", "police", "the police")
    standing("p2", "basic", "essential")
    standing("p1", "every year", "each month")
    standing("p2", kind="add", text="A new paragraph.")
    words = SERVICES.replace("basic", "public")
    revision = next_text(p2=words, p1=None)
    found = compilation(revision, reader_as(None))
    rows = {row.key: row for row in found.rows}
    assert [(each.amendment.number, each.carried, each.is_laid) for each in rows["p2"].proposals] == [
        (1, "clear", True),
        (2, "unclear", False),
        (4, "clear", True),
    ]
    assert (rows["p2"].proposals[0].base, rows["p2"].proposals[0].words) == (
        words,
        words.replace("police", "the police"),
    )
    assert (rows["p2"].proposals[1].base, rows["p2"].proposals[1].words) == (
        SERVICES,
        SERVICES.replace("basic", "essential"),
    )
    assert [(each.amendment.number, each.carried) for each in found.gone] == [(3, "gone")]
    assert rows["p2"].sets == []
    assert shown(compilation(opened.revision, reader_as(None))) == {"p1": [3], "p2": [1, 2, 4]}


def test_what_a_person_settled_was_unclear_until_then(opened, standing, next_text, system, reader_as, hour):
    with at(hour(1)):
        standing("p2", "basic", "essential")
    with at(hour(2)):
        revision = next_text(p2=SERVICES.replace("basic", "public"))
    settled = SERVICES.replace("basic", "essential public")
    with at(hour(3)):
        settle_carried(carried=Carried.objects.get(), text=settled, by=system)
    before, after = (the_one(compilation(revision, reader_as(None), at=hour(count))) for count in (2, 3))
    assert (before.carried, before.words) == ("unclear", SERVICES.replace("basic", "essential"))
    assert (after.carried, after.words) == ("settled", settled)


def test_what_the_text_contains_stands_as_fallen_from_then_on(opened, standing, next_text, system, reader_as, hour):
    with at(hour(1)):
        standing("p2", "basic", "essential")
    with at(hour(2)):
        revision = next_text(p2=SERVICES.replace("basic", "public and essential"))
    with at(hour(3)):
        mark_contained(carried=Carried.objects.get(), by=system)
    found = [the_one(compilation(revision, reader_as(None), at=hour(count))) for count in (2, 3)]
    assert [(each.carried, each.amendment.state) for each in found] == [
        ("unclear", "standing"),
        ("contained", "fallen"),
    ]


def test_an_amendment_to_one_that_was_carried_over_changes_its_words_on_both_texts(
    opened, table, next_text, system, reader_as, hour
):
    with at(hour(1)):
        row = table("change", "p2", SERVICES.replace("basic", "essential"))
        below = table("change", None, SERVICES.replace("basic", "essential public"), parent=row)
    later = SERVICES.replace("police", "the police")
    with at(hour(2)):
        revision = next_text(p2=later)
    with at(hour(3)):
        accept_amendment(amendment=below, by=system)
    public = reader_as(None)
    told = [
        the_one(compilation(text, public, at=moment)).words
        for text, moment in [(opened.revision, None), (revision, None), (revision, hour(2)), (opened.revision, hour(2))]
    ]
    assert told == [
        SERVICES.replace("basic", "essential public"),
        later.replace("basic", "essential public"),
        later.replace("basic", "essential"),
        SERVICES.replace("basic", "essential"),
    ]
    assert [each.amendment for each in the_one(compilation(revision, public)).subs] == [below]


def test_a_compilation_costs_the_same_for_one_amendment_or_twelve(opened, standing, system, accredit, reader_as, hour):
    public = reader_as(None)

    def cost(**facts):
        with CaptureQueriesContext(connection) as queries:
            found = compilation(opened.revision, public, **facts)
            for row in found.rows:
                _read = row.sets, row.apart, [(each.changes, each.stands, each.co_sponsors) for each in row.proposals]
        return len(queries)

    def another(word):
        row = standing("p2", "basic", word)
        take_stand(amendment=row, stance="support", by=system, government=accredit())
        return row

    another("essential")
    for_one = [cost(), cost(at=hour(1))]
    for number in range(11):
        another(f"kind{number} of")
    assert [cost(), cost(at=hour(1))] == for_one
    assert for_one <= [11, 12]


def test_pages_hold_all_paragraphs_once_and_each_is_found_by_its_key(opened, standing, system, reader_as, monkeypatch):
    for number in range(4):
        standing("p2", "basic", f"kind{number}")
    monkeypatch.setattr("rapporteur.drafting.queries.compiling.MOST_ON_A_PAGE", 1500)
    found = compilation(opened.revision, reader_as(None))
    assert [[row.key for row in page] for page in found.pages] == [["h1", "pp1", "p1"], ["p2"]]
    assert [found.page_with(key) for key in ("h1", "p2", "nowhere")] == [0, 1, 0]


def test_the_order_of_alternatives_is_that_of_the_instant(opened, amend, system, at_work):
    rows = [declare_admissible(amendment=amend("p2", "basic", word), by=system) for word in ("vital", "essential")]
    moments = [at_work + timedelta(hours=hours) for hours in (1, 2, 3)]
    for moment, order in zip(moments[1:], (rows, rows[::-1]), strict=True):
        with at(moment):
            order_amendments(amendments=order, by=system)
    found = []
    for moment in (*moments, None):
        (conflict,) = [each for row in compilation(opened.revision, system, at=moment).rows for each in row.all_sets]
        found.append((conflict.is_ordered, [each.number for each in conflict.amendments]))
    assert found[1:] == [(True, [1, 2]), (True, [2, 1]), (True, [2, 1])]
    assert not found[0][0]
