"""Points that no remark stands behind: added by hand, as what was said at the closing meeting, and taken away again.

Comes before: `staff/by_hand.py`. What is written is released as any other point is (`operations/protocol.py`).
"""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.walk.kinds.protocol import Written
from dialog.walk.models import Protocol, ProtocolPoint, ReleasedPhoto, Stop, WalkRemark
from dialog.walk.operations.protocol import faults_of
from dialog.walk.queries.protocol import point_at

STANDS = N_("Punkten kan inte tas bort: en synpunkt från vandringen står bakom den, eller så är den släppt för alla.")


def add_point(db: Session, by: Actor, walk_id: uuid.UUID, stop_id: uuid.UUID | None, written: Written) -> int:
    """Add a point to a walk's protocol and return its number. Problem("invalid", fields=…); not_found before there is a protocol."""
    faults = faults_of(written)
    if faults:
        raise Problem("invalid", next(iter(faults.values()))[0], fields=faults)
    # The row is held, so that two who add at once get a number each.
    if db.get(Protocol, walk_id, with_for_update=True) is None:
        raise Problem("not_found")
    stop = db.get(Stop, stop_id) if stop_id else None
    last = db.scalar(select(func.max(ProtocolPoint.number)).where(ProtocolPoint.walk_id == walk_id)) or 0
    facts = {name: getattr(written, name) for name in Written.__dataclass_fields__}
    point = ProtocolPoint(
        id=new_id(), walk_id=walk_id, number=last + 1, stop_id=stop.id if stop and stop.walk_id == walk_id else None,
        written_by_id=by.account_id, written_at=now(), **facts,
    )  # fmt: skip
    db.add(point)
    db.flush()
    record_audit(db, by, "walk.add_point", "walk", walk_id, why=str(point.number))
    return point.number


def is_removable(db: Session, point: ProtocolPoint) -> bool:
    """Say whether a point may be taken away: nobody's remark stands behind it, and nobody has released it."""
    item = db.get(WalkRemark, (point.walk_id, point.item_id)) if point.item_id else None
    return (item is None or item.remark_id is None) and point.released is None


def remove_point(db: Session, by: Actor, walk_id: uuid.UUID, number: int) -> None:
    """Take a point away. Problem("conflict") where it may not be."""
    point = point_at(db, walk_id, number, lock=True)  # nobody releases it meanwhile
    if point is None:
        raise Problem("not_found")
    if not is_removable(db, point):
        raise Problem("conflict", STANDS)
    for photo in db.scalars(select(ReleasedPhoto).where(ReleasedPhoto.point_id == point.id)):
        db.delete(photo)
    db.flush()
    db.delete(point)
    db.flush()
    record_audit(db, by, "walk.remove_point", "walk", walk_id, why=str(number))
