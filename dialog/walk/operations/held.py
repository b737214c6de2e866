"""The walk leader's word on what could not be taken in as it was: taken in, mended, or dropped.

Comes before: `walk/operations/holding.py`. Goes to: the leader's page.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.upkeep import wants_checkpoint
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.walk.kinds.incoming import ENVELOPE
from dialog.walk.models import HeldItem, Walk, WalkRemark
from dialog.walk.operations.arriving import readied, take_in
from dialog.walk.operations.joining import locked_state
from dialog.walk.queries.tablets import frame_of


def settle(
    db: Session, by: Actor, walk_id: uuid.UUID, held_id: uuid.UUID, *, take: Mapping[str, Any] | None
) -> HeldItem:
    """Let the walk leader take in what waits, mended (`take`: the remark in clear), or drop it (None).

    Problem: not_found; conflict when it is settled already; invalid with `fields` where what is taken is still faulty.
    """
    locked_state(db, walk_id)  # as tablets do: of two who settle it the second finds it settled
    found = db.get(HeldItem, held_id, populate_existing=True)
    if found is None or found.walk_id != walk_id:
        raise Problem("not_found")
    if found.state != "waiting":
        raise Problem("conflict", N_("Någon annan har redan tagit hand om den."))
    if take is not None:
        if found.kind != "remark":
            raise Problem("invalid", N_("Ett foto som inte går att läsa kan inte tas in."))
        _take_mended(db, found, take)
    found.state, found.content, found.file_name = ("dropped" if take is None else "taken"), None, None
    db.flush()
    wants_checkpoint(db)
    record_audit(db, by, "walk.held_drop" if take is None else "walk.held_take", "walk", walk_id)
    return found


def _take_mended(db: Session, held: HeldItem, mended: Mapping[str, Any]) -> None:
    """Take in what a held item says once mended; a newer revision where something stands under its id. Problem: invalid, gone."""
    walk = db.get_one(Walk, held.walk_id)
    frame, stops = frame_of(db, walk)
    kept = db.get(WalkRemark, (held.walk_id, held.item_id))
    revision = max(held.revision, kept.revision + 1) if kept else held.revision
    said = {name: value for name, value in mended.items() if name not in ENVELOPE}
    ready = readied(db, walk, frame, [{**said, "id": str(held.item_id), "revision": revision}])
    tablet_id: Any = held.tablet_id
    (result,) = take_in(db, walk, tablet_id, stops, ready)
    if result.status == "gone":
        raise Problem("gone")
    if result.status not in ("created", "updated", "unchanged"):
        raise Problem("invalid", fields=result.problems)
