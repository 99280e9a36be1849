"""One of several alternatives in brackets is taken: the others go with their words, in one act."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from rapporteur.drafting.actions import (
    begin_revision,
    bracket_alternatives,
    declare_admissible,
    order_amendments,
    set_wording,
    take_bracketed,
)
from rapporteur.drafting.models import Bracket
from rapporteur.drafting.queries import bracketed_words
from rapporteur.foundation.journal.models import Opening
from rapporteur.foundation.people.reader import Refused

from .conftest import SERVICES
from .test_pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def beside(opened, amend, accredit, system):
    """“basic”, “essential” of Quito and “public” of Lomé side by side, in the revision that is being written."""
    rows = [
        declare_admissible(amendment=amend("p2", "basic", word, government=accredit(name)), by=system)
        for word, name in (("essential", "Quito"), ("public", "Lomé"))
    ]
    order_amendments(amendments=rows, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    wording = bracket_alternatives(amendments=rows, revision=revision, by=system)
    assert "[basic] [essential] [public] services" in bracketed_words(wording)
    return SimpleNamespace(rows=rows, wording=wording, revision=revision)


def bracket_of(wording, words):
    return next(each for each in wording.brackets.all() if each.words == words)


@pytest.mark.parametrize("words", ["basic", "essential", "public"])
def test_the_words_of_the_others_go_with_the_brackets_of_all(beside, system, words):
    written = take_bracketed(bracket=bracket_of(beside.wording, words), by=system)
    assert bracketed_words(written) == SERVICES.replace("basic", words)
    for row in beside.rows:
        row.refresh_from_db()
        assert (row.state, row.applied_in) == ("merged", beside.revision)


def test_the_journal_keeps_what_was_taken_and_what_was_left_out(beside, system):
    take_bracketed(bracket=bracket_of(beside.wording, "public"), by=system)
    facts = Opening.objects.get(entry__act="took bracketed words").content
    assert (facts["words"], facts["reason"]) == ("public", "A-02 (Lomé)")
    assert [each["words"] for each in facts["left_out"]] == ["basic", "essential"]


def test_other_brackets_stay_on_their_words(beside, system):
    """One around the alternatives holds what is left of them, one within a word that stays follows it."""
    text = beside.wording.text
    start, end = text.index("Give"), text.index(", whatever")
    last = text.index("police")
    reason, amendment = "Scope is open", beside.rows[0]
    Bracket.objects.create(wording=beside.wording, start=start, end=end, reason=reason)
    Bracket.objects.create(wording=beside.wording, start=last, end=last + 6, reason=reason, amendment=amendment)
    written = take_bracketed(bracket=bracket_of(beside.wording, "public"), by=system)
    assert bracketed_words(written) == (
        "[Give every person access to public services], whatever his or her status. "
        "Keep these services apart from [police]."
    )
    assert [each.amendment for each in written.brackets.all()] == [None, amendment]


def test_a_bracket_alone_is_agreed_and_not_taken(writing, system):
    wording = set_wording(
        revision=writing.revision, key="p1", kind="operative", text="Give shelter and schooling.", by=system,
        brackets=[(5, 12, "Open"), (17, 26, "Open")],
    )  # fmt: skip
    with pytest.raises(Refused, match="No other alternative"):
        take_bracketed(bracket=wording.brackets.first(), by=system)
    assert bracketed_words(wording) == "Give [shelter] and [schooling]."


def test_nothing_is_taken_in_a_frozen_revision_or_by_a_delegate(beside, opened, reader_as):
    with pytest.raises(Refused, match="write the draft"):
        take_bracketed(bracket=bracket_of(beside.wording, "public"), by=reader_as("delegate"))
    frozen = opened.revision.wordings.get(paragraph__key="p2")
    bracket = Bracket.objects.create(wording=frozen, start=0, end=4, reason="Open")
    with pytest.raises(Refused, match="is frozen"):
        take_bracketed(bracket=bracket, by=reader_as("drafter"))


def test_the_page_of_the_paragraph_offers_each_alternative(beside, client_as, form_key):
    drafter = client_as("drafter")
    address = page_of("edit_paragraph", key="p2")
    page = drafter.get(address).content.decode()
    assert page.count('value="take_bracketed"') == 3
    sent = {"form_key": form_key(), "act": "take_bracketed", "bracket": bracket_of(beside.wording, "essential").pk}
    assert drafter.post(address, sent).status_code == 302
    wording = beside.revision.wordings.get(paragraph__key="p2")
    assert bracketed_words(wording) == SERVICES.replace("basic", "essential")
    assert 'value="take_bracketed"' not in drafter.get(address).content.decode()


def test_two_sets_that_touch_are_two(beside, system):
    """Words before the amendments begin a set of their own."""
    wording = set_wording(
        revision=beside.revision, key="p1", kind="operative", text="all some any none", by=system,
        brackets=[(0, 3, "a"), (4, 8, "b"), (9, 12, "c"), (13, 17, "d")],
    )  # fmt: skip
    for start in (4, 13):
        wording.brackets.filter(start=start).update(amendment=beside.rows[0])
    written = take_bracketed(bracket=wording.brackets.get(start=4), by=system)
    assert bracketed_words(written) == "some [any] [none]"
