"""What the code book says: of one focus area with its versions, and of all for the desk. Comes before: `operations/codebook.py`."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.db import Words
from dialog.people.models import Account
from dialog.tag.models import CodebookEntry


@dataclass(frozen=True)
class Entry:
    """A version of an entry, and who wrote it when."""

    focus_area_id: uuid.UUID
    version: int
    belongs: Words
    not_here: Words
    examples: Words
    by: str
    at: datetime


def _entries() -> Any:
    e = CodebookEntry
    columns: Any = (e.focus_area_id, e.version, e.belongs, e.not_here, e.examples, Account.name, e.at)
    return select(*columns).join(Account, Account.id == e.account_id)


def entries(db: Session, area_id: uuid.UUID) -> list[Entry]:
    """Return every version of a focus area's entry, the newest first."""
    rows = db.execute(_entries().where(CodebookEntry.focus_area_id == area_id).order_by(CodebookEntry.version.desc()))
    return [Entry(*row) for row in rows]


def codebook(db: Session) -> dict[uuid.UUID, Entry]:
    """Return the entry that stands of each focus area that has one."""
    e = CodebookEntry
    newest = select(e.focus_area_id, func.max(e.version).label("version")).group_by(e.focus_area_id).subquery()
    rows = db.execute(
        _entries().join(newest, (newest.c.focus_area_id == e.focus_area_id) & (newest.c.version == e.version))
    )
    return {row[0]: Entry(*row) for row in rows}
