"""One question outside any transaction, for what is asked at every visit: no BEGIN and no ROLLBACK around it, and no session.

On PostgreSQL that is one round trip instead of three. Connections are kept for the next question; one that the database has closed
is found out by asking, and replaced. Comes before: `base/db.py`. For questions that are one statement, and change nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

_KEPT = 16  # connections, beside the pool's: one for each thread that `dialog serve` gives a worker


class Asking:
    """Asks an engine's database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._driver: Any = engine.dialect.dbapi
        self._free: list[Any] = []  # taken and given back in one step each, so that no lock is needed

    def ask(self, sql: Mapping[str, str], given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a question (by dialect), as the driver gives them. SQLAlchemy's DBAPIError where it cannot be asked."""
        question = sql[self._engine.dialect.name]
        try:
            try:
                return self._asked(self._free.pop(), question, given)
            except (IndexError, self._driver.OperationalError):  # none is kept, or the database has closed it
                return self._asked(self._new(), question, given)
        except self._driver.Error as fault:
            raise DBAPIError.instance(
                None, None, fault, self._driver.Error, hide_parameters=True, dialect=self._engine.dialect
            ) from fault

    def _asked(self, connection: Any, question: str, given: Sequence[Any]) -> list[tuple[Any, ...]]:
        try:
            rows: list[tuple[Any, ...]] = connection.execute(question, given).fetchall()
        except BaseException:
            connection.close()
            raise
        if len(self._free) < _KEPT:
            self._free.append(connection)
        else:
            connection.close()
        return rows

    def _new(self) -> Any:
        pooled = self._engine.raw_connection()
        made: Any = pooled.driver_connection
        pooled.detach()
        if self._engine.dialect.name == "postgresql":
            made.autocommit, made.prepare_threshold = True, 0
        return made

    def close(self) -> None:
        """Let go of all connections."""
        while self._free:
            self._free.pop().close()
