"""A draft's questions: add, edit, condition, move, copy, remove. A question keeps its code for as long as it lives."""

import uuid
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.people.operations.audit import Actor as By
from dialog.survey.building.drafts import changed_from, copied, locked, log, read_again
from dialog.survey.checking import MOST_QUESTIONS
from dialog.survey.kinds import SENTENCES, problems_of
from dialog.survey.models import Question, Section
from dialog.survey.naming import code_for


def add_question(db: Session, by: By, section: Section, question: Question) -> Question:
    """Add a question last in a section; its code is made from its Swedish text."""
    locked(db, section.wave_id)
    codes = _codes(db, section.wave_id)
    if len(codes) >= MOST_QUESTIONS:
        raise Problem("invalid", N_("Enkäten har redan så många frågor som den får ha."))
    question.code = code_for(question.text.get("sv", ""), codes, "fraga")
    _check(question)
    question.wave_id, question.section_id = section.wave_id, section.id
    question.position = db.scalar(select(func.count()).where(Question.section_id == section.id)) or 0
    db.add(question)
    db.flush()
    log(db, by, "survey.question_add", "question", question.id)
    return question


def edit_question(db: Session, by: By, question: Question, version: int, edited: Question) -> None:
    """Change what a question says and offers; kind, code and condition stay."""
    _locked(db, question)
    changed_from(question, version)
    edited.code, edited.kind = question.code, question.kind
    _check(edited)
    question.text, question.hint = edited.text, edited.hint
    question.is_required, question.options = edited.is_required, edited.options
    log(db, by, "survey.question_edit", "question", question.id)


def set_condition(db: Session, by: By, question: Question, version: int, condition: dict[str, Any] | None) -> None:
    """Say for whom a question is shown; None for everyone."""
    _locked(db, question)
    changed_from(question, version)
    question.condition = condition
    _check(question)
    log(db, by, "survey.question_condition", "question", question.id)


def move_question(db: Session, by: By, question: Question, step: int) -> None:
    """Move a question one step up (-1) or down (1), into the section beside when it stands at the end of its own."""
    _locked(db, question)
    sections = list(
        db.scalars(select(Section.id).where(Section.wave_id == question.wave_id).order_by(Section.position))
    )
    order = _order(db, question.section_id)
    at = order.index(question.id)
    if 0 <= at + step < len(order):
        order.insert(at + step, order.pop(at))
        _place(db, question.section_id, order)
    else:
        beside = sections.index(question.section_id) + step
        if not 0 <= beside < len(sections):
            return
        _move_into(db, question, sections[beside], last=step < 0)
    log(db, by, "survey.question_move", "question", question.id)


def move_question_to(db: Session, by: By, question: Question, section: Section) -> None:
    """Move a question last in another section of the same wave."""
    _locked(db, question)
    if section.wave_id != question.wave_id:
        raise Problem("not_found")
    if section.id != question.section_id:
        _move_into(db, question, section.id, last=True)
        log(db, by, "survey.question_move", "question", question.id)


def copy_question(db: Session, by: By, question: Question) -> Question:
    """Copy a question; the copy stands right after it."""
    _locked(db, question)
    codes = _codes(db, question.wave_id)
    if len(codes) >= MOST_QUESTIONS:
        raise Problem("invalid", N_("Enkäten har redan så många frågor som den får ha."))
    made = copied(question, code=code_for(question.code, codes, "fraga"))
    order = _order(db, question.section_id)
    made.wave_id, made.section_id, made.position = question.wave_id, question.section_id, len(order)
    db.add(made)
    db.flush()
    order.insert(order.index(question.id) + 1, made.id)
    _place(db, question.section_id, order)
    log(db, by, "survey.question_copy", "question", made.id)
    return made


def remove_question(db: Session, by: By, question: Question) -> None:
    """Remove a question; a condition that pointed at it is named by the check."""
    _locked(db, question)
    log(db, by, "survey.question_remove", "question", question.id)
    section_id = question.section_id
    db.delete(question)
    db.flush()
    _place(db, section_id, _order(db, section_id))


def _locked(db: Session, question: Question) -> None:
    locked(db, question.wave_id)
    read_again(db, question)


def _check(question: Question) -> None:
    wrong = problems_of(question)
    if wrong:
        raise Problem("invalid", SENTENCES[wrong[0]], fields={"": [SENTENCES[code] for code in wrong]})


def _codes(db: Session, wave_id: uuid.UUID) -> set[str]:
    return set(db.scalars(select(Question.code).where(Question.wave_id == wave_id)))


def _order(db: Session, section_id: uuid.UUID) -> list[uuid.UUID]:
    return list(db.scalars(select(Question.id).where(Question.section_id == section_id).order_by(Question.position)))


def _place(db: Session, section_id: uuid.UUID, order: list[uuid.UUID]) -> None:
    # Positions alone are written past the version: who edits a question's text is not told off for a move.
    for place, id_ in enumerate(order):
        db.execute(update(Question).where(Question.id == id_).values(position=place, section_id=section_id))


def _move_into(db: Session, question: Question, section_id: uuid.UUID, *, last: bool) -> None:
    left, order = _order(db, question.section_id), _order(db, section_id)
    left.remove(question.id)
    order.insert(len(order) if last else 0, question.id)
    _place(db, question.section_id, left)
    _place(db, section_id, order)
