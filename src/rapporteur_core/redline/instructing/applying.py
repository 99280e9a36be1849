"""Orders carried out on the desk: each is planned in full, then made; what cannot be placed changes nothing."""

from __future__ import annotations

from dataclasses import replace

from rapporteur_core.redline.instructing.citing import Cited
from rapporteur_core.redline.instructing.desk import New
from rapporteur_core.redline.instructing.matching import form
from rapporteur_core.redline.instructing.moving import plan_joined, plan_moved, plan_renumbered, plan_split
from rapporteur_core.redline.instructing.numbering import ENUMERATOR
from rapporteur_core.redline.instructing.orders import Order
from rapporteur_core.redline.instructing.placing import Unplaced
from rapporteur_core.redline.instructing.reshaping import (
    UNITS,
    is_part_of_the_deleted,
    plan_added,
    plan_deleted,
    plan_rewritten,
)
from rapporteur_core.redline.instructing.scene import Plan, Scene
from rapporteur_core.redline.instructing.statements import Content
from rapporteur_core.redline.instructing.values import Instruction, Operation, Revision, State
from rapporteur_core.redline.instructing.wording import (
    plan_at_edge,
    plan_at_sentence,
    plan_at_words,
    plan_tail,
    plan_words,
)

STRAY_SHOWN = 80
WHOLE = {"renumber": plan_renumbered, "move": plan_moved, "join": plan_joined, "split": plan_split}


