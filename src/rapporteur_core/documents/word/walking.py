"""A Word file walked from its first paragraph to its last: body, tables, text boxes, then notes, headers and footers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from rapporteur_core.documents.word.changes import KINDS, UNMARKED, Effect, Marks, Revision, revision_of
from rapporteur_core.documents.word.gathering import Gathering, ParagraphDraft, Point
from rapporteur_core.documents.word.model import ChangeKind, Container, ContainerKind
from rapporteur_core.documents.word.names import Element, attribute, child, children, name_of, value_of, words_in
from rapporteur_core.documents.word.runs import (
    HANDLERS,
    SILENT,
    alternatives,
    deeper,
    format_changes,
    gather_control,
    gather_range,
    tracked,
    walk,
)
from rapporteur_core.documents.word.styles import laid_over, of_paragraph


@dataclass(frozen=True)
class Around:
    """What surrounds a block: marks, and the changes that bring or take it whole."""

    marks: Marks = UNMARKED
    effect: Effect = Effect()

    def whole(self, effect: Effect) -> Around:
        inserted = self.effect.inserted if effect.inserted is None else effect.inserted
        deleted = self.effect.deleted if effect.deleted is None else effect.deleted
        return replace(self, effect=Effect(inserted, deleted))


FREE = Around()
Block = Callable[[Gathering, Element, Around], None]
STORIES: tuple[ContainerKind, ...] = ("header", "footer")
NOTES: tuple[ContainerKind, ...] = ("footnote", "endnote")
# Lines that Word draws above notes lie among them.
NO_NOTES = frozenset(["separator", "continuationSeparator", "continuationNotice"])
MARKS: dict[str, ChangeKind] = {
    "w:ins": "paragraph_insert",
    "w:moveTo": "paragraph_insert",
    "w:del": "paragraph_delete",
    "w:moveFrom": "paragraph_delete",
}
ROWS: dict[str, ChangeKind] = {"w:ins": "table_row_insert", "w:del": "table_row_delete"}
CELLS: dict[str, ChangeKind] = {
    "w:cellIns": "table_cell_insert",
    "w:cellDel": "table_cell_delete",
    "w:cellMerge": "table_cell_merge",
}
# A column beyond any that Word can make: the figure is not believed.
MOST_COLUMNS = 1_000


def walk_document(gathering: Gathering) -> None:
    """Gather everything of a file but its comments."""
    package, main = gathering.package, gathering.part
    if (body := child(package.document, "w:body")) is not None:
        _story(gathering, main, body, Container("body"))
    for kind in NOTES:
        for part in package.related(main, f"{kind}s"):
            _notes(gathering, part, kind)
    for kind in STORIES:
        for number, part in enumerate(package.related(main, kind), 1):
            if (root := package.xml(part)) is not None:
                _story(gathering, part, root, Container(kind, number))


def walk_blocks(gathering: Gathering, parent: Element, around: Around = FREE) -> None:
    """Gather every paragraph and table of a body, cell, note, header, comment or text box."""
    deeper(gathering)
    for element in parent:
        name = name_of(element)
        if handler := BLOCKS.get(name):
            handler(gathering, element, around)
        elif name in KINDS:
            walk_blocks(gathering, element, replace(around, marks=tracked(gathering, element, around.marks)))
        elif HANDLERS.get(name) is gather_range:
            gather_range(gathering, element, around.marks)
        elif name in HANDLERS:
            _stray(gathering, element, around)
        elif name not in SILENT:
            gathering.leftover("unknown", detail=name, is_kept=True)
            walk_blocks(gathering, element, around)
    gathering.depth -= 1


def _story(gathering: Gathering, part: str, root: Element, container: Container, around: Around = FREE) -> None:
    gathering.part, gathering.container = part, container
    gathering.begin_flow()
    walk_blocks(gathering, root, around)
    gathering.end_fields()


def _notes(gathering: Gathering, part: str, kind: ContainerKind) -> None:
    """The notes of a kind in the order in which the text refers to them; those that it does not are told."""
    root = gathering.package.xml(part)
    notes = {
        attribute(element, "w:id") or "": element
        for element in children(root)
        if name_of(element) == f"w:{kind}" and attribute(element, "w:type") not in NO_NOTES
    }
    number = 0
    # A note may refer to another: that reference joins the list while it is read.
    for reference in gathering.notes:
        if reference.kind == kind and (element := notes.pop(reference.identifier, None)) is not None:
            number, begin = number + 1, gathering.point()
            _story(gathering, part, element, Container(kind, number), FREE.whole(reference.effect))
            reference.leftover.detail = str(number)
            reference.leftover.text = gathering.quote(begin, gathering.point())
    gathering.container = Container(kind)
    for element in notes.values():
        gathering.leftover(kind, words_in(element))


@contextmanager
def _inside(gathering: Gathering, container: Container) -> Iterator[None]:
    """For the time in a cell or text box: paragraphs of its own, which join nothing outside."""
    before = (gathering.container, gathering.flow, gathering.fields, gathering.codes)
    gathering.container, gathering.fields, gathering.codes = container, [], 0
    gathering.begin_flow()
    yield
    gathering.end_fields()
    gathering.container, gathering.flow, gathering.fields, gathering.codes = before


def _paragraph(gathering: Gathering, element: Element, around: Around) -> None:
    draft = gathering.begin_paragraph(around.effect.inserted, around.effect.deleted)
    properties = child(element, "w:pPr")
    _describe(gathering, draft, properties)
    walk(gathering, element, around.marks)
    _end_of_paragraph(gathering, draft, properties, around.marks)
    gathering.end_paragraph()
    for box, effect in draft.boxes:
        _box(gathering, box, around, effect)


def _describe(gathering: Gathering, draft: ParagraphDraft, properties: Element | None) -> None:
    """Style, list and number of a paragraph."""
    identifier, own = value_of(child(properties, "w:pStyle")), of_paragraph(properties)
    draft.style = laid_over(own, gathering.styles.of(identifier))
    numbering = draft.style.numbering
    # A list of 0 takes the paragraph out of that of its style.
    if numbering is None or numbering == "0":
        return
    level = draft.style.level
    if level is None:
        level = gathering.numbering.level_of_style(numbering, identifier)
    draft.numbering, draft.level = numbering, level
    draft.displayed = gathering.numbering.next(numbering, level)


def _end_of_paragraph(gathering: Gathering, draft: ParagraphDraft, properties: Element | None, marks: Marks) -> None:
    """The changes of a paragraph's mark and of its format."""
    of_mark = child(properties, "w:rPr")
    draft.mark_inserted = _mark_around(gathering, marks.inserted, "paragraph_insert")
    draft.mark_deleted = _mark_around(gathering, marks.deleted, "paragraph_delete")
    for element in children(of_mark):
        if (kind := MARKS.get(name_of(element))) is None:
            continue
        move = tracked(gathering, element, UNMARKED)
        named = (move.inserted or move.deleted or revision_of(element, kind)).move
        number = gathering.ledger.single(revision_of(element, kind, named), draft.place)
        if kind == "paragraph_insert":
            draft.mark_inserted = number
        else:
            draft.mark_deleted = number
    format_changes(gathering, of_mark, "mark")
    format_changes(gathering, properties, "paragraph")
    format_changes(gathering, child(properties, "w:sectPr"), "section")
    for element in children(child(properties, "w:numPr")):
        if name_of(element) in ("w:ins", "w:numberingChange"):
            gathering.ledger.single(revision_of(element, "format"), draft.place, detail="numbering")


