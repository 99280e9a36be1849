"""Pages of the text in other languages."""

from __future__ import annotations

import io
import zipfile
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapporteur.drafting.actions import (
    accept_amendment,
    begin_revision,
    close_amendments,
    declare_admissible,
    open_version,
    read_return,
    render_amendment,
    set_wording,
    waive_language,
    write_version,
)
from rapporteur.drafting.models import Draft, Rendering, Revision, Version, Waiver
from rapporteur.foundation.people.reader import Refused
from rapporteur_core.documents import word

from .conftest import CHIFFRES, FIGURES, SERVICES, seen

pytestmark = pytest.mark.django_db


def page_of(name, **kwargs):
    return reverse(f"drafting:{name}", kwargs={"slug": "cities", **kwargs})


@pytest.fixture
def delegate_file(opened, accredit, system):
    """`delegate_file(data)`: a Word file as it is sent in for a delegation."""
    return lambda data: read_return(draft=opened.draft, data=data, name="draft.docx", government=accredit(), by=system)


@pytest.fixture
def changed(opened, write, system):
    """Rev.1 is being written: paragraph 1 is behind in French, paragraph 2 a draft, the rest missing."""
    write("p1", state="reviewed")
    write("p2", "Donner à chacun accès aux services.")
    revision = begin_revision(draft=opened.draft, by=system)
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES.replace("every", "each"), by=system)
    return revision


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return seen(unescape(response.content.decode()))


def test_a_reader_finds_the_text_in_its_other_languages(opened, write, client):
    write("p1", state="reviewed")
    assert f'{page_of("revision", number=0)}?lang=fr">French</a>' in read(client, page_of("draft"))
    words = read(client, page_of("revision", number=0) + "?lang=fr")
    assert f'<p class="document" lang="fr" dir="ltr">{CHIFFRES}</p>' in words
    assert f'<p class="document" lang="en" dir="ltr">{SERVICES}</p>' in words
    assert "3 parts are missing." in words
    assert '<h1 lang="fr" dir="ltr">Déclaration</h1>' in words


def test_who_reads_the_pages_in_a_language_is_led_to_the_text_in_it(opened, write, client):
    address = page_of("revision", number=0)
    button = 'class="button" href="{}?lang=fr"'
    assert button.format(address) not in read(client, address)
    in_french = address.replace("/en/", "/fr/", 1)
    assert button.format(in_french) in read(client, in_french)


def test_where_a_version_is_behind_the_original_stands_and_the_earlier_words_are_near(changed, client_as):
    drafter = client_as("drafter")
    words = read(drafter, page_of("revision", number=1) + "?lang=fr")
    assert f'<p class="document" lang="en" dir="ltr">{FIGURES.replace("every", "each")}</p>' in words
    assert "1 part is behind the original, which was changed since." in words
    assert f'<p class="document quote" lang="fr" dir="ltr">{CHIFFRES}</p>' in words
    beside = read(drafter, page_of("revision", number=1) + "?lang=fr&beside=1")
    assert "<del>every</del><ins>each</ins>" in beside
    assert f'<p class="document" lang="fr" dir="ltr">{CHIFFRES}</p>' in beside


def test_a_version_that_is_written_from_right_to_left_is_shown_so(opened, write, system, client):
    open_version(draft=opened.draft, language="ar", by=system)
    write("p1", "نشر الأرقام.", language="ar")
    words = read(client, page_of("revision", number=0) + "?lang=ar")
    assert '<p class="document" lang="ar" dir="rtl">نشر الأرقام.</p>' in words


@pytest.mark.parametrize("language", ["es", "en", "", "x" * 300])
def test_a_language_that_is_not_open_gives_the_original(opened, write, client, language):
    assert read(client, page_of("revision", number=0) + f"?lang={language}") == read(
        client, page_of("revision", number=0)
    )


