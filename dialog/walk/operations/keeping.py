"""Rows of what tablets have sent: made many at once, corrected one by one. Comes before: `walk/operations/arriving.py`."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from dialog.base.gathering import Rows, insert_rows
from dialog.base.upkeep import wants_checkpoint
from dialog.remark.correcting import correct_remark
from dialog.remark.kinds import NewRemark
from dialog.remark.operations import record_remark, record_remarks
from dialog.walk.kinds.said import MOST_AGREEING, Said
from dialog.walk.models import Walk, WalkPhoto, WalkRemark
from dialog.walk.operations.merging import split

_walk_remarks: Any = WalkRemark.__table__
_photos: Any = WalkPhoto.__table__
_ADD = Rows(_walk_remarks)
_BELONG = (
    update(_photos)
    .where(_photos.c.walk_id == bindparam("of_walk"), _photos.c.photo_id == bindparam("photo"))
    .where(_photos.c.item_id.is_(None))
    .values(item_id=bindparam("of_item"), is_trial=bindparam("trial"))
)


@dataclass
class Kept:
    """An item as the walk has it, and what has come for it in this batch."""

    item_id: uuid.UUID
    tablet_id: uuid.UUID | None
    remark_id: uuid.UUID | None = None
    revision: int = 0
    #: By revision: the keyed hash of what it said.
    hashes: dict[str, str] = field(default_factory=dict)
    is_trial: bool = False
    merged_into_id: uuid.UUID | None = None
    is_new: bool = False
    is_changed: bool = False
    said: Said | None = None


def photos_here(db: Session, walk_id: uuid.UUID, photo_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of a walk's photos that have come."""
    if not photo_ids:
        return set()
    query = select(_photos.c.photo_id).where(_photos.c.walk_id == walk_id, _photos.c.photo_id.in_(set(photo_ids)))
    return set(db.connection().scalars(query))


def write_new(
    db: Session, walk: Walk, items: Sequence[Kept], remarks: Mapping[uuid.UUID, NewRemark], here: set[uuid.UUID]
) -> None:
    """Keep items that are new, with a remark for each that counts."""
    if not items:
        return
    real = [one for one in items if not one.is_trial]
    for one, remark_id in zip(real, record_remarks(db, [remarks[one.item_id] for one in real]), strict=True):
        one.remark_id = remark_id
    rows = [{"walk_id": walk.id, "item_id": one.item_id, "tablet_id": one.tablet_id, **_columns(one)} for one in items]
    insert_rows(db, _ADD, rows)
    _link(db, walk.id, items, here)


def change(db: Session, walk: Walk, one: Kept, remark: NewRemark, here: set[uuid.UUID]) -> None:
    """Let a newer revision stand. A trial that is one no more gets its remark; one that was merged stands by itself again."""
    if one.merged_into_id is not None:
        one.remark_id = split(db, None, walk.id, one.item_id)
    if not one.is_trial:
        if one.remark_id is None:
            one.remark_id = record_remark(db, remark)
        else:
            agreeing = min(MOST_AGREEING, remark.agreeing + _merged_into(db, walk.id, one.item_id))
            correct_remark(db, one.remark_id, replace(remark, agreeing=agreeing))
    of_item = (_walk_remarks.c.walk_id == walk.id, _walk_remarks.c.item_id == one.item_id)
    db.execute(update(_walk_remarks).where(*of_item).values(merged_into_id=None, merged=None, **_columns(one)))
    named = one.said.photos if one.said else ()
    dropped = delete(_photos).where(
        _photos.c.walk_id == walk.id, _photos.c.item_id == one.item_id, _photos.c.photo_id.not_in(named)
    )
    if db.execute(dropped).rowcount:  # type: ignore[attr-defined]
        wants_checkpoint(db)
    _link(db, walk.id, [one], here)


def _merged_into(db: Session, walk_id: uuid.UUID, item_id: uuid.UUID) -> int:
    """Return how many agree with what was merged into an item."""
    of_it = (_walk_remarks.c.walk_id == walk_id, _walk_remarks.c.merged_into_id == item_id)
    return sum(int(merged["agreeing"]) for merged in db.scalars(select(_walk_remarks.c.merged).where(*of_it)) if merged)


def _columns(one: Kept) -> dict[str, Any]:
    said = one.said
    assert said is not None
    return {
        "remark_id": one.remark_id, "revision": one.revision, "content_hash": one.hashes[str(one.revision)],
        "hashes": one.hashes, "is_trial": one.is_trial, "stop_id": said.stop_id, "checklist": said.checklist,
        "accuracy_m": said.accuracy_m, "photo_ids": [str(photo) for photo in said.photos],
        "claimed_hour": said.claimed_hour,
    }  # fmt: skip


def _link(db: Session, walk_id: uuid.UUID, items: Sequence[Kept], here: set[uuid.UUID]) -> None:
    """Let photos that came before their remark belong to it."""
    rows = [
        {"of_walk": walk_id, "photo": photo, "of_item": one.item_id, "trial": one.is_trial}
        for one in items
        if one.said is not None
        for photo in one.said.photos
        if photo in here
    ]
    if rows:
        db.connection().execute(_BELONG, rows)
