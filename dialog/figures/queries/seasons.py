"""A question cut by when: the season an answer came in, and the part of the day or the season that it tells a place is so.

The first is folded from counts by week; the others are of who was asked of a place and said when (`Question.asks_when`).
Comes before: `survey/operations` (answers and the remarks they made). Goes to: `queries/crosses.py`.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, union_all
from sqlalchemy.orm import Session

from dialog.base.clock import monday_of
from dialog.remark.kinds import PARTS_OF_DAY, SEASONS, all_of, split
from dialog.remark.models import Remark
from dialog.survey.models import Answer
from dialog.survey.questionnaire import Questionnaire

#: The months of each season, as SMHI's meteorologists' calendar has them.
_MONTHS = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "winter": (12, 1, 2)}
SAID: Mapping[str, tuple[Any, Mapping[str, str]]] = {
    "part_of_day": (Remark.part_of_day, PARTS_OF_DAY),
    "place_season": (Remark.season, SEASONS),
}
Cells = dict[tuple[Any, str], int]


def season_of(week: int) -> str:
    """Return the season that the middle of an ISO week (year × 100 + week) lies in: its Thursday."""
    month = (monday_of(week) + timedelta(days=3)).month
    return next(season for season, months in _MONTHS.items() if month in months)


def by_season(cells: Cells, people: Mapping[Any, int]) -> tuple[Cells, dict[Any, int], dict[Any, Any]]:
    """Fold counts by week into seasons, in the order of the year."""
    folded: Cells = {}
    who: dict[Any, int] = {}
    for (week, choice), n in cells.items():
        key = season_of(week), choice
        folded[key] = folded.get(key, 0) + n
    for week, n in people.items():
        who[season_of(week)] = who.get(season_of(week), 0) + n
    return folded, who, {season: season for season in SEASONS if season in who}


def asks_when(asked: Questionnaire) -> bool:
    """Say whether some place of the wave is followed by when it is so."""
    return any(question.asks_when for question in asked.questions)


def by_said(
    db: Session, asked: Questionnaire, what: str, where: list[ColumnElement[bool]], *, one_answer: bool
) -> tuple[Cells, dict[Any, int], dict[Any, Any]]:
    """Count answers (`where` chooses them) by what the same response says of when; who says several is in several groups."""
    column, known = SAID[what]
    asking = [question.id for question in asked.questions if question.asks_when]
    parts = [
        select(Answer.response_id, literal(code).label("code"))
        .join(Remark, Remark.id == Answer.remark_id)
        .where(Answer.question_id.in_(asking), column.in_([some for some in all_of(known) if code in split(some)]))
        .distinct()
        for code in known
    ]
    said = union_all(*parts).subquery().c
    query = select(said.code, Answer.choice, func.count()).join(Answer, Answer.response_id == said.response_id)
    cells: Cells = {(k, str(c)): n for k, c, n in db.execute(query.where(*where).group_by(said.code, Answer.choice))}
    people: dict[Any, int] = {}
    if one_answer:
        for (key, _choice), n in cells.items():
            people[key] = people.get(key, 0) + n
    else:
        each = select(said.code, func.count(Answer.response_id.distinct()))
        each = each.join(Answer, Answer.response_id == said.response_id).where(*where).group_by(said.code)
        people = {key: n for key, n in db.execute(each)}  # noqa: C416 -- mypy
    return cells, people, {code: code for code in known}
