"""Acts on the text: open it, begin a revision, write its paragraphs, freeze it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.documents.word.identity import bookmark_of
from rapporteur_core.returning import TITLE
from rapporteur_core.text import normalise

from ..models import (
    Amendment,
    Bracket,
    Draft,
    Paragraph,
    Revision,
    Sentence,
    SentenceSource,
    Version,
    Wording,
)
from ..permissions import may_change, may_freeze, may_write, write_draft
from ..queries import PARAGRAPH_BREAK, block_of, bracketed_words, fingerprint_of, languages_of, symbol_of
from .brackets import carry_brackets, marks_of, set_brackets
from .carrying import Donor, donor_of, note_lost, note_lost_sources, rewrite, wording_before
from .issuing import issue_frozen_text
from .rebasing import carry_over
from .written_over import note_put_back, note_written_over, tell_written_over

LONGEST = 5000
LEVELS = (1, 2, 3)
KEY = re.compile(r"[A-Za-z0-9_-]{1,20}")


class Stale(Refused):
    """Somebody wrote the words since the writer loaded them; `current` is how they read now."""

    def __init__(self, current: str) -> None:
        super().__init__(
            _("Somebody changed this paragraph while you wrote. Your words are kept below; compare and send again.")
        )
        self.current = current


# Rows make room by stepping beyond all positions and back: a position is unique at every moment.
BEYOND = 10_000


@transaction.atomic
def open_draft(
    *,
    conference: Conference,
    title: Mapping[str, str],
    symbol: str,
    by: Reader,
    language: str = "en",
    template: str = Draft.Template.DECLARATION,
    opening: str = "",
) -> Draft:
    """Open the one draft of a conference. `title` maps language to text; `symbol` begins those of its revisions, whose
    words are in `language`, one of the conference's. With `opening`, its opening sentence, the zero draft is begun."""
    write_draft(by).enforce()
    if not by.is_system and by.conference_id != conference.pk:
        raise Refused(_("This draft belongs to another conference."))
    if Draft.objects.filter(conference=conference).exists():
        raise Refused(_("This conference has its draft already. Begin a new revision of it."))
    kept = {language: words for language, text in title.items() if (words := normalise(text))}
    root = normalise(symbol)
    if not kept or not root:
        raise Refused(_("A draft needs a title in one language at least, and a symbol."))
    if language not in dict(languages_of(conference)):
        raise Refused(_("The text is written in one of the languages of the conference. Choose one of them."))
    if template not in Draft.Template.values:
        raise Refused(_("Choose one of the forms: declaration or resolution."))
    draft = Draft.objects.create(
        conference=conference, title=kept, symbol=root[:50], language=language, template=template
    )
    record(by, "opened draft", draft, title=kept, symbol=draft.symbol, language=language, template=template)
    if normalise(opening):
        revision = begin_revision(draft=draft, by=by)
        set_wording(revision=revision, key="opening", kind=Paragraph.Kind.CHAPEAU, text=opening, by=by)
    return draft


