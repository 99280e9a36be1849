"""Acts that issue documents beside a frozen text: its versions, corrigenda, addenda, amendments by decision, reissues.

A frozen text never changes. What is wrong in it is said by a corrigendum, what the body decides later by an amendment;
each has a symbol of its own behind that of the revision, shared by its languages, and a fingerprint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur.foundation.ui.said import language_name
from rapporteur_core.text import normalise, paragraphs

from ..models import Issue, Revision
from ..permissions import may_issue
from ..queries import (
    Item,
    body_of_text,
    body_of_version,
    issue_fingerprint,
    issue_symbol,
    language_counts,
    languages_of,
    next_number,
    standing_words,
)

LONGEST_REASON = 2000
LONGEST_ADDENDUM = 50_000
LONGEST_ITEM = 5000


def issue_frozen_text(revision: Revision, by: Reader) -> Issue:
    """Issue the text of a revision in its own language: what freezing it does."""
    return _issued(revision, Issue.Kind.TEXT, 0, revision.language, body_of_text(revision), "", by)


@transaction.atomic
def issue_version(*, revision: Revision, language: str, by: Reader) -> Issue:
    """Issue the text of a frozen revision in another of its languages; refused while that version lags."""
    revision = _frozen(revision, by)
    if language not in revision.draft.version_languages:
        raise Refused(_("The text is not open in %(language)s.") % {"language": language_name(language)})
    if Issue.objects.filter(revision=revision, kind=Issue.Kind.TEXT, language=language).exists():
        raise Refused(
            _("%(symbol)s was issued in %(language)s already. Issue a corrigendum, or issue it anew.")
            % {"symbol": revision.symbol, "language": language_name(language)}
        )
    if any(each.language == language and each.lags for each in language_counts(revision)):
        raise Refused(
            _("The text is not complete in %(language)s. Bring it up to date before it is issued.")
            % {"language": language_name(language)}
        )
    return _issued(revision, Issue.Kind.TEXT, 0, language, body_of_version(revision, language), "", by)


@transaction.atomic
def issue_corrigendum(
    *,
    revision: Revision,
    language: str,
    corrections: Mapping[str, str],
    reason: str,
    by: Reader,
    beside: Issue | None = None,
) -> Issue:
    """Say what paragraphs of a frozen text should read in one language: `corrections` maps key to the right words.

    The frozen words stay as they are. `beside` is the same corrigendum in another language, whose symbol it shares.
    """
    revision = _frozen(revision, by)
    body = _mended(revision, language, corrections)
    return _beside(revision, Issue.Kind.CORRIGENDUM, language, body, reason, by, beside)


@transaction.atomic
def issue_amendment_by_decision(
    *,
    revision: Revision,
    language: str,
    changes: Mapping[str, str],
    reason: str,
    by: Reader,
    beside: Issue | None = None,
) -> Issue:
    """Say how paragraphs of an adopted text read from now on, as the body decided: `reason` names the decision."""
    revision = _frozen(revision, by)
    if not revision.is_adopted:
        raise Refused(_("Only an adopted text is amended by decision. Begin a new revision instead."))
    body = _mended(revision, language, changes)
    return _beside(revision, Issue.Kind.AMENDMENT, language, body, reason, by, beside)


@transaction.atomic
def issue_addendum(
    *, revision: Revision, language: str, text: str, reason: str, by: Reader, beside: Issue | None = None
) -> Issue:
    """Issue words that are added to a frozen text; each paragraph of `text` is one of it."""
    revision = _frozen(revision, by)
    if language not in dict(languages_of(revision.draft.conference)):
        raise Refused(_("A document is issued in one of the languages of the conference."))
    text = normalise(text)
    if len(text) > LONGEST_ADDENDUM:
        raise Refused(
            _("This text has %(count)s characters; an addendum may have %(most)s.")
            % {"count": len(text), "most": LONGEST_ADDENDUM}
        )
    body = [{"number": "", "text": text[start:end]} for start, end in paragraphs(text)]
    if not body:
        raise Refused(_("An addendum needs words."))
    return _beside(revision, Issue.Kind.ADDENDUM, language, body, reason, by, beside)


@transaction.atomic
def reissue(*, issue: Issue, reason: str, by: Reader) -> Issue:
    """Issue a document anew for technical reasons, with the same words: its symbol bears one asterisk more."""
    issue = Issue.objects.select_related("revision__draft__conference").get(pk=issue.pk)
    revision = _frozen(issue.revision, by)
    same = Issue.objects.filter(
        revision=revision, kind=issue.kind, number=issue.number, language=issue.language, reissue__gt=issue.reissue
    )
    if same.exists():
        raise Refused(_("%(symbol)s was issued anew already. Issue the last one anew.") % {"symbol": issue})
    return _issued(
        revision, issue.kind, issue.number, issue.language, issue.body, _reason(reason), by, reissue=issue.reissue + 1
    )


def _frozen(revision: Revision, by: Reader) -> Revision:
    """The revision under a lock, so that no two issues get one number; Refused unless `by` may issue beside it."""
    rows = Revision.objects.select_for_update(of=("self",)).select_related("draft__conference")
    revision = rows.get(pk=revision.pk)
    may_issue(by, revision).enforce()
    return revision


def _mended(revision: Revision, language: str, words: Mapping[str, str]) -> list[Item]:
    """The paragraphs whose words change, with those that stood before; Refused when one is not there or stays."""
    standing = standing_words(revision, language)
    if not standing:
        raise Refused(
            _("%(symbol)s was not issued in %(language)s.")
            % {"symbol": revision.symbol, "language": language_name(language)}
        )
    if not words:
        raise Refused(_("Choose a paragraph, and give the words as they should read."))
    unknown = [key for key in words if key not in standing]
    if unknown:
        raise Refused(_("No paragraph %(key)s stands in %(symbol)s.") % {"key": unknown[0], "symbol": revision.symbol})
    return [_item(standing[key], normalise(words[key])) for key in standing if key in words]


def _item(standing: Item, text: str) -> Item:
    facts = {"key": standing["key"]}
    if not text:
        raise Refused(_("Paragraph %(key)s needs words: give it as it should read.") % facts)
    if text == standing["text"]:
        raise Refused(_("Paragraph %(key)s reads so already.") % facts)
    if len(text) > LONGEST_ITEM:
        raise Refused(
            _("This text has %(count)s characters; a paragraph may have %(most)s.")
            % {"count": len(text), "most": LONGEST_ITEM}
        )
    return {"key": standing["key"], "number": standing["number"], "was": standing["text"], "text": text}


def _beside(
    revision: Revision, kind: str, language: str, body: list[Item], reason: str, by: Reader, beside: Issue | None
) -> Issue:
    number = next_number(revision, kind) if beside is None else beside.number
    if beside is not None:
        if (beside.revision_id, beside.kind) != (revision.pk, kind):
            raise Refused(_("%(symbol)s is no document of this kind beside this text.") % {"symbol": beside})
        if Issue.objects.filter(revision=revision, kind=kind, number=number, language=language).exists():
            raise Refused(
                _("%(symbol)s was issued in %(language)s already.")
                % {"symbol": beside.symbol, "language": language_name(language)}
            )
    return _issued(revision, kind, number, language, body, _reason(reason), by)


def _reason(reason: str) -> str:
    reason = normalise(reason)
    if not reason:
        raise Refused(_("Say why it is issued; the reason is published with it."))
    return reason[:LONGEST_REASON]


def _issued(
    revision: Revision,
    kind: str,
    number: int,
    language: str,
    body: Sequence[Item],
    reason: str,
    by: Reader,
    *,
    reissue: int = 0,
) -> Issue:
    symbol = issue_symbol(revision, kind, number)
    issue = Issue.objects.create(
        revision=revision,
        kind=kind,
        number=number,
        language=language,
        reissue=reissue,
        symbol=symbol,
        reason=reason,
        body=list(body),
        fingerprint=issue_fingerprint(symbol, body),
        issued_at=by.now,
        issued_by=by.person,
    )
    record(
        by, "issued", issue, symbol=str(issue), kind=kind, language=language, reason=reason,
        fingerprint=issue.fingerprint,
    )  # fmt: skip
    return issue
