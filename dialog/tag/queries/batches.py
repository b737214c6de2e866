"""What a decision on many remarks at once would mean, and the ones that have been made."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, select
from sqlalchemy.orm import Session

from dialog.people.models import Account
from dialog.remark.models import Concern, Remark
from dialog.tag.filters import RemarkFilter
from dialog.tag.models import Batch, Decision
from dialog.tag.queries.filtering import matching
from dialog.tag.queries.inbox import Row, list_page

MOST_AT_ONCE = 2_000


@dataclass(frozen=True)
class Candidates:
    """The remarks that a filter lets through now, but for the `alone` that are read one by one: what may be danger now or a child that
    is harmed, until somebody has read it. `digest` changes when any of them does, comes or goes.
    """

    ids: list[uuid.UUID]
    versions: list[int]
    handled: int
    is_more: bool
    digest: str
    alone: int

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.ids)


def candidates(db: Session, chosen: RemarkFilter, *, lock: bool = False) -> Candidates:
    """Return up to `MOST_AT_ONCE` remarks, in the order of their ids so that two who lock them wait rather than deadlock."""
    query = (
        select(Remark.id, Remark.version, Remark.is_handled)
        .where(*matching(chosen), not_(_read_first()))
        .order_by(Remark.id)
        .limit(MOST_AT_ONCE + 1)
    )
    rows = db.execute(query.with_for_update() if lock else query).all()
    kept = rows[:MOST_AT_ONCE]
    written = ";".join(f"{row.id}.{row.version}" for row in rows)
    return Candidates(
        [row.id for row in kept],
        [row.version for row in kept],
        sum(row.is_handled for row in kept),
        len(rows) > MOST_AT_ONCE,
        hashlib.sha256(written.encode()).hexdigest()[:32],
        db.scalar(select(func.count(Remark.id)).where(*matching(chosen), _read_first())) or 0,
    )


def _read_first() -> ColumnElement[bool]:
    """Nobody takes it out of the queue that is read first without having had it, and what to do about it, before them."""
    told = exists().where(Concern.remark_id == Remark.id, Concern.kind != "accusation")
    return and_(not_(Remark.is_handled), told)


def first_ones(db: Session, chosen: RemarkFilter, most: int = 5) -> list[Row]:
    """Return the first remarks of a filter, to look at before deciding on all."""
    return list_page(db, chosen, most=most).rows


@dataclass(frozen=True)
class BatchView:
    """A decision on many, with the name of who took it, and how many of its remarks still stand as it left them."""

    id: uuid.UUID
    account_id: uuid.UUID
    by: str
    at: datetime
    chosen: dict[str, Any]
    count: int
    undone_at: datetime | None
    undone_count: int | None
    standing: int


def _views() -> Any:
    standing = (
        select(func.count())
        .where(Decision.batch_id == Batch.id, Decision.is_current, Decision.kind != "undo")
        .scalar_subquery()
    )
    b = Batch
    return select(
        *(b.id, b.account_id, Account.name, b.at, b.chosen, b.count, b.undone_at, b.undone_count, standing)
    ).join(Account, Account.id == Batch.account_id)


def batch(db: Session, batch_id: uuid.UUID) -> BatchView | None:
    """Return one decision on many."""
    row = db.execute(_views().where(Batch.id == batch_id)).one_or_none()
    return BatchView(*row) if row else None


def batches(db: Session, most: int = 10) -> Sequence[BatchView]:
    """Return the newest decisions on many."""
    return [BatchView(*row) for row in db.execute(_views().order_by(Batch.at.desc(), Batch.id).limit(most))]
