from __future__ import annotations

import pytest
from django.utils import translation

from rapporteur.foundation.ui.said import in_reach, number


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "12,345 0.5 1"), ("fr", "12\u202f345 0,5 1"), ("es", "12.345 0,5 1"), ("ar", "12,345 0.5 1")],
)
def test_a_number_is_written_in_the_readers_language_however_often_it_was_written_before(language, written):
    for other in ("en", "fr", "es", "ar", language):
        with translation.override(other):
            found = " ".join(number(value) for value in (12345, 0.5, 1))
    assert found == written


@pytest.mark.parametrize(
    ("language", "name", "forms", "said_as"),
    [
        ("en", "وادي السدرة", ["Wadi Sidra", "वादी सिद्रा"], "Wadi Sidra (وادي السدرة)"),
        ("fr", "朝凪市", ["Asanagi"], "Asanagi (朝凪市)"),
        ("ar", "وادي السدرة", ["Wadi Sidra"], "وادي السدرة"),
        ("ar", "Adwenpa", ["Adwenpa", "أدوينبا"], "أدوينبا (Adwenpa)"),
        ("en", "Adwenpa", ["أدوينبا"], "Adwenpa"),
        ("en", "नदीतुरा", ["നദീതുറ"], "नदीतुरा"),
        ("en", "7", ["Seven"], "7"),
    ],
)
def test_a_name_stands_first_in_a_script_of_the_reader(language, name, forms, said_as):
    with translation.override(language):
        assert in_reach(name, forms) == said_as
