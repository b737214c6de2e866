"""A walk's life: announced, started, closed, archived; and a lost tablet shut out. Comes before: `staff/`.

Started: stops, groups and checklist are frozen. Closed: tablets still send what they hold. Archived: nothing more is taken in, and
the key that could open what lies on a lost tablet is thrown away.
"""

import uuid

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.base.upkeep import wants_checkpoint
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.walk.models import HeldItem, Walk, WalkRemark, WalkTablet
from dialog.walk.operations.forgetting import forget_items
from dialog.walk.operations.planning import take
from dialog.walk.operations.protocol import make_points

#: Each deed, the states it may be done in, and the state it leads to.
_STEPS = {"start": (("planned",), "open"), "close": (("open",), "closed"), "archive": (("closed",), "archived")}
_WRONG = {
    "start": N_("Vandringen har redan börjat."),
    "close": N_("Bara en vandring som pågår kan avslutas."),
    "archive": N_("Bara en avslutad vandring kan arkiveras."),
}


def announce(db: Session, by: Actor, walk_id: uuid.UUID, version: int, *, shown: bool) -> Walk:
    """Show the invitation to everyone, or take it away again."""
    walk = take(db, walk_id, version)
    walk.is_announced = shown
    db.flush()
    record_audit(db, by, "walk.announce" if shown else "walk.unannounce", "walk", walk_id)
    return walk


def step(db: Session, by: Actor, walk_id: uuid.UUID, version: int, deed: str) -> Walk:
    """Start, close or archive a walk. Problem("conflict") where it is not in a state for that."""
    walk = take(db, walk_id, version)
    before, after = _STEPS[deed]
    if walk.state not in before:
        raise Problem("conflict", _WRONG[deed])
    if deed == "archive":
        _check_nothing_waits(db, walk_id)
        walk.private_key = None
        walk.archived_at = now()
    elif deed == "start":
        walk.started_at = now()
    else:
        walk.closed_at = now()
    if deed != "start":
        _drop_trials(db, walk_id)
    walk.state = after
    db.flush()
    record_audit(db, by, f"walk.{deed}", "walk", walk_id)
    if deed == "close":
        make_points(db, by, walk)
    return walk


def _drop_trials(db: Session, walk_id: uuid.UUID) -> None:
    """Take away what was sent to try, with its photos: it counts nowhere, and nobody will look at it again."""
    trials = db.scalars(select(WalkRemark.item_id).where(WalkRemark.walk_id == walk_id, WalkRemark.is_trial)).all()
    forget_items(db, [(walk_id, item_id) for item_id in trials])
    if trials:
        wants_checkpoint(db)


def _check_nothing_waits(db: Session, walk_id: uuid.UUID) -> None:
    waiting = select(func.count()).where(HeldItem.walk_id == walk_id, HeldItem.state == "waiting")
    if db.scalar(waiting):
        raise Problem(
            "conflict",
            N_("Det finns undanlagda synpunkter att ta ställning till. Avgör dem innan du arkiverar vandringen."),
        )


def revoke_tablet(db: Session, by: Actor, walk_id: uuid.UUID, tablet_id: uuid.UUID) -> None:
    """Shut out a tablet that is lost: nothing more that it sends is taken in. Doing it again changes nothing."""
    done = db.execute(
        update(WalkTablet)
        .where(WalkTablet.id == tablet_id, WalkTablet.walk_id == walk_id, WalkTablet.revoked_at.is_(None))
        .values(revoked_at=now())
    )
    if done.rowcount == 1:  # type: ignore[attr-defined]
        record_audit(db, by, "walk.revoke", "walk", walk_id)
    elif db.scalar(select(WalkTablet.id).where(WalkTablet.id == tablet_id, WalkTablet.walk_id == walk_id)) is None:
        raise Problem("not_found")
