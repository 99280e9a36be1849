"""From the recommendations to the follow-up."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from rapporteur.contributions.models import Passage
from rapporteur.decisions import actions as deciding
from rapporteur.drafting.models import Revision, Sentence
from rapporteur.endorsements import actions as endorsing
from rapporteur.followup import actions as following
from rapporteur.foundation.conferences.models import Outcome
from rapporteur.outputs import actions as outputting
from rapporteur.recommendations import actions as recommending
from rapporteur.reviews import actions as reviewing
from rapporteur.trace.actions import tell_authors

from .declared import ZERO, close_amendments, freeze, settle, tell_draft, tell_versions, write_revision
from .world import RAPPORTEUR, SECRETARIAT, World, minutes, moment, read


def tell(world: World) -> None:
    """Put the acts from the recommendations on into the story."""
    _tell_review(world)
    _tell_recommendations(world)
    tell_draft(world)
    tell_versions(world)
    _tell_decision(world)
    _tell_endorsements(world)
    _tell_followup(world)


def _tell_review(world: World) -> None:
    data = read("reviews")
    facts = data["round"]

    def open_round(world: World) -> None:
        world.drafts["round"] = reviewing.open_round(
            conference=world.conference,
            title=facts["title"],
            intro=facts["intro"],
            provisions=[(item, {}) for item in facts["provisions"]],
            opens_at=moment(facts["opens"]),
            closes_at=moment(facts["closes"]),
            by=world.reader(SECRETARIAT),
        )

    world.tell(moment(facts["opens"]) - minutes(10), open_round)
    for entry in data["reports"]:
        world.tell(moment(entry["sent"]), _report(entry))


def _report(entry: dict[str, Any]) -> Any:
    def report(world: World) -> None:
        figure = entry.get("figure") or {}
        reviewing.report_progress(
            item=world.drafts["round"].items.get(provision=entry["provision"]),
            government=world.governments[entry["government"]],
            stage=entry["stage"],
            figure=Decimal(str(figure["value"])) if figure else None,
            unit=figure.get("unit", ""),
            year=figure.get("year"),
            source=figure.get("source", ""),
            narrative=entry.get("narrative", ""),
            language=entry.get("language", "en"),
            obstacle=entry.get("obstacle") or "",
            partner_wanted=entry.get("partner_wanted") or "",
            by=world.delegate_of(entry["government"]),
        )

    return report


def _tell_recommendations(world: World) -> None:
    data = read("recommendations")
    written = moment("2017-10-16T11:00:00+02:00")
    for position, entry in enumerate(data["recommendations"]):
        world.tell(written + minutes(25 * position), _write(entry))
        for stand in entry.get("positions", []):
            world.tell(moment(stand["date"], 14), _stand(entry["key"], stand))
    world.tell(moment("2017-10-19", 17), lambda world: _dispose(world, data["dispositions"]))
    world.tell(moment("2017-11-06", 15), _collect_practices)
    world.tell(ZERO + timedelta(hours=3), lambda world: _tell_authors(world))


def _write(entry: dict[str, Any]) -> Any:
    def write(world: World) -> None:
        rapporteur = world.reader(RAPPORTEUR)
        recommendation = recommending.write_recommendation(
            conference=world.conference,
            by=rapporteur,
            title=entry["title"],
            text=entry["text"],
            level=entry["level"],
            kind=entry["kind"],
            actors=", ".join(entry["actors"]),
            due_on=moment(entry["by"]).date() if entry.get("by") else None,
            provisions=entry["provisions"],
            passages=world.all_passages(entry["sources"]),
            theme=world.themes.get(entry["theme"]),
        )
        world.recommendations[entry["key"]] = recommending.put_forward(recommendation=recommendation, by=rapporteur)

    return write


def _stand(key: str, stand: dict[str, Any]) -> Any:
    def take(world: World) -> None:
        recommending.take_position(
            recommendation=world.recommendations[key],
            government=world.governments[stand["government"]],
            stance=stand["position"],
            reason=stand.get("reason", ""),
            by=world.delegate_of(stand["government"]),
        )

    return take


def _dispose(world: World, entries: list[dict[str, Any]]) -> None:
    rapporteur = world.reader(RAPPORTEUR)
    for entry in entries:
        passages = world.passages(entry)
        recommendation = world.recommendations.get(entry.get("recommendation", ""))
        recommending.dispose(
            passages=passages,
            outcome=entry["outcome"],
            reason=entry["reason"],
            recommendation=recommendation,
            by=rapporteur,
        )


def _collect_practices(world: World) -> None:
    """What describes a practice, and stands behind no sentence, goes into the collection of practices."""
    practices = Passage.objects.filter(
        contribution__conference=world.conference,
        contribution__state="received",
        answer__question__key="practice",
        disposition=None,
        sentence_sources=None,
        recommendation_sources=None,
    )
    recommending.dispose(
        passages=list(practices),
        outcome="elsewhere",
        reason="It describes a practice: it goes into the collection of practices that accompanies the recommendations.",
        recommendation=None,
        by=world.reader(RAPPORTEUR),
    )


def _tell_authors(world: World) -> None:
    tell_authors(conference=world.conference, by=world.reader(RAPPORTEUR))


def _tell_decision(world: World) -> None:
    data = read("decision")
    settled = moment(data["settlement"]["settled_on"], 18, 30)
    world.tell(settled - minutes(15), lambda world: close_amendments(world))
    for position, item in enumerate(data["settlement"]["amendments"]):
        world.tell(settled + minutes(position), settle(item["amendment"], item))
    silence, adoption = data["silence"], data["adoption"]
    frozen = moment(silence["frozen_at"])
    world.tell(frozen - minutes(30), write_revision(3, {**data["final"], "key": "final"}, ["zero", "rev1", "rev2"]))
    world.tell(frozen, lambda world: freeze(world))
    world.tell(moment(silence["opens"]), lambda world: _open_silence(world, moment(silence["closes"])))
    for item in silence["objections"]:
        world.tell(moment(item["at"]), _speak("silence", "objection", item["government"], item["reason"], "en"))
    asked = moment(adoption["at"])
    world.tell(asked - minutes(30), lambda world: _open_consensus(world))
    for kind in ("reservations", "explanations"):
        for position, item in enumerate(adoption[kind]):
            act = _speak("consensus", kind[:-1], item["government"], item["text"], item.get("language", "en"))
            world.tell(asked - minutes(20 - position), act)
    world.tell(asked, lambda world: _adopt(world, len(adoption["present"])))


def _open_silence(world: World, closes: datetime) -> None:
    revision = world.drafts["draft"].revisions.order_by("-number").first()
    world.procedures["silence"] = deciding.open_silence(
        revision=revision, deadline=closes, by=world.reader(SECRETARIAT)
    )


def _open_consensus(world: World) -> None:
    revision = world.drafts["draft"].revisions.order_by("-number").first()
    world.procedures["consensus"] = deciding.open_consensus(revision=revision, by=world.reader(SECRETARIAT))


def _speak(procedure: str, kind: str, government: str, text: str, language: str) -> Any:
    def speak(world: World) -> None:
        deciding.make_statement(
            procedure=world.procedures[procedure],
            government=world.governments[government],
            kind=kind,
            text=text,
            language=language,
            by=world.delegate_of(government),
        )

    return speak


def _adopt(world: World, present: int) -> None:
    deciding.conclude(procedure=world.procedures["consensus"], present=present, by=world.reader(SECRETARIAT))
    _tell_authors(world)


def _tell_endorsements(world: World) -> None:
    for entry in read("endorsements"):
        world.tell(moment(entry["endorsed_at"]), _endorse(entry))
        if entry.get("verified_at"):
            world.tell(moment(entry["verified_at"]), _verify(entry))
        if entry.get("withdrawn"):
            world.tell(moment(entry["withdrawn"]["at"]), _withdraw(entry))


def _endorse(entry: dict[str, Any]) -> Any:
    def endorse(world: World) -> None:
        world.endorsements[entry["key"]] = endorsing.endorse_declaration(
            conference=world.conference,
            government=world.governments[entry["government"]],
            name=entry["person"],
            office=entry["office"],
            mandate=entry["mandate"],
            reservation=entry.get("reservation") or "",
            language=entry.get("language", "en"),
            second_address=f"registry@{entry['government']}.example",
            by=world.reader(entry["by"]) if entry.get("by") else world.system,
        )

    return endorse


def _verify(entry: dict[str, Any]) -> Any:
    def verify(world: World) -> None:
        endorsing.verify_endorsement(endorsement=world.endorsements[entry["key"]], by=world.system)

    return verify


def _withdraw(entry: dict[str, Any]) -> Any:
    def withdraw(world: World) -> None:
        endorsing.withdraw_endorsement(
            endorsement=world.endorsements[entry["key"]],
            reason=entry["withdrawn"]["reason"],
            by=world.reader(entry["by"]) if entry.get("by") else world.system,
        )

    return withdraw


def _tell_followup(world: World) -> None:
    world.tell(moment("2017-12-01T11:00:00+01:00"), lambda world: _deliver(world, "recommendations"))
    world.tell(moment("2017-12-01T11:10:00+01:00"), lambda world: _deliver(world, "declaration"))
    world.tell(moment("2018-01-15T10:00:00+01:00"), lambda world: _deliver(world, "review"))
    for entry in read("commitments"):
        world.tell(moment("2017-12-11T10:00:00+01:00"), _lift(entry))
        for report in entry.get("progress", []):
            world.tell(moment(report["date"]), _progress(entry, report))


def _deliver(world: World, kind: str) -> None:
    outcome = Outcome.objects.get(conference=world.conference, kind=kind)
    outputting.deliver(
        outcome=outcome,
        form="pdf",
        language="en",
        addressee=outcome.addressee["en"],
        delivered_on=world.system.now.date(),
        by=world.reader(SECRETARIAT),
    )


def _lift(entry: dict[str, Any]) -> Any:
    def lift(world: World) -> None:
        revision = Revision.objects.get(draft=world.drafts["draft"], is_adopted=True)
        sentences = list(
            Sentence.objects.filter(wording__revision=revision, wording__paragraph__key=entry["paragraph"]).order_by(
                "position"
            )
        )
        world.drafts[entry["key"]] = following.lift_commitment(
            sentence=sentences[min(entry["sentence"], len(sentences)) - 1],
            measure=entry["measure"],
            due_on=moment(entry["due"]).date(),
            owner=world.governments[entry["owner"]],
            language=entry["language"],
            by=world.reader(SECRETARIAT),
        )

    return lift


def _progress(entry: dict[str, Any], report: dict[str, Any]) -> Any:
    def progress(world: World) -> None:
        figure = report.get("figure") or {}
        following.report_on(
            commitment=world.drafts[entry["key"]],
            stage=report["stage"],
            figure=Decimal(str(figure["value"])) if figure else None,
            unit=figure.get("unit", ""),
            year=figure.get("year"),
            source=figure.get("source", ""),
            narrative=report.get("narrative", ""),
            language=entry.get("language", "en"),
            obstacle="",
            partner_wanted="",
            by=world.delegate_of(entry["owner"]),
        )

    return progress
