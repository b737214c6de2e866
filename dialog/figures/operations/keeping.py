"""Writes what a transaction adds to the counts, by the driver itself: residents wait for it, and types cost more than the writing.

Comes before: `pending.py`. Goes to: `models/kept.py` and `models/facts.py`.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from dialog.base.gathering import Adding, Does, as_hex, straight
from dialog.base.keys import new_id
from dialog.figures.facts import Fact
from dialog.figures.operations.pending import Pending

STAMP = "remarks"
_COUNT = "remark_counts", ("area_id", "district_id", "week", "source", "feeling", "part_of_day", "state"), ("n",)
_OF_PLACES = ("n", "unsafe", "safe", "mixed", "sum_lat", "sum_lng")
_CELL = "cell_counts", ("area_id", "level", "north", "east"), _OF_PLACES
_FACT = "changed_facts", Fact._fields, ("n",)
_APART = "apart_counts", _CELL[1], (*_OF_PLACES, "mid_lat", "mid_lng")


def draw_anew(db: Session, **_facts: Any) -> None:
    """Let what is kept of maps and counts be asked for again, though no count has changed: who may see what is another."""

    def work(does: Does, dialect: Dialect) -> None:
        does(_SQL[dialect.name][0], _stamp(dialect.name))

    straight(db, work)


def _stamp(dialect: str) -> tuple[str, Any]:
    new = new_id()
    return STAMP, as_hex(new) if dialect == "sqlite" else new


def _statements(mark: str, table: str, keys: Sequence[str], sums: Sequence[str]) -> tuple[Adding, str]:
    """Return how rows are added to, and taken away when nothing is left. Names of our own, never what somebody wrote."""
    where = " AND ".join(f"{name} = {mark}" for name in keys)
    return Adding(table, keys, sums), f"DELETE FROM {table} WHERE {where} AND n = 0"  # noqa: S608


_STAMPING = (
    "INSERT INTO count_stamps (name, stamp) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET stamp = excluded.stamp"
)
_MARKS = {"sqlite": "?", "postgresql": "%s"}
_SQL = {
    name: (_STAMPING.replace("?", mark), [_statements(mark, *table) for table in (_COUNT, _CELL, _FACT, _APART)])
    for name, mark in _MARKS.items()
}


def write_counts(db: Session, does: Does, pending: Pending) -> None:
    """Write by the driver itself: residents wait for it, and types cost more than the writing."""
    dialect = db.get_bind().dialect.name
    stamping, (counting, celling, changing_facts, parting) = _SQL[dialect]
    plain: Any = as_hex if dialect == "sqlite" else lambda value: value
    does(stamping, _stamp(dialect))
    counts = [(plain(key[0]), plain(key[1]), *key[2:], n) for key, n in pending.counts().items() if n]
    cells: list[tuple[Any, ...]] = []
    for area, squares in pending.cells.items():
        written = plain(area)
        cells += [(written, *square, *sums) for square, sums in squares.items() if any(sums)]
    facts = [(*fact, n) for fact, n in pending.facts.items() if n]
    apart = [(plain(area), *square, *sums) for (area, square), sums in pending.apart.items() if any(sums)]
    written_as: Sequence[tuple[Any, list[tuple[Any, ...]], int]] = (
        (counting, counts, len(_COUNT[1])), (celling, cells, len(_CELL[1])), (changing_facts, facts, len(_FACT[1])),
        (parting, apart, len(_APART[1])),
    )  # fmt: skip
    for (add, drop), rows, keys in written_as:
        add.write(dialect, does, rows)
        if gone := [row[:keys] for row in rows if row[keys] < 0]:  # fewer facts than none stay until they are packed
            does(drop, gone)
