"""The log of who read, changed and exported what, and why. Called by every room; read at /admin/logg."""

import uuid
from typing import Protocol

from sqlalchemy import insert
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.keys import new_id
from dialog.base.texts import one_line
from dialog.people.models import AuditEntry

_ADD = insert(AuditEntry.__table__)  # type: ignore[arg-type]


class Actor(Protocol):
    """Whoever does something: the signed-in `Identity`, or `kinds.By` for a command."""

    @property
    def account_id(self) -> uuid.UUID | None: ...
    @property
    def name(self) -> str: ...


def record_audit(
    db: Session,
    by: Actor,
    action: str,
    kind: str = "",
    id: object = "",  # noqa: A002 -- its name in every room
    why: str = "",
    count: int | None = None,
) -> None:
    """Write a line in the log: who, when, what was done to which thing, why. Never what stands in the thing."""
    row = {
        "id": new_id(),
        "at": now(),
        "account_id": by.account_id,
        "who": one_line(by.name)[:120],
        "action": action[:60],
        "object_kind": kind[:40],
        "object_id": str(id)[:80],
        "why": one_line(why)[:500],
        "count": count,
    }
    db.flush()
    db.connection().execute(_ADD, row)
