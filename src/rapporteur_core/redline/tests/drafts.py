"""A draft that instructions speak of, and what becomes of it in one line an instruction."""

from __future__ import annotations

from rapporteur_core.redline.instructing import Instruction, Paragraph, Revision, instructions

DRAFT = (
    Paragraph("", "We, mayors,", "chapeau"),
    Paragraph("PP1", "Recalling the New York Declaration,", "preambular"),
    Paragraph("PP2", "Noting the migrants’ rights,", "preambular"),
    Paragraph("OP1", "Call upon States to protect migrants and their families; migrants matter;", "operative"),
    Paragraph("OP2", "Commit to act. We count with care. We publish figures each year.", "operative"),
    Paragraph("OP3", "Invite cities:", "operative"),
    Paragraph("(a)", "To register all;", "subparagraph", 1),
    Paragraph("(b)", "To publish “open data” as appropriate;", "subparagraph", 1),
    Paragraph("OP4", "Decide to meet again.", "operative"),
)


def told(mail: str, language: str) -> list[str]:
    """What becomes of each instruction: “OP1: its new text”, “+OP2 bis: a new one”, “-OP4”, “OP4 > OP1” where it moves
    behind OP1, “OP4 = OP5” where it bears another number, or “? code: the words”."""
    return [_line(one) for one in instructions(mail, DRAFT, language).instructions]


def _line(one: Instruction) -> str:
    if one.refusals:
        assert one.state == ("ambiguous" if one.refusals[0].is_ambiguous else "unplaced")
        return f"? {one.refusals[0].code}: {one.refusals[0].words}"
    assert one.state == "placed"
    return " | ".join(map(_change, one.changes)) or one.operation


def _change(each: Revision) -> str:
    if each.is_new:
        return f"+{each.number}: {each.proposed}"
    own = DRAFT[each.paragraph].number
    if each.behind is not None:
        return f"{own} > {DRAFT[each.behind].number if each.behind >= 0 else 'start'}"
    if each.number:
        return f"{own} = {each.number}"
    return f"{own}: {each.proposed}" if each.proposed else f"-{own}"
