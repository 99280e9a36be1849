"""Accepted amendments of every kind taken in together or by hand: nothing half done, nothing counted that was not."""

from __future__ import annotations

from itertools import combinations

import pytest

from rapporteur.drafting.actions import (
    Stale,
    accept_amendment,
    agree,
    apply_accepted,
    begin_revision,
    close_amendments,
    freeze_revision,
    merge_by_hand,
    open_amendments,
    remove_wording,
    set_wording,
    table_amendment,
)
from rapporteur.drafting.models import Amendment, Bracket
from rapporteur.drafting.queries import bracketed_words, named_in, printed_together, queue
from rapporteur.foundation.people.reader import Refused

from .conftest import FIGURES, FIRST, SECOND, SERVICES

pytestmark = pytest.mark.django_db
EACH_KIND = {
    "change": {"key": "p1", "text": FIGURES.replace("every", "each")},
    "delete": {"key": "p1"},
    "add": {"key": "p1", "text": "A new one."},
    "move": {"key": "p1", "target": "p2"},
    "behind": {"kind": "move", "key": "pp1", "target": "p1"},
    "first": {"kind": "move", "key": "p1"},
    "split": {"key": "p2", "text": f"{FIRST}\n\n{SECOND}"},
    "join": {"key": "p1", "target": "p2", "text": f"{FIGURES} {SERVICES}"},
    "title": {"key": "", "text": "Declaration on large cities"},
}


@pytest.fixture
def accepted(opened, system, accredit):
    """`accepted("move", key="p1", target="p2")`: an accepted amendment, whatever is in its way."""

    def make(kind, *, key, text="", target="", revision=None):
        paragraphs = {each.key: each for each in opened.draft.paragraphs.all()}
        amendment = table_amendment(
            paragraph=paragraphs.get(key),
            target=paragraphs.get(target),
            revision=revision or opened.revision,
            kind=kind,
            proposed_text=text,
            rationale="It reads better.",
            government=accredit(),
            by=system,
        )
        return accept_amendment(amendment=amendment, by=system, beside=True)

    return make


def texts(revision):
    return list(revision.wordings.order_by("position").values_list("text", flat=True))


@pytest.mark.parametrize("pair", combinations(EACH_KIND, 2), ids="-".join)
def test_two_of_any_kind_are_taken_in_or_wait_and_nothing_breaks(accepted, next_revision, system, pair):
    """Whatever goes with one of them, the other goes in too or waits for a person; none is counted without its words."""
    made = {name: accepted(**{"kind": name, **EACH_KIND[name]}) for name in pair}
    revision = next_revision()
    taken, left = apply_accepted(revision=revision, by=system)
    assert sorted(each.pk for each in taken + left) == sorted(each.pk for each in made.values())
    assert [each.amendment.pk for each in queue(revision)] == [
        each.pk for each in sorted(left, key=lambda row: row.number)
    ]
    written = texts(revision)
    for name, words in (("add", "A new one."), ("change", EACH_KIND["change"]["text"])):
        if name in made and made[name] in taken and "join" not in pair:
            assert words in written
    if "behind" in made and made["behind"] in taken:
        assert written.index("Recalling the New Urban Agenda,") > 0


def test_a_move_behind_a_paragraph_that_is_deleted_waits_and_moves_nothing(accepted, next_revision, system):
    accepted("delete", key="p1")
    move = accepted("move", key="pp1", target="p1")
    revision = next_revision()
    before = revision.wordings.get(paragraph__key="pp1").position
    _taken, left = apply_accepted(revision=revision, by=system)
    assert (left, [each.reason for each in queue(revision)]) == ([move], ["gone"])
    assert revision.wordings.get(paragraph__key="pp1").position == before


def test_a_move_behind_what_another_moves_waits_with_it(accepted, next_revision, system):
    pair = [accepted("move", key="pp1", target="p1"), accepted("move", key="p1")]
    revision = next_revision()
    assert apply_accepted(revision=revision, by=system) == ([], pair)


