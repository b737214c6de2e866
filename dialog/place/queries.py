"""Questions about where: which districts a position lies in, what it is called there, and what a name leads to.

Districts are few and asked for with every remark, so each process remembers them in a tree (shapely's STRtree) for as
long as their stamps are the same. Comes before: `base/geo.py`. Goes to: `remark/operations.py` and every map.
"""

import gzip
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from shapely import Point, STRtree, box, coverage_simplify, points, transform
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from dialog.base.geo import GeometryProblem, as_shape, distance_m, point_for
from dialog.base.i18n import N_
from dialog.place.models import District, DistrictKind, PlaceName
from dialog.place.names import fold

FARTHEST_M = 50_000
_NEAR_DEGREES = 0.004  # about 440 m north, 240 m east
_NEAR_M = 200
_DRAWN_DEGREES = 0.0005
_FEW = 8


@dataclass(frozen=True)
class KnownDistrict:
    """A district as a process remembers it."""

    id: uuid.UUID
    kind: str
    code: str
    name: str
    area: BaseGeometry


@dataclass(frozen=True)
class Outlines:
    """The districts' GeoJSON as it is sent, and the same compressed."""

    plain: bytes
    packed: bytes


class _Remembered:
    def __init__(self, stamps: frozenset[Any], districts: Sequence[KnownDistrict]) -> None:
        self.stamps = stamps
        self.districts = districts
        self.tree = STRtree([d.area for d in districts])
        self.bounds = _bounds(districts) if districts else None
        self.outlines: Outlines | None = None


_remembered: WeakKeyDictionary[Engine, _Remembered] = WeakKeyDictionary()


def _bounds(districts: Sequence[KnownDistrict]) -> tuple[float, float, float, float]:
    all_bounds = [d.area.bounds for d in districts]
    w, s, e, n = zip(*all_bounds, strict=True)
    return min(w), min(s), max(e), max(n)


def _known(db: Session) -> _Remembered:
    stamps = frozenset((kind, stamp) for kind, stamp in db.execute(select(DistrictKind.slug, DistrictKind.stamp)))
    engine = db.get_bind().engine
    found = _remembered.get(engine)
    if found is None or found.stamps != stamps:
        rows = db.execute(
            select(District.id, District.kind, District.code, District.name, District.geometry)
            .join(DistrictKind, DistrictKind.slug == District.kind)
            .order_by(DistrictKind.position, District.name, District.code)
        )
        found = _Remembered(stamps, [KnownDistrict(r.id, r.kind, r.code, r.name, as_shape(r.geometry)) for r in rows])
        _remembered[engine] = found
    return found


def kinds(db: Session) -> Sequence[DistrictKind]:
    """Return the divisions of the municipality, the first of them first."""
    return db.scalars(select(DistrictKind).order_by(DistrictKind.position, DistrictKind.slug)).all()


def districts(db: Session, kind: str | None = None) -> list[KnownDistrict]:
    """Return the districts (of one kind), by kind and name."""
    return [d for d in _known(db).districts if kind in (None, d.kind)]


def districts_at(db: Session, lat: float, lng: float) -> list[KnownDistrict]:
    """Return the districts that a position in degrees lies in; a position on a border lies in the first by name only.

    One of each kind at most, so that no remark is counted twice in one division.
    """
    known = _known(db)
    if not known.districts:
        return []
    found: dict[str, KnownDistrict] = {}
    for index in sorted(known.tree.query(Point(lng, lat), predicate="intersects")):
        district = known.districts[index]
        found.setdefault(district.kind, district)
    return list(found.values())


def districts_of_many(db: Session, positions: Sequence[tuple[float, float]]) -> list[list[KnownDistrict]]:
    """Return what `districts_at` would for each (latitude, longitude), in one look: for a file, or after an import."""
    known = _known(db)
    found: list[dict[str, KnownDistrict]] = [{} for _ in positions]
    if known.districts and positions:
        lats, lngs = zip(*positions, strict=True)
        for at, index in sorted(zip(*known.tree.query(points(lngs, lats), predicate="intersects"), strict=True)):
            district = known.districts[index]
            found[at].setdefault(district.kind, district)
    return [list(one.values()) for one in found]


def stamp(db: Session) -> str:
    """Return a text that changes when any district does, for an ETag."""
    return "-".join(sorted(str(value) for _, value in _known(db).stamps)) or "none"


def bounds(db: Session) -> tuple[float, float, float, float] | None:
    """Return (west, south, east, north) in degrees of all districts, or None when there are none."""
    return _known(db).bounds


def check_inside(db: Session, geometry: dict[str, Any]) -> None:
    """Raise GeometryProblem when a geometry lies 50 km or more from the districts; says when lat and lng are swapped.

    Where the site has no districts, everything passes.
    """
    check_within(bounds(db), geometry)


