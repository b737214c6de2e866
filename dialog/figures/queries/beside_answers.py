"""Which publications of a survey's remarks would tell too much beside its answers, and the other way round (`publishing/beside.py`).

Comes before: `models/publication.py` and `models/answer_publication.py`. Goes to: both plans.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.figures.models import EVERYWHERE, AnswerCount, AnswerPublication, Publication, ResponseCount
from dialog.figures.publishing.beside import has_room
from dialog.figures.publishing.choice import Choice
from dialog.figures.suppression import SMALLEST
from dialog.survey.models import Survey, Wave
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import Questionnaire

_SURVEY = "enkat"


@dataclass(frozen=True)
class Crowded:
    """Addresses of what stands in the way: of all answers, or only of telling by which channels they came."""

    whole: Sequence[str] = ()
    channels: Sequence[str] = ()


def crowded_by(db: Session, asked: Questionnaire, until: int) -> Crowded:
    """Return the publications of remarks, withdrawn too, beside which a wave's answers up to a week would tell too much."""
    slug = db.scalars(select(Survey.slug).join(Wave, Wave.survey_id == Survey.id).where(Wave.id == asked.wave_id)).one()
    p = Publication
    whole, channels = [], []
    for row in db.execute(select(p.slug, p.since, p.until, p.dialogue, p.sources, p.basis).where(p.since <= until)):
        keys = [figure["key"] for figure in row.basis["figures"]]
        by_way = any(key.startswith(f"source={_SURVEY}:") for key in keys)
        alone = row.dialogue == slug or (not row.dialogue and row.sources == [_SURVEY])
        if _SURVEY not in row.sources or (row.dialogue and not alone) or not (alone or by_way):
            continue
        found = _room(db, asked, row.since, min(row.until, until), alone=alone)
        whole += [row.slug] if not found[0] else []
        channels += [row.slug] if by_way and not found[1] else []
    return Crowded(whole, channels)


def crowding(db: Session, choice: Choice) -> list[str]:
    """Return the publications of answers, withdrawn too, beside which these remarks would tell too much."""
    by_way = any("source" in cut for cut in choice.plan)
    if _SURVEY not in choice.sources:
        return []
    p = AnswerPublication
    found = []
    for row in db.execute(
        select(p.slug, p.survey, p.wave_id, p.until, p.basis).where(p.since <= choice.until, p.until >= choice.since)
    ):
        alone = choice.dialogue == row.survey or (not choice.dialogue and choice.sources == (_SURVEY,))
        asked = questionnaire_of(db, row.wave_id)
        if asked is None or (choice.dialogue and not alone) or not (alone or by_way):
            continue
        whole, channels = _room(db, asked, choice.since, min(choice.until, row.until), alone=alone)
        tells_channels = any(not kept["line"] and not kept["part"].startswith("!") for kept in row.basis)
        if not whole or (by_way and tells_channels and not channels):
            found.append(row.slug)
    return found


def _room(db: Session, asked: Questionnaire, since: int, until: int, *, alone: bool) -> tuple[bool, bool]:
    """Return whether there is room in all (by feeling, too, where the survey's remarks are told alone), and in each channel."""
    r, a = ResponseCount, AnswerCount
    questions = [question for question in asked.questions if question.is_remark]
    by_id = {question.id: question.code for question in questions}
    answered = dict(
        db.execute(
            select(r.channel, func.sum(r.n))
            .where(r.wave_id == asked.wave_id, r.district_id == EVERYWHERE, r.week.between(since, until))
            .group_by(r.channel)
        ).all()
    )
    given: dict[str, dict[str, int]] = {channel: {} for channel in answered}
    counts = select(a.question_id, a.channel, func.sum(a.n)).where(
        a.question_id.in_(by_id), a.district_id == EVERYWHERE, a.week.between(since, until), a.state == "given"
    )
    for question_id, channel, n in db.execute(counts.group_by(a.question_id, a.channel)):
        given.setdefault(channel, {})[by_id[question_id]] = int(n)
    total = int(sum(answered.values()))
    in_all = {code: sum(one.get(code, 0) for one in given.values()) for code in by_id.values()}
    groups = [questions, *([q for q in questions if q.feeling == f] for f in ("unsafe", "safe") if alone)]
    whole = total == 0 or all(has_room(total, in_all, group) for group in groups)
    channels = all(has_room(int(n), given[c], questions) for c, n in answered.items() if n >= SMALLEST)
    return whole, channels
