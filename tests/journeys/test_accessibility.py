"""Every page in every language: no violation of WCAG 2.2 AA that axe can find, no complaint of the browser, little weight."""

from __future__ import annotations

import re
from collections import deque
from pathlib import Path

import axe_playwright_python
import pytest

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
PERSONS = ("public", "secretariat", "rapporteur", "delegate", "mayor's office")
HEAVIEST = 60_000


def shape(address: str) -> str:
    """An address without its numbers and keys, so that one of each page is looked at."""
    path = re.sub(r"/\d+/", "/0/", address.split("?")[0])
    path = re.sub(r"/(p|h)-[\w-]+/", "/p/", path)
    return re.sub(r"/(nua|gcm|sdg|nyd|gcr)\.[\w.]+/", "/provision/", path)


def pages_of(page, base: str) -> list[str]:
    """One address of each page that this person finds by links, in the language of the start."""
    start = page.url.replace(base, "")
    prefix = start[:4]
    waiting, seen, found = deque([start]), {shape(start)}, []
    while waiting:
        address = waiting.popleft()
        answer = page.request.get(base + address)
        if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
            continue
        found.append(address)
        for link in re.findall(r'<a [^>]*?href="(/[^"#?]+)', answer.text()):
            if link.startswith(prefix) and shape(link) not in seen:
                seen.add(shape(link))
                waiting.append(link)
    return found


def violations(page, base: str, addresses: list[str]) -> list[str]:
    """What axe finds on these pages, one line a rule and page."""
    found = []
    for address in addresses:
        page.goto(base + address)
        page.evaluate(AXE)
        for fault in page.evaluate(f"axe.run(document, {RULES})")["violations"]:
            first = fault["nodes"][0]["html"][:160]
            found.append(f"{address}: {fault['id']}: {first} ({len(fault['nodes'])})")
    return found


@pytest.mark.parametrize("person", PERSONS)
def test_no_page_has_a_violation_for_anyone(person, demo, visit):
    page = visit(demo.addresses[person])
    addresses = pages_of(page, demo.base)
    assert len(addresses) > 15
    found = violations(page, demo.base, addresses)
    assert not found, "\n".join(found)
    assert page.complaints == []


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_no_page_has_a_violation_in_any_language(language, demo, visit):
    """Each page once, in the dark, by the first of the five who finds it."""
    found, seen = [], set()
    for person in PERSONS:
        page = visit(demo.addresses[person], scheme="dark")
        page.goto(page.url.replace("/en/", f"/{language}/"))
        fresh = [address for address in pages_of(page, demo.base) if shape(address) not in seen]
        seen.update(shape(address) for address in fresh)
        found += violations(page, demo.base, fresh) + page.complaints
    assert len(seen) > 60
    assert not found, "\n".join(found)


@pytest.mark.parametrize("person", ["public", "secretariat"])
def test_no_page_is_heavy_at_the_first_visit(person, demo, visit, browser):
    page = visit(demo.addresses[person])
    heavy = []
    cookies = page.context.cookies()
    for address in pages_of(page, demo.base):
        context = browser.new_context(extra_http_headers={"Accept-Encoding": "gzip, br"})
        context.add_cookies(cookies)
        fresh = context.new_page()
        line = context.new_cdp_session(fresh)
        line.send("Network.enable")
        sizes = []
        line.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
        fresh.goto(demo.base + address, wait_until="load")
        if sum(sizes) > HEAVIEST:
            heavy.append(f"{address}: {sum(sizes)} bytes")
        context.close()
    assert not heavy, "\n".join(heavy)


@pytest.mark.parametrize(("person", "language"), [("public", "en"), ("delegate", "fr"), ("secretariat", "ar")])
def test_no_page_is_wider_than_a_phone(person, language, demo, visit):
    page = visit(demo.addresses[person], width=390)
    page.goto(page.url.replace("/en/", f"/{language}/"))
    wide = []
    for address in pages_of(page, demo.base):
        page.goto(demo.base + address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 391:
            wide.append(f"{address}: {width}")
    assert not wide, "\n".join(wide)
