"""The remarks that stand for themselves on the map, where they are few and near: a hundred at most, the newest first.

Comes before: `map_near.py` for a view without a filter, whose question is made once; else the conditions of `map.py`. Goes to: `map.py`.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, not_, select
from sqlalchemy.orm import Session

from dialog.base.geo import Box
from dialog.figures.queries.facts import Question
from dialog.figures.queries.map_filtered import wide_of
from dialog.figures.queries.map_near import where_near, within_near
from dialog.figures.queries.nearest import places_of
from dialog.remark.models import Remark
from dialog.remark.queries import lying_at
from dialog.tag.queries import RemarkFilter, accuses, matching

MOST_POINTS = 100


class Mark(NamedTuple):
    """One remark on the map."""

    number: int
    id: Any
    lat: float
    lng: float
    feeling: str | None
    week: int
    place_words: str
    geometry: dict[str, Any]


_r: Any = Remark.__table__.c
_MARKS = select(*(_r[field] for field in Mark._fields))
_OF_IDS = _MARKS.where(_r.id.in_(bindparam("ids", expanding=True)))


def marks_near(db: Session, box: Box, *, few: bool) -> list[Mark]:
    """Return what lies in a box; `few`: without what accuses somebody."""
    return _read(db, _near(few), where_near(box))


def marks_of(db: Session, where: list[ColumnElement[bool]]) -> list[Mark]:
    """Return what meets some conditions: their keys are found first, from the index of places."""
    ids = list(db.connection().scalars(select(_r.id).where(*where).limit(MOST_POINTS)))
    return _read(db, _OF_IDS, {"ids": ids})


@lru_cache(maxsize=2)
def _near(few: bool) -> Select[Any]:
    return _MARKS.where(*within_near(), *([not_(accuses())] if few else [])).limit(MOST_POINTS)


def _read(db: Session, question: Select[Any], where: dict[str, Any]) -> list[Mark]:
    # Sorted here: asked to sort, a database may walk all remarks in order instead of those of the place.
    rows = db.connection().execute(question, where).all()
    return [Mark(*row) for row in sorted(rows, key=lambda row: -row[0])]


def where_known(db: Session, chosen: RemarkFilter, asked: Question, level: int) -> list[ColumnElement[bool]]:
    """Return the conditions on few remarks that lie where facts say; to look through all that is near would take longer than to count them."""
    assert chosen.box is not None
    r, (south, west, north, east) = Remark, chosen.box
    found: list[ColumnElement[bool]] = [(r.lat + 0.0).between(south, north), (r.lng + 0.0).between(west, east)]
    found += matching(replace(chosen, box=None), walking=True)
    if chosen.sight == "few":
        found.append(not_(accuses()))
    return [r.id.in_(lying_at(db, places_of(db, asked, wide_of(level, chosen.box), chosen.box), found)), *found]
