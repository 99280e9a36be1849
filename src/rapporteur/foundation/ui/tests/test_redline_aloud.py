"""Redlines on pages: escaped before they are marked; to those who hear them, with who made each change."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from rapporteur.foundation.ui.templatetags.ui import redline
from rapporteur_core.redline import Change, compare, merge

ALOUD = re.compile(r'<span class="aloud" lang="(\w+)" dir="(\w+)">([^<]*)</span>')
NAMES = {1: "A-01, Quito", 2: "A-02, Lomé"}


def heard(marked):
    """What a reader hears."""
    return " ".join(re.sub(r"<[^>]+>", "", marked).split())


def test_without_an_author_each_mark_is_announced_by_what_it_is():
    assert heard(redline(compare("a basic one", "a public one"))) == (
        "a deleted: basic end of deletion inserted: public end of insertion one"
    )


def test_each_text_is_escaped_before_it_is_marked():
    marked = redline([Change("insert", "<b>&"), Change("keep", "<i>")], by='<script>"')
    assert "<ins>" in marked
    assert ("<b>" in marked, "<i>" in marked, "<script>" in marked) == (False, False, False)


def test_with_one_author_each_mark_is_announced_and_closed():
    marked = redline(compare("a basic one", "a public one"), "A-01, Quito")
    assert heard(marked) == (
        "a deleted by A-01, Quito: basic end of deletion inserted by A-01, Quito: public end of insertion one"
    )


def test_with_several_each_change_is_announced_by_those_who_made_it():
    merged = merge("a basic one now", {1: "a public one now", 2: "a basic one today"})
    words = heard(redline(merged.changes, NAMES))
    assert "inserted by A-01, Quito: public" in words
    assert "inserted by A-02, Lomé: today" in words


def test_what_several_change_alike_names_all_of_them_and_what_nobody_known_changed_names_none():
    merged = merge("a basic one", {1: "a public one", 2: "a public one"})
    assert "inserted by A-01, Quito; A-02, Lomé: public" in heard(redline(merged.changes, NAMES))
    assert "inserted: public" in heard(redline(merged.changes, {}))
    by_default = heard(redline(compare("a basic one", "a public one"), {None: "CCM/2017/L.1/Rev.1"}))
    assert "inserted by CCM/2017/L.1/Rev.1: public" in by_default


def test_words_in_dispute_are_marked_and_announced():
    marked = redline([Change("keep", "a "), Change("keep", "basic", (1, 2)), Change("keep", " one")], NAMES)
    assert "<mark>" in marked
    assert heard(marked) == "a in dispute between A-01, Quito; A-02, Lomé: basic end of dispute one"


def test_of_a_blank_alone_nothing_is_said():
    marked = redline([Change("keep", "one"), Change("delete", " "), Change("insert", "\n"), Change("insert", "two")])
    assert heard(marked) == "one inserted: two end of insertion"
    assert "one<del> </del><ins>\n</ins><ins><span" in marked


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_what_is_said_aloud_is_in_the_readers_language_and_marked_so(language, direction):
    with translation.override(language):
        marked = redline(compare("a basic one", "a public one"), "A-01")
    assert [found[:2] for found in ALOUD.findall(marked)] == [(language, direction)] * 4


def test_without_what_is_said_aloud_a_redline_is_its_marks_alone():
    changes = compare("We, the mayors, note it.", "We, mayors, urge all of it.")
    marks = "".join(
        {"insert": "<ins>{}</ins>", "delete": "<del>{}</del>", "keep": "{}"}[each.kind].format(each.text)
        for each in changes
    )
    assert ALOUD.sub("", redline(changes, "A-01, Quito")) == ALOUD.sub("", redline(changes)) == marks
