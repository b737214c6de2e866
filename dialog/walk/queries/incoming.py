"""What has come in on a walk: its remarks with what only the walk knows of them, tablets, what is held aside. For its leader's page.

Reading them is logged by the page (TRUST S16).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.remark.models import Remark
from dialog.walk.models import HeldItem, Stop, WalkPhoto, WalkRemark, WalkTablet


@dataclass(frozen=True)
class CameIn:
    """A remark of the walk."""

    item_id: uuid.UUID
    remark_id: uuid.UUID | None
    feeling: str | None
    text: str
    place_words: str
    agreeing: int
    stop: int | None
    stop_name: str
    tablet: int | None
    group: str | None
    checklist: dict[str, Any]
    photos: int
    #: Those that were merged into it.
    doubles: list["Double"]


@dataclass(frozen=True)
class Double:
    """A remark that was merged into another: its key, and what it said."""

    item_id: uuid.UUID
    text: str
    place_words: str


def came_in(db: Session, walk_id: uuid.UUID) -> list[CameIn]:
    """Return the remarks that count, stop by stop; within one in an order that tells nothing of when they came."""
    doubles: dict[uuid.UUID, list[Double]] = {}
    merged = db.execute(
        select(WalkRemark.item_id, WalkRemark.merged_into_id, WalkRemark.merged).where(
            WalkRemark.walk_id == walk_id, WalkRemark.merged_into_id.is_not(None)
        )
    )
    for row in merged:
        said = row.merged or {}
        doubles.setdefault(row.merged_into_id, []).append(
            Double(row.item_id, said.get("text", ""), said.get("place_words", ""))
        )
    photos = {
        row[0]: row[1]
        for row in db.execute(
            select(WalkPhoto.item_id, func.count()).where(WalkPhoto.walk_id == walk_id).group_by(WalkPhoto.item_id)
        )
    }
    rows = db.execute(
        select(WalkRemark, Remark.feeling, Remark.text, Remark.place_words, Remark.agreeing, Stop.number, Stop.name,
               WalkTablet.number.label("tablet"), WalkTablet.group_letter)
        .join(Remark, Remark.id == WalkRemark.remark_id)
        .outerjoin(Stop, Stop.id == WalkRemark.stop_id)
        .outerjoin(WalkTablet, WalkTablet.id == WalkRemark.tablet_id)
        .where(WalkRemark.walk_id == walk_id)
        .order_by(func.coalesce(Stop.number, 10_000), Remark.number)
    )  # fmt: skip
    return [
        CameIn(
            row[0].item_id, row[0].remark_id, row.feeling, row.text, row.place_words, row.agreeing, row.number,
            row.name or "", row.tablet, row.group_letter, row[0].checklist, photos.get(row[0].item_id, 0),
            doubles.get(row[0].item_id, []),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class TabletRow:
    """A tablet that has joined, and how many remarks, trials and photos came from it."""

    id: uuid.UUID
    number: int
    group: str | None
    is_revoked: bool
    remarks: int
    trials: int
    photos: int


def tablets_of(db: Session, walk_id: uuid.UUID) -> list[TabletRow]:
    """Return a walk's tablets by number."""
    sent = _counts(
        db,
        select(WalkRemark.tablet_id, func.count())
        .where(WalkRemark.walk_id == walk_id, ~WalkRemark.is_trial)
        .group_by(WalkRemark.tablet_id),
    )
    trials = _counts(
        db,
        select(WalkRemark.tablet_id, func.count())
        .where(WalkRemark.walk_id == walk_id, WalkRemark.is_trial)
        .group_by(WalkRemark.tablet_id),
    )
    photos = _counts(
        db,
        select(WalkPhoto.tablet_id, func.count())
        .where(WalkPhoto.walk_id == walk_id, ~WalkPhoto.is_trial)
        .group_by(WalkPhoto.tablet_id),
    )
    rows = db.scalars(select(WalkTablet).where(WalkTablet.walk_id == walk_id).order_by(WalkTablet.number))
    return [
        TabletRow(
            tablet.id, tablet.number, tablet.group_letter, tablet.revoked_at is not None,
            sent.get(tablet.id, 0), trials.get(tablet.id, 0), photos.get(tablet.id, 0),
        )
        for tablet in rows
    ]  # fmt: skip


def _counts(db: Session, asked: Any) -> dict[uuid.UUID | None, int]:
    return {row[0]: row[1] for row in db.execute(asked)}


def on_paper(db: Session, walk_id: uuid.UUID) -> int:
    """Return how many remarks were keyed in from paper."""
    asked = select(func.count()).where(WalkRemark.walk_id == walk_id, WalkRemark.tablet_id.is_(None))
    return db.scalar(asked) or 0


def held_of(db: Session, walk_id: uuid.UUID) -> Sequence[HeldItem]:
    """Return what waits for the walk leader, in the order of random keys."""
    return db.scalars(
        select(HeldItem).where(HeldItem.walk_id == walk_id, HeldItem.state == "waiting").order_by(HeldItem.id)
    ).all()


def mark_of(db: Session, walk_id: uuid.UUID) -> str:
    """Return a text that is another when anything has come in or changed, without reading what was said: for an ETag."""
    remarks = db.execute(
        select(func.count(), func.count(WalkRemark.remark_id), func.sum(WalkRemark.revision)).where(
            WalkRemark.walk_id == walk_id
        )
    ).one()
    tablets = db.execute(
        select(func.count(), func.count(WalkTablet.revoked_at)).where(WalkTablet.walk_id == walk_id)
    ).one()
    held = db.scalar(select(func.count()).where(HeldItem.walk_id == walk_id, HeldItem.state == "waiting"))
    photos = db.scalar(select(func.count()).where(WalkPhoto.walk_id == walk_id))
    return "-".join(str(part or 0) for part in (*remarks, *tablets, held, photos))
