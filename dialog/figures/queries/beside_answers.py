"""Which publications of a survey's remarks would tell too much beside its answers, and the other way round (`publishing/beside.py`).

What is told for two periods tells of the weeks between them, and what is told of several ways in tells of each when the others are
told too: so all that was ever told is looked at together, by the stretches of weeks that it cuts time into, and remarks of surveys
count as told by themselves whatever else they were told with. Comes before: `models/publication.py` and
`models/answer_publication.py`. Goes to: both plans.
"""

import itertools
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from dialog.figures.models import (
    EVERY_WEEK,
    EVERYWHERE,
    PERSON,
    AnswerCount,
    AnswerPublication,
    Publication,
    ResponseCount,
)
from dialog.figures.publishing.answers import WHOLE, Told, from_kept
from dialog.figures.publishing.beside import follow_ups_have_room, has_room
from dialog.figures.publishing.choice import Choice, blocks
from dialog.figures.suppression import SMALLEST
from dialog.survey.models import Survey, Wave
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import Question, Questionnaire

_SURVEY = "enkat"
_FEELINGS = ("unsafe", "safe")


@dataclass(frozen=True)
class Crowded:
    """Addresses of what stands in the way: of all answers, or only of telling by which channels they came."""

    whole: Sequence[str] = ()
    channels: Sequence[str] = ()
    #: Whether some of the remarks come from a question that not everyone was asked.
    follows: bool = False


@dataclass(frozen=True)
class _Remarks:
    """Remarks that were told, or are to be ("" for an address): their weeks, and how many more were told than there are now."""

    slug: str
    since: int
    until: int
    by_way: bool
    drift: int = 0


