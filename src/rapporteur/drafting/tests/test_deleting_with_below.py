"""A deletion takes the subparagraphs below its paragraph too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapporteur.drafting.actions import (
    Mailed,
    Stale,
    accept_amendment,
    apply_accepted,
    begin_revision,
    close_amendments,
    file_mail,
    freeze_revision,
    merge_by_hand,
    open_amendments,
    put_back,
    remove_with_below,
    set_wording,
    table_amendment,
)
from rapporteur.drafting.models import Carried
from rapporteur.drafting.queries import (
    compilation,
    desk_facts,
    mailed,
    merging,
    named_in,
    printed_together,
    revision_page,
    written_over,
)
from rapporteur.foundation.people.reader import Refused

pytestmark = pytest.mark.django_db

BELOW = ["a", "i", "x", "b"]


@pytest.fixture
def text(resolution, system, at_work):
    """The resolution frozen and open; OP1 has subparagraphs of three levels."""
    resolution.revision = freeze_revision(revision=resolution.revision, by=system)
    resolution.draft = open_amendments(draft=resolution.draft, closes_at=at_work + timedelta(days=7), by=system)
    return resolution


@pytest.fixture
def table(text, system, accredit):
    def make(key, kind="delete", words="", **facts):
        return table_amendment(
            paragraph=text.draft.paragraphs.get(key=key), revision=text.revision, kind=kind, proposed_text=words,
            rationale="Shorter.", government=accredit(), by=system, with_below=facts.pop("with_below", True), **facts,
        )  # fmt: skip

    return make


@pytest.fixture
def working(text, system):
    def begin(*accepted):
        for each in accepted:
            accept_amendment(amendment=each, by=system)
        close_amendments(draft=text.draft, by=system)
        return begin_revision(draft=text.draft, by=system)

    return begin


def keys(revision):
    return list(revision.wordings.order_by("position").values_list("paragraph__key", flat=True))


def test_a_paragraph_goes_with_all_that_is_below_it_and_no_more(table, working, system):
    deletion = table("op1")
    assert deletion.with_below and deletion.base_text.split("\n\n")[1] == "to count:"
    revision = working(deletion)
    assert apply_accepted(revision=revision, by=system) == ([deletion], [])
    assert keys(revision) == ["c", "pp1", "h1", "op2", "an", "an1"]


def test_a_subparagraph_goes_with_those_below_it(table, working, system):
    revision = working(table("a"))
    apply_accepted(revision=revision, by=system)
    assert keys(revision) == ["c", "pp1", "h1", "op1", "b", "op2", "an", "an1"]


def test_a_paragraph_without_subparagraphs_is_deleted_alone(table):
    assert not table("op2").with_below


def test_one_that_names_its_paragraph_alone_leaves_those_below(table, working, system):
    revision = working(table("op1", with_below=False))
    apply_accepted(revision=revision, by=system)
    assert keys(revision) == ["c", "pp1", "h1", *BELOW, "op2", "an", "an1"]


def test_a_change_below_meets_the_deletion_above_in_one_conflict_set(table, text, system):
    deletion, change = table("op1"), table("b", "change", "to tell all;")
    (row,) = [row for row in compilation(text.revision, system).rows if row.all_sets]
    assert row.key == "op1"
    (conflict,) = row.all_sets
    assert {each.number for each in conflict.amendments} == {deletion.number, change.number}
    assert sorted((way.has_words, [each.number for each in way.amendments]) for way in conflict.alternatives) == [
        (False, [deletion.number]),
        (True, [change.number]),
    ]


def test_the_two_are_merged_by_hand_in_any_order(table, working, system):
    deletion, change = table("op1"), table("b", "change", "to tell all;")
    accept_amendment(amendment=deletion, by=system)
    accept_amendment(amendment=change, by=system, beside=True)
    merged, queued = merging(working())
    assert merged == [] and {each.amendment for each in queued} == {deletion, change}


def test_a_change_elsewhere_merges_beside_the_deletion(table, working, system):
    amendments = [table("op1"), table("op2", "change", "Decides to meet again.")]
    revision = working(*amendments)
    assert apply_accepted(revision=revision, by=system) == (amendments, [])
    assert revision.wordings.get(paragraph__key="op2").text == "Decides to meet again."


def test_the_page_of_the_text_strikes_what_an_accepted_deletion_takes(table, text, conference, system):
    accept_amendment(amendment=table("op1"), by=system)
    rows = revision_page(conference, text.revision.number, system).rows
    struck = [
        row.wording.paragraph.key
        for row in rows
        if any(change.kind == "delete" for piece in row.pieces for change in piece.changes)
    ]
    assert struck == ["op1", *BELOW]


def test_it_is_carried_over_and_takes_what_is_below_on_the_new_text(table, working, system):
    deletion = table("op1")
    revision = working()
    set_wording(revision=revision, key="op2", kind="operative", text="Decides to meet soon.", by=system)
    freeze_revision(revision=revision, by=system)
    assert Carried.objects.get(amendment=deletion).state == "clear"
    accept_amendment(amendment=deletion, by=system)
    last = begin_revision(draft=revision.draft, by=system)
    assert apply_accepted(revision=last, by=system) == ([deletion], [])
    assert keys(last) == ["c", "pp1", "h1", "op2", "an", "an1"]


def test_it_waits_for_a_person_where_a_subparagraph_was_written_anew(table, working, system):
    deletion = table("op1")
    revision = working()
    set_wording(revision=revision, key="b", kind="subparagraph", level=1, text="to tell everybody;", by=system)
    freeze_revision(revision=revision, by=system)
    assert Carried.objects.get(amendment=deletion).state == "unclear"


def test_by_hand_a_paragraph_goes_and_comes_back_with_those_below_it(working, system):
    revision = working()
    before = keys(revision)
    remove_with_below(revision=revision, key="op1", by=system)
    assert keys(revision) == ["c", "pp1", "h1", "op2", "an", "an1"]
    put_back(revision=revision, key="op1", by=system)
    assert keys(revision) == before
    with pytest.raises(Refused, match="No paragraph nothing stands"):
        remove_with_below(revision=revision, key="nothing", by=system)


def test_a_subparagraph_that_went_first_stays_out_of_the_way_of_the_numbers(working, system):
    revision = working()
    numbers = dict(revision.wordings.values_list("paragraph__key", "number"))
    remove_with_below(revision=revision, key="a", by=system)
    remove_with_below(revision=revision, key="op1", by=system)
    put_back(revision=revision, key="op1", by=system)
    assert dict(revision.wordings.values_list("paragraph__key", "number")) == numbers


def test_a_deletion_put_back_is_written_over(table, working, system):
    deletion = table("op1")
    revision = working(deletion)
    apply_accepted(revision=revision, by=system)
    put_back(revision=revision, key="op1", by=system)
    assert written_over(revision) == [deletion]


def test_the_preview_and_the_amendment_show_all_that_goes(table, text, accredit, client_as, form_key, system):
    client = client_as("delegate", accredit())
    sent = {"kind": "delete", "proposed_text": "", "rationale": "Shorter.", "preview": "1", "form_key": form_key()}
    page = client.post("/en/cities/draft/amend/op1/", sent).content.decode()
    assert "to tell;" in page[page.index("<del>") : page.index("</del>")]
    table("op1")
    (proposal,) = [each for row in compilation(text.revision, system).rows for each in row.proposals]
    assert proposal.place == "With the subparagraphs below it."
    assert " ¶ to tell;" in "".join(change.text for change in proposal.changes if change.kind == "delete")


def test_a_mail_that_deletes_a_paragraph_deletes_what_is_below_it_too(text, accredit, system):
    (item,) = mailed(text.revision, "Delete paragraph OP1.", "en").instructions
    (row,) = item.rows
    assert row.base.endswith("to tell;")
    (made,) = file_mail(
        draft=text.draft, revision=text.revision, government=accredit(), language="en", by=system,
        amendments=[Mailed("op1", "delete", "", "Shorter.")],
    )  # fmt: skip
    assert made.with_below and made.base_text == row.base


def test_a_subparagraph_that_came_in_since_is_not_deleted_unnamed(table, working, system):
    deletion = table("op1")
    revision = working(deletion)
    set_wording(
        revision=revision, key="new", kind="subparagraph", level=1, text="to pay;", position=8, number="OP1 (c)", by=system
    )  # fmt: skip
    assert apply_accepted(revision=revision, by=system) == ([], [deletion])
    merge_by_hand(amendment=deletion, revision=revision, text="", by=system)
    assert keys(revision) == ["c", "pp1", "h1", "new", "op2", "an", "an1"]


def test_a_deletion_takes_no_paragraph_that_another_level_put_below_it(table, working, system):
    deletion = table("a")
    revision = working(deletion)
    set_wording(revision=revision, key="b", kind="subparagraph", level=2, text="to tell;", by=system)
    assert apply_accepted(revision=revision, by=system) == ([], [deletion])
    assert "b" in keys(revision)


def test_a_split_beside_a_join_and_a_deletion_moves_no_words_to_another_paragraph(table, text, working, system):
    join = table("op1", "join", "", target=text.draft.paragraphs.get(key="a"))
    deletion, split = table("a"), table("op1", "split", "Calls upon\n\nStates:")
    for each in (join, deletion, split):
        accept_amendment(amendment=each, by=system, beside=True)
    revision = working()
    before = dict(revision.wordings.values_list("paragraph__key", "text"))
    apply_accepted(revision=revision, by=system)
    after = dict(revision.wordings.values_list("paragraph__key", "text"))
    assert after == before


def test_a_subparagraph_that_is_put_back_alone_marks_the_deletion_that_took_it(table, working, system):
    deletion = table("op1")
    revision = working(deletion)
    apply_accepted(revision=revision, by=system)
    put_back(revision=revision, key="b", by=system)
    assert written_over(revision) == [deletion]


def test_the_desk_says_that_the_subparagraphs_go_too(table, text, system, conference):
    table("op1")
    (row,) = desk_facts(conference, system)["open_rows"]
    assert row.does == "With the subparagraphs below it."


def test_by_hand_it_is_not_done_on_words_below_that_nobody_saw(table, working, system):
    deletion, change = table("op1"), table("b", "change", "to tell all;")
    accept_amendment(amendment=deletion, by=system)
    accept_amendment(amendment=change, by=system, beside=True)
    revision = working()
    seen = printed_together(named_in(deletion, revision))
    set_wording(revision=revision, key="b", kind="subparagraph", level=1, text="to tell everybody;", by=system)
    with pytest.raises(Stale) as stale:
        merge_by_hand(amendment=deletion, revision=revision, text="", seen=seen, by=system)
    assert "to tell everybody;" in stale.value.current
    merge_by_hand(amendment=deletion, revision=revision, text="", seen=stale.value.current, by=system)
    assert keys(revision) == ["c", "pp1", "h1", "op2", "an", "an1"]


def test_the_page_that_takes_it_in_by_hand_shows_all_its_words(table, working, system, client_as):
    deletion, change = table("op1"), table("b", "change", "to tell all;")
    accept_amendment(amendment=deletion, by=system)
    accept_amendment(amendment=change, by=system, beside=True)
    revision = working()
    page = f"/en/cities/draft/desk/merge/{deletion.number}/"
    assert (
        "Nothing: another accepted amendment touches the same words." in client_as("drafter").get(page).content.decode()
    )
    set_wording(revision=revision, key="b", kind="subparagraph", level=1, text="to tell everybody;", by=system)
    text = client_as("drafter").get(page).content.decode()
    assert "everybody" in text and "to count:" in text
