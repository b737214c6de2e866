"""The writer on PostgreSQL: batches of several processes, with other people's locks in the way, lose nothing and do nothing twice."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from psycopg import pq
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from dialog.base import trip
from dialog.base.db import Database, make_engine
from dialog.base.keys import Keys
from dialog.base.writer import Job
from tests.servers import postgres_url

_ADD = text("INSERT INTO t VALUES (:n, 0)")
_MORE = text("UPDATE t SET times = times + 1 WHERE n = :n")


@pytest.fixture(scope="module")
def url() -> str:
    made = postgres_url("writer")
    engine = make_engine(made)
    with engine.begin() as connection:  # it looks for those that lock each other out after a second, else
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f"ALTER DATABASE {name} SET deadlock_timeout = '30ms'"))
    engine.dispose()
    return made


@pytest.fixture
def two(url: str) -> Iterator[tuple[Database, Database]]:
    """Two processes of one site, as far as the database can tell."""
    made = Database(url, Keys("x" * 40)), Database(url, Keys("x" * 40))
    for statement in ("DROP TABLE IF EXISTS t", "CREATE TABLE t (n INTEGER PRIMARY KEY, times INTEGER)"):
        made[0].write(lambda db, s=statement: db.execute(text(s)))  # type: ignore[misc]
    yield made
    for one in made:
        one.close()


def _adds(n: int) -> Callable[[Session], int]:
    def unit(db: Session) -> int:
        db.execute(_ADD, {"n": n})
        return n

    return unit


def _counts(*order: int) -> Callable[[Session], None]:
    """Count in several rows, as counts are kept; in whatever order."""

    def unit(db: Session) -> None:
        for n in order:
            db.execute(_MORE, {"n": n})

    return unit


def _rows(one: Database) -> dict[int, int]:
    with one.reading() as db:
        return {row.n: row.times for row in db.execute(text("SELECT n, times FROM t"))}


def _all(what: list[Callable[[], Any]]) -> list[BaseException | None]:
    with ThreadPoolExecutor(len(what)) as pool:
        return [done.exception() for done in [pool.submit(one) for one in what]]


def test_the_writer_looks_rows_up_by_their_keys_though_a_table_was_empty_when_it_prepared(
    two: tuple[Database, Database],
) -> None:
    asked = text("EXPLAIN SELECT times FROM t WHERE n = 1")

    def plan(db: Session) -> str:
        db.execute(text("ANALYZE t"))
        return "\n".join(db.scalars(asked))

    assert "Index" in two[0].write(plan)
    with pytest.raises(ZeroDivisionError):  # a transaction that is undone does not undo that
        two[0].write(lambda db: db.execute(_ADD, {"n": 1 // 0}))
    assert "Index" in two[0].write(plan)
    with two[0].reading() as db:  # who counts reads what it will
        assert "Seq Scan" in "\n".join(db.scalars(asked))


def test_many_at_once_share_commits_and_a_bad_one_stops_no_other(two: tuple[Database, Database]) -> None:
    commits: list[int] = []
    event.listen(two[0]._own_engine, "commit", lambda _: commits.append(1))
    jobs = [Job(_adds(n)) for n in range(12)]
    two[0]._writer._commit_together(jobs)
    assert _rows(two[0]).keys() == set(range(12)) and len(commits) == 1

    faults = _all([lambda n=n: two[n % 2].write(_adds(n // 2)) for n in range(24, 64)])  # type: ignore[misc]
    assert _rows(two[0]).keys() == set(range(32)) and sum(fault is not None for fault in faults) == 20


def test_two_that_count_in_the_same_rows_in_another_order_are_each_counted_once(two: tuple[Database, Database]) -> None:
    _all([lambda n=n: two[0].write(_adds(n)) for n in range(4)])  # type: ignore[misc]
    orders = ((0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2), (2, 0, 3, 1))
    units = [_counts(*orders[n % 4]) for n in range(40)]
    assert not any(_all([lambda n=n, unit=unit: two[n % 2].write(unit) for n, unit in enumerate(units)]))  # type: ignore[misc]
    assert _rows(two[0]) == dict.fromkeys(range(4), 40)


def test_units_that_lock_each_other_out_are_done_again(two: tuple[Database, Database]) -> None:
    _all([lambda n=n: two[0].write(_adds(n)) for n in range(2)])  # type: ignore[misc]
    first_is_held = threading.Barrier(2)

    def crossing(first: int, then: int) -> Callable[[Session], None]:
        waits = [first_is_held.wait]  # the first time only

        def unit(db: Session) -> None:
            db.execute(_MORE, {"n": first})
            if waits:
                waits.pop()(10)
            db.execute(_MORE, {"n": then})

        return unit

    tried = _all([lambda: two[0]._write_alone(crossing(0, 1)), lambda: two[1]._write_alone(crossing(1, 0))])
    assert tried == [None, None]
    assert _rows(two[0]) == {0: 2, 1: 2}


def test_one_that_waits_for_somebodys_lock_holds_up_no_other(two: tuple[Database, Database]) -> None:
    two[0].write(_adds(1))
    with two[1].writing() as holding, ThreadPoolExecutor(1) as pool:
        holding.execute(_MORE, {"n": 1})
        waiting = pool.submit(two[0].write, _counts(1))
        two[0].write(_adds(2))  # while the lock is held
        assert not waiting.done()
        holding.commit()
        waiting.result(20)
    assert _rows(two[0]) == {1: 2, 2: 0}


def test_a_database_that_was_restarted_is_found_again_at_once(two: tuple[Database, Database]) -> None:
    two[0].write(_adds(1))
    _rows(two[0])
    with two[1].reading() as db:
        db.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    two[0].write(_adds(2))
    assert _rows(two[0]).keys() == {1, 2}


def test_one_whose_connection_is_lost_before_it_was_done_is_done_again(two: tuple[Database, Database]) -> None:
    done: list[int] = []

    def lost_once(db: Session) -> None:
        done.append(1)
        if len(done) == 1:
            db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        db.execute(_ADD, {"n": 1})

    two[0]._write_alone(lost_once)
    assert len(done) == 2 and _rows(two[0]) == {1: 0}


def test_whoever_waits_for_a_commit_that_nobody_knows_of_is_told_so_and_nothing_is_done_twice(
    two: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    done, goes = [], trip.go

    def cut(raw: Any, info: Any, asked: Any) -> None:
        goes(raw, info, asked)
        if asked[-1][0] == "COMMIT":  # which the database has done, and could not tell
            raw.close()
            raise psycopg.OperationalError("the connection was lost")

    def unit(db: Session) -> None:
        done.append(1)
        db.execute(_ADD, {"n": 1})

    monkeypatch.setattr(trip, "go", cut)
    with pytest.raises(OperationalError):  # which is 503: sent again, it is found to be there
        two[0].write(unit)
    monkeypatch.undo()
    assert two[0].write(_adds(2)) == 2 and _rows(two[0]).keys() == {1, 2} and len(done) == 1


def test_whoever_waits_for_a_commit_that_was_told_is_answered_though_the_connection_ends_right_after(
    two: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    goes = trip.go

    def end(raw: Any, info: Any, asked: Any) -> None:
        goes(raw, info, asked)
        raw.close()

    monkeypatch.setattr(trip, "go", end)
    assert two[0].write(_adds(1)) == 1
    monkeypatch.undo()
    assert two[0].write(_adds(2)) == 2 and _rows(two[0]).keys() == {1, 2}


def test_what_was_committed_is_kept_though_the_connection_ends_right_after() -> None:
    told = [
        SimpleNamespace(status=pq.ExecStatus.COMMAND_OK, command_status=b"COMMIT"),
        SimpleNamespace(status=pq.ExecStatus.FATAL_ERROR, command_status=b"", error_field=lambda _field: b"57P01"),
    ]

    def faults(*results: Any) -> Any:
        connection = SimpleNamespace(
            flush=lambda: 0, socket=0, is_busy=lambda: False, get_result=iter([*results, None, None]).__next__
        )
        return trip._followed(connection, commits=True)[1]

    assert faults(*told) is None
    assert isinstance(faults(told[1]), psycopg.errors.AdminShutdown)  # before it had committed: nothing was kept
