"""What the staff's map shows of a view: clusters counted in SQL, or the remarks themselves when they are few.

A cell is a square of degrees whose side halves with each zoom, so that neighbouring views use the same cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Integer, case, cast, func, select
from sqlalchemy.orm import Session

from dialog.base.geo import COARSE, Box, coarse
from dialog.remark.models import Remark
from dialog.tag.queries import RemarkFilter, matching

MOST_POINTS = 300
CLOSE = 16  # from this zoom each remark stands for itself, if they are not too many
_CELLS_ACROSS_TILE = 4  # a cell is 64 pixels wide
_MICRO = 1_000_000
#: From this zoom the squares of who may not see exact places (`base.geo.COARSE`) become no smaller.
COARSEST = 13


@dataclass(frozen=True)
class Cell:
    """Remarks that lie close together; the box is (south, west, north, east) in degrees."""

    lat: float
    lng: float
    n: int
    unsafe: int
    safe: int
    mixed: int
    box: Box


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
    """What a view holds: either cells or marks."""

    total: int
    cells: Sequence[Cell]
    marks: Sequence[Mark]


def cells(db: Session, chosen: RemarkFilter, zoom: int, *, single: bool) -> View:
    """Return what a filter (with its box) chooses at a zoom of the web map (0 to 22).

    With `single` remarks stand for themselves where they are few; else they are counted by coarse squares, whose boxes are
    the squares themselves, not what lies outermost in them; the filter's box is then to be one of `coarse`.
    """
    where = [*matching(chosen), Remark.lat.is_not(None)]
    total = db.scalar(select(func.count()).select_from(Remark).where(*where)) or 0
    if single and total <= (MOST_POINTS if zoom >= CLOSE else 25):
        rows = db.execute(
            select(Remark.id, Remark.lat, Remark.lng, Remark.feeling, Remark.week, Remark.place_words, Remark.geometry)
            .where(*where)
            .order_by(Remark.number.desc())
        )
        return View(total, [], [Mark(*row) for row in rows])
    # North–south a degree is about twice as long as east–west at these latitudes: halve the side to keep cells square.
    wide = max(50, int(360 * _MICRO / 2**zoom / _CELLS_ACROSS_TILE))
    high = max(25, wide // 2)
    if not single:
        high, wide = (side << max(0, COARSEST - zoom) for side in COARSE)
    north = cast(Remark.lat * _MICRO, Integer) // high
    east = cast(Remark.lng * _MICRO, Integer) // wide
    rows = db.execute(
        select(
            func.avg(Remark.lat),
            func.avg(Remark.lng),
            func.count(),
            *(func.sum(case((Remark.feeling == feeling, 1), else_=0)) for feeling in ("unsafe", "safe", "mixed")),
            func.min(Remark.lat),
            func.min(Remark.lng),
            func.max(Remark.lat),
            func.max(Remark.lng),
        )
        .where(*where)
        .group_by(north, east)
    )
    found = [
        Cell(round(lat, 6), round(lng, 6), n, int(unsafe), int(safe), int(mixed), (s, w, top, e))
        for lat, lng, n, unsafe, safe, mixed, s, w, top, e in rows
    ]
    if not single:
        found = [replace(cell, box=_square(cell, COARSEST - zoom)) for cell in found]
    return View(total, found, [])


def _square(cell: Cell, doublings: int) -> Box:
    return coarse((cell.lat, cell.lng, cell.lat, cell.lng), max(0, doublings))
