"""The order of a draft: moving and copying questions, taking them away, and its sections. Focus follows what was moved."""

import uuid

from flask import Response, request
from werkzeug.wrappers import Response as Redirection

from dialog.base.problems import Problem
from dialog.survey import building
from dialog.survey.kinds import terms_of
from dialog.survey.models import Section
from dialog.survey.overview import last_editor, question_of, section_of
from dialog.survey.staff.door import bp, done, draft, found, show, version_sent, words_sent
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

_STEPS = {"upp": -1, "ned": 1}


@bp.post("/admin/enkater/<slug:slug>/fragor/<id:question_id>/flytta")
@staff("coordinator")
def move(slug: str, question_id: uuid.UUID) -> Redirection:
    """Move a question one step, or to another section; the same button has the focus afterwards."""
    wave = draft(found(slug))
    question = question_of(wave, question_id)
    where = request.form.get("vart", "")
    if where in _STEPS:
        building.move_question(db(), signed_in(), question, _STEPS[where])
        return done(".questions", "flyttad", f"{where}-{question_id}", slug=slug, har=question_id)
    try:
        section = section_of(wave, uuid.UUID(where))
    except ValueError:
        raise Problem("not_found") from None
    building.move_question_to(db(), signed_in(), question, section)
    return done(".questions", "flyttad", f"fraga-{question_id}", slug=slug, har=question_id)


@bp.post("/admin/enkater/<slug:slug>/fragor/<id:question_id>/kopia")
@staff("coordinator")
def copy(slug: str, question_id: uuid.UUID) -> Redirection:
    """Copy a question; focus goes to the copy."""
    question = question_of(draft(found(slug)), question_id)
    made = building.copy_question(db(), signed_in(), question)
    return done(".questions", "kopierad", f"fraga-{made.id}", slug=slug, har=made.id)


@bp.get("/admin/enkater/<slug:slug>/fragor/<id:question_id>/ta-bort")
@staff("coordinator")
def removal(slug: str, question_id: uuid.UUID) -> Response:
    """Ask whether a question is to be removed, naming the questions whose conditions point at it."""
    row = found(slug)
    wave = draft(row)
    question = question_of(wave, question_id)
    every = [one for section in wave.sections for one in section.questions]
    leaning = [one for one in every if any(code == question.code for code, _codes in terms_of(one.condition))]
    return show("remove", row, question=question, leaning=leaning)


@bp.post("/admin/enkater/<slug:slug>/fragor/<id:question_id>/ta-bort")
@staff("coordinator")
def remove(slug: str, question_id: uuid.UUID) -> Redirection:
    """Remove a question; focus goes to its section."""
    question = question_of(draft(found(slug)), question_id)
    section_id = question.section_id
    building.remove_question(db(), signed_in(), question)
    return done(".questions", "borttagen", f"avsnitt-{section_id}", slug=slug)


@bp.get("/admin/enkater/<slug:slug>/avsnitt/nytt")
@staff("coordinator")
def new_section(slug: str) -> Response:
    """Show the empty form of a section."""
    row = found(slug)
    draft(row)
    return show("section", row, section=None, title={}, intro={}, version=None, theirs=None, who="")


@bp.post("/admin/enkater/<slug:slug>/avsnitt/nytt")
@staff("coordinator")
def add_section(slug: str) -> Response | Redirection:
    """Add a section last."""
    row = found(slug)
    wave = draft(row)
    title, intro = _section_sent(row.survey.languages)
    if not title.get("sv"):
        return _section_again(row, None, title, intro)
    section = building.add_section(db(), signed_in(), wave, title, intro)
    return done(".questions", "avsnitt", f"avsnitt-{section.id}", slug=slug)


@bp.get("/admin/enkater/<slug:slug>/avsnitt/<id:section_id>")
@staff("coordinator")
def section(slug: str, section_id: uuid.UUID) -> Response:
    """Show a section's form."""
    row = found(slug)
    one = section_of(draft(row), section_id)
    return show("section", row, section=one, title=one.title, intro=one.intro, version=one.version, theirs=None, who="")


@bp.post("/admin/enkater/<slug:slug>/avsnitt/<id:section_id>")
@staff("coordinator")
def edit_section(slug: str, section_id: uuid.UUID) -> Response | Redirection:
    """Save a section's heading and introduction, unless somebody else has meanwhile."""
    row = found(slug)
    one = section_of(draft(row), section_id)
    title, intro = _section_sent(row.survey.languages)
    if not title.get("sv"):
        return _section_again(row, one, title, intro)
    try:
        building.edit_section(db(), signed_in(), one, version_sent(), title, intro)
    except Problem as problem:
        if problem.code != "conflict":
            raise
        facts = {"version": one.version, "theirs": one, "who": last_editor(db(), one.id)}
        return show("section", row, 409, section=one, title=title, intro=intro, **facts)
    return done(".questions", "sparad", f"avsnitt-{section_id}", slug=slug)


@bp.post("/admin/enkater/<slug:slug>/avsnitt/<id:section_id>/flytta")
@staff("coordinator")
def move_section(slug: str, section_id: uuid.UUID) -> Redirection:
    """Move a section with all its questions one step."""
    one = section_of(draft(found(slug)), section_id)
    where = request.form.get("vart", "")
    building.move_section(db(), signed_in(), one, _STEPS.get(where, 0))
    return done(".questions", "flyttad", f"avsnitt-{where}-{section_id}", slug=slug)


@bp.post("/admin/enkater/<slug:slug>/avsnitt/<id:section_id>/ta-bort")
@staff("coordinator")
def remove_section(slug: str, section_id: uuid.UUID) -> Redirection:
    """Remove a section that has no questions."""
    one = section_of(draft(found(slug)), section_id)
    building.remove_section(db(), signed_in(), one)
    return done(".questions", "borttagen", "fragor", slug=slug)


def _section_sent(languages: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    return words_sent("title", languages), words_sent("intro", languages)


def _section_again(row: object, one: Section | None, title: dict[str, str], intro: dict[str, str]) -> Response:
    errors = [("title-sv", _("Skriv avsnittets rubrik på svenska."))]
    facts = {"version": version_sent() if one else None, "theirs": None, "who": "", "page_errors": errors}
    return show("section", row, 422, section=one, title=title, intro=intro, **facts)  # type: ignore[arg-type]
