"""The words of a paragraph: runs, what tracks them, fields, notes, equations, and whatever else stands in a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rapporteur_core.documents.problems import Unreadable
from rapporteur_core.documents.word.changes import KINDS, UNMARKED, Marks, revision_of
from rapporteur_core.documents.word.drawings import gather_drawing
from rapporteur_core.documents.word.gathering import Gathering, NoteReference
from rapporteur_core.documents.word.model import ChangeKind
from rapporteur_core.documents.word.names import (
    WRITINGS,
    Element,
    attribute,
    child,
    children,
    chosen,
    is_on,
    name_of,
    value_of,
    words_in,
)
from rapporteur_core.documents.word.negotiated import BRACKET
from rapporteur_core.documents.word.package import DEEPEST

Handler = Callable[[Gathering, Element, Marks], None]

LINE_FEEDS = str.maketrans("\n\r", "  ")
SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad"}
# Nothing of a reader's: proofing, permissions, the marks by which a note shows its own number.
SILENT = frozenset(
    [
        *("w:rPr", "w:pPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:rubyPr", "w:fldData"),
        *("w:tblPr", "w:tblGrid", "w:tblPrEx", "w:trPr", "w:tcPr"),
        *("w:proofErr", "w:lastRenderedPageBreak", "w:permStart", "w:permEnd", "w:bookmarkEnd"),
        *("w:annotationRef", "w:footnoteRef", "w:endnoteRef", "w:separator", "w:continuationSeparator"),
        *("w:customXmlInsRangeEnd", "w:customXmlDelRangeEnd"),
        *("w:customXmlMoveFromRangeEnd", "w:customXmlMoveToRangeEnd"),
    ]
)
# Fields of old, without an instruction.
COMPUTED = ("w:pgNum", "w:dayShort", "w:dayLong", "w:monthShort", "w:monthLong", "w:yearShort", "w:yearLong")
CONTROLS: dict[str, ChangeKind] = {
    "w:customXmlInsRangeStart": "control_insert",
    "w:customXmlMoveToRangeStart": "control_insert",
    "w:customXmlDelRangeStart": "control_delete",
    "w:customXmlMoveFromRangeStart": "control_delete",
}
MOVES = {"w:moveFromRange": "move_from", "w:moveToRange": "move_to"}


def walk(gathering: Gathering, parent: Element, marks: Marks) -> None:
    """Gather the words of everything in `parent`; what is not known is told, and its words are kept."""
    deeper(gathering)
    for element in parent:
        name = name_of(element)
        if name in SILENT:
            continue
        if handler := HANDLERS.get(name):
            handler(gathering, element, marks)
        elif name.startswith("m:"):
            # A part of an equation: numerator, base, exponent.
            walk(gathering, element, marks)
        else:
            gathering.leftover("unknown", detail=name, is_kept=True)
            walk(gathering, element, marks)
    gathering.depth -= 1


def deeper(gathering: Gathering) -> None:
    gathering.depth += 1
    if gathering.depth > DEEPEST:
        raise Unreadable("word_deep", limit=DEEPEST, part=gathering.part)


def tracked(gathering: Gathering, element: Element, marks: Marks) -> Marks:
    """The marks of what lies in a w:ins, w:del, w:moveFrom or w:moveTo."""
    kind = KINDS[name_of(element)]
    for each in element:
        # Word names a move before its words, LibreOffice at their beginning.
        if name_of(each).endswith("RangeStart") and name_of(each).removesuffix("Start") in MOVES:
            gather_range(gathering, each, marks)
    names = gathering.moves.get(kind)
    move = next(reversed(names.values())) if names else None
    return marks.and_in(revision_of(element, kind, move))


def gather_range(gathering: Gathering, element: Element, marks: Marks) -> None:
    """What marks a range from here on or up to here: a bookmark, a comment, a move, a content control's change."""
    name, identifier = name_of(element), attribute(element, "w:id") or ""
    if name == "w:bookmarkStart":
        gathering.bookmark(attribute(element, "w:name") or "")
    elif name in ("w:commentRangeStart", "w:commentReference"):
        gathering.comments.setdefault(identifier, (gathering.point(), gathering.point(), gathering.place()))
    elif name == "w:commentRangeEnd":
        if begun := gathering.comments.get(identifier):
            gathering.comments[identifier] = (begun[0], gathering.point(), begun[2])
    elif name in CONTROLS:
        _control_change(gathering, element, CONTROLS[name])
    elif name.endswith("RangeStart"):
        gathering.moves[MOVES[name.removesuffix("Start")]][identifier] = attribute(element, "w:name") or ""
    else:
        gathering.moves[MOVES[name.removesuffix("End")]].pop(identifier, None)


