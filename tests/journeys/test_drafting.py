"""One text negotiated by several people: an amendment by form and one by Word, a co-sponsor, a conflict in brackets."""

from __future__ import annotations

import io
import zipfile

import pytest

from .conftest import Demo
from .people import Visitor

SLUG = "cities-and-migrants-2017"
PARAGRAPH = "p-13"
BODY, RUN_END = "word/document.xml", "</w:t></w:r>"
FRIEND = "a.hamdan@baglarkopru.example"


@pytest.fixture(scope="module")
def negotiation(tmp_path_factory):
    """A sample conference of its own, open for amendment to Rev.2: what is done here disturbs no other journey."""
    running = Demo(tmp_path_factory.mktemp("negotiation") / "home")
    yield running
    running.stop()


class Room:
    """The people around the text, each at a browser of their own."""

    def __init__(self, browser, demo: Demo):
        self.browser, self.demo = browser, demo
        self.officer, self.rapporteur, self.delegate = (
            self.someone().opened(demo.addresses[name]) for name in ("secretariat", "rapporteur", "delegate")
        )
        self.friend = self.someone().sign_in(FRIEND, self.officer.code_to)

    def someone(self, *, scripts: bool = True) -> Person:
        return Person(self.browser, self.demo, SLUG, "en", scripts=scripts)


class Person(Visitor):
    def opened(self, address: str) -> Person:
        self.arrive(address)
        return self

    def press(self, act: str, **facts) -> None:
        self.send(f"main button[value='{act}']", **facts)


@pytest.fixture
def room(browser, negotiation):
    return Room(browser, negotiation)


def words_of(person: Person, key: str) -> str:
    """The words of a paragraph as the form to amend it shows them."""
    person.go(f"draft/amend/{key}/")
    return person.all("[name='proposed_text']").input_value()


def inserted_in_word(person: Person, key: str, before: str, words: str, author: str) -> bytes:
    """The draft as the page of returned files offers it, with words inserted under Track Changes in one paragraph."""
    person.go("draft/returns/")
    address = person.all("main a[href$='/text.docx']").get_attribute("href")
    file = zipfile.ZipFile(io.BytesIO(person.page.request.get(f"{person.base}{address}").body()))
    start, inside = file.read(BODY).decode().split(f'w:name="_rap_{key.replace("-", "_2d")}"/>')
    ahead, behind = inside.split(before, 1)
    opening = ahead[ahead.rindex("<w:r>") :]
    run = opening[: opening.index(">", opening.index("<w:t")) + 1]
    tracked = f'<w:ins w:id="9001" w:author="{author}" w:date="2017-11-08T09:00:00Z">{run}{words}{RUN_END}</w:ins>'
    body = f'{start}w:name="_rap_{key.replace("-", "_2d")}"/>{ahead}{RUN_END}{tracked}{run}{before}{behind}'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as changed:
        for name in file.namelist():
            changed.writestr(name, body if name == BODY else file.read(name))
    return buffer.getvalue()


def number_in(person: Person) -> int:
    return int(person.page.url.rstrip("/").rsplit("/", 1)[-1])


def tab_to(person: Person, selector: str, *, most: int = 300) -> None:
    """Go on by the Tab key until what is looked for has the focus."""
    for _step in range(most):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by the Tab key at {person.page.url}")


def test_an_amendment_is_made_by_keyboard_alone_and_its_redline_is_said_in_words(room):
    delegate = room.delegate
    delegate.go("draft/")
    tab_to(delegate, "a[href$='/draft/amend/p-19/']")
    with delegate.page.expect_navigation():
        delegate.page.keyboard.press("Enter")
    tab_to(delegate, "[name='proposed_text']")
    delegate.page.keyboard.press("Control+Home")
    delegate.page.keyboard.type("Firmly ")
    tab_to(delegate, "[name='rationale']")
    delegate.page.keyboard.type("It must not be read as an option.")
    tab_to(delegate, "form button:not([name])")
    with delegate.page.expect_navigation():
        delegate.page.keyboard.press("Enter")
    number = number_in(delegate)
    assert "inserted by" in delegate.all("main ins").first.inner_text()
    assert number > 30


def test_a_text_is_negotiated_by_form_by_word_and_in_brackets(room):
    delegate, friend, rapporteur, officer = room.delegate, room.friend, room.rapporteur, room.officer
    words = words_of(delegate, PARAGRAPH)
    first = words.split(" ", 4)[3]
    delegate.fill(proposed_text=words.replace(first, f"swiftly {first}", 1), rationale="Time is short.")
    delegate.send("main button[name='preview']")
    assert delegate.all("main ins").count() == 1
    delegate.send("main form button:not([name])")
    number = number_in(delegate)

    rapporteur.go(f"draft/amendments/{number}/")
    rapporteur.press("admit")
    friend.go(f"draft/amendments/{number}/")
    friend.press("co_sponsor")

    file = inserted_in_word(friend, PARAGRAPH, first, "fully ", "A. Hamdan")
    friend.page.locator("[name='file_0']").set_input_files(
        {"name": "draft.docx", "mimeType": "application/octet-stream", "buffer": file}
    )
    friend.send("main form button")
    assert "A. Hamdan" in friend.said and friend.all("main ins").count() == 1
    friend.fill(rationale="In full, or not at all.")
    friend.press("file")
    friend.go("draft/returns/")
    friend.follow("main table a")
    friend.follow("main p a[href*='/draft/amendments/']")
    other = number_in(friend)
    assert "Made in Word by A. Hamdan" in friend.said

    rapporteur.go(f"draft/amendments/{other}/")
    rapporteur.press("admit")
    rapporteur.go(f"draft/amendments/{number}/")
    rapporteur.press("accept")
    rapporteur.go(f"draft/amendments/{other}/")
    rapporteur.press("accept", warned=True)
    assert f"A-{number} was accepted and changes the same words as A-{other}" in rapporteur.said

    officer.go("draft/desk/")
    officer.press("close_amendments")
    rapporteur.go("draft/desk/")
    rapporteur.press("begin")
    rapporteur.press("apply")
    rapporteur.go(f"draft/desk/paragraph/{PARAGRAPH}/")
    assert f"swiftly {first}" in rapporteur.all("[name='text']").input_value()
    assert not [complaint for each in (delegate, friend, rapporteur, officer) for complaint in each.complaints]


def test_who_does_not_write_the_text_finds_no_way_to_it(room):
    assert room.friend.page.request.get(f"{room.friend.base}/en/{SLUG}/draft/desk/").status == 403
    room.rapporteur.go("draft/amend/p-13/", status=403)


def test_a_translator_brings_french_up_to_date(room):
    translator = room.rapporteur
    translator.go("draft/languages/fr/")
    waiting = translator.all("main .actions a.button:not(.plain)")
    for _unit in range(40):
        if not waiting.count():
            break
        translator.follow("main .actions a.button:not(.plain)")
        if not translator.all("[name='text']").input_value():
            translator.fill(text="Texte français de ce paragraphe.")
        translator.send("main button[value='reviewed']")
        translator.go("draft/languages/fr/")
    assert waiting.count() == 0
    assert translator.all("main section[aria-labelledby]").count() == 1
    translator.go("draft/?lang=fr")
    assert "Texte français de ce paragraphe." in translator.said
    assert not translator.complaints
