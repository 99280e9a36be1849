from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms
from django.template.loader import render_to_string

from rapporteur.foundation.files.actions import FileRefused
from rapporteur.foundation.ui.forms import MomentField, SaidForm, WordsField, ZoneField, file_sentence


class Form(SaidForm):
    def __init__(self, *args, initial_title=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"] = MomentField(zone="Europe/Brussels", required=False)
        self.said_fields("title", "Title", initial=initial_title, required=True)


def test_a_text_is_kept_by_language_without_the_empty_ones_and_in_its_normal_form():
    form = Form({"title_en": " Cafe\u0301 \u202e", "title_fr": " ", "title_ar": "عنوان"})
    assert form.is_valid()
    assert form.said("title") == {"en": "Café", "ar": "عنوان"}


def test_a_text_that_is_needed_must_be_there_in_one_language():
    assert Form({"title_en": ""}).errors == {"title_en": ["Fill in “Title” in one language at least."]}
    assert Form({"title_es": "Título"}).is_valid()


def test_each_field_of_a_text_has_its_language_and_direction():
    page = render_to_string("ui/rows.html", {"form": Form(initial_title={"ar": "عنوان"})})
    assert '<input type="text" name="title_ar" value="عنوان" lang="ar" dir="rtl"' in page
    assert "<legend>Title</legend>" in page


def test_the_rows_of_a_form_keep_its_order():
    assert [[field.name for field in row.fields] for row in Form().rows] == [
        ["at"],
        ["title_en", "title_fr", "title_es", "title_ar"],
    ]


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        ("2017-10-13T18:00", datetime(2017, 10, 13, 16, 0, tzinfo=UTC)),
        ("2017-12-13 18:00", datetime(2017, 12, 13, 17, 0, tzinfo=UTC)),
    ],
)
def test_an_hour_on_the_wall_is_one_of_the_zone(wall, instant):
    assert MomentField(zone="Europe/Brussels").clean(wall) == instant


@pytest.mark.parametrize(
    ("wall", "sentence"),
    [
        ("2017-03-26T02:30", "this hour does not exist"),
        ("2017-10-29T02:30", "this hour comes twice"),
        ("13 October", "Enter a day and an hour"),
    ],
)
def test_an_hour_that_is_none_or_two_is_asked(wall, sentence):
    with pytest.raises(forms.ValidationError, match=sentence):
        MomentField(zone="Europe/Brussels").clean(wall)


def test_an_instant_is_shown_as_the_clock_on_the_wall():
    form = Form(initial={"at": datetime(2017, 10, 13, 16, 0, tzinfo=UTC)})
    assert 'value="2017-10-13T18:00"' in str(form["at"])


def test_a_name_of_a_zone_is_one_of_the_database():
    assert ZoneField().clean("Europe/Brussels") == "Europe/Brussels"
    with pytest.raises(forms.ValidationError):
        ZoneField().clean("Mechelen")


def test_words_without_words_are_nothing():
    with pytest.raises(forms.ValidationError):
        WordsField().clean("\u202e\x00 ")


@pytest.mark.parametrize("reason", ["size", "empty", "kind"])
def test_a_file_that_is_not_taken_gets_its_sentence(reason):
    assert file_sentence(FileRefused(reason)).endswith(".")
    assert len({file_sentence(FileRefused(other)) for other in ("size", "empty", "kind")}) == 3
