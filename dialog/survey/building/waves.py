"""Waves: publish a draft, close what is open, copy one to a new draft. From publishing on the questions are frozen."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.clock import now, today
from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.people.operations.audit import Actor as By
from dialog.people.queries import missing_fields
from dialog.survey.building.drafts import fill_wave, locked, locked_survey, log
from dialog.survey.kinds import wording_of
from dialog.survey.models import Survey, Wave
from dialog.survey.overview import findings_of, mark_of


def publish(db: Session, by: By, survey: Survey, wave: Wave, mark: str, closes_on: date | None = None) -> None:
    """Open a draft for answers. Problem("invalid") while the check finds something that stops it.

    `mark` is that of the draft as somebody read and checked it (`overview.mark_of`): what was read is what is published.
    """
    locked_survey(db, survey.id)
    locked(db, wave.id)
    db.expire(wave, ["sections"])
    if any(one.state == "open" for one in survey.waves):
        raise Problem("conflict", N_("En omgång är redan öppen. Avsluta den först."))
    if missing_fields(db):
        raise Problem("invalid", N_("Webbplatsen saknar uppgifter som lagen kräver. Fyll i dem först."))
    if any(finding.stops for finding in findings_of(db, survey, wave)):
        raise Problem("invalid", N_("Något behöver rättas innan enkäten kan publiceras."))
    if mark_of(survey, wave) != mark:
        raise Problem("conflict", N_("Någon har ändrat enkäten sedan du öppnade sidan. Läs igenom den en gång till."))
    _check_day(closes_on)
    for section in wave.sections:
        for question in section.questions:
            question.wording = wording_of(question)
    db.flush()  # while it is a draft: after this nothing of it changes
    wave.state, wave.closes_on, wave.published_at = "open", closes_on, now()
    wave.version += 1
    db.flush()
    log(db, by, "survey.publish", "wave", wave.id)


def close_wave(db: Session, by: By, wave: Wave) -> None:
    """Close an open wave: no more answers are taken."""
    _open(db, wave)
    wave.state, wave.closed_at = "closed", now()
    wave.version += 1
    log(db, by, "survey.close", "wave", wave.id)


def change_closing_day(db: Session, by: By, wave: Wave, closes_on: date | None) -> None:
    """Set the last day for answers of an open wave; None keeps it open until somebody closes it."""
    _open(db, wave)
    _check_day(closes_on)
    wave.closes_on = closes_on
    wave.version += 1
    log(db, by, "survey.closing_day", "wave", wave.id)


def new_wave(db: Session, by: By, survey: Survey, like: Wave) -> Wave:
    """Make a draft with the questions of an earlier wave; codes are kept, so that the two can be compared."""
    locked_survey(db, survey.id)
    if db.scalar(select(func.count()).where(Wave.survey_id == survey.id, Wave.state == "draft")):
        raise Problem("conflict", N_("Det finns redan ett utkast till en ny omgång."))
    number = db.scalar(select(func.max(Wave.number)).where(Wave.survey_id == survey.id)) or 0
    wave = Wave(survey_id=survey.id, number=number + 1, state="draft", version=1)
    db.add(wave)
    db.flush()
    sections: Sequence[object] = like.sections
    fill_wave(db, wave, sections)
    log(db, by, "survey.new_wave", "wave", wave.id)
    return wave


def _open(db: Session, wave: Wave) -> None:
    locked_survey(db, wave.survey_id)
    db.refresh(wave)
    if wave.state != "open":
        raise Problem("conflict", N_("Omgången är inte öppen."))


def _check_day(closes_on: date | None) -> None:
    if closes_on is not None and closes_on < today():
        message = N_("Sista dagen har redan varit. Välj en dag som kommer.")
        raise Problem("invalid", message, fields={"closes_on": [message]})
