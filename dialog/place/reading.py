"""Files about places, read and checked: districts from GeoJSON, names from a list or from the map package.

Nothing is written here. A faulty file gives a Problem that names every faulty feature or row with its reason.
"""

import csv
import gzip
import io
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmtiles.reader import MmapSource, Reader, all_tiles

from dialog.base.geo import GeometryProblem, check_order, read_geometry
from dialog.base.i18n import N_
from dialog.base.lazily import shapely
from dialog.base.problems import Problem
from dialog.base.texts import decoded

_CODES = ("code", "kod", "regsokod", "desokod", "omradeskod", "id")
_NAMES = ("name", "namn", "regsonamn", "desonamn", "omrade", "delomrade", "stadsdel")
_STREET_STEP = 0.0015  # degrees: a street has a position about each 100 to 150 m


@dataclass(frozen=True)
class ReadDistrict:
    """A district as a file gives it."""

    code: str
    name: str
    geometry: dict[str, Any]


@dataclass(frozen=True)
class NamedPlace:
    """A name and a position in degrees."""

    name: str
    kind: str
    lat: float
    lng: float


def read_districts(data: bytes) -> list[ReadDistrict]:
    """Read districts from GeoJSON (a FeatureCollection of polygons in WGS 84).

    Raises Problem("invalid") with `rows`: a list of (number of the feature from 1, Swedish sentence).
    """
    try:
        content = json.loads(decoded(data))
        features = content["features"] if content["type"] == "FeatureCollection" else None
    except (ValueError, KeyError, TypeError, RecursionError):
        features = None
    if not isinstance(features, list) or not features:
        raise Problem("invalid", N_("Filen är inte GeoJSON med områden (en FeatureCollection)."), rows=[])
    if "3006" in str(content.get("crs", "")):
        raise Problem("invalid", N_("Filen är i SWEREF 99 TM. Spara den i WGS 84 (EPSG:4326)."), rows=[])
    found: dict[str, ReadDistrict] = {}
    faults: list[tuple[int, str]] = []
    for number, feature in enumerate(features, start=1):
        try:
            district = _district(feature, number)
            if district.code in found:
                raise GeometryProblem(N_("Koden finns redan på ett tidigare område i filen."))
            found[district.code] = district
        except GeometryProblem as fault:
            faults.append((number, str(fault)))
    if faults:
        raise Problem("invalid", N_("Några områden i filen går inte att använda. Inget är ändrat."), rows=faults)
    return list(found.values())


def _district(feature: Any, number: int) -> ReadDistrict:
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        raise GeometryProblem(N_("Området är inte en Feature i GeoJSON."))
    properties = {str(k).lower(): v for k, v in (feature.get("properties") or {}).items()}
    name = _first(properties, _NAMES)
    if not name:
        raise GeometryProblem(N_("Området saknar namn. Ge det en egenskap som heter namn eller name."))
    geometry = feature.get("geometry")
    if isinstance(geometry, dict) and _looks_projected(geometry):
        raise GeometryProblem(N_("Området är inte i WGS 84. Spara filen i WGS 84 (EPSG:4326)."))
    read = read_geometry(geometry, kinds=("Polygon", "MultiPolygon"))
    check_order(read)
    return ReadDistrict(_first(properties, _CODES)[:40] or f"nr-{number}", name[:120], read)


