"""Who may write the text, amend it and decide on amendments; and in which phase."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.permissions import permission
from rapporteur.foundation.people.reader import (
    ALLOWED,
    DELEGATE,
    DRAFTER,
    PUBLIC,
    RAPPORTEUR,
    SECRETARIAT,
    Answer,
    Reader,
    refuse,
)
from rapporteur.foundation.ui.said import language_name

from .models import Amendment, Bracket, Draft, Revision

OPEN_STATES = (Amendment.State.SUBMITTED, Amendment.State.STANDING)
# The name of the deadline of amendments to amendments, beside those of Amendment.Kind.
SUB = "sub"
# What the sponsor of a paragraph may take as its own: what changes its words. Whether paragraphs come in, and where they
# stand, concerns those that it does not sponsor.
FRIENDLY_KINDS = frozenset({Amendment.Kind.CHANGE, Amendment.Kind.DELETE, Amendment.Kind.SPLIT})

read_draft = permission("drafting.read", PUBLIC)
write_draft = permission(
    "drafting.write",
    RAPPORTEUR,
    SECRETARIAT,
    DRAFTER,
    refusal=gettext_lazy("Only the secretariat, the rapporteur and the drafting committee write the draft."),
)
amend_draft = permission(
    "drafting.amend",
    DELEGATE,
    refusal=gettext_lazy("Only the delegate of an accredited government can amend the draft."),
)
file_for_delegations = permission(
    "drafting.file_for",
    SECRETARIAT,
    refusal=gettext_lazy("Only the secretariat files what a delegation sent in by mail or as a Word file."),
)
return_files = permission(
    "drafting.return",
    DELEGATE,
    SECRETARIAT,
    refusal=gettext_lazy("Only delegates, and the secretariat for them, send the draft back as a Word file."),
)
decide_amendments = permission(
    "drafting.decide",
    RAPPORTEUR,
    SECRETARIAT,
    DRAFTER,
    refusal=gettext_lazy("Only the secretariat, the rapporteur and the drafting committee decide on amendments."),
)
follow_amendments = permission(
    "drafting.follow_amendments",
    DELEGATE,
    RAPPORTEUR,
    SECRETARIAT,
    DRAFTER,
    refusal=gettext_lazy("Only delegates and those who work on the draft can act on an amendment."),
)
adopt_draft = permission(
    "drafting.adopt", SECRETARIAT, refusal=gettext_lazy("Only the secretariat records that the text is adopted.")
)

finalise_draft = permission(
    "drafting.finalise",
    SECRETARIAT,
    RAPPORTEUR,
    refusal=gettext_lazy("Only the secretariat and the rapporteur give the final numbers."),
)

issue_documents = permission(
    "drafting.issue",
    SECRETARIAT,
    refusal=gettext_lazy("Only the secretariat issues documents beside a text: corrigenda, addenda, versions."),
)


def _is_here(reader: Reader, draft: Draft) -> bool:
    return reader.is_system or reader.conference_id == draft.conference_id


def _negotiated(reader: Reader, draft: Draft) -> Answer:
    """Whether `draft` is of the conference of `reader` and not yet adopted."""
    if not _is_here(reader, draft):
        return refuse(_("This draft belongs to another conference."))
    if draft.phase == Draft.Phase.ADOPTED:
        return refuse(_("The text is adopted and no longer changes."))
    return ALLOWED


def may_write(reader: Reader, draft: Draft) -> Answer:
    """Whether `reader` may prepare a revision of `draft`."""
    return write_draft(reader) and _negotiated(reader, draft)


def may_change(reader: Reader, revision: Revision) -> Answer:
    """Whether `reader` may change the words or sources of `revision`: nobody can once it is frozen."""
    if not (answer := may_write(reader, revision.draft)):
        return answer
    if revision.frozen_at is not None:
        return refuse(
            _("%(symbol)s is frozen and no longer changes. Begin a new revision.") % {"symbol": revision.symbol}
        )
    return ALLOWED


def may_translate(reader: Reader, revision: Revision) -> Answer:
    """Whether `reader` may write the versions of `revision` in other languages: until adoption, frozen or not, of the
    last revision alone. One query."""
    if not (answer := may_write(reader, revision.draft)):
        return answer
    if Revision.objects.filter(draft=revision.draft_id, number__gt=revision.number).exists():
        return refuse(
            _("A later revision follows %(symbol)s. Write the versions of the last one.") % {"symbol": revision.symbol}
        )
    return ALLOWED


def may_waive(reader: Reader, revision: Revision) -> Answer:
    """Whether `reader` may let `revision` be adopted although a version of it is not complete: one query."""
    if not (answer := may_translate(reader, revision)):
        return answer
    if revision.frozen_at is None:
        return refuse(_("Freeze the revision first: only a text that no longer changes can be adopted."))
    return ALLOWED


def may_render(reader: Reader, amendment: Amendment) -> Answer:
    """Whether `reader` may put the words of `amendment` into another language."""
    return may_write(reader, amendment.draft)


def takes_amendments(draft: Draft, now: datetime) -> bool:
    """Whether amendments of any kind can be tabled to `draft` at `now`: until the last of its deadlines. One query."""
    if draft.phase != Draft.Phase.AMENDMENTS:
        return False
    own = draft.deadlines.values_list("closes_at", flat=True)
    return draft.amendments_close_at is None or now < max([draft.amendments_close_at, *own])


def may_freeze(reader: Reader, revision: Revision) -> Answer:
    """Whether `reader` may freeze `revision` now: two queries, one more while amendments are open."""
    if not (answer := may_change(reader, revision)):
        return answer
    if not revision.wordings.exists():
        return refuse(
            _("%(symbol)s has no paragraph yet. Write one before you freeze it.") % {"symbol": revision.symbol}
        )
    if takes_amendments(revision.draft, reader.now):
        return refuse(_("Amendments to the last revision are open. Close them before you freeze the next one."))
    return ALLOWED


def may_amend(reader: Reader, draft: Draft, kind: str = "") -> Answer:
    """Whether `reader` may table amendments of `kind` to `draft` now: one query; for which government is not asked."""
    if not (answer := amend_draft(reader)):
        return answer
    if not _is_here(reader, draft):
        return refuse(_("This draft belongs to another conference."))
    if draft.phase != Draft.Phase.AMENDMENTS:
        return refuse(_("This draft takes no amendments at present."))
    own = draft.deadlines.filter(kind=kind).values_list("closes_at", flat=True).first() if kind else None
    closes_at = own or draft.amendments_close_at
    if closes_at is not None and reader.now >= closes_at:
        return refuse(late_sentence(kind if own else ""))
    return ALLOWED


def late_sentence(kind: str = "") -> str:
    """That a deadline has passed: the one of a kind of amendment, else that of all."""
    said = {
        Amendment.Kind.CHANGE.value: _(
            "The deadline for changes of words has passed. Speak to the secretariat, or in the room."
        ),
        Amendment.Kind.DELETE.value: _(
            "The deadline for deletions has passed. Speak to the secretariat, or in the room."
        ),
        Amendment.Kind.ADD.value: _(
            "The deadline for new paragraphs has passed. Speak to the secretariat, or in the room."
        ),
        Amendment.Kind.MOVE.value: _("The deadline for moves has passed. Speak to the secretariat, or in the room."),
        Amendment.Kind.SPLIT.value: _("The deadline for splits has passed. Speak to the secretariat, or in the room."),
        Amendment.Kind.JOIN.value: _(
            "The deadline for joining paragraphs has passed. Speak to the secretariat, or in the room."
        ),
        Amendment.Kind.TITLE.value: _(
            "The deadline for changes of the title has passed. Speak to the secretariat, or in the room."
        ),
        SUB: _("The deadline for amendments to amendments has passed. Speak to the secretariat, or in the room."),
    }
    return said.get(kind, _("The deadline for amendments has passed. Speak to the secretariat, or in the room."))


def closed_kinds(draft: Draft, now: datetime) -> frozenset[str]:
    """The kinds of amendment, and SUB, whose deadline has passed at `now`: one query."""
    own = dict(draft.deadlines.values_list("kind", "closes_at"))
    closes_at = {kind: own.get(kind, draft.amendments_close_at) for kind in (*Amendment.Kind.values, SUB)}
    return frozenset(kind for kind, moment in closes_at.items() if moment is not None and now >= moment)


def may_file(reader: Reader, draft: Draft, kind: str, channel: str) -> Answer:
    """Whether `reader` may file an amendment that came by `channel`: a delegate until the deadline, and the secretariat
    what a delegation sent in by Word or mail, as long as the draft is open for amendment."""
    if channel == Amendment.Channel.FORM or not file_for_delegations(reader):
        return may_amend(reader, draft, kind)
    if not _is_here(reader, draft):
        return refuse(_("This draft belongs to another conference."))
    if draft.phase != Draft.Phase.AMENDMENTS:
        return refuse(_("This draft takes no amendments at present."))
    return ALLOWED


def _decidable(reader: Reader, amendment: Amendment) -> Answer:
    if not (answer := _negotiated(reader, amendment.draft)):
        return answer
    if amendment.state not in OPEN_STATES:
        return refuse(_("%(amendment)s is decided already.") % {"amendment": amendment})
    return ALLOWED


def may_decide(reader: Reader, amendment: Amendment) -> Answer:
    """Whether `reader` may admit, accept or reject `amendment`."""
    return decide_amendments(reader) and _decidable(reader, amendment)


REOPENED = frozenset(
    {Amendment.State.ACCEPTED, Amendment.State.REJECTED, Amendment.State.INADMISSIBLE, Amendment.State.FALLEN}
)


def may_reopen(reader: Reader, amendment: Amendment) -> Answer:
    """Whether `reader` may take the decision on `amendment` back: until its words are in a text, and for one to an
    amendment as long as that is open and has not its words."""
    if not (answer := decide_amendments(reader) and _negotiated(reader, amendment.draft)):
        return answer
    if amendment.applied_in_id is not None:
        return refuse(_("The words of %(amendment)s are in the text. Change them there.") % {"amendment": amendment})
    parent = amendment.parent
    is_lost = parent is not None and (amendment.state == Amendment.State.ACCEPTED or parent.state not in OPEN_STATES)
    if amendment.state not in REOPENED or is_lost:
        return refuse(_("Only a decision of the committee whose words went nowhere can be taken back."))
    return ALLOWED


def friendly_sponsor(amendment: Amendment) -> int | None:
    """The government that may accept `amendment` as friendly: the sponsor of the paragraph or amendment it amends."""
    if amendment.parent is not None:
        return amendment.parent.sponsor_id
    return amendment.paragraph.sponsor_id if amendment.paragraph is not None else None


def may_accept_as_friendly(reader: Reader, amendment: Amendment) -> Answer:
    """Whether `reader` speaks for the sponsor of the words that `amendment` of another government changes, while it stands."""
    sponsor = friendly_sponsor(amendment)
    if not reader.is_system and not (reader.has(DELEGATE) and sponsor in reader.government_ids):
        return refuse(_("Only the sponsor of the words that are amended can accept an amendment as friendly."))
    if sponsor is None:
        return refuse(_("No delegation sponsors these words; the drafting committee decides."))
    if amendment.kind not in FRIENDLY_KINDS:
        return refuse(
            _("Only what changes the words of one paragraph can be friendly; the drafting committee decides.")
        )
    if amendment.sponsor_id == sponsor:
        return refuse(_("No government accepts its own amendment as friendly; the drafting committee decides."))
    if amendment.state != Amendment.State.STANDING:
        return refuse(_("Only an amendment that stands can be accepted as friendly."))
    return _decidable(reader, amendment)


def may_withdraw(reader: Reader, amendment: Amendment) -> Answer:
    """Whether `reader` may take `amendment` back: its sponsor can, until it is decided."""
    if not reader.is_system and not (reader.has(DELEGATE) and amendment.sponsor_id in reader.government_ids):
        return refuse(_("Only the government that tabled an amendment can withdraw it."))
    return _decidable(reader, amendment)


def may_take_over(reader: Reader, amendment: Amendment) -> Answer:
    """Whether `reader` may take up `amendment`, which its sponsor withdrew; the deadline of tabling does not count.

    One to an amendment can be taken up as long as that one is open.
    """
    if not (answer := amend_draft(reader) and _negotiated(reader, amendment.draft)):
        return answer
    if amendment.parent is not None and amendment.parent.state not in OPEN_STATES:
        return refuse(_("%(amendment)s does not stand, and cannot be amended.") % {"amendment": amendment.parent})
    if amendment.state != Amendment.State.WITHDRAWN or amendment.admitted_at is None:
        return refuse(_("Only an amendment that stood and was withdrawn can be taken over."))
    return ALLOWED


def may_co_sponsor(reader: Reader, amendment: Amendment, government: Government) -> Answer:
    """Whether `reader` may join the sponsors of `amendment` for `government`, for which it speaks: while it stands, and
    before that where the sponsor asked for it. Two queries at most."""
    if not (answer := may_amend(reader, amendment.draft, SUB if amendment.parent_id else amendment.kind)):
        return answer
    is_asked = amendment.state == Amendment.State.SUBMITTED and _waits_for(amendment, government)
    if amendment.state != Amendment.State.STANDING and not is_asked:
        return refuse(_("Only an amendment that stands takes co-sponsors."))
    return ALLOWED


def may_decline(reader: Reader, amendment: Amendment, government: Government) -> Answer:
    """Whether `reader` may say for `government`, for which it speaks, that it does not sponsor `amendment`: while it is
    asked to. One query."""
    if not (answer := amend_draft(reader) and _decidable(reader, amendment)):
        return answer
    if not _waits_for(amendment, government):
        return refuse(_("Your government is not asked to co-sponsor this amendment."))
    return ALLOWED


def may_leave(reader: Reader, amendment: Amendment, government: Government) -> Answer:
    """Whether `reader` may leave the sponsors of `amendment` for `government`, for which it speaks: until it is decided.
    One query."""
    if not (answer := amend_draft(reader) and _decidable(reader, amendment)):
        return answer
    if not amendment.co_sponsors.filter(government=government, left_at=None).exists():
        return refuse(_("%(government)s does not co-sponsor this amendment.") % {"government": government})
    return ALLOWED


def _waits_for(amendment: Amendment, government: Government) -> bool:
    """Whether the sponsor asked `government` to co-sponsor the amendment, and it has not answered."""
    return amendment.invitations.filter(government=government, answered_at=None).exists()


def may_stand(reader: Reader, amendment: Amendment) -> Answer:
    """Whether `reader` may put support or opposition to `amendment` on record: while it stands, past the deadline too."""
    if not (answer := amend_draft(reader) and _negotiated(reader, amendment.draft)):
        return answer
    if amendment.state != Amendment.State.STANDING:
        return refuse(_("Delegations support or oppose an amendment while it stands."))
    return ALLOWED


def _agreed(revision: Revision) -> Answer:
    """Whether all words of `revision` are: none in brackets, no paragraph with another wording. Two queries."""
    facts = {"symbol": revision.symbol}
    if Bracket.objects.filter(wording__revision=revision).exists():
        return refuse(_("Words of %(symbol)s stand in brackets. Agree on them in a new revision first.") % facts)
    if revision.wordings.filter(alternative_of__isnull=False).exists():
        return refuse(_("A paragraph of %(symbol)s has other wordings. Take one in a new revision first.") % facts)
    return ALLOWED


def may_adopt(reader: Reader, revision: Revision) -> Answer:
    """Whether `reader` may record that `revision` is adopted: the last frozen one, closed for amendment, whose words are
    agreed and have what was accepted in them. Five queries."""
    if not (answer := adopt_draft(reader)):
        return answer
    if not _is_here(reader, revision.draft):
        return refuse(_("This draft belongs to another conference."))
    if revision.frozen_at is None:
        return refuse(_("Freeze the revision first: only a text that no longer changes can be adopted."))
    if revision.draft.phase == Draft.Phase.ADOPTED:
        return refuse(_("A text of this draft is adopted already."))
    facts = {"symbol": revision.symbol}
    if Revision.objects.filter(draft=revision.draft_id, number__gt=revision.number, frozen_at__isnull=False).exists():
        return refuse(_("A later revision follows %(symbol)s. Adopt the last one.") % facts)
    if takes_amendments(revision.draft, reader.now):
        return refuse(_("The text is open for amendment. Close it before you adopt it."))
    if not (answer := _agreed(revision)):
        return answer
    left = Amendment.objects.waiting_to_come_in(revision.draft_id).order_by("number")
    if names := ", ".join(map(str, left)):
        return refuse(
            _("Accepted amendments are not in %(symbol)s: %(list)s. Take them into a new revision first.")
            % {**facts, "list": names}
        )
    return ALLOWED


def may_finalise(reader: Reader, revision: Revision) -> Answer:
    """Whether `reader` may give the final numbers of `revision`: of the last one, once, when its words are agreed
    and nothing can change them any more. Four queries."""
    if not (answer := finalise_draft(reader)):
        return answer
    if not _is_here(reader, revision.draft):
        return refuse(_("This draft belongs to another conference."))
    facts = {"symbol": revision.symbol}
    if revision.finalised_at is not None:
        return refuse(_("The paragraphs of %(symbol)s have their final numbers; they are given once.") % facts)
    if revision.frozen_at is None:
        return refuse(_("Freeze the revision first: only a text that no longer changes gets final numbers."))
    if Revision.objects.filter(draft=revision.draft_id, number__gt=revision.number).exists():
        return refuse(_("A later revision follows %(symbol)s. Give the final numbers to the last one.") % facts)
    if revision.draft.phase == Draft.Phase.AMENDMENTS:
        return refuse(_("The text is open for amendment. Close it before you give the final numbers."))
    undecided = Amendment.objects.filter(draft=revision.draft_id).filter(
        Q(state__in=OPEN_STATES) | Q(state=Amendment.State.ACCEPTED, applied_in=None, parent=None)
    )
    if names := ", ".join(map(str, undecided.order_by("number"))):
        return refuse(
            _("The final numbers are given once. Decide these first, and take in what is accepted: %(list)s.")
            % {"list": names}
        )
    return _agreed(revision)


def may_issue(reader: Reader, revision: Revision) -> Answer:
    """Whether `reader` may issue a document beside `revision`, before its adoption or after."""
    if not (answer := issue_documents(reader)):
        return answer
    if not _is_here(reader, revision.draft):
        return refuse(_("This draft belongs to another conference."))
    if revision.frozen_at is None:
        return refuse(
            _("%(symbol)s is being written: mend its words. A frozen text has corrigenda.")
            % {"symbol": revision.symbol}
        )
    return ALLOWED


def versions_ready(lagging: Mapping[str, tuple[int, int]]) -> Answer:
    """Whether the versions let the text be adopted: none may lag but those that were waived.

    lagging: by language, without those that were waived, how many paragraphs are behind and how many are missing
    """
    if not lagging:
        return ALLOWED
    named = "; ".join(
        _("%(language)s (behind: %(behind)s, missing: %(missing)s)")
        % {"language": language_name(language), "behind": behind, "missing": missing}
        for language, (behind, missing) in lagging.items()
    )
    sentence = _("The text is not complete in all its languages: %(list)s. Complete them, or waive them with a reason.")
    return refuse(sentence % {"list": named})
