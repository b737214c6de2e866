"""The code that joins: drawn for a walk, and changed when somebody has it who should not. Comes before: `staff/`, `planning.py`.

Tablets go by tokens of their own, so that those who are with the walk notice nothing; only the old code joins nobody any longer.
"""

import uuid

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.walk.kinds.codes import new_code
from dialog.walk.models import FormerCode, Walk


def free_code(db: Session) -> str:
    """Return a code that no walk has or has had."""
    code = new_code()
    while db.scalar(select(or_(exists().where(Walk.join_code == code), exists().where(FormerCode.code == code)))):
        code = new_code()
    return code


def change_code(db: Session, by: Actor, walk_id: uuid.UUID, old: str) -> None:
    """Change a walk's code for another; where a colleague has just done so, theirs stands. Problem("conflict") when nobody can join any longer."""
    changed = update(Walk).where(Walk.id == walk_id, Walk.join_code == old, Walk.state.in_(("planned", "open")))
    if db.execute(changed.values(join_code=free_code(db))).rowcount == 1:  # type: ignore[attr-defined]
        db.add(FormerCode(code=old, walk_id=walk_id))
        db.flush()
        record_audit(db, by, "walk.change_code", "walk", walk_id)
    elif db.scalar(select(Walk.state).where(Walk.id == walk_id)) not in ("planned", "open"):
        raise Problem("conflict", N_("Vandringen är avslutad, så ingen kod ansluter längre."))
