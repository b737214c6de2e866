"""Keying in paper forms: the survey's own form, made quick by keys; after each a clean one with the focus at the first question.

Who filled in the paper may have left out what the page requires: that is kept as they left it. Goes to
`operations.submit_response`, with the channel "paper".
"""

from dataclasses import replace

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Redirection

from dialog.base.problems import Problem
from dialog.place.queries import bounds
from dialog.survey.building import log_keyed_in
from dialog.survey.forms.sheet import draw
from dialog.survey.models import Wave
from dialog.survey.operations import submit_response
from dialog.survey.overview import SurveyRow
from dialog.survey.queries import problems_of_places, questionnaire_of
from dialog.survey.questionnaire import Filled, Questionnaire, fill
from dialog.survey.staff.door import bp, found, show
from dialog.survey.staff.preview import map_urls
from dialog.web.forms import new_visit, sent_visit
from dialog.web.language import LANGUAGES
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db


@bp.get("/admin/enkater/<slug:slug>/pappersformular")
@staff("coordinator", "tagger")
def paper_form(slug: str) -> Response:
    """Show a clean form to key a paper into."""
    row = found(slug)
    return _form(row, _questions(_wave(row)))


@bp.post("/admin/enkater/<slug:slug>/pappersformular")
@staff("coordinator", "tagger")
def key_in(slug: str) -> Response | Redirection:
    """Keep one paper form and show the next clean one; what cannot be read is said and nothing typed is lost."""
    row = found(slug)
    wave = _wave(row)
    questions = _questions(wave)
    filled = fill(questions, request.form.to_dict(flat=False))
    filled.problems += problems_of_places(bounds(db()), questions, filled)
    visit = sent_visit()
    if filled.problems or visit is None:
        return _form(row, questions, filled, 422)
    try:
        accepted = submit_response(
            db(),
            wave_id=wave.id,
            filled=filled,
            visit_id=visit.id,
            visit_secret=visit.secret,
            channel="paper",
            lang=_language(),
        )
    except Problem as problem:
        if problem.code != "conflict":
            raise
        return _form(
            row,
            questions,
            filled,
            409,
            error=_(
                "Det här formuläret är redan inskrivet med andra svar. Kontrollera och skicka en gång till om det är ett nytt."
            ),
        )
    if accepted.is_new:
        log_keyed_in(db(), signed_in(), wave)
    first = questions.questions[0].field if questions.questions else None
    n = _count() + (1 if accepted.is_new else 0)
    return redirect(url_for(".paper_form", slug=slug, inskrivna=n, sprak=_language(), _anchor=first), 303)


def _form(
    row: SurveyRow, questions: Questionnaire, filled: Filled | None = None, status: int = 200, error: str = ""
) -> Response:
    lang = _language()
    sheet = draw(questions, lang, filled)
    errors = [("", error)] if error else sheet.errors
    visit = (sent_visit() if status == 422 else None) or new_visit()
    return show(
        "paper",
        row,
        status,
        sheet=sheet,
        visit=visit,
        page_errors=errors,
        keyed_in=_count(),
        lang_asked=lang,
        map_urls=map_urls(),
    )


def _questions(wave: Wave) -> Questionnaire:
    """Return the wave's questions with none of them required."""
    asked = questionnaire_of(db(), wave.id)
    assert asked is not None
    sections = tuple(
        replace(s, questions=tuple(replace(q, is_required=False) for q in s.questions)) for s in asked.sections
    )
    every = tuple(question for section in sections for question in section.questions)
    return replace(asked, sections=sections, questions=every, by_code={question.code: question for question in every})


def _wave(row: SurveyRow) -> Wave:
    """Return the wave that papers belong to: the open one, else the one that was closed last."""
    waves = [one.wave for one in row.waves if one.wave.state != "draft"]
    if not waves:
        raise Problem("conflict", _("Enkäten har inte varit öppen än. Publicera den innan du skriver in svar."))
    return next((wave for wave in waves if wave.state == "open"), waves[0])


def _language() -> str:
    """Return the language of the paper, which staff choose; Swedish at first."""
    asked = request.values.get("sprak", "sv")
    return asked if asked in LANGUAGES else "sv"


def _count() -> int:
    """Return how many papers this person has keyed in since they opened the page; it travels in the address."""
    sent = request.values.get("inskrivna", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 6 else 0
