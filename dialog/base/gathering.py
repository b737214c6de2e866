"""What a batch inserts is held and written together (decision 2): a statement for each table rather than for each answer, on
PostgreSQL all of them in one round trip.

`Gathering` is the session of a batch; an operation says `insert_rows(db, …)` and cannot tell. What it would have asked, to refuse
what must not come in, it says with `expect`: that is asked once for all, after the rows and before the commit. Where it does not
hold, nothing of the batch is kept, and each unit is done again by itself, asking for itself. Comes before: operations that
residents wait for. Goes to: `base/writer.py`, and on PostgreSQL by way of `base/trip.py`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dialog.base.expected import Expected, all_of, holds, values_of
from dialog.base.rows import Adding, Does, Rows, as_hex

__all__ = [
    "LAST",
    "Adding",
    "Does",
    "Expected",
    "Gathering",
    "PerhapsKept",
    "Redo",
    "Rows",
    "as_hex",
    "insert_rows",
    "straight",
]
#: A statement, and its parameters.
Asked = tuple[str, Sequence[Any]]
#: What PostgreSQL says of a division by zero: something was not as it was expected to be.
_NOT_SO = "22012"


class Redo(Exception):
    """Something was not as the units of a batch took it to be; nothing was kept, and each is to be done by itself."""


class PerhapsKept(Exception):
    """The connection was lost with a commit under way: nobody knows what became of it. `fault` tells of the loss."""

    def __init__(self, fault: DBAPIError) -> None:
        super().__init__()
        self.fault = fault


#: Called as (db, does) after all rows, with what is to be written last because it is locked until the commit: the counts.
LAST: list[Callable[[Session, Does], None]] = []


class Gathering(Session):
    """The session of a batch. Whoever asks it anything else finds all that was inserted before, as in any session."""

    def __init__(self, *given: Any, begins: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*given, **options)
        # On PostgreSQL, what the transaction is to begin with; it is then committed with the last that is written.
        self._begins, self._has_begun = begins, not begins
        self._held: dict[Rows, list[Mapping[str, Any]]] = {}
        self._expected: dict[Any, Expected] = {}
        #: Whether the database has told that all of it is kept, so that a connection that ends now takes nothing of it away.
        self.is_kept = False

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
        """Write all that waits, and see that what is expected holds; Redo where it does not. Only the commit is left; on PostgreSQL that
        has been done with it, where this is a batch of the writer's (PerhapsKept where it is not known).
        """
        if self.new or self.dirty or self.deleted:
            self.flush()
        self._write(is_last=True)

    def _write(self, *, is_last: bool = False) -> None:
        held, expected = self._held, self._expected
        if not (held or is_last) and self._has_begun:
            return
        self._held = {}
        if is_last:
            self._expected = {}
        connection = super().connection()
        dialect = connection.dialect

        def work(does: Does) -> None:
            for rows in sorted(held, key=_rank):
                rows.write(dialect, does, held[rows])
            if is_last:
                if expected and dialect.name == "postgresql":
                    does(f"SELECT 1 / ({all_of(expected, dialect)})::int", values_of(expected))
                for last in LAST:
                    last(self, does)

        if dialect.name == "postgresql":
            self._in_one_trip(connection, work, is_last=is_last)
        else:
            _here(connection, work, expected if is_last else {})

    def _in_one_trip(self, connection: Connection, work: Callable[[Does], None], *, is_last: bool) -> None:
        """Send a batch to PostgreSQL, with its BEGIN where it has not begun, and its COMMIT where it is the writer's own."""
        from dialog.base import trip  # and psycopg with it, which a site on SQLite does without

        raw: Any = connection.connection.driver_connection
        asked: list[Asked] = []
        if not self._has_begun:
            # What psycopg prepares by itself it throws away at a rollback, by DEALLOCATE ALL: and what trips have prepared with it.
            raw.prepare_threshold = None
            self._has_begun = True
            asked += [("BEGIN", ()), *((limit, ()) for limit in self._begins)]
        work(_noting(asked))
        commits = is_last and bool(self._begins)
        if commits:
            asked.append(("COMMIT", ()))
        try:
            # On somebody else's connection psycopg prepares too, and throws all of it away when it likes.
            kept = connection.info if self._begins else None
            _done_on(connection, raw, lambda: trip.go(raw, kept, asked))
        except DBAPIError as fault:
            state = getattr(fault.orig, "sqlstate", None)
            if state == _NOT_SO:
                raise Redo from fault
            is_lost = trip.is_lost(raw)
            if self._begins and (is_lost or state in trip.OUTDATED):
                # Or closing it would fail in its turn, and nobody would learn of a commit under way.
                connection.invalidate(fault)
            if commits and is_lost:
                raise PerhapsKept(fault) from fault
            raise
        self.is_kept = commits

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
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        _done_on(connection, raw, lambda: work(_doing(raw), connection.dialect))
        return

    def together() -> None:
        with raw.pipeline():
            work(_doing(raw), connection.dialect)

    _done_on(connection, raw, together)


def _doing(raw: Any) -> Does:
    cursor = raw.cursor()

    def does(sql: str, given: Any) -> None:
        if isinstance(given, list):
            cursor.executemany(sql, given)
        else:
            cursor.execute(sql, given)

    return does


def _here(connection: Connection, work: Callable[[Does], None], expected: Mapping[Any, Expected]) -> None:
    """Write on SQLite, and ask whether all is as expected."""
    raw: Any = connection.connection.driver_connection
    found = [True]

    def work_and_ask() -> None:
        work(_doing(raw))
        if expected:
            found[0] = holds(raw, expected, connection.dialect)

    _done_on(connection, raw, work_and_ask)
    if not found[0]:
        raise Redo


def _noting(asked: list[Asked]) -> Does:
    def does(sql: str, given: Any) -> None:
        if isinstance(given, list):
            asked.extend((sql, one) for one in given)
        else:
            asked.append((sql, given))

    return does


def _done_on(connection: Connection, raw: Any, work: Callable[[], None]) -> None:
    dialect = connection.dialect
    driver: Any = dialect.dbapi
    try:
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
