"""What a site does by itself, so that what was taken back is gone from the disk too (TRUST D2, D5).

Once a day, and on SQLite also within a minute after something was taken back: a truncating checkpoint there (with
secure_delete on, a deleted text lives on in the `-wal` file until then), on PostgreSQL a rewriting of each table that
residents' words reach, in the order of its random key and as if one transaction had written it all (until then deleted
rows stay, and rows lie and are numbered in order of arrival).
"""

import contextlib
import logging
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dialog.base.clock import today

log = logging.getLogger("dialog")

_SMALL = 10_000  # pages of an index: some 250,000 remarks, merged in seconds; a larger one takes minutes
_merged: weakref.WeakKeyDictionary[Engine, dict[str, date]] = weakref.WeakKeyDictionary()
_PAGES_AT_ONCE = 300  # of an index: some tens of milliseconds
#: Seconds, for those who wait to write: whoever has waited long asks SQLite for its turn ten times a second, and must find it free.
PAUSE = 0.12
LOOK_EVERY = 60.0  # seconds
_LOCK = 7_146_113  # any number, the same for all processes of a site
_due = threading.Event()


#: What rooms have to do at the same time: functions of the site's database that say whether they could do all of it.
chores: list[Callable[[Any], bool]] = []
#: What rooms look after at every look, whatever the day: functions of the site's database, quick where nothing waits.
often: list[Callable[[Any], object]] = []


def tend(database: Any) -> bool:
    """Do the chores of every room, then the database's own upkeep; say whether all of it could be done."""
    return all([*(_done(chore, database) for chore in chores), database.tend()])


def look_after(database: Any) -> None:
    """Do what every room looks after at every look."""
    for one in often:
        _done(one, database)


def _done(chore: Callable[[Any], object], database: Any) -> bool:
    """Do a chore and say whether it was done: one that fails keeps nothing else from being done, least of all what erases."""
    try:
        return bool(chore(database))
    except Exception as fault:
        log.error("upkeep failed: %s", type(fault).__name__)
        return False


def wants_checkpoint(_db: Session) -> None:
    """Say that something was erased: what is left of it in the log of the database is to go soon."""
    _due.set()


def full_text_tables(connection: Connection) -> list[str]:
    """Return the names of SQLite's full-text tables; none on PostgreSQL."""
    if connection.dialect.name != "sqlite":
        return []
    return list(connection.scalars(text("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'")))


def checkpoint(engine: Engine, alone: AbstractContextManager[Any]) -> bool:
    """Merge SQLite's full-text indexes and empty its write-ahead log; say whether all of that was done (a long reading elsewhere
    can be in the way). A large index is merged once a day alone. Why at all: until then a word that was taken out stays in the index's older parts, and its
    parts tell in which order they came. `alone` keeps away whoever else of the process empties the log (`base/emptying.py`)."""
    with engine.connect() as connection:
        names = full_text_tables(connection)
        done = _merged.setdefault(engine, {})
        urgent = [name for name in names if _is_small(connection, name) or done.get(name) != today()]
    for name in urgent:
        _merge(engine, name)
        done[name] = today()
    with alone, engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _is_small(connection: Connection, name: str) -> bool:
    """Say whether a full-text index is so small that it can be merged whenever something was erased, not once a day alone."""
    pages = text(f'SELECT count(*) FROM (SELECT 1 FROM "{name}_data" LIMIT {_SMALL + 1})')  # noqa: S608 -- names of our own
    return (connection.scalar(pages) or 0) <= _SMALL


def _merge(engine: Engine, name: str) -> None:
    """Make one part of all parts of a full-text index, some pages in each transaction, so that nobody waits long to write."""
    pages = -_PAGES_AT_ONCE  # the first, negative, says that all parts are to be one
    while True:
        begun = time.monotonic()
        with engine.execution_options(dialog_write=True).begin() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            before = raw.total_changes
            statement = f'INSERT INTO "{name}" ("{name}", rank) VALUES (\'merge\', {pages})'  # noqa: S608 -- names of our own
            connection.exec_driver_sql(statement)
            is_done = raw.total_changes - before < 2  # as FTS5 tells it
        if is_done:
            return
        pages = _PAGES_AT_ONCE
        time.sleep(min(PAUSE, time.monotonic() - begun))


def rewrite(engine: Engine, metadata: MetaData) -> bool:
    """Rewrite PostgreSQL's tables whose order must tell nothing; say whether all were free to be rewritten."""
    hidden = [t for t in metadata.sorted_tables if t.dialect_options["sqlite"]["with_rowid"] is False]
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:n)"), {"n": _LOCK}):
            return True  # another process is at it
        try:
            connection.execute(text("SET lock_timeout = '3s'"))
            for table in hidden:
                _even_out(connection, table)
                # CLUSTER alone keeps what was erased after the oldest transaction in any of the server's databases began; VACUUM
                # looks at this database's own.
                connection.execute(text(f'VACUUM "{table.name}"'))
                connection.execute(text(f'CLUSTER "{table.name}" USING "{table.primary_key.name}"'))
        except DBAPIError:
            return False
        finally:
            connection.execute(text("RESET lock_timeout"))
            connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": _LOCK})
    return True


def _even_out(connection: Connection, table: Table) -> None:
    """Let one transaction have written every row: `xmin` keeps the number of each row's own, in the order they came, and a
    rewriting alone does not change it. Beside the log of staff, which has times, it would tell the minute of an answer.
    """
    key = next(iter(table.primary_key.columns)).name
    connection.execute(text("BEGIN"))
    try:
        connection.execute(text(f'LOCK TABLE "{table.name}" IN SHARE ROW EXCLUSIVE MODE'))
        connection.execute(text(f'UPDATE "{table.name}" SET "{key}" = "{key}"'))  # noqa: S608 -- names of our own
    except DBAPIError:
        connection.execute(text("ROLLBACK"))
        raise
    connection.execute(text("COMMIT"))


class Upkeep:
    """A thread that does the day's upkeep while the site is served; the day it was last done stands in a file."""

    def __init__(
        self, tend: Callable[[], bool], done_on: Path, *, is_soon: bool, look_after: Callable[[], object] = lambda: None
    ) -> None:
        self._tend, self._look_after = tend, look_after
        self._file = done_on
        self._is_soon = is_soon  # also soon after something was erased
        self._end = threading.Event()

    def start(self) -> None:
        """Begin; the first look comes after a minute, so that a start is not slowed."""
        threading.Thread(target=self._run, name="dialog-upkeep", daemon=True).start()

    def stop(self) -> None:
        """End before the next look."""
        self._end.set()

    def look(self) -> None:
        """Do what is due, if anything is."""
        if not (self._is_soon and _due.is_set()) and self._last() == today():
            return
        _due.clear()
        if self._tend():
            if self._last() != today():  # written once a day: its time must not tell when somebody took something back
                self._file.write_text(f"{today()}\n", encoding="ascii")
        else:
            _due.set()

    def _last(self) -> date | None:
        with contextlib.suppress(OSError, ValueError):
            return date.fromisoformat(self._file.read_text(encoding="ascii").strip())
        return None

    def _run(self) -> None:
        while not self._end.wait(LOOK_EVERY):
            try:
                self._look_after()
                self.look()
            except Exception as fault:  # the next look tries again
                log.error("upkeep failed: %s", type(fault).__name__)
