"""Questions that the staff's pages read: surveys with their waves and counts, one thing looked up through its survey.

Every section, question and wave is found through the survey it belongs to: an id from another survey is not there.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from dialog.base.clock import today
from dialog.base.problems import Problem
from dialog.people.models import AuditEntry
from dialog.survey.checking import Finding, check
from dialog.survey.models import Question, Response, Section, Survey, Wave

#: A survey whose last day is this near is said to close soon.
SOON = timedelta(days=7)


_WITH_WAVES = select(Survey).options(selectinload(Survey.waves))


@dataclass(frozen=True)
class WaveRow:
    """A wave as lists show it. `is_late`: open though its last day has been."""

    wave: Wave
    responses: int
    is_late: bool


@dataclass(frozen=True)
class SurveyRow:
    """A survey with its waves, the newest first."""

    survey: Survey
    waves: list[WaveRow]

    @property
    def responses(self) -> int:
        return sum(row.responses for row in self.waves)

    def _in(self, state: str) -> WaveRow | None:
        return next((row for row in self.waves if row.wave.state == state), None)

    @property
    def draft(self) -> WaveRow | None:
        return self._in("draft")

    @property
    def open(self) -> WaveRow | None:
        return self._in("open")

    @property
    def state(self) -> str:
        """Return what the list says of it: open before draft before closed."""
        return "open" if self.open else "draft" if self.draft else "closed"


def surveys(db: Session) -> list[SurveyRow]:
    """Return every survey: those that are open first, then drafts, then closed; by name within each."""
    found = _with_waves(db)
    counts = _counts(db, [wave.id for survey in found for wave in survey.waves])
    rows = [_row(survey, counts) for survey in found]
    order = ("open", "draft", "closed")
    return sorted(rows, key=lambda row: (order.index(row.state), row.survey.title.get("sv", "").casefold()))


def _with_waves(db: Session) -> Sequence[Survey]:
    return db.scalars(_WITH_WAVES).all()


def survey_called(db: Session, slug: str) -> SurveyRow:
    """Return a survey by its address; Problem("not_found") when there is none."""
    survey = db.scalar(select(Survey).where(Survey.slug == slug).options(selectinload(Survey.waves)))
    if survey is None:
        raise Problem("not_found")
    return _row(survey, _counts(db, [wave.id for wave in survey.waves]))


def _row(survey: Survey, counts: dict[uuid.UUID, int]) -> SurveyRow:
    waves = [
        WaveRow(
            wave, counts.get(wave.id, 0), wave.state == "open" and bool(wave.closes_on and wave.closes_on < today())
        )
        for wave in sorted(survey.waves, key=lambda wave: -wave.number)
    ]
    return SurveyRow(survey, waves)


def _counts(db: Session, waves: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    statement = (
        select(Response.wave_id, func.count().label("n")).where(Response.wave_id.in_(waves)).group_by(Response.wave_id)
    )
    return {row.wave_id: row.n for row in db.execute(statement)} if waves else {}


@dataclass(frozen=True)
class Waiting:
    """Why a survey waits for a coordinator. `lacking`: what stops its draft; `closes_on`: its last day, near or past."""

    survey: Survey
    lacking: int | None = None
    closes_on: date | None = None
    is_late: bool = False


def waiting(db: Session) -> list[Waiting] | None:
    """Return what waits: drafts, open surveys whose last day is near or past; None when there is no survey at all."""
    rows = [_row(survey, {}) for survey in _with_waves(db)]  # how many have answered is not told, and not counted
    found: list[Waiting] = []
    soon = today() + SOON
    for row in rows:
        if row.open and row.open.wave.closes_on and row.open.wave.closes_on <= soon:
            found.append(Waiting(row.survey, closes_on=row.open.wave.closes_on, is_late=row.open.is_late))
        if row.draft:
            stopping = [f for f in findings_of(db, row.survey, whole(db, row.draft.wave)) if f.stops]
            found.append(Waiting(row.survey, lacking=len(stopping)))
    return found if rows else None


def whole(db: Session, wave: Wave) -> Wave:
    """Return a wave with its sections and questions read at once."""
    options = selectinload(Wave.sections).selectinload(Section.questions)
    statement = select(Wave).where(Wave.id == wave.id).options(options)
    return db.scalars(statement.execution_options(populate_existing=True)).one()


def wave_numbered(db: Session, survey: Survey, number: int) -> Wave:
    """Return one of a survey's waves, whole."""
    wave = next((wave for wave in survey.waves if wave.number == number), None)
    if wave is None:
        raise Problem("not_found")
    return whole(db, wave)


def draft_of(db: Session, survey: Survey) -> Wave:
    """Return a survey's draft, whole; Problem("not_found") when it has none."""
    wave = next((wave for wave in survey.waves if wave.state == "draft"), None)
    if wave is None:
        raise Problem("not_found")
    return whole(db, wave)


def latest_of(db: Session, survey: Survey) -> Wave:
    """Return the wave that tells most of what the survey is now: its draft, else the newest."""
    return whole(db, max(survey.waves, key=lambda wave: (wave.state == "draft", wave.number)))


def question_of(wave: Wave, question_id: uuid.UUID) -> Question:
    """Return a question of a whole wave; Problem("not_found") for any other."""
    found = next((q for s in wave.sections for q in s.questions if q.id == question_id), None)
    if found is None:
        raise Problem("not_found")
    return found


def section_of(wave: Wave, section_id: uuid.UUID | None) -> Section:
    """Return a section of a whole wave; Problem("not_found") for any other."""
    found = next((s for s in wave.sections if s.id == section_id), None)
    if found is None:
        raise Problem("not_found")
    return found


def findings_of(_db: Session, survey: Survey, wave: Wave) -> list[Finding]:
    """Return what the check finds in a draft, by itself (what the site lacks is `people.queries.missing_fields`)."""
    return check(wave.sections, survey.languages, survey.title, survey.texts)


def mark_of(survey: Survey, wave: Wave) -> str:
    """Return a mark that changes whenever the survey's facts or the wave's questions do."""
    said = [str(survey.version)]
    for section in wave.sections:
        said.append(f"{section.id}.{section.version}")
        said += [f"{question.id}.{question.version}" for question in section.questions]
    return hashlib.sha256(" ".join(said).encode()).hexdigest()[:20]


def last_editor(db: Session, thing: uuid.UUID) -> str:
    """Return the name of who last changed something, by the audit log; "" when nobody is known to have."""
    statement = select(AuditEntry.who).where(AuditEntry.object_id == str(thing)).order_by(AuditEntry.at.desc())
    return db.scalar(statement.limit(1)) or ""
