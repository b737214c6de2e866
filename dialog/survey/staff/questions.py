"""The builder of a draft's questions: list, add, edit, condition, move, copy, remove. All by buttons; nothing needs a script."""

import uuid
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as Redirection

from dialog.base.i18n import N_
from dialog.base.problems import Problem
from dialog.survey import building
from dialog.survey.checking import offered
from dialog.survey.kinds import CHOOSING, KINDS, STATES, terms_of
from dialog.survey.models import Question, Wave
from dialog.survey.overview import findings_of, last_editor, latest_of, question_of, section_of
from dialog.survey.staff.door import bp, done, draft, found, show, version_sent
from dialog.survey.staff.question_form import QuestionForm, empty_form, form_of, form_sent, rearranged
from dialog.survey.staff.question_made import question_from
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

#: What each kind is called, and what it is for.
KIND_WORDS = {
    "one": (N_("Ett val"), N_("Den som svarar väljer ett av flera svar.")),
    "several": (N_("Flera val"), N_("Den som svarar kryssar för ett eller flera svar.")),
    "scale": (N_("Skala"), N_("Ett steg på en skala, till exempel från mycket trygg till mycket otrygg.")),
    "matrix": (
        N_("Flera rader med samma skala"),
        N_("Till exempel hur stort problem nedskräpning, buller och mörker är."),
    ),
    "number": (N_("Tal"), N_("Ett tal med gränser och enhet, till exempel antal år.")),
    "short": (N_("Kort text"), N_("Några ord på en rad.")),
    "text": (N_("Fritext"), N_("Egna ord. Det som skrivs blir en synpunkt som ni kan tagga.")),
    "place": (N_("Plats"), N_("En plats på kartan eller i ord. Den blir en synpunkt på kartan.")),
    "info": (N_("Informationstext"), N_("En text mellan frågorna, utan svar.")),
}


@bp.get("/admin/enkater/<slug:slug>/fragor")
@staff("coordinator", "analyst")
def questions(slug: str) -> Response:
    """Show the draft with its buttons, or the newest wave as it is frozen."""
    row = found(slug)
    wave = latest_of(db(), row.survey)
    findings = findings_of(db(), row.survey, wave) if wave.state == "draft" else []
    notes: dict[Any, list[Any]] = {}
    for finding in findings:
        notes.setdefault(finding.question or finding.section, []).append(finding)
    numbers, n = {}, 0
    for question in (q for s in wave.sections for q in s.questions):
        if question.kind != "info":
            n += 1
            numbers[question.id] = n
    texts = {q.code: q for s in wave.sections for q in s.questions}
    terms = {q.id: _terms_in_words(q, texts) for q in texts.values() if q.condition}
    may_edit = wave.state == "draft" and signed_in().has("coordinator")
    return show(
        "questions", row, wave=wave, notes=notes, numbers=numbers, terms=terms, may_edit=may_edit, kind_words=KIND_WORDS
    )


def _terms_in_words(question: Question, texts: dict[str, Question]) -> list[tuple[Question | None, str, list[Any]]]:
    """Return each term as (question, its code, the choices' texts or codes)."""
    found_terms = []
    for code, wanted in terms_of(question.condition):
        about = texts.get(code)
        names = {one["code"]: one["text"] for one in about.options.get("choices", [])} if about else {}
        found_terms.append((about, code, [names.get(one) or one for one in sorted(wanted)]))
    return found_terms


@bp.get("/admin/enkater/<slug:slug>/fragor/ny")
@staff("coordinator")
def new_question(slug: str) -> Response:
    """Let the kind be chosen, then show the empty form of that kind."""
    row = found(slug)
    wave = draft(row)
    section = section_of(wave, _section_asked(wave))
    kind = request.args.get("sort", "")
    if kind not in KINDS:
        return show("kinds", row, section=section, kind_words=KIND_WORDS)
    return _form(row, empty_form(kind, row.survey.languages), section=section)


@bp.post("/admin/enkater/<slug:slug>/fragor/ny")
@staff("coordinator")
def add(slug: str) -> Response | Redirection:
    """Add a question last in its section."""
    row = found(slug)
    section = section_of(draft(row), _section_asked(None))
    kind = request.args.get("sort", "")
    if kind not in KINDS:
        raise Problem("not_found")
    form = form_sent(kind, row.survey.languages, request.form)
    if rearranged(form, request.form.get("do", "")):
        return _form(row, form, section=section)
    made = question_from(form)
    if made is None:
        return _form(row, form, 422, section=section)
    question = building.add_question(db(), signed_in(), section, made)
    return done(".questions", "tillagd", f"fraga-{question.id}", slug=slug, har=question.id)


