"""A question cut by district, week, season, channel, part of day or another question: a table in which no small group can be worked out.

Districts, weeks, seasons and channels are read from counts kept ready; two questions are joined by response through an index that covers both.
Comes before: `survey/queries` (the wave as it was asked). Goes to: `figures/staff/cutting.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from dialog.figures.crossing import Crossed, as_it_is, crossed
from dialog.figures.intervals import Sample, sample
from dialog.figures.models import EVERYWHERE, PERSON, AnswerCount
from dialog.figures.queries.results import ResponseCut
from dialog.figures.queries.seasons import SAID, by_said, by_season
from dialog.place.queries import districts
from dialog.survey.models import Answer, Response
from dialog.survey.questionnaire import Question, Questionnaire
from dialog.survey.questionnaire.shape import Row, Words

KINDS = ("one", "scale", "several", "matrix")
#: The row of those who gave no answer to the question that cuts.
REST = "-"


@dataclass(frozen=True)
class Line:
    """A question that can be cut, or cut by; of a matrix one row. `key` stands in the address: code, or code.row."""

    question: Question
    row: Row | None = None

    @property
    def key(self) -> str:
        return f"{self.question.code}.{self.row.code}" if self.row else self.question.code

    @property
    def has_one_answer(self) -> bool:
        return self.question.kind != "several"


def lines(asked: Questionnaire) -> list[Line]:
    """Return what of a wave can be cut: questions with choices, and each row of a matrix."""
    found = []
    for question in asked.questions:
        if question.kind in KINDS:
            found += [Line(question, row) for row in question.rows] or [Line(question)]
    return found


@dataclass(frozen=True)
class Group:
    """A row of the table: what it is (a district's name, a week, a channel, a choice's words) and the mean of a scale's values."""

    key: str
    label: Any
    mean: Sample | None = None


@dataclass(frozen=True)
class Cross:
    """A table: a row for each group, a column for each choice of `line`; `people` are the rows' n."""

    line: Line
    groups: Sequence[Group]
    table: Crossed
    #: Whoever is in a group is in no other, and everyone is in one.
    adds_up: bool

    @property
    def people(self) -> Sequence[int | None]:
        return self.table.rows


Counts = dict[tuple[Any, str], int]


def cross(
    db: Session, asked: Questionnaire, line: Line, by: str | Line, cut: ResponseCut, *, hide_small: bool
) -> Cross:
    """Cut a question; with `hide_small` small groups cannot be worked out.

    `by` is "district", "week", "season" (that the answer came in), "channel", "part_of_day" or "place_season" (that the
    response tells a place is so), or another question.
    """
    if isinstance(by, Line):
        cells, people, names = _by_question(db, asked, line, by, cut)
        adds = by.has_one_answer
    elif by in SAID:
        where = [Answer.question_id == line.question.id, Answer.state == "given", *_of(Answer, line), *_of_cut(Answer, asked, cut)]  # fmt: skip
        cells, people, names = by_said(db, asked, by, where, one_answer=line.has_one_answer)
        adds = False
    elif by == "season":
        cells, people, names = by_season(*_by_counts(db, line, "week", cut)[:2])
        adds = True
    else:
        cells, people, names = _by_counts(db, line, by, cut)
        adds = by != "district"
    codes = [choice.code for choice in line.question.choices]
    keys = [key for key in names if people.get(key)]
    counts = [[cells.get((key, code), 0) for code in codes] for key in keys]
    rows = [people[key] for key in keys]
    columns = [sum(column) for column in zip(*counts, strict=True)] if counts else [0] * len(codes)
    table = as_it_is(counts, rows, columns)
    if hide_small:
        table = crossed(counts, rows, columns, rows_add=line.has_one_answer)
    means = [_mean(line, row, seen) for row, seen in zip(counts, table.cells, strict=True)]
    groups = [Group(str(key), names[key], mean) for key, mean in zip(keys, means, strict=True)]
    return Cross(line, groups, table, adds)


def _mean(line: Line, row: Sequence[int], seen: Sequence[int | None]) -> Sample | None:
    # A mean beside a hidden number would be one more sum to work it out from.
    if line.question.kind != "scale" or None in seen:
        return None
    worth = zip(line.question.choices, row, strict=True)
    return sample({float(c.value): n for c, n in worth if c.value is not None and n})


