"""The report of a consolidation: one self-contained page of HTML, without a script and without a connection."""

from __future__ import annotations

import json
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from rapporteur_core import text
from rapporteur_core.duplicates import Group
from rapporteur_core.engines.embedded import voices
from rapporteur_core.engines.values import FoundTheme, Passage, Result, Share

QUOTES = 4
LONGEST_QUOTE = 420
IDS_SHOWN = 150
GROUPS_SHOWN = 40
PROVISIONS_SHOWN = 60
VALUES_SHOWN = 15
SPEAKERS_SHOWN = 15
LANGUAGES = {
    "ar": "Arabic", "ca": "Catalan", "de": "German", "en": "English", "es": "Spanish", "fr": "French",
    "it": "Italian", "nl": "Dutch", "pt": "Portuguese", "und": "not told",
}  # fmt: skip
NOT_MEANT = (
    "<b>A large theme is not an important one.</b> It says how many wrote about something, not how many would agree, "
    "and not how much it matters to those whom it touches.",
    "<b>Those who wrote are not those concerned.</b> No figure here is weighted, and nothing is said of people who did "
    "not take part. Compare the balance below with the members, regions or inhabitants that you wanted to hear.",
    "<b>A theme holds those for and those against.</b> Texts stand together because they use the same words. Read the "
    "quotes, then the members, before you write that anybody wants anything.",
    "<b>Words bridge languages badly.</b> One thing said in two languages, or in two very different ways, may stand in "
    "two themes. Join them by hand.",
    "<b>A campaign is not one opinion, nor as many as it has texts.</b> Its texts count once when themes are made; "
    "here both texts and voices are given. Every text stays in the files.",
    "<b>A voice is a name as it was written.</b> One person under two names is two voices; each text without a name "
    "counts as one voice.",
    "<b>A link to a provision is a proposal.</b> “By words” means that a passage has the words of our short label, "
    "which is not the text of the agreement. Only “by citation” is what the author wrote.",
    "<b>Languages are guessed</b> from the letters of each passage unless the file names them; short ones are often "
    "wrong.",
)


def page(
    result: Result, *, title: str, record: Mapping[str, Any], labels: Mapping[str, str], again: Sequence[str]
) -> str:
    """The page.

    title: the name of the file; record: the content of run.json; labels: provision to its label in English; again: the
    command line that makes the same files.
    """
    css = files("rapporteur_core.engines").joinpath("report.css").read_text(encoding="utf-8")
    body = "".join(
        [
            _opening(result, title),
            _themes(result),
            _duplicates(result),
            _provisions(result, labels),
            _balance(result),
            _limits(),
            _recompute(record, again),
        ]
    )
    links = (
        ("themes", "Themes"),
        ("repeated", "Repeated texts"),
        ("provisions", "Provisions"),
        ("balance", "Balance"),
        ("limits", "What the numbers do not mean"),
        ("recompute", "Recompute"),
    )
    nav = "".join(f'<a href="#{anchor}">{name}</a>' for anchor, name in links)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Consolidation of {escape(title)}</title>\n<style>\n{css}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">To the content</a>\n<header class="masthead"><div class="page">'
        f'<span class="mark">Rapporteur</span><nav aria-label="Parts of the report">{nav}</nav></div></header>\n'
        f'<main class="page" id="main">\n{body}</main>\n<footer><div class="page">Made by Rapporteur. All names and '
        "words are those of the file that was read. The files beside this page hold every text, group and "
        "link.</div></footer>\n</body>\n</html>\n"
    )


def _opening(result: Result, title: str) -> str:
    everyone = range(len(result.contributions))
    near = [group for group in result.duplicates if group.kind == "near"]
    repeating = {member for group in result.duplicates for member in group.members}
    sorted_out = [theme for theme in result.themes if not theme.is_unsorted]
    figures = [
        (_number(len(result.contributions)), "texts"),
        (_number(voices(result.contributions, everyone)), "voices"),
        (_number(len(result.passages)), "passages"),
        (_number(len(sorted_out)), "themes"),
        (_number(len(repeating)), "texts that repeat another"),
        (_number(len(near)), "groups of near copies"),
        (_number(len({match.passage for match in result.mapping})), "passages linked to a provision"),
    ]
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for value, name in figures)
    unsaid = (
        ""
        if any(each.by for each in result.contributions)
        else (
            '<p class="note">The file was read without names (<code>--by</code>), so each text counts as one voice.</p>'
        )
    )
    return (
        f'<p class="eyebrow">Consolidation</p>\n<h1>What was said in {escape(title)}</h1>\n'
        '<p class="lede">What people wrote, put beside what is like it: themes with the words that made them, texts '
        "that repeat one another, the provisions they touch, and who spoke. A proposal for a rapporteur to correct, "
        f'not a result.</p>\n<dl class="figures">{cells}</dl>\n{unsaid}'
    )


