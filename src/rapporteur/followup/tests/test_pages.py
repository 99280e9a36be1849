from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import NOW
from rapporteur.followup import queries
from rapporteur.followup.actions import report_on
from rapporteur.followup.models import Commitment, ProgressReport
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.conferences.queries import system_reader
from rapporteur.foundation.journal.models import Entry
from rapporteur.registration.models import Delegation


def address(name, **kwargs):
    return reverse(f"followup:{name}", kwargs={"slug": "cities", **kwargs})


def shown(client, **search):
    return [str(row) for row in client.get(address("list"), search).context["page"].rows]


def test_before_the_adoption_the_page_says_when_the_follow_up_begins_and_what_it_will_hold(conference, client_as):
    page = client_as(None).get(address("list")).content.decode()
    assert "The follow-up begins when the declaration is adopted." in page and "17 November 2017" in page


def test_the_list_shows_sentence_owner_measure_day_and_last_stage(
    conference, make_commitment, make_government, client_as
):
    town = make_government("Port Amina", country="KE")
    commitment = make_commitment(owner=town, measure="<b>Une maison</b>", language="fr")
    for stage in ("planned", "under_way"):
        report_on(commitment=commitment, stage=stage, by=system_reader(conference))
    page = client_as(None).get(address("list")).content.decode()
    assert "We house all." in page and "Port Amina" in page and "Kenya" in page and "1 June 2018" in page
    assert '<p lang="fr" dir="ltr">&lt;b&gt;Une maison&lt;/b&gt;</p>' in page
    assert '<span class="tag now">under way</span>' in page and ">planned</span>" not in page
    assert "overdue since" not in page and "style=" not in page


def test_overdue_is_said_with_the_date_from_the_day_after_and_not_of_what_is_done(
    conference, make_commitment, make_government, client_as
):
    commitment = make_commitment(owner=make_government(), due_on=date(2017, 10, 5))
    client = client_as(None)
    last_minute = datetime(2017, 10, 5, 21, 59, tzinfo=UTC)
    with at(last_minute):
        assert shown(client, overdue="1") == []
    with at(last_minute + timedelta(minutes=1)):
        page = client.get(address("list"), {"overdue": "1"}).content.decode()
        assert 'overdue since <time datetime="2017-10-05">5 October 2017</time>' in page
        report_on(commitment=commitment, stage="done", by=system_reader(conference))
        assert shown(client, overdue="1") == []
        assert b"overdue since" not in client.get(address("commitment", number=1)).content


def test_the_list_is_filtered_by_owner_region_and_stage(conference, make_commitment, make_government, client_as):
    amina = make_government("Port Amina", region="africa")
    make_commitment()
    reported = make_commitment(owner=amina)
    make_commitment(owner=make_government("Brugge"))
    report_on(commitment=reported, stage="done", by=system_reader(conference))
    client = client_as(None)
    assert shown(client) == ["F-03", "F-02", "F-01"]
    assert shown(client, owner="AMINA") == ["F-02"]
    assert shown(client, region="africa") == ["F-02"]
    assert shown(client, stage="done") == ["F-02"]
    assert shown(client, stage="none") == ["F-03", "F-01"]
    assert shown(client, stage="nonsense", region="moon") == ["F-03", "F-02", "F-01"]


def test_a_commitment_shows_its_reports_in_the_order_of_time_and_escapes_them(
    conference, make_commitment, make_government, client_as
):
    commitment = make_commitment(owner=make_government())
    for days, words in [(0, "First"), (5, "<script>second</script>")]:
        with at(NOW + timedelta(days=days)):
            report_on(
                commitment=commitment, stage="under_way", narrative=words, language="es", by=system_reader(conference)
            )
    page = client_as(None).get(address("commitment", number=1)).content.decode()
    assert page.index("<p>First</p>") < page.index("<p>&lt;script&gt;second&lt;/script&gt;</p>")
    assert page.count('<div lang="es" dir="ltr">') == 2


def test_the_number_of_queries_does_not_grow_with_the_commitments(
    conference, make_commitment, make_government, client_as
):
    client = client_as("secretariat")

    def cost():
        with CaptureQueriesContext(connection) as spent:
            for name, search in [("list", {}), ("remind", {}), ("lift", {})]:
                assert client.get(address(name), search).status_code == 200
        return len(spent)

    for _time in range(2):
        make_commitment(owner=make_government(), due_on=date(2017, 10, 5))
    few = cost()
    for _time in range(10):
        commitment = make_commitment(owner=make_government(), due_on=date(2017, 10, 5))
        report_on(commitment=commitment, stage="planned", by=system_reader(conference))
    assert cost() == few


def test_the_secretariat_picks_a_sentence_and_lifts_it(
    conference, revision, sentence, make_government, client_as, form_key
):
    town = make_government()
    Delegation.objects.create(
        conference=conference, number=1, government=town, category="lrg", state="accredited", received_at=NOW
    )
    client = client_as("secretariat")
    assert "We count none out." in client.get(address("lift")).content.decode()
    sent = {"measure": "Houses", "due_on": "2018-06-01", "owner": town.pk, "language": "en", "form_key": form_key()}
    for _time in range(2):
        response = client.post(f"{address('lift')}?sentence={sentence.pk}", sent)
    assert response["Location"] == address("commitment", number=1)
    made = Commitment.objects.get()
    assert (made.sentence, made.owner, made.due_on) == (sentence, town, date(2018, 6, 1))


