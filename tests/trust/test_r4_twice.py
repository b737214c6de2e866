"""R4: the same id sent twice at once is one submission; with another text, one of the two is refused. 20 of 20."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from sqlalchemy import event, func, select

from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.problems import Problem
from dialog.base.writer import Job
from dialog.figures.operations import check_counts
from dialog.remark.kinds import NewRemark
from dialog.remark.models import Remark
from dialog.remark.operations import submit_remark
from tests.trust.live import SECRET, make_database

ROUNDS, AT_ONCE = 20, 6


def _in_one_batch(database: Database, sent: uuid.UUID) -> None:
    """What goes well together is one commit; where one of a batch must not come in, nothing of it is kept so."""
    commits: list[int] = []
    event.listen(database._own_engine, "commit", lambda _: commits.append(1))

    def done(*visits: uuid.UUID) -> list[Job]:
        jobs = [
            Job(lambda db, visit=visit: submit_remark(db, visit, "s" * 24, b"batch", NewRemark(text=f"i hop {visit}")))
            for visit in visits
        ]
        database._writer._commit_together(jobs)
        return jobs

    together = done(*(uuid.uuid4() for _ in range(5)))
    assert len({job.result.code for job in together}) == 5 and len(commits) == 1
    new, twice = uuid.uuid4(), uuid.uuid4()
    jobs = done(sent, new, twice, twice)
    if database.is_sqlite:  # done again there, in savepoints
        assert [getattr(job.fault, "code", job.result and job.result.is_new) for job in jobs] == [
            "conflict",
            True,
            True,
            False,
        ]
    else:  # left to those who handed them in
        assert all(job.is_apart for job in jobs)
    with database.reading() as db:
        assert db.scalar(select(func.count()).where(Remark.text.like("i hop %"))) == (7 if database.is_sqlite else 5)
    with database.reading() as db:
        assert not check_counts(db).differing


def test_r4_at_once_20_of_20(backend: str, tmp_path: Path) -> None:
    database = Database(make_database(backend, tmp_path, "r4"), Keys(SECRET), data_dir=tmp_path)
    first: dict[uuid.UUID, str] = {}
    with ThreadPoolExecutor(AT_ONCE) as people:
        for n in range(ROUNDS):
            visit, start = uuid.uuid4(), Barrier(AT_ONCE)

            def send(k: int, visit: uuid.UUID = visit, start: Barrier = start, n: int = n) -> tuple[str, str]:
                text = f"{n} {'en' if k % 2 else 'annan'}"
                start.wait()
                try:
                    accepted = database.write(
                        lambda db: submit_remark(db, visit, "s" * 24, text.encode(), NewRemark(text=text))
                    )
                except Problem as problem:
                    return text, problem.code
                return text, accepted.code

            answers = list(people.map(send, range(AT_ONCE)))
            taken = {text for text, answer in answers if answer != "conflict"}
            receipts = {answer for _, answer in answers if answer != "conflict"}
            assert len(taken) == len(receipts) == 1
            assert sum(answer == "conflict" for _, answer in answers) == AT_ONCE // 2
            first[visit] = taken.pop()
    with database.reading() as db:
        assert sorted(db.scalars(select(Remark.text))) == sorted(first.values())
    _in_one_batch(database, next(iter(first)))
    database.close()
