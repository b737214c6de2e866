"""Check a draft and publish it, close what is open, change its last day, copy a wave to a new draft."""

from datetime import date

from flask import Response, request
from werkzeug.wrappers import Response as Redirection

from dialog.base.problems import Problem
from dialog.people.queries import missing_fields
from dialog.survey import building
from dialog.survey.models import Wave
from dialog.survey.overview import SurveyRow, findings_of, mark_of, wave_numbered
from dialog.survey.staff.door import bp, done, draft, found, show
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db


@bp.get("/admin/enkater/<slug:slug>/kontroll")
@staff("coordinator", "analyst")
def check(slug: str) -> Response:
    """Show what is wrong with the draft, each line leading to its place, and the button that publishes."""
    row = found(slug)
    return _check(row, draft(row), mark="")


def _check(
    row: SurveyRow, wave: Wave, mark: str, status: int = 200, errors: list[tuple[str, str]] | None = None
) -> Response:
    findings = findings_of(db(), row.survey, wave)
    every = {question.code: question for section in wave.sections for question in section.questions}
    lacking = missing_fields(db())
    may_publish = not lacking and not any(f.stops for f in findings) and row.open is None
    return show(
        "check", row, status, wave=wave, every=every, lacking=lacking, may_publish=may_publish,
        stopping=[f for f in findings if f.stops], advice=[f for f in findings if not f.stops],
        mark=mark_of(row.survey, wave), closes_on=request.form.get("closes_on", ""), page_errors=errors or [],
    )  # fmt: skip


@bp.post("/admin/enkater/<slug:slug>/publicera")
@staff("coordinator")
def publish(slug: str) -> Response | Redirection:
    """Open the draft for answers."""
    row = found(slug)
    wave = draft(row)
    try:
        day = _day_sent()
        building.publish(db(), signed_in(), row.survey, wave, request.form.get("mark", ""), day)
    except Problem as problem:
        field = next(iter(problem.fields), "")
        status = 409 if problem.code == "conflict" else 422
        return _check(found(slug), draft(row), "", status, [(field, _(problem.message))])
    return done(".survey", "publicerad", slug=slug)


@bp.get("/admin/enkater/<slug:slug>/avsluta")
@staff("coordinator")
def closing(slug: str) -> Response:
    """Ask whether the open wave is to be closed."""
    row = found(slug)
    if row.open is None:
        raise Problem("conflict", _("Omgången är inte öppen."))
    return show("close", row, wave=row.open)


@bp.post("/admin/enkater/<slug:slug>/avsluta")
@staff("coordinator")
def close(slug: str) -> Redirection:
    """Close the open wave."""
    building.close_wave(db(), signed_in(), _open(found(slug)))
    return done(".survey", "avslutad", slug=slug)


@bp.post("/admin/enkater/<slug:slug>/sista-dag")
@staff("coordinator")
def closing_day(slug: str) -> Response | Redirection:
    """Change the last day of the open wave."""
    row = found(slug)
    wave = _open(row)
    try:
        building.change_closing_day(db(), signed_in(), wave, _day_sent())
    except Problem as problem:
        if problem.code != "invalid":
            raise
        return show("close", row, 422, wave=row.open, page_errors=[("closes_on", _(problem.message))])
    return done(".survey", "sparad", slug=slug)


@bp.post("/admin/enkater/<slug:slug>/ny-omgang")
@staff("coordinator")
def new_wave(slug: str) -> Redirection:
    """Copy a wave's questions to a new draft; the newest wave unless another is named."""
    row = found(slug)
    number = request.form.get("omgang", "")
    chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else row.waves[0].wave.number
    building.new_wave(db(), signed_in(), row.survey, wave_numbered(db(), row.survey, chosen))
    return done(".survey", "omgang", slug=slug)


def _open(row: SurveyRow) -> Wave:
    if row.open is None:
        raise Problem("conflict", _("Omgången är inte öppen."))
    return row.open.wave


def _day_sent() -> date | None:
    sent = request.form.get("closes_on", "").strip()
    if not sent:
        return None
    try:
        return date.fromisoformat(sent)
    except ValueError:
        message = _("Skriv sista dagen som år-månad-dag, till exempel 2027-03-31.")
        raise Problem("invalid", message, fields={"closes_on": [message]}) from None
