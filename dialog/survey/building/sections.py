"""A draft's sections: add, edit, move, remove."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.people.operations.audit import Actor as By
from dialog.survey.building.drafts import changed_from, locked, log, read_again
from dialog.survey.models import Question, Section, Wave

MOST_SECTIONS = 30


def add_section(db: Session, by: By, wave: Wave, title: dict[str, str], intro: dict[str, str]) -> Section:
    """Add a section last."""
    locked(db, wave.id)
    number = db.scalar(select(func.count()).where(Section.wave_id == wave.id)) or 0
    if number >= MOST_SECTIONS:
        raise Problem("invalid", N_("Enkäten har redan så många avsnitt som den får ha."))
    section = Section(wave_id=wave.id, position=number, title=title, intro=intro, version=1)
    db.add(section)
    db.flush()
    log(db, by, "survey.section_add", "section", section.id)
    return section


def edit_section(
    db: Session, by: By, section: Section, version: int, title: dict[str, str], intro: dict[str, str]
) -> None:
    """Change a section's heading and introduction."""
    locked(db, section.wave_id)
    read_again(db, section)
    changed_from(section, version)
    section.title, section.intro = title, intro
    log(db, by, "survey.section_edit", "section", section.id)


def move_section(db: Session, by: By, section: Section, step: int) -> None:
    """Move a section one step up (-1) or down (1); at the end it stays."""
    locked(db, section.wave_id)
    read_again(db, section)
    order = list(db.scalars(select(Section.id).where(Section.wave_id == section.wave_id).order_by(Section.position)))
    at = order.index(section.id)
    to = at + step
    if not 0 <= to < len(order):
        return
    order.insert(to, order.pop(at))
    for place, id_ in enumerate(order):
        db.execute(update(Section).where(Section.id == id_).values(position=place))
    log(db, by, "survey.section_move", "section", section.id)


def remove_section(db: Session, by: By, section: Section) -> None:
    """Remove a section without questions; the last one stays."""
    locked(db, section.wave_id)
    read_again(db, section)
    if db.scalar(select(func.count()).where(Question.section_id == section.id)):
        raise Problem("conflict", N_("Avsnittet har frågor. Flytta eller ta bort dem först."))
    if db.scalar(select(func.count()).where(Section.wave_id == section.wave_id)) == 1:
        raise Problem("conflict", N_("Enkäten behöver minst ett avsnitt."))
    log(db, by, "survey.section_remove", "section", section.id)
    db.delete(section)
    db.flush()
