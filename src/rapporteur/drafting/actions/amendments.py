"""Acts on amendments: open and close them, table, admit, accept, reject, withdraw, co-sponsor."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.actions import next_number
from rapporteur.foundation.conferences.models import RoleGrant
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.notices.actions import write_mail
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import DELEGATE, Reader, Refused
from rapporteur.foundation.ui import said
from rapporteur_core.text import normalise

from ..models import Amendment, CoSponsor, Draft, Paragraph, Revision, Step, Wording
from ..permissions import may_amend, may_co_sponsor, may_decide, may_withdraw, may_write
from ..queries import accredited_governments, mandates, place_of
from .revisions import checked_words

LONGEST_REASON = 3000
# What one paragraph and its new words are enough for.
IN_WORDS = (Amendment.Kind.CHANGE, Amendment.Kind.DELETE, Amendment.Kind.ADD)


@transaction.atomic
def open_amendments(*, draft: Draft, closes_at: datetime, by: Reader) -> Draft:
    """Open the last frozen revision for amendment until `closes_at`; a second call moves the deadline."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    may_write(by, draft).enforce()
    if not draft.revisions.filter(frozen_at__isnull=False).exists():
        raise Refused(_("Freeze a revision first: amendments are made to words that no longer change."))
    if closes_at <= by.now:
        raise Refused(_("The deadline for amendments must lie ahead. Give a later day or hour."))
    draft.phase, draft.amendments_close_at = Draft.Phase.AMENDMENTS, closes_at
    draft.save(update_fields=["phase", "amendments_close_at"])
    record(by, "opened amendments", draft, closes_at=closes_at.isoformat())
    return draft


