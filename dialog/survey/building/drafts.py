"""What the deeds on a draft share: the lock, the version check, the log, and copies of rows."""

import copy
import uuid
from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor as By
from dialog.survey.models import Question, Section, Survey, Wave

#: What the log calls each deed.
ACTIONS = {
    "survey.create": N_("skapade en enkät"),
    "survey.import": N_("läste in en enkät från en fil"),
    "survey.copy": N_("kopierade en enkät"),
    "survey.edit": N_("ändrade en enkäts uppgifter"),
    "survey.remove_draft": N_("tog bort ett utkast till en enkät"),
    "survey.publish": N_("publicerade en enkät"),
    "survey.close": N_("avslutade en enkäts omgång"),
    "survey.closing_day": N_("ändrade sista dagen för en enkät"),
    "survey.new_wave": N_("gjorde ett utkast till en ny omgång"),
    "survey.key_in": N_("skrev in ett pappersformulär"),
    "survey.question_add": N_("lade till en fråga"),
    "survey.question_edit": N_("ändrade en fråga"),
    "survey.question_condition": N_("ändrade villkoret för en fråga"),
    "survey.question_move": N_("flyttade en fråga"),
    "survey.question_copy": N_("kopierade en fråga"),
    "survey.question_remove": N_("tog bort en fråga"),
    "survey.section_add": N_("lade till ett avsnitt"),
    "survey.section_edit": N_("ändrade ett avsnitt"),
    "survey.section_move": N_("flyttade ett avsnitt"),
    "survey.section_remove": N_("tog bort ett avsnitt"),
}


class _Numbered(Protocol):
    version: Any


def log(db: Session, by: By, action: str, kind: str, id: object, why: str = "") -> None:  # noqa: A002 -- the log's own word
    """Write a line in the audit log: who did what to which, never what was in it."""
    record_audit(db, by, action, kind, str(id), why)


def log_keyed_in(db: Session, by: By, wave: Wave) -> None:
    """Write in the log that somebody keyed in a paper form: into which wave, not which response."""
    log(db, by, "survey.key_in", "wave", wave.id)


def locked(db: Session, wave_id: uuid.UUID) -> Wave:
    """Return a wave that nobody else changes until this transaction ends; Problem unless it is a draft."""
    wave = db.scalar(select(Wave).where(Wave.id == wave_id).with_for_update().execution_options(populate_existing=True))
    if wave is None:
        raise Problem("not_found")
    if wave.state != "draft":
        raise Problem("conflict", N_("Omgången är publicerad. Dess frågor går inte att ändra."))
    return wave


def locked_survey(db: Session, survey_id: uuid.UUID) -> Survey:
    """Return a survey that nobody else changes until this transaction ends."""
    statement = select(Survey).where(Survey.id == survey_id).with_for_update()
    survey = db.scalar(statement.execution_options(populate_existing=True))
    if survey is None:
        raise Problem("not_found")
    return survey


def read_again(db: Session, thing: object) -> None:
    """Read a row anew, now that nobody else changes its wave; Problem("gone") where somebody has taken it away."""
    try:
        db.refresh(thing)
    except InvalidRequestError:  # SQLAlchemy's for a row that is not there
        raise Problem("gone", N_("Någon annan har tagit bort det sedan du öppnade sidan.")) from None


def changed_from(thing: _Numbered, version: int) -> None:
    """Count up the version of what is edited; Problem("conflict") when somebody else has been there since it was read."""
    if thing.version != version:
        raise Problem("conflict", N_("Någon annan har ändrat det här sedan du öppnade sidan."))
    thing.version += 1


def copied(question: Question, *, code: str | None = None) -> Question:
    """Return a copy of a question that belongs to no wave yet."""
    return Question(
        code=code or question.code,
        kind=question.kind,
        text=dict(question.text),
        hint=dict(question.hint),
        is_required=question.is_required,
        options=copy.deepcopy(question.options),
        condition=copy.deepcopy(question.condition),
        wording="",
        version=1,
    )


def fill_wave(db: Session, wave: Wave, sections: Iterable[Any]) -> None:
    """Give a new draft its sections and questions: copies of another wave's, or of what was read from a file."""
    for place, section in enumerate(sections):
        made = Section(position=place, title=dict(section.title), intro=dict(section.intro), version=1, wave_id=wave.id)
        db.add(made)
        db.flush()
        for number, question in enumerate(section.questions):
            row = copied(question)
            row.wave_id, row.section_id, row.position = wave.id, made.id, number
            db.add(row)
    db.flush()
