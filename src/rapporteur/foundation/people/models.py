"""Persons, places and the governments that persons speak for."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Person(AbstractBaseUser):
    """Someone with an address. There are no passwords: one signs in with a code sent by mail."""

    password = None  # type: ignore[assignment]
    last_login = None  # type: ignore[assignment]
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    objects = BaseUserManager()

    def __str__(self) -> str:
        return self.name or self.email


class SignInCode(models.Model):
    """A code sent by mail: kept as a hash, for ten minutes, for five tries, for one use."""

    email = models.EmailField(max_length=254)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    try_count = models.PositiveSmallIntegerField(default=0)
    is_used = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["email", "-made_at"])]


class Place(models.Model):
    """An inhabited place of the register (GeoNames), or one that was added and waits for a check by the desk."""

    geonameid = models.PositiveBigIntegerField(null=True, blank=True, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveBigIntegerField(default=0)
    is_checked = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class PlaceName(models.Model):
    """A name of a place in any script, folded for search."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=250)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "folded"], name="a_name_once_a_place")]
        indexes = [models.Index(fields=["folded"])]


class Region(models.TextChoices):
    AFRICA = "africa", "Africa"
    ASIA_PACIFIC = "asia-pacific", "Asia-Pacific"
    EUROPE = "europe", "Europe"
    LATIN_AMERICA = "latin-america-caribbean", "Latin America and the Caribbean"
    MIDDLE_EAST = "middle-east-west-asia", "Middle East and West Asia"
    NORTH_AMERICA = "north-america", "North America"


class Government(models.Model):
    """A local or regional government, or another body that takes part; one record, whatever its name is written like."""

    name = models.CharField(max_length=200)
    names = models.JSONField(default=list, help_text="Other forms of the name.")
    folded = models.CharField(max_length=250, db_index=True)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=30, choices=Region, blank=True)
    tier = models.CharField(max_length=30, blank=True)
    category = models.CharField(max_length=30, default="lrg")
    population = models.PositiveBigIntegerField(default=0)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    place = models.OneToOneField(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="government")
    is_invented = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name
