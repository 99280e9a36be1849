from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from rapporteur.decisions.actions import conclude, make_statement, open_consensus, open_silence, withdraw_objection
from rapporteur.decisions.models import Procedure
from rapporteur.decisions.queries import open_record, outcome_of
from rapporteur.drafting.actions import open_amendments, set_deadline, waive_language
from rapporteur.drafting.models import Draft, Revision
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused
from rapporteur.registration.models import Delegation

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns(conference, make_government, make_person):
    """Two accredited governments, each with a delegate."""
    found = []
    for number, name in enumerate(["Port Amina", "Saint-Aubrac"], start=1):
        government = make_government(name)
        Delegation.objects.create(
            conference=conference,
            number=number,
            government=government,
            category="lrg",
            state="accredited",
            received_at=conference.call.opens_at,
        )
        government.delegate = make_person("delegate", government)
        found.append(government)
    return found


@pytest.fixture
def revision(conference):
    draft = Draft.objects.create(conference=conference, title={"en": "Declaration"}, symbol="CCM/2017/L.1")
    return Revision.objects.create(
        draft=draft, number=3, symbol="CCM/2017/L.1/Rev.3", frozen_at=conference.call.opens_at, fingerprint="ab" * 32
    )


@pytest.fixture
def speaking(conference):
    from rapporteur.foundation.conferences.queries import reader_of

    return lambda government: reader_of(government.delegate, conference)


@pytest.fixture
def silence(revision, towns, reader_as, at_work):
    return open_silence(revision=revision, deadline=at_work + timedelta(days=3), by=reader_as("secretariat"))


def test_silence_binds_the_fingerprint_and_a_closed_list(silence, revision, towns):
    assert silence.fingerprint == revision.fingerprint
    assert {row.government for row in silence.entitled.all()} == set(towns)
    assert set(Mail.objects.values_list("address", flat=True)) == {town.delegate.email for town in towns}
    assert revision.fingerprint in Mail.objects.first().body


def test_one_objection_breaks_the_silence_for_good(silence, towns, speaking, reader_as, at_work):
    make_statement(procedure=silence, government=towns[0], kind="objection", text="Paragraph 4.", by=speaking(towns[0]))
    silence.refresh_from_db()
    assert silence.state == Procedure.State.BROKEN
    with at(at_work + timedelta(days=4)), pytest.raises(Refused, match="concluded already"):
        conclude(procedure=silence, by=reader_as("secretariat"))


def test_silence_until_the_deadline_is_agreement(silence, reader_as, at_work):
    with at(at_work + timedelta(days=3)):
        assert conclude(procedure=silence, by=reader_as("secretariat")).state == Procedure.State.AGREED


def test_silence_is_not_concluded_before_its_deadline(silence, reader_as):
    with pytest.raises(Refused, match="runs until its deadline"):
        conclude(procedure=silence, by=reader_as("secretariat"))


def test_an_objection_at_the_deadline_is_too_late(silence, towns, speaking, at_work):
    with at(at_work + timedelta(days=3)), pytest.raises(Refused, match="deadline"):
        make_statement(procedure=silence, government=towns[0], kind="objection", text="No.", by=speaking(towns[0]))


def test_a_government_that_could_not_be_written_to_is_not_silent(revision, towns, reader_as, at_work):
    towns[1].delegate.role_grants.all().delete()
    procedure = open_silence(revision=revision, deadline=at_work + timedelta(days=3), by=reader_as("secretariat"))
    with at(at_work + timedelta(days=3)):
        assert conclude(procedure=procedure, by=reader_as("secretariat")).state == Procedure.State.NOT_ADOPTED


def test_one_not_entitled_cannot_object(silence, make_government, make_person, conference):
    from rapporteur.foundation.conferences.queries import reader_of

    other = make_government("Elsewhere")
    reader = reader_of(make_person("delegate", other), conference)
    with pytest.raises(Refused, match="closed list"):
        make_statement(procedure=silence, government=other, kind="objection", text="No.", by=reader)


def test_a_delegate_cannot_speak_for_another_government(silence, towns, speaking):
    with pytest.raises(Refused):
        make_statement(procedure=silence, government=towns[1], kind="objection", text="No.", by=speaking(towns[0]))


