"""A walk compared with the one that it walks again: per stop and point of the checklist, and what was promised then.

Comes before: `kinds/comparing.py`. Goes to: `staff/comparing.py`, and everyone's page where enough have answered.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.remark.models import Remark
from dialog.walk.kinds.comparing import TOLD_FROM, Pooled, pooled, verdict
from dialog.walk.models import Stop, Walk, WalkRemark
from dialog.walk.queries.protocol import Point, inner_points, public_points, public_protocol

#: Answers 0 to 3 by (stop, slug of the checklist's point).
Levels = dict[tuple[uuid.UUID, str], list[int]]


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
    """A stop, what has become of it, and what the former walk's protocol said of it. `number` 0: what no stop of now answers to."""

    number: int
    name: str
    points: list[Compared]
    promised: list[Point] = field(default_factory=list)
    #: What was good then, and nobody decided anything about: to be kept as it is.
    good: list[Point] = field(default_factory=list)
    #: All points of the checklist taken together; for staff alone, since one remark answers many.
    whole: Pooled | None = None
    #: How many felt how, then and now, by feeling; for staff alone.
    felt: tuple[dict[str, int], dict[str, int]] = field(default_factory=lambda: ({}, {}))


def previous_of(db: Session, walk: Walk) -> Walk | None:
    """Return the walk that this one walks again."""
    return db.get(Walk, walk.previous_id) if walk.previous_id else None


@dataclass(frozen=True)
class Comparison:
    """Two walks side by side: the checklist's points over the whole way, then stop by stop."""

    way: list[tuple[str, Pooled]]
    stops: list[StopCompared]


def compared(db: Session, walk: Walk, before: Walk, *, public: bool = False) -> Comparison:
    """Return what is better, the same and worse. For everyone: what enough have answered, and what is released."""
    then, now = _levels(db, before.id), _levels(db, walk.id)
    felt_then, felt_now = ({}, {}) if public else (_feelings(db, before.id), _feelings(db, walk.id))
    numbers = {row.id: row.number for row in db.execute(select(Stop.id, Stop.number).where(Stop.walk_id == before.id))}
    said: dict[int | None, list[Point]] = {}
    if not public:
        said = {stop.number: stop.points for stop in inner_points(db, before.id)}
    elif before.is_announced and public_protocol(db, before.id):
        said = {stop.number: stop.points for stop in public_points(db, before.id)}
    stops = db.scalars(select(Stop).where(Stop.walk_id == walk.id).order_by(Stop.number)).all()
    found = []
    for stop in stops:
        old, new = _at(then, stop.previous_id), _at(now, stop.id)
        points = [made for point in walk.checklist if (made := _compared(point, old, new, public))]
        number = numbers.get(stop.previous_id) if stop.previous_id else None
        told = said.pop(number, []) if number else []
        felt = (felt_then.get(stop.previous_id, {}), felt_now.get(stop.id, {}))
        asked = [str(point["slug"]) for point in walk.checklist]
        whole = None if public else pooled([(old.get(slug, ()), new.get(slug, ())) for slug in asked])
        found.append(StopCompared(stop.number, stop.name, points, _decided(told), _good(told), whole, felt))
    # What was promised along the way, and at stops that are no longer on it, is not forgotten.
    rest = [point for points in said.values() for point in points]
    found.append(StopCompared(0, "", [], _decided(rest), _good(rest)))
    return Comparison(_way(walk, stops, then, now, TOLD_FROM if public else 1), found)


def _way(walk: Walk, stops: Sequence[Stop], then: Levels, now: Levels, least: int) -> list[tuple[str, Pooled]]:
    """Return each point of the checklist over the stops where at least so many remarks answered it on both walks."""
    found = []
    for point in walk.checklist:
        slug = str(point["slug"])
        pairs = [(then.get((s.previous_id, slug), ()), now.get((s.id, slug), ())) for s in stops if s.previous_id]
        # Only stops that tell their own numbers: one that does not could be worked out from the sum and the others (TRUST D6).
        whole = pooled([pair for pair in pairs if least == 1 or min(map(len, pair)) >= least])
        if whole and min(whole.n_before, whole.n_now) >= least:
            found.append((str(point["area"]), whole))
    return found


def _compared(
    point: dict[str, Any], old: dict[str, list[int]], new: dict[str, list[int]], public: bool
) -> Compared | None:
    slug = str(point["slug"])
    before, now = old.get(slug, []), new.get(slug, [])
    outcome = verdict(before, now)
    if outcome == "unknown" or (public and min(len(before), len(now)) < TOLD_FROM):
        return None
    return Compared(str(point["area"]), _mean(before), _mean(now), len(before), len(now), outcome)


def _decided(points: list[Point]) -> list[Point]:
    return [point for point in points if point.decision]


def _good(points: list[Point]) -> list[Point]:
    return [point for point in points if point.kind == "good" and not point.decision and point.observation]


def _at(levels: Levels, stop_id: uuid.UUID | None) -> dict[str, list[int]]:
    return {slug: found for (stop, slug), found in levels.items() if stop == stop_id}


def _feelings(db: Session, walk_id: uuid.UUID) -> dict[uuid.UUID | None, dict[str, int]]:
    found: dict[uuid.UUID | None, dict[str, int]] = defaultdict(dict)
    rows = db.execute(
        select(WalkRemark.stop_id, Remark.feeling, func.count())
        .join(Remark, Remark.id == WalkRemark.remark_id)
        .where(WalkRemark.walk_id == walk_id, WalkRemark.stop_id.is_not(None), Remark.feeling.is_not(None))
        .group_by(WalkRemark.stop_id, Remark.feeling)
    )
    for stop_id, feeling, n in rows:
        found[stop_id][str(feeling)] = n
    return found


def _levels(db: Session, walk_id: uuid.UUID) -> Levels:
    found: Levels = defaultdict(list)
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
