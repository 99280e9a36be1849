"""Checks before the server starts."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connection

from . import guard


@register(Tags.security)
def views_are_guarded(app_configs, **kwargs):
    return [
        Error(f"The address {route} names no permission.", id="rapporteur.E001", hint="Decorate its view with page().")
        for route in guard.unguarded()
    ]


@register(Tags.security)
def demo_is_not_public(app_configs, **kwargs):
    if settings.DEMO and urlsplit(settings.BASE_ADDRESS).hostname not in {"127.0.0.1", "localhost"}:
        return [Error("The demo signs people in without a code and serves this machine only.", id="rapporteur.E002")]
    return []


@register(Tags.database)
def database_is_durable(app_configs, databases=None, **kwargs):
    if not databases or connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        if cursor.fetchone()[0] != "on":
            return [Error("PostgreSQL runs with fsync=off: 'received' would not mean on disk.", id="rapporteur.E003")]
    return []
