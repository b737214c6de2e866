"""What a walker undoes on the tablet, until the walk is closed. Comes before: `walk/sync.py`. Goes to: `operations/forgetting.py`."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.remark.operations import bury, erase_remarks
from dialog.walk.models import HeldItem, WalkRemark
from dialog.walk.operations.forgetting import forget_items
from dialog.walk.operations.holding import release
from dialog.walk.operations.joining import locked_state
from dialog.walk.queries.items import is_gone, item_hash


def undo_item(db: Session, walk_id: uuid.UUID, tablet_id: uuid.UUID, item_id: uuid.UUID) -> None:
    """Erase what this tablet sent, with its photos, for good. Problem: gone, not_found (another tablet's too)."""
    state = locked_state(db, walk_id)
    if is_gone(db, walk_id, item_id):
        raise Problem("gone", N_("Synpunkten har tagits tillbaka."), item=str(item_id))
    found = db.get(WalkRemark, (walk_id, item_id))
    waits = select(HeldItem.id).where(
        HeldItem.walk_id == walk_id,
        HeldItem.item_id == item_id,
        HeldItem.tablet_id == tablet_id,
        HeldItem.state == "waiting",
    )
    if found.tablet_id != tablet_id if found else db.scalar(waits.limit(1)) is None:
        raise Problem("not_found")
    if state not in ("planned", "open"):
        raise Problem("gone", N_("Vandringen är avslutad. Be vandringsledaren ta bort synpunkten."))
    release(db, walk_id, [item_id], state="dropped")
    if found is None:
        bury(db, item_hash(db, walk_id, item_id))
    elif found.remark_id is None:  # a trial, or one that was merged into another
        forget_items(db, [(walk_id, item_id)])
    else:
        erase_remarks(db, [found.remark_id])
