"""Pictures, shapes, text boxes, diagrams and embedded objects: told one by one, the words of text boxes kept."""

from __future__ import annotations

from collections.abc import Iterator

from rapporteur_core.documents.word.changes import Marks
from rapporteur_core.documents.word.gathering import Gathering
from rapporteur_core.documents.word.names import WRITINGS, Element, attribute, chosen, name_of

# What a drawing is by the elements in it, the most telling first.
KINDS = {
    "o:OLEObject": "embedded_object",
    "c:chart": "chart",
    "dgm:relIds": "diagram",
    "a:blip": "image",
    "v:imagedata": "image",
}


def gather_drawing(gathering: Gathering, element: Element, marks: Marks) -> None:
    """A drawing: its text boxes wait until the paragraph ends, for their paragraphs follow it."""
    inside = list(_inside(element))
    found = {name_of(each): each for each in reversed(inside)}
    kind = next((each for name, each in KINDS.items() if name in found), None)
    boxes = [each for each in inside if name_of(each) == "w:txbxContent"]
    # Words drawn outside of any text box, as older drawings have them.
    words = [each.text or "" for each in inside if name_of(each) in ("w:t", "a:t")]
    if kind or words or not boxes:
        gathering.thing(kind or "drawing", marks)
        said = _diagram_words(gathering, found) if kind == "diagram" else _description(found)
        gathering.leftover(kind or "drawing", "\n".join(filter(None, [said, *words])), _detail(found))
    if gathering.current is not None:
        for box in boxes:
            gathering.current.boxes.append((box, gathering.thing("text_box", marks)))


def _inside(element: Element) -> Iterator[Element]:
    """All elements of a drawing in order, of two writings the newer one, and nothing from within a text box."""
    waiting = list(element)[::-1]
    while waiting:
        each = waiting.pop()
        yield each
        if name_of(each) == "mc:AlternateContent":
            waiting += [one for one in each if name_of(one) not in WRITINGS]
            waiting += [] if (one := chosen(each)) is None else [one]
        elif name_of(each) != "w:txbxContent":
            waiting += list(each)[::-1]


def _description(found: dict[str, Element]) -> str:
    """What the drawing's author said it shows, or the words drawn as a picture of letters."""
    for name, key in (("v:textpath", "string"), ("wp:docPr", "descr"), ("v:shape", "alt")):
        if name in found and (text := attribute(found[name], key)):
            return text
    return ""


def _detail(found: dict[str, Element]) -> str:
    if "o:OLEObject" in found:
        return attribute(found["o:OLEObject"], "ProgID") or ""
    return (attribute(found["wp:docPr"], "name") or "") if "wp:docPr" in found else ""


def _diagram_words(gathering: Gathering, found: dict[str, Element]) -> str:
    relation = gathering.package.relations(gathering.part).get(attribute(found["dgm:relIds"], "r:dm") or "")
    root = gathering.package.xml(relation.target) if relation and not relation.is_external else None
    words = [] if root is None else [each.text or "" for each in root.iter("{*}t")]
    return "\n".join(each for each in words if each.strip())