def alternatives(gathering: Gathering, element: Element) -> Iterator[Element]:
    """The writing of a mc:AlternateContent that is read, if there is one; what is no writing is told."""
    for each in element:
        if name_of(each) not in WRITINGS:
            gathering.unread(each)
    if (content := chosen(element)) is not None:
        yield content


def gather_control(gathering: Gathering, element: Element, walk_content: Callable[[Element], None]) -> None:
    """A content control: its words are kept, the control itself is told."""
    properties = child(element, "w:sdtPr")
    named = value_of(child(properties, "w:alias")) or value_of(child(properties, "w:tag"))
    leftover, begin = gathering.leftover("content_control", detail=named, is_kept=True), gathering.point()
    for each in element:
        if name_of(each) == "w:sdtContent":
            walk_content(each)
        elif name_of(each) not in SILENT:
            gathering.unread(each)
    leftover.text = gathering.quote(begin, gathering.point())


def format_changes(gathering: Gathering, properties: Element | None, detail: str) -> None:
    """The changes of format that lie in the properties of a paragraph, section, table, row or cell."""
    for element in children(properties):
        if name_of(element).endswith("Change"):
            gathering.ledger.single(revision_of(element, "format"), gathering.place(), detail=detail)


def _run(gathering: Gathering, element: Element, marks: Marks) -> None:
    changed, language, is_rtl = None, None, False
    for each in children(child(element, "w:rPr")):
        match name_of(each):
            case "w:rStyle" if value_of(each) == BRACKET and set(words_in(element)) <= {"[", "]"}:
                return _bracket(gathering, element, marks)
            case "w:lang":
                language = each
            case "w:rtl":
                is_rtl = is_on(each)
            case "w:rPrChange":
                changed = revision_of(each, "format")
    gathering.ledger.in_format(changed, gathering.place())
    before = gathering.language
    if language is not None:
        gathering.language = attribute(language, "w:bidi" if is_rtl else "w:val")
    walk(gathering, element, marks)
    gathering.language = before


def _bracket(gathering: Gathering, element: Element, marks: Marks) -> None:
    """A sign of the negotiation, which is no word of the text; one that was set or taken away is told."""
    if marks != UNMARKED:
        detail = "deleted" if marks.deleted else "inserted"
        gathering.leftover("bracket", words_in(element) or "[ ]", detail=detail)


def _text(gathering: Gathering, element: Element, marks: Marks) -> None:
    gathering.text((element.text or "").translate(LINE_FEEDS), marks)


def _sign(gathering: Gathering, element: Element, marks: Marks) -> None:
    gathering.text(SIGNS[name_of(element)], marks)


def _break(gathering: Gathering, element: Element, marks: Marks) -> None:
    kind = attribute(element, "w:type") or "textWrapping"
    if kind == "textWrapping":
        gathering.text("\n", marks)
    else:
        gathering.thing("break", marks)
        gathering.leftover("break", detail=kind)


def _symbol(gathering: Gathering, element: Element, marks: Marks) -> None:
    """A sign of a named font; kept as that font's own character, which other fonts may not show."""
    try:
        sign = chr(int(attribute(element, "w:char") or "", 16))
    except (ValueError, OverflowError):
        sign = "\ufffd"
    gathering.leftover("symbol", sign, attribute(element, "w:font") or "", is_kept=True)
    gathering.text("\ufffd" if "\ud800" <= sign <= "\udfff" else sign, marks)


def _tracked(gathering: Gathering, element: Element, marks: Marks) -> None:
    walk(gathering, element, tracked(gathering, element, marks))


def _through(gathering: Gathering, element: Element, marks: Marks) -> None:
    walk(gathering, element, marks)


def _alternate(gathering: Gathering, element: Element, marks: Marks) -> None:
    for each in alternatives(gathering, element):
        walk(gathering, each, marks)


def _wrapped(kind: str) -> Handler:
    """What stands around words and says something of them; the words are kept."""

    def gather(gathering: Gathering, element: Element, marks: Marks) -> None:
        detail = attribute(element, "w:element") or attribute(element, "w:instr") or _address(gathering, element)
        leftover, begin = gathering.leftover(kind, detail=detail, is_kept=True), gathering.point()
        walk(gathering, element, marks)
        leftover.text = gathering.quote(begin, gathering.point())

    return gather


def _address(gathering: Gathering, element: Element) -> str:
    relation = gathering.package.relations(gathering.part).get(attribute(element, "r:id") or "")
    anchor = attribute(element, "w:anchor")
    return (relation.target if relation else "") + (f"#{anchor}" if anchor else "")


def _control(gathering: Gathering, element: Element, marks: Marks) -> None:
    gather_control(gathering, element, lambda content: walk(gathering, content, marks))


