"""A filled-in survey comes in here, once however often it is sent; and is taken back here, whole.

Core rather than ORM, since residents wait for it. Comes before: `survey/public.py`, or a paper form
keyed in. Goes to: `remark/operations.py` for the words and places, and to the counts.
"""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from dialog.base.clock import this_week, today
from dialog.base.gathering import Expected, Gathering, Rows, insert_rows
from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.place.queries import Remembered, check_within, remembered
from dialog.remark.kinds import NewRemark
from dialog.remark.listeners import changing
from dialog.remark.operations import Accepted, accept_submission, erase_remarks, record_placed, set_aside
from dialog.remark.queries import contents
from dialog.survey.listeners import answered, response_erased
from dialog.survey.models import Answer, Question, Response, Survey, Wave
from dialog.survey.queries import TAKES_ANSWERS, WAVE, takes_answers
from dialog.survey.questionnaire import AnswerRow, Filled, Said

SOURCE = "enkat"
#: Keyed in by staff, who may do so after the wave has closed.
_KEYED_IN = frozenset({"paper", "staff"})

_responses: Any = Response.__table__
_answers: Any = Answer.__table__
_waves: Any = Wave.__table__
# Built once, and done on the connection itself: building and the session's own bookkeeping cost as much as the writing.
_RESPONSES, _ANSWERS = Rows(_responses), Rows(_answers)
_PUBLISHED = {name: f"{wave} AND state <> 'draft')" for name, wave in WAVE.items()}
_STATE_OF = select(_waves.c.state, _waves.c.closes_on).where(_waves.c.id == bindparam("wave_id"))


def submit_response(
    db: Session, *, wave_id: uuid.UUID, filled: Filled, visit_id: uuid.UUID, visit_secret: str, channel: str, lang: str
) -> Accepted:
    """Keep a response with its answers, and its words and places as remarks, once for each visit's id.

    `filled` must be without problems. GeometryProblem for a place far from the municipality. Problem("conflict"): other answers came in under the id, or (fact `is_closed`) the
    wave takes no more. Problem("gone"): the response was taken back.
    """
    if filled.problems:
        raise ValueError("a form with problems is not to be stored")
    response_id = new_id()
    content = wave_id.bytes + filled.content()
    accepted = accept_submission(db, visit_id, visit_secret, content, "response", response_id)
    if accepted.is_new:
        _check_open(db, wave_id, channel)
        row = {"id": response_id, "wave_id": wave_id, "week": this_week(), "channel": channel, "lang": lang}
        insert_rows(db, _RESPONSES, [row])
        news = [_new(wave_id, one.said, lang) for one in filled.answers if one.said is not None]
        known = _checked(db, news)
        # In a batch it is asked once more before the commit; alone, the districts may have changed while the insert waited.
        said = record_placed(db, news, known=known if isinstance(db, Gathering) else None)
        keys = iter(remark_id for remark_id, _ in said)
        answers = [_row(response_id, answer, keys) for answer in filled.answers]
        insert_rows(db, _ANSWERS, answers)
        districts = sorted({district for _, lies_in in said for district in lies_in})
        facts = {"response_id": response_id, "wave_id": wave_id, "week": row["week"], "channel": channel}
        answered.tell(db, **facts, rows=answers, districts=districts)
    return accepted


def _checked(db: Session, news: Sequence[NewRemark]) -> Remembered | None:
    """Return the districts as they are now, with no place far from them: GeometryProblem."""
    places = [new.geometry for new in news if new.geometry is not None]
    if not places:
        return None
    known = remembered(db)
    for place in places:
        check_within(known.bounds, dict(place))
    return known


def _check_open(db: Session, wave_id: uuid.UUID, channel: str) -> None:
    if isinstance(db, Gathering):  # asked before the commit, once for the batch
        if channel in _KEYED_IN:
            db.expect((wave_id, "keyed in"), lambda: Expected(_PUBLISHED, ([wave_id],)))
        else:
            db.expect(wave_id, lambda: Expected(TAKES_ANSWERS, ([wave_id], today().isoformat())))
        return
    wave = db.connection().execute(_STATE_OF, {"wave_id": wave_id}).one()
    if not takes_answers(wave.state, wave.closes_on) and (channel not in _KEYED_IN or wave.state == "draft"):
        raise Problem("conflict", N_("Enkäten har stängt och tar inte emot fler svar."), is_closed=True)


def _row(response_id: uuid.UUID, answer: AnswerRow, remarks: Iterator[uuid.UUID]) -> dict[str, Any]:
    return {
        "response_id": response_id,
        "question_id": answer.question_id,
        "item": answer.item,
        "state": answer.state,
        "choice": answer.choice,
        "number": answer.number,
        "words": answer.words,
        "remark_id": None if answer.said is None else next(remarks),
    }


def _new(wave_id: uuid.UUID, said: Said, lang: str) -> NewRemark:
    return NewRemark(
        text=said.text,
        feeling=said.feeling,
        geometry=said.geometry,
        place_words=said.place_words,
        part_of_day=said.part_of_day,
        season=said.season,
        lang=lang,
        source=SOURCE,
        origin_id=wave_id,
    )


def remarks_of(db: Session, response_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the remarks that a response made: what becomes of them is what becomes of it (`listeners.Target.story`)."""
    found = select(Answer.remark_id).where(Answer.response_id == response_id, Answer.remark_id.is_not(None))
    return [remark_id for remark_id in db.scalars(found) if remark_id is not None]


def erase_response(db: Session, response_id: uuid.UUID, keep_aside: bool) -> None:
    """Erase a response with its answers and remarks, after setting a copy aside if so told (`listeners.Target.erase`)."""
    changing.tell(db, remark_ids=[])  # its districts stay as they are until it is uncounted
    remark_ids = remarks_of(db, response_id)
    response_erased.tell(db, response_id=response_id)
    if keep_aside:
        _set_aside(db, response_id, remark_ids)
    db.execute(delete(_answers).where(_answers.c.response_id == response_id))
    db.execute(delete(_responses).where(_responses.c.id == response_id))
    erase_remarks(db, remark_ids)


def _set_aside(db: Session, response_id: uuid.UUID, remark_ids: Sequence[uuid.UUID]) -> None:
    found = select(Response.week, Response.channel, Response.lang, Survey.slug, Wave.number)
    joined = found.join(Wave, Wave.id == Response.wave_id).join(Survey, Survey.id == Wave.survey_id)
    response = db.execute(joined.where(Response.id == response_id)).first()
    if response is None:
        return
    told = {remark["id"]: remark for remark in contents(db, remark_ids)}
    asked = select(
        Question.code, Answer.item, Answer.state, Answer.choice, Answer.number, Answer.words, Answer.remark_id
    )
    rows = db.execute(
        asked.join(Question, Question.id == Answer.question_id)
        .where(Answer.response_id == response_id)
        .order_by(Question.code, Answer.item)
    )
    answers = [{**row._mapping, "remark_id": None, "remark": told.get(str(row.remark_id))} for row in rows]
    set_aside(db, "response", response.week, {**response._mapping, "answers": answers})


def has_decision(db: Session, response_id: uuid.UUID) -> bool:
    """Say whether the municipality has decided that what this survey took in may be erased for good (gallring)."""
    found = select(Survey.retention_decision).join(Wave, Wave.survey_id == Survey.id).join(Response)
    return bool((db.scalar(found.where(Response.id == response_id)) or "").strip())
