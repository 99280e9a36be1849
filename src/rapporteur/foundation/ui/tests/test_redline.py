from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from rapporteur_core.redline import Change, compare, merge

HOSTILE = [
    "<script>alert(1)</script>",
    "</ins></del><img src=x onerror=alert(1)>",
    "<!-- <ins>",
    "&lt;b&gt; & &#x3c;",
    '" onmouseover="alert(1)',
    "{{ request }} {% url 'x' %}",
    "<b>مرحبا</b> \u202e<i>city</i>",
    mark_safe("<b>bold</b>"),
]


class Reader(HTMLParser):
    """What a browser would make of a page: its elements with attributes, and the words in each."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self.said, self.within = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, attrs))
        self.within.append(tag)

    def handle_endtag(self, tag):
        assert self.within.pop() == tag

    def handle_data(self, data):
        self.said.append((self.within[-1] if self.within else "", data))

    def handle_comment(self, data):
        raise AssertionError(f"A comment came through: {data}")


def page_of(changes):
    """A redline as it is seen: without what is said aloud, which holds no words of the text."""
    page = Template("{% redline changes %}").render(Context({"changes": changes}))
    return re.sub(
        r'<span class="aloud" lang="en" dir="ltr"> (?:inserted|deleted|in dispute|end of \w+):? </span>', "", page
    )


def read(changes):
    return Reader(page_of(changes))


def test_changes_are_marked_and_kept_words_are_not():
    assert page_of(compare("the big house", "the old house")) == "the <del>big</del><ins>old</ins> house"


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(("kind", "tag"), [("keep", ""), ("insert", "ins"), ("delete", "del"), ("bracket", "span")])
def test_hostile_words_in_any_piece_are_words(kind, tag, text):
    found = read([Change(kind, text)])
    assert "".join(said for _tag, said in found.said) == text
    assert {within for within, _said in found.said} == {tag}
    assert [element for element, _attributes in found.elements] == ([tag] if tag else [])


@pytest.mark.parametrize("text", HOSTILE)
def test_a_redline_of_hostile_texts_holds_marks_alone(text):
    changes = [*compare(f"We {text} act", "We will act"), *compare("We will act", f"We {text} {text} act")]
    changes += merge(f"a {text} b", {"<b>": f"a {text} c", "&": f"<i> {text} b"}).changes
    found = read(changes)
    assert {element for element, _attributes in found.elements} == {"ins", "del"}
    assert all(not attributes for _element, attributes in found.elements)
    assert "".join(said for _tag, said in found.said) == "".join(change.text for change in changes)
