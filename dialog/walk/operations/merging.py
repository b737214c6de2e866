"""Doubles made one, and parted again. Comes before: the leader's page, or a tablet that mends what was merged.

The one that is merged leaves inbox, maps and counts: its remark is erased, and all that it said is kept beside the one that stands, so
that nothing is lost and the deed can be undone. Parted, it comes back as it was said, to be tagged anew.
"""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.remark.kinds import NewRemark
from dialog.remark.listeners import merging
from dialog.remark.models import Remark
from dialog.remark.operations import erase_remarks, record_remark
from dialog.remark.queries import contents
from dialog.walk.models import ProtocolPoint, ReleasedPhoto, WalkRemark

MOST_AGREEING = 10_000


def merge(db: Session, by: Actor, walk_id: uuid.UUID, item_id: uuid.UUID, into_id: uuid.UUID) -> None:
    """Merge an item into another of the same walk; how many agree are added together. Problem("not_found"), or
    Problem("invalid"), also where the one that would go must stay (`remark.listeners.merging`).
    """
    gone, stays = _item(db, walk_id, item_id), _item(db, walk_id, into_id)
    if item_id == into_id or gone.remark_id is None or stays.remark_id is None:
        raise Problem("invalid", N_("Välj två olika synpunkter som båda räknas."))
    merging.tell(db, remark_ids=[gone.remark_id])
    content = contents(db, [gone.remark_id])[0]
    remark_id = gone.remark_id
    gone.merged, gone.merged_into_id, gone.remark_id = content, into_id, None
    # What was merged into the one that goes now stands under the one that stays.
    db.execute(
        update(WalkRemark)
        .where(WalkRemark.walk_id == walk_id, WalkRemark.merged_into_id == item_id)
        .values(merged_into_id=into_id)
    )
    db.flush()
    erase_remarks(db, [remark_id])
    _agree(db, stays.remark_id, int(content["agreeing"]))
    _drop_unwritten_point(db, walk_id, item_id)
    _agree_in_protocol(db, walk_id, into_id, int(content["agreeing"]))
    record_audit(db, by, "walk.merge", "walk", walk_id)


def split(db: Session, by: Actor | None, walk_id: uuid.UUID, item_id: uuid.UUID) -> uuid.UUID | None:
    """Part an item from the one it was merged into, and return its new remark; None where it was not merged. Without `by`
    it is a tablet that mends it, and nobody's name goes into the log.
    """
    item = _item(db, walk_id, item_id)
    if item.merged_into_id is None or item.merged is None:
        return None
    content, into = item.merged, db.get(WalkRemark, (walk_id, item.merged_into_id))
    if into is not None and into.remark_id is not None:
        _agree(db, into.remark_id, -int(content["agreeing"]))
        _agree_in_protocol(db, walk_id, into.item_id, -int(content["agreeing"]))
    item.merged, item.merged_into_id = None, None
    item.remark_id = record_remark(db, _remark_of(content))
    db.flush()
    if by is not None:
        record_audit(db, by, "walk.split", "walk", walk_id)
    return item.remark_id


def _item(db: Session, walk_id: uuid.UUID, item_id: uuid.UUID) -> WalkRemark:
    found = db.get(WalkRemark, (walk_id, item_id), with_for_update=True, populate_existing=True)
    if found is None:
        raise Problem("not_found")
    return found


def _agree(db: Session, remark_id: uuid.UUID, more: int) -> None:
    remark = db.get(Remark, remark_id)
    if remark is not None:
        remark.agreeing = min(MOST_AGREEING, max(1, remark.agreeing + more))
        db.flush()


def _drop_unwritten_point(db: Session, walk_id: uuid.UUID, item_id: uuid.UUID) -> None:
    """Where the protocol is made already: a double's point goes as well, if nobody has written in it or shown a photo beside it."""
    shown = select(ReleasedPhoto.photo_id).where(ReleasedPhoto.point_id == ProtocolPoint.id).exists()
    of_item = (ProtocolPoint.walk_id == walk_id, ProtocolPoint.item_id == item_id)
    db.execute(delete(ProtocolPoint).where(*of_item, ProtocolPoint.written_by_id.is_(None), ~shown))


def _agree_in_protocol(db: Session, walk_id: uuid.UUID, item_id: uuid.UUID, more: int) -> None:
    point = db.scalar(select(ProtocolPoint).where(ProtocolPoint.walk_id == walk_id, ProtocolPoint.item_id == item_id))
    if point is not None:
        point.agreeing = min(MOST_AGREEING, max(1, point.agreeing + more))
        point.version += 1
        db.flush()


def _remark_of(content: dict[str, Any]) -> NewRemark:
    names = ("text", "feeling", "reason", "suggestion", "geometry", "place_words", "part_of_day", "days", "season")
    return NewRemark(
        **{name: content[name] for name in names},
        agreeing=int(content["agreeing"]),
        lang=content["lang"],
        source=content["source"],
        origin_id=uuid.UUID(content["origin_id"]),
        week=int(content["week"]),
        day=date.fromisoformat(content["day"]) if content["day"] else None,
    )
