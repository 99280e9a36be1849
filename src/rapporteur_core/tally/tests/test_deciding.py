from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.tally import Objection, Outcome, consensus, silence

OPENED = datetime(2017, 11, 17, 18, tzinfo=UTC)
DEADLINE = OPENED + timedelta(days=3)
ALL = {"mechelen": OPENED, "quito": OPENED + timedelta(hours=1)}


def run(*objections: Objection, now: datetime = DEADLINE, deliveries: dict[str, datetime] | None = None) -> Outcome:
    return silence(
        entitled=["mechelen", "quito"],
        deliveries=ALL if deliveries is None else deliveries,
        objections=objections,
        opened_at=OPENED,
        deadline=DEADLINE,
        now=now,
    )


def test_consensus_adopts_where_no_objection_stands() -> None:
    withdrawn = Objection("quito", OPENED, "Wording", is_withdrawn=True)
    assert consensus([withdrawn], reservations=["accra"]).state == "adopted"


def test_consensus_gives_every_reason_why_not() -> None:
    outcome = consensus([Objection("quito", OPENED, "Money")], present=3, quorum=4)
    assert (outcome.state, outcome.reasons) == ("not_adopted", ("no_quorum", "objection"))
    assert outcome.record["standing"] == ["quito"]


def test_a_quorum_cannot_be_checked_without_a_count() -> None:
    with pytest.raises(ValueError, match="how many are present"):
        consensus([], quorum=4)


def test_silence_runs_until_the_deadline_and_is_agreed_on_it() -> None:
    assert run(now=DEADLINE - timedelta(microseconds=1)).state == "running"
    assert run(now=DEADLINE).state == "agreed"


@pytest.mark.parametrize(
    ("by", "at", "state", "why"),
    [
        ("quito", OPENED, "broken", None),
        ("quito", DEADLINE - timedelta(seconds=1), "broken", None),
        ("quito", DEADLINE, "agreed", "too_late"),
        ("quito", OPENED - timedelta(seconds=1), "agreed", "too_early"),
        ("paris", OPENED, "agreed", "not_entitled"),
    ],
)
def test_an_objection_counts_from_those_entitled_in_time(by: str, at: datetime, state: str, why: str | None) -> None:
    outcome = run(Objection(by, at, "Money"))
    assert outcome.state == state
    assert outcome.record["not_counted"] == ([{"by": by, "why": why}] if why else [])


def test_an_objection_stays_an_objection_when_it_is_withdrawn() -> None:
    assert run(Objection("quito", OPENED, is_withdrawn=True)).state == "broken"


@pytest.mark.parametrize("late", [{}, {"quito": DEADLINE + timedelta(seconds=1)}])
def test_nothing_is_agreed_that_did_not_reach_everyone_in_time(late: dict[str, datetime]) -> None:
    outcome = run(deliveries={"mechelen": OPENED, **late}, now=DEADLINE + timedelta(days=1))
    assert (outcome.state, outcome.record["not_delivered_to"]) == ("not_delivered", ["quito"])


def test_impossible_procedures_are_refused() -> None:
    common: dict[str, Any] = {"deliveries": {}, "objections": [], "opened_at": OPENED, "now": OPENED}
    with pytest.raises(ValueError, match="after the opening"):
        silence(entitled=["quito"], deadline=OPENED, **common)
    with pytest.raises(ValueError, match="at least one"):
        silence(entitled=[], deadline=DEADLINE, **common)
    with pytest.raises(ValueError, match="bears no zone"):
        consensus([Objection("quito", datetime(2017, 11, 17))])


ELSEWHERE = timezone(timedelta(hours=5))
INSTANTS = st.integers(-5, 90).map(lambda hours: (OPENED + timedelta(hours=hours)).astimezone(ELSEWHERE))
NAMES = st.sampled_from(["mechelen", "quito", "paris"])


@given(st.lists(st.builds(Objection, NAMES, INSTANTS, st.text(max_size=3))), st.dictionaries(NAMES, INSTANTS), INSTANTS)
def test_a_stranger_recomputes_the_outcome_from_the_record(
    objections: list[Objection], deliveries: dict[str, datetime], now: datetime
) -> None:
    outcome = run(*objections, deliveries=deliveries, now=now)
    kept = json.loads(json.dumps(outcome.record))
    again = silence(
        entitled=kept["entitled"],
        deliveries={name: datetime.fromisoformat(at) for name, at in kept["deliveries"].items()},
        objections=[Objection(**{**each, "at": datetime.fromisoformat(each["at"])}) for each in kept["objections"]],
        opened_at=datetime.fromisoformat(kept["opened_at"]),
        deadline=datetime.fromisoformat(kept["deadline"]),
        now=datetime.fromisoformat(kept["as_of"]),
    )
    assert (again.state, again.record) == (outcome.state, outcome.record)
