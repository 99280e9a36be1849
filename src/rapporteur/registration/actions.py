"""Acts on delegations: registered, asked back, accredited, refused, withdrawn; and their members."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NotRequired, TypedDict

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rapporteur.calls.queries import call_of
from rapporteur.foundation.conferences.actions import grant_role, next_number, withdraw_role
from rapporteur.foundation.conferences.models import Conference, RoleGrant
from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.notices.actions import write_mail
from rapporteur.foundation.people.actions import (
    add_government,
    add_place,
    check_place,
    government_of,
    person_with,
    same_place,
)
from rapporteur.foundation.people.models import Government, Person, Place
from rapporteur.foundation.people.queries import country_name
from rapporteur.foundation.people.reader import DELEGATE, MAYOR, OBSERVER, Reader, Refused
from rapporteur.foundation.people.regions import REGION_OF
from rapporteur_core.text import fold, normalise

from .models import Delegation, Member
from .permissions import accredit, apply, may_decide, may_manage, may_register
from .queries import body_called, place_called, registered_addresses

ROLE_OF = {Member.Part.MAYOR: MAYOR, Member.Part.OBSERVER: OBSERVER}
LEADERS = (Member.Part.HEAD, Member.Part.FOCAL)


class MemberFacts(TypedDict):
    """A person of a delegation; `language` is the one of mail to an address that is new."""

    name: str
    email: str
    part: str
    office: NotRequired[str]
    language: NotRequired[str]


@transaction.atomic
def government_by_hand(*, name: str, country: str, is_place: bool, category: str = "lrg", by: Reader) -> Government:
    """A government that the register of places does not hold, or a body that is no place.

    Refused when the register, or an earlier registration, has it under this name: two records of one city are none.
    """
    apply(by).enforce()
    name = normalise(name)
    if not is_place:
        if body_called(name):
            raise Refused(_("“%(name)s” is known here. Search for it and choose it.") % {"name": name})
        facts = {"country": country, "region": REGION_OF.get(country, ""), "category": category}
        return add_government(name=name, by=by, **facts)
    if known := place_called(name, country):
        sentence = _("The register has “%(name)s” in %(country)s. Search for it and choose it.")
        raise Refused(sentence % {"name": known.name, "country": country_name(country)})
    return government_of(place=add_place(name=name, country=country, by=by), by=by)


@transaction.atomic
def register_delegation(
    *,
    conference: Conference,
    government: Government,
    category: str,
    members: list[MemberFacts],
    by: Reader,
    letter: StoredFile | None = None,
) -> Delegation:
    """Register the delegation of `government`; the first of `members` comes first.

    Refused after the deadline, without a head or focal point, when the government has a delegation already, and when a
    member is in another one.
    """
    may_register(by, call_of(conference), by.now).enforce()
    if not any(member["part"] in LEADERS for member in members):
        raise Refused(_("A delegation needs a head or a focal point. Give one of its members this part."))
    delegation = Delegation(
        conference=conference,
        number=next_number(conference, "delegation"),
        government=government,
        category=category,
        letter=letter,
        sent_by=by.person,
        received_at=by.now,
    )
    try:
        with transaction.atomic():
            delegation.save()
    except IntegrityError as error:
        sentence = _("%(government)s has a delegation already. Ask its head to add you, or write to: %(contact)s.")
        raise Refused(sentence % {"government": government, "contact": conference.contact}) from error
    for position, facts in enumerate(members):
        _enter(delegation, facts, position)
    _fold(delegation)
    record(by, "registered delegation", delegation, government=government.pk, members=len(members))
    _write("delegation_received", delegation, by)
    return delegation


@transaction.atomic
def answer_question(*, delegation: Delegation, answer: str, by: Reader, letter: StoredFile | None = None) -> Delegation:
    """Answer what the desk asked back; the delegation waits for it again."""
    delegation = _locked(delegation)
    may_manage(by, delegation, "answer").enforce()
    delegation.answer = normalise(answer)
    delegation.state = Delegation.State.RECEIVED
    if letter:
        delegation.letter = letter
    delegation.save()
    record(by, "answered", delegation, answer=delegation.answer, letter=letter.sha256 if letter else "")
    return delegation


@transaction.atomic
def replace_letter(*, delegation: Delegation, letter: StoredFile, by: Reader) -> Delegation:
    """Send the letter of nomination, or another one in its place; the earlier file is kept under its hash."""
    delegation = _locked(delegation)
    may_manage(by, delegation, "change").enforce()
    delegation.letter = letter
    delegation.save(update_fields=["letter"])
    record(by, "replaced letter", delegation, sha256=letter.sha256)
    return delegation


@transaction.atomic
def accredit_delegation(*, delegation: Delegation, by: Reader) -> Delegation:
    """Accredit a delegation, or the members it added since: each member gets the role of its part, by mail told so."""
    delegation = _locked(delegation)
    may_decide(by, delegation, "accredit").enforce()
    place = delegation.government.place
    if place is not None and not place.is_checked:
        sentence = _("The place “%(place)s” was added by hand. Check it before you accredit its delegation.")
        raise Refused(sentence % {"place": place.name})
    fresh = list(delegation.members.filter(is_standing=True, accredited_at=None).select_related("person"))
    if delegation.state == Delegation.State.ACCREDITED and not fresh:
        raise Refused(_("The delegation and all its members are accredited already."))
    delegation.state, delegation.ground, delegation.decided_at = Delegation.State.ACCREDITED, "", by.now
    delegation.save()
    for member in fresh:
        grant_role(
            conference=delegation.conference,
            person=member.person,
            role=role_of(member.part),
            government=delegation.government,
            by=by,
        )
    delegation.members.filter(pk__in=[member.pk for member in fresh]).update(accredited_at=by.now)
    record(by, "accredited delegation", delegation, members=[member.pk for member in fresh])
    _write("delegation_accredited", delegation, by, also=[member.person for member in fresh])
    return delegation


@transaction.atomic
def ask_back(*, delegation: Delegation, question: str, by: Reader) -> Delegation:
    """Ask the delegation something before it is accredited."""
    delegation = _locked(delegation)
    may_decide(by, delegation, "ask_back").enforce()
    delegation.ground = _needed(question, _("Write what the delegation is to answer."))
    delegation.state, delegation.answer = Delegation.State.ASKED_BACK, ""
    delegation.save()
    record(by, "asked back", delegation, question=delegation.ground)
    _write("delegation_asked_back", delegation, by)
    return delegation


@transaction.atomic
def refuse_delegation(*, delegation: Delegation, ground: str, by: Reader) -> Delegation:
    """Refuse a delegation with a ground; roles that an accreditation had given are taken back."""
    delegation = _locked(delegation)
    may_decide(by, delegation, "refuse").enforce()
    delegation.ground = _needed(ground, _("Write the ground: the delegation reads it."))
    delegation.state, delegation.decided_at = Delegation.State.REFUSED, by.now
    delegation.save()
    _take_roles(delegation.members.all(), delegation, by)
    record(by, "refused delegation", delegation, ground=delegation.ground)
    _write("delegation_refused", delegation, by)
    return delegation


@transaction.atomic
def withdraw_delegation(*, delegation: Delegation, by: Reader) -> Delegation:
    """Withdraw a delegation: its roles end, and its government and its persons can be registered again."""
    delegation = _locked(delegation)
    may_manage(by, delegation, "withdraw").enforce()
    delegation.state, delegation.decided_at = Delegation.State.WITHDRAWN, by.now
    delegation.save()
    _take_roles(delegation.members.all(), delegation, by)
    delegation.members.update(is_standing=False)
    record(by, "withdrew delegation", delegation)
    return delegation


@transaction.atomic
def add_member(*, delegation: Delegation, by: Reader, **facts: Any) -> Member:
    """Add a person (`MemberFacts`); in an accredited delegation the desk accredits them before they act."""
    delegation = _locked(delegation)
    may_register(by, call_of(delegation.conference), by.now).enforce()
    may_manage(by, delegation, "change").enforce()
    last = delegation.members.order_by("-position").values_list("position", flat=True).first() or 0
    member = _enter(delegation, MemberFacts(**facts), last + 1)  # type: ignore[typeddict-item]
    _fold(delegation)
    record(by, "added member", delegation, member=member.pk, part=member.part)
    return member


@transaction.atomic
def remove_member(*, member: Member, by: Reader) -> None:
    """Take a person out of a delegation, with the role; the last head or focal point stays."""
    delegation = _locked(member.delegation)
    may_manage(by, delegation, "change").enforce()
    if not delegation.members.filter(part__in=LEADERS).exclude(pk=member.pk).exists():
        raise Refused(_("This is the last head or focal point. Add another one first."))
    _take_roles([member], delegation, by)
    record(by, "removed member", delegation, member=member.pk, part=member.part)
    member.delete()
    _fold(delegation)


@transaction.atomic
def check_added_place(*, delegation: Delegation, latitude: float, longitude: float, by: Reader) -> None:
    """Confirm the place of a delegation that was added by hand, with its coordinates in degrees."""
    accredit(by).enforce()
    place = delegation.government.place
    if place is None or place.is_checked:
        raise Refused(_("This place was checked already."))
    check_place(place=place, latitude=latitude, longitude=longitude, by=by)


@transaction.atomic
def settle_place(*, delegation: Delegation, place: Place, by: Reader) -> Delegation:
    """Say that the place that was added by hand is `place` of the register: its name finds that one from now on.

    Refused when the government of `place` has a delegation already.
    """
    accredit(by).enforce()
    delegation = _locked(delegation)
    added = delegation.government.place
    if added is None or added.is_checked or not place.is_checked:
        raise Refused(_("This place was checked already."))
    delegation.government = government_of(place=place, by=by)
    try:
        with transaction.atomic():
            delegation.save(update_fields=["government"])
    except IntegrityError as error:
        sentence = _("%(government)s has a delegation already. Refuse this one with that ground, or ask back.")
        raise Refused(sentence % {"government": delegation.government}) from error
    same_place(added=added, place=place, by=by)
    _fold(delegation)
    record(by, "settled place of delegation", delegation, government=delegation.government_id)
    return delegation


def role_of(part: str) -> str:
    """The role that somebody of this part gets when the delegation is accredited."""
    return ROLE_OF.get(Member.Part(part), DELEGATE)


def _locked(delegation: Delegation) -> Delegation:
    """The delegation as it is now, held until the act is done: of two acts at once the second sees the first."""
    rows = Delegation.objects.select_for_update(of=("self",)).select_related("government__place", "conference")
    return rows.get(pk=delegation.pk)


def _needed(text: str, sentence: str) -> str:
    if not (clean := normalise(text)):
        raise Refused(sentence)
    return clean


def _enter(delegation: Delegation, facts: MemberFacts, position: int) -> Member:
    if registered_addresses(delegation.conference, [facts["email"]]):
        sentence = _("%(email)s is in a delegation already. Each person is registered once.")
        raise Refused(sentence % {"email": facts["email"]})
    name = normalise(facts["name"])
    person = person_with(email=facts["email"], name=name, language=facts.get("language") or "en")
    return Member.objects.create(
        conference=delegation.conference,
        delegation=delegation,
        person=person,
        name=name,
        office=normalise(facts.get("office", "")),
        part=facts["part"],
        position=position,
    )


def _fold(delegation: Delegation) -> None:
    """Renew the text in which the desk searches."""
    government = delegation.government
    names = delegation.members.values_list("name", flat=True)
    country = country_name(government.country, "en") if government.country else ""
    words = [str(delegation), government.name, *government.names, country, *names]
    delegation.folded = fold(" | ".join(words))[:600]
    delegation.save(update_fields=["folded"])


def _take_roles(members: Iterable[Member], delegation: Delegation, by: Reader) -> None:
    """Take back the roles that accreditation gave; done by the product, as those who withdraw give no roles."""
    product = replace(by, is_system=True)
    for member in members:
        grants = RoleGrant.objects.filter(
            conference=delegation.conference,
            person=member.person_id,
            government=delegation.government,
            role=role_of(member.part),
        )
        for grant in grants:
            withdraw_role(grant=grant, by=product)
        member.accredited_at = None
        member.save(update_fields=["accredited_at"])


def _write(kind: str, delegation: Delegation, by: Reader, *, also: Iterable[Person] = ()) -> None:
    """Tell the sender, the head and `also`, each once and in their own language."""
    heads = Person.objects.filter(memberships__delegation=delegation, memberships__part=Member.Part.HEAD)
    told = {person.pk: person for person in [delegation.sent_by, *heads, *also] if person}
    context = {"delegation": delegation, "conference": delegation.conference, "base": settings.BASE_ADDRESS}
    for person in told.values():
        write_mail(
            to=person.email,
            language=person.language,
            kind=kind,
            conference=delegation.conference.slug,
            now=by.now,
            context={**context, "person": person},
        )
