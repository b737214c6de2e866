"""Focus areas that came with remarks in a file: each remark gets one decision, as if somebody had tagged it when it came.

Comes before: `figures/operations` import_remarks, which has just recorded the remarks. Goes to: every count.
"""

import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.gathering import Rows, insert_rows
from dialog.base.keys import new_id
from dialog.tag.kinds import TagChoice
from dialog.tag.listeners import tagged
from dialog.tag.models import Decision, Tagging

_AT_ONCE = 400
_DECISIONS, _TAGGINGS = Rows(Decision.__table__), Rows(Tagging.__table__)


def tag_arrived(
    db: Session,
    account_id: uuid.UUID | None,
    found: Sequence[tuple[uuid.UUID, Sequence[TagChoice]]],
    areas: Mapping[str, uuid.UUID],
) -> None:
    """Write the decisions of remarks that came in handled in this transaction. `areas`: the ids of all slugs that are chosen."""
    moment = now()
    for start in range(0, len(found), _AT_ONCE):
        part = found[start : start + _AT_ONCE]
        ids = [remark_id for remark_id, _ in part]
        decisions = [
            {
                "id": new_id(),
                "remark_id": remark_id,
                "version": 2,
                "kind": "tag",
                "outcome": "tagged",
                "has_personal_data": False,
                "is_current": True,
                "account_id": account_id,
                "at": moment,
                "note": "",
            }
            for remark_id in ids
        ]
        insert_rows(db, _DECISIONS, decisions)
        taggings = [
            {
                "decision_id": decision["id"],
                "focus_area_id": areas[choice.slug],
                "remark_id": remark_id,
                "polarity": choice.polarity,
                "is_negated": choice.is_negated,
                "is_current": True,
            }
            for decision, (remark_id, choices) in zip(decisions, part, strict=True)
            for choice in choices
        ]
        insert_rows(db, _TAGGINGS, taggings)
        tagged.tell(db, remark_ids=ids)
