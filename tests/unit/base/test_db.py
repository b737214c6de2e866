"""The database keeps its promises: R2, one writer with group commit, and nothing of a unit that failed."""

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Uuid, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from dialog.base.db import Database, check_durability, make_engine
from dialog.base.emptying import Emptying
from dialog.base.gathering import Expected, Redo, Rows
from dialog.base.keys import Keys
from dialog.base.problems import UnsafeDatabase
from dialog.base.writer import Job


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Database]:
    made = Database(f"sqlite:///{tmp_path / 'own.sqlite'}", Keys("x" * 40))
    made.write(lambda db: db.execute(text("CREATE TABLE t (n INTEGER PRIMARY KEY)")))
    yield made
    made.close()


def _insert(own: Database, n: int) -> None:
    own.write(lambda db: db.execute(text("INSERT INTO t VALUES (:n)"), {"n": n}))


def _rows(own: Database) -> set[int]:
    with own.reading() as db:
        return set(db.scalars(text("SELECT n FROM t")))


def test_a_unit_that_fails_takes_nothing_with_it(own: Database) -> None:
    def fails(db):
        db.execute(text("INSERT INTO t VALUES (1)"))
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        own.write(fails)
    _insert(own, 2)
    assert _rows(own) == {2}


def test_many_at_once_are_each_kept_once_and_share_commits(own: Database) -> None:
    own.write(lambda db: None)
    gate, commits = threading.Barrier(25), []
    from sqlalchemy import event

    event.listen(own._own_engine, "commit", lambda c: commits.append(1))

    def send(n: int) -> None:
        gate.wait()
        _insert(own, n)

    threads = [threading.Thread(target=send, args=(n,)) for n in range(24)]
    for thread in threads:
        thread.start()
    gate.wait()
    for thread in threads:
        thread.join()
    assert _rows(own) == set(range(24))
    assert len(commits) <= 24


