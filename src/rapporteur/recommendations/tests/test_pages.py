"""The pages of the recommendations."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapporteur.consolidation.tests.speaking import TOPICS, say
from rapporteur.contributions.actions import withdraw_contribution
from rapporteur.foundation.people.models import Government
from rapporteur.recommendations import actions, queries
from rapporteur.recommendations.models import Disposition, Position, Recommendation

from .conftest import FACTS

BASE = "/en/cities/recommendations/"
FORM = {
    "title_en": "Count people where they live",
    "text": "Publish figures for each city.",
    "level": "national",
    "kind": "means",
    "actors": "",
    "due_on": "2018-12-31",
    "provisions": "gcm.obj.01",
    "further": "",
}


def page_of(client, address):
    response = client.get(BASE + address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.fixture
def forward(draft, rapporteur):
    return actions.put_forward(recommendation=draft, by=rapporteur)


def test_a_draft_is_seen_by_those_who_work_on_it_only(draft, client_as):
    assert client_as(None).get(f"{BASE}1/").status_code == 404
    assert client_as("delegate").get(f"{BASE}1/").status_code == 404
    assert FACTS["title"]["en"] not in page_of(client_as(None), "")
    for role in ("rapporteur", "drafter", "secretariat"):
        assert FACTS["title"]["en"] in page_of(client_as(role), "1/")


def test_the_public_reads_what_is_put_forward_with_its_words_and_counts(forward, spoken, client_as):
    shown = page_of(client_as(None), "1/")
    assert "5 passages from 5 governments in 3 regions" in shown
    assert "Base: 15 passages from 15 governments in 3 regions." in shown
    assert all(text in shown for text in TOPICS["data"])
    assert spoken["data"][0].government.name in shown


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("desk/", {"secretariat", "rapporteur", "drafter"}),
        ("dispositions/", {"secretariat", "rapporteur", "drafter"}),
        ("write/", {"rapporteur", "drafter"}),
        ("1/edit/", {"rapporteur", "drafter"}),
    ],
)
def test_the_work_pages_are_for_those_who_work(draft, client_as, all_roles, address, allowed):
    for role in all_roles:
        status = client_as(role).get(BASE + address).status_code
        assert status == (200 if role in allowed else 302 if role is None else 403), role


def test_a_recommendation_is_written_from_a_theme_with_its_passages_at_hand(theme, passages, client_as, form_key):
    client = client_as("rapporteur")
    shown = page_of(client, f"write/?theme={theme.number}")
    assert all(f'value="{passage.pk}"' in shown for passage in passages)
    sent = {**FORM, "passages": [passages[0].pk, passages[1].pk], "form_key": form_key()}
    assert client.post(f"{BASE}write/?theme={theme.number}", sent)["Location"] == f"{BASE}1/"
    assert client.post(f"{BASE}write/?theme={theme.number}", sent)["Location"] == f"{BASE}1/"
    found = Recommendation.objects.get()
    assert (found.theme, found.provisions, found.sources.count(), str(found.due_on)) == (
        theme,
        ["gcm.obj.01"],
        2,
        "2018-12-31",
    )
    assert client.get(f"{BASE}write/?theme=99").status_code == 404


def test_passages_elsewhere_are_added_by_reference(draft, spoken, passages, client_as, form_key):
    other = spoken["schools"][0]
    sent = {**FORM, "passages": [passages[0].pk], "further": f"{other}.1", "form_key": form_key()}
    assert client_as("drafter").post(f"{BASE}1/edit/", sent).status_code == 302
    found = set(draft.sources.values_list("passage_id", flat=True))
    assert found == {passages[0].pk, other.passages.get().pk}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title_en": ""}, "in one language at least"),
        ({"text": ""}, "This field is required"),
        ({"provisions": "gcm.obj.99"}, "gcm.obj.99"),
        ({"further": "C-9999.1"}, "One of these passages is not there"),
        ({"due_on": "soon"}, "Enter a valid date"),
    ],
)
def test_a_mistake_is_said_and_keeps_words_and_choice(conference, passages, client_as, form_key, change, sentence):
    sent = {**FORM, "passages": [passages[0].pk], **change, "form_key": form_key()}
    shown = client_as("rapporteur").post(f"{BASE}write/", sent).content.decode()
    assert sentence in shown
    assert f'value="{passages[0].pk}" checked' in shown
    assert not Recommendation.objects.exists()


def test_the_rapporteur_puts_forward_and_withdraws_by_a_form(draft, client_as, form_key):
    client = client_as("rapporteur")
    for act, state in [("put_forward", "put_forward"), ("withdraw", "withdrawn")]:
        assert client.post(f"{BASE}1/", {"act": act, "form_key": form_key()}).status_code == 302
        assert Recommendation.objects.get().state == state
    refused = client.post(f"{BASE}1/", {"act": "put_forward", "form_key": form_key()})
    assert "Only a draft can be put forward." in refused.content.decode()
    assert client_as("drafter").post(f"{BASE}1/", {"act": "withdraw", "form_key": form_key()}).status_code == 403


def test_a_delegate_takes_a_position_and_changes_it(forward, client_as, make_government, form_key):
    government = make_government("Port Amina")
    client = client_as("delegate", government)
    assert "Your position" in page_of(client, "1/")
    address = f"{BASE}1/position/"
    sent = {"government": government.pk, "stance": "object", "reason": "", "form_key": form_key()}
    assert "An objection needs its reason." in client.post(address, sent).content.decode()
    sent = {**sent, "reason": "<b>Too dear</b>", "form_key": form_key()}
    assert client.post(address, sent)["Location"] == f"{BASE}1/"
    shown = page_of(client_as(None), "1/")
    assert "Port Amina" in shown and "&lt;b&gt;Too dear" in shown and "<b>Too dear" not in shown
    client.post(address, {**sent, "stance": "live_with", "reason": "", "form_key": form_key()})
    assert list(Position.objects.values_list("stance", flat=True)) == ["live_with"]


def test_nobody_takes_a_position_for_a_stranger(forward, client_as, make_government, form_key):
    sent = {"government": make_government().pk, "stance": "support", "form_key": form_key()}
    response = client_as("delegate").post(f"{BASE}1/position/", sent)
    assert "Select a valid choice" in response.content.decode()
    assert client_as("mayor").post(f"{BASE}1/position/", {**sent, "form_key": form_key()}).status_code == 403
    assert not Position.objects.exists()


def test_passages_are_disposed_of_by_a_form_and_the_share_follows(spoken, passages, client_as, form_key):
    client = client_as("rapporteur")
    address = f"{BASE}dispositions/?show=undisposed"
    sent = {"outcome": "elsewhere", "reason": "In the review.", "recommendation": "", "passages": [passages[0].pk]}
    assert '<option value="" selected>no recommendation</option>' in client.get(address).content.decode()
    assert client.post(address, {**sent, "form_key": form_key()})["Location"] == address
    assert TOPICS["data"][0] not in page_of(client, "dispositions/?show=undisposed")
    shown = page_of(client, "dispositions/?show=elsewhere")
    assert TOPICS["data"][0] in shown and "In the review." in shown and TOPICS["data"][1] not in shown
    assert "of points answered: 1 of 15 passages" in page_of(client, "desk/")
    wrong = client.post(address, {**sent, "reason": "", "passages": [passages[1].pk], "form_key": form_key()})
    assert f'value="{passages[1].pk}" checked' in wrong.content.decode()
    assert Disposition.objects.count() == 1


def test_the_secretariat_reads_dispositions_and_gives_none(spoken, passages, client_as, form_key):
    client = client_as("secretariat")
    assert "<textarea" not in page_of(client, "dispositions/")
    sent = {"outcome": "taken", "reason": "Yes.", "passages": [passages[0].pk], "form_key": form_key()}
    assert client.post(f"{BASE}dispositions/", sent).status_code == 403
    assert not Disposition.objects.exists()


def test_stored_script_is_shown_as_text(conference, rapporteur, passages, client_as):
    facts = {**FACTS, "title": {"en": "<script>alert(1)</script>"}, "text": "<script>alert(2)</script>"}
    found = actions.write_recommendation(conference=conference, by=rapporteur, passages=passages, **facts)
    actions.put_forward(recommendation=found, by=rapporteur)
    for address in ("", "1/", "desk/", "dispositions/"):
        assert "<script>alert" not in page_of(client_as("rapporteur"), address)


def grow(conference, rapporteur, make_government, draft, count):
    for number in range(count):
        government = make_government()
        said = say(conference, f"More on figures, number {number}.", government=government)
        passages = list(said.passages.all())
        actions.change_recommendation(
            recommendation=draft,
            by=rapporteur,
            passages=[row.passage for row in queries.sources_of(draft)] + passages,
            **FACTS,
        )
        actions.dispose(passages=passages, outcome="merged", reason="Alike.", by=rapporteur)
        Position.objects.create(recommendation=draft, government=government, stance="support", taken_at=rapporteur.now)
        actions.write_recommendation(conference=conference, by=rapporteur, passages=passages, **FACTS)


@pytest.mark.parametrize("address", ["", "1/", "desk/", "dispositions/", "1/edit/"])
def test_no_page_asks_the_database_more_when_it_holds_more(
    conference, rapporteur, make_government, draft, client_as, address
):
    client = client_as("rapporteur")
    grow(conference, rapporteur, make_government, draft, 2)
    page_of(client, address)
    with CaptureQueriesContext(connection) as few:
        page_of(client, address)
    grow(conference, rapporteur, make_government, draft, 12)
    with CaptureQueriesContext(connection) as many:
        page_of(client, address)
    assert len(many) == len(few)
    assert len(many) <= 20


def test_every_page_opens_in_every_language(draft, client_as):
    for language in ("fr", "es", "ar"):
        for address in ("", "1/", "1/edit/", "desk/", "write/", "dispositions/"):
            response = client_as("rapporteur").get(f"/{language}/cities/recommendations/{address}")
            assert response.status_code == 200


def test_station_and_waiting_follow_the_work(conference, draft, rapporteur, reader_as):
    assert queries.station(conference, rapporteur).state == "now"
    assert [item.count for item in queries.waiting(conference, rapporteur)] == [1, 15]
    actions.put_forward(recommendation=draft, by=rapporteur)
    station = queries.station(conference, rapporteur)
    assert (station.state, station.lines) == ("done", ("1 put forward",))
    assert [item.count for item in queries.waiting(conference, rapporteur)] == [10]
    assert queries.waiting(conference, reader_as("delegate")) == []


@pytest.fixture
def is_kept(transactional_db, settings):
    """What is read is kept, as it is on a server."""
    settings.ANONYMOUS_PAGES_KEPT = 10


def counts_in(rows):
    return [(str(row.recommendation), row.source_count, row.government_count, row.stances) for row in rows]


def take(recommendation, reader_as, *stances):
    for stance in stances:
        by = reader_as("delegate")
        facts = {"stance": stance, "reason": "Because."}
        actions.take_position(
            recommendation=recommendation, government=Government.objects.get(pk__in=by.government_ids), by=by, **facts
        )


def test_the_list_counts_passages_governments_and_positions_each_on_its_own(
    is_kept, forward, conference, rapporteur, passages, reader_as
):
    take(forward, reader_as, "support", "support", "object", "live_with", "support")
    bare = actions.write_recommendation(conference=conference, by=rapporteur, passages=passages[:1], **FACTS)
    expected = [
        (str(forward), 5, 5, queries.Stances(support=3, live_with=1, object=1)),
        (str(bare), 1, 1, queries.Stances(support=0, live_with=0, object=0)),
    ]
    for _time in range(2):
        assert counts_in(queries.recommendations(rapporteur)) == expected


def test_a_position_shows_in_the_list_at_once(is_kept, forward, reader_as):
    public = reader_as(None)
    assert [row.stances.total for row in queries.recommendations(public)] == [0]
    take(forward, reader_as, "support")
    assert [row.stances for row in queries.recommendations(public)] == [queries.Stances(1, 0, 0)]


def test_a_contribution_that_is_withdrawn_leaves_the_base_at_once(is_kept, forward, conference, spoken, reader_as):
    before = queries.base_of(conference)
    assert (before.passages, before.texts, before.governments, before.regions) == (15, 15, 15, 3)
    withdraw_contribution(contribution=spoken["data"][0], by=reader_as(None), holds_receipt=True)
    after = queries.base_of(conference)
    assert (after.passages, after.texts, after.governments) == (14, 14, 14)


def test_who_works_on_drafts_and_who_does_not_never_share_a_list(is_kept, draft, client_as):
    title = FACTS["title"]["en"]
    for _time in range(2):
        assert title in page_of(client_as("rapporteur"), "")
        for role in (None, "observer", "delegate", "mayor"):
            assert title not in page_of(client_as(role), "")


def test_the_list_read_again_costs_one_query(is_kept, forward, reader_as, django_assert_num_queries):
    public = reader_as(None)
    queries.recommendations(public)
    with django_assert_num_queries(1):
        queries.recommendations(public)
