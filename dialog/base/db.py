"""The database: one declarative base, two ways in (reading, writing), and the settings that keep a promise.

An operation takes a `Session` as its first argument and never commits. Reading and writing are apart so that on SQLite
a write begins with BEGIN IMMEDIATE: a transaction that reads first and writes later is refused at once otherwise.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import JSON, DateTime, MetaData, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from dialog.base.asking import Asking
from dialog.base.emptying import Emptying
from dialog.base.engine import check_durability, give_room, make_engine, plan_by_keys
from dialog.base.gathering import Gathering, Redo
from dialog.base.keys import Keys
from dialog.base.upkeep import checkpoint, rewrite
from dialog.base.writer import Writer, was_in_the_way

__all__ = [
    "NAMES",
    "Base",
    "Database",
    "Json",
    "UtcDateTime",
    "Words",
    "check_durability",
    "data_dir_of",
    "give_room",
    "make_engine",
    "memory_of",
]
T = TypeVar("T")
_ATTEMPTS = 4
_THREADS = 1  # on PostgreSQL too: a batch is one round trip, and the more share one the less each costs (decision 2)
# A batch that has to wait longer for a lock lets each of its units wait for itself.
_NOT_LONG = "SET LOCAL lock_timeout = '500ms'"
# Units that others locked out go one after the other, in all processes of a site, so as not to meet each other again.
_IN_TURN = text("SELECT pg_advisory_xact_lock(7146115)")  # any number that nobody else takes

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

#: JSON that PostgreSQL can look into.
Json = JSON().with_variant(JSONB(), "postgresql")
#: Words per language: {"sv": "…", "en": "…"}.
Words = dict[str, str]


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. A time without a zone is refused; SQLite gives the zone back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time must have a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables. Every constraint has a name, or a migration on SQLite would lose it."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: UtcDateTime,
        uuid.UUID: Uuid,
        dict[str, str]: Json,
        dict[str, Any]: Json,
        list[Any]: Json,
        list[str]: Json,
    }


class Database:
    """One site's database. `reading` and `writing` give sessions; `write` does a unit and answers after its commit."""

    def __init__(self, url: str, keys: Keys, *, data_dir: Path | None = None, pool_size: int = 10) -> None:
        self.keys = keys
        #: What every session knows of its site: the keys, the data folder for what must be in a file too, and what this process
        #: remembers of what the database holds (`memory_of`).
        self.info: dict[str, Any] = {"keys": keys, "data_dir": data_dir, "memory": {}}
        self.engine = make_engine(url, pool_size=pool_size)
        self._asking = Asking(self.engine)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # The writer has a connection to itself: what it has prepared is there for the next batch, and so are SQLite's pages where
        # nobody else has committed meanwhile.
        self._own_engine = make_engine(url, pool_size=1)
        plan_by_keys(self._own_engine)
        self._emptying = Emptying(self.engine, self._own_engine) if self.is_sqlite else None
        before = self._emptying.before_writing if self._emptying else True
        self._write_engine = self.engine.execution_options(dialog_write=before)
        self._batch_engine = self._own_engine.execution_options(dialog_write=before)
        if self.is_sqlite:
            self._writer = Writer(self.gathering, self.writing, Session.connection)
        else:
            self._writer = Writer(self.gathering, self.writing, alone=self._write_alone, threads=_THREADS)

    def ask(self, sql: Mapping[str, str], given: Sequence[Any] = ()) -> Sequence[Sequence[Any]]:
        """Return the rows of one question (`base/asking.py`), as the driver gives them: for what is asked at every visit."""
        return self._asking.ask(sql, given)

    def reading(self) -> Session:
        """Return a session for reading."""
        return Session(self.engine, info=self.info, expire_on_commit=False)

    def writing(self) -> Session:
        """Return a session that takes the right to write at its first statement (SQLite: BEGIN IMMEDIATE)."""
        return Session(self._write_engine, info=self.info, expire_on_commit=False)

    def gathering(self) -> Gathering:
        """Return the session of a batch."""
        begins = () if self.is_sqlite else (_NOT_LONG,)
        return Gathering(self._batch_engine, begins=begins, info=self.info, expire_on_commit=False)

    def write(self, unit: Callable[[Session], T]) -> T:
        """Do one unit of writing and return what it returned, after the commit that made it last.

        The process's one writer thread does it, together with the others that wait (`base/writer.py`). What the unit
        raises is raised here and nothing of it is kept. A unit may be done twice before one of the two is kept.
        """
        return self._writer.do(unit)

    def write_beside(self, unit: Callable[[Session], T]) -> Callable[[], T]:
        """Begin on a unit of writing as `write` does, and return how to wait for it: the caller does something else meanwhile."""
        return self._writer.begin_on(unit)

    def write_large(self, unit: Callable[[Session], T]) -> T:
        """Do a unit that writes much, in a transaction of its own: on SQLite what it inserts is worked out before the right to write is
        taken, so that residents wait for the writing alone. It may be done twice before one of the two is kept.
        """
        if self.is_sqlite:
            # What was worked out may be of what has gone meanwhile (a district): then it is done again, the plain way.
            with suppress(Redo, IntegrityError), self.gathering() as db:
                result = unit(db)
                give_room(db)
                db.write_all()
                db.commit()
                return result
        with self.writing() as session, session.begin():
            return unit(session)

    def _write_alone(self, unit: Callable[[Session], T]) -> T:
        """Do a unit in a transaction of its own, again while others are in its way (PostgreSQL)."""
        for attempt in range(1, _ATTEMPTS + 1):
            is_done = False
            try:
                with self.writing() as db, db.begin():
                    if attempt > 1:
                        db.connection().execute(_IN_TURN)
                    result = unit(db)
                    is_done = True
                return result
            except DBAPIError as fault:
                # Lost before it was done: the database has been restarted, and nothing of it was kept.
                may_go_well = was_in_the_way(fault) or (fault.connection_invalidated and not is_done)
                if not may_go_well or attempt == _ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def check(self) -> None:
        """Raise UnsafeDatabase unless an acknowledged write survives a loss of power (TRUST R2)."""
        with self.engine.connect() as connection:
            check_durability(connection)

    def tend(self) -> bool:
        """Do the day's upkeep (`base/upkeep.py`); say whether all of it could be done."""
        if self._emptying is None:
            return rewrite(self.engine, Base.metadata)
        return checkpoint(self.engine, self._emptying.alone)

    def close(self) -> None:
        """Stop the writer and let go of every connection."""
        self._writer.stop()
        if self._emptying is not None:
            self._emptying.stop()
        self._asking.close()
        self._own_engine.dispose()
        self.engine.dispose()


def data_dir_of(db: Session) -> Path:
    """Return the data folder of the site that a session belongs to; RuntimeError where none was given."""
    found: Path | None = db.info.get("data_dir")
    if found is None:
        raise RuntimeError("this database was opened without a data folder")
    return found


def memory_of(db: Session) -> dict[str, Any]:
    """Return what this process remembers of the site that a session belongs to, by room and thing."""
    found: dict[str, Any] = db.info.setdefault("memory", {})
    return found
