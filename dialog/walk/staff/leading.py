"""The leader's page while the walk goes on: remarks as they come in, tablets, doubles, what is held aside.

It works by loading again; with scripts it asks for itself now and then, and gets 304 while nothing has come. Reading what was said is
logged (TRUST S16), each time there is something new.
"""

import uuid
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as Redirection

from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.remark.kinds import FEELINGS
from dialog.walk.forms.held import mended_sent
from dialog.walk.models import HeldItem, Walk
from dialog.walk.operations import merging
from dialog.walk.operations.held import settle
from dialog.walk.queries import incoming
from dialog.walk.queries.walks import groups_of, stops_of
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on, write


@bp.get("/admin/vandringar/<slug:slug>/leda")
@staff(*door.ROLES)
def lead(slug: str) -> Response:
    """Show what has come in."""
    return _lead(found(slug))


@bp.get("/admin/vandringar/<slug:slug>/leda/nytt")
@staff(*door.ROLES)
def news(slug: str) -> Response:
    """Answer 304 while nothing has come since the page was made, and 200 with a word when something has. Nothing is read."""
    walk = found(slug)
    response = Response("new", content_type="text/plain; charset=utf-8")
    response.set_etag(_mark(walk))
    response.make_conditional(request)
    return response


def _mark(walk: Walk) -> str:
    return f"{walk.version}-{incoming.mark_of(db(), walk.id)}"


def _lead(walk: Walk, status: int = 200, **more: Any) -> Response:
    session, person = db(), signed_in()
    remarks = incoming.came_in(session, walk.id)
    held = incoming.held_of(session, walk.id)
    tablets = incoming.tablets_of(session, walk.id)
    facts = {
        "remarks": remarks,
        "areas": {point["slug"]: point["area"] for point in walk.checklist},
        "levels": {point["slug"]: point["levels"] for point in walk.checklist},
        "held": held,
        "tablets": tablets,
        "groups": [
            (group, sum(t.remarks for t in tablets if t.group == group.letter)) for group in groups_of(session, walk.id)
        ],
        "on_paper": incoming.on_paper(session, walk.id),
        "stops": stops_of(session, walk.id),
        "mark": _mark(walk),
        "tablet": door.tablet_path(walk),
        "feelings": FEELINGS,
        "held_words": _held_words,
        "mended_id": None,
    }
    if remarks or held:
        read_on()
        n = len(remarks) + len(held)
        write(lambda session: record_audit(session, person, "walk.read", "walk", walk.id, count=n))
    return show("lead", walk, status, **facts | more)


def _held_words(item: HeldItem) -> list[str]:
    """Return why something could not be taken in, in the reader's language."""
    return [_(str(sentence)) for sentence in item.problems]


def _sent_id(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.form.get(name, ""))
    except ValueError:
        return None


@bp.get("/admin/vandringar/<slug:slug>/leda/ihop/<id:item_id>")
@staff(*door.ROLES)
def choose_merge(slug: str, item_id: uuid.UUID) -> Response:
    """Ask which of the others a remark is the same as: those at its own stop first."""
    walk, person = found(slug), signed_in()
    remarks = incoming.came_in(db(), walk.id)
    one = next((remark for remark in remarks if remark.item_id == item_id), None)
    if one is None:
        raise Problem("not_found", _("Synpunkten finns inte längre, eller är redan ihopslagen."))
    others = sorted((other for other in remarks if other is not one), key=lambda other: other.stop != one.stop)
    walk_id, n = walk.id, len(remarks)
    read_on()
    write(lambda session: record_audit(session, person, "walk.read", "walk", walk_id, count=n))
    return show("merge", walk, one=one, others=others)


@bp.post("/admin/vandringar/<slug:slug>/leda/ihop")
@staff(*door.ROLES)
def merge(slug: str) -> Response | Redirection:
    """Merge a double into the remark that stands."""
    walk, item, into = found(slug), _sent_id("dubblett"), _sent_id("star")
    try:
        if item is None or into is None:
            raise Problem("invalid", _("Välj vilken synpunkt som ska slås ihop med den här."))
        merging.merge(db(), signed_in(), walk.id, item, into)
    except Problem as problem:
        return _refused(slug, problem)
    return door.done(".lead", "ihop", anchor=f"s-{into}", slug=slug)


@bp.post("/admin/vandringar/<slug:slug>/leda/isar")
@staff(*door.ROLES)
def split(slug: str) -> Response | Redirection:
    """Part a double again."""
    walk, item = found(slug), _sent_id("dubblett")
    try:
        if item is None or merging.split(db(), signed_in(), walk.id, item) is None:
            raise Problem("not_found")
    except Problem as problem:
        return _refused(slug, problem)
    return door.done(".lead", "isar", anchor=f"s-{item}", slug=slug)


def _refused(slug: str, problem: Problem, field: str = "", **more: Any) -> Response:
    if problem.code == "not_found":
        sentence = _("Synpunkten finns inte längre, eller är redan ihopslagen. Så här ser det ut nu.")
    else:
        sentence = _(problem.message)
    read_on()
    return _lead(found(slug), 409 if problem.code == "not_found" else 422, page_errors=[(field, sentence)], **more)


@bp.post("/admin/vandringar/<slug:slug>/undanlagt/<id:held_id>/ta-in")
@staff(*door.ROLES)
def take_held(slug: str, held_id: uuid.UUID) -> Response | Redirection:
    """Take in what was held aside, as the leader mended it; what else was told in it comes along."""
    walk = found(slug)
    waiting = next((one for one in incoming.held_of(db(), walk.id) if one.id == held_id), None)
    if waiting is None:
        return _refused(slug, Problem("not_found"))
    before = {name: value for name, value in (waiting.content or {}).items() if name != "sealed"}
    return _settled(slug, walk, held_id, before | mended_sent(request.form))


@bp.post("/admin/vandringar/<slug:slug>/undanlagt/<id:held_id>/ta-bort")
@staff(*door.ROLES)
def drop_held(slug: str, held_id: uuid.UUID) -> Response | Redirection:
    """Drop what was held aside, for good."""
    return _settled(slug, found(slug), held_id, None)


def _settled(slug: str, walk: Walk, held_id: uuid.UUID, take: dict[str, Any] | None) -> Response | Redirection:
    try:
        settle(db(), signed_in(), walk.id, held_id, take=take)
    except Problem as problem:
        if problem.fields:
            said = [_(sentence) for sentences in problem.fields.values() for sentence in sentences]
            problem = Problem("invalid", " ".join(said))
        # What was typed stands in its form; nothing of it is kept yet.
        return _refused(
            slug, problem, f"ht-{held_id}" if take else "", mended_id=held_id if take else None, mended=take
        )
    return door.done(".lead", "avgjord", slug=slug)
