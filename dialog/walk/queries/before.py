"""The pre-map: what has been said around a walk before it, by focus area and by square of the map.

House rule: no group under five is shown, to anybody, and squares are the coarse ones (about 550 m) that can't be halved until
they tell of one remark. Who may read has the inbox and the map for that. Trials and this walk's own remarks are not in it.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from dialog.base.geo import COARSE, Box, coarse
from dialog.remark.models import Remark
from dialog.tag.filters import RemarkFilter
from dialog.tag.models import FocusArea, Tagging
from dialog.tag.queries import areas, counted_as, matching
from dialog.walk.models import Walk
from dialog.walk.queries.walks import stops_of

SMALLEST = 5
_NEAR = 0.004  # degrees around the way, before it is widened to whole squares


@dataclass(frozen=True)
class SaidOf:
    """How often a focus area is spoken of: as unsafe, as safe; None for fewer than five."""

    name: dict[str, str]
    code: str
    slug: str
    unsafe: int | None
    safe: int | None


def filter_for(db: Session, walk: Walk) -> RemarkFilter:
    """Return which remarks lie around a walk: in its district, else in the squares of its way, else in all the municipality."""
    if walk.district_id is not None:
        return RemarkFilter(district=walk.district_id)
    points = way_of(db, walk)
    if not points:
        return RemarkFilter()
    lats, lngs = [p[0] for p in points], [p[1] for p in points]
    around = (min(lats) - _NEAR, min(lngs) - 2 * _NEAR, max(lats) + _NEAR, max(lngs) + 2 * _NEAR)
    return RemarkFilter(box=coarse(around))


def way_of(db: Session, walk: Walk) -> list[tuple[float, float]]:
    """Return (lat, lng) of all that a walk has on the map: stops, route and gathering place."""
    points = [(stop.lat, stop.lng) for stop in stops_of(db, walk.id) if stop.lat is not None and stop.lng is not None]
    if walk.route:
        points += [(lat, lng) for lng, lat in walk.route["coordinates"]]
    if walk.gathering_lat is not None and walk.gathering_lng is not None:
        points.append((walk.gathering_lat, walk.gathering_lng))
    return points


def said_before(db: Session, chosen: RemarkFilter) -> list[SaidOf]:
    """Return what has been said by focus area, the most spoken of first; areas with under five of both are left out."""
    counted = counted_as()
    rows = db.execute(
        select(counted, Remark.feeling, func.count(func.distinct(Remark.id)))
        .select_from(Tagging)
        .join(FocusArea, FocusArea.id == Tagging.focus_area_id)
        .join(Remark, Remark.id == Tagging.remark_id)
        .where(Tagging.is_current, ~Tagging.is_negated, Remark.feeling.in_(("unsafe", "safe")), *matching(chosen))
        .group_by(counted, Remark.feeling)
    )
    found: dict[Any, dict[str, int]] = {}
    for area_id, feeling, n in rows:
        found.setdefault(area_id, {})[str(feeling)] = n
    known = {area.id: area for area in areas(db) if area.is_active}
    told = [
        SaidOf(known[k].name, known[k].code, known[k].slug, _shown(n.get("unsafe", 0)), _shown(n.get("safe", 0)))
        for k, n in found.items()
        if k in known and max(n.values()) >= SMALLEST
    ]
    return sorted(told, key=lambda one: (-((one.unsafe or 0) + (one.safe or 0)), one.slug))


def _shown(n: int) -> int | None:
    return None if 0 < n < SMALLEST else n


@dataclass(frozen=True)
class Square:
    """A coarse square with at least five remarks of a feeling; the position is its middle."""

    lat: float
    lng: float
    feeling: str
    n: int


def squares(db: Session, chosen: RemarkFilter, view: Box) -> list[Square]:
    """Return the squares of a view (south, west, north, east) with how many felt unsafe and safe there, from five on."""
    high, wide = COARSE
    row, column = _floor(Remark.lat, high), _floor(Remark.lng, wide)
    box = coarse(view)
    inside = [Remark.lat >= box[0], Remark.lat < box[2], Remark.lng >= box[1], Remark.lng < box[3]]
    rows = db.execute(
        select(row, column, Remark.feeling, func.count())
        .where(Remark.feeling.in_(("unsafe", "safe")), *inside, *matching(chosen))
        .group_by(row, column, Remark.feeling)
        .having(func.count() >= SMALLEST)
        .limit(2000)
    )
    return [Square((y + 0.5) * high / 1e6, (x + 0.5) * wide / 1e6, str(feeling), n) for y, x, feeling, n in rows]


def _floor(column: Any, side: int) -> Any:
    """Return which square of `side` millionths of a degree a coordinate lies in (north and east of the equator and Greenwich)."""
    return cast(column * 1_000_000, Integer) // side
