"""What a name leads to, and what a position is called. Comes before: `queries/districts.py`. Goes to: every map's search."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from dialog.base.geo import distance_m
from dialog.place.models import PlaceName
from dialog.place.names import fold
from dialog.place.queries.districts import districts_at, remembered

_NEAR_DEGREES = 0.004  # about 440 m north, 240 m east
_NEAR_M = 200
LONGEST_SEARCH = 80  # characters


@dataclass(frozen=True)
class FoundPlace:
    """A name that was found, with one position for it (degrees)."""

    name: str
    kind: str
    lat: float
    lng: float


def find_places(db: Session, words: str, most: int = 10) -> list[FoundPlace]:
    """Return streets, places and districts whose name begins with the words, or has a word that does."""
    wanted = fold(words[:LONGEST_SEARCH])  # SQLite refuses a pattern of more than 50,000 bytes
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
    for district in remembered(db).districts:
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


_NEAR = select(PlaceName.name, PlaceName.lat, PlaceName.lng).where(
    PlaceName.lat.between(bindparam("south"), bindparam("north")),
    PlaceName.lng.between(bindparam("west"), bindparam("east")),
)


def near(db: Session, lat: float, lng: float) -> str | None:
    """Return the name nearest to a position in degrees, within 200 m."""
    around = {"south": lat - _NEAR_DEGREES / 2, "north": lat + _NEAR_DEGREES / 2}
    around |= {"west": lng - _NEAR_DEGREES, "east": lng + _NEAR_DEGREES}
    rows = db.connection().execute(_NEAR, around)
    nearest = min(((distance_m(lat, lng, r.lat, r.lng), r.name) for r in rows), default=(_NEAR_M + 1, ""))
    return nearest[1] if nearest[0] <= _NEAR_M else None


def describe(db: Session, lat: float, lng: float) -> Described:
    """Say what lies at a position in degrees."""
    inside = districts_at(db, lat, lng)
    return Described(near(db, lat, lng), inside[0].name if inside else None)


def name_counts(db: Session) -> dict[str, int]:
    """Return how many positions with names there are from each origin ("own", "map")."""
    rows = db.execute(select(PlaceName.origin, func.count().label("n")).group_by(PlaceName.origin))
    return {row.origin: row.n for row in rows}
