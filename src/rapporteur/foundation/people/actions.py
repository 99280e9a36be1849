"""Acts on persons, codes, places and governments."""

from __future__ import annotations

import csv
import gzip
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unicodedata import digit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.notices.actions import forget_mail, write_mail
from rapporteur_core.text import fold

from .models import Government, Person, Place, PlaceName, SignInCode
from .reader import Reader, Refused, system
from .regions import REGION_OF

REGISTER = Path(__file__).parent / "data" / "places.csv.gz"
CODE_MINUTES = 10
MOST_TRIES = 5
MOST_CODES_AN_HOUR = 5


def _digest(email: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{email}\n{code}".encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def send_code(*, email: str, language: str) -> int:
    """Write a sign-in code to `email`; gives the number by which the page that asked knows it.

    Refused after five in an hour. The answer is the same for a known and an unknown address.
    """
    email = email.strip().lower()
    now = timezone.now()
    recent = SignInCode.objects.filter(email=email, made_at__gt=now - timedelta(hours=1)).count()
    if recent >= MOST_CODES_AN_HOUR:
        raise Refused(_("Five codes were sent to this address within an hour. Use the last one, or wait an hour."))
    code = f"{secrets.randbelow(10**8):08d}"
    made = SignInCode.objects.create(
        email=email, digest=_digest(email, code), made_at=now, expires_at=now + timedelta(minutes=CODE_MINUTES)
    )
    context = {"code": f"{code[:4]} {code[4:]}", "minutes": CODE_MINUTES}
    write_mail(to=email, language=language, kind="sign_in_code", conference="", now=now, context=context)
    return made.pk


@transaction.atomic
def forget_codes() -> int:
    """Delete codes older than a day with their mails, so that no address is kept that never signed in; gives how many."""
    before = timezone.now() - timedelta(days=1)
    forget_mail(kind="sign_in_code", before=before)
    return SignInCode.objects.filter(made_at__lt=before).delete()[0]


def check_code(*, email: str, code: str, number: int | None = None, language: str = "en") -> Person:
    """The person who holds `email`, made on first sign-in, when `code` is the one of this `number`; Refused otherwise.

    Without a number, the last one sent. With it nobody else's wrong tries or new codes make one's own unusable.
    Not in the transaction of a form that may be rolled back: a wrong try must count.
    """
    email = email.strip().lower()
    code = "".join(str(digit(char)) for char in code if char.isdigit())  # in the digits of any script
    now = timezone.now()
    with transaction.atomic():
        rows = SignInCode.objects.select_for_update().filter(email=email)
        rows = rows if number is None else rows.filter(pk=number)
        last = rows.order_by("-made_at", "-pk").first()
        usable = last is not None and not last.is_used and last.expires_at > now and last.try_count < MOST_TRIES
        if last is None or not usable:
            fits = False
        else:
            fits = hmac.compare_digest(last.digest, _digest(email, code))
            last.try_count += 1
            last.is_used = fits
            last.save(update_fields=["try_count", "is_used"])
        person = person_with(email=email, language=language) if fits else None
    if person is None or not person.is_active:
        raise Refused(_("This code does not fit, is older than ten minutes or was used. Ask for a new one."))
    return person


def person_with(*, email: str, name: str = "", language: str = "en") -> Person:
    """The person with this address, made when there is none; a name that is known is kept."""
    person, made = Person.objects.get_or_create(
        email=email.strip().lower(), defaults={"name": name, "language": language}
    )
    if not made and name and not person.name:
        person.name = name
        person.save(update_fields=["name"])
    return person


def register_rows() -> Iterator[dict[str, str]]:
    """The rows of the register of places that ships with the product."""
    with gzip.open(REGISTER, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _name_rows(place: Place, names: Iterable[str]) -> list[PlaceName]:
    kept = {fold(name): name for name in reversed(list(names))}
    return [PlaceName(place=place, name=name, folded=key[:250]) for key, name in kept.items() if key]


@transaction.atomic
def load_places(rows: Iterable[dict[str, str]] | None = None) -> int:
    """Load the register once; gives the number of places loaded, 0 when it was there."""
    if Place.objects.filter(geonameid__isnull=False).exists():
        return 0
    places: list[tuple[Place, list[str]]] = []
    for row in rows if rows is not None else register_rows():
        place = Place(
            geonameid=int(row["geonameid"]),
            name=row["name"],
            country=row["country"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            population=int(row["population"]),
        )
        places.append((place, [row["name"], *filter(None, row["names"].split("|"))]))
    Place.objects.bulk_create([place for place, _names in places], batch_size=2000)
    names = [row for place, variants in places for row in _name_rows(place, variants)]
    PlaceName.objects.bulk_create(names, batch_size=5000)
    record(system(), "loaded places", "register:places", count=len(places))
    return len(places)


@transaction.atomic
def add_place(*, name: str, country: str, by: Reader) -> Place:
    """Add a place that the register does not hold; the desk checks it."""
    place = Place.objects.create(name=name, country=country, is_checked=False)
    PlaceName.objects.bulk_create(_name_rows(place, [name]))
    record(by, "added place", place, name=name, country=country)
    return place


@transaction.atomic
def check_place(*, place: Place, latitude: float | None, longitude: float | None, by: Reader) -> Place:
    """Confirm a place that somebody added. The caller has asked the permission."""
    place.is_checked, place.latitude, place.longitude = True, latitude, longitude
    place.save()
    Government.objects.filter(place=place).update(latitude=latitude, longitude=longitude)
    record(by, "checked place", place)
    return place


@transaction.atomic
def same_place(*, added: Place, place: Place, by: Reader) -> None:
    """Say that `added` is `place`: its names find `place` from now on. The caller has asked the permission."""
    known = set(place.names.values_list("folded", flat=True))
    names = list(added.names.exclude(folded__in=known))
    added.names.all().delete()
    PlaceName.objects.bulk_create(PlaceName(place=place, name=row.name, folded=row.folded) for row in names)
    record(by, "settled place", added, place=place.pk)


@transaction.atomic
def government_of(*, place: Place, by: Reader) -> Government:
    """The one government record of `place`, made when it is first needed."""
    government, made = Government.objects.get_or_create(
        place=place,
        defaults={
            "name": place.name,
            "folded": fold(place.name)[:250],
            "country": place.country,
            "region": REGION_OF.get(place.country, ""),
            "population": place.population,
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
    )
    if made:
        record(by, "added government", government, name=government.name)
    return government


@transaction.atomic
def add_government(*, name: str, by: Reader, names: Iterable[str] = (), **facts: Any) -> Government:
    """Add a body that has no place in the register: a network, an association, an invented place of the sample."""
    variants = list(names)
    folded = " | ".join(fold(text) for text in [name, *variants])[:250]
    government = Government.objects.create(name=name, names=variants, folded=folded, **facts)
    record(by, "added government", government, name=name)
    return government
