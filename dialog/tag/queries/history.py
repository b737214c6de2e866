"""Who decided what about a remark, and what a decision can be undone to."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from dialog.people.models import Account
from dialog.remark.models import Remark
from dialog.tag.models import Decision, FocusArea, Tagging
from dialog.tag.queries.inbox import Tagged
from dialog.tag.queries.searching import read

#: Who decided where a file brought the focus areas and a command read it in.
COMMAND = "kommandot dialog"


@dataclass(frozen=True)
class Decided:
    """One decision with the name of who took it."""

    id: uuid.UUID
    version: int
    kind: str
    outcome: str
    has_personal_data: bool
    is_current: bool
    at: datetime
    batch_id: uuid.UUID | None
    restores_id: uuid.UUID | None
    note: str
    account_id: uuid.UUID | None
    by: str
    taggings: list[Tagged] = field(default_factory=list)


def history(db: Session, remark_id: uuid.UUID) -> list[Decided]:
    """Return every decision about a remark, the newest first."""
    d, f = Decision, FocusArea
    rows: Any = db.execute(
        select(
            *(d.id, d.version, d.kind, d.outcome, d.has_personal_data, d.is_current, d.at, d.batch_id),
            *(d.restores_id, d.note, d.account_id, func.coalesce(Account.name, COMMAND)),
        )
        .outerjoin(Account, Account.id == d.account_id)
        .where(d.remark_id == remark_id)
        .order_by(d.version.desc())
    ).all()
    taggings: dict[uuid.UUID, list[Tagged]] = {}
    tagged: Any = db.execute(
        select(
            *(Tagging.decision_id, f.slug, f.code, f.shape, f.colour, f.name, Tagging.polarity, Tagging.is_negated),
        )
        .join(f, f.id == Tagging.focus_area_id)
        .where(Tagging.remark_id == remark_id)
        .order_by(f.position)
    )
    for decision_id, *rest in tagged:
        taggings.setdefault(decision_id, []).append(Tagged(*rest))
    return [Decided(*row, taggings=taggings.get(row.id, [])) for row in rows]  # type: ignore[misc]


_NUMBER = select(Remark.__table__.c.number).where(Remark.__table__.c.id == bindparam("id"))


def number_of(db: Session, remark_id: uuid.UUID) -> int | None:
    """Return where a remark stands in the list, or None."""
    return next((row[0] for row in read(db, _NUMBER, id=remark_id)), None)


_VERSION = select(Remark.__table__.c.version).where(Remark.__table__.c.id == bindparam("id"))


def version_of(db: Session, remark_id: uuid.UUID) -> int | None:
    """Return how many times a remark has been decided about, and one; None where there is no such remark."""
    return next((row[0] for row in read(db, _VERSION, id=remark_id)), None)


def latest(db: Session, remark_id: uuid.UUID) -> Decided | None:
    """Return the decision that stands."""
    return next((decided for decided in history(db, remark_id) if decided.is_current), None)


def undone_to(decisions: list[Decided]) -> tuple[bool, Decided | None]:
    """Say whether the newest decision can be undone, and to which one (None: to how the remark came in).

    Undoing twice goes two steps back: an undo stands for the decision that it restored.
    """
    by_id = {decided.id: decided for decided in decisions}
    newest_first = sorted(decisions, key=lambda decided: -decided.version)

    def stands_for(decided: Decided) -> Decided | None:
        if decided.kind != "undo":
            return decided
        return by_id.get(decided.restores_id) if decided.restores_id else None

    base = stands_for(newest_first[0]) if newest_first else None
    if base is None:
        return False, None
    earlier = next((decided for decided in newest_first if decided.version < base.version), None)
    return True, stands_for(earlier) if earlier else None
