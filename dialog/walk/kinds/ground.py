"""The ground of a walk's drawn map: areas and streets as few, short SVG paths, and the names of the longest streets. Pure.

Everything is cut to the picture, made simpler than anybody sees on paper, and written in whole half points from point to point, so
that a page with it stays light. Comes before: `place/streets.py`. Goes to: `drawing.py`.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialog.base.lazily import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from dialog.place.streets import LngLat, Piece

AREAS, LINES = ("green", "water", "building"), ("rail", "path", "street", "major")
#: West, south, east, north in degrees.
Frame = tuple[float, float, float, float]
FINE = 2  # a path's units in a point of the picture
_ROUGH = 0.7  # points: what is nearer a straight line than this is drawn as one
_SMALL = 14.0  # square points: a smaller area is not drawn
_SHORT = 2.0  # points: a shorter line is not drawn
_NAMES, _APART, _LETTER = 12, 46.0, 6.6  # how many names, points between two, points a letter takes


@dataclass(frozen=True)
class Label:
    """A street's name, turned as the street goes: degrees clockwise."""

    x: float
    y: float
    turn: int
    words: str


@dataclass(frozen=True)
class Ground:
    """Paths by kind, in the order they are drawn, and names."""

    paths: list[tuple[str, str]]
    names: list[Label]


def ground_of(
    pieces: "Iterable[Piece]", frame: Frame, size: tuple[int, int], taken: Sequence[tuple[float, float]] = ()
) -> Ground | None:
    """Draw pieces into a picture of a size that shows what lies within a frame; names keep away from the points that are `taken`.

    None where none of them lies there: that is no ground, and something else is drawn.
    """
    west, south, east, north = frame
    across, down = size[0] / (east - west), size[1] / (north - south)
    paths: dict[str, list[str]] = {kind: [] for kind in (*AREAS, *LINES)}
    streets: dict[str, list[BaseGeometry]] = {}
    for piece in pieces:
        lines = [[((lng - west) * across, (north - lat) * down) for lng, lat in line] for line in piece.lines]
        for shape in _shapes(lines, piece.kind in AREAS):
            seen = shapely.clip_by_rect(shape, 0, 0, *size)
            if piece.name and piece.kind in ("street", "major"):
                streets.setdefault(piece.name, []).append(seen)
            paths[piece.kind] += _paths(seen.simplify(_ROUGH), is_area=piece.kind in AREAS)
    seen_paths = [(kind, "".join(drawn)) for kind, drawn in paths.items() if drawn]
    return Ground(seen_paths, _names(streets, taken)) if seen_paths else None


def _shapes(lines: "list[list[tuple[float, float]]]", is_area: bool) -> "list[BaseGeometry]":
    if not is_area:
        return [shapely.linestrings(line) for line in lines]
    rings = [shapely.polygons(line) for line in lines if len(line) > 3]
    if not rings:
        return []
    # Rings within others are holes, as even and odd crossings tell.
    made: BaseGeometry = rings[0] if rings[0].is_valid else rings[0].buffer(0)
    for ring in rings[1:]:
        made = made.symmetric_difference(ring if ring.is_valid else ring.buffer(0))
    return [made]


def _paths(shape: "BaseGeometry", *, is_area: bool) -> list[str]:
    found = []
    for part in getattr(shape, "geoms", [shape]):
        if is_area and part.geom_type == "Polygon" and part.area >= _SMALL:
            found += [_path(ring.coords[:-1]) + "z" for ring in (part.exterior, *part.interiors)]
        elif not is_area and part.geom_type == "LineString" and part.length >= _SHORT:
            found.append(_path(part.coords))
    return found


def _path(points: "Iterable[LngLat]") -> str:
    """Write a line from point to point in whole units; what falls together is left out."""
    (x, y), *rest = [(round(px * FINE), round(py * FINE)) for px, py in points]
    written = [f"M{x} {y}"]
    for px, py in rest:
        if (px, py) != (x, y):
            written.append(
                f"{'l' if len(written) == 1 else ' ' if px >= x else ''}{px - x}{' ' if py >= y else ''}{py - y}"
            )
            x, y = px, py
    return "".join(written)


def _names(streets: "dict[str, list[BaseGeometry]]", taken: Sequence[tuple[float, float]]) -> list[Label]:
    """Return the names that fit along a straight piece of their street, the longest pieces first, apart from each other."""
    ways = []
    for words, parts in streets.items():
        straight = list(
            _straights(shapely.line_merge(shapely.union_all([part for part in parts if not part.is_empty])))
        )
        if straight:
            a, b = max(straight, key=lambda ends: math.dist(*ends))
            ways.append((math.dist(a, b), words, a, b))
    placed, busy = [], list(taken)
    for length, words, a, b in sorted(ways, reverse=True):
        x, y = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        half = len(words) * _LETTER / 2
        angle = math.atan2(b[1] - a[1], b[0] - a[0])
        angle -= math.pi * round(angle / math.pi)  # read from left to right
        along = [
            (x + step * half * math.cos(angle), y + step * half * math.sin(angle)) for step in (-0.8, -0.3, 0.3, 0.8)
        ]
        if length < 1.6 * half or any(math.dist(one, other) < _APART / 2 for one in along for other in busy):
            continue
        placed.append(Label(round(x, 1), round(y, 1), round(math.degrees(angle)), words))
        busy += along
        if len(placed) == _NAMES:
            break
    return placed


def _straights(shape: "BaseGeometry") -> "Iterable[tuple[LngLat, LngLat]]":
    """Return the ends of each piece that is as good as straight."""
    for part in getattr(shape, "geoms", [shape]):
        if part.geom_type == "LineString" and not part.is_empty:
            points = list(part.simplify(3).coords)
            yield from itertools.pairwise(points)
