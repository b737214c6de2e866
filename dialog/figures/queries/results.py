"""What was answered to a survey's questions, counted in SQL and cut by district, week and channel.

Comes before: `survey/queries` (the wave as it was asked). Goes to: the page of results. The answers describe those who
answered; nothing here speaks of all residents.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from dialog.figures.models import EVERY_CHANNEL, EVERY_WEEK, EVERYWHERE, PERSON, AnswerCount, ResponseCount
from dialog.figures.publishing.lines import class_of, number_line
from dialog.figures.spread import Spread, spread_of
from dialog.figures.suppression import SMALLEST, hidden
from dialog.remark.models import RemarkDistrict
from dialog.survey.models import Answer, Response, Survey, Wave
from dialog.survey.questionnaire import Choice, Question, Questionnaire

Words = Mapping[str, str]


_FEW_WEEKS = 8


@dataclass(frozen=True)
class ResponseCut:
    """Which responses are meant: those with a place in a district, of a stretch of weeks, of a channel."""

    district: uuid.UUID | None = None
    since: int | None = None
    until: int | None = None
    channel: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on `Response`."""
        found: list[ColumnElement[bool]] = []
        if self.since:
            found.append(Response.week >= self.since)
        if self.until:
            found.append(Response.week <= self.until)
        if self.channel:
            found.append(Response.channel == self.channel)
        if self.district:
            found.append(
                Response.id.in_(
                    select(Answer.response_id)
                    .join(RemarkDistrict, RemarkDistrict.remark_id == Answer.remark_id)
                    .where(RemarkDistrict.district_id == self.district)
                )
            )
        return found

    @property
    def is_narrow(self) -> bool:
        """Say whether it is likely to leave few responses: those of a district, of a month or two, or of another channel than the web."""
        weeks = (self.until or 999_999) - (
            self.since or 0
        )  # as the numbers of weeks are apart, which is more where a year ends
        return bool(self.district) or weeks < _FEW_WEEKS or self.channel not in ("", "web")

    def on_responses(self) -> list[ColumnElement[bool]]:
        """Return the same conditions on the counts of responses."""
        c = ResponseCount
        return [c.district_id == (self.district or EVERYWHERE), *self._of_when(c)]

    def on_answers(self, *, apart: bool = False) -> list[ColumnElement[bool]]:
        """Return the same conditions, but for the district, on the counts of answers.

        `apart` for a sum that tells weeks or channels apart; else the rows of all of them are read where nothing of the
        two is asked for.
        """
        c = AnswerCount
        if apart or self.since or self.until or self.channel:
            return [c.week != EVERY_WEEK, *self._of_when(c)]
        return [c.week == EVERY_WEEK, c.channel == EVERY_CHANNEL]

    def _of_when(self, counts: type[AnswerCount] | type[ResponseCount]) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.since:
            found.append(counts.week >= self.since)
        if self.until:
            found.append(counts.week <= self.until)
        if self.channel:
            found.append(counts.channel == self.channel)
        return found


@dataclass(frozen=True)
class Bar:
    """A choice and how many chose it; `n` None means too few to be shown to this reader."""

    label: Words
    n: int | None
    share: float | None


@dataclass(frozen=True)
class Bars:
    """The bars of a question, or of one row of a matrix; `n` is how many gave an answer to it."""

    label: Words
    n: int | None
    bars: Sequence[Bar]


@dataclass(frozen=True)
class QuestionResult:
    """What was answered to one question. `states` tells how many said "vet ej" or "vill inte svara"."""

    question: Question
    answered: int | None
    states: Mapping[str, int | None]
    groups: Sequence[Bars] = ()
    spread: Spread | None = None
    others: int | None = 0


@dataclass(frozen=True)
class Who:
    """How many answered, when, and by which channels. `total` None means that the cut holds too few to show anything."""

    total: int | None
    weeks: tuple[int, int] | None
    channels: Mapping[str, int | None]


@dataclass(frozen=True)
class Results(Who):
    """The results of a wave."""

    questions: Sequence[QuestionResult] = field(default_factory=tuple)


def results(db: Session, asked: Questionnaire, cut: ResponseCut, *, hide_small: bool) -> Results:
    """Count the answers of a wave; with `hide_small` groups under five are hidden, and a cut under five altogether."""
    who = who_answered(db, asked, cut, hide_small=hide_small)
    if who.total is None:
        return Results(None, None, {})
    counted = _Counted(db, [q.id for q in asked.questions], cut)
    questions = [_result(q, counted, hide_small) for q in asked.questions if q.kind != "info"]
    return Results(who.total, who.weeks, who.channels, questions)


