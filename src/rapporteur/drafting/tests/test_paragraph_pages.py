"""Kinds, levels and numbers of paragraphs on pages; other wordings; warnings when an opening verb changes."""

from __future__ import annotations

import pytest

from rapporteur.drafting.actions import (
    add_alternative,
    add_sources,
    begin_revision,
    freeze_revision,
    remove_wording,
    set_wording,
    take_alternative,
)
from rapporteur.drafting.models import Amendment, Draft
from rapporteur.drafting.queries import bracketed_words, suggested_number, wordings_of
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.people.reader import Refused

from .conftest import FIGURES, SERVICES, seen
from .test_pages import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(form_key):
    def give(**facts):
        return {"key": "p9", "kind": "operative", "text": "Decides to go.", "form_key": form_key(), **facts}

    return give


def numbers(revision):
    return [(each.paragraph.key, each.number) for each in wordings_of(revision)]


def test_the_page_shows_each_kind_in_its_own_way(resolution, system, client):
    freeze_revision(revision=resolution.revision, by=system)
    text = client.get(page_of("draft")).content.decode()
    for part in (
        '<span class="number">PP1.</span>',
        "<em>Recalling</em> the Agenda,",
        '<section class="paragraph level-1" id="a" aria-label="Paragraph OP1 (a)" dir="ltr"><span class="number">(a)</span>',
        '<section class="paragraph level-2" id="i" aria-label="Paragraph OP1 (a) (i)" dir="ltr"><span class="number">(i)</span>',
        '<section class="paragraph level-3" id="x" aria-label="Paragraph OP1 (a) (i) a." dir="ltr"><span class="number">a.</span>',
        '<h2 class="above annex" id="an" lang="en" dir="ltr"><span class="number">Annex I</span> Figures</h2>',
        '<span class="number">1.</span>',
        '<h2 class="above" id="h1" lang="en" dir="ltr">Services</h2>',
    ):
        assert part in text


def test_opening_words_stand_in_italics_in_a_resolution_alone(resolution, system, client):
    Draft.objects.update(template="declaration")
    freeze_revision(revision=resolution.revision, by=system)
    assert "<em>" not in client.get(page_of("draft")).content.decode()


@pytest.mark.parametrize(
    ("kind", "level", "position", "number"),
    [
        ("operative", 0, None, "Annex I, 2"),
        ("operative", 0, 10, "OP3"),
        ("operative", 0, 9, "OP1 bis"),
        ("preambular", 0, 3, "PP2"),
        ("subparagraph", 1, 9, "OP1 (c)"),
        ("subparagraph", 1, 8, "OP1 (a) bis"),
        ("subparagraph", 2, 8, "OP1 (a) (ii)"),
        ("annex", 0, None, "Annex II"),
        ("heading", 0, 3, ""),
    ],
)
def test_a_new_paragraph_is_numbered_by_kind_and_place(resolution, kind, level, position, number):
    assert suggested_number(resolution.revision, kind=kind, level=level, position=position) == number


def test_a_number_of_an_earlier_revision_is_not_given_again(resolution, system):
    freeze_revision(revision=resolution.revision, by=system)
    revision = begin_revision(draft=resolution.draft, by=system)
    remove_wording(revision=revision, key="op2", by=system)
    assert suggested_number(revision, kind="operative", level=0, position=9) == "OP3"


def test_the_form_begins_with_what_comes_next_and_numbers_by_kind_and_place(resolution, client_as, sent):
    drafter = client_as("drafter")
    text = drafter.get(page_of("add_paragraph") + "?behind=op1").content.decode()
    assert ('value="p12"' in text, 'value="OP1 bis"' in text, 'value="9"' in text) == (True, True, True)
    asked = drafter.post(page_of("add_paragraph"), sent(suggest="1", kind="subparagraph", level="1", position="9"))
    assert ('value="OP1 (c)"' in asked.content.decode(), "aria-invalid" in asked.content.decode()) == (True, False)
    assert drafter.post(page_of("add_paragraph"), sent(number="OP1 bis", position="9")).status_code == 302
    assert ("p9", "OP1 bis") in numbers(resolution.revision)


@pytest.mark.parametrize("sends", [{"kind": "?", "level": "9", "position": "x"}, {"kind": "", "position": "9" * 30}])
def test_a_number_can_be_asked_for_with_whatever_was_typed(resolution, client_as, sent, sends):
    response = client_as("drafter").post(page_of("add_paragraph"), sent(suggest="1", **sends))
    assert (response.status_code, 'value="Annex I, 2"' in response.content.decode()) == (200, True)


