"""Keeps the counts true: what changes of a remark is taken from them and added to them in the same transaction.

Deeds come in by `remark.listeners` (arrived, changing, changed); what they add up to is held beside the session and written once,
just before the commit: many remarks in one transaction touch each row once, and the counts are locked as briefly as can
be. Each savepoint has its own, which goes with it when it is undone. Comes before: `kinds.Counted`. Goes to: `models/kept.py`.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, event, func, null, select, text, union_all
from sqlalchemy.orm import Session, SessionTransaction

from dialog.base.gathering import LAST, Does, straight
from dialog.figures.kinds import Counted
from dialog.figures.operations.keeping import write_counts
from dialog.figures.operations.pending import Pending
from dialog.remark.guard import accuses
from dialog.remark.models import Concern, Remark, RemarkDistrict
from dialog.tag.models import Decision, FocusArea, Tagging

_AT_ONCE = 2000
_PENDING = "figures.pending"
#: Held (shared) by whoever reads what a remark is counted as, alone by whoever changes what focus areas are counted as.
_LOCK = 7_146_114
# Made once, since every saved tag asks them twice.
_IDS: Any = bindparam("ids", expanding=True)
_r, _t, _lies, _f = Remark, Tagging, RemarkDistrict, FocusArea
_FACTS: Any = select(
    *(_r.id, _r.week, _r.source, _r.feeling, _r.part_of_day, _r.lat, _r.lng),
    *(_r.is_handled, _r.origin_id, _r.has_personal_data),
)
_FACTS_OF = _FACTS.where(_r.id.in_(_IDS))
# In the order of the keys, so that two who want the same ones wait for one another rather than deadlock.
_FACTS_LOCKED = _FACTS_OF.order_by(_r.id).with_for_update()
# The districts, and none for one that accuses: with the rest of the facts it would be as it was before we waited for the lock.
_PLACES_OF: Any = union_all(
    select(_lies.remark_id, _lies.district_id).where(_lies.remark_id.in_(_IDS)),
    select(Concern.remark_id, null()).where(Concern.remark_id.in_(_IDS), Concern.kind == "accusation"),
)
_SUBJECTS_OF: Any = (
    select(_t.remark_id, func.coalesce(_f.merged_into_id, _f.id), _t.is_negated, _t.polarity)
    .join(_f, _f.id == _t.focus_area_id)
    .where(_t.remark_id.in_(_IDS), _t.is_current)
)


def arrived(
    db: Session, rows: Sequence[Mapping[str, Any]], districts: Sequence[Sequence[uuid.UUID]], areas: Sequence[Any] = ()
) -> None:
    """Count remarks that have just come in; `rows` as they were written, and the districts of each."""
    pending = _pending(db)
    for row, lies_in, about in zip(rows, districts, areas or [None] * len(rows), strict=True):
        state = "open" if not row.get("is_handled") else "other" if about is None else "tagged"
        facts = (row["week"], row["source"], row["feeling"], row["part_of_day"], row["lat"], row["lng"], state)
        said = about or frozenset()
        of = frozenset(area for area, how in said if how != "negated")
        is_personal = bool(row["has_personal_data"])
        told = is_personal and accuses(row["text"], row["suggestion"], row["place_words"])
        more = {"accuses": told, "origin": row["origin_id"], "is_personal": is_personal}
        pending.add(Counted(*facts, areas=of, districts=frozenset(lies_in), said=said, **more), 1)


def changing(db: Session, remark_ids: Sequence[uuid.UUID]) -> None:
    """Take away what remarks count for now, before they change or go; nobody else changes them until the commit."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock_shared(:n)"), {"n": _LOCK})
    pending = _pending(db)
    for counted in standing(db, remark_ids, lock=True):
        pending.add(counted, -1)


def changed(db: Session, remark_ids: Sequence[uuid.UUID]) -> None:
    """Add what remarks count for now, after they have changed."""
    pending = _pending(db)
    for counted in standing(db, remark_ids):
        pending.add(counted, 1)


def standing(db: Session, remark_ids: Sequence[uuid.UUID], *, lock: bool = False) -> list[Counted]:
    """Return what each of some remarks is to be counted as, as it stands in the tables."""
    found: list[Counted] = []
    wanted = sorted(set(remark_ids))
    for start in range(0, len(wanted), _AT_ONCE):
        found += _standing(db, wanted[start : start + _AT_ONCE], lock)
    return found


