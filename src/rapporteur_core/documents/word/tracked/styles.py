"""The named styles of a negotiated text, after the look of the United Nations' documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapporteur_core.documents.word.negotiated import BRACKET
from rapporteur_core.documents.word.tracked.elements import Element, is_rtl, lang, w

# Both are on every machine with Word, and both hold Arabic letters too.
FACE = "Times New Roman"
# Half points. Arabic letters are smaller than Latin ones of one size.
SIZE, ARABIC_SIZE = 21, 25
# In 240ths of a line.
LINE = 254
GREY = "F2F2F2"

OF_KIND = {
    "title": "Title",
    "chapeau": "Chapeau",
    "preambular": "Preambular",
    "operative": "Operative",
    "annex": "AnnexHeading",
    "note": "Note",
}


@dataclass(frozen=True)
class Style:
    """`size` in half points; `before`, `after` in twentieths of a point; `outline` is the level in Word's navigation."""

    name: str
    based: str = "Normal"
    follows: str = ""
    size: int = 0
    before: int | None = None
    after: int | None = None
    justify: str = ""
    outline: int | None = None
    bold: bool = False
    italic: bool = False
    keeps_next: bool = False
    breaks_page: bool = False
    shade: str = ""


STYLES: Mapping[str, Style] = {
    "Title": Style("Title", size=28, before=240, after=200, bold=True, keeps_next=True, follows="Chapeau"),
    "Heading1": Style(
        "heading 1", size=24, before=300, after=120, outline=0, bold=True, keeps_next=True, follows="Operative"
    ),
    "Heading2": Style(
        "heading 2", size=22, before=240, after=120, outline=1, bold=True, keeps_next=True, follows="Operative"
    ),
    "Heading3": Style("heading 3", before=180, outline=2, bold=True, keeps_next=True, follows="Operative"),
    "Heading4": Style("heading 4", before=180, outline=3, italic=True, keeps_next=True, follows="Operative"),
    "AnnexHeading": Style(
        "Annex Heading",
        size=26,
        after=200,
        outline=0,
        bold=True,
        keeps_next=True,
        breaks_page=True,
        follows="Operative",
    ),
    "Chapeau": Style("Chapeau", justify="both"),
    "Preambular": Style("Preambular", justify="both"),
    "Operative": Style("Operative", justify="both"),
    "Subparagraph1": Style("Subparagraph 1", justify="both"),
    "Subparagraph2": Style("Subparagraph 2", justify="both"),
    "Subparagraph3": Style("Subparagraph 3", justify="both"),
    "Note": Style("Note", size=SIZE - 2, italic=True),
    "Quotation": Style("Quotation"),
    "Sponsor": Style(
        "Sponsor", size=SIZE - 2, before=60, after=60, bold=True, keeps_next=True, shade=GREY, follows="Proposal"
    ),
    "Proposal": Style("Proposal", after=60),
    "Standing": Style("Standing", size=SIZE - 2, after=160, italic=True, follows="Operative"),
    "ListItem": Style("List Item"),
    "TableText": Style("Table Text", size=SIZE - 2, before=40, after=40),
    "Caption": Style("caption", size=SIZE - 2, before=120, after=60, bold=True, keeps_next=True),
    "Header": Style("header", size=SIZE - 2, after=0),
    "Footer": Style("footer", size=SIZE - 2, after=0),
    "MastheadName": Style("Masthead Name", size=28, after=60),
    "MastheadOrgan": Style("Masthead Organ", size=34, before=80, after=80, bold=True),
    "MastheadLine": Style("Masthead Line", after=0),
    "FootnoteText": Style("footnote text", size=SIZE - 3, after=40),
    "CommentText": Style("annotation text", size=SIZE - 1, after=0),
    "Ending": Style("Ending", before=360, after=0),
}


def styles(language: str) -> Element:
    """The part word/styles.xml for a text in `language`."""
    return w(
        "styles",
        w("docDefaults", w("rPrDefault", _defaults(language)), w("pPrDefault", w("pPr", _spacing(None, 120)))),
        w("style", w("name", val="Normal"), w("qFormat"), type="paragraph", default=1, styleId="Normal"),
        w(
            "style",
            w("name", val="Default Paragraph Font"),
            w("uiPriority", val=1),
            w("semiHidden"),
            w("unhideWhenUsed"),
            type="character",
            default=1,
            styleId="DefaultParagraphFont",
        ),
        *[_paragraph_style(identifier, style, language) for identifier, style in STYLES.items()],
        # The signs [ and ] of a negotiation: shown, and no characters of the text.
        _character_style(BRACKET, BRACKET, w("b"), w("bCs"), w("color", val="7F3F00")),
        _character_style("FootnoteReference", "footnote reference", w("vertAlign", val="superscript")),
        _character_style("CommentReference", "annotation reference", w("sz", val=16), w("szCs", val=16)),
        _table_style(),
    )


def _defaults(language: str) -> Element:
    return w(
        "rPr",
        w("rFonts", ascii=FACE, hAnsi=FACE, cs=FACE),
        w("sz", val=SIZE),
        w("szCs", val=_arabic(SIZE)),
        lang(language),
    )


def _arabic(size: int) -> int:
    return size + ARABIC_SIZE - SIZE


def _spacing(before: int | None, after: int | None) -> Element:
    sides: dict[str, str | int] = {"before": before} if before is not None else {}
    if after is not None:
        sides["after"] = after
    return w("spacing", **sides, line=LINE, lineRule="auto")


def _paragraph_style(identifier: str, style: Style, language: str) -> Element:
    return w(
        "style",
        w("name", val=style.name),
        w("basedOn", val=style.based),
        w("next", val=style.follows) if style.follows else None,
        w("qFormat"),
        w(
            "pPr",
            w("keepNext") if style.keeps_next else None,
            w("pageBreakBefore") if style.breaks_page else None,
            w("shd", val="clear", color="auto", fill=style.shade) if style.shade else None,
            _spacing(style.before, style.after),
            w("jc", val=style.justify) if style.justify else None,
            w("outlineLvl", val=style.outline) if style.outline is not None else None,
        ),
        w(
            "rPr",
            *([w("b"), w("bCs")] if style.bold else []),
            # Arabic letters have no italics: slanted by force they are hard to read.
            *([w("i"), None if is_rtl(language) else w("iCs")] if style.italic else []),
            *([w("sz", val=style.size), w("szCs", val=_arabic(style.size))] if style.size else []),
        ),
        type="paragraph",
        styleId=identifier,
        **_custom(style.name),
    )


def _custom(name: str) -> dict[str, str | int]:
    # Word knows its own styles by small letters, and Title.
    return {"customStyle": 1} if name[0].isupper() and name != "Title" else {}


def _character_style(identifier: str, name: str, *properties: Element) -> Element:
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val="DefaultParagraphFont"),
        w("rPr", *properties),
        type="character",
        styleId=identifier,
        **_custom(name),
    )


def _table_style() -> Element:
    line: dict[str, str | int] = {"val": "single", "sz": 4, "space": 0, "color": "808080"}
    margins = [w(side, w=85, type="dxa") for side in ("left", "right")]
    return w(
        "style",
        w("name", val="Table Grid"),
        w(
            "tblPr",
            w("tblBorders", *[w(side, **line) for side in ("top", "left", "bottom", "right", "insideH", "insideV")]),
            w("tblCellMar", *margins),
        ),
        type="table",
        styleId="TableGrid",
    )
