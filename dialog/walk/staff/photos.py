"""The photos of a walk, for who leads or coordinates it, and of a remark for who tags it (TRUST D16): never a public address,
each opening logged (D18, S16).
"""

import uuid

from flask import Response, request

from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.remark.queries import is_accusing
from dialog.walk.kinds.covering import covered
from dialog.walk.operations.photos import folder_of
from dialog.walk.queries.photos import file_of, photos_of_remark, pictured
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.web.security import signed_in, staff
from dialog.web.transaction import database, db, read_on, write

#: The longest side of a small photo, pixels: twice what it is shown as, for a screen that has them closer.
SMALL = 480


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


@bp.get("/admin/synpunkter/<id:remark_id>/foto/<id:photo_id>")
@staff("tagger")
def remark_photo(remark_id: uuid.UUID, photo_id: uuid.UUID) -> Response:
    """Send one photo of a remark, small if so asked; of one that accuses somebody only to who may read that."""
    person = signed_in()
    is_trusted = person.has("trusted_reader")
    pictures = photos_of_remark(db(), remark_id, with_merged=is_trusted)
    found_one = next((one for one in pictures if one.photo_id == photo_id), None)
    path = folder_of(database()) / found_one.file_name if found_one else None
    if path is None or not path.is_file():
        raise Problem("not_found")
    if is_accusing(db(), remark_id) and not is_trusted:
        raise Problem("not_found")
    read_on()
    write(lambda session: record_audit(session, person, "walk.photo", "remark", str(remark_id)))
    data = path.read_bytes()
    return Response(covered(data, [], SMALL) if request.args.get("liten") else data, mimetype="image/jpeg")
