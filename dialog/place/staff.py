"""Districts and names of places, for those who look after the site."""

from pathlib import Path
from typing import Any

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.place import operations, queries, reading
from dialog.place.forms import DistrictsForm, NamesForm, map_package
from dialog.web.language import gettext as _
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

bp = Blueprint("place_staff", __name__)


@bp.get("/admin/omraden")
@staff("admin", "coordinator", "analyst")
def districts() -> Response:
    """Show the divisions, their districts and how many names can be searched for."""
    return _show()


def _show(status: int = 200, **facts: Any) -> Response:
    kinds = [
        (kind, [(d.name, d.code) for d in queries.districts(db(), kind.slug)], queries.is_fine(db(), kind.slug))
        for kind in queries.kinds(db())
    ]
    forms = {"districts_form": DistrictsForm(formdata=None), "names_form": NamesForm(formdata=None)}
    return page(
        "place/staff/districts.html",
        status,
        kinds=kinds,
        names=queries.name_counts(db()),
        has_package=bool(map_package()),
        **(forms | facts),
    )


@bp.post("/admin/omraden")
@staff("admin", "coordinator")
def import_districts() -> Response:
    """Replace the districts of a kind with those in a file."""
    form = DistrictsForm()
    if not form.validate():
        return _show(422, districts_form=form, page_errors=[(f, e) for f, es in form.errors.items() for e in es])
    try:
        found = reading.read_districts(form.file.data.read() if form.file.data else b"")
        n = operations.import_districts(db(), form.kind.data or "", form.name.data or "", found)
    except Problem as problem:
        return _faulty(problem, "file", districts_form=form)
    record_audit(db(), signed_in(), "district.import", "district_kind", form.kind.data, count=n)
    return redirect(url_for(".districts"), 303)


@bp.post("/admin/omraden/<slug:kind>/forst")
@staff("admin", "coordinator")
def put_first(kind: str) -> Response:
    """Let a division be the one that is counted by."""
    operations.put_first(db(), kind)
    record_audit(db(), signed_in(), "district.first", "district_kind", kind)
    return redirect(url_for(".districts"), 303)


@bp.get("/admin/omraden/<slug:kind>/ta-bort")
@staff("admin", "coordinator")
def ask_to_remove(kind: str) -> Response:
    """Ask before a division is taken away."""
    found = next((k for k in queries.kinds(db()) if k.slug == kind), None)
    if found is None:
        raise Problem("not_found")
    return page("place/staff/remove.html", kind=found, n=len(queries.districts(db(), kind)))


@bp.post("/admin/omraden/<slug:kind>/ta-bort")
@staff("admin", "coordinator")
def remove(kind: str) -> Response:
    """Take a division away; remarks keep their places."""
    operations.remove_districts(db(), kind)
    record_audit(db(), signed_in(), "district.remove", "district_kind", kind)
    return redirect(url_for(".districts"), 303)


@bp.post("/admin/omraden/platser")
@staff("admin", "coordinator")
def import_names() -> Response:
    """Replace the municipality's own list of places."""
    form = NamesForm()
    try:
        found = reading.read_names(form.file.data.read() if form.file.data else b"")
        n = operations.import_names(db(), "own", found)
    except Problem as problem:
        return _faulty(problem, "names-file", names_form=form)
    record_audit(db(), signed_in(), "place.import", "place_names", "own", count=n)
    return redirect(url_for(".districts"), 303)


@bp.post("/admin/omraden/kartpaket")
@staff("admin", "coordinator")
def read_package() -> Response:
    """Read the names of streets and places from the map package."""
    chosen = map_package()
    if not chosen:
        raise Problem("not_found")
    n = operations.import_names(db(), "map", reading.read_map_package(Path(chosen)))
    record_audit(db(), signed_in(), "place.import", "place_names", "map", count=n)
    return redirect(url_for(".districts"), 303)


def _faulty(problem: Problem, field: str, **forms: Any) -> Response:
    rows = [(number, _(reason)) for number, reason in problem.facts.get("rows", [])]
    return _show(422, page_errors=[(field, _(problem.message))], faults=rows[:200], **forms)
