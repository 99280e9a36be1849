"""From the recommendations to the follow-up."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from rapporteur.contributions.models import Passage
from rapporteur.decisions import actions as deciding
from rapporteur.drafting import actions as drafting
from rapporteur.drafting.actions.brackets import Mark
from rapporteur.drafting.models import Amendment, Revision, Sentence
from rapporteur.drafting.queries import wordings_of
from rapporteur.endorsements import actions as endorsing
from rapporteur.followup import actions as following
from rapporteur.foundation.conferences.models import Outcome
from rapporteur.outputs import actions as outputting
from rapporteur.recommendations import actions as recommending
from rapporteur.reviews import actions as reviewing
from rapporteur.trace.actions import tell_authors
from rapporteur_core.documents.word import negotiated, write_text
from rapporteur_core.documents.word.identity import Identity
from rapporteur_core.redline import compare, unbracketed

from .world import DRAFTER, RAPPORTEUR, SECRETARIAT, World, minutes, moment, read

ZERO = moment("2017-10-20T12:00:00+02:00")


def tell(world: World) -> None:
    """Put the acts from the recommendations on into the story."""
    _tell_review(world)
    _tell_recommendations(world)
    _tell_draft(world)
    _tell_versions(world)
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


def _tell_draft(world: World) -> None:
    data = read("declaration")
    world.tell(ZERO - timedelta(hours=2), _open_draft)
    before: list[str] = []
    for number, entry in enumerate(data["revisions"]):
        world.tell(moment(entry["frozen_at"]) - minutes(20), _write_revision(number, entry, list(before)))
        world.tell(moment(entry["frozen_at"]), lambda world: _freeze(world))
        before.append(entry["key"])
    rev1, rev2 = moment(data["revisions"][1]["frozen_at"]), moment(data["revisions"][2]["frozen_at"])
    closing = moment("2017-11-10T18:00:00+01:00")
    world.tell(rev1 + minutes(10), lambda world: _open_amendments(world, rev2 - minutes(30)))
    world.tell(rev2 - minutes(25), lambda world: _close_amendments(world))
    world.tell(rev2 + minutes(10), lambda world: _open_amendments(world, closing))
    for position, entry in enumerate(read("amendments")["amendments"]):
        _tell_amendment(world, entry, position)


def _open_draft(world: World) -> None:
    data = read("declaration")
    world.drafts["draft"] = drafting.open_draft(
        conference=world.conference,
        title=data["title"],
        symbol=data["revisions"][0]["symbol"],
        by=world.reader(DRAFTER),
    )


def _write_revision(number: int, entry: dict[str, Any], before: list[str]) -> Any:
    def write(world: World) -> None:
        drafter = world.reader(DRAFTER)
        revision = drafting.begin_revision(draft=world.drafts["draft"], by=drafter)
        if before:
            drafting.apply_accepted(revision=revision, by=drafter)
        _set_words(world, revision, entry, drafter)
        _set_sources(world, revision, entry, [*before, entry["key"]], drafter)
        world.drafts[entry["key"]] = revision

    return write


def _set_words(world: World, revision: Revision, entry: dict[str, Any], by: Any) -> None:
    """The words of a revision as the files give them: what the accepted amendments made already is left as it is."""
    headings = {item["before"]: item["title"]["en"] for item in read("declaration")["headings"]}
    wanted: list[tuple[str, str, str, str, list[Mark]]] = [("chapeau", "chapeau", entry["chapeau"], "", [])]
    for paragraph in entry["paragraphs"]:
        if paragraph["id"] in headings:
            wanted.append((f"h-{paragraph['id']}", "heading", headings[paragraph["id"]], "", []))
        text, ranges = unbracketed(paragraph["text"])
        reasons = [item["reason"] for item in paragraph.get("brackets") or []]
        marks = [(start, end, reason) for (start, end), reason in zip(ranges, reasons, strict=True)]
        wanted.append((paragraph["id"], paragraph["kind"], text, paragraph["number"], marks))
    for key in set(revision.wordings.values_list("paragraph__key", flat=True)) - {row[0] for row in wanted}:
        drafting.remove_wording(revision=revision, key=key, by=by)
    for position, (key, kind, text, number, marks) in enumerate(wanted, start=1):
        drafting.set_wording(
            revision=revision,
            key=key,
            kind=kind,
            text=text,
            number=number,
            position=position,
            brackets=marks,
            by=by,
        )


def _set_sources(world: World, revision: Revision, entry: dict[str, Any], so_far: list[str], by: Any) -> None:
    """The sources that begin with this revision; those of earlier ones are carried by the text itself."""
    for item in read("declaration")["sources"]:
        if item["since"] != entry["key"] and not (item["since"] not in so_far and entry["key"] == "final"):
            continue
        sentences = list(
            Sentence.objects.filter(wording__revision=revision, wording__paragraph__key=item["paragraph"]).order_by(
                "position"
            )
        )
        if sentences and item.get("provisions"):
            drafting.add_sources(sentence=sentences[0], provisions=item["provisions"], by=by)
        for part in item.get("sentences", []):
            drafting.add_sources(
                sentence=sentences[min(part["sentence"], len(sentences)) - 1],
                passages=world.all_passages(part.get("quotes", [])),
                recommendations=[world.recommendations[key] for key in part.get("recommendations", [])],
                by=by,
            )


def _freeze(world: World) -> None:
    revision = Revision.objects.get(draft=world.drafts["draft"], frozen_at=None)
    drafting.freeze_revision(revision=revision, by=world.reader(DRAFTER))


def _open_amendments(world: World, closes_at: datetime) -> None:
    drafting.open_amendments(draft=world.drafts["draft"], closes_at=closes_at, by=world.reader(SECRETARIAT))


def _close_amendments(world: World) -> None:
    drafting.close_amendments(draft=world.drafts["draft"], by=world.reader(SECRETARIAT))


def _tell_amendment(world: World, entry: dict[str, Any], position: int) -> None:
    tabled = moment(entry["tabled_on"], 9) + minutes(7 * position)

    def table(world: World) -> None:
        draft = world.drafts["draft"]
        revision = draft.revisions.exclude(frozen_at=None).order_by("-number").first()
        amendment = (_in_word if entry.get("channel") == "word" else _on_the_form)(world, revision, entry)
        world.amendments[entry["key"]] = amendment
        if entry["state"] != "submitted":
            drafting.declare_admissible(amendment=amendment, by=world.reader(DRAFTER))

            for key in entry["co_sponsors"] if entry.get("channel") == "word" else ():
                drafting.co_sponsor(amendment=amendment, government=world.governments[key], by=world.delegate_of(key))

    world.tell(tabled, table)
    if entry.get("decided_on"):
        world.tell(moment(entry["decided_on"], 16) + minutes(position), _settle(entry["key"], entry))


def _on_the_form(world: World, revision: Revision, entry: dict[str, Any]) -> Amendment:
    place = entry.get("after") or entry["paragraph"]
    return drafting.table_amendment(
        paragraph=world.drafts["draft"].paragraphs.get(key=place),
        revision=revision,
        kind=entry["kind"],
        proposed_text=entry.get("proposed_text") or "",
        rationale=entry["rationale"],
        government=world.governments[entry["sponsor"]],
        co_sponsors=[world.governments[key] for key in entry["co_sponsors"]],
        by=world.delegate_of(entry["sponsor"]),
    )


def _in_word(world: World, revision: Revision, entry: dict[str, Any]) -> Amendment:
    """The change made in Word with Track Changes by the delegate, the file sent in and filed."""
    delegate = world.delegate_of(entry["sponsor"])
    base = {each.paragraph.key: each.text for each in wordings_of(revision)}
    author, at = delegate.person.name, delegate.now
    paragraphs = [
        negotiated.NegotiatedParagraph(
            key,
            "operative",
            [
                negotiated.Piece("keep", change.text)
                if change.kind == "keep"
                else negotiated.Piece(change.kind, change.text, author, at)
                for change in compare(text, entry["proposed_text"] if key == entry["paragraph"] else text)
            ],
        )
        for key, text in base.items()
    ]
    identity = Identity(world.conference.slug, revision.symbol, revision.fingerprint, revision.language)
    text = negotiated.NegotiatedText(
        revision.title[revision.language], revision.symbol, revision.language, at.date(), paragraphs, identity=identity
    )
    returned = drafting.read_return(
        draft=revision.draft,
        data=write_text(text),
        name=f"{entry['sponsor']}.docx",
        grouping="paragraph",
        government=world.governments[entry["sponsor"]],
        by=delegate,
    )
    (proposal,) = returned.proposals
    choice = drafting.Choice(proposal["proposed"], entry["rationale"])
    return drafting.file_return(returned=returned, choices={0: choice}, by=delegate)[0]


def _settle(key: str, entry: dict[str, Any]) -> Any:
    def settle(world: World) -> None:
        amendment, drafter = world.amendments[key], world.reader(DRAFTER)
        amendment.refresh_from_db()
        state = entry.get("state") or entry["outcome"]
        if state == "accepted":
            if amendment.state == "submitted":
                drafting.declare_admissible(amendment=amendment, by=drafter)
                amendment.refresh_from_db()
            drafting.accept_amendment(amendment=amendment, by=drafter)
        elif state == "rejected":
            drafting.reject_amendment(amendment=amendment, reason=entry["reason"], by=drafter)
        else:
            sponsor = next(item["sponsor"] for item in read("amendments")["amendments"] if item["key"] == key)
            drafting.withdraw_amendment(amendment=amendment, by=world.delegate_of(sponsor))

    return settle


def _tell_versions(world: World) -> None:
    """The text in other languages: written round by round, reviewed, waived; a few amendments rendered."""
    data = read("versions")
    for entry in data["versions"]:
        language, waiver = entry["language"], entry.get("waiver")
        world.tell(moment(entry["opened"]), _open_version(language))
        for part in entry["rounds"]:
            for position, unit in enumerate(part["units"]):
                world.tell(moment(part["at"]) + minutes(9 * position), _write_unit(part["revision"], language, unit))
        for part in entry["reviews"]:
            for position, key in enumerate(part["paragraphs"]):
                world.tell(moment(part["at"]) + minutes(4 * position), _review_unit(part["revision"], language, key))
        if waiver:
            world.tell(moment(waiver["at"]), _waive(language, waiver["reason"]))
    for item in data["renderings"]:
        world.tell(moment(item["at"]), _render(item))


def _open_version(language: str) -> Any:
    def open_version(world: World) -> None:
        drafting.open_version(draft=world.drafts["draft"], language=language, by=world.reader(SECRETARIAT))

    return open_version


def _write_unit(revision: str, language: str, unit: dict[str, str]) -> Any:
    def write(world: World) -> None:
        drafting.write_version(
            wording=world.drafts[revision].wordings.get(paragraph__key=unit["paragraph"]),
            language=language,
            text=unit["text"],
            state=unit["state"],
            by=world.reader(DRAFTER),
        )

    return write


def _review_unit(revision: str, language: str, key: str) -> Any:
    def review(world: World) -> None:
        version = world.drafts[revision].versions.get(paragraph__key=key, language=language)
        drafting.review_version(version=version, by=world.reader(RAPPORTEUR))

    return review


def _waive(language: str, reason: str) -> Any:
    def waive(world: World) -> None:
        revision = world.drafts["draft"].revisions.order_by("-number").first()
        drafting.waive_language(revision=revision, language=language, reason=reason, by=world.reader(SECRETARIAT))

    return waive


def _render(item: dict[str, str]) -> Any:
    def render(world: World) -> None:
        drafting.render_amendment(
            amendment=world.amendments[item["amendment"]],
            language=item["language"],
            proposed_text=item["proposed_text"],
            state=item["state"],
            by=world.reader(DRAFTER),
        )

    return render


def _tell_decision(world: World) -> None:
    data = read("decision")
    settled = moment(data["settlement"]["settled_on"], 18, 30)
    world.tell(settled - minutes(15), lambda world: _close_amendments(world))
    for position, item in enumerate(data["settlement"]["amendments"]):
        world.tell(settled + minutes(position), _settle(item["amendment"], item))
    silence, adoption = data["silence"], data["adoption"]
    frozen = moment(silence["frozen_at"])
    world.tell(frozen - minutes(30), _write_revision(3, {**data["final"], "key": "final"}, ["zero", "rev1", "rev2"]))
    world.tell(frozen, lambda world: _freeze(world))
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
