"""The rows of GeoJSON (a FeatureCollection) and of JSON lines. Pure.

JSON lines are numbered by line, features from one. What is no number in JSON (NaN) makes a row faulty.
"""

import json
from typing import Any

from dialog.base.i18n import N_
from dialog.figures.exchange.columns import column_named
from dialog.figures.exchange.records import MOST_COLUMNS, MOST_ROWS, Fault, Record, Table, too_many, unreadable

_ALONE = ("Feature", "GeometryCollection", "Point", "LineString", "Polygon", "MultiPoint", "MultiPolygon")


def _no_constant(_name: str) -> Any:
    raise ValueError("no number")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None


def read_objects(text: str) -> Table:
    """Read GeoJSON, or JSON lines."""
    return _read_geojson(text) or _read_json_lines(text)


def _read_json_lines(text: str) -> Table:
    records: list[Record] = []
    faults: list[Fault] = []
    seen: dict[str, str | None] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        found = _parsed(line)
        if isinstance(found, dict):
            records.append(Record(number, _by_column(found, seen)))
        else:
            faults.append(Fault(number, "", N_("Raden är inte ett objekt i JSON. Skriv ett objekt på varje rad.")))
        if len(records) + len(faults) > MOST_ROWS:
            raise too_many()
    return Table("jsonl", list(seen.items()), records, faults)


def _by_column(found: dict[str, Any], seen: dict[str, str | None]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in found.items():
        if name not in seen and len(seen) < MOST_COLUMNS:
            seen[name] = column_named(name)
        column = seen.get(name)
        if column is not None and value not in ("", None):
            values.setdefault(column, value)
    return values


def _read_geojson(text: str) -> Table | None:
    """Return the features of a FeatureCollection, or None where the text is none."""
    features = _features(_parsed(text), text)
    if features is None:
        return None
    if len(features) > MOST_ROWS:
        raise too_many()
    records: list[Record] = []
    faults: list[Fault] = []
    seen: dict[str, str | None] = {}
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else ()
        if not isinstance(properties, dict | None):
            faults.append(Fault(number, "", N_("Platsen är inte en Feature i GeoJSON.")))
            continue
        values = _by_column(properties or {}, seen)
        for column in ("geometry", "lat", "lng"):
            values.pop(column, None)
        if feature.get("geometry") is not None:
            values["geometry"] = feature["geometry"]
        records.append(Record(number, values))
    return Table("geojson", list(seen.items()), records, faults)


def _features(found: Any, text: str) -> list[Any] | None:
    kind = found.get("type") if isinstance(found, dict) else None
    if kind in _ALONE:
        raise unreadable(N_("Filen är GeoJSON men ingen FeatureCollection. Spara alla platser i en FeatureCollection."))
    if kind != "FeatureCollection":
        if found is None and '"FeatureCollection"' in text[:2000]:
            raise unreadable(N_("Filen ser ut som GeoJSON men är trasig eller avbruten. Spara den på nytt."))
        return None
    features = found.get("features")
    if not isinstance(features, list) or not features:
        raise unreadable(N_("Filen har inga platser (features)."))
    if "3006" in str(found.get("crs", "")):
        raise unreadable(N_("Filen är i SWEREF 99 TM. Spara den i WGS 84 (EPSG:4326)."))
    return features
