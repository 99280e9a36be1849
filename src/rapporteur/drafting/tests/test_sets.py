"""Conflict sets: shown as alternatives, ordered, bracketed, joined by hand."""

from __future__ import annotations

import pytest

from rapporteur.drafting.actions import (
    Stale,
    accept_amendment,
    begin_revision,
    bracket_alternatives,
    declare_admissible,
    join_by_hand,
    order_amendments,
    set_wording,
)
from rapporteur.drafting.queries import amendments_on, bracketed_words, open_units, sets_of, wordings_of
from rapporteur.foundation.people.reader import Refused

from .conftest import SERVICES


@pytest.fixture
def standing(amend, system):
    def make(*words, **facts):
        return declare_admissible(amendment=amend("p2", *words, **facts), by=system)

    return make


@pytest.fixture
def sets(opened, system):
    def give():
        found, unclear = open_units(
            opened.revision, amendments_on(opened.revision, system), list(wordings_of(opened.revision))
        )
        assert unclear == []
        return [each for unit in found for each in sets_of(unit)]

    return give


def shown(conflict_set):
    return [(row.text, [str(each) for each in row.amendments]) for row in conflict_set.alternatives]


def test_a_set_shows_its_words_and_its_alternatives_side_by_side(standing, sets):
    standing("basic", "essential"), standing("basic", "public"), standing("police", "the police")
    (found,) = sets()
    assert found.conflict.words == "basic"
    assert sorted(shown(found)) == [("essential", ["A-01"]), ("public", ["A-02"])]


def test_the_one_furthest_from_the_text_comes_first_until_the_committee_orders(standing, sets, system):
    near = standing("basic services", "basic social services")
    far = standing("basic services, whatever his or her status", "health care, schooling and shelter")
    (found,) = sets()
    assert (found.amendments[0], found.is_ordered) == (far, False)
    order_amendments(amendments=[near, far], by=system)
    (found,) = sets()
    assert (found.amendments[0], found.is_ordered) == (near, True)


def test_alternatives_are_put_in_brackets_with_their_amendments_behind_them(opened, standing, system):
    one, other, apart = (
        standing("basic", "essential"),
        standing("basic", "public"),
        standing("basic services, whatever his or her", "basic services, whatever their"),
    )
    order_amendments(amendments=[other, one], by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    wording = bracket_alternatives(amendments=[one, other, apart], revision=revision, by=system)
    assert bracketed_words(wording).startswith(
        "Give every person access to [basic] [public] [essential] services, whatever their status."
    )
    assert [each.amendment for each in wording.brackets.all()] == [None, other, one]
    for each in (one, other, apart):
        each.refresh_from_db()
        assert (each.state, each.applied_in) == ("merged", revision)
    sources = {source.amendment for source in wording.sentences.first().sources.all() if source.amendment}
    assert sources == {one, other, apart}


@pytest.mark.parametrize(
    ("old", "one", "other", "place"),
    [
        ("basic services", "basic and free services", "basic or public services", "Behind “basic”, word 6"),
        ("police.", "police, as law says.", "police at all times.", "Behind “police”, word 18"),
    ],
)
def test_different_words_at_one_place_are_named_by_the_word_before(standing, sets, old, one, other, place):
    standing(old, one), standing(old, other)
    (found,) = sets()
    assert (found.place, found.words) == (place, "")


def test_words_before_all_others_stand_before_the_first_word(standing, sets):
    standing("Give every", "Please Give every"), standing("Give every", "Do Give every")
    (found,) = sets()
    assert (found.place, found.words) == ("Before the first word", "")


def test_what_does_not_conflict_needs_no_brackets(opened, standing, system):
    apart = [standing("basic", "essential"), standing("police", "the police")]
    revision = begin_revision(draft=opened.draft, by=system)
    with pytest.raises(Refused, match="do not conflict"):
        bracket_alternatives(amendments=apart, revision=revision, by=system)


def test_a_set_is_joined_by_hand_and_each_amendment_stands_behind_the_new_words(opened, standing, system):
    both = [standing("basic", "essential"), standing("basic", "public")]
    revision = begin_revision(draft=opened.draft, by=system)
    text = SERVICES.replace("basic", "essential public")
    wording = join_by_hand(amendments=both, revision=revision, text=text, by=system)
    assert wording.text == text
    sources = {source.amendment for source in wording.sentences.first().sources.all() if source.amendment}
    assert sources == set(both)
    with pytest.raises(Refused, match="A-01 is decided already"):
        join_by_hand(amendments=both, revision=revision, text="Again.", by=system)


def test_who_joins_second_sees_the_new_base(opened, standing, system):
    both = [standing("basic", "essential"), standing("basic", "public")]
    revision = begin_revision(draft=opened.draft, by=system)
    set_wording(revision=revision, key="p2", kind="operative", text="Other words.", by=system)
    with pytest.raises(Stale) as stale:
        join_by_hand(amendments=both, revision=revision, text="Mine.", seen=SERVICES, by=system)
    assert stale.value.current == "Other words."
    both[0].refresh_from_db()
    assert both[0].state == "standing"


def test_amendments_to_different_paragraphs_are_not_one_set(opened, standing, amend, system):
    pair = [standing("basic", "essential"), declare_admissible(amendment=amend("p1", "every", "each"), by=system)]
    revision = begin_revision(draft=opened.draft, by=system)
    with pytest.raises(Refused, match="one and the same paragraph"):
        join_by_hand(amendments=pair, revision=revision, text="Mine.", by=system)


def test_accepted_ones_that_wait_can_be_joined_too(opened, standing, system):
    one, other = standing("basic", "essential"), standing("basic", "public")
    accept_amendment(amendment=one, by=system)
    accept_amendment(amendment=other, beside=True, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    join_by_hand(amendments=[one, other], revision=revision, text=SERVICES.replace("basic", "all"), by=system)
    other.refresh_from_db()
    assert (other.state, other.applied_in) == ("merged", revision)
