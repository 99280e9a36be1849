"""The draft as a Word file that comes back: read, seen, filed in one act."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from rapporteur.drafting.actions import (
    Choice,
    KnownFile,
    begin_revision,
    close_amendments,
    declare_admissible,
    drop_return,
    file_return,
    freeze_revision,
    open_amendments,
    read_return,
    returning,
    set_wording,
)
from rapporteur.drafting.actions import opened as open_file
from rapporteur.drafting.models import Amendment, Draft, Returned
from rapporteur.drafting.queries import returned_rows, wordings_of
from rapporteur.drafting.queries.beside import is_rewritten_beside
from rapporteur.drafting.sentences import of_doubt
from rapporteur.foundation.conferences.models import RoleGrant
from rapporteur.foundation.conferences.queries import reader_of
from rapporteur.foundation.people.reader import Refused
from rapporteur_core.documents.word import negotiated, write_text
from rapporteur_core.documents.word.identity import Identity
from rapporteur_core.returning import reading

from .conftest import SERVICES, seen
from .test_pages import page_of

WHEN = datetime(2017, 11, 2, 9, 30, tzinfo=UTC)


def word_file(revision, changed=(), *, comments=(), added="", **identity):
    """The draft as a Word file, with other pieces for the paragraphs (by key) of `changed`."""
    changed, comments = dict(changed), dict(comments)
    facts = {"document": "cities", "symbol": revision.symbol, "fingerprint": revision.fingerprint, "language": "en"}
    return write_text(
        negotiated.NegotiatedText(
            revision.title["en"],
            revision.symbol,
            "en",
            date(2017, 10, 2),
            [
                negotiated.NegotiatedParagraph(
                    each.paragraph.key,
                    "operative",
                    changed.get(each.paragraph.key) or [negotiated.Piece("keep", each.text)],
                    comments=comments.get(each.paragraph.key, ()),
                )
                for each in wordings_of(revision)
            ]
            + [_new(text) for text in [added] if text],
            identity=Identity(**{**facts, **identity}),
        )
    )


def _new(text):
    mark = negotiated.Mark("inserted", "Amina Diallo", WHEN)
    piece = negotiated.Piece("insert", text, "Amina Diallo", WHEN)
    return negotiated.NegotiatedParagraph("", "operative", [piece], mark=mark)


def replaced(text, old, new, author="Amina Diallo"):
    before, after = text.split(old, 1)
    return [
        negotiated.Piece("keep", before),
        negotiated.Piece("delete", old, author, WHEN),
        negotiated.Piece("insert", new, author, WHEN),
        negotiated.Piece("keep", after),
    ]


def inserted(text, before, words, author="Amina Diallo"):
    at = text.index(before)
    return [
        negotiated.Piece("keep", text[:at]),
        negotiated.Piece("insert", words, author, WHEN),
        negotiated.Piece("keep", text[at:]),
    ]


def told(page):
    """The words of a page alone, a blank for each run of them."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", seen(page))).split())


@pytest.fixture
def send(opened, town, system):
    def read(changed=(), *, government=None, by=None, data=None, **facts):
        return read_return(
            draft=opened.draft, data=data or word_file(opened.revision, changed, **facts), name="draft.docx",
            government=government or town, by=by or system,
        )  # fmt: skip

    return read


@pytest.fixture
def freeze(opened, system, at_work):
    """`freeze("police", "the police")`: the next revision, with other words in paragraph 2, open for amendments."""

    def make(old, new):
        close_amendments(draft=opened.draft, by=system)
        revision = begin_revision(draft=opened.draft, by=system)
        words = revision.wordings.get(paragraph__key="p2").text.replace(old, new)
        set_wording(revision=revision, key="p2", kind="operative", text=words, by=system)
        revision = freeze_revision(revision=revision, by=system)
        open_amendments(draft=opened.draft, closes_at=at_work + timedelta(days=7), by=system)
        return revision

    return make


def test_an_unchanged_file_proposes_nothing(send):
    assert send().proposals == []


def test_a_change_in_word_becomes_an_amendment_with_its_author_and_moment(send, town, system):
    row = send({"p2": replaced(SERVICES, "basic", "essential")})
    (amendment,) = file_return(returned=row, choices={0: Choice(row.proposals[0]["proposed"], "Clearer.")}, by=system)
    assert (amendment.sponsor, amendment.proposed_text) == (town, SERVICES.replace("basic", "essential"))
    assert (amendment.author, amendment.written_at, amendment.channel) == ("Amina Diallo", WHEN, "word")
    row.refresh_from_db()
    assert (row.state, list(row.amendments.all())) == ("filed", [amendment])


