"""Acts on the text in other languages: open a version, write its words, review them, waive it; render amendments.

The words of a frozen original never change. Its versions may still be brought up to date until the text is adopted, as
long as no later revision follows; the journal keeps each. No act here writes a row of the original or of another
language.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur.foundation.ui.said import language_name
from rapporteur_core.text import normalise

from ..models import Amendment, Draft, Rendering, Revision, Version, Waiver, Wording
from ..permissions import may_render, may_translate, may_waive, may_write
from ..queries import (
    ALIVE,
    PARAGRAPH_BREAK,
    WITHOUT_WORDS,
    base_in,
    in_original,
    language_counts,
    languages_of,
    original_title,
)
from .amendments import reason_given
from .rebasing import carry_anew
from .revisions import refuse_stale
from .speaking import locked_amendment

# Words grow when they are rendered: a version may be twice as long as a paragraph.
LONGEST = 10_000
LONGEST_TITLE = 300


@transaction.atomic
def open_version(*, draft: Draft, language: str, by: Reader) -> Draft:
    """Open the text in another language of the conference; words that it had before it was closed are there again."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("conference").get(pk=draft.pk)
    may_write(by, draft).enforce()
    if language == draft.language:
        raise Refused(_("%(language)s is the language of the original.") % {"language": language_name(language)})
    if language not in dict(languages_of(draft.conference)):
        raise Refused(_("Versions are kept in the languages of the conference. Choose one of them."))
    if language in draft.version_languages:
        raise Refused(_("The version in %(language)s is open already.") % {"language": language_name(language)})
    return _keep_languages(draft, [*draft.version_languages, language], "opened version", language, by)