def test_words_in_brackets_in_the_original_are_named(opened, write, system, client_as):
    revision = begin_revision(draft=opened.draft, by=system)
    marks = [(0, 7, "Not agreed")]
    set_wording(revision=revision, key="p1", kind="operative", text=FIGURES, brackets=marks, by=system)
    words = read(client_as("drafter"), page_of("revision", number=1) + "?lang=fr")
    assert '<q lang="en" dir="ltr">Publish</q> Not agreed' in words


def test_the_secretariat_opens_closes_and_waives_languages(opened, client_as, form_key, system):
    officer, address = client_as("secretariat"), page_of("languages")
    officer.post(address, {"act": "open", "language": "fr", "form_key": form_key()})
    assert Draft.objects.get().version_languages == ["fr"]
    words = read(officer, address)
    assert "French (behind: 0, missing: 4)" in words
    response = officer.post(address, {"act": "waive", "language": "fr", "reason": " ", "form_key": form_key()})
    assert (response.status_code, Waiver.objects.count()) == (200, 0)
    sent = {"act": "waive", "language": "fr", "reason": "It follows.", "form_key": form_key()}
    assert officer.post(address, sent).status_code == 302
    assert Waiver.objects.get().reason == "It follows."
    assert "It follows." in read(officer, address)
    officer.post(address, {"act": "close", "language": "fr", "form_key": form_key()})
    assert Draft.objects.get().version_languages == []
    assert officer.post(address, {"act": "sell", "form_key": form_key()}).status_code == 409


def test_a_translator_meets_the_units_by_their_state_and_goes_on_to_the_next(changed, client_as, form_key):
    drafter = client_as("drafter")
    words = read(drafter, page_of("version", language="fr"))
    places = [words.index(f'id="state-{state}"') for state in ("missing", "behind", "draft", "reviewed")]
    assert places == sorted(places)
    assert "Next: Heading: We commit to" in words
    address = page_of("write_version", language="fr", key="p1")
    unit = read(drafter, address)
    assert "<del>every</del><ins>each</ins>" in unit
    assert 'lang="fr" dir="ltr"' in unit.split("<textarea")[1].split(">")[0]
    text, original = CHIFFRES.replace("chaque ville", "toute ville"), FIGURES.replace("every", "each")
    sent = {"text": text, "seen": CHIFFRES, "rendered": original, "state": "reviewed", "form_key": form_key()}
    response = drafter.post(address, sent)
    assert response.headers["Location"] == page_of("write_version", language="fr", key="h1")
    version = Version.objects.get(revision=changed, paragraph__key="p1")
    assert (version.text, version.state, version.original) == (text, "reviewed", original)
    assert version.written_by == drafter.person


def test_when_nothing_is_left_the_translator_is_told(opened, write, client_as, form_key):
    for key in ("h1", "pp1", "p1"):
        write(key, "Mots.", state="reviewed")
    write("p2", "Services.")
    drafter, address = client_as("drafter"), page_of("write_version", language="fr", key="p2")
    sent = {"text": "Services.", "seen": "Services.", "rendered": SERVICES, "state": "reviewed"}
    response = drafter.post(address, {**sent, "form_key": form_key()})
    assert response.headers["Location"] == page_of("version", language="fr")
    words = read(drafter, response.headers["Location"])
    assert "Paragraph 2 is kept. All is reviewed in French." in words
    assert "All is reviewed, and as the original stands." in words


def test_the_second_of_two_translators_sees_what_the_first_wrote(opened, write, client_as, form_key):
    write("p1", "Publier les chiffres.")
    drafter, address = client_as("drafter"), page_of("write_version", language="fr", key="p1")
    sent = {"text": "Faire connaître les chiffres.", "seen": "", "rendered": FIGURES, "state": "draft"}
    response = drafter.post(address, {**sent, "form_key": form_key()})
    words = unescape(seen(response.content.decode()))
    assert (response.status_code, Version.objects.get().text) == (200, "Publier les chiffres.")
    assert "What was written meanwhile" in words
    assert "<ins>Publier les chiffres.</ins>" in words
    assert "Faire connaître les chiffres.</textarea>" in words
    assert 'name="seen" value="Publier les chiffres."' in words


