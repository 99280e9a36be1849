from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from conftest import NOW
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.journal.models import Entry, Opening
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused
from rapporteur.reviews.actions import (
    faults_of_report,
    open_round,
    remind,
    report_progress,
    set_dates,
    word_question,
)
from rapporteur.reviews.models import Report, Round

SOUND = {"stage": "done", "figure": Decimal("40"), "unit": "%", "year": 2016, "year_now": 2017}


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, []),
        ({"figure": None, "unit": "", "year": None}, []),
        ({"figure": Decimal("100")}, []),
        ({"figure": Decimal("140"), "unit": "persons"}, []),
        ({"figure": Decimal("100.5")}, ["figure"]),
        ({"figure": Decimal("101"), "unit": "Per cent"}, ["figure"]),
        ({"figure": Decimal("101"), "unit": "٪"}, ["figure"]),
        ({"figure": Decimal("-1")}, ["figure"]),
        ({"figure": Decimal("NaN")}, ["figure"]),
        ({"figure": Decimal(10) ** 13}, ["figure"]),
        ({"figure": Decimal("1.2345"), "unit": "EUR"}, ["figure"]),
        ({"figure": None}, ["figure"]),
        ({"unit": " "}, ["unit"]),
        ({"year": None}, ["year"]),
        ({"unit": "", "year": None}, ["unit", "year"]),
        ({"year": 2017}, []),
        ({"year": 2018}, ["year"]),
        ({"year": 17}, ["year"]),
        ({"stage": "soon"}, ["stage"]),
        ({"language": "English, mostly"}, ["language"]),
        ({"narrative": "a" * 5001}, ["narrative"]),
    ],
)
def test_a_report_is_told_its_faults_by_field(changed, fields):
    assert [field for field, _sentence in faults_of_report(**{**SOUND, **changed})] == fields


def test_a_round_keeps_its_questions_in_order_and_is_recorded(make_round):
    round = make_round()
    assert [(item.position, item.provision) for item in round.items.all()] == [
        (1, "nua.para.8"),
        (2, "nua.para.20"),
        (3, "nua.para.28"),
    ]
    assert Entry.objects.filter(act="opened reporting round", object=f"round:{round.pk}").count() == 1


def test_a_question_without_words_is_the_label_of_its_provision(conference, reader_as):
    round = open_round(
        conference=conference,
        title={"en": "R"},
        intro={},
        provisions=[("nua.para.8", {})],
        opens_at=NOW,
        closes_at=NOW + timedelta(days=1),
        by=reader_as("secretariat"),
    )
    assert round.items.get().question["en"] == "Local governments’ part in the Agenda"


@pytest.mark.parametrize(
    ("provisions", "days", "sentence"),
    [
        ([], 1, "Choose between 1 and 40 provisions; 0 are chosen."),
        (["nua.para.8", "nua.para.8"], 1, "The provision nua.para.8 is chosen twice. Take one of the two away."),
        (["nua.none"], 1, "No provision is called nua.none. Choose one from the list of agreements."),
        (["nua.para.8"], 0, "The reporting round must close after it opens. Correct one of the two dates."),
    ],
)
def test_a_round_is_refused_with_the_reason(conference, reader_as, provisions, days, sentence):
    with pytest.raises(Refused, match="^" + sentence.replace(".", r"\.") + "$"):
        open_round(
            conference=conference,
            title={"en": "R"},
            intro={},
            provisions=[(name, {}) for name in provisions],
            opens_at=NOW,
            closes_at=NOW + timedelta(days=days),
            by=reader_as("secretariat"),
        )
    assert not Round.objects.exists()


@pytest.mark.parametrize("role", ["rapporteur", "delegate", "mayor", "observer", None])
def test_only_the_secretariat_makes_a_round(conference, reader_as, role):
    with pytest.raises(Refused, match="Only the secretariat"):
        open_round(
            conference=conference,
            title={"en": "R"},
            intro={},
            provisions=[("nua.para.8", {})],
            opens_at=NOW,
            closes_at=NOW + timedelta(days=1),
            by=reader_as(role),
        )


@pytest.mark.parametrize("role", ["delegate", "mayor"])
def test_a_government_reports_once_on_a_commitment_and_changes_its_report(make_round, make_government, reader_as, role):
    item, town = make_round().items.first(), make_government()
    by = reader_as(role, town)
    report_progress(item=item, government=town, stage="planned", narrative="Soon.\r\n", by=by)
    report_progress(item=item, government=town, stage="done", figure=Decimal("12.5"), unit="%", year=2016, by=by)
    report = Report.objects.get()
    assert (report.stage, report.figure, report.narrative) == ("done", Decimal("12.5"), "")
    kept = Opening.objects.filter(entry__object=f"report:{report.pk}").order_by("entry__number")
    assert [(row.content["stage"], row.content["narrative"], row.content["figure"]) for row in kept] == [
        ("planned", "Soon.", None),
        ("done", "", "12.5"),
    ]


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [(NOW - timedelta(days=2), "has not opened yet"), (NOW + timedelta(days=10), "is closed")],
)
def test_a_report_before_the_opening_or_from_the_closing_on_is_refused(
    make_round, make_government, reader_as, moment, sentence
):
    item, town = make_round().items.first(), make_government()
    with at(moment), pytest.raises(Refused, match=sentence):
        report_progress(item=item, government=town, stage="done", by=reader_as("mayor", town))
    assert not Report.objects.exists()


