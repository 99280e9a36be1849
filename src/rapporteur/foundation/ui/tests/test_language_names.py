from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.mark.parametrize(("language", "name"), [("en", "French"), ("fr", "français"), ("ar", "الفرنسية")])
def test_the_name_of_a_language_is_said_in_the_readers_own(language, name):
    """Django has a filter of the same name, which says it in English where its own catalogue lacks it."""
    with translation.override(language):
        assert Template("{{ code|language_name }}").render(Context({"code": "fr"})) == name
