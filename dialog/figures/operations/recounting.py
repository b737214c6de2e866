"""Counts everything from nothing, in SQL: to check what is kept, to mend it, and where one act changes what very many count for.

Comes before: the tables of `remark` and `tag`. Goes to: `models/kept.py`, or tables like those for as long as a check takes.
"""

# ruff: noqa: S608 -- names of our own, never what somebody wrote

import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from dialog.base.geo import COARSE
from dialog.figures.kinds import ALL, LEVELS, SAID, said_as, side
from dialog.figures.operations.counting import regroup
from dialog.figures.operations.counting_answers import check_answers, recount_answers
from dialog.figures.operations.exporting import hold_still
from dialog.figures.operations.in_sql import AREA, HOW, PLACE, SAID_OF, STATE, whole
from dialog.figures.operations.packing import forget_facts, pack
from dialog.figures.operations.recounting_facts import FACT_COLUMNS, facts_into, standing_facts

MOST_TOLD = 20
#: What each remark is counted as: an area that was merged as the one it went into, once even where it has both.
_ABOUT = """(SELECT DISTINCT t.remark_id, {area} AS area_id FROM taggings t
    JOIN focus_areas f ON f.id = t.focus_area_id WHERE t.is_current {only}) a"""
_COUNT_COLUMNS = "area_id, district_id, week, source, feeling, part_of_day, state, n"
_CELL_COLUMNS = "area_id, level, north, east, n, unsafe, safe, mixed, sum_lat, sum_lng"
_APART_COLUMNS = f"{_CELL_COLUMNS}, mid_lat, mid_lng"
#: Each table with its columns, and how many of them are its key. Of facts, what is packed together with what has changed since.
_TABLES = (
    ("remark_counts", _COUNT_COLUMNS, 7), ("cell_counts", _CELL_COLUMNS, 4), ("apart_counts", _APART_COLUMNS, 4),
    ("changed_facts", FACT_COLUMNS, 14),
)  # fmt: skip
_FEELINGS = ", ".join(f"sum(CASE WHEN feeling = '{one}' THEN 1 ELSE 0 END)" for one in ("unsafe", "safe", "mixed"))
_SUMS = "sum(n), sum(unsafe), sum(safe), sum(mixed), sum(sum_lat), sum(sum_lng)"


@dataclass(frozen=True)
class Recounted:
    """How many rows of each table there should be, how many differed from what was kept, and the first of them in words."""

    rows: int
    differing: int
    told: Sequence[str]


def recount(db: Session) -> Recounted:
    """Count all from nothing, keep that, and say what differed. Nobody else changes the counts meanwhile."""
    answers = recount_answers(db)  # first, as whoever answers counts these first: nobody waits crosswise
    regroup(db)
    connection = db.connection()
    _make_fresh(connection)
    found = _compare(db)
    if found.differing:
        forget_facts(db)
        for kept, columns, _keys in _TABLES:
            connection.execute(text(f"DELETE FROM {kept}"))
            connection.execute(text(f"INSERT INTO {kept} ({columns}) SELECT {columns} FROM fresh_{kept}"))
    _drop_fresh(connection)
    pack(db)
    return _together(found, *answers)


def _together(found: Recounted, rows: int, told: list[str]) -> Recounted:
    return Recounted(found.rows + rows, found.differing + len(told), [*found.told, *told][:MOST_TOLD])


def check_counts(db: Session) -> Recounted:
    """Say what differs, and change nothing. `db` is a reading session that has read nothing yet."""
    hold_still(db)
    connection = db.connection()
    _make_fresh(connection)
    found = _compare(db)
    _drop_fresh(connection)
    return _together(found, *check_answers(db))


def recount_districts(db: Session) -> None:
    """Count anew by district, since every remark has found its districts anew."""
    regroup(db)
    connection = db.connection()
    nil = _literal(connection, ALL)
    connection.execute(text(f"DELETE FROM remark_counts WHERE district_id <> {nil}"))
    for about in ("", *_abouts(connection)):
        _count_into(connection, "remark_counts", about, by_district=True)
    _all_weeks_into(connection, "remark_counts", f"district_id <> {nil}")
    forget_facts(db)
    facts_into(connection, "changed_facts")
    pack(db)