def test_a_translator_stays_where_the_original_changed_meanwhile(changed, client_as, form_key):
    drafter, address = client_as("drafter"), page_of("write_version", language="fr", key="p1")
    sent = {"text": "Publier les chiffres.", "seen": CHIFFRES, "rendered": FIGURES, "state": "reviewed"}
    response = drafter.post(address, {**sent, "form_key": form_key()})
    assert response.headers["Location"] == address
    assert "Its original was changed while you wrote" in read(drafter, address)
    assert Version.objects.get(revision=changed, paragraph__key="p1").text == "Publier les chiffres."


def test_the_title_has_its_page(opened, write, client_as, form_key):
    drafter, address = client_as("drafter"), page_of("write_title", language="fr")
    assert "Declaration on cities" in read(drafter, address)
    sent = {"text": "Déclaration sur les villes", "seen": "Déclaration", "rendered": "Declaration on cities"}
    drafter.post(address, {**sent, "state": "reviewed", "form_key": form_key()})
    assert Revision.objects.get().title["fr"] == "Déclaration sur les villes"


def test_bad_words_are_told_above_the_form(opened, write, client_as, form_key):
    drafter, address = client_as("drafter"), page_of("write_version", language="fr", key="p1")
    for sent in ({"text": " ", "state": "draft"}, {"text": "Mots.", "state": "machine"}, {"text": "Mots."}):
        response = drafter.post(address, {**sent, "seen": "", "rendered": FIGURES, "form_key": form_key()})
        assert response.status_code == 200
    assert not Version.objects.exists()


def test_pages_of_what_is_not_there_are_not_there(opened, write, client_as):
    drafter = client_as("drafter")
    for address in (
        page_of("version", language="es"),
        page_of("write_version", language="es", key="p1"),
        page_of("write_version", language="fr", key="p99"),
        page_of("write_title", language="en"),
        page_of("render_amendment", language="fr", number=9),
    ):
        assert drafter.get(address).status_code == 404, address


def test_without_a_text_the_languages_say_so(conference, client_as):
    response = client_as("drafter").get(page_of("languages"))
    assert (response.status_code, "There is no text yet" in response.content.decode()) == (409, True)


def test_an_amendment_is_shown_in_the_other_languages_with_its_state(opened, write, amend, system, client):
    write("p1", state="reviewed")
    amendment = declare_admissible(amendment=amend("p1", "every year", "every month"), by=system)
    in_french = page_of("revision", number=0) + "?lang=fr"
    words = read(client, in_french)
    assert '<span class="tag ">French: not rendered</span>' in words
    assert "<del>year</del><ins>month</ins>" in words
    text = CHIFFRES.replace("année", "mois")
    for state in ("draft", "reviewed"):
        render_amendment(amendment=amendment, language="fr", proposed_text=text, state=state, by=system)
        assert f"French: {state}</span>" in read(client, in_french)
        assert "<del>année</del><ins>mois</ins>" in read(client, page_of("amendment", number=1))
    assert "<del>année</del><ins>mois</ins>" in read(client, in_french)


def test_a_deletion_is_read_on_the_words_of_each_language(opened, write, amend, system, client):
    write("p1", state="reviewed")
    declare_admissible(amendment=amend("p1", kind="delete", text=""), by=system)
    assert f"<del>{CHIFFRES}</del>" in read(client, page_of("revision", number=0) + "?lang=fr")
    assert f"<del>{FIGURES}</del>" in read(client, page_of("revision", number=0))