def who_answered(db: Session, asked: Questionnaire, cut: ResponseCut, *, hide_small: bool) -> Who:
    """Count the responses of a wave within a cut."""
    c = ResponseCount
    n = func.sum(c.n)
    where = [c.wave_id == asked.wave_id, *cut.on_responses()]
    total, first, last = db.execute(select(func.coalesce(n, 0), func.min(c.week), func.max(c.week)).where(*where)).one()
    if hide_small and 0 < total < SMALLEST:
        return Who(None, None, {})
    rows = db.execute(select(c.channel, n).where(*where).group_by(c.channel).order_by(n.desc()))
    channels: dict[str, int] = {channel: int(many) for channel, many in rows}
    return Who(int(total), (first, last) if first else None, hidden(channels) if hide_small else dict(channels))


class _Counted:
    """All answers of the cut, from the counts kept: by question, item, state, choice and number."""

    def __init__(self, db: Session, questions: Sequence[uuid.UUID], cut: ResponseCut) -> None:
        c = AnswerCount
        key = (c.question_id, c.item, c.state, c.choice, c.number)
        where = [c.question_id.in_(questions), c.district_id == (cut.district or EVERYWHERE), *cut.on_answers()]
        self._rows: dict[uuid.UUID, list[Any]] = {}
        self.people: dict[tuple[uuid.UUID, str], int] = {}
        for question_id, item, state, choice, number, n in db.execute(
            select(*key, func.sum(c.n)).where(*where).group_by(*key)
        ):
            if item in ("", PERSON):
                people = (question_id, state)
                self.people[people] = self.people.get(people, 0) + int(n)
            if item != PERSON:
                self._rows.setdefault(question_id, []).append((item, state, choice, number, int(n)))

    def of(self, question: Question) -> list[Any]:
        """Return (item, state, choice, number, n) of a question."""
        return self._rows.get(question.id, [])


def _result(question: Question, counted: _Counted, hide: bool) -> QuestionResult:
    people = {state: counted.people.get((question.id, state), 0) for state in ("given", *question.states)}
    shown = hidden(people, total_is_known=False) if hide else dict(people)
    given = [row for row in counted.of(question) if row[1] == "given"]
    made = _GROUPS.get(question.kind)
    return QuestionResult(
        question,
        shown["given"],
        {state: shown[state] for state in question.states},
        list(made(question, given, people["given"], hide)) if made else (),
        spread_of(question, given, hide),
    )


def _bars(choices: Sequence[Choice], found: Mapping[str, int], n: int, hide: bool, *, parts: bool = True) -> list[Bar]:
    by_code = {choice.code: found.get(choice.code, 0) for choice in choices}
    shown = hidden(by_code, total_is_known=parts) if hide else dict(by_code)
    named = [(c, c.text if any(c.text.values()) else {"sv": str(c.value)}) for c in choices]
    return [Bar(label, k, k / n if k is not None and n else None) for c, label in named for k in (shown[c.code],)]


def _one(question: Question, given: list[Any], n: int, hide: bool) -> Iterator[Bars]:
    yield _shown(question.text, n, _bars(question.choices, {row[2]: row[4] for row in given}, n, hide), hide)


def _several(question: Question, given: list[Any], n: int, hide: bool) -> Iterator[Bars]:
    # Several may be chosen by each: the bars do not add up to n.
    found = {row[2]: row[4] for row in given}
    yield _shown(question.text, n, _bars(question.choices, found, n, hide, parts=False), hide)


def _matrix(question: Question, given: list[Any], _n: int, hide: bool) -> Iterator[Bars]:
    for line in question.rows:
        found = {row[2]: row[4] for row in given if row[0] == line.code}
        n = sum(found.values())
        yield _shown(line.text, n, _bars(question.choices, found, n, hide), hide)


def _number(question: Question, given: list[Any], n: int, hide: bool) -> Iterator[Bars]:
    # The classes that a number is published by, which do not follow from what was answered.
    line = number_line(question)
    if line is None:
        return
    found: dict[str, int] = {}
    for row in given:
        part = class_of(line, row[3])
        found[part] = found.get(part, 0) + row[4]
    choices = [Choice(code, text) for code, text in line.parts.items()]
    yield _shown(question.text, n, _bars(choices, found, n, hide), hide)


def _shown(label: Words, n: int, bars: Sequence[Bar], hide: bool) -> Bars:
    return Bars(label, None, []) if hide and 0 < n < SMALLEST else Bars(label, n, bars)


_GROUPS = {"one": _one, "scale": _one, "several": _several, "matrix": _matrix, "number": _number}


def waves_of(db: Session, slug: str) -> tuple[Survey | None, list[Wave]]:
    """Return a survey by its address, and its waves, the first first; (None, []) when there is no such survey."""
    survey = db.scalar(select(Survey).where(Survey.slug == slug))
    if survey is None:
        return None, []
    return survey, list(db.scalars(select(Wave).where(Wave.survey_id == survey.id).order_by(Wave.number)))
