"""Deciding what a remark is about, and undoing it. Comes before: `remark/operations.py`. Goes to: `figures/queries.py`.

A decision is a row that is added. The remark's `version` lets one of two through; the other is told who was first and
what they chose (TRUST D13, R12).
"""

import uuid
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.base.texts import clean
from dialog.people.operations import record_audit
from dialog.remark.listeners import changed, changing
from dialog.remark.models import Remark
from dialog.tag.kinds import LONGEST_NOTE, POLARITIES, Suggested, TagChoice, without_doubles
from dialog.tag.listeners import tagged
from dialog.tag.models import Decision, FocusArea, Tagging
from dialog.tag.operations.verdicts import keep_verdicts
from dialog.tag.queries.history import history, latest, undone_to

_taggings: Any = Tagging.__table__
_decisions: Any = Decision.__table__
_remarks: Any = Remark.__table__
_r = _remarks.c
_STANDING = select(_r.version, _r.has_personal_data, _r.is_handled).where(_r.id == bindparam("id"))
_NO_LONGER = [
    update(t).where(t.c.remark_id == bindparam("of"), t.c.is_current).values(is_current=False)
    for t in (_decisions, _taggings)
]
_ADD = insert(_decisions)
_TAG = insert(_taggings)
#: What is set stands in the parameters.
_TAKE = update(_remarks).where(_r.id == bindparam("of"), _r.version == bindparam("was"))


class Person(Protocol):
    """Who does something: what the log and the history need to know."""

    @property
    def account_id(self) -> Any: ...
    @property
    def name(self) -> str: ...


def tag_remark(
    db: Session,
    by: Person,
    remark_id: uuid.UUID,
    version: int,
    choices: Sequence[TagChoice],
    kind: str = "tag",
    note: str = "",
    *,
    personal: bool | None = None,
    suggested: Sequence[Suggested] = (),
) -> int:
    """Decide what a remark is about and return its new version.

    `kind`: "tag", or "unsure" for "vet ej" (then without choices). `personal` None leaves the mark as it is.
    `suggested`: what the page suggested, kept with what became of it ("vet ej" is no verdict on it).
    Raises Problem: not_found, invalid, or conflict with `by`, `chose`, `text`, `note`, `outcome` and `version` of the other's.
    """
    remark = db.execute(_STANDING, {"id": remark_id}).one_or_none()
    if remark is None:
        raise Problem("not_found")
    chosen = without_doubles(choices) if kind == "tag" else []
    note = checked_note(note)
    if version != remark.version:
        raise conflict(db, remark_id)
    marked = remark.has_personal_data if personal is None else personal
    if kind == "tag" and not chosen and not note and marked == remark.has_personal_data and not remark.is_handled:
        raise Problem("invalid", N_("Välj minst ett fokusområde, eller Vet ej."), fields={"fokus": []})
    areas = chosen_areas(db, chosen, of=remark_id)
    outcome = "unsure" if kind == "unsure" else "tagged" if chosen else "open"
    changing.tell(db, remark_ids=[remark_id])
    decision_id = _decide(db, by, remark_id, version, kind, outcome, marked, note=note)
    _add_taggings(db, decision_id, remark_id, [(areas[c.slug], c.polarity, c.is_negated) for c in chosen])
    if kind == "tag" and chosen:
        keep_verdicts(db, {decision_id: suggested}, {decision_id: chosen}, areas)
    changed.tell(db, remark_ids=[remark_id])
    tagged.tell(db, remark_ids=[remark_id])
    record_audit(db, by, f"remark.{kind}", "remark", str(remark_id))
    return version + 1


def undo(db: Session, by: Person, remark_id: uuid.UUID, version: int) -> int:
    """Put a remark back to how it stood before its newest decision; return its new version. Undone again: one more back."""
    remark = db.get(Remark, remark_id)
    if remark is None:
        raise Problem("not_found")
    if version != remark.version:
        raise conflict(db, remark_id)
    possible, target = undone_to(history(db, remark_id))
    if not possible:
        raise Problem("invalid", N_("Det finns inget beslut att ångra."))
    changing.tell(db, remark_ids=[remark_id])
    restore(db, by, remark_id, version, target.id if target else None)
    changed.tell(db, remark_ids=[remark_id])
    tagged.tell(db, remark_ids=[remark_id])
    record_audit(db, by, "remark.undo", "remark", str(remark_id))
    return version + 1


def restore(db: Session, by: Person, remark_id: uuid.UUID, version: int, target_id: uuid.UUID | None) -> None:
    """Make a remark stand as an earlier decision left it, or as it came in."""
    target = db.get(Decision, target_id) if target_id else None
    outcome, marked = (target.outcome, target.has_personal_data) if target else ("open", False)
    decision_id = _decide(db, by, remark_id, version, "undo", outcome, marked, restores_id=target_id)
    if target is not None:
        rows = db.execute(
            select(Tagging.focus_area_id, Tagging.polarity, Tagging.is_negated).where(Tagging.decision_id == target.id)
        )
        _add_taggings(db, decision_id, remark_id, [(a, p, n) for a, p, n in rows])


