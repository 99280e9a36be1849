from __future__ import annotations

import pytest

from rapporteur.cli.main import main
from rapporteur.foundation.conferences.models import Conference

pytestmark = pytest.mark.django_db
FACTS = {"--title": "Cities", "--secretariat": "a@city.example", "--starts": "2027-01-01", "--ends": "2027-01-02"}


def found(slug: str, **others: str) -> int:
    facts = {**FACTS, **{f"--{name}": value for name, value in others.items()}}
    return main(["conference", slug, *[word for pair in facts.items() for word in pair]])


def test_a_conference_is_founded_with_its_secretariat(client):
    assert found("cities-2027", zone="Europe/Brussels") == 0
    assert Conference.objects.get().role_grants.get().person.email == "a@city.example"


@pytest.mark.parametrize(
    ("slug", "others"),
    [
        ("cities 2027", {}),
        ("cities/2027", {}),
        ("sign-in", {}),
        ("cities", {"zone": "Europe/Brussel"}),
        ("cities", {"zone": "../../etc/passwd"}),
        ("cities", {"secretariat": "nobody"}),
        ("cities", {"ends": "2026-12-31"}),
    ],
)
def test_what_would_break_its_pages_is_not_founded(slug, others, capsys):
    assert found(slug, **others) == 2
    assert "Not founded" in capsys.readouterr().err
    assert not Conference.objects.exists()