def test_a_comment_on_the_words_is_the_rationale(send):
    said = {"p2": [negotiated.Comment("Amina Diallo", WHEN, "The word is too weak.", 1, 3)]}
    row = send({"p2": replaced(SERVICES, "basic", "essential")}, comments=said)
    assert row.proposals[0]["rationale"] == "The word is too weak."


def test_the_same_file_is_recognised_until_it_is_dropped(opened, send, system):
    data = word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")})
    row = send(data=data)
    with pytest.raises(KnownFile) as known:
        send(data=data)
    assert known.value.returned == row
    drop_return(returned=row, by=system)
    assert send(data=data).pk != row.pk


def test_all_is_filed_or_nothing(send, system):
    row = send({"p2": replaced(SERVICES, "basic", "essential")})
    with pytest.raises(Refused, match="Proposal 1: An amendment needs its rationale"):
        file_return(returned=row, choices={0: Choice(row.proposals[0]["proposed"], " ")}, by=system)
    row.refresh_from_db()
    assert (row.state, Amendment.objects.count()) == ("read", 0)
    with pytest.raises(Refused, match="Choose at least one"):
        file_return(returned=row, choices={}, by=system)


def test_a_file_of_an_older_text_is_laid_on_the_text_of_now(opened, send, freeze):
    old = word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")})
    unclear = word_file(opened.revision, {"p2": replaced(SERVICES, "police", "any police")})
    freeze("police", "the police")
    words = SERVICES.replace("police", "the police")
    row = send(data=old)
    assert (row.revision, row.proposals[0]["proposed"]) == (opened.revision, words.replace("basic", "essential"))
    assert send(data=unclear).proposals[0]["doubt"] == "unclear"


def test_an_insertion_between_words_that_were_rewritten_meanwhile_is_to_be_looked_at_with_both_texts(
    opened, delegate, upload, freeze
):
    old = word_file(opened.revision, {"p2": inserted(SERVICES, "whatever his", "safely, ")})
    revision = freeze("his or her status", "the status that he or she has")
    text = told(delegate.get(upload(delegate, old).headers["Location"]).content.decode())
    assert "Ready to be filed" not in text and "To be looked at first None of these is filed" in text
    assert f"are others in {revision.symbol} than in {opened.revision.symbol}." in text
    assert f"What the file proposed to {opened.revision.symbol} Give every person access to basic services," in text
    assert f"What became of them in {revision.symbol}" in text
    assert f"What it would make of {revision.symbol} Give every" in text


def test_an_insertion_away_from_what_was_rewritten_is_ready_with_the_words_before_at_hand(
    opened, delegate, upload, freeze
):
    old = word_file(opened.revision, {"p2": inserted(SERVICES, "basic", "all ")})
    freeze("police", "the police")
    text = told(delegate.get(upload(delegate, old).headers["Location"]).content.decode())
    assert "Ready to be filed" in text and "To be looked at first" not in text
    assert f"The words before What the file proposed to {opened.revision.symbol}" in text


@pytest.mark.parametrize(
    ("old", "new", "is_rewritten"),
    [
        ("We note it and its commitments to cities.", "We note it, and in particular its commitments to cities.", True),
        ("We note it and its commitments to cities.", "They shall note it and its commitments to cities.", True),
        ("We note it and its commitments to cities.", "We note it and its commitments to towns.", False),
        ("We note it and its commitments to cities.", "We note it and its commitments to cities.", False),
    ],
)
def test_words_within_three_of_an_insertion_tell_where_it_belongs(old, new, is_rewritten):
    assert is_rewritten_beside(old, new, old.replace("and its", "fully and its")) is is_rewritten
    assert is_rewritten_beside(old, new, old.replace("and its", "or its")) is False


def test_an_insertion_is_not_filed_unseen_where_words_beside_it_changed_meanwhile(opened, send, system, freeze):
    row = send({"p2": inserted(SERVICES, "police", "the ")})
    revision = freeze("apart from", "away from")
    with pytest.raises(Refused) as refused:
        file_return(returned=row, choices=chosen(row), by=system)
    assert str(refused.value) == (
        f"Proposal 1 inserts words, and those beside them changed from {opened.revision.symbol} to {revision.symbol}"
        " meanwhile. Look at it again before it is filed."
    )
    words = SERVICES.replace("apart from", "away from the")
    (amendment,) = file_return(returned=row, choices={0: Choice(words, "Clearer.")}, seen_on=revision, by=system)
    assert amendment.proposed_text == words


