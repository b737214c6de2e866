"""What was sent is taken back here, and what was set aside is read.

Comes before: `/kvitto`, and whoever purges. Goes to: every room that has something of it, by way of `remark/listeners.py`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from dialog.base.db import data_dir_of
from dialog.base.i18n import N_
from dialog.base.keys import keyed_hash, new_id
from dialog.base.ledger import add_line
from dialog.base.problems import Problem
from dialog.base.upkeep import wants_checkpoint
from dialog.base.versions import insert_for
from dialog.people.operations.audit import Actor, record_audit
from dialog.remark.listeners import TARGETS, changing, taken_back
from dialog.remark.models import Receipt, Remark, RemarkDistrict, SetAside, Tombstone
from dialog.remark.queries import contents

TOMBSTONES = "tombstones.txt"
_remarks: Any = Remark.__table__
_districts: Any = RemarkDistrict.__table__
_receipts: Any = Receipt.__table__
_tombstones: Any = Tombstone.__table__
_set_aside: Any = SetAside.__table__


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
    db.execute(insert_for(db, _tombstones).values(submission_hash=submission_hash).on_conflict_do_nothing())
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
