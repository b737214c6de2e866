"""The remarks of a view that stand for themselves. Comes before: `map.py`, which says when they do. Goes to: the map's page."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from dialog.remark.models import Remark

MOST_POINTS = 100


@dataclass(frozen=True)
class Mark:
    """One remark on the map."""

    id: Any
    lat: float
    lng: float
    feeling: str | None
    week: int
    place_words: str
    geometry: dict[str, Any]


_remark: Any = Remark.__table__.c
_MARKS = select(_remark.number, *(_remark[field.name] for field in fields(Mark))).where(
    _remark.id.in_(bindparam("ids", expanding=True))
)


def marks_of(db: Session, where: list[ColumnElement[bool]]) -> list[Mark]:
    """Return the remarks that some conditions choose, the newest first; no more than can stand for themselves."""
    connection = db.connection()
    ids = list(connection.scalars(select(_remark.id).where(*where).limit(MOST_POINTS)))
    rows = connection.execute(_MARKS, {"ids": ids}).all()
    # Sorted here: asked to sort, a database may walk all remarks in order instead of those of the place.
    return [Mark(*row[1:]) for row in sorted(rows, key=lambda row: -row[0])]