@pytest.mark.parametrize("kind", ["join", "split"])
def test_brackets_go_with_their_words_when_paragraphs_are_joined_or_split(writing, system, accredit, at_work, kind):
    set_wording(
        revision=writing.revision, key="p2", kind="operative", text=SERVICES, by=system,
        brackets=[(5, 17, "Open."), (len(FIRST) + 1, len(FIRST) + 5, "Open too.")],
    )  # fmt: skip
    frozen = freeze_revision(revision=writing.revision, by=system)
    open_amendments(draft=writing.draft, closes_at=at_work.replace(year=at_work.year + 1), by=system)
    one, two = (writing.draft.paragraphs.get(key=key) for key in ("p1", "p2"))
    facts = {"paragraph": one, "target": two, "proposed_text": ""} if kind == "join" else {
        "paragraph": two, "proposed_text": f"{FIRST}\n\n{SECOND}"
    }  # fmt: skip
    amendment = table_amendment(
        revision=frozen, kind=kind, rationale="Shorter.", government=accredit(), by=system, **facts
    )
    accept_amendment(amendment=amendment, by=system)
    close_amendments(draft=writing.draft, by=system)
    revision = begin_revision(draft=writing.draft, by=system)
    apply_accepted(revision=revision, by=system)
    printed = "\n".join(bracketed_words(each) for each in revision.wordings.order_by("position"))
    assert "Give [every person] access" in printed and "[Keep] these services" in printed


def test_a_title_accepted_later_is_laid_on_the_one_that_was_taken_in(accepted, next_revision, system):
    two = accepted("title", key="", text="Solemn declaration on cities")
    one = accepted("title", key="", text="Declaration on large cities")
    Amendment.objects.filter(pk=two.pk).update(state="standing")
    revision = next_revision()
    assert apply_accepted(revision=revision, by=system)[0] == [one]
    Amendment.objects.filter(pk=two.pk).update(state="accepted")
    revision.refresh_from_db()
    apply_accepted(revision=revision, by=system)
    revision.refresh_from_db()
    assert revision.title["en"] == "Solemn declaration on large cities"


def test_a_second_title_is_laid_on_the_first(accepted, next_revision, system):
    one, two = (
        accepted("title", key="", text="Declaration on large cities"),
        accepted("title", key="", text="Solemn declaration on cities"),
    )
    revision = next_revision()
    set_aside, _left = apply_accepted(revision=revision, by=system)
    revision.refresh_from_db()
    assert (revision.title["en"], set_aside) == ("Solemn declaration on large cities", [one, two])


def test_titles_in_conflict_wait_and_one_is_written_by_hand(accepted, next_revision, system):
    one = accepted("title", key="", text="Declaration on towns")
    two = accepted("title", key="", text="Declaration on villages")
    revision = next_revision()
    assert apply_accepted(revision=revision, by=system) == ([], [one, two])
    merge_by_hand(amendment=one, revision=revision, text="Declaration on towns and villages", by=system)
    revision.refresh_from_db()
    assert revision.title["en"] == "Declaration on towns and villages"
    assert [each.amendment for each in queue(revision)] == [two]


def test_by_hand_a_new_paragraph_whose_anchor_is_gone_stands_behind_the_nearest_one_before_it(
    accepted, next_revision, system
):
    amendment = accepted("add", key="p1", text="A new one.")
    revision = next_revision()
    remove_wording(revision=revision, key="p1", by=system)
    merge_by_hand(amendment=amendment, revision=revision, text="A new one.", by=system)
    written = texts(revision)
    assert written.index("A new one.") == written.index(SERVICES) - 1


def test_by_hand_a_joining_leaves_no_word_twice_and_a_split_makes_two_paragraphs(accepted, next_revision, system):
    joining = accepted("join", key="p1", target="p2", text=f"{FIGURES} {SERVICES}")
    revision = next_revision()
    merge_by_hand(amendment=joining, revision=revision, text=f"{FIGURES} {FIRST}", by=system)
    assert texts(revision)[-1] == f"{FIGURES} {FIRST}"
    assert not revision.wordings.filter(paragraph__key="p2").exists()


def test_by_hand_a_split_makes_two_paragraphs(accepted, next_revision, system):
    amendment = accepted("split", key="p2", text=f"{FIRST}\n\n{SECOND}")
    revision = next_revision()
    merge_by_hand(amendment=amendment, revision=revision, text=f"{FIRST}\n\n{SECOND} Now.", by=system)
    assert texts(revision)[-2:] == [FIRST, f"{SECOND} Now."]


def test_by_hand_a_move_is_taken_in_once_the_paragraph_has_another_place(accepted, next_revision, system):
    amendment = accepted("move", key="p1", target="p2")
    revision = next_revision()
    with pytest.raises(Refused, match="its place on its own page first"):
        merge_by_hand(amendment=amendment, revision=revision, text="", by=system)
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES, position=99, by=system)
    merge_by_hand(amendment=amendment, revision=revision, text="", by=system)
    amendment.refresh_from_db()
    assert amendment.applied_in == revision


