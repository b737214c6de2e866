"""The counts of answers are those of the answers, whatever comes in, is taken back or moved."""

import json
import random

from sqlalchemy import func, select, update

from dialog.figures.models import EVERY_WEEK, AnswerCount, ResponseCount
from dialog.figures.operations.counting_answers import recount_answers
from dialog.place.operations import import_districts
from dialog.place.reading import ReadDistrict
from dialog.survey.models import Response
from dialog.survey.operations import erase_response
from tests.http.figures.test_results import SECTIONS, _answer


def test_counts_never_differ(build, db) -> None:
    for at, west in enumerate((14.7, 14.8)):
        build.district(str(at), f"Område {at}", west=west)
    survey = build.survey(sections=SECTIONS)
    dice = random.Random(5)
    for _ in range(12):
        where = {"type": "Point", "coordinates": [dice.choice((14.75, 14.85, 15.5)), 56.85]}
        given = {
            "en": dice.choice(["ja", "nej", "dont_know"]),
            "flera": dice.sample(["a", "b", "c"], dice.randint(1, 2)),
            "skala": dice.choice(["lag", "hog"]),
            "matris__skrap": "stort",
            "matris__buller": dice.choice(["inget", "stort"]),
            "tal": str(dice.randint(0, 5)),
            "plats__geometry": json.dumps(where),
        }
        asked = dice.sample(sorted(given), dice.randint(1, len(given)))
        _answer(db, survey, dice.randint(1, 2), channel=dice.choice(["web", "paper"]), **{k: given[k] for k in asked})
    assert not recount_answers(db)[1]
    together = func.sum(AnswerCount.n).filter(AnswerCount.week == EVERY_WEEK)
    assert db.scalar(select(func.sum(AnswerCount.n) - 2 * together)) == 0, (
        "each once in its week and once in the row of all"
    )
    for response_id in dice.sample(list(db.scalars(select(Response.id))), 6):
        erase_response(db, response_id, False)
    assert not recount_answers(db)[1]
    assert db.scalar(select(func.sum(ResponseCount.n)).where(ResponseCount.district_id == _everywhere())) == _all(db)
    ring = [[15.4, 56.8], [15.6, 56.8], [15.6, 57.0], [15.4, 57.0], [15.4, 56.8]]
    import_districts(db, "egna", "Egna", [ReadDistrict("3", "Nytt", {"type": "Polygon", "coordinates": [ring]})])
    assert not recount_answers(db)[1]
    db.execute(update(AnswerCount).where(AnswerCount.item == "*").values(n=AnswerCount.n + 1))
    assert recount_answers(db)[1] and not recount_answers(db)[1]
    for response_id in list(db.scalars(select(Response.id))):
        erase_response(db, response_id, False)
    assert not db.scalar(select(func.count()).select_from(AnswerCount)), "no row tells of what was taken back"
    assert not db.scalar(select(func.count()).select_from(ResponseCount))


def _everywhere():
    from dialog.figures.models import EVERYWHERE

    return EVERYWHERE


def _all(db) -> int:
    return db.scalar(select(func.count()).select_from(Response))