def recount_areas(db: Session, area_ids: Sequence[uuid.UUID]) -> None:
    """Count anew by some focus areas, since what is counted as them has changed (a merge, or one taken into use again)."""
    regroup(db)
    connection = db.connection()
    each = [one for area_id in area_ids for one in (area_id, *(said_as(area_id, how) for how in SAID))]
    listed = ", ".join(_literal(connection, one) for one in each)
    for table in ("remark_counts", "cell_counts", "apart_counts"):
        connection.execute(text(f"DELETE FROM {table} WHERE area_id IN ({listed})"))
    abouts = _abouts(connection, f"AND {AREA} IN ({listed})")[:2]
    for about, by_district in itertools.product(abouts, (False, True)):
        _count_into(connection, "remark_counts", about, by_district=by_district)
    _all_weeks_into(connection, "remark_counts", f"area_id IN ({listed})")
    for about, is_apart in itertools.product(abouts, (False, True)):
        _cells_into(connection, "", about, is_apart=is_apart)
    for is_apart in (False, True):
        _wider_cells_into(connection, "", f"area_id IN ({listed})", is_apart=is_apart)
    forget_facts(db, area_ids)
    ids = ", ".join(_literal(connection, one) for one in area_ids)
    facts_into(
        connection,
        "changed_facts",
        "WHERE r.id IN (SELECT t.remark_id FROM taggings t JOIN focus_areas f ON f.id = t.focus_area_id "
        f"WHERE t.is_current AND {AREA} IN ({ids}))",
    )
    pack(db)


def _literal(connection: Connection, value: uuid.UUID) -> str:
    """Return an id as SQL writes it; a UUID can hold nothing that would need to be quoted."""
    return f"CAST('{value}' AS uuid)" if connection.dialect.name == "postgresql" else f"'{value.hex}'"


def _make_fresh(connection: Connection) -> None:
    for table, _columns, _keys in _TABLES:
        connection.execute(text(f"CREATE TEMPORARY TABLE fresh_{table} AS SELECT * FROM {table} WHERE 1 = 0"))
    for about in ("", *_abouts(connection)):
        for by_district in (False, True):
            _count_into(connection, "fresh_remark_counts", about, by_district=by_district)
        for is_apart in (False, True):
            _cells_into(connection, "fresh_", about, is_apart=is_apart)
    _all_weeks_into(connection, "fresh_remark_counts", "1 = 1")
    for is_apart in (False, True):
        _wider_cells_into(connection, "fresh_", "1 = 1", is_apart=is_apart)
    facts_into(connection, "fresh_changed_facts")


def _drop_fresh(connection: Connection) -> None:
    for table, _columns, _keys in _TABLES:
        connection.execute(text(f"DROP TABLE fresh_{table}"))


def _abouts(connection: Connection, only: str = "") -> list[str]:
    """Return what remarks are about, to be joined as `a`: focus areas, how they speak of each, and how of any."""
    nil = _literal(connection, ALL)
    if connection.dialect.name == "postgresql":
        said = "CAST(overlay(CAST({area} AS text) PLACING " + HOW + " FROM 15 FOR 1) AS uuid)"
    else:
        said = "substr({area}, 1, 12) || " + HOW + " || substr({area}, 14)"
    counted = ((AREA, f"AND NOT t.is_negated {only}"), (said.format(area=AREA), only), (said.format(area=nil), only))
    return [f"JOIN {_ABOUT.format(area=area, only=where)} ON a.remark_id = r.id" for area, where in counted]


