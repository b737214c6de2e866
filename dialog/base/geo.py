"""Geometry as people give it: checked, rounded, and refused with a reason. WGS 84 (EPSG:4326), GeoJSON (RFC 7946).

Validity is shapely's (OGC Simple Features), distances are on the sphere. What lies near the site's own districts is
`place.queries`' to say; here stands what is true of any geometry anywhere.
"""

import itertools
import json
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dialog.base.i18n import N_
from dialog.base.lazily import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DECIMALS = 6  # about a decimetre
MOST_POINTS = 20_000
LONGEST_STRETCH_M = 10_000.0
#: The smallest square of the map, north–south and east–west in millionths of a degree (about 550 m each way in Sweden), for
#: who may not see exact places: a smaller one would find a remark by halving.
COARSE = (5_000, 10_000)
EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG

#: South, west, north, east of the Nordic countries: where a site without districts expects its places.
NORDIC = (54.0, 4.0, 72.0, 32.0)

#: South, west, north, east in degrees.
Box = tuple[float, float, float, float]

_DEPTH = {"Point": 0, "LineString": 1, "Polygon": 2, "MultiPolygon": 3}


class GeometryProblem(ValueError):
    """A geometry that cannot be used. The message is a whole Swedish sentence (a msgid) that says why."""


def read_geometry(value: Any, *, kinds: Iterable[str] = ("Point", "LineString")) -> dict[str, Any]:
    """Return a geometry (a dict or its JSON) with its coordinates checked and rounded to six decimals.

    Raises GeometryProblem for what is no GeoJSON of these kinds, 3D, out of range, not finite, self-crossing (areas),
    without extent, or longer than 10 km (stretches).
    """
    if isinstance(value, str):
        value = _parsed(value)
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in tuple(kinds) or kind not in _DEPTH:
        raise GeometryProblem(N_("Platsen har en form som vi inte kan läsa."))
    rounded = _coordinates(value.get("coordinates"), _DEPTH[kind], budget=[MOST_POINTS])
    if (
        kind == "Point"
    ):  # nothing more can be wrong with it, and most places are points: a tablet sends hundreds at once
        return {"type": kind, "coordinates": rounded}
    try:
        made = shapely.geometry.shape({"type": kind, "coordinates": rounded})
    except (shapely.errors.ShapelyError, ValueError, TypeError, IndexError) as error:
        raise GeometryProblem(N_("Platsen har för få punkter.")) from error
    _check_extent(made)
    return {"type": kind, "coordinates": rounded}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=lambda _: None) if len(text) < 2_000_000 else None
    except (ValueError, RecursionError):
        return None


def _coordinates(value: Any, depth: int, budget: list[int]) -> Any:
    if depth:
        if not isinstance(value, list | tuple) or not value:
            raise GeometryProblem(N_("Platsen saknar koordinater."))
        return [_coordinates(part, depth - 1, budget) for part in value]
    budget[0] -= 1
    if budget[0] < 0:
        raise GeometryProblem(N_("Platsen har för många punkter."))
    if not isinstance(value, list | tuple) or not all(type(n) is float or _is_number(n) for n in value):
        raise GeometryProblem(N_("Platsens koordinater är inte tal."))
    if len(value) != 2:
        raise GeometryProblem(N_("Platsen har höjd eller fler än två tal i en punkt. Ge bara longitud och latitud."))
    lng, lat = _finite(value[0]), _finite(value[1])
    if not (-180 <= lng <= 180 and -90 <= lat <= 90):
        raise GeometryProblem(N_("Platsen ligger inte på jorden. Longitud står först, sedan latitud."))
    return [round(lng, DECIMALS), round(lat, DECIMALS)]


def check_order(geometry: dict[str, Any]) -> None:
    """Raise GeometryProblem when a geometry lies far from the Nordic countries, but in them with its numbers swapped."""
    lat, lng = point_for(geometry)
    if not _is_nordic(lat, lng) and _is_nordic(lng, lat):
        raise GeometryProblem(N_("Latitud och longitud verkar ha bytt plats. Longitud står först."))


