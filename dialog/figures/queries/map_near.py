"""Counts the squares of a view from the remarks themselves: what no kept squares answer, and what is finer than they are.

A view from near, without a filter, is asked for often: its question is made once. Comes before: the index of places
(`remark.queries.within`). Goes to: `map.py`.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, case, cast, func, not_, select
from sqlalchemy.orm import Session

from dialog.base.geo import Box
from dialog.figures.kinds import MICRO, side
from dialog.figures.queries.kept import Square
from dialog.remark.models import Remark
from dialog.remark.queries import bands_of, within
from dialog.tag.queries import accuses

_r: Any = Remark.__table__.c


def counted(narrowed: Any, high: Any, wide: Any) -> Select[Any]:
    """Return the question for squares so many millionths of a degree high and wide; `narrowed` chooses among remarks (`Select.where` …)."""
    y, x = (cast(func.round(column * MICRO), BigInteger) for column in (_r.lat, _r.lng))
    p = narrowed(select(y.label("y"), x.label("x"), _r.feeling)).subquery().c
    north, east = p.y // high, p.x // wide
    of_feeling = [func.sum(case((p.feeling == one, 1), else_=0)) for one in ("unsafe", "safe", "mixed")]
    # Whole numbers all, which PostgreSQL's sums of such are not.
    means = [cast(func.sum(at), BigInteger) // func.count() for at in (p.y, p.x)]
    sums = [cast(one, BigInteger) for one in of_feeling]
    return select(north.label("north"), east.label("east"), func.count(), *sums, *means).group_by("north", "east")


def read(db: Session, question: Select[Any], values: dict[str, Any] | None = None) -> list[Square]:
    """Return the squares that a question of `counted` gives."""
    return [Square(*row) for row in db.connection().execute(question, values or {}).all()]


def all_near(db: Session, level: int, box: Box, *, few: bool) -> list[Square]:
    """Return the squares of a level with all that lies in a box; `few`: without what accuses somebody."""
    high, wide = side(level)
    bands = bands_of(box)
    where = dict(zip(("south", "west", "north_", "east_"), box, strict=True))
    return read(db, _question(high, wide, few), where | {"bands": list(bands)})


@lru_cache(maxsize=32)
def _question(high: int, wide: int, few: bool) -> Select[Any]:
    box: Any = tuple(bindparam(name) for name in ("south", "west", "north_", "east_"))
    found = within(_r, box, bindparam("bands", expanding=True)) + ([not_(accuses())] if few else [])
    return counted(lambda some: some.where(*found), high, wide)
