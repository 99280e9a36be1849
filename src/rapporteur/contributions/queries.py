"""Reads of contributions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypedDict

from babel import Locale
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from rapporteur.calls.models import Call, Question
from rapporteur.calls.queries import phase_of
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.stations import Station, Waiting
from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.journal.kept import Kept
from rapporteur.foundation.people.models import Government, Person, Region
from rapporteur.foundation.people.reader import RAPPORTEUR, SECRETARIAT, Reader
from rapporteur.foundation.ui.said import language_name, number, plain, short_day
from rapporteur_core.text import fold

from .models import Answer, Contribution, ImportBatch, Passage

_kept = Kept(most=32)
# What people are likely to write in; any other code comes in by import or by the desk.
LANGUAGES = (
    "am", "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ga", "ha", "he",
    "hi", "hr", "hu", "id", "it", "ja", "km", "ko", "lt", "lv", "ms", "mt", "my", "ne", "nl", "no", "pl", "prs",
    "ps", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "th", "ti", "tl", "tr", "uk", "ur",
    "vi", "zh",
)  # fmt: skip


class RegionCount(TypedDict):
    region: str
    label: str
    count: int


REGION_NAMES = {
    Region.AFRICA.value: gettext_lazy("Africa"),
    Region.ASIA_PACIFIC.value: gettext_lazy("Asia-Pacific"),
    Region.EUROPE.value: gettext_lazy("Europe"),
    Region.LATIN_AMERICA.value: gettext_lazy("Latin America and the Caribbean"),
    Region.MIDDLE_EAST.value: gettext_lazy("Middle East and West Asia"),
    Region.NORTH_AMERICA.value: gettext_lazy("North America"),
}


def region_name(region: str) -> str:
    """A region in the reader's language."""
    return str(REGION_NAMES[region]) if region in REGION_NAMES else _("No region given")


def regions() -> list[tuple[str, str]]:
    """The regions with their names in the reader's language."""
    return [(region, str(name)) for region, name in REGION_NAMES.items()]


def attributions() -> list[tuple[str, str]]:
    """Under what name a contribution is shown, in the reader's language."""
    return [
        (Contribution.Attribution.NAMED.value, _("by name")),
        (Contribution.Attribution.GOVERNMENT.value, _("government only")),
        (Contribution.Attribution.ANONYMOUS.value, _("anonymous")),
    ]


def attribution_name(value: str) -> str:
    return dict(attributions()).get(value, value)


def state_name(state: str) -> str:
    """A state in the reader's language."""
    return {"draft": _("draft"), "received": _("received"), "withdrawn": _("withdrawn")}.get(state, state)


def who(contribution: Contribution) -> str:
    """Who spoke, as far as it is shown, in the reader's language."""
    return contribution.shown_as or (_("anonymous") if contribution.is_anonymous else _("no name given"))


def batch_state_name(state: str) -> str:
    return {"previewed": _("not imported yet"), "imported": _("imported"), "undone": _("undone")}.get(state, state)


def speakers() -> list[tuple[str, str]]:
    """What somebody is who speaks for no government, in the reader's language."""
    return [
        ("individual", _("a person")),
        ("migrant_org", _("an association of migrants")),
        ("organisation", _("another organisation")),
    ]


def language_choices(conference: Conference) -> list[tuple[str, str]]:
    """The languages of the conference first, then others by name."""
    own = [str(code) for code in conference.languages]
    others = sorted(
        ((code, language_name(code)) for code in LANGUAGES if code not in own), key=lambda each: fold(each[1])
    )
    return [(code, language_name(code)) for code in own] + others


def language_shown(code: str) -> str:
    return _("not known") if code == "und" else language_name(code)


def contributions_by_region(conference: Conference) -> list[RegionCount]:
    """How many were received from each region, those from nowhere included: one query over an index."""
    rows = (
        Contribution.objects.filter(conference=conference, state=Contribution.State.RECEIVED)
        .values("region")
        .annotate(count=Count("pk"))
        .order_by("-count", "region")
    )
    return [{"region": row["region"], "label": region_name(row["region"]), "count": row["count"]} for row in rows]


def received(conference: Conference) -> QuerySet[Contribution]:
    """What was received and is not withdrawn, by number, with its government: one query."""
    rows = Contribution.objects.filter(conference=conference, state=Contribution.State.RECEIVED)
    return rows.select_related("government").order_by("number")


