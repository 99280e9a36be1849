from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from rapporteur.drafting.actions import (
    accept_amendment,
    add_sources,
    begin_revision,
    close_amendments,
    declare_admissible,
    freeze_revision,
    mark_adopted,
    remove_wording,
    set_wording,
)
from rapporteur.drafting.queries import (
    adopted_revision,
    comparison,
    compilation,
    instants,
    latest_revision,
    revision_page,
    station,
    waiting,
)
from rapporteur.drafting.queries.redlines import cut_at_sentences, shortened, with_both_brackets, words_in_conflict
from rapporteur.foundation.conferences.clock import at
from rapporteur_core.redline import Change, bracketed, compare

from .conftest import FIGURES, SERVICES

pytestmark = pytest.mark.django_db


def queries_of(act):
    with CaptureQueriesContext(
        connection,
    ) as found:
        act()
    return len(found)


def test_the_public_reads_the_last_frozen_revision_and_writers_the_one_being_written(opened, system, reader_as):
    conference = opened.draft.conference
    working = begin_revision(draft=opened.draft, by=system)
    assert latest_revision(conference, reader_as(None)) == opened.revision
    assert latest_revision(conference, reader_as("drafter")) == working
    assert revision_page(conference, 1, reader_as("delegate")) is None


def test_passages_behind_a_paragraph_count_once_with_those_of_recommendations(
    writing, system, reader_as, sentences_of, make_passage, make_recommendation
):
    passages = [make_passage(), make_passage(region="africa"), make_passage(region="africa")]
    withdrawn, anonymous = make_passage(state="withdrawn"), make_passage(attribution="anonymous")
    seen, hidden = make_recommendation(*passages[1:]), make_recommendation(make_passage(), state="draft")
    add_sources(
        sentence=sentences_of(writing.revision, "p1")[0],
        passages=[*passages[:2], withdrawn, anonymous],
        recommendations=[seen, hidden],
        provisions=["gcm.obj.01"],
        by=system,
    )
    freeze_revision(revision=writing.revision, by=system)
    page = revision_page(writing.draft.conference, 0, reader_as(None))
    behind = {row.wording.paragraph.key: row.behind for row in page.rows}
    found = behind["p1"]
    assert (found.passage_count, found.government_count, found.region_count) == (4, 3, 2)
    assert (found.recommendations, found.provisions) == ([seen], ["gcm.obj.01"])
    assert behind["p2"] is None


def test_a_page_costs_the_same_for_one_amendment_or_twelve(opened, amend, system, reader_as):
    conference, public = opened.draft.conference, reader_as(None)
    pages = [lambda: revision_page(conference, 0, public), lambda: compilation(opened.revision, public)]

    def standing(word):
        return declare_admissible(amendment=amend("p2", "basic", word), by=system)

    standing("public")
    for_one = [queries_of(page) for page in pages]
    for number in range(11):
        standing(f"kind{number} of")
    assert [queries_of(page) for page in pages] == for_one
    assert for_one == [10, 8]


def test_the_compilation_shows_all_proposals_or_those_of_one_state(opened, amend, system, reader_as):
    accepted = accept_amendment(amendment=amend("p2", "basic", "essential"), by=system)
    standing = declare_admissible(amendment=amend("p1", "every year", "each month"), by=system)
    amend("p1", kind="delete")
    found = compilation(opened.revision, reader_as(None))
    assert [[row.amendment for row in each.proposals] for each in found.rows] == [[], [], [standing], [accepted]]
    assert found.states == [("standing", "standing", 1), ("accepted", "accepted", 1)]
    only = compilation(opened.revision, reader_as(None), state="accepted")
    assert [(each.key, len(each.proposals)) for each in only.rows] == [("p2", 1)]


def test_accepted_amendments_are_marked_in_the_sentence_that_they_change(
    opened, amend, system, reader_as, sentences_of
):
    accept_amendment(amendment=amend("p2", "apart from police", "apart from the police"), by=system)
    page = revision_page(opened.draft.conference, 0, reader_as(None))
    pieces = page.rows[3].pieces
    first, second = sentences_of(opened.revision, "p2")
    assert page.is_marked
    assert [piece.sentence_id for piece in pieces] == [first.pk, None, second.pk]
    assert [change.kind for change in pieces[2].changes] == ["keep", "insert", "keep"]


def test_a_comparison_says_what_was_changed_moved_added_and_deleted(opened, system, reader_as):
    revision = begin_revision(draft=opened.draft, by=system)
    set_wording(
        revision=revision, key="p1", kind="operative", text=FIGURES.replace("every", "each"), position=0, by=system
    )
    set_wording(revision=revision, key="p3", kind="operative", number="3", text="A new one.", by=system)
    remove_wording(revision=revision, key="pp1", by=system)
    found = comparison(opened.draft.conference, 0, 1, reader_as("drafter"))
    assert [(row.wording.paragraph.key, row.kind, row.is_moved) for row in found.rows] == [
        ("p1", "changed", True),
        ("h1", "same", False),
        ("pp1", "deleted", False),
        ("p2", "same", False),
        ("p3", "new", False),
    ]
    assert comparison(opened.draft.conference, 0, 1, reader_as(None)) is None
    assert comparison(opened.draft.conference, 0, 0, reader_as("drafter")) is None


