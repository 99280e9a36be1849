"""The queue of amendments that could not be laid on a new text: worked off with words, or with another place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import (
    accept_amendment,
    accept_as_friendly,
    apply_accepted,
    begin_revision,
    declare_admissible,
    freeze_revision,
    mark_contained,
    place_carried,
    put_back,
    set_wording,
    settle_carried,
    table_amendment,
)
from rapporteur.drafting.models import Carried, Paragraph
from rapporteur.drafting.queries import compilation, unclear_on
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.conferences.queries import system_reader
from rapporteur.foundation.people.reader import Refused

from .conftest import FIGURES, FIRST, SECOND, SERVICES, carried, shown


@pytest.mark.parametrize("words", [SERVICES.replace("basic", "public"), None])
def test_what_waits_in_the_queue_is_not_accepted(standing, next_text, system, accredit, words):
    amendment = standing("p2", "basic", "essential")
    next_text(p2=words)
    for beside in (False, True):
        with pytest.raises(Refused, match="see “Amendments to be looked at” on the drafting desk"):
            accept_amendment(amendment=amendment, by=system, beside=beside)
    Paragraph.objects.filter(key="p2").update(sponsor=accredit())
    with pytest.raises(Refused, match="What A-01 makes of the words of CCM/2017/L.1/Rev.1 must be said"):
        accept_as_friendly(amendment=amendment, by=system)


def test_the_queue_is_worked_off_with_words_and_the_amendment_merges_into_the_next_text(
    opened, standing, next_text, system
):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("basic", "public")
    next_text(p2=words)
    settled = words.replace("public", "essential public")
    settle_carried(carried=Carried.objects.get(), text=settled, by=system)
    assert carried(amendment) == ("settled", words, settled)
    accept_amendment(amendment=amendment, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    taken, left = apply_accepted(revision=revision, by=system)
    assert (taken, left) == ([amendment], [])
    assert revision.wordings.get(paragraph__key="p2").text == settled
    with pytest.raises(Refused, match="decided already"):
        settle_carried(carried=Carried.objects.get(), text="Again.", by=system)


def test_an_unclear_one_that_the_text_contains_falls_with_its_reason(standing, next_text, system):
    amendment = standing("p2", "basic", "essential")
    next_text(p2=SERVICES.replace("basic", "public and essential"))
    mark_contained(carried=Carried.objects.get(), by=system)
    amendment.refresh_from_db()
    assert (amendment.state, amendment.reason) == ("fallen", "CCM/2017/L.1/Rev.1 says already what A-01 asked for.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" ", "Write the paragraph"),
        (SERVICES.replace("basic", "public"), "contains the amendment already"),
        ("x" * 5001, "a paragraph may have 5000"),
        ("One.\n\nTwo.", "These are several paragraphs"),
    ],
)
def test_bad_words_for_the_queue_get_their_sentence(standing, next_text, system, text, sentence):
    standing("p2", "basic", "essential")
    next_text(p2=SERVICES.replace("basic", "public"))
    with pytest.raises(Refused, match=sentence):
        settle_carried(carried=Carried.objects.get(), text=text, by=system)


def test_a_split_is_settled_as_several_paragraphs_and_a_join_as_one(opened, standing, next_text, system):
    split = standing("p2", kind="split", text=f"{FIRST}\n\n{SECOND}")
    join = standing("p1", kind="join", text="One.", target=opened.draft.paragraphs.get(key="p2"))
    words = SERVICES.replace("status. Keep", "status; keep")
    next_text(p2=words)
    split_row, join_row = Carried.objects.order_by("amendment__number")
    assert (split_row.state, join_row.state) == ("unclear", "unclear")
    with pytest.raises(Refused, match="put an empty line where the new one begins"):
        settle_carried(carried=split_row, text="One.", by=system)
    with pytest.raises(Refused, match="Joining makes one paragraph"):
        settle_carried(carried=join_row, text="One.\n\nTwo.", by=system)
    settle_carried(carried=split_row, text=f"{FIRST}\n\n{SECOND}", by=system)
    settle_carried(carried=join_row, text="One.", by=system)
    assert carried(split) == ("settled", words, f"{FIRST}\n\n{SECOND}")
    assert carried(join) == ("settled", f"{FIGURES}\n\n{words}", "One.")


def test_a_deletion_is_settled_without_words(standing, next_text, system):
    amendment = standing("p2", kind="delete")
    words = SERVICES.replace("basic", "public")
    next_text(p2=words)
    settle_carried(carried=Carried.objects.get(), text="", by=system)
    assert carried(amendment) == ("settled", words, "")


def test_one_whose_paragraph_is_gone_takes_no_words(standing, next_text, system):
    standing("p2", "basic", "essential")
    next_text(p2=None)
    with pytest.raises(Refused, match="takes no words. Leave it open, or reject it."):
        settle_carried(carried=Carried.objects.get(), text="Other words.", by=system)
    assert Carried.objects.get().state == "gone"


def test_what_the_text_contains_waits_until_it_is_closed(standing, next_text, system):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("basic", "essential")
    revision = next_text(p2=words)
    row = Carried.objects.get()
    assert list(unclear_on(revision)) == [row]
    with pytest.raises(Refused, match="must be said before it is accepted"):
        accept_amendment(amendment=amendment, by=system)
    with pytest.raises(Refused, match="The text says it already. Say so, or reject it"):
        settle_carried(carried=row, text="Other words.", by=system)
    mark_contained(carried=row, by=system)
    amendment.refresh_from_db()
    assert (amendment.state, amendment.reason) == ("fallen", "CCM/2017/L.1/Rev.1 says already what A-01 asked for.")
    assert (carried(amendment), list(unclear_on(revision))) == (("contained", words, words), [])


def test_a_new_paragraph_of_the_queue_is_one_paragraph_and_so_is_what_amends_it(
    opened, accredit, amend, system, next_text
):
    added = declare_admissible(amendment=amend("p2", kind="add", text="A new one."), by=system)
    with pytest.raises(Refused, match="several paragraphs"):
        table_amendment(
            paragraph=None, parent=added, revision=opened.revision, kind="change", proposed_text="A.\n\nB.",
            rationale="Two.", government=accredit(), by=system,
        )  # fmt: skip
    next_text(p1=f"{FIGURES} Soon.")
    Carried.objects.filter(amendment=added).update(state="unclear")
    with pytest.raises(Refused, match="several paragraphs"):
        settle_carried(carried=Carried.objects.get(amendment=added), text="A.\n\nB.", by=system)


@pytest.fixture
def homeless(standing, next_text):
    """A new paragraph behind paragraph 2, which is not in the next text; with its row of the queue."""
    amendment = standing("p2", kind="add", text="Count again.")
    next_text(p2=None)
    return amendment, Carried.objects.get(amendment=amendment)


def paragraph(key):
    return Paragraph.objects.get(key=key)


def test_a_new_paragraph_whose_place_is_gone_is_put_behind_another_and_comes_in_there(homeless, opened, system):
    amendment, row = homeless
    assert row.state == "gone"
    placed = place_carried(carried=row, after=paragraph("p1"), text="Count again.", by=system)
    assert (placed.state, placed.paragraph) == ("settled", paragraph("p1"))
    assert shown(compilation(placed.revision, system)) == {"p1": [amendment.number]}
    accept_amendment(amendment=amendment, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    assert apply_accepted(revision=revision, by=system) == ([amendment], [])
    keys = list(revision.wordings.order_by("position").values_list("paragraph__key", flat=True))
    assert keys[keys.index("p1") + 1] == f"a{amendment.number}"


def test_it_keeps_the_place_that_it_was_given_on_later_texts(homeless, opened, system):
    amendment, row = homeless
    place_carried(carried=row, after=paragraph("p1"), text="Count again.", by=system)
    later = begin_revision(draft=opened.draft, by=system)
    set_wording(revision=later, key="p1", kind="operative", text=FIGURES.replace("every", "each"), by=system)
    freeze_revision(revision=later, by=system)
    row = Carried.objects.get(amendment=amendment, revision=later)
    assert (row.state, row.paragraph) == ("clear", paragraph("p1"))
    assert shown(compilation(later, system)) == {"p1": [amendment.number]}


def test_the_compilation_of_before_shows_it_without_a_place(homeless, at_work, system):
    amendment, row = homeless
    with at(at_work + timedelta(hours=2)):
        place_carried(
            carried=row, after=paragraph("p1"), text="Count again.", by=system_reader(row.revision.draft.conference)
        )
    found = compilation(row.revision, system, at=at_work + timedelta(hours=1))
    assert ([each.amendment for each in found.gone], shown(found)) == ([amendment], {})


def test_only_a_new_paragraph_without_a_place_is_put_elsewhere_and_only_into_the_text(
    homeless, standing, system, reader_as
):
    amendment, row = homeless
    with pytest.raises(Refused, match="This paragraph is not in"):
        place_carried(carried=row, after=paragraph("p2"), text="Count again.", by=system)
    with pytest.raises(Refused, match="Write the paragraph"):
        place_carried(carried=row, after=paragraph("p1"), text=" ", by=system)
    with pytest.raises(Refused):
        place_carried(carried=row, after=paragraph("p1"), text="Count.", by=reader_as("delegate", amendment.sponsor))
    row.amendment.kind = "change"
    row.amendment.save()
    with pytest.raises(Refused, match="Only a new paragraph"):
        place_carried(carried=row, after=paragraph("p1"), text="Count again.", by=system)
    row.refresh_from_db()
    assert (row.state, row.paragraph) == ("gone", None)


def test_a_change_of_a_deleted_paragraph_is_laid_on_it_again_when_it_is_put_back(standing, next_text, opened, system):
    amendment = standing("p2", "basic", "essential")
    next_text(p2=None)
    working = begin_revision(draft=opened.draft, by=system)
    put_back(revision=working, key="p2", by=system)
    later = freeze_revision(revision=working, by=system)
    row = Carried.objects.get(amendment=amendment, revision=later)
    assert (row.state, row.proposed_text) == ("clear", SERVICES.replace("basic", "essential"))
    sources = [source.passage for each in sentences(later, "p2") for source in each.sources.all()]
    assert sources == opened.passages


def sentences(revision, key):
    return revision.wordings.get(paragraph__key=key).sentences.order_by("position")


def test_the_queue_offers_the_place_before_the_one_that_is_gone_and_puts_it_there(homeless, client_as, form_key):
    amendment, row = homeless
    client, page = client_as("drafter"), "/en/cities/draft/desk/queue/"
    text = client.get(page).content.decode()
    assert f'<option value="{paragraph("p1").pk}" selected>' in text and "Put the new paragraph there" in text
    key = f"place-{row.pk}"
    sent = {"act": "place", "carried": row.pk, f"{key}-after": paragraph("p1").pk, f"{key}-text": "Count once more."}
    client.post(page, {**sent, "form_key": form_key()})
    row.refresh_from_db()
    assert (row.state, row.proposed_text) == ("settled", "Count once more.")


def test_the_queue_puts_a_paragraph_back_into_the_text_that_is_being_written(
    standing, next_text, opened, system, client_as, form_key
):
    standing("p2", "basic", "essential")
    next_text(p2=None)
    client, page = client_as("drafter"), "/en/cities/draft/desk/queue/"
    assert "it is laid on that" in client.get(page).content.decode()
    working = begin_revision(draft=opened.draft, by=system)
    assert "Put the paragraph back into CCM/2017/L.1/Rev.2" in client.get(page).content.decode()
    sent = {"act": "put_back", "carried": Carried.objects.get().pk, "form_key": form_key()}
    client.post(page, sent)
    assert working.wordings.filter(paragraph__key="p2").exists()
    assert "Put the paragraph back" not in client.get(page).content.decode()
