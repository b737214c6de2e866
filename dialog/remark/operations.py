"""What people say comes in here, however they say it, and is taken back here. Core rather than ORM: residents wait for it.

Comes before: a page, a survey or a file. Goes to: `tag/staff.py` inbox and every count, by way of `remark/listeners.py`.
"""

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dialog.base.clock import this_week, week_of
from dialog.base.db import data_dir_of
from dialog.base.geo import point_for
from dialog.base.i18n import N_
from dialog.base.keys import keyed_hash, keys_of, new_id, weekly_number
from dialog.base.ledger import add_line
from dialog.base.problems import Problem
from dialog.base.upkeep import wants_checkpoint
from dialog.people.operations.audit import Actor, record_audit
from dialog.place.queries import Remembered, check_within, districts_of_many, remembered
from dialog.remark.guard import looked_at
from dialog.remark.kinds import RESIDENT_SOURCES, NewRemark
from dialog.remark.listeners import TARGETS, arrived, changing, moved, placed_again, recorded, taken_back
from dialog.remark.models import Receipt, Remark, RemarkDistrict, SetAside, Tombstone
from dialog.remark.queries import contents

TOMBSTONES = "tombstones.txt"
_AT_ONCE = 2000

_remarks: Any = Remark.__table__
_districts: Any = RemarkDistrict.__table__
_receipts: Any = Receipt.__table__
_tombstones: Any = Tombstone.__table__
_set_aside: Any = SetAside.__table__
_INSERT: dict[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
# Built once, and done on the connection itself: building and the session's own bookkeeping cost as much as the writing.
_CLAIM = {name: make(_receipts).on_conflict_do_nothing().returning(_receipts.c.kind) for name, make in _INSERT.items()}
_IS_BURIED = select(_tombstones.c.submission_hash).where(_tombstones.c.submission_hash == bindparam("submission_hash"))
_ADD_REMARK = insert(_remarks)
_ADD_DISTRICTS = insert(_districts)


def record_remark(
    db: Session, new: NewRemark, *, remark_id: uuid.UUID | None = None, known: Remembered | None = None
) -> uuid.UUID:
    """Keep a remark under a random key with the week it came in, find its districts, and let later rooms know."""
    row = _row(new, remark_id or new_id())
    db.connection().execute(_ADD_REMARK, row)
    arrived.tell(db, rows=[row], districts=_place(db, [row], known))
    recorded.tell(db, remark_id=row["id"])
    return row["id"]  # type: ignore[no-any-return]


def record_remarks(db: Session, news: Sequence[NewRemark]) -> list[uuid.UUID]:
    """Keep many remarks as `record_remark` keeps one, and return their keys in the same order."""
    kept: list[uuid.UUID] = []
    for start in range(0, len(news), _AT_ONCE):
        rows = [_row(new, new_id()) for new in news[start : start + _AT_ONCE]]
        db.connection().execute(_ADD_REMARK, rows)
        arrived.tell(db, rows=rows, districts=_place(db, rows))
        for row in rows:
            recorded.tell(db, remark_id=row["id"])
        kept += [row["id"] for row in rows]
    return kept


def _row(new: NewRemark, remark_id: uuid.UUID) -> dict[str, Any]:
    is_resident = new.source in RESIDENT_SOURCES
    week = new.week or (week_of(new.day) if new.day and is_resident else this_week())
    lat, lng = point_for(dict(new.geometry)) if new.geometry else (None, None)
    return {
        "id": remark_id, "number": weekly_number(week), "week": week, "day": None if is_resident else new.day,
        "source": new.source, "origin_id": new.origin_id, "feeling": new.feeling, "reason": new.reason,
        "text": new.text, "suggestion": new.suggestion, "lang": new.lang,
        "geometry": dict(new.geometry) if new.geometry else None, "lat": lat, "lng": lng,
        "place_words": new.place_words, "part_of_day": new.part_of_day, "days": new.days, "season": new.season,
        "agreeing": new.agreeing, "is_handled": False, "has_personal_data": any(map(looked_at, new.written)), "version": 1,
    }  # fmt: skip


def _place(db: Session, rows: Sequence[Any], known: Remembered | None = None) -> list[list[uuid.UUID]]:
    """Note the districts that remarks lie in, and return the ids of each one's."""
    places = [(row["lat"], row["lng"]) for row in rows if row["lat"] is not None]
    if not places:
        return [[] for _ in rows]
    lie = iter(districts_of_many(db, places, known))
    found = [[d.id for d in next(lie)] if row["lat"] is not None else [] for row in rows]
    lies = [{"remark_id": row["id"], "district_id": d} for row, ids in zip(rows, found, strict=True) for d in ids]
    if lies:
        db.connection().execute(_ADD_DISTRICTS, lies)
    return found


def place_again(db: Session) -> None:
    """Work out anew which districts every remark lies in; told when districts have come, gone or changed."""
    db.execute(delete(_districts))
    last = 0
    while True:
        rows = db.execute(
            select(_remarks.c.number, _remarks.c.id, _remarks.c.lat, _remarks.c.lng)
            .where(_remarks.c.number > last, _remarks.c.lat.is_not(None))
            .order_by(_remarks.c.number)
            .limit(_AT_ONCE)
        ).all()
        if not rows:
            placed_again.tell(db)
            return
        last = rows[-1].number
        _place(db, [row._mapping for row in rows])
        moved.tell(db, remark_ids=[row.id for row in rows])


@dataclass(frozen=True)
class Accepted:
    """A submission that is in: its receipt, and whether it came in now. If not, nothing more is to be written."""

    code: str
    is_new: bool


def accept_submission(
    db: Session, visit_id: uuid.UUID, visit_secret: str, content: bytes, kind: str, target_id: uuid.UUID
) -> Accepted:
    """Claim a visit's id for a submission, once. Call it first in the unit, and write the rest only when `is_new`.

    `content` is all that was sent, in a form that is the same when the same is sent again. Of two at once the second
    waits for the first. Problem("conflict"): something else came in under the id. Problem("gone"): it was taken back.
    """
    code = keys_of(db).receipt(visit_id, visit_secret)
    submission_hash = keyed_hash(db, "submission", visit_id.bytes)
    row = {
        "code_hash": keyed_hash(db, "receipt-code", code),
        "submission_hash": submission_hash,
        "content_hash": keyed_hash(db, "content", hashlib.sha256(content).digest()),
        "kind": kind,
        "target_id": target_id,
    }
    connection = db.connection()
    is_new = connection.execute(_CLAIM[connection.dialect.name], row).first() is not None
    if is_new:
        # Asked after the insert: it has waited for whoever was just taking the same thing back.
        if connection.execute(_IS_BURIED, {"submission_hash": submission_hash}).first() is not None:
            raise Problem("gone", N_("Det du skickade har tagits tillbaka."))
        return Accepted(code, True)
    first = db.execute(select(_receipts).where(_receipts.c.submission_hash == submission_hash)).first()
    if first is None or (first.code_hash, first.content_hash) != (row["code_hash"], row["content_hash"]):
        raise Problem("conflict", N_("Du har redan skickat det här formuläret, med ett annat innehåll."))
    return Accepted(code, False)


def submit_remark(db: Session, visit_id: uuid.UUID, visit_secret: str, content: bytes, new: NewRemark) -> Accepted:
    """Take in a remark that a resident has sent, once however often it is sent.

    GeometryProblem for a place far from the municipality; else as `accept_submission`.
    """
    known = remembered(db) if new.geometry else None
    if known is not None:
        check_within(known.bounds, dict(new.geometry or {}))
    remark_id = new_id()
    accepted = accept_submission(db, visit_id, visit_secret, content, "remark", remark_id)
    if accepted.is_new:
        record_remark(db, new, remark_id=remark_id, known=known)
    return accepted


def key_in(db: Session, by: Actor, remark_id: uuid.UUID, new: NewRemark) -> bool:
    """Keep what staff keyed in, once for each form that was opened; say whether it came in now."""
    if db.scalar(select(func.count()).where(_remarks.c.id == remark_id)):
        return False
    record_remark(db, new, remark_id=remark_id)
    # The log has a clock: what a resident told by telephone is not named there.
    record_audit(db, by, "remark.key_in", "remark", "" if new.source in RESIDENT_SOURCES else remark_id)
    return True


def read_set_aside(db: Session, by: Actor, wanted: uuid.UUID, why: str) -> SetAside:
    """Give an admin what was set aside, and note in the log who read it and why. Problem("not_found")."""
    found = db.get(SetAside, wanted)
    if found is None:
        raise Problem("not_found")
    record_audit(db, by, "remark.read_set_aside", found.kind, wanted, why=why)
    return found


@dataclass(frozen=True)
class TakenBack:
    """What was taken back: its kind, and whether it is erased or (without a decision on gallring) set aside."""

    kind: str
    is_erased: bool


def take_back(db: Session, code: str) -> TakenBack:
    """Take back what a receipt leads to. Problem("not_found") for a receipt that was used or never was."""
    receipt = db.execute(
        delete(_receipts)
        .where(_receipts.c.code_hash == keyed_hash(db, "receipt-code", code))
        .returning(_receipts.c.submission_hash, _receipts.c.kind, _receipts.c.target_id)
    ).first()
    if receipt is None:
        raise Problem("not_found", N_("Vi hittar inget med den koden."))
    target = TARGETS[receipt.kind]
    is_erased = target.has_decision(db, receipt.target_id)
    target.erase(db, receipt.target_id, not is_erased)
    bury(db, receipt.submission_hash)
    return TakenBack(receipt.kind, is_erased)


def bury(db: Session, submission_hash: str) -> None:
    """Let whoever sends a submission again be told that it was taken back, for ever.

    The file comes first: if the transaction then fails, a restore takes away once too much what somebody wished away,
    while the other order could bring it back.
    """
    add_line(data_dir_of(db) / TOMBSTONES, submission_hash)
    db.execute(
        _INSERT[db.get_bind().dialect.name](_tombstones)
        .values(submission_hash=submission_hash)
        .on_conflict_do_nothing()
    )
    wants_checkpoint(db)


def set_aside(db: Session, kind: str, week: int, content: dict[str, Any]) -> None:
    """Keep what was taken back where there is no decision on gallring: in no list, search, count or export."""
    db.execute(insert(_set_aside), {"id": new_id(), "kind": kind, "week": week, "content": content})


def erase_remarks(db: Session, remark_ids: Sequence[uuid.UUID]) -> None:
    """Erase remarks and all that later rooms have of them. Whoever points at them lets go first."""
    if not remark_ids:
        return
    changing.tell(db, remark_ids=list(remark_ids))
    taken_back.tell(db, remark_ids=list(remark_ids))
    db.execute(delete(_districts).where(_districts.c.remark_id.in_(remark_ids)))
    db.execute(delete(_remarks).where(_remarks.c.id.in_(remark_ids)))
    wants_checkpoint(db)


def erase_remark(db: Session, target_id: uuid.UUID, keep_aside: bool) -> None:
    """Erase one remark, after setting a copy aside if so told (`listeners.Target.erase`)."""
    if keep_aside:
        for content in contents(db, [target_id]):
            set_aside(db, "remark", content["week"], content)
    erase_remarks(db, [target_id])
