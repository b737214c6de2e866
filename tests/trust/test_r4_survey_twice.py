"""R4 for surveys: the same id sent many times at once is one response with its answers and remarks once, on both databases."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from sqlalchemy import func, select

from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.problems import Problem
from dialog.remark.models import Remark
from dialog.survey.models import Answer, Response
from dialog.survey.operations import submit_response
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import fill
from tests.build import Builder
from tests.surveys import good_answers
from tests.trust.live import SECRET, make_database

ROUNDS, AT_ONCE = 20, 6


def test_r4_a_survey_sent_many_times_at_once_is_one_response(backend: str, tmp_path: Path) -> None:
    database = Database(make_database(backend, tmp_path, "r4_survey"), Keys(SECRET), data_dir=tmp_path)
    with database.writing() as db:
        wave_id = Builder(db).survey().waves[0].id
        db.commit()
    with database.reading() as db:
        questionnaire = questionnaire_of(db, wave_id)
    assert questionnaire is not None
    forms = [fill(questionnaire, good_answers(tell=text)) for text in ("En sak", "En annan sak")]
    with ThreadPoolExecutor(AT_ONCE) as people:
        for _ in range(ROUNDS):
            visit, start = uuid.uuid4(), Barrier(AT_ONCE)

            def send(k: int, visit: uuid.UUID = visit, start: Barrier = start) -> tuple[int, str]:
                start.wait()
                try:
                    accepted = database.write(
                        lambda db: submit_response(
                            db, wave_id=wave_id, filled=forms[k % 2], visit_id=visit, visit_secret="s" * 24,
                            channel="web", lang="sv",
                        )
                    )  # fmt: skip
                except Problem as problem:
                    return k % 2, problem.code
                return k % 2, accepted.code

            answers = list(people.map(send, range(AT_ONCE)))
            assert len({which for which, answer in answers if answer != "conflict"}) == 1
            assert len({answer for _, answer in answers if answer != "conflict"}) == 1
            assert sum(answer == "conflict" for _, answer in answers) == AT_ONCE // 2
    with database.reading() as db:
        counted = [db.scalar(select(func.count()).select_from(table)) for table in (Response, Answer, Remark)]
    assert counted == [ROUNDS, ROUNDS * len(forms[0].answers), ROUNDS * 3]
    database.close()
