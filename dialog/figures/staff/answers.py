"""`/admin/enkater/<slug>/resultat/publicera`: questions are chosen, looked at number by number, and published; what is published can be withdrawn."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from dialog.base.clock import this_week
from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.figures.operations.planning_answers import AnswerChoice, AnswerPlan, plan_answers
from dialog.figures.operations.publishing_answers import publish_answers, withdraw_answers
from dialog.figures.publishing.answers import WHOLE, asked_key
from dialog.figures.publishing.choice import week_before
from dialog.figures.publishing.lines import GIVEN, Line, lines_of
from dialog.figures.queries.answer_parts import weeks_of
from dialog.figures.queries.answer_publications import AnswerHeading, answer_headings
from dialog.figures.staff import bp
from dialog.figures.staff.publishing import why_hidden
from dialog.figures.staff.wave_asked import channel_names, chosen_wave, published_waves
from dialog.figures.suppression import SMALLEST
from dialog.figures.telling import weeks_from
from dialog.survey.queries import questionnaire_of
from dialog.survey.questionnaire import Questionnaire
from dialog.tag.filters import read_week, show_week
from dialog.web.errors import STATUS
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on


@bp.get("/admin/enkater/<slug:slug>/resultat/publicera")
@staff("coordinator")
def plan_of_answers(slug: str) -> Response:
    """Choose questions of a wave, and see exactly what would be shown."""
    survey, waves, wave, asked = _asked(slug)
    choice, faults = _read(request.args, wave, asked)
    plan = plan_answers(db(), asked, choice) if choice is not None and request.args.get("visa") else None
    return _page(survey, waves, wave, asked, choice, plan, faults, 422 if faults else 200)


@bp.post("/admin/enkater/<slug:slug>/resultat/publicera")
@staff("coordinator", confirm=True)
def publish_wave(slug: str) -> Any:
    """Publish what was looked at; if it no longer is the same, show what it is now."""
    survey, waves, wave, asked = _asked(slug)
    choice, faults = _read(request.form, wave, asked)
    if choice is None or faults:
        raise Problem("invalid", _("Urvalet går inte att läsa. Välj på nytt."))
    try:
        made = publish_answers(db(), signed_in(), asked, choice, request.form.get("sett", ""))
    except Problem as problem:
        read_on()
        plan = plan_answers(db(), asked, choice)
        return _page(survey, waves, wave, asked, choice, plan, [("", _(problem.message))], STATUS[problem.code])
    return redirect(url_for(".answer_publication", slug=made.slug, klart="publicerad"))


def _asked(slug: str) -> tuple[Any, list[Any], Any, Questionnaire]:
    survey, waves = published_waves(slug)
    sent = request.form if request.method == "POST" else request.args
    wave = chosen_wave(waves, "omgang", sent) or waves[-1]
    asked = questionnaire_of(db(), wave.id)
    assert asked is not None
    return survey, waves, wave, asked


def _read(sent: Any, wave: Any, asked: Questionnaire) -> tuple[AnswerChoice | None, list[tuple[str, str]]]:
    """Return what was chosen, or None with what must be mended (field and sentence)."""
    faults: list[tuple[str, str]] = []
    known = [line.key for line in lines_of(asked)]
    chosen = {one_line(value) for value in sent.getlist("fraga")} - {""}
    if chosen - set(known):
        faults.append(("fraga", _("Valet finns inte. Välj något i listan.")))
    keys = tuple(key for key in known if key in chosen)
    if not keys and not sent.get("visa"):
        keys = tuple(known)
    if not keys and not faults:
        faults.append(("fraga", _("Välj minst en fråga.")))
    written = one_line(sent.get("till", ""))
    until = read_week(written) if written else _usual(wave)
    if until is None:
        faults.append(("till", _("Skriv veckan som år och vecka, till exempel 2026-47.")))
    elif until > this_week():
        faults.append(("till", _("Perioden har inte varit än. Välj en vecka som har börjat.")))
    elif until == this_week() and wave.state == "open":
        faults.append(("till", _("Veckan är inte slut och enkäten är öppen. Välj en vecka som är slut.")))
    if faults or until is None:
        return None, faults
    return AnswerChoice(wave.id, keys, until), []


def _usual(wave: Any) -> int:
    """Return the last week to count up to: the last that an answer came in, of an open wave the last that has ended."""
    weeks = weeks_of(db(), wave.id)
    ended = week_before(this_week())
    last = weeks[1] if weeks else ended
    return min(last, ended) if wave.state == "open" else last


def _page(
    survey: Any, waves: list[Any], wave: Any, asked: Questionnaire, choice: AnswerChoice | None, plan: AnswerPlan | None,
    faults: list[tuple[str, str]], status: int,
) -> Response:  # fmt: skip
    lines = lines_of(asked)
    sent = request.form if request.method == "POST" else request.args
    left_out = [q for q in asked.questions if q.kind not in ("info", "text", "short", "place") and q.code not in {line.question.code for line in lines}]  # fmt: skip
    published = [h for h in answer_headings(db()) if h.survey == survey.slug]
    return page(
        "figures/staff/publish_answers.html",
        status,
        survey=survey,
        wave=wave,
        waves=[(str(w.id), _("Omgång %(number)s", number=w.number)) for w in reversed(waves)],
        lines=[(line.key, _title(line), _only_of(line, lines)) for line in lines],
        left_out=[in_words(dict(q.text))[0] for q in left_out],
        chosen=list(choice.lines) if choice else sent.getlist("fraga"),
        until=show_week(choice.until) if choice else sent.get("till", ""),
        page_errors=faults,
        plan=plan,
        published=[(h, weeks_from(h.since, h.until)) for h in published],
        of_this_wave=any(h.wave_number == wave.number for h in published),
        weeks=weeks_from(plan.since, plan.choice.until) if plan else "",
        preview=_preview(plan) if plan is not None and plan.shown is not None else [],
        channels=_channels(plan) if plan is not None else [],
    )


def _title(line: Line) -> str:
    text = in_words(dict(line.question.text))[0]
    return f"{text} – {in_words(dict(line.row.text))[0]}" if line.row else text


def _only_of(line: Line, lines: list[Line]) -> str:
    if not line.asked_if:
        return ""
    before = next(one for one in lines if one.key == line.asked_if[0])
    return _("Följer på ”%(question)s”, som då är med.", question=_title(before))


def _preview(plan: AnswerPlan) -> list[tuple[str, list[tuple[str, int | None, str]]]]:
    """Return each line with its numbers, or why they are not shown."""
    states = {"?dont_know": _("Vet ej"), "?no_answer": _("Vill inte svara")}
    found = []
    for line in plan.lines:
        named = [(asked_key(line), _("Fick frågan")), ((line.key, GIVEN), _("Har svarat"))]
        named += [((line.key, key), in_words(dict(words))[0]) for key, words in line.parts.items()]
        named += [((line.key, key), states[key]) for key in line.states]
        rows = [(words, plan.told.get(key), why_hidden(plan.hidden.get(key, ""), SMALLEST)) for key, words in named]
        found.append((_title(line), rows))
    return found


def _channels(plan: AnswerPlan) -> list[tuple[str, int | None, str]]:
    names = channel_names()
    keys = {part for line, part in [*plan.told, *plan.hidden] if not line and part in names}
    return [
        (names[key], plan.told.get((WHOLE[0], key)), why_hidden(plan.hidden.get((WHOLE[0], key), ""), SMALLEST))
        for key in names
        if key in keys
    ]


@bp.get("/admin/publiceringar/svar/<slug:slug>")
@staff("coordinator")
def answer_publication(slug: str) -> Response:
    """Show one publication of answers, and how to withdraw it."""
    return _publication(slug)


def _publication(slug: str, status: int = 200, **facts: Any) -> Response:
    heading: AnswerHeading | None = next((h for h in answer_headings(db()) if h.slug == slug), None)
    if heading is None:
        raise Problem("not_found")
    more = {"page_errors": [], "reason": "", "done": request.args.get("klart") == "publicerad"} | facts
    weeks = weeks_from(heading.since, heading.until)
    return page("figures/staff/answer_publication.html", status, heading=heading, weeks=weeks, **more)


@bp.post("/admin/publiceringar/svar/<slug:slug>/dra-tillbaka")
@staff("coordinator", confirm=True)
def withdraw_answer_publication(slug: str) -> Response:
    """Withdraw a publication of answers, with the reason that everyone will read."""
    try:
        withdraw_answers(db(), signed_in(), slug, request.form.get("skal", ""))
    except Problem as problem:
        if problem.code == "not_found":
            raise
        read_on()
        errors = [("skal", _(problem.message))]
        return _publication(slug, STATUS[problem.code], page_errors=errors, reason=request.form.get("skal", ""))
    return redirect(url_for(".answer_publication", slug=slug))
