"""The comments of a Word file, with the words that they are about and the comments that they answer."""

from __future__ import annotations

from rapporteur_core.documents.word.changes import instant_of
from rapporteur_core.documents.word.gathering import Gathering
from rapporteur_core.documents.word.model import BODY, Comment, Container, Place, lines
from rapporteur_core.documents.word.names import Element, attribute, children, name_of
from rapporteur_core.documents.word.walking import walk_blocks


def comments_of(gathering: Gathering) -> list[Comment]:
    """Every comment in the order of its part; what its text holds besides words goes to the leftovers."""
    package = gathering.package
    threads = _threads(gathering)
    found: list[tuple[Element, str]] = []
    part = next(iter(package.related(package.main, "comments")), "")
    for element in children(package.xml(part)):
        if name_of(element) == "w:comment":
            found.append((element, _paragraph_of(element)))
    numbers = {paragraph: number for number, (_element, paragraph) in enumerate(found) if paragraph}
    comments = []
    for number, (element, paragraph) in enumerate(found):
        parent, is_resolved = threads.get(paragraph, ("", None))
        answered = numbers.get(parent)
        comments.append(
            _comment(gathering, element, part, number, None if answered == number else answered, is_resolved)
        )
    return comments


def _comment(
    gathering: Gathering, element: Element, part: str, number: int, parent: int | None, is_resolved: bool | None
) -> Comment:
    nowhere = (gathering.point(), gathering.point(), Place(BODY))
    begin, end, place = gathering.comments.get(attribute(element, "w:id") or "", nowhere)
    return Comment(
        author=attribute(element, "w:author") or "",
        instant=instant_of(element),
        text=_text(gathering, element, part, number),
        words=gathering.quote(begin, end),
        place=place,
        parent=parent,
        is_resolved=is_resolved,
        initials=attribute(element, "w:initials") or "",
    )


def _text(gathering: Gathering, element: Element, part: str, number: int) -> str:
    """The words of a comment with its own changes taken, each told as a leftover."""
    container = Container("comment", number + 1)
    own = Gathering(gathering.package, gathering.styles, gathering.numbering, part, container=container)
    walk_blocks(own, element)
    own.end_fields()
    gathering.leftovers += own.leftovers
    gathering.container = container
    for change in own.ledger.changes():
        if change.kind != "format":
            gathering.leftover("change_in_comment", change.text, f"{change.kind}: {change.author}")
    return "\n".join(line.text for line in lines([each.done() for each in own.paragraphs], "accepted"))


def _threads(gathering: Gathering) -> dict[str, tuple[str, bool | None]]:
    """By the paragraph that names a comment: that of the comment which it answers, and whether it is settled."""
    package = gathering.package
    found: dict[str, tuple[str, bool | None]] = {}
    for part in package.related(package.main, "commentsExtended"):
        for element in children(package.xml(part)):
            done = attribute(element, "w15:done")
            found[attribute(element, "w15:paraId") or ""] = (
                attribute(element, "w15:paraIdParent") or "",
                None if done is None else done in ("1", "true"),
            )
    return found


def _paragraph_of(element: Element) -> str:
    """The identifier of a comment's last paragraph, by which other parts name the comment."""
    named = [attribute(each, "w14:paraId") or "" for each in element if name_of(each) == "w:p"]
    return named[-1] if named else ""
