"""The one writer of a process, with group commit (decision 2).

Requests hand in units; those that wait share one commit, and each gets its answer after that commit. One that fails takes
nothing with it: nothing of the batch is kept then, and its units are done again, so a unit does nothing outside the database
that may not be done twice. On SQLite they are done again here, in savepoints; on PostgreSQL each in a transaction of its own
by who handed it in, so that a unit that has to wait for somebody's lock holds up no other.
"""

import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from dialog.base.gathering import Gathering, PerhapsKept

T = TypeVar("T")
Unit = Callable[[Session], T]
_MOST_IN_ONE_COMMIT = 64
#: What PostgreSQL says when somebody else was in the way: nothing was kept, and the same may go well the next time.
_IN_THE_WAY = frozenset({"40001", "40P01", "55P03"})  # serialization, deadlock, lock not given in time


class Job:
    """A unit that waits, and what became of it."""

    __slots__ = ("_done", "fault", "is_apart", "result", "unit")

    def __init__(self, unit: Unit[Any]) -> None:
        self.unit = unit
        self.result: Any = None
        self.fault: BaseException | None = None
        self.is_apart = False  # who handed it in is to do it alone
        self._done = threading.Lock()  # a bare lock: a future costs more than many a unit
        self._done.acquire()

    def wait(self) -> None:
        """Return when it has been settled."""
        self._done.acquire()

    def settle(self, result: Any = None, fault: BaseException | None = None, *, is_apart: bool = False) -> None:
        """Say what became of it."""
        self.result, self.fault, self.is_apart = result, fault, is_apart
        self._done.release()


class Writer:
    """A thread (or some) that does units of writing, many to a commit.

    `gathering` opens the session of a batch, in which what units insert is held and written together (`base/gathering.py`); `begin`
    takes the right to write in it, and what has come in while it waited joins the batch. With `alone`, the
    units of a batch that failed are done each by that function, in the thread that handed it in; else in a session of `plain`.
    """

    def __init__(
        self,
        gathering: Callable[[], Gathering],
        plain: Callable[[], Session],
        begin: Callable[[Session], object] | None = None,
        alone: Callable[[Unit[Any]], Any] | None = None,
        threads: int = 1,
    ) -> None:
        self._gathering, self._plain = gathering, plain
        self._begin = begin
        self._alone = alone
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._most = threads
        self._lock = threading.Lock()
        self._stopped = False

    def do(self, unit: Unit[T]) -> T:
        """Hand in a unit, wait for its commit, and return what it returned; what it raised is raised here."""
        return self.begin_on(unit)()

    def begin_on(self, unit: Unit[T]) -> Callable[[], T]:
        """Hand in a unit, and return how to wait for it: called once, it does what `do` does after that."""
        job = Job(unit)
        with self._lock:  # started at the first need, so that a server may fork before it
            if self._stopped:
                raise RuntimeError("the writer has been stopped")
            if len(self._threads) < self._most or not all(thread.is_alive() for thread in self._threads):
                self._threads = [thread for thread in self._threads if thread.is_alive()]
                thread = threading.Thread(target=self._run, name="dialog-writer", daemon=True)
                thread.start()  # may fail; then nobody is to wait for it
                self._threads.append(thread)
            self._waiting.put(job)
        return lambda: self._settled(job)

    def _settled(self, job: Job) -> Any:
        job.wait()
        if job.is_apart:
            assert self._alone is not None
            return self._alone(job.unit)
        if job.fault is not None:
            raise job.fault
        return job.result

    def stop(self) -> None:
        """Do what waits, then end the thread."""
        with self._lock:
            self._stopped = True
            self._waiting.put(None)
        for thread in self._threads:
            thread.join(timeout=10)

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            self._commit_together([first])
        self._waiting.put(None)  # for the next thread

    def _gather(self, jobs: list[Job]) -> None:
        """Add what waits, as many as one commit takes."""
        while len(jobs) < _MOST_IN_ONE_COMMIT:
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                return
            if job is None:
                self._waiting.put(None)
                return
            jobs.append(job)

    def _commit_together(self, jobs: list[Job]) -> None:
        stage = "units"
        try:
            with self._gathering() as db:
                if self._begin is not None:
                    self._begin(db)
                self._gather(jobs)
                results = [job.unit(db) for job in jobs]
                stage = "writing"
                db.write_all()
                stage = "committing"
                try:
                    db.commit()
                except DBAPIError:
                    if not db.is_kept:  # else the database had told so, and the connection ended after that
                        raise
        except PerhapsKept as lost:
            self._failed(jobs, lost.fault, "committing")
            return
        except BaseException as fault:
            self._failed(jobs, fault, stage)
            return
        for job, result in zip(jobs, results, strict=True):
            job.settle(result)

    def _failed(self, jobs: list[Job], fault: BaseException, stage: str) -> None:
        """Settle a batch of which nothing was kept, or (the commit was under way) perhaps nothing."""
        was_committing = stage == "committing"
        of_one = len(jobs) == 1 and stage == "units"  # its own fault: it would be so again
        if self._alone is not None:
            if (of_one and not isinstance(fault, DBAPIError)) or (was_committing and not was_in_the_way(fault)):
                for job in jobs:
                    job.settle(fault=fault)
            else:
                if not was_committing:
                    self._gather(jobs)  # they need not wait in turn for what was in the way
                for job in jobs:
                    job.settle(is_apart=True)
        elif of_one or was_committing or isinstance(fault, OperationalError):
            for job in jobs:
                job.settle(fault=fault)
        else:
            self._commit_apart(jobs)

    def _commit_apart(self, jobs: list[Job]) -> None:
        """Do each in a savepoint of its own, still in one commit. Dearer, so only after one has failed."""
        try:
            with self._plain() as db:
                settled = [(job, *_attempt(db, job.unit)) for job in jobs]
                db.commit()
        except BaseException as fault:  # the commit, or the way to it, failed: nobody's unit was kept
            for job in jobs:
                job.settle(fault=fault)
            return
        for job, result, problem in settled:
            job.settle(result, problem)


def was_in_the_way(fault: BaseException) -> bool:
    """Say whether somebody else's writing was in the way: nothing of ours was kept, and we may try again (PostgreSQL)."""
    return isinstance(fault, DBAPIError) and getattr(fault.orig, "sqlstate", None) in _IN_THE_WAY


def _attempt(db: Session, unit: Unit[Any]) -> tuple[Any, BaseException | None]:
    savepoint = db.begin_nested()
    try:
        result = unit(db)
        savepoint.commit()
    except BaseException as problem:
        savepoint.rollback()
        return None, problem
    return result, None