@bp.get("/admin/enkater/<slug:slug>/fragor/<id:question_id>")
@staff("coordinator")
def question(slug: str, question_id: uuid.UUID) -> Response:
    """Show a question's form."""
    row = found(slug)
    asked = question_of(draft(row), question_id)
    return _form(row, form_of(asked, row.survey.languages), question=asked, version=asked.version)


@bp.post("/admin/enkater/<slug:slug>/fragor/<id:question_id>")
@staff("coordinator")
def edit(slug: str, question_id: uuid.UUID) -> Response | Redirection:
    """Save a question, unless somebody else has: then both versions are shown and nothing typed is lost."""
    row = found(slug)
    asked = question_of(draft(row), question_id)
    form = form_sent(asked.kind, row.survey.languages, request.form)
    if rearranged(form, request.form.get("do", "")):
        return _form(row, form, question=asked, version=version_sent())
    made = question_from(form)
    if made is None:
        return _form(row, form, 422, question=asked, version=version_sent())
    try:
        building.edit_question(db(), signed_in(), asked, version_sent(), made)
    except Problem as problem:
        if problem.code != "conflict":
            raise
        theirs = form_of(asked, row.survey.languages)
        who = last_editor(db(), asked.id)
        return _form(row, form, 409, question=asked, version=asked.version, theirs=theirs, who=who)
    return done(".questions", "sparad", f"fraga-{question_id}", slug=slug, har=question_id)


def _form(row: Any, form: QuestionForm, status: int = 200, **facts: Any) -> Response:
    name, about = KIND_WORDS[form.kind]
    facts = {"question": None, "section": None, "version": None, "theirs": None, "who": ""} | facts
    return show(
        "question", row, status, form=form, kind_name=_(name), about=_(about), page_errors=form.page_errors, **facts
    )


def _section_asked(wave: Wave | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.args.get("avsnitt", ""))
    except ValueError:
        return wave.sections[-1].id if wave is not None and wave.sections else None


@bp.get("/admin/enkater/<slug:slug>/fragor/<id:question_id>/villkor")
@staff("coordinator")
def condition(slug: str, question_id: uuid.UUID) -> Response:
    """Show for whom a question is asked: earlier questions with their choices to tick."""
    row = found(slug)
    wave = draft(row)
    asked = question_of(wave, question_id)
    return _condition(row, wave, asked, {code: set(wanted) for code, wanted in terms_of(asked.condition)})


@bp.post("/admin/enkater/<slug:slug>/fragor/<id:question_id>/villkor")
@staff("coordinator")
def change_condition(slug: str, question_id: uuid.UUID) -> Response | Redirection:
    """Save for whom a question is asked."""
    row = found(slug)
    wave = draft(row)
    asked = question_of(wave, question_id)
    ticked = {e.code: set(request.form.getlist(f"svar-{e.code}")) & set(offered(e)) for e in _earlier(wave, asked)}
    terms = [{"question": code, "is": sorted(codes)} for code, codes in ticked.items() if codes]
    try:
        building.set_condition(db(), signed_in(), asked, version_sent(), {"all": terms} if terms else None)
    except Problem as problem:
        if problem.code != "conflict":
            raise
        return _condition(row, wave, asked, ticked, 409, who=last_editor(db(), asked.id))
    return done(".questions", "sparad", f"fraga-{question_id}", slug=slug, har=question_id)


def _condition(
    row: Any, wave: Wave, asked: Question, ticked: dict[str, set[str]], status: int = 200, who: str = ""
) -> Response:
    states = {"dont_know": _("Vet ej"), "no_answer": _("Vill inte svara")}
    earlier = [(e, [(state, states[state]) for state in STATES if e.options.get(state)]) for e in _earlier(wave, asked)]
    gone = set(ticked) - {e.code for e, _states in earlier}
    return show("condition", row, status, question=asked, earlier=earlier, ticked=ticked, gone=gone, who=who)


def _earlier(wave: Wave, asked: Question) -> list[Question]:
    """Return the questions before one that a condition can ask about."""
    every = [question for section in wave.sections for question in section.questions]
    return [question for question in every[: every.index(asked)] if question.kind in CHOOSING]
