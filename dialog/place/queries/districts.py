"""Which districts there are, which of them a position lies in, and how far from them it may be.

Districts are few and asked for with every remark, so each process remembers them in a tree (shapely's STRtree) for as
long as their stamps are the same. Comes before: `base/geo.py`. Goes to: `remark/operations.py` and every map.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.db import Database, memory_of
from dialog.base.gathering import Expected, Gathering
from dialog.base.geo import GeometryProblem, as_shape, check_order, distance_m, point_for, side_m
from dialog.base.i18n import N_
from dialog.base.lazily import shapely
from dialog.place.models import District, DistrictKind

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FARTHEST_M = 50_000
_FEW = 4  # positions that are looked up one by one
FINE_M = 500.0


@dataclass(frozen=True)
class KnownDistrict:
    """A district as a process remembers it."""

    id: uuid.UUID
    kind: str
    code: str
    name: str
    area: "BaseGeometry"


@dataclass(frozen=True)
class Outlines:
    """The districts' GeoJSON as it is sent, and the same compressed."""

    plain: bytes
    packed: bytes


class Remembered:
    """The districts, a tree of them, what holds them all, and their outlines once somebody has asked for them."""

    def __init__(self, stamps: frozenset[Any], districts: Sequence[KnownDistrict]) -> None:
        self.stamps = stamps
        self.districts = districts
        self.tree = shapely.STRtree([d.area for d in districts])
        self.bounds = _bounds(districts) if districts else None
        self.outlines: Outlines | None = None
        self._boxes = [(*d.area.bounds, d) for d in districts]

    def around(self, lat: float, lng: float) -> list[KnownDistrict]:
        """Return the districts that a position lies in, the first of each kind: for a single one half a look into the tree."""
        found: dict[str, KnownDistrict] = {}
        for west, south, east, north, district in self._boxes:
            if west <= lng <= east and south <= lat <= north and district.kind not in found:
                shapely.prepare(district.area)
                if shapely.intersects_xy(district.area, lng, lat):
                    found[district.kind] = district
        return list(found.values())


# Core, built once: asked with every remark, and residents wait for it.
_kinds: Any = DistrictKind.__table__
_STAMPS = select(_kinds.c.slug, _kinds.c.stamp)
_MEMORY = "place.districts"
_SAME = {
    "sqlite": "(SELECT group_concat(slug || ' ' || stamp) FROM (SELECT slug, stamp FROM district_kinds ORDER BY slug)) IS ?",
    "postgresql": "(SELECT string_agg(slug || ' ' || replace(stamp::text, '-', ''), ',' ORDER BY slug COLLATE \"C\") "
    "FROM district_kinds) IS NOT DISTINCT FROM %s::text",
}


def _bounds(districts: Sequence[KnownDistrict]) -> tuple[float, float, float, float]:
    all_bounds = [d.area.bounds for d in districts]
    w, s, e, n = zip(*all_bounds, strict=True)
    return min(w), min(s), max(e), max(n)


def remembered_of(site: Database) -> Remembered:
    """Return the districts as this process remembers them, without asking whether they are the same still: for a first look at what will be
    looked at again with `remembered` before it is kept.
    """
    found: Remembered | None = site.info["memory"].get(_MEMORY)
    if found is not None:
        return found
    with site.reading() as db:
        return remembered(db)


def remembered(db: Session) -> Remembered:
    """Return the districts as this process remembers them, read anew when a stamp has changed."""
    if not isinstance(db, Gathering):
        return _read(db)
    # All of a batch go by the same memory: somebody else may change the process's in the middle of it.
    found: Remembered | None = db.info.get(_MEMORY) or memory_of(db).get(_MEMORY)
    if found is None:  # the first of this process; what is read may change before the commit, as what is remembered may
        found = _read(db)
    db.info[_MEMORY] = found
    stamps = found.stamps
    # Asked before the commit, once for the whole batch.
    db.expect(_MEMORY, lambda: Expected(_SAME, (_written(stamps),)))
    return found


def _read(db: Session) -> Remembered:
    memory = memory_of(db)
    found: Remembered | None = memory.get(_MEMORY)
    db.flush()
    stamps = frozenset(map(tuple, db.connection().execute(_STAMPS)))
    if found is None or found.stamps != stamps:
        rows = db.execute(
            select(District.id, District.kind, District.code, District.name, District.geometry)
            .join(DistrictKind, DistrictKind.slug == District.kind)
            .order_by(DistrictKind.position, District.name, District.code)
        )
        found = Remembered(stamps, [KnownDistrict(r.id, r.kind, r.code, r.name, as_shape(r.geometry)) for r in rows])
        memory[_MEMORY] = found
    return found


def _written(stamps: frozenset[tuple[str, uuid.UUID]]) -> str | None:
    """Return stamps as the databases write them in `_SAME`."""
    return ",".join(f"{slug} {one.hex}" for slug, one in sorted(stamps)) or None


