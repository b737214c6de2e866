"""How rows come into a table, many at once, by the driver itself: inserted, or added to numbers that are kept.

Always in the order of their keys. The keys are random, so it tells of no other order; rows that lie side by side are written side by side; and FTS5 writes a part of its index to the disk
each time a row comes whose number is lower than the last one's (two hundred remarks: 14 ms of processor time, 2 in order).
SQLite gets several rows with each statement: Python lets go of its lock for each, and whoever waits for it then holds up the writer.
Comes before: `base/gathering.py`.
"""

# ruff: noqa: S608 -- names of our own tables, never what somebody wrote

import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Dialect

#: (sql, parameters of one execution, or a list of those of many): does a statement that returns nothing.
Does = Callable[[str, Any], object]

#: Rows and parameters of one statement at most (SQLite before 3.32 takes 999). Powers of two, so that few statements are prepared.
_MOST_ROWS, _MOST_VALUES = 32, 900


def _pieces(rows: Sequence[Any], width: int) -> Iterator[Sequence[Any]]:
    """Cut rows into as few powers of two as a statement takes."""
    most = _MOST_ROWS
    while most * width > _MOST_VALUES and most > 1:
        most //= 2
    at = 0
    while at < len(rows):
        while most > len(rows) - at:
            most //= 2
        yield rows[at : at + most]
        at += most


@cache
def _several(into: str, width: int, many: int, ending: str) -> str:
    one = f"({', '.join('?' * width)})"
    return f"{into} VALUES {', '.join([one] * many)}{ending}"


class Rows:
    """How rows come into a table. `once`: those whose key is there already are left out. `whole`: as one statement on SQLite too."""

    def __init__(self, table: Any, *, once: bool = False, whole: bool = False) -> None:
        self.table: Table = table
        self._keys = [column.name for column in self.table.primary_key.columns]
        names = self.names = [column.name for column in self.table.columns]
        listed, ending = ", ".join(names), " ON CONFLICT DO NOTHING" if once else ""
        into = f"INSERT INTO {self.table.name} ({listed})"
        records = f"json_populate_recordset(NULL::{self.table.name}, %s)"
        picked = ", ".join(f"json_extract(value, '$.{name}')" for name in names)
        self._sql = {
            ("postgresql", True): f"{into} SELECT {listed} FROM {records}{ending}",
            ("sqlite", True): f"{into} SELECT {picked} FROM json_each(?) WHERE 1{ending}",
        }
        self._whole = whole
        self._into, self._ending = into, ending
        self._as_bound: list[Callable[[Any], Any] | None] | None = None

    def _key(self, row: Mapping[str, Any]) -> list[Any]:
        return [value.int if isinstance(value := row[name], uuid.UUID) else value for name in self._keys]

    def write(self, dialect: Dialect, does: Does, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows in the order of their keys; a column that a row lacks is empty."""
        if len(rows) > 1:
            rows = sorted(rows, key=self._key)
        whole = dialect.name == "postgresql" or (self._whole and len(rows) > 1)
        if whole:
            does(self._sql[dialect.name, True], (_as_json(rows),))
            return
        if self._as_bound is None:
            self._as_bound = [c.type.dialect_impl(dialect).bind_processor(dialect) for c in self.table.columns]
        columns = list(zip(self.names, self._as_bound, strict=True))
        bound = [[bind(row.get(name)) if bind else row.get(name) for name, bind in columns] for row in rows]
        for piece in _pieces(bound, len(columns)):
            does(_several(self._into, len(columns), len(piece), self._ending), tuple(chain.from_iterable(piece)))


def _written(value: Any) -> str:
    return str(as_hex(value))


def as_hex(value: Any) -> Any:
    """Return a UUID as SQLite keeps it."""
    return value.hex if isinstance(value, uuid.UUID) else value


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_written).encode


class Adding:
    """How numbers are added to the rows of a table, which are made where there are none. Rows are tuples: keys, then numbers.

    `ids`: the keys that are ids and come in one writing; one that comes as a UUID is seen to be one.
    """

    def __init__(self, table: str, keys: Sequence[str], sums: Sequence[str], ids: Sequence[str] = ()) -> None:
        names = (*keys, *sums)
        into = f"INSERT INTO {table} ({', '.join(names)})"
        added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
        ending = f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}"
        self._into, self._ending, self._names, self._ids = into, ending, names, frozenset(ids)

    def write(self, dialect: str, does: Does, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add; rows are locked in the order in which they come."""
        if not rows:
            return
        if dialect == "postgresql":
            columns = list(zip(*rows, strict=True))
            kinds = [_kind(name in self._ids, column[0]) for name, column in zip(self._names, columns, strict=True)]
            arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
            told = tuple(
                list(map(as_hex, c)) if kind == "uuid" else list(c) for kind, c in zip(kinds, columns, strict=True)
            )
            does(f"{self._into} SELECT * FROM unnest({arrays}){self._ending}", told)
            return
        for piece in _pieces(rows, len(self._names)):
            width = len(self._names)
            does(_several(self._into, width, len(piece), self._ending), tuple(chain.from_iterable(piece)))


def _kind(is_id: bool, value: Any) -> str:
    if is_id or isinstance(value, uuid.UUID):
        return "uuid"
    if isinstance(value, str):
        return "text"
    return "bigint" if isinstance(value, int) else "double precision"
