"""What is masked of a remark's words: proposed when it comes in, decided by a person, and read by those who may not read it all.

`masked` is the one place that a text is masked in (TRUST D16). Comes before: `guard`, and `listeners.arrived`. Goes to: the inbox,
the exports, and the page where a person masks. A proposal counts as masked until somebody has shown what it hides.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from dialog.base.clock import now
from dialog.base.gathering import Rows, insert_rows
from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.base.versions import inserts
from dialog.people.models import Account
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.remark.guard import danger, looked_at
from dialog.remark.guard.painting import Act, hidden
from dialog.remark.guard.taking import Stretch, pieces
from dialog.remark.listeners import changed, changing, masked, restricted
from dialog.remark.models import Concern, Mask, Masking, Remark

FIELDS = ("text", "suggestion", "place_words")
_masks: Any = Mask.__table__
_concerns: Any = Concern.__table__
_remarks: Any = Remark.__table__
_maskings: Any = Masking.__table__
_MASKS, _CONCERNS = Rows(_masks), Rows(_concerns)
# Made once, since every page of remarks asks.
_IDS: Any = bindparam("ids", expanding=True)
_HIDING: Any = select(Mask.remark_id, Mask.field, Mask.begins, Mask.ends, Mask.kind)
_ACTS: Any = select(Masking.remark_id, Masking.field, Masking.begins, Masking.ends, Masking.state).order_by(
    Masking.remark_id, Masking.version
)
_HIDING_OF, _ACTS_OF = _HIDING.where(Mask.remark_id.in_(_IDS)), _ACTS.where(Masking.remark_id.in_(_IDS))
#: Of two at once the second finds the version taken, and nothing breaks.
_ADD = {name: made.on_conflict_do_nothing().returning(_maskings.c.id) for name, made in inserts(_maskings).items()}


def propose(db: Session, rows: Sequence[Mapping[str, Any]], **_more: Any) -> None:
    """Note what the guard finds in remarks that have just been written (`listeners.arrived`)."""
    found: list[dict[str, Any]] = []
    concerns: list[dict[str, Any]] = []
    # Of a batch from a walk most have the same words for the place: each text is looked at once.
    alarm_of = {text: danger.alarm(text) for text in {row[name] for row in rows for name in FIELDS} if text}
    for row in rows:
        kinds: set[str] = set()
        alarms: set[str | None] = set()
        for name in FIELDS:
            for one in looked_at(row[name]):
                where = {"field": name, "begins": one.start, "ends": one.end}
                found.append({"remark_id": row["id"], "kind": one.kind, **where})
                kinds.add(one.kind)
            alarms.add(alarm_of.get(row[name]))
        alarms |= {"accusation"} if "anklagelse" in kinds else set()
        concerns += [{"remark_id": row["id"], "kind": kind} for kind in sorted(alarms - {None})]  # type: ignore[type-var]
    insert_rows(db, _MASKS, found)
    insert_rows(db, _CONCERNS, concerns)


def propose_again(db: Session, remark_ids: Sequence[uuid.UUID], **_more: Any) -> None:
    """Propose anew for remarks that say something else than before; what was decided was about words that are gone."""
    forget_masks(db, remark_ids)
    columns = [_remarks.c[name] for name in ("id", *FIELDS)]
    propose(db, [dict(row) for row in db.execute(select(*columns).where(_remarks.c.id.in_(remark_ids))).mappings()])
    restricted.tell(db, remark_ids=remark_ids)


def forget_masks(db: Session, remark_ids: Sequence[uuid.UUID], **_more: Any) -> None:
    """Let go of what is masked in remarks that are taken back."""
    for table in (Mask, Masking, Concern):
        db.execute(delete(table).where(table.remark_id.in_(remark_ids)))


@dataclass(frozen=True)
class Hidden:
    """What is hidden of one remark, by field: proposals, and persons' acts in their order."""

    proposed: dict[str, list[Stretch]] = field(default_factory=dict)
    acts: dict[str, list[Act]] = field(default_factory=dict)

    def of(self, name: str, text: str) -> list[Stretch]:
        """Return the hidden stretches of a field."""
        return hidden(text, self.proposed.get(name, ()), self.acts.get(name, ()))

    def pieces(self, name: str, text: str) -> list[tuple[str, str | None]]:
        """Cut a field's text into what is shown and the msgids of what stands for the rest."""
        return pieces(text, self.of(name, text))

    def masked(self, name: str, text: str) -> str:
        """Return a field's text as those see it who may not read it all. In Swedish, since a file is."""
        return "".join(instead or part for part, instead in self.pieces(name, text))


NOTHING = Hidden()


def proposed_for(row: Mapping[str, Any]) -> Hidden:
    """Return what is hidden of a remark that has just been written and that nobody has decided on."""
    found = Hidden()
    for name in FIELDS:
        if finds := looked_at(row[name]):
            found.proposed[name] = [Stretch(one.start, one.end, one.kind) for one in finds]
    return found


def hidden_in(db: Session, *conditions: Any) -> dict[uuid.UUID, Hidden]:
    """Return what is hidden of remarks, by key; those of which nothing is are left out. Conditions on `remark_id`: `of`, `between`."""
    found: dict[uuid.UUID, Hidden] = {}
    rows, acts = _read_hidden(db, conditions)
    for remark_id, name, start, end, kind in rows:
        found.setdefault(remark_id, Hidden()).proposed.setdefault(name, []).append(Stretch(start, end, kind))
    for remark_id, name, start, end, state in acts:
        act = Act(start, end, state == "masked")
        found.setdefault(remark_id, Hidden()).acts.setdefault(name, []).append(act)
    return found


