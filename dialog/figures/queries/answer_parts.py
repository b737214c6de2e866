"""What a wave's responses hold, by stretch of weeks: what the method judges before anything is told of them. For the inside.

Comes before: `publishing/lines.py` (the lines). Goes to: `operations/planning_answers.py`, `beside_answers.py`.
"""

import uuid
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.figures.models import EVERY_WEEK, EVERYWHERE, PERSON, AnswerCount, ResponseCount
from dialog.figures.publishing.answers import Counted
from dialog.figures.publishing.lines import AND, STATE, Line, class_of
from dialog.survey.models import Answer, Response


def weeks_of(db: Session, wave_id: uuid.UUID) -> tuple[int, int] | None:
    """Return the first and the last week that a response came in; None where there is none."""
    c = ResponseCount
    found = db.execute(
        select(func.min(c.week), func.max(c.week)).where(c.wave_id == wave_id, c.district_id == EVERYWHERE)
    )
    first, last = found.one()
    return (first, last) if first else None


def responses_of(db: Session, wave_id: uuid.UUID) -> list[tuple[int, str, int]]:
    """Return how many responses came in, by week and channel."""
    c = ResponseCount
    rows = db.execute(select(c.week, c.channel, c.n).where(c.wave_id == wave_id, c.district_id == EVERYWHERE))
    return [(week, channel, n) for week, channel, n in rows]


def counted(db: Session, wave_id: uuid.UUID, lines: Sequence[Line], untils: Sequence[int]) -> Counted:
    """Count a wave's responses, and what they hold of each line, by the stretches that end with these weeks (in order); what came
    after the last is left out.
    """

    def stretch(week: int) -> int | None:
        at = bisect_left(untils, week)
        return untils[at] if at < len(untils) else None

    responses: Counter[tuple[int, str]] = Counter()
    for week, channel, n in responses_of(db, wave_id):
        if (last := stretch(week)) is not None:
            responses[last, channel] += n
    answers: dict[str, Counter[tuple[int, str]]] = {line.key: Counter() for line in lines}
    for line, week, value, n in [*_plain(db, lines), *_sets(db, lines)]:
        if (last := stretch(week)) is not None:
            answers[line.key][last, value] += n
    return Counted(responses, answers)


def _plain(db: Session, lines: Sequence[Line]) -> list[tuple[Line, int, str, int]]:
    """Return what is held of lines of which a response holds one part, and the states of the others: from the counts kept."""
    c = AnswerCount
    key = (c.question_id, c.item, c.state, c.choice, c.number, c.week)
    where = [c.question_id.in_({line.question.id for line in lines}), c.district_id == EVERYWHERE, c.week != EVERY_WEEK]
    by_item = {(line.question.id, line.row.code if line.row else ""): line for line in lines}
    found = []
    for question_id, item, state, choice, number, week, n in db.execute(
        select(*key, func.sum(c.n)).where(*where, c.item != PERSON).group_by(*key)
    ):
        line = by_item.get((question_id, item))
        if line is None:
            continue
        if state != "given":
            value = STATE + state
        elif line.question.kind == "number":
            value = class_of(line, number)
        else:
            value = choice
        found.append((line, week, value, int(n)))
    return found


def _sets(db: Session, lines: Sequence[Line]) -> list[tuple[Line, int, str, int]]:
    """Return which sets of choices are held where several may be: counted by response, since no count is kept of sets."""
    by_id = {line.question.id: line for line in lines if line.has_sets}
    if not by_id:
        return []
    chosen = func.aggregate_strings(Answer.item, AND).label("chosen")
    sets = (
        select(Answer.question_id, Response.week, chosen)
        .join(Response, Response.id == Answer.response_id)
        .where(Answer.question_id.in_(by_id), Answer.state == "given")
        .group_by(Answer.question_id, Answer.response_id, Response.week)
        .subquery()
        .c
    )
    rows = db.execute(
        select(sets.question_id, sets.week, sets.chosen, func.count()).group_by(
            sets.question_id, sets.week, sets.chosen
        )
    )
    return [(by_id[question_id], week, AND.join(sorted(held.split(AND))), n) for question_id, week, held, n in rows]
