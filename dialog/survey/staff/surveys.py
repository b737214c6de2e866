"""Surveys as such: the list, a new one, the starter ready to copy, one survey's page, its facts, copies and files."""

from pathlib import Path
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as Redirection

from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.survey import building
from dialog.survey.checking import TOLD, TOPICS
from dialog.survey.exchange import BadDocument, Document, Fault, document_of, read_document, written
from dialog.survey.naming import slug_for
from dialog.survey.overview import findings_of, last_editor, latest_of, surveys
from dialog.survey.staff.door import bp, done, draft, found, show, version_sent
from dialog.survey.staff.facts_form import FactsForm, facts_of, facts_sent
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

STARTER = Path(__file__).parents[1] / "starter.json"


@bp.get("/admin/enkater")
@staff("coordinator", "analyst", "tagger")
def list_surveys() -> Response:
    """Show every survey; a site without any is led to the one that is ready to copy."""
    return show("list", rows=surveys(db()))


@bp.get("/admin/enkater/ny")
@staff("coordinator")
def new() -> Response:
    """Show the ways to a new survey: the starter, an empty one, a file."""
    return _new()


def _new(status: int = 200, typed: dict[str, str] | None = None, errors: Any = (), faults: Any = ()) -> Response:
    starter = read_document(STARTER.read_bytes())
    n = sum(question.kind != "info" for section in starter.sections for question in section.questions)
    return show("new", None, status, starter=starter, n=n, typed=typed or {}, page_errors=list(errors), faults=faults)


@bp.post("/admin/enkater/ny")
@staff("coordinator")
def create() -> Response | Redirection:
    """Make an empty survey with a name; its address is made of the name unless one is given."""
    name = one_line(request.form.get("namn", ""))[:120]
    slug = one_line(request.form.get("adress", "")).lower()[:80]
    typed = {"namn": name, "adress": slug}
    if not name:
        return _new(422, typed, [("namn", _("Skriv vad enkäten ska heta."))])
    facts = building.Facts(slug or slug_for(name), {"sv": name}, languages=["sv", "en"])
    try:
        survey = building.create_survey(db(), signed_in(), facts)
    except Problem as problem:
        return _new(422, typed, [("adress", _(problem.message))])
    return done(".survey", "skapad", slug=survey.slug)


@bp.post("/admin/enkater/forlaga")
@staff("coordinator")
def use_starter() -> Redirection:
    """Copy the survey that comes with the product; a number is added to its address when that is taken."""
    survey = building.add_document(db(), signed_in(), _where_free(read_document(STARTER.read_bytes())))
    return done(".survey", "skapad", slug=survey.slug)


def _where_free(document: Document) -> Document:
    taken, base, n = {row.survey.slug for row in surveys(db())}, document.slug, 2
    while document.slug in taken:
        document.slug, n = f"{base}-{n}", n + 1
    return document


@bp.post("/admin/enkater/fil")
@staff("coordinator")
def take_file() -> Response | Redirection:
    """Take in a survey from a file; everything that is wrong in it is named and nothing is kept.

    A number is added to its address when that is taken: a file is no place to mend one.
    """
    sent = request.files.get("fil")
    if sent is None or not sent.filename:
        return _new(422, errors=[("fil", _("Välj en fil."))])
    try:
        survey = building.add_document(db(), signed_in(), _where_free(read_document(sent.stream.read(1024 * 1024 + 1))))
    except BadDocument as bad:
        return _new(
            422, errors=[("fil", _("Filen går inte att läsa in. Felen står under filvalet."))], faults=bad.faults
        )
    except Problem as problem:
        return _new(422, errors=[("fil", _(problem.message))], faults=[Fault("slug", problem.message)])
    return done(".survey", "inläst", slug=survey.slug)


@bp.get("/admin/enkater/<slug:slug>")
@staff("coordinator", "analyst", "tagger")
def survey(slug: str) -> Response:
    """Show one survey: what is left to do, its waves, its links."""
    row = found(slug)
    wave = latest_of(db(), row.survey)
    findings = findings_of(db(), row.survey, wave) if row.draft else []
    n = sum(question.kind != "info" for section in wave.sections for question in section.questions)
    texts = [f for f in findings if f.topic and f.stops]
    rest = [f for f in findings if not f.topic and f.stops]
    return show("survey", row, n=n, lacking_texts=len(texts), lacking_questions=len(rest))


