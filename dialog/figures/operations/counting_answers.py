"""Keeps the counts of answers true: with each response in its own transaction, after new districts, and from nothing.

A resident waits for `count_response`: one statement for many rows, straight to the driver. Comes before:
`survey/operations.submit_response`, by way of `survey/listeners`. Goes to: `figures/queries/results.py` and `crosses.py`.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Table, Uuid, bindparam, delete, except_, func, insert, literal, select, text, union_all
from sqlalchemy.orm import Session

from dialog.base.gathering import LAST, Adding, Does, Gathering, as_hex, straight
from dialog.figures.models.answer_count import (
    EVERY_CHANNEL,
    EVERY_WEEK,
    EVERYWHERE,
    PERSON,
    AnswerCount,
    ResponseCount,
)
from dialog.remark.models import RemarkDistrict
from dialog.survey.models import Answer, Response

_answer_counts: Any = AnswerCount.__table__
_response_counts: Any = ResponseCount.__table__
_a: Any = Answer.__table__.c
_r: Any = Response.__table__.c
_d: Any = RemarkDistrict.__table__.c
Key = tuple[Any, ...]
_ROWS_OF = select(_a.question_id, _a.item, _a.state, _a.choice, _a.number).where(_a.response_id == bindparam("id"))
_RESPONSE = select(_r.wave_id, _r.week, _r.channel).where(_r.id == bindparam("id"))
_DISTRICTS_OF_RESPONSE = (
    select(_d.district_id)
    .distinct()
    .join_from(Answer.__table__, RemarkDistrict.__table__, _d.remark_id == _a.remark_id)
    .where(_a.response_id == bindparam("id"))
)
_ADDED = "figures.added_answers"


def count_response(
    db: Session, wave_id: uuid.UUID, week: int, channel: str, rows: Sequence[Mapping[str, Any]],
    districts: Sequence[uuid.UUID], **_more: Any,
) -> None:  # fmt: skip
    """Count a response that has come in (`survey.listeners.answered`): at once, or with those of the batch."""
    found = _keys(db, wave_id, week, channel, districts, rows)
    if isinstance(db, Gathering):
        kept: tuple[Counter[Key], Counter[Key]] = db.info.setdefault(_ADDED, (Counter(), Counter()))
        for all_of, one in zip(kept, found, strict=True):
            all_of.update(one)
    else:
        straight(db, lambda does, dialect: _add(does, dialect.name, found))


def _last_of_batch(db: Session, does: Does) -> None:
    if (kept := db.info.pop(_ADDED, None)) is not None:
        _add(does, db.get_bind().dialect.name, kept)


def count_batches() -> None:
    """Let what a batch has counted be written with it."""
    if _last_of_batch not in LAST:
        LAST.append(_last_of_batch)


def uncount_response(db: Session, response_id: uuid.UUID) -> None:
    """Uncount a response that is about to go (`survey.listeners.response_erased`)."""
    connection = db.connection()
    found = connection.execute(_RESPONSE, {"id": response_id}).first()
    if found is None:
        return
    districts = list(connection.execute(_DISTRICTS_OF_RESPONSE, {"id": response_id}).scalars())
    rows = [row._mapping for row in connection.execute(_ROWS_OF, {"id": response_id})]
    answers, responses = _keys(db, found.wave_id, found.week, found.channel, districts, rows)
    _take(db, _answer_counts, answers)
    _take(db, _response_counts, responses)


def _keys(
    db: Session, wave_id: uuid.UUID, week: int, channel: str, districts: Sequence[uuid.UUID], rows: Iterable[Any]
) -> tuple[Counter[Key], Counter[Key]]:  # fmt: skip
    """Return how much each row of both tables changes by a response; keys as the driver takes them."""
    write: Callable[[uuid.UUID], Any] = as_hex  # both databases read it, and words are sorted faster than ids
    where = [write(EVERYWHERE), *(write(district) for district in districts)]
    said: set[Key] = set()
    answers: Counter[Key] = Counter()
    for row in rows:
        question = write(row["question_id"])
        if row["item"]:
            said.add((question, row["state"]))
        what = row["item"], row["state"], row["choice"] or "", float(row["number"] or 0)
        for place in where:
            answers[question, place, week, channel, *what] += 1
            answers[question, place, EVERY_WEEK, EVERY_CHANNEL, *what] += 1
    for question, state in said:
        for place in where:
            answers[question, place, week, channel, PERSON, state, "", 0.0] += 1
            answers[question, place, EVERY_WEEK, EVERY_CHANNEL, PERSON, state, "", 0.0] += 1
    return answers, Counter({(write(wave_id), place, week, channel): 1 for place in where})


def _statements(table: Table, mark: str) -> tuple[Adding, str, str]:
    """Return how to add, to delete what would be none, and to take; a parameter a key and last how many."""
    keys = [column.name for column in table.primary_key]
    found = " AND ".join(f"{key} = {mark}" for key in keys)
    return (
        Adding(table.name, keys, ("n",), [c.name for c in table.primary_key if isinstance(c.type, Uuid)]),
        f"DELETE FROM {table.name} WHERE {found} AND n <= {mark}",  # noqa: S608
        f"UPDATE {table.name} SET n = n - {mark} WHERE {found}",  # noqa: S608
    )


_SQL = {
    (name, table.name): _statements(table, mark)
    for name, mark in (("sqlite", "?"), ("postgresql", "%s"))
    for table in (_answer_counts, _response_counts)
}


def _add(does: Does, dialect: str, changes: tuple[Counter[Key], Counter[Key]]) -> None:
    for table, one in zip((_answer_counts, _response_counts), changes, strict=True):
        # In one order, so that two who count the same never wait for one another crosswise.
        _SQL[dialect, table.name][0].write(dialect, does, [(*key, n) for key, n in sorted(one.items())])


def _take(db: Session, table: Table, changes: Counter[Key]) -> None:
    connection = db.connection()
    _, remove, take = _SQL[connection.dialect.name, table.name]
    ordered = sorted(changes.items())
    connection.exec_driver_sql(remove, [(*key, n) for key, n in ordered])
    connection.exec_driver_sql(take, [(n, *key) for key, n in ordered])


# From nothing ---------------------------------------------------------------------------------------------------------


def check_answers(db: Session) -> tuple[int, list[str]]:
    """Return how many rows the counts of answers should have, and what differs, in words; changes nothing."""
    rows, told = 0, []
    for table, counted in ((_answer_counts, _answers()), (_response_counts, _responses())):
        fresh = counted.subquery()
        rows += db.scalar(select(func.count()).select_from(fresh)) or 0
        kept, true = select(*table.columns), select(*fresh.columns)
        for word, more, less in (("kept", kept, true), ("missing", true, kept)):
            for found in db.execute(except_(more, less)):
                told.append(f"{table.name}: {word} {' '.join(str(value) for value in found)}")  # noqa: PERF401
    return rows, told


def recount_answers(db: Session) -> tuple[int, list[str]]:
    """Count all responses again from nothing and keep that; return what `check_answers` said."""
    _hold_counts(db)
    found = check_answers(db)
    count_answers_again(db)
    return found


def count_answers_again(db: Session) -> None:
    """Count anew from nothing, as after districts have come, gone or changed (`remark.listeners.placed_again`)."""
    _hold_counts(db)
    for table, counted in ((_answer_counts, _answers()), (_response_counts, _responses())):
        db.execute(delete(table))
        db.execute(insert(table).from_select([column.name for column in table.columns], counted))


def _hold_counts(db: Session) -> None:
    """Let nobody count or uncount a response until the commit: it would be counted twice, or not at all (PostgreSQL)."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("LOCK TABLE answer_counts, response_counts IN SHARE ROW EXCLUSIVE MODE"))


