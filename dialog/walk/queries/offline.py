"""All that a tablet needs of a walk when there is no network, as the join's answer tells it. Next stop: `walk/sync.py`."""

from typing import Any

from sqlalchemy.orm import Session

import dialog
from dialog.base.geo import as_geojson
from dialog.base.lazily import shapely
from dialog.place.queries import bounds, districts, districts_at
from dialog.remark.kinds import FEELINGS, MOST_LETTERS, MOST_PLACE_LETTERS, PARTS_OF_DAY
from dialog.walk.kinds.incoming import LARGEST_REMARK, LARGEST_SYNC, MOST_AT_ONCE
from dialog.walk.kinds.said import MOST_AGREEING, MOST_PHOTOS
from dialog.walk.models import Walk
from dialog.walk.queries.walks import groups_of, stops_of

_DRAWN_DEGREES = 0.0002  # some 20 m: a tablet draws the outline, it does not measure with it

LIMITS = {
    "remark_bytes": LARGEST_REMARK, "sync_bytes": LARGEST_SYNC, "sync_remarks": MOST_AT_ONCE, "text_letters": MOST_LETTERS,
    "place_letters": MOST_PLACE_LETTERS, "agreeing": MOST_AGREEING, "photos": MOST_PHOTOS,
    "photo_bytes": 8 * 1024 * 1024, "photo_pixels": 50_000_000, "photo_side": 2048,
}  # fmt: skip


def offline_of(db: Session, walk: Walk) -> dict[str, Any]:
    """Return what a walk is, for a tablet; words of choices are msgids, which the door says in the language asked for."""
    stops = stops_of(db, walk.id)
    district = _district(db, walk)
    return {
        "code": walk.join_code, "title": walk.title, "purpose": walk.purpose, "state": walk.state,
        "held_on": walk.held_on.isoformat(), "starts_at": walk.starts_at.isoformat(), "minutes": walk.minutes,
        "gathering": {"words": walk.gathering_words, "lat": walk.gathering_lat, "lng": walk.gathering_lng},
        "good_to_know": walk.good_to_know, "return_words": walk.return_words or None, "route": walk.route,
        "stops": [{"number": s.number, "name": s.name, "lat": s.lat, "lng": s.lng} for s in stops],
        "groups": [group.letter for group in groups_of(db, walk.id)],
        "checklist": walk.checklist,
        "categories": {"feeling": dict(FEELINGS), "part_of_day": dict(PARTS_OF_DAY)},
        "district": district, "bounds": _bounds_of(db, walk), "limits": LIMITS, "version": dialog.__version__,
    }  # fmt: skip


def _district(db: Session, walk: Walk) -> dict[str, Any] | None:
    """Return the name and outline of the district where the walk is, the one chosen or the one it gathers in."""
    known = [d for d in districts(db) if d.id == walk.district_id]
    if not known and walk.gathering_lat is not None and walk.gathering_lng is not None:
        known = districts_at(db, walk.gathering_lat, walk.gathering_lng)[:1]
    if not known:
        return None
    drawn = known[0].area.simplify(_DRAWN_DEGREES)
    area = drawn if isinstance(drawn, shapely.Polygon | shapely.MultiPolygon) and not drawn.is_empty else known[0].area
    return {"name": known[0].name, "outline": as_geojson(area)}


def _bounds_of(db: Session, walk: Walk) -> list[float] | None:
    """Return west, south, east, north of the walk's route, stops and gathering, with some 500 m around; else the municipality's."""
    lines = (walk.route or {}).get("coordinates", [])
    points = [(lng, lat) for lng, lat in lines]
    points += [(s.lng, s.lat) for s in stops_of(db, walk.id) if s.lng is not None and s.lat is not None]
    if walk.gathering_lng is not None and walk.gathering_lat is not None:
        points.append((walk.gathering_lng, walk.gathering_lat))
    if not points:
        found = bounds(db)
        return list(found) if found else None
    lngs, lats = zip(*points, strict=True)
    return [round(v, 5) for v in (min(lngs) - 0.01, min(lats) - 0.005, max(lngs) + 0.01, max(lats) + 0.005)]
