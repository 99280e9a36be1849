"""The agreements and vocabularies that ship with the product: versioned data, each provision with its state of proof."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
PROVEN = ("text", "cited", "derived")
FILES = (
    "gcm_objectives",
    "gcm_principles",
    "gcm_local_actions",
    "gcr_paragraphs",
    "nua_paragraphs",
    "nyd_paragraphs",
    "sdg_targets",
)


@dataclass(frozen=True)
class Provision:
    """One provision. `label` maps language to our own short wording; `check` is text, cited, derived or unverified."""

    id: str
    framework: str
    number: str
    symbol: str
    paragraph: str
    label: dict[str, str]
    check: str
    source: str

    @property
    def is_proven(self) -> bool:
        return self.check in PROVEN


@dataclass(frozen=True)
class Framework:
    """An agreement, or a part of it: one file of provisions."""

    key: str
    code: str
    title: dict[str, str]
    symbol: str
    part: str
    note: str
    items: tuple[Provision, ...]


def _load(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return content


@cache
def frameworks() -> tuple[Framework, ...]:
    """All frameworks, read once a process."""
    found = []
    for name in FILES:
        data = _load(name)
        code = str(data["framework"])
        items = tuple(
            Provision(
                id=str(item["id"]),
                framework=code,
                number=str(item.get("number", "")),
                symbol=str(item.get("symbol", data.get("symbol", ""))),
                paragraph=str(item.get("paragraph", "")),
                label={str(key): str(value) for key, value in item["label"].items()},
                check=str(item.get("check", "unverified")),
                source=str(item.get("source", "")),
            )
            for item in data["items"]
        )
        found.append(
            Framework(
                key=name,
                code=code,
                title=dict(data["title"]),
                symbol=str(data.get("symbol", "")),
                part=str(data.get("part", "")),
                note=str(data.get("note", "")),
                items=items,
            )
        )
    return tuple(found)


@cache
def provisions() -> dict[str, Provision]:
    """Every provision by its identifier."""
    return {item.id: item for framework in frameworks() for item in framework.items}


@cache
def vocabulary(name: str, part: str) -> tuple[dict[str, Any], ...]:
    """A list of terms such as `vocabulary("vocab_participants", "participant_categories")`: maps with id and label."""
    return tuple(_load(name)[part])


NAMES = {
    "gcm": {"en": "GCM", "fr": "Pacte mondial", "es": "Pacto Mundial", "ar": "الاتفاق العالمي"},
    "gcr": {"en": "GCR", "fr": "Pacte réfugiés", "es": "Pacto Refugiados", "ar": "ميثاق اللاجئين"},
    "nua": {"en": "NUA", "fr": "NPV", "es": "NAU", "ar": "الخطة الحضرية"},
    "nyd": {
        "en": "New York Declaration",
        "fr": "Déclaration de New York",
        "es": "Declaración de Nueva York",
        "ar": "إعلان نيويورك",
    },
    "sdg": {"en": "SDG", "fr": "ODD", "es": "ODS", "ar": "أهداف التنمية"},
}


def short_name(provision: Provision, language: str) -> str:
    """How a page names a provision: the short name of its agreement and its number."""
    names = NAMES.get(provision.framework, {})
    return f"{names.get(language) or names.get('en') or provision.framework} {provision.number}"
