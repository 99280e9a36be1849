"""One text negotiated by several people: an amendment by form and one by Word, a co-sponsor, a conflict in brackets."""

from __future__ import annotations

import io
import zipfile

import pytest

from .conftest import Demo
from .people import Visitor

SLUG = "cities-and-migrants-2017"
PARAGRAPH, BESIDE = "p-13", "p-15"
# A paragraph of the sample with two amendments for the same words.
IN_CONFLICT = "p-09"
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


def filed_by_form(person: Person, key: str, before: str, words: str, rationale: str) -> int:
    """The number of an amendment that puts `words` before others, seen as a redline before it is filed."""
    proposed = words_of(person, key).replace(before, f"{words} {before}", 1)
    person.fill(proposed_text=proposed, rationale=rationale)
    person.send("main button[name='preview']")
    assert person.all("main ins").count() == 1
    person.send("main form button:not([name])")
    return number_in(person)


def filed_by_word(person: Person, key: str, before: str, words: str, rationale: str) -> int:
    """The same by the draft that was downloaded, worked on with Track Changes and sent in."""
    file = inserted_in_word(person, key, before, f"{words} ", "A. Hamdan")
    person.page.locator("[name='file_0']").set_input_files(
        {"name": "draft.docx", "mimeType": "application/octet-stream", "buffer": file}
    )
    person.send("main form button")
    assert "A. Hamdan" in person.said and person.all("main ins").count() == 1
    person.fill(rationale=rationale)
    person.press("file")
    person.go("draft/returns/")
    person.follow("main table a")
    person.follow("main p a[href*='/draft/amendments/']")
    assert "Made in Word by A. Hamdan" in person.said
    return number_in(person)


def decide(person: Person, number: int, act: str, **facts) -> None:
    person.go(f"draft/amendments/{number}/")
    person.press(act, **facts)


def test_a_text_is_negotiated_from_one_revision_to_the_next(room):
    """By form and by Word, with a co-sponsor; merged, put in brackets, frozen; what is unclear then is settled."""
    delegate, friend, rapporteur, officer = room.delegate, room.friend, room.rapporteur, room.officer
    first = words_of(delegate, PARAGRAPH).split(" ", 4)[3]
    other_first = words_of(delegate, BESIDE).split(" ", 4)[3]
    number = filed_by_form(delegate, PARAGRAPH, first, "swiftly", "Time is short.")
    beside = filed_by_form(delegate, BESIDE, other_first, "truly", "It must be meant.")
    decide(rapporteur, number, "admit")
    decide(rapporteur, beside, "admit")
    decide(friend, number, "co_sponsor")
    other = filed_by_word(friend, PARAGRAPH, first, "fully", "In full, or not at all.")
    decide(rapporteur, other, "admit")
    decide(rapporteur, beside, "accept")
    decide(rapporteur, number, "accept")
    decide(rapporteur, other, "accept", warned=True)
    assert f"A-{number} was accepted and changes the same words as A-{other}" in rapporteur.said

    officer.go("draft/desk/")
    officer.press("close_amendments")
    rapporteur.go("draft/desk/")
    rapporteur.press("begin")
    rapporteur.press("apply")
    for key, words in ((PARAGRAPH, f"swiftly {first}"), (BESIDE, f"truly {other_first}")):
        rapporteur.go(f"draft/desk/paragraph/{key}/")
        assert words in rapporteur.all("[name='text']").input_value()

    settle_by_brackets(rapporteur)
    rapporteur.go("draft/desk/")
    rapporteur.press("freeze")
    work_off_the_queue(rapporteur, other)
    rapporteur.go("draft/compare/2/3/")
    said = " ".join(rapporteur.all(f"#{PARAGRAPH} .document").inner_text().split())
    assert f"inserted by A-{number}, " in said and "end of insertion" in said
    assert not [complaint for each in (delegate, friend, rapporteur, officer) for complaint in each.complaints]


def settle_by_brackets(drafter: Person) -> None:
    """Of two alternatives neither is taken: both stand in brackets, with their amendments as the reason."""
    drafter.go(f"draft/room/?p={IN_CONFLICT}")
    drafter.follow("#to-conflict")
    sides = drafter.all("main .sides > .card")
    assert sides.count() == 2
    alternatives = sides.locator(".document").all_inner_texts()
    drafter.press("brackets")
    drafter.go(f"draft/desk/paragraph/{IN_CONFLICT}/")
    words = drafter.all("[name='text']").input_value()
    assert all(f"[{each}]" in words for each in alternatives), words


def work_off_the_queue(drafter: Person, number: int) -> None:
    """The amendment to words that were changed meanwhile stands with both beside it, and is laid on the new ones."""
    drafter.go("draft/desk/")
    drafter.follow("main a[href$='/draft/desk/queue/']")
    item = drafter.all(f"#A-{number}")
    assert item.locator(".sides > .card").count() == 3
    words = item.locator("textarea").first
    assert "swiftly" in words.input_value()
    words.fill(words.input_value().replace("swiftly", "swiftly and fully"))
    drafter.send(f"#A-{number} button[value='settle']")
    assert drafter.all(f"#A-{number}").count() == 0
    drafter.go(f"draft/amendments/{number}/")
    assert "and fully" in drafter.all("main ins").last.inner_text()


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
