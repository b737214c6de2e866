"""The streets under a drawn map: read as the format's own library reads them, cut to the picture, and light."""

import gzip
import random
import re
from itertools import pairwise

import mapbox_vector_tile
import pytest
from pmtiles.reader import MmapSource, Reader

from dialog.demo.filling import MAP_PACKAGE
from dialog.demo.streets import Streets
from dialog.place import streets
from dialog.walk.kinds.ground import FINE, ground_of

FRAME = (24.940, 60.167, 24.952, 60.172)


@pytest.mark.parametrize("zoom", [15, 13])
def test_a_tile_is_read_as_its_own_library_reads_it(zoom: int) -> None:
    x, y = (int(part) for part in streets._tile(24.945, 60.170, zoom))
    with MAP_PACKAGE.open("rb") as file:
        data = gzip.decompress(Reader(MmapSource(file)).get(zoom, x, y))
    theirs = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    for number, layer in streets._fields(data):
        told = list(streets._fields(layer)) if number == 3 else []
        keys, values = [streets._text(v) for n, v in told if n == 3], [streets._value(v) for n, v in told if n == 4]
        name = next((streets._text(v) for n, v in told if n == 1), "")
        ours = [streets._feature(v, keys, values) for n, v in told if n == 2]
        assert [props for props, _ in ours] == [one["properties"] for one in theirs[name]["features"]]
        if name == "roads":
            lines = [_lines(one["geometry"]) for one in theirs[name]["features"]]
            assert [[list(point) for line in found for point in line] for _, found in ours] == lines


def _lines(geometry: dict) -> list:
    """Return the points of a line, or of several, one after the other."""
    lines = [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
    return [list(point) for line in lines for point in line]


def test_the_ground_is_cut_to_the_picture_and_light_however_large_the_walk() -> None:
    dice = random.Random(5)
    for wide in (0.004, 0.012, 0.05, 3.0):
        west, south = 24.94 + dice.random() * 0.01, 60.166 + dice.random() * 0.008
        frame = (west, south, west + wide, south + wide * 0.375)
        drawn = ground_of(streets.pieces(str(MAP_PACKAGE), frame), frame, (640, 480), [(320.0, 240.0)])
        assert (drawn is None) == (wide == 3.0)  # nothing of it is large enough to be seen
        if drawn is None:
            continue
        assert sum(len(path) for _, path in drawn.paths) < 90_000
        for _kind, path in drawn.paths:
            for one in re.findall(r"M[^M]+", path):
                x = y = 0
                for dx, dy in re.findall(r"(-?\d+)[ ]?(-?\d+)", one):
                    x, y = x + int(dx), y + int(dy)
                    assert -1 <= x <= 640 * FINE + 1 and -1 <= y <= 480 * FINE + 1
        assert all(0 <= name.x <= 640 and 0 <= name.y <= 480 and -90 <= name.turn <= 90 for name in drawn.names)
    assert streets.pieces(str(MAP_PACKAGE), (14.7, 56.8, 14.8, 56.9)) == []
    assert ground_of([], (14.7, 56.8, 14.8, 56.9), (640, 480)) is None


def test_a_lake_has_its_island_and_an_area_that_is_cut_keeps_its_holes() -> None:
    """A hole goes round the other way than its area, which is what leaves it unpainted."""

    def ring(west: float, south: float, east: float, north: float) -> list[streets.LngLat]:
        return [(west, south), (west, north), (east, north), (east, south), (west, south)]

    island, apart = ring(6, 6, 8, 8), ring(1, 1, 2, 2)
    for lake in (ring(5, 5, 9, 9), ring(5, 5, 15, 15), ring(5, 5, 9, 9)[::-1]):
        for lines in ([lake, island, apart], [apart, island[::-1], lake]):
            drawn = ground_of([streets.Piece("water", "", lines)], (0, 0, 10, 10), (640, 640))
            assert drawn is not None
            other, hole, whole = sorted(
                (_turned(path) for path in re.findall(r"M[^M]+", dict(drawn.paths)["water"])), key=abs
            )
            seen = 5.0 if lake[2] == (15, 15) else 4.0  # degrees of a side, within the picture
            assert [abs(other), abs(hole), abs(whole)] == [(side * 64 * FINE) ** 2 for side in (1, 2, seen)]
            assert hole * whole < 0


def _turned(path: str) -> float:
    """Return the area within a path, below zero where it goes one way round and above where it goes the other."""
    corners, x, y = [], 0, 0
    for dx, dy in re.findall(r"(-?\d+)[ ]?(-?\d+)", path):
        x, y = x + int(dx), y + int(dy)
        corners.append((x, y))
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*corners, corners[0]])) / 2


def test_a_way_goes_along_the_streets() -> None:
    ways = Streets(streets.pieces(str(MAP_PACKAGE), FRAME))
    start, end = ways.nearest(60.1675, 24.941), ways.nearest(60.1715, 24.951)
    assert start and end
    way = ways.way(start, end)
    assert way and way[0] == start and way[-1] == end and len(way) > 10
    assert all(other in ways._joined[one] for one, other in pairwise(way))
    assert Streets(()).nearest(60, 24) is None
