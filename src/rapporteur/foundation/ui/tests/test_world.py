from __future__ import annotations

import re

import pytest

from rapporteur.foundation.ui.world import HEIGHT, PATH, WIDTH, land, project


def test_the_middle_and_the_edges_of_the_world_lie_where_the_projection_puts_them():
    assert project(-180, 0) == pytest.approx((0, 243.358), abs=0.01)
    assert project(0, 0) == pytest.approx((500, 243.358), abs=0.01)
    assert project(180, 0) == pytest.approx((1000, 243.358), abs=0.01)
    assert project(0, 90) == pytest.approx((500, 0))


def test_the_projection_keeps_areas():
    def area(west, south, step=0.01):
        corners = [(west, south), (west + step, south), (west + step, south + step), (west, south + step)]
        points = [project(*corner) for corner in corners]
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))) / 2

    # On the sphere, a field at 60 degrees has half the area of one at the equator.
    assert area(10, 60) / area(10, 0) == pytest.approx(0.5, rel=0.001)


def test_the_land_is_small_and_stays_inside_the_drawing():
    assert PATH.stat().st_size < 25_000
    assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", land())
    for x, y, steps in re.findall(r"M(\d+) (\d+)l([-\d ]+)z", land()):
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        at_x, at_y = int(x), int(y)
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            at_x, at_y = at_x + step_x, at_y + step_y
            assert 0 <= at_x <= WIDTH and 0 <= at_y <= HEIGHT
            assert abs(step_x) < WIDTH / 4, "a line crosses the map"
