"""A walk's protocol, as those who write it see it and as everyone does. Comes before: `operations/protocol.py`.

The public edition is built of what has been released and of nothing else: a point stands at its stop, how many agree is said from
five, a photo has been looked at and covered by a person.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.clock import today
from dialog.base.db import Words
from dialog.people.models import Account, Partner
from dialog.remark.models import Remark
from dialog.tag.models import FocusArea
from dialog.walk.kinds.protocol import is_late, public_words, told_agreeing
from dialog.walk.models import Protocol, ProtocolPoint, ReleasedPhoto, Stop, WalkPhoto, WalkRemark


@dataclass(frozen=True)
class Shown:
    """A photo beside a point."""

    photo_id: uuid.UUID
    alternative: str
    is_released: bool


@dataclass(frozen=True)
class Point:
    """A point of the protocol as it is shown."""

    number: int
    stop: int | None
    kind: str
    observation: str
    measure: str
    reason: str
    focus_area: Words | None
    #: None where it is not said.
    agreeing: int | None
    owner: str
    decision: str | None
    due_on: date | None
    state: str
    case_number: str
    is_late: bool
    photos: list[Shown] = field(default_factory=list)
    #: For those who write it alone: what was said on the walk, who wrote the point, and whether what stands is what everyone reads.
    said: str = ""
    written_by: str = ""
    is_released: bool = False
    version: int = 0


@dataclass(frozen=True)
class AtStop:
    """The points at a stop; None for those along the way."""

    number: int | None
    name: str
    points: list[Point]


def protocol_of(db: Session, walk_id: uuid.UUID) -> Protocol | None:
    """Return a walk's protocol, or None before it has been made."""
    return db.get(Protocol, walk_id)


def public_protocol(db: Session, walk_id: uuid.UUID) -> Protocol | None:
    """Return a walk's protocol if everyone may read it."""
    found = db.get(Protocol, walk_id)
    return found if found is not None and found.is_public else None


def point_at(db: Session, walk_id: uuid.UUID, number: int, *, lock: bool = False) -> ProtocolPoint | None:
    """Return a point by its number; `lock`: as it stands when nobody else is changing it, and none does until the commit."""
    query = select(ProtocolPoint).where(ProtocolPoint.walk_id == walk_id, ProtocolPoint.number == number)
    return db.scalar(query.with_for_update().execution_options(populate_existing=True) if lock else query)


def waiting_remarks(db: Session, walk_id: uuid.UUID) -> int:
    """Return how many of the walk's remarks have no point of their own yet."""
    asked = (
        select(func.count())
        .select_from(WalkRemark)
        .outerjoin(
            ProtocolPoint, (ProtocolPoint.walk_id == WalkRemark.walk_id) & (ProtocolPoint.item_id == WalkRemark.item_id)
        )
        .where(WalkRemark.walk_id == walk_id, WalkRemark.remark_id.is_not(None), ProtocolPoint.id.is_(None))
    )
    return db.scalar(asked) or 0


def inner_points(db: Session, walk_id: uuid.UUID) -> list[AtStop]:
    """Return all points, stop by stop, with what was said on the walk: for its leader and coordinator, and logged."""
    said = {
        row.item_id: " ".join(part for part in (row.text, row.suggestion) if part)
        for row in db.execute(
            select(WalkRemark.item_id, Remark.text, Remark.suggestion)
            .join(Remark, Remark.id == WalkRemark.remark_id)
            .where(WalkRemark.walk_id == walk_id)
        )
    }
    photos = _photos(db, walk_id)
    released = _released_photos(db, walk_id)
    rows = []
    for point, stop, area, owner, writer in _rows(db, walk_id):
        shown = [
            Shown(photo, words, True)
            if (words := released.get(point.id, {}).get(photo)) is not None
            else Shown(photo, "", False)
            for photo in photos.get(point.item_id, ())
        ]
        rows.append(
            Point(
                point.number, stop.number if stop else None, point.kind, point.observation, point.measure, point.reason,
                area.name if area else None, point.agreeing, owner or "", point.decision, point.due_on, point.state,
                point.case_number, is_late(point.due_on, point.decision, point.state, today()), shown,
                said.get(point.item_id, ""), writer or "", point.released == public_words(point), point.version,
            )
        )  # fmt: skip
    return _by_stop(db, walk_id, rows)


def public_points(db: Session, walk_id: uuid.UUID) -> list[AtStop]:
    """Return the points that have been released, as they were released. A sensitive focus area is not named."""
    photos = _released_photos(db, walk_id)
    rows = []
    for point, stop, area, owner, _writer in _rows(db, walk_id):
        if point.released is None:
            continue
        words = point.released
        rows.append(
            Point(
                point.number, stop.number if stop else None, point.kind, words["observation"], words["measure"],
                words["reason"], area.name if area and not area.is_sensitive else None, told_agreeing(point.agreeing),
                owner or "", words["decision"], point.due_on, point.state, point.case_number,
                is_late(point.due_on, point.decision, point.state, today()),
                [Shown(photo, text, True) for photo, text in photos.get(point.id, {}).items()],
            )
        )  # fmt: skip
    return _by_stop(db, walk_id, rows)


