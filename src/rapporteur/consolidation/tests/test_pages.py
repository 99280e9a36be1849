"""The pages: who sees what, what a form does once, what it costs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapporteur.consolidation import actions, queries
from rapporteur.consolidation.models import DuplicateGroup, DuplicateMember, Mapping, Run, Theme
from rapporteur.contributions.models import Contribution
from rapporteur.registration.models import Delegation

from .speaking import TOPICS, say

BASE = "/en/cities/consolidation/"
PUBLIC_PAGES = ["", "mapping/", "mapping/gcm.obj.15/", "balance/"]
STAFF_PAGES = ["desk/", "desk/progress/", "duplicates/"]


@pytest.fixture
def theme(conference, spoken, reader_as):
    passages = [passage for one in spoken["housing"] for passage in one.passages.all()]
    return actions.make_theme(conference=conference, label="Housing", passages=passages, by=reader_as("rapporteur"))


def page_of(client, address):
    response = client.get(BASE + address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize("role", [None, "delegate", "secretariat"])
def test_everybody_reads_themes_mapping_and_balance(theme, client_as, role):
    client = client_as(role)
    for address in [*PUBLIC_PAGES, f"theme/{theme.number}/"]:
        page_of(client, address)


@pytest.mark.parametrize(("role", "status"), [(None, 302), ("delegate", 403), ("drafter", 200), ("rapporteur", 200)])
def test_the_desk_and_the_duplicates_are_for_those_who_work_on_them(theme, client_as, role, status):
    client = client_as(role)
    assert [client.get(BASE + address).status_code for address in STAFF_PAGES] == [status] * 3


def test_machine_proposals_are_marked_until_a_person_confirms_them(spoken, consolidate, client_as, reader_as):
    consolidate()
    theme = Theme.objects.first()
    assert "proposed by the machine" in page_of(client_as(None), f"theme/{theme.number}/")
    for each in Theme.objects.all():
        actions.confirm_theme(theme=each, by=reader_as("rapporteur"))
    assert "proposed by the machine" not in page_of(client_as(None), "")


def test_the_public_sees_only_themes_of_received_contributions(theme, conference, client_as):
    assert "Housing" in page_of(client_as(None), "")
    Contribution.objects.filter(passages__theme_membership__theme=theme).update(state="withdrawn")
    assert "Housing" not in page_of(client_as(None), "")
    assert client_as(None).get(f"{BASE}theme/{theme.number}/").status_code == 404
    shown = page_of(client_as("rapporteur"), f"theme/{theme.number}/")
    assert TOPICS["housing"][0] not in shown


def test_a_passage_leads_to_its_place_in_the_original(theme, spoken, client_as):
    contribution = spoken["housing"][0]
    shown = page_of(client_as(None), f"theme/{theme.number}/")
    assert f"{contribution}.1</a>" in shown
    assert contribution.government.name in shown
    assert TOPICS["housing"][0] in shown


def test_a_merged_theme_leads_to_the_one_that_took_it(theme, conference, spoken, client_as, reader_as):
    by = reader_as("rapporteur")
    other = actions.make_theme(conference=conference, label="Homes", passages=spoken["data"][0].passages.all(), by=by)
    actions.merge_themes(theme=theme, into=other, by=by)
    response = client_as(None).get(f"{BASE}theme/{theme.number}/")
    assert (response.status_code, response["Location"]) == (302, f"{BASE}theme/{other.number}/")


def test_a_theme_of_another_conference_is_not_found(theme, client_as):
    assert client_as("rapporteur").get(f"{BASE}theme/{theme.number + 1}/").status_code == 404


def test_stored_script_is_shown_as_text(conference, make_government, client_as, reader_as):
    words = "<script>alert(1)</script> in the words of objective 15 of the Global Compact for Migration."
    said = say(conference, words, government=make_government("<b>Town</b>"))
    by = reader_as("rapporteur")
    theme = actions.make_theme(conference=conference, label="<i>Label</i>", passages=said.passages.all(), by=by)
    Mapping.objects.create(
        conference=conference,
        passage=said.passages.first(),
        provision="gcm.obj.15",
        by="words",
        words=["script", "<b>"],
    )
    for address in (f"theme/{theme.number}/", "mapping/gcm.obj.15/", ""):
        shown = page_of(client_as("rapporteur"), address)
        assert "<script>alert" not in shown and "<b>Town" not in shown and "<i>Label" not in shown
    shown = page_of(client_as(None), "mapping/gcm.obj.15/")
    assert "&lt;<mark>script</mark>&gt;" in shown


def test_a_theme_is_renamed_once_by_a_form_sent_twice(theme, client_as, form_key):
    client, key = client_as("rapporteur"), form_key()
    sent = {"act": "rename", "label": "Homes", "description": "", "form_key": key}
    first = client.post(f"{BASE}theme/{theme.number}/", sent)
    second = client.post(f"{BASE}theme/{theme.number}/", {**sent, "label": "Other"})
    assert (first.status_code, second.status_code) == (302, 302)
    theme.refresh_from_db()
    assert theme.label == "Homes"


def test_passages_are_split_off_and_moved_by_forms(theme, spoken, client_as, form_key):
    client = client_as("secretariat")
    passages = [spoken["housing"][0].passages.get().pk, spoken["housing"][1].passages.get().pk]
    address = f"{BASE}theme/{theme.number}/"
    sent = {"act": "split", "split-label": "Shelter", "passages": passages[:1], "form_key": form_key()}
    response = client.post(address, sent)
    new = Theme.objects.get(label="Shelter")
    assert (response["Location"], new.passage_count) == (f"{BASE}theme/{new.number}/", 1)
    client.post(address, {"act": "move", "move-theme": new.number, "passages": passages[1:], "form_key": form_key()})
    new.refresh_from_db()
    assert new.passage_count == 2


def test_the_link_to_a_recommendation_stands_apart_from_the_button_above_it(theme, client_as, reader_as):
    actions.lock_theme(theme=theme, by=reader_as("rapporteur"))
    page = page_of(client_as("rapporteur"), f"theme/{theme.number}/")
    link = f'<p class="above"><a href="/en/cities/recommendations/write/?theme={theme.number}">'
    assert page.index('value="unlock"') < page.index(link)


def test_a_refused_change_is_said_on_the_page(theme, client_as, form_key, reader_as):
    actions.lock_theme(theme=theme, by=reader_as("rapporteur"))
    sent = {"act": "rename", "label": "Homes", "form_key": form_key()}
    response = client_as("rapporteur").post(f"{BASE}theme/{theme.number}/", sent)
    assert response.status_code == 200
    assert "is locked. Unlock it first." in response.content.decode()


@pytest.mark.parametrize("role", [None, "delegate", "drafter"])
def test_others_change_nothing_by_a_form(theme, client_as, form_key, role):
    sent = {"act": "rename", "label": "Homes", "form_key": form_key()}
    assert client_as(role).post(f"{BASE}theme/{theme.number}/", sent).status_code == 403
    assert client_as(role).post(f"{BASE}desk/", {"act": "start", "form_key": form_key()}).status_code == 403
    theme.refresh_from_db()
    assert (theme.label, Run.objects.count()) == ("Housing", 0)


def test_a_run_is_asked_for_stopped_and_resumed_on_the_desk(spoken, client_as, form_key):
    client = client_as("secretariat")
    for act, state in [("start", "waiting"), ("stop", "stopped"), ("resume", "waiting")]:
        assert client.post(f"{BASE}desk/", {"act": act, "form_key": form_key()}).status_code == 302
        assert Run.objects.get().state == state
    refused = client.post(f"{BASE}desk/", {"act": "start", "form_key": form_key()})
    assert "waits or runs already" in refused.content.decode()


def test_the_fragment_of_the_progress_is_what_the_whole_page_shows(spoken, client_as, form_key):
    client = client_as("secretariat")
    client.post(f"{BASE}desk/", {"act": "start", "form_key": form_key()})
    fragment, whole = page_of(client, "desk/progress/"), page_of(client, "desk/")
    assert 'hx-trigger="every 2s"' in fragment and "<progress" in fragment
    assert [line for line in fragment.splitlines() if "form_key" not in line and line not in whole] == []


def test_the_desk_shows_counts_and_digest_of_the_last_run(spoken, consolidate, client_as):
    run = consolidate()
    shown = page_of(client_as("rapporteur"), "desk/")
    assert run.digest[:16] in shown and "every 2s" not in shown


def test_a_failed_run_is_told_with_what_the_server_says(spoken, consolidate, client_as, monkeypatch):
    from rapporteur_core.engines import embedded

    monkeypatch.setattr(embedded, "find_themes", lambda *args, **kwargs: 1 / 0)
    consolidate()
    shown = page_of(client_as("rapporteur"), "desk/")
    assert "ZeroDivisionError" in shown and "Resume the last run" in shown


def test_a_group_shows_each_member_against_the_first(spoken, conference, client_as, form_key):
    texts = ["We ask for a fund for housing in every city.", "We ask for a fund for schools in every city."]
    members = [say(conference, text) for text in texts]
    group = DuplicateGroup.objects.create(conference=conference, kind="near")
    DuplicateMember.objects.bulk_create(DuplicateMember(group=group, contribution=each) for each in members)
    client = client_as("rapporteur")
    assert str(members[0]) in page_of(client, "duplicates/")
    shown = page_of(client, f"duplicates/{group.pk}/")
    assert " deleted: </span>housing<span" in shown and " inserted: </span>schools<span" in shown
    client.post(f"{BASE}duplicates/{group.pk}/", {"act": "name", "name": "Fund letter", "form_key": form_key()})
    client.post(f"{BASE}duplicates/{group.pk}/", {"act": "confirm", "form_key": form_key()})
    group.refresh_from_db()
    assert (group.name, group.is_confirmed) == ("Fund letter", True)
    sent = {"act": "take_out", "contribution": members[1].number, "form_key": form_key()}
    assert client.post(f"{BASE}duplicates/{group.pk}/", sent)["Location"] == f"{BASE}duplicates/"
    assert client.get(f"{BASE}duplicates/{group.pk}/").status_code == 404


def test_a_passage_is_added_to_a_provision_by_its_reference(spoken, client_as, form_key):
    contribution = spoken["data"][0]
    client, address = client_as("rapporteur"), f"{BASE}mapping/gcm.obj.01/"
    client.post(address, {"act": "add", "passage": f"{contribution}.1", "form_key": form_key()})
    mapping = Mapping.objects.get()
    assert (mapping.passage.contribution, mapping.by, mapping.state) == (contribution, "person", "confirmed")
    response = client.post(address, {"act": "add", "passage": "C-9999.1", "form_key": form_key()})
    assert "No received contribution has this passage" in response.content.decode()
    client.post(address, {"act": "reject", "mappings": [mapping.pk], "form_key": form_key()})
    mapping.refresh_from_db()
    assert mapping.state == "rejected"
    assert TOPICS["data"][0] not in page_of(client, "mapping/gcm.obj.01/")
    assert TOPICS["data"][0] in page_of(client, "mapping/gcm.obj.01/?state=rejected")


def test_an_unverified_provision_says_so(spoken, conference, client_as):
    from rapporteur.foundation.frameworks.provisions import provisions

    unverified = next(item for item in provisions().values() if not item.is_proven)
    passage = spoken["data"][0].passages.get()
    Mapping.objects.create(conference=conference, passage=passage, provision=unverified.id, by="words")
    assert "unverified" in page_of(client_as(None), "mapping/")
    assert "unverified" in page_of(client_as(None), f"mapping/{unverified.id}/")
    assert client_as(None).get(f"{BASE}mapping/gcm.obj.99/").status_code == 404


def test_the_balance_stands_beside_the_accredited_delegations(conference, make_government, at_work):
    african, european = make_government(region="africa"), make_government(region="europe")
    for government in (african, african, european):
        say(conference, "Words.", government=government)
    say(conference, "Nobody's words.")
    asian = make_government(region="asia-pacific")
    for number, government in enumerate([african, asian]):
        Delegation.objects.create(
            conference=conference,
            number=number,
            government=government,
            category="lrg",
            state="accredited",
            received_at=at_work,
        )
    region = next(facet for facet in queries.balance_of(conference) if facet.name == "region")
    found = {part.value: (part.texts, part.voices, part.base) for part in region.parts}
    assert found == {"africa": (2, 1, 1), "europe": (1, 1, 0), "": (1, 1, 0), "asia-pacific": (0, 0, 1)}


def grow(conference, theme, spoken, reader, count):
    for number in range(count):
        said = say(conference, f"Housing number {number} for objective 15 of the Global Compact for Migration.")
        actions.move_passages(passages=said.passages.all(), to=theme, by=reader)
        Mapping.objects.create(
            conference=conference, passage=said.passages.get(), provision="gcm.obj.15", by="citation"
        )
        other = say(conference, f"Copy of housing number {number}.")
        actions.make_theme(conference=conference, label=f"T {number}", passages=other.passages.all(), by=reader)
        group = DuplicateGroup.objects.create(conference=conference, kind="near")
        DuplicateMember.objects.bulk_create(DuplicateMember(group=group, contribution=each) for each in (said, other))


@pytest.mark.parametrize(
    "address", ["", "theme/1/", "desk/", "duplicates/", "mapping/", "mapping/gcm.obj.15/", "balance/"]
)
def test_no_page_asks_the_database_more_when_it_holds_more(theme, conference, spoken, client_as, reader_as, address):
    client, by = client_as("rapporteur"), reader_as("rapporteur")
    grow(conference, theme, spoken, by, 2)
    page_of(client, address)
    with CaptureQueriesContext(connection) as few:
        page_of(client, address)
    grow(conference, theme, spoken, by, 12)
    with CaptureQueriesContext(connection) as many:
        page_of(client, address)
    assert len(many) == len(few)
    assert len(many) <= 22


def test_every_page_opens_in_every_language(theme, client_as):
    for language in ("fr", "es", "ar"):
        for address in [*PUBLIC_PAGES, *STAFF_PAGES, f"theme/{theme.number}/"]:
            assert client_as("rapporteur").get(f"/{language}/cities/consolidation/{address}").status_code == 200


def test_station_and_waiting_follow_the_run(conference, spoken, consolidate, reader_as):
    by = reader_as("rapporteur")
    assert queries.station(conference, by).state == ""
    consolidate()
    station = queries.station(conference, by)
    assert (station.state, station.lines[0]) == ("done", f"{Theme.objects.count()} themes")
    assert [item.label for item in queries.waiting(conference, by)] == ["themes to confirm"]
    say(conference, "One more.")
    assert queries.station(conference, by).state == "now"
    assert [item.count for item in queries.waiting(conference, by)][1:] == [1]
    assert queries.waiting(conference, reader_as("delegate")) == []
