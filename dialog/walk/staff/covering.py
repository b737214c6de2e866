"""A photo is looked at, covered where it must be, and released to stand beside its point (TRUST D18). A grid of boxes, without scripts."""

import uuid
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as Redirection

from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.walk.kinds.covering import cells, known
from dialog.walk.operations import protocol as operations
from dialog.walk.queries import protocol as queries
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

PATH = "/admin/vandringar/<slug:slug>/protokoll/foto/<id:photo_id>"


@bp.get(PATH)
@staff(*door.ROLES)
def cover(slug: str, photo_id: uuid.UUID) -> Response:
    """Show the photo with its grid."""
    released = queries.released_photo(db(), found(slug).id, photo_id)
    typed = (released.alternative, list(released.covered)) if released else ("", [])
    return _cover(slug, photo_id, *typed)


def _cover(
    slug: str, photo_id: uuid.UUID, alternative: str, covered: list[str], status: int = 200, **more: Any
) -> Response:
    walk = found(slug)
    point = queries.point_of_photo(db(), walk.id, photo_id)
    if point is None:
        raise Problem("not_found")
    return show(
        "cover", walk, status, photo_id=photo_id, point=point, cells=cells(), covered=covered, alternative=alternative,
        released=queries.released_photo(db(), walk.id, photo_id), **more,
    )  # fmt: skip


@bp.post(PATH)
@staff(*door.ROLES)
def release_photo(slug: str, photo_id: uuid.UUID) -> Response | Redirection:
    """Release the photo with what is covered, or take it back."""
    walk = found(slug)
    point = queries.point_of_photo(db(), walk.id, photo_id)
    if point is None:
        raise Problem("not_found")
    number = point.number
    if request.form.get("slapp") == "0":
        operations.hide_photo(db(), signed_in(), walk.id, photo_id)
        return door.done(".protocol", "sparad", anchor=f"p-{number}", slug=slug)
    words, covered = one_line(request.form.get("alternative", ""))[:300].strip(), known(request.form.getlist("ruta"))
    errors = []
    if not words:
        errors.append(("alternative", _("Skriv vad fotot visar, för den som inte ser det.")))
    if request.form.get("sett") != "1":
        errors.append(("sett", _("Titta på fotot och kryssa i att inget pekar ut en person.")))
    if errors:
        return _cover(slug, photo_id, words, covered, 422, page_errors=errors)
    operations.release_photo(db(), signed_in(), walk.id, photo_id, words, covered)
    return door.done(".protocol", "sparad", anchor=f"p-{number}", slug=slug)