def _count_into(connection: Connection, table: str, about: str, *, by_district: bool) -> None:
    nil = _literal(connection, ALL)
    area, district = "a.area_id" if about else nil, "l.district_id" if by_district else nil
    lies = "JOIN remark_districts l ON l.remark_id = r.id" if by_district else ""
    connection.execute(
        text(
            f"INSERT INTO {table} ({_COUNT_COLUMNS}) SELECT {area}, {district}, r.week, {SAID_OF}, {STATE}, count(*) "
            f"FROM remarks r {about} {lies} GROUP BY 1, 2, 3, 4, 5, 6, 7"
        )
    )


def _all_weeks_into(connection: Connection, table: str, where: str) -> None:
    said = "source, feeling, part_of_day, state"
    connection.execute(
        text(
            f"INSERT INTO {table} ({_COUNT_COLUMNS}) SELECT area_id, district_id, 0, {said}, sum(n) FROM {table} "
            f"WHERE week <> 0 AND {where} GROUP BY area_id, district_id, {said}"
        )
    )


def _cells_into(connection: Connection, prefix: str, about: str, *, is_apart: bool) -> None:
    """The finest squares, from the remarks; whole division downwards also south of the equator."""
    high, wide = side(LEVELS[0])
    table, columns = (f"{prefix}apart_counts", _APART_COLUMNS) if is_apart else (f"{prefix}cell_counts", _CELL_COLUMNS)
    told = "JOIN concerns c ON c.remark_id = r.id AND c.kind = 'accusation'" if is_apart else ""
    middles = ", ".join(
        f"sum({whole(at, width)} * {width} + {width // 2})" for at, width in zip("yx", COARSE, strict=True)
    )
    area = "a.area_id" if about else _literal(connection, ALL)
    places = f"SELECT {area} AS area_id, r.feeling, {PLACE} FROM remarks r {about} {told} WHERE r.lat IS NOT NULL"
    north, east = whole("y", high), whole("x", wide)
    connection.execute(
        text(
            f"INSERT INTO {table} ({columns}) SELECT area_id, {LEVELS[0]}, {north}, {east}, count(*), {_FEELINGS}, "
            f"sum(y), sum(x){f', {middles}' if is_apart else ''} FROM ({places}) p GROUP BY 1, 3, 4"
        )
    )


def _wider_cells_into(connection: Connection, prefix: str, where: str, *, is_apart: bool) -> None:
    table, columns = (f"{prefix}apart_counts", _APART_COLUMNS) if is_apart else (f"{prefix}cell_counts", _CELL_COLUMNS)
    sums = f"{_SUMS}, sum(mid_lat), sum(mid_lng)" if is_apart else _SUMS
    for finer, level in itertools.pairwise(LEVELS):
        by = level - finer
        connection.execute(
            text(
                f"INSERT INTO {table} ({columns}) SELECT area_id, {level}, north >> {by}, east >> {by}, {sums} "
                f"FROM {table} WHERE level = {finer} AND {where} GROUP BY area_id, north >> {by}, east >> {by}"
            )
        )


def _compare(db: Session) -> Recounted:
    connection = db.connection()
    standing_facts(db, connection)
    rows, differing, told = 0, 0, list[str]()
    for kept, columns, keys in _TABLES:
        rows += connection.scalar(text(f"SELECT count(*) FROM fresh_{kept}")) or 0
        of_now = "standing_facts" if kept == "changed_facts" else kept
        for one, other, word in ((f"fresh_{kept}", of_now, "should be"), (of_now, f"fresh_{kept}", "is kept")):
            difference = f"SELECT {columns} FROM {one} EXCEPT SELECT {columns} FROM {other}"
            n = connection.scalar(text(f"SELECT count(*) FROM ({difference}) d")) or 0
            differing += n
            some: Any = connection.execute(text(f"{difference} LIMIT {max(0, MOST_TOLD - len(told))}")) if n else ()
            told += [
                f"{kept} {', '.join(map(str, row[:keys]))}: {', '.join(map(str, row[keys:]))} {word}" for row in some
            ]
    connection.execute(text("DROP TABLE standing_facts"))
    return Recounted(rows, differing, told)


assert COARSE[0] % (1 << -LEVELS[0]) == 0 == COARSE[1] % (1 << -LEVELS[0])  # the finest squares are whole numbers too
