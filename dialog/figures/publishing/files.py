"""A publication as files of open data: CSV with every figure on a row of its own, GeoJSON with the areas. Pure.

Made once, when the figures are published, and kept as bytes. Comes before: `shape.py`. Goes to: `/data`.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialog.base.clock import monday_of
from dialog.figures.exchange.writing import FORMATS, Columns, csv_parts
from dialog.figures.publishing.shape import Shown, ShownArea

NAMES = (
    "tabell",
    "kod",
    "namn",
    "matt",
    "antal",
    "anmarkning",
    "fran_vecka",
    "till_vecka",
    "synpunkter_i_allt",
    "metod",
)
#: Stands where a number is not told, whichever the reason.
HIDDEN = "visas inte"


@dataclass(frozen=True)
class About:
    """What the files say of themselves."""

    title: str
    since: int
    until: int
    method: str
    published_on: str
    address: str


@dataclass(frozen=True)
class Made:
    """A file: its kind, type, bytes and their SHA-256."""

    kind: str
    content_type: str
    data: bytes
    digest: str


def files_of(shown: Shown, about: About) -> list[Made]:
    """Return the files of a publication."""
    return [_made("csv", _csv(shown, about)), _made("geojson", _geojson(shown, about))]


def _made(kind: str, data: bytes) -> Made:
    return Made(kind, FORMATS[kind], data, hashlib.sha256(data).hexdigest())


def _csv(shown: Shown, about: About) -> bytes:
    columns = Columns(NAMES, tuple(range(len(NAMES))), ())
    told = [written_week(about.since), written_week(about.until), str(shown.total), about.method]
    rows = [[table, code, name, what, *_number(n), *told] for table, code, name, what, n in _rows(shown)]
    return b"".join(csv_parts(columns, [rows]))


def _number(n: int | None) -> list[str]:
    return ["", HIDDEN] if n is None else [str(n), ""]


def _rows(shown: Shown) -> Iterator[tuple[str, str, str, str, int | None]]:
    for what, n in (("alla", shown.total), ("otrygg", shown.unsafe), ("trygg", shown.safe)):
        yield "totalt", "", "Alla synpunkter", what, n
    for channel in shown.channels:
        yield "kanal", channel.key, channel.name.get("sv", channel.key), "alla", channel.n
    for theme in shown.themes:
        split = [("otrygg", theme.unsafe), ("trygg", theme.safe)] if shown.themes_by_feeling else []
        for what, n in (("alla", theme.n), *split):
            yield "fokusomrade", theme.slug, theme.name.get("sv", theme.slug), what, n
    for area in shown.areas:
        split = [("otrygg", area.unsafe), ("trygg", area.safe)]
        for what, n in split if shown.areas_by_feeling else [("alla", area.n)]:
            yield "omrade", area.key, area.name, what, n


def _geojson(shown: Shown, about: About) -> bytes:
    told = {
        "title": about.title,
        "from_week": written_week(about.since),
        "to_week": written_week(about.until),
        "from": monday_of(about.since).isoformat(),
        "remarks": shown.total,
        "smallest_told": shown.smallest_area,
        "method": about.method,
        "published": about.published_on,
        "page": about.address,
    }
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": area.key,
            "geometry": area.geometry,
            "properties": {"kod": area.key, "namn": area.name, **_numbers(shown, area)},
        }
        for area in shown.areas
    ]
    whole = {"type": "FeatureCollection", "about": told, "features": features}
    return (json.dumps(whole, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _numbers(shown: Shown, area: ShownArea) -> dict[str, int | None]:
    return {"otrygg": area.unsafe, "trygg": area.safe} if shown.areas_by_feeling else {"alla": area.n}


def written_week(week: int) -> str:
    """Write a week as 2026-W47."""
    return f"{week // 100:04d}-W{week % 100:02d}"
