"""R4: the same id sent twice at once is one submission; with another text, one of the two is refused. 20 of 20."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from sqlalchemy import select

from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.problems import Problem
from dialog.remark.kinds import NewRemark
from dialog.remark.models import Remark
from dialog.remark.operations import submit_remark
from tests.trust.live import SECRET, make_database

ROUNDS, AT_ONCE = 20, 6


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
    database.close()
