"""What a batch inserts is held and written together (decision 2): a statement for each table rather than for each answer, on
PostgreSQL all of them in one round trip.

`Gathering` is the session of a batch; an operation says `insert_rows(db, …)` and cannot tell. What it would have asked, to refuse
what must not come in, it says with `expect`: that is asked once for all, after the rows and before the commit. Where it does not
hold, nothing of the batch is kept, and each unit is done again by itself, asking for itself. Comes before: operations that
residents wait for. Goes to: `base/writer.py`.
"""

# ruff: noqa: S608 -- names of our own tables, never what somebody wrote

import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

#: (sql, parameters of one execution, or a list of those of many): does a statement that returns nothing.
Does = Callable[[str, Any], object]


class Redo(Exception):
    """Something was not as the units of a batch took it to be; nothing was kept, and each is to be done by itself."""


class Rows:
    """How rows come into a table. `once`: those whose key is there already are left out. `whole`: as one statement on SQLite too."""

    def __init__(self, table: Any, *, once: bool = False, whole: bool = False) -> None:
        self.table: Table = table
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

    def write(self, dialect: Dialect, does: Does, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write rows; a column that a row lacks is empty."""
        whole = dialect.name == "postgresql" or (self._whole and len(rows) > 1)
        sql = self._sql[dialect.name, whole]
        if whole:
            does(sql, (_as_json(rows),))
            return
        if self._as_bound is None:
            self._as_bound = [c.type.dialect_impl(dialect).bind_processor(dialect) for c in self.table.columns]
        columns = list(zip(self.names, self._as_bound, strict=True))
        does(sql, [[bind(row.get(name)) if bind else row.get(name) for name, bind in columns] for row in rows])


_ranks: dict[str, int] = {}
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


@dataclass
class Expected:
    """What must be true before a commit: `holds` of the rows that a question gives, by dialect, with `values` as its parameters."""

    sql: Mapping[str, str]
    holds: Callable[[list[Any]], bool]
    values: tuple[list[Any], ...] = field(default_factory=tuple)

    def ask(self, dialect: Dialect, cursor: Any) -> Any:
        """Ask, and return the cursor that will have the answer. A list is one parameter: an array, or JSON on SQLite."""
        if dialect.name == "sqlite":
            return cursor.execute(self.sql["sqlite"], [json.dumps(value, default=as_hex) for value in self.values])
        return cursor.execute(self.sql["postgresql"], self.values or None)


def as_hex(value: Any) -> Any:
    """Return a UUID as SQLite keeps it."""
    return value.hex if isinstance(value, uuid.UUID) else value


#: Called as (db, does) after all rows, with what is to be written last because it is locked until the commit: the counts.
LAST: list[Callable[[Session, Does], None]] = []


class Gathering(Session):
    """The session of a batch. Whoever asks it anything else finds all that was inserted before, as in any session."""

    def __init__(self, *given: Any, limit: str = "", **options: Any) -> None:
        super().__init__(*given, **options)
        self._limit = limit  # a statement that the transaction is to begin with
        self._held: dict[Rows, list[Mapping[str, Any]]] = {}
        self._expected: dict[Any, Expected] = {}

    def hold(self, rows: Rows, new: Iterable[Mapping[str, Any]]) -> None:
        """Hold rows until they are written with those of others."""
        self._held.setdefault(rows, []).extend(new)

    def expect(self, key: Any, make: Callable[[], Expected]) -> Expected:
        """Return what is expected under a key, made the first time."""
        found = self._expected.get(key)
        if found is None:
            found = self._expected[key] = make()
        return found

    def write_all(self) -> None:
        """Write all that waits, and see that what is expected holds; Redo where it does not. Only the commit is left."""
        if self.new or self.dirty or self.deleted:
            self.flush()
        self._write(is_last=True)

    def _write(self, *, is_last: bool = False) -> None:
        held, expected = self._held, self._expected
        if not (held or is_last or self._limit):
            return
        self._held = {}
        if is_last:
            self._expected = {}
        connection = super().connection()
        dialect = connection.dialect
        raw: Any = connection.connection.driver_connection
        answers: list[tuple[Expected, Any]] = []

        def work() -> None:
            does = _doing(raw)
            if self._limit:
                does(self._limit, ())
                self._limit = ""
            for rows in sorted(held, key=_rank):
                rows.write(dialect, does, held[rows])
            if is_last:
                answers.extend((one, one.ask(dialect, raw.cursor())) for one in expected.values())
                for last in LAST:
                    last(self, does)

        try:
            _done_on(connection, raw, work)
            rows_of = [(one, answer.fetchall()) for one, answer in answers]
        finally:
            # An answer not read to its end holds SQLite's connection at what it saw: whoever got it next could not write.
            for _one, answer in answers:
                answer.close()
        if any(not one.holds(found) for one, found in rows_of):
            raise Redo

    # Whoever asks is to find what was inserted before.

    def connection(self, *given: Any, **more: Any) -> Connection:
        self._write()
        return super().connection(*given, **more)

    def execute(self, *given: Any, **more: Any) -> Any:
        self._write()
        return super().execute(*given, **more)

    def scalar(self, *given: Any, **more: Any) -> Any:
        self._write()
        return super().scalar(*given, **more)

    def scalars(self, *given: Any, **more: Any) -> Any:
        self._write()
        return super().scalars(*given, **more)

    def get(self, *given: Any, **more: Any) -> Any:
        self._write()
        return super().get(*given, **more)

    def flush(self, *given: Any, **more: Any) -> None:
        self._write()
        super().flush(*given, **more)


def insert_rows(db: Session, rows: Rows, new: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows: now, or together with those of the batch."""
    if not new:
        return
    if isinstance(db, Gathering):
        db.hold(rows, new)
    else:
        straight(db, lambda does, dialect: rows.write(dialect, does, new))


def straight(db: Session, work: Callable[[Does, Dialect], None]) -> None:
    """Let `work` speak with the driver itself, in the session's transaction; its faults are SQLAlchemy's as ever."""
    connection = db.connection()
    raw = connection.connection.driver_connection
    _done_on(connection, raw, lambda: work(_doing(raw), connection.dialect))


def _doing(raw: Any) -> Does:
    cursor = raw.cursor()

    def does(sql: str, given: Any) -> None:
        if isinstance(given, list):
            cursor.executemany(sql, given)
        else:
            cursor.execute(sql, given)

    return does


def _done_on(connection: Connection, raw: Any, work: Callable[[], None]) -> None:
    dialect = connection.dialect
    driver: Any = dialect.dbapi
    try:
        if dialect.name == "postgresql":
            with raw.pipeline():
                work()
        else:
            work()
    except driver.Error as fault:
        is_lost = dialect.is_disconnect(fault, connection.connection.dbapi_connection, None)
        raise DBAPIError.instance(
            None, None, fault, driver.Error, hide_parameters=True, connection_invalidated=is_lost, dialect=dialect
        ) from fault


def _rank(rows: Rows) -> int:
    """Return where a table stands: after all that it refers to."""
    if not _ranks or rows.table.name not in _ranks:
        _ranks.update({table.name: n for n, table in enumerate(rows.table.metadata.sorted_tables)})
    return _ranks[rows.table.name]