def _themes(result: Result) -> str:
    total = len(result.contributions)
    if not result.themes:
        return '<h2 id="themes">Themes</h2><p>There was nothing to sort.</p>\n'
    rows = []
    largest = max((len(theme.contributions) for theme in result.themes if not theme.is_unsorted), default=1)
    for number, theme in enumerate(result.themes, 1):
        count = len(theme.contributions)
        name = f'<a href="#theme-{number}">{_label(result, theme)}</a>'
        rows.append(
            f"<tr><th scope=row>{name}</th><td class=number>{_number(count)}</td>"
            f"<td class=number>{_number(voices(result.contributions, theme.contributions))}</td>"
            f"<td class=number>{_percent(count, total)}</td><td>{'' if theme.is_unsorted else _bar(count, largest)}</td></tr>"
        )
    what = "contributions" if result.unit == "contribution" else "passages, so a text may be in several"
    return (
        f'<h2 id="themes">Themes</h2>\n<p>Themes gather {what}. The label is the most telling phrases, as people wrote '
        "them; the base of the shares is all texts.</p>\n"
        + _table("Themes, the largest first", ("Theme", "Texts#", "Voices#", "Share#", "Size"), rows)
        + "".join(_theme(result, theme, number) for number, theme in enumerate(result.themes, 1))
    )


def _theme(result: Result, theme: FoundTheme, number: int) -> str:
    ids = [result.contributions[index].id for index in theme.contributions]
    tongue = _tongue(_main_language(result, theme))
    tags = "".join(f"<li{tongue}>{escape(phrase)}</li>" for phrase in theme.phrases)
    spoken = Counter(result.passages[index].language for index in theme.passages)
    languages = ", ".join(
        f"{escape(LANGUAGES.get(code, code))} {_number(count)}"
        for code, count in sorted(spoken.items(), key=lambda each: (-each[1], each[0]))[:4]
    )
    if theme.is_unsorted:
        about = (
            "<p>These texts are like too few others. Somebody should read them: what is said once can matter most.</p>"
        )
    else:
        about = f'<ul class="tags" aria-label="Key phrases">{tags}</ul>' if tags else ""
    return (
        f'<section class="theme" id="theme-{number}"><h3>{_label(result, theme)}</h3>'
        f'<p class="quiet">{_texts(len(ids))} by {_voices(voices(result.contributions, theme.contributions))}, '
        f"{_percent(len(ids), len(result.contributions))} of all texts; passages by language: {languages or 'none'}</p>"
        f"{about}{_quotes(result, theme)}{_members(ids, 'themes.jsonl')}</section>\n"
    )


def _quotes(result: Result, theme: FoundTheme) -> str:
    """Quotes of different voices, the most central first."""
    shown: list[Passage] = []
    heard: set[str] = set()
    for index in theme.evidence:
        passage = result.passages[index]
        speaker = result.contributions[passage.contribution].by
        if len(shown) < QUOTES and (not speaker or speaker not in heard):
            heard.add(speaker or "")
            shown.append(passage)
    return f'<div class="quotes">{"".join(_quote(result, passage) for passage in shown)}</div>' if shown else ""


def _quote(result: Result, passage: Passage) -> str:
    contribution = result.contributions[passage.contribution]
    speaker = f"by {escape(contribution.by)}, " if contribution.by else ""
    return (
        f"<figure><blockquote{_tongue(passage.language)}>{_short(passage.of(result.contributions))}</blockquote>"
        f"<figcaption>{speaker}text {escape(contribution.id)}</figcaption></figure>"
    )


