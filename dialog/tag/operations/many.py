"""Deciding on many remarks at once, and undoing all of it. Each remark gets a decision of its own, as if taken one by one."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.people.operations import record_audit
from dialog.remark.listeners import changed, changing
from dialog.remark.models import Remark
from dialog.tag.filters import RemarkFilter
from dialog.tag.kinds import TagChoice, without_doubles
from dialog.tag.listeners import tagged
from dialog.tag.models import Batch, Decision, Tagging
from dialog.tag.operations.deciding import Person, chosen_areas, restore
from dialog.tag.queries.batches import Candidates, candidates
from dialog.tag.queries.history import history, undone_to

_AT_ONCE = 400
_decisions: Any = Decision.__table__
_taggings: Any = Tagging.__table__
#: What happens to a remark that somebody has decided on already.
WAYS = ("skip", "add", "replace")


def tag_many(
    db: Session,
    by: Person,
    chosen: RemarkFilter,
    digest: str,
    choices: Sequence[TagChoice],
    way: str = "skip",
) -> uuid.UUID:
    """Decide on every remark of a filter and return the batch.

    `digest` is that of the preview: when the remarks are no longer those, Problem("conflict") and nothing is written.
    `way`: what somebody has decided on already is skipped, gets the choices too, or gets them instead.
    """
    wanted = without_doubles(choices)
    if not wanted:
        raise Problem("invalid", N_("Välj minst ett fokusområde."), fields={"fokus": []})
    areas = chosen_areas(db, wanted)
    found = candidates(db, chosen, lock=True)
    if found.digest != digest:
        raise Problem("conflict", N_("Urvalet har ändrats sedan du såg det. Se efter en gång till innan du sparar."))
    if found.is_more:
        raise Problem(
            "invalid", N_("Urvalet är större än 2 000 synpunkter. Gör det mindre, till exempel med en period.")
        )
    rows = _todecide_each(db, found, way)
    if not rows:
        raise Problem("invalid", N_("Det finns inget att spara: alla i urvalet har redan ett beslut."))
    # Without the words: they may be somebody's own, and would outlive what is taken back.
    batch = {"filter": chosen.without_words().query(), "way": way, "choices": [_plain(choice) for choice in wanted]}
    batch_id = new_id()
    db.execute(insert(Batch).values(id=batch_id, account_id=by.account_id, at=now(), chosen=batch, count=len(rows)))
    kept = _current(db, [remark_id for remark_id, _, _ in rows]) if way == "add" else {}
    mine = {areas[c.slug]: (c.polarity, c.is_negated) for c in wanted}
    ids = [remark_id for remark_id, _, _ in rows]
    changing.tell(db, remark_ids=ids)
    for part in _parts(rows):
        decide_each(db, by, batch_id, part, {remark_id: kept.get(remark_id, {}) | mine for remark_id, _, _ in part})
    changed.tell(db, remark_ids=ids)
    tagged.tell(db, remark_ids=ids)
    record_audit(db, by, "remark.tag_many", "batch", str(batch_id), count=len(rows))
    return batch_id


def _plain(choice: TagChoice) -> dict[str, Any]:
    return {"slug": choice.slug, "polarity": choice.polarity, "is_negated": choice.is_negated}


def _parts(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[i : i + _AT_ONCE] for i in range(0, len(rows), _AT_ONCE))


def _todecide_each(db: Session, found: Candidates, way: str) -> list[tuple[uuid.UUID, int, bool]]:
    rows: list[tuple[uuid.UUID, int, bool]] = []
    for part in _parts(found.ids):
        query = select(Remark.id, Remark.version, Remark.has_personal_data).where(Remark.id.in_(part))
        if way == "skip":
            query = query.where(~Remark.is_handled)
        rows += [(remark_id, version, marked) for remark_id, version, marked in db.execute(query)]
    return rows


def _current(db: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, tuple[str | None, bool]]]:
    found: dict[uuid.UUID, dict[uuid.UUID, tuple[str | None, bool]]] = {}
    for part in _parts(ids):
        t = Tagging
        query = select(t.remark_id, t.focus_area_id, t.polarity, t.is_negated)
        for remark_id, area_id, polarity, is_negated in db.execute(query.where(t.remark_id.in_(part), t.is_current)):
            found.setdefault(remark_id, {})[area_id] = (polarity, is_negated)
    return found


def decide_each(
    db: Session,
    by: Person,
    batch_id: uuid.UUID,
    rows: Sequence[tuple[uuid.UUID, int, bool]],
    taggings: dict[uuid.UUID, dict[uuid.UUID, tuple[str | None, bool]]],
) -> dict[uuid.UUID, uuid.UUID]:
    """Give each remark (id, its version, marked as personal data) a decision of its own with its taggings; return their ids by remark.

    The rows are locked by the caller.
    """
    ids, moment = [remark_id for remark_id, _, _ in rows], now()
    db.execute(update(Remark).where(Remark.id.in_(ids)).values(version=Remark.version + 1, is_handled=True))
    for table in (Decision, Tagging):
        db.execute(update(table).where(table.remark_id.in_(ids), table.is_current).values(is_current=False))
    decisions = [
        {
            "id": new_id(),
            "remark_id": remark_id,
            "version": version + 1,
            "kind": "tag",
            "outcome": "tagged",
            "has_personal_data": marked,
            "is_current": True,
            "account_id": by.account_id,
            "at": moment,
            "batch_id": batch_id,
            "note": "",
        }
        for remark_id, version, marked in rows
    ]
    db.execute(insert(_decisions), decisions)
    db.execute(
        insert(_taggings),
        [
            {
                "decision_id": decision["id"],
                "focus_area_id": area_id,
                "remark_id": decision["remark_id"],
                "polarity": polarity,
                "is_negated": is_negated,
                "is_current": True,
            }
            for decision in decisions
            for area_id, (polarity, is_negated) in taggings[decision["remark_id"]].items()
        ],
    )
    return {decision["remark_id"]: decision["id"] for decision in decisions}


def undo_batch(db: Session, by: Person, batch_id: uuid.UUID) -> tuple[int, int]:
    """Put back every remark of a batch that nobody has decided on since; return how many were, and how many were not."""
    batch = db.get(Batch, batch_id, with_for_update=True)
    if batch is None:
        raise Problem("not_found")
    if batch.undone_at is not None:
        raise Problem("conflict", N_("De här besluten har redan ångrats."))
    rows = db.execute(
        select(Remark.id, Remark.version)
        .join(Decision, Decision.remark_id == Remark.id)
        .where(Decision.batch_id == batch_id, Decision.is_current, Decision.version == Remark.version)
        .order_by(Remark.id)
    ).all()
    ids = [remark_id for remark_id, _ in rows]
    changing.tell(db, remark_ids=ids)
    for remark_id, version in rows:
        _, target = undone_to(history(db, remark_id))
        restore(db, by, remark_id, version, target.id if target else None)
    batch.undone_at, batch.undone_count = now(), len(rows)
    db.flush()
    changed.tell(db, remark_ids=ids)
    tagged.tell(db, remark_ids=ids)
    record_audit(db, by, "remark.undo_many", "batch", str(batch_id), count=len(rows))
    return len(rows), batch.count - len(rows)
