"""Reads of Word files that came back and of mails: what they propose to the text of now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rapporteur.foundation.people.reader import SECRETARIAT, Reader
from rapporteur.foundation.ui.said import pick
from rapporteur_core.redline import Change, Rebased, rebase
from rapporteur_core.returning import PARAGRAPH_BREAK, TITLE, Base, Proposed
from rapporteur_core.text import normalise

from ..models import Amendment, Draft, Returned, Revision
from .amendments import redline_between, with_sponsors
from .beside import is_rewritten_beside
from .names import amendment_kind_name, paragraph_name
from .redlines import redline_of
from .texts import wordings_of

READY = frozenset({"", "by_content"})
# The doubts of a proposal that could not be laid on other words.
LOST = frozenset({"unclear", "gone"})
# Those with one that was laid on words of which those beside it are others by now.
UNSURE = LOST | {"beside"}


@dataclass(frozen=True)
class ReturnedRow:
    """A proposal of a file as the preview shows it.

    same: an amendment that stands with the same words
    old, old_changes: the words of the file itself and what it makes of them, where it was laid on others; meanwhile:
        what became of these; else empty
    matched: the words in the file by which its paragraph was found, where no identifier told
    holds: kind and words of fields, equations and signs in its words
    """

    index: int
    key: str
    place: str
    kind: str
    base: str
    changes: Sequence[Change]
    proposed: str
    author: str
    instant: datetime | None
    rationale: str
    confidence: float
    doubt: str
    same: Amendment | None
    old: str = ""
    old_changes: Sequence[Change] = ()
    meanwhile: Sequence[Change] = ()
    matched: str = ""
    holds: Sequence[tuple[str, str]] = ()

    @property
    def kind_label(self) -> str:
        return amendment_kind_name(self.kind)

    @property
    def is_ready(self) -> bool:
        """Whether it can be filed as it is; else a person looks first."""
        return self.doubt in READY and self.same is None and not self.holds

    @property
    def has_words(self) -> bool:
        return self.kind not in {Amendment.Kind.DELETE, Amendment.Kind.MOVE}


def bases_of(revision: Revision) -> list[Base]:
    """The title and the paragraphs of a revision as a Word file of it holds them: two queries."""
    title, _language = pick(revision.title, revision.language)
    return [Base(TITLE, title), *(Base(each.paragraph.key, each.text) for each in wordings_of(revision))]


def places_of(revision: Revision) -> dict[str, str]:
    """The names of the paragraphs of a revision by key: one query."""
    return {each.paragraph.key: paragraph_name(each) for each in wordings_of(revision)}


def kept_rows(proposals: Iterable[Proposed], old: Revision, new: Revision) -> list[dict[str, Any]]:
    """Proposals as rows that can be kept; laid on the words of `new` where the file was made from `old`: two queries."""
    if old.pk == new.pk:
        return [row_of(each, each.doubt) for each in proposals]
    texts = {each.key: each.text for each in bases_of(new)}
    return [_laid(each, texts) for each in proposals]


def laid_rows(returned: Returned, revision: Revision) -> list[dict[str, Any]]:
    """The proposals of a file on the words of `revision`: as they are kept, or laid anew from the file's own: two
    queries."""
    if returned.laid_on_id == revision.pk:
        return list(returned.proposals)
    return _laid_on(returned, {each.key: each.text for each in bases_of(revision)})


def _laid_on(returned: Returned, texts: Mapping[str, str]) -> list[dict[str, Any]]:
    return [_laid(_proposed(row, row.get("own", row)), texts) for row in returned.proposals]


def written_on(
    returned: Returned, seen: Revision | None, last: Revision, words: Mapping[int, str]
) -> dict[int, tuple[str, str]]:
    """What a person wrote for proposals (by their place) that were laid on `seen`, laid on `last`, and the doubt of it:
    four queries.

    seen: None for the proposals as they are kept
    What cannot be laid stays as it was written; where nothing was, the words of `last` stay.
    """
    if seen is not None and seen.pk == last.pk:
        return {index: (text, "") for index, text in words.items()}
    rows = laid_rows(returned, seen) if seen is not None else returned.proposals
    texts = {each.key: each.text for each in bases_of(last)}
    return {index: _rewritten(rows[index], normalise(text), texts) for index, text in words.items()}


def _rewritten(row: Mapping[str, Any], text: str, texts: Mapping[str, str]) -> tuple[str, str]:
    written = replace(_proposed(row, row), proposed_text="" if row["kind"] == "delete" else text, doubt="")
    laid, doubt = on_words(written, texts)
    is_typed = doubt in LOST and text != row["proposed"]
    return text if is_typed else laid.proposed_text, doubt


def _laid(own: Proposed, texts: Mapping[str, str]) -> dict[str, Any]:
    """The row of a proposal on other words; what the file itself says is kept beside where that is not the same."""
    laid, doubt = on_words(own, texts)
    words = {"base": own.base_text, "proposed": own.proposed_text, "doubt": own.doubt}
    row = row_of(laid, doubt)
    return row if words.items() <= row.items() else {**row, "own": words}


def _proposed(row: Mapping[str, Any], words: Mapping[str, Any]) -> Proposed:
    """The proposal that is kept as a row, with the base, proposed words and doubt of `words`."""
    return Proposed(
        kind=row["kind"],
        key=row["key"],
        base_text=words["base"],
        proposed_text=words["proposed"],
        author=row["author"],
        instant=datetime.fromisoformat(row["instant"]) if row["instant"] else None,
        rationale=row["rationale"],
        target=row["target"],
        confidence=row["confidence"],
        doubt=words["doubt"],
        matched=row.get("matched", ""),
        holds=tuple((kind, text) for kind, text in row.get("holds", ())),
    )


def row_of(proposal: Proposed, doubt: str) -> dict[str, Any]:
    return {
        "kind": proposal.kind,
        "key": proposal.key,
        "target": proposal.target,
        "base": proposal.base_text,
        "proposed": proposal.proposed_text,
        "author": proposal.author[:200],
        "instant": proposal.instant.isoformat() if proposal.instant else "",
        "rationale": proposal.rationale[:3000],
        "confidence": round(proposal.confidence, 2),
        "doubt": doubt,
        "matched": proposal.matched[:300],
        "holds": [[kind, text[:300]] for kind, text in proposal.holds],
    }


def on_words(proposal: Proposed, texts: Mapping[str, str]) -> tuple[Proposed, str]:
    """The proposal on other words of its paragraphs, and its doubt: unclear, gone, contained, beside, or the one it had."""
    places = [proposal.key] if proposal.key else []
    places += [proposal.target] if proposal.kind in {"join", "move"} and proposal.target else []
    if any(place not in texts for place in places):
        return proposal, "gone"
    if proposal.kind in {"add", "move"}:
        return proposal, proposal.doubt
    own = places if proposal.kind == "join" else [proposal.key]
    current = PARAGRAPH_BREAK.join(text for key, text in texts.items() if key in own)
    if current == proposal.base_text:
        return proposal, proposal.doubt
    laid = rebase(proposal.base_text, current, proposal.proposed_text)
    moved = replace(proposal, base_text=current, proposed_text=laid.text)
    if not isinstance(laid, Rebased):
        return moved, "unclear"
    if laid.is_contained:
        return moved, "contained"
    if proposal.doubt in READY and is_rewritten_beside(proposal.base_text, current, proposal.proposed_text):
        return moved, "beside"
    return moved, proposal.doubt


@dataclass(frozen=True)
class LastText:
    """The text of now, for proposals that are laid on it: its words and the names of its places by key, and the
    amendments that stand, by kind, place and words."""

    revision: Revision
    texts: Mapping[str, str]
    names: Mapping[str, str]
    standing: Mapping[tuple[str, str, str], Amendment]


def _last_text(last: Revision, but: Returned | None = None) -> LastText:
    """The last text, without the amendments filed of the file `but`: four queries."""
    wordings = list(wordings_of(last))
    title, _language = pick(last.title, last.language)
    standing = Amendment.objects.filter(revision=last, state=Amendment.State.STANDING, parent=None)
    standing = standing.exclude(returned=but) if but is not None else standing
    return LastText(
        last,
        {TITLE: title, **{each.paragraph.key: each.text for each in wordings}},
        {each.paragraph.key: paragraph_name(each) for each in wordings},
        {
            (each.kind, each.paragraph.key if each.paragraph else TITLE, each.proposed_text): each
            for each in with_sponsors(standing)
        },
    )


def returned_rows(returned: Returned, last: Revision) -> list[ReturnedRow]:
    """The proposals of a file for its preview, on the words of `last` until they are filed or dropped: four queries."""
    return _rows(returned, _last_text(last, but=returned))


def returned_rows_of(files: Iterable[Returned], last: Revision) -> tuple[LastText, list[list[ReturnedRow]]]:
    """The same of several files, with the text: four queries, however many they are."""
    text = _last_text(last)
    return text, [_rows(each, text) for each in files]


def _rows(returned: Returned, text: LastText) -> list[ReturnedRow]:
    is_kept = returned.state != Returned.State.READ or returned.laid_on_id == text.revision.pk
    kept = returned.proposals if is_kept else _laid_on(returned, text.texts)
    return [_shown(index, row, text.names, text.standing) for index, row in enumerate(kept)]


def _shown(
    index: int, row: Mapping[str, Any], names: Mapping[str, str], same: Mapping[tuple[str, str, str], Amendment]
) -> ReturnedRow:
    own = row.get("own", row)
    is_other = own["base"] != row["base"]
    return ReturnedRow(
        index,
        row["key"],
        names.get(row["key"], row["key"]),
        row["kind"],
        row["base"],
        redline_between(row["kind"], row["base"], row["proposed"]),
        row["proposed"],
        row["author"],
        datetime.fromisoformat(row["instant"]) if row["instant"] else None,
        row["rationale"],
        row["confidence"],
        row["doubt"],
        same.get((row["kind"], row["key"], row["proposed"])),
        own["base"] if is_other else "",
        redline_between(row["kind"], own["base"], own["proposed"]) if is_other else (),
        redline_of(own["base"], row["base"]) if is_other else (),
        row.get("matched", ""),
        [(kind, text) for kind, text in row.get("holds", ())],
    )


def returned_to(reader: Reader, draft: Draft) -> QuerySet[Returned]:
    """The files that came back which `reader` may see: all for the secretariat, else those of its governments."""
    rows = Returned.objects.filter(draft=draft).select_related(
        "government", "revision", "laid_on", "file", "draft__conference"
    )
    if reader.has(SECRETARIAT):
        return rows.order_by("-pk")
    return rows.filter(government__in=reader.government_ids).order_by("-pk")


def shared_authors(returned: Returned, reader: Reader) -> set[str]:
    """The authors of a file whose name stands in what came from another government too, as far as `reader` may know of
    it: all files for the secretariat, else those of its governments and the amendments that it sees. Two queries at most.
    """
    own = {row["author"] for row in returned.proposals if row["author"]}
    others = Returned.objects.filter(draft=returned.draft_id).exclude(government=returned.government_id)
    others = others.exclude(state=Returned.State.DROPPED)
    if reader.has(SECRETARIAT):
        return own & _authors_in(others)
    found = own & _authors_in(others.filter(government__in=reader.government_ids))
    seen = Amendment.objects.visible_to(reader).filter(draft=returned.draft_id, returned__isnull=False)
    named = set(seen.exclude(returned__government=returned.government_id).values_list("author", flat=True))
    return found | {name for name in own if any(_is_named(name, each) for each in named)}


def _authors_in(files: QuerySet[Returned]) -> set[str]:
    return {row["author"] for rows in files.values_list("proposals", flat=True) for row in rows}


def _is_named(name: str, author: str) -> bool:
    """Whether the author of an amendment is of that name; one of two of a name is told with the government."""
    return author == name or author.startswith(f"{name} (")