def _standing(db: Session, ids: Sequence[uuid.UUID], lock: bool) -> list[Counted]:
    db.flush()  # as the session does by itself where it is asked
    ask, some = db.connection().execute, {"ids": list(ids)}
    rows = ask(_FACTS_LOCKED if lock else _FACTS_OF, some).all()
    districts: dict[uuid.UUID, set[uuid.UUID | None]] = {}
    for remark_id, district_id in ask(_PLACES_OF, some).all():
        districts.setdefault(remark_id, set()).add(district_id)
    areas: dict[uuid.UUID, set[uuid.UUID]] = {}
    said: dict[uuid.UUID, set[tuple[uuid.UUID, str]]] = {}
    for remark_id, area_id, is_negated, polarity in ask(_SUBJECTS_OF, some).all():
        areas.setdefault(remark_id, set()).update(() if is_negated else (area_id,))
        said.setdefault(remark_id, set()).add((area_id, "negated" if is_negated else polarity or "none"))
    unsure = set(db.scalars(_unsure(ids))) if any(row.is_handled and row.id not in areas for row in rows) else set()
    found = []
    for row in rows:
        state = _state(is_handled=row.is_handled, is_tagged=row.id in areas, is_unsure=row.id in unsure)
        facts = (row.week, row.source, row.feeling, row.part_of_day, row.lat, row.lng, state)
        about, how = frozenset(areas.get(row.id, ())), frozenset(said.get(row.id, ()))
        places = districts.get(row.id, set())
        lies_in = frozenset(place for place in places if place is not None)
        more = {"accuses": None in places, "origin": row.origin_id, "is_personal": row.has_personal_data}
        found.append(Counted(*facts, areas=about, districts=lies_in, said=how, **more))
    return found


def _unsure(ids: Sequence[uuid.UUID]) -> Any:
    d = Decision
    return select(d.remark_id).where(d.remark_id.in_(ids), d.is_current, d.outcome == "unsure")


def _state(*, is_handled: bool, is_tagged: bool, is_unsure: bool) -> str:
    if not is_handled:
        return "open"
    return "tagged" if is_tagged else "unsure" if is_unsure else "other"


def regroup(db: Session) -> None:
    """Wait until nobody is half-way through counting, and let nobody begin, since what is counted as what has changed."""
    lock_out(db)
    settle(db)


def lock_out(db: Session) -> None:
    """Wait until nobody is half-way through changing what remarks are counted as, and let nobody begin until the commit."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})


# What waits for the commit -------------------------------------------------------------------------------------------


def _pending(db: Session) -> Pending:
    found: dict[SessionTransaction | None, Pending] = db.info.setdefault(_PENDING, {})
    return found.setdefault(db.get_nested_transaction() or db.get_transaction() or db.begin(), Pending())


def settle(db: Session) -> None:
    """Write what waits and hold the counts until the commit, for whoever goes on to count in SQL in the same transaction."""
    waiting: dict[Any, Pending] = db.info.pop(_PENDING, {})
    db.flush()
    everything = Pending()
    for pending in waiting.values():
        everything.merge(pending)
    straight(db, lambda does, _dialect: write_counts(db, does, everything))


def _before_commit(db: Session) -> None:
    waiting: dict[Any, Pending] = db.info.get(_PENDING, {})
    nested = db.get_nested_transaction()
    pending = waiting.pop(nested or db.get_transaction(), None)
    if pending is None:
        return
    if nested is not None:  # a savepoint: what it added is now its surroundings'
        known = waiting.setdefault(nested.parent, pending)
        if known is not pending:
            known.merge(pending)
        return
    db.flush()  # nothing else is waited for once the counts are locked
    straight(db, lambda does, _dialect: write_counts(db, does, pending))


def _last_of_batch(db: Session, does: Does) -> None:
    """Write what a batch has added up (`base.gathering`), so that nothing waits when it commits."""
    pending = db.info.get(_PENDING, {}).pop(db.get_transaction(), None)
    if pending is not None:
        write_counts(db, does, pending)


def _after_end(db: Session, transaction: SessionTransaction) -> None:
    if _PENDING in db.info:
        db.info[_PENDING].pop(transaction, None)  # it was undone


def watch_sessions() -> None:
    """Let every session write its counts just before it commits."""
    if _last_of_batch not in LAST:
        LAST.append(_last_of_batch)
    for name, function in (("before_commit", _before_commit), ("after_transaction_end", _after_end)):
        if not event.contains(Session, name, function):
            event.listen(Session, name, function)
