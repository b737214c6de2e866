"""How rows come into a table, many at once, by the driver itself: inserted, or added to numbers that are kept.

Always in the order of their keys. The keys are random, so it tells of no other order; rows that lie side by side are written side by side; and FTS5 writes a part of its index to the disk
each time a row comes whose number is lower than the last one's (two hundred remarks: 14 ms of processor time, 2 in order). Comes before: `base/gathering.py`.
"""

# ruff: noqa: S608 -- names of our own tables, never what somebody wrote

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Dialect

#: (sql, parameters of one execution, or a list of those of many): does a statement that returns nothing.
Does = Callable[[str, Any], object]


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
            ("sqlite", False): f"{into} VALUES ({', '.join('?' * len(names))}){ending}",
            ("sqlite", True): f"{into} SELECT {picked} FROM json_each(?) WHERE 1{ending}",
        }
        self._whole = whole
        self._as_bound: list[Callable[[Any], Any] | None] | None = None

    def _key(self, row: Mapping[str, Any]) -> list[Any]:
        return [value.int if isinstance(value := row[name], uuid.UUID) else value for name in self._keys]

    def write(self, dialect: Dialect, does: Does, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows in the order of their keys; a column that a row lacks is empty."""
        if len(rows) > 1:
            rows = sorted(rows, key=self._key)
        whole = dialect.name == "postgresql" or (self._whole and len(rows) > 1)
        sql = self._sql[dialect.name, whole]
        if whole:
            does(sql, (_as_json(rows),))
            return
        if self._as_bound is None:
            self._as_bound = [c.type.dialect_impl(dialect).bind_processor(dialect) for c in self.table.columns]
        columns = list(zip(self.names, self._as_bound, strict=True))
        does(sql, [[bind(row.get(name)) if bind else row.get(name) for name, bind in columns] for row in rows])


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=str).encode


class Adding:
    """How numbers are added to the rows of a table, which are made where there are none. Rows are tuples: keys, then numbers."""

    def __init__(self, table: str, keys: Sequence[str], sums: Sequence[str]) -> None:
        names = (*keys, *sums)
        into = f"INSERT INTO {table} ({', '.join(names)})"
        added = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in sums)
        ending = f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {added}"
        self._names = names
        self._sql = {
            "sqlite": f"{into} VALUES ({', '.join('?' * len(names))}){ending}",
            "postgresql": f"{into} SELECT {', '.join(names)} FROM json_populate_recordset(NULL::{table}, %s){ending}",
        }

    def write(self, dialect: str, does: Does, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add; rows are locked in the order in which they come."""
        if not rows:
            return
        if dialect == "postgresql":
            does(self._sql[dialect], (_as_json([dict(zip(self._names, row, strict=True)) for row in rows]),))
        else:
            does(self._sql[dialect], list(rows))


def as_hex(value: Any) -> Any:
    """Return a UUID as SQLite keeps it."""
    return value.hex if isinstance(value, uuid.UUID) else value