def _is_nordic(lat: float, lng: float) -> bool:
    south, west, north, east = NORDIC
    return south <= lat <= north and west <= lng <= east


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _finite(number: float) -> float:
    try:
        found = float(number)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise GeometryProblem(N_("Platsens koordinater är inte tal."))
    return found


def _check_extent(made: "BaseGeometry") -> None:
    if made.is_empty:
        raise GeometryProblem(N_("Platsen saknar koordinater."))
    if isinstance(made, shapely.Polygon | shapely.MultiPolygon):
        if not made.is_valid:
            crossing = "Self-intersection" in shapely.is_valid_reason(made)
            raise GeometryProblem(
                N_("Områdets gräns korsar sig själv.") if crossing else N_("Områdets gräns hänger inte ihop.")
            )
        if made.area == 0:
            raise GeometryProblem(N_("Området har ingen yta."))
    if isinstance(made, shapely.LineString):
        if made.length == 0:
            raise GeometryProblem(N_("Sträckan har ingen längd. Sätt minst två punkter på olika ställen."))
        if length_m(made) > LONGEST_STRETCH_M:
            raise GeometryProblem(N_("Sträckan är längre än en mil. Rita en kortare."))


def coarse(box: Box, doublings: int = 0) -> Box:
    """Return the least box of whole coarse squares that covers a box; each doubling makes the squares twice as wide."""
    high, wide = (side << doublings for side in COARSE)
    south, west, north, east = (round(degrees * 1_000_000) for degrees in box)
    low, left = south // high * high, west // wide * wide
    top, right = max(-(-north // high) * high, low + high), max(-(-east // wide) * wide, left + wide)
    return low / 1e6, left / 1e6, top / 1e6, right / 1e6


def whole_coarse(box: Box) -> Box | None:
    """Return the box of the coarse squares that a box covers whole, or None where it covers none. Its upper edges belong to it: they
    lie a millionth of a degree, all that a position tells, below those of the next squares.
    """
    (high, wide), (south, west, north, east) = COARSE, (round(degrees * 1_000_000) for degrees in box)
    low, left = -(-south // high) * high, -(-west // wide) * wide
    top, right = (north + 1) // high * high - 1, (east + 1) // wide * wide - 1
    return (low / 1e6, left / 1e6, top / 1e6, right / 1e6) if low < top and left < right else None


def point_for(geometry: dict[str, Any]) -> tuple[float, float]:
    """Return (latitude, longitude) of a point that stands for a geometry and lies on it."""
    if geometry["type"] == "Point":
        lng, lat = geometry["coordinates"]
        return round(lat, DECIMALS), round(lng, DECIMALS)
    made = shapely.geometry.shape(geometry)
    if isinstance(made, shapely.LineString):
        on_it = made.interpolate(0.5, normalized=True)
    else:
        on_it = made if isinstance(made, shapely.Point) else made.representative_point()
    return round(on_it.y, DECIMALS), round(on_it.x, DECIMALS)


def as_shape(geometry: dict[str, Any]) -> "BaseGeometry":
    """Return the shapely geometry of a GeoJSON geometry."""
    return shapely.geometry.shape(geometry)


def as_geojson(made: "BaseGeometry") -> dict[str, Any]:
    """Return the GeoJSON of a shapely geometry, rounded."""
    return dict(
        json.loads(json.dumps(shapely.geometry.mapping(made)), parse_float=lambda text: round(float(text), DECIMALS))
    )


def distance_m(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Return the distance in metres between two positions in degrees (haversine, on a sphere)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lng2 - lng1) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def side_m(area: "BaseGeometry") -> float:
    """Return the side in metres of a square that is as large as an area in degrees (right to a few per mille for a municipality's parts)."""
    _west, south, _east, north = area.bounds
    degree = math.radians(1) * EARTH_RADIUS_M
    return degree * math.sqrt(float(area.area) * math.cos(math.radians((south + north) / 2)))


def length_m(line: "shapely.LineString") -> float:
    """Return the length in metres of a line in degrees."""
    points = list(line.coords)
    return sum(distance_m(a[1], a[0], b[1], b[0]) for a, b in itertools.pairwise(points))