def languages_received(conference: Conference) -> list[str]:
    """The languages in which something was received: two queries after an act, one of them over an index, then one."""

    def read() -> list[str]:
        rows = Contribution.objects.filter(conference=conference, state=Contribution.State.RECEIVED)
        return list(rows.order_by("language").values_list("language", flat=True).distinct())

    return _kept.get(("languages", conference.pk), read)


def public_list(reader: Reader, params: Mapping[str, str]) -> QuerySet[Contribution]:
    """What everybody may read, filtered by `q`, `region` and `language`; whoever asks, nothing else is in it."""
    rows = Contribution.objects.visible_to(reader).filter(state=Contribution.State.RECEIVED)
    return _filtered(rows, params).select_related("government")


def desk_list(reader: Reader, params: Mapping[str, str]) -> QuerySet[Contribution]:
    """What was received, withdrawn ones included, with the desk's filters besides: `state`, `late`, `batch`."""
    rows = Contribution.objects.visible_to(reader).filter(number__isnull=False)
    if params.get("state") in {"received", "withdrawn"}:
        rows = rows.filter(state=params["state"])
    if params.get("late"):
        rows = rows.filter(is_late=True)
    batch = params.get("batch", "")
    if batch.isascii() and batch.isdigit() and len(batch) < 9:
        rows = rows.filter(batch__number=int(batch))
    return _filtered(rows, params).select_related("government", "batch")


def _filtered(rows: QuerySet[Contribution], params: Mapping[str, str]) -> QuerySet[Contribution]:
    if params.get("region"):
        rows = rows.filter(region="" if params["region"] == "none" else params["region"])
    if params.get("language"):
        rows = rows.filter(language=params["language"])
    wanted = fold(params.get("q", "").replace("\0", "")).strip()
    return rows.filter(folded__contains=wanted) if wanted else rows


def by_number(reader: Reader, number: int) -> Contribution | None:
    """The contribution with this number, where `reader` may see it: one query."""
    rows = Contribution.objects.visible_to(reader).filter(number=number)
    return rows.select_related("government", "author", "call", "conference", "batch").first()


def withdrawn_on(conference: Conference, number: int) -> date | None:
    """The day on which a contribution was withdrawn: all that the public is told of it."""
    row = Contribution.objects.filter(conference=conference, number=number, state=Contribution.State.WITHDRAWN)
    at = row.values_list("withdrawn_at", flat=True).first()
    return at.astimezone(UTC).date() if at else None


def with_receipt(conference: Conference, secret: str) -> Contribution | None:
    """The contribution whose receipt has this secret: one query."""
    rows = Contribution.objects.filter(conference=conference, receipt=digest_of(secret))
    return rows.select_related("government", "call", "conference").first()


def digest_of(secret: str) -> str:
    """What is kept of the secret in a receipt's address."""
    return hashlib.sha256(secret.encode()).hexdigest()


def draft_of(call: Call, person: Person | None) -> Contribution | None:
    """The one draft of `person`: one query."""
    if person is None:
        return None
    rows = Contribution.objects.filter(call=call, author=person, state=Contribution.State.DRAFT)
    return rows.select_related("government").first()


def answers_of(contribution: Contribution) -> dict[str, str | StoredFile]:
    """What was answered, by key of the question: one query."""
    rows = Answer.objects.filter(contribution=contribution).select_related("question", "file")
    return {row.question.key: row.file or row.text for row in rows}


def contributions_of(reader: Reader) -> QuerySet[Contribution]:
    """One's own in every state and those of one's governments, drafts first: one query."""
    if reader.person is None:
        return Contribution.objects.none()
    mine = Q(author=reader.person)
    if reader.government_ids:
        mine |= Q(government_id__in=reader.government_ids)
    rows = Contribution.objects.visible_to(reader).filter(mine)
    return rows.select_related("government", "author").order_by("state", "-number")


def governments_of(reader: Reader) -> QuerySet[Government]:
    """The governments for which `reader` speaks: one query."""
    return Government.objects.filter(pk__in=reader.government_ids).order_by("name")


@dataclass(frozen=True)
class Piece:
    """Words of an answer: a passage with its number, or words that stand in none (number 0)."""

    number: int
    text: str
    language: str = ""


@dataclass(frozen=True)
class Words:
    """An answer as it is shown: paragraphs of pieces; or a plain text (choice, figure); or a file."""

    question: Question
    paragraphs: list[list[Piece]]
    plain: str = ""
    file: StoredFile | None = None