@pytest.mark.parametrize(
    ("identity", "sentence"),
    [
        ({"document": "another"}, "is a file of another conference"),
        ({"document": "another", "symbol": ""}, "is a file of another conference"),
        ({"symbol": "CCM/2017/L.1/Rev.9"}, "made from CCM/2017/L.1/Rev.9, which is no revision"),
        ({"fingerprint": "0" * 64}, "but has another fingerprint"),
    ],
)
def test_a_file_of_another_text_is_refused_with_its_reason(send, identity, sentence):
    with pytest.raises(Refused, match=sentence):
        send(**identity)
    assert not Returned.objects.exists()


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04", b"words"]
)
def test_what_is_no_word_file_is_refused_and_nothing_is_kept(send, data):
    with pytest.raises(Refused, match=r"^draft.docx: "):
        send(data=data)
    assert not Returned.objects.exists()


def test_an_author_in_the_files_of_two_governments_is_asked_for(send, accredit, system):
    send({"p2": replaced(SERVICES, "police", "the police")}, government=accredit())
    row = send({"p2": replaced(SERVICES, "basic", "essential")})
    choices = {0: Choice(row.proposals[0]["proposed"], "Clearer.")}
    with pytest.raises(Refused, match="“Amina Diallo” stands in files of two governments"):
        file_return(returned=row, choices=choices, by=system)
    (amendment,) = file_return(returned=row, choices=choices, other_persons={"Amina Diallo": True}, by=system)
    assert amendment.author == "Amina Diallo (Port Amina)"


def test_a_delegate_does_not_learn_of_a_name_from_a_file_of_another_government_that_is_not_filed(
    opened, send, accredit, system, town, reader_as, delegate, client_as
):
    other = send({"p2": replaced(SERVICES, "police", "the police")}, government=accredit("Weststadt"))
    row = send({"p2": replaced(SERVICES, "basic", "essential")})
    address, by = page_of("returned", pk=row.pk), reader_as("delegate", town)
    asked = "“Amina Diallo” stands in the file of another government too."
    assert asked not in delegate.get(address).content.decode()
    assert asked in client_as("secretariat").get(address).content.decode()
    (amendment,) = file_return(returned=other, choices=chosen(other), other_persons={"Amina Diallo": True}, by=system)
    assert amendment.author == "Amina Diallo (Weststadt)"
    assert asked not in delegate.get(address).content.decode()
    declare_admissible(amendment=amendment, by=system)
    assert asked in delegate.get(address).content.decode()
    with pytest.raises(Refused, match="“Amina Diallo” stands in files of two governments"):
        file_return(returned=row, choices=chosen(row), by=by)


def test_a_delegate_of_two_governments_is_asked_about_a_name_in_both(conference, send, accredit, town, make_person):
    other, person = accredit("Weststadt"), make_person("delegate", town)
    RoleGrant.objects.create(conference=conference, person=person, role="delegate", government=other)
    by = reader_of(person, conference)
    for government in (other, town):
        row = send({"p2": replaced(SERVICES, "basic", "essential")}, government=government, by=by)
    with pytest.raises(Refused, match="“Amina Diallo” stands in files of two governments"):
        file_return(returned=row, choices=chosen(row), by=by)


def test_the_secretariat_files_for_a_delegation_and_a_delegate_for_its_own(opened, send, town, accredit, reader_as):
    changed = {"p2": replaced(SERVICES, "basic", "essential")}
    row = send(changed, by=reader_as("secretariat"))
    assert row.government == town
    with pytest.raises(Refused, match="Only the delegate of an accredited government"):
        send(changed, by=reader_as("delegate", accredit()))
    for role in ("rapporteur", "drafter", "mayor", "observer"):
        with pytest.raises(Refused):
            send(changed, by=reader_as(role))


@pytest.mark.parametrize("phase", ["drafting", "closed", "adopted"])
def test_no_file_comes_back_to_a_text_that_takes_no_amendments(opened, send, phase):
    opened.draft.phase = phase
    opened.draft.save()
    with pytest.raises(Refused, match="takes no amendments"):
        send()


@pytest.fixture
def delegate(client_as, town):
    return client_as("delegate", town)