def _rows(
    db: Session, walk_id: uuid.UUID
) -> Iterable[tuple[ProtocolPoint, Stop | None, FocusArea | None, str | None, str | None]]:
    asked = (
        select(ProtocolPoint, Stop, FocusArea, Partner.name, Account.name)
        .outerjoin(Stop, Stop.id == ProtocolPoint.stop_id)
        .outerjoin(FocusArea, FocusArea.id == ProtocolPoint.focus_area_id)
        .outerjoin(Partner, Partner.id == ProtocolPoint.owner_id)
        .outerjoin(Account, Account.id == ProtocolPoint.written_by_id)
        .where(ProtocolPoint.walk_id == walk_id)
        .order_by(func.coalesce(Stop.number, 10_000), ProtocolPoint.number)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in db.execute(asked)]


def _by_stop(db: Session, walk_id: uuid.UUID, points: Sequence[Point]) -> list[AtStop]:
    names = {row.number: row.name for row in db.execute(select(Stop.number, Stop.name).where(Stop.walk_id == walk_id))}
    found: dict[int | None, AtStop] = {}
    for point in points:
        found.setdefault(point.stop, AtStop(point.stop, names.get(point.stop or 0, ""), [])).points.append(point)
    return list(found.values())


def _photos(db: Session, walk_id: uuid.UUID) -> dict[uuid.UUID | None, list[uuid.UUID]]:
    """Return the photos of each item that stands, those of what was merged into it too."""
    into = {
        row.item_id: row.merged_into_id
        for row in db.execute(
            select(WalkRemark.item_id, WalkRemark.merged_into_id).where(
                WalkRemark.walk_id == walk_id, WalkRemark.merged_into_id.is_not(None)
            )
        )
    }
    found: dict[uuid.UUID | None, list[uuid.UUID]] = {}
    rows = db.execute(
        select(WalkPhoto.item_id, WalkPhoto.photo_id)
        .where(WalkPhoto.walk_id == walk_id, ~WalkPhoto.is_trial, WalkPhoto.item_id.is_not(None))
        .order_by(WalkPhoto.photo_id)
    )
    for item_id, photo_id in rows:
        found.setdefault(into.get(item_id, item_id), []).append(photo_id)
    return found


def _released_photos(db: Session, walk_id: uuid.UUID) -> dict[uuid.UUID, dict[uuid.UUID, str]]:
    found: dict[uuid.UUID, dict[uuid.UUID, str]] = {}
    rows = db.scalars(select(ReleasedPhoto).where(ReleasedPhoto.walk_id == walk_id).order_by(ReleasedPhoto.photo_id))
    for row in rows:
        found.setdefault(row.point_id, {})[row.photo_id] = row.alternative
    return found


def point_of_photo(db: Session, walk_id: uuid.UUID, photo_id: uuid.UUID) -> ProtocolPoint | None:
    """Return the point that a photo belongs to; None where there is none."""
    item = next((item for item, photos in _photos(db, walk_id).items() if photo_id in photos), None)
    if item is None:
        return None
    return db.scalar(select(ProtocolPoint).where(ProtocolPoint.walk_id == walk_id, ProtocolPoint.item_id == item))


def released_photo(db: Session, walk_id: uuid.UUID, photo_id: uuid.UUID) -> ReleasedPhoto | None:
    """Return how a photo was released, or None."""
    return db.get(ReleasedPhoto, (walk_id, photo_id))


def public_photo(db: Session, walk_id: uuid.UUID, photo_id: uuid.UUID) -> tuple[str, list[str]] | None:
    """Return the file of a photo that everyone may see and what is covered in it; None for every other one."""
    row = db.execute(
        select(WalkPhoto.file_name, ReleasedPhoto.covered)
        .join(ReleasedPhoto, (ReleasedPhoto.walk_id == WalkPhoto.walk_id) & (ReleasedPhoto.photo_id == WalkPhoto.photo_id))
        .join(ProtocolPoint, ProtocolPoint.id == ReleasedPhoto.point_id)
        .join(Protocol, Protocol.walk_id == WalkPhoto.walk_id)
        .where(
            WalkPhoto.walk_id == walk_id, WalkPhoto.photo_id == photo_id,
            Protocol.is_public, ProtocolPoint.released_at.is_not(None),
        )
    ).one_or_none()  # fmt: skip
    return (row.file_name, list(row.covered)) if row else None


def photo_files(db: Session, walk_id: uuid.UUID, *, is_inner: bool) -> dict[uuid.UUID, tuple[str, list[str]]]:
    """Return the file of each photo that a person has released and what is covered in it; for the inner edition of every photo."""
    released = (ReleasedPhoto.walk_id == WalkPhoto.walk_id) & (ReleasedPhoto.photo_id == WalkPhoto.photo_id)
    rows = db.execute(
        select(WalkPhoto.photo_id, WalkPhoto.file_name, ReleasedPhoto.covered)
        .join(ReleasedPhoto, released, isouter=is_inner)
        .where(WalkPhoto.walk_id == walk_id, ~WalkPhoto.is_trial)
    )
    return {row.photo_id: (row.file_name, list(row.covered or ())) for row in rows}