def words_of(contribution: Contribution) -> list[Words]:
    """The answers in the order of the call, texts cut into their passages: two queries."""
    rows = list(
        Answer.objects.filter(contribution=contribution)
        .select_related("question", "file")
        .order_by("question__position", "pk")
    )
    passages: dict[int, list[Passage]] = {}
    for passage in Passage.objects.filter(contribution=contribution).order_by("number"):
        passages.setdefault(passage.answer_id, []).append(passage)
    return [_shown(row, passages.get(row.pk, [])) for row in rows]


def _shown(answer: Answer, passages: list[Passage]) -> Words:
    question = answer.question
    if question.kind == Question.Kind.TEXT:
        return Words(question, _paragraphs(answer.text, passages))
    return Words(question, [], plain_answer(question, answer.text), answer.file)


def plain_answer(question: Question, text: str) -> str:
    """A choice by its label, a figure with its unit, a text as it is."""
    if question.kind == Question.Kind.CHOICE:
        return next((plain(each["label"]) for each in question.choices if str(each["id"]) == text), text)
    if question.kind == Question.Kind.FIGURE and text:
        shown = number(float(text)) if "." in text else number(int(text))
        return f"{shown} {question.unit}".strip()
    return text


def _paragraphs(text: str, passages: list[Passage]) -> list[list[Piece]]:
    """The whole text in pieces; a newline between two passages begins a paragraph. No word is left out."""
    found: list[list[Piece]] = [[]]
    place = 0
    for passage in passages:
        _add_between(found, text[place : passage.start])
        found[-1].append(Piece(passage.number, text[passage.start : passage.end], passage.language))
        place = passage.end
    _add_between(found, text[place:])
    return [paragraph for paragraph in found if paragraph]


def _add_between(found: list[list[Piece]], gap: str) -> None:
    for position, line in enumerate(gap.split("\n")):
        if position:
            found.append([])
        if line.strip():
            found[-1].append(Piece(0, line.strip()))


def passages_of(contribution: Contribution) -> list[Passage]:
    """The passages in the order of the text, each with its answer and question: one query."""
    rows = Passage.objects.filter(contribution=contribution).select_related("answer__question")
    return list(rows.order_by("number"))


@dataclass(frozen=True)
class PassageText:
    """A passage as the methods of consolidation take it."""

    id: int
    contribution_id: int
    number: int
    text: str
    language: str


def passage_texts(conference: Conference) -> list[PassageText]:
    """All passages of what is received, by number of the contribution and of the passage: two queries."""
    rows = Passage.objects.filter(
        contribution__conference=conference, contribution__state=Contribution.State.RECEIVED
    ).order_by("contribution__number", "number")
    texts = dict(
        Answer.objects.filter(
            contribution__conference=conference, contribution__state=Contribution.State.RECEIVED
        ).values_list("pk", "text")
    )
    fields = rows.values_list("pk", "contribution_id", "number", "answer_id", "start", "end", "language")
    return [
        PassageText(pk, contribution, position, texts[answer][start:end], language)
        for pk, contribution, position, answer, start, end, language in fields
    ]


def split_points(passage: Passage) -> list[tuple[int, str]]:
    """Where `passage` can be split: places in its answer at which a word begins, each with the words around it."""
    text = passage.answer.text
    inside = range(passage.start + 1, passage.end)
    places = [place for place in inside if text[place - 1].isspace() and not text[place].isspace()]
    return [(place, f"{_tail(text[passage.start : place])} | {_head(text[place : passage.end])}") for place in places]


def _tail(text: str) -> str:
    words = text.split()
    return ("… " if len(words) > 4 else "") + " ".join(words[-4:])


def _head(text: str) -> str:
    words = text.split(None, 4)
    return " ".join(words[:4]) + (" …" if len(words) > 4 else "")


def held_by(passages: QuerySet[Passage], *, only_protected: bool = False) -> str:
    """Where one of `passages` stands in a later stage, in the reader's words; empty when in none.

    Asked of whatever table refers to passages, as these belong to later stages: one query each.
    """
    names = {
        "theme_membership": _("a theme"),
        "mappings": _("the mapping to agreements"),
        "recommendation_sources": _("the sources of a recommendation"),
        "disposition": _("the answers given to passages"),
        "sentence_sources": _("the sources of a sentence of the draft"),
    }
    for relation in Passage._meta.related_objects:
        protects = getattr(relation.on_delete, "__name__", "") in {"PROTECT", "RESTRICT"}
        if only_protected and not protects:
            continue
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": passages})
        if rows.exists():
            return names.get(str(relation.get_accessor_name()), _("a later stage"))
    return ""


