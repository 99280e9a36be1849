"""Acts on recommendations: write, put forward, withdraw; positions; what became of each passage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.consolidation.actions import confirm_theme
from rapporteur.consolidation.models import Theme
from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.conferences.actions import next_number
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.frameworks.provisions import provisions as all_provisions
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import RAPPORTEUR, SECRETARIAT, Reader, Refused
from rapporteur_core.text import normalise

from .models import Disposition, Position, Recommendation, RecommendationSource
from .permissions import (
    may_change,
    may_dispose,
    may_put_forward,
    may_take_position,
    may_withdraw,
    may_write,
)

LONGEST_TEXT = 5000
LONGEST_TITLE = 300
LONGEST_ACTORS = 300
LONGEST_REASON = 3000


@transaction.atomic
def write_recommendation(
    *,
    conference: Conference,
    by: Reader,
    title: dict[str, str],
    text: str,
    level: str,
    kind: str,
    actors: str = "",
    due_on: date | None = None,
    provisions: Iterable[str] = (),
    passages: Iterable[Passage] = (),
    theme: Theme | None = None,
    language: str = "en",
) -> Recommendation:
    """Write a draft with the passages behind it. A theme that the machine proposed is confirmed by being used."""
    may_write(by, conference.pk).enforce()
    if theme is not None and theme.conference_id != conference.pk:
        raise Refused(_("This theme belongs to another conference."))
    facts = _facts(title, text, level, kind, actors, provisions)
    recommendation = Recommendation.objects.create(
        conference=conference,
        number=next_number(conference, "recommendation"),
        due_on=due_on,
        theme=theme,
        language=language,
        written_by=by.person,
        **facts,
    )
    chosen = _stand_behind(recommendation, passages)
    record(by, "wrote recommendation", recommendation, **facts, passages=chosen)
    if theme is not None and theme.state == Theme.State.PROPOSED and by.has(RAPPORTEUR, SECRETARIAT):
        confirm_theme(theme=theme, by=by)
    return recommendation


@transaction.atomic
def change_recommendation(
    *,
    recommendation: Recommendation,
    by: Reader,
    title: dict[str, str],
    text: str,
    level: str,
    kind: str,
    actors: str = "",
    due_on: date | None = None,
    provisions: Iterable[str] = (),
    passages: Iterable[Passage] = (),
) -> Recommendation:
    """Change a draft; `passages` are all that stand behind it from now on."""
    recommendation = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    may_change(by, recommendation).enforce()
    facts = _facts(title, text, level, kind, actors, provisions)
    for name, value in facts.items():
        setattr(recommendation, name, value)
    recommendation.due_on = due_on
    recommendation.save()
    recommendation.sources.all().delete()
    chosen = _stand_behind(recommendation, passages)
    record(by, "changed recommendation", recommendation, **facts, passages=chosen)
    return recommendation


def _facts(
    title: dict[str, str], text: str, level: str, kind: str, actors: str, provisions: Iterable[str]
) -> dict[str, Any]:
    """The checked fields of a recommendation, normalised; Refused with what is missing."""
    said = {code: " ".join(normalise(words).split()) for code, words in title.items() if normalise(words)}
    text, actors, named = normalise(text), " ".join(normalise(actors).split()), list(dict.fromkeys(provisions))
    if not said or any(len(words) > LONGEST_TITLE for words in said.values()):
        raise Refused(_("Give the recommendation a title of at most %(most)s characters.") % {"most": LONGEST_TITLE})
    if not text or len(text) > LONGEST_TEXT:
        raise Refused(_("Give the recommendation a text of at most %(most)s characters.") % {"most": LONGEST_TEXT})
    if len(actors) > LONGEST_ACTORS:
        raise Refused(_("Name who acts in at most %(most)s characters.") % {"most": LONGEST_ACTORS})
    if level not in Recommendation.Level.values or kind not in Recommendation.Kind.values:
        raise Refused(_("Choose a level and a kind."))
    if strange := [identifier for identifier in named if identifier not in all_provisions()]:
        raise Refused(_("No agreement has a provision “%(provision)s”.") % {"provision": strange[0]})
    return {"title": said, "text": text, "level": level, "kind": kind, "actors": actors, "provisions": named}


def _stand_behind(recommendation: Recommendation, passages: Iterable[Passage]) -> list[int]:
    keys = sorted({passage.pk for passage in passages})
    here = Passage.objects.filter(
        pk__in=keys,
        contribution__conference=recommendation.conference_id,
        contribution__state=Contribution.State.RECEIVED,
    )
    if here.count() != len(keys):
        raise Refused(_("One of these passages is not there any more. Load the page again."))
    # Lists show the last row first: so the passages are read in the order of the text.
    RecommendationSource.objects.bulk_create(
        RecommendationSource(recommendation=recommendation, passage_id=key) for key in reversed(keys)
    )
    return keys


@transaction.atomic
def put_forward(*, recommendation: Recommendation, by: Reader) -> Recommendation:
    """Put a draft before the delegations. Its passages that have no disposition yet are taken, by this rule.

    Refused without passages, and with a provision whose wording nobody has verified.
    """
    recommendation = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    may_put_forward(by, recommendation).enforce()
    for identifier in recommendation.provisions:
        item = all_provisions().get(identifier)
        if item is None or not item.is_proven:
            raise Refused(
                _("The provision %(provision)s is not verified. Remove it, or wait until its wording is proven.")
                % {"provision": identifier}
            )
    received = Contribution.State.RECEIVED
    keys = list(
        recommendation.sources.filter(passage__contribution__state=received).values_list("passage_id", flat=True)
    )
    if not keys:
        raise Refused(_("No passage stands behind %(name)s. Choose its passages first.") % {"name": recommendation})
    recommendation.state, recommendation.put_forward_at = Recommendation.State.PUT_FORWARD, by.now
    recommendation.save(update_fields=["state", "put_forward_at"])
    disposed = set(Disposition.objects.filter(passage__in=keys).values_list("passage_id", flat=True))
    Disposition.objects.bulk_create(
        Disposition(
            conference_id=recommendation.conference_id,
            passage_id=key,
            outcome=Disposition.Outcome.TAKEN,
            reason=f"Taken into {recommendation}.",
            language="en",
            recommendation=recommendation,
            is_by_rule=True,
            given_by=by.person,
            given_at=by.now,
        )
        for key in keys
        if key not in disposed
    )
    record(by, "put recommendation forward", recommendation, passages=keys, disposed_before=sorted(disposed))
    return recommendation


@transaction.atomic
def withdraw_recommendation(*, recommendation: Recommendation, by: Reader) -> Recommendation:
    """Take a recommendation back. What it had taken by rule waits for an answer again; the rest stays as given."""
    recommendation = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    may_withdraw(by, recommendation).enforce()
    recommendation.state = Recommendation.State.WITHDRAWN
    recommendation.save(update_fields=["state"])
    reopened = recommendation.dispositions.filter(is_by_rule=True)
    keys = sorted(reopened.values_list("passage_id", flat=True))
    reopened.delete()
    record(by, "withdrew recommendation", recommendation, reopened=keys)
    return recommendation


@transaction.atomic
def take_position(
    *, recommendation: Recommendation, government: Government, stance: str, by: Reader, reason: str = ""
) -> Position:
    """Support, live with or object to a recommendation for `government`; a new position replaces the one before."""
    recommendation = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    may_take_position(by, recommendation, government).enforce()
    reason = normalise(reason)
    if stance not in Position.Stance.values:
        raise Refused(_("Choose a position."))
    if stance == Position.Stance.OBJECT and not reason:
        raise Refused(_("An objection needs its reason."))
    if len(reason) > LONGEST_REASON:
        raise Refused(_("The reason has more than %(most)s characters. Shorten it.") % {"most": LONGEST_REASON})
    position, made = Position.objects.update_or_create(
        recommendation=recommendation,
        government=government,
        defaults={"stance": stance, "reason": reason, "taken_by": by.person, "taken_at": by.now},
    )
    act = "took position" if made else "changed position"
    record(by, act, position, recommendation=recommendation.number, government=government.pk, stance=stance)
    return position


@transaction.atomic
def close_positions(*, conference: Conference, by: Reader) -> int:
    """Close positions because the declaration is adopted; called by the act that adopts it. Gives how many it closed."""
    rows = Recommendation.objects.filter(
        conference=conference, state=Recommendation.State.PUT_FORWARD, positions_closed_at=None
    )
    closed = rows.update(positions_closed_at=by.now)
    if closed:
        record(by, "closed positions", conference, recommendations=closed)
    return closed


@transaction.atomic
def dispose(
    *,
    passages: Iterable[Passage],
    outcome: str,
    reason: str,
    by: Reader,
    recommendation: Recommendation | None = None,
    language: str = "en",
) -> int:
    """Say what became of passages, with one reason; gives how many. A new disposition replaces the one before."""
    keys = sorted({passage.pk for passage in passages})
    if not keys:
        raise Refused(_("Choose the passages first."))
    rows = Passage.objects.filter(pk__in=keys, contribution__state=Contribution.State.RECEIVED)
    conferences = list(rows.order_by("contribution__conference").values_list("contribution__conference", flat=True))
    if len(conferences) != len(keys) or len(set(conferences)) != 1:
        raise Refused(_("One of these passages is not there any more. Load the page again."))
    may_dispose(by, conferences[0]).enforce()
    reason = normalise(reason)
    if outcome not in Disposition.Outcome.values:
        raise Refused(_("Choose what became of these passages."))
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(_("Give the reason, in at most %(most)s characters.") % {"most": LONGEST_REASON})
    if recommendation is not None and recommendation.conference_id != conferences[0]:
        raise Refused(_("This recommendation belongs to another conference."))
    facts = {
        "outcome": outcome,
        "reason": reason,
        "language": language,
        "recommendation": recommendation,
        "is_by_rule": False,
        "given_by": by.person,
        "given_at": by.now,
    }
    old = Disposition.objects.filter(passage__in=keys)
    before = dict(old.values_list("passage_id", "outcome"))
    old.update(**facts)
    Disposition.objects.bulk_create(
        Disposition(conference_id=conferences[0], passage_id=key, **facts) for key in keys if key not in before
    )
    record(
        by,
        "disposed of passages",
        f"conference:{conferences[0]}",
        passages=keys,
        before={str(key): was for key, was in before.items()},
        outcome=outcome,
        reason=reason,
        recommendation=recommendation.number if recommendation else None,
    )
    return len(keys)
