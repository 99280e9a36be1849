"""Sources that go with their words while a revision is written, and amendments that are written over."""

from __future__ import annotations

import pytest

from rapporteur.drafting.actions import (
    accept_amendment,
    add_alternative,
    add_sources,
    apply_accepted,
    begin_revision,
    bracket_alternatives,
    close_amendments,
    freeze_revision,
    put_back,
    remove_source,
    remove_wording,
    set_wording,
    split_wording,
    take_alternative,
)
from rapporteur.drafting.models import LostSource
from rapporteur.drafting.queries import bracketed_words, lost_sources, written_over
from rapporteur.foundation.notices.models import Mail

from .conftest import FIRST, SECOND, SERVICES

pytestmark = pytest.mark.django_db

OTHER = "Something else entirely stands here now, about budgets of towns."


@pytest.fixture
def working(opened, system):
    close_amendments(draft=opened.draft, by=system)
    return begin_revision(draft=opened.draft, by=system)


@pytest.fixture
def take_in(opened, amend, system):
    """`take_in("p2", "basic", "essential")`: the next revision with an amendment taken in; gives both."""

    def make(*words, **facts):
        amendment = accept_amendment(amendment=amend(*words, **facts), by=system)
        close_amendments(draft=opened.draft, by=system)
        revision = begin_revision(draft=opened.draft, by=system)
        apply_accepted(revision=revision, by=system)
        amendment.refresh_from_db()
        return revision, amendment

    return make


@pytest.fixture
def write(system):
    def make(revision, key, text, **facts):
        kind = revision.wordings.get(paragraph__key=key).paragraph.kind
        return set_wording(revision=revision, key=key, kind=kind, text=text, by=system, **facts)

    return make


def listed(revision):
    return [(each.words, [source.passage for source in each.sources]) for each in lost_sources(revision)]


@pytest.fixture
def added(working, sentences_of, make_passage, system):
    """A passage put behind the second sentence of paragraph 2 while the revision is written."""
    passage = make_passage("Schools are for children.")
    add_sources(sentence=sentences_of(working, "p2")[1], passages=[passage], by=system)
    return passage


def test_a_source_that_goes_with_its_sentence_is_listed_and_that_of_the_frozen_text_with_that(working, added, write):
    write(working, "p2", FIRST)
    assert listed(working) == [(SECOND, [added])]
    assert [row.sentence.text for row in working.lost_sentences.all()] == [SECOND]


def test_a_source_stays_where_its_sentence_changes(working, added, write):
    write(working, "p2", SERVICES.replace("police", "the police"))
    assert listed(working) == []


def test_a_source_is_off_the_list_when_it_stands_behind_the_paragraph_again(
    working, added, write, sentences_of, system
):
    write(working, "p2", FIRST)
    add_sources(sentence=sentences_of(working, "p2")[0], passages=[added], by=system)
    assert listed(working) == []


def test_what_a_person_takes_away_is_not_lost(working, added, write, sentences_of, system):
    write(working, "p2", FIRST)
    add_sources(sentence=sentences_of(working, "p2")[0], passages=[added], by=system)
    remove_source(source=sentences_of(working, "p2")[0].sources.get(passage=added), by=system)
    assert listed(working) == []


def test_a_paragraph_that_is_taken_out_gives_its_sources_to_the_list(working, added, system):
    remove_wording(revision=working, key="p2", by=system)
    assert listed(working) == [(SECOND, [added])]


def test_a_split_loses_no_source(working, added, system):
    split_wording(revision=working, key="p2", kind="operative", text=f"{FIRST}\n\n{SECOND}", by=system)
    assert not LostSource.objects.exists()


def test_of_other_wordings_the_one_taken_keeps_its_sources_and_the_others_give_theirs_to_the_list(
    working, sentences_of, make_passage, system
):
    texts = ["Report each year on towns and their budgets.", "Let mayors meet twice in every city."]
    made = [add_alternative(revision=working, key="p1", text=text, by=system) for text in texts]
    passages = [make_passage() for _text in texts]
    for wording, passage in zip(made, passages, strict=True):
        add_sources(sentence=wording.sentences.get(), passages=[passage], by=system)
    take_alternative(revision=working, key=made[0].paragraph.key, by=system)
    assert [source.passage for source in sentences_of(working, "p1")[0].sources.all()] == [passages[0]]
    assert listed(working) == [(texts[1], [passages[1]])]


def test_the_list_leaves_out_contributions_that_were_withdrawn(working, added, write):
    write(working, "p2", FIRST)
    added.contribution.state = "withdrawn"
    added.contribution.save()
    assert listed(working) == []


def test_an_amendment_that_is_written_over_is_listed_and_its_sponsor_told_at_the_freeze(
    take_in, write, make_person, system
):
    revision, amendment = take_in("p2", "basic services", "health care")
    make_person("delegate", amendment.sponsor)
    write(revision, "p2", SERVICES)
    assert written_over(revision) == [amendment]
    assert not Mail.objects.filter(kind="amendment_written_over").exists()
    freeze_revision(revision=revision, by=system)
    assert "A-01" in Mail.objects.get(kind="amendment_written_over").subject


def test_an_amendment_stands_as_long_as_its_own_words_do(take_in, write, system):
    revision, amendment = take_in("p2", "basic services", "health care")
    changed = SERVICES.replace("basic services", "health care")
    write(revision, "p2", changed.replace("apart from police", "apart from the police"))
    assert written_over(revision) == []
    write(revision, "p2", changed.replace("health care", "doctors"))
    assert written_over(revision) == [amendment]
    write(revision, "p2", changed)
    assert written_over(revision) == []
    freeze_revision(revision=revision, by=system)
    assert not Mail.objects.filter(kind="amendment_written_over").exists()


