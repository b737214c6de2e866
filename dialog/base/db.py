"""The database: one declarative base, two ways in (reading, writing), and the settings that keep a promise.

An operation takes a `Session` as its first argument and never commits. Reading and writing are apart so that on SQLite
a write begins with BEGIN IMMEDIATE: a transaction that reads first and writes later is refused at once otherwise.
"""

import json
import select
import sqlite3
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import JSON, DateTime, Engine, MetaData, Uuid, create_engine, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from dialog.base.keys import Keys
from dialog.base.problems import UnsafeDatabase
from dialog.base.upkeep import checkpoint, rewrite
from dialog.base.writer import Writer, was_in_the_way

T = TypeVar("T")
_ATTEMPTS = 4
_THREADS = 4  # on PostgreSQL: while one batch waits for an answer or the disk, another goes on
# A batch that has to wait longer for a lock lets each of its units wait for itself.
_NOT_LONG = text("SET LOCAL lock_timeout = '500ms'")
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
        #: What every session knows of its site: the keys, and the data folder for what must be in a file too.
        self.info = {"keys": keys, "data_dir": data_dir}
        self.engine = make_engine(url, pool_size=pool_size)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        self._write_engine = self.engine.execution_options(dialog_write=True)
        if self.is_sqlite:
            self._writer = Writer(self.writing, Session.connection)
        else:
            self._writer = Writer(self.writing, _limit_waiting, self._write_alone, threads=_THREADS)

    def reading(self) -> Session:
        """Return a session for reading."""
        return Session(self.engine, info=self.info, expire_on_commit=False)

    def writing(self) -> Session:
        """Return a session that takes the right to write at its first statement (SQLite: BEGIN IMMEDIATE)."""
        return Session(self._write_engine, info=self.info, expire_on_commit=False)

    def write(self, unit: Callable[[Session], T]) -> T:
        """Do one unit of writing and return what it returned, after the commit that made it last.

        The process's one writer thread does it, together with the others that wait (`base/writer.py`). What the unit
        raises is raised here and nothing of it is kept. A unit may be done twice before one of the two is kept.
        """
        return self._writer.do(unit)

    def _write_alone(self, unit: Callable[[Session], T]) -> T:
        """Do a unit in a transaction of its own, again while others are in its way (PostgreSQL)."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with self.writing() as db, db.begin():
                    if attempt > 1:
                        db.connection().execute(_IN_TURN)
                    return unit(db)
            except DBAPIError as fault:
                if not was_in_the_way(fault) or attempt == _ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    def check(self) -> None:
        """Raise UnsafeDatabase unless an acknowledged write survives a loss of power (TRUST R2)."""
        with self.engine.connect() as connection:
            check_durability(connection)

    def tend(self) -> bool:
        """Do the day's upkeep (`base/upkeep.py`); say whether all of it could be done."""
        return checkpoint(self.engine) if self.is_sqlite else rewrite(self.engine, Base.metadata)

    def close(self) -> None:
        """Stop the writer and let go of every connection."""
        self._writer.stop()
        self.engine.dispose()


def data_dir_of(db: Session) -> Path:
    """Return the data folder of the site that a session belongs to; RuntimeError where none was given."""
    found: Path | None = db.info.get("data_dir")
    if found is None:
        raise RuntimeError("this database was opened without a data folder")
    return found


def make_engine(url: str, *, pool_size: int = 10) -> Engine:
    """Make an engine whose connections keep the promises of TRUST D12; parameters never reach a log."""
    options: dict[str, Any] = {"hide_parameters": True, "json_serializer": _dump, "pool_size": pool_size}
    if url.startswith("sqlite"):
        options |= {"max_overflow": 40, "connect_args": {"check_same_thread": False, "timeout": 5.0}}
    else:
        options |= {
            "max_overflow": 20,
            "pool_pre_ping": not hasattr(select, "poll"),  # where we can look ourselves, nobody need be asked
            "pool_timeout": 5,
            "connect_args": {"connect_timeout": 5},
        }
    engine = create_engine(url, **options)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "checkin", _give_back_room)
    elif hasattr(select, "poll"):
        event.listen(engine, "checkout", _refuse_closed)
    return engine


def check_durability(connection: Connection) -> None:
    """Raise UnsafeDatabase, naming the setting, where a loss of power could undo what was acknowledged."""
    if connection.dialect.name == "sqlite":
        found = {
            name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in ("journal_mode", "synchronous")
        }
        wanted = {"journal_mode": "wal", "synchronous": "2"}
    else:
        wanted = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
        found = {name: str(connection.execute(text(f"SHOW {name}")).scalar()) for name in wanted}
        if found["synchronous_commit"] in ("remote_write", "remote_apply", "local"):
            found["synchronous_commit"] = "on"
    for name, value in wanted.items():
        if found[name] != value:
            raise UnsafeDatabase(
                f"{name} is {found[name]}; it must be {value}, or an acknowledged answer could be lost"
            )


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN comes too late for an outer rollback to undo everything: we emit it ourselves.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(_CACHE.format(_KIB))  # the system holds the file's pages anyway


def give_room(db: Session) -> None:
    """Let the rest of a transaction hold many changed pages in memory, for one that writes hundreds of rows at random places.

    Without it SQLite writes the same pages to the log again and again while the transaction goes on (a third of what a
    tablet's batch took). The room is given back with the connection.
    """
    connection = db.connection()
    if connection.dialect.name == "sqlite" and not connection.info.get(_ROOMY):
        connection.exec_driver_sql(_CACHE.format(_KIB_ROOMY))
        connection.info[_ROOMY] = True


def _give_back_room(connection: sqlite3.Connection | None, record: Any) -> None:
    if connection is not None and record.info.pop(_ROOMY, False):
        connection.execute(_CACHE.format(_KIB))


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("dialog_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _limit_waiting(db: Session) -> None:
    db.connection().execute(_NOT_LONG)


def _refuse_closed(connection: Any, _record: object, _fairy: object) -> None:
    """Take no connection that the database has closed, which it says by writing to one that nobody asked anything on: to look
    costs no round trip, as a question would at each request.
    """
    looked = select.poll()
    looked.register(connection.fileno(), select.POLLIN)
    if looked.poll(0):
        raise InvalidatePoolError("the database has closed the connection")


#: KiB of pages that a connection holds, and one that `give_room` was asked for: two hundred remarks change some 3,500 pages.
_KIB, _KIB_ROOMY = 1024, 20_480
_CACHE, _ROOMY = "PRAGMA cache_size=-{}", "dialog.roomy"
#: Made once: a tablet's batch has some hundred.
_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
