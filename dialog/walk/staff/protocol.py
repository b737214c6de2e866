"""The protocol as those who write it see it: all points, one point to edit, what everyone may read. Works without scripts.

Reading it is reading what was said on the walk, and is logged (TRUST S16).
"""

import re
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as Redirection

from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.people.operations import record_audit
from dialog.people.queries.partners import partners
from dialog.tag.queries import areas
from dialog.walk.forms.protocol import PointForm, point_of, point_sent
from dialog.walk.forms.telling_protocol import present
from dialog.walk.forms.way import shown_way
from dialog.walk.kinds.protocol import DECISIONS, KINDS, STATES
from dialog.walk.models import Walk
from dialog.walk.operations import protocol as operations
from dialog.walk.operations.by_hand import is_removable
from dialog.walk.queries import protocol as queries
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show, version_sent
from dialog.web.language import gettext as _
from dialog.web.language import in_words
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on, write

WORDS = {"kinds": KINDS, "decisions": DECISIONS, "states": STATES}


@bp.get("/admin/vandringar/<slug:slug>/protokoll")
@staff(*door.ROLES)
def protocol(slug: str) -> Response:
    """Show the whole protocol, or that it comes when the walk is closed."""
    return _protocol(found(slug))


def _protocol(walk: Walk, status: int = 200, **more: Any) -> Response:
    session, person = db(), signed_in()
    stops = queries.inner_points(session, walk.id)
    points = [point for stop in stops for point in stop.points]
    facts = {
        "protocol": queries.protocol_of(session, walk.id),
        "stops": stops,
        "n_points": len(points),
        "n_released": sum(point.is_released for point in points),
        "n_photos": sum(len(point.photos) for point in points),
        "waiting": queries.waiting_remarks(session, walk.id),
    }
    if points:
        facts |= shown_way(walk) | {"present": present(walk)}
    if points:
        read_on()
        write(lambda session: record_audit(session, person, "walk.read", "walk", walk.id, count=len(points)))
    return show("protocol", walk, status, **facts, **WORDS, **more)


@bp.post("/admin/vandringar/<slug:slug>/protokoll")
@staff(*door.ROLES)
def make_protocol(slug: str) -> Response | Redirection:
    """Make the protocol, or take in what has come since."""
    try:
        operations.make_points(db(), signed_in(), found(slug))
    except Problem as problem:
        return _refused(slug, problem)
    return door.done(".protocol", "protokoll", slug=slug)


def _read(sent: str) -> dict[int, int]:
    """Return the version of each point that the page showed, by number; what is none is passed over."""
    return {int(number): int(version) for number, version in re.findall(r"\b([0-9]{1,8})-([0-9]{1,8})\b", sent)}


@bp.post("/admin/vandringar/<slug:slug>/protokoll/slapp")
@staff(*door.ROLES)
def release_all(slug: str) -> Response | Redirection:
    """Release what somebody else has written, or what one has written oneself on an earlier day."""
    operations.release_all(db(), signed_in(), found(slug).id, _read(request.form.get("last", "")))
    return door.done(".protocol", "slappta", slug=slug)


@bp.post("/admin/vandringar/<slug:slug>/protokoll/visa")
@staff(*door.ROLES)
def show_protocol(slug: str) -> Response | Redirection:
    """Show the public edition, or take it away."""
    shown = request.form.get("visa") == "1"
    try:
        operations.show_protocol(db(), signed_in(), found(slug).id, shown=shown)
    except Problem as problem:
        return _refused(slug, problem)
    return door.done(".protocol", "protokoll-visas" if shown else "protokoll-dolt", slug=slug)


@bp.post("/admin/vandringar/<slug:slug>/protokoll/slutmote")
@staff(*door.ROLES)
def tell_meeting(slug: str) -> Redirection:
    """Keep when and where the closing meeting is."""
    operations.tell_meeting(db(), signed_in(), found(slug).id, one_line(request.form.get("meeting_words", ""))[:300])
    return door.done(".protocol", "sparad", slug=slug)


def _refused(slug: str, problem: Problem) -> Response:
    if problem.code != "conflict":
        raise problem
    read_on()
    return _protocol(found(slug), 409, page_errors=[("", _(problem.message))])


@bp.get("/admin/vandringar/<slug:slug>/protokoll/punkt/<number:number>")
@staff(*door.ROLES)
def point(slug: str, number: int) -> Response:
    """Show a point to edit."""
    walk = found(slug)
    row = queries.point_at(db(), walk.id, number)
    if row is None:
        raise Problem("not_found")
    return _point(walk, number, point_of(row))


@bp.post("/admin/vandringar/<slug:slug>/protokoll/punkt/<number:number>")
@staff(*door.ROLES)
def edit_point(slug: str, number: int) -> Response | Redirection:
    """Save a point, unless somebody else has meanwhile."""
    walk = found(slug)
    form = point_sent(request.form)
    written = form.written({a.id for a in areas(db())}, {p.id for p in partners(db())})
    if written is None:
        if queries.point_at(db(), walk.id, number) is None:
            raise Problem("not_found")
        return _point(walk, number, form, 422)
    try:
        operations.save_point(db(), signed_in(), walk.id, number, version_sent(), written)
    except Problem as problem:
        if problem.facts.get("is_stale"):
            read_on()
            walk = found(slug)
            theirs = queries.point_at(db(), walk.id, number)
            return _point(walk, number, form, 409, theirs=point_of(theirs) if theirs else None)
        if not problem.fields:
            raise
        read_on()
        form.errors |= {name: [_(sentence) for sentence in said] for name, said in problem.fields.items()}
        return _point(found(slug), number, form, 422)
    return door.done(".protocol", "sparad", anchor=f"p-{number}", slug=slug)


def _point(walk: Walk, number: int, form: PointForm, status: int = 200, **more: Any) -> Response:
    session, person = db(), signed_in()
    row = queries.point_at(session, walk.id, number)
    shown = [(stop, p) for stop in queries.inner_points(session, walk.id) for p in stop.points if p.number == number]
    if row is None or not shown:
        raise Problem("not_found")
    facts: dict[str, Any] = {
        "row": row,
        "stop": shown[0][0],
        "point": shown[0][1],
        "areas": [(str(a.id), in_words(a.name)[0]) for a in areas(session) if a.is_active or a.id == row.focus_area_id],
        "owners": [(str(p.id), p.name) for p in partners(session)],
        "is_removable": is_removable(session, row),
    }
    read_on()
    write(lambda session: record_audit(session, person, "walk.read", "walk", walk.id, count=1))
    who = facts["point"].written_by
    errors = more.pop("page_errors", form.summary)
    return show("point", walk, status, form=form, number=number, who=who, page_errors=errors, **facts, **WORDS, **more)


@bp.post("/admin/vandringar/<slug:slug>/protokoll/punkt/<number:number>/slapp")
@staff(*door.ROLES)
def release_point(slug: str, number: int) -> Response | Redirection:
    """Release a point as it stands, or take it out of the public edition."""
    walk = found(slug)
    try:
        if request.form.get("slapp") == "0":
            operations.withdraw_point(db(), signed_in(), walk.id, number)
        else:
            operations.release_point(db(), signed_in(), walk.id, number, version_sent())
    except Problem as problem:
        if problem.code != "conflict":
            raise
        read_on()
        row = queries.point_at(db(), walk.id, number)
        if row is None:
            raise Problem("not_found") from problem
        return _point(found(slug), number, point_of(row), 409, page_errors=[("", _(problem.message))])
    return door.done(".protocol", "sparad", anchor=f"p-{number}", slug=slug)
