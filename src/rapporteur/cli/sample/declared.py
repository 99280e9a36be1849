"""The declaration: its revisions, amendments and versions, from the zero draft to the settlement."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from rapporteur.drafting import actions as drafting
from rapporteur.drafting.actions.brackets import Mark
from rapporteur.drafting.models import Amendment, Revision, Sentence
from rapporteur.drafting.queries import clean_text
from rapporteur.foundation.people.reader import Reader
from rapporteur_core.documents.word import write_text
from rapporteur_core.documents.word.negotiated import NegotiatedParagraph, Piece
from rapporteur_core.redline import compare, unbracketed

from .world import DRAFTER, RAPPORTEUR, SECRETARIAT, World, minutes, moment, read

ZERO = moment("2017-10-20T12:00:00+02:00")


def tell_draft(world: World) -> None:
    data = read("declaration")
    world.tell(ZERO - timedelta(hours=2), _open_draft)
    before: list[str] = []
    for number, entry in enumerate(data["revisions"]):
        world.tell(moment(entry["frozen_at"]) - minutes(20), write_revision(number, entry, list(before)))
        world.tell(moment(entry["frozen_at"]), lambda world: freeze(world))
        before.append(entry["key"])
    rev1, rev2 = moment(data["revisions"][1]["frozen_at"]), moment(data["revisions"][2]["frozen_at"])
    closing = moment("2017-11-10T18:00:00+01:00")
    world.tell(rev1 + minutes(10), lambda world: _open_amendments(world, rev2 - minutes(30)))
    world.tell(rev2 - minutes(25), lambda world: close_amendments(world))
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


def write_revision(number: int, entry: dict[str, Any], before: list[str]) -> Any:
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


def freeze(world: World) -> None:
    revision = Revision.objects.get(draft=world.drafts["draft"], frozen_at=None)
    drafting.freeze_revision(revision=revision, by=world.reader(DRAFTER))


def _open_amendments(world: World, closes_at: datetime) -> None:
    drafting.open_amendments(draft=world.drafts["draft"], closes_at=closes_at, by=world.reader(SECRETARIAT))


def close_amendments(world: World) -> None:
    drafting.close_amendments(draft=world.drafts["draft"], by=world.reader(SECRETARIAT))


def _tell_amendment(world: World, entry: dict[str, Any], position: int) -> None:
    tabled = moment(entry["tabled_on"], 9) + minutes(7 * position)

    def table(world: World) -> None:
        draft = world.drafts["draft"]
        revision = draft.revisions.exclude(frozen_at=None).order_by("-number").first()
        amendment = (_in_word if entry.get("channel") == "word" else _on_the_form)(world, revision, entry)
        world.amendments[entry["key"]] = amendment
        if entry["state"] not in {"submitted", "inadmissible"}:
            drafting.declare_admissible(amendment=amendment, by=world.reader(DRAFTER))
            for key in entry["co_sponsors"]:
                drafting.co_sponsor(amendment=amendment, government=world.governments[key], by=world.delegate_of(key))

    world.tell(tabled, table)
    if entry.get("decided_on"):
        world.tell(moment(entry["decided_on"], 16) + minutes(position), settle(entry["key"], entry))


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
    """The draft downloaded, changed in Word with Track Changes by the delegate, sent in and filed."""
    delegate = world.delegate_of(entry["sponsor"])
    text = clean_text(revision, now=delegate.now)
    parts = [_tracked(part, entry, delegate) for part in text.paragraphs]
    returned = drafting.read_return(
        draft=revision.draft,
        data=write_text(replace(text, paragraphs=parts)),
        name=f"{entry['sponsor']}.docx",
        grouping="paragraph",
        government=world.governments[entry["sponsor"]],
        by=delegate,
    )
    (proposal,) = returned.proposals
    choice = drafting.Choice(proposal["proposed"], entry["rationale"])
    return drafting.file_return(returned=returned, choices={0: choice}, by=delegate)[0]


def _tracked(part: Any, entry: dict[str, Any], delegate: Reader) -> Any:
    """The part of the text as it was, or, where it is the paragraph amended, with the tracked changes of the delegate."""
    if not isinstance(part, NegotiatedParagraph) or part.key != entry["paragraph"]:
        return part
    words = "".join(piece.text for piece in part.pieces if not piece.bracket)
    pieces = [
        Piece("keep", change.text)
        if change.kind == "keep"
        else Piece(change.kind, change.text, delegate.person.name if delegate.person else "", delegate.now)
        for change in compare(words, entry["proposed_text"])
    ]
    return replace(part, pieces=pieces)


def settle(key: str, entry: dict[str, Any]) -> Any:
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
        elif state == "inadmissible":
            drafting.declare_inadmissible(amendment=amendment, ground=entry["reason"], by=drafter)
        else:
            sponsor = next(item["sponsor"] for item in read("amendments")["amendments"] if item["key"] == key)
            drafting.withdraw_amendment(amendment=amendment, by=world.delegate_of(sponsor))

    return settle


def tell_versions(world: World) -> None:
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
