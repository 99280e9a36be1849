"""A committee in the drafting room: one projects, one decides by keyboard, one has no scripts; all see the same text."""

from __future__ import annotations

import pytest

from .conftest import Demo
from .people import Visitor

SLUG = "cities-and-migrants-2017"
# A paragraph of the sample with two amendments for the same words, A-13 and A-14.
PARAGRAPH = "p-09"
SELECTED = """() => {
    getSelection().selectAllChildren(document.querySelector('.focus > .document'));
    return getSelection().toString();
}"""


@pytest.fixture(scope="module")
def committee(tmp_path_factory):
    """A sample conference of its own: what is decided here disturbs no other journey."""
    running = Demo(tmp_path_factory.mktemp("committee") / "home")
    yield running
    running.stop()


@pytest.fixture
def person(browser, committee):
    """`person("secretariat")`: somebody at a browser of their own, before the room."""
    visitors = []

    def come(name, *, scripts=True, path=f"draft/room/?p={PARAGRAPH}"):
        visitor = Visitor(browser, committee, SLUG, "en", scripts=scripts)
        visitors.append(visitor)
        visitor.arrive(committee.addresses[name])
        visitor.go(path)
        return visitor

    yield come
    for each in visitors:
        assert each.complaints == []
        each.close()


def test_what_one_accepts_by_keyboard_others_see_without_a_reload_and_with_one(person):
    screen, plain = person("public"), person("public", scripts=False)
    first, second = person("secretariat"), person("rapporteur")
    second.all("#accept-14").focus()
    assert screen.all(".amendment.accepted").count() == plain.all(".amendment.accepted").count() == 0
    first.all("#accept-13").focus()
    with first.page.expect_navigation():
        first.page.keyboard.press("Enter")
    screen.all(".amendment.accepted").wait_for()
    assert "accepted" in screen.all("#room-news").inner_text()
    second.all(".amendment.accepted").wait_for()
    assert second.page.evaluate("document.activeElement.id") == "accept-14"
    assert plain.all(".amendment.accepted").count() == 0
    plain.page.reload()
    assert plain.all(".amendment.accepted").count() == 1
    with second.page.expect_navigation():
        second.page.keyboard.press("Enter")
    assert "A-13 was accepted and changes the same words as A-14" in second.all("[role=alert]").inner_text()


def test_words_that_are_copied_are_those_of_the_text(person):
    screen = person("public", path="draft/room/?p=p-10")
    heard, copied = screen.all(".focus > .document").inner_text(), screen.page.evaluate(SELECTED)
    assert "inserted by A-" in " ".join(heard.split())
    assert "inserted by" not in copied


def test_one_goes_through_the_text_by_links_alone(person):
    reader = person("public", scripts=False, path="draft/room/")
    reader.follow(f"#to-{PARAGRAPH}")
    name = reader.all("#focused").inner_text()
    reader.follow("#to-behind")
    assert reader.all("#focused").inner_text() != name
    reader.follow("#to-before")
    assert reader.all("#focused").inner_text() == name
    reader.follow("#to-conflict")
    assert reader.all("h1").inner_text() == f"Conflicts: {name}"
    reader.follow(".eyebrow a")
    reader.follow("#to-whole")
    assert reader.all("#focused").count() == 0