def _read_hidden(db: Session, conditions: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    if len(conditions) == 1 and isinstance(conditions[0], _These):  # as every page of remarks asks
        db.flush()  # as the session does by itself where it is asked
        ids = {"ids": conditions[0].wanted}
        return list(db.connection().execute(_HIDING_OF, ids).all()), list(db.connection().execute(_ACTS_OF, ids).all())
    masks = _HIDING.where(*(c(Mask.remark_id) for c in conditions))
    acts = _ACTS.where(*(c(Masking.remark_id) for c in conditions))
    return list(db.execute(masks).all()), list(db.execute(acts).all())


@dataclass(frozen=True)
class _These:
    wanted: list[uuid.UUID]

    def __call__(self, column: Any) -> Any:
        return column.in_(self.wanted)


def of(remark_ids: Iterable[uuid.UUID]) -> Any:
    """Return a condition for `hidden_in`: these remarks."""
    return _These(list(remark_ids))


def between(first: uuid.UUID, last: uuid.UUID) -> Any:
    """Return a condition for `hidden_in`: the remarks between two keys, both included."""
    return lambda column: column.between(first, last)


def accused() -> Any:
    """Return a condition for `hidden_in`: remarks that accuse somebody who can be pointed out of a crime."""
    return lambda column: column.in_(select(Concern.remark_id).where(Concern.kind == "accusation"))


def accusing_in(db: Session, *conditions: Any) -> set[uuid.UUID]:
    """Return which remarks accuse somebody who can be pointed out. Conditions on `remark_id`, as for `hidden_in`."""
    query = select(Concern.remark_id).where(Concern.kind == "accusation", *(c(Concern.remark_id) for c in conditions))
    return set(db.scalars(query))


def version_of(db: Session, remark_id: uuid.UUID) -> int:
    """Return how many times somebody has masked or shown something of a remark."""
    return db.scalar(select(func.coalesce(func.max(Masking.version), 0)).where(Masking.remark_id == remark_id)) or 0


@dataclass(frozen=True)
class Masked:
    """Who masked or showed what, for the history; never the words themselves."""

    at: datetime
    by: str
    state: str
    field: str
    law: str
    why: str


def history_of(db: Session, remark_id: uuid.UUID) -> list[Masked]:
    """Return every act, the newest first."""
    d = Masking
    rows = db.execute(
        select(d.at, Account.name, d.state, d.field, d.law, d.why)
        .join(Account, Account.id == d.account_id)
        .where(d.remark_id == remark_id)
        .order_by(d.version.desc())
    )
    return [Masked(*row) for row in rows]


@dataclass(frozen=True)
class Wanted:
    """What somebody wants masked or shown, and by which section of the law."""

    field: str
    start: int
    end: int
    is_hidden: bool
    law: str = ""
    why: str = ""


def mask(db: Session, by: Actor, remark_id: uuid.UUID, versions: tuple[int, int], wanted: Wanted) -> int:
    """Mask or show a stretch and return the new version. `versions`: of the remark and of its masking, as they were seen.

    Raises Problem: not_found, invalid, or conflict where the remark or its masking is another by now (TRUST D13).
    """
    remark = db.get(Remark, remark_id)
    if remark is None:
        raise Problem("not_found")
    text = getattr(remark, wanted.field) if wanted.field in FIELDS else ""
    if not 0 <= wanted.start < wanted.end <= len(text):
        raise Problem("invalid", N_("Välj ord i texten."))
    seen, version = versions
    if seen != remark.version or version != version_of(db, remark_id):
        raise _conflict()
    row = {
        "id": new_id(), "remark_id": remark_id, "version": version + 1, "field": wanted.field, "begins": wanted.start,
        "ends": wanted.end, "state": "masked" if wanted.is_hidden else "unmasked", "law": wanted.law,
        "why": wanted.why[:300], "account_id": by.account_id, "at": now(),
    }  # fmt: skip
    if db.execute(_ADD[db.get_bind().dialect.name].values(**row)).first() is None:
        raise _conflict()
    masked.tell(db, remark_ids=[remark_id])
    action = "remark.mask" if wanted.is_hidden else "remark.unmask"
    record_audit(db, by, action, "remark", str(remark_id), why=f"{wanted.field} {wanted.law}".strip())
    return version + 1


def _conflict() -> Problem:
    said = N_("Någon annan har ändrat synpunkten sedan du öppnade sidan. Se hur den är nu och gör om.")
    return Problem("conflict", said)


def release(db: Session, by: Actor, remark_id: uuid.UUID) -> None:
    """Take a remark out of the restricted queue: it accuses nobody who can be pointed out."""
    changing.tell(db, remark_ids=[remark_id])
    gone: Any = db.execute(delete(Concern).where(Concern.remark_id == remark_id, Concern.kind == "accusation"))
    if gone.rowcount != 1:
        raise Problem("not_found")
    changed.tell(db, remark_ids=[remark_id])
    restricted.tell(db, remark_ids=[remark_id])
    record_audit(db, by, "remark.release", "remark", str(remark_id))