def test_by_hand_a_new_paragraph_before_it_is_no_move(accepted, next_revision, system):
    amendment = accepted("move", key="p1", target="p2")
    revision = next_revision()
    at = revision.wordings.get(paragraph__key="p1").position
    set_wording(revision=revision, key="new", kind="operative", text="Before it.", position=at, by=system)
    with pytest.raises(Refused, match="its place on its own page first"):
        merge_by_hand(amendment=amendment, revision=revision, text="", by=system)


@pytest.mark.parametrize(("key", "target"), [("p1", "p2"), ("p2", "p1")])
def test_by_hand_a_joining_keeps_brackets_and_sources_of_both_and_asks_what_was_seen(
    accepted, next_revision, system, sentences_of, key, target
):
    joining = accepted("join", key=key, target=target, text=f"{FIGURES} {SERVICES}")
    revision = next_revision()
    at = SERVICES.index("police")
    set_wording(
        revision=revision, key="p2", kind="operative", text=SERVICES, brackets=[(at, at + 6, "Open.")], by=system
    )
    sources = sum(row.sources.count() for each in ("p1", "p2") for row in sentences_of(revision, each))
    seen = printed_together(named_in(joining, revision))
    for words in (seen.replace("free", "no"), seen.replace("police", "court")):
        with pytest.raises(Stale):
            merge_by_hand(amendment=joining, revision=revision, text=f"{FIGURES} {SERVICES}", seen=words, by=system)
    merge_by_hand(amendment=joining, revision=revision, text=f"{FIGURES} {SERVICES}", seen=seen, by=system)
    wording = revision.wordings.get(paragraph__key="p1")
    assert bracketed_words(wording).endswith("from [police].")
    assert sum(row.sources.count() for row in wording.sentences.all()) == sources


def test_by_hand_a_split_puts_its_amendment_behind_the_sentences_that_it_changes(
    accepted, next_revision, system, sentences_of
):
    amendment = accepted("split", key="p2", text=f"{FIRST}\n\n{SECOND}")
    revision = next_revision()
    merge_by_hand(amendment=amendment, revision=revision, text=f"{FIRST}\n\n{SECOND} Always.", by=system)
    last = revision.wordings.order_by("-position").first()
    behind = [[source.amendment for source in row.sources.all() if source.amendment] for row in last.sentences.all()]
    assert behind == [[], [amendment]]


def test_by_hand_one_whose_paragraph_is_gone_falls_and_is_not_counted_as_taken_in(accepted, next_revision, system):
    amendment = accepted("change", key="p1", text=FIGURES.replace("every", "each"))
    revision = next_revision()
    remove_wording(revision=revision, key="p1", by=system)
    merge_by_hand(amendment=amendment, revision=revision, text="", by=system)
    amendment.refresh_from_db()
    assert (amendment.state, amendment.applied_in) == ("fallen", None)
    assert "is no longer in the text" in amendment.reason


def test_by_hand_the_second_of_two_drafters_sees_what_the_first_wrote(accepted, next_revision, system):
    amendment = accepted("change", key="p2", text=SERVICES.replace("basic", "essential"))
    revision = next_revision()
    set_wording(revision=revision, key="p2", kind="operative", text=f"{SERVICES} Always.", by=system)
    with pytest.raises(Stale) as told:
        merge_by_hand(amendment=amendment, revision=revision, text=SERVICES, seen=SERVICES, by=system)
    assert told.value.current == f"{SERVICES} Always."


@pytest.mark.parametrize("key", ["title", "PARAGRAPH-ON-SHELTER"])
def test_a_key_that_no_word_file_can_carry_is_refused(writing, system, key):
    with pytest.raises(Refused, match="The key of a paragraph"):
        set_wording(revision=writing.revision, key=key, kind="operative", text="One.", by=system)


def test_a_paragraph_holds_no_empty_line_that_would_make_its_fingerprint_that_of_two(opened, amend, writing, system):
    with pytest.raises(Refused, match="several paragraphs"):
        amend("p2", kind="add", text="First.\n\n3 Second.")


def test_agreed_words_lose_their_brackets_and_stay(opened, next_revision, system):
    revision = next_revision()
    at = SERVICES.index("basic")
    set_wording(
        revision=revision, key="p2", kind="operative", text=SERVICES, brackets=[(at, at + 5, "Not agreed.")], by=system
    )
    agree(bracket=Bracket.objects.get(), by=system)
    wording = revision.wordings.get(paragraph__key="p2")
    assert (bracketed_words(wording), Bracket.objects.count()) == (SERVICES, 0)
