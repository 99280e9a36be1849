from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import NOW
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.conferences.queries import system_reader
from rapporteur.reviews import queries
from rapporteur.reviews.actions import report_progress
from rapporteur.reviews.models import Report, Round


def address(name, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"slug": "cities", **kwargs})


@pytest.fixture
def answers(conference, make_round, make_government, accredit):
    """`answers({"Mechelen": ["done", "", "planned"]})`: a round with answers of accredited governments."""

    def make(given, round=None, **facts):
        round = round or make_round()
        for name, stages in given.items():
            town = make_government(name, latitude=51.0, longitude=4.5, **facts)
            accredit(town)
            for item, stage in zip(round.items.all(), stages, strict=False):
                if stage:
                    report_progress(item=item, government=town, stage=stage, by=system_reader(conference))
        return round

    return make


def test_before_any_round_the_page_says_what_it_will_hold(conference, client_as):
    assert b"No reporting round has been made yet." in client_as(None).get(address("results")).content


def test_before_the_opening_the_page_shows_the_questions_and_the_date(make_round, client_as):
    make_round(opens_at=NOW + timedelta(days=1))
    page = client_as(None).get(address("results")).content.decode()
    assert "Question on nua.para.20" in page and "3 October 2017" in page and '<svg class="map"' not in page


def test_the_matrix_says_each_stage_in_words_and_shows_who_did_not_answer(answers, client_as):
    answers({"Mechelen": ["done", "", "planned"], "Silent Bay": []})
    response = client_as(None).get(address("results"))
    found = [(row.name, stages) for row, stages in response.context["matrix"]]
    assert found == [("Mechelen", ["done", "", "planned"]), ("Silent Bay", ["", "", ""])]
    page = response.content.decode()
    assert page.count('<span class="visually-hidden">no answer</span></td>') == 4
    assert page.count('<span class="visually-hidden">done</span></td>') == 1
    assert "style=" not in page


def test_the_figures_count_answers_and_regions_without_progress(answers, client_as):
    round = answers({"A": ["done", "planned"], "B": ["under_way", "done"]})
    answers({"C": ["not_begun"]}, round, region="africa")
    facts = client_as(None).get(address("results")).context
    assert [facts[name] for name in ("reported_count", "ahead_count", "answer_count", "lagging_count")] == [3, 3, 5, 1]
    assert (facts["first"].item.position, facts["last"].item.position) == (1, 1)
    assert [tally.missing for tally in facts["tallies"]] == [0, 1, 3]


def test_the_region_filter_narrows_matrix_map_and_counts(answers, client_as):
    round = answers({"A": ["done"]})
    answers({"C": ["not_begun"]}, round, region="africa")
    facts = client_as(None).get(address("results"), {"region": "africa"}).context
    assert [row.name for row in facts["standings"]] == ["C"]
    assert [dot.stage for dot in facts["dots"]] == ["not_begun"]
    assert facts["tallies"][0].counts == {"not_begun": 1, "planned": 0, "under_way": 0, "done": 0}


@pytest.mark.parametrize(
    ("stages", "stage"),
    [
        ([], ""),
        (["done", "done"], "done"),
        (["done", "not_begun"], "under_way"),
        (["planned", "not_begun"], "planned"),
        (["not_begun"], "not_begun"),
        (["under_way"], "under_way"),
    ],
)
def test_the_stage_over_all(stages, stage):
    assert queries.overall({name: stages.count(name) for name in queries.STAGES}) == stage


def test_the_map_has_a_titled_dot_for_each_placed_government(answers, make_government, accredit, client_as):
    answers({"Mechelen": ["done"]})
    accredit(make_government("Nowhere"))
    response = client_as(None).get(address("results"))
    assert [(dot.x, dot.y, dot.title) for dot in response.context["dots"]] == [
        ("510", "67", "Mechelen, Belgium: done (1 of 3 answered)")
    ]
    page = response.content.decode()
    assert "One government has no place on the map" in page
    assert (
        '<use href="#dot-done" x="510" y="67" class="s3"><title>Mechelen, Belgium: done (1 of 3 answered)</title>'
        in page
    )


@pytest.mark.parametrize("name", ["results", "desk"])
def test_the_number_of_queries_does_not_grow_with_the_governments(answers, client_as, name):
    client = client_as("secretariat")
    round = answers({"T1": ["done", "planned"], "T2": []})
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(address(name)).status_code == 200
    answers({f"U{number}": ["done", "planned", "done"] for number in range(12)}, round)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address(name)).status_code == 200
    assert len(many) == len(few)


