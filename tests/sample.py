"""The sample conference in the test database, its people, and one address for each page found by following links."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from html import unescape

from django.test import Client
from django.urls import resolve

LINK = re.compile(r'(?:href|hx-get|action)="([^"#]+)')
PEOPLE = {
    "secretariat": "secretariat@conference.example",
    "rapporteur": "rapporteur@conference.example",
    "drafter": "drafting@conference.example",
    "observer": "observer@network.example",
    "delegate": "j.cherono@kisimamaji.example",
    "mayor": "mayor-only@city.example",
    "visitor": "visitor@city.example",
}
ROLES = [None, *PEOPLE]


@dataclass
class Crawl:
    """Addresses by the name of their page, as one person finds them; `failures` are answers of 500 and dead links."""

    found: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


def name_of(address: str) -> str:
    return resolve(address.split("?")[0]).view_name


def crawl(client: Client, start: str, *, most_a_page: int = 3) -> Crawl:
    """Follow the links from `start` within its language; at most `most_a_page` addresses of one page are read."""
    result, waiting, seen, read = Crawl(), deque([(start, "start")]), {start}, {}
    prefix = start[:4]
    while waiting:
        address, origin = waiting.popleft()
        name = name_of(address)
        if read.get(name, 0) >= most_a_page:
            continue
        read[name] = read.get(name, 0) + 1
        response = client.get(address)
        if response.status_code >= 500 or response.status_code == 404:
            result.failures.append(f"{address} on {origin}: {response.status_code}")
            continue
        if response.status_code == 200:
            result.found.setdefault(name, address)
        if "text/html" not in response.headers.get("Content-Type", ""):
            continue
        for link in LINK.findall(response.content.decode()):
            link = unescape(link)
            target = address.split("?")[0] + link if link.startswith("?") else link
            if target.startswith(prefix) and target not in seen:
                seen.add(target)
                waiting.append((target, address))
    return result