@transaction.atomic
def close_version(*, draft: Draft, language: str, by: Reader) -> Draft:
    """Close a version: it is no longer read, nor waited for. Its words are kept."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("conference").get(pk=draft.pk)
    may_write(by, draft).enforce()
    _refuse_closed(draft, language)
    left = [each for each in draft.version_languages if each != language]
    return _keep_languages(draft, left, "closed version", language, by)


def _keep_languages(draft: Draft, languages: list[str], act: str, language: str, by: Reader) -> Draft:
    draft.version_languages = languages
    draft.save(update_fields=["version_languages"])
    record(by, act, draft, language=language, languages=languages)
    return draft


def _refuse_closed(draft: Draft, language: str) -> None:
    if language not in draft.version_languages:
        raise Refused(
            _("No version in %(language)s is open. Open it on the page of the languages.")
            % {"language": language_name(language)}
        )


def _locked(revision: Revision, language: str, by: Reader) -> Revision:
    """The revision, read again under a lock; Refused unless `by` may write its version in `language`."""
    Draft.objects.select_for_update().get(pk=revision.draft_id)
    rows = Revision.objects.select_for_update(of=("self",)).select_related("draft__conference")
    revision = rows.get(pk=revision.pk)
    may_translate(by, revision).enforce()
    _refuse_closed(revision.draft, language)
    return revision


def _checked(text: str, most: int = LONGEST) -> str:
    text = normalise(text)
    if not text:
        raise Refused(_("A version needs words."))
    if len(text) > most:
        raise Refused(
            _("This text has %(count)s characters; %(most)s are allowed.") % {"count": len(text), "most": most}
        )
    return text


def _checked_state(state: str) -> str:
    if state not in Version.State.values:
        raise Refused(_("Words in another language are a draft, or reviewed."))
    return state


@transaction.atomic
def write_version(
    *,
    wording: Wording,
    language: str,
    text: str,
    by: Reader,
    state: str = Version.State.DRAFT,
    seen: str | None = None,
    rendered: str | None = None,
) -> Version:
    """Write a paragraph of the last revision in `language`.

    state: draft, or reviewed when the writer vouches for the words
    seen: the version that the writer had before them, empty for none: Stale when somebody wrote it since
    rendered: the original that they had before them; when it changed since, both are kept and the version is behind
    """
    revision = _locked(wording.revision, language, by)
    wording = Wording.objects.select_related("paragraph").get(pk=wording.pk, revision=revision)
    text, state = _checked(text), _checked_state(state)
    version = Version.objects.filter(revision=revision, paragraph=wording.paragraph, language=language).first()
    refuse_stale(version.text if version else "", seen)
    if version is None:
        version = Version(revision=revision, paragraph=wording.paragraph, language=language)
    version.text, version.state = text, state
    version.original = wording.text if rendered is None else normalise(rendered)
    version.written_by, version.written_at = by.person, by.now
    version.save()
    record(
        by, "wrote version", version, symbol=revision.symbol, key=wording.paragraph.key, language=language, state=state,
        text=text, original=version.original,
    )  # fmt: skip
    return version


@transaction.atomic
def review_version(*, version: Version, by: Reader, seen: str | None = None) -> Version:
    """Vouch for the words of a version as they stand; `seen` are those that the reviewer read, else Stale."""
    revision = _locked(version.revision, version.language, by)
    version = Version.objects.select_related("paragraph").get(pk=version.pk)
    refuse_stale(version.text, seen)
    wording = Wording.objects.filter(revision=revision, paragraph=version.paragraph_id).first()
    if wording is None or version.is_behind(wording.text):
        raise Refused(_("The original reads otherwise by now. Bring the words up to date first."))
    if version.state == Version.State.REVIEWED:
        raise Refused(_("These words are reviewed already."))
    version.state = Version.State.REVIEWED
    version.save(update_fields=["state"])
    record(
        by, "reviewed version", version, symbol=revision.symbol, key=version.paragraph.key, language=version.language,
        text=version.text,
    )  # fmt: skip
    return version


@transaction.atomic
def write_title(
    *,
    revision: Revision,
    language: str,
    text: str,
    by: Reader,
    state: str = Version.State.DRAFT,
    seen: str | None = None,
    rendered: str | None = None,
) -> Revision:
    """Write the title of the last revision in `language`; see `write_version`. That of the original is not touched."""
    revision = _locked(revision, language, by)
    text, state = _checked(text, LONGEST_TITLE), _checked_state(state)
    titles = revision.title or revision.draft.title
    refuse_stale(titles.get(language, ""), seen)
    original = original_title(revision) if rendered is None else normalise(rendered)
    revision.title = {**titles, language: text}
    revision.title_versions = {**revision.title_versions, language: {"original": original, "state": state}}
    revision.save(update_fields=["title", "title_versions"])
    if revision.frozen_at is not None:
        draft = Draft.objects.select_for_update().get(pk=revision.draft_id)
        draft.title = {**draft.title, language: text}
        draft.save(update_fields=["title"])
    record(
        by, "wrote title", revision, symbol=revision.symbol, language=language, state=state, text=text,
        original=original,
    )  # fmt: skip
    return revision


@transaction.atomic
def waive_language(*, revision: Revision, language: str, reason: str, by: Reader) -> Waiver:
    """Let a frozen revision be adopted although its version in `language` lags: on record, with the reason."""
    revision = _locked(revision, language, by)
    may_waive(by, revision).enforce()
    count = next(each for each in language_counts(revision) if each.language == language)
    if count.waiver is not None:
        raise Refused(_("The version in %(language)s was waived already.") % {"language": count.name})
    if not count.lags:
        raise Refused(
            _("The version in %(language)s is complete: there is nothing to waive.") % {"language": count.name}
        )
    reason = reason_given(reason, _("Say why the text may be adopted without this language; it is published."))
    waiver = Waiver.objects.create(revision=revision, language=language, reason=reason, at=by.now, by=by.person)
    record(
        by, "waived version", waiver, symbol=revision.symbol, language=language, reason=reason, behind=count.behind,
        missing=count.missing,
    )  # fmt: skip
    return waiver


@transaction.atomic
def render_amendment(
    *,
    amendment: Amendment,
    language: str,
    proposed_text: str,
    by: Reader,
    state: str = Rendering.State.DRAFT,
    seen: str | None = None,
    rendered: str | None = None,
) -> Rendering:
    """Put the words that an amendment proposes into another language: the whole paragraph, as it should read there.

    `seen` and `rendered` are the rendering and the amendment's words that the writer had before them; see
    `write_version`. An amendment filed in another language than that of the text meets the others, and is taken in,
    by its rendering in that language, and is laid anew on the texts to which it was carried over.
    """
    amendment = locked_amendment(amendment)
    may_render(by, amendment).enforce()
    before = in_original(amendment)
    base = _amended_words(amendment, language)
    text, state = _checked(proposed_text), _checked_state(state)
    _refuse_unlike(amendment, base, text)
    rendering = Rendering.objects.filter(amendment=amendment, language=language).first()
    refuse_stale(rendering.proposed_text if rendering else "", seen)
    rendering = rendering or Rendering(amendment=amendment, language=language)
    rendering.base_text, rendering.proposed_text, rendering.state = base, text, state
    rendering.original = amendment.proposed_text if rendered is None else normalise(rendered)
    rendering.written_by, rendering.written_at = by.person, by.now
    rendering.save()
    record(
        by, "rendered amendment", rendering, number=amendment.number, language=language, state=state, base_text=base,
        proposed_text=text, original=rendering.original,
    )  # fmt: skip
    is_waiting = amendment.state in ALIVE and amendment.applied_in_id is None
    if is_waiting and in_original(amendment) != before:
        carry_anew(amendment, by)
    return rendering


def _amended_words(amendment: Amendment, language: str) -> str:
    """The words in `language` that a rendering changes; Refused where there are none, or nothing to render."""
    if amendment.kind in WITHOUT_WORDS:
        raise Refused(_("%(amendment)s proposes no words: there is nothing to render.") % {"amendment": amendment})
    if language == amendment.words_language:
        raise Refused(_("%(amendment)s was filed in this language.") % {"amendment": amendment})
    if language != amendment.revision.language:
        _refuse_closed(amendment.draft, language)
    base = base_in(amendment, language)
    if base is None:
        raise Refused(
            _("What %(amendment)s amends has no words in %(language)s. Write these first.")
            % {"amendment": amendment, "language": language_name(language)}
        )
    return base


def _refuse_unlike(amendment: Amendment, base: str, text: str) -> None:
    """A rendering does to its words what the amendment does to its own."""
    if text == base:
        raise Refused(_("These words change nothing: they are those of the paragraph."))
    count = amendment.proposed_text.count(PARAGRAPH_BREAK) + 1
    if text.count(PARAGRAPH_BREAK) + 1 != count:
        raise Refused(
            ngettext(
                "%(amendment)s makes %(count)s paragraph: write it without an empty line.",
                "%(amendment)s makes %(count)s paragraphs: put an empty line between each two.",
                count,
            )
            % {"amendment": amendment, "count": count}
        )