def _in_districts() -> Any:
    found = select(_a.response_id, _d.district_id).distinct()
    return found.join_from(Answer.__table__, RemarkDistrict.__table__, _d.remark_id == _a.remark_id).subquery().c


def _answers() -> Any:
    choice, number = func.coalesce(_a.choice, ""), func.coalesce(_a.number, 0.0)
    every = (_a.item, _a.state, choice, number)
    person = (literal(PERSON), _a.state, literal(""), literal(0.0))
    lying = _in_districts()
    parts = []
    for place in (None, lying):
        parts += [
            _grouped(every, place, once=False),
            _grouped(person, place, once=True),
        ]
    by_week = union_all(*parts).cte("by_week").c
    question, place, _week, _channel, *what, n = by_week
    same = (question, place, *what)
    together = select(question, place, literal(EVERY_WEEK), literal(EVERY_CHANNEL), *what, func.sum(n)).group_by(*same)
    return union_all(select(*by_week), together)


def _grouped(what: tuple[Any, ...], lying: Any, *, once: bool) -> Select[Any]:
    """Count answers by all keys; `once` counts each response a single time, and only where something has an item."""
    place = literal(EVERYWHERE, _d.district_id.type) if lying is None else lying.district_id
    names = ("question_id", "place", "week", "channel", "item", "state", "choice", "number")
    keys = [c.label(name) for c, name in zip((_a.question_id, place, _r.week, _r.channel, *what), names, strict=True)]
    query = select(*keys, _a.response_id) if once else select(*keys)
    query = query.join_from(Answer.__table__, Response.__table__, _r.id == _a.response_id)
    if lying is not None:
        query = query.join(lying.district_id.table, lying.response_id == _a.response_id)
    flat = (query.where(_a.item != "").distinct() if once else query).subquery().c
    found = [flat[name] for name in names]
    return select(*found, func.count().label("n")).group_by(*found)


def _responses() -> Any:
    lying = _in_districts()
    everywhere = literal(EVERYWHERE, _d.district_id.type).label("place")
    flat = union_all(
        select(_r.wave_id, everywhere, _r.week, _r.channel),
        select(_r.wave_id, lying.district_id, _r.week, _r.channel).join(
            lying.district_id.table, lying.response_id == _r.id
        ),
    ).subquery()
    keys = list(flat.columns)
    return select(*keys, func.count().label("n")).group_by(*keys)