def _field_mark(gathering: Gathering, element: Element, marks: Marks) -> None:
    match attribute(element, "w:fldCharType"):
        case "begin":
            gathering.begin_field(marks)
        case "separate":
            gathering.thing("field", marks)
            gathering.separate_field()
        case "end":
            gathering.thing("field", marks)
            gathering.end_field()
    if (renumbered := child(element, "w:numberingChange")) is not None:
        gathering.ledger.single(revision_of(renumbered, "format"), gathering.place(), detail="numbering")


def _instruction(gathering: Gathering, element: Element, marks: Marks) -> None:
    gathering.thing("field", marks)
    if gathering.fields:
        gathering.fields[-1].code.append(element.text or "")
    else:
        gathering.leftover("field", detail=(element.text or "").strip())


def _simple_field(gathering: Gathering, element: Element, marks: Marks) -> None:
    gathering.begin_field(marks)
    gathering.fields[-1].code.append(attribute(element, "w:instr") or "")
    gathering.separate_field()
    walk(gathering, element, marks)
    gathering.end_field()


def _computed(gathering: Gathering, element: Element, marks: Marks) -> None:
    gathering.thing("field", marks)
    gathering.leftover("field", detail=name_of(element).removeprefix("w:"))


def _note(gathering: Gathering, element: Element, marks: Marks) -> None:
    kind = name_of(element).removeprefix("w:").removesuffix("Reference")
    effect = gathering.thing(kind, marks)
    leftover = gathering.leftover(kind, is_kept=True)
    gathering.notes.append(NoteReference(kind, attribute(element, "w:id") or "", leftover, effect))


def _equation(gathering: Gathering, element: Element, marks: Marks) -> None:
    """An equation: its letters and figures are kept one after the other, its layout is not."""
    leftover, begin = gathering.leftover("equation", is_kept=True), gathering.point()
    walk(gathering, element, marks)
    leftover.text = gathering.quote(begin, gathering.point())


def _control_sign(gathering: Gathering, element: Element, marks: Marks) -> None:
    """The properties of an equation's own signs, which may be tracked though they are no words."""
    for each in element.iter():
        if name_of(each) in KINDS:
            gathering.thing("equation", tracked(gathering, each, marks))


def _ruby(gathering: Gathering, element: Element, marks: Marks) -> None:
    """Words with their reading above them: the words are kept, the reading is told."""
    for each in element:
        if name_of(each) == "w:rubyBase":
            walk(gathering, each, marks)
        elif name_of(each) not in SILENT:
            gathering.leftover("ruby", words_in(each))


def _outside(gathering: Gathering, element: Element, marks: Marks) -> None:
    gathering.leftover("embedded_document", detail=_address(gathering, element))


def _control_change(gathering: Gathering, element: Element, kind: ChangeKind) -> None:
    # Each end of a content control has a mark of its own; both are one change.
    revision = revision_of(element, kind)
    same = (kind, revision.author, revision.instant)
    if (number := gathering.controls.pop(same, None)) is not None:
        gathering.ledger.add_part(number)
    else:
        gathering.controls[same] = gathering.ledger.single(revision, gathering.place())


HANDLERS: dict[str, Handler] = {
    "w:r": _run,
    "m:r": _run,
    **dict.fromkeys(["w:t", "w:delText", "m:t"], _text),
    **dict.fromkeys(SIGNS, _sign),
    "w:br": _break,
    "w:sym": _symbol,
    **dict.fromkeys(KINDS, _tracked),
    **dict.fromkeys(["w:dir", "w:bdo", "m:oMathPara", "w:rt", "w:rubyBase"], _through),
    "mc:AlternateContent": _alternate,
    "w:hyperlink": _wrapped("hyperlink"),
    "w:smartTag": _wrapped("smart_tag"),
    "w:customXml": _wrapped("custom_xml"),
    "w:sdt": _control,
    "w:fldChar": _field_mark,
    **dict.fromkeys(["w:instrText", "w:delInstrText"], _instruction),
    "w:fldSimple": _simple_field,
    **dict.fromkeys(COMPUTED, _computed),
    **dict.fromkeys(["w:footnoteReference", "w:endnoteReference"], _note),
    "m:oMath": _equation,
    "m:ctrlPr": _control_sign,
    "w:ruby": _ruby,
    **dict.fromkeys(["w:drawing", "w:pict", "w:object", "w:contentPart", "w14:contentPart"], gather_drawing),
    **dict.fromkeys(["w:subDoc", "w:altChunk"], _outside),
    **dict.fromkeys(
        [
            *("w:bookmarkStart", "w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"),
            *(f"{each}{end}" for each in MOVES for end in ("Start", "End")),
            *CONTROLS,
        ],
        gather_range,
    ),
}