def test_a_preview_shows_redline_verb_and_hints_and_keeps_nothing(resolution, client_as, sent):
    drafter, address = client_as("drafter"), page_of("edit_paragraph", key="op2")
    acts = Entry.objects.count()
    response = drafter.post(address, sent(text="Takes note of the wish to meet;", number="OP2", preview="1"))
    text = seen(response.content.decode())
    assert "<del>Decides</del>" in text
    assert "↓ “Takes note” for “Decides”: weaker" in text
    assert "It usually ends with a full stop." in text
    assert Entry.objects.count() == acts
    assert resolution.revision.wordings.get(paragraph__key="op2").text == "Decides to meet."


def test_saving_a_weaker_verb_is_told_on_the_desk(resolution, client_as, sent):
    drafter = client_as("drafter")
    response = drafter.post(
        page_of("edit_paragraph", key="op2"), sent(text="Encourages a meeting.", number="OP2"), follow=True
    )
    assert '<p class="note warn" role="status">Look again: “Encourages” for “Decides”: weaker.</p>' in (
        response.content.decode()
    )
    response = drafter.post(
        page_of("edit_paragraph", key="op2"), sent(text="Encourages a long meeting.", number="OP2"), follow=True
    )
    assert "Look again" not in response.content.decode()


def test_an_amendment_that_weakens_is_marked_in_its_preview_row_and_page(
    resolution, system, client_as, accredit, at_work, form_key
):
    from datetime import timedelta

    from rapporteur.drafting.actions import declare_admissible, open_amendments

    freeze_revision(revision=resolution.revision, by=system)
    open_amendments(draft=resolution.draft, closes_at=at_work + timedelta(days=7), by=system)
    delegate = client_as("delegate", accredit("Port Amina"))
    form = {"kind": "change", "proposed_text": "Notes the wish to meet.", "rationale": "Clearer."}
    told = "↓ “Notes” for “Decides”: weaker"
    address = page_of("amend", key="op2")
    assert told in delegate.post(address, {**form, "preview": "1", "form_key": form_key()}).content.decode()
    assert delegate.post(address, {**form, "form_key": form_key()}).status_code == 302
    declare_admissible(amendment=Amendment.objects.get(), by=system)
    for page in (page_of("draft"), page_of("amendment", number=1), page_of("compilation")):
        assert f'<span class="tag now">{told}</span>' in delegate.get(page).content.decode()


def test_an_amendment_that_leaves_the_verb_has_no_mark(opened, amend, client):
    from rapporteur.drafting.actions import declare_admissible
    from rapporteur.foundation.conferences.queries import system_reader

    by = system_reader(opened.draft.conference)
    declare_admissible(amendment=amend("p2", "basic", "essential"), by=by)
    assert "“" not in client.get(page_of("amendment", number=1)).content.decode()


# ---- other wordings


def test_other_wordings_stand_behind_their_paragraph_with_their_numbers(writing, system):
    revision = writing.revision
    one = add_alternative(revision=revision, key="p1", text="Publish nothing.", by=system)
    two = add_alternative(revision=revision, key=one.paragraph.key, text="Publish all.", by=system)
    assert numbers(revision)[2:] == [("p1", "1"), ("p1-1", "1 alt. 1"), ("p1-2", "1 alt. 2"), ("p2", "2")]
    assert {one.alternative_of.key, two.alternative_of.key} == {"p1"}
    assert Entry.objects.filter(act="added alternative").count() == 2


def test_another_wording_is_kept_through_revisions(writing, system):
    add_alternative(revision=writing.revision, key="p1", text="Publish nothing.", by=system)
    freeze_revision(revision=writing.revision, by=system)
    copy = begin_revision(draft=writing.draft, by=system)
    assert copy.wordings.get(paragraph__key="p1-1").alternative_of.key == "p1"


def test_words_that_are_there_already_are_no_other_wording(writing, system):
    revision = writing.revision
    add_alternative(revision=revision, key="p1", text="Publish nothing.", by=system)
    for text in (FIGURES, "Publish  nothing. ".replace("  ", " ")):
        with pytest.raises(Refused, match="has these words already"):
            add_alternative(revision=revision, key="p1", text=text, by=system)
    with pytest.raises(Refused, match="No paragraph p9"):
        add_alternative(revision=revision, key="p9", text="Words.", by=system)
    with pytest.raises(Refused, match="needs words"):
        add_alternative(revision=revision, key="p1", text=" ", by=system)


