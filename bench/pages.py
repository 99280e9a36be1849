"""Server time of the main pages at a given size: `python bench/pages.py [--count 10000]`. Prints median milliseconds and queries.

The time is that of the whole request in the server's process, database included, without the network. Pages of the public
are measured four times: the first after an act (nothing kept), made anew for a reader with a session and for one without
(the cache of pages switched off), and as served to a reader without a session.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]
import support  # noqa: E402

PUBLIC = [
    ("home", ""),
    ("call", "call/"),
    ("programme", "programme/"),
    ("contributions", "contributions/"),
    ("contributions, searched", "contributions/?q=clinic+border"),
    ("one contribution", "contributions/5000/"),
    ("what became of it", "trace/contribution/5000/"),
    ("themes", "consolidation/"),
    ("recommendations", "recommendations/"),
    ("outputs", "outputs/"),
]
DESK = [
    ("desk", "desk/"),
    ("list of contributions", "contributions/desk/"),
    ("list, searched", "contributions/desk/?q=clinic+border"),
    ("list, filtered", "contributions/desk/?region=africa"),
    ("list, a late page", "contributions/desk/?before=300"),
    ("dispositions", "recommendations/dispositions/"),
    ("registrations", "registration/desk/"),
]


def measured(client, address: str, times: int) -> tuple[float, int, int]:
    """Median milliseconds, queries, status of `times` requests."""
    from django.db import connection

    queries = []

    def counted(execute, sql, params, many, context):
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        status = client.get(address).status_code
    spent = []
    for _time in range(times):
        began = time.perf_counter()
        client.get(address)
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent), len(queries), status


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=25)
    args = parser.parse_args()
    with support.temporary_home() as home:
        support.start_django(home)
        from django.conf import settings
        from django.test import Client

        from rapporteur.foundation.people.actions import person_with
        from rapporteur.foundation.people.models import Person

        settings.ALLOWED_HOSTS = ["*"]
        conference = support.fill(args.count)
        first, reader, anew, kept = Client(), Client(), Client(), Client()
        reader.force_login(person_with(email="reader@city.example", name="A reader"))
        for one, most in ((first, 0), (anew, 0), (reader, 512), (kept, 512)):
            settings.ANONYMOUS_PAGES_KEPT = most  # taken over by a client's chain of middleware at its first request
            one.get(f"/en/{conference.slug}/")
        print(f"{args.count} contributions, median of {args.times} requests in ms, SQLite")
        head = f"{'first':>8}{'session':>9}{'anew':>8}{'kept':>8}{'queries':>9}{'status':>8}"
        print(f"{'public page':<28}{head}")
        for name, path in PUBLIC:
            address = f"/en/{conference.slug}/{path.replace('5000', str(args.count // 2))}"
            settings.ANONYMOUS_PAGES_KEPT = 0
            spent, queries, status = measured(first, address, args.times)
            settings.ANONYMOUS_PAGES_KEPT = 512
            signed_in, made, served = (measured(one, address, args.times)[0] for one in (reader, anew, kept))
            figures = f"{spent:>8.1f}{signed_in:>9.1f}{made:>8.1f}{served:>8.2f}{queries:>9}{status:>8}"
            print(f"{name:<28}{figures}")
        officer = Client()
        officer.force_login(Person.objects.get(email="secretariat@conference.example"))
        print(f"{'page of the desk':<28}{'ms':>9}{'queries':>9}{'':>9}{'status':>8}")
        for name, path in DESK:
            spent, queries, status = measured(officer, f"/en/{conference.slug}/{path}", args.times)
            print(f"{name:<28}{spent:>9.1f}{queries:>9}{'':>9}{status:>8}")


if __name__ == "__main__":
    main()
