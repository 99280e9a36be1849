"""A second run keeps what people fixed; what is new joins."""

from __future__ import annotations

import pytest

from rapporteur.consolidation import actions
from rapporteur.consolidation.models import DuplicateGroup, Mapping, Theme, ThemePassage
from rapporteur.contributions.models import Passage

from .speaking import TOPICS, say

NEW_ON_SCHOOLS = [
    "Migrant children wait for school enrolment while papers from abroad are missing.",
    "Train teachers for classrooms where migrant children speak many languages.",
]


@pytest.fixture
def by(reader_as):
    return reader_as("rapporteur")


def theme_of(contribution):
    return Theme.objects.filter(memberships__passage__contribution=contribution).order_by("pk").first()


def members(theme):
    return set(ThemePassage.objects.filter(theme=theme).values_list("passage_id", flat=True))


def test_a_locked_theme_keeps_its_label_and_its_passages_and_takes_no_others(conference, spoken, consolidate, by):
    consolidate()
    theme = theme_of(spoken["schools"][0])
    actions.rename_theme(theme=theme, label="School from the first day", by=by)
    theme.refresh_from_db()
    actions.lock_theme(theme=theme, by=by)
    before = members(theme)
    for text in NEW_ON_SCHOOLS:
        say(conference, text)
    assert consolidate().state == "done"
    theme.refresh_from_db()
    assert (theme.label, theme.is_locked, members(theme)) == ("School from the first day", True, before)
    assert ThemePassage.objects.filter(passage__in=before).count() == len(before)


def test_a_confirmed_theme_is_not_doubled_and_new_passages_like_its_own_join_it(conference, spoken, consolidate, by):
    consolidate()
    theme = theme_of(spoken["schools"][0])
    actions.rename_theme(theme=theme, label="Schools", by=by)
    before, count = members(theme), Theme.objects.count()
    new = [say(conference, text) for text in NEW_ON_SCHOOLS]
    consolidate()
    theme.refresh_from_db()
    assert (theme.label, theme.state) == ("Schools", "confirmed")
    assert members(theme) >= before
    assert members(theme) & set(Passage.objects.filter(contribution__in=new).values_list("pk", flat=True))
    assert Theme.objects.count() == count


def test_a_proposal_keeps_its_number_when_it_is_proposed_again(conference, spoken, consolidate):
    consolidate()
    before = {theme.number: members(theme) for theme in Theme.objects.all()}
    consolidate()
    assert {theme.number: members(theme) for theme in Theme.objects.all()} == before


def test_a_passage_placed_by_a_person_stays_where_it_was_put(conference, spoken, consolidate, by):
    consolidate()
    target = theme_of(spoken["data"][0])
    passage = spoken["schools"][0].passages.first()
    assert theme_of(spoken["schools"][0]) != target
    actions.move_passages(passages=[passage], to=target, by=by)
    consolidate()
    row = ThemePassage.objects.get(passage=passage)
    assert (row.theme_id, row.is_by_person) == (target.pk, True)


def test_a_merged_theme_does_not_come_back(conference, spoken, consolidate, by):
    consolidate()
    one, other = theme_of(spoken["schools"][0]), theme_of(spoken["data"][0])
    both = members(one) | members(other)
    actions.merge_themes(theme=one, into=other, by=by)
    consolidate()
    one.refresh_from_db()
    assert (members(other) >= both, members(one), one.merged_into_id) == (True, set(), other.pk)


def test_split_off_passages_stay_apart(conference, spoken, consolidate, by):
    consolidate()
    theme = theme_of(spoken["schools"][0])
    passage = spoken["schools"][3].passages.first()
    apart = actions.split_theme(theme=theme, passages=[passage], label="Parents", by=by)
    consolidate()
    assert members(apart) == {passage.pk}


def test_a_decided_mapping_stays_and_is_not_proposed_again(conference, spoken, consolidate, by):
    first = say(conference, "Objective 15 of the Global Compact for Migration names basic services.").passages.get()
    second = say(conference, "We refer to objective 15 of the Global Compact for Migration.").passages.get()
    consolidate()
    actions.confirm_mappings(mappings=Mapping.objects.filter(passage=first, provision="gcm.obj.15"), by=by)
    actions.reject_mappings(mappings=Mapping.objects.filter(passage=second, provision="gcm.obj.15"), by=by)
    added = actions.add_mapping(passage=spoken["data"][0].passages.get(), provision="gcm.obj.01", by=by)
    consolidate()
    states = dict(Mapping.objects.filter(provision="gcm.obj.15").values_list("passage_id", "state"))
    assert states == {first.pk: "confirmed", second.pk: "rejected"}
    assert Mapping.objects.get(pk=added.pk).state == "confirmed"


def test_a_named_group_of_duplicates_stays_and_new_copies_join_it(conference, spoken, consolidate, by):
    text = TOPICS["housing"][0]
    copies = [say(conference, text) for _copy in range(2)]
    consolidate()
    group = actions.name_group(group=DuplicateGroup.objects.get(), name="Shelter letter", by=by)
    late = say(conference, text)
    consolidate()
    group = DuplicateGroup.objects.get()
    assert group.name == "Shelter letter"
    assert set(group.members.all()) == {spoken["housing"][0], *copies, late}


def test_a_member_that_was_taken_out_is_not_put_back(conference, spoken, consolidate, by):
    text = TOPICS["housing"][0]
    copies = [say(conference, text) for _copy in range(2)]
    consolidate()
    group = DuplicateGroup.objects.get()
    actions.take_out(group=group, contribution=copies[0], by=by)
    consolidate()
    assert set(DuplicateGroup.objects.get().members.all()) == {spoken["housing"][0], copies[1]}


def test_a_pair_of_which_one_was_taken_out_is_not_proposed_again(conference, spoken, consolidate, by):
    copy = say(conference, TOPICS["housing"][0])
    consolidate()
    actions.take_out(group=DuplicateGroup.objects.get(), contribution=copy, by=by)
    consolidate()
    assert DuplicateGroup.objects.get().members.count() == 1
