"""The focus areas as everyone reads them: what belongs to each, what staff have written of it, what publications tell of it.

Comes before: `models/theme.py`, `tag`. Goes to: `/fokusomraden` and the staff's page of texts.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.db import Words
from dialog.figures.models import ThemeText
from dialog.people.models import Account
from dialog.tag.models import FocusArea


@dataclass(frozen=True)
class WrittenText:
    """Sentences about a focus area, with who wrote and who released them."""

    id: uuid.UUID
    text: Words
    written_by: str
    written_by_id: uuid.UUID
    written_at: datetime
    released_by: str | None
    released_at: datetime | None
    is_alone: bool
    taken_down_at: datetime | None


def area_by_slug(db: Session, slug: str) -> FocusArea | None:
    """Return a focus area by its address; one that was merged is the one it was merged into."""
    found = db.scalars(select(FocusArea).where(FocusArea.slug == slug)).one_or_none()
    if found is not None and found.merged_into_id is not None:
        return db.get(FocusArea, found.merged_into_id)
    return found


def vocabulary(db: Session) -> list[tuple[FocusArea, list[FocusArea]]]:
    """Return the focus areas that are in use, each with the finer ones beneath it."""
    active = list(
        db.scalars(select(FocusArea).where(FocusArea.state == "active").order_by(FocusArea.position, FocusArea.slug))
    )
    there = {area.id for area in active}
    first = [area for area in active if area.parent_id not in there]
    return [(area, [finer for finer in active if finer.parent_id == area.id]) for area in first]


def texts_of(db: Session, area: FocusArea) -> Sequence[WrittenText]:
    """Return all that has been written about a focus area, the newest first."""
    names = {id_: name for id_, name in db.execute(select(Account.id, Account.name))}  # noqa: C416 -- mypy
    rows = db.scalars(
        select(ThemeText).where(ThemeText.focus_area_id == area.id).order_by(ThemeText.written_at.desc(), ThemeText.id)
    )
    return [
        WrittenText(
            row.id,
            row.text,
            names.get(row.written_by_id, ""),
            row.written_by_id,
            row.written_at,
            names.get(row.released_by_id) if row.released_by_id else None,
            row.released_at,
            row.is_alone,
            row.taken_down_at,
        )
        for row in rows
    ]


def told_text(db: Session, area: FocusArea) -> tuple[Words, datetime] | None:
    """Return the sentences that everyone reads of a focus area and when they were released, or None."""
    row = db.execute(
        select(ThemeText.text, ThemeText.released_at)
        .where(
            ThemeText.focus_area_id == area.id,
            ThemeText.released_at.is_not(None),
            ThemeText.taken_down_at.is_(None),
        )
        .order_by(ThemeText.released_at.desc(), ThemeText.id)
        .limit(1)
    ).one_or_none()
    return (row[0], row[1]) if row is not None and row[1] is not None else None


def vocabulary_stamp(db: Session) -> tuple[object, ...]:
    """Return what changes when the vocabulary or a text does, for a page that is kept."""
    areas = db.execute(select(func.count(), func.sum(FocusArea.version), func.max(FocusArea.position))).one()
    texts = db.execute(select(func.count(), func.max(ThemeText.released_at), func.max(ThemeText.taken_down_at))).one()
    return (*areas, *texts)
