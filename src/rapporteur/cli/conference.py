"""`rapporteur conference SLUG --title TITLE --secretariat MAIL`: found a conference; all else is done on pages."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# The site's own addresses, behind which no conference would be found.
TAKEN = {"patterns", "demo", "sign-in", "sign-out", "account", "agreements"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", help="the last part of its address, such as cities-2027")
    parser.add_argument("--title", required=True)
    parser.add_argument("--secretariat", required=True, metavar="MAIL", help="address of the first officer")
    parser.add_argument("--starts", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--ends", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--zone", default="UTC", help="such as Europe/Brussels")
    parser.add_argument("--symbol", default="", help="root of the symbols of its documents, such as CCM/2017")


def run(args: argparse.Namespace) -> int:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email, validate_slug
    from django.db import IntegrityError, transaction

    from rapporteur.foundation.conferences.actions import found_conference, grant_role
    from rapporteur.foundation.conferences.queries import system_reader
    from rapporteur.foundation.people.actions import person_with

    try:
        validate_slug(args.slug)
        validate_email(args.secretariat)
        ZoneInfo(args.zone)
    except (ValidationError, ValueError, OSError, ZoneInfoNotFoundError) as trouble:
        print(f"Not founded: {' '.join(getattr(trouble, 'messages', [str(trouble)]))}", file=sys.stderr)
        return 2
    if args.slug in TAKEN or args.ends < args.starts:
        print("Not founded: the address is one of the site's own, or the last day comes first.", file=sys.stderr)
        return 2
    try:
        with transaction.atomic():
            conference = found_conference(
                slug=args.slug,
                title={"en": args.title},
                subtitle={"en": args.title},
                starts_on=args.starts,
                ends_on=args.ends,
                zone=args.zone,
                contact=args.secretariat,
                symbol_root=args.symbol or args.slug.upper(),
                languages=["en", "fr", "es", "ar"],
            )
            officer = person_with(email=args.secretariat)
            grant_role(conference=conference, person=officer, role="secretariat", by=system_reader(conference))
    except IntegrityError:
        print(f"A conference with the address {args.slug} is there already.", file=sys.stderr)
        return 2
    print(f"Founded. Sign in as {args.secretariat} and open /en/{args.slug}/.")
    return 0
