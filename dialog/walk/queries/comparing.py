"""A walk compared with the one that it walks again: per stop and point of the checklist, and what was promised then.

Comes before: `kinds/comparing.py`. Goes to: `staff/comparing.py`, and everyone's page where enough have answered.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.walk.kinds.comparing import TOLD_FROM, verdict
from dialog.walk.models import Stop, Walk, WalkRemark
from dialog.walk.queries.protocol import Point, inner_points, public_points, public_protocol


@dataclass(frozen=True)
class Compared:
    """A point of the checklist at a stop, then and now: the means of 0 to 3, how many answered, and what it comes to."""

    area: str
    before: float | None
    now: float | None
    n_before: int
    n_now: int
    verdict: str


@dataclass(frozen=True)
class StopCompared:
    """A stop, what has become of it, and what the former walk's protocol said of it."""

    number: int
    name: str
    points: list[Compared]
    promised: list[Point] = field(default_factory=list)


def previous_of(db: Session, walk: Walk) -> Walk | None:
    """Return the walk that this one walks again."""
    return db.get(Walk, walk.previous_id) if walk.previous_id else None


def compared(db: Session, walk: Walk, before: Walk, *, public: bool = False) -> list[StopCompared]:
    """Return the walk's stops with what is better, the same and worse. For everyone: what enough have answered, and what is released."""
    then, now = _levels(db, before.id), _levels(db, walk.id)
    least = TOLD_FROM if public else 1
    numbers = {row.id: row.number for row in db.execute(select(Stop.id, Stop.number).where(Stop.walk_id == before.id))}
    promised: dict[int | None, list[Point]] = {}
    if not public:
        promised = {stop.number: stop.points for stop in inner_points(db, before.id)}
    elif before.is_announced and public_protocol(db, before.id):
        promised = {stop.number: stop.points for stop in public_points(db, before.id)}
    found = []
    for stop in db.scalars(select(Stop).where(Stop.walk_id == walk.id).order_by(Stop.number)):
        points = []
        for point in walk.checklist:
            slug = str(point["slug"])
            old, new = then[(stop.previous_id, slug)], now[(stop.id, slug)]
            outcome = verdict(old, new, least)
            if outcome != "unknown":
                points.append(Compared(str(point["area"]), _mean(old), _mean(new), len(old), len(new), outcome))
        number = numbers.get(stop.previous_id) if stop.previous_id else None
        decided = [p for p in promised.get(number, []) if p.decision] if number else []
        found.append(StopCompared(stop.number, stop.name, points, decided))
    return found


def _levels(db: Session, walk_id: uuid.UUID) -> dict[tuple[uuid.UUID | None, str], list[int]]:
    found: dict[tuple[uuid.UUID | None, str], list[int]] = defaultdict(list)
    rows = db.execute(
        select(WalkRemark.stop_id, WalkRemark.checklist).where(
            WalkRemark.walk_id == walk_id, WalkRemark.remark_id.is_not(None), WalkRemark.stop_id.is_not(None)
        )
    )
    for stop_id, levels in rows:
        for slug, level in levels.items():
            if isinstance(level, int):
                found[(stop_id, slug)].append(level)
    return found


def _mean(levels: list[int]) -> float | None:
    return sum(levels) / len(levels) if levels else None
