"""Texts in several languages, dates and numbers, as the reader's language writes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from django.utils.translation import get_language

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur", "ps", "ckb", "dv", "sd", "yi"}


def in_reach(name: str, forms: Iterable[str]) -> str:
    """A name as the reader can read it: where it is written in another script than the reader's language, the first of its
    other forms in that one stands before it, as in “Wadi Sidra (وادي السدرة)”."""
    wanted = "ARABIC" if direction(get_language() or "en") == "rtl" else "LATIN"
    if _script(name) in {wanted, ""}:
        return name
    form = next((each for each in forms if _script(each) == wanted), "")
    return f"{form} ({name})" if form else name


def _script(text: str) -> str:
    """The script of the first letter, as Unicode names it: LATIN, ARABIC; empty where there is no letter."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def direction(language: str) -> str:
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def pick(texts: Mapping[str, str] | str | None, language: str | None = None) -> tuple[str, str]:
    """The text for the reader and its language: the reader's, else English, else the first there is."""
    wanted = language or get_language() or "en"
    if not texts:
        return "", wanted
    if isinstance(texts, str):
        return texts, wanted
    for code in (wanted, "en", *texts):
        if texts.get(code):
            return str(texts[code]), code
    return "", wanted


def plain(texts: Mapping[str, str] | str | None) -> str:
    return pick(texts)[0]


@cache
def locale(language: str) -> Locale:
    return Locale.parse({"en": "en_GB"}.get(language, language).replace("-", "_"))


def _here() -> Locale:
    return locale(get_language() or "en")


def day(value: date | datetime, zone: str = "UTC", form: str = "long") -> str:
    """A day as the reader writes it; an instant is a day in `zone`."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone)).date()
    return dates.format_date(value, format=form, locale=_here())


def short_day(value: date | datetime, zone: str = "UTC") -> str:
    """Day and month only."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(zone)).date()
    return dates.format_skeleton("MMMd", datetime(value.year, value.month, value.day), locale=_here())


def moment(value: datetime, zone: str = "UTC") -> str:
    """Day, hour and the name of the zone's city: an instant is never shown without its zone."""
    local = value.astimezone(ZoneInfo(zone))
    name = "UTC" if zone == "UTC" else dates.get_timezone_location(zone, locale=_here(), return_city=True)
    return f"{day(value, zone)}, {clock(local)} ({name})"


def clock(value: datetime, zone: str | None = None) -> str:
    """Hour and minute."""
    local = value.astimezone(ZoneInfo(zone)) if zone else value
    return dates.format_time(local, format="HH:mm", locale=_here())


def number(value: int | float) -> str:
    return _number(get_language() or "en", value)


@lru_cache(maxsize=4096, typed=True)
def _number(language: str, value: int | float) -> str:
    """A table of a page writes some eighty numbers, most of them small and the same."""
    return numbers.format_decimal(value, locale=locale(language))


def percent(part: int, whole: int) -> str:
    """A share; a dash where there is no base."""
    return numbers.format_percent(part / whole, locale=_here()) if whole else "–"


def language_name(code: str) -> str:
    """A language's name in the reader's language; the code when it is unknown."""
    return str(_here().languages.get(code, code))
