"""How a site's database is opened: connections that keep what is promised, checked at the start (TRUST D12, R2)."""

import json
import select
import sqlite3
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session

from dialog.base.emptying import LIMIT
from dialog.base.problems import UnsafeDatabase


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


def plan_by_keys(engine: Engine) -> None:
    """Let PostgreSQL look rows up by their keys on an engine's connections however few there are: what a connection has prepared while a
    table was as good as empty is done so until the table's size is looked at next, up to a minute and many thousand answers later.
    """
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _plan_by_keys)


def _plan_by_keys(connection: Any, _record: object) -> None:
    # What has no key to go by is told to cost so much that it would be compiled.
    connection.execute("SET enable_seqscan = off; SET jit = off")
    connection.commit()


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
    connection.execute(f"PRAGMA wal_autocheckpoint={LIMIT}")
    connection.execute(_CACHE.format(_KIB))  # the system holds the file's pages anyway


def give_room(db: Session) -> None:
    """Let the rest of a transaction hold many changed pages in memory, for one that writes hundreds of rows at random places.

    Without it SQLite writes the same pages to the log again and again while the transaction goes on (a third of what a
    tablet's batch took). The room is given back with the connection.
    """
    connection = Session.connection(db)  # what a batch holds need not be written for this
    if connection.dialect.name == "sqlite" and not connection.info.get(_ROOMY):
        connection.exec_driver_sql(_CACHE.format(_KIB_ROOMY))
        connection.info[_ROOMY] = True


def _give_back_room(connection: sqlite3.Connection | None, record: Any) -> None:
    if connection is not None and record.info.pop(_ROOMY, False):
        connection.execute(_CACHE.format(_KIB))


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("dialog_write")
    if callable(writes):  # something that is to be done before
        writes(connection)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


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
