"""A walk beside the one before it: what is better, the same and worse at each stop, and what was promised."""

from flask import Response

from dialog.walk.kinds.comparing import VERDICTS
from dialog.walk.kinds.protocol import DECISIONS, KINDS, STATES
from dialog.walk.queries.comparing import compared, previous_of
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.web.security import staff
from dialog.web.transaction import db


@bp.get("/admin/vandringar/<slug:slug>/jamfor")
@staff(*door.ROLES)
def compare(slug: str) -> Response:
    """Show the comparison, or that there is nothing to compare with."""
    walk = found(slug)
    before = previous_of(db(), walk)
    return show(
        "compare", walk, before=before, made=compared(db(), walk, before) if before else None, verdicts=VERDICTS,
        kinds=KINDS, decisions=DECISIONS, states=STATES,
    )  # fmt: skip
