"""The vocabulary: /admin/fokusomraden. A coordinator changes it; taggers and analysts read it."""

from typing import Any

from flask import redirect, request, url_for

from dialog.base.problems import Problem
from dialog.people.queries import partners
from dialog.tag import queries
from dialog.tag.forms import COLOUR_WORDS, SHAPE_WORDS, AreaForm, area_form, read_id, read_number
from dialog.tag.operations import (
    AreaFields,
    add_area,
    change_area,
    merge_area,
    next_look,
    reactivate_area,
    retire_area,
)
from dialog.tag.staff.door import bp
from dialog.web.errors import STATUS
from dialog.web.language import LANGUAGES, in_words
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on

READERS = ("coordinator", "tagger", "analyst")


def _name(texts: dict[str, str]) -> str:
    return in_words(texts)[0]


@bp.get("/admin/fokusomraden")
@staff(*READERS)
def areas() -> Any:
    """Show the vocabulary, the finer ones folded beneath theirs."""
    found = queries.areas(db())
    return page(
        "tag/staff/areas.html",
        groups=queries.grouped(found),
        retired=[area for area in found if not area.is_active],
        by_slug={area.slug: area for area in found},
        uses=queries.uses(db()),
        may_change=signed_in().has("coordinator"),
        done=request.args.get("klart", ""),
        done_area=next((area for area in found if area.slug == request.args.get("vilket")), None),
    )


def _form(data: dict[str, Any] | None) -> AreaForm:
    parents = [group.area for group in queries.grouped(queries.areas(db())) if group.area.parent_id is None]
    return area_form(data, parents, partners(db()), in_words=_name)


def _read(form: AreaForm) -> AreaFields:
    sent = form.data
    return AreaFields(
        name={code: sent[f"namn_{code}"] or "" for code in LANGUAGES},
        description={code: sent[f"beskrivning_{code}"] or "" for code in LANGUAGES},
        code=sent["bokstaver"] or "",
        shape=sent["form"],
        colour=sent["farg"],
        partner_id=read_id(sent["ansvarig"]),
        is_sensitive=sent["kanslig"],
        is_told=not sent["tyst"],
    )


def _errors(form: AreaForm) -> list[tuple[str, str]]:
    return [(field.id, str(error)) for field in form for error in field.errors]


def _put_errors(form: AreaForm, problem: Problem) -> list[tuple[str, str]]:
    """Set an operation's faults at their fields and return the summary."""
    for name, sentences in problem.fields.items():
        if name in form:
            form[name].errors = [_(sentence) for sentence in sentences]
    return _errors(form) or [("", _(problem.message))]


@bp.get("/admin/fokusomraden/nytt")
@staff("coordinator")
def area_new() -> Any:
    """Show an empty form with a shape and colour that no other has."""
    shape, colour = next_look(db())
    form = _form({"form": shape, "farg": colour, "under": request.args.get("under", "")})
    return _show_form(form, None)


def _show_form(form: AreaForm, area: Any, status: int = 200, errors: Any = (), theirs: Any = None) -> Any:
    looks = [a for a in queries.areas(db()) if a.is_active and (area is None or a.slug != area.slug)]
    return page(
        "tag/staff/area.html",
        status,
        form=form,
        area=area,
        languages_of=LANGUAGES,
        looks=looks,
        shape_words=SHAPE_WORDS,
        colour_words=COLOUR_WORDS,
        page_errors=list(errors),
        theirs=theirs,
    )


@bp.post("/admin/fokusomraden/nytt")
@staff("coordinator")
def area_add() -> Any:
    """Add a focus area."""
    form = _form(None)
    if not form.validate():
        return _show_form(form, None, 422, _errors(form))
    try:
        slug = add_area(db(), signed_in(), _read(form), form.under.data or "")
    except Problem as problem:
        read_on()
        return _show_form(form, None, STATUS[problem.code], _put_errors(form, problem))
    return redirect(url_for("tag_staff.areas", klart="nytt", vilket=slug), 303)


def _area(slug: str) -> queries.Area:
    found = next((area for area in queries.areas(db()) if area.slug == slug), None)
    if found is None:
        raise Problem("not_found")
    return found


@bp.get("/admin/fokusomraden/<slug:slug>/andra")
@staff("coordinator")
def area_edit(slug: str) -> Any:
    """Show a focus area to be changed."""
    area = _area(slug)
    data: dict[str, Any] = {f"namn_{code}": area.name.get(code, "") for code in LANGUAGES}
    data |= {f"beskrivning_{code}": area.description.get(code, "") for code in LANGUAGES}
    data |= {"bokstaver": area.code, "form": area.shape, "farg": area.colour, "version": area.version}
    data |= {"ansvarig": str(area.partner_id or ""), "kanslig": area.is_sensitive, "tyst": not area.is_told}
    return _show_form(_form(data), area)


@bp.post("/admin/fokusomraden/<slug:slug>")
@staff("coordinator")
def area_change(slug: str) -> Any:
    """Keep what was changed."""
    form, area = _form(None), _area(slug)
    if not form.validate():
        return _show_form(form, area, 422, _errors(form))
    try:
        change_area(db(), signed_in(), slug, read_number(request.form.get("version")), _read(form))
    except Problem as problem:
        if problem.code == "not_found":
            raise
        read_on()
        theirs = _area(slug) if problem.code == "conflict" else None
        if theirs is not None:
            form.version.raw_data = None
            form.version.data = theirs.version
        return _show_form(form, theirs or area, STATUS[problem.code], _put_errors(form, problem), theirs)
    return redirect(url_for("tag_staff.areas", klart="andrat", vilket=slug), 303)


@bp.post("/admin/fokusomraden/<slug:slug>/lage")
@staff("coordinator")
def area_state(slug: str) -> Any:
    """Take a focus area out of use, or into use again."""
    version = read_number(request.form.get("version"))
    done = "ur-bruk"
    if request.form.get("till") == "i-bruk":
        done = "ny-form" if reactivate_area(db(), signed_in(), slug, version) else "i-bruk"
    else:
        retire_area(db(), signed_in(), slug, version)
    return redirect(url_for("tag_staff.areas", klart=done, vilket=slug), 303)


@bp.get("/admin/fokusomraden/<slug:slug>/sla-ihop")
@staff("coordinator")
def area_merge(slug: str) -> Any:
    """Choose what a focus area is to be merged into, and see what that would mean."""
    return _show_merge(slug, request.args.get("med", ""))


def _show_merge(slug: str, into: str, status: int = 200, fault: str = "") -> Any:
    area = _area(slug)
    others = [a for a in queries.areas(db()) if a.is_active and a.slug != slug]
    target = next((a for a in others if a.slug == into), None)
    effect = queries.merge_effect(db(), area.id, target.id) if target else None
    errors = [("med", fault)] if fault else []
    return page(
        "tag/staff/merge.html", status, area=area, others=others, target=target, effect=effect, page_errors=errors
    )


@bp.post("/admin/fokusomraden/<slug:slug>/sla-ihop")
@staff("coordinator")
def area_merge_now(slug: str) -> Any:
    """Merge a focus area into another."""
    into = request.form.get("med", "")
    try:
        merge_area(db(), signed_in(), slug, read_number(request.form.get("version")), into)
    except Problem as problem:
        if problem.code == "not_found":
            raise
        read_on()
        return _show_merge(slug, into, STATUS[problem.code], _(problem.message))
    return redirect(url_for("tag_staff.areas", klart="ihop", vilket=slug), 303)
