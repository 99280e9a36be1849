from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.urls import path

from rapporteur.web import checks, guard, urls


def planted(request):
    return HttpResponse("open to all")


def test_every_view_names_its_permission():
    assert guard.unguarded() == []


def test_a_planted_view_without_permission_keeps_the_server_from_starting(monkeypatch):
    class Planted:
        url_patterns = [*urls.urlpatterns, path("planted/", planted)]

    assert guard.unguarded(Planted) == ["planted/"]
    monkeypatch.setattr(guard, "get_resolver", lambda: Planted)
    with pytest.raises(ImproperlyConfigured, match="planted/"):
        guard.enforce()
    assert [error.id for error in checks.views_are_guarded(None)] == ["rapporteur.E001"]


@pytest.mark.parametrize("address", ["https://conference.example", "http://127.0.0.1.elsewhere.example"])
def test_the_demo_is_refused_on_a_public_address(settings, address):
    settings.DEMO, settings.BASE_ADDRESS = True, address
    assert [error.id for error in checks.demo_is_not_public(None)] == ["rapporteur.E002"]