def _decide(
    db: Session,
    by: Person,
    remark_id: uuid.UUID,
    version: int,
    kind: str,
    outcome: str,
    marked: bool,
    **more: Any,
) -> uuid.UUID:
    """Take the remark's next version, or find that somebody else has."""
    connection = db.connection()
    taken = connection.execute(
        _TAKE,
        {
            "of": remark_id,
            "was": version,
            "version": version + 1,
            "is_handled": outcome != "open",
            "has_personal_data": marked,
        },
    )
    if taken.rowcount != 1:
        raise conflict(db, remark_id)
    if version > 1:  # at first nobody has decided anything
        for no_longer in _NO_LONGER:
            connection.execute(no_longer, {"of": remark_id})
    decision_id = new_id()
    decision = {
        "id": decision_id,
        "remark_id": remark_id,
        "version": version + 1,
        "kind": kind,
        "outcome": outcome,
        "has_personal_data": marked,
        "account_id": by.account_id,
        "at": now(),
        "is_current": True,
        **more,
    }
    connection.execute(_ADD, {"note": "", "batch_id": None, "restores_id": None, **decision})
    return decision_id


def _add_taggings(
    db: Session, decision_id: uuid.UUID, remark_id: uuid.UUID, chosen: Sequence[tuple[uuid.UUID, str | None, bool]]
) -> None:
    rows = [
        {
            "decision_id": decision_id,
            "focus_area_id": area_id,
            "remark_id": remark_id,
            "polarity": polarity,
            "is_negated": is_negated,
            "is_current": True,
        }
        for area_id, polarity, is_negated in chosen
    ]
    if rows:
        db.connection().execute(_TAG, rows)


def checked_note(note: str) -> str:
    """Return a note as it is kept; Problem("invalid") when it is too long."""
    note = clean(note)
    if len(note) > LONGEST_NOTE:
        raise Problem(
            "invalid",
            N_("Anteckningen är för lång. Den får vara högst 2 000 tecken."),
            fields={"anteckning": [N_("Anteckningen är för lång. Den får vara högst 2 000 tecken.")]},
        )
    return note


def current_slugs(db: Session, remark_id: uuid.UUID) -> set[str]:
    """Return the focus areas that a remark has now; it may keep one that has been retired since."""
    query = select(FocusArea.slug).join(Tagging, Tagging.focus_area_id == FocusArea.id)
    return set(db.scalars(query.where(Tagging.remark_id == remark_id, Tagging.is_current)))


_area: Any = FocusArea.__table__.c
_CHOSEN = select(_area.slug, _area.id, _area.state).where(_area.slug.in_(bindparam("slugs", expanding=True)))


def chosen_areas(db: Session, choices: Sequence[TagChoice], *, of: uuid.UUID | None = None) -> dict[str, uuid.UUID]:
    """Return the ids of chosen focus areas by slug; Problem("invalid") when one cannot be chosen. `of`: a remark that may keep its own."""
    if not choices:
        return {}
    db.flush()
    rows = db.connection().execute(_CHOSEN, {"slugs": [c.slug for c in choices]}).all()
    also = current_slugs(db, of) if of is not None and any(state != "active" for _, _, state in rows) else set()
    usable = {slug: found for slug, found, state in rows if state == "active" or slug in also}
    if any(choice.slug not in usable for choice in choices):
        raise Problem(
            "invalid",
            N_("Ett fokusområde som du valde används inte längre. Läs in sidan igen och välj ett annat."),
            fields={"fokus": []},
        )
    if any(choice.polarity not in (None, *POLARITIES) for choice in choices):
        raise Problem("invalid", N_("Välj brist, positiv, förslag eller ingen."), fields={"fokus": []})
    return usable


def conflict(db: Session, remark_id: uuid.UUID) -> Problem:
    """Return the problem that tells who was first and what they chose."""
    db.expire_all()
    row = db.execute(select(Remark.text, Remark.version).where(Remark.id == remark_id)).one_or_none()
    if row is None:
        return Problem("gone", N_("Synpunkten har tagits tillbaka av den som lämnade den."))
    theirs = latest(db, remark_id)
    return Problem(
        "conflict",
        N_("Någon annan hann före med den här synpunkten."),
        by=theirs.by if theirs else "",
        by_id=theirs.account_id if theirs else None,
        chose=theirs.taggings if theirs else [],
        text=row.text,
        note=theirs.note if theirs else "",
        outcome=theirs.outcome if theirs else "open",
        version=row.version,
        remark_id=remark_id,
    )