def test_a_comparison_lists_lost_sentences_and_those_without_source(opened, system, reader_as, sentences_of):
    revision = begin_revision(draft=opened.draft, by=system)
    words = SERVICES.split(". ")[0] + "."
    set_wording(revision=revision, key="p2", kind="operative", text=words, by=system)
    found = comparison(opened.draft.conference, 0, 1, reader_as("rapporteur"))
    assert [row.sentence for row in found.lost] == [sentences_of(opened.revision, "p2")[1]]
    assert [each.wording.paragraph.key for each in found.without_source] == ["pp1", "p1"]


def test_the_station_tells_where_the_text_stands(conference, opened, amend, system, reader_as):
    declare_admissible(amendment=amend("p2", "basic", "essential"), by=system)
    told = station(conference, reader_as(None))
    assert (told.state, told.lines) == ("now", ("zero draft, open until 9 Oct", "1 amendment"))
    assert instants() == [(conference.pk, opened.draft.amendments_close_at)]
    close_amendments(draft=opened.draft, by=system)
    assert instants() == []
    mark_adopted(revision=opened.revision, by=system)
    assert (station(conference, reader_as(None)).state, adopted_revision(conference)) == ("done", opened.revision)


def test_without_a_frozen_text_the_station_is_to_come(conference, writing, reader_as):
    assert station(conference, reader_as(None)).state == ""


def test_what_waits_is_told_to_those_who_write(conference, opened, amend, system, reader_as):
    accept_amendment(amendment=amend("p1", "every year", "each month"), by=system)
    declare_admissible(amendment=amend("p2", "basic", "essential"), by=system)
    amend("p2", "basic", "public")
    assert [(item.label, item.count) for item in waiting(conference, reader_as("rapporteur"))] == [
        ("amendments to check", 1),
        ("amendments to decide", 1),
        ("accepted amendments to take into the text", 1),
    ]
    assert waiting(conference, reader_as("delegate")) == []


def test_the_station_changes_at_the_deadline(conference, opened, reader_as):
    with at(opened.draft.amendments_close_at + timedelta(seconds=1)):
        assert station(conference, reader_as(None)).lines[0] == "zero draft, 2 Oct"


@pytest.mark.parametrize(
    "new",
    ["One two. Three four.", "Zero. One two. Three four. Five.", "One 2. Three four!", "", "Something quite different"],
)
def test_pieces_cut_at_sentences_give_back_the_redline(new):
    text = "One two. Three four."
    changes = compare(text, new)
    pieces = cut_at_sentences(changes, text, [(1, 0, 8), (2, 9, 20)])
    kept = [change for piece in pieces for change in piece.changes]
    for left_out in ("insert", "delete"):
        assert "".join(change.text for change in kept if change.kind != left_out) == "".join(
            change.text for change in changes if change.kind != left_out
        )


def test_a_short_redline_leaves_out_kept_words_only():
    changes = [Change("keep", "word " * 60), Change("delete", "old"), Change("keep", " and more" * 60)]
    found = shortened(changes)
    assert found[1] == changes[1]
    assert (found[0].text[0], found[2].text[-1], len(found[0].text) < 80) == ("…", "…", True)


def test_words_in_conflict_are_counted_once():
    base = "to basic services now"
    assert words_in_conflict(base, "to health care now", "to essential services now") == 2
    assert words_in_conflict(base, "to basic services today", "for basic services now") is None
    assert words_in_conflict(base, "to very basic services now", "to truly basic services now") == 0


@st.composite
def bracketed_texts(draw):
    """Two texts, each with brackets that stand beside one another."""
    texts = []
    for _side in range(2):
        text = " ".join(draw(st.lists(st.sampled_from(["a", "bb", "ccc,", "dd."]), min_size=1, max_size=8)))
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
        texts.append((text, list(zip(cuts[::2], cuts[1::2], strict=False))))
    return texts


@given(bracketed_texts())
@example([("a seat", [(2, 6)]), ("a seat", [])])
@example([("a seat", []), ("a [seat", [(2, 7)])])
@example([("a bb ccc", [(2, 4)]), ("a dd ccc", [(2, 4)])])
def test_a_redline_with_the_brackets_of_both_texts_gives_each_of_them_back(texts):
    (old, before), (new, now) = texts
    marked = with_both_brackets(compare(old, new), old, new, before, now)
    assert "".join(each.text for each in marked if each.kind != "insert") == bracketed(old, before)
    assert "".join(each.text for each in marked if each.kind != "delete") == bracketed(new, now)


def test_brackets_that_stay_are_no_change_and_those_that_came_or_went_are():
    marked = with_both_brackets(
        compare("a big seat now", "a big seat now"), "a big seat now", "a big seat now", [(2, 5)], [(2, 5), (6, 10)]
    )
    assert [(each.kind, each.text) for each in marked if each.text in "[]"] == [
        ("bracket", "["),
        ("bracket", "]"),
        ("insert", "["),
        ("insert", "]"),
    ]
