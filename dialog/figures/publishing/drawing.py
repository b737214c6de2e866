"""The map of a publication as paths and labels, drawn by the server: it needs no script, prints, and weighs what its outlines do. Pure.

Degrees are laid flat with the scale of the middle latitude, which is true enough for a municipality. A view is 1000 units
wide; what is smaller than a unit vanishes. Shapes carry numbers; the closeness of their hatching says the same again.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dialog.base.geo import Box
from dialog.figures.publishing.shape import Shown, ShownArea

WIDE = 1000
_LEAST_HIGH, _MOST_HIGH = 620, 1150
_FEW = 8
#: The room of a label in units: half its width, half its height.
_LABEL = (62, 42)
#: Of a digit, in units; a label's numbers begin so far left of its middle, when they are short.
_DIGIT, _LEFT = 23, -46
#: Of the letters of a name, in units; and how many there may be.
_LETTER, _NAME_HIGH, _LONGEST_NAME = 13, 30, 18


@dataclass(frozen=True)
class Shape:
    """An area: its path, and from 0 (nothing told) to 3 how many speak of feeling unsafe there."""

    area: ShownArea
    path: str
    level: int


@dataclass(frozen=True)
class Label:
    """Where an area's numbers stand."""

    area: ShownArea
    x: int
    y: int
    #: The area's name, shortened, where it has room above the numbers; else "".
    name: str = ""

    @property
    def half(self) -> int:
        """Return half its width: a number of four digits needs more room than one of two."""
        most = max(self.area.n or 0, self.area.unsafe or 0, self.area.safe or 0)
        return max(_LABEL[0], (len(f"{most:,}") * _DIGIT + 40) // 2)

    @property
    def left(self) -> int:
        """Return where its numbers begin, so that they stand in the middle."""
        return _LEFT - (self.half - _LABEL[0])

    @property
    def is_told(self) -> bool:
        """Say whether it has numbers; where it has none, that is what stands there."""
        return _is_told(self.area)


@dataclass(frozen=True)
class View:
    """One map. `left_out` is how many areas in it have no room for their numbers."""

    name: str
    high: int
    shapes: Sequence[Shape]
    labels: Sequence[Label]
    left_out: int

    @property
    def land(self) -> str:
        """Return all areas as one path: drawn once, and its edges from the same."""
        return "".join(shape.path for shape in self.shapes)

    @property
    def hatched(self) -> list[tuple[int, str]]:
        """Return the paths of those where somebody feels unsafe, by how closely they are hatched."""
        levels = sorted({shape.level for shape in self.shapes if shape.level})
        return [(level, "".join(s.path for s in self.shapes if s.level == level)) for level in levels]


def views(shown: Shown) -> list[View]:
    """Return the maps of a publication: where most areas lie close together, and the whole where that is more."""
    whole = shown.bounds()
    if whole is None:
        return []
    close = _close(shown, whole)
    made = [_view("close", shown, close)] if close else []
    return [*made, _view("whole", shown, whole, smaller=bool(close))]


def _close(shown: Shown, whole: Box) -> Box | None:
    """Return the box of the middle two thirds of the areas, or None where it would be most of the whole."""
    if len(shown.areas) < _FEW:
        return None
    lngs, lats = sorted(a.label[0] for a in shown.areas), sorted(a.label[1] for a in shown.areas)
    low, high = len(lngs) // 6, len(lngs) - 1 - len(lngs) // 6
    wide, tall = (lngs[high] - lngs[low]) * 0.12, (lats[high] - lats[low]) * 0.12
    if not (wide and tall):
        return None
    box = (lats[low] - tall, lngs[low] - wide, lats[high] + tall, lngs[high] + wide)
    whole_size, size = ((b[2] - b[0]) * (b[3] - b[1]) for b in (whole, box))
    return box if size < whole_size * 0.4 else None


def _view(name: str, shown: Shown, box: Box, *, smaller: bool = False) -> View:
    south, west, north, east = box
    squeeze = math.cos(math.radians((south + north) / 2))
    high = WIDE * (north - south) / max((east - west) * squeeze, 1e-9)
    scale = WIDE / ((east - west) * squeeze)
    if high > _MOST_HIGH:  # narrow and tall: leave room at the sides
        scale, high = scale * _MOST_HIGH / high, _MOST_HIGH
    top = max(high, _LEAST_HIGH)
    left = (WIDE - (east - west) * squeeze * scale) / 2
    down = (top - (north - south) * scale) / 2

    def place(lng: float, lat: float) -> tuple[int, int]:
        return round(left + (lng - west) * squeeze * scale), round(down + (north - lat) * scale)

    most = max([area.unsafe or 0 for area in shown.areas], default=0)
    drawn = (Shape(area, path, _level(area, most)) for area in shown.areas if (path := _path(area.geometry, place)))
    # Those that are hatched alike stand together: what is drawn of them is then a part of the land, and weighs next to nothing.
    shapes = sorted(drawn, key=lambda shape: shape.level)
    labels, left_out = _labels(shown, place, round(top))
    return View(name, round(top), shapes, labels, left_out)


def _level(area: ShownArea, most: int) -> int:
    if not area.unsafe:
        return 0
    return min(3, 1 + 3 * area.unsafe // (most + 1))


def _path(geometry: Mapping[str, Any], place: Any) -> str:
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return "".join(_ring(ring, place) for polygon in parts for ring in polygon)


def _ring(ring: Sequence[Sequence[float]], place: Any) -> str:
    points = list(_apart(place(lng, lat) for lng, lat in ring))
    if len(points) < 4 or all(x < 0 for x, _ in points) or all(x > WIDE for x, _ in points):
        return ""
    (x, y), *rest = points
    return f"M{x} {y}L" + " ".join(f"{x} {y}" for x, y in rest[:-1]) + "Z"


def _apart(points: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    before = None
    for point in points:
        if point != before:
            yield point
        before = point


def _labels(shown: Shown, place: Any, high: int) -> tuple[list[Label], int]:
    """Give room to the largest numbers first, then to saying where none is shown; what would lie on another is left to the table."""
    taken: list[Label] = []
    left_out = 0
    for area in sorted(
        shown.areas, key=lambda a: (not _is_told(a), -((a.n or 0) + (a.unsafe or 0) + (a.safe or 0)), a.key)
    ):
        x, y = place(*area.label)
        if not (0 < x < WIDE and 0 < y < high):
            continue
        half = Label(area, x, y).half
        label = Label(area, min(max(x, half), WIDE - half), min(max(y, _LABEL[1]), high - _LABEL[1]))
        if any(abs(label.x - o.x) < half + o.half and abs(label.y - o.y) < 2 * _LABEL[1] for o in taken):
            left_out += _is_told(area)
        else:
            taken.append(label)
    shown_at = sorted(taken, key=lambda label: (label.y, label.x))
    return [replace(label, name=_name(label, taken)) for label in shown_at], left_out


def _is_told(area: ShownArea) -> bool:
    return (area.n, area.unsafe, area.safe) != (None, None, None)


def _name(label: Label, taken: Sequence[Label]) -> str:
    """Return a name that fits above the numbers without touching another's, or ""; the whole name stands in the table."""
    name = label.area.name if len(label.area.name) <= _LONGEST_NAME else label.area.name.split("-")[0].strip()
    half, y = len(name) * _LETTER / 2, label.y - _LABEL[1] - _NAME_HIGH / 2
    if not (half < label.x < WIDE - half and y > _NAME_HIGH) or len(name) > _LONGEST_NAME:
        return ""
    for other in taken:
        across = abs(other.x - label.x) < half + other.half and abs(other.y - y) < _LABEL[1] + _NAME_HIGH / 2
        if other is not label and across:
            return ""
    return name
