"""Squares of a view as its page is told of them: columns of whole numbers with commas between, put together by the database.

So nothing is done here for each square, and what is sent is nearly ready. For the kept squares of a level as they are (`told_kept`), and
for finer ones, counted from the remarks (`told_near`); what else is asked for comes as `kept.Square`s. Comes before: `kept.py`,
`map_near.py`. Goes to: `map.py`.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, and_, bindparam, cast, func, literal_column, not_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from dialog.base.geo import Box
from dialog.figures.kinds import STEPS, kept_level, side, squares_across
from dialog.figures.models import ApartCount, CellCount
from dialog.figures.queries.kept import Scope
from dialog.figures.queries.map_near import counted, where_near, within_near
from dialog.tag.queries import accuses

_MOST_NAMED = 80  # rows of squares that are named one by one: a view has some twenty
_STEP = 16  # a question is made for so many at once, the last one named again: to make one takes longer than to ask it
#: The sides of a square in millionths of a degree.
_HIGH, _WIDE = bindparam("high", type_=BigInteger), bindparam("wide", type_=BigInteger)
_STEPS = literal_column(str(STEPS), BigInteger)
_SUMS = ("n", "unsafe", "safe", "mixed", "sum_lat", "sum_lng")


class Told(NamedTuple):
    """Squares of a level: how many, how many remarks in them and how many of those accuse nobody, and their columns.

    Northwards and eastwards from the square (`south`, `west`), where in it its mark stands (in STEPS, northwards and eastwards), how many,
    and of them unsafe, safe and mixed.
    """

    many: int
    total: int
    others: int
    south: int
    west: int
    columns: tuple[str, ...]


def told_kept(db: Session, scope: Scope, level: int, box: Box, *, few: bool) -> Told | None:
    """Return the squares of a level that a box touches; None where none are kept that fine, or too many to be named. `few`: for those who do
    not read what accuses somebody, as `map_for_most.of_few` counts them.
    """
    norths, easts = squares_across(box, level)
    by = level - kept_level(level)
    named = range(norths.start << by, norths.stop << by)
    if by < 0 or len(named) > _MOST_NAMED:
        return None
    where = {"area_id": scope.area_id, "level": level - by, "south": norths.start, "west": easts.start}
    where |= {"left": easts.start << by, "right": (easts.stop << by) - 1}
    many = -(-len(named) // _STEP) * _STEP
    where |= {f"north{n}": named[min(n, len(named) - 1)] for n in range(many)}
    return _read(db, _kept(by, many, few=few, is_wide=level >= 0), level, where)


def told_near(db: Session, level: int, box: Box, *, few: bool) -> Told:
    """Return the squares of a level with all that lies in a box; `few`: without what accuses somebody."""
    norths, easts = squares_across(box, level)
    return _read(db, _near(few), level, {"south": norths.start, "west": easts.start} | where_near(box))


def _read(db: Session, question: Select[Any], level: int, where: dict[str, Any]) -> Told:
    where |= dict(zip(("high", "wide"), side(level), strict=True))
    many, total, others, *columns = db.connection().execute(question, where).one()
    low = (where["south"], where["west"])
    return Told(many, int(total or 0), int(others or 0), *low, tuple(column or "" for column in columns))


@lru_cache(maxsize=64)
def _kept(by: int, many: int, *, few: bool, is_wide: bool) -> Select[Any]:
    """Return the question for squares `by` levels above the kept ones; `is_wide`: of level 0 or more."""
    c, a = CellCount.__table__.c, ApartCount.__table__.c
    where = (
        c.area_id == bindparam("area_id"),
        c.level == bindparam("level"),
        c.north.in_([bindparam(f"north{n}") for n in range(many)]),  # each a leap in the index
        c.east.between(bindparam("left"), bindparam("right")),
    )
    rows: Any = select(c.north, c.east, *(c[name] for name in _SUMS)).where(*where)
    if few:
        same = and_(*(a[key.name] == key for key in CellCount.__table__.primary_key))
        gone: Any = {column.name: func.coalesce(column, 0) for column in a if not column.primary_key}
        left = {name: c[name] - gone[name] for name in _SUMS}
        others = left["n"].label("others")
        if is_wide:  # what accuses somebody stands in the middle of its coarse square
            left |= {name: c[name] for name in _SUMS if name not in ("sum_lat", "sum_lng")}
            left |= {f"sum_{way}": left[f"sum_{way}"] + gone[f"mid_{way}"] for way in ("lat", "lng")}
        rows = select(c.north, c.east, *(sum_.label(name) for name, sum_ in left.items()), others).where(*where)
        # In one order: that some come last would tell which.
        rows = rows.select_from(CellCount.__table__.outerjoin(ApartCount.__table__, same)).order_by(c.north, c.east)
    elif not by:
        return _columns(c).where(*where)
    p = rows.subquery().c
    if by:
        north, east = (number.op(">>")(literal_column(str(by))) for number in (p.north, p.east))
        sums = (cast(func.sum(one), BigInteger).label(one.name) for one in p if one.name not in ("north", "east"))
        rows = select(north.label("north"), east.label("east"), *sums).group_by(north, east)
        p = rows.order_by(north, east).subquery().c
    return _columns(p).where(p.n > 0)


@lru_cache(maxsize=2)
def _near(few: bool) -> Select[Any]:
    found = within_near() + ([not_(accuses())] if few else [])
    p = counted(lambda some: some.where(*found), _HIGH, _WIDE).subquery().c
    return _columns(p, is_mean=True)


def _columns(p: Any, *, is_mean: bool = False) -> Select[Any]:
    """Return the question for the columns of rows of squares, with sums of positions or their means."""
    north, east = ((number - bindparam(low)) for number, low in ((p.north, "south"), (p.east, "west")))
    places = []
    for number, long, column in ((p.north, _HIGH, "lat"), (p.east, _WIDE, "lng")):
        # None is below nothing within its square: so every database rounds alike.
        inside = p[column] - number * long if is_mean else (p[f"sum_{column}"] - p.n * number * long) // p.n
        places.append(inside * _STEPS // long)
    columns = (north, east, *places, p.n, p.unsafe, p.safe, p.mixed)
    told = (_Joined(column) for column in columns)
    return select(func.count(), func.sum(p.n), func.sum(p.others if "others" in p else p.n), *told)


class _Joined(FunctionElement[str]):
    """Whole numbers as one text with commas between."""

    inherit_cache = True


@compiles(_Joined, "sqlite")
def _on_sqlite(element: _Joined, compiler: SQLCompiler, **more: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **more)})"


@compiles(_Joined)
def _elsewhere(element: _Joined, compiler: SQLCompiler, **more: Any) -> str:
    return f"string_agg(({compiler.process(element.clauses, **more)})::text, ',')"
