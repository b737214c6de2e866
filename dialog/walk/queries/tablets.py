"""Which tablet knocks, on which walk, and what that walk lets a remark say. Comes before: `walk/sync.py`."""

import uuid
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.keys import keyed_hash
from dialog.place.queries import bounds, check_within
from dialog.walk.kinds.codes import TOKEN_PURPOSE
from dialog.walk.kinds.said import Frame
from dialog.walk.models import Stop, Walk, WalkTablet
from dialog.walk.queries.walks import stops_of


def tablet_with(db: Session, walk_id: uuid.UUID, token: str) -> uuid.UUID | None:
    """Return the tablet of a walk that has a token; None for an unknown, another walk's or a revoked one's, all alike."""
    found = db.execute(
        select(WalkTablet.id, WalkTablet.walk_id, WalkTablet.revoked_at).where(
            WalkTablet.token_hash == keyed_hash(db, TOKEN_PURPOSE, token)
        )
    ).one_or_none()
    return found.id if found and found.walk_id == walk_id and found.revoked_at is None else None


def group_with(db: Session, tablet_id: uuid.UUID) -> dict[str, Any]:
    """Return the number that a tablet is spoken of by, and the letter of the group that it goes with."""
    number, letter = db.execute(
        select(WalkTablet.number, WalkTablet.group_letter).where(WalkTablet.id == tablet_id)
    ).one()
    return {"number": number, "group": letter}


def frame_of(db: Session, walk: Walk) -> tuple[Frame, dict[uuid.UUID, Stop]]:
    """Return what a walk lets a remark say, and its stops by id."""
    stops = {stop.id: stop for stop in stops_of(db, walk.id)}
    check: Any = partial(check_within, bounds(db))
    points = frozenset(point["slug"] for point in walk.checklist)
    return Frame({stop.number: stop.id for stop in stops.values()}, points, check), stops
