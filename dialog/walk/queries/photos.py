"""Photos of a walk, as its leader looks at them. Comes before: `walk/operations/photos.py`. Goes to: `walk/staff/photos.py`."""

import uuid
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from dialog.remark.models import Remark
from dialog.walk.models import ReleasedPhoto, Stop, WalkPhoto, WalkRemark


@dataclass
class Pictured:
    """A remark that counts, where it is, and its photos in the order in which it names them."""

    item_id: uuid.UUID
    where: str
    stop: int | None
    photos: list[uuid.UUID] = field(default_factory=list)


def pictured(db: Session, walk_id: uuid.UUID) -> list[Pictured]:
    """Return the remarks of a walk that have photos, stop by stop; trials have none to show."""
    come = set(db.scalars(select(WalkPhoto.photo_id).where(WalkPhoto.walk_id == walk_id)))
    rows = db.execute(
        select(WalkRemark.item_id, WalkRemark.photo_ids, Remark.place_words, Stop.name, Stop.number)
        .join(Remark, Remark.id == WalkRemark.remark_id)
        .outerjoin(Stop, Stop.id == WalkRemark.stop_id)
        .where(WalkRemark.walk_id == walk_id)
        .order_by(Stop.number.is_(None), Stop.number, Remark.number)
    )
    found = []
    for item_id, photo_ids, words, stop_name, number in rows:
        photos = [photo for written in photo_ids if (photo := uuid.UUID(written)) in come]
        if photos:
            found.append(Pictured(item_id, stop_name or words, number, photos))
    return found


def file_of(db: Session, walk_id: uuid.UUID, photo_id: uuid.UUID) -> str | None:
    """Return the name of a photo's file; None for what is no photo of this walk."""
    query = select(WalkPhoto.file_name).where(WalkPhoto.walk_id == walk_id, WalkPhoto.photo_id == photo_id)
    return db.scalar(query)


@dataclass(frozen=True)
class OfRemark:
    """A photo of one remark: its id, its file, and what it shows where somebody has said so."""

    photo_id: uuid.UUID
    file_name: str
    alternative: str


_ITEM = select(WalkRemark.walk_id, WalkRemark.item_id).where(WalkRemark.remark_id == bindparam("remark_id"))


def photos_of_remark(db: Session, remark_id: uuid.UUID, *, with_merged: bool) -> list[OfRemark]:
    """Return the photos of a walk's remark; none for a remark of another kind.

    `with_merged`: those of what was merged into it too, for who may also read what accuses somebody: whether that did is not known any more.
    """
    item = db.connection().execute(_ITEM, {"remark_id": remark_id}).first()
    if item is None:
        return []
    mine = WalkPhoto.item_id == item.item_id
    merged = select(WalkRemark.item_id).where(
        WalkRemark.walk_id == item.walk_id, WalkRemark.merged_into_id == item.item_id
    )
    rows = db.execute(
        select(WalkPhoto.photo_id, WalkPhoto.file_name, ReleasedPhoto.alternative)
        .outerjoin(
            ReleasedPhoto,
            (ReleasedPhoto.walk_id == WalkPhoto.walk_id) & (ReleasedPhoto.photo_id == WalkPhoto.photo_id),
        )
        .where(WalkPhoto.walk_id == item.walk_id, ~WalkPhoto.is_trial)
        .where((mine | WalkPhoto.item_id.in_(merged)) if with_merged else mine)
        .order_by(WalkPhoto.photo_id)
    )
    return [OfRemark(row.photo_id, row.file_name, row.alternative or "") for row in rows]