class Applier:
    """Carries out the orders of one mail, number `source`, on a desk that others may have worked on before."""

    def __init__(self, scene: Scene, source: int) -> None:
        self.scene, self.source = scene, source
        self.desk, self.find = scene.desk, scene.find
        self.before: Order | None = None

    def apply(self, order: Order) -> list[Instruction]:
        """An instruction for each part of an order: one, or one for each quotation that it deletes."""
        order = self._repeated(order)
        is_list = order.verb == "delete" and len(order.olds) > 1 and not order.tail
        made = [self._one(replace(order, olds=[old])) for old in order.olds] if is_list else [self._one(order)]
        if order.verb != "again":
            self.before = order
        return made

    def _repeated(self, order: Order) -> Order:
        """“The same replacement in paragraph 7” is the order before it, at its own place."""
        before = self.before
        if order.verb != "again" or before is None:
            return order
        anchors = [each for each in before.anchors if isinstance(each[1], Content)]
        return replace(
            before,
            start=order.start,
            end=order.end,
            places=order.places,
            owns_place=order.owns_place,
            article=order.article,
            edge=order.edge,
            anchors=anchors,
            unknown=order.unknown,
            strays=order.strays,
            lost=order.lost,
        )

    def _one(self, order: Order) -> Instruction:
        try:
            self._check(order)
            plan = self._plan(order)
            changes = self._make(plan, order)
        except Unplaced as unplaced:
            state: State = "ambiguous" if unplaced.refusal.is_ambiguous else "unplaced"
            return Instruction(
                _operation(order),
                state,
                order.start,
                order.end,
                self.source,
                quoted=order.olds[0].text if order.olds else "",
                words=order.new.text if order.new else "",
                refusals=(unplaced.refusal,),
            )
        return Instruction(
            plan.operation,
            "placed",
            order.start,
            order.end,
            self.source,
            plan.place,
            plan.quoted,
            plan.words,
            tuple(changes),
        )

    def _check(self, order: Order) -> None:
        """Refuse what was not read in full: nothing that was not understood may be passed over."""
        for stray in order.strays:
            code = "unclosed_quote" if stray.opens else "unopened_quote"
            raise self.find.refuse(code, stray.position, min(order.end, stray.position + STRAY_SHOWN))
        if order.unknown:
            raise self.find.refuse("not_understood", order.unknown[0].start, order.unknown[-1].end)
        if order.lost is not None:
            raise self.find.refuse("not_understood", *order.lost)
        if order.verb in ("unsupported", "again", ""):
            codes = {"unsupported": "operation", "again": "nothing_before", "": "no_operation"}
            raise self.find.refuse(codes[order.verb], order.start, order.end)

    def _plan(self, order: Order) -> Plan:
        if order.verb in WHOLE:
            return WHOLE[order.verb](self.scene, order)
        if order.tail:
            return plan_tail(self.scene, order)
        if order.verb == "delete":
            return plan_words(self.scene, order, deletes=True) if order.olds else plan_deleted(self.scene, order)
        if order.new is None:
            raise self.find.refuse("no_new_words", order.start, order.end)
        if order.verb in ("replace", "rewrite"):
            if order.olds:
                return plan_words(self.scene, order, deletes=False)
            return plan_rewritten(self.scene, order, order.new)
        return self._plan_inserted(order, order.new)

    def _plan_inserted(self, order: Order, new: Content) -> Plan:
        unit = order.unit.kind if order.unit else ""
        if unit == "article":
            raise self.find.refuse("elsewhere", order.start, order.end)
        cites = [(side, what) for side, what in order.anchors if isinstance(what, Cited)]
        if unit in UNITS:
            return plan_added(self.scene, order, new)
        if any(isinstance(what, Content) for _side, what in order.anchors):
            return plan_at_words(self.scene, order, new)
        if cites and not unit and not any(what.sentences for _side, what in cites):
            return plan_added(self.scene, order, new)
        if cites:
            return plan_at_sentence(self.scene, order, new, *cites[0])
        edges = [place.edge for place in order.places if place.edge]
        default = "end" if order.verb == "complete" or unit == "sentence" else ""
        edge = order.edge or next(iter(edges), "") or default
        if not edge:
            raise self.find.refuse("no_place", order.start, order.end)
        return plan_at_edge(self.scene, order, new, edge)

    # Making.

    def _make(self, plan: Plan, order: Order) -> list[Revision]:
        """Make a plan, all of it or nothing; gives what becomes of each paragraph."""
        if self._is_made(plan):
            return []
        self._check_overlap(plan, order)
        changes: list[Revision] = []
        numbers = dict(plan.numbers)
        for index, edits in plan.edits_by_entry().items():
            entry = self.desk.entries[index]
            entry.edits += edits
            changes.append(Revision(index, entry.base, entry.alone(edits), number=numbers.get(index, "")))
        changes += self._make_deleted(plan) + self._make_moved(plan) + self._make_renumbered(plan)
        for index, news in plan.replaced:
            entry = self.desk.entries[index]
            entry.replaced = news
            changes.append(Revision(index, entry.base, news[0].text))
            changes += [Revision(index + 1, "", new.text, True, new.number) for new in news[1:]]
        for index, news in plan.added:
            changes += self._make_added(index, news, plan)
        return sorted(changes, key=lambda each: (each.paragraph, not each.is_new))

    def _make_deleted(self, plan: Plan) -> list[Revision]:
        changes: list[Revision] = []
        for n, index in enumerate(plan.deleted):
            entry = self.desk.entries[index]
            number = ENUMERATOR.match(entry.original) if plan.marker and self.desk.is_text else None
            if number is not None and not is_part_of_the_deleted(self.scene, plan.deleted, n):
                text = entry.original[: number.end()] + plan.marker
                entry.replaced = [New(text, entry.number)]
                changes.append(Revision(index, entry.base, text))
            else:
                entry.is_deleted = True
                changes.append(Revision(index, entry.base, ""))
        return changes

    def _make_moved(self, plan: Plan) -> list[Revision]:
        self.desk.move(plan.moved, plan.behind)
        bases = {index: self.desk.entries[index].base for index in plan.moved}
        return [Revision(index, base, base, behind=self.desk.moved[index]) for index, base in bases.items()]

    def _make_renumbered(self, plan: Plan) -> list[Revision]:
        edited = plan.edits_by_entry()
        changes: list[Revision] = []
        for index, number in plan.numbers:
            entry = self.desk.entries[index]
            entry.given = number
            if index not in edited:
                changes.append(Revision(index, entry.base, entry.base, number=number))
        return changes

    def _make_added(self, index: int, news: list[New], plan: Plan) -> list[Revision]:
        if not self.desk.entries:
            self.desk.open()
        if plan.side == "before" or index < 0:
            at = max(index, 0)
            self.desk.entries[at].before += news
            return [Revision(at, "", new.text, True, new.number) for new in news]
        self.desk.entries[index].after += news
        return [Revision(index + 1, "", new.text, True, new.number) for new in news]

    def _is_made(self, plan: Plan) -> bool:
        """Whether an earlier instruction did exactly this: two that ask for the same are done once."""
        there = {(index, edit) for index in plan.edits_by_entry() for edit in self.desk.entries[index].edits}
        edits = all(each in there for each in plan.edits)
        deleted = all(self.desk.entries[index].is_deleted or self._is_marked(index, plan) for index in plan.deleted)
        others = all(_same(self.desk.entries[index].replaced, news) for index, news in plan.replaced)
        added = all(self._is_added(index, news, plan) for index, news in plan.added)
        behind = [plan.behind, *plan.moved]
        moved = all(self.desk.moved.get(index) == before for index, before in zip(plan.moved, behind, strict=False))
        numbers = all(self.desk.entries[index].given == number for index, number in plan.numbers)
        something = bool(plan.edits or plan.deleted or plan.replaced or plan.added or plan.moved or plan.numbers)
        return something and edits and deleted and others and added and moved and numbers

    def _is_marked(self, index: int, plan: Plan) -> bool:
        there = self.desk.entries[index].replaced
        return bool(plan.marker and there and len(there) == 1 and there[0].text.endswith(plan.marker))

    def _is_added(self, index: int, news: list[New], plan: Plan) -> bool:
        if not self.desk.entries:
            return False
        at = self.desk.entries[max(index, 0)]
        there = at.before if plan.side == "before" or index < 0 else at.after
        size = len(news)
        return any(_same(there[n : n + size], news) for n in range(len(there) - size + 1))

    def _check_overlap(self, plan: Plan, order: Order) -> None:
        for index, edits in plan.edits_by_entry().items():
            entry = self.desk.entries[index]
            if not entry.is_whole or entry.is_touched(edits):
                raise self.find.refuse("overlap", order.start, order.end)
            if any(entry.base[edit.start : edit.end] == edit.words for edit in edits):
                raise self.find.refuse("no_change", order.start, order.end)
        for index in [*plan.deleted, *(index for index, _news in plan.replaced)]:
            entry = self.desk.entries[index]
            if entry.edits or not entry.is_whole:
                raise self.find.refuse("overlap", order.start, order.end)
        for index in plan.moved:
            if index in self.desk.moved or not self.desk.entries[index].is_whole:
                raise self.find.refuse("overlap", order.start, order.end)
        if any(self.desk.entries[index].given or not self.desk.entries[index].is_whole for index, _n in plan.numbers):
            raise self.find.refuse("overlap", order.start, order.end)
        if plan.taken:
            raise self.find.refuse("number_taken", order.start, order.end, words=plan.taken)


def _operation(order: Order) -> Operation:
    """What an order that is not placed asks for, as far as it can be seen."""
    if order.verb == "delete":
        return "delete" if order.olds or order.tail else "delete_paragraph"
    if order.verb in ("replace", "rewrite"):
        return "replace" if order.olds or order.tail else "replace_paragraph"
    if order.verb in ("insert", "complete"):
        if order.unit and order.unit.kind in UNITS:
            return "add_paragraph"
        side = order.anchors[0][0] if order.anchors else order.edge
        names: dict[str, Operation] = {"before": "insert_before", "after": "insert_after", "start": "insert_at_start"}
        return names.get(side, "insert_at_end")
    whole: dict[str, Operation] = {"renumber": "renumber", "move": "move", "join": "join", "split": "split"}
    return whole.get(order.verb, "none")


def _same(there: list[New] | None, news: list[New]) -> bool:
    """Whether paragraphs have the same words; capital letters, marks and blanks may differ."""
    if there is None or len(there) != len(news):
        return False
    pairs = zip(there, news, strict=True)
    return all(form(one.text).signs.casefold() == form(other.text).signs.casefold() for one, other in pairs)