def test_the_number_of_queries_of_a_commitment_does_not_grow(answers, client_as):
    client = client_as(None)
    round = answers({"T1": ["done"], "T2": []})
    with CaptureQueriesContext(connection) as few:
        client.get(address("item", pk=round.items.first().pk))
    answers({f"U{number}": ["done"] for number in range(12)}, round)
    with CaptureQueriesContext(connection) as many:
        client.get(address("item", pk=round.items.first().pk))
    assert len(many) == len(few)


def test_a_commitment_shows_reports_in_their_language_with_figures_and_escapes_scripts(
    conference, make_round, make_government, client_as
):
    round, town = make_round(), make_government("Port Amina")
    report_progress(
        item=round.items.first(),
        government=town,
        stage="under_way",
        figure=Decimal("1250.5"),
        unit="persons",
        year=2016,
        source="Registre",
        narrative="<script>alert(1)</script> Nous avons commencé.",
        language="fr",
        obstacle="Budget",
        partner_wanted="Une ville jumelle",
        by=system_reader(conference),
    )
    page = client_as(None).get(address("item", pk=round.items.first().pk)).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert '<div lang="fr" dir="ltr"><p>&lt;script' in page
    assert "1,250.5 persons" in page and "(2016)" in page and "Registre" in page and "Une ville jumelle" in page
    assert "The figures come in one unit. All are from the year 2016." in page
    assert "Une ville jumelle" in client_as(None).get(address("partners")).content.decode()


def test_units_and_years_that_differ_are_told(conference, make_round, make_government, client_as):
    item = make_round().items.first()
    for unit, year in [("persons", 2014), ("%", 2016)]:
        report_progress(
            item=item,
            government=make_government(),
            stage="done",
            figure=Decimal(5),
            unit=unit,
            year=year,
            by=system_reader(conference),
        )
    page = client_as(None).get(address("item", pk=item.pk)).content.decode()
    assert "The figures come in 2 units. They are from the years 2014 to 2016." in page


def test_a_report_of_a_year_ago_says_so(answers, client_as):
    round = answers({"T1": ["done"]})
    page = address("item", pk=round.items.first().pk)
    with at(NOW + timedelta(days=364)):
        assert b"a year old or more" not in client_as(None).get(page).content
    with at(NOW + timedelta(days=365)):
        assert b"a year old or more" in client_as(None).get(page).content


def test_a_government_shows_its_missing_answers_and_another_is_404(answers, make_government, client_as):
    answers({"Mechelen": ["done"]})
    town = Report.objects.get().government
    page = client_as(None).get(address("government", pk=town.pk)).content.decode()
    assert page.count("No answer.") == 2 and "1 of 3 commitments answered." in page
    assert client_as(None).get(address("government", pk=make_government().pk)).status_code == 404


def test_what_belongs_to_another_conference_is_404(conference, answers, client_as):
    round = answers({"A": ["done"]})
    item = round.items.first()
    other = type(conference).objects.create(
        slug="other", starts_on=conference.starts_on, ends_on=conference.ends_on, is_published=True
    )
    Round.objects.filter(pk=round.pk).update(conference=other)
    assert client_as(None).get(address("item", pk=item.pk)).status_code == 404
    assert client_as(None).get(address("results"), {"round": round.pk}).status_code == 404


@pytest.mark.parametrize("wanted", ["x", "999999", "-1", "²"])
def test_a_round_that_is_not_there_is_404(answers, client_as, wanted):
    answers({"A": []})
    assert client_as(None).get(address("results"), {"round": wanted}).status_code == 404


def test_the_export_holds_answers_and_missing_ones_in_three_forms(answers, client_as):
    answers({"Mechelen": ["done", "", "planned"]})
    client = client_as(None)
    response = client.get(address("export"))
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert [(row["government"], row["number"], row["stage"]) for row in rows] == [
        ("Mechelen", "1", "done"),
        ("Mechelen", "2", "no_answer"),
        ("Mechelen", "3", "planned"),
    ]
    assert response["Content-Disposition"].startswith("attachment")
    found = json.loads(client.get(address("export"), {"form": "json"}).content)
    assert [row["stage"] for row in found["answers"]] == ["done", "no_answer", "planned"]
    assert client.get(address("export"), {"form": "xlsx"}).content[:2] == b"PK"
    assert client.get(address("export"), {"form": "exe"}).status_code == 404


