"""The page around a text: what its first page says above the title, the symbol, the number of the page."""

from __future__ import annotations

from rapporteur_core.documents.word.negotiated import Masthead, NegotiatedText
from rapporteur_core.documents.word.tracked.elements import Element, is_rtl, lang, related, runs, w

# A4, in twentieths of a point.
WIDTH, HEIGHT, MARGIN = 11906, 16838, 1418
INNER = WIDTH - 2 * MARGIN
NARROW = 3200
THIN, THICK = 4, 16


def section(language: str, relations: dict[str, str]) -> Element:
    """The last element of the body; `relations` gives the relation of each part of the page."""
    return w(
        "sectPr",
        related("headerReference", relations["header"], type="default"),
        related("headerReference", relations["first_header"], type="first"),
        related("footerReference", relations["footer"], type="default"),
        related("footerReference", relations["footer"], type="first"),
        w("pgSz", w=WIDTH, h=HEIGHT),
        w("pgMar", top=1247, right=MARGIN, bottom=1247, left=MARGIN, header=680, footer=624, gutter=0),
        w("titlePg"),
        w("bidi") if is_rtl(language) else None,
    )


def header(text: NegotiatedText) -> Element:
    """The header of all pages but the first: the symbol, at the outer side, above a line."""
    return w("hdr", _line("Header", text.symbol, text.language, justify="right", rule=THIN))


def footer(text: NegotiatedText) -> Element:
    """The number of the page, and of how many."""
    fields = [_field("PAGE", text.language), *runs("/", text.language), _field("NUMPAGES", text.language)]
    return w("ftr", w("p", _properties("Footer", text.language, justify="right"), *fields))


def first_header(text: NegotiatedText) -> Element:
    """The header of the first page: the masthead, or the symbol alone."""
    if text.masthead is None:
        return header(text)
    language, masthead = text.language, text.masthead
    below = [each for each in (masthead.session, masthead.item) if each]
    lines = [_line("MastheadLine", each, language, bold=True) for each in below]
    return w("hdr", _masthead(masthead, text), _line("MastheadLine", "", language), *lines)


def _masthead(masthead: Masthead, text: NegotiatedText) -> Element:
    language = text.language
    # A document says its distribution, day and original language below one another, at the outer side.
    facts = [masthead.distribution, masthead.issued or text.date.isoformat(), masthead.original]
    return w(
        "tbl",
        w(
            "tblPr",
            w("bidiVisual") if is_rtl(language) else None,
            w("tblW", w=INNER, type="dxa"),
            w("tblLayout", type="fixed"),
            w("tblCellMar", w("top", w=57, type="dxa"), *[w(side, w=0, type="dxa") for side in ("left", "right")]),
        ),
        w("tblGrid", w("gridCol", w=INNER - NARROW), w("gridCol", w=NARROW)),
        _row(
            [_line("MastheadName", masthead.conference, language)],
            [_line("MastheadName", text.symbol, language, justify="right")],
            THIN,
        ),
        _row(
            [_line("MastheadOrgan", masthead.organ, language)],
            [_line("MastheadLine", each, language) for each in facts if each],
            THICK,
        ),
    )


def _row(wide: list[Element], narrow: list[Element], rule: int) -> Element:
    return w("tr", w("trPr", w("cantSplit")), _cell(wide, INNER - NARROW, rule), _cell(narrow, NARROW, rule))


def _cell(content: list[Element], width: int, rule: int) -> Element:
    border = w("bottom", val="single", sz=rule, space=0, color="000000")
    bottom = w("vAlign", val="bottom") if rule == THIN else None
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), w("tcBorders", border), bottom), *content)


def _line(style: str, text: str, language: str, *, justify: str = "", rule: int = 0, bold: bool = False) -> Element:
    return w("p", _properties(style, language, justify=justify, rule=rule), *runs(text, language, bold=bold))


def _properties(style: str, language: str, *, justify: str = "", rule: int = 0) -> Element:
    return w(
        "pPr",
        w("pStyle", val=style),
        w("pBdr", w("bottom", val="single", sz=rule, space=4, color="000000")) if rule else None,
        w("bidi") if is_rtl(language) else None,
        # Left and right are those of a text from left to right: Word mirrors them.
        w("jc", val=justify) if justify else None,
    )


def _field(instruction: str, language: str) -> Element:
    shown = w("t")
    shown.text = "1"
    return w("fldSimple", w("r", w("rPr", lang(language)), shown), instr=f" {instruction} ")
