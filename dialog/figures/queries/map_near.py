"""Counts the squares of a view from the remarks themselves: what no kept squares answer, and what is finer than they are.

Comes before: the index of places (`remark.queries.within`). Goes to: `map.py`, and `map_told.py` for a view from near without a filter,
which is asked for often: its question is made once.
"""

from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, case, cast, func, select
from sqlalchemy.orm import Session

from dialog.base.geo import Box
from dialog.figures.kinds import MICRO
from dialog.figures.queries.kept import Square
from dialog.remark.models import Remark
from dialog.remark.queries import bands_of, within

_r: Any = Remark.__table__.c


def counted(narrowed: Any, high: Any, wide: Any) -> Select[Any]:
    """Return the question for squares so many millionths of a degree high and wide; `narrowed` chooses among remarks (`Select.where` …)."""
    y, x = (cast(func.round(column * MICRO), BigInteger) for column in (_r.lat, _r.lng))
    p = narrowed(select(y.label("y"), x.label("x"), _r.feeling)).subquery().c
    north, east = p.y // high, p.x // wide
    # Whole numbers all, which PostgreSQL's sums of such are not.
    sums = [
        cast(func.sum(case((p.feeling == one, 1), else_=0)), BigInteger).label(one)
        for one in ("unsafe", "safe", "mixed")
    ]
    means = [(cast(func.sum(at), BigInteger) // func.count()).label(name) for at, name in ((p.y, "lat"), (p.x, "lng"))]
    return select(north.label("north"), east.label("east"), func.count().label("n"), *sums, *means).group_by(
        "north", "east"
    )


def read(db: Session, question: Select[Any], values: dict[str, Any] | None = None) -> list[Square]:
    """Return the squares that a question of `counted` gives."""
    return [Square(*row) for row in db.connection().execute(question, values or {}).all()]


def within_near() -> list[Any]:
    """Return the conditions on a view from near, for a question that is made once; `where_near` gives what it lacks."""
    box: Any = tuple(bindparam(name) for name in ("south_", "west_", "north_", "east_"))
    return within(_r, box, bindparam("bands", expanding=True))


def where_near(box: Box) -> dict[str, Any]:
    """Return a view's box as the question asks for it."""
    return dict(zip(("south_", "west_", "north_", "east_"), box, strict=True)) | {"bands": list(bands_of(box))}
