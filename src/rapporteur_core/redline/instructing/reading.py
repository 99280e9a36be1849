"""Statements read as orders: what is to be done, where, to which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapporteur_core.redline.instructing.citing import Cited, cited, counted_units, number_named, ordinals_in
from rapporteur_core.redline.instructing.orders import (
    Context,
    Order,
    Unit,
    anchor_places,
    context_of,
    settle,
    with_parts,
)
from rapporteur_core.redline.instructing.statements import LONGEST, Content, Statement, statements
from rapporteur_core.redline.instructing.tokens import Language, Token

LONGEST_HEADING = 20


@dataclass(frozen=True)
class Read:
    """The orders of a mail, and the ranges in which none was seen."""

    orders: list[Order]
    unread: list[tuple[int, int]]


def read(text: str, language: Language) -> Read:
    """The orders of a mail in order, each with the places that headings give to it."""
    orders: list[Order] = []
    unread: list[tuple[int, int]] = []
    top = inner = Context()
    last: tuple[Cited, ...] = ()
    for statement in statements(text, language):
        if len(statement.tokens) > LONGEST:
            unread.append((statement.start, statement.end))
            continue
        if statement.tokens[0].kind == "enumerator":
            top = Context() if statement.tokens[0].value == "major" else top
            inner = top
        found = _Reader(statement, language, last).orders()
        if _is_heading(statement, found):
            context = context_of(found[0], inner)
            inner, top = context, context if found[0].places and found[0].places[0].part else top
            last = context.here or last
        elif not _is_order(statement, found):
            unread.append((statement.start, statement.end))
            if _seems_a_heading(statement):
                inner = Context(lost=(statement.start, statement.end))
        else:
            for order in found:
                settle(order, inner, last)
                last = tuple(order.places) or anchor_places(order) or last
            orders += found
    return Read(orders, unread)


def _is_heading(statement: Statement, found: Sequence[Order]) -> bool:
    if len(found) != 1 or statement.has("verb", "passive", "again", "other") or statement.contents:
        return False
    order = found[0]
    return bool(
        order.places or order.this or order.article or any(isinstance(what, Cited) for _side, what in order.anchors)
    )


def _is_order(statement: Statement, found: Sequence[Order]) -> bool:
    """Whether a statement asks for something: prose may hold a verb of change, and never a place or words besides."""
    has_object = any(
        each.places or each.olds or each.new or each.anchors or each.this or each.article or each.unit or each.tail
        for each in found
    )
    if statement.has("verb", "passive", "again"):
        return has_object
    return bool(statement.contents) and any(each.owns_place for each in found)


def _seems_a_heading(statement: Statement) -> bool:
    """Whether a statement that was not understood may name the place of those below it."""
    tokens = statement.tokens
    return len(tokens) <= LONGEST_HEADING and tokens[-1].kind != "stop" and statement.has("place", "this")


class _Reader:
    def __init__(self, statement: Statement, language: Language, last: Sequence[Cited]) -> None:
        self.statement, self.language, self.last = statement, language, last
        self.tokens = statement.tokens
        self.verbs_after = self._verbs_after()
        self.last_verb = max((n for n, token in enumerate(self.tokens) if token.kind == "verb"), default=-1)
        self.done: list[Order] = []
        self.now = Order(statement.start, statement.end)
        self.side = ""
        self.role = ""
        self.joined = ""
        self.loose: list[Content] = []
        self.open_place: Cited | None = None
        self.opens_anchor = False
        self.edge = ""
        self.occurrence: tuple[int, ...] = ()

    def _verbs_after(self) -> list[bool]:
        """For each token whether a verb of change comes after it before the next quotation."""
        found: list[bool] = []
        ahead = False
        for token in reversed(self.tokens):
            found.append(ahead)
            if token.kind == "verb":
                ahead = True
            elif token.kind in ("quote", "content"):
                ahead = False
        return found[::-1]

    def orders(self) -> list[Order]:
        for index, token in enumerate(self.tokens):
            handle = getattr(self, f"_on_{token.kind}", None)
            if handle is not None:
                handle(token, index)
            if token.kind not in ("filler", "accordingly", "comma"):
                self.joined = ""
            if token.kind in ("and", "comma"):
                self.joined = "and" if token.kind == "and" else self.joined or "comma"
        self._finish()
        return self._struck_and_inserted(self.done)

    # One method a kind of token.

    def _on_verb(self, token: Token, _index: int) -> None:
        self._end_place()
        now = self.now
        if now.verb == "join" and token.value == "rewrite":
            return  # “Merge paragraphs 5 and 6 to read” gives the words of the one.
        if now.verb and now.is_complete:
            self._next(token.start)
        elif now.verb and now.verb != "rewrite" and token.value == "rewrite":
            return  # “Insert a paragraph that should read” inserts.
        elif now.verb and now.verb not in ("rewrite", token.value):
            now.unknown.append(token)
            return
        self.now.verb = "renumber" if token.value == "become" else token.value
        self._take_loose()
        self._end_place()
        self.role = "as" if token.value == "become" else ""

    def _on_passive(self, token: Token, index: int) -> None:
        self._on_verb(token, index)

    def _on_again(self, token: Token, _index: int) -> None:
        if self.now.verb and self.now.is_complete:
            self._next(token.start)
        self.now.verb = "again"

    def _on_place(self, token: Token, index: int) -> None:
        place = cited(token, self.language)
        if self.now.verb == "renumber" and self.role == "as":
            self.now.numbers.append(place)
            return
        begins = self.joined == "and" or (self.joined == "comma" and self.now.owns_place)
        if self.now.is_complete and self.now.verb and begins and self.verbs_after[index]:
            self._next(token.start)
        self._put_place(replace(place, edge=self.edge))
        self.edge = ""

    def _put_place(self, place: Cited) -> None:
        if self.side and not self._is_within_anchor(place):
            self._end_place()
            self.open_place, self.opens_anchor = place, True
            return
        together = self.open_place.joined(place) if self.open_place and self.joined != "and" else None
        if together is not None:
            self.open_place = together
        else:
            opens_anchor = self.opens_anchor and self.open_place is not None
            self._end_place()
            self.open_place, self.opens_anchor = place, opens_anchor

    def _is_within_anchor(self, place: Cited) -> bool:
        return self.opens_anchor and self.open_place is not None and self.open_place.joined(place) is not None

    def _end_place(self) -> None:
        place = self.open_place
        self.open_place = None
        if place is None:
            return
        if self.opens_anchor:
            self.now.anchors.append((self.side, place))
            self.side, self.opens_anchor = "", False
        else:
            self.now.places.append(place)
            self.now.owns_place = True

    def _on_part(self, token: Token, _index: int) -> None:
        if self.open_place is not None and self.open_place.part == "paragraph":
            self.open_place = replace(self.open_place, part=token.value)
        elif self.now.unit is not None and self.now.unit.kind == "paragraph":
            self.now.unit = replace(self.now.unit, kind=token.value)
        elif self.now.verb == "move":
            self.now.unknown.append(token)  # “to the end of the preamble” is not the end of the document

    def _on_this(self, token: Token, _index: int) -> None:
        if self.side and token.value != "article":
            self._end_place()
            for place in self.last:
                self.now.anchors.append((self.side, place))
            self.now.this = self.now.this or ("" if self.last else token.value)
            self.side = ""
            return
        if token.value == "article":
            self.now.article = True
        else:
            self.now.this = token.value
        if self.edge:
            self.now.edge, self.edge = self.edge, ""

    def _on_role(self, token: Token, _index: int) -> None:
        if token.value in ("after", "before"):
            if self.now.is_complete and self.joined == "and" and _index < self.last_verb:
                self._next(token.start)
            self._end_place()
            self.side = token.value
        elif token.value == "between":
            self._end_place()
            self.now.between = True
        elif token.value in ("by", "as"):
            self._end_place()
            self.role = token.value
        elif self.now.verb == "replace":
            self.role = "for"

    def _on_edge(self, token: Token, _index: int) -> None:
        self._end_place()
        if self.edge:
            self.now.edge = self.edge
        self.edge = token.value

    def _on_tail(self, token: Token, _index: int) -> None:
        self._end_place()
        self.now.tail = token.value

    def _on_noun(self, _token: Token, _index: int) -> None:
        if self.role != "by":
            self.role = self.role or "words"

    def _on_unit(self, token: Token, _index: int) -> None:
        kind = "paragraph" if token.value in ("numbered", "part") else token.value
        count = None if token.value in ("numbered", "part") else counted_units(token, self.language)
        named = number_named(token) if token.value in ("paragraph", "preambular", "operative", "sub") else ""
        number = named if token.value == "sub" or any(sign.isdigit() for sign in named) else ""
        self._end_place()
        self.now.unit = Unit(kind, count, number)
        if self.now.verb == "replace":
            self.role = "by"

    def _on_occurrence(self, token: Token, _index: int) -> None:
        if self.now.is_complete and self.joined == "and":
            verb = self.now.verb
            self._next(token.start)
            self.now.verb = verb
        if token.value == "ordinal":
            found = ordinals_in(token.text, self.language)
        else:
            found = (0,)
            if token.value == "count" or any(word in self.language.counts for word in token.text.lower().split()):
                self.now.times = counted_units(token, self.language) or 0
            if "both" in token.text.lower() or "amb" in token.text.lower() or "twice" in token.text.lower():
                self.now.times = 2
        if self.side:
            self.now.anchor_occurrence = found
        else:
            self.now.occurrence = found

    def _on_quote(self, token: Token, index: int) -> None:
        self._put_content(self.statement.contents[token.start], token, index)

    def _on_content(self, token: Token, index: int) -> None:
        self._put_content(self.statement.contents[token.start], token, index)

    def _on_other(self, token: Token, _index: int) -> None:
        if self.now.verb == "renumber" and self.role == "as" and token.text.isdigit():
            self.now.numbers.append(Cited(token.start, token.end, "paragraph", ((token.text, token.text),)))
        else:
            self.now.unknown.append(token)

    def _on_accordingly(self, _token: Token, _index: int) -> None:
        self.now.accordingly = True

    # What a quotation is depends on what was said before it.

    def _put_content(self, content: Content, token: Token, index: int) -> None:
        now = self.now
        if self.side and not (self.opens_anchor and self.open_place):
            now.anchors.append((self.side, content))
            self.side = ""
            self.role = ""
            return
        self._end_place()
        if now.between and len(now.anchors) < 2:
            now.anchors.append(("between", content))
            return
        if not now.verb:
            self.loose.append(content)
        elif now.verb == "replace":
            self._put_replaced(content)
        elif now.verb == "delete":
            now.olds.append(content)
        elif now.verb in ("insert", "complete", "rewrite", "join") and now.new is None:
            if now.verb == "rewrite" and self.role == "words" and self.verbs_after[index]:
                now.olds.append(content)
            else:
                now.new = content
        else:
            now.unknown.append(token)

    def _put_replaced(self, content: Content) -> None:
        now = self.now
        if self.role == "for" and now.olds and now.new is None:
            now.new, now.olds = now.olds[0], [content]
        elif now.new is not None:
            self._next(content.start)
            self.now.verb, self.now.olds = "replace", [content]
        elif self.role == "by" or now.olds:
            now.new = content
            self.role = ""
        else:
            now.olds.append(content)
            self.role = ""

    def _take_loose(self) -> None:
        """Quotations before the verb: “the words ‘a’ are replaced by ‘b’”."""
        if not self.loose:
            return
        if self.now.verb in ("replace", "delete", "rewrite"):
            self.now.olds += self.loose
        elif self.now.verb == "insert":
            self.now.new = self.loose[0]
        self.loose = []

    def _next(self, start: int) -> None:
        self._finish_one(start)
        self.now = Order(start, self.statement.end)

    def _finish_one(self, end: int) -> None:
        self._end_place()
        if self.edge:
            self.now.edge, self.edge = self.edge, ""
        before = self.done[-1] if self.done else None
        if before and not self.now.owns_place and not self.now.this and not self.now.article:
            places = [what for _side, what in before.anchors if isinstance(what, Cited)]
            self.now.places = list(before.places) or ([] if self.now.anchors else places)
            self.now.this, self.now.article = before.this, before.article
        self.now.places = with_parts(self.now.places)
        self.now.end = end
        self.now.strays = [stray for stray in self.statement.strays if self.now.start <= stray.position < end]
        self.done.append(self.now)
        self.role = self.side = ""

    def _finish(self) -> None:
        if self.loose and not self.now.verb:
            self.now.olds += self.loose
        self._finish_one(self.statement.end)

    @staticmethod
    def _struck_and_inserted(orders: list[Order]) -> list[Order]:
        """“Strike ‘a’ and insert ‘b’” is one replacement where the insertion names no place of its own."""
        kept: list[Order] = []
        for order in orders:
            before = kept[-1] if kept else None
            if (
                before is not None
                and (before.verb, order.verb) == ("delete", "insert")
                and len(before.olds) == 1
                and order.new is not None
                and order.unit is None
                and not (order.owns_place or order.anchors or order.edge)
            ):
                before.verb, before.new, before.end = "replace", order.new, order.end
                before.unknown += order.unknown
            else:
                kept.append(order)
        return kept
