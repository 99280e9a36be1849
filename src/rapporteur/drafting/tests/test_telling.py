"""What those who tabled an amendment are told, and who that is."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from rapporteur.drafting.actions import (
    Mailed,
    accept_amendment,
    declare_inadmissible,
    declare_incompatible,
    file_mail,
    reject_amendment,
)
from rapporteur.drafting.models import Amendment
from rapporteur.drafting.permissions import OPEN_STATES
from rapporteur.foundation.notices.models import Mail

from .conftest import FIGURES

pytestmark = pytest.mark.django_db
# The sponsor who withdraws an amendment knows that; all other ends are told.
TOLD = {
    "inadmissible": (
        "Amendment A-01 to L.1 was declared inadmissible",
        "The amendment of Port Amina was declared inadmissible. Paragraph 2, L.1. The ground:\n\nWhy.",
    ),
    "accepted": (
        "Amendment A-01 to L.1 was accepted",
        "The amendment of Port Amina was accepted. Paragraph 2, L.1. The next revision takes it in.",
    ),
    "rejected": (
        "Amendment A-01 to L.1 was rejected",
        "The amendment of Port Amina was rejected. Paragraph 2, L.1. The reason:\n\nWhy.",
    ),
    "merged": (
        "Amendment A-01 to L.1 was merged with others",
        "The amendment of Port Amina was merged with others. Paragraph 2, L.1. How:\n\nWhy.",
    ),
    "fallen": (
        "Amendment A-01 to L.1 fell",
        "The amendment of Port Amina fell: it can no longer be decided. Paragraph 2, L.1. The reason:\n\nWhy.",
    ),
}


def test_every_state_in_which_an_amendment_is_decided_is_told():
    assert TOLD.keys() == set(Amendment.State.values) - {*OPEN_STATES, "withdrawn"}


@pytest.mark.parametrize("state", TOLD)
def test_each_state_has_its_own_sentence(state):
    facts = {"amendment": "A-01", "symbol": "L.1", "government": "Port Amina", "paragraph": "Paragraph 2"}
    facts |= {"title": "Declaration", "address": "https://x.example/", "reason": "" if state == "accepted" else "Why."}
    subject, sentence = TOLD[state]
    mail = render_to_string("mail/amendment_decided.txt", {**facts, "state": Amendment.State(state)})
    assert mail.strip() == f"{subject}\n\nDeclaration\n\n{sentence}\n\nhttps://x.example/"


def subjects():
    return list(Mail.objects.filter(kind="amendment_decided").order_by("pk").values_list("subject", flat=True))


def test_what_is_inadmissible_and_what_falls_is_not_told_as_rejected(amend, accredit, make_person, system):
    town = accredit("Port Amina")
    make_person("delegate", town)
    first, taken, other = (amend("p2", "basic", word, government=town) for word in ("free", "vital", "essential"))
    declare_inadmissible(amendment=first, ground="Out of scope.", by=system)
    declare_incompatible(one=taken, other=other, by=system)
    accept_amendment(amendment=taken, by=system)
    assert subjects() == [
        "Amendment A-01 to CCM/2017/L.1 was declared inadmissible",
        "Amendment A-02 to CCM/2017/L.1 was accepted",
        "Amendment A-03 to CCM/2017/L.1 fell",
    ]


@pytest.fixture
def filed(opened):
    """`filed(town, officer)`: an amendment that the secretariat files for a delegation that sent it in by mail."""

    def make(town, officer):
        row = Mailed("p1", "change", FIGURES.replace("every", "each"), "Clearer.")
        (amendment,) = file_mail(
            draft=opened.draft, revision=opened.revision, government=town, amendments=[row], language="en", by=officer
        )
        return amendment

    return make


def test_the_delegates_are_told_what_became_of_what_the_secretariat_filed(
    filed, accredit, reader_as, make_person, system
):
    town, officer = accredit("Port Amina"), reader_as("secretariat")
    delegates = [make_person("delegate", town, language=language) for language in ("en", "fr")]
    make_person("delegate", accredit("Weststadt"))
    make_person("mayor", town)
    reject_amendment(amendment=filed(town, officer), reason="No majority.", by=system)
    told = list(Mail.objects.order_by("pk").values_list("kind", "address", "language"))
    assert told == [
        (kind, each.email, each.language) for kind in ("amendment_received", "amendment_decided") for each in delegates
    ]


def test_of_several_delegates_the_one_who_tabled_it_is_told(amend, accredit, reader_as, make_person, system):
    town = accredit("Port Amina")
    make_person("delegate", town)
    delegate = reader_as("delegate", town)
    reject_amendment(amendment=amend("p2", "basic", "free", by=delegate), reason="No majority.", by=system)
    assert set(Mail.objects.values_list("address", flat=True)) == {delegate.person.email}


def test_without_a_delegate_the_officer_who_filed_it_is_told(filed, accredit, reader_as, system):
    officer = reader_as("secretariat")
    reject_amendment(amendment=filed(accredit("Port Amina"), officer), reason="No majority.", by=system)
    assert set(Mail.objects.values_list("address", flat=True)) == {officer.person.email}


def test_one_who_speaks_for_the_delegation_no_longer_is_not_told(amend, accredit, reader_as, make_person, system):
    town = accredit("Port Amina")
    former, heir = reader_as("delegate", town), make_person("delegate", town)
    amendment = amend("p2", "basic", "free", by=former)
    former.person.role_grants.all().delete()
    reject_amendment(amendment=amendment, reason="No majority.", by=system)
    assert Mail.objects.get(kind="amendment_decided").address == heir.email