@transaction.atomic
def begin_revision(*, draft: Draft, by: Reader) -> Revision:
    """Begin the next revision: paragraphs, sentences and sources of the last frozen one are copied into it."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    may_write(by, draft).enforce()
    last = Revision.objects.filter(draft=draft).order_by("-number").first()
    if last is not None and last.frozen_at is None:
        raise Refused(_("%(symbol)s is being written. Freeze it before you begin the next.") % {"symbol": last.symbol})
    number = last.number + 1 if last else 0
    revision = Revision.objects.create(
        draft=draft,
        number=number,
        symbol=symbol_of(draft, "Rev", number) if number else draft.symbol,
        language=draft.language,
        title=last.title if last else draft.title,
        title_versions=last.title_versions if last else _given_together(draft),
    )
    if last is not None:
        _copy(last, revision)
    record(by, "began revision", revision, symbol=revision.symbol, of=last.symbol if last else "")
    return revision


def _given_together(draft: Draft) -> dict[str, dict[str, str]]:
    """The titles of a draft in other languages render its original title as it is when the text begins."""
    original = draft.title.get(draft.language, "")
    rendered = {"original": original, "state": Version.State.REVIEWED.value}
    return {language: rendered for language in draft.title if language != draft.language}


def _copy(old: Revision, new: Revision) -> None:
    """Copy the words with their sentences and sources; each sentence knows the one that it continues."""
    before = list(old.wordings.order_by("position"))
    copies = Wording.objects.bulk_create(
        Wording(
            revision=new,
            paragraph_id=each.paragraph_id,
            position=each.position,
            level=each.level,
            number=each.number,
            text=each.text,
            alternative_of_id=each.alternative_of_id,
        )
        for each in before
    )
    wording_of = {one.pk: other for one, other in zip(before, copies, strict=True)}
    _copy_brackets(old, wording_of)
    _copy_versions(old, new)
    cut = list(Sentence.objects.filter(wording__revision=old).order_by("pk"))
    sentences = Sentence.objects.bulk_create(
        Sentence(
            wording=wording_of[each.wording_id], position=each.position, start=each.start, end=each.end, came_from=each
        )
        for each in cut
    )
    sentence_of = {one.pk: other for one, other in zip(cut, sentences, strict=True)}
    SentenceSource.objects.bulk_create(
        SentenceSource(
            sentence=sentence_of[each.sentence_id],
            passage_id=each.passage_id,
            recommendation_id=each.recommendation_id,
            amendment_id=each.amendment_id,
            provision=each.provision,
        )
        for each in SentenceSource.objects.filter(sentence__wording__revision=old).order_by("pk")
    )


def _copy_brackets(old: Revision, wording_of: Mapping[int, Wording]) -> None:
    """Copy the brackets of a revision to the wordings that continue its own."""
    Bracket.objects.bulk_create(
        Bracket(
            wording=wording_of[each.wording_id],
            start=each.start,
            end=each.end,
            reason=each.reason,
            amendment_id=each.amendment_id,
        )
        for each in Bracket.objects.filter(wording__revision=old).order_by("pk")
    )


def _copy_versions(old: Revision, new: Revision) -> None:
    """Copy the versions in other languages, those of paragraphs that were taken out too: they may be put back."""
    Version.objects.bulk_create(
        Version(
            revision=new,
            paragraph_id=each.paragraph_id,
            language=each.language,
            text=each.text,
            state=each.state,
            original=each.original,
            written_by_id=each.written_by_id,
            written_at=each.written_at,
        )
        for each in Version.objects.filter(revision=old).order_by("pk")
    )


def locked(revision: Revision, by: Reader) -> Revision:
    """The revision, read again under a lock; Refused unless `by` may change it.

    The draft is locked before it, here and wherever both are: nobody waits for one who waits, and its phase holds.
    """
    Draft.objects.select_for_update().get(pk=revision.draft_id)
    revision = Revision.objects.select_for_update(of=("self",)).select_related("draft__conference").get(pk=revision.pk)
    may_change(by, revision).enforce()
    return revision


def checked_words(text: str) -> str:
    """The words of a paragraph as they are kept; Refused when there are none or too many."""
    text = normalise(text)
    if not text:
        raise Refused(_("A paragraph needs words. To take it out, remove it."))
    if len(text) > LONGEST:
        raise Refused(
            _("This text has %(count)s characters; a paragraph may have %(most)s.")
            % {"count": len(text), "most": LONGEST}
        )
    return text


def checked_paragraph(text: str) -> str:
    """The words of one paragraph; Refused where they are several: their fingerprint would be that of two."""
    text = checked_words(text)
    if PARAGRAPH_BREAK in text:
        raise Refused(_("These are several paragraphs. Add them one by one."))
    return text


@transaction.atomic
def set_wording(
    *,
    revision: Revision,
    key: str,
    kind: str,
    text: str,
    by: Reader,
    number: str = "",
    position: int | None = None,
    level: int | None = None,
    brackets: Sequence[Sequence[Any]] | None = None,
    behind: Mapping[str, Sequence[Amendment]] | None = None,
    seen: str | None = None,
    donor: Donor | None = None,
    whole: str = "",
) -> Wording:
    """Write the paragraph `key` of a revision that is being written; it is made when it is new.

    `position` puts it there and moves what follows by one; a new paragraph without one comes last. `number` is its
    working number: one that stood in a frozen revision stays, and an empty one changes nothing. `level` is 1 to 3 for a
    subparagraph, 0 for all others. `brackets` are the marks on its words, each a Mark or its values; without them, those
    that stand follow theirs. `seen` are the words, brackets printed, that the writer had before them: Stale when
    somebody wrote the paragraph since. `behind`, `donor`, `whole`: see `rewrite`.
    """
    revision = locked(revision, by)
    text, number = checked_paragraph(text), normalise(number)
    wording = revision.wordings.filter(paragraph__key=key).select_related("paragraph").first()
    refuse_stale(bracketed_words(wording) if wording else "", seen)
    level = _checked_level(kind, wording.level if wording and level is None else level)
    _check_number(revision, key, number)
    paragraph = _paragraph(revision, key, kind)
    if wording is None:
        wording = Wording(revision=revision, paragraph=paragraph, text="", position=_place(revision, position))
    elif position is not None and position != wording.position:
        _move(wording, position)
    wording.revision, wording.paragraph = revision, paragraph
    wording.number, wording.level = number or wording.number, level
    wording.save()
    note_written_over(wording, whole or text, by)
    if brackets is None:
        carry_brackets(wording, text)
    rewrite(wording, text, behind, donor=donor, whole=whole)
    if brackets is not None:
        set_brackets(wording, brackets)
    record(
        by, "wrote paragraph", wording, symbol=revision.symbol, key=key, kind=kind, number=wording.number, text=text,
        position=wording.position, level=level, brackets=[[*mark.place, mark.reason] for mark in marks_of(wording)],
    )  # fmt: skip
    return wording


def refuse_stale(current: str, seen: str | None) -> None:
    """Stale, with the words and brackets as they are now, when they are not those that the writer had before them."""
    if seen is not None and current != normalise(seen):
        raise Stale(current)


def _checked_level(kind: str, level: int | None) -> int:
    if kind != Paragraph.Kind.SUBPARAGRAPH:
        return 0
    if level is not None and level not in LEVELS:
        raise Refused(_("A subparagraph stands on level 1, 2 or 3."))
    return level or 1


def _paragraph(revision: Revision, key: str, kind: str) -> Paragraph:
    if not KEY.fullmatch(key) or key == TITLE or not _has_bookmark(key):
        raise Refused(
            _("The key of a paragraph has 1 to 20 letters, digits or hyphens, few of them capitals, such as p12.")
        )
    if kind not in Paragraph.Kind.values:
        raise Refused(
            _("A paragraph is an opening sentence, a heading, preambular, operative, a subparagraph or an annex.")
        )
    paragraph, _made = Paragraph.objects.get_or_create(draft=revision.draft, key=key, defaults={"kind": kind})
    if paragraph.kind != kind:
        if paragraph.wordings.filter(revision__frozen_at__isnull=False).exists():
            raise Refused(_("Paragraph %(key)s stands in a frozen revision and keeps its kind.") % {"key": key})
        paragraph.kind = kind
        paragraph.save(update_fields=["kind"])
    return paragraph


def _has_bookmark(key: str) -> bool:
    """Whether a Word file can carry the key: capitals and hyphens take three signs each of its bookmark."""
    try:
        return bool(bookmark_of(key))
    except ValueError:
        return False


def _check_number(revision: Revision, key: str, number: str) -> None:
    """A working number belongs to one paragraph through the whole negotiation."""
    if not number:
        return
    if len(number) > 40:
        raise Refused(_("The number of a paragraph has 40 characters at most, such as 12 or 12 bis."))
    frozen = Wording.objects.filter(revision__draft=revision.draft, revision__frozen_at__isnull=False)
    kept = frozen.filter(paragraph__key=key).exclude(number="").order_by("-revision__number").first()
    if kept is not None and kept.number != number:
        raise Refused(_("Paragraph %(number)s keeps its number until the text is adopted.") % {"number": kept.number})
    if revision.wordings.filter(number=number).exclude(paragraph__key=key).exists():
        raise Refused(_("Another paragraph has the number %(number)s. Choose one such as 12 bis.") % {"number": number})
    if frozen.filter(number=number).exclude(paragraph__key=key).exists():
        raise Refused(
            _("The number %(number)s belonged to another paragraph in an earlier revision.") % {"number": number}
        )


def _place(revision: Revision, position: int | None, moved: int = 0) -> int:
    """A free position: the last one, or `position` with what stands there and behind, but for `moved`, moved by one."""
    rows = revision.wordings.exclude(pk=moved)
    if position is None:
        last = rows.aggregate(last=Max("position"))["last"]
        return 1 if last is None else last + 1
    if not 0 <= position < BEYOND:
        raise Refused(_("Give a position between 0 and %(most)s.") % {"most": BEYOND - 1})
    if rows.filter(position=position).exists():
        rows.filter(position__gte=position).update(position=F("position") + BEYOND)
        rows.filter(position__gte=BEYOND).update(position=F("position") - BEYOND + 1)
    return position


def _move(wording: Wording, position: int) -> None:
    """Put a paragraph elsewhere: it steps aside, beyond all others, until its new place is free."""
    Wording.objects.filter(pk=wording.pk).update(position=3 * BEYOND)
    wording.position = _place(wording.revision, position, moved=wording.pk)


@transaction.atomic
def move_wording(*, wording: Wording, position: int, by: Reader) -> None:
    """Put a paragraph of a revision that is being written at `position`; what stands there moves down by one."""
    revision = locked(wording.revision, by)
    record(
        by, "moved paragraph", wording, symbol=revision.symbol, key=wording.paragraph.key, position=position
    )  # fmt: skip
    _move(wording, position)
    wording.save(update_fields=["position"])


@transaction.atomic
def remove_wording(*, revision: Revision, key: str, by: Reader, whole: str = "") -> None:
    """Take a paragraph out of a revision that is being written; its sentences with sources are listed as lost.

    Not those that `whole` continues: the words of the paragraph that it was joined to.
    """
    revision = locked(revision, by)
    wording = revision.wordings.filter(paragraph__key=key).select_related("paragraph").first()
    if wording is None:
        raise Refused(_("No paragraph %(key)s stands in %(symbol)s.") % {"key": key, "symbol": revision.symbol})
    record(by, "removed paragraph", wording, symbol=revision.symbol, key=key, number=wording.number)
    before = wording_before(wording)
    if before is not None:
        note_lost(revision, before, whole)
    note_lost_sources(wording, donor_of([wording]), whole)
    note_written_over(wording, whole, by)
    wording.delete()


@transaction.atomic
def remove_with_below(*, revision: Revision, key: str, by: Reader) -> None:
    """Take a paragraph out of a revision that is being written, with the subparagraphs below it; see `remove_wording`."""
    revision = locked(revision, by)
    rows = list(revision.wordings.select_related("paragraph").order_by("position"))
    own = next((each.paragraph_id for each in rows if each.paragraph.key == key), None)
    for each in block_of(rows, own)[:0:-1]:
        remove_wording(revision=revision, key=each.paragraph.key, by=by)
    remove_wording(revision=revision, key=key, by=by)


def last_frozen_wording(revision: Revision, **paragraph: object) -> Wording | None:
    """The words of a paragraph in the last frozen text before `revision` that had it: one query."""
    rows = Wording.objects.filter(
        **paragraph,
        revision__draft=revision.draft_id,
        revision__number__lt=revision.number,
        revision__frozen_at__isnull=False,
    )
    return rows.select_related("paragraph").order_by("-revision__number").first()


def nearest_before(revision: Revision, paragraph: int) -> Wording | None:
    """The nearest paragraph of a revision that stood before `paragraph` in the last frozen text with that: three queries."""
    own = last_frozen_wording(revision, paragraph=paragraph)
    if own is None:
        return None
    earlier = Wording.objects.filter(revision=own.revision_id, position__lt=own.position).order_by("-position")
    here = {each.paragraph_id: each for each in revision.wordings.select_related("paragraph")}
    return next((here[key] for key in earlier.values_list("paragraph_id", flat=True) if key in here), None)


@transaction.atomic
def put_back(*, revision: Revision, key: str, by: Reader) -> Wording:
    """Put a paragraph that was taken out back as it stood in the last frozen text with it, with number, brackets and
    sources, behind the nearest paragraph that it followed; and with it the subparagraphs below it that are out too."""
    revision = locked(revision, by)
    old = last_frozen_wording(revision, paragraph__key=key)
    if old is None or revision.wordings.filter(paragraph=old.paragraph_id).exists():
        raise Refused(_("No paragraph %(key)s was taken out of %(symbol)s.") % {"key": key, "symbol": revision.symbol})
    rows = list(Wording.objects.filter(revision=old.revision_id).select_related("paragraph").order_by("position"))
    here = set(revision.wordings.values_list("paragraph", flat=True))
    out = [each for each in block_of(rows, old.paragraph_id) if each.paragraph_id not in here]
    note_put_back(revision, [each.paragraph_id for each in out], rows, by)
    return [_restore(revision, each, by) for each in out][0]


def _restore(revision: Revision, old: Wording, by: Reader) -> Wording:
    nearest = nearest_before(revision, old.paragraph_id)
    return set_wording(
        revision=revision,
        key=old.paragraph.key,
        kind=old.paragraph.kind,
        text=old.text,
        number=old.number,
        position=nearest.position + 1 if nearest else 0,
        level=old.level,
        brackets=marks_of(old),
        donor=donor_of([old]),
        by=by,
    )


@transaction.atomic
def freeze_revision(*, revision: Revision, by: Reader) -> Revision:
    """Freeze a revision: it gets its fingerprint, is issued in its language, and never changes again.

    The fingerprint is SHA-256 of the canonical text (`queries.canonical_text`, docs/reference/fingerprint.md), which a
    stranger can rebuild from the printed words. Refused while amendments to the text before are open; the deadlines that
    single kinds of them had end with that text. Those that still stand are carried over to it.
    """
    revision = locked(revision, by)
    draft = revision.draft
    may_freeze(by, revision).enforce()
    if draft.phase == Draft.Phase.AMENDMENTS:
        draft.phase = Draft.Phase.CLOSED
    draft.title = revision.title
    draft.save(update_fields=["phase", "title"])
    draft.deadlines.all().delete()
    revision.frozen_at = by.now
    revision.frozen_by, revision.frozen_role = by.person, by.role
    revision.fingerprint = fingerprint_of(revision)
    revision.save(update_fields=["frozen_at", "frozen_by", "frozen_role", "fingerprint"])
    left = Amendment.objects.waiting_to_come_in(draft.pk)
    record(
        by, "froze revision", revision, symbol=revision.symbol, fingerprint=revision.fingerprint,
        not_taken_in=list(left.order_by("number").values_list("number", flat=True)),
    )  # fmt: skip
    issue_frozen_text(revision, by)
    carry_over(revision, by)
    tell_written_over(revision, by)
    return revision