def _mark_around(gathering: Gathering, revision: Revision | None, kind: ChangeKind) -> int | None:
    """The change of a mark where a whole paragraph lies in a tracked range."""
    if revision is None:
        return None
    return gathering.ledger.single(replace(revision, kind=kind), gathering.place())


def _stray(gathering: Gathering, element: Element, around: Around) -> None:
    """Words that stand outside of any paragraph, as some programs write them: a paragraph of their own."""
    draft = gathering.begin_paragraph(around.effect.inserted, around.effect.deleted)
    HANDLERS[name_of(element)](gathering, element, around.marks)
    gathering.end_paragraph()
    for box, effect in draft.boxes:
        _box(gathering, box, around, effect)


def _box(gathering: Gathering, element: Element, around: Around, effect: Effect) -> None:
    """A text box, which comes and goes with the words that it hangs on."""
    gathering.boxes += 1
    leftover, begin = gathering.leftover("text_box", is_kept=True), gathering.point()
    with _inside(gathering, Container("text_box", gathering.boxes, within=gathering.container)):
        walk_blocks(gathering, element, Around(effect=around.whole(effect).effect))
    leftover.text = gathering.quote(begin, gathering.point())


def _table(gathering: Gathering, element: Element, around: Around) -> None:
    gathering.tables += 1
    table = Container("cell", gathering.tables, within=gathering.container)
    leftover = gathering.leftover("table", is_kept=True)
    format_changes(gathering, child(element, "w:tblPr"), "table")
    format_changes(gathering, child(element, "w:tblGrid"), "grid")
    rows = columns = 0
    for row in _unwrapped(gathering, element, "w:tr"):
        rows += 1
        columns = max(columns, _row(gathering, row, replace(table, row=rows), around))
    leftover.detail = f"{rows} × {columns}"
    gathering.begin_flow()


