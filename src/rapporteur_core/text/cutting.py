"""Where paragraphs, sentences and passages begin and end; ranges are (start, end), end exclusive, blanks trimmed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapporteur_core.text.forms import fold

Range = tuple[int, int]

LINE = re.compile(r"^.*$", re.MULTILINE)
# The look behind keeps a row of a million full stops from being read a million times.
END = re.compile(r"(?:[。！？]+|(?<![.!?؟۔…])[.!?؟۔…]+(?=[\"'»”’)\]\s¿¡]|$))[\"'»”’)\]]*(?:[ \xa0\u202f]»)?")
LAST_WORD = re.compile(r"[^\s(\[\"'«“‘¿¡]*$")
ENUMERATOR = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})(?:\.\d+)*[)\].]*$")
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[A-ZÀ-Þ]$|(?:[^\W\d_]\.)+[^\W\d_]$")


def _set(abbreviations: str) -> frozenset[str]:
    return frozenset(abbreviations.split())


# Folded, without the last full stop.
TITLES = _set(
    "mr mrs ms dr dra sr sra srs srta st ste sto sta m mm mme mmes mlle prof hon exc gen gov sen vs cf ej ex av avda "
    "pl ctra ca approx resp ud uds d dna sig sigra mgr me jr eds ed dept incl esp"
)
BEFORE_A_NUMBER = _set(
    "no nos nr num n art arts para paras parag parr par p pp pag pags vol fig figs ch cap sec sect t al inc res obj "
    "rev add corr lit let tel chap secc apdo ord"
)
SHORT = 40
WRAPPED = 50
NEARBY = 40


def paragraphs(text: str) -> list[Range]:
    """The paragraphs: a newline ends one, unless the line was only wrapped (long, unended, the next in lower case)."""
    found: list[Range] = []
    may_go_on = False
    for match in LINE.finditer(text):
        line = _trim(text, match.start(), match.end())
        if line is None:
            may_go_on = False
            continue
        if may_go_on and found and text[line[0]].islower():
            found[-1] = (found[-1][0], line[1])
        else:
            found.append(line)
        may_go_on = line[1] - line[0] >= WRAPPED and text[line[1] - 1] not in ".!?؟。:;"
    return found


def sentences(text: str) -> list[Range]:
    """The sentences of a text: a mark of . ! ? ؟ ۔ 。 or the end of a paragraph ends one.

    Abbreviations of English, French, Spanish, Portuguese and Catalan, initials, decimals and enumerators ("1.", "(a)")
    end none. Together the ranges hold every character that is not blank.
    """
    return [each for paragraph in paragraphs(text) for each in _sentences_of(text, *paragraph)]


def passages(text: str, *, longest: int = 400) -> list[Range]:
    """The ranges in which a contribution is cut: one sentence each.

    A sentence under 40 characters goes with the next of its paragraph (the last with the one before it), one above
    `longest` characters is cut at a semicolon, comma or blank. Ranges never overlap and hold every character that is
    not blank.
    """
    if longest < 2 * SHORT:
        raise ValueError(f"A passage cannot be held under {longest} characters; the least is {2 * SHORT}.")
    found: list[Range] = []
    for paragraph in paragraphs(text):
        joined = _join_short(_sentences_of(text, *paragraph), longest)
        found += [piece for each in joined for piece in _cut_long(text, *each, longest)]
    return found


def _trim(text: str, start: int, end: int) -> Range | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _sentences_of(text: str, start: int, end: int) -> Iterator[Range]:
    begin = start
    for match in END.finditer(text, start, end):
        if match.end() == end or _ends_here(text, begin, match, end):
            yield begin, match.end()
            begin = match.end()
            while begin < end and text[begin].isspace():
                begin += 1
    if begin < end:
        yield begin, end


def _ends_here(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    # Slices of bounded length: a paragraph may be a contribution of two million characters.
    after = text[match.end() : min(end, match.end() + NEARBY)].lstrip()[:1]
    before = text[max(begin, match.start() - NEARBY) : match.start()]
    if not before.strip():
        return False
    if after.islower() and match.group()[0] not in "。！？؟۔":
        return False
    opens_the_sentence = match.start() - begin < NEARBY and ENUMERATOR.fullmatch(before.strip())
    is_one_stop = match.group() == "."
    return not (is_one_stop and (opens_the_sentence or _is_abbreviation(before, after)))


def _is_abbreviation(before: str, after: str) -> bool:
    found = LAST_WORD.search(before)
    word = found.group() if found else ""
    if INITIALS.search(word) and len(word.replace(".", "")) <= 4 and (len(word) == 1 or "." in word):
        return True
    bare = fold(word)
    return bare in TITLES or (bare in BEFORE_A_NUMBER and (after.isdigit() or after in ("(", "[")))


def _join_short(ranges: Iterator[Range], longest: int) -> list[Range]:
    joined: list[Range] = []
    for start, end in ranges:
        last_is_short = bool(joined) and joined[-1][1] - joined[-1][0] < SHORT
        if last_is_short and end - joined[-1][0] <= longest:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if len(joined) > 1 and joined[-1][1] - joined[-1][0] < SHORT and joined[-1][1] - joined[-2][0] <= longest:
        joined[-2:] = [(joined[-2][0], joined[-1][1])]
    return joined


def _cut_long(text: str, start: int, end: int, longest: int) -> Iterator[Range]:
    while end - start > longest:
        middle = _cut_at(text, start, start + longest)
        piece = _trim(text, start, middle)
        if piece:
            yield piece
        start = middle
    piece = _trim(text, start, end)
    if piece:
        yield piece


def _cut_at(text: str, start: int, limit: int) -> int:
    for mark in (";", "؛", ",", "،", " "):
        place = text.rfind(mark, start + SHORT, limit)
        if place >= 0:
            return place + 1
    return limit