@pytest.mark.parametrize("role", ["rapporteur", "drafter", "observer", "mayor", None])
def test_only_the_secretariat_opens_a_procedure(role, revision, towns, reader_as, at_work):
    with pytest.raises(Refused):
        open_silence(revision=revision, deadline=at_work + timedelta(days=3), by=reader_as(role))


def test_a_statement_without_words_is_refused(silence, towns, speaking):
    with pytest.raises(Refused, match="Give the reason"):
        make_statement(procedure=silence, government=towns[0], kind="objection", text=" \n ", by=speaking(towns[0]))


def test_a_revision_that_still_changes_cannot_be_decided(revision, towns, reader_as):
    Revision.objects.update(frozen_at=None)
    revision.refresh_from_db()
    with pytest.raises(Refused, match="Freeze the revision first"):
        open_consensus(revision=revision, by=reader_as("secretariat"))


def test_a_text_open_for_amendment_is_not_put_to_a_decision(revision, towns, reader_as, at_work):
    closes_at = at_work + timedelta(days=1)
    open_amendments(draft=revision.draft, closes_at=closes_at, by=reader_as("secretariat"))
    with pytest.raises(Refused, match="Amendments to this text are open"):
        open_consensus(revision=revision, by=reader_as("secretariat"))
    with pytest.raises(Refused, match="Amendments to this text are open"):
        open_silence(revision=revision, deadline=at_work + timedelta(days=3), by=reader_as("secretariat"))
    later = closes_at + timedelta(days=1)
    set_deadline(draft=revision.draft, kind="sub", closes_at=later, by=reader_as("secretariat"))
    with at(closes_at), pytest.raises(Refused, match="Amendments to this text are open"):
        open_consensus(revision=revision, by=reader_as("secretariat"))
    with at(later):
        assert open_consensus(revision=revision, by=reader_as("secretariat")).revision == revision


def test_consensus_is_not_asked_on_a_text_that_cannot_be_adopted(revision, towns, reader_as):
    by = reader_as("secretariat")
    paragraph = revision.draft.paragraphs.create(key="p1", kind="operative")
    wording = revision.wordings.create(paragraph=paragraph, position=1, number="1", text="Publish figures.")
    wording.brackets.create(start=0, end=7, reason="Open")
    with pytest.raises(Refused, match="stand in brackets"):
        open_consensus(revision=revision, by=by)
    assert not Procedure.objects.exists()
    wording.brackets.all().delete()
    assert open_consensus(revision=revision, by=by).state == Procedure.State.RUNNING


def test_an_earlier_text_is_not_adopted_although_the_room_was_asked_about_it(revision, towns, reader_as):
    by = reader_as("secretariat")
    procedure = open_consensus(revision=revision, by=by)
    Revision.objects.create(draft=revision.draft, number=4, symbol="CCM/2017/L.1/Rev.4", frozen_at=by.now)
    with pytest.raises(Refused, match=r"A later revision follows CCM/2017/L.1/Rev.3\. Adopt the last one\."):
        conclude(procedure=procedure, by=by, present=2)
    procedure.refresh_from_db()
    assert procedure.state == Procedure.State.RUNNING


def test_a_decision_on_a_later_text_ends_the_question_about_an_earlier_one(revision, towns, reader_as, client):
    by = reader_as("secretariat")
    earlier = open_consensus(revision=revision, by=by)
    later = Revision.objects.create(draft=revision.draft, number=4, symbol="CCM/2017/L.1/Rev.4", frozen_at=by.now)
    assert open_consensus(revision=later, by=by).state == Procedure.State.RUNNING
    earlier.refresh_from_db()
    assert (earlier.state, earlier.record["outcome"]) == (Procedure.State.NOT_ADOPTED, "not_adopted")
    page = client.get(f"/en/cities/decision/{earlier.number}/").content.decode()
    assert "CCM/2017/L.1/Rev.4 took its place" in page


def test_a_broken_silence_is_not_run_again_on_the_same_revision(silence, towns, speaking, revision, reader_as, at_work):
    make_statement(procedure=silence, government=towns[0], kind="objection", text="No.", by=speaking(towns[0]))
    with pytest.raises(Refused, match="new revision"):
        open_silence(revision=revision, deadline=at_work + timedelta(days=3), by=reader_as("secretariat"))


