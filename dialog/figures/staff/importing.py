"""`/admin/import`: a file of remarks is read and shown with everything that is wrong in it, and then brought in.

Between the two the file travels in the page itself, packed, so that nothing of it lies on the server until it is taken.
"""

import base64
import binascii
import zlib
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from dialog.base.problems import Problem
from dialog.figures.exchange.records import Fault
from dialog.figures.exchange.understanding import ReadRemark
from dialog.figures.operations import Import, import_remarks, plan_import
from dialog.figures.staff import bp
from dialog.remark.queries import sources
from dialog.tag.filters import RemarkFilter, show_week
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.pages import page
from dialog.web.security import signed_in, staff
from dialog.web.transaction import database, db, write_large

IMPORTERS = ("coordinator", "tagger")
LARGEST_FILE = 8 * 1024 * 1024  # bytes; the command takes more
LARGEST_PACKED = 12 * 1024 * 1024
SHOWN = 10
SHOWN_FAULTS = 200


@bp.url_value_preprocessor
def _let_the_file_back(endpoint: str | None, _values: Any) -> None:
    """Make room for the packed file that comes back; before anything reads the form, and for this address alone."""
    if endpoint == f"{bp.name}.import_now":
        request.max_content_length = LARGEST_PACKED + 1024 * 1024
        request.max_form_memory_size = LARGEST_PACKED


@bp.get("/admin/import")
@staff(*IMPORTERS)
def choose_import() -> Response:
    """Ask for a file and where the remarks come from; tell how many came in last."""
    done = request.args.get("inlasta", "")
    source = request.args.get("kalla", "")
    return _choose(done=int(done) if done.isascii() and done.isdigit() and len(done) < 8 else None, source=source)


def _choose(status: int = 200, *, source: str = "", **facts: Any) -> Response:
    known = sources(db(), professional=True)
    return page(
        "figures/staff/import.html",
        status,
        sources=[(one.slug, in_words(one.name)[0]) for one in known],
        source=source,
        inbox=url_for("tag_staff.inbox") + RemarkFilter(source=source).query() if facts.get("done") else "",
        **({"done": None, "page_errors": [], "rows": []} | facts),
    )


@bp.post("/admin/import")
@staff(*IMPORTERS)
def preview_import() -> Response:
    """Read the file, write nothing, and show what would come in."""
    source = request.form.get("source", "")
    sent = request.files.get("file")
    data = sent.read(LARGEST_FILE + 1) if sent else b""
    if not data:
        return _choose(422, source=source, page_errors=[("file", _("Välj en fil som har något i sig."))])
    if len(data) > LARGEST_FILE:
        message = _("Filen är större än 8 MB. Dela upp den, eller läs in den med kommandot dialog import remarks.")
        return _choose(413, source=source, page_errors=[("file", message)])
    try:
        plan = _plan(data, source)
    except Problem as problem:
        return _refused(problem, source)
    return _show(plan, data)


def _plan(data: bytes, source: str) -> Import:
    with database().reading() as reading:  # a POST that only looks must not keep residents waiting
        return plan_import(reading, data, source)


def _refused(problem: Problem, source: str) -> Response:
    field = "source" if "source" in problem.fields else "file"
    rows = [(number, _(reason)) for number, reason in problem.facts.get("rows", [])]
    return _choose(
        413 if problem.code == "too_large" else 422, source=source, page_errors=[(field, _(problem.message))], rows=rows
    )


def _show(plan: Import, data: bytes, status: int = 200) -> Response:
    known = sources(db(), professional=True)
    faults = plan.read.faults
    return page(
        "figures/staff/import_preview.html",
        status,
        plan=plan,
        source=next((in_words(one.name)[0] for one in known if one.slug == plan.source), plan.source),
        packed=base64.b64encode(zlib.compress(data, 6)).decode(),
        headings=[(name, column or _("läses inte in")) for name, column in plan.read.table.headings],
        shown=[_row(row) for row in plan.rows[:SHOWN]],
        faults=[(fault.number, fault.column, in_sentence(fault)) for fault in faults[:SHOWN_FAULTS]],
        more_faults=max(0, len(faults) - SHOWN_FAULTS),
        known=_some(sorted(plan.known)),
    )


def in_sentence(fault: Fault) -> str:
    """Return what is wrong in a row, in the language of the page."""
    return _(fault.message, **fault.facts)


def _some(numbers: list[int]) -> str:
    return ", ".join(str(number) for number in numbers[:30]) + (" …" if len(numbers) > 30 else "")


def _row(row: ReadRemark) -> tuple[str, ...]:
    new = row.new
    feelings = {"unsafe": _("Otrygg"), "safe": _("Trygg"), "mixed": _("Blandat"), None: ""}
    kinds = {"LineString": _("en sträcka"), "Polygon": _("en yta")}
    place = new.place_words
    if new.geometry:
        kind = new.geometry["type"]
        lng, lat = new.geometry["coordinates"] if kind == "Point" else (0, 0)
        where = f"{lat}, {lng}" if kind == "Point" else kinds[kind]
        place = f"{place} ({where})" if place else where
    text = new.text if len(new.text) <= 160 else new.text[:159] + "…"
    when = new.day.isoformat() if new.day else show_week(new.week) or _("den här veckan")
    return (str(row.number), text, feelings[new.feeling], place, when, ", ".join(choice.slug for choice in row.choices))


@bp.post("/admin/import/las-in")
@staff(*IMPORTERS)
def import_now() -> Response:
    """Bring the rows in, in one transaction, and say how many."""
    source = request.form.get("source", "")
    data = _unpacked(request.form.get("packed", ""))
    if data is None:
        return _choose(422, source=source, page_errors=[("file", _("Filen kom inte med. Välj den igen."))])
    skip, again = request.form.get("hoppa") == "1", request.form.get("igen") == "1"
    try:
        plan = _plan(data, source)
    except Problem as problem:
        return _refused(problem, source)
    if plan.read.faults and not skip:
        return _show(plan, data, 422)
    by = signed_in()
    db().rollback()
    n = write_large(lambda writing: import_remarks(writing, by, plan, skip_faulty=skip, again=again))
    response = Response(status=303)
    response.headers["Location"] = url_for(".choose_import", inlasta=n, kalla=source)
    return response


def _unpacked(packed: str) -> bytes | None:
    try:
        opened = zlib.decompressobj()
        data = opened.decompress(base64.b64decode(packed, validate=True), LARGEST_FILE + 1)
    except (binascii.Error, zlib.error, ValueError):
        return None
    return data if data and len(data) <= LARGEST_FILE and opened.eof else None
