"""What a walk led to, as everyone reads it: the released points on the walk's own page, and the photos that have been released.

Nothing of a remark reaches here: sentences are the protocol's own (TRUST D8), photos are drawn with what was covered (D18).
"""

import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response, request

from dialog.base.problems import Problem
from dialog.walk.forms.files import protocol_file
from dialog.walk.kinds.comparing import VERDICTS
from dialog.walk.kinds.covering import covered
from dialog.walk.kinds.protocol import DECISIONS, KINDS, STATES
from dialog.walk.models import Walk
from dialog.walk.operations.photos import folder_of
from dialog.walk.public.door import bp
from dialog.walk.queries import protocol as queries
from dialog.walk.queries.comparing import compared, previous_of
from dialog.walk.queries.walks import announced
from dialog.web.language import gettext as _
from dialog.web.security import everyone
from dialog.web.transaction import database, db

WORDS = {"kinds": KINDS, "decisions": DECISIONS, "states": STATES}


def told_of(walk: Walk) -> dict[str, Any]:
    """Return what the walk's page tells of its protocol; nothing while it is not shown."""
    protocol, before = queries.public_protocol(db(), walk.id), previous_of(db(), walk)
    if protocol is None:
        return {"protocol": None}
    return {
        "protocol": protocol,
        "protocol_stops": queries.public_points(db(), walk.id),
        "words": WORDS | {"verdicts": VERDICTS},
        "before": before if before is not None and before.is_announced else None,
        "compared": compared(db(), walk, before, public=True) if before is not None and before.is_announced else None,
    }


@bp.get("/vandring/<slug:slug>/foto/<id:photo_id>")
@everyone
def photo(slug: str, photo_id: uuid.UUID) -> Response:
    """Send a photo that has been released, with what is covered painted over."""
    walk = announced(db(), slug)
    found = queries.public_photo(db(), walk.id, photo_id) if walk is not None else None
    path = folder_of(database()) / found[0] if found else None
    if found is None or path is None or not path.is_file():
        raise Problem("not_found")
    response = Response(_drawn(path, tuple(found[1])), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "public, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


@lru_cache(maxsize=24)
def _drawn(path: Path, cells: tuple[str, ...]) -> bytes:
    """Draw a photo once for the many who look at it; a file's name is never used again for another."""
    return covered(path.read_bytes(), list(cells))


@bp.get("/vandring/<slug:slug>/protokoll.pdf")
@everyone
def protocol_pdf(slug: str) -> Response:
    """Send what everyone reads of the protocol as PDF."""
    return _file(slug, "pdf")


@bp.get("/vandring/<slug:slug>/protokoll.docx")
@everyone
def protocol_docx(slug: str) -> Response:
    """Send what everyone reads of the protocol as Word."""
    return _file(slug, "docx")


def _file(slug: str, kind: str) -> Response:
    walk = announced(db(), slug)
    protocol = queries.public_protocol(db(), walk.id) if walk is not None else None
    if walk is None or protocol is None:
        raise Problem("not_found")
    stops = queries.public_points(db(), walk.id)
    return protocol_file(
        folder_of(database()), walk, protocol, stops, _("Utgåva %(n)s.", n=protocol.edition), kind, is_inner=False
    )
