"""Which tablets are with a walk: the code that joins them, a lost one shut out, the code changed so that it cannot come back.

The short code and its QR code are for the leader's eyes: never on what is handed out or printed for walkers.
"""

import uuid

from flask import Response, request
from werkzeug.wrappers import Response as Redirection

from dialog.base.problems import Problem
from dialog.walk.kinds.codes import show_code
from dialog.walk.kinds.qr import code_of
from dialog.walk.models import Walk
from dialog.walk.operations.codes import change_code
from dialog.walk.operations.running import revoke_tablet
from dialog.walk.queries.incoming import tablets_of
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.web.language import gettext as _
from dialog.web.pages import whole_address
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on


@bp.get("/admin/vandringar/<slug:slug>/anslut")
@staff(*door.ROLES)
def join_code(slug: str) -> Response:
    """Show the code that joins, while the walk can be joined and there is a page to join on."""
    return _join(found(slug))


def _join(walk: Walk, status: int = 200, **more: object) -> Response:
    path = door.tablet_path(walk)
    if path is None:
        raise Problem("not_found")
    address = whole_address(path)
    facts = {
        "address": address, "typed": whole_address("/v/"), "code": show_code(walk.join_code),
        "qr": code_of(address), "tablets": tablets_of(db(), walk.id), "can_join": walk.state in ("planned", "open"),
    }  # fmt: skip
    return show("join", walk, status, **facts, **more)


@bp.get("/admin/vandringar/<slug:slug>/anslut/byt")
@staff(*door.ROLES)
def ask_change_join_code(slug: str) -> Response | Redirection:
    """Ask before the code is changed: nobody gets the old one back, and it may stand on somebody's note."""
    walk = found(slug)
    if walk.state not in ("planned", "open") or door.tablet_path(walk) is None:
        return door.done(".join_code", slug=slug)
    return show("change_code", walk, code=show_code(walk.join_code))


@bp.post("/admin/vandringar/<slug:slug>/anslut/byt")
@staff(*door.ROLES)
def change_join_code(slug: str) -> Response | Redirection:
    """Change the code that was shown; where a colleague has changed it meanwhile, the page shows theirs."""
    try:
        change_code(db(), signed_in(), found(slug).id, request.form.get("kod", ""))
    except Problem as problem:
        if problem.code != "conflict":
            raise
        read_on()
        return _join(found(slug), 409, page_errors=[("", _(problem.message))])
    return door.done(".join_code", "bytt", slug=slug)


@bp.get("/admin/vandringar/<slug:slug>/leda/sparra/<id:tablet_id>")
@staff(*door.ROLES)
def ask_revoke(slug: str, tablet_id: uuid.UUID) -> Response | Redirection:
    """Ask before a tablet is shut out, and whether the code is to be changed at once."""
    walk = found(slug)
    tablet = next((one for one in tablets_of(db(), walk.id) if one.id == tablet_id), None)
    if tablet is None:
        raise Problem("not_found")
    if tablet.is_revoked:
        return door.done(".lead", anchor="plattor", slug=slug)
    return show("revoke", walk, tablet=tablet, can_join=walk.state in ("planned", "open"))


@bp.post("/admin/vandringar/<slug:slug>/leda/sparra/<id:tablet_id>")
@staff(*door.ROLES)
def revoke(slug: str, tablet_id: uuid.UUID) -> Redirection:
    """Shut out a tablet that is lost, and with it whoever has the code that it joined with."""
    walk = found(slug)
    revoke_tablet(db(), signed_in(), walk.id, tablet_id)
    if request.form.get("byt") != "1" or walk.state not in ("planned", "open"):
        return door.done(".lead", "sparrad", anchor="plattor", slug=slug)
    change_code(db(), signed_in(), walk.id, walk.join_code)
    return door.done(".join_code", "sparrad-bytt", slug=slug)
