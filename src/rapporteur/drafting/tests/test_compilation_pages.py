"""The page of the compilation: its filter and its instant stand in the address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from rapporteur.drafting.actions import (
    accept_amendment,
    begin_revision,
    close_amendments,
    declare_admissible,
    freeze_revision,
    reject_amendment,
    table_amendment,
    take_stand,
)
from rapporteur.foundation.conferences.clock import at

pytestmark = pytest.mark.django_db
ADDRESS = reverse("drafting:compilation", kwargs={"slug": "cities"})


@pytest.fixture
def read(client):
    """`read(state="accepted")`: the page with this in its address."""
    return lambda **asked: client.get(ADDRESS, asked).content.decode()


def test_the_page_shows_words_sponsors_stands_sets_and_sources(opened, standing, system, accredit, read):
    one = standing("p2", "basic", "essential", government=accredit("Quito"))
    standing("p2", "basic", "public", government=accredit("Lomé"))
    take_stand(amendment=one, stance="support", by=system, government=accredit("Mechelen"))
    page = read()
    for words in ("Supported by Mechelen.", "Conflict set</a>: Word 6", "as it stands", "2 passages", "Paragraph 2"):
        assert words in page
    assert "inserted by A-01, Quito:" in page


def test_alternatives_are_quoted_without_the_blanks_around_them(opened, standing, read):
    (
        standing("p2", "basic services", "basic and free services"),
        standing("p2", "basic services", "basic or public services"),
    )
    page = read()
    assert [f">{words}</q>" in page for words in ("and free", "or public")] == [True, True]
    assert "Conflict set</a>: Behind “basic”, word 6</h3>" in page


def test_what_is_asked_for_narrows_the_page_and_is_chosen_in_the_form(opened, standing, accredit, read):
    quito = accredit("Quito", region="latin-america-caribbean")
    standing("p2", "basic", "essential", government=quito), standing("p1", "every", "each")
    whole = read()
    assert ("A-01" in whole, "A-02" in whole) == (True, True)
    for asked in ({"sponsor": quito.pk}, {"region": "latin-america-caribbean"}, {"paragraph": "p2"}):
        page = read(**asked)
        assert ("A-01" in page, "A-02" in page) == (True, False), asked
        ((name, value),) = asked.items()
        assert f'<option value="{value}" selected>' in page
    assert "No paragraph has a proposal in this state" in read(sponsor=quito.pk, state="rejected")


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "nonsense"},
        {"revision": "99"},
        {"revision": "x"},
        {"sponsor": "Quito"},
        {"region": "moon"},
        {"at": "x"},
    ],
)
def test_what_is_not_understood_is_told_and_narrows_nothing(opened, standing, client, asked):
    standing("p2", "basic", "essential")
    answer = client.get(ADDRESS, asked)
    page = answer.content.decode()
    assert (answer.status_code, "A-01" in page, 'aria-invalid="true"' in page) == (200, True, True)


def test_the_page_of_an_instant_shows_what_stood_then_and_says_when(opened, standing, system, at_work, read):
    with at(at_work + timedelta(hours=1)):
        row = standing("p2", "basic", "essential")
    with at(at_work + timedelta(hours=3)):
        reject_amendment(amendment=row, reason="Agreed words stay.", by=system)
        then, now = read(at="2017-10-02T13:00"), read()
    assert ("as it stood on" in then, "13:00 (Brussels)" in then, "1 standing" in then) == (True, True, True)
    assert ("Agreed words stay." in then, "Agreed words stay." in now) == (False, True)


def test_without_a_chosen_text_an_instant_shows_the_one_that_was_the_last_then(opened, standing, system, at_work, read):
    with at(at_work + timedelta(hours=5)):
        close_amendments(draft=opened.draft, by=system)
        freeze_revision(revision=begin_revision(draft=opened.draft, by=system), by=system)
        first, second = read(at="2017-10-02T12:00"), read(at="2017-10-02T16:00")
        chosen = read(at="2017-10-02T12:00", revision=1)
    assert ("CCM/2017/L.1</a> ·" in first, "CCM/2017/L.1/Rev.1</a> ·" in second) == (True, True)
    assert "CCM/2017/L.1/Rev.1 was not yet frozen at that moment" in chosen


def test_before_the_first_text_and_in_the_future_there_is_nothing_to_show(opened, standing, read):
    standing("p2", "basic", "essential")
    assert "No text was frozen at that moment." in read(at="2016-01-01T12:00")
    assert "This moment is still to come." in read(at="2031-01-01T12:00")


def test_what_is_counted_is_what_is_shown(opened, standing, system, accredit, read):
    quito = accredit("Quito")
    standing("p2", "basic", "essential", government=quito), standing("p1", "every", "each")
    accept_amendment(amendment=standing("p2", "police", "the police", government=quito), by=system)
    assert "2 standing, 1 accepted</p>" in read()
    assert "2 of 3 amendments: 1 standing, 1 accepted</p>" in read(sponsor=quito.pk)
    assert "1 of 3 amendments: 1 standing</p>" in read(paragraph="p1")
    assert "0 of 3 amendments</p>" in read(state="rejected")


def test_an_amendment_shown_for_the_sake_of_one_to_it_is_not_counted(opened, standing, system, accredit, read):
    parent = standing("p2", "basic", "essential", government=accredit("Quito"))
    below = table_amendment(
        paragraph=None, revision=opened.revision, kind="change", parent=parent, rationale="Clearer.",
        proposed_text=parent.proposed_text.replace("essential", "public"), government=(lome := accredit("Lomé")),
        by=system,
    )  # fmt: skip
    declare_admissible(amendment=below, by=system)
    page = read(sponsor=lome.pk)
    assert ("1 of 2 amendments: 1 standing</p>" in page, "A-01" in page, "A-02" in page) == (True, True, True)


@pytest.mark.parametrize("moment", ["garbage", "2031-01-01T12:00"])
def test_a_moment_that_cannot_be_shown_gives_the_text_of_now_and_says_so(opened, standing, client, read, moment):
    standing("p2", "basic", "essential")
    page = read(at=moment)
    assert ("A-01" in page, "below stands the text as it stands now" in page) == (True, True)
    for name in ("compilation_word", "compilation_pdf"):
        file = client.get(reverse(f"drafting:{name}", kwargs={"slug": "cities"}), {"at": moment})
        assert (name, file.status_code) == (name, 409)


def test_a_filter_that_is_not_understood_is_said_to_narrow_nothing(opened, standing, read):
    standing("p2", "basic", "essential")
    assert "was not understood, and narrows nothing below" in read(state="nonsense")
    assert "narrows nothing below" not in read(state="standing")


def test_a_long_compilation_is_cut_by_paragraphs(opened, standing, system, read, monkeypatch):
    monkeypatch.setattr("rapporteur.drafting.queries.compiling.MOST_ON_A_PAGE", 1500)
    for number in range(4):
        accept_amendment(amendment=standing("p2", "basic", f"kind{number}"), by=system, beside=True)
    first, second = read(), read(**{"from": "p2"})
    assert ('id="p1"' in first, 'id="p2"' in first, 'rel="next" href="?from=p2"' in first) == (True, False, True)
    assert ('id="p1"' in second, 'id="p2"' in second, 'rel="prev" href="?from=h1"' in second) == (False, True, True)


def test_the_links_between_pages_keep_what_is_asked_for(opened, standing, read, monkeypatch):
    monkeypatch.setattr("rapporteur.drafting.queries.compiling.MOST_ON_A_PAGE", 1500)
    standing("p2", "basic", "essential"), standing("p1", "every", "each"), standing("p2", "police", "the police")
    page = read(state="standing")
    assert 'rel="next" href="?state=standing&amp;from=p2"' in page
