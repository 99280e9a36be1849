"""Orders about the place of whole paragraphs: moved, joined, split, given another number."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapporteur_core.redline.instructing.citing import Cited
from rapporteur_core.redline.instructing.desk import Edit, Entry, New
from rapporteur_core.redline.instructing.numbering import ENUMERATOR, inserted_after, key, numbered_like
from rapporteur_core.redline.instructing.orders import Order
from rapporteur_core.redline.instructing.placing import ROWS, Target
from rapporteur_core.redline.instructing.reshaping import gap
from rapporteur_core.redline.instructing.scene import Plan, Scene
from rapporteur_core.redline.instructing.statements import Content
from rapporteur_core.redline.instructing.wording import anchored


def plan_moved(scene: Scene, order: Order) -> Plan:
    """Paragraphs put behind or before another, or to the start or end of the document."""
    indices = [target.index for target in _whole(scene, order)]
    if len(order.anchors) > 1 or not (order.anchors or order.edge):
        raise scene.find.refuse("no_place", order.start, order.end)
    if order.anchors:
        behind = gap(scene, order)[0]
    else:
        behind = -1 if order.edge == "start" else len(scene.desk.entries) - 1
    if behind in indices or indices[0] == behind + 1:
        raise scene.find.refuse("no_change", order.start, order.end)
    return Plan("move", moved=indices, behind=behind, place=scene.place([], indices))


def plan_joined(scene: Scene, order: Order) -> Plan:
    """Two paragraphs that follow one another made one, in their words or in those that the order gives."""
    targets = _whole(scene, order)
    indices = sorted(target.index for target in targets)
    if len(indices) != 2 or indices[1] != indices[0] + 1:
        raise scene.find.refuse("not_two", order.start, order.end, count=len(indices))
    first, second = (scene.desk.entries[index] for index in indices)
    text = order.new.text if order.new else f"{first.base.rstrip()} {second.base.lstrip()}"
    plan = Plan("join", place=scene.place(targets), words=text)
    plan.replaced.append((indices[0], [_like(first, scene.dress(text) if order.new else text)]))
    plan.deleted.append(indices[1])
    return plan


def plan_split(scene: Scene, order: Order) -> Plan:
    """One paragraph made two, behind or before words or a sentence."""
    targets = _whole(scene, order)
    if len(targets) != 1 or len(order.anchors) != 1:
        raise scene.find.refuse("no_cut", order.start, order.end)
    entry, index = scene.desk.entries[targets[0].index], targets[0].index
    at = _cut(scene, order, targets[0])
    head, tail = entry.base[:at].rstrip(), entry.base[at:].lstrip()
    if not head or not tail:
        raise scene.find.refuse("no_change", order.start, order.end)
    taken = {key(each.number) for each in scene.desk.entries}
    rest = _like(entry, tail)
    rest.number = inserted_after(entry.number, taken) if entry.number else ""
    plan = Plan("split", place=scene.place(targets), words=tail)
    plan.replaced.append((index, [_like(entry, head), rest]))
    return plan


def plan_renumbered(scene: Scene, order: Order) -> Plan:
    """Paragraphs given the numbers that the order names; where it names none (“accordingly”), none is given."""
    if not order.numbers:
        if order.places and not order.accordingly:
            raise scene.find.refuse("no_number", order.start, order.end)
        return Plan("renumber", place=scene.place(scene.find.targets(order.places)))
    targets, wanted = scene.find.targets(order.places), _numbers(order.numbers)
    if not targets:
        raise scene.find.refuse("no_place", order.start, order.end)
    if len(targets) != len(wanted) or any(not target.whole for target in targets):
        raise scene.find.refuse("count", order.start, order.end, expected=len(targets), count=len(wanted))
    plan = Plan("renumber", place=scene.place(targets), words=", ".join(wanted))
    for target, number in zip(targets, wanted, strict=True):
        _renumber(scene, order, plan, target.index, number)
    leaving = {index for index, _number in plan.numbers}
    taken = {key(each.now) for n, each in enumerate(scene.desk.entries) if each.is_whole and n not in leaving}
    plan.taken = next((number for _index, number in plan.numbers if key(number) in taken), "")
    return plan


def _renumber(scene: Scene, order: Order, plan: Plan, index: int, number: str) -> None:
    """Put the new number of an entry, and those of its subparagraphs, into the plan."""
    entry = scene.desk.entries[index]
    if not entry.number:
        raise scene.find.refuse("no_number", order.start, order.end)
    new = _written(entry.number, number)
    plan.numbers.append((index, new))
    for below in scene.desk.below(index):
        own = scene.desk.entries[below].number
        if own.startswith(f"{entry.number} "):
            plan.numbers.append((below, new + own[len(entry.number) :]))
    if scene.desk.is_text and (match := ENUMERATOR.match(entry.base)):
        plan.edits.append((index, Edit(*match.span("number"), _in_style(match["number"], number))))


def _whole(scene: Scene, order: Order) -> list[Target]:
    """The paragraphs that an order names, each without anything below it."""
    if not order.places:
        raise scene.find.refuse("no_place", order.start, order.end)
    targets = scene.find.targets(order.places)
    if any(not target.whole for target in targets):
        raise scene.find.refuse("no_paragraph", order.places[0].start, order.places[0].end)
    scene.find.refuse_below(targets)
    return targets


def _cut(scene: Scene, order: Order, target: Target) -> int:
    """Where a paragraph is cut: a place in its text."""
    side, anchor = order.anchors[0]
    if isinstance(anchor, Content):
        (_target, start, end), *others = anchored(scene, order, anchor)
        if others:
            raise scene.find.refuse("several", anchor.start, anchor.end, words=anchor.text, count=len(others) + 1)
        return end if side == "after" else start
    within = order.places[0].joined(anchor) if not anchor.part else anchor
    found = scene.find.of_place(within)[0] if within else target
    if found.index != target.index or found.whole:
        raise scene.find.refuse("no_cut", order.start, order.end)
    return found.end if side == "after" else found.start


def _numbers(cited: Iterable[Cited]) -> list[str]:
    """The numbers that are cited, a range in full: 6 to 8 is 6, 7, 8."""
    found: list[str] = []
    for each in cited:
        if each.subparagraph:
            found.append(f"({each.subparagraph[-1]})")
            continue
        for first, last in each.numbers:
            one, two = (int(number) if number.isdigit() else -1 for number in (first, last))
            is_range = 0 <= one < two < one + ROWS
            found += [str(number) for number in range(one, two + 1)] if is_range else [first]
    return found


def _written(old: str, number: str) -> str:
    """A new number in the form of the old one: OP5 and 6 give OP6, OP1 (b) and (c) give OP1 (c)."""
    if number.startswith("("):
        return re.sub(r"\([^()]*\)$", number, old) if old.endswith(")") else number
    return numbered_like(number, old)


def _in_style(old: str, number: str) -> str:
    """A new number as the text writes its own: 3° and 4 give 4°, b) and (c) give c)."""
    return number.strip("()") + ("°" if "°" in old else "")


def _like(entry: Entry, text: str) -> New:
    return New(text, entry.number, entry.kind, entry.level)