def _duplicates(result: Result) -> str:
    head = '<h2 id="repeated">Repeated texts and campaigns</h2>\n'
    if not result.duplicates:
        return head + "<p>No text repeats another.</p>\n"
    ordered = sorted(result.duplicates, key=lambda group: (-len(group.members), group.kind, group.members))
    rows = [_group(result, group) for group in ordered[:GROUPS_SHOWN]]
    exact = sum(1 for group in result.duplicates if group.kind == "exact")
    more = len(ordered) - len(rows)
    tail = f'<p class="quiet">{_number(more)} smaller groups are in <code>duplicates.jsonl</code>.</p>' if more else ""
    return (
        f"{head}<p>{_number(exact)} groups of exact copies and {_number(len(ordered) - exact)} of near copies. A near "
        "group holds its exact copies too, and excerpts. Many texts by one voice are a text sent twice; many texts by "
        "many voices are a campaign. Nothing is dropped.</p>\n"
        + _table("Groups, the largest first", ("Kind", "Texts#", "Voices#", "First text", "Identifiers"), rows)
        + tail
    )


def _group(result: Result, group: Group) -> str:
    first = result.contributions[group.members[0]]
    ids = [result.contributions[index].id for index in group.members]
    language = first.language or next(
        (each.language for each in result.passages if each.contribution == group.members[0]), "und"
    )
    more = f" and {_number(len(ids) - 6)} more" if len(ids) > 6 else ""
    return (
        f"<tr><th scope=row>{group.kind}</th><td class=number>{_number(len(ids))}</td>"
        f"<td class=number>{_number(voices(result.contributions, group.members))}</td>"
        f"<td{_tongue(language)}>{_short(first.whole, 200)}</td><td>{escape(', '.join(ids[:6]))}{more}</td></tr>"
    )


def _provisions(result: Result, labels: Mapping[str, str]) -> str:
    head = '<h2 id="provisions">Provisions of agreed texts</h2>\n'
    if not result.mapping:
        return head + "<p>No passage cites a provision or has the words of one.</p>\n"
    by_provision = defaultdict(list)
    for match in result.mapping:
        by_provision[match.provision].append(match)
    ordered = sorted(by_provision, key=lambda name: (-len(by_provision[name]), name))
    rows = []
    for name in ordered[:PROVISIONS_SHOWN]:
        matches = by_provision[name]
        best = min(matches, key=lambda match: (match.by != "citation", -match.score, match.passage))
        passage = result.passages[best.passage]
        cited = sum(1 for match in matches if match.by == "citation")
        speakers = voices(result.contributions, sorted({result.passages[m.passage].contribution for m in matches}))
        rows.append(
            f"<tr><th scope=row>{escape(labels.get(name) or name)}<br><span class=quiet>{escape(name)}</span></th>"
            f"<td class=number>{_number(cited)}</td><td class=number>{_number(len(matches) - cited)}</td>"
            f"<td class=number>{_number(speakers)}</td>"
            f"<td><span{_tongue(passage.language)}>{_short(passage.of(result.contributions), 200)}</span><br>"
            f"<span class=quiet>words: <span{_tongue(passage.language)}>{escape(', '.join(best.words))}</span>; text "
            f"{escape(result.contributions[passage.contribution].id)}</span></td></tr>"
        )
    linked = len({match.passage for match in result.mapping})
    more = len(ordered) - len(rows)
    tail = f'<p class="quiet">{_number(more)} more provisions are in <code>mapping.jsonl</code>.</p>' if more else ""
    return (
        f"{head}<p>{_number(linked)} of {_number(len(result.passages))} passages "
        f"({_percent(linked, len(result.passages))}) are linked to {_number(len(ordered))} provisions. The rest are "
        "linked to none, which says nothing against them.</p>\n"
        + _table(
            "Provisions, most passages first",
            ("Provision", "By citation#", "By words#", "Voices#", "The clearest passage"),
            rows,
        )
        + tail
    )


def _balance(result: Result) -> str:
    tables = [
        _shares("By language (guessed)" if name == "language" else f"By {name}", shares, len(result.contributions))
        for name, shares in result.balance.items()
    ]
    return (
        '<h2 id="balance">Balance</h2>\n<p>Who is heard here, counted and not weighted. The base is all '
        f"{_number(len(result.contributions))} texts; a voice can appear under several values.</p>\n"
        f'{_speakers(result)}<div class="tables">{"".join(tables)}</div>\n'
    )


