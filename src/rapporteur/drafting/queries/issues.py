"""What was issued: the text in a language, corrigenda, addenda, amendments by decision; and what they say by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.people.reader import Reader
from rapporteur.foundation.ui.said import language_name, pick
from rapporteur_core.redline import Change
from rapporteur_core.text import fingerprint

from ..models import Issue, Revision, Version
from .names import issue_kind_name, symbol_of
from .redlines import redline_of
from .texts import bracketed_words, wordings_of

# A paragraph of an issue: `number` and `text`, with `key` where it is one of the text; `was` is what stood before.
Item = dict[str, str]
# Issues that say how paragraphs of the text read instead.
MENDING = (Issue.Kind.CORRIGENDUM, Issue.Kind.AMENDMENT)


@dataclass(frozen=True)
class ItemRow:
    """A paragraph of an issue as its page shows it; `changes` is the redline against what stood before."""

    number: str
    text: str
    key: str
    changes: Sequence[Change]


@dataclass(frozen=True)
class IssuePage:
    """An issue with its paragraphs, and the other issues of its revision; `is_last`: it was not issued anew since."""

    issue: Issue
    rows: list[ItemRow]
    others: list[Issue]
    is_last: bool


def issue_symbol(revision: Revision, kind: str, number: int) -> str:
    """The symbol of an issue, which all its languages share: that of the revision, with a suffix but for the text."""
    if kind == Issue.Kind.TEXT:
        return revision.symbol
    return symbol_of(revision.draft, kind, number, root=revision.symbol)


def next_number(revision: Revision, kind: str) -> int:
    """The number of the next corrigendum, addendum or amendment of a revision: one query."""
    last = Issue.objects.filter(revision=revision, kind=kind).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def issued_text(symbol: str, body: Sequence[Mapping[str, str]]) -> str:
    """The canonical text of an issue: its symbol, then its paragraphs, one empty line between any two.

    A paragraph is its number and one blank, where it has one, and its words. Where words stood before, they come first
    as a paragraph of their own. For the text in its original language that is the canonical text of the revision.
    docs/reference/fingerprint.md keeps this form.
    """
    parts = [symbol]
    for item in body:
        number = f"{item['number']} " if item.get("number") else ""
        parts += [f"{number}{words}" for words in (item.get("was"), item["text"]) if words]
    return "\n\n".join(parts) + "\n"


def issue_fingerprint(symbol: str, body: Sequence[Mapping[str, str]]) -> str:
    """SHA-256 of the canonical text of an issue."""
    return fingerprint(issued_text(symbol, body))


def body_of_text(revision: Revision) -> list[Item]:
    """The title and the paragraphs of a revision in its own language, brackets printed: two queries."""
    title, _language = pick(revision.title, revision.language)
    return [{"number": "", "text": title}] + [
        {"key": each.paragraph.key, "number": each.number, "text": bracketed_words(each)}
        for each in wordings_of(revision)
    ]


def body_of_version(revision: Revision, language: str) -> list[Item]:
    """The same in another language, of what stands in the text: two queries. Paragraphs without words are left out."""
    rows = Version.objects.filter(revision=revision, language=language)
    texts = dict(rows.values_list("paragraph_id", "text"))
    return [{"number": "", "text": revision.title.get(language, "")}] + [
        {"key": each.paragraph.key, "number": each.number, "text": texts[each.paragraph_id]}
        for each in wordings_of(revision)
        if each.paragraph_id in texts
    ]


def issued_languages(revision: Revision) -> list[tuple[str, str]]:
    """The languages in which the text of a revision was issued, code and name, its own first: one query."""
    codes = Issue.objects.filter(revision=revision, kind=Issue.Kind.TEXT).values_list("language", flat=True)
    ordered = sorted(set(codes), key=lambda code: (code != revision.language, code))
    return [(code, language_name(code)) for code in ordered]


def standing_words(revision: Revision, language: str) -> dict[str, Item]:
    """By key of the paragraph what the text says in a language by now: as it was issued, then as corrigenda and
    decisions said it. One query; empty where it was not issued in that language."""
    rows = Issue.objects.filter(revision=revision, language=language, reissue=0).exclude(kind=Issue.Kind.ADDENDUM)
    found: dict[str, Item] = {}
    for issue in sorted(rows, key=lambda each: (each.kind != Issue.Kind.TEXT, each.issued_at, each.pk)):
        for item in issue.body:
            if key := item.get("key"):
                found[key] = {**found.get(key, {}), "key": key, "number": item["number"], "text": item["text"]}
    return found


def issues_of(revision: Revision) -> list[Issue]:
    """All that was issued of a revision, in order: one query."""
    return list(Issue.objects.filter(revision=revision).select_related("issued_by").order_by("issued_at", "pk"))


def mended(issues: Sequence[Issue]) -> dict[str, list[Issue]]:
    """By key of the paragraph the corrigenda and decisions that say how it reads instead; of a reissue the last."""
    found: dict[str, list[Issue]] = {}
    last = {(each.kind, each.number, each.language): each for each in issues if each.kind in MENDING}
    for issue in last.values():
        for item in issue.body:
            found.setdefault(item["key"], []).append(issue)
    return found


def issue_page(conference: Conference, pk: int, reader: Reader) -> IssuePage | None:
    """An issue of a revision that `reader` may see, with the others of that revision: two queries."""
    shown: Any = Revision.objects.visible_to(reader).filter(draft__conference=conference)
    rows = Issue.objects.filter(revision__in=shown).select_related("revision__draft__conference", "issued_by")
    issue = rows.filter(pk=pk).first()
    if issue is None:
        return None
    all_issues = issues_of(issue.revision)
    same = [each for each in all_issues if _work(each) == _work(issue) and each.language == issue.language]
    return IssuePage(
        issue,
        [_row(item) for item in issue.body],
        [each for each in all_issues if each.pk != issue.pk],
        is_last=all(each.reissue <= issue.reissue for each in same),
    )


def _work(issue: Issue) -> tuple[str, int]:
    return issue.kind, issue.number


def _row(item: Item) -> ItemRow:
    was, text = item.get("was", ""), item["text"]
    changes = redline_of(was, text) if was else (Change("keep", text),)
    return ItemRow(item.get("number", ""), text, item.get("key", ""), changes)


def issue_label(issue: Issue) -> str:
    """What an issue is, in the reader's language, with its language."""
    return _("%(kind)s, %(language)s") % {
        "kind": issue_kind_name(issue.kind),
        "language": language_name(issue.language),
    }
