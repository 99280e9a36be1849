from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import NoReverseMatch, path, reverse, set_script_prefix
from django.utils import translation

from rapporteur.foundation.ui.addresses import address


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_an_address_is_that_of_the_readers_language_however_often_it_is_asked(language):
    for _time in range(2):
        with translation.override(language):
            assert (
                address("home", slug="cities") == f"/{language}/cities/" == reverse("home", kwargs={"slug": "cities"})
            )


def test_addresses_of_different_things_are_different():
    found = [address("contributions:detail", slug=slug, number=number) for slug in ("a", "b") for number in (1, 11)]
    assert found == [f"/en/{slug}/contributions/{number}/" for slug in ("a", "b") for number in (1, 11)]


def test_an_address_that_is_not_there_is_told_each_time():
    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            address("home", slug="a slug has no blanks")
        with pytest.raises(NoReverseMatch):
            address("nowhere")


class Others:
    urlpatterns = [path("elsewhere/<slug:slug>/", lambda request, slug: HttpResponse(), name="home")]


def test_other_addresses_are_followed(settings):
    before = address("home", slug="cities")
    settings.ROOT_URLCONF = Others
    assert (before, address("home", slug="cities")) == ("/en/cities/", "/elsewhere/cities/")


def test_a_server_below_a_path_is_followed():
    before = address("home", slug="cities")
    set_script_prefix("/below/")
    try:
        assert (before, address("home", slug="cities")) == ("/en/cities/", "/below/en/cities/")
    finally:
        set_script_prefix("/")
