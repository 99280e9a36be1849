"""What became of the passages of a contribution, read from the whole line."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapporteur.trace.fates import State
from rapporteur.trace.queries import (
    contribution_page,
    fate_of,
    lede,
    paragraph_thread,
    recommendation_thread,
    sentence_thread,
)

from .world import adopt, contribute, dispose, recommend, revise, small_world, source


@pytest.fixture
def world(conference, make_government):
    return small_world(conference, make_government)


def fates(world, reader, name="amina"):
    return {fate.number: fate for fate in fate_of(world.contributions[name], reader)}


def test_each_passage_has_its_state(world, reader_as):
    found = fates(world, reader_as(None))
    assert {number: fate.state for number, fate in found.items()} == {
        1: State.IN_TEXT,
        2: State.IN_TEXT,
        3: State.NOT_IN_TEXT,
        4: State.NEGOTIATED,
    }


def test_a_passage_reaches_the_text_through_its_recommendation(world, reader_as):
    first = fates(world, reader_as(None))[1]
    assert [item.label for item in first.recommendations] == ["R-04"]
    assert [(place.number, place.same_since) for place in first.places] == [("12", "CCM/2017/L.1")]


def test_the_theme_counts_the_other_passages_and_never_names_the_anonymous(world, reader_as):
    theme = fates(world, reader_as(None))[1].theme
    assert (theme.others, theme.governments, theme.regions) == (2, 1, 1)


def test_a_reworded_sentence_names_the_accepted_amendment_and_its_sponsor(world, reader_as):
    place = fates(world, reader_as(None))[2].places[0]
    assert [(touch.label, touch.sponsor) for touch in place.accepted] == [("A-31", "Old Harbour")]
    assert place.same_since == ""


def test_an_amendment_to_another_sentence_of_the_paragraph_leaves_a_passage_in_the_text(
    world, reader_as, make_government
):
    from .world import amend

    amend(world, 45, "p-12", 2, "Statistics shall be local. They shall be dear.", "standing", make_government())
    assert fates(world, reader_as(None))[1].state == State.IN_TEXT


def test_a_sentence_that_fell_out_of_the_text_is_told(world, reader_as):
    revise(world, 3, {"p-15": ["Services are for all who live here."]})
    fate = fates(world, reader_as(None))[4]
    assert fate.state == State.DROPPED
    assert [(past.number, past.symbol) for past in fate.past] == [("21", "CCM/2017/L.1/Rev.2")]


def test_a_revision_that_is_being_written_is_read_by_those_who_write_it_only(world, reader_as):
    revise(world, 3, {"p-15": ["Services."]}, is_frozen=False)
    assert fates(world, reader_as("drafter"))[4].state == State.DROPPED
    assert fates(world, reader_as(None))[4].state == State.NEGOTIATED


def test_a_recommendation_in_draft_is_hidden_from_the_public(world, reader_as):
    recommend(world, 5, "fund", state="draft")
    assert [item.label for item in fates(world, reader_as("rapporteur"))[3].recommendations] == ["R-05"]
    assert fates(world, reader_as(None))[3].recommendations == ()


def test_in_the_adopted_text_nothing_is_negotiated(world, reader_as):
    adopt(world)
    assert fates(world, reader_as(None))[4].state == State.IN_TEXT


def test_the_lede_counts_each_passage_once(world, reader_as):
    found = list(fates(world, reader_as(None)).values())
    assert lede(found, world.revisions[-1]) == [
        "3 of the 4 passages of this contribution are in the latest text, CCM/2017/L.1/Rev.2.",
        "1 was set aside; the reason is given.",
    ]


def test_without_a_text_the_lede_speaks_of_what_is_decided(world, reader_as):
    found = list(fates(world, reader_as(None)).values())
    assert lede(found[2:3], None) == ["1 was set aside; the reason is given."]
    assert lede([], None) == ["This contribution has not been cut into passages yet."]


def test_a_withdrawn_contribution_is_there_for_its_author_only(world, reader_as, make_person, conference):
    from rapporteur.foundation.conferences.queries import reader_of

    author = make_person("observer")
    contribution = world.contributions["amina"]
    contribution.author, contribution.state = author, "withdrawn"
    contribution.save()
    assert contribution_page(conference, 87, reader_as(None)) is None
    assert contribution_page(conference, 87, reader_as("delegate")) is None
    assert contribution_page(conference, 87, reader_of(author, conference)) is not None


def test_behind_a_sentence_stand_the_passages_of_its_recommendation(world, conference, reader_as):
    thread = sentence_thread(conference, world.sentences["p-12/0@2"].pk, reader_as(None), {})
    assert thread.voices.said == "3 passages from 2 governments in 2 regions"
    assert [(str(item.contribution), item.who, item.where) for item in thread.sources.rows] == [
        ("C-0089", "Anonymous", ""),
        ("C-0088", "Vale Verde", "Brazil · Latin America and the Caribbean"),
        ("C-0087", "Port Amina", "Kenya · Africa"),
    ]
    assert [[str(row) for row in item.through] for item in thread.sources.rows] == [["R-04"]] * 3
    assert thread.provisions == ["gcm.obj.01"]


def test_a_sentence_shows_its_earlier_words_and_the_amendment_that_changed_them(world, conference, reader_as):
    thread = sentence_thread(conference, world.sentences["p-15/0@2"].pk, reader_as(None), {})
    assert [item.revision.symbol for item in thread.earlier] == ["CCM/2017/L.1/Rev.1"]
    assert [str(item.amendment) for item in thread.amendments] == ["A-31"]
    untouched = sentence_thread(conference, world.sentences["p-12/0@2"].pk, reader_as(None), {})
    assert (untouched.earlier, untouched.amendments) == ([], [])


def test_an_earlier_sentence_leads_to_the_later_one(world, conference, reader_as):
    thread = sentence_thread(conference, world.sentences["p-15/0@1"].pk, reader_as(None), {})
    assert thread.later == world.sentences["p-15/0@2"]


def test_the_words_of_a_withdrawn_contribution_are_shown_to_nobody(world, conference, reader_as):
    contribution = world.contributions["verde"]
    contribution.state = "withdrawn"
    contribution.save()
    thread = sentence_thread(conference, world.sentences["p-12/0@2"].pk, reader_as("secretariat"), {})
    assert [(item.who, item.placed is None) for item in thread.sources.rows][1] == ("", True)
    assert thread.voices.passages == 2


def test_a_paragraph_shows_each_sentence_with_what_stands_behind_it(world, conference, reader_as):
    thread = paragraph_thread(conference, "p-12", reader_as(None))
    assert [(line.sentence.text, line.voices.passages, len(line.sources)) for line in thread.lines] == [
        ("Statistics shall be local.", 3, 3),
        ("They shall be free.", 0, 0),
    ]


def test_a_paragraph_that_was_deleted_is_shown_in_the_last_text_that_had_it(world, conference, reader_as):
    revise(world, 3, {"p-15": ["Services."]})
    thread = paragraph_thread(conference, "p-12", reader_as(None))
    assert (thread.is_latest, thread.revision.symbol) == (False, "CCM/2017/L.1/Rev.2")


def test_from_a_recommendation_forward_to_the_sentences_of_the_latest_text(world, conference, reader_as):
    thread = recommendation_thread(conference, 4, reader_as(None), {})
    assert [sentence.pk for sentence in thread.sentences] == [world.sentences["p-12/0@2"].pk]
    assert thread.voices.passages == 3


def queries_of(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_no_thread_costs_more_queries_when_more_was_said(world, conference, reader_as, make_government):
    reader = reader_as(None)

    def acts():
        sentence = world.sentences["p-12/0@2"].pk
        return [
            queries_of(lambda: contribution_page(conference, 87, reader)),
            queries_of(lambda: sentence_thread(conference, sentence, reader, {})),
            queries_of(lambda: paragraph_thread(conference, "p-12", reader)),
            queries_of(lambda: recommendation_thread(conference, 4, reader, {})),
        ]

    before = acts()
    for number in range(100, 112):
        text = f"Voice {number}."
        contribute(world, str(number), text, {str(number): text}, number=number, government=make_government())
        dispose(world, str(number), "taken")
        recommend(world, number, str(number), "count")
        source(world, "p-12/0@2", passage=world.passages[str(number)])
        source(world, "p-12/0@2", recommendation=world.recommendations[number])
    assert acts() == before
    assert max(before) <= 12
