"""An output: one content, whatever form it takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.conferences.models import Conference, Outcome
from rapporteur.foundation.frameworks.provisions import provisions, short_name
from rapporteur.foundation.ui import said
from rapporteur.trace.queries import speaker, where
from rapporteur_core.documents.model import Block, Document, Paragraph, Run
from rapporteur_core.documents.word.negotiated import NegotiatedText
from rapporteur_core.text import fingerprint

SCHEMA = "rapporteur-output/1"
FORMS = ("html", "docx", "pdf", "json")


@dataclass(frozen=True)
class Unverified:
    """A reference that nobody has proved, and where it stands."""

    provision: str
    where: str


@dataclass(frozen=True)
class Output:
    """The content of an output as a document in the reader's language and as data that knows no language.

    `fingerprint` is that of the content: of an outcome document its own, of the others the SHA-256 of the data. `text`:
    of an outcome document the same content as texts are written in Word.
    """

    outcome: Outcome
    document: Document
    data: Mapping[str, Any]
    fingerprint: str
    unverified: tuple[Unverified, ...]
    text: NegotiatedText | None = None

    @property
    def is_final(self) -> bool:
        """Whether it may leave the house: no reference in it is unverified."""
        return not self.unverified


def canonical(data: Mapping[str, Any]) -> str:
    """Data as JSON whose bytes depend on nothing but the data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def head(conference: Conference, outcome: Outcome, symbol: str, dated: datetime) -> dict[str, Any]:
    """What the data of every output begin with."""
    return {
        "schema": SCHEMA,
        "kind": outcome.kind,
        "conference": {"slug": conference.slug, "title": conference.title},
        "title": outcome.title,
        "addressee": outcome.addressee,
        "symbol": symbol,
        "date": dated.astimezone(ZoneInfo(conference.zone)).date().isoformat(),
    }


def finished(
    outcome: Outcome,
    data: dict[str, Any],
    blocks: Sequence[Block],
    *,
    unverified: Sequence[Unverified],
    note: str = "",
    title: str = "",
    text_fingerprint: str = "",
) -> Output:
    """The output from its parts; an unverified reference is named in the note below the title."""
    mark = text_fingerprint or fingerprint(canonical(data))
    data["fingerprint"] = mark
    notes = [note] if note else []
    if unverified:
        notes.append(not_final(unverified))
    document = Document(
        title=title or said.plain(outcome.title),
        symbol=data["symbol"],
        language=get_language() or "en",
        date=datetime.fromisoformat(data["date"]).date(),
        note=" ".join(notes),
        blocks=(Paragraph(_("Fingerprint (SHA-256): %(mark)s") % {"mark": mark}, style="note"), *blocks),
    )
    return Output(outcome, document, data, mark, tuple(unverified))


def not_final(unverified: Iterable[Unverified]) -> str:
    """Why an output cannot be made final: each unverified reference and where it stands."""
    named = "; ".join(f"{item.provision} ({item.where})" for item in unverified)
    sentence = _("Not final: these references have not been verified: %(named)s. Verify them or take them out.")
    return sentence % {"named": named}


# ---- provisions


def unproven(identifiers: Iterable[str], place: str) -> list[Unverified]:
    """Those of `identifiers` that are unknown or unproven, as they stand at `place`."""
    known = provisions()
    return [
        Unverified(known[key].id if key in known else key, place)
        for key in identifiers
        if key not in known or not known[key].is_proven
    ]


def proof_name(check: str) -> str:
    """How a provision's number was proved, in the reader's language."""
    names = {"text": _("text read"), "cited": _("cited"), "derived": _("derived")}
    return names.get(check, _("unverified"))


def provision_line(identifier: str) -> str:
    """Such as: GCM 1, Collect data (A/RES/73/195; text read)."""
    item = provisions().get(identifier)
    if item is None:
        return f"{identifier} ({proof_name('')})"
    name = short_name(item, get_language() or "en")
    inside = "; ".join(part for part in (item.symbol, proof_name(item.check)) if part)
    return f"{name}, {said.plain(item.label)} ({inside})"


def provision_data(identifiers: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What is known of each provision, by identifier."""
    known = provisions()
    return {
        key: {
            "framework": known[key].framework,
            "number": known[key].number,
            "symbol": known[key].symbol,
            "paragraph": known[key].paragraph,
            "label": known[key].label,
            "proof": known[key].check,
            "source": known[key].source,
        }
        if key in known
        else {"proof": "unverified"}
        for key in sorted(set(identifiers))
    }


# ---- passages


def reference(passage: Passage) -> str:
    """How a passage is cited: C-0087/2 is the second of contribution C-0087."""
    return f"{passage.contribution}/{passage.number}"


def passage_data(passages: Iterable[Passage]) -> dict[str, dict[str, Any]]:
    """The passages by reference; of a withdrawn contribution neither words nor speaker."""
    return {reference(row): _passage_data(row) for row in passages}


def _passage_data(passage: Passage) -> dict[str, Any]:
    contribution = passage.contribution
    facts: dict[str, Any] = {"contribution": str(contribution), "passage": passage.number, "state": contribution.state}
    if contribution.state != Contribution.State.RECEIVED:
        return {**facts, "state": "withdrawn"}
    is_anonymous = contribution.attribution == Contribution.Attribution.ANONYMOUS
    government = None if is_anonymous else contribution.government
    return {
        **facts,
        "attribution": contribution.attribution,
        "who": contribution.shown_as or None,
        "country": (government.country or None) if government else None,
        "region": (contribution.region or None) if government else None,
        "language": passage.language,
        "text": passage.text,
    }


class Annex:
    """Passages as blocks: verbatim where they come first, afterwards by a pointer to that place."""

    def __init__(self) -> None:
        self.quoted: dict[int, str] = {}

    def blocks(self, passages: Iterable[Passage], place: str) -> Iterator[Block]:
        """The passages behind what stands at `place`."""
        for passage in passages:
            yield from self._passage(passage, place)

    def _passage(self, passage: Passage, place: str) -> Iterator[Block]:
        contribution, name = passage.contribution, reference(passage)
        if contribution.state != Contribution.State.RECEIVED:
            yield Paragraph(
                (Run(name, bold=True), Run(": " + _("withdrawn by its author; its words are no longer shown.")))
            )
            return
        who = ", ".join(part for part in (speaker(contribution), where(contribution)) if part)
        if passage.pk in self.quoted:
            pointer = _("quoted above at %(place)s.") % {"place": self.quoted[passage.pk]}
            yield Paragraph((Run(name, bold=True), Run(f" ({who}): {pointer}")))
            return
        self.quoted[passage.pk] = place
        yield Paragraph((Run(name, bold=True), Run(f" ({who}):")))
        language = passage.language if passage.language != "und" else None
        yield Paragraph(passage.text, language=language, style="quotation")
