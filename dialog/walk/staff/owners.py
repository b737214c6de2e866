"""The points to those who own them: a page to print for the closing meeting, and a file for each owner or all (TRUST D17)."""

from flask import Response, request

from dialog.base.cells import guarded
from dialog.people.operations import record_audit
from dialog.walk.kinds.protocol import DECISIONS, KINDS, STATES
from dialog.walk.queries.owners import owned
from dialog.walk.queries.protocol import protocol_of
from dialog.walk.staff import door
from dialog.walk.staff.door import bp, found, show
from dialog.web.language import gettext as _
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db, read_on, write


@bp.get("/admin/vandringar/<slug:slug>/ansvariga")
@staff(*door.ROLES)
def owners(slug: str) -> Response:
    """Show each owner's points."""
    walk = found(slug)
    return show(
        "owners", walk, rows=owned(db(), walk.id), protocol=protocol_of(db(), walk.id),
        kinds=KINDS, decisions=DECISIONS, states=STATES,
    )  # fmt: skip


@bp.get("/admin/vandringar/<slug:slug>/ansvariga.csv")
@staff(*door.ROLES)
def owners_file(slug: str) -> Response:
    """Send one owner's points (`ansvarig`, by name) or all as a table for a spreadsheet: the protocol's own sentences, no remark."""
    walk, person, chosen = found(slug), signed_in(), request.args.get("ansvarig")
    head = [_("Ansvarig"), _("Nr"), _("Stopp"), _("Iakttagelse"), _("Slag"), _("Föreslagen åtgärd"), _("Beslut"), _("Skäl"), _("Klart senast"), _("Läge"), _("Ärendenummer")]  # fmt: skip
    lines = [
        [
            row.owner, str(point.number), stop.name, point.observation, _(KINDS[point.kind]), point.measure,
            _(DECISIONS[point.decision]) if point.decision else "", point.reason,
            point.due_on.isoformat() if point.due_on else "", _(STATES[point.state]), point.case_number,
        ]
        for row in owned(db(), walk.id)
        if chosen is None or row.owner == chosen
        for stop, point in row.points
    ]  # fmt: skip
    text = "\r\n".join(";".join(map(_cell, line)) for line in [head, *lines])
    walk_id, n = walk.id, len(lines)
    read_on()
    write(lambda session: record_audit(session, person, "walk.owners_file", "walk", walk_id, count=n))
    response = Response(f"\ufeff{text}\r\n", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="ansvariga-{walk.slug}.csv"'
    return response


def _cell(text: str) -> str:
    return '"' + guarded(text).replace('"', '""') + '"'
