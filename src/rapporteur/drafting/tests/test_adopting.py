"""The adoption of the text: what stands in its way, and what it ends."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from rapporteur.drafting.actions import (
    accept_amendment,
    add_alternative,
    apply_accepted,
    begin_revision,
    declare_admissible,
    freeze_revision,
    mark_adopted,
    set_wording,
    table_amendment,
    withdraw_amendment,
)
from rapporteur.drafting.models import Draft, Revision
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused

from .conftest import FIGURES

pytestmark = pytest.mark.django_db


@pytest.fixture
def sub(opened, system, accredit):
    """`sub(parent)`: an amendment to the words that an amendment proposes, which stands."""

    def make(parent):
        amendment = table_amendment(
            paragraph=None, parent=parent, revision=opened.revision, kind="change", by=system, government=accredit(),
            proposed_text=parent.proposed_text + " Always.", rationale="Stronger.",
        )  # fmt: skip
        return declare_admissible(amendment=amendment, by=system)

    return make


def refused(revision, system, sentence):
    with pytest.raises(Refused, match=sentence):
        mark_adopted(revision=revision, by=system)
    assert not Revision.objects.filter(is_adopted=True).exists()
    assert not Draft.objects.filter(phase="adopted").exists()
    return True


def test_the_last_frozen_text_is_adopted_and_no_earlier_one(opened, next_revision, system):
    last = next_revision()
    assert refused(last, system, "Freeze the revision first")
    last = freeze_revision(revision=last, by=system)
    assert refused(opened.revision, system, "A later revision follows CCM/2017/L.1. Adopt the last one.")
    assert mark_adopted(revision=last, by=system).is_adopted


def test_a_revision_that_is_only_begun_does_not_stand_in_the_way(opened, next_revision, system):
    next_revision()
    assert mark_adopted(revision=opened.revision, by=system).is_adopted


def test_a_text_open_for_amendment_is_not_adopted(opened, system):
    assert refused(opened.revision, system, "The text is open for amendment. Close it before you adopt it.")
    with at(opened.draft.amendments_close_at):
        assert mark_adopted(revision=opened.revision, by=system).is_adopted


def test_a_text_whose_words_are_not_agreed_is_not_adopted(opened, next_revision, system):
    revision = next_revision()
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES, brackets=[(0, 7, "Open")], by=system)
    add_alternative(revision=revision, key="p2", text="Publish all.", by=system)
    revision = freeze_revision(revision=revision, by=system)
    assert refused(revision, system, "Words of CCM/2017/L.1/Rev.1 stand in brackets")
    revision = begin_revision(draft=opened.draft, by=system)
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES, brackets=[], by=system)
    revision = freeze_revision(revision=revision, by=system)
    assert refused(revision, system, "A paragraph of CCM/2017/L.1/Rev.2 has other wordings")


def test_what_was_accepted_is_taken_in_before_the_text_is_adopted(opened, amend, sub, next_revision, system):
    one, other = amend("p1", "every", "each"), amend("p2", "basic", "essential")
    for each in (one, other):
        declare_admissible(amendment=each, by=system)
    accept_amendment(amendment=sub(other), by=system)
    for each in (one, other):
        accept_amendment(amendment=each, by=system)
    revision = next_revision()
    assert refused(opened.revision, system, "Accepted amendments are not in CCM/2017/L.1: A-01, A-02. Take them into")
    apply_accepted(revision=revision, by=system)
    assert mark_adopted(revision=freeze_revision(revision=revision, by=system), by=system).is_adopted


def test_what_is_open_falls_with_the_adoption_and_its_sponsors_are_told(
    opened, amend, sub, next_revision, system, make_person
):
    standing, submitted = amend("p1", "every", "each"), amend("p2", "basic", "essential")
    declare_admissible(amendment=standing, by=system)
    hanging, withdrawn = sub(standing), withdraw_amendment(amendment=amend("p1", "free", "rid"), by=system)
    delegate = make_person("delegate", submitted.sponsor)
    revision = freeze_revision(revision=next_revision(), by=system)
    mark_adopted(revision=revision, by=system)
    for each in (standing, submitted, hanging, withdrawn):
        each.refresh_from_db()
    without = "CCM/2017/L.1/Rev.1 was adopted without it."
    assert [(each.state, each.reason) for each in (standing, submitted, hanging, withdrawn)] == [
        ("fallen", without),
        ("fallen", without),
        ("fallen", "A-01, which it amends, is decided."),
        ("withdrawn", ""),
    ]
    mail = Mail.objects.get(kind="amendment_decided", address=delegate.email)
    assert mail.subject == "Amendment A-02 to CCM/2017/L.1 fell" and without in mail.body
    acts = list(Entry.objects.order_by("pk").values_list("act", flat=True))
    assert acts[acts.index("adopted text") :].count("fallen amendment") == 3


def test_the_database_keeps_one_adopted_text(opened, next_revision, system):
    later = freeze_revision(revision=next_revision(), by=system)
    mark_adopted(revision=later, by=system)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=opened.revision.pk).update(is_adopted=True)