def test_the_wording_that_is_taken_brings_its_brackets_and_sources_and_the_others_go(
    writing, system, make_passage, sentences_of
):
    revision = writing.revision
    one = add_alternative(revision=revision, key="p2", text="Publish nothing at all, to anybody.", by=system)
    add_alternative(revision=revision, key="p2", text="Publish all.", by=system)
    set_wording(revision=revision, key="p2-1", kind="operative", text=one.text, brackets=[(8, 15, "Open")], by=system)
    passage = make_passage()
    add_sources(sentence=sentences_of(revision, "p2-1")[0], passages=[passage], by=system)
    taken = take_alternative(revision=revision, key="p2-1", by=system)
    assert (taken.paragraph.key, taken.number) == ("p2", "2")
    assert bracketed_words(taken) == "Publish [nothing] at all, to anybody."
    assert sentences_of(revision, "p2")[0].sources.get().passage == passage
    assert numbers(revision)[2:] == [("p1", "1"), ("p2", "2")]
    assert Entry.objects.filter(act="took alternative").count() == 1


def test_a_wording_whose_paragraph_is_gone_stands_alone_when_it_is_taken(writing, system):
    revision = writing.revision
    for text in ("Publish nothing.", "Publish all."):
        add_alternative(revision=revision, key="p1", text=text, by=system)
    remove_wording(revision=revision, key="p1", by=system)
    taken = take_alternative(revision=revision, key="p1-2", by=system)
    assert (taken.text, taken.alternative_of) == ("Publish all.", None)
    assert [key for key, _number in numbers(revision)] == ["h1", "pp1", "p1-2", "p2"]


def test_only_another_wording_can_be_taken_and_only_while_the_text_is_written(writing, system, reader_as):
    revision = writing.revision
    add_alternative(revision=revision, key="p1", text="Publish nothing.", by=system)
    with pytest.raises(Refused, match="p1 is no other wording"):
        take_alternative(revision=revision, key="p1", by=system)
    with pytest.raises(Refused, match="p9 is no other wording"):
        take_alternative(revision=revision, key="p9", by=system)
    for act in (add_alternative, take_alternative):
        facts = {"text": "Words."} if act is add_alternative else {}
        with pytest.raises(Refused, match="Only the secretariat, the rapporteur"):
            act(revision=revision, key="p1-1", by=reader_as("delegate"), **facts)
    freeze_revision(revision=revision, by=system)
    with pytest.raises(Refused, match="is frozen"):
        take_alternative(revision=revision, key="p1-1", by=system)


def test_other_wordings_are_written_and_taken_on_the_page(writing, client_as, client, system, form_key):
    drafter = client_as("drafter")

    def act(key, **facts):
        return drafter.post(page_of("edit_paragraph", key=key), {"form_key": form_key(), **facts})

    wrong = act("p1", act="alternative", other_text=FIGURES)
    assert (wrong.status_code, "has these words already" in wrong.content.decode()) == (200, True)
    assert act("p1", act="alternative", other_text="Publish nothing.").status_code == 302
    assert act("p1", act="dance").status_code == 409
    text = drafter.get(page_of("edit_paragraph", key="p1")).content.decode()
    assert ("1 alt. 1" in text, "Publish nothing." in text, "Take this wording" in text) == (True, True, False)
    assert "Take this wording" in drafter.get(page_of("edit_paragraph", key="p1-1")).content.decode()
    shown = drafter.get(page_of("revision", number=0)).content.decode()
    assert ("Another wording of: Paragraph 1" in shown, 'class="paragraph alternative"' in shown) == (True, True)
    assert act("p1-1", act="take").status_code == 302
    assert writing.revision.wordings.get(paragraph__key="p1").text == "Publish nothing."
    assert SERVICES in [each.text for each in wordings_of(writing.revision)]


def test_an_empty_line_splits_and_what_was_taken_out_is_put_back_on_the_desk(writing, system, client_as, form_key):
    freeze_revision(revision=writing.revision, by=system)
    revision = begin_revision(draft=writing.draft, by=system)
    drafter, address = client_as("drafter"), page_of("edit_paragraph", key="p2")
    sent = {"kind": "operative", "text": SERVICES.replace(". Keep", ".\n\nKeep"), "seen": SERVICES}
    assert drafter.post(address, {**sent, "form_key": form_key()}).status_code == 302
    assert revision.wordings.filter(number="2 bis").count() == 1
    drafter.post(page_of("edit_paragraph", key="p1"), {"act": "remove", "form_key": form_key()})
    assert "Taken out of this text" in drafter.get(page_of("desk")).content.decode()
    drafter.post(page_of("desk"), {"act": "put_back", "key": "p1", "form_key": form_key()})
    assert revision.wordings.get(paragraph__key="p1").text == FIGURES
    assert "Taken out of this text" not in drafter.get(page_of("desk")).content.decode()


def test_several_paragraphs_at_once_are_not_added(writing, client_as, form_key):
    sent = {"key": "p9", "kind": "operative", "text": "One.\n\nTwo.", "form_key": form_key()}
    page = client_as("drafter").post(page_of("add_paragraph"), sent).content.decode()
    assert "Add them one by one" in page
