"""The photos of a walk, for who leads or coordinates it: never a public address, each opening logged (TRUST D18, S16)."""

import uuid

from flask import Response

from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.walk.operations.photos import folder_of
from dialog.walk.queries.photos import file_of, pictured
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.web.security import signed_in, staff
from dialog.web.transaction import database, db, read_on, write


@bp.get("/admin/vandringar/<slug:slug>/foton")
@staff(*door.ROLES)
def photos(slug: str) -> Response:
    """Show the photos, remark by remark."""
    walk = found(slug)
    return show("photos", walk, remarks=pictured(db(), walk.id))


@bp.get("/admin/vandringar/<slug:slug>/foto/<id:photo_id>")
@staff(*door.ROLES)
def photo(slug: str, photo_id: uuid.UUID) -> Response:
    """Send one photo."""
    walk, person = found(slug), signed_in()
    name = file_of(db(), walk.id, photo_id)
    path = folder_of(database()) / name if name else None
    if path is None or not path.is_file():
        raise Problem("not_found")
    walk_id = walk.id
    read_on()  # the log is written by the writer, not beside a transaction of ours
    write(lambda session: record_audit(session, person, "walk.photo", "walk", walk_id))
    return Response(path.read_bytes(), mimetype="image/jpeg")
