"""Turn the land of world-atlas 2.0.2 (npm, ISC; Natural Earth, public domain) into the path of the product's map.

`npm pack world-atlas@2.0.2`, unpack it, then `python tools/land.py package/land-110m.json`.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path

from rapporteur.foundation.ui.world import PATH, SOUTH, project

SMALLEST = 3.0  # Square units of the drawing: an islet below it is no more than a dot of ink.
Point = tuple[float, float]


def arcs_of(topology: dict) -> list[list[Point]]:
    """The arcs in degrees: TopoJSON keeps whole steps from point to point."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        found.append(points)
    return found


def rings_of(topology: dict) -> list[list[Point]]:
    """The outlines of the land, closed; a negative number is an arc walked backwards."""
    arcs = arcs_of(topology)
    found = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points: list[Point] = []
            for number in ring:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                points += arc[1:] if points else arc
            found.append(points)
    return found


def cut(ring: list[Point]) -> list[list[Point]]:
    """A ring in pieces where it leaves the map on one side and comes back on the other: else lines cross the map."""
    pieces = [[ring[0]]]
    for before, after in pairwise(ring):
        if abs(after[0] - before[0]) > 180:
            pieces.append([])
        pieces[-1].append(after)
    if len(pieces) > 1:
        pieces[0] = pieces.pop() + pieces[0][1:]
    return pieces


def drawn(piece: list[Point]) -> list[tuple[int, int]]:
    """A piece in whole units of the drawing, without the points that say nothing."""
    found: list[tuple[int, int]] = []
    for lon, lat in piece:
        x, y = project(lon, lat)
        point = round(x), round(y)
        if found and found[-1] == point:
            continue
        if len(found) > 1 and _area([found[-2], found[-1], point]) == 0:
            found.pop()
        found.append(point)
    return found


def _area(points: list[tuple[int, int]]) -> float:
    shifted = [*points[1:], points[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, shifted, strict=True))) / 2


def path_of(points: list[tuple[int, int]]) -> str:
    """Relative steps: `M` to the first point, then `l` with pairs; a minus sign parts numbers as a blank does."""
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
    numbers = [str(number) for step in steps for number in step]
    joined = "".join(text if text[0] == "-" or not at else f" {text}" for at, text in enumerate(numbers))
    return f"M{points[0][0]} {points[0][1]}l{joined}z"


def main(source: str) -> None:
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    pieces = [piece for ring in rings_of(topology) for piece in cut(ring) if max(lat for _lon, lat in piece) > SOUTH]
    outlines = [points for points in map(drawn, pieces) if len(points) > 2 and _area(points) >= SMALLEST]
    PATH.write_text("".join(path_of(points) for points in outlines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1])
