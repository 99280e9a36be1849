"""Writing, putting forward, positions, dispositions; and what is refused."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from rapporteur.consolidation.models import Theme
from rapporteur.consolidation.tests.speaking import say
from rapporteur.contributions.models import Contribution
from rapporteur.foundation.frameworks.provisions import provisions
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.reader import Refused
from rapporteur.recommendations import actions, queries
from rapporteur.recommendations.models import Disposition, Position, Recommendation

from .conftest import FACTS


@pytest.fixture
def forward(draft, rapporteur):
    return actions.put_forward(recommendation=draft, by=rapporteur)


@pytest.fixture
def government(make_government):
    return make_government("Port Amina")


@pytest.fixture
def delegate(reader_as, government):
    return reader_as("delegate", government)


def test_a_draft_holds_what_was_written(draft, passages):
    assert (str(draft), draft.state, draft.provisions) == ("R-01", "draft", ["gcm.obj.01"])
    assert set(draft.sources.values_list("passage_id", flat=True)) == {passage.pk for passage in passages}


def test_writing_from_a_proposed_theme_confirms_it(conference, theme, passages, rapporteur):
    Theme.objects.update(state="proposed")
    theme.refresh_from_db()
    actions.write_recommendation(conference=conference, by=rapporteur, passages=passages, theme=theme, **FACTS)
    theme.refresh_from_db()
    assert theme.state == "confirmed"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": {"en": " "}}, "title"),
        ({"title": {}}, "title"),
        ({"title": {"en": "x" * 301}}, "title"),
        ({"text": "\x00 "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"level": "galactic"}, "level"),
        ({"kind": "wish"}, "kind"),
        ({"actors": "x" * 301}, "who acts"),
        ({"provisions": ["gcm.obj.99"]}, "gcm.obj.99"),
    ],
)
def test_bad_facts_are_refused_with_a_sentence(conference, rapporteur, passages, change, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.write_recommendation(conference=conference, by=rapporteur, passages=passages, **{**FACTS, **change})
    assert not Recommendation.objects.exists()


@pytest.mark.parametrize("role", [None, "secretariat", "delegate", "mayor", "observer"])
def test_only_rapporteur_and_drafting_committee_write_and_dispose(conference, passages, draft, reader_as, role):
    by = reader_as(role)
    with pytest.raises(Refused, match="Only the rapporteur and the drafting committee write"):
        actions.write_recommendation(conference=conference, by=by, passages=passages, **FACTS)
    with pytest.raises(Refused, match="Only the rapporteur and the drafting committee write"):
        actions.change_recommendation(recommendation=draft, by=by, passages=passages, **FACTS)
    with pytest.raises(Refused, match="say what became"):
        actions.dispose(passages=passages, outcome="taken", reason="Yes.", by=by)
    with pytest.raises(Refused, match="Only the rapporteur puts"):
        actions.put_forward(recommendation=draft, by=by)
    assert (Recommendation.objects.count(), Disposition.objects.count()) == (1, 0)


def test_putting_forward_takes_its_passages_by_rule(forward, passages):
    assert forward.state == "put_forward"
    rows = Disposition.objects.all()
    assert {row.passage_id for row in rows} == {passage.pk for passage in passages}
    assert {(row.outcome, row.reason, row.recommendation_id, row.is_by_rule) for row in rows} == {
        ("taken", "Taken into R-01.", forward.pk, True)
    }


def test_a_disposition_that_was_there_is_not_overwritten_by_putting_forward(draft, passages, rapporteur):
    actions.dispose(passages=passages[:1], outcome="in_part", reason="Only the first half.", by=rapporteur)
    actions.put_forward(recommendation=draft, by=rapporteur)
    assert Disposition.objects.get(passage=passages[0]).outcome == "in_part"
    assert Disposition.objects.filter(outcome="taken").count() == 4


def test_nothing_is_put_forward_without_passages(conference, rapporteur):
    empty = actions.write_recommendation(conference=conference, by=rapporteur, **FACTS)
    with pytest.raises(Refused, match="No passage stands behind R-01"):
        actions.put_forward(recommendation=empty, by=rapporteur)


def test_passages_of_withdrawn_contributions_do_not_carry_a_recommendation(draft, rapporteur):
    Contribution.objects.update(state="withdrawn")
    with pytest.raises(Refused, match="No passage stands behind"):
        actions.put_forward(recommendation=draft, by=rapporteur)


def test_an_unverified_provision_is_named_when_it_stands_in_the_way(draft, passages, rapporteur):
    unverified = next(item.id for item in provisions().values() if not item.is_proven)
    facts = {**FACTS, "provisions": ["gcm.obj.01", unverified]}
    actions.change_recommendation(recommendation=draft, by=rapporteur, passages=passages, **facts)
    with pytest.raises(Refused) as refused:
        actions.put_forward(recommendation=draft, by=rapporteur)
    assert unverified in str(refused.value)
    assert (Recommendation.objects.get().state, Disposition.objects.count()) == ("draft", 0)


def test_what_is_put_forward_is_not_changed_and_not_put_forward_again(forward, passages, rapporteur):
    with pytest.raises(Refused, match="R-01 is put forward"):
        actions.change_recommendation(recommendation=forward, by=rapporteur, passages=passages, **FACTS)
    with pytest.raises(Refused, match="Only a draft"):
        actions.put_forward(recommendation=forward, by=rapporteur)


def test_withdrawing_opens_again_what_was_taken_by_rule_only(forward, passages, rapporteur):
    actions.dispose(passages=passages[:1], outcome="taken", reason="In full.", recommendation=forward, by=rapporteur)
    actions.withdraw_recommendation(recommendation=forward, by=rapporteur)
    assert list(Disposition.objects.values_list("passage_id", "reason")) == [(passages[0].pk, "In full.")]
    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw_recommendation(recommendation=forward, by=rapporteur)


def test_a_government_has_one_position_that_can_be_changed(forward, government, delegate):
    actions.take_position(recommendation=forward, government=government, stance="support", by=delegate)
    actions.take_position(
        recommendation=forward, government=government, stance="object", reason="Too dear.", by=delegate
    )
    assert list(Position.objects.values_list("stance", "reason")) == [("object", "Too dear.")]
    assert queries.stances_of(forward) == queries.Stances(0, 0, 1)


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_an_objection_needs_its_reason_by_the_server_and_by_the_database(forward, government, delegate, reason):
    with pytest.raises(Refused, match="needs its reason"):
        actions.take_position(
            recommendation=forward, government=government, stance="object", reason=reason, by=delegate
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Position.objects.create(
            recommendation=forward, government=government, stance="object", reason="", taken_at=delegate.now
        )


def test_positions_need_a_mandate_and_an_open_recommendation(draft, rapporteur, government, delegate, make_government):
    with pytest.raises(Refused, match="this one is not"):
        actions.take_position(recommendation=draft, government=government, stance="support", by=delegate)
    forward = actions.put_forward(recommendation=draft, by=rapporteur)
    with pytest.raises(Refused, match="only for a government that you speak for"):
        actions.take_position(recommendation=forward, government=make_government(), stance="support", by=delegate)
    with pytest.raises(Refused, match="Only a delegate"):
        actions.take_position(recommendation=forward, government=government, stance="support", by=rapporteur)
    with pytest.raises(Refused, match="Choose a position"):
        actions.take_position(recommendation=forward, government=government, stance="perhaps", by=delegate)
    assert not Position.objects.exists()


def test_after_adoption_positions_and_recommendations_stay_as_they_are(
    conference, forward, government, delegate, rapporteur
):
    actions.take_position(recommendation=forward, government=government, stance="support", by=delegate)
    assert actions.close_positions(conference=conference, by=rapporteur) == 1
    with pytest.raises(Refused, match="adopted"):
        actions.take_position(recommendation=forward, government=government, stance="live_with", by=delegate)
    with pytest.raises(Refused, match="adopted"):
        actions.withdraw_recommendation(recommendation=forward, by=rapporteur)
    assert Position.objects.get().stance == "support"
    assert actions.close_positions(conference=conference, by=rapporteur) == 0


def test_several_passages_are_disposed_of_at_once_and_again(passages, rapporteur):
    assert actions.dispose(passages=passages[:3], outcome="not_taken", reason="Out of money.", by=rapporteur) == 3
    assert actions.dispose(passages=passages[2:], outcome="merged", reason="With another.", by=rapporteur) == 3
    found = dict(Disposition.objects.values_list("passage_id", "outcome"))
    assert [found[passage.pk] for passage in passages] == ["not_taken", "not_taken", "merged", "merged", "merged"]
    last = Entry.objects.filter(act="disposed of passages").order_by("-number").first()
    assert last.opening.content["before"] == {str(passages[2].pk): "not_taken"}


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"reason": " "}, "Give the reason"),
        ({"reason": "x" * 3001}, "Give the reason"),
        ({"outcome": "burnt"}, "Choose what became"),
        ({"passages": []}, "Choose the passages"),
    ],
)
def test_a_disposition_has_an_outcome_a_reason_and_passages(passages, rapporteur, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.dispose(**{"passages": passages, "outcome": "taken", "reason": "Yes.", "by": rapporteur, **facts})
    assert not Disposition.objects.exists()


def test_withdrawn_passages_are_not_disposed_of(conference, passages, rapporteur):
    gone = say(conference, "Gone.", state="withdrawn").passages.get()
    with pytest.raises(Refused, match="not there any more"):
        actions.dispose(passages=[*passages, gone], outcome="taken", reason="Yes.", by=rapporteur)
    assert not Disposition.objects.exists()


def test_counts_are_said_with_their_base(conference, draft, make_government):
    say(conference, "An anonymous voice.", region="africa", attribution="anonymous")
    assert queries.said_counts(queries.counts_of(draft)) == "5 passages from 5 governments in 3 regions"
    assert queries.said_counts(queries.base_of(conference)) == "16 passages from 15 governments in 3 regions"


def test_a_line_of_provisions_takes_identifiers_and_citations():
    found = queries.provisions_in("gcm.obj.15, objective 1 of the Global Compact for Migration; nonsense")
    assert found == (["gcm.obj.15", "gcm.obj.01"], ["nonsense"])
