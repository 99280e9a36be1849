"""The catalogues of translations: `python tools/messages.py update` brings the .po files to the strings of the pages;
`check` fails when a string is missing, not translated, or has other placeholders than its original. Babel alone does it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, TokenType

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "rapporteur"
LOCALE = SOURCE / "locale"
LANGUAGES = ("fr", "es", "ar")
KEYWORDS = {
    **dict.fromkeys(("_", "lazy", "gettext", "gettext_lazy")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
QUOTED = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TRANSLATE = re.compile(rf"^trans(?:late)?\s+{QUOTED}")
INLINE = re.compile(rf"_\({QUOTED}\)")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|%[sd]")
Message = tuple[str, ...]


def unquoted(text: str) -> str:
    return text[1:-1].replace('\\"', '"').replace("\\'", "'")


def template_messages(path: Path) -> Iterator[tuple[int, Message]]:
    """(line, (singular,) or (singular, plural)) of a template, as Django will look them up."""
    block: list[str] | None = None
    plural: list[str] | None = None
    options, line = "", 0
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        content = token.contents
        if token.token_type == TokenType.BLOCK:
            if re.match(r"blocktrans(late)?\b", content):
                block, plural, options, line = [], None, content, token.lineno
                continue
            if re.match(r"endblocktrans(late)?\b", content) and block is not None:
                texts = [block] if plural is None else [block, plural]
                yield line, tuple(finished(text, "trimmed" in options) for text in texts)
                block = None
                continue
            if content.strip() == "plural" and block is not None:
                plural = []
                continue
            if found := TRANSLATE.match(content):
                yield token.lineno, (unquoted(found[1]).replace("%", "%%"),)
            for text in INLINE.findall(content):
                yield token.lineno, (unquoted(text).replace("%", "%%"),)
        elif token.token_type == TokenType.VAR and block is None:
            for text in INLINE.findall(content):
                yield token.lineno, (unquoted(text).replace("%", "%%"),)
        if block is not None:
            target = block if plural is None else plural
            if token.token_type == TokenType.TEXT:
                target.append(content.replace("%", "%%"))
            elif token.token_type == TokenType.VAR:
                target.append(f"%({content})s")


def finished(pieces: list[str], is_trimmed: bool) -> str:
    text = "".join(pieces)
    return " ".join(part.strip() for part in text.strip().split("\n")) if is_trimmed else text


def messages() -> Iterator[tuple[str, int, Message, str | None]]:
    """(file, line, message, context) of all strings of the product."""
    for path in sorted(SOURCE.rglob("*")):
        name = str(path.relative_to(ROOT))
        if "/tests/" in name or "/migrations/" in name or "/locale/" in name:
            continue
        if path.suffix == ".py":
            for line, message, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
                yield name, line, message if isinstance(message, tuple) else (message,), context
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            for line, message in template_messages(path):
                yield name, line, message, None


def template() -> Catalog:
    catalog = Catalog(project="Rapporteur", charset="utf-8")
    for name, _line, message, context in messages():
        if message[0]:
            flags = ["python-format"] if "%(" in message[0] else []
            catalog.add(
                message if len(message) > 1 else message[0], locations=[(name, None)], context=context, flags=flags
            )
    return catalog


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Rapporteur", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> int:
    wanted = template()
    for language in LANGUAGES:
        catalog = load(language)
        catalog.update(wanted, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as file:
            write_po(file, catalog, width=0, omit_header=False, sort_output=True, include_lineno=False)
        missing = sum(1 for message in catalog if message.id and not is_translated(message))
        print(f"{language}: {len(catalog)} strings, {missing} not translated")
    return 0


def is_translated(message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(texts) and all(texts)


def marks(text: str) -> set[str]:
    return {found.group(0) for found in PLACEHOLDER.finditer(text)}


def faults(language: str, wanted: Catalog) -> Iterator[str]:
    catalog = load(language)
    for message in wanted:
        if not message.id:
            continue
        found = catalog.get(message.id, message.context)
        name = message.id if isinstance(message.id, str) else message.id[0]
        if found is None or not is_translated(found):
            yield f"{language}: not translated: {name!r}"
            continue
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        allowed = set().union(*(marks(text) for text in originals))
        needed = marks(originals[-1])
        texts = found.string if isinstance(found.string, (tuple, list)) else (found.string,)
        if any(marks(text) - allowed for text in texts) or (needed - marks(texts[-1])):
            yield f"{language}: other placeholders than the original: {name!r}"


def check() -> int:
    wanted = template()
    found = [fault for language in LANGUAGES for fault in faults(language, wanted)]
    for fault in found[:60]:
        print(fault)
    print(f"{len(wanted)} strings in {len(LANGUAGES)} languages, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit({"update": update, "check": check}[sys.argv[1]]())