def _by_counts(db: Session, line: Line, by: str, cut: ResponseCut) -> tuple[Counts, dict[Any, int], Mapping[Any, Any]]:
    c = AnswerCount
    names: dict[Any, Any] = {}
    where: list[ColumnElement[bool]] = [c.question_id == line.question.id, c.state == "given"]
    if by == "district":
        known = districts(db)
        names = {d.id: d.name for d in known if d.kind == known[0].kind and cut.district in (None, d.id)}
        where += [c.district_id.in_(names), *cut.on_answers()]
    else:
        where += [c.district_id == (cut.district or EVERYWHERE), *cut.on_answers(apart=True)]
    axis = {"district": c.district_id, "week": c.week, "channel": c.channel}[by]
    if line.row:
        where.append(c.item == line.row.code)
    rows = db.execute(select(axis, c.item, c.choice, func.sum(c.n)).where(*where).group_by(axis, c.item, c.choice))
    cells: Counts = {}
    people: dict[Any, int] = {}
    for key, item, choice, n in rows:
        if item != PERSON:
            cells[key, choice] = cells.get((key, choice), 0) + int(n)
        if line.has_one_answer or item == PERSON:
            people[key] = people.get(key, 0) + int(n)
    if by != "district":
        names = {key: key for key in sorted(people)}
    return cells, people, names


def _by_question(
    db: Session, asked: Questionnaire, line: Line, by: Line, cut: ResponseCut
) -> tuple[Counts, dict[Any, int], Mapping[Any, Any]]:
    a, b = aliased(Answer), aliased(Answer)
    joined = (
        [b.question_id == by.question.id, b.response_id == a.response_id, b.state == "given", *_of(b, by)],
        [a.question_id == line.question.id, a.state == "given", *_of(a, line), *_of_cut(a, asked, cut)],
    )
    query = select(b.choice, a.choice, func.count()).join(b, joined[0][1]).where(*joined[0], *joined[1])
    cells: Counts = {(k, str(c)): n for k, c, n in db.execute(query.group_by(b.choice, a.choice))}
    people: dict[Any, int] = {}
    if line.has_one_answer:
        for (key, _), n in cells.items():
            people[key] = people.get(key, 0) + n
    else:
        each = select(b.choice, func.count(a.response_id.distinct())).join(b, joined[0][1])
        people = {key: n for key, n in db.execute(each.where(*joined[0], *joined[1]).group_by(b.choice))}  # noqa: C416 -- mypy
    names: dict[Any, Any] = {choice.code: _words(choice) for choice in by.question.choices}
    if by.has_one_answer:
        _rest(cells, people, *_all(db, line, cut))
        names[REST] = None
    return cells, people, names


def _all(db: Session, line: Line, cut: ResponseCut) -> tuple[dict[str, int], int]:
    """Return how many chose each choice, and how many answered, wherever and whatever else they said."""
    cells, people, _ = _by_counts(db, line, "channel", cut)
    total: dict[str, int] = {}
    for (_, choice), n in cells.items():
        total[choice] = total.get(choice, 0) + n
    return total, sum(people.values())


def _rest(cells: Counts, people: dict[Any, int], total: Mapping[str, int], answered: int) -> None:
    """Add the row of those who gave no answer to the question that cuts, so that the rows hold everyone."""
    for choice, n in total.items():
        cells[REST, choice] = n - sum(k for (key, c), k in cells.items() if c == choice and key != REST)
    people[REST] = answered - sum(n for key, n in people.items() if key != REST)


def _of(answer: Any, line: Line) -> list[ColumnElement[bool]]:
    return [answer.item == line.row.code] if line.row else []


def _of_cut(answer: Any, asked: Questionnaire, cut: ResponseCut) -> list[ColumnElement[bool]]:
    conditions = cut.conditions()
    if not conditions:
        return []
    within = select(Response.id).where(Response.wave_id == asked.wave_id, *conditions)
    if cut.is_narrow:
        return [answer.response_id.in_(within)]
    # Most match: each is looked at on the way. SQLite would else go by the responses, and leap about in the answers to both questions.
    return [within.where(Response.id == answer.response_id).exists()]


def _words(choice: Any) -> Words:
    words: Words = choice.text if any(choice.text.values()) else {"sv": str(choice.value)}
    return words
