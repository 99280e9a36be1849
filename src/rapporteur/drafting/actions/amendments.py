"""Acts of delegations on amendments: table, support and oppose, take over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.actions import next_number
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur.foundation.ui.said import language_name
from rapporteur_core.text import normalise

from ..models import Amendment, Draft, Paragraph, Revision, Stand, Step, Wording
from ..permissions import (
    OPEN_STATES,
    SUB,
    may_file,
    may_stand,
    may_take_over,
)
from ..queries import (
    KINDS,
    PARAGRAPH_BREAK,
    last_frozen_of,
    proposed_on,
    proposing,
    title_in,
    words_in,
    words_with_below,
)
from .co_sponsoring import ask_to_co_sponsor
from .rebasing import carry_to_last
from .revisions import checked_words
from .speaking import locked_amendment, speaking_for
from .telling import write_to_sponsor

LONGEST_REASON = 3000
# What can be filed on the words of a version in another language; the others are about paragraphs, not words.
IN_A_VERSION = frozenset({Amendment.Kind.CHANGE, Amendment.Kind.SPLIT, Amendment.Kind.ADD, Amendment.Kind.TITLE})


@dataclass(frozen=True)
class Origin:
    """How an amendment came: by which channel, and for a Word file who made the change and when, as it says."""

    channel: str = Amendment.Channel.FORM
    author: str = ""
    written_at: datetime | None = None


@transaction.atomic
def table_amendment(
    *,
    paragraph: Paragraph | None,
    revision: Revision,
    kind: str,
    proposed_text: str,
    rationale: str,
    by: Reader,
    government: Government | None = None,
    co_sponsors: Iterable[Government] = (),
    language: str = "en",
    words_language: str = "",
    target: Paragraph | None = None,
    parent: Amendment | None = None,
    with_below: bool = False,
    origin: Origin = Origin(),
) -> Amendment:
    """Table an amendment to the last frozen revision; Refused says why it cannot be.

    paragraph: what it amends; for a new paragraph the one before it; None for the title
    proposed_text: the whole paragraph as it should read; empty for a deletion or a move. The parts of a split stand
        apart by an empty line; a join gives the one paragraph that it makes
    target: behind which paragraph a move puts it, None for the beginning; the paragraph that a join adds
    with_below: whether a deletion takes the subparagraphs below too, where there are any
    parent: the amendment whose words this one amends, as carried over to `revision`; one level deep
    government: needed only by one who speaks for several
    co_sponsors: governments that are asked to sponsor it too; each of them says so itself
    language: that of the rationale
    words_language: that of the proposed words, where they amend another version of the text than the original
    """
    draft = Draft.objects.select_for_update().select_related("conference").get(pk=revision.draft_id)
    may_file(by, draft, SUB if parent else kind, origin.channel).enforce()
    sponsor = speaking_for(draft, by, government)
    _refuse_other_revision(draft, revision)
    words_language = words_language if kind in IN_A_VERSION and parent is None else ""
    if parent is not None:
        words_language = parent.words_language
        base, proposed, paragraph = _words_of_sub(parent, revision, kind, proposed_text)
    else:
        place = _Place(revision, paragraph, target, words_language or revision.language)
        base, proposed = _words(place, kind, proposed_text)
        if with_below and kind == Amendment.Kind.DELETE:
            base = words_with_below(revision, paragraph)
    rationale = reason_given(rationale, _("An amendment needs its rationale: say why the words should change."))
    if kind not in {Amendment.Kind.MOVE, Amendment.Kind.JOIN}:
        target = None
    _refuse_twice(revision, paragraph, kind, proposed, target, parent, sponsor)
    amendment = Amendment.objects.create(
        draft=draft,
        number=next_number(draft.conference, "amendment"),
        revision=revision,
        paragraph=paragraph,
        target=target,
        parent=parent,
        kind=kind,
        with_below=PARAGRAPH_BREAK in base and kind == Amendment.Kind.DELETE,
        base_text=base,
        proposed_text=proposed,
        rationale=rationale,
        words_language=words_language or revision.language,
        language=language,
        sponsor=sponsor,
        tabled_by=by.person,
        tabled_at=by.now,
        channel=origin.channel,
        author=origin.author,
        written_at=origin.written_at,
    )
    note_step(amendment, by)
    record(
        by, "tabled amendment", amendment, number=amendment.number, symbol=revision.symbol,
        paragraph=paragraph.key if paragraph else "", target=target.key if target else "",
        parent=parent.number if parent else None, kind=kind, with_below=amendment.with_below, base_text=base, proposed_text=proposed,
        rationale=rationale, sponsor=sponsor.pk, channel=origin.channel,
    )  # fmt: skip
    write_to_sponsor(amendment, "amendment_received", by)
    ask_to_co_sponsor(amendment, co_sponsors, by)
    return amendment


def _refuse_other_revision(draft: Draft, revision: Revision) -> None:
    last = last_frozen_of(draft.pk)
    if last is None or last.pk != revision.pk:
        symbol = last.symbol if last else ""
        raise Refused(
            _("%(symbol)s is the text that is amended now. Make the amendment to its words.") % {"symbol": symbol}
        )


@dataclass(frozen=True)
class _Place:
    """What an amendment is made to, and the language of the words that it amends."""

    revision: Revision
    paragraph: Paragraph | None
    target: Paragraph | None
    language: str


def _words(place: _Place, kind: str, text: str) -> tuple[str, str]:
    """The words as they stand and as they should read; Refused where the kind does not fit the place."""
    revision = place.revision
    if kind not in KINDS:
        raise Refused(
            _("An amendment changes words, deletes, adds, moves, splits or joins paragraphs, or changes the title.")
        )
    if kind == Amendment.Kind.TITLE:
        title = title_in(revision, place.language)
        if title is None:
            raise Refused(_("The title has no words in this language that render the original. Amend the original."))
        return _changed(title, text)
    wording = _wording_in(revision, place.paragraph)
    if kind == Amendment.Kind.DELETE:
        return wording.text, ""
    if kind == Amendment.Kind.ADD:
        proposed = checked_words(text)
        refuse_breaks(kind, proposed)
        return "", proposed
    if kind == Amendment.Kind.MOVE:
        _refuse_same_place(revision, wording, place.target)
        return wording.text, wording.text
    if kind == Amendment.Kind.JOIN:
        return joined(wording, _wording_in(revision, place.target), text)
    base, proposed = _changed(checked_words_in(wording, place.language), text)
    refuse_breaks(kind, proposed)
    return base, proposed


def refuse_breaks(kind: str, proposed: str) -> None:
    """Refused where empty lines make more or fewer paragraphs of `proposed` than an amendment of `kind` does."""
    is_split = kind == Amendment.Kind.SPLIT
    if is_split == (PARAGRAPH_BREAK in proposed):
        return
    if is_split:
        raise Refused(_("To split a paragraph, put an empty line where the new one begins."))
    if kind == Amendment.Kind.JOIN:
        raise Refused(_("Joining makes one paragraph: take the empty line out."))
    raise Refused(_("These are several paragraphs. To split one, choose “split”; to add one, “new paragraph”."))


def checked_words_in(wording: Wording, language: str) -> str:
    """The words that an amendment in `language` is made to; Refused, saying why, where that version cannot be amended."""
    words = words_in(wording, language)
    if words is None:
        raise Refused(
            _("This paragraph has no words in %(language)s that render the original as it stands. Amend the original.")
            % {"language": language_name(language)}
        )
    return words


def _wording_in(revision: Revision, paragraph: Paragraph | None) -> Wording:
    wording = revision.wordings.filter(paragraph=paragraph).select_related("paragraph").first() if paragraph else None
    if wording is None:
        raise Refused(_("This paragraph is not in %(symbol)s.") % {"symbol": revision.symbol})
    return wording


def _changed(base: str, text: str) -> tuple[str, str]:
    proposed = checked_words(text)
    if proposed == base:
        raise Refused(_("The amendment changes nothing: its words are those of the paragraph."))
    return base, proposed


def joined(wording: Wording, other: Wording, text: str) -> tuple[str, str]:
    """The words of two paragraphs, and the one that they become: `text`, or else the words of both one after the other."""
    if wording.pk == other.pk:
        raise Refused(_("A paragraph is joined with another one. Choose which."))
    first, second = sorted((wording, other), key=lambda each: each.position)
    proposed = checked_words(text or f"{first.text} {second.text}")
    refuse_breaks(Amendment.Kind.JOIN, proposed)
    return PARAGRAPH_BREAK.join((first.text, second.text)), proposed


def _refuse_same_place(revision: Revision, wording: Wording, target: Paragraph | None) -> None:
    before = revision.wordings.filter(position__lt=wording.position).order_by("-position").first()
    after = _wording_in(revision, target) if target is not None else None
    if after is not None and after.pk == wording.pk:
        raise Refused(_("A paragraph cannot be moved behind itself."))
    if (before.pk if before else None) == (after.pk if after else None):
        raise Refused(_("The amendment changes nothing: the paragraph stands there already."))


def _words_of_sub(parent: Amendment, revision: Revision, kind: str, text: str) -> tuple[str, str, Paragraph | None]:
    """The words that `parent` proposes on `revision` and those proposed in their place."""
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("paragraph", "revision")
    parent = rows.get(pk=parent.pk)
    refuse_to_amend(parent)
    if kind != Amendment.Kind.CHANGE:
        raise Refused(_("An amendment to an amendment changes the words that it proposes."))
    base, proposed = _changed(proposed_on(parent, revision.pk), text)
    refuse_breaks(parent.kind, proposed)
    return base, proposed, parent.paragraph


def refuse_to_amend(parent: Amendment) -> None:
    """Refused, saying why, where the words of an amendment cannot be amended."""
    if parent.parent_id is not None:
        raise Refused(_("%(amendment)s amends an amendment itself. One level is allowed.") % {"amendment": parent})
    if parent.state not in OPEN_STATES or parent.admitted_at is None:
        raise Refused(_("%(amendment)s does not stand, and cannot be amended.") % {"amendment": parent})
    if not parent.proposed_text:
        raise Refused(_("An amendment to an amendment changes the words that it proposes."))


def reason_given(text: str, missing: str) -> str:
    """The reason as it is kept; Refused with `missing` when there is none."""
    text = normalise(text)
    if not text:
        raise Refused(missing)
    if len(text) > LONGEST_REASON:
        raise Refused(
            _("This reason has %(count)s characters; %(most)s are allowed.")
            % {"count": len(text), "most": LONGEST_REASON}
        )
    return text


def _refuse_twice(
    revision: Revision,
    paragraph: Paragraph | None,
    kind: str,
    proposed: str,
    target: Paragraph | None,
    parent: Amendment | None,
    sponsor: Government,
) -> None:
    """The same change is proposed once; another government joins those who proposed it."""
    alike = Amendment.objects.filter(
        draft=revision.draft_id, paragraph=paragraph, kind=kind, target=target, parent=parent, state__in=OPEN_STATES
    ).order_by("number")
    same = list(alike.filter(proposed_text=proposed)) if parent else proposing(alike, revision, proposed)
    own = next((each for each in same if each.sponsor_id == sponsor.pk), None)
    if own is not None:
        raise Refused(_("Your government has tabled this already: %(amendment)s.") % {"amendment": own})
    if standing := [each for each in same if each.state == Amendment.State.STANDING]:
        raise Identical(standing[0])


class Identical(Refused):
    """The same words are proposed by `amendment`, which takes co-sponsors."""

    def __init__(self, amendment: Amendment) -> None:
        super().__init__(_("%(amendment)s proposes the same words. Co-sponsor it instead.") % {"amendment": amendment})
        self.amendment = amendment


def note_step(amendment: Amendment, by: Reader, *, former_sponsor: Government | None = None, reason: str = "") -> None:
    """Keep the state and words of an amendment as they are now, for the compilation of a past instant; where another
    took it over, whose it was; the reason of its decision, or of what undid that."""
    Step.objects.create(
        amendment=amendment,
        state=amendment.state,
        at=by.now,
        reason=reason or amendment.reason,
        words=amendment.proposed_text,
        role=by.role,
        is_friendly=amendment.is_friendly,
        former_sponsor=former_sponsor,
    )


@transaction.atomic
def take_over(*, amendment: Amendment, by: Reader, government: Government | None = None) -> Amendment:
    """Take up a withdrawn amendment for the government of `by`: it stands again under the new sponsor, on the last text."""
    Draft.objects.select_for_update().get(pk=amendment.draft_id)  # nobody decides what it amends meanwhile
    amendment = locked_amendment(amendment)
    may_take_over(by, amendment).enforce()
    sponsor, former = speaking_for(amendment.draft, by, government), amendment.sponsor
    if sponsor.pk == former.pk:
        raise Refused(_("Your government withdrew this amendment. Another one can take it over."))
    amendment.co_sponsors.filter(government=sponsor, left_at=None).update(left_at=by.now)
    amendment.invitations.filter(government=sponsor, answered_at=None).update(answered_at=by.now)
    amendment.sponsor, amendment.tabled_by = sponsor, by.person
    amendment.state, amendment.decided_at = Amendment.State.STANDING, None
    amendment.save(update_fields=["sponsor", "tabled_by", "state", "decided_at"])
    note_step(amendment, by, former_sponsor=former)
    carry_to_last(amendment, by)
    record(
        by, "took over amendment", amendment, number=amendment.number, sponsor=sponsor.pk, former_sponsor=former.pk
    )  # fmt: skip
    return amendment


@transaction.atomic
def take_stand(
    *, amendment: Amendment, stance: str, by: Reader, government: Government | None = None, reason: str = ""
) -> Stand:
    """Put support, opposition or neither on record for the government of `by`; what it said before is kept."""
    amendment = locked_amendment(amendment)
    may_stand(by, amendment).enforce()
    if stance not in Stand.Stance.values:
        raise Refused(_("A delegation supports an amendment, opposes it, or speaks to it no longer."))
    speaking = speaking_for(amendment.draft, by, government)
    if speaking.pk == amendment.sponsor_id:
        raise Refused(_("A sponsor supports its own amendment. To stop, withdraw it."))
    if amendment.co_sponsors.filter(government=speaking, left_at=None).exists():
        raise Refused(
            _("%(government)s sponsors %(amendment)s already.") % {"government": speaking, "amendment": amendment}
        )
    row = Stand.objects.create(
        amendment=amendment,
        government=speaking,
        stance=stance,
        reason=normalise(reason)[:LONGEST_REASON],
        at=by.now,
        taken_by=by.person,
    )
    record(
        by, "took stand on amendment", amendment, number=amendment.number, government=speaking.pk, stance=stance,
        reason=row.reason,
    )  # fmt: skip
    return row
