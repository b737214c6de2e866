"""What a map package shows of a small piece of ground: streets, water, greenery and buildings, for a map that the server draws.

Reads vector tiles (Mapbox Vector Tile 2, a protocol buffer) with the standard library: the library for them takes seventeen MiB of a
server's memory, and only the import of names needs it. Pure but for the file. Goes to: `walk/queries/picture.py`.
"""

import gzip
import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported

#: Longitude and latitude, degrees.
LngLat = tuple[float, float]
#: Faults of a package that is away, is being written or is no package.
UNREADABLE = (
    OSError, EOFError, ValueError, LookupError, struct.error, zlib.error, MagicNumberNotFound, SpecVersionUnsupported,
)  # fmt: skip
_MOST_TILES = 16
_GREEN = frozenset(
    "grass park wood forest pitch playground garden cemetery meadow recreation_ground".split()
)  # as the map in the browser, static/js/map/leaflet/paint.js
_LAYERS = frozenset(("roads", "water", "landuse", "buildings"))


@dataclass(frozen=True)
class Piece:
    """Something on the ground: green, water, building (areas, as rings), path, street, major or rail (lines)."""

    kind: str
    name: str
    lines: list[list[LngLat]]


def pieces(path: str, frame: tuple[float, float, float, float]) -> list[Piece]:
    """Return what a package shows within (west, south, east, north) and a little around it; nothing where it has no tiles."""
    with Path(path).open("rb") as file:
        reader = Reader(MmapSource(file))
        head = reader.header()
        zoom = _zoom(frame, head["min_zoom"], head["max_zoom"])
        (left, top), (right, bottom) = _tile(frame[0], frame[3], zoom), _tile(frame[2], frame[1], zoom)
        found: list[Piece] = []
        for x in range(int(left), int(right) + 1):
            for y in range(int(top), int(bottom) + 1):
                data = reader.get(zoom, x, y)
                if data:
                    found += _pieces_in(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data, zoom, x, y)
    return found


def _zoom(frame: tuple[float, float, float, float], least: int, most: int) -> int:
    for zoom in range(most, least, -1):
        (left, top), (right, bottom) = _tile(frame[0], frame[3], zoom), _tile(frame[2], frame[1], zoom)
        if (int(right) - int(left) + 1) * (int(bottom) - int(top) + 1) <= _MOST_TILES:
            return zoom
    return least


def _tile(lng: float, lat: float, zoom: int) -> tuple[float, float]:
    n, radians = 2**zoom, math.radians(lat)
    return (lng + 180) / 360 * n, (1 - math.asinh(math.tan(radians)) / math.pi) / 2 * n


@lru_cache(maxsize=64)
def _north_of(y: int, zoom: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2**zoom))))


def _pieces_in(data: bytes, zoom: int, x: int, y: int) -> Iterator[Piece]:
    west, wide, north = x / 2**zoom * 360 - 180, 360 / 2**zoom, _north_of(y, zoom)
    high = north - _north_of(y + 1, zoom)
    for number, layer in _fields(data):
        if number != 3 or not isinstance(layer, bytes):
            continue
        told = [(n, value) for n, value in _fields(layer) if n in (1, 2, 3, 4, 5)]
        name = next((_text(value) for n, value in told if n == 1), "")
        if name not in _LAYERS:
            continue
        extent = next((value for n, value in told if n == 5 and isinstance(value, int)), 4096)
        keys, values = [_text(v) for n, v in told if n == 3], [_value(v) for n, v in told if n == 4]
        for props, lines in (_feature(v, keys, values) for n, v in told if n == 2):
            if kind := _kind(name, props):
                # Within one tile the degrees go evenly enough: less than a metre amiss over five kilometres.
                placed = [
                    [(west + px / extent * wide, north - py / extent * high) for px, py in line] for line in lines
                ]
                yield Piece(kind, str(props.get("name") or ""), placed)


def _kind(layer: str, props: dict[str, Any]) -> str:
    kind, detail = props.get("kind"), props.get("kind_detail")
    if layer == "roads":
        if props.get("is_tunnel"):
            return ""
        known = {"major_road": "major", "highway": "major", "minor_road": "street", "path": "path", "rail": "rail"}
        return "path" if detail == "service" else "" if detail == "tram" else known.get(str(kind), "")
    if layer == "landuse":
        return "green" if kind in _GREEN else ""
    return "water" if layer == "water" else "building"


def _feature(data: Any, keys: list[str], values: list[Any]) -> tuple[dict[str, Any], list[list[tuple[int, int]]]]:
    props, lines = {}, []
    for number, value in _fields(data):
        if number == 2:
            tags = list(_varints(value))
            props = {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=False)}
        elif number == 4:
            lines = _lines(value)
    return props, lines


def _lines(data: bytes) -> list[list[tuple[int, int]]]:
    """Return the lines of a geometry in the tile's own units; rings are closed, points are none."""
    lines: list[list[tuple[int, int]]] = []
    x = y = 0
    numbers = _varints(data)
    for command in numbers:
        if command & 7 == 7:
            lines[-1].append(lines[-1][0])
            continue
        for _ in range(command >> 3):
            dx, dy = next(numbers), next(numbers)
            x, y = x + ((dx >> 1) ^ -(dx & 1)), y + ((dy >> 1) ^ -(dy & 1))
            if command & 7 == 1:
                lines.append([])
            lines[-1].append((x, y))
    return [line for line in lines if len(line) > 1]


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """Yield each field's number and what it holds: a number, or bytes."""
    at, end = 0, len(data)
    while at < end:
        tag, at = _varint(data, at)
        if tag & 7 == 2:
            size, at = _varint(data, at)
            yield tag >> 3, data[at : at + size]
            at += size
        elif tag & 7 == 0:
            value, at = _varint(data, at)
            yield tag >> 3, value
        else:
            at += 8 if tag & 7 == 1 else 4


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def _varints(data: bytes) -> Iterator[int]:
    at, end = 0, len(data)
    while at < end:
        value, at = _varint(data, at)
        yield value


def _value(data: Any) -> Any:
    """Return a text, a whole number or a truth; other kinds are not used by anything here."""
    for number, value in _fields(data):
        return _text(value) if number == 1 else bool(value) if number == 7 else value
    return None


def _text(data: Any) -> str:
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else ""