def row(item, **answer):
    return {f"i{item.pk}-{name}": value for name, value in {"stage": "", "language": "en", **answer}.items()}


def test_a_delegate_sends_all_rows_at_once_and_untouched_ones_are_left(
    make_round, make_government, client_as, form_key
):
    items, town = list(make_round().items.all()), make_government()
    client = client_as("delegate", town)
    sent = row(items[0], stage="done", narrative="Done.") | row(items[1]) | row(items[2], stage="planned")
    response = client.post(address("report"), sent | {"form_key": form_key()}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Commitment 1: your report is kept.",
        "Commitment 3: your report is kept.",
    ]
    assert list(Report.objects.order_by("pk").values_list("item", "stage")) == [
        (items[0].pk, "done"),
        (items[2].pk, "planned"),
    ]


def test_a_mistake_is_told_at_its_row_and_nothing_is_kept(make_round, make_government, client_as, form_key):
    items, town = list(make_round().items.all()), make_government()
    sent = (
        row(items[0], stage="done") | row(items[1], stage="done", figure="101", unit="%", year="2018") | row(items[2])
    )
    response = client_as("mayor", town).post(address("report"), sent | {"form_key": form_key()})
    page = response.content.decode()
    assert (response.status_code, Report.objects.count()) == (200, 0)
    assert f'id="id_i{items[1].pk}-figure-error">A share cannot be above 100 percent.' in page
    assert f'id="id_i{items[1].pk}-year-error">The year 2018 is still to come.' in page
    assert page.count('class="error"') == 2


@pytest.mark.parametrize(
    ("answer", "name"),
    [({"figure": "many", "unit": "%", "year": "2016"}, "figure"), ({"year": "last"}, "year"), ({"stage": ""}, "stage")],
)
def test_what_is_no_number_or_no_stage_is_told_at_the_row(
    make_round, make_government, client_as, form_key, answer, name
):
    item = make_round().items.first()
    sent = row(item, **{"stage": "done", "narrative": "x", **answer})
    response = client_as("delegate").post(address("report"), sent | {"form_key": form_key()})
    assert f"id_i{item.pk}-{name}-error" in response.content.decode() and not Report.objects.exists()


def test_one_commitment_can_be_answered_on_its_own_page(make_round, client_as, form_key):
    items = list(make_round().items.all())
    client, page = client_as("delegate"), f"{address('report')}?item={items[1].pk}"
    assert [row["item"] for row in client.get(page).context["rows"]] == [items[1]]
    client.post(page, row(items[1], stage="done") | {"form_key": form_key()})
    assert Report.objects.get().item == items[1]
    assert client.get(f"{address('report')}?item=999999").status_code == 404


def test_the_same_form_sent_twice_is_kept_once(make_round, client_as, form_key):
    from rapporteur.foundation.journal.models import Entry

    item, client = make_round().items.first(), client_as("delegate")
    sent = row(item, stage="done") | {"form_key": form_key()}
    first, second = (client.post(address("report"), sent) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Entry.objects.filter(act__in=["reported progress", "changed progress report"]).count() == 1


def test_the_last_answer_stands_as_a_draft_and_its_stage_is_asked_anew(
    conference, make_round, make_government, client_as
):
    town = make_government()
    old = make_round(opens_at=NOW - timedelta(days=400), closes_at=NOW + timedelta(days=1))
    report_progress(
        item=old.items.first(),
        government=town,
        stage="planned",
        narrative="Our plan",
        figure=Decimal(5),
        unit="persons",
        year=2015,
        by=system_reader(conference),
    )
    make_round()
    response = client_as("delegate", town).get(address("report"))
    form = response.context["rows"][0]["form"]
    assert (form["narrative"].value(), form["unit"].value(), form["stage"].value()) == ("Our plan", "persons", "")
    assert "Your last report said:" in response.content.decode()


def test_a_changed_unit_is_told(conference, make_round, make_government, client_as, form_key):
    town, item = make_government(), make_round().items.first()
    facts = {"stage": "done", "figure": Decimal(5), "year": 2015, "government": town, "item": item}
    report_progress(**facts, unit="persons", by=system_reader(conference))
    sent = row(item, stage="done", figure="5", unit="%", year="2016") | {"form_key": form_key()}
    response = client_as("delegate", town).post(address("report"), sent, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "Commitment 1: the unit changed from persons to %; the two figures cannot be compared."
    ]


def test_after_the_closing_the_form_says_so_and_refuses(make_round, client_as, form_key):
    item, client = make_round().items.first(), client_as("delegate")
    with at(NOW + timedelta(days=10)):
        assert b"This reporting round is closed." in client.get(address("report")).content
        response = client.post(address("report"), row(item, stage="done") | {"form_key": form_key()})
    assert (response.status_code, Report.objects.count()) == (409, 0)


def test_the_form_of_another_government_is_404(make_round, make_government, client_as, form_key):
    item, client = make_round().items.first(), client_as("delegate")
    page = f"{address('report')}?government={make_government().pk}"
    assert client.get(page).status_code == 404
    assert client.post(page, row(item, stage="done") | {"form_key": form_key()}).status_code == 404


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("report", {"delegate", "mayor"}), ("desk", {"secretariat"}), ("results", None), ("partners", None)],
)
def test_pages_are_for_their_roles(make_round, client_as, all_roles, name, allowed):
    make_round()
    codes = {role: client_as(role).get(address(name)).status_code for role in all_roles}
    wanted = {role: 200 if allowed is None or role in allowed else 302 if role is None else 403 for role in all_roles}
    assert codes == wanted


