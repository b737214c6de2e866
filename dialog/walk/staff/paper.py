"""The protocol on paper: a sheet to print and fill in with a pen, and one page to key it in afterwards."""

from flask import Response, request
from werkzeug.wrappers import Response as Redirection

from dialog.base.problems import Problem
from dialog.place.forms import map_package, map_source
from dialog.remark.kinds import FEELINGS
from dialog.walk.forms.paper import PaperForm, empty_paper, paper_sent
from dialog.walk.models import Walk
from dialog.walk.operations.paper import key_in
from dialog.walk.queries.picture import picture_of
from dialog.walk.queries.walks import groups_of, roles_of, stops_of
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on


@bp.get("/admin/vandringar/<slug:slug>/protokoll-pa-papper")
@staff(*door.ROLES)
def paper(slug: str) -> Response:
    """Show the empty protocol: a line for each remark, and the checklist for each stop."""
    walk = found(slug)
    stops = stops_of(db(), walk.id)
    return show(
        "paper", walk, stops=stops, roles=roles_of(db(), walk.id), groups=groups_of(db(), walk.id),
        picture=picture_of(db(), walk, stops, map_package()),
        source=map_source(),
    )  # fmt: skip


@bp.get("/admin/vandringar/<slug:slug>/skriv-in")
@staff(*door.ROLES)
def keying(slug: str) -> Response:
    """Show a clean form for the lines of a protocol."""
    return _keying(found(slug), empty_paper())


@bp.post("/admin/vandringar/<slug:slug>/skriv-in")
@staff(*door.ROLES)
def key_in_now(slug: str) -> Response | Redirection:
    """Keep the lines that were filled in."""
    walk = found(slug)
    form = paper_sent(request.form, walk.checklist)
    lines = form.lines({stop.number: stop.id for stop in stops_of(db(), walk.id)})
    if lines is None:
        return _keying(walk, form, 422)
    try:
        key_in(db(), signed_in(), walk, lines)
    except Problem as problem:
        read_on()
        form.errors[""] = [_(problem.message)]
        return _keying(found(slug), form, 409)
    return door.done(".lead", "inskrivna", slug=slug)


def _keying(walk: Walk, form: PaperForm, status: int = 200) -> Response:
    stops = [(str(stop.number), f"{stop.number}. {stop.name}") for stop in stops_of(db(), walk.id)]
    return show("key_in", walk, status, form=form, stops=stops, feelings=FEELINGS, page_errors=form.summary)