def test_a_drafter_renders_an_amendment(opened, write, amend, system, client_as, form_key):
    amendment = declare_admissible(amendment=amend("p1", "every year", "every month"), by=system)
    drafter, address = client_as("drafter"), page_of("render_amendment", language="fr", number=1)
    assert "has no words in this language" in read(drafter, address)
    write("p1")
    assert f"{CHIFFRES}</textarea>" in read(drafter, address)
    assert '<a href="' + address in read(drafter, page_of("version", language="fr"))
    sent = {"text": CHIFFRES, "seen": "", "rendered": amendment.proposed_text, "state": "reviewed"}
    response = drafter.post(address, {**sent, "form_key": form_key()})
    assert "change nothing" in response.content.decode()
    response = drafter.post(address, {**sent, "text": CHIFFRES.replace("année", "mois"), "form_key": form_key()})
    assert response.headers["Location"] == page_of("amendment", number=1)
    assert Rendering.objects.get().state == "reviewed"
    assert '<a href="' + address not in read(drafter, page_of("version", language="fr"))


def test_an_amendment_filed_in_another_language_is_marked_so_and_waits(opened, write, amend, system, client_as):
    write("p1")
    amendment = amend("p1", "every year", "every month")
    amendment.words_language, amendment.base_text = "fr", CHIFFRES
    amendment.proposed_text = CHIFFRES.replace("année", "mois")
    amendment.save()
    accept_amendment(amendment=amendment, by=system)
    begin_revision(draft=opened.draft, by=system)
    drafter = client_as("drafter")
    words = read(drafter, page_of("revision", number=0))
    assert "English: not rendered" in words
    assert '<p class="document" lang="fr" dir="ltr">' in words.split('class="amendment')[1]
    address = page_of("render_amendment", language="en", number=1)
    assert f'<a href="{address}">after it is rendered' in read(drafter, page_of("desk"))
    assert "As filed in French" in read(drafter, address)


@pytest.mark.parametrize("role", [None, "delegate", "observer", "mayor"])
def test_only_those_who_write_the_draft_meet_the_pages_of_translators(opened, write, client_as, role):
    client = client_as(role)
    for address in (
        page_of("languages"),
        page_of("version", language="fr"),
        page_of("write_title", language="fr"),
        page_of("write_version", language="fr", key="p1"),
    ):
        assert client.get(address).status_code == (403 if role else 302), address


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_pages_are_there_in_every_language(changed, amend, client_as, language):
    amend("p1", "every year", "every month")
    drafter = client_as("drafter")
    for address in (
        page_of("languages"),
        page_of("version", language="fr"),
        page_of("write_title", language="fr"),
        page_of("write_version", language="fr", key="p1"),
        page_of("render_amendment", language="fr", number=1),
        page_of("revision", number=1) + "?lang=fr",
        page_of("revision", number=1) + "?lang=fr&beside=1",
    ):
        assert drafter.get(address.replace("/en/", f"/{language}/", 1)).status_code == 200, address


def test_a_script_in_a_version_is_shown_as_words(opened, write, client_as):
    script = "<script>alert(1)</script>"
    write("p1", f"Publier {script}")
    drafter = client_as("drafter")
    for address in (
        page_of("revision", number=0) + "?lang=fr",
        page_of("version", language="fr"),
        page_of("write_version", language="fr", key="p1"),
    ):
        assert script not in drafter.get(address).content.decode()


def test_pages_cost_the_same_whatever_is_on_them(changed, opened, write, amend, system, client_as):
    drafter = client_as("drafter")
    addresses = [
        page_of("languages"),
        page_of("version", language="fr"),
        page_of("write_version", language="fr", key="p1"),
        page_of("revision", number=1) + "?lang=fr",
        page_of("revision", number=1) + "?lang=fr&beside=1",
    ]

    def costs():
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert drafter.get(address).status_code == 200
            found.append(len(queries))
        return found

    amend("p2", "basic", "kind0")
    costs()
    few = costs()
    for number in range(8):
        set_wording(revision=changed, key=f"n{number}", kind="operative", text=f"Words {number}.", by=system)
        write(f"n{number}", f"Mots {number}.")
        declare_admissible(amendment=amend("p2", "basic", f"kind{number + 1} of"), by=system)
    assert costs() == few
    assert max(few) <= 20


