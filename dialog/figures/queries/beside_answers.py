"""Which publications of a survey's remarks would tell too much beside its answers, and the other way round (`publishing/beside.py`).

What is told of several ways in tells of each when the others are told too: so remarks of surveys count as told by themselves whatever
else they were told with. Comes before: `models/publication.py` and
`models/answer_publication.py`. Goes to: both plans.
"""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from dialog.figures.models import EVERY_WEEK, EVERYWHERE, AnswerCount, AnswerPublication, Publication
from dialog.figures.publishing.beside import Answers, Remarks
from dialog.figures.publishing.choice import Choice
from dialog.figures.queries.answer_parts import responses_of
from dialog.figures.queries.answer_publications import told_earlier
from dialog.figures.queries.publications import smallest_told
from dialog.figures.suppression import NOWHERE, SMALLEST
from dialog.survey.models import Survey, Wave
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import Question, Questionnaire

_SURVEY = "enkat"


@dataclass(frozen=True)
class Crowded:
    """Addresses of what stands in the way: of all answers, or only of telling by which channels they came."""

    whole: Sequence[str] = ()
    channels: Sequence[str] = ()
    #: Whether some of the remarks come from a question that not everyone was asked.
    follows: bool = False


def crowded_by(db: Session, asked: Questionnaire, until: int) -> Crowded:
    """Return the publications of remarks, withdrawn too, beside which a wave's answers up to a week would tell too much."""
    slug = db.scalars(select(Survey.slug).join(Wave, Wave.survey_id == Survey.id).where(Wave.id == asked.wave_id)).one()
    found = _answers(db, asked, [until]).rooms(_told_remarks(db, slug))
    follows = any(question.is_remark and question.condition for question in asked.questions)
    return Crowded(
        [one.slug for one, room in found if not room.whole],
        [one.slug for one, room in found if one.by_way and not room.channels],
        follows,
    )


def crowding(db: Session, choice: Choice) -> list[str]:
    """Return the publications of answers, withdrawn too, beside which these remarks would tell too much."""
    if _SURVEY not in choice.sources:
        return []
    p = AnswerPublication
    by_wave: dict[uuid.UUID, list[tuple[str, str]]] = {}
    rows = db.execute(select(p.slug, p.survey, p.wave_id).where(p.until >= choice.since).order_by(p.number))
    for slug, survey, wave_id in rows:
        if choice.dialogue in ("", survey):
            by_wave.setdefault(wave_id, []).append((slug, survey))
    by_way = any("source" in cut for cut in choice.plan)
    mine = Remarks("", choice.since, choice.until, by_way, smallest=smallest_told(db, choice.division))
    found = []
    for wave_id, published in by_wave.items():
        asked = questionnaire_of(db, wave_id)
        if asked is None:
            continue
        answers = _answers(db, asked)
        # What is told of some of the same weeks is cut where this begins and ends.
        others = _told_remarks(db, published[0][1])
        others = [one for one in others if one.since <= choice.until and choice.since <= one.until]
        rooms = answers.rooms([mine, *others])
        if any(not room.whole or (one.by_way and answers.tells_channels and not room.channels) for one, room in rooms):
            found += [slug for slug, _ in published]
    return found


def _told_remarks(db: Session, survey: str) -> list[Remarks]:
    """Return all that was told of remarks where a survey's are among them."""
    p = Publication
    found = []
    for row in db.execute(
        select(p.slug, p.since, p.until, p.dialogue, p.sources, p.basis, p.content).order_by(p.number)
    ):
        if _SURVEY not in row.sources or row.dialogue not in ("", survey):
            continue
        by_way = any(figure["key"].startswith(f"source={_SURVEY}:") for figure in row.basis["figures"])
        drifts: set[int] = set()
        if row.sources == [_SURVEY]:
            now = _given_now(db, row.dialogue, row.since, row.until)
            told = {"": "total", "unsafe": "unsafe", "safe": "safe"}
            drifts = {n - now[feeling] for feeling, name in told.items() if (n := row.content.get(name)) is not None}
        smallest = row.content.get("smallest", SMALLEST)
        found.append(Remarks(row.slug, row.since, row.until, by_way, frozenset(drifts), smallest))
    return found


def _given_now(db: Session, survey: str, since: int, until: int) -> Counter[str]:
    """Return how many remarks a survey has now, or all surveys ("") have: in all (""), and by feeling."""
    waves = select(Wave.id).join(Survey, Survey.id == Wave.survey_id)
    questionnaires = (
        questionnaire_of(db, wave) for wave in db.scalars(waves.where(Survey.slug == survey) if survey else waves)
    )
    asked = {q.id: q for one in questionnaires if one is not None for q in one.questions if q.is_remark}
    a = AnswerCount
    where = (a.district_id == EVERYWHERE, a.week.between(since, until), a.state == "given", a.question_id.in_(asked))
    found: Counter[str] = Counter()
    for question_id, n in db.execute(select(a.question_id, func.sum(a.n)).where(*where).group_by(a.question_id)):
        found.update({"": int(n), asked[question_id].feeling or NOWHERE: int(n)})
    return found


def _answers(db: Session, asked: Questionnaire, wanted: Sequence[int] = ()) -> Answers:
    """Return a wave's answers, all that was told of them, and the weeks that they are to be told up to."""
    questions = [question for question in asked.questions if question.is_remark]
    codes = {question.id: question.code for question in questions}
    a = AnswerCount
    where = (a.district_id == EVERYWHERE, a.week != EVERY_WEEK, a.state == "given", a.question_id.in_(codes))
    counts = select(a.week, a.channel, a.question_id, func.sum(a.n)).where(*where)
    given = [
        (week, channel, codes[question_id], int(n))
        for week, channel, question_id, n in db.execute(counts.group_by(a.week, a.channel, a.question_id))
    ]
    follow = [row for q in questions if len(q.condition) == 1 for row in _asked_of(db, asked, q)]
    told = list(told_earlier(db, asked.wave_id).values())
    return Answers(questions, responses_of(db, asked.wave_id), given, follow, told, wanted)


def _asked_of(db: Session, asked: Questionnaire, question: Question) -> list[tuple[int, str, int]]:
    """Return how many were asked a question that follows from one choice, by week; none where it is not as simple as that."""
    a = AnswerCount
    ((code, wanted),) = question.condition
    before = next((q for q in asked.questions if q.code == code and q.kind in ("one", "scale")), None)
    if before is None:
        return []
    rows = db.execute(
        select(a.week, func.sum(a.n))
        .where(a.question_id == before.id, a.district_id == EVERYWHERE, a.week != EVERY_WEEK)
        .where(or_(and_(a.state == "given", a.choice.in_(wanted)), and_(a.state != "given", a.state.in_(wanted))))
        .group_by(a.week)
    )
    return [(week, question.code, int(n)) for week, n in rows]
