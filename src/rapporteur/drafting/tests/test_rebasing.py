"""Standing amendments on a new revision: carried over, told as unclear, kept when their paragraph is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import (
    Identical,
    InTheWay,
    accept_amendment,
    accept_as_friendly,
    apply_accepted,
    begin_revision,
    close_amendments,
    declare_admissible,
    freeze_revision,
    mark_contained,
    open_amendments,
    place_carried,
    put_back,
    reject_amendment,
    remove_wording,
    set_wording,
    settle_carried,
    table_amendment,
    take_over,
    withdraw_amendment,
)
from rapporteur.drafting.models import Carried, Paragraph
from rapporteur.drafting.queries import accepted_in_the_way, amendments_on, compilation, unclear_on
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.conferences.queries import system_reader
from rapporteur.foundation.people.reader import Refused

from .conftest import FIGURES, SERVICES


@pytest.fixture
def standing(amend, system):
    def make(key, *words, **facts):
        return declare_admissible(amendment=amend(key, *words, **facts), by=system)

    return make


@pytest.fixture
def next_text(opened, system):
    """`next_text(p2="...")`: Rev.1 frozen with these words; None takes a paragraph out."""

    def freeze(**texts):
        close_amendments(draft=opened.draft, by=system)
        revision = begin_revision(draft=opened.draft, by=system)
        for key, text in texts.items():
            if text is None:
                remove_wording(revision=revision, key=key, by=system)
            else:
                set_wording(revision=revision, key=key, kind="operative", text=text, by=system)
        return freeze_revision(revision=revision, by=system)

    return freeze


def shown(found):
    """The numbers of the amendments in a compilation, by the key of their paragraph."""
    return {row.key: [each.amendment.number for each in row.proposals] for row in found.rows if row.proposals}


def carried(amendment):
    row = Carried.objects.get(amendment=amendment)
    return row.state, row.base_text, row.proposed_text


def test_words_that_changed_elsewhere_carry_an_amendment_over(standing, next_text):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("apart from police", "apart from the police")
    next_text(p2=words)
    assert carried(amendment) == ("clear", words, words.replace("basic", "essential"))


def test_words_that_both_changed_wait_in_the_queue(standing, next_text):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("basic", "public")
    next_text(p2=words)
    assert carried(amendment) == ("unclear", words, words)


def test_what_the_new_text_says_already_is_told(standing, next_text):
    amendment = standing("p2", "basic", "essential")
    next_text(p2=SERVICES.replace("basic", "essential"))
    assert carried(amendment)[0] == "contained"


def test_an_amendment_to_a_deleted_paragraph_is_kept_and_says_so(standing, next_text, system):
    amendment = standing("p2", "basic", "essential")
    revision = next_text(p2=None)
    assert carried(amendment) == ("gone", SERVICES, SERVICES.replace("basic", "essential"))
    amendment.refresh_from_db()
    assert amendment.state == "standing"
    assert amendments_on(revision, system) == [amendment]


def test_a_deletion_of_words_that_changed_is_unclear(standing, next_text):
    amendment = standing("p2", kind="delete")
    next_text(p2=SERVICES.replace("basic", "public"))
    assert carried(amendment)[0] == "unclear"


def test_only_open_amendments_are_carried(standing, next_text, system):
    rejected = reject_amendment(amendment=standing("p2", "basic", "free"), reason="No.", by=system)
    next_text(p2=SERVICES.replace("police", "the police"))
    assert not Carried.objects.filter(amendment=rejected).exists()


def test_accepted_ones_that_were_not_taken_in_go_on_waiting_on_the_new_text(
    opened, standing, next_text, system, accredit, at_work
):
    one, other = standing("p2", "basic", "essential"), standing("p2", "basic", "public")
    accept_amendment(amendment=one, by=system)
    accept_amendment(amendment=other, by=system, beside=True)
    words = SERVICES.replace("police", "the police")
    revision = next_text(p2=words)
    assert carried(one) == ("clear", words, words.replace("basic", "essential"))
    assert amendments_on(revision, system) == [one, other]
    assert shown(compilation(revision, system)) == {"p2": [1, 2]}
    open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=7), by=system)
    later = table_amendment(
        paragraph=opened.draft.paragraphs.get(key="p2"), revision=revision, kind="change", government=accredit(),
        proposed_text=words.replace("basic", "vital"), rationale="Clearer.", by=system,
    )  # fmt: skip
    assert accepted_in_the_way(later) == one
    close_amendments(draft=opened.draft, by=system)
    assert apply_accepted(revision=begin_revision(draft=opened.draft, by=system), by=system) == ([], [one, other])


def test_an_accepted_one_that_was_taken_in_is_not_carried(opened, standing, system):
    amendment = accept_amendment(amendment=standing("p2", "basic", "essential"), by=system)
    close_amendments(draft=opened.draft, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    apply_accepted(revision=revision, by=system)
    freeze_revision(revision=revision, by=system)
    assert not Carried.objects.filter(amendment=amendment).exists()


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


FIRST, SECOND = SERVICES.split(" Keep")[0], "Keep these services apart from police."


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


def test_a_new_paragraph_whose_words_stand_in_the_text_is_contained(standing, next_text, system):
    there, other = (standing("p1", kind="add", text=f"{words} new one.") for words in ("A", "Another"))
    revision = next_text(n1="A new one.")
    assert (carried(there)[0], carried(other)[0]) == ("contained", "clear")
    mark_contained(carried=Carried.objects.get(amendment=there), by=system)
    assert (carried(there), list(unclear_on(revision))) == (("contained", "", "A new one."), [])


@pytest.fixture
def heir(accredit, reader_as):
    return reader_as("delegate", accredit("Quito"))


@pytest.mark.parametrize(("words", "state"), [(SERVICES, "clear"), (SERVICES.replace("basic", "public"), "unclear")])
def test_one_taken_over_after_a_freeze_is_laid_on_the_last_text(standing, next_text, system, heir, words, state):
    amendment = withdraw_amendment(amendment=standing("p2", "basic", "essential"), by=system)
    revision = next_text(p2=words)
    assert amendments_on(revision, system) == []
    take_over(amendment=amendment, by=heir)
    assert carried(amendment)[0] == state
    assert shown(compilation(revision, system)) == {"p2": [1]}
    assert [row.amendment.number for row in unclear_on(revision)] == ([1] if state == "unclear" else [])


def test_one_withdrawn_and_taken_over_on_one_text_keeps_its_place(standing, next_text, system, heir):
    filed = withdraw_amendment(amendment=standing("p1", "every", "each"), by=system)
    take_over(amendment=filed, by=heir)
    amendment = standing("p2", "basic", "essential")
    next_text(p2=SERVICES.replace("basic", "public"))
    settled = SERVICES.replace("basic", "essential public")
    settle_carried(carried=Carried.objects.get(amendment=amendment), text=settled, by=system)
    withdraw_amendment(amendment=amendment, by=system)
    take_over(amendment=amendment, by=heir)
    assert carried(amendment)[::2] == ("settled", settled)
    assert list(Carried.objects.values_list("amendment__number", flat=True).order_by("amendment")) == [1, 2]


@pytest.fixture
def below(opened, system, accredit, at_work):
    """`below(parent, revision, words)`: an amendment to the words that another proposes, admitted."""

    def make(parent, revision, words):
        open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=7), by=system)
        amendment = table_amendment(
            paragraph=None, parent=parent, revision=revision, kind="change", proposed_text=words, by=system,
            rationale="Stronger.", government=accredit(),
        )  # fmt: skip
        return declare_admissible(amendment=amendment, by=system)

    return make


def test_one_that_was_carried_over_is_amended_as_it_reads_there(standing, next_text, system, below):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("police", "the police")
    sub = below(amendment, next_text(p2=words), words.replace("basic", "vital"))
    assert (sub.base_text, sub.revision.number) == (words.replace("basic", "essential"), 1)
    accept_amendment(amendment=sub, by=system)
    amendment.refresh_from_db()
    assert amendment.proposed_text == SERVICES.replace("basic", "vital")
    assert carried(amendment) == ("clear", words, words.replace("basic", "vital"))


def test_words_that_only_the_new_text_has_are_amended_there_alone(standing, next_text, system, below):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("police", "the police of each city")
    revision = next_text(p2=words)
    settled = words.replace("basic", "essential")
    accept_amendment(amendment=below(amendment, revision, settled.replace("each", "any")), by=system)
    amendment.refresh_from_db()
    assert amendment.proposed_text == SERVICES.replace("basic", "essential")
    assert carried(amendment) == ("clear", words, settled.replace("each", "any"))


def test_one_that_waits_in_the_queue_is_amended_as_it_was_filed(standing, next_text, system, below):
    amendment = standing("p2", "basic", "essential")
    sub = below(amendment, next_text(p2=SERVICES.replace("basic", "public")), SERVICES.replace("basic", "vital"))
    assert sub.base_text == SERVICES.replace("basic", "essential")
    accept_amendment(amendment=sub, by=system)
    amendment.refresh_from_db()
    assert (amendment.proposed_text, carried(amendment)[0]) == (SERVICES.replace("basic", "vital"), "unclear")


def test_one_to_words_that_read_otherwise_by_now_is_refused(standing, next_text, system, below):
    amendment = standing("p2", "basic", "essential")
    revision = next_text(p2=SERVICES.replace("police", "the police"))
    words = carried(amendment)[2]
    one, other = (below(amendment, revision, words.replace("essential", word)) for word in ("vital", "good"))
    accept_amendment(amendment=one, by=system)
    with pytest.raises(Refused, match="A-01 has other words by now, which A-03 would change too"):
        accept_amendment(amendment=other, by=system)
    assert carried(amendment)[2] == words.replace("essential", "vital")


def test_an_amendment_to_one_that_changes_a_paragraph_makes_no_second_one(standing, next_text, below):
    amendment = standing("p2", "basic", "essential")
    revision = next_text()
    with pytest.raises(Refused, match="These are several paragraphs"):
        below(amendment, revision, f"{FIRST}\n\n{SECOND}")


@pytest.fixture
def tabled(opened, system, accredit, at_work):
    """`tabled(revision, words, government)`: a change of paragraph 2 of a later text."""

    def make(revision, words, government=None):
        open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=7), by=system)
        return table_amendment(
            paragraph=opened.draft.paragraphs.get(key="p2"), revision=revision, kind="change", proposed_text=words,
            rationale="Clearer.", government=government or accredit(), by=system,
        )  # fmt: skip

    return make


def test_what_a_carried_one_proposes_is_offered_to_be_co_sponsored(standing, next_text, tabled):
    amendment = standing("p2", "basic", "essential")
    words = SERVICES.replace("police", "the police")
    revision = next_text(p2=words)
    with pytest.raises(Identical) as told:
        tabled(revision, words.replace("basic", "essential"))
    assert told.value.amendment == amendment
    with pytest.raises(Refused, match="Your government has tabled this already: A-01"):
        tabled(revision, words.replace("basic", "essential"), amendment.sponsor)


def test_words_filed_on_an_earlier_text_are_other_words_on_the_new_one(standing, next_text, tabled):
    standing("p2", "basic", "essential")
    revision = next_text(p2=SERVICES.replace("police", "the police"))
    assert tabled(revision, SERVICES.replace("basic", "essential")).number == 2


def test_what_waits_in_the_queue_proposes_nothing_on_the_new_text_yet(standing, next_text, tabled):
    standing("p2", "basic", "essential")
    revision = next_text(p2=SERVICES.replace("basic", "public"))
    assert tabled(revision, SERVICES.replace("basic", "essential")).number == 2


def test_the_same_words_in_place_of_those_of_a_carried_one_are_proposed_once(standing, next_text, below):
    amendment = standing("p2", "basic", "essential")
    revision = next_text(p2=SERVICES.replace("police", "the police"))
    words = carried(amendment)[2].replace("essential", "vital")
    first = below(amendment, revision, words)
    with pytest.raises(Identical) as told:
        below(amendment, revision, words)
    assert told.value.amendment == first


def test_an_amendment_is_carried_through_several_revisions(opened, standing, next_text, system):
    amendment = standing("p1", "every year", "each month")
    first = FIGURES.replace("Publish", "Publish openly")
    next_text(p1=first)
    revision = begin_revision(draft=opened.draft, by=system)
    second = first.replace("free of charge", "at no cost")
    set_wording(revision=revision, key="p1", kind="operative", text=second, by=system)
    freeze_revision(revision=revision, by=system)
    rows = (
        Carried.objects.filter(amendment=amendment).order_by("revision__number").values_list("state", "proposed_text")
    )
    assert list(rows) == [
        ("clear", first.replace("every year", "each month")),
        ("clear", second.replace("every year", "each month")),
    ]


def test_a_move_and_a_new_paragraph_are_carried_by_their_places(opened, standing, next_text, system, accredit):
    paragraph = opened.draft.paragraphs.get(key="p1")
    move = table_amendment(
        paragraph=paragraph, target=opened.draft.paragraphs.get(key="p2"), revision=opened.revision, kind="move",
        proposed_text="", rationale="Last.", government=accredit(), by=system,
    )  # fmt: skip
    added = standing("p2", kind="add", text="A new paragraph.")
    next_text(p1=FIGURES.replace("free", "fully free"))
    assert (carried(move)[0], carried(added)[0]) == ("clear", "clear")


def test_an_accepted_one_that_was_carried_over_is_in_the_way_of_one_filed_on_the_new_text(
    opened, standing, next_text, system, accredit, at_work
):
    carried_over = standing("p2", "basic", "essential")
    revision = next_text(p1=FIGURES.replace("free", "fully free"))
    open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=7), by=system)
    later = table_amendment(
        paragraph=opened.draft.paragraphs.get(key="p2"), revision=revision, kind="change", government=accredit(),
        proposed_text=SERVICES.replace("basic", "public"), rationale="Clearer.", by=system,
    )  # fmt: skip
    accept_amendment(amendment=carried_over, by=system)
    with pytest.raises(InTheWay) as told:
        accept_amendment(amendment=later, by=system)
    assert told.value.other == carried_over


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