def _row(gathering: Gathering, element: Element, row: Container, around: Around) -> int:
    """Gather a row; its number of columns."""
    properties = child(element, "w:trPr")
    begin, changed = gathering.point(), _changes_of(gathering, properties, ROWS)
    around = around.whole(_effect(changed))
    format_changes(gathering, properties, "row")
    format_changes(gathering, child(element, "w:tblPrEx"), "row")
    column = 1 + _figure(value_of(child(properties, "w:gridBefore")), 0)
    for cell in _unwrapped(gathering, element, "w:tc"):
        _cell(gathering, cell, replace(row, column=column), around)
        column += _figure(value_of(child(cell, "w:tcPr", "w:gridSpan")), 1)
    _name_words(gathering, changed, begin)
    return column - 1


def _cell(gathering: Gathering, element: Element, cell: Container, around: Around) -> None:
    properties = child(element, "w:tcPr")
    with _inside(gathering, cell):
        begin, changed = gathering.point(), _changes_of(gathering, properties, CELLS)
        format_changes(gathering, properties, "cell")
        walk_blocks(gathering, element, around.whole(_effect(changed)))
        _name_words(gathering, changed, begin)


def _unwrapped(gathering: Gathering, parent: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also from within content controls and custom XML."""
    for element in parent:
        name = name_of(element)
        if name == wanted:
            yield element
        elif name == "w:sdt":
            contents: list[Element] = []
            gather_control(gathering, element, contents.append)
            for content in contents:
                yield from _unwrapped(gathering, content, wanted)
        elif name == "w:customXml":
            gathering.leftover("custom_xml", detail=attribute(element, "w:element") or "", is_kept=True)
            yield from _unwrapped(gathering, element, wanted)
        elif HANDLERS.get(name) is gather_range:
            gather_range(gathering, element, UNMARKED)
        elif name not in SILENT:
            gathering.unread(element)


def _changes_of(
    gathering: Gathering, properties: Element | None, kinds: dict[str, ChangeKind]
) -> dict[int, ChangeKind]:
    """The changes that lie in the properties of a row or cell: their numbers and kinds."""
    return {
        gathering.ledger.single(revision_of(element, kind), gathering.place()): kind
        for element in children(properties)
        if (kind := kinds.get(name_of(element)))
    }


def _effect(changed: dict[int, ChangeKind]) -> Effect:
    inserted = next((number for number, kind in changed.items() if kind.endswith("insert")), None)
    return Effect(inserted, next((number for number, kind in changed.items() if kind.endswith("delete")), None))


def _name_words(gathering: Gathering, changed: dict[int, ChangeKind], begin: Point) -> None:
    for number in changed:
        gathering.ledger.add_text(number, gathering.quote(begin, gathering.point(), most=None))


def _figure(value: str, otherwise: int) -> int:
    return min(int(value), MOST_COLUMNS) if value.isdecimal() and len(value) < 6 else otherwise


def _block_control(gathering: Gathering, element: Element, around: Around) -> None:
    gather_control(gathering, element, lambda content: walk_blocks(gathering, content, around))


def _block_wrapped(gathering: Gathering, element: Element, around: Around) -> None:
    gathering.leftover("custom_xml", detail=attribute(element, "w:element") or "", is_kept=True)
    walk_blocks(gathering, element, around)


def _block_alternate(gathering: Gathering, element: Element, around: Around) -> None:
    for each in alternatives(gathering, element):
        walk_blocks(gathering, each, around)


def _section(gathering: Gathering, element: Element, around: Around) -> None:
    format_changes(gathering, element, "section")


def _imported(gathering: Gathering, element: Element, around: Around) -> None:
    gathering.leftover("embedded_document")


BLOCKS: dict[str, Block] = {
    "w:p": _paragraph,
    "w:tbl": _table,
    "w:sdt": _block_control,
    "w:customXml": _block_wrapped,
    "mc:AlternateContent": _block_alternate,
    "w:sectPr": _section,
    "w:altChunk": _imported,
}