def check_within(limits: tuple[float, float, float, float] | None, geometry: dict[str, Any]) -> None:
    """Do what `check_inside` does, within a box (`bounds`) that was asked for once for many."""
    if limits is None:
        return
    lat, lng = point_for(geometry)
    if _distance_to_box(lat, lng, limits) < FARTHEST_M:
        return
    if abs(lng) <= 90 and _distance_to_box(lng, lat, limits) < FARTHEST_M:
        raise GeometryProblem(N_("Latitud och longitud verkar ha bytt plats. Longitud står först."))
    raise GeometryProblem(N_("Platsen ligger fem mil eller mer från kommunen."))


def _distance_to_box(lat: float, lng: float, limits: tuple[float, float, float, float]) -> float:
    west, south, east, north = limits
    return distance_m(lat, lng, min(max(lat, south), north), min(max(lng, west), east))


@dataclass(frozen=True)
class FoundPlace:
    """A name that was found, with one position for it (degrees)."""

    name: str
    kind: str
    lat: float
    lng: float


def find_places(db: Session, words: str, most: int = 10) -> list[FoundPlace]:
    """Return streets, places and districts whose name begins with the words, or has a word that does."""
    wanted = fold(words)
    if len(wanted) < 2:
        return []
    safe = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = db.execute(
        select(PlaceName.name, PlaceName.kind, PlaceName.lat, PlaceName.lng)
        .where(PlaceName.folded.like(f"{safe}%", escape="\\") | PlaceName.folded.like(f"% {safe}%", escape="\\"))
        .order_by(PlaceName.folded, PlaceName.lat)
        .limit(800)
    ).all()
    streets: dict[str, list[Any]] = {}
    for row in rows:
        streets.setdefault(row.name, []).append(row)
    found = [
        FoundPlace(name, (middle := parts[len(parts) // 2]).kind, middle.lat, middle.lng)
        for name, parts in streets.items()
    ]
    for district in _known(db).districts:
        folded = fold(district.name)
        if folded.startswith(wanted) or f" {wanted}" in folded:
            point = district.area.representative_point()
            found.append(FoundPlace(district.name, "district", round(point.y, 6), round(point.x, 6)))
    found.sort(key=lambda p: (not fold(p.name).startswith(wanted), len(p.name), p.name))
    return found[:most]


@dataclass(frozen=True)
class Described:
    """What lies at a position: the nearest name within 200 m, and the district (of the first kind that has one)."""

    near: str | None
    district: str | None


def describe(db: Session, lat: float, lng: float) -> Described:
    """Say what lies at a position in degrees."""
    around = box(lng - _NEAR_DEGREES, lat - _NEAR_DEGREES / 2, lng + _NEAR_DEGREES, lat + _NEAR_DEGREES / 2).bounds
    rows = db.execute(
        select(PlaceName.name, PlaceName.lat, PlaceName.lng).where(
            PlaceName.lat.between(around[1], around[3]), PlaceName.lng.between(around[0], around[2])
        )
    )
    near = min(((distance_m(lat, lng, r.lat, r.lng), r.name) for r in rows), default=(_NEAR_M + 1, ""))
    inside = districts_at(db, lat, lng)
    return Described(near[1] if near[0] <= _NEAR_M else None, inside[0].name if inside else None)


def outlines(db: Session) -> Outlines:
    """Return the districts of the first kind as GeoJSON, for looking at; made once, and remembered with the districts.

    Borders are drawn to some 50 m (shared ones stay shared), since a phone fetches them before it can show a map.
    """
    known = _known(db)
    if known.outlines is None:
        of_kind = next(iter(kinds(db)), None)
        wanted = districts(db, of_kind.slug) if of_kind else []
        areas = [d.area for d in wanted]
        drawn = list(coverage_simplify(areas, _DRAWN_DEGREES)) if wanted else areas
        features = [
            {
                "type": "Feature",
                "properties": {"code": d.code, "name": d.name, "label": _label(d.area)},
                "geometry": mapping(transform(area, lambda positions: positions.round(4))),
            }
            for d, area in zip(wanted, drawn, strict=True)
        ]
        text = json.dumps(
            {"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":")
        )
        known.outlines = Outlines(text.encode(), gzip.compress(text.encode(), 9, mtime=0))
    return known.outlines


def _label(area: BaseGeometry) -> list[float]:
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


def name_counts(db: Session) -> dict[str, int]:
    """Return how many positions with names there are from each origin ("own", "map")."""
    rows = db.execute(select(PlaceName.origin, func.count().label("n")).group_by(PlaceName.origin))
    return {row.origin: row.n for row in rows}
