"""What a tablet's ids become in the database: only `(walk, id)` is a key, and only a keyed hash of both is left when it is gone."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.keys import keyed_hash
from dialog.remark.models import Tombstone
from dialog.walk.kinds.codes import ITEM_PURPOSE

_tombstones: Any = Tombstone.__table__.c


def item_hash(db: Session, walk_id: uuid.UUID, item_id: uuid.UUID) -> str:
    """Return the keyed hash by which a remark or photo of a walk is known when it is gone."""
    return keyed_hash(db, ITEM_PURPOSE, walk_id.bytes + item_id.bytes)


def is_gone(db: Session, walk_id: uuid.UUID, item_id: uuid.UUID) -> bool:
    """Say whether a remark or photo of a walk was taken back or purged: it is never taken in again."""
    return db.get(Tombstone, item_hash(db, walk_id, item_id)) is not None


def gone_among(db: Session, walk_id: uuid.UUID, item_ids: list[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of many ids that were taken back or purged."""
    hashes = {item_hash(db, walk_id, item_id): item_id for item_id in item_ids}
    found = db.connection().scalars(select(_tombstones.submission_hash).where(_tombstones.submission_hash.in_(hashes)))
    return {hashes[submission_hash] for submission_hash in found}
