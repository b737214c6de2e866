"""How tablets join: the short code and its QR code, for the leader's eyes. Never on what is handed out or printed for walkers."""

from flask import Response

from dialog.base.problems import Problem
from dialog.walk.kinds.codes import show_code
from dialog.walk.kinds.qr import code_of
from dialog.walk.queries.incoming import tablets_of
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.web.pages import whole_address
from dialog.web.security import staff
from dialog.web.transaction import db


@bp.get("/admin/vandringar/<slug:slug>/anslut")
@staff(*door.ROLES)
def join_code(slug: str) -> Response:
    """Show the code that joins, while the walk can be joined and there is a page to join on."""
    walk = found(slug)
    path = door.tablet_path(walk)
    if path is None:
        raise Problem("not_found")
    address = whole_address(path)
    return show(
        "join", walk, address=address, typed=whole_address("/v/"), code=show_code(walk.join_code),
        qr=code_of(address), tablets=tablets_of(db(), walk.id), can_join=walk.state in ("planned", "open"),
    )  # fmt: skip
