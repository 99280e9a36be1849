from __future__ import annotations

import pytest
from django.utils import translation

from rapporteur.foundation.ui.said import number


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "12,345 0.5 1"), ("fr", "12\u202f345 0,5 1"), ("es", "12.345 0,5 1"), ("ar", "12,345 0.5 1")],
)
def test_a_number_is_written_in_the_readers_language_however_often_it_was_written_before(language, written):
    for other in ("en", "fr", "es", "ar", language):
        with translation.override(other):
            found = " ".join(number(value) for value in (12345, 0.5, 1))
    assert found == written