def test_a_delegate_sends_a_file_sees_its_proposals_and_files_them(opened, delegate, upload, form_key):
    data = word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")})
    response = upload(delegate, data)
    assert response.status_code == 302
    text = seen(delegate.get(response.headers["Location"]).content.decode())
    assert "<del>basic</del><ins>essential</ins>" in text and "Amina Diallo" in text
    sent = {"file-0": "1", "rationale": "Clearer.", "form_key": form_key()}
    assert delegate.post(response.headers["Location"], sent).status_code == 302
    assert Amendment.objects.get().rationale == "Clearer."
    assert "Filed as" in delegate.get(response.headers["Location"]).content.decode()


def test_mistakes_on_the_page_keep_what_was_typed(opened, delegate, upload, form_key):
    data = word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")})
    address = upload(delegate, data).headers["Location"]
    words = SERVICES.replace("basic", "vital")
    text = delegate.post(address, {"file-0": "1", "words-0": words, "form_key": form_key()}).content.decode()
    assert "An amendment needs its rationale" in text and "vital services" in text
    assert not Amendment.objects.exists()


def test_all_that_was_typed_stays_when_filing_is_refused(opened, accredit, town, client_as, upload, form_key):
    officer, other = client_as("secretariat"), accredit()
    files = [word_file(opened.revision, {"p2": replaced(SERVICES, "basic", word)}) for word in ("essential", "public")]
    upload(officer, *files, government_0=town.pk, government_1=other.pk)
    address = page_of("returned", pk=Returned.objects.get(government=town).pk)
    sent = {"file-0": "1", "words-0": SERVICES, "rationale-0": "Mine.", "rationale": "Clearer."}
    text = officer.post(address, {**sent, "person-Amina Diallo": "other", "form_key": form_key()}).content.decode()
    assert "The amendment changes nothing" in text
    assert ">Mine.</textarea>" in text and ">Clearer.</textarea>" in text and f">{SERVICES}</textarea>" in text
    assert re.findall(r'name="([^"]*)" value="([^"]*)" checked', text) == [
        ("file-0", "1"),
        ("person-Amina Diallo", "other"),
    ]