def _shares(caption: str, shares: Sequence[Share], total: int) -> str:
    largest = max((share.texts for share in shares), default=1)
    rows = [
        f"<tr><th scope=row>{_value(caption, share.value)}</th><td class=number>{_number(share.texts)}</td>"
        f"<td class=number>{_number(share.voices)}</td><td class=number>{_percent(share.texts, total)}</td>"
        f"<td>{_bar(share.texts, largest)}</td></tr>"
        for share in shares[:VALUES_SHOWN]
    ]
    rest = shares[VALUES_SHOWN:]
    if rest:
        texts = sum(share.texts for share in rest)
        rows.append(
            f"<tr><th scope=row>{_number(len(rest))} other values</th><td class=number>{_number(texts)}</td><td></td>"
            f"<td class=number>{_percent(texts, total)}</td><td></td></tr>"
        )
    return _table(caption, ("Value", "Texts#", "Voices#", "Share#", "Size"), rows)


def _speakers(result: Result) -> str:
    counted = Counter(each.by for each in result.contributions if each.by)
    if not counted:
        return ""
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    once = sum(1 for count in counted.values() if count == 1)
    tenth = ordered[: max(len(ordered) // 10, 1)]
    written = sum(count for _, count in tenth)
    rows = [
        f"<tr><th scope=row>{escape(name)}</th><td class=number>{_number(count)}</td>"
        f"<td class=number>{_percent(count, len(result.contributions))}</td></tr>"
        for name, count in ordered[:SPEAKERS_SHOWN]
    ]
    return (
        f"<p>{_number(len(counted))} names: {_number(once)} wrote once. The {_number(len(tenth))} who wrote most "
        f"(a tenth of the names) gave {_percent(written, len(result.contributions))} of the texts.</p>"
        + _table("Who wrote most", ("Name", "Texts#", "Share#"), rows)
    )


def _limits() -> str:
    return (
        '<h2 id="limits">What the numbers do not mean</h2>\n<ul>'
        + "".join(f"<li>{sentence}</li>" for sentence in NOT_MEANT)
        + "</ul>\n"
    )


def _recompute(record: Mapping[str, Any], again: Sequence[str]) -> str:
    return (
        '<h2 id="recompute">How to get the same again</h2>\n<p>The same file, settings and version of Rapporteur give '
        "the same bytes. No clock and no unseeded chance takes part.</p>\n"
        f"<pre>{escape(shlex.join(again))}</pre>\n<p>Settings, counts and digests, as in <code>run.json</code>:</p>\n"
        f"<pre>{escape(json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True))}</pre>\n"
    )


def _table(caption: str, names: Sequence[str], rows: Iterable[str]) -> str:
    """A table; a name that ends in # heads a column of numbers."""
    head = "".join(
        f"<th scope=col class=number>{name[:-1]}</th>" if name.endswith("#") else f"<th scope=col>{name}</th>"
        for name in names
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table><caption>'
        f"{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>\n"
    )


def _members(ids: Sequence[str], name: str) -> str:
    shown = ", ".join(ids[:IDS_SHOWN])
    more = f" … and {_number(len(ids) - IDS_SHOWN)} more in <code>{name}</code>" if len(ids) > IDS_SHOWN else ""
    return (
        f"<details><summary>All {_number(len(ids))} identifiers</summary>"
        f'<p class="ids">{escape(shown)}{more}</p></details>'
    )


def _bar(count: int, largest: int) -> str:
    width = round(100 * count / max(largest, 1), 1)
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="8"/><rect width="{width}" height="8"/></svg>'
    )


def _label(result: Result, theme: FoundTheme) -> str:
    if theme.is_unsorted:
        return "Unsorted"
    return f"<span{_tongue(_main_language(result, theme))}>{escape(theme.label)}</span>" if theme.label else "Unnamed"


def _main_language(result: Result, theme: FoundTheme) -> str:
    spoken = Counter(result.passages[index].language for index in theme.passages)
    return min(spoken, key=lambda code: (-spoken[code], code), default="und")


def _value(caption: str, value: str) -> str:
    if caption.startswith("By language"):
        return escape(LANGUAGES.get(value, value))
    return escape(value) or "<i>not given</i>"


def _tongue(language: str) -> str:
    return "" if language == "und" else f' lang="{escape(language)}" dir="{text.direction(language)}"'


def _short(words: str, longest: int = LONGEST_QUOTE) -> str:
    flat = " ".join(words.split())
    if len(flat) <= longest:
        return escape(flat)
    return escape(flat[:longest].rsplit(" ", 1)[0]) + " […]"


def _number(count: int) -> str:
    return f"{count:,}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"


def _texts(count: int) -> str:
    return f"{_number(count)} {'text' if count == 1 else 'texts'}"


def _voices(count: int) -> str:
    return f"{_number(count)} {'voice' if count == 1 else 'voices'}"
