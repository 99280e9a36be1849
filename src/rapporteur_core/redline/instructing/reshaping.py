"""Orders about whole paragraphs: deleted, replaced, added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapporteur_core.redline.instructing.blocks import Joined, with_quoted
from rapporteur_core.redline.instructing.citing import Cited
from rapporteur_core.redline.instructing.desk import Edit, Entry, New
from rapporteur_core.redline.instructing.endings import COMMA_OR_SEMICOLON, FULL_STOP, ends, is_ended
from rapporteur_core.redline.instructing.incoming import Numbers, is_within, lines_of, list_goes_on, numbered
from rapporteur_core.redline.instructing.numbering import ENUMERATOR, inserted_after, key, numbered_like
from rapporteur_core.redline.instructing.orders import Order
from rapporteur_core.redline.instructing.placing import Target
from rapporteur_core.redline.instructing.scene import Plan, Scene
from rapporteur_core.redline.instructing.statements import Content
from rapporteur_core.redline.instructing.wording import plan_resentenced, plan_unsentenced, refuse_rest

UNITS = ("paragraph", "preambular", "operative", "sub")
QUOTED = ("«", "“", '"')
BEGINNING = 12
Gap = tuple[int, int, str]


def plan_deleted(scene: Scene, order: Order) -> Plan:
    """Paragraphs or sentences deleted, or the whole document."""
    if order.article and not order.places:
        return Plan("delete_paragraph", deleted=list(range(len(scene.desk.entries))))
    if not order.places:
        raise scene.find.refuse("no_place", order.start, order.end)
    targets = scene.find.targets(order.places)
    plan = Plan("delete_paragraph", place=scene.place(targets), marker=scene.practice.deleted)
    whole = [each for target in targets if target.whole for each in [target, *scene.find.below(target)]]
    plan.deleted = list(dict.fromkeys(target.index for target in whole))
    if scene.practice.prints_bills:
        plan.deleted = _with_quoted(scene, order, plan.deleted)
    parts = [target for target in targets if not target.whole]
    return plan_unsentenced(scene, parts, plan) if parts else plan


def _with_quoted(scene: Scene, order: Order, deleted: list[int]) -> list[int]:
    """Deleted paragraphs with what they announce: no quotation stands in a bill without the words that bring it in."""
    try:
        return with_quoted(scene.desk, deleted)
    except Joined as joined:
        raise scene.find.refuse("below", order.start, order.end, words=_beginning(scene, joined.index)) from joined


def _beginning(scene: Scene, index: int) -> str:
    return " ".join(scene.desk.entries[index].original.split()[:BEGINNING])


def plan_rewritten(scene: Scene, order: Order, new: Content) -> Plan:
    """Paragraphs or sentences replaced, or the whole document."""
    refuse_rest(scene, new)
    if order.article and not order.places:
        return _plan_whole(scene, new)
    if not order.places:
        raise scene.find.refuse("no_place", order.start, order.end)
    targets = scene.find.targets(order.places)
    if any(not target.whole for target in targets):
        return plan_resentenced(scene, targets, new)
    scene.find.refuse_below(targets)
    return _plan_reparagraphed(scene, order, targets, new)


def plan_added(scene: Scene, order: Order, new: Content) -> Plan:
    """New paragraphs after or before a place, at the end or start, or at the number that they are given."""
    before, after, side = gap(scene, order)
    entries = scene.desk.entries
    numbers = Numbers(scene.desk, scene.house, scene.practice)
    new = replace(new, lines=tuple(numbers.filled(new.lines, before)))
    mark = list_goes_on(scene.desk, before, after, new, scene.house) if scene.practice.keeps_list_marks else None
    within, closes = (mark.within, True) if mark else is_within(scene.desk, before, after)
    lines = scene.dressed(lines_of(new, within=within, closes=closes))
    _check_count(scene, order, lines, new)
    if mark:
        lines[-1] = mark.ended(lines[-1])
    elif before >= 0 and after < len(entries):
        lines[-1] = _listed(scene, lines[-1], entries[before])
    like = _neighbour(scene, before, after, side)
    news: list[New] = []
    for line in lines:
        news.append(_added(scene, line, order, like, news))
    plan = Plan("add_paragraph", words="\n".join(lines), side=side)
    there = numbers.standing_at(lines[0]) if scene.desk.is_text else None
    if there is not None and numbers.is_deleted(there):
        plan.replaced.append((there, news))
    else:
        plan.added.append((before if side == "after" else after, news))
        plan.taken = _taken(scene, order, news[0], there)
        if mark:
            plan.edits.append((before, mark.edit))
    if side == "after" and before == len(entries) - 1 and numbers.needs_a_first(lines[0]):
        plan.edits.append((0, Edit(0, 0, numbers.first())))
    if side == "before" and after == 0 and entries and numbers.needs_a_second(lines[0]):
        plan.edits.append((0, Edit(0, 0, numbers.second())))
    shown = [before] if side == "after" and before >= 0 else [after] if after < len(entries) else []
    plan.place = scene.place([], shown)
    return plan


def _neighbour(scene: Scene, before: int, after: int, side: str) -> Entry | None:
    """The paragraph whose row a new one joins: the one before it, unless it comes first in the row of the one after."""
    entries = scene.desk.entries
    if not entries:
        return None
    if side == "before" and before >= 0 and not scene.desk.is_text:
        while before > 0 and entries[before].level > entries[after].level:
            before -= 1
    if before < 0 or (side == "before" and entries[before].kind != entries[after].kind):
        return replace(entries[after], number="")
    return entries[before]


def _taken(scene: Scene, order: Order, new: New, there: int | None) -> str:
    """The number that a new paragraph brings and another bears already."""
    if scene.desk.is_text:
        return scene.desk.entries[there].number if there is not None else ""
    given = order.unit is not None and bool(order.unit.number)
    return new.number if given and key(new.number) in {key(each.number) for each in scene.desk.entries} else ""


def _plan_whole(scene: Scene, new: Content) -> Plan:
    lines = lines_of(new, within=False, closes=False)
    lines[-1] += _stop_after(scene, new, lines[-1])
    texts = scene.dressed(lines)
    if not scene.desk.entries:
        scene.desk.open()
    plan = Plan("replace_paragraph", words="\n".join(texts))
    plan.replaced.append((0, [New(text) for text in texts]))
    plan.deleted = list(range(1, len(scene.desk.entries)))
    return plan


def _stop_after(scene: Scene, new: Content, line: str) -> str:
    """The full stop that a text was given outside its quotation marks."""
    after = scene.text[new.end : new.end + 4].strip(' \xa0\u202f»”"')
    return "." if new.quoted and after[:1] == "." and not is_ended(line) else ""


def _plan_reparagraphed(scene: Scene, order: Order, targets: Sequence[Target], new: Content) -> Plan:
    """Paragraphs replaced: a row of them by what comes in, or each of them by the one."""
    plan = Plan("replace_paragraph", place=scene.place(targets))
    entries = scene.desk.entries
    indices = [target.index for target in targets]
    first, last = entries[indices[0]], entries[indices[-1]]
    follows = entries[indices[-1] + 1].original if indices[-1] + 1 < len(entries) else ""
    within = first.original.lstrip()[:1] in QUOTED
    closes = last.original.rstrip(" ;.,")[-1:] in ("»", "”", '"') and follows.lstrip()[:1] not in QUOTED
    lines = scene.dressed(lines_of(new, within=within, closes=closes))
    _check_count(scene, order, lines, new)
    plan.words = "\n".join(lines)
    if len(indices) > 1 and len(lines) in (1, len(indices)) and order.verb == "rewrite":
        for n, index in enumerate(indices):
            line = _listed(scene, lines[n if len(lines) > 1 else 0], entries[index])
            plan.replaced.append((index, [_new(scene, line, entries[index])]))
    elif indices == list(range(indices[0], indices[0] + len(indices))):
        news = [_new(scene, line, first if n == 0 else None, first) for n, line in enumerate(lines)]
        news[-1].text = _listed(scene, news[-1].text, last)
        plan.replaced.append((indices[0], news))
        plan.deleted = indices[1:]
    else:
        raise scene.find.refuse("count", new.start, new.end, expected=len(indices), count=len(lines))
    return plan


def _check_count(scene: Scene, order: Order, lines: Sequence[str], new: Content) -> None:
    expected = order.unit.count if order.unit and order.unit.kind in UNITS else None
    if not lines:
        raise scene.find.refuse("no_new_words", order.start, order.end)
    if expected is not None and expected != len(lines):
        raise scene.find.refuse("count", new.start, new.end, expected=expected, count=len(lines))


def _listed(scene: Scene, text: str, entry: Entry) -> str:
    """The mark at the end of a paragraph in a list stays when the paragraph is replaced."""
    old = ends(COMMA_OR_SEMICOLON, entry.original)
    if old is None or not scene.practice.keeps_list_marks:
        return text
    new = ends(FULL_STOP, text)
    if new:
        return text[: new.start()] + old[0].rstrip()
    return text if is_ended(text) else text + old[0].rstrip()


def _new(scene: Scene, line: str, own: Entry | None, like: Entry | None = None) -> New:
    """A paragraph that takes the place of `own`, or comes in beside paragraphs such as `like`."""
    if scene.desk.is_text:
        return New(line)
    new = numbered(line, own or like, "")
    if own is not None:
        new.number = own.number
    return new


def _added(scene: Scene, line: str, order: Order, like: Entry | None, above: Sequence[New]) -> New:
    if scene.desk.is_text:
        return New(line)
    unit = order.unit
    new = numbered(line, like, unit.number if unit and not above else "")
    if unit and unit.kind == "sub" and like is not None:
        new.level = max(like.level, 1)
        new.kind = "subparagraph" if like.kind else ""
    if unit and unit.kind in ("preambular", "operative"):
        new.kind = unit.kind
    if like is None or not like.number:
        return new  # No number comes before the first; the drafters give one.
    if not new.number:
        entries = scene.desk.entries
        taken = {key(entry.number) for entry in entries} | {key(new.number) for new in above}
        taken |= {key(new.number) for entry in entries for new in [*entry.before, *entry.after]}
        new.number = inserted_after(_number_above(scene, like, new.level), taken)
    else:
        new.number = numbered_like(new.number, like.number)
    return new


def _number_above(scene: Scene, like: Entry, level: int) -> str:
    """The number after which one of `level` comes: that of the paragraph of this level which `like` is or is below."""
    index = next((n for n, entry in enumerate(scene.desk.entries) if entry is like), 0)
    while index > 0 and scene.desk.entries[index].level > level:
        index -= 1
    return scene.desk.entries[index].number


def gap(scene: Scene, order: Order) -> Gap:
    """The entries between which paragraphs come in, and the side on which the cited one stands."""
    count = len(scene.desk.entries)
    for side, what in order.anchors:
        if not isinstance(what, Cited):
            raise scene.find.refuse("no_place", order.start, order.end)
        targets = scene.find.of_place(what)
        if side == "before":
            return targets[0].index - 1, targets[0].index, "before"
        return _after(scene, targets[-1].index)
    edge = order.edge or next((place.edge for place in order.places if place.edge), "")
    if order.places and not edge and (order.verb == "complete" or (order.unit and order.unit.kind == "sub")):
        return _after(scene, scene.find.targets(order.places)[-1].index)
    if edge == "start" and not order.places:
        return -1, 0, "before"
    if not order.places and (edge == "end" or (order.article and order.verb == "complete")):
        return count - 1, count, "after"
    return _by_number(scene, order)


def _after(scene: Scene, index: int) -> Gap:
    """After an entry and its subparagraphs: what comes after paragraph 5 comes after its (a) and (b)."""
    last = ([index] + scene.desk.below(index))[-1]
    return last, last + 1, "after"


def _by_number(scene: Scene, order: Order) -> Gap:
    """“A new OP4 bis” comes after OP4, and after the bis and ter that are there."""
    unit = order.unit
    stem = re.match(r"(?:OP|PP)?\s?(\d+)\s?(?:bis|ter|quater|quinquies)\b", unit.number if unit else "", re.IGNORECASE)
    if unit is None or stem is None or scene.desk.is_text:
        raise scene.find.refuse("no_place", order.start, order.end)
    part = unit.kind if unit.kind in ("preambular", "operative") else "paragraph"
    found = scene.desk.numbered(stem[1], part)
    if len(found) != 1:
        raise scene.find.refuse("no_paragraph", order.start, order.end, words=stem[1])
    entries, index = scene.desk.entries, found[0]
    own = key(entries[index].number)
    index = _after(scene, index)[0]
    while index + 1 < len(entries) and re.fullmatch(
        rf"{own}(?:bis|ter|quater|quinquies)", key(entries[index + 1].number)
    ):
        index = _after(scene, index + 1)[0]
    return index, index + 1, "after"


def is_part_of_the_deleted(scene: Scene, deleted: Sequence[int], n: int) -> bool:
    """Whether a deleted paragraph is a part of a numbered one deleted in the same row above it: a) of 3°, 3° of II."""
    own = _depth(scene.desk.entries[deleted[n]].original)
    first = n
    while first > 0 and deleted[first - 1] == deleted[first] - 1:
        first -= 1
        if _depth(scene.desk.entries[deleted[first]].original) < own:
            return True
    return False


def _depth(text: str) -> int:
    match = ENUMERATOR.match(text)
    if match is None or match["mark"]:
        return 9
    return 1 if match["roman"] else 2 if match["degree"] else 3