@bp.get("/admin/enkater/<slug:slug>/uppgifter")
@staff("coordinator", "analyst")
def facts(slug: str) -> Response:
    """Show what those who answer are told, and what the archive needs."""
    row = found(slug)
    return _facts(row, facts_of(row.survey), row.survey.version)


@bp.post("/admin/enkater/<slug:slug>/uppgifter")
@staff("coordinator")
def edit_facts(slug: str) -> Response | Redirection:
    """Save a survey's facts, unless somebody else has meanwhile."""
    row = found(slug)
    form = facts_sent(request.form)
    made = form.facts()
    if made is None:
        return _facts(row, form, version_sent(), 422)
    try:
        building.edit_survey(db(), signed_in(), row.survey, version_sent(), made)
    except Problem as problem:
        if problem.code == "conflict":
            who = last_editor(db(), row.survey.id)
            return _facts(row, form, row.survey.version, 409, theirs=facts_of(row.survey), who=who)
        for name, messages in problem.fields.items():
            form.errors[name] = [_(message) for message in messages]
        return _facts(row, form, version_sent(), 422)
    return done(".survey", "sparad", slug=made.slug)


def _facts(
    row: Any, form: FactsForm, version: int, status: int = 200, theirs: FactsForm | None = None, who: str = ""
) -> Response:
    errors = [(name, sentence) for name, sentences in form.errors.items() for sentence in sentences]
    was_open = any(one.wave.state != "draft" for one in row.waves)
    return show(
        "facts",
        row,
        status,
        form=form,
        version=version,
        page_errors=errors,
        theirs=theirs,
        who=who,
        topics=TOPICS,
        must_be_told=TOLD,
        was_open=was_open,
    )


@bp.get("/admin/enkater/<slug:slug>/kopia")
@staff("coordinator")
def copying(slug: str) -> Response:
    """Ask what the copy is to be called."""
    row = found(slug)
    name = _("%(name)s (kopia)", name=row.survey.title.get("sv", ""))
    return show("copy", row, typed={"namn": name, "adress": f"{row.survey.slug[:70]}-kopia"})


@bp.post("/admin/enkater/<slug:slug>/kopia")
@staff("coordinator")
def copy_survey(slug: str) -> Response | Redirection:
    """Copy a survey with its newest questions to one of its own."""
    row = found(slug)
    name = one_line(request.form.get("namn", ""))[:120]
    address = one_line(request.form.get("adress", "")).lower()[:80] or slug_for(name)
    typed = {"namn": name, "adress": address}
    if not name:
        return show("copy", row, 422, typed=typed, page_errors=[("namn", _("Skriv vad enkäten ska heta."))])
    try:
        wave = latest_of(db(), row.survey)
        made = building.copy_survey(db(), signed_in(), row.survey, wave, address, {"sv": name})
    except Problem as problem:
        return show("copy", row, 422, typed=typed, page_errors=[("adress", _(problem.message))])
    return done(".survey", "skapad", slug=made.slug)


@bp.get("/admin/enkater/<slug:slug>/fil")
@staff("coordinator", "analyst")
def file(slug: str) -> Response:
    """Send the survey as a file in the product's own JSON."""
    row = found(slug)
    text = written(document_of(row.survey, latest_of(db(), row.survey).sections))
    response = Response(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.survey.slug}.json"'
    return response


@bp.get("/admin/enkater/<slug:slug>/ta-bort-utkast")
@staff("coordinator")
def draft_removal(slug: str) -> Response:
    """Ask whether the draft is to be thrown away."""
    row = found(slug)
    draft(row)
    return show("remove_draft", row, is_last=len(row.waves) == 1)


@bp.post("/admin/enkater/<slug:slug>/ta-bort-utkast")
@staff("coordinator")
def remove_draft(slug: str) -> Redirection:
    """Throw the draft away, and the survey with it when it was never published."""
    row = found(slug)
    draft(row)
    if building.remove_draft(db(), signed_in(), row.survey):
        return done(".list_surveys", "borttagen")
    return done(".survey", "borttagen", slug=slug)