@pytest.mark.parametrize("role", ["secretariat", "rapporteur", "observer", None])
def test_whoever_speaks_for_no_government_cannot_report(make_round, make_government, reader_as, role):
    with pytest.raises(Refused, match="Only a delegate or a mayor's office can report"):
        report_progress(item=make_round().items.first(), government=make_government(), stage="done", by=reader_as(role))


def test_a_delegate_cannot_report_for_another_government(make_round, make_government, reader_as):
    with pytest.raises(Refused, match="only for a government that you speak for"):
        report_progress(
            item=make_round().items.first(), government=make_government(), stage="done", by=reader_as("delegate")
        )


def test_a_report_with_faults_is_refused_and_nothing_is_kept(make_round, make_government, reader_as):
    town = make_government()
    with pytest.raises(Refused, match=r"^A share cannot be above 100 percent.*The year 2018 is still to come"):
        report_progress(
            item=make_round().items.first(),
            government=town,
            stage="done",
            figure=Decimal(101),
            unit="%",
            year=2018,
            by=reader_as("delegate", town),
        )
    assert not Report.objects.exists()


def test_the_focal_point_of_a_government_without_a_report_is_reminded_in_its_language(
    make_round, make_government, make_person, accredit, reader_as
):
    round = make_round()
    silent, heard = make_government("Silent"), make_government("Heard")
    focal = make_person(language="fr")
    make_person("delegate", silent)
    accredit(silent, focal=focal)
    accredit(heard, focal=make_person())
    report_progress(item=round.items.first(), government=heard, stage="done", by=reader_as("delegate", heard))
    assert remind(round=round, by=reader_as("secretariat")) == 1
    mail = Mail.objects.get()
    assert (mail.address, mail.language, mail.kind) == (focal.email, "fr", "reviews_reminder")
    assert "Silent" in mail.body and "First review" in mail.subject


def test_without_a_focal_point_those_with_a_mandate_are_reminded(
    make_round, make_government, make_person, accredit, reader_as
):
    round, town = make_round(), make_government()
    accredit(town)
    people = {make_person(role, town).email for role in ("delegate", "mayor")}
    assert remind(round=round, by=reader_as("secretariat")) == 2
    assert set(Mail.objects.values_list("address", flat=True)) == people


def test_nobody_is_reminded_twice_a_day_nor_after_the_closing_nor_when_all_answered(
    make_round, make_government, accredit, reader_as
):
    round, town, office = make_round(), make_government(), reader_as("secretariat")
    with pytest.raises(Refused, match="All governments that were asked have reported"):
        remind(round=round, by=office)
    accredit(town)
    remind(round=round, by=office)
    with pytest.raises(Refused, match="within the last 24 hours"):
        remind(round=round, by=office)
    with at(NOW + timedelta(days=1)):
        remind(round=round, by=office)
    with at(NOW + timedelta(days=11)), pytest.raises(Refused, match="while the reporting round is open"):
        remind(round=round, by=office)
    with pytest.raises(Refused, match="Only the secretariat"):
        remind(round=round, by=reader_as("rapporteur"))


def test_dates_move_and_the_answers_follow_them(make_round, make_government, reader_as):
    round, town = make_round(), make_government()
    set_dates(round=round, opens_at=round.opens_at, closes_at=NOW, by=reader_as("secretariat"))
    with pytest.raises(Refused, match="is closed"):
        report_progress(item=round.items.first(), government=town, stage="done", by=reader_as("delegate", town))
    with pytest.raises(Refused, match="must close after it opens"):
        set_dates(round=round, opens_at=NOW, closes_at=NOW, by=reader_as("secretariat"))


def test_a_question_can_be_worded_until_the_round_opens(make_round, reader_as):
    office = reader_as("secretariat")
    coming = make_round(opens_at=NOW + timedelta(days=1)).items.first()
    assert word_question(item=coming, question={"en": "New ", "fr": ""}, by=office).question == {"en": "New"}
    with pytest.raises(Refused, match="at least one language"):
        word_question(item=coming, question={"en": " "}, by=office)
    with pytest.raises(Refused, match="questions stand as they were asked"):
        word_question(item=make_round().items.first(), question={"en": "New"}, by=office)
