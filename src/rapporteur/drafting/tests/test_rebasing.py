"""Standing amendments on a new revision: carried over, told as unclear, kept when their paragraph is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import (
    Identical,
    InTheWay,
    accept_amendment,
    apply_accepted,
    begin_revision,
    close_amendments,
    declare_admissible,
    freeze_revision,
    mark_contained,
    open_amendments,
    reject_amendment,
    set_wording,
    settle_carried,
    table_amendment,
    take_over,
    withdraw_amendment,
)
from rapporteur.drafting.models import Carried
from rapporteur.drafting.queries import accepted_in_the_way, amendments_on, compilation, unclear_on
from rapporteur.foundation.people.reader import Refused

from .conftest import FIGURES, FIRST, SECOND, SERVICES, carried, shown


def test_words_that_changed_elsewhere_carry_an_amendment_over(standing, next_text):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("apart from police", "apart from the police")
    next_text(p2=words)
    assert carried(amendment) == ("clear", words, words.replace("basic", "essential"))


def test_words_that_both_changed_wait_in_the_queue(standing, next_text):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("basic", "public")
    next_text(p2=words)
    assert carried(amendment) == ("unclear", words, words)


def test_what_the_new_text_says_already_is_told(standing, next_text):
    amendment = standing("p2", "basic", "essential")
    next_text(p2=SERVICES.replace("basic", "essential"))
    assert carried(amendment)[0] == "contained"


def test_an_amendment_to_a_deleted_paragraph_is_kept_and_says_so(standing, next_text, system):
    amendment = standing("p2", "basic", "essential")
    revision = next_text(p2=None)
    assert carried(amendment) == ("gone", SERVICES, SERVICES.replace("basic", "essential"))
    amendment.refresh_from_db()
    assert amendment.state == "standing"
    assert amendments_on(revision, system) == [amendment]


def test_a_deletion_of_words_that_changed_is_unclear(standing, next_text):
    amendment = standing("p2", kind="delete")
    next_text(p2=SERVICES.replace("basic", "public"))
    assert carried(amendment)[0] == "unclear"


def test_only_open_amendments_are_carried(standing, next_text, system):
    rejected = reject_amendment(amendment=standing("p2", "basic", "free"), reason="No.", by=system)
    next_text(p2=SERVICES.replace("police", "the police"))
    assert not Carried.objects.filter(amendment=rejected).exists()


def test_accepted_ones_that_were_not_taken_in_go_on_waiting_on_the_new_text(
    opened, standing, next_text, system, accredit, at_work
):
    one, other = standing("p2", "basic", "essential"), standing("p2", "basic", "public")
    accept_amendment(amendment=one, by=system)
    accept_amendment(amendment=other, by=system, beside=True)
    words = SERVICES.replace("police", "the police")
    revision = next_text(p2=words)
    assert carried(one) == ("clear", words, words.replace("basic", "essential"))
    assert amendments_on(revision, system) == [one, other]
    assert shown(compilation(revision, system)) == {"p2": [1, 2]}
    open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=7), by=system)
    later = table_amendment(
        paragraph=opened.draft.paragraphs.get(key="p2"), revision=revision, kind="change", government=accredit(),
        proposed_text=words.replace("basic", "vital"), rationale="Clearer.", by=system,
    )  # fmt: skip
    assert accepted_in_the_way(later) == one
    close_amendments(draft=opened.draft, by=system)
    assert apply_accepted(revision=begin_revision(draft=opened.draft, by=system), by=system) == ([], [one, other])


def test_an_accepted_one_that_was_taken_in_is_not_carried(opened, standing, system):
    amendment = accept_amendment(amendment=standing("p2", "basic", "essential"), by=system)
    close_amendments(draft=opened.draft, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    apply_accepted(revision=revision, by=system)
    freeze_revision(revision=revision, by=system)
    assert not Carried.objects.filter(amendment=amendment).exists()


def test_a_new_paragraph_whose_words_stand_in_the_text_is_contained(standing, next_text, system):
    there, other = (standing("p1", kind="add", text=f"{words} new one.") for words in ("A", "Another"))
    revision = next_text(n1="A new one.")
    assert (carried(there)[0], carried(other)[0]) == ("contained", "clear")
    mark_contained(carried=Carried.objects.get(amendment=there), by=system)
    assert (carried(there), list(unclear_on(revision))) == (("contained", "", "A new one."), [])


@pytest.fixture
def heir(accredit, reader_as):
    return reader_as("delegate", accredit("Quito"))


@pytest.mark.parametrize(("words", "state"), [(SERVICES, "clear"), (SERVICES.replace("basic", "public"), "unclear")])
def test_one_taken_over_after_a_freeze_is_laid_on_the_last_text(standing, next_text, system, heir, words, state):
    amendment = withdraw_amendment(amendment=standing("p2", "basic", "essential"), by=system)
    revision = next_text(p2=words)
    assert amendments_on(revision, system) == []
    take_over(amendment=amendment, by=heir)
    assert carried(amendment)[0] == state
    assert shown(compilation(revision, system)) == {"p2": [1]}
    assert [row.amendment.number for row in unclear_on(revision)] == ([1] if state == "unclear" else [])


def test_one_withdrawn_and_taken_over_on_one_text_keeps_its_place(standing, next_text, system, heir):
    filed = withdraw_amendment(amendment=standing("p1", "every", "each"), by=system)
    take_over(amendment=filed, by=heir)
    amendment = standing("p2", "basic", "essential")
    next_text(p2=SERVICES.replace("basic", "public"))
    settled = SERVICES.replace("basic", "essential public")
    settle_carried(carried=Carried.objects.get(amendment=amendment), text=settled, by=system)
    withdraw_amendment(amendment=amendment, by=system)
    take_over(amendment=amendment, by=heir)
    assert carried(amendment)[::2] == ("settled", settled)
    assert list(Carried.objects.values_list("amendment__number", flat=True).order_by("amendment")) == [1, 2]


@pytest.fixture
def below(opened, system, accredit, at_work):
    """`below(parent, revision, words)`: an amendment to the words that another proposes, admitted."""

    def make(parent, revision, words):
        open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=7), by=system)
        amendment = table_amendment(
            paragraph=None, parent=parent, revision=revision, kind="change", proposed_text=words, by=system,
            rationale="Stronger.", government=accredit(),
        )  # fmt: skip
        return declare_admissible(amendment=amendment, by=system)

    return make


def test_one_that_was_carried_over_is_amended_as_it_reads_there(standing, next_text, system, below):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("police", "the police")
    sub = below(amendment, next_text(p2=words), words.replace("basic", "vital"))
    assert (sub.base_text, sub.revision.number) == (words.replace("basic", "essential"), 1)
    accept_amendment(amendment=sub, by=system)
    amendment.refresh_from_db()
    assert amendment.proposed_text == SERVICES.replace("basic", "vital")
    assert carried(amendment) == ("clear", words, words.replace("basic", "vital"))


def test_words_that_only_the_new_text_has_are_amended_there_alone(standing, next_text, system, below):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("police", "the police of each city")
    revision = next_text(p2=words)
    settled = words.replace("basic", "essential")
    accept_amendment(amendment=below(amendment, revision, settled.replace("each", "any")), by=system)
    amendment.refresh_from_db()
    assert amendment.proposed_text == SERVICES.replace("basic", "essential")
    assert carried(amendment) == ("clear", words, settled.replace("each", "any"))


def test_one_that_waits_in_the_queue_is_amended_as_it_was_filed(standing, next_text, system, below):
    amendment = standing("p2", "basic", "essential")
    sub = below(amendment, next_text(p2=SERVICES.replace("basic", "public")), SERVICES.replace("basic", "vital"))
    assert sub.base_text == SERVICES.replace("basic", "essential")
    accept_amendment(amendment=sub, by=system)
    amendment.refresh_from_db()
    assert (amendment.proposed_text, carried(amendment)[0]) == (SERVICES.replace("basic", "vital"), "unclear")


def test_one_to_words_that_read_otherwise_by_now_is_refused(standing, next_text, system, below):
    amendment = standing("p2", "basic", "essential")
    revision = next_text(p2=SERVICES.replace("police", "the police"))
    words = carried(amendment)[2]
    one, other = (below(amendment, revision, words.replace("essential", word)) for word in ("vital", "good"))
    accept_amendment(amendment=one, by=system)
    with pytest.raises(Refused, match="A-01 has other words by now, which A-03 would change too"):
        accept_amendment(amendment=other, by=system)
    assert carried(amendment)[2] == words.replace("essential", "vital")


def test_an_amendment_to_one_that_changes_a_paragraph_makes_no_second_one(standing, next_text, below):
    amendment = standing("p2", "basic", "essential")
    revision = next_text()
    with pytest.raises(Refused, match="These are several paragraphs"):
        below(amendment, revision, f"{FIRST}\n\n{SECOND}")


@pytest.fixture
def tabled(opened, system, accredit, at_work):
    """`tabled(revision, words, government)`: a change of paragraph 2 of a later text."""

    def make(revision, words, government=None):
        open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=7), by=system)
        return table_amendment(
            paragraph=opened.draft.paragraphs.get(key="p2"), revision=revision, kind="change", proposed_text=words,
            rationale="Clearer.", government=government or accredit(), by=system,
        )  # fmt: skip

    return make


def test_what_a_carried_one_proposes_is_offered_to_be_co_sponsored(standing, next_text, tabled):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("police", "the police")
    revision = next_text(p2=words)
    with pytest.raises(Identical) as told:
        tabled(revision, words.replace("basic", "essential"))
    assert told.value.amendment == amendment
    with pytest.raises(Refused, match="Your government has tabled this already: A-01"):
        tabled(revision, words.replace("basic", "essential"), amendment.sponsor)


def test_words_filed_on_an_earlier_text_are_other_words_on_the_new_one(standing, next_text, tabled):
    standing("p2", "basic", "essential")
    revision = next_text(p2=SERVICES.replace("police", "the police"))
    assert tabled(revision, SERVICES.replace("basic", "essential")).number == 2


def test_what_waits_in_the_queue_proposes_nothing_on_the_new_text_yet(standing, next_text, tabled):
    standing("p2", "basic", "essential")
    revision = next_text(p2=SERVICES.replace("basic", "public"))
    assert tabled(revision, SERVICES.replace("basic", "essential")).number == 2


def test_the_same_words_in_place_of_those_of_a_carried_one_are_proposed_once(standing, next_text, below):
    amendment = standing("p2", "basic", "essential")
    revision = next_text(p2=SERVICES.replace("police", "the police"))
    words = carried(amendment)[2].replace("essential", "vital")
    first = below(amendment, revision, words)
    with pytest.raises(Identical) as told:
        below(amendment, revision, words)
    assert told.value.amendment == first


def test_an_amendment_is_carried_through_several_revisions(opened, standing, next_text, system):
    amendment = standing("p1", "every year", "each month")
    first = FIGURES.replace("Publish", "Publish openly")
    next_text(p1=first)
    revision = begin_revision(draft=opened.draft, by=system)
    second = first.replace("free of charge", "at no cost")
    set_wording(revision=revision, key="p1", kind="operative", text=second, by=system)
    freeze_revision(revision=revision, by=system)
    rows = (
        Carried.objects.filter(amendment=amendment).order_by("revision__number").values_list("state", "proposed_text")
    )
    assert list(rows) == [
        ("clear", first.replace("every year", "each month")),
        ("clear", second.replace("every year", "each month")),
    ]


def test_a_move_and_a_new_paragraph_are_carried_by_their_places(opened, standing, next_text, system, accredit):
    paragraph = opened.draft.paragraphs.get(key="p1")
    move = table_amendment(
        paragraph=paragraph, target=opened.draft.paragraphs.get(key="p2"), revision=opened.revision, kind="move",
        proposed_text="", rationale="Last.", government=accredit(), by=system,
    )  # fmt: skip
    added = standing("p2", kind="add", text="A new paragraph.")
    next_text(p1=FIGURES.replace("free", "fully free"))
    assert (carried(move)[0], carried(added)[0]) == ("clear", "clear")


def test_an_accepted_one_that_was_carried_over_is_in_the_way_of_one_filed_on_the_new_text(
    opened, standing, next_text, system, accredit, at_work
):
    carried_over = standing("p2", "basic", "essential")
    revision = next_text(p1=FIGURES.replace("free", "fully free"))
    open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=7), by=system)
    later = table_amendment(
        paragraph=opened.draft.paragraphs.get(key="p2"), revision=revision, kind="change", government=accredit(),
        proposed_text=SERVICES.replace("basic", "public"), rationale="Clearer.", by=system,
    )  # fmt: skip
    accept_amendment(amendment=carried_over, by=system)
    with pytest.raises(InTheWay) as told:
        accept_amendment(amendment=later, by=system)
    assert told.value.other == carried_over
