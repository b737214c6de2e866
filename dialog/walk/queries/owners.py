"""A protocol's points by who owns them, and what is late in every protocol. Goes to: `staff/owners.py` and the staff's start page."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, bindparam, func, select
from sqlalchemy.orm import Session

from dialog.base.clock import today
from dialog.walk.kinds.protocol import SETTLED
from dialog.walk.models import HeldItem, ProtocolPoint, Walk
from dialog.walk.queries.protocol import AtStop, Point, inner_points
from dialog.walk.queries.walks import led_by


@dataclass(frozen=True)
class Owned:
    """What one owner has to do with: points with the stop that each stands at. An empty name is nobody yet."""

    owner: str
    points: list[tuple[AtStop, Point]]


def owned(db: Session, walk_id: uuid.UUID) -> list[Owned]:
    """Return the written points of a walk by owner, by name, those of nobody last; what should be done first stands first."""
    found: dict[str, list[tuple[AtStop, Point]]] = {}
    for stop in inner_points(db, walk_id):
        for point in stop.points:
            if point.written_by:
                found.setdefault(point.owner, []).append((stop, point))
    rows = [
        Owned(owner, sorted(points, key=lambda one: (one[1].due_on is None, one[1].due_on or today(), one[1].number)))
        for owner, points in found.items()
    ]
    return sorted(rows, key=lambda row: (not row.owner, row.owner.casefold()))


@dataclass(frozen=True)
class Late:
    """A walk with so many points that should have been done, or items that wait for its leader."""

    title: str
    slug: str
    count: int


_WALKS = (
    select(Walk.title, Walk.slug, func.count().label("n"))
    .group_by(Walk.id, Walk.title, Walk.slug)
    .order_by(func.count().desc(), Walk.slug)
)
# Built once: the staff's start page asks each time.
_LATE = _WALKS.join(ProtocolPoint, ProtocolPoint.walk_id == Walk.id).where(
    ProtocolPoint.due_on < bindparam("today", type_=Date),
    ProtocolPoint.state.not_in(SETTLED),
    func.coalesce(ProtocolPoint.decision, "") != "no",
)
_HELD = _WALKS.join(HeldItem, HeldItem.walk_id == Walk.id).where(HeldItem.state == "waiting")


def late(db: Session, leader: uuid.UUID | None = None) -> list[Late]:
    """Return the walks that have late points, the one with most first; with `leader`, those that this account leads."""
    return _told(db, _LATE, leader, today=today())


def held_aside(db: Session, leader: uuid.UUID | None = None) -> list[Late]:
    """Return the walks that have something held aside, which no tablet has any longer; with `leader`, those that this account leads."""
    return _told(db, _HELD, leader)


def _told(db: Session, query: Any, leader: uuid.UUID | None, **values: Any) -> list[Late]:
    if leader is not None:
        query = query.where(Walk.id.in_(led_by(leader)))
    return [Late(row.title, row.slug, row.n) for row in db.execute(query, values)]