def _first(properties: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((str(properties[n]).strip() for n in names if properties.get(n) not in (None, "")), "")


def _looks_projected(geometry: dict[str, Any]) -> bool:
    value = geometry.get("coordinates")
    while isinstance(value, list) and value and isinstance(value[0], list):
        value = value[0]
    return isinstance(value, list) and bool(value) and isinstance(value[0], int | float) and abs(value[0]) > 1000


def read_names(data: bytes) -> list[NamedPlace]:
    """Read the municipality's own list of places: CSV with the columns namn, lat, lng and, if wanted, typ.

    Raises Problem("invalid") with `rows`: a list of (number of the row, Swedish sentence).
    """
    text = decoded(data)
    head = text.splitlines()[0] if text.strip() else ""
    rows = csv.DictReader(io.StringIO(text), delimiter=max(";,\t", key=head.count))
    names = {(n or "").strip().lower(): n for n in rows.fieldnames or []}
    columns = {
        "name": names.get("namn") or names.get("name"),
        "lat": names.get("lat"),
        "lng": names.get("lng") or names.get("lon"),
    }
    if not all(columns.values()):
        raise Problem("invalid", N_("Första raden ska ha kolumnerna namn, lat och lng."), rows=[])
    found, faults = [], []
    for number, row in enumerate(rows, start=2):
        try:
            name = str(row[columns["name"]] or "").strip()
            lat, lng = (float(str(row[columns[c]] or "").replace(",", ".")) for c in ("lat", "lng"))
            point = read_geometry({"type": "Point", "coordinates": [lng, lat]}, kinds=("Point",))
            check_order(point)
            if not name:
                raise GeometryProblem(N_("Raden saknar namn."))
            found.append(NamedPlace(name[:120], "place", point["coordinates"][1], point["coordinates"][0]))
        except GeometryProblem as fault:
            faults.append((number, str(fault)))
        except (ValueError, TypeError):
            faults.append((number, N_("Latitud eller longitud är inte ett tal.")))
    if faults or not found:
        raise Problem("invalid", N_("Några rader i listan går inte att använda. Inget är ändrat."), rows=faults)
    return found


def read_map_package(path: Path) -> Iterator[NamedPlace]:
    """Yield the names of streets, places and buildings in a .pmtiles package, from its most detailed tiles.

    A street gets a position about each 100 m, so that it can be said what lies near a point.
    """
    with path.open("rb") as file:
        source = MmapSource(file)
        deepest = Reader(source).header()["max_zoom"]
        for (zoom, x, y), data in all_tiles(source):
            if zoom == deepest:
                yield from _names_in_tile(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data, zoom, x, y)


def _names_in_tile(data: bytes, zoom: int, x: int, y: int) -> Iterator[NamedPlace]:
    import mapbox_vector_tile  # seventeen MiB that only this needs

    layers = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})
    kinds = {"roads": "street", "places": "place", "pois": "building"}
    for layer, kind in kinds.items():
        found = layers.get(layer, {"features": [], "extent": 4096})
        extent = found["extent"]
        by_name: dict[str, list[Any]] = {}
        for feature in found["features"]:
            name = str(feature["properties"].get("name") or "").strip()
            if name and len(name) <= 120:
                by_name.setdefault(name, []).append(
                    shapely.geometry.shape(feature["geometry"]).intersection(shapely.box(0, 0, extent, extent))
                )
        for name, shapes in by_name.items():
            for px, py in _spread(shapely.union_all(shapes), extent, zoom):
                lat, lng = _degrees(x + px / extent, y + py / extent, zoom)
                yield NamedPlace(name, kind, lat, lng)


def _spread(made: Any, extent: int, zoom: int) -> Iterator[tuple[float, float]]:
    if made.is_empty:
        return
    step = _STREET_STEP / (360 / 2**zoom) * extent
    parts = getattr(made, "geoms", [made])
    for part in parts:
        if part.geom_type == "LineString":
            pieces = max(1, round(part.length / step))
            for piece in range(pieces):
                point = part.interpolate((piece + 0.5) / pieces, normalized=True)
                yield point.x, point.y
        elif not part.is_empty:
            point = part.representative_point()
            yield point.x, point.y


def _degrees(x: float, y: float, zoom: int) -> tuple[float, float]:
    """Return (lat, lng) of a position in web-map tiles (EPSG:3857, tile numbers with fractions)."""
    n = 2**zoom
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / n))))
    return round(lat, 6), round(x / n * 360 - 180, 6)
