"""What goes when a remark of a walk is erased, whoever erases it: its row, its photos, and a tombstone for each id.

Told by `remark.listeners.taken_back`. A tablet that sends the same again is then answered 410, for ever. The
photos' files go with the next sweep, which takes every file without a row.
"""

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from dialog.remark.operations import bury
from dialog.walk.models import ProtocolPoint, WalkPhoto, WalkRemark
from dialog.walk.queries.items import item_hash


def forget_remarks(db: Session, remark_ids: Sequence[uuid.UUID]) -> None:
    """Take away what the walk knows of remarks that are being erased."""
    rows = db.execute(select(WalkRemark.walk_id, WalkRemark.item_id).where(WalkRemark.remark_id.in_(remark_ids))).all()
    forget_items(db, [(row.walk_id, row.item_id) for row in rows])


def forget_items(db: Session, items: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> None:
    """Take away items (walk, id) with those merged into them and their photos, and bury them. Their remarks are others' to erase."""
    if not items:
        return
    merged = db.execute(
        select(WalkRemark.walk_id, WalkRemark.item_id).where(
            tuple_(WalkRemark.walk_id, WalkRemark.merged_into_id).in_(items)
        )
    )
    every = {*items, *((row.walk_id, row.item_id) for row in merged)}
    photos = db.execute(
        select(WalkPhoto.walk_id, WalkPhoto.photo_id).where(tuple_(WalkPhoto.walk_id, WalkPhoto.item_id).in_(every))
    ).all()
    keys = [(photo.walk_id, photo.photo_id) for photo in photos]
    for walk_id, item_id in sorted({*every, *keys, *_named(db, every)}):
        bury(db, item_hash(db, walk_id, item_id))
    if keys:
        db.execute(delete(WalkPhoto).where(tuple_(WalkPhoto.walk_id, WalkPhoto.photo_id).in_(keys)))
    # The protocol's sentence is the municipality's own and stays; nothing leads from it to what was said.
    db.execute(
        update(ProtocolPoint)
        .where(tuple_(ProtocolPoint.walk_id, ProtocolPoint.item_id).in_(every))
        .values(item_id=None, version=ProtocolPoint.version + 1)
    )
    db.execute(delete(WalkRemark).where(tuple_(WalkRemark.walk_id, WalkRemark.item_id).in_(every)))


def _named(db: Session, items: set[tuple[uuid.UUID, uuid.UUID]]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Return the photos (walk, id) that items name, also those that have not come: a tablet may still have them to send."""
    rows = db.execute(
        select(WalkRemark.walk_id, WalkRemark.photo_ids).where(
            tuple_(WalkRemark.walk_id, WalkRemark.item_id).in_(items)
        )
    )
    return {(row.walk_id, uuid.UUID(photo)) for row in rows for photo in row.photo_ids}
