"""Deciding on a remark together with those that say nearly the same. Each gets a decision of its own, in a batch that can be undone.

Comes before: `queries/alike.py`. Goes to: `operations/many.py`, which writes the decisions and undoes them.
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
from dialog.tag.kinds import TagChoice, without_doubles
from dialog.tag.listeners import tagged
from dialog.tag.models import Batch
from dialog.tag.operations.deciding import Person, chosen_areas
from dialog.tag.operations.many import decide_each
from dialog.tag.queries.alike import MOST_ALIKE, standing


@dataclass(frozen=True)
class Together:
    """What became of it. `left_out`: how many of those ticked had been changed by somebody meanwhile."""

    batch_id: uuid.UUID
    count: int
    left_out: int


def tag_alike(
    db: Session, by: Person, remark_id: uuid.UUID, marks: Sequence[str], choices: Sequence[TagChoice], filter_query: str
) -> Together:
    """Decide alike on a remark and those ticked beside it. `marks`: as they stood when they were seen; others are left out.

    Problem("invalid") where no focus area or no remark is chosen, Problem("conflict") where none of them stands as it was seen.
    """
    wanted, ticked = without_doubles(choices), list(dict.fromkeys(marks))
    if not wanted:
        raise Problem("invalid", N_("Välj minst ett fokusområde."), fields={"fokus": []})
    if not ticked or len(ticked) > MOST_ALIKE + 1:
        raise Problem("invalid", N_("Kryssa i minst en synpunkt."))
    areas = chosen_areas(db, wanted)
    found = standing(db, ticked, remark_id)
    if not found:
        raise Problem(
            "conflict", N_("Synpunkterna har ändrats sedan du såg dem. Se efter en gång till innan du sparar.")
        )
    ids, batch_id = [one.id for one in found], new_id()
    left_out = len(ticked) - len(found)
    plain = [{"slug": c.slug, "polarity": c.polarity, "is_negated": c.is_negated} for c in wanted]
    facts = {"filter": filter_query, "way": "alike", "choices": plain, "left_out": left_out}
    db.execute(insert(Batch).values(id=batch_id, account_id=by.account_id, at=now(), chosen=facts, count=len(ids)))
    marked = set(db.scalars(select(Remark.id).where(Remark.id.in_(ids), Remark.has_personal_data)))
    changing.tell(db, remark_ids=ids)
    mine = {areas[c.slug]: (c.polarity, c.is_negated) for c in wanted}
    decide_each(db, by, batch_id, [(one.id, one.version, one.id in marked) for one in found], dict.fromkeys(ids, mine))
    changed.tell(db, remark_ids=ids)
    tagged.tell(db, remark_ids=ids)
    record_audit(db, by, "remark.tag_alike", "batch", str(batch_id), count=len(ids))
    return Together(batch_id, len(ids), left_out)