def test_one_bad_among_many_stops_no_other(own: Database) -> None:
    faults: list[int] = []

    def send(n: int) -> None:
        try:
            _insert(own, n // 2)  # every second is there already
        except Exception:
            faults.append(n)

    threads = [threading.Thread(target=send, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _rows(own) == set(range(10)) and len(faults) == 10


def test_r2_every_connection_syncs_each_commit(own: Database) -> None:
    own.check()
    for _ in range(3):
        with own.engine.connect() as connection:
            check_durability(connection)


def test_r2_an_unsafe_database_is_refused(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with engine.connect() as connection:
        connection.rollback()
        connection.connection.execute("PRAGMA synchronous=NORMAL")
        with pytest.raises(UnsafeDatabase, match="synchronous is 1"):
            check_durability(connection)
    engine.dispose()


def test_r2_an_unsafe_postgresql_is_refused() -> None:
    from tests.servers import postgres_url

    engine = make_engine(postgres_url("r2"))
    with engine.connect() as connection:
        check_durability(connection)
        connection.execute(text("SET synchronous_commit = off"))
        with pytest.raises(UnsafeDatabase, match="synchronous_commit is off"):
            check_durability(connection)
    engine.dispose()


@pytest.mark.parametrize("off", ["fsync", "full_page_writes", "synchronous_commit"])
def test_r2_a_postgresql_is_asked_for_each_setting(off: str) -> None:
    """The first two belong to a whole server: here a connection tells what such a server would."""

    def execute(asked: object) -> SimpleNamespace:
        said = "off" if str(asked) == f"SHOW {off}" else "on"
        return SimpleNamespace(scalar=lambda: said)

    connection: Any = SimpleNamespace(dialect=SimpleNamespace(name="postgresql"), execute=execute)
    with pytest.raises(UnsafeDatabase, match=f"{off} is off"):
        check_durability(connection)


def test_a_stopped_writer_says_so(own: Database) -> None:
    own.close()
    with pytest.raises(RuntimeError, match="stopped"):
        own.write(lambda db: None)


def test_the_others_of_a_batch_are_kept_when_one_fails(own: Database) -> None:
    def put(n: int) -> Callable[[Session], int]:
        def unit(db: Session) -> int:
            db.execute(text("INSERT INTO t VALUES (:n)"), {"n": n})
            return n

        return unit

    jobs = [Job(put(n)) for n in (1, 2, 2, 3)]
    own._writer._commit_together(jobs)
    assert _rows(own) == {1, 2, 3}
    assert [job.fault is None for job in jobs] == [True, True, False, True]


def test_rows_are_written_in_the_order_of_their_keys(own: Database) -> None:
    table = Table("t", MetaData(), Column("n", Integer, primary_key=True), Column("key", Uuid, primary_key=True))
    given = [{"n": n % 2, "key": uuid.UUID(int=n)} for n in (7, 3, 8, 2, 4)]
    for whole in (False, True):
        written: list[Any] = []
        Rows(table, whole=whole).write(own.engine.dialect, lambda _sql, values, to=written: to.extend(values), given)
        found = (
            [(one["n"], uuid.UUID(one["key"]).int) for one in json.loads(written[0])]
            if whole
            else [(n, int(key, 16)) for n, key in zip(written[::2], written[1::2], strict=True)]
        )
        assert found == [(0, 2), (0, 4), (0, 8), (1, 3), (1, 7)]


def test_the_log_is_emptied_beside_those_who_write(own: Database, tmp_path: Path) -> None:
    own.write(lambda db: db.execute(text("CREATE TABLE long (n INTEGER PRIMARY KEY, words TEXT)")))
    rows = [
        {"n": n, "words": "x" * 900} for n in range(2000)
    ]  # half a thousand pages: fewer than a commit empties by itself
    own.write(lambda db: db.execute(text("INSERT INTO long VALUES (:n, :words)"), rows))
    file, until = tmp_path / "own.sqlite", time.monotonic() + 20
    while file.stat().st_size < 1_500_000 and time.monotonic() < until:
        time.sleep(0.01)
    assert file.stat().st_size > 1_500_000
    assert own.tend() and not Path(f"{file}-wal").stat().st_size


def test_a_batch_that_is_done_again_leaves_its_connection_fit_to_write(own: Database) -> None:
    """Whoever sent the same survey twice made every other answer a 503, until the memory was next looked through."""
    _insert(own, 1)
    kept = []
    with own.gathering() as db:
        for name, is_as_expected in (("a", False), ("b", True)):
            expected = Expected({"sqlite": f"(SELECT max(n) FROM t) = {1 if is_as_expected else 2}"})
            db.expect(name, lambda expected=expected: expected)  # type: ignore[misc]
        try:
            db.write_all()
        except Redo as fault:
            kept.append(fault)  # as a fault in a cycle is: with its frames, and all that they hold
    with own.reading() as db, own.writing() as other:  # two connections: the second moves on from what the first saw
        db.execute(text("SELECT 1"))
        other.execute(text("INSERT INTO t VALUES (2)"))
        other.commit()
    with own.writing() as db, own.writing() as other:
        db.execute(text("INSERT INTO t VALUES (3)"))
        db.commit()
        other.execute(text("INSERT INTO t VALUES (4)"))
        other.commit()
    assert kept
    assert _rows(own) == {1, 2, 3, 4}


def test_a_commit_is_none_the_worse_where_no_thread_is_to_be_had_for_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    own = Emptying(create_engine("sqlite://"))
    monkeypatch.setattr(threading.Thread, "start", refuse)
    own._look(SimpleNamespace(total_changes=5_000), SimpleNamespace(info={}))
    own.stop()


def test_r10_the_log_gives_its_room_back_before_more_is_written_once_the_disk_was_full(
    own: Database, tmp_path: Path
) -> None:
    for n in range(1, 40):
        _insert(own, n)
    log = tmp_path / "own.sqlite-wal"
    before = log.stat().st_size
    with own.writing() as db, pytest.raises(OperationalError):
        pages = db.scalar(text("PRAGMA page_count"))
        db.execute(text(f"PRAGMA max_page_count={pages}"))  # as a disk that is full
        db.execute(text("CREATE TABLE large (words)"))
        db.execute(text("INSERT INTO large VALUES (zeroblob(100000))"))
    with own.engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count=1000000"))
    _insert(own, 100)
    assert log.stat().st_size < before and 100 in _rows(own)


def test_a_connection_waits_for_others_as_before_where_the_log_could_not_be_cut() -> None:
    said: list[str] = []

    def does(sql: str) -> Any:
        said.append(sql)
        if "TRUNCATE" in sql:
            raise OperationalError(sql, None, Exception("database is locked"))
        return SimpleNamespace(one=lambda: (0, 5, 5), scalar_one=lambda: 5000)

    own = Emptying(create_engine("sqlite://"))
    own._was_full = True
    with pytest.raises(OperationalError):
        own.before_writing(SimpleNamespace(exec_driver_sql=does))  # type: ignore[arg-type]
    assert said[-1] == "PRAGMA busy_timeout=5000" and own._was_full
    own.stop()
