"""What could not be taken in as it was is kept aside here for the walk leader.

Comes before: `walk/operations/arriving.py`, `walk/operations/photos.py`. Goes to: `walk/operations/held.py`.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from dialog.base.keys import keyed_hash, new_id
from dialog.base.upkeep import wants_checkpoint
from dialog.walk.kinds.incoming import Envelope, Problems, canonical
from dialog.walk.models import HeldItem

#: What waits on one walk at most; past it an item is refused and stays on its tablet.
MOST_HELD = 2000
LARGEST_HELD = 512 * 1024
_held: Any = HeldItem.__table__


def hold_item(
    db: Session, walk_id: uuid.UUID, tablet_id: uuid.UUID, envelope: Envelope, content: Any, problems: Problems
) -> bool:
    """Keep a remark aside as it was sent, once; False when it is too large or too many wait."""
    content = {name: value for name, value in content.items() if name != "hold"}
    data = canonical(content)
    if len(data) > LARGEST_HELD:
        return False
    content_hash = keyed_hash(db, "content", data)
    row = {"kind": "remark", "item_id": envelope.id, "revision": envelope.revision, "content_hash": content_hash}
    return add_held(db, walk_id, tablet_id, row | {"content": content}, [s for many in problems.values() for s in many])


def add_held(
    db: Session, walk_id: uuid.UUID, tablet_id: uuid.UUID, row: Mapping[str, Any], problems: Sequence[str]
) -> bool:
    """Add a row to what waits, unless it is there; False when too many wait. Call it with the walk locked."""
    same = [_held.c[name] == row[name] for name in ("kind", "item_id", "revision", "content_hash")]
    if db.scalar(select(func.count()).select_from(_held).where(_held.c.walk_id == walk_id, *same)):
        return True
    if (db.scalar(select(func.count()).select_from(_held).where(_held.c.walk_id == walk_id)) or 0) >= MOST_HELD:
        return False
    more = {"id": new_id(), "walk_id": walk_id, "tablet_id": tablet_id, "problems": list(problems), "state": "waiting"}
    db.execute(insert(HeldItem), {"content": None, "file_name": None, **row, **more})
    return True


def release(
    db: Session, walk_id: uuid.UUID, item_ids: Sequence[uuid.UUID], kind: str = "remark", state: str = "taken"
) -> int:
    """Let go of what waited for items that have come in whole since, or that were undone; say how many there were."""
    if not item_ids:
        return 0
    waits = (_held.c.walk_id == walk_id, _held.c.kind == kind, _held.c.state == "waiting")
    if db.connection().scalar(select(_held.c.id).where(*waits).limit(1)) is None:  # as nearly always
        return 0
    gone = update(_held).where(*waits, _held.c.item_id.in_(item_ids))
    count: int = db.connection().execute(gone.values(state=state, content=None, file_name=None)).rowcount
    if count:
        wants_checkpoint(db)
    return count