def test_a_new_paragraph_that_is_taken_out_again_is_written_over(take_in, system):
    revision, amendment = take_in("p1", kind="add", text="Count again.")
    remove_wording(revision=revision, key="a1", by=system)
    assert written_over(revision) == [amendment]
    assert [source.amendment for each in lost_sources(revision) for source in each.sources] == [amendment]


def test_a_deletion_is_undone_by_putting_the_paragraph_back_and_done_by_taking_it_out_again(take_in, system):
    revision, amendment = take_in("p2", kind="delete", text="")
    put_back(revision=revision, key="p2", by=system)
    assert written_over(revision) == [amendment]
    remove_wording(revision=revision, key="p2", by=system)
    assert written_over(revision) == []


def test_an_alternative_that_goes_from_its_brackets_in_a_later_text_is_written_over(
    bracketed, write, make_person, system
):
    revision, rows = bracketed("essential", "public")
    make_person("delegate", rows[0].sponsor)
    write(revision, "p2", SERVICES.replace("basic", "public"))
    assert written_over(revision) == [rows[0]]
    freeze_revision(revision=revision, by=system)
    assert "A-01" in Mail.objects.get(kind="amendment_written_over").subject


@pytest.fixture
def bracketed(opened, amend, system):
    """`bracketed("all", "some")`: the next revision frozen with these words for "basic" in brackets, and one being
    written after it; gives that and the amendments."""

    def make(*words):
        rows = [amend("p2", "basic", word) for word in words]
        close_amendments(draft=opened.draft, by=system)
        revision = begin_revision(draft=opened.draft, by=system)
        bracket_alternatives(amendments=rows, revision=revision, by=system)
        freeze_revision(revision=revision, by=system)
        return begin_revision(draft=opened.draft, by=system), rows

    return make


def test_words_of_an_alternative_that_come_back_stand_again(bracketed, write):
    revision, (first, _second) = bracketed("essential", "public")
    before = revision.wordings.get(paragraph__key="p2").text
    write(revision, "p2", SERVICES.replace("basic", "public"))
    assert written_over(revision) == [first]
    write(revision, "p2", before)
    assert written_over(revision) == []


def test_an_alternative_is_gone_although_its_letters_stand_within_another_word(bracketed, write):
    revision, (first, _second) = bracketed("all", "public")
    write(revision, "p2", SERVICES.replace("basic", "public, allowed"))
    assert written_over(revision) == [first]


def test_taking_in_itself_writes_nothing_over(take_in, amend, opened, system):
    first = accept_amendment(amendment=amend("p2", "his or her", "that person's"), by=system)
    revision, second = take_in("p2", "basic services", "health care")
    assert written_over(revision) == []
    first.refresh_from_db()
    assert (first.applied_in, second.applied_in) == (revision, revision)


def test_the_desk_shows_both_lists_and_the_amendment_says_it_once_the_text_is_frozen(
    take_in, write, added_to, client_as, system
):
    revision, amendment = take_in("p2", "basic services", "health care")
    passage = added_to(revision)
    write(revision, "p2", FIRST)
    desk = client_as("drafter").get("/en/cities/draft/desk/").content.decode()
    assert "Sources that went with their words" in desk and passage.text in desk
    assert "Taken in, and written over since" in desk
    page = f"/en/cities/draft/amendments/{amendment.number}/"
    assert "Written over in" not in client_as(None).get(page).content.decode()
    freeze_revision(revision=revision, by=system)
    assert "Written over in CCM/2017/L.1/Rev.1" in client_as(None).get(page).content.decode()


@pytest.fixture
def added_to(sentences_of, make_passage, system):
    def make(revision):
        passage = make_passage("Schools are for children.")
        add_sources(sentence=sentences_of(revision, "p2")[1], passages=[passage], by=system)
        return passage

    return make


def amendments_in_brackets(revision, key):
    return [bracket.amendment for bracket in revision.wordings.get(paragraph__key=key).brackets.order_by("start")]


def test_an_alternative_keeps_its_amendment_when_its_paragraph_is_taken_out_and_put_back(bracketed, system):
    revision, rows = bracketed("essential", "public")
    before = amendments_in_brackets(revision, "p2")
    assert set(rows) < set(before)
    remove_wording(revision=revision, key="p2", by=system)
    assert written_over(revision) == rows
    put_back(revision=revision, key="p2", by=system)
    assert amendments_in_brackets(revision, "p2") == before
    assert written_over(revision) == []


def test_an_alternative_keeps_its_amendment_when_words_before_it_change_by_hand(bracketed, client_as, form_key):
    revision, rows = bracketed("essential", "public")
    before = amendments_in_brackets(revision, "p2")
    wording = revision.wordings.get(paragraph__key="p2")
    printed = bracketed_words(wording)
    sent = {"text": printed.replace("Give every", "Give each and every", 1), "seen": printed, "form_key": form_key()}
    client_as("drafter").post("/en/cities/draft/desk/paragraph/p2/", {**sent, "kind": "operative", "number": "2"})
    wording.refresh_from_db()
    assert wording.text.startswith("Give each and every")
    assert amendments_in_brackets(revision, "p2") == before
    assert written_over(revision) == []
