"""What people do with the proposals, and what is refused."""

from __future__ import annotations

import pytest

from rapporteur.consolidation import actions
from rapporteur.consolidation.models import DuplicateGroup, DuplicateMember, Mapping, Theme, ThemePassage
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.queries import reader_of
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.reader import Refused

from .speaking import say


@pytest.fixture
def by(reader_as):
    return reader_as("rapporteur")


@pytest.fixture
def themes(conference, spoken, by):
    """Two themes made by hand: housing and schools."""
    return [
        actions.make_theme(
            conference=conference,
            label=topic.capitalize(),
            passages=[passage for one in spoken[topic] for passage in one.passages.all()],
            by=by,
        )
        for topic in ("housing", "schools")
    ]


def counts(theme):
    theme.refresh_from_db()
    return theme.passage_count, theme.text_count, theme.voice_count


def test_a_theme_made_by_hand_is_confirmed_and_counted(themes):
    housing, schools = themes
    assert (housing.number, schools.number, housing.state) == (1, 2, "confirmed")
    assert counts(housing) == (5, 5, 5)
    assert sum(texts for _region, texts, _voices in housing.balance["region"]) == 5


def test_moved_passages_are_counted_where_they_are(themes, spoken, by):
    housing, schools = themes
    moved = actions.move_passages(passages=spoken["housing"][0].passages.all(), to=schools, by=by)
    assert (moved, counts(housing), counts(schools)) == (1, (4, 4, 4), (6, 6, 6))


def test_a_merged_theme_is_empty_and_leads_to_the_other(themes, by):
    housing, schools = themes
    actions.merge_themes(theme=housing, into=schools, by=by)
    assert (counts(housing), counts(schools), housing.merged_into) == ((0, 0, 0), (10, 10, 10), schools)


def test_a_theme_is_not_merged_into_itself(themes, by):
    with pytest.raises(Refused, match="another theme"):
        actions.merge_themes(theme=themes[0], into=themes[0], by=by)


def test_only_passages_of_a_theme_can_be_split_off_it(themes, spoken, by):
    with pytest.raises(Refused, match="Choose passages of this theme"):
        actions.split_theme(theme=themes[0], passages=spoken["schools"][0].passages.all(), label="Other", by=by)
    with pytest.raises(Refused, match="Choose passages of this theme"):
        actions.split_theme(theme=themes[0], passages=[], label="Other", by=by)
    assert Theme.objects.count() == 2


def test_a_locked_theme_refuses_every_change_until_it_is_unlocked(themes, spoken, by):
    housing, schools = themes
    actions.lock_theme(theme=housing, by=by)
    housing.refresh_from_db()
    inside, outside = spoken["housing"][0].passages.all(), spoken["schools"][0].passages.all()
    for change in (
        lambda: actions.rename_theme(theme=housing, label="Other", by=by),
        lambda: actions.merge_themes(theme=housing, into=schools, by=by),
        lambda: actions.merge_themes(theme=schools, into=housing, by=by),
        lambda: actions.split_theme(theme=housing, passages=inside, label="Other", by=by),
        lambda: actions.move_passages(passages=outside, to=housing, by=by),
        lambda: actions.move_passages(passages=inside, to=schools, by=by),
    ):
        with pytest.raises(Refused, match="is locked"):
            change()
    assert counts(housing) == (5, 5, 5)
    actions.unlock_theme(theme=housing, by=by)
    actions.rename_theme(theme=housing, label="Homes", by=by)
    assert Theme.objects.get(pk=housing.pk).label == "Homes"


@pytest.mark.parametrize("label", ["", "   ", "\x00", "x" * 201])
def test_a_label_has_words_and_at_most_200_characters(themes, by, label):
    with pytest.raises(Refused):
        actions.rename_theme(theme=themes[0], label=label, by=by)
    assert Theme.objects.get(pk=themes[0].pk).label == "Housing"