def kinds(db: Session) -> Sequence[DistrictKind]:
    """Return the divisions of the municipality, the first of them first."""
    return db.scalars(select(DistrictKind).order_by(DistrictKind.position, DistrictKind.slug)).all()


def districts(db: Session, kind: str | None = None) -> list[KnownDistrict]:
    """Return the districts (of one kind), by kind and name."""
    return [d for d in remembered(db).districts if kind in (None, d.kind)]


def is_fine(db: Session, kind: str) -> bool:
    """Say whether some district of a division is smaller than a square with a side of 500 m: then a group is at least ten (TRUST D6)."""
    return any(side_m(d.area) < FINE_M for d in districts(db, kind))


def districts_at(db: Session, lat: float, lng: float) -> list[KnownDistrict]:
    """Return the districts that a position in degrees lies in; a position on a border lies in the first by name only.

    One of each kind at most, so that no remark is counted twice in one division.
    """
    known = remembered(db)
    if not known.districts:
        return []
    found: dict[str, KnownDistrict] = {}
    for index in sorted(known.tree.query(shapely.Point(lng, lat), predicate="intersects")):
        district = known.districts[index]
        found.setdefault(district.kind, district)
    return list(found.values())


def districts_of_many(
    db: Session, positions: Sequence[tuple[float, float]], known: Remembered | None = None
) -> list[list[KnownDistrict]]:
    """Return what `districts_at` would for each (latitude, longitude), in one look; `known`: what `remembered` just said."""
    known = known or remembered(db)
    if len(positions) <= _FEW:
        return [known.around(lat, lng) for lat, lng in positions]
    found: list[dict[str, KnownDistrict]] = [{} for _ in positions]
    if known.districts:
        lats, lngs = zip(*positions, strict=True)
        for at, index in sorted(
            zip(*known.tree.query(shapely.points(lngs, lats), predicate="intersects"), strict=True)
        ):
            district = known.districts[index]
            found[at].setdefault(district.kind, district)
    return [list(one.values()) for one in found]


def stamp(db: Session) -> str:
    """Return a text that changes when any district does, for an ETag."""
    return "-".join(sorted(str(value) for _, value in remembered(db).stamps)) or "none"


def bounds(db: Session, *, besides: str | None = None) -> tuple[float, float, float, float] | None:
    """Return (west, south, east, north) in degrees of all districts, or of those of other kinds than one; None when there are none."""
    if besides is None:
        return remembered(db).bounds
    others = [d for d in remembered(db).districts if d.kind != besides]
    return _bounds(others) if others else None


def check_inside(db: Session, geometry: dict[str, Any]) -> None:
    """Raise GeometryProblem when a geometry lies 50 km or more from the districts; says when lat and lng are swapped.

    Where the site has no districts, all that is not swapped passes.
    """
    check_within(bounds(db), geometry)


def check_within(limits: tuple[float, float, float, float] | None, geometry: dict[str, Any]) -> None:
    """Do what `check_inside` does, within a box (`bounds`) that was asked for once for many."""
    if limits is None:
        check_order(geometry)
        return
    lat, lng = point_for(geometry)
    west, south, east, north = limits
    if (west <= lng <= east and south <= lat <= north) or _distance_to_box(lat, lng, limits) < FARTHEST_M:
        return
    if abs(lng) <= 90 and _distance_to_box(lng, lat, limits) < FARTHEST_M:
        raise GeometryProblem(N_("Latitud och longitud verkar ha bytt plats. Longitud står först."))
    raise GeometryProblem(N_("Platsen ligger fem mil eller mer från kommunen."))


def check_beside(limits: tuple[float, float, float, float] | None, area: "BaseGeometry") -> None:
    """Raise GeometryProblem when all of an area lies 50 km or more from a box (`bounds`); says when lat and lng are swapped."""
    if limits is None or _between_boxes(area.bounds, limits) < FARTHEST_M:
        return
    west, south, east, north = area.bounds
    if max(abs(west), abs(east)) <= 90 and _between_boxes((south, west, north, east), limits) < FARTHEST_M:
        raise GeometryProblem(N_("Latitud och longitud verkar ha bytt plats. Longitud står först."))
    raise GeometryProblem(N_("Området ligger fem mil eller mer från de områden som redan finns."))


def _between_boxes(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """Return the metres between two boxes, 0 where they meet."""
    lng = min(max(other[0], one[0]), one[2])
    lat = min(max(other[1], one[1]), one[3])
    return _distance_to_box(lat, lng, other)


def _distance_to_box(lat: float, lng: float, limits: tuple[float, float, float, float]) -> float:
    west, south, east, north = limits
    return distance_m(lat, lng, min(max(lat, south), north), min(max(lng, west), east))
