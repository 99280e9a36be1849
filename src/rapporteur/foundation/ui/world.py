"""The map of the world: land without borders, in the Equal Earth projection."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "data" / "land.svgpath"
WIDTH, HEIGHT = 1000, 454
SOUTH = -57.0  # Below lies no local government; Antarctica is left out.

# Bojan Šavrič, Tom Patterson and Bernhard Jenny, "The Equal Earth map projection", 2018.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2


def equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """The plane coordinates of the projection for degrees; x within ±2.71, y within ±1.32 and growing northwards."""
    theta = math.asin(M * math.sin(math.radians(lat)))
    t2 = theta * theta
    t6 = t2**3
    x = math.radians(lon) * math.cos(theta) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)))
    return x, theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))


EAST, NORTH = equal_earth(180, 0)[0], equal_earth(0, 90)[1]
SCALE = WIDTH / (2 * EAST)


def project(lon: float, lat: float) -> tuple[float, float]:
    """Degrees to units of the drawing, 0 to 1000 from west to east and 0 to 454 from north to south."""
    x, y = equal_earth(lon, lat)
    return (x + EAST) * SCALE, (NORTH - y) * SCALE


@cache
def land() -> str:
    """The path of all land, for the `d` of an SVG path in a view box of 1000 by 454."""
    return PATH.read_text(encoding="ascii").strip()
