from __future__ import annotations

import pytest

from rapporteur.foundation.people.actions import add_place, check_place, government_of, load_places, register_rows
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.queries import find_places
from rapporteur.foundation.people.reader import system

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    wanted = {"2791537", "2950159", "361058"}
    load_places(row for row in register_rows() if row["geonameid"] in wanted)


@pytest.mark.parametrize("name", ["Mechelen", "mechelen", "Malines", "Malinas", "Mecheln"])
def test_every_name_of_a_city_finds_one_record(register, name):
    assert [place.name for place in find_places(name)] == ["Mechelen"]


@pytest.mark.parametrize("name", ["Alexandria", "Alexandrie", "Alejandría", "الإسكندرية", "الاسكندرية"])
def test_a_name_in_another_script_finds_the_same_record(register, name):
    assert {place.geonameid for place in find_places(name)} == {361058}


def test_a_city_has_one_government_however_often_it_is_asked_for(register):
    place = find_places("Malines")[0]
    assert government_of(place=place, by=system()) == government_of(place=place, by=system())
    assert Government.objects.get().region == "europe"


def test_the_register_is_loaded_once(register):
    assert load_places(register_rows()) == 0


def test_a_place_that_is_not_there_is_added_and_waits_for_a_check(register):
    place = add_place(name="Sint-Nergens", country="BE", by=system())
    assert not place.is_checked
    government = government_of(place=place, by=system())
    check_place(place=place, latitude=51.0, longitude=4.5, by=system())
    government.refresh_from_db()
    assert (place.is_checked, government.latitude) == (True, 51.0)


def test_nothing_is_found_for_nothing(register):
    assert find_places("   ") == []
