"""Acts on Word files of the draft that come back: read, filed in one act, or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.files.actions import FileRefused, store_file
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur.foundation.ui.said import language_name
from rapporteur_core.documents import word
from rapporteur_core.documents.child import Failed
from rapporteur_core.documents.word.identity import Identity
from rapporteur_core.returning import TITLE, TooMuch
from rapporteur_core.returning import Returned as Read
from rapporteur_core.returning import returned as read

from ..models import Amendment, Draft, Paragraph, Returned, Revision
from ..permissions import may_file
from ..queries import UNSURE, bases_of, kept_rows, laid_rows, last_frozen_of, shared_authors, written_on
from ..sentences import of_file, of_too_much, of_unsure
from .amendments import Origin, table_amendment
from .speaking import speaking_for


@dataclass(frozen=True)
class Choice:
    """What a person makes of a proposal before it is filed: its words and why."""

    words: str
    rationale: str


@dataclass(frozen=True)
class Opened:
    """A Word file of a draft as it was read: what it was made from, and its proposals on the words of `laid_on`."""

    made_from: Revision
    laid_on: Revision
    proposals: list[dict[str, Any]]
    leftovers: list[dict[str, str]]


def opened(*, draft: Draft, data: bytes, name: str, grouping: Literal["change", "paragraph"] = "change") -> Opened:
    """What a Word file proposes to the text of now; Refused with the reason when it cannot be read, is of another text
    or proposes too much.

    Done before a transaction is begun: a file may take seconds, and no writer shall wait behind it.
    """
    file = word.read_safely(data)
    if isinstance(file, Failed):
        raise Refused(f"{name}: {of_file(file)}")
    last = last_frozen_of(draft.pk)
    if last is None:
        raise Refused(_("No text is frozen yet, so that no file of it can come back."))
    old = _made_from(draft, file.identity, last, name)
    try:
        found = read(file, bases_of(old), by=grouping)
    except TooMuch as much:
        raise Refused(of_too_much(much.what, limit=much.limit, name=name)) from much
    return Opened(old, last, kept_rows(found.proposals, old, last), _leftovers(found))


def read_return(
    *,
    draft: Draft,
    data: bytes,
    name: str,
    by: Reader,
    file: Opened | None = None,
    government: Government | None = None,
    grouping: Literal["change", "paragraph"] = "change",
) -> Returned:
    """Read a Word file of the draft; what it proposes is kept until it is filed or dropped, and changes nothing.

    `file` is what `opened` gave for `data`; it is opened here, by `grouping`, where that was not done. `grouping`: each
    change an amendment of its own, or all of one author to a paragraph. Refused with the reason when the file cannot be
    read, is of another text, was made from words that are not known here, or was read before.
    """
    file = file or opened(draft=draft, data=data, name=name, grouping=grouping)
    return _keep(draft, data, name, by, file, government)


@transaction.atomic
def _keep(draft: Draft, data: bytes, name: str, by: Reader, file: Opened, government: Government | None) -> Returned:
    """Keep what was read. Where a text was frozen meanwhile, the proposals are laid on it when they are looked at."""
    draft = Draft.objects.select_for_update().select_related("conference").get(pk=draft.pk)
    may_file(by, draft, "", Amendment.Channel.WORD).enforce()
    sponsor = speaking_for(draft, by, government)
    try:
        stored = store_file(data=data, name=name, allowed=("docx",))
    except FileRefused as refused:
        raise Refused(_("%(name)s is too large, or no Word document.") % {"name": name}) from refused
    _refuse_twice(draft, sponsor, stored.sha256)
    row = Returned.objects.create(
        draft=draft,
        revision=file.made_from,
        laid_on=file.laid_on,
        government=sponsor,
        file=stored,
        sha256=stored.sha256,
        language=file.laid_on.language,
        proposals=file.proposals,
        leftovers=file.leftovers,
        uploaded_by=by.person,
        uploaded_at=by.now,
    )
    record(
        by, "read returned file", row, sha256=row.sha256, government=sponsor.pk, symbol=file.made_from.symbol,
        proposals=len(row.proposals), leftovers=len(row.leftovers),
    )  # fmt: skip
    return row


def _made_from(draft: Draft, identity: Identity, last: Revision, name: str) -> Revision:
    """The frozen revision that a file was made from; one that does not say is compared with the text of now."""
    if identity.document and identity.document != draft.conference.slug:
        raise Refused(_("%(name)s is a file of another conference.") % {"name": name})
    if identity.language and identity.language != last.language:
        raise Refused(
            _("%(name)s is the version in %(language)s. Amendments in Word are made to the original: download that.")
            % {"name": name, "language": language_name(identity.language)}
        )
    if not identity.symbol:
        return last
    found = draft.revisions.filter(frozen_at__isnull=False, symbol=identity.symbol).first()
    if found is None:
        raise Refused(
            _("%(name)s was made from %(symbol)s, which is no revision of this text.")
            % {"name": name, "symbol": identity.symbol}
        )
    if identity.fingerprint and identity.fingerprint != found.fingerprint:
        raise Refused(
            _("%(name)s says that it was made from %(symbol)s, but has another fingerprint. Download the draft anew.")
            % {"name": name, "symbol": identity.symbol}
        )
    return found


def _refuse_twice(draft: Draft, government: Government, sha256: str) -> None:
    before = draft.returned.filter(government=government, sha256=sha256).exclude(state=Returned.State.DROPPED).first()
    if before is not None:
        raise KnownFile(before)


class KnownFile(Refused):
    """This very file came back before, as `returned`."""

    def __init__(self, found: Returned) -> None:
        super().__init__(_("This very file was read before. Go on from there, or drop it first."))
        self.returned = found


def _leftovers(found: Read) -> list[dict[str, str]]:
    remarks = [
        {"kind": "comment", "key": each.key, "author": each.author, "words": each.words[:300], "text": each.text[:3000]}
        for each in found.remarks
    ]
    others = [
        {"kind": each.kind, "key": each.key, "author": "", "words": each.text[:300], "text": each.detail[:300]}
        for each in found.leftovers
    ]
    return remarks + others


@transaction.atomic
def file_return(
    *,
    returned: Returned,
    choices: Mapping[int, Choice],
    by: Reader,
    other_persons: Mapping[str, bool] | None = None,
    seen_on: Revision | None = None,
) -> list[Amendment]:
    """File the chosen proposals (by their place in the file) as amendments, all of them or none; gives them in order.

    `seen_on`: the revision on whose words the proposals stood when they were chosen; without it, as they are kept. What
    was chosen is laid on the last revision where that is another, and Refused where its words became others there.
    `other_persons`: for each author whose name stands in the file of another government too, whether it is another
    person, who is then named with the government. Refused while that is not said.
    """
    row = _open(returned, by)
    said = other_persons or {}
    unsaid = sorted(shared_authors(row, by) - said.keys())
    if unsaid:
        raise Refused(
            _("“%(name)s” stands in files of two governments. Say whether it is one person or two.")
            % {"name": unsaid[0]}
        )
    last = last_frozen_of(row.draft_id)
    if last is None or not choices:
        raise Refused(_("Choose at least one proposal to file."))
    choices = _on_last(row, seen_on or row.laid_on, last, choices)
    row.proposals, row.laid_on = laid_rows(row, last), last
    paragraphs = {each.key: each for each in Paragraph.objects.filter(draft=row.draft)}
    named = {name: f"{name} ({row.government})" for name, is_other in said.items() if is_other}
    made = [_filed(row, last, index, choices[index], paragraphs, named, by) for index in sorted(choices)]
    row.state = Returned.State.FILED
    row.save(update_fields=["state", "proposals", "laid_on"])
    row.amendments.set(made)
    record(by, "filed returned file", row, amendments=[each.number for each in made])
    return made


def _on_last(row: Returned, seen: Revision | None, last: Revision, choices: Mapping[int, Choice]) -> dict[int, Choice]:
    """What was chosen as it stood on `seen`, on the words of `last`, so that nothing frozen in between is undone."""
    if not all(0 <= index < len(row.proposals) for index in choices):
        raise Refused(_("The file has no such proposal. Load the page again."))
    laid = written_on(row, seen, last, {index: each.words for index, each in choices.items()})
    unsure = next(((index, doubt) for index, (_words, doubt) in sorted(laid.items()) if doubt in UNSURE), None)
    if unsure is not None:
        index, doubt = unsure
        raise Refused(of_unsure(doubt, number=index + 1, old=(seen or row.revision).symbol, new=last.symbol))
    return {index: replace(each, words=laid[index][0]) for index, each in choices.items()}


def _filed(
    row: Returned,
    last: Revision,
    index: int,
    choice: Choice,
    paragraphs: Mapping[str, Paragraph],
    named: Mapping[str, str],
    by: Reader,
) -> Amendment:
    kept = row.proposals[index]
    instant = datetime.fromisoformat(kept["instant"]) if kept["instant"] else None
    origin = Origin(Amendment.Channel.WORD, named.get(kept["author"], kept["author"])[:200], instant)
    try:
        return table_amendment(
            paragraph=None if kept["key"] == TITLE else paragraphs.get(kept["key"] or _first_key(last)),
            target=paragraphs.get(kept["target"]),
            revision=last,
            kind=kept["kind"],
            proposed_text=choice.words if kept["kind"] not in {"delete", "move"} else "",
            rationale=choice.rationale,
            government=row.government,
            language=row.language,
            origin=origin,
            by=by,
        )
    except Refused as refused:
        raise Refused(_("Proposal %(number)s: %(reason)s") % {"number": index + 1, "reason": refused}) from refused


def _first_key(last: Revision) -> str:
    """Where a new paragraph is put that stands before all others: behind the opening of the text."""
    first = last.wordings.select_related("paragraph").order_by("position").first()
    return first.paragraph.key if first else ""


@transaction.atomic
def drop_return(*, returned: Returned, by: Reader) -> None:
    """Let a file that came back go without filing anything; it can be sent again."""
    row = _open(returned, by)
    row.state = Returned.State.DROPPED
    row.save(update_fields=["state"])
    record(by, "dropped returned file", row)


def _open(returned: Returned, by: Reader) -> Returned:
    rows = Returned.objects.select_for_update(of=("self",))
    row = rows.select_related("draft__conference", "government", "revision", "laid_on").get(pk=returned.pk)
    may_file(by, row.draft, "", Amendment.Channel.WORD).enforce()
    speaking_for(row.draft, by, row.government)
    if row.state != Returned.State.READ:
        raise Refused(_("This file is dealt with already."))
    return row
