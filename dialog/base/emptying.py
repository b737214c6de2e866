"""SQLite's write-ahead log is emptied into the database beside those who write, so that no answer waits for it.

By itself SQLite lets whoever fills the log's thousandth page carry all of it into the database before their commit returns: every
fortieth answer, and every batch from a tablet. Here a thread of its own does so, on a connection of its own, while others go on
to write. `LIMIT` stays as the way out, should the thread not keep up. What has been committed is on the disk before any of this (TRUST
D12). When the disk is full it may be the log that fills it, and carrying it over takes room too: then nobody writes more to it before
it has been carried over, or what room comes back would go to the log again. Comes before: `base/db.py`. The day's emptying that also
cuts the file is `base/upkeep.py`'s, and takes turns with this.
"""

import threading
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

#: Pages of the log (32 MiB) from which on a commit empties it before it returns.
LIMIT = 8000
#: Rows changed, in any table, from which on the log is worth emptying: as many pages, more or less.
_MANY = 1000
_SEEN = "dialog.changes"


class Emptying:
    """The thread, started at the first need, so that a server may fork before it."""

    def __init__(self, engine: Engine, *others: Engine) -> None:
        self.alone = threading.Lock()  # two that empty the log at once refuse one another
        self._engine = engine
        self._changed = 0
        self._due = threading.Event()
        self._thread: threading.Thread | None = None
        self._ended = False
        self._was_full = False
        for one in (engine, *others):
            event.listen(one, "checkin", self._look)
            event.listen(one, "handle_error", self._fault)

    def stop(self) -> None:
        """End the thread when it has done what it is at."""
        self._ended = True
        self._due.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _look(self, connection: Any, record: Any) -> None:
        """Note how much has been written through a connection that is given back."""
        if connection is None:
            return
        before, record.info[_SEEN] = record.info.get(_SEEN, 0), connection.total_changes
        self._changed += record.info[_SEEN] - before
        if self._changed < _MANY or self._ended:
            return
        self._changed = 0
        if self._thread is None or not self._thread.is_alive():
            thread = threading.Thread(target=self._run, name="dialog-emptying", daemon=True)
            with suppress(
                RuntimeError
            ):  # no thread to be had just now: what was written is committed, and the next one tries again
                thread.start()
                self._thread = thread
        self._due.set()

    def _fault(self, context: Any) -> None:
        if getattr(context.original_exception, "sqlite_errorname", "") == "SQLITE_FULL":
            self._was_full = True

    def before_writing(self, connection: Connection) -> None:
        """Carry the log over and give its room back before more is written to it, where the disk was full; what is wrong is raised."""
        if not self._was_full:
            return
        with self.alone:
            _, pages, carried = connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)").one()
            if carried == pages:
                waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
                # Somebody may read from it for long; then it is cut later.
                connection.exec_driver_sql("PRAGMA busy_timeout=100")
                try:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                finally:
                    connection.exec_driver_sql(f"PRAGMA busy_timeout={waits}")
        self._was_full = carried < pages

    def _run(self) -> None:
        while True:
            self._due.wait()
            if self._ended:
                return
            self._due.clear()
            with suppress(SQLAlchemyError), self.alone, self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                assert raw is not None
                with suppress(raw.Error):  # a full disk: the next commit tells of it
                    raw.execute("PRAGMA wal_checkpoint(PASSIVE)")
