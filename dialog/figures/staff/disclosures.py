"""`/admin/utlamnanden`: requests for public documents, where one starts and where what was handed over leaves as a file.

Who asked is asked for nowhere. Comes before: the inbox, whose filter chooses. Goes to: `staff/disclosing.py`, where each remark is assessed.
"""

import uuid
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.figures.operations import disclosing, handing_over
from dialog.figures.queries.disclosures import is_numbered, request_of, requests
from dialog.figures.staff import bp
from dialog.figures.staff.asked import filter_choices, reads_all
from dialog.people.operations import record_audit
from dialog.tag import queries as tagged
from dialog.tag.queries import RemarkFilter, read_known
from dialog.web.language import SOURCE, written_in
from dialog.web.language import gettext as _
from dialog.web.pages import page, site
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on, write


@bp.get("/admin/utlamnanden")
@staff("trusted_reader")
def list_disclosures() -> Response:
    """List the requests."""
    reads_all()
    return page("figures/staff/disclosures.html", rows=requests(db()))


@bp.get("/admin/utlamnanden/nytt")
@staff("trusted_reader")
def plan_disclosure() -> Response:
    """Ask what a request concerns, and say how many remarks that is."""
    reads_all()
    chosen, faults = read_known(db(), request.args)
    return _plan(chosen, errors=[(name, _("Valet går inte att läsa. Rätta det eller töm fältet.")) for name in faults])


def _plan(chosen: RemarkFilter, status: int = 200, errors: Any = (), typed: Any = None) -> Response:
    return page(
        "figures/staff/disclosure_new.html", 422 if errors else status, chosen=chosen, choices=filter_choices(),
        total=tagged.count(db(), chosen, disclosing.MOST), most=disclosing.MOST, typed=typed or {}, page_errors=list(errors),
        sent=request.form if typed else request.args,
    )  # fmt: skip


@bp.post("/admin/utlamnanden")
@staff("trusted_reader")
def start_disclosure() -> Any:
    """Note the request with its remarks: those that stand in the fields, once their number has been seen; until then it is shown."""
    reads_all()
    typed = {name: one_line(request.form.get(name, "")) for name in ("diarienummer", "galler")}
    if "tom" in request.form:
        return _plan(RemarkFilter(), typed=typed)
    chosen, faults = read_known(db(), request.form)
    errors = [(name, _("Valet går inte att läsa. Rätta det eller töm fältet.")) for name in faults]
    if "visa" in request.form:
        return _plan(chosen, errors=errors, typed=typed)
    if not errors and chosen.query() != request.form.get("sett"):
        seen = _("Urvalet är ett annat än det som visades. Se hur många synpunkter det är nu, och börja pröva.")
        errors.append(("", seen))
    if not typed["diarienummer"] or len(typed["diarienummer"]) > 60:
        errors.append(("diarienummer", _("Skriv begärans diarienummer, högst 60 tecken.")))
    if not typed["galler"] or len(typed["galler"]) > 500:
        errors.append(("galler", _("Skriv vad begäran gäller, högst 500 tecken.")))
    if errors:
        return _plan(chosen, 422, errors, typed)
    try:
        made = disclosing.start(db(), signed_in(), typed["diarienummer"], typed["galler"], chosen)
    except Problem as problem:
        return _plan(chosen, 422, [("", _(problem.message))], typed)
    return redirect(url_for(".disclosure", disclosure_id=made.id), 303)


@bp.post("/admin/utlamnanden/<id:disclosure_id>/fil")
@staff("trusted_reader", confirm=True)
def disclosed_file(disclosure_id: uuid.UUID) -> Response:
    """Send what was handed over as a file or a page to print, or the log of what was masked."""
    reads_all()
    found = request_of(db(), disclosure_id)
    if found.delivered_at is None:
        raise Problem("conflict", _("Alla synpunkter är inte prövade än."))
    if not is_numbered(db(), disclosure_id):
        raise Problem(
            "conflict",
            _(
                "Det här lämnades ut medan programmet uppdaterades, och allt som hör till filen sparades inte. Öppna begäran för ny prövning och lämna ut den en gång till."
            ),
        )
    kind = request.form.get("format", "xlsx")
    if kind not in ("csv", "xlsx", "logg", "papper", "pdf") or (
        kind == "pdf" and found.remarks > handing_over.MOST_AS_PDF
    ):
        raise Problem("invalid", _("Välj ett format i listan."))
    by = signed_in()
    read_on()
    write(lambda d: record_audit(d, by, "export.disclosure", "disclosure", disclosure_id, kind, found.remarks))
    if kind == "papper":
        written_in(SOURCE)  # as the files are: a public document is in Swedish
        rows = handing_over.on_paper(db(), disclosure_id)
        return page("figures/staff/disclosed_paper.html", found=found, rows=rows, laws=handing_over.sections_of(rows))
    if kind == "pdf":
        made = handing_over.as_pdf(db(), found, site().municipality or _("Trygghetsdialog"))
    else:
        made = handing_over.handed_over(db(), found, kind)
    response = Response(b"".join(made.parts), content_type=made.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
