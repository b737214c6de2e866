"""The districts as a map shows them: their outlines, and what is looked at first. Comes before: `queries/districts.py`."""

import gzip
import json
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from dialog.base.lazily import shapely
from dialog.place.queries.districts import Outlines, bounds, districts, kinds, remembered

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_DRAWN_DEGREES = 0.0005
_FEW = 8


def outlines(db: Session) -> Outlines:
    """Return the districts of the first kind as GeoJSON, for looking at; made once, and remembered with the districts.

    Borders are drawn to some 50 m (shared ones stay shared), since a phone fetches them before it can show a map.
    """
    known = remembered(db)
    if known.outlines is None:
        of_kind = next(iter(kinds(db)), None)
        wanted = districts(db, of_kind.slug) if of_kind else []
        areas = [d.area for d in wanted]
        drawn = list(shapely.coverage_simplify(areas, _DRAWN_DEGREES)) if wanted else areas
        features = [
            {
                "type": "Feature",
                "properties": {"code": d.code, "name": d.name, "label": _label(d.area)},
                "geometry": shapely.geometry.mapping(shapely.transform(area, lambda positions: positions.round(4))),
            }
            for d, area in zip(wanted, drawn, strict=True)
        ]
        text = json.dumps(
            {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
        )
        known.outlines = Outlines(text.encode(), gzip.compress(text.encode(), 9, mtime=0))
    return known.outlines


def _label(area: "BaseGeometry") -> list[float]:
    point = area.representative_point()
    return [round(point.x, 5), round(point.y, 5)]


def first_view(db: Session) -> tuple[float, float, float, float] | None:
    """Return (west, south, east, north) in degrees of where people live: districts hold about as many people each, so
    their middle two thirds, with a margin; all of them where they are few.
    """
    limits = bounds(db)
    of_kind = next(iter(kinds(db)), None)
    points = [d.area.representative_point() for d in districts(db, of_kind.slug)] if of_kind else []
    if limits is None or len(points) < _FEW:
        return limits
    xs, ys = sorted(p.x for p in points), sorted(p.y for p in points)
    low, high = len(points) // 6, len(points) - 1 - len(points) // 6
    wide, tall = (xs[high] - xs[low]) * 0.15, (ys[high] - ys[low]) * 0.15
    return (
        max(limits[0], xs[low] - wide),
        max(limits[1], ys[low] - tall),
        min(limits[2], xs[high] + wide),
        min(limits[3], ys[high] + tall),
    )
