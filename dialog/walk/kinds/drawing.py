"""A map of a walk to print, drawn by the server: outline of districts, route, numbered stops, gathering place. Pure.

Positions become points of a picture by the equirectangular projection about its middle: over a walk's few kilometres the error
is less than a line's width. The template formats; nothing is counted there.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dialog.base.lazily import shapely
from dialog.walk.kinds.ground import Frame, Ground

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDTH, HEIGHT = 640, 480
_MARGIN = 48
_LEAST_M = 400.0  # metres across, so that one stop alone is not drawn as a whole street's width
_A_DEGREE = 111_195.0  # metres north–south on the sphere
_STEPS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000)


@dataclass(frozen=True)
class Mark:
    """Something at a point of the picture; `label` is a stop's number, empty for the gathering place."""

    x: float
    y: float
    label: str
    name: str


@dataclass(frozen=True)
class Picture:
    """All that is drawn; paths as SVG writes them."""

    outlines: list[str]
    route: str
    marks: list[Mark]
    scale_px: float
    scale_m: int
    width: int = WIDTH
    height: int = HEIGHT
    #: Streets, water, greenery and buildings, where the site has a map package.
    ground: Ground | None = None

    @property
    def tells(self) -> bool:
        """Say whether it shows where something is: a place alone on white paper does not."""
        return bool(self.ground or self.outlines or self.route) or len(self.marks) > 1


def draw(
    route: dict[str, Any] | None,
    stops: Sequence[tuple[int, str, float, float]],
    gathering: tuple[float, float] | None,
    areas: Iterable["BaseGeometry"],
    ground: Callable[[Frame, tuple[tuple[float, float], ...]], Ground | None] | None = None,
) -> Picture | None:
    """Return the picture of a route, stops (number, name, lat, lng) and a gathering place; None where nothing has a position.

    `ground` draws what lies within a frame, and keeps its names away from points of the picture.
    """
    line = [(lat, lng) for lng, lat in route["coordinates"]] if route else []
    every = [*line, *((lat, lng) for _, _, lat, lng in stops), *([gathering] if gathering else [])]
    if not every:
        return None
    south, north = min(p[0] for p in every), max(p[0] for p in every)
    west, east = min(p[1] for p in every), max(p[1] for p in every)
    mid_lat, mid_lng = (south + north) / 2, (west + east) / 2
    wide = _A_DEGREE * math.cos(math.radians(mid_lat))
    across, down = max((east - west) * wide, _LEAST_M), max((north - south) * _A_DEGREE, _LEAST_M * HEIGHT / WIDTH)
    px = min((WIDTH - 2 * _MARGIN) / across, (HEIGHT - 2 * _MARGIN) / down)  # points a metre

    def at(lat: float, lng: float) -> tuple[float, float]:
        return (
            round(WIDTH / 2 + (lng - mid_lng) * wide * px, 1),
            round(HEIGHT / 2 - (lat - mid_lat) * _A_DEGREE * px, 1),
        )

    half_w, half_h = WIDTH / 2 / px / wide, HEIGHT / 2 / px / _A_DEGREE
    frame = shapely.box(mid_lng - half_w, mid_lat - half_h, mid_lng + half_w, mid_lat + half_h)
    outlines = [_path([at(lat, lng) for lng, lat in ring]) for area in areas for ring in _lines(area, frame)]
    marks = [Mark(*at(lat, lng), str(number), name) for number, name, lat, lng in stops]
    if gathering:
        marks.insert(0, Mark(*at(*gathering), "", ""))
    scale = max((step for step in _STEPS if step * px <= WIDTH / 3), default=_STEPS[0])
    way = shapely.LineString([at(*p) for p in line]) if len(line) > 1 else None
    steps = [way.interpolate(step) for step in range(0, int(way.length), 24)] if way is not None else []
    along = [(point.x, point.y) for point in steps]
    busy = (
        *along,
        *((mark.x, mark.y) for mark in marks),
        (60.0, HEIGHT - 20.0),
        (WIDTH - 30.0, 40.0),
    )  # scale and north
    under = ground(frame.bounds, busy) if ground is not None else None
    return Picture(
        outlines, _path([at(*p) for p in line]) if line else "", marks, round(scale * px, 1), scale, ground=under
    )


def _lines(area: "BaseGeometry", frame: "BaseGeometry") -> list[list[tuple[float, float]]]:
    """Return what of an area's border lies within the frame."""
    seen = area.boundary.intersection(frame)
    parts = getattr(seen, "geoms", [seen])
    return [
        [(c[0], c[1]) for c in part.coords] for part in parts if part.geom_type == "LineString" and not part.is_empty
    ]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
