"""A point of the protocol that is added by hand, and one that is taken away. Works without scripts."""

import uuid

from flask import Response, request
from werkzeug.wrappers import Response as Redirection

from dialog.base.problems import Problem
from dialog.people.queries.partners import partners
from dialog.tag.queries import areas
from dialog.walk.forms.protocol import PointForm, empty_point, point_sent
from dialog.walk.models import Walk
from dialog.walk.operations import by_hand as operations
from dialog.walk.queries.protocol import protocol_of
from dialog.walk.queries.walks import stops_of
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.walk.staff.protocol import WORDS
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on

PATH = "/admin/vandringar/<slug:slug>/protokoll/ny-punkt"


@bp.get(PATH)
@staff(*door.ROLES)
def new_point(slug: str) -> Response:
    """Show an empty point."""
    return _new(found(slug), empty_point())


@bp.post(PATH)
@staff(*door.ROLES)
def add_point(slug: str) -> Response | Redirection:
    """Add the point."""
    walk = found(slug)
    form = point_sent(request.form)
    written = form.written({a.id for a in areas(db())}, {p.id for p in partners(db())})
    if written is None:
        return _new(walk, form, 422)
    numbers = {str(stop.number): stop.id for stop in stops_of(db(), walk.id)}
    stop_id: uuid.UUID | None = numbers.get(form.stop)
    try:
        number = operations.add_point(db(), signed_in(), walk.id, stop_id, written)
    except Problem as problem:
        if not problem.fields:
            raise
        read_on()
        form.errors |= {name: [_(sentence) for sentence in said] for name, said in problem.fields.items()}
        return _new(found(slug), form, 422)
    return door.done(".protocol", "punkt-tillagd", anchor=f"p-{number}", slug=slug)


def _new(walk: Walk, form: PointForm, status: int = 200) -> Response:
    session = db()
    if protocol_of(session, walk.id) is None:
        raise Problem("not_found")
    return show(
        "new_point", walk, status, form=form, page_errors=form.summary,
        stops=[(str(stop.number), f"{stop.number}. {stop.name}") for stop in stops_of(session, walk.id)],
        areas=[(str(a.id), in_words(a.name)[0]) for a in areas(session) if a.is_active],
        owners=[(str(p.id), p.name) for p in partners(session)], **WORDS,
    )  # fmt: skip


@bp.post("/admin/vandringar/<slug:slug>/protokoll/punkt/<number:number>/ta-bort")
@staff(*door.ROLES)
def remove_point(slug: str, number: int) -> Redirection:
    """Take a point away that no remark stands behind and that nobody has released."""
    operations.remove_point(db(), signed_in(), found(slug).id, number)
    return door.done(".protocol", "punkt-borta", slug=slug)
