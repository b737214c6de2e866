"""What follows when an earlier room does something: a remark that is taken back takes its decisions with it."""

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dialog.tag.models import Decision, SuggestedArea, Tagging

_AT_ONCE = 500


def forget(db: Session, remark_ids: Sequence[uuid.UUID]) -> None:
    """Take away every decision, note and tagging of remarks that are taken back."""
    for start in range(0, len(remark_ids), _AT_ONCE):
        part = remark_ids[start : start + _AT_ONCE]
        db.execute(delete(Tagging).where(Tagging.remark_id.in_(part)))
        decisions = select(Decision.id).where(Decision.remark_id.in_(part))
        db.execute(delete(SuggestedArea).where(SuggestedArea.decision_id.in_(decisions)))
        db.execute(delete(Decision).where(Decision.remark_id.in_(part)))