def test_a_lift_with_mistakes_says_them_at_their_fields(revision, sentence, client_as, form_key):
    sent = {"measure": "Houses", "due_on": "2017-01-01", "language": "en", "form_key": form_key()}
    response = client_as("secretariat").post(f"{address('lift')}?sentence={sentence.pk}", sent)
    assert response.context["form"].errors == {
        "due_on": ["This day has passed. Choose the day by which the commitment is to be done."]
    }
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("wanted", ["x", "999999", "-1"])
def test_a_sentence_that_is_not_in_the_adopted_text_is_404(revision, client_as, wanted):
    assert client_as("secretariat").get(address("lift"), {"sentence": wanted}).status_code == 404


def test_a_mayors_office_takes_on_and_reports(make_commitment, make_government, client_as, form_key):
    make_commitment()
    client = client_as("mayor", town := make_government("Port Amina"))
    assert b"Take it on" in client.get(address("commitment", number=1)).content
    client.post(address("take_on", number=1), {"government": town.pk, "form_key": form_key()})
    page = client.get(address("commitment", number=1)).content.decode()
    assert "Port Amina" in page and "Take it on" not in page and "Report progress" in page
    sent = {"stage": "done", "figure": "40", "unit": "%", "year": "2017", "language": "en", "form_key": form_key()}
    for _time in range(2):
        client.post(address("report", number=1), sent)
    assert list(ProgressReport.objects.values_list("stage", "unit")) == [("done", "%")]


def test_a_report_with_mistakes_keeps_nothing_and_says_them(make_commitment, make_government, client_as, form_key):
    make_commitment(owner=(town := make_government()))
    sent = {"stage": "done", "figure": "140", "unit": "%", "year": "2018", "language": "en", "form_key": form_key()}
    response = client_as("delegate", town).post(address("report", number=1), sent)
    assert set(response.context["form"].errors) == {"figure", "year"} and not ProgressReport.objects.exists()


def test_who_does_not_own_it_is_refused(make_commitment, make_government, client_as, form_key):
    make_commitment(owner=make_government())
    client = client_as("delegate", town := make_government())
    sent = {"stage": "done", "language": "en", "form_key": form_key()}
    assert client.post(address("report", number=1), sent).status_code == 409
    taken = client.post(address("take_on", number=1), {"government": town.pk, "form_key": form_key()})
    assert taken.status_code == 409
    assert not ProgressReport.objects.exists()


def test_a_commitment_is_not_taken_on_for_a_government_of_others(make_commitment, make_government, client_as, form_key):
    make_commitment()
    sent = {"government": make_government().pk, "form_key": form_key()}
    response = client_as("delegate").post(address("take_on", number=1), sent)
    assert response.status_code == 200 and set(response.context["form"].errors) == {"government"}
    assert Commitment.objects.get().owner is None


def test_a_commitment_of_another_conference_is_404(conference, make_commitment, client_as):
    commitment = make_commitment()
    other = type(conference).objects.create(
        slug="other", starts_on=conference.starts_on, ends_on=conference.ends_on, is_published=True
    )
    Commitment.objects.filter(pk=commitment.pk).update(conference=other)
    assert client_as(None).get(address("commitment", number=1)).status_code == 404


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("list", None),
        ("commitment", None),
        ("lift", {"secretariat"}),
        ("remind", {"secretariat"}),
        ("take_on", {"delegate", "mayor"}),
    ],
)
def test_pages_are_for_their_roles(make_commitment, client_as, all_roles, name, allowed):
    make_commitment()
    page = address(name, **({"number": 1} if name in {"commitment", "take_on"} else {}))
    codes = {role: client_as(role).get(page).status_code for role in all_roles}
    wanted = {role: 200 if allowed is None or role in allowed else 302 if role is None else 403 for role in all_roles}
    assert codes == wanted


def test_the_secretariat_reminds_from_the_page(make_commitment, make_government, make_person, client_as, form_key):
    make_commitment(owner=(town := make_government()), due_on=date(2017, 10, 5))
    make_person("mayor", town)
    response = client_as("secretariat").post(address("remind"), {"form_key": form_key()}, follow=True)
    assert "One reminder was written." in response.content.decode()
    assert Entry.objects.filter(act="reminded owners").count() == 1


def test_the_station_and_what_waits_follow_the_text_and_the_clock(conference, reader_as, client_as):
    office = reader_as("secretariat")
    found = queries.station(conference, office)
    assert (found.label, found.state, found.lines) == ("Follow-up", "", ("begins with the adoption",))
    assert queries.waiting(conference, office) == []


def test_after_the_adoption_the_station_counts(conference, make_commitment, make_government, reader_as):
    office = reader_as("secretariat")
    make_commitment(due_on=date(2017, 10, 5))
    make_commitment(owner=make_government(), due_on=date(2017, 10, 5))
    assert queries.station(conference, office).lines == ("2 commitments",)
    assert queries.instants() == [(conference.pk, datetime(2017, 10, 5, 22, 0, tzinfo=UTC))]
    with at(NOW + timedelta(days=10)):
        assert queries.station(conference, office).lines == ("2 commitments", "2 overdue")
        assert [(item.count, item.label) for item in queries.waiting(conference, office)] == [
            (2, "overdue commitments"),
            (1, "commitment without an owner"),
        ]
        assert queries.waiting(conference, reader_as("mayor")) == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_pages_stand_in_every_language(make_commitment, client_as, language):
    make_commitment()
    for page in (address("list"), address("commitment", number=1)):
        assert client_as(None).get(page.replace("/en/", f"/{language}/")).status_code == 200
