"""What the staff's map shows of a view: squares counted ahead (`kept.py`), or the remarks themselves when they are few and near.

What the kept squares cannot answer (a period, a source, words …) is counted from the remarks, of which the newest
`MOST_READ` are read: the view says when there were more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Integer, case, cast, func, select
from sqlalchemy.orm import Session

from dialog.figures.kinds import LEVELS, MICRO, ZOOM_OF_LEVEL_0, level_for, side
from dialog.figures.queries.kept import Square, kept_total, map_scope, squares
from dialog.remark.models import Remark
from dialog.tag.queries import RemarkFilter, matching

MOST_POINTS = 100
CLOSE = 16  # from this zoom each remark stands for itself, if they are not too many
FEW = 25  # so few stand for themselves from farther away, on a site that is SMALL
SMALL = 5_000
MOST_SQUARES = 600
MOST_READ = 20_000
MOST_FOUND_FIRST = 50_000
FINEST = -6  # squares of some nine metres, counted from the remarks
#: From this zoom the squares of who may not see exact places (`base.geo.COARSE`) become no smaller.
COARSEST = ZOOM_OF_LEVEL_0


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


@dataclass(frozen=True)
class View:
    """What a view holds: either squares of a level, or marks."""

    level: int
    squares: Sequence[Square]
    marks: Sequence[Mark]
    #: There are more than were read; the newest are shown.
    is_cut: bool = False

    @property
    def total(self) -> int:
        """Return how many remarks are shown."""
        return sum(square.n for square in self.squares) + len(self.marks)


def cells(db: Session, chosen: RemarkFilter, zoom: int, *, single: bool) -> View:
    """Return what a filter with its box chooses at a zoom of the web map (0 to 22).

    With `single` remarks stand for themselves where they are few and near; else they are counted by whole coarse squares,
    and the filter's box is then to be one of `base.geo.coarse`.
    """
    assert chosen.box is not None
    level = level_for(zoom, chosen.box, MOST_SQUARES, LEVELS[0] if single else 0)
    scope = map_scope(db, chosen)
    if scope is None:
        return _from_remarks(db, chosen, zoom, level, single=single)
    view = View(level, squares(db, scope, level, chosen.box), [])
    if not single:
        return view
    near = view.total <= MOST_POINTS if zoom >= CLOSE else view.total <= FEW and _is_small(db)
    if near:
        return View(level, [], _marks(db, chosen))
    # Nearer than the finest squares that are kept, a view is small enough to be counted from the remarks.
    return _from_remarks(db, chosen, zoom, level, single=True) if zoom > CLOSE else view


def _is_small(db: Session) -> bool:
    return (kept_total(db, RemarkFilter()) or 0) <= SMALL


def _marks(db: Session, chosen: RemarkFilter) -> list[Mark]:
    r = Remark
    rows = db.execute(
        select(r.number, r.id, r.lat, r.lng, r.feeling, r.week, r.place_words, r.geometry).where(*matching(chosen))
    ).all()
    # Sorted here: asked to sort, a database may walk all remarks in order instead of those of the place.
    return [Mark(*row[1:]) for row in sorted(rows, key=lambda row: -row.number)]


def _from_remarks(db: Session, chosen: RemarkFilter, zoom: int, level: int, *, single: bool) -> View:
    assert chosen.box is not None
    r, n = Remark, kept_total(db, replace(chosen, box=None))
    # What is few or near is found first and then put in order (a sum has no index); where very many match, the list is walked from
    # its newest end; where it is not known how many do, the database chooses.
    walking = zoom < CLOSE and n is not None and n > MOST_FOUND_FIRST
    number = r.number if zoom < CLOSE and (walking or n is None) else r.number + 0
    where = matching(chosen)
    if zoom < CLOSE:  # a view from afar holds too many to be found by place first
        south, west, north, east = chosen.box
        where = matching(replace(chosen, box=None), walking=walking)
        where += [(r.lat + 0.0).between(south, north), r.lng.between(west, east)]
    if single:
        level = level_for(zoom, chosen.box, MOST_SQUARES, FINEST)
    high, wide = side(level)
    y, x = (cast(func.round(column * MICRO), Integer) for column in (r.lat, r.lng))
    some = select(y.label("y"), x.label("x"), (y // high).label("north"), (x // wide).label("east"), r.feeling)
    p = some.where(*where, r.lat.is_not(None)).order_by(number.desc()).limit(MOST_READ + 1).subquery().c
    of_feeling = [func.sum(case((p.feeling == one, 1), else_=0)) for one in ("unsafe", "safe", "mixed")]
    means = (func.avg(p.y), func.avg(p.x))
    rows = db.execute(select(p.north, p.east, func.count(), *of_feeling, *means).group_by(p.north, p.east)).all()
    found = [Square(*(int(value) for value in row)) for row in rows]
    read = sum(square.n for square in found)
    if single and read <= (MOST_POINTS if zoom >= CLOSE else FEW):
        return View(level, [], _marks(db, chosen))
    return View(level, found, [], is_cut=read > MOST_READ)