def test_the_desk_says_how_far_the_languages_are(changed, client_as, system):
    words = read(client_as("drafter"), page_of("desk"))
    row = words.split('scope="row"')[1].split("</tr>")[0]
    assert [cell.split("<")[0] for cell in row.split('<td class="number">')[1:]] == ["2", "1", "1", "1"]
    assert "not complete" in row
    assert f'<a href="{page_of("languages")}">Languages of the text</a>' in words


def test_a_waiver_is_read_with_the_text(opened, write, system, client):
    close_amendments(draft=opened.draft, by=system)
    waive_language(revision=opened.revision, language="fr", reason="It follows by December.", by=system)
    assert "It follows by December." in read(client, page_of("revision", number=0) + "?lang=fr")


def test_brackets_of_the_original_are_asked_of_the_version_and_seen_beside_it(
    opened, write, system, client_as, form_key
):
    write("p1", CHIFFRES)
    close_amendments(draft=opened.draft, by=system)
    revision = begin_revision(draft=opened.draft, by=system)
    at = FIGURES.index("every")
    set_wording(
        revision=revision, key="p1", kind="operative", text=FIGURES, brackets=[(at, at + 10, "Not agreed.")], by=system
    )  # fmt: skip
    drafter, address = client_as("drafter"), page_of("write_version", language="fr", key="p1")
    shown = drafter.get(address).content.decode()
    assert '<span class="bracket">[</span>every year<span class="bracket">]</span>' in shown
    assert "other brackets than the original" in read(drafter, page_of("version", language="fr"))
    sent = {"seen": CHIFFRES, "rendered": FIGURES, "state": "reviewed"}
    told = drafter.post(address, {**sent, "text": f"{CHIFFRES} ", "form_key": form_key()}, follow=True)
    assert "The original has 1 pair of square brackets here" in told.content.decode()
    words = CHIFFRES.replace("chaque année", "[chaque année]")
    told = drafter.post(address, {**sent, "text": words, "form_key": form_key()}, follow=True)
    assert "square brackets here" not in told.content.decode()
    assert "other brackets than the original" not in read(drafter, page_of("version", language="fr"))


def test_a_version_is_read_in_word_and_what_is_not_rendered_stands_in_the_original(
    opened, write, client, delegate_file
):
    write("p1", CHIFFRES, state="reviewed")
    address = page_of("text_file", number=0)
    answer = client.get(address, {"lang": "fr"})
    assert "CCM-2017-L.1.fr.docx" in answer.headers["Content-Disposition"]
    file = word.read(answer.content)
    assert (CHIFFRES in file.accepted, SERVICES in file.accepted, FIGURES in file.accepted) == (True, True, False)
    assert ("3 parts are not rendered yet" in file.accepted) or (
        "3 parties ne sont pas encore rendues" in file.accepted
    )
    assert client.get(address, {"lang": "es"}).status_code == 404
    with pytest.raises(Refused, match="Amendments in Word are made to the original"):
        delegate_file(answer.content)


def test_an_arabic_version_runs_from_the_right(opened, system, client):
    open_version(draft=opened.draft, language="ar", by=system)
    wording = opened.revision.wordings.get(paragraph__key="p1")
    write_version(wording=wording, language="ar", text="تُنشر الأرقام كل سنة.", state="reviewed", by=system)
    data = client.get(page_of("text_file", number=0), {"lang": "ar"}).content
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    paragraph = next(each for each in body.split("<w:p>") if "الأرقام" in each)
    assert "<w:bidi/>" in paragraph and "<w:rtl/>" in paragraph
