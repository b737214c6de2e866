"""A remark that somebody else has open is shown as such. Where one person alone tags, nothing of this is shown, written or asked.

Comes before: `queries/together.py`. Goes to: `staff/inbox.py` and `staff/deciding.py`; the desk's script sends its signs here.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import jsonify, redirect, request, url_for

from dialog.base.problems import Problem
from dialog.tag import queries
from dialog.tag.forms import read_id
from dialog.tag.operations import hold, let_go
from dialog.tag.staff.door import bp, may_read
from dialog.web.security import signed_in, staff
from dialog.web.transaction import db

#: What the desk's script fetches before anybody looks at it is not open yet.
AHEAD = "X-Dialog-Ahead"


@dataclass(frozen=True)
class Together:
    """Whether two tag, and who else has what open."""

    is_on: bool = False
    open_at: dict[uuid.UUID, list[str]] = field(default_factory=dict)


def seen_together(remark_ids: Sequence[uuid.UUID] = ()) -> Together:
    """Return who else has which of some remarks open."""
    if not may_read() or not queries.two_tag(db()):
        return Together()
    return Together(True, queries.open_at_others(db(), signed_in().account_id, remark_ids) if remark_ids else {})


def holding(remark_id: uuid.UUID) -> Callable[[Any], None] | None:
    """Return what notes that the person has a remark open, to be done with the writing in the log; None where it only is fetched ahead."""
    person = signed_in()
    return None if AHEAD in request.headers else lambda session: hold(session, person, remark_id)


@bp.post("/admin/synpunkter/<id:remark_id>/oppen")
@staff("tagger")
def keep_open(remark_id: uuid.UUID) -> Any:
    """Take a sign from the page that shows a remark: still there (and no more at `lamnar`), or gone (`slapp`); tell what others have open."""
    person = signed_in()
    if queries.remark(db(), remark_id) is None:
        raise Problem("not_found")
    if not queries.two_tag(db()):
        return jsonify(together=False)
    left = remark_id if request.form.get("slapp") else read_id(request.form.get("lamnar"))
    if left is not None:
        let_go(db(), person, left)
    if left != remark_id:
        hold(db(), person, remark_id)
    return jsonify(said_of(Together(True, queries.open_at_others(db(), person.account_id))))


def said_of(seen: Together) -> dict[str, Any]:
    """Return what the desk's script is told."""
    if not seen.is_on:
        return {"together": False}
    return {"together": True, "open": {str(remark_id): names for remark_id, names in seen.open_at.items()}}


def to_second_reading(remark_id: uuid.UUID) -> Any:
    """Return where a person goes who is to read a remark the second time and is not to see the first choice; None for all others."""
    found = queries.still_to_read(db(), signed_in().account_id, [remark_id])
    if remark_id not in found:
        return None
    return redirect(url_for("tag_staff.read_again", sample_id=found[remark_id], remark_id=remark_id), 303)