def test_consensus_adopts_with_reservations(revision, towns, speaking, reader_as):
    procedure = open_consensus(revision=revision, by=reader_as("secretariat"))
    make_statement(procedure=procedure, government=towns[0], kind="reservation", text="On 4.", by=speaking(towns[0]))
    assert conclude(procedure=procedure, by=reader_as("secretariat"), present=2).state == Procedure.State.ADOPTED
    revision.refresh_from_db()
    assert revision.is_adopted
    assert Entry.objects.filter(act="concluded consensus").exists()


def test_a_standing_objection_prevents_consensus_and_a_withdrawn_one_does_not(revision, towns, speaking, reader_as):
    procedure = open_consensus(revision=revision, by=reader_as("secretariat"))
    said = make_statement(procedure=procedure, government=towns[0], kind="objection", text="4.", by=speaking(towns[0]))
    assert outcome_of(procedure, now=reader_as(None).now).state == "not_adopted"
    withdraw_objection(statement=said, by=speaking(towns[0]))
    assert conclude(procedure=procedure, by=reader_as("secretariat")).state == Procedure.State.ADOPTED


def test_the_record_alone_gives_the_outcome(silence, reader_as, at_work):
    with at(at_work + timedelta(days=3)):
        concluded = conclude(procedure=silence, by=reader_as("secretariat"))
    record = open_record(concluded)["record"]
    assert record["outcome"] == "agreed"
    assert not record["counted"] and not record["not_delivered_to"]


def test_an_objection_is_made_on_the_page_once(silence, towns, client_as, form_key):
    client, key = client_as(None, person=towns[0].delegate), form_key()
    data = {"kind": "objection", "government": towns[0].pk, "text": "<script>alert(1)</script>", "form_key": key}
    address = f"/en/cities/decision/{silence.number}/"
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 302
    assert silence.statements.count() == 1
    page = client.get(address).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_the_page_costs_the_same_with_many_statements(
    revision, towns, speaking, reader_as, client, django_assert_max_num_queries
):
    procedure = open_consensus(revision=revision, by=reader_as("secretariat"))
    for number in range(12):
        make_statement(
            procedure=procedure, government=towns[0], kind="explanation", text=f"Word {number}", by=speaking(towns[0])
        )
    with django_assert_max_num_queries(10):
        client.get(f"/en/cities/decision/{procedure.number}/")


@pytest.fixture
def lagging(revision):
    """The text is open in French, and has no words in it."""
    Draft.objects.update(version_languages=["fr"])
    return Revision.objects.select_related("draft__conference").get(pk=revision.pk)


def test_a_text_that_lags_in_a_language_is_not_adopted_until_that_is_waived(lagging, towns, reader_as):
    by = reader_as("secretariat")
    procedure = open_consensus(revision=lagging, by=by)
    with pytest.raises(Refused, match=r"French \(behind: 0, missing: 1\)"):
        conclude(procedure=procedure, by=by, present=2)
    procedure.refresh_from_db()
    lagging.refresh_from_db()
    assert (procedure.state, lagging.is_adopted) == (Procedure.State.RUNNING, False)
    waive_language(revision=lagging, language="fr", reason="It follows by December.", by=by)
    assert conclude(procedure=procedure, by=by, present=2).state == Procedure.State.ADOPTED


def test_the_pages_of_the_decision_say_which_language_lags(lagging, towns, client_as, reader_as):
    officer = client_as("secretariat")
    procedure = open_consensus(revision=lagging, by=reader_as("secretariat"))
    for name, kwargs in (("desk", {}), ("conclude", {"number": procedure.number})):
        address = reverse(f"decisions:{name}", kwargs={"slug": "cities", **kwargs})
        assert "French (behind: 0, missing: 1)" in officer.get(address).content.decode(), name
    waive_language(revision=lagging, language="fr", reason="It follows.", by=reader_as("secretariat"))
    address = reverse("decisions:desk", kwargs={"slug": "cities"})
    assert "French (behind" not in officer.get(address).content.decode()
