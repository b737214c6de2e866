"""A tablet joins a walk: it gets a number to be spoken of by and a token that only it knows. Comes before: `walk/sync.py`."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.keys import keyed_hash, new_id
from dialog.base.problems import Problem
from dialog.walk.kinds.codes import TOKEN_PURPOSE, read_code
from dialog.walk.models import Walk, WalkGroup, WalkTablet

#: Whoever needs more has a code that has leaked: a walk has some ten groups.
MOST_TABLETS = 1000


@dataclass(frozen=True)
class Joined:
    """A tablet that is with a walk."""

    tablet_id: uuid.UUID
    number: int


def join(db: Session, walk_id: uuid.UUID, written: str, token: str, group_letter: str | None = None) -> Joined:
    """Let a tablet join by a code, as `written`, with a token of its own (256 bits, made before: a unit may be done twice). Problem: gone, invalid."""
    state = locked_state(db, walk_id)
    if db.scalar(select(Walk.join_code).where(Walk.id == walk_id)) != read_code(written):
        raise Problem("gone", N_("Koden är bytt och gäller inte längre. Be vandringsledaren om den nya."))
    if state not in ("planned", "open"):
        raise Problem("gone", N_("Vandringen är avslutad. Ingen ny surfplatta kan vara med."))
    _check_group(db, walk_id, group_letter)
    last = db.scalar(select(func.max(WalkTablet.number)).where(WalkTablet.walk_id == walk_id)) or 0
    if last >= MOST_TABLETS:
        raise Problem("too_many", N_("Så många surfplattor kan inte vara med på en vandring."))
    joined = Joined(new_id(), last + 1)
    db.execute(
        insert(WalkTablet),
        {
            "id": joined.tablet_id, "walk_id": walk_id, "number": joined.number, "group_letter": group_letter,
            "token_hash": keyed_hash(db, TOKEN_PURPOSE, token),
        },
    )  # fmt: skip
    return joined


def go_with(db: Session, walk_id: uuid.UUID, tablet_id: uuid.UUID, group_letter: str | None) -> None:
    """Note which group a tablet goes with, for all that it has sent and will send; None for no group. Problem: invalid."""
    _check_group(db, walk_id, group_letter)
    own = (WalkTablet.id == tablet_id, WalkTablet.walk_id == walk_id)
    db.execute(update(WalkTablet).where(*own).values(group_letter=group_letter))


def _check_group(db: Session, walk_id: uuid.UUID, letter: str | None) -> None:
    if letter is not None and db.get(WalkGroup, (walk_id, letter)) is None:
        raise Problem("invalid", N_("Gruppen finns inte på vandringen."), fields={"group": []})


def locked_state(db: Session, walk_id: uuid.UUID) -> str:
    """Return the state of a walk, after waiting for who else writes on it: what its tablets send comes in one at a time."""
    return db.scalars(select(Walk.state).where(Walk.id == walk_id).with_for_update(key_share=True)).one()
