"""Orders about words: replaced, deleted, put in before or after others, at an edge, or up to an edge."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from rapporteur_core.redline.instructing.citing import Cited
from rapporteur_core.redline.instructing.desk import Edit, New, sentence_ranges
from rapporteur_core.redline.instructing.endings import FINAL, ends, without
from rapporteur_core.redline.instructing.joining import (
    ending,
    inserted,
    insertion,
    lowered,
    removal,
    replaced,
    sentence_of,
)
from rapporteur_core.redline.instructing.numbering import ENUMERATOR
from rapporteur_core.redline.instructing.orders import Order
from rapporteur_core.redline.instructing.placing import Target
from rapporteur_core.redline.instructing.scene import Plan, Scene
from rapporteur_core.redline.instructing.statements import Content

Found = tuple[Target, int, int]
Row = TypeVar("Row")
NEAR = 12
# “… (le reste sans changement)”: the words before it are the last that change.
UNCHANGED = r"\(?(?:le reste (?:est )?sans changement|(?:the )?rest unchanged|el resto sin cambios)\)?"
REST = re.compile(
    rf"\s?(?:\.{{3}}|…)?\s?{UNCHANGED}[\s.;»”\"]{{0,6}}$"
    r"|\s?(?:\.{3}|…)[\s»”\"]{0,4}$",
    re.IGNORECASE,
)
LONGEST_ANCHOR = 12


def plan_words(scene: Scene, order: Order, *, deletes: bool) -> Plan:
    """Words replaced or deleted: in each place that is named, or where they stand in the whole document."""
    if len(order.olds) != 1:
        raise scene.find.refuse("no_words", order.start, order.end)
    old = order.olds[0]
    words = "" if deletes or order.new is None else words_of(scene, order.new)
    plan = Plan("delete" if deletes else "replace", quoted=old.text, words=words)
    for target, start, end in _chosen(scene, order, old):
        base = scene.desk.entries[target.index].base
        edit = removal(base, start, end) if deletes else replaced(base, start, end, old.text, words)
        plan.edits.append((target.index, Edit(*edit)))
    return _placed(scene, order, plan)


def plan_at_words(scene: Scene, order: Order, new: Content) -> Plan:
    """Words put in before or after others, or between two."""
    anchors = [(side, what) for side, what in order.anchors if isinstance(what, Content)]
    side, anchor = anchors[0]
    words = words_of(scene, new)
    plan = Plan("insert_before" if side == "before" else "insert_after", quoted=anchor.text, words=words)
    chosen = _between(scene, order, anchors) if order.between else anchored(scene, order, anchor)
    for target, start, end in chosen:
        base = scene.desk.entries[target.index].base
        plan.edits.append((target.index, Edit(*insertion(base, start if side == "before" else end, words))))
    return _placed(scene, order, plan)


def plan_at_sentence(scene: Scene, order: Order, new: Content, side: str, cited: Cited) -> Plan:
    """A sentence put in before or after one that is named."""
    words = words_of(scene, new)
    plan = Plan("insert_before" if side == "before" else "insert_after", words=words)
    targets = scene.find.of_place(cited)
    for target in targets:
        base = scene.desk.entries[target.index].base
        position = target.start if side == "before" else target.end
        if side == "after" and target.end >= len(base.rstrip()):
            position = ending(base, target.start, target.end).sentence
        plan.edits.append((target.index, Edit(position, position, inserted(base, position, sentence_of(words)))))
    plan.place = scene.place(targets)
    return plan


def plan_at_edge(scene: Scene, order: Order, new: Content, edge: str) -> Plan:
    """Words or sentences put in at the start or end of a place."""
    words = words_of(scene, new)
    plan = Plan("insert_at_end" if edge == "end" else "insert_at_start", words=words)
    targets = _edge_targets(scene, order, edge)
    is_sentence = order.unit is not None and order.unit.kind == "sentence"
    for target in targets:
        base = scene.desk.entries[target.index].base
        edit = (
            _at_end(base, target, words, is_sentence)
            if edge == "end"
            else _at_start(scene, base, target, words, is_sentence)
        )
        plan.edits.append((target.index, edit))
    plan.place = scene.place(targets)
    return plan


def plan_tail(scene: Scene, order: Order) -> Plan:
    """From the words named to the end of the place, or from its start to the words that the new ones end with."""
    if order.tail == "start" and order.verb in ("rewrite", "replace"):
        return _plan_beginning(scene, order)
    anchors = [what for _side, what in order.anchors if isinstance(what, Content)]
    if not anchors:
        raise scene.find.refuse("no_words", order.start, order.end)
    if order.verb != "delete" and order.new is None:
        raise scene.find.refuse("no_new_words", order.start, order.end)
    lines = scene.dressed(order.new.lines) if order.new else [""]
    plan = Plan("replace" if order.new else "delete", quoted=anchors[0].text, words="\n".join(lines))
    for target, start, end in anchored(scene, order, anchors[0]):
        base = scene.desk.entries[target.index].base
        if order.this == "sentence" and target.whole:
            target = _sentence_around(base, target, start)
        edit = Edit(target.start, start, "") if order.tail == "start" else _to_end(base, target, end, lines[0])
        plan.edits.append((target.index, edit))
        if len(lines) > 1:
            plan.added.append((target.index, [New(line) for line in lines[1:]]))
    return _placed(scene, order, plan)


def plan_resentenced(scene: Scene, targets: Sequence[Target], new: Content) -> Plan:
    """Sentences, or other parts of paragraphs, replaced."""
    refuse_rest(scene, new)
    words = words_of(scene, new)
    plan = Plan("replace", words=words, place=scene.place(targets))
    for target in targets:
        base = scene.desk.entries[target.index].base
        last = ending(base, target.start, target.end)
        end = last.close if target.end >= len(base.rstrip()) else target.end
        text = words if ends(FINAL, words) else words + base[last.words : end]
        plan.edits.append((target.index, Edit(target.start, end, text)))
        plan.quoted = base[target.start : end]
    return plan


def plan_unsentenced(scene: Scene, targets: Sequence[Target], plan: Plan) -> Plan:
    """Sentences, or other parts of paragraphs, deleted: added to `plan`."""
    plan.operation = "delete"
    for target in targets:
        base = scene.desk.entries[target.index].base
        for start, end in target.sentences or ((target.start, target.end),):
            kept = ending(base, start, end).close if end >= len(base.rstrip()) else end
            plan.edits.append((target.index, Edit(*removal(base, start, kept))))
            plan.quoted = base[start:kept]
    return plan


def refuse_rest(scene: Scene, new: Content) -> None:
    """Refuse new words that leave a rest unchanged where what they replace is replaced as a whole."""
    if re.search(UNCHANGED, new.text, re.IGNORECASE):
        raise scene.find.refuse("rest", new.start, new.end)


def words_of(scene: Scene, content: Content) -> str:
    """New words in the typography of the house; refused where they are several paragraphs and the text has lines."""
    if scene.desk.is_text and len(content.lines) > 1:
        raise scene.find.refuse("lines", content.start, content.end)
    return scene.dress(content.text)


def _targets(scene: Scene, order: Order) -> list[Target]:
    return scene.find.targets(order.places) if order.places else scene.find.everything()


def _placed(scene: Scene, order: Order, plan: Plan) -> Plan:
    targets = scene.find.targets(order.places) if order.places else []
    plan.place = scene.place(targets, [index for index, _edit in plan.edits])
    return plan


def _chosen(scene: Scene, order: Order, old: Content) -> list[Found]:
    """The words that an order means, in each place that it names, or in the whole document."""
    targets = _targets(scene, order)

    def standing(target: Target, now: bool) -> list[tuple[int, int]]:
        return _standing(scene, order, old, target, now)

    if not order.places:
        return _selected(scene, _found(targets, standing), order, old, order.occurrence)
    chosen: list[Found] = []
    for target in targets:
        rows = _found([target, *scene.find.below(target)], standing)
        chosen += _selected(scene, rows, order, old, order.occurrence, in_each=len(targets) == order.times)
    return chosen


def anchored(scene: Scene, order: Order, anchor: Content) -> list[Found]:
    """The same for the words beside which others come in."""
    wanted = order.anchor_occurrence or order.occurrence
    targets = _targets(scene, order)

    def standing(target: Target, now: bool) -> list[tuple[int, int]]:
        return scene.find.find(anchor.text, target, now=now)

    if not order.places:
        return _selected(scene, _found(targets, standing), order, anchor, wanted)
    chosen: list[Found] = []
    for target in targets:
        rows = _found([target, *scene.find.below(target)], standing)
        chosen += _selected(scene, rows, order, anchor, wanted, in_each=len(targets) == order.times)
    return chosen


def _found(within: Sequence[Target], standing: Callable[[Target, bool], list[tuple[int, int]]]) -> list[Found]:
    """Where words stand in the text before; only where they stand nowhere in it, in the text with the changes so far."""
    before = [(target, *each) for target in within for each in standing(target, False)]
    return before or [(target, *each) for target in within for each in standing(target, True)]


def _between(scene: Scene, order: Order, anchors: Sequence[tuple[str, Content]]) -> list[Found]:
    """The first of two quotations, where the second follows it."""
    if len(anchors) != 2:
        raise scene.find.refuse("no_words", order.start, order.end)
    one, two = anchors[0][1], anchors[1][1]
    rows: list[Found] = []
    for target in _targets(scene, order):
        base = scene.desk.entries[target.index].base
        seconds = scene.find.find(two.text, target)
        firsts = scene.find.find(one.text, target)
        rows += [(target, *each) for each in firsts if any(_is_next(base, each, second) for second in seconds)]
    return _selected(scene, rows, order, one, order.occurrence)


def _standing(scene: Scene, order: Order, old: Content, target: Target, now: bool) -> list[tuple[int, int]]:
    """Where the words stand in a target, beside the anchor and at the edge that the order names."""
    found = scene.find.find(old.text, target, now=now)
    for side, anchor in order.anchors:
        if isinstance(anchor, Content):
            found = _beside(scene, found, side, anchor, order, target)
    edge = target.edge or order.edge
    if not edge or not found:
        return found
    base = scene.desk.entries[target.index].base
    at_edge = [each for each in found if _is_at_edge(base, each, target, edge)]
    if not at_edge:
        raise scene.find.refuse("not_at_edge", old.start, old.end, words=old.text)
    return at_edge


def _beside(
    scene: Scene, found: list[tuple[int, int]], side: str, anchor: Content, order: Order, target: Target
) -> list[tuple[int, int]]:
    """Those of the places that stand right beside an anchor, else all that stand on its side of it."""
    base = scene.desk.entries[target.index].base
    rows = scene.find.find(anchor.text, target)
    if order.anchor_occurrence:
        rows = _of_occurrence(rows, order.anchor_occurrence)
    if not rows:
        return []
    ends, starts = {row[1] for row in rows}, {row[0] for row in rows}
    if side == "after":
        near = [each for each in found if _reaches(base, each[0], ends, -1)]
        return near or [each for each in found if min(ends) <= each[0]]
    near = [each for each in found if _reaches(base, each[1], starts, 1)]
    return near or [each for each in found if each[1] <= max(starts)]


def _reaches(base: str, position: int, places: set[int], step: int) -> bool:
    """Whether one of the places lies before (-1) or after (1) a position, with blanks and marks between at most."""
    for _distance in range(NEAR):
        if position in places:
            return True
        sign = base[position - 1 : position] if step < 0 else base[position : position + 1]
        if not sign or sign.isalnum():
            return False
        position += step
    return False


def _selected(
    scene: Scene,
    rows: list[Found],
    order: Order,
    old: Content,
    wanted: Sequence[int],
    *,
    in_each: bool = False,
) -> list[Found]:
    """The occurrences that an order means; told where it does not say which of several.

    in_each: whether a number of times may count the places that the order names, one in each
    """
    if not rows:
        missing = _missing(scene, order, old)
        raise scene.find.refuse("not_found", missing.start, missing.end, words=missing.text)
    if tuple(wanted) == (0,):
        if order.times and len(rows) != order.times and not (in_each and len(rows) == 1):
            raise scene.find.refuse("no_such_occurrence", old.start, old.end, words=old.text, count=len(rows))
        return rows
    if wanted:
        chosen = _of_occurrence(rows, wanted)
        if len(chosen) != len(wanted):
            raise scene.find.refuse("no_such_occurrence", old.start, old.end, words=old.text, count=len(rows))
        return chosen
    if len(rows) > 1:
        raise scene.find.refuse("several", old.start, old.end, words=old.text, count=len(rows))
    return rows


def _missing(scene: Scene, order: Order, old: Content) -> Content:
    """Which words of an order stand in none of its places: those that are meant, or those beside which they should."""
    within = [each for target in _targets(scene, order) for each in [target, *scene.find.below(target)]]
    for _side, anchor in order.anchors:
        if isinstance(anchor, Content) and not any(scene.find.find(anchor.text, each) for each in within):
            return anchor
    return old


def _of_occurrence(rows: Sequence[Row], wanted: Sequence[int]) -> list[Row]:
    if tuple(wanted) == (0,):
        return list(rows)
    picked = [n - 1 if n > 0 else len(rows) + n for n in wanted]
    return [rows[n] for n in picked if 0 <= n < len(rows)]


def _edge_targets(scene: Scene, order: Order, edge: str) -> list[Target]:
    if order.places:
        targets = scene.find.targets(order.places)
        if edge == "end":
            scene.find.refuse_below(targets)
        return targets
    if not scene.desk.entries or (not order.article and len(scene.desk.entries) != 1):
        raise scene.find.refuse("no_place", order.start, order.end)
    return [scene.find.everything()[-1 if edge == "end" else 0]]


def _at_end(base: str, target: Target, words: str, is_sentence: bool) -> Edit:
    last = ending(base, target.start, target.end)
    stop = base[last.words : last.sentence].strip()
    whole = words[:1].isupper() and words.rstrip()[-1:] in (".", "!", "?") and stop in (".", "!", "?")
    if is_sentence or whole:
        if stop in (".", "!", "?", "…", "..."):
            return Edit(last.sentence, last.sentence, inserted(base, last.sentence, sentence_of(words)))
        return Edit(last.words, last.words, f". {without(FINAL, words)}")
    trimmed = without(FINAL, words) if base[last.words : last.end].strip() else words
    return Edit(last.words, last.words, inserted(base, last.words, trimmed))


def _at_start(scene: Scene, base: str, target: Target, words: str, is_sentence: bool) -> Edit:
    start = target.start
    if start == 0:
        begin = ENUMERATOR.match(base)
        start = begin.end() if begin and scene.desk.is_text else len(base) - len(base.lstrip(' "«“\xa0\u202f'))
    if is_sentence:
        return Edit(start, start, f"{sentence_of(words)} ")
    first = lowered(base, start, scene.language.little)
    text = words if words.endswith((" ", "'", "’")) else f"{words} "
    return Edit(start, start + 1, text + first) if first != base[start : start + 1] else Edit(start, start, text)


def _sentence_around(base: str, target: Target, position: int) -> Target:
    """The sentence of a target in which a position lies."""
    for start, end in sentence_ranges(base):
        if start <= position < end:
            return replace(target, start=start, end=end)
    return target


def _to_end(base: str, target: Target, position: int, words: str) -> Edit:
    """From a position to the end of a target; its last mark stays unless the new words bring one."""
    last = ending(base, position, target.end)
    final = ends(FINAL, words)
    if not words:
        return Edit(position, max(last.words, position), "")
    if not final or (last.close == last.words and base[last.words : last.end].strip()):
        return Edit(position, max(last.words, position), inserted(base[:position], position, without(FINAL, words)))
    return Edit(position, max(last.close, position), inserted(base[:position], position, words))


def _plan_beginning(scene: Scene, order: Order) -> Plan:
    new = order.new
    if new is None:
        raise scene.find.refuse("no_new_words", order.start, order.end)
    if not REST.search(new.text):
        raise scene.find.refuse("no_words", new.start, new.end)
    words = scene.dress(REST.sub("", new.text)).lstrip(' «“"\xa0\u202f')
    plan = Plan("replace", words=words)
    targets = _targets(scene, order) if order.places else scene.find.everything()[:1]
    for target in targets:
        base = scene.desk.entries[target.index].base
        start = target.start or len(base) - len(base.lstrip(' «“"\xa0\u202f'))
        plan.edits.append((target.index, _up_to(scene, target, start, words, new)))
    plan.place = scene.place(targets)
    return plan


def _up_to(scene: Scene, target: Target, start: int, words: str, new: Content) -> Edit:
    """From a start to where the last words of the new beginning stand in the target; as many of them as stand there."""
    pieces = words.split(" ")
    for count in range(min(len(pieces), LONGEST_ANCHOR), 0, -1):
        last = " ".join(pieces[-count:])
        found = scene.find.find(last, target)
        if len(found) == 1:
            return Edit(start, found[0][1], words)
        if found:
            raise scene.find.refuse("several", new.start, new.end, words=last, count=len(found))
    raise scene.find.refuse("not_found", new.start, new.end, words=pieces[-1])


def _is_next(base: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether nothing but blanks and marks stands between two places, in this order."""
    gap = base[one[1] : other[0]] if one[1] <= other[0] <= one[1] + NEAR else "x"
    return not any(sign.isalnum() for sign in gap)


def _is_at_edge(base: str, found: tuple[int, int], target: Target, edge: str) -> bool:
    if edge == "end":
        gap = base[found[1] : target.end] if target.end - found[1] < NEAR else "x"
    else:
        begin = ENUMERATOR.match(base) if target.start == 0 else None
        start = max(begin.end() if begin else 0, target.start)
        # “I. -” itself may be what goes at the start.
        gap = "" if found[0] <= start else base[start : found[0]] if found[0] - start < NEAR else "x"
    return not any(sign.isalnum() for sign in gap)
