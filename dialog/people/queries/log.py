"""The log, newest first, a page at a time. Written by `operations.record_audit`; read at /admin/logg."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from dialog.base.clock import SWEDISH
from dialog.people.models import AuditEntry

PAGE = 100


@dataclass(frozen=True)
class LogFilter:
    """What is asked for: a person, an action, whole days in Sweden; `before` and `after` are the place in the list."""

    account_id: uuid.UUID | None = None
    action: str = ""
    first: date | None = None
    last: date | None = None
    before: tuple[datetime, uuid.UUID] | None = None
    after: tuple[datetime, uuid.UUID] | None = None


@dataclass(frozen=True)
class LogPage:
    """Some entries, newest first, and whether there are older and newer ones."""

    entries: list[AuditEntry]
    has_older: bool
    has_newer: bool


def log_page(db: Session, wanted: LogFilter) -> LogPage:
    """Return a page of the log by keyset: what is written meanwhile moves nothing."""
    query = select(AuditEntry).where(*_conditions(wanted))
    at, key = AuditEntry.at, AuditEntry.id
    if wanted.after is not None:
        moment, last = wanted.after
        newer = or_(at > moment, and_(at == moment, key > last))
        found = list(db.scalars(query.where(newer).order_by(at, key).limit(PAGE + 1)))
        return LogPage(found[:PAGE][::-1], True, len(found) > PAGE)
    if wanted.before is not None:
        moment, last = wanted.before
        query = query.where(or_(at < moment, and_(at == moment, key < last)))
    found = list(db.scalars(query.order_by(at.desc(), key.desc()).limit(PAGE + 1)))
    return LogPage(found[:PAGE], len(found) > PAGE, wanted.before is not None)


def _conditions(wanted: LogFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.account_id:
        conditions.append(AuditEntry.account_id == wanted.account_id)
    if wanted.action:
        conditions.append(AuditEntry.action == wanted.action)
    if wanted.first:
        conditions.append(AuditEntry.at >= datetime.combine(wanted.first, time(), SWEDISH))
    if wanted.last:
        conditions.append(AuditEntry.at < datetime.combine(wanted.last + timedelta(days=1), time(), SWEDISH))
    return conditions


def log_people(db: Session) -> list[tuple[uuid.UUID, str]]:
    """Return who stands in the log: id and the name that they had last."""
    rows = db.execute(
        select(AuditEntry.account_id, func.max(AuditEntry.who))
        .where(AuditEntry.account_id.is_not(None))
        .group_by(AuditEntry.account_id)
        .order_by(func.max(AuditEntry.who))
    )
    return [(account_id, who) for account_id, who in rows if account_id is not None]


def done_to(db: Session, action: str, ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of some things that the log says an action has been done to."""
    named = [str(one) for one in ids]
    found = db.scalars(select(AuditEntry.object_id).where(AuditEntry.object_id.in_(named), AuditEntry.action == action))
    return {uuid.UUID(one) for one in found}
