"""The inner edition of the protocol as PDF and Word, to print and to paste from, with every photo.

Those who lead and coordinate the walk may see its photos (TRUST D16, D18): each file that is taken out is logged, with how many are in it.
"""

from flask import Response

from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.walk.forms.files import protocol_file
from dialog.walk.operations.photos import folder_of
from dialog.walk.queries import protocol as queries
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import database, db, read_on, write


@bp.get("/admin/vandringar/<slug:slug>/protokoll.pdf")
@staff(*door.ROLES)
def protocol_pdf(slug: str) -> Response:
    """Send it as PDF."""
    return _file(slug, "pdf")


@bp.get("/admin/vandringar/<slug:slug>/protokoll.docx")
@staff(*door.ROLES)
def protocol_docx(slug: str) -> Response:
    """Send it as Word."""
    return _file(slug, "docx")


def _file(slug: str, kind: str) -> Response:
    walk, person = found(slug), signed_in()
    protocol = queries.protocol_of(db(), walk.id)
    if protocol is None:
        raise Problem("not_found")
    stops = queries.inner_points(db(), walk.id)
    made = protocol_file(
        folder_of(database()), walk, protocol, stops, _("Intern utgåva, som protokollet står nu."), kind, is_inner=True
    )
    walk_id, n_photos = walk.id, sum(len(point.photos) for stop in stops for point in stop.points)
    read_on()
    write(
        lambda session: record_audit(session, person, "walk.protocol_file", "walk", walk_id, why=kind, count=n_photos)
    )
    return made