@transaction.atomic
def close_amendments(*, draft: Draft, by: Reader) -> Draft:
    """Close the draft for amendment."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    may_write(by, draft).enforce()
    if draft.phase != Draft.Phase.AMENDMENTS:
        raise Refused(_("The draft is not open for amendment."))
    draft.phase = Draft.Phase.CLOSED
    draft.save(update_fields=["phase"])
    record(by, "closed amendments", draft)
    return draft


@transaction.atomic
def table_amendment(
    *,
    paragraph: Paragraph,
    revision: Revision,
    kind: str,
    proposed_text: str,
    rationale: str,
    by: Reader,
    government: Government | None = None,
    co_sponsors: Iterable[Government] = (),
    language: str = "en",
) -> Amendment:
    """Table an amendment to the words of `paragraph` in the last frozen revision; Refused says why it cannot be.

    `government` is needed only by one who speaks for several. For a new paragraph `paragraph` is the one before it and
    `proposed_text` its words; for a deletion the text is empty. `language` is that of the rationale.
    """
    draft = Draft.objects.select_for_update().select_related("conference").get(pk=paragraph.draft_id)
    may_amend(by, draft).enforce()
    sponsor = _sponsor(draft, by, government)
    wording = _wording_to_amend(draft, revision, paragraph)
    proposed = _proposed(wording, kind, proposed_text)
    rationale = _reason(rationale, _("An amendment needs its rationale: say why the words should change."))
    _refuse_twice(wording, kind, proposed, sponsor)
    amendment = Amendment.objects.create(
        draft=draft,
        number=next_number(draft.conference, "amendment"),
        revision=revision,
        paragraph=paragraph,
        kind=kind,
        base_text="" if kind == Amendment.Kind.ADD else wording.text,
        proposed_text=proposed,
        rationale=rationale,
        words_language=revision.language,
        language=language,
        sponsor=sponsor,
        tabled_by=by.person,
        tabled_at=by.now,
    )
    joined = _joining(draft, sponsor, co_sponsors)
    CoSponsor.objects.bulk_create(CoSponsor(amendment=amendment, government=each, joined_at=by.now) for each in joined)
    _note_step(amendment, by)
    record(
        by, "tabled amendment", amendment, number=amendment.number, symbol=revision.symbol, paragraph=paragraph.key,
        kind=kind, base_text=amendment.base_text, proposed_text=proposed, rationale=rationale, sponsor=sponsor.pk,
        co_sponsors=[each.pk for each in joined],
    )  # fmt: skip
    _write_to_sponsor(amendment, "amendment_received", by)
    return amendment


def _sponsor(draft: Draft, by: Reader, government: Government | None) -> Government:
    mine = list(mandates(draft.conference, by).filter(**({"pk": government.pk} if government else {}))[:2])
    if not mine:
        raise Refused(_("Only the delegate of an accredited government can amend the draft."))
    if len(mine) > 1:
        raise Refused(_("You speak for several governments. Say for which one you act."))
    return mine[0]


def _wording_to_amend(draft: Draft, revision: Revision, paragraph: Paragraph) -> Wording:
    last = draft.revisions.filter(frozen_at__isnull=False).order_by("-number").first()
    if last is None or last.pk != revision.pk:
        symbol = last.symbol if last else ""
        raise Refused(
            _("%(symbol)s is the text that is amended now. Make the amendment to its words.") % {"symbol": symbol}
        )
    wording = revision.wordings.filter(paragraph=paragraph).select_related("paragraph").first()
    if wording is None:
        raise Refused(_("This paragraph is not in %(symbol)s.") % {"symbol": revision.symbol})
    return wording


def _proposed(wording: Wording, kind: str, text: str) -> str:
    if kind not in IN_WORDS:
        raise Refused(_("An amendment changes words, deletes a paragraph or adds one."))
    if kind == Amendment.Kind.DELETE:
        return ""
    proposed = checked_words(text)
    if proposed == wording.text:
        raise Refused(_("The amendment changes nothing: its words are those of the paragraph."))
    return proposed


def _reason(text: str, missing: str) -> str:
    text = normalise(text)
    if not text:
        raise Refused(missing)
    if len(text) > LONGEST_REASON:
        raise Refused(
            _("This reason has %(count)s characters; %(most)s are allowed.")
            % {"count": len(text), "most": LONGEST_REASON}
        )
    return text


def _refuse_twice(wording: Wording, kind: str, proposed: str, sponsor: Government) -> None:
    """The same words are proposed once; another government joins those who proposed them."""
    same = Amendment.objects.filter(
        revision=wording.revision_id, paragraph=wording.paragraph_id, kind=kind, proposed_text=proposed
    )
    own = same.filter(sponsor=sponsor, state__in=[Amendment.State.SUBMITTED, Amendment.State.STANDING]).first()
    if own is not None:
        raise Refused(_("Your government has tabled this already: %(amendment)s.") % {"amendment": own})
    if (standing := same.filter(state=Amendment.State.STANDING).first()) is not None:
        raise Refused(_("%(amendment)s proposes the same words. Co-sponsor it instead.") % {"amendment": standing})


def _joining(draft: Draft, sponsor: Government, co_sponsors: Iterable[Government]) -> list[Government]:
    wanted = {each.pk: each for each in co_sponsors if each.pk != sponsor.pk}
    accredited = set(accredited_governments(draft.conference).filter(pk__in=wanted).values_list("pk", flat=True))
    for each in wanted.values():
        if each.pk not in accredited:
            raise Refused(_("%(government)s is not accredited and cannot co-sponsor.") % {"government": each})
    return list(wanted.values())


def _note_step(amendment: Amendment, by: Reader) -> None:
    """Keep the state that the amendment is in now with its moment, for the compilation of a past instant."""
    Step.objects.create(amendment=amendment, state=amendment.state, at=by.now, reason=amendment.reason, role=by.role)


def _locked(amendment: Amendment) -> Amendment:
    rows = Amendment.objects.select_for_update(of=("self",))
    return rows.select_related("draft__conference", "sponsor", "revision", "paragraph", "tabled_by").get(
        pk=amendment.pk
    )


@transaction.atomic
def declare_admissible(*, amendment: Amendment, by: Reader) -> Amendment:
    """Let a submitted amendment stand: from then on all can read it."""
    amendment = _locked(amendment)
    may_decide(by, amendment).enforce()
    if amendment.state != Amendment.State.SUBMITTED:
        raise Refused(_("%(amendment)s stands already.") % {"amendment": amendment})
    amendment.state, amendment.admitted_at = Amendment.State.STANDING, by.now
    amendment.save(update_fields=["state", "admitted_at"])
    _note_step(amendment, by)
    record(by, "declared amendment admissible", amendment, number=amendment.number)
    return amendment


@transaction.atomic
def accept_amendment(*, amendment: Amendment, by: Reader) -> Amendment:
    """Accept an amendment; the next revision takes it in. One that was not yet admitted is admitted."""
    return _decide(amendment, Amendment.State.ACCEPTED, "", by)


@transaction.atomic
def reject_amendment(*, amendment: Amendment, reason: str, by: Reader) -> Amendment:
    """Reject an amendment; the reason is published."""
    return _decide(amendment, Amendment.State.REJECTED, reason, by)


def _decide(amendment: Amendment, state: Amendment.State, reason: str, by: Reader) -> Amendment:
    amendment = _locked(amendment)
    may_decide(by, amendment).enforce()
    if state == Amendment.State.REJECTED:
        reason = _reason(reason, _("A rejection needs its reason; the sponsor and the public read it."))
    else:
        amendment.admitted_at = amendment.admitted_at or by.now
    amendment.state, amendment.reason, amendment.decided_at = state, reason, by.now
    amendment.save(update_fields=["state", "reason", "decided_at", "admitted_at"])
    _note_step(amendment, by)
    record(by, f"{state.value} amendment", amendment, number=amendment.number, reason=reason)
    _write_to_sponsor(amendment, "amendment_decided", by)
    return amendment


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, by: Reader) -> Amendment:
    """Take an amendment back; it stays readable as withdrawn."""
    amendment = _locked(amendment)
    may_withdraw(by, amendment).enforce()
    amendment.state, amendment.decided_at = Amendment.State.WITHDRAWN, by.now
    amendment.save(update_fields=["state", "decided_at"])
    _note_step(amendment, by)
    record(by, "withdrew amendment", amendment, number=amendment.number)
    return amendment


@transaction.atomic
def co_sponsor(*, amendment: Amendment, by: Reader, government: Government | None = None) -> CoSponsor:
    """Join the sponsors of a standing amendment for the government of `by`."""
    amendment = _locked(amendment)
    may_co_sponsor(by, amendment).enforce()
    joining = _sponsor(amendment.draft, by, government)
    if joining.pk == amendment.sponsor_id or amendment.co_sponsors.filter(government=joining).exists():
        raise Refused(
            _("%(government)s sponsors %(amendment)s already.") % {"government": joining, "amendment": amendment}
        )
    row = CoSponsor.objects.create(amendment=amendment, government=joining, joined_at=by.now)
    record(by, "co-sponsored amendment", amendment, number=amendment.number, government=joining.pk)
    return row


def _write_to_sponsor(amendment: Amendment, kind: str, by: Reader) -> None:
    """Write to the one who tabled the amendment; where that is not known, to the delegates of its government."""
    conference = amendment.draft.conference
    wording = amendment.revision.wordings.filter(paragraph=amendment.paragraph_id).select_related("paragraph").first()
    for person in _writers(amendment):
        with translation.override(person.language):
            path = reverse("drafting:amendment", kwargs={"slug": conference.slug, "number": amendment.number})
            context = {
                "title": said.plain(conference.title),
                "amendment": str(amendment),
                "symbol": amendment.revision.symbol,
                "paragraph": place_of(amendment, wording),
                "government": amendment.sponsor.name,
                "state": amendment.state,
                "reason": amendment.reason,
                "address": settings.BASE_ADDRESS + path,
            }
        write_mail(
            to=person.email,
            language=person.language,
            kind=kind,
            conference=conference.slug,
            now=by.now,
            context=context,
        )


def _writers(amendment: Amendment) -> list[Person]:
    if amendment.tabled_by is not None:
        return [amendment.tabled_by]
    grants = RoleGrant.objects.filter(
        conference=amendment.draft.conference_id, role=DELEGATE, government=amendment.sponsor_id
    )
    return [grant.person for grant in grants.select_related("person").order_by("pk")]
