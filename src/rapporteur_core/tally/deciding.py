"""Consensus and silence. Each outcome carries a record, of values that JSON holds, from which it can be recomputed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

State = Literal["adopted", "not_adopted", "running", "broken", "agreed", "not_delivered"]

CONSENSUS = (
    "Adopted if those present reach the quorum, if one is set, and no objection stands. An objection stands unless "
    "withdrawn. Reservations and explanations of position are recorded and do not prevent adoption."
)
SILENCE = (
    "An objection counts if it comes from one of those entitled, not before the opening and before the deadline; one "
    "breaks the silence for good. Until the deadline an unbroken silence runs. From then on the text is agreed if "
    "it was delivered to each of those entitled by the deadline, and not delivered otherwise."
)


@dataclass(frozen=True)
class Objection:
    """An objection of a delegation (its identifier), with its ground, at an instant (with its zone)."""

    by: str
    at: datetime
    ground: str = ""
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Outcome:
    """`reasons` are codes for the page to say; `record` holds the rule, all that went in and what followed."""

    state: State
    reasons: tuple[str, ...]
    record: dict[str, Any] = field(compare=False)


def consensus(
    objections: Sequence[Objection],
    *,
    reservations: Collection[str] = (),
    present: int | None = None,
    quorum: int | None = None,
) -> Outcome:
    """Adopted, or not adopted with the reasons "objection", "no_quorum" or both.

    reservations: the delegations that made one. present and quorum are counted in delegations; a quorum that is set
    needs `present`, else ValueError.
    """
    if quorum is not None and present is None:
        raise ValueError("A quorum is set, but it is not said how many are present.")
    standing = [each for each in objections if not each.is_withdrawn]
    lacks_quorum = quorum is not None and present is not None and present < quorum
    reasons = (*(["no_quorum"] if lacks_quorum else []), *(["objection"] if standing else []))
    state: State = "not_adopted" if reasons else "adopted"
    record = {
        "procedure": "consensus",
        "rule": CONSENSUS,
        "present": present,
        "quorum": quorum,
        "objections": _told(objections),
        "reservations": sorted(reservations),
        "standing": sorted(each.by for each in standing),
        "outcome": state,
    }
    return Outcome(state, reasons or ("no_objection",), record)


def silence(
    *,
    entitled: Collection[str],
    deliveries: Mapping[str, datetime],
    objections: Sequence[Objection],
    opened_at: datetime,
    deadline: datetime,
    now: datetime,
) -> Outcome:
    """Running, broken, agreed or not delivered, at the instant `now`.

    deliveries: for each of those entitled, when the text reached them. All instants bear their zone. ValueError where
    the deadline is not after the opening or nobody is entitled.
    """
    if deadline <= opened_at:
        raise ValueError("The deadline must come after the opening of the silence procedure.")
    if not entitled:
        raise ValueError("A silence procedure needs at least one delegation entitled to object.")
    known = [each for each in objections if each.at <= now]
    counted = [each for each in known if each.by in entitled and opened_at <= each.at < deadline]
    missing = sorted(each for each in entitled if not _reached(deliveries.get(each), before=min(now, deadline)))
    state, reason = _silence_state(bool(counted), bool(missing), is_over=now >= deadline)
    record = {
        "procedure": "silence",
        "rule": SILENCE,
        "entitled": sorted(entitled),
        "deliveries": {each: _instant(at) for each, at in sorted(deliveries.items())},
        "objections": _told(known),
        "opened_at": _instant(opened_at),
        "deadline": _instant(deadline),
        "as_of": _instant(now),
        "counted": sorted(each.by for each in counted),
        "not_counted": [
            {"by": each.by, "why": _why_not(each, entitled, opened_at)}
            for each in sorted(known, key=_order)
            if each not in counted
        ],
        "not_delivered_to": missing,
        "outcome": state,
    }
    return Outcome(state, (reason,), record)


def _silence_state(is_broken: bool, is_missing: bool, *, is_over: bool) -> tuple[State, str]:
    if is_broken:
        return "broken", "objection"
    if not is_over:
        return "running", "before_the_deadline"
    return ("not_delivered", "not_all_reached") if is_missing else ("agreed", "no_objection")


def _reached(at: datetime | None, *, before: datetime) -> bool:
    return at is not None and at <= before


def _why_not(objection: Objection, entitled: Collection[str], opened_at: datetime) -> str:
    if objection.by not in entitled:
        return "not_entitled"
    return "too_early" if objection.at < opened_at else "too_late"


def _told(objections: Iterable[Objection]) -> list[dict[str, object]]:
    return [
        {"by": each.by, "at": _instant(each.at), "ground": each.ground, "is_withdrawn": each.is_withdrawn}
        for each in sorted(objections, key=_order)
    ]


def _order(objection: Objection) -> tuple[datetime, str, str, bool]:
    return objection.at, objection.by, objection.ground, objection.is_withdrawn


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError(f"{at} bears no zone.")
    return at.astimezone(UTC).isoformat()