def batches(conference: Conference) -> QuerySet[ImportBatch]:
    """The imports, the newest first: one query."""
    return ImportBatch.objects.filter(conference=conference).select_related("made_by", "file").order_by("-number")


def table_of(rows: Iterable[Contribution], questions: list[Question]) -> Iterator[list[str | int | date | None]]:
    """The lines of an export, each with the words by question: one query for 500 contributions."""
    buffer: list[Contribution] = []
    for row in rows:
        buffer.append(row)
        if len(buffer) == 500:
            yield from _lines(buffer, questions)
            buffer = []
    yield from _lines(buffer, questions)


def _lines(rows: list[Contribution], questions: list[Question]) -> Iterator[list[str | int | date | None]]:
    answers: dict[tuple[int, int], str] = {
        (contribution, question): text
        for contribution, question, text in Answer.objects.filter(contribution__in=rows).values_list(
            "contribution_id", "question_id", "text"
        )
    }
    for row in rows:
        words = (
            []
            if row.state == Contribution.State.WITHDRAWN
            else [answers.get((row.pk, each.pk), "") for each in questions]
        )
        words += [""] * (len(questions) - len(words))
        yield [
            str(row), row.source_id, row.shown_as, row.attribution, row.region, row.language, row.received_on, row.state,
            "late" if row.is_late else "", *words,
        ]  # fmt: skip


def table_header(questions: list[Question]) -> list[str]:
    """The names of the columns of an export; an import reads them back."""
    fixed = ["number", "id", "by", "attribution", "region", "language", "received_on", "state", "late"]
    return [*fixed, *(question.key for question in questions)]


def language_code(text: str) -> str | None:
    """The code of a language written as a code or by its name in one of the interface's languages; None for none."""
    wanted = fold(text).strip().replace("_", "-")
    if not wanted or wanted == "und":
        return "und"
    base = wanted.split("-")[0]
    if base in Locale("en").languages and len(wanted) <= 10:
        return wanted
    for code in ("en", "fr", "es", "ar", get_language() or "en"):
        for known, name in Locale.parse(code.replace("-", "_")).languages.items():
            if fold(name) == wanted and len(known) <= 10:
                return str(known).replace("_", "-")
    return None


def station(conference: Conference, reader: Reader) -> Station | None:
    """The contributions on the line: two queries."""
    call = Call.objects.filter(conference=conference).first()
    if call is None:
        return None
    phase = phase_of(call, reader.now)
    count = Contribution.objects.filter(conference=conference, state=Contribution.State.RECEIVED).count()
    opens = _("from %(day)s") % {"day": short_day(call.opens_at, conference.zone)}
    closes = _("until %(day)s") % {"day": short_day(call.closes_at, conference.zone)}
    so_far = ngettext("%(count)s received", "%(count)s received", count) % {"count": number(count)}
    state = {"planned": "", "open": "now", "closed": "done"}[phase]
    return Station(
        _("Contributions"),
        reverse("contributions:list", kwargs={"slug": conference.slug}),
        state,
        (opens if phase == "planned" else closes, so_far),
    )


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """What waits for the secretariat and the rapporteur: at most two queries."""
    found = []
    desk = reverse("contributions:desk", kwargs={"slug": conference.slug})
    if reader.has(SECRETARIAT, RAPPORTEUR):
        rows = Contribution.objects.filter(conference=conference, state=Contribution.State.RECEIVED, language="und")
        if count := rows.count():
            label = ngettext("contribution without its language", "contributions without their language", count)
            found.append(Waiting(count, label, f"{desk}?language=und"))
    if reader.has(SECRETARIAT):
        previewed = ImportBatch.objects.filter(conference=conference, state=ImportBatch.State.PREVIEWED)
        if count := previewed.count():
            label = ngettext("file seen and not imported", "files seen and not imported", count)
            found.append(Waiting(count, label, reverse("contributions:import", kwargs={"slug": conference.slug})))
    return found


def instants() -> list[tuple[int, datetime]]:
    """The end of withdrawing, opening and closing, by conference: one query."""
    rows = Call.objects.values_list("conference_id", "opens_at", "closes_at", "withdrawal_until")
    return [(conference, instant) for conference, *instants in rows for instant in instants]
