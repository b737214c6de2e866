"""Walks, one at a time: by code, by address, and what belongs to one. Next stop: the pages and the tablet's door."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.walk.kinds.codes import read_code
from dialog.walk.models import Stop, Walk, WalkGroup


def walk_by_code(db: Session, written: str) -> Walk | None:
    """Return the walk that a code joins, in whatever state it is; None for what is no walk's code."""
    code = read_code(written)
    return db.scalar(select(Walk).where(Walk.join_code == code)) if code else None


def walk_called(db: Session, slug: str) -> Walk | None:
    """Return the walk at an address."""
    return db.scalar(select(Walk).where(Walk.slug == slug))


def stops_of(db: Session, walk_id: uuid.UUID) -> Sequence[Stop]:
    """Return a walk's stops in order."""
    return db.scalars(select(Stop).where(Stop.walk_id == walk_id).order_by(Stop.number)).all()


def groups_of(db: Session, walk_id: uuid.UUID) -> Sequence[WalkGroup]:
    """Return a walk's groups by letter."""
    return db.scalars(select(WalkGroup).where(WalkGroup.walk_id == walk_id).order_by(WalkGroup.letter)).all()
