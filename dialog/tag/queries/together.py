"""What shows only where two tag: whether they do, what somebody else has open, what a second reader is not to see yet.

Comes before: `tag/together.py`. Goes to: the desk, its lists and `agreeing.py`.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Uuid, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.people.models import Account, AccountRole, LoginSession
from dialog.remark.models import Concern
from dialog.tag.models import Decision, OpenRemark, SampledRemark, SecondReading
from dialog.tag.queries.inbox import Row
from dialog.tag.together import Sample

#: Who has decided within so long tags here; so does who is signed in and may.
LATELY = timedelta(days=30)
SIGNED_IN = timedelta(hours=12)
MAY_TAG = ("tagger", "admin")


_holds = exists().where(AccountRole.account_id == Account.id, AccountRole.role.in_(MAY_TAG))
_decided = exists().where(Decision.account_id == Account.id, Decision.at >= bindparam("decided_since"))
_here = exists().where(LoginSession.account_id == Account.id, LoginSession.seen_at >= bindparam("seen_since"))
#: Built once: every page of the desk asks.
_WHO_TAG = select(Account.__table__.c.id).where(Account.is_active, _holds, or_(_decided, _here)).limit(2)


def two_tag(db: Session) -> bool:
    """Say whether more than one person tags here of late: what two need is shown to no single one."""
    since = {"decided_since": now() - LATELY, "seen_since": now() - SIGNED_IN}
    return len(db.connection().execute(_WHO_TAG, since).all()) > 1


def who_tag(db: Session) -> list[tuple[uuid.UUID, str]]:
    """Return those who may tag, by name."""
    rows = db.execute(select(Account.id, Account.name).where(Account.is_active, _holds).order_by(Account.name))
    return [(row.id, row.name) for row in rows]


def open_at_others(
    db: Session, me: uuid.UUID, remark_ids: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, list[str]]:
    """Return who else has which remarks open, by name; `remark_ids`: of these alone."""
    o = OpenRemark
    query = select(o.remark_id, Account.name).join(Account, Account.id == o.account_id)
    query = query.where(o.account_id != me, o.ends_at > now()).order_by(Account.name)
    if remark_ids is not None:
        query = query.where(o.remark_id.in_(remark_ids))
    found: dict[uuid.UUID, list[str]] = {}
    for remark_id, name in db.execute(query.limit(200)):
        found.setdefault(remark_id, []).append(name)
    return found


@dataclass(frozen=True)
class ToRead:
    """A remark of a sample that somebody is still to read the second time."""

    sample_id: uuid.UUID
    remark_id: uuid.UUID


def _to_read() -> Any:
    s, me = SampledRemark, bindparam("me", type_=Uuid)
    is_read = exists().where(SecondReading.sample_id == s.sample_id, SecondReading.remark_id == s.remark_id)
    mine = select(s.sample_id, s.remark_id).join(Sample, Sample.id == s.sample_id).where(Sample.reader_id == me)
    # What has come to accuse somebody since the sample was drawn is read by few: for others it is not theirs to read.
    accuses = exists().where(Concern.remark_id == s.remark_id, Concern.kind == "accusation")
    reads_few = exists().where(AccountRole.account_id == me, AccountRole.role.in_(("trusted_reader", "admin")))
    return mine.where(~is_read, or_(~accuses, reads_few))


#: Built once: every page of the desk asks, and the staff's start page.
_TO_READ = _to_read()
_SOME_TO_READ = _TO_READ.limit(1)
_STILL_TO_READ = _TO_READ.where(SampledRemark.remark_id.in_(bindparam("ids", expanding=True)))


def to_read(db: Session, me: uuid.UUID, sample_id: uuid.UUID) -> ToRead | None:
    """Return the next remark of a sample that a person is to read, or None."""
    s = SampledRemark
    row = db.execute(_TO_READ.where(s.sample_id == sample_id).order_by(s.remark_id).limit(1), {"me": me}).one_or_none()
    return ToRead(*row) if row else None


def some_to_read(db: Session, me: uuid.UUID) -> uuid.UUID | None:
    """Return a sample of which a person has something left to read, or None."""
    return db.connection().execute(_SOME_TO_READ, {"me": me}).scalar()


def still_to_read(db: Session, me: uuid.UUID, remark_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return which of some remarks a person is to read the second time, and in what sample."""
    rows = db.connection().execute(_STILL_TO_READ, {"me": me, "ids": list(remark_ids)})
    return {row.remark_id: row.sample_id for row in rows}


def without_first_choice(db: Session, me: uuid.UUID, rows: list[Row]) -> list[Row]:
    """Return rows of a list, without what the first one chose of those that the person is to read the second time."""
    hidden = still_to_read(db, me, [row.id for row in rows])
    return [replace(row, taggings=[], is_handled=False) if row.id in hidden else row for row in rows]