def edited(data, *changes):
    """The file with pieces of the XML of its text replaced: old, new."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for part in given.namelist():
            content = given.read(part).decode() if part == "word/document.xml" else given.read(part)
            for old, new in changes if part == "word/document.xml" else ():
                assert re.search(old, content)
                content = re.sub(old, new, content)
            made.writestr(part, content)
    return out.getvalue()


def test_what_else_is_in_the_file_is_told_with_its_words_and_place_and_beside_the_proposal(opened, delegate, upload):
    field = '<w:fldSimple w:instr=" DATE "><w:r><w:t>8 November</w:t></w:r></w:fldSimple>'
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Towns</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    data = word_file(opened.revision, {"p2": inserted(SERVICES, "basic", "all ")})
    data = edited(data, ("(<w:ins [^>]*>)", r"\1" + field), ("(<w:sectPr)", table + r"\1"))
    text = told(delegate.get(upload(delegate, data).headers["Location"]).content.decode())
    assert "Ready to be filed" not in text
    assert "and would be proposed as plain words: a field: 8 November" in text
    assert "a table: Towns 1 × 1 · in or behind: Paragraph 2" in text
    assert "a field: 8 November DATE · in or behind: Paragraph 2" in text


def test_a_paragraph_without_its_identifier_shows_how_sure_its_place_is(opened, delegate, upload):
    data = word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")}, symbol="", fingerprint="")
    data = edited(data, ("<w:bookmark(Start|End)[^>]*>", ""))
    text = told(delegate.get(upload(delegate, data).headers["Location"]).content.decode())
    assert "found by its words, 100% alike: Give every person access to basic services" in text


def test_a_file_that_stands_already_is_offered_as_co_sponsorship(opened, delegate, upload, amend, system):
    declare_admissible(amendment=amend("p2", "basic", "essential"), by=system)
    data = word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")})
    text = delegate.get(upload(delegate, data).headers["Location"]).content.decode()
    assert "A-01 proposes the same words already. Co-sponsor it." in text


def test_another_delegation_does_not_see_the_file(opened, delegate, client_as, accredit, upload):
    address = upload(delegate, word_file(opened.revision)).headers["Location"]
    assert client_as("delegate", accredit()).get(address).status_code == 404
    assert client_as("rapporteur").get(address).status_code == 403
    assert client_as("secretariat").get(address).status_code == 200


def test_what_the_text_of_now_says_already_is_told(opened, send, freeze):
    old = word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")})
    freeze("basic", "essential")
    (proposal,) = send(data=old).proposals
    sentence = of_doubt(proposal["doubt"], old="L.1", new="L.1/Rev.1", amendment=None)
    assert sentence == "L.1/Rev.1 says already what it asks for."


def chosen(row, index=0, why="Clearer."):
    return {index: Choice(row.proposals[index]["proposed"], why)}


def test_what_was_frozen_between_reading_and_filing_is_not_undone(opened, send, system, freeze):
    row = send({"p2": replaced(SERVICES, "basic", "essential")})
    revision = freeze("police", "the police")
    (amendment,) = file_return(returned=row, choices=chosen(row), by=system)
    words = SERVICES.replace("police", "the police")
    assert (amendment.revision, amendment.base_text) == (revision, words)
    assert amendment.proposed_text == words.replace("basic", "essential")
    row.refresh_from_db()
    assert (row.laid_on, row.proposals[0]["proposed"]) == (revision, amendment.proposed_text)


def test_words_corrected_by_hand_are_laid_on_what_was_frozen_meanwhile(send, system, freeze):
    row = send({"p2": replaced(SERVICES, "basic", "essential")})
    freeze("police", "the police")
    choices = {0: Choice(SERVICES.replace("basic", "vital"), "Clearer.")}
    (amendment,) = file_return(returned=row, choices=choices, by=system)
    assert amendment.proposed_text == SERVICES.replace("police", "the police").replace("basic", "vital")


@pytest.mark.parametrize("is_deleted", [False, True])
def test_the_same_words_frozen_otherwise_meanwhile_are_refused_with_both_texts(
    opened, send, system, freeze, is_deleted
):
    gone = [negotiated.Piece("delete", SERVICES, "Amina Diallo", WHEN)]
    row = send({"p2": gone if is_deleted else replaced(SERVICES, "basic", "essential")})
    revision = freeze("basic", "public")
    with pytest.raises(Refused) as refused:
        file_return(returned=row, choices=chosen(row), by=system)
    assert str(refused.value) == (
        f"Proposal 1 was laid on {opened.revision.symbol}, and the same words were changed or left out in"
        f" {revision.symbol} meanwhile. Look at it again before it is filed."
    )
    row.refresh_from_db()
    assert (row.state, Amendment.objects.count()) == ("read", 0)


def test_what_was_looked_at_on_the_text_of_now_is_filed_as_it_was_written(send, system, freeze):
    row = send({"p2": replaced(SERVICES, "basic", "essential")})
    revision = freeze("basic", "public")
    choices = {0: Choice(SERVICES.replace("basic", "essential"), "Clearer.")}
    (amendment,) = file_return(returned=row, choices=choices, seen_on=revision, by=system)
    assert amendment.proposed_text == SERVICES.replace("basic", "essential")


def test_proposals_are_laid_from_the_words_of_the_file_however_many_texts_came_between(send, system, freeze):
    row = send({"p2": replaced(SERVICES, "basic", "essential")})
    freeze("basic", "public")
    last = freeze("public", "basic")
    (shown,) = returned_rows(row, last)
    assert (shown.proposed, shown.doubt) == (SERVICES.replace("basic", "essential"), "")


def test_a_file_kept_before_its_text_was_noted_is_laid_on_the_text_of_now(send, system, freeze):
    row = send({"p2": replaced(SERVICES, "basic", "essential")})
    Returned.objects.update(laid_on=None)
    freeze("police", "the police")
    (amendment,) = file_return(returned=row, choices=chosen(row), by=system)
    assert amendment.proposed_text == SERVICES.replace("police", "the police").replace("basic", "essential")


def test_a_proposal_that_is_not_in_the_file_is_refused(send, system):
    row = send({"p2": replaced(SERVICES, "basic", "essential")})
    with pytest.raises(Refused, match="The file has no such proposal"):
        file_return(returned=row, choices={1: Choice("Words.", "Clearer.")}, by=system)


def test_a_file_opened_before_a_text_was_frozen_is_kept_and_laid_on_it(opened, town, system, freeze):
    data = word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")})
    file = open_file(draft=opened.draft, data=data, name="draft.docx")
    last = freeze("police", "the police")
    row = read_return(draft=opened.draft, data=data, name="draft.docx", file=file, government=town, by=system)
    (shown,) = returned_rows(row, last)
    assert (row.laid_on, shown.base) == (opened.revision, SERVICES.replace("police", "the police"))
    assert shown.proposed == shown.base.replace("basic", "essential")


def test_a_page_opened_after_the_freeze_shows_the_words_of_now(opened, delegate, upload, freeze):
    data = word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")})
    address = upload(delegate, data).headers["Location"]
    revision = freeze("police", "the police")
    text = seen(delegate.get(address).content.decode())
    assert f"Its proposals were laid on {revision.symbol}, the text of now." in text
    assert "the police" in text and "<del>basic</del><ins>essential</ins>" in text


def test_a_page_opened_before_the_freeze_files_on_the_words_of_now(opened, delegate, upload, freeze, form_key):
    data = word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")})
    address = upload(delegate, data).headers["Location"]
    freeze("police", "the police")
    sent = {"laid_on": opened.revision.pk, "file-0": "1", "words-0": SERVICES.replace("basic", "vital")}
    assert delegate.post(address, {**sent, "rationale": "Clearer.", "form_key": form_key()}).status_code == 302
    words = SERVICES.replace("police", "the police").replace("basic", "vital")
    assert Amendment.objects.get().proposed_text == words


def test_a_page_opened_before_the_freeze_keeps_what_was_typed_and_unticks_what_is_unclear(
    opened, delegate, upload, freeze, form_key
):
    data = word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")})
    address = upload(delegate, data).headers["Location"]
    revision = freeze("basic", "public")
    sent = {"laid_on": opened.revision.pk, "file-0": "1", "rationale": "Clearer.", "rationale-0": "Mine."}
    for typed, shown in [("vital", "vital"), ("essential", "public")]:
        words = {"words-0": SERVICES.replace("basic", typed), "form_key": form_key()}
        text = delegate.post(address, {**sent, **words}).content.decode()
        assert "Look at it again before it is filed." in text and ">Mine.</textarea>" in text
        assert f">{SERVICES.replace('basic', shown)}</textarea>" in text
        assert f'name="laid_on" value="{revision.pk}"' in text and "checked" not in text
    assert not Amendment.objects.exists()


def test_a_deletion_on_the_page_is_unticked_where_its_paragraph_changed_meanwhile(
    opened, delegate, upload, freeze, form_key
):
    gone = [negotiated.Piece("delete", SERVICES, "Amina Diallo", WHEN)]
    address = upload(delegate, word_file(opened.revision, {"p2": gone})).headers["Location"]
    freeze("basic", "public")
    sent = {"laid_on": opened.revision.pk, "file-0": "1", "rationale": "Not needed.", "form_key": form_key()}
    text = delegate.post(address, sent).content.decode()
    assert "Look at it again before it is filed." in text and "checked" not in text
    assert not Amendment.objects.exists()


def test_a_filed_file_shows_the_words_that_it_was_filed_on(opened, delegate, send, system, freeze, form_key):
    row = send({"p2": replaced(SERVICES, "basic", "essential")})
    second = freeze("police", "the police")
    file_return(returned=row, choices=chosen(row), by=system)
    freeze("the police", "all police")
    text = seen(delegate.get(page_of("returned", pk=row.pk)).content.decode())
    assert f"Its proposals were laid on {second.symbol}." in text and "all police" not in text


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("MOST_CHANGES", "^draft.docx makes more than 1 changes to the text. Take all changes of one author"),
        ("MOST_CHARACTERS", "^The paragraphs that draft.docx changes, counted once for each change, have more than 1 "),
    ],
)
def test_a_file_that_proposes_too_much_is_refused_with_the_limit(send, monkeypatch, limit, sentence):
    monkeypatch.setattr(reading, limit, 1)
    with pytest.raises(Refused, match=sentence):
        send({"p2": [*replaced(SERVICES, "basic", "essential"), *_new("More.").pieces], "p1": _new("All.").pieces})
    assert not Returned.objects.exists()


def test_a_file_is_read_before_the_draft_is_locked(send, monkeypatch):
    locked = []
    monkeypatch.setattr(Draft.objects, "select_for_update", lambda: locked.append("locked") or Draft.objects.all())
    monkeypatch.setattr(
        returning, "read", lambda *args, **facts: locked.append("read") or reading.returned(*args, **facts)
    )
    send()
    assert locked == ["read", "locked"]
