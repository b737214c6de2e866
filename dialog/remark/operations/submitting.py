"""What residents send themselves comes in here, once however often it is sent, with a receipt; and what staff key in for them.

Comes before: a page or a survey. Goes to: `recording.py`.
"""

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from dialog.base.gathering import Expected, Gathering, Rows, insert_rows
from dialog.base.i18n import N_
from dialog.base.keys import keyed_hash, keys_of, new_id
from dialog.base.problems import Problem
from dialog.base.versions import inserts
from dialog.people.operations.audit import Actor, record_audit
from dialog.place.queries import check_within, remembered
from dialog.remark.kinds import RESIDENT_SOURCES, NewRemark
from dialog.remark.models import Receipt, Remark, Tombstone
from dialog.remark.operations.recording import record_remark

_remarks: Any = Remark.__table__
_receipts: Any = Receipt.__table__
_tombstones: Any = Tombstone.__table__
# Built once, and done on the connection itself: building and the session's own bookkeeping cost as much as the writing.
_CLAIM = {name: made.on_conflict_do_nothing().returning(_receipts.c.kind) for name, made in inserts(_receipts).items()}
_IS_BURIED = select(_tombstones.c.submission_hash).where(_tombstones.c.submission_hash == bindparam("submission_hash"))
_CLAIMS = Rows(_receipts, once=True)
# Of a batch's submissions: all are claimed by it, and none was taken back. Asked after the claims, which have waited for
# whoever was just taking the same thing back.
_CLAIMED = {
    "sqlite": "(SELECT count(*) FROM receipts WHERE target_id IN (SELECT value FROM json_each(?))) = json_array_length(?) "
    "AND NOT EXISTS (SELECT 1 FROM tombstones WHERE submission_hash IN (SELECT value FROM json_each(?)))",
    "postgresql": "(SELECT count(*) FROM receipts WHERE target_id = ANY(%s::uuid[])) = cardinality(%s::text[]) "
    "AND NOT EXISTS (SELECT 1 FROM tombstones WHERE submission_hash = ANY(%s::text[]))",
}


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
    if isinstance(
        db, Gathering
    ):  # taken to be the first of its kind; where it is not, the unit is done again by itself
        insert_rows(db, _CLAIMS, [row])
        claimed = db.expect("remark.claims", _claims)
        targets, _same, hashes = claimed.values
        targets.append(target_id)
        hashes.append(submission_hash)
        return Accepted(code, True)
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


def _claims() -> Expected:
    targets, hashes = list[uuid.UUID](), list[str]()
    return Expected(_CLAIMED, (targets, targets, hashes))


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
        # In a batch it is asked once more before the commit; alone, the districts may have changed while the insert waited.
        record_remark(db, new, remark_id=remark_id, known=known if isinstance(db, Gathering) else None)
    return accepted


def key_in(db: Session, by: Actor, remark_id: uuid.UUID, new: NewRemark) -> bool:
    """Keep what staff keyed in, once for each form that was opened; say whether it came in now."""
    if db.scalar(select(func.count()).where(_remarks.c.id == remark_id)):
        return False
    record_remark(db, new, remark_id=remark_id)
    # The log has a clock: what a resident told by telephone is not named there.
    record_audit(db, by, "remark.key_in", "remark", "" if new.source in RESIDENT_SOURCES else remark_id)
    return True
