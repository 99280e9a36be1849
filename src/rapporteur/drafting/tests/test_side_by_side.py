"""Several Word files of one text in one upload, side by side."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapporteur.drafting.models import Returned
from rapporteur.drafting.views import returning as views_of_returns
from rapporteur_core.documents.word import negotiated

from .conftest import SERVICES
from .test_pages import page_of
from .test_returns import inserted, replaced, told, word_file

WHEN = datetime(2017, 11, 2, 9, 30, tzinfo=UTC)


def test_several_files_in_one_upload_are_shown_side_by_side_with_their_conflicts(opened, client_as, accredit, upload):
    officer, towns = client_as("secretariat"), [accredit("Weststadt"), accredit("Nordhafen")]
    files = [word_file(opened.revision, {"p2": replaced(SERVICES, "basic", word)}) for word in ("essential", "public")]
    facts = {f"government_{at}": town.pk for at, town in enumerate(towns)}
    assert upload(officer, *files, **facts).status_code == 302
    text = officer.get(page_of("together")).content.decode()
    assert "“basic” would be changed in several ways" in text
    assert "Weststadt" in text and "Nordhafen" in text


def test_an_upload_says_what_was_read_and_leads_to_it(opened, client_as, accredit, upload):
    officer, towns = client_as("secretariat"), [accredit("Weststadt"), accredit("Nordhafen"), accredit("Southbank")]
    files = [word_file(opened.revision, {"p2": replaced(SERVICES, "basic", word)}) for word in ("essential", "public")]
    response = upload(officer, *files, government_0=towns[0].pk, government_1=towns[1].pk)
    assert response.headers["Location"] == page_of("together")
    text = told(officer.get(page_of("together")).content.decode())
    assert "2 files were read. 2 proposals were found; none is filed yet." in text
    text = told(officer.get(page_of("returns")).content.decode())
    assert "2 files were read and wait to be looked at and filed. Look at them side by side" in text
    response = upload(officer, word_file(opened.revision), government_0=towns[2].pk)
    text = told(officer.get(response.headers["Location"]).content.decode())
    assert "1 file was read. 0 proposals were found; none is filed yet." in text


def test_what_two_files_of_one_person_propose_is_all_shown_side_by_side(opened, town, client_as, upload):
    officer = client_as("secretariat")
    files = [word_file(opened.revision, {"p2": inserted(SERVICES, "basic", word)}) for word in ("quickly ", "rapidly ")]
    upload(officer, *files, government_0=town.pk, government_1=town.pk)
    text = told(officer.get(page_of("together")).content.decode())
    assert "Different words would be inserted at one place: quickly · " in text
    assert re.findall(r"(quickly|rapidly) · File (\d), proposal 1 · Port Amina · Amina Diallo", text) == [
        ("quickly", "2"),
        ("rapidly", "1"),
    ]


def test_words_side_by_side_stand_in_no_column_of_numbers(opened, client_as, town, upload):
    officer = client_as("secretariat")
    upload(officer, word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")}), government_0=town.pk)
    text = officer.get(page_of("together")).content.decode()
    assert '<h2 class="h3">Paragraph 2</h2>' in text
    assert re.findall(r'<section class="paragraph[^>]*><(?!span class="number")', text) == []


def test_files_that_find_no_place_side_by_side_are_told(opened, client_as, town, upload, monkeypatch):
    monkeypatch.setattr(views_of_returns, "MOST_TOGETHER", 1)
    officer = client_as("secretariat")
    files = [word_file(opened.revision, {"p2": replaced(SERVICES, "basic", word)}) for word in ("vital", "public")]
    upload(officer, *files, government_0=town.pk, government_1=town.pk)
    text = officer.get(page_of("together")).content.decode()
    assert "1 file more waits than the 1 that are shown" in text and "vital" not in text


def test_files_side_by_side_cost_the_same_for_one_or_six(opened, client_as, town, upload):
    officer, costs = client_as("secretariat"), []
    for words in (["vital"], ["public", "free", "good", "simple", "safe"]):
        files = [word_file(opened.revision, {"p2": replaced(SERVICES, "basic", word)}) for word in words]
        upload(officer, *files, **{f"government_{at}": town.pk for at in range(len(files))})
        with CaptureQueriesContext(connection) as queries:
            officer.get(page_of("together"))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_of_several_files_one_bad_keeps_all_out(opened, client_as, accredit, upload):
    officer, town = client_as("secretariat"), accredit()
    response = upload(officer, word_file(opened.revision), b"no file", government_0=town.pk, government_1=town.pk)
    assert response.status_code == 200 and "draft1.docx" in response.content.decode()
    assert not Returned.objects.exists()


def test_files_side_by_side_leave_no_proposal_out(opened, client_as, accredit, upload):
    officer, towns = client_as("secretariat"), [accredit("Weststadt"), accredit("Nordhafen")]
    new = word_file(opened.revision, {"p2": [negotiated.Piece("keep", SERVICES)]}, added="Train the counters.")
    facts = {f"government_{at}": town.pk for at, town in enumerate(towns)}
    upload(officer, word_file(opened.revision, {"p2": replaced(SERVICES, "basic", "essential")}), new, **facts)
    text = officer.get(page_of("together")).content.decode()
    assert "essential" in text and "Train the counters." in text
