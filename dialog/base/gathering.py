"""What a batch inserts is held and written together (decision 2): a statement for each table rather than for each answer, on
PostgreSQL all of them in one round trip.

`Gathering` is the session of a batch; an operation says `insert_rows(db, …)` and cannot tell. What it would have asked, to refuse
what must not come in, it says with `expect`: that is asked once for all, after the rows and before the commit. Where it does not
hold, nothing of the batch is kept, and each unit is done again by itself, asking for itself. Comes before: operations that
residents wait for. Goes to: `base/writer.py`.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dialog.base.rows import Adding, Does, Rows, as_hex

__all__ = ["LAST", "Adding", "Does", "Expected", "Gathering", "Redo", "Rows", "as_hex", "insert_rows", "straight"]


class Redo(Exception):
    """Something was not as the units of a batch took it to be; nothing was kept, and each is to be done by itself."""


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


_ranks: dict[str, int] = {}
