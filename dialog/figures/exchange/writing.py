"""Remarks and responses as files: CSV, JSON lines and GeoJSON, each in parts as the rows come, none of it kept. Pure.

CSV is for Swedish Excel: UTF-8 with a byte-order mark, semicolons, decimal commas, and formula-like text guarded.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dialog.base.cells import HARMLESS, guarded, is_active

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "jsonl": "application/x-ndjson; charset=utf-8",
}
Row = Sequence[Any]


@dataclass(frozen=True)
class Columns:
    """The names of a file's columns; which hold words, degrees or other decimals, and a geometry as JSON text."""

    names: tuple[str, ...]
    free: tuple[int, ...]
    decimals: tuple[int, ...]
    #: Where latitude, longitude and geometry stand, for GeoJSON; None where places are left out, or are points alone.
    place: tuple[int, int, int | None] | None = None


@dataclass(frozen=True)
class About:
    """What is said of a file in itself."""

    title: str
    edition: str
    made_on: date
    destroy_by: date
    count: int
    filter: str = ""


def csv_parts(columns: Columns, batches: Iterable[Sequence[list[Any]]]) -> Iterator[bytes]:
    """Yield a CSV file. Cells are text, and the rows the writer's to change; `texts_of` makes them of others.

    Written by hand, since a site's every remark passes here: the standard library's writer takes three times as long.
    """
    yield ("\ufeff" + ";".join(_quoted(name) for name in columns.names) + "\r\n").encode()
    free = columns.free
    for batch in batches:
        for row in batch:
            for at in free:
                value = row[at]
                if value:
                    if value[0] not in HARMLESS and is_active(value):
                        row[at] = value = "'" + value
                    if '"' in value or ";" in value or "\n" in value or "\r" in value:
                        row[at] = '"' + value.replace('"', '""') + '"'
        if batch:
            yield ("\r\n".join([";".join(row) for row in batch]) + "\r\n").encode()


def _quoted(value: str) -> str:
    value = guarded(value)
    return '"' + value.replace('"', '""') + '"' if any(sign in value for sign in '";\r\n') else value


def texts_of(columns: Columns, batches: Iterable[Sequence[Row]]) -> Iterator[list[list[str]]]:
    """Yield rows as text cells: nothing as nothing, decimals with a comma."""
    for batch in batches:
        yield [
            [
                "" if cell is None else str(cell).replace(".", ",") if at in columns.decimals else str(cell)
                for at, cell in enumerate(row)
            ]
            for row in batch
        ]


def json_line_parts(columns: Columns, batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """Yield JSON lines; what is empty is left out."""
    names, geometry = columns.names, columns.place[2] if columns.place else None
    for batch in batches:
        lines = []
        for row in batch:
            found = {name: value for name, value in zip(names, row, strict=True) if value not in (None, "")}
            if geometry is not None and row[geometry]:
                found[names[geometry]] = json.loads(row[geometry])
            lines.append(json.dumps(found, ensure_ascii=False, separators=(",", ":")))
        if lines:
            yield ("\n".join(lines) + "\n").encode()


def geojson_parts(columns: Columns, batches: Iterable[Sequence[Row]], about: About) -> Iterator[bytes]:
    """Yield a FeatureCollection (RFC 7946); a row without a place has a geometry of null."""
    told = {
        "title": about.title,
        "edition": about.edition,
        "made_on": about.made_on.isoformat(),
        "destroy_by": about.destroy_by.isoformat(),
    }
    head = json.dumps({"type": "FeatureCollection", "about": told}, ensure_ascii=False)
    yield (head[:-1] + ', "features": [').encode()
    between = "\n"
    for batch in batches:
        features = []
        for row in batch:
            feature = {"type": "Feature", "geometry": _geometry(columns, row), "properties": _properties(columns, row)}
            features.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
        if features:
            yield (between + ",\n".join(features)).encode()
            between = ",\n"
    yield b"\n]}\n"


def _geometry(columns: Columns, row: Row) -> Any:
    if columns.place is None:
        return None
    lat, lng = row[columns.place[0]], row[columns.place[1]]
    if columns.place[2] is not None and (geometry := row[columns.place[2]]):
        return json.loads(geometry)
    return None if lat is None else {"type": "Point", "coordinates": [lng, lat]}


def _properties(columns: Columns, row: Row) -> dict[str, Any]:
    skipped = columns.place or ()
    return {
        name: value
        for at, (name, value) in enumerate(zip(columns.names, row, strict=True))
        if at not in skipped and value not in (None, "")
    }


def file_name(what: str, kind: str, about: About) -> str:
    """Return a file's name, which tells when it is to be destroyed."""
    return f"{what}-{about.made_on}-forstors-senast-{about.destroy_by}.{kind}"
