"""Citations of agreed texts found by rule: "objective 15 of the Global Compact", "para. 28 NUA", "A/RES/71/1, 54".

The provision is named as in the reference data of the frameworks: gcm.obj.15, gcm.act.15c, nua.para.28, sdg.10.7,
nyd.54, gcr.para.10.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

# Each name as people write it in English, French, Spanish, Portuguese, Catalan and Arabic. The order counts: where a
# name is the beginning of another ("Global Compact"), the longer one stands first.
MIGRATION = r"(?:s[úu]re|segura?|safe|migra\w+|immigra\w+)"
NAMES = {
    "gcr": [
        r"GCR",
        r"Global\ Compact\ (?:on|for)\ Refugees",
        r"Pacte\ mondial\ (?:sur|pour)\ les\ r[ée]fugi[ée]s",
        r"Pact[oe]\ (?:Mundial|Global)\ (?:sobre|para|per\ a)\ (?:(?:los|os|els)\ )?Refugia[dt]\w*",
        r"الاتفاق\ العالمي\ (?:بشأن|حول)\ اللاجئين",
        r"A/73/12(?:\ \(Part\ II\))?",
        r"A/RES/73/151",
    ],
    "gcm": [
        r"GCM",
        rf"Global\ Compact\ (?:for|on)\ (?:Safe,\ Orderly\ and\ Regular\ )?{MIGRATION}",
        rf"Pacte\ mondial\ (?:sur|pour)\ (?:les|des|la|une)\ {MIGRATION}"
        r"(?:\ s[ûu]res,\ ordonn[ée]es\ et\ r[ée]guli[èe]res)?",
        rf"Pact[oe]\ (?:Mundial|Global)\ (?:sobre|para|per)\ (?:a\ )?(?:(?:la|las|les|uma|una|a|as)\ )?{MIGRATION}"
        r"(?:\ segura,\ ordenada\ (?:y|e|i)\ regular)?",
        r"الاتفاق\ العالمي(?:\ (?:من\ أجل|بشأن)\ الهجرة(?:\ الآمنة\ والمنظمة\ والنظامية)?)?",
        r"A/RES/73/195",
        r"Global\ Compact",
        r"Pacte\ mondial",
        r"Pact[oe]\ (?:Mundial|Global)",
    ],
    "nua": [
        r"NUA",
        r"NAU",
        r"New\ Urban\ Agenda",
        r"Nouveau\ Programme\ pour\ les\ villes",
        r"Nueva\ Agenda\ Urbana",
        r"Nova\ Agenda\ Urbana",
        r"الخطة\ الحضرية\ الجديدة",
        r"A/RES/71/256\*?",
    ],
    "nyd": [
        r"NYD",
        r"New\ York\ Declaration(?:\ for\ Refugees\ and\ Migrants)?",
        r"D[ée]claration\ de\ New\ York",
        r"Declaraci[óo]n?\ de\ Nueva\ York",
        r"Declara[çc][ãa]o\ de\ Nova\ (?:York|Iorque)",
        r"إعلان\ نيويورك",
        r"A/RES/71/1",
    ],
}
# Two compacts bear these words; where an objective is named they mean the one on migration, for the other has none.
AMBIGUOUS = {"global compact", "pacte mondial", "pacto mundial", "pacto global", "pacte global", "الاتفاق العالمي"}
SDG = (
    r"SDGs?|ODD|ODS|Sustainable\ Development\ Goals?|Objectifs?\ de\ d[ée]veloppement\ durable|"
    r"Objetivos?\ de\ Desarrollo\ Sostenible|Objetivos?\ de\ Desenvolvimento\ Sustent[áa]vel|"
    r"أهداف\ التنمية\ المستدامة"
)
OBJECTIVE = r"objectives?|objectifs?|objetivos?|objectius?|obj\.|(?:ال|لل)?(?:هدف|أهداف)"
PARAGRAPH = r"paragraphe?s?|paras?\.?|p[áa]rrafos?|p[áa]rrs?\.|par[áa]grafos?|par\.|§§?|¶¶?|(?:ال)?فقر(?:ة|ات)"
TARGET = r"targets?|cibles?|metas?|fit(?:a|es)|(?:ال)?غاي(?:ة|ات)|المقصد"
ANNEX = r"annexe?|anexo|المرفق"
# Blanks are counted in the patterns, so that a page of blanks costs no more than a page of words.
OF = (
    r"(?:\s{0,3},)?(?:\s{0,3}\(|\s{1,3}(?:of|in|under|from|to|du|de|del|de\ la|de\ l['’]|da|do|dans|en\ el|من|في))?"
    r"\s{0,3}(?:(?:the|la|le|el|l['’]|a|o)\s{0,3})?"
)
NUMBER = r"\d{1,3}(?:\s?\([a-z]{1,2}\)|[a-z]\b)?"
JOIN = r"\s?(?:,|,?\s(?:and|et|y|e|i|to|à|a|al|و)|[-–])\s?"
NUMBERS = rf"{NUMBER}(?:{JOIN}{NUMBER}(?!\d))*"
TARGET_NUMBER = r"\d{1,2}\.(?:\d{1,2}|[a-d])(?![\w])(?!\.\d)"
QUANTITY = r"(?!\s{0,3}(?:%|٪|mill|milh|mil\b|bill|bn\b|per\ ?cent|pour\ ?cent|por\ cien|por\ cento|M?€|\$|km\b|ha\b))"
RANGE_SIGN = re.compile(r"\s?(?:[-–]|to|à|a|al)\s?", re.IGNORECASE)
LETTERED = re.compile(r"(\d{1,3})\s?\(?([a-z]{0,2})\)?")
ROMAN = {"1": "I", "2": "II", "i": "I", "ii": "II", "الأول": "I", "الثاني": "II"}
RANGE_OF_PARAGRAPHS = re.compile(r"(\d+)-(\d+)")
LONGEST_RANGE = 40
OBJECTIVE_COUNT = 23
GOAL_COUNT = 17
# In A/RES/73/195 paragraph 17 is objective 1, 31 is objective 15, 39 is objective 23; paragraph 15 has the principles.
BEFORE_OBJECTIVES = 16
PRINCIPLES = 15


@dataclass(frozen=True)
class Citation:
    """A place in a text that cites a provision; a range ("paras. 28-30") gives one citation for each, on one place."""

    start: int
    end: int
    provision: str
    is_known: bool = True


def citations(text: str, known: Collection[str] | None = None) -> list[Citation]:
    """The citations in a text, in the order of the text.

    known: the identifiers of the provisions there are; a well-formed citation of another keeps its provision and has
    is_known False. Without `known` nothing is checked.
    """
    found: list[Citation] = []
    taken = bytearray(len(text))
    for match, provisions in _matches(text):
        if any(taken[slice(*match.span())]):
            continue
        taken[slice(*match.span())] = b"\1" * (match.end() - match.start())
        for start, end, provision in provisions:
            provision = _in_a_range(provision, known) if known is not None else provision
            found.append(Citation(start, end, provision, known is None or provision in known))
    unique = {(each.start, each.end, each.provision): each for each in found}
    return sorted(unique.values(), key=lambda each: (each.start, each.end))


Found = tuple[int, int, str]


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("\\ ", r"\s{1,3}"), re.IGNORECASE)


_NAME = "|".join(f"(?P<{framework}>{'|'.join(names)})" for framework, names in NAMES.items())
_UNIT = rf"(?:(?P<objective>{OBJECTIVE})|(?P<paragraph>{PARAGRAPH}))"
_ANNEX = rf"(?:(?:{ANNEX})\s(?P<annex>I{{1,2}}|[12]|الأول|الثاني)\b\s?,?\s?)?"
_AFTER = rf"(?:\s{{0,3}}\(A/[\w/]{{1,20}}\))?\s{{0,3}}[,:(]?\s{{0,3}}{_ANNEX}"
UNIT_FIRST = _compile(rf"(?<!\w){_ANNEX}{_UNIT}\s?(?P<numbers>{NUMBERS}){OF}(?:{_NAME})(?!\w)")
NAME_FIRST = _compile(rf"(?<!\w)(?:{_NAME}){_AFTER}{_UNIT}\s?(?P<numbers>{NUMBERS})(?!\w|\.\d)")
SYMBOL_ALONE = _compile(
    r"(?<!\w)(?:(?P<gcm>A/RES/73/195)|(?P<nua>A/RES/71/256)|(?P<nyd>A/RES/71/1)|(?P<gcr>A/73/12(?:\ \(Part\ II\))?))"
    rf"\*?\s?,\s?(?P<numbers>{NUMBER})(?!\w|[./]\d)"
)
SDG_TARGET = _compile(
    rf"(?<!\w)(?:(?:{SDG})\s?,?\s?)?(?:(?:{TARGET})\s)(?P<numbers>{TARGET_NUMBER}(?:{JOIN}{TARGET_NUMBER})*)"
    rf"{QUANTITY}(?:{OF}(?:{SDG})(?!\w))?"
)
SDG_NUMBER = _compile(
    rf"(?<!\w)(?:{SDG})\s?(?P<numbers>{TARGET_NUMBER}(?:{JOIN}{TARGET_NUMBER})*|\d{{1,2}}(?!\w|\.\d))"
)
# Arabic documents of the United Nations write target 10.7 as 10-7.
SDG_ARABIC = re.compile(r"(?<!\w)(?:ال)?غاية\s(?P<numbers>\d{1,2}[-–]\d{1,2})(?!\d)")
GOAL = re.compile(r"(\d{1,2})(?:[.–-](\d{1,2}|[a-d]))?", re.IGNORECASE)


def _matches(text: str) -> Iterator[tuple[re.Match[str], list[Found]]]:
    for pattern in (UNIT_FIRST, NAME_FIRST, SYMBOL_ALONE):
        for match in pattern.finditer(text):
            if found := _of_framework(match):
                yield match, found
    for pattern in (SDG_TARGET, SDG_NUMBER, SDG_ARABIC):
        for match in pattern.finditer(text):
            if found := _of_goals(match):
                yield match, found


def _of_framework(match: re.Match[str]) -> list[Found]:
    groups = match.groupdict()
    framework = next(each for each in NAMES if groups.get(each))
    name = " ".join(groups[framework].lower().split())
    by_objective = bool(groups.get("objective"))
    if (by_objective and framework != "gcm") or (not by_objective and name in AMBIGUOUS):
        return []
    annex = ROMAN.get((groups.get("annex") or "").lower(), "") or (groups.get("annex") or "").upper()
    return [
        (start, end, provision)
        for start, end, number, letters in _numbers(match)
        if (provision := _provision(framework, number, letters, by_objective=by_objective, annex=annex))
    ]


def _provision(framework: str, number: int, letters: str, *, by_objective: bool, annex: str) -> str:
    if framework == "gcm":
        return _of_migration_compact(number, letters, by_objective=by_objective)
    if framework == "nyd":
        return f"nyd.annex{annex}.{number}{letters}" if annex else f"nyd.{number}{letters}"
    return f"{framework}.para.{number}{letters}"


def _of_migration_compact(number: int, letters: str, *, by_objective: bool) -> str:
    objective = number if by_objective else number - BEFORE_OBJECTIVES
    if by_objective or 1 <= objective <= OBJECTIVE_COUNT:
        return f"gcm.act.{objective:02}{letters}" if letters else f"gcm.obj.{objective:02}"
    if number == PRINCIPLES and letters:
        return f"gcm.prin.{letters}"
    return f"gcm.para.{number}{letters}"


def _numbers(match: re.Match[str]) -> Iterator[tuple[int, int, int, str]]:
    """Each number of the list with its place; the first place begins, the last one ends with the whole citation."""
    parts = list(re.compile(NUMBER, re.IGNORECASE).finditer(match.string, *match.span("numbers")))
    clusters: list[list[re.Match[str]]] = []
    for part in parts:
        between = match.string[clusters[-1][-1].end() : part.start()] if clusters else ""
        if clusters and len(clusters[-1]) == 1 and RANGE_SIGN.fullmatch(between):
            clusters[-1].append(part)
        else:
            clusters.append([part])
    for index, cluster in enumerate(clusters):
        start = match.start() if index == 0 else cluster[0].start()
        end = match.end() if index == len(clusters) - 1 else cluster[-1].end()
        for number, letters in _expanded(cluster):
            yield start, end, number, letters


def _expanded(cluster: list[re.Match[str]]) -> Iterator[tuple[int, str]]:
    values = [(int(number), letters) for part in cluster for number, letters in LETTERED.findall(part.group().lower())]
    first, last = values[0], values[-1]
    if len(values) == 2 and not first[1] and not last[1] and 0 < last[0] - first[0] <= LONGEST_RANGE:
        yield from ((number, "") for number in range(first[0], last[0] + 1))
    else:
        yield from values


def _of_goals(match: re.Match[str]) -> list[Found]:
    parts = list(GOAL.finditer(match.string, *match.span("numbers")))
    found: list[Found] = []
    for index, part in enumerate(parts):
        goal, target = int(part[1]), (part[2] or "").lower()
        start = match.start() if index == 0 else part.start()
        end = match.end() if index == len(parts) - 1 else part.end()
        if 1 <= goal <= GOAL_COUNT:
            found.append((start, end, f"sdg.{goal}.{int(target) if target.isdigit() else target}".rstrip(".")))
    return found


def _in_a_range(provision: str, known: Collection[str]) -> str:
    """The known range that holds a paragraph (gcr.para.6 is in gcr.para.5-6); the shortest one, else the provision."""
    stem, _, number = provision.rpartition(".")
    if provision in known or not number.isdigit():
        return provision
    ranges = []
    for each in known:
        bounds = RANGE_OF_PARAGRAPHS.fullmatch(each.removeprefix(stem + "."))
        if each.startswith(stem + ".") and bounds and int(bounds[1]) <= int(number) <= int(bounds[2]):
            ranges.append((int(bounds[2]) - int(bounds[1]), each))
    return min(ranges)[1] if ranges else provision
