"""Who has not been heard while a survey is open: groups whose part of the answers is less than it was in the wave before.

Told of districts, and of questions about who answers (`BACKGROUND`) that are worded as they were. It compares one self-selected crowd
with another: what share of the residents a group is, nobody here knows. Goes to: the staff's start page and a survey's results.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from dialog.figures.intervals import FEW, difference
from dialog.figures.models import EVERY_WEEK, EVERYWHERE, AnswerCount, ResponseCount
from dialog.figures.suppression import SMALLEST
from dialog.place.queries import districts
from dialog.survey.models import Survey, Wave
from dialog.survey.queries import questionnaire_of, takes_answers
from dialog.survey.questionnaire import Question

#: Questions about who answers, by their code: age, gender, housing, what one does in the area.
BACKGROUND = re.compile(
    r"^(alder|age|hur_gammal|kon|gender|ar_du$|boende|hur_bor|tenure|hemma|roll|role|vad_gor_du)(_|$)|^(alder|kon|roll)\d*$"
)


@dataclass(frozen=True)
class Unheard:
    """A group that is heard less than last time: n of `of` now, a share of `before` then. `n` None: too few to be shown."""

    #: The question that the group is an answer to; None for a district.
    question: Any
    label: Any
    n: int | None
    of: int
    now: float | None
    before: float


@dataclass(frozen=True)
class Hearing:
    """An open wave, how many have answered, and the groups heard less than in the wave it is compared with (None: there is none)."""

    survey: Survey
    wave: Wave
    earlier: Wave | None
    total: int
    groups: list[Unheard]

    @property
    def says_something(self) -> bool:
        return self.total >= FEW


_before = aliased(Wave)
_has_earlier = exists().where(
    _before.survey_id == Wave.survey_id, _before.state != "draft", _before.number < Wave.number
)
_AGAIN = select(Survey, Wave).join(Wave, Wave.survey_id == Survey.id).where(Wave.state == "open", _has_earlier)


def open_hearings(db: Session, *, hide_small: bool) -> list[Hearing]:
    """Return what can be told of each survey that takes answers today and has done so before."""
    rows = db.execute(_AGAIN).all()
    return [hearing(db, s, w, hide_small=hide_small) for s, w in rows if takes_answers(w.state, w.closes_on)]


def hearing_of(db: Session, survey: Survey, wave: Wave, *, hide_small: bool) -> Hearing | None:
    """Return the same for one wave; None when it takes no answers today."""
    return hearing(db, survey, wave, hide_small=hide_small) if takes_answers(wave.state, wave.closes_on) else None


def hearing(db: Session, survey: Survey, wave: Wave, *, hide_small: bool) -> Hearing:
    """Return which groups have been heard less in a wave than in the one before it."""
    earlier = db.scalar(
        select(Wave)
        .where(Wave.survey_id == survey.id, Wave.state != "draft", Wave.number < wave.number)
        .order_by(Wave.number.desc())
        .limit(1)
    )
    total = _responses(db, wave).get(EVERYWHERE, 0)
    found: list[Unheard] = []
    if earlier is not None and total >= FEW:
        found = [*_of_districts(db, wave, earlier, hide_small), *_of_questions(db, wave, earlier, hide_small)]
    return Hearing(survey, wave, earlier, total, found)


def less(
    question: Any, names: Mapping[Any, Any], now: Mapping[Any, int], before: Mapping[Any, int], *, hide_small: bool
) -> Iterator[Unheard]:
    """Yield the groups whose share has fallen by more than chance can do (Newcombe), the furthest first; few answers yield none."""
    n, m = sum(now.get(key, 0) for key in names), sum(before.get(key, 0) for key in names)
    fallen = []
    for key, name in names.items():
        k, j = now.get(key, 0), before.get(key, 0)
        found = difference(j, m, k, n) if n >= FEW and m >= FEW and j >= SMALLEST else None
        if found is not None and found.high < 0:
            hidden = hide_small and 0 < k < SMALLEST
            fallen.append(
                (found.value, Unheard(question, name, None if hidden else k, n, None if hidden else k / n, j / m))
            )
    yield from (group for _, group in sorted(fallen, key=lambda pair: pair[0]))


def _responses(db: Session, wave: Wave) -> dict[Any, int]:
    c = ResponseCount
    rows = db.execute(select(c.district_id, func.sum(c.n)).where(c.wave_id == wave.id).group_by(c.district_id))
    return {district: int(n) for district, n in rows}


def _of_districts(db: Session, wave: Wave, earlier: Wave, hide: bool) -> Iterator[Unheard]:
    known = districts(db)
    names = {d.id: d.name for d in known if d.kind == known[0].kind}
    return less(None, names, _responses(db, wave), _responses(db, earlier), hide_small=hide)


def _of_questions(db: Session, wave: Wave, earlier: Wave, hide: bool) -> Iterator[Unheard]:
    asked, asked_before = questionnaire_of(db, wave.id), questionnaire_of(db, earlier.id)
    assert asked is not None and asked_before is not None
    for question in asked.questions:
        same = asked_before.by_code.get(question.code)
        if question.kind == "one" and BACKGROUND.search(question.code) and same and same.wording == question.wording:
            names = {choice.code: choice.text for choice in question.choices}
            yield from less(question.text, names, _chosen(db, question), _chosen(db, same), hide_small=hide)


def _chosen(db: Session, question: Question) -> dict[Any, int]:
    c = AnswerCount
    where = (c.question_id == question.id, c.district_id == EVERYWHERE, c.week == EVERY_WEEK, c.state == "given")
    return {
        choice: int(n) for choice, n in db.execute(select(c.choice, func.sum(c.n)).where(*where).group_by(c.choice))
    }