def crowded_by(db: Session, asked: Questionnaire, until: int) -> Crowded:
    """Return the publications of remarks, withdrawn too, beside which a wave's answers up to a week would tell too much."""
    slug = db.scalars(select(Survey.slug).join(Wave, Wave.survey_id == Survey.id).where(Wave.id == asked.wave_id)).one()
    found = _Beside(db, asked, [until]).rooms(_told_remarks(db, slug))
    follows = any(question.is_remark and question.condition for question in asked.questions)
    return Crowded(
        [one.slug for one, (whole, _) in found if not whole],
        [one.slug for one, (_, channels) in found if one.by_way and not channels],
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
    mine = _Remarks("", choice.since, choice.until, any("source" in cut for cut in choice.plan))
    found = []
    for wave_id, published in by_wave.items():
        asked = questionnaire_of(db, wave_id)
        if asked is None:
            continue
        beside = _Beside(db, asked)
        # What is told of some of the same weeks is cut where this begins and ends.
        others = _told_remarks(db, published[0][1])
        others = [one for one in others if one.since <= choice.until and choice.since <= one.until]
        rooms = beside.rooms([mine, *others])
        if any(not whole or (one.by_way and beside.tells_channels and not ways) for one, (whole, ways) in rooms):
            found += [slug for slug, _ in published]
    return found


def _told_remarks(db: Session, survey: str) -> list[_Remarks]:
    """Return all that was told of remarks where a survey's are among them."""
    p = Publication
    found = []
    for row in db.execute(
        select(p.slug, p.since, p.until, p.dialogue, p.sources, p.basis, p.content).order_by(p.number)
    ):
        if _SURVEY not in row.sources or row.dialogue not in ("", survey):
            continue
        by_way = any(figure["key"].startswith(f"source={_SURVEY}:") for figure in row.basis["figures"])
        drift = 0
        if row.sources == [_SURVEY]:
            drift = row.content["total"] - _given_now(db, row.dialogue, row.since, row.until)
        found.append(_Remarks(row.slug, row.since, row.until, by_way, drift))
    return found


def _given_now(db: Session, survey: str, since: int, until: int) -> int:
    """Return how many remarks a survey has now, or all surveys ("") have."""
    waves = select(Wave.id).join(Survey, Survey.id == Wave.survey_id)
    questionnaires = (
        questionnaire_of(db, wave) for wave in db.scalars(waves.where(Survey.slug == survey) if survey else waves)
    )
    ids = [q.id for asked in questionnaires if asked is not None for q in asked.questions if q.is_remark]
    a = AnswerCount
    where = (a.district_id == EVERYWHERE, a.week.between(since, until), a.state == "given")
    return int(db.scalar(select(func.sum(a.n)).where(a.question_id.in_(ids), *where)) or 0)


@dataclass
class _Counts:
    """How many answered in some weeks, by channel, and how many gave each question something."""

    answered: Counter[str] = field(default_factory=Counter)
    given: dict[str, Counter[str]] = field(default_factory=dict)
    #: How many were asked each question that follows from one choice.
    asked: Counter[str] = field(default_factory=Counter)


class _Beside:
    """A wave's answers as they are now and as they were told, to hold remarks beside; `untils`: to be told as well."""

    def __init__(self, db: Session, asked: Questionnaire, untils: Iterable[int] = ()) -> None:
        self.questions = [question for question in asked.questions if question.is_remark]
        p, r, a = AnswerPublication, ResponseCount, AnswerCount
        rows = db.execute(select(p.until, p.basis).where(p.wave_id == asked.wave_id).order_by(p.number))
        self.told: list[Told] = [from_kept(until, basis) for until, basis in rows]
        self.wanted = list(untils)
        self.untils = sorted({*self.wanted, *(told.until for told in self.told)})
        self.tells_channels = any(not line and part != WHOLE[1] for told in self.told for line, part in told.numbers)
        self.responses = db.execute(
            select(r.week, r.channel, func.sum(r.n))
            .where(r.wave_id == asked.wave_id, r.district_id == EVERYWHERE)
            .group_by(r.week, r.channel)
        ).all()
        codes = {question.id: question.code for question in self.questions}
        where = (a.district_id == EVERYWHERE, a.week != EVERY_WEEK, a.state == "given", a.question_id.in_(codes))
        counts = select(a.week, a.channel, a.question_id, func.sum(a.n)).where(*where)
        self.given = [
            (week, channel, codes[question_id], int(n))
            for week, channel, question_id, n in db.execute(counts.group_by(a.week, a.channel, a.question_id))
        ]

        self.asked = [row for q in self.questions if len(q.condition) == 1 for row in self._asked_of(db, asked, q)]

    @staticmethod
    def _asked_of(db: Session, asked: Questionnaire, question: Question) -> list[tuple[int, str, int]]:
        """Return how many were asked a question that follows from one choice, by week; none where it is not as simple as that."""
        a = AnswerCount
        ((code, wanted),) = question.condition
        before = next((q for q in asked.questions if q.code == code and q.kind in ("one", "scale")), None)
        if before is None:
            return []
        rows = db.execute(
            select(a.week, func.sum(a.n))
            .where(a.question_id == before.id, a.district_id == EVERYWHERE, a.week != EVERY_WEEK, a.item != PERSON)
            .where(or_(and_(a.state == "given", a.choice.in_(wanted)), and_(a.state != "given", a.state.in_(wanted))))
            .group_by(a.week)
        )
        return [(week, question.code, int(n)) for week, n in rows]

    def rooms(self, remarks: Sequence[_Remarks]) -> list[tuple[_Remarks, tuple[bool, bool]]]:
        """Return for each whether there is room in all, and in each channel."""
        if not self.untils or not self.questions or not remarks:
            return []
        start = min([*self.untils, *(one.since for one in remarks)])
        periods = [*((start, until) for until in self.untils), *((one.since, one.until) for one in remarks)]
        stretches = [span for span in blocks(periods) if span[1] <= self.untils[-1]]
        return [(one, self._room(one, stretches)) for one in remarks]

    def _room(self, one: _Remarks, stretches: Sequence[tuple[int, int]]) -> tuple[bool, bool]:
        """Look at each stretch as it is now, and at what was told for each two weeks that answers were told up to."""
        inside = [self._within(s, u) for s, u in stretches if one.since <= s and u <= one.until]
        now = [self._has(counts, Counter(), 0) for counts in inside]
        then = []
        more = [(week, Counter[str]()) for week in (0, *self.wanted)]
        more += [(told.until, self._more(told)) for told in self.told]
        for (first, before), (last, after) in itertools.permutations(more, 2):
            if first <= last and last:
                counts = self._within(max(one.since, first + 1), min(one.until, last))
                drift = Counter(after)
                drift.subtract(before)
                then += [self._has(counts, drift, shift) for shift in {0, one.drift}]
        if one.drift:
            then += [self._has(self._within(one.since, min(one.until, u)), Counter(), one.drift) for u in self.untils]
        found = [*now, *then]
        return all(whole for whole, _ in found), all(channels for _, channels in found)

    def _more(self, told: Told) -> Counter[str]:
        """Return how many more were told than there are now, in all ("") and by channel."""
        answered = self._within(0, told.until).answered
        more = Counter({"": told.numbers.get(WHOLE, 0) - answered.total()})
        more.update({c: n - answered[c] for (line, c), n in told.numbers.items() if not line and c != WHOLE[1]})
        return more

    def _within(self, since: int, until: int) -> _Counts:
        found = _Counts()
        for week, channel, n in self.responses:
            if since <= week <= until:
                found.answered[channel] += int(n)
        for week, channel, code, n in self.given:
            if since <= week <= until:
                found.given.setdefault(channel, Counter())[code] += n
        for week, code, n in self.asked:
            if since <= week <= until:
                found.asked[code] += n
        return found

    def _has(self, counts: _Counts, drift: Counter[str], shift: int) -> tuple[bool, bool]:
        """Say whether there is room where `drift` more answered than did, and `shift` more remarks were left."""
        total = counts.answered.total()
        if not total:
            return True, True
        in_all: Counter[str] = sum(counts.given.values(), Counter())
        groups: list[list[Question]] = [self.questions]
        groups += [[q for q in self.questions if q.feeling == feeling] for feeling in _FEELINGS]
        whole = all(
            has_room(total + drift[""], in_all, group, more=shift)
            or (
                all(q.condition for q in group)
                and follow_ups_have_room(counts.asked, in_all, group, less=abs(drift[""]) + abs(shift))
            )
            for group in groups
            if group
        )
        channels = all(
            has_room(n + drift[channel], counts.given.get(channel, {}), self.questions, more=shift)
            for channel, n in counts.answered.items()
            if n >= SMALLEST
        )
        return whole, channels
