"""Accepting a pile: each remark gets a decision of its own with what was suggested for it. What somebody else has been at since
is left out and said (TRUST R12). Comes before: `queries/piles.py`. Goes to: every count; undone by `many.undo_batch`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.remark.listeners import changed, changing
from dialog.remark.models import Remark
from dialog.tag.filters import RemarkFilter
from dialog.tag.kinds import TagChoice
from dialog.tag.listeners import tagged
from dialog.tag.models import Batch, Declined, FocusArea
from dialog.tag.operations.deciding import Person, chosen_areas
from dialog.tag.operations.many import decide_each
from dialog.tag.operations.verdicts import keep_verdicts
from dialog.tag.queries.piles import MOST_SHOWN, Proposed, read_mark, still_as_seen


@dataclass(frozen=True)
class Accepted:
    """What became of a pile. `left_out`: remarks that were ticked but had been changed by somebody in the meantime."""

    batch_id: uuid.UUID | None
    count: int
    left_out: tuple[uuid.UUID, ...]


def accept_pile(
    db: Session, by: Person, chosen: RemarkFilter, first: TagChoice, ticked: Sequence[str], shown: Sequence[str]
) -> Accepted:
    """Decide on the ticked remarks of a pile as was proposed, and keep those that were shown but not ticked out of piles.

    `ticked` and `shown` are marks (`Proposed.mark`): a remark that no longer stands as it was seen is left out. What became of each
    suggestion is kept with the decision; of what is taken out it is not known until somebody has read it at the desk.
    """
    marks = dict.fromkeys([*ticked, *shown])
    if len(marks) > MOST_SHOWN:
        raise Problem("invalid", N_("Högen är för stor. Läs in sidan igen."))
    usable = set(db.scalars(select(FocusArea.slug).where(FocusArea.state == "active")))
    current = {
        mark: one
        for mark, one in still_as_seen(db, list(marks)).items()
        if all(made.slug in usable for made in one.suggested)
    }
    accepted = list({current[mark].id: current[mark] for mark in ticked if mark in current}.values())
    sure = {one.id for one in accepted}
    read = {mark: found[0] for mark in ticked if mark not in current and (found := read_mark(mark)) is not None}
    left_out = tuple(remark_id for remark_id in dict.fromkeys(read.values()) if remark_id not in sure)
    wrong = [current[mark].id for mark in shown if mark in current and mark not in ticked]
    for remark_id in dict.fromkeys(wrong):
        if remark_id not in sure:
            db.execute(insert(Declined).values(remark_id=remark_id))
    batch_id = _accept(db, by, chosen, first, accepted, len(left_out)) if accepted else None
    standing = set(db.scalars(select(Remark.id).where(Remark.id.in_(left_out)))) if left_out else set()
    return Accepted(batch_id, len(accepted), tuple(one for one in left_out if one in standing))


def _accept(
    db: Session, by: Person, chosen: RemarkFilter, first: TagChoice, accepted: Sequence[Proposed], left_out: int
) -> uuid.UUID:
    areas = chosen_areas(db, list({choice.slug: choice for one in accepted for choice in one.choices}.values()))
    choice = {"slug": first.slug, "polarity": first.polarity, "is_negated": first.is_negated}
    facts = {
        "filter": chosen.without_words().query(),
        "way": "pile",
        "choices": [choice],
        "left_out": left_out,
    }
    batch_id, ids = new_id(), [one.id for one in accepted]
    values = {"id": batch_id, "account_id": by.account_id, "at": now(), "chosen": facts, "count": len(ids)}
    db.execute(insert(Batch).values(**values))
    changing.tell(db, remark_ids=ids)
    rows = [(one.id, one.version, False) for one in accepted]
    taggings = {one.id: {areas[c.slug]: (c.polarity, c.is_negated) for c in one.choices} for one in accepted}
    decisions = decide_each(db, by, batch_id, rows, taggings)
    suggested = {decisions[one.id]: one.suggested for one in accepted}
    keep_verdicts(db, suggested, {decisions[one.id]: one.choices for one in accepted})
    changed.tell(db, remark_ids=ids)
    tagged.tell(db, remark_ids=ids)
    record_audit(db, by, "remark.tag_pile", "batch", str(batch_id), count=len(ids))
    return batch_id
