"""One trip to PostgreSQL: what has been prepared is known for as long as it is there, and a COMMIT that kept nothing is no success."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import Column, Integer, MetaData, Table, text
from sqlalchemy.orm import Session

from dialog.base import trip
from dialog.base.db import Database
from dialog.base.gathering import Rows, insert_rows
from dialog.base.keys import Keys
from tests.servers import postgres_url

_ADD = "INSERT INTO t VALUES (%s)"
_TABLE = Table("t", MetaData(), Column("n", Integer, primary_key=True))


@pytest.fixture(scope="module")
def url() -> str:
    made = postgres_url("trip")
    with psycopg.connect(_plain(made)) as connection:
        connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)")
    return made


@pytest.fixture
def raw(url: str) -> Iterator[Any]:
    with psycopg.connect(_plain(url)) as connection:
        connection.execute("TRUNCATE t")
        connection.commit()
        yield connection


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg:", "postgresql:")


def _batch(*numbers: int) -> list[tuple[str, tuple[Any, ...]]]:
    return [("BEGIN", ()), *((_ADD, (n,)) for n in numbers), ("SELECT %s::int", (7,)), ("COMMIT", ())]


def test_after_a_fault_what_was_prepared_is_known_and_what_was_not_is_not(raw: Any) -> None:
    info: dict[Any, Any] = {}
    for _ in range(3):
        with pytest.raises(errors.UniqueViolation):
            trip.go(raw, info, _batch(1, 1))
        raw.rollback()
    for n in (1, 2):
        trip.go(raw, info, _batch(n))
    there = {
        name.encode() for (name,) in raw.execute("SELECT name FROM pg_prepared_statements WHERE name ~ '^dialog_'")
    }
    assert there == set(info[trip._PREPARED].values()) and len(there) == 4
    assert [n for (n,) in raw.execute("SELECT n FROM t ORDER BY n")] == [1, 2]


def test_a_commit_that_kept_nothing_is_told(raw: Any) -> None:
    with pytest.raises(errors.UniqueViolation):
        trip.go(raw, {}, _batch(1, 1))
    with pytest.raises(errors.InFailedSqlTransaction):
        trip.go(raw, {}, [("COMMIT", ())])
    assert not trip.is_lost(raw)


def test_what_cannot_be_written_is_refused_before_anything_is_sent(raw: Any) -> None:
    info: dict[Any, Any] = {}
    with pytest.raises(UnicodeEncodeError):
        trip.go(raw, info, [("BEGIN", ()), ("SELECT %s::text", ("\udc80",)), ("COMMIT", ())])
    trip.go(raw, info, _batch(1))
    assert not trip.is_lost(raw)


def test_a_connection_lost_in_the_middle_is_told_of(raw: Any) -> None:
    ends = ("SELECT pg_terminate_backend(pg_backend_pid())", ())
    with pytest.raises(errors.OperationalError):
        trip.go(raw, {}, [("BEGIN", ()), ends, ("COMMIT", ())])
    assert trip.is_lost(raw)


def test_where_prepared_statements_are_gone_the_next_batch_has_new_ones(
    url: str, raw: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[Any] = []
    does_alone = Database._write_alone

    def noted(own: Database, unit: Callable[[Session], Any]) -> Any:
        alone.append(unit)
        return does_alone(own, unit)

    monkeypatch.setattr(Database, "_write_alone", noted)
    own = Database(url, Keys("x" * 40))
    rows = Rows(_TABLE)

    def adds(n: int, sql: str = "") -> Callable[[Session], None]:
        def unit(db: Session) -> None:
            if sql:
                db.execute(text(sql))
            insert_rows(db, rows, [{"n": n}])

        return unit

    own.write(adds(1))
    assert not alone
    own.write(adds(2, "DEALLOCATE ALL"))
    assert len(alone) == 1
    for n in (3, 4):
        own.write(adds(n))
    assert len(alone) == 1
    own.close()
    assert [n for (n,) in raw.execute("SELECT n FROM t ORDER BY n")] == [1, 2, 3, 4]
