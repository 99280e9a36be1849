"""From the founding to the consolidation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from rapporteur.calls.actions import open_call, set_question
from rapporteur.consolidation.actions import ask_run, confirm_theme, lock_theme, make_theme
from rapporteur.consolidation.tasks import carry_out
from rapporteur.contributions.actions import receive_contribution, save_draft
from rapporteur.foundation.conferences.actions import (
    found_conference,
    grant_role,
    publish_document,
    schedule_session,
    set_outcome,
    set_party,
)
from rapporteur.foundation.files.actions import store_made
from rapporteur.foundation.people.actions import add_government, person_with
from rapporteur.registration.actions import accredit_delegation, ask_back, refuse_delegation, register_delegation
from rapporteur.registration.models import Delegation
from rapporteur_core.documents import model, pdf

from .world import DRAFTER, OBSERVER, RAPPORTEUR, SECRETARIAT, World, minutes, moment, read

OPENED = moment("2017-07-03T09:00:00+02:00")
OFFICERS = [
    (SECRETARIAT, "Griet Vandersteen-Okafor", "secretariat", "en"),
    (RAPPORTEUR, "Salomé Ibáñez Quintero", "rapporteur", "es"),
    (DRAFTER, "Théodore Mbarga", "drafter", "fr"),
    (OBSERVER, "Rasha Darwish", "observer", "ar"),
]


def tell(world: World) -> None:
    """Put the acts up to the consolidation into the story."""
    world.tell(OPENED - timedelta(days=7), found)
    world.tell(OPENED - timedelta(days=6), describe)
    world.tell(OPENED - timedelta(days=5), programme)
    world.tell(OPENED - timedelta(hours=1), call)
    first = first_words()
    for entry in read("governments"):
        _register(world, entry, first.get(entry["key"]))
    for entry in read("contributions"):
        _contribute(world, entry)
    world.tell(moment("2017-10-14"), find_themes)
    world.tell(moment("2017-10-14", 15), consolidate)


def found(world: World) -> None:
    data = read("conference")
    world.conference = found_conference(
        slug=data["slug"],
        title=data["title"],
        subtitle={
            "en": "Cities and Migrants",
            "fr": "Villes et migrants",
            "es": "Ciudades y migrantes",
            "ar": "المدن والمهاجرون",
        },
        lede=data["lede"],
        venue=data["venue"]["name"]["en"],
        city=data["venue"]["city"]["en"],
        starts_on=moment(data["starts_on"]).date(),
        ends_on=moment(data["ends_on"]).date(),
        zone=data["zone"],
        contact=data["contact"],
        symbol_root=data["symbol_root"],
        languages=data["languages"],
        is_published=True,
        is_sample=True,
    )
    for email, name, role, language in OFFICERS:
        world.persons[email] = person_with(email=email, name=name, language=language)
        grant_role(conference=world.conference, person=world.persons[email], role=role, by=world.system)


def describe(world: World) -> None:
    data, officer = read("conference"), world.reader(SECRETARIAT)
    for position, body in enumerate(data["bodies"]):
        set_party(conference=world.conference, part=body["role"], name=body["name"], position=position, by=officer)
    milestones = {item["key"]: item for process in data["processes"] for item in process["milestones"]}
    for position, item in enumerate(data["outputs"]):
        set_outcome(
            conference=world.conference,
            kind=item["key"],
            title=item["title"],
            description=item["description"],
            addressee=item["addressee"],
            milestone=milestones[item["milestone"]]["title"],
            due_at=moment(item["deadline"], 18),
            position=position,
            by=officer,
        )
    position = 0
    for item in data["documents"]:
        for language, text in item["text"].items():
            title = item["title"].get(language) or item["title"]["en"]
            content = _paper(title, text, language, item["issued_on"])
            name = f"{item['key']}-{language}.pdf"
            stored = store_made(data=content, name=name, content_type="application/pdf")
            publish_document(
                conference=world.conference,
                kind=item["kind"],
                title=title,
                language=language,
                file=stored,
                position=position,
                by=officer,
            )
            position += 1


def _paper(title: str, text: str, language: str, day: Any) -> bytes:
    pieces = [piece.strip() for piece in text.split("\n\n") if piece.strip()]
    return pdf.write(
        model.Document(
            title=title,
            symbol="",
            language=language,
            date=moment(day).date(),
            note="",
            blocks=[model.Paragraph(text=piece, language=language) for piece in pieces],
        )
    )


def programme(world: World) -> None:
    data, officer = read("conference"), world.reader(SECRETARIAT)
    rooms = {room["key"]: room["title"]["en"] for room in data["rooms"]}
    members = {member["key"]: (member, entry) for entry in read("governments") for member in entry["members"]}
    for item in data["programme"]:
        speakers = []
        for speaker in item.get("speakers") or []:
            if "member" in speaker:
                member, entry = members[speaker["member"]]
                name, office = member["name"], f"{member['office']}, {entry['name']}"
            else:
                name, office = speaker["body"], ""
            speakers.append({"name": name, "office": office, "part": speaker.get("role", "speaker")})
        schedule_session(
            conference=world.conference,
            title=item["title"],
            description=item.get("description") or {},
            kind=item["format"],
            room=rooms[item["room"]],
            starts_at=moment(f"{item['day']}T{item['start']}"),
            ends_at=moment(f"{item['day']}T{item['end']}"),
            speakers=speakers,
            by=officer,
        )


def call(world: World) -> None:
    data, officer = read("call"), world.reader(SECRETARIAT)
    opened = open_call(
        conference=world.conference,
        by=officer,
        title=data["title"],
        intro=data["intro"],
        who_may_answer=data["who_may_answer"],
        consent=next(item["label"] for item in data["consents"] if item["is_required"]),
        opens_at=moment(data["opens"]),
        closes_at=moment(data["closes"]),
        registration_closes_at=moment("2017-09-15T18:00:00+02:00"),
        withdrawal_until=moment(data["withdrawal_until"]),
        late_rule="keep",
        is_open_to_public=True,
    )
    for position, item in enumerate(data["questions"]):
        choices = [{"id": choice["key"], "label": choice["label"]} for choice in item.get("choices", [])]
        set_question(
            call=opened,
            by=officer,
            key=item["key"],
            kind=item["kind"],
            label=item["label"],
            help=item.get("help") or {},
            is_required=item["is_required"],
            word_limit=item.get("word_limit"),
            character_limit=item.get("character_limit"),
            choices=choices,
            unit="%" if item.get("unit") == "percent" else item.get("unit", ""),
            position=position,
        )


def first_words() -> dict[str, datetime]:
    """When each government spoke first: it is registered and accredited by then."""
    found_first: dict[str, datetime] = {}
    for entry in read("contributions"):
        if entry.get("government"):
            at = moment(entry["sent"])
            found_first[entry["government"]] = min(at, found_first.get(entry["government"], at))
    return found_first


def _register(world: World, entry: dict[str, Any], first: datetime | None) -> None:
    facts = entry["registration"]
    received = moment(facts["registered_on"], 9, 12)
    decided = moment(facts["decided_on"], 16) if facts.get("decided_on") else None
    if first is not None and facts["state"] == "accredited":
        received = max(min(received, first - timedelta(days=4)), OPENED + minutes(30))
        decided = min(decided or first, first - timedelta(days=1))

    def register(world: World) -> None:
        government = add_government(
            name=entry["name"],
            names=list((entry.get("names") or {}).values()),
            country=entry["country"],
            region=entry["region"],
            latitude=entry["latitude"],
            longitude=entry["longitude"],
            population=entry["population"],
            tier=entry["tier"],
            category=entry["category"],
            is_invented=True,
            by=world.system,
        )
        world.governments[entry["key"]] = government
        for member in entry["members"]:
            world.persons[member["key"]] = person_with(
                email=member["email"], name=member["name"], language=member["language"]
            )
        sender = next((member for member in entry["members"] if member["role"] == "focal"), entry["members"][0])
        by = world.reader(sender["key"])
        if facts["state"] == "refused":
            by = world.system
        register_delegation(
            conference=world.conference,
            government=government,
            category=entry["category"],
            members=[
                {
                    "name": member["name"],
                    "email": member["email"],
                    "office": member["office"],
                    "part": member["role"],
                    "language": member["language"],
                }
                for member in entry["members"]
            ],
            letter=None,
            by=by,
        )

    def decide(world: World) -> None:
        delegation = Delegation.objects.get(conference=world.conference, government=world.governments[entry["key"]])
        officer = world.reader(SECRETARIAT)
        if facts["state"] == "accredited":
            accredit_delegation(delegation=delegation, by=officer)
            head = next(member for member in entry["members"] if member["role"] == "head")
            grant_role(
                conference=world.conference,
                person=world.persons[head["key"]],
                role="mayor",
                government=world.governments[entry["key"]],
                by=officer,
            )
        elif facts["state"] == "asked_back":
            ask_back(delegation=delegation, question=facts["ground"], by=officer)
        else:
            refuse_delegation(delegation=delegation, ground=facts["ground"], by=officer)

    world.tell(received, register)
    if decided is not None and facts["state"] in {"accredited", "asked_back", "refused"}:
        world.tell(decided, decide)


def _contribute(world: World, entry: dict[str, Any]) -> None:
    answers = {key: str(value) for key, value in entry["answers"].items()}

    def by_whom(world: World) -> tuple[Any, Any, Any]:
        if entry["attribution"] == "anonymous" or not entry.get("government"):
            return world.system, None, None
        author = world.persons.get(entry["by"])
        government = world.governments[entry["government"]]
        reader = world.reader(entry["by"])
        return (reader if government.pk in reader.government_ids else world.system), government, author

    def begin(world: World) -> None:
        by, government, author = by_whom(world)
        save_draft(
            conference=world.conference,
            by=by,
            answers=answers,
            attribution=entry["attribution"],
            language=entry["language"],
            government=government,
            author=author if by.is_system else None,
        )

    def send(world: World) -> None:
        by, government, author = by_whom(world)
        contribution, secret = receive_contribution(
            conference=world.conference,
            by=by,
            answers=answers,
            attribution=entry["attribution"],
            language=entry["language"],
            government=government,
            author=author,
            begun_at=moment(entry["begun"]) if entry.get("begun") else None,
        )
        world.contributions[entry["key"]] = contribution
        world.receipts[entry["key"]] = secret

    if entry.get("begun"):
        world.tell(moment(entry["begun"]), begin)
    world.tell(moment(entry["sent"]), send)


def find_themes(world: World) -> None:
    """The rapporteur's twelve themes, confirmed and locked."""
    rapporteur = world.reader(RAPPORTEUR)
    for entry in read("themes"):
        theme = make_theme(
            conference=world.conference,
            label=entry["label"]["en"],
            labels=entry["label"],
            description=entry["description"],
            passages=world.all_passages(entry["members"]),
            by=rapporteur,
        )
        confirm_theme(theme=theme, by=rapporteur)
        lock_theme(theme=theme, by=rapporteur)
        world.themes[entry["key"]] = theme


def consolidate(world: World) -> None:
    """The machine's proposals for what no theme holds yet, duplicates and mapping."""
    carry_out(ask_run(conference=world.conference, by=world.reader(RAPPORTEUR)))