@pytest.mark.parametrize("role", [None, "drafter", "delegate", "mayor", "observer"])
def test_only_secretariat_and_rapporteur_put_proposals_right(themes, spoken, reader_as, role):
    other = reader_as(role)
    passages = spoken["housing"][0].passages.all()
    group = DuplicateGroup.objects.create(conference=themes[0].conference, kind="near")
    mapping = Mapping.objects.create(
        conference=themes[0].conference, passage=passages[0], provision="gcm.obj.15", by="words"
    )
    for change in (
        lambda: actions.confirm_theme(theme=themes[0], by=other),
        lambda: actions.move_passages(passages=passages, to=themes[1], by=other),
        lambda: actions.name_group(group=group, name="Letter", by=other),
        lambda: actions.confirm_mappings(mappings=[mapping], by=other),
        lambda: actions.add_mapping(passage=passages[0], provision="gcm.obj.15", by=other),
    ):
        with pytest.raises(Refused, match="Only the secretariat and the rapporteur"):
            change()


def test_the_rapporteur_of_another_conference_changes_nothing_here(themes, by, conference):
    other = Conference.objects.create(
        slug="other", starts_on=conference.starts_on, ends_on=conference.ends_on, symbol_root="O", contact="o@o.example"
    )
    stranger = reader_of(None, other)
    stranger = type(stranger)(roles=frozenset({"rapporteur"}), conference_id=other.pk, conference_slug="other")
    with pytest.raises(Refused, match="another conference"):
        actions.confirm_theme(theme=themes[0], by=stranger)


def test_withdrawn_passages_cannot_be_placed(themes, conference, by):
    gone = say(conference, "Withdrawn words.", state="withdrawn")
    with pytest.raises(Refused, match="not there any more"):
        actions.move_passages(passages=gone.passages.all(), to=themes[0], by=by)


def test_taking_a_copy_out_of_its_group_gives_it_its_voice_back(themes, conference, by):
    copies = [say(conference, "The same letter about housing.") for _copy in range(3)]
    group = DuplicateGroup.objects.create(conference=conference, kind="exact")
    DuplicateMember.objects.bulk_create(DuplicateMember(group=group, contribution=each) for each in copies)
    actions.move_passages(passages=[each.passages.get() for each in copies], to=themes[0], by=by)
    assert counts(themes[0]) == (8, 8, 6)
    actions.take_out(group=group, contribution=copies[2], by=by)
    assert counts(themes[0]) == (8, 8, 7)
    with pytest.raises(Refused, match="not in the group"):
        actions.take_out(group=group, contribution=copies[2], by=by)


def test_a_mapping_by_hand_needs_a_provision_that_exists(spoken, by):
    with pytest.raises(Refused, match="gcm.obj.99"):
        actions.add_mapping(passage=spoken["data"][0].passages.get(), provision="gcm.obj.99", by=by)
    assert not Mapping.objects.exists()


def test_adding_what_the_machine_proposed_confirms_it(spoken, conference, by):
    passage = spoken["data"][0].passages.get()
    Mapping.objects.create(conference=conference, passage=passage, provision="gcm.obj.01", by="words", words=["data"])
    actions.add_mapping(passage=passage, provision="gcm.obj.01", by=by)
    assert list(Mapping.objects.values_list("state", "by")) == [("confirmed", "words")]


def test_each_act_has_its_entry(themes, by):
    before = Entry.objects.count()
    actions.confirm_theme(theme=themes[0], by=by)
    actions.lock_theme(theme=themes[0], by=by)
    actions.unlock_theme(theme=themes[0], by=by)
    acts = list(Entry.objects.order_by("number").values_list("act", "object"))[before:]
    name = f"theme:{themes[0].pk}"
    assert acts == [("confirmed theme", name), ("locked theme", name), ("unlocked theme", name)]


def test_a_passage_is_in_one_theme(themes):
    assert ThemePassage.objects.count() == ThemePassage.objects.values("passage").distinct().count() == 10
