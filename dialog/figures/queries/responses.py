"""Responses on their way out in a file: a row each, in the order of their random keys, some hundreds at a time.

Comes before: `survey/queries` (the wave as it was asked). Goes to: `figures/exchange/writing.py`.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, Text, case, cast, func, null, select, type_coerce
from sqlalchemy.orm import Session

from dialog.figures.exchange.answers import AskedWave, GivenAnswer, ResponseColumns
from dialog.figures.queries.results import ResponseCut
from dialog.remark import masking
from dialog.remark.models import Remark
from dialog.survey.models import Answer, Response, Survey, Wave
from dialog.survey.queries import questionnaire_of
from dialog.tag.filters import show_week

AT_ONCE = 500


def asked_waves(db: Session, slug: str = "", number: int | None = None) -> list[AskedWave]:
    """Return the published waves (of one survey, of one number), each as it was asked."""
    query = select(Survey.slug, Wave.number, Wave.id).join(Wave, Wave.survey_id == Survey.id)
    query = query.where(Wave.state != "draft").order_by(Survey.slug, Wave.number)
    if slug:
        query = query.where(Survey.slug == slug)
    if number is not None:
        query = query.where(Wave.number == number)
    rows = db.execute(query).all()
    return [AskedWave(s, n, asked) for s, n, key in rows if (asked := questionnaire_of(db, key)) is not None]


def count_responses(db: Session, waves: Sequence[AskedWave], cut: ResponseCut) -> int:
    """Return how many responses there are."""
    return db.scalar(select(func.count()).select_from(Response).where(*_conditions(waves, cut))) or 0


def _conditions(waves: Sequence[AskedWave], cut: ResponseCut) -> list[ColumnElement[bool]]:
    return [Response.wave_id.in_([wave.questionnaire.wave_id for wave in waves]), *cut.conditions()]


def response_rows(
    db: Session, waves: Sequence[AskedWave], cut: ResponseCut, columns: ResponseColumns, *, at_once: int = AT_ONCE
) -> Iterator[list[list[Any]]]:
    """Yield the responses in stretches of rows."""
    by_id = {wave.questionnaire.wave_id: wave for wave in waves}
    connection = db.connection()
    query = select(Response.id, Response.wave_id, Response.week, Response.channel, Response.lang)
    found = connection.execute(
        query.where(*_conditions(waves, cut)).order_by(Response.id),
        execution_options={"stream_results": True, "max_row_buffer": at_once},
    )
    while responses := found.fetchmany(at_once):
        rows: dict[uuid.UUID, list[Any]] = {}
        for key, wave_id, week, channel, lang in responses:
            wave = by_id[wave_id]
            first = [wave.slug, wave.number, show_week(week), channel, lang]
            rows[key] = first + [None] * (len(columns.names) - len(first))
        for key, answer in _answers(db, responses[0][0], responses[-1][0]):
            if key in rows:
                columns.put(rows[key], answer)
        yield list(rows.values())


def _answers(db: Session, first: uuid.UUID, last: uuid.UUID) -> Iterator[tuple[uuid.UUID, GivenAnswer]]:
    connection = db.connection()
    whole: ColumnElement[Any]
    if connection.dialect.name == "sqlite":
        whole = type_coerce(Remark.geometry, String)
    else:
        whole = cast(Remark.geometry, Text)
    a, r = Answer, Remark
    words = case((a.words.is_not(None), a.words), (r.text != "", r.text), else_=r.place_words)
    geometry = case((r.lat.is_(None), null()), (whole.like('%"Point"%'), null()), else_=whole)
    # What accuses somebody leaves masked, as in an export of remarks, and no place that stands in the same response leaves at all:
    # "where" and "why" are often two answers.
    theirs = select(a.remark_id).where(a.response_id.between(first, last), a.remark_id.is_not(None))
    accusing = select(a.response_id).where(a.response_id.between(first, last), masking.accused()(a.remark_id))
    without_place = set(connection.execute(accusing).scalars())
    hidden = masking.hidden_in(db, masking.accused(), lambda column: column.in_(theirs))
    rows = connection.execute(
        select(
            *(a.response_id, a.question_id, a.item, a.state, a.choice, a.number, words, r.lat, r.lng, geometry),
            *(r.id, case((r.text != "", "text"), else_="place_words")),
        )
        .outerjoin(r, r.id == a.remark_id)
        .where(a.response_id.between(first, last))
        .order_by(a.response_id, a.question_id, a.item)
    )
    for key, *answer, remark_id, name in rows:
        if remark_id is not None and key in without_place:
            answer[6:] = [None, None, None]
            answer[5] = None if name == "place_words" else answer[5]
        if remark_id in hidden:
            answer[5] = hidden[remark_id].masked(name, answer[5] or "")
        yield key, GivenAnswer(*answer)