def test_the_secretariat_makes_a_round_words_its_questions_and_moves_it(conference, client_as, form_key):
    client = client_as("secretariat")
    assert client.get(address("desk")).status_code == 200
    sent = {
        "do": "open",
        "new-title_en": "Review 1",
        "new-provisions": ["nua.para.8", "nua.para.20"],
        "new-opens_at": "2017-10-03T09:00",
        "new-closes_at": "2017-10-20T18:00",
        "form_key": form_key(),
    }
    client.post(address("desk"), sent)
    round = Round.objects.get()
    assert (round.opens_at.isoformat(), round.title) == ("2017-10-03T07:00:00+00:00", {"en": "Review 1"})
    item = round.items.first()
    page = address("questions", pk=round.pk)
    client.post(page, {"item": item.pk, f"q{item.pk}-question_en": "How far?", "form_key": form_key()})
    item.refresh_from_db()
    assert item.question == {"en": "How far?"}
    moved = {
        "do": "dates",
        "dates-opens_at": "2017-10-04T09:00",
        "dates-closes_at": "2017-10-20T18:00",
        "form_key": form_key(),
    }
    client.post(address("desk"), moved)
    round.refresh_from_db()
    assert round.opens_at.isoformat() == "2017-10-04T07:00:00+00:00"


def test_a_round_with_mistakes_is_told_on_the_desk(conference, client_as, form_key):
    client = client_as("secretariat")
    response = client.post(address("desk"), {"do": "open", "new-title_en": "R", "form_key": form_key()})
    assert response.status_code == 200 and set(response.context["made"].errors) == {
        "provisions",
        "opens_at",
        "closes_at",
    }
    assert not Round.objects.exists()


def test_the_desk_reminds_those_missing(make_round, make_government, make_person, accredit, client_as, form_key):
    make_round()
    town = make_government()
    accredit(town, focal=make_person())
    response = client_as("secretariat").post(address("desk"), {"do": "remind", "form_key": form_key()}, follow=True)
    assert "One reminder was written." in response.content.decode()


def test_the_station_and_what_waits_follow_the_clock(conference, answers, reader_as):
    office = reader_as("secretariat")
    assert queries.station(conference, office).state == ""
    round = answers({"A": ["done"], "B": []})
    found = queries.station(conference, office)
    assert (found.label, found.state, found.lines) == ("Review", "now", ("1 Oct – 12 Oct", "1 of 2 have reported"))
    assert [(item.count, item.label) for item in queries.waiting(conference, office)] == [
        (1, "government without a progress report")
    ]
    assert queries.waiting(conference, reader_as("delegate")) == []
    assert queries.instants() == [(conference.pk, round.opens_at), (conference.pk, round.closes_at)]
    with at(NOW + timedelta(days=10)):
        assert queries.station(conference, office).state == "done"
        assert queries.waiting(conference, office) == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_results_weigh_little_and_stand_in_every_language(answers, client_as, language):
    import gzip

    answers({f"Town {number}": ["done", "planned", ""] for number in range(53)})
    page = client_as(None).get(address("results").replace("/en/", f"/{language}/")).content
    assert len(gzip.compress(page)) < 20_000
