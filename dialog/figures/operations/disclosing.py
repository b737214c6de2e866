"""A request for public documents is started, assessed remark by remark, handed over and, if need be, opened again.

Comes before: `queries/disclosures.py`. Goes to: `staff/disclosing.py`, and what was handed over to `handing_over.py`. Each step is in the log: who, when, which, how many, never the words.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from dialog.base.clock import now, today
from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.base.texts import one_line
from dialog.base.upkeep import wants_checkpoint
from dialog.figures.exchange.assessing import FIELDS, POINT, Part, added, as_json, section, written
from dialog.figures.models import DisclosedRemark, Disclosure
from dialog.figures.queries.disclosures import assessed, assessed_many, facts_to_leave, request_of, undecided
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.remark.guard.law import LAWS
from dialog.remark.models import Remark
from dialog.tag.queries import RemarkFilter, matching

#: Each is read by a person: more are asked for in several requests.
MOST = 5_000
_AT_ONCE = 500
#: What a person chose for each stretch: by the key of the part, (section or "" for handed over, in words).
Choices = Mapping[str, tuple[str, str]]
_FACTS = ("number", "week", "feeling", "source", "districts")
_CHANGED = N_("Någon annan har ändrat den här sedan du öppnade sidan. Se hur den är nu och gör om.")


def start(db: Session, by: Actor, registry_number: str, concerns: str, chosen: RemarkFilter) -> Disclosure:
    """Note a request and the remarks that it concerns; what comes in later is not among them."""
    assert by.account_id is not None
    ids = list(db.scalars(select(Remark.id).where(*matching(chosen)).order_by(Remark.id).limit(MOST + 1)))
    if not ids or len(ids) > MOST:
        raise Problem("invalid", N_("Urvalet ska ha minst en och högst 5 000 synpunkter. Ändra det."))
    told = chosen.without_words().query().removeprefix("?") + (" (ord)" if chosen.words else "")
    made = Disclosure(
        id=new_id(), version=1, registry_number=one_line(registry_number)[:60], concerns=one_line(concerns)[:500],
        chosen=told[:2000], started_at=now(), started_by_id=by.account_id,
    )  # fmt: skip
    db.add(made)
    db.flush()
    for at in range(0, len(ids), _AT_ONCE):
        rows = [{"disclosure_id": made.id, "remark_id": one, "version": 1} for one in ids[at : at + _AT_ONCE]]
        db.execute(insert(DisclosedRemark), rows)
    record_audit(db, by, "disclosure.start", "disclosure", made.id, made.registry_number, len(ids))
    return made


def add_part(
    db: Session, by: Actor, key: tuple[uuid.UUID, uuid.UUID], version: int, part: Part, choices: Choices
) -> None:
    """Mask a stretch more, to be decided on with the others; what has been chosen for those is kept, but not yet decided."""
    one = assessed(db, *key)
    text = one.texts.get(part.field, "")
    if not 0 <= part.start < part.end <= (1 if part.field == POINT else len(text)) or not text:
        raise Problem("invalid", N_("Välj ord i texten."))
    _check(replace(part, law=part.law or "?"))
    parts = [_chosen(p, choices) if choices.get(p.key, ("?",))[0] in ("", *LAWS) else p for p in one.parts]
    _save(db, key, version, {"parts": as_json(added(parts, part, text)), "decided_on": None, "decided_by_id": None})
    record_audit(db, by, "disclosure.assess", "remark", key[1], f"{key[0]} + {part.field}")


def _chosen(part: Part, choices: Choices) -> Part:
    law, why = choices.get(part.key, ("?", ""))
    return Part(part.field, part.start, part.end, part.kind, law, one_line(why)[:300])


def decide(db: Session, by: Actor, key: tuple[uuid.UUID, uuid.UUID], version: int, choices: Choices) -> None:
    """Keep what a person decided of each stretch."""
    one, parts = assessed(db, *key), []
    if one.version != version:
        raise Problem("conflict", _CHANGED)
    for part in one.parts:
        chosen = _chosen(part, choices)
        _check(chosen)
        parts.append(chosen)
    _save(db, key, version, {"parts": as_json(parts), "decided_on": today(), "decided_by_id": by.account_id})
    # What somebody wrote of another section is in the log of the request alone.
    masked = ["annan" if part.law == "other" else section(part) for part in parts if part.law]
    told = f"{key[0]} {len(masked)} av {len(parts)}: {', '.join(sorted(set(masked)))}"
    record_audit(db, by, "disclosure.assess", "remark", key[1], told[:500])


def decide_clean(db: Session, by: Actor, disclosure_id: uuid.UUID, versions: Mapping[uuid.UUID, int]) -> int:
    """Note that somebody has read remarks in which nothing is to be masked; those with a proposal are left. Return how many."""
    request_of(db, disclosure_id)
    clean = [
        one for one in assessed_many(db, disclosure_id, list(versions)) if not one.parts and one.decided_on is None
    ]
    for one in clean:
        values = {"parts": [], "decided_on": today(), "decided_by_id": by.account_id}
        _save(db, (disclosure_id, one.remark_id), versions[one.remark_id], values)
    if clean:
        record_audit(db, by, "disclosure.assess", "disclosure", disclosure_id, "0", len(clean))
    return len(clean)


def _check(part: Part) -> None:
    if part.law == "?" or (part.law and part.law not in LAWS):
        raise Problem("invalid", N_("Välj bestämmelse för varje ställe, eller att det lämnas ut."))
    if part.law == "other" and not part.why.strip():
        raise Problem("invalid", N_("Skriv vilken bestämmelse det är."))
    if part.field not in FIELDS:
        raise Problem("invalid", N_("Välj ord i texten."))


def _save(db: Session, key: tuple[uuid.UUID, uuid.UUID], version: int, values: Mapping[str, Any]) -> None:
    d = DisclosedRemark
    # Nobody hands the request over meanwhile, or it has been and is open no more.
    db.execute(select(Disclosure.id).where(Disclosure.id == key[0]).with_for_update(read=True))
    open_ones = select(Disclosure.id).where(Disclosure.delivered_at.is_(None))
    done: Any = db.execute(
        update(d)
        .where(d.disclosure_id == key[0], d.remark_id == key[1], d.version == version, d.disclosure_id.in_(open_ones))
        .values(version=version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:
        raise Problem("conflict", _CHANGED)


def deliver(db: Session, by: Actor, disclosure_id: uuid.UUID, version: int) -> None:
    """Freeze what is handed over: every remark decided on, each text masked as it was decided."""
    # Who decides at the same time waits until this is done, or this until they are.
    db.execute(select(Disclosure.id).where(Disclosure.id == disclosure_id).with_for_update())
    if undecided(db, disclosure_id):
        raise Problem("conflict", N_("Alla synpunkter är inte prövade än."))
    _turn(db, disclosure_id, version, is_delivered=False, delivered_at=now(), delivered_by_id=by.account_id)
    ids = _ids_of(db, disclosure_id)
    for at in range(0, len(ids), _AT_ONCE):
        some = ids[at : at + _AT_ONCE]
        facts = facts_to_leave(db, some)
        for number, one in enumerate(assessed_many(db, disclosure_id, some), start=at + 1):
            left = {name: written(name, one.texts.get(name, ""), one.parts) for name in FIELDS}
            _freeze(db, disclosure_id, one.remark_id, left | facts[one.remark_id] | {"number": number})
    record_audit(db, by, "disclosure.deliver", "disclosure", disclosure_id, count=len(ids))


def _ids_of(db: Session, disclosure_id: uuid.UUID) -> list[uuid.UUID]:
    d = DisclosedRemark
    return list(db.scalars(select(d.remark_id).where(d.disclosure_id == disclosure_id).order_by(d.remark_id)))


def _freeze(db: Session, disclosure_id: uuid.UUID, remark_id: uuid.UUID, left: Mapping[str, Any]) -> None:
    d = DisclosedRemark
    of_it = update(d).where(d.disclosure_id == disclosure_id, d.remark_id == remark_id)
    db.execute(of_it.values(**left).execution_options(synchronize_session=False))


def reopen(db: Session, by: Actor, disclosure_id: uuid.UUID, version: int, why: str) -> None:
    """Let what has been handed over be assessed again, for a reason that stands in the log; the decisions stay, but not those on texts
    that are others by now, since what was decided of the old letters says nothing of the new, nor where more has been masked since.
    """
    if len(one_line(why)) < 10:
        raise Problem("invalid", N_("Skriv varför, med minst tio tecken."))
    _turn(db, disclosure_id, version, is_delivered=True, delivered_at=None, delivered_by_id=None)
    ids = _ids_of(db, disclosure_id)
    for at in range(0, len(ids), _AT_ONCE):
        for one in assessed_many(db, disclosure_id, ids[at : at + _AT_ONCE]):
            if one.has_new or any(
                written(name, one.texts.get(name, ""), one.parts) != one.left[name] for name in FIELDS
            ):
                undone = {"parts": None, "decided_on": None, "decided_by_id": None}
                _save(db, (disclosure_id, one.remark_id), one.version, undone)
    nothing: dict[str, Any] = dict.fromkeys(FIELDS, "") | dict.fromkeys(_FACTS)
    of_it = update(DisclosedRemark).where(DisclosedRemark.disclosure_id == disclosure_id)
    db.execute(of_it.values(**nothing).execution_options(synchronize_session=False))
    record_audit(db, by, "disclosure.reopen", "disclosure", disclosure_id, one_line(why))


def _turn(db: Session, disclosure_id: uuid.UUID, version: int, *, is_delivered: bool, **values: Any) -> None:
    d = Disclosure
    state = d.delivered_at.is_not(None) if is_delivered else d.delivered_at.is_(None)
    of_it = update(d).where(d.id == disclosure_id, d.version == version, state)
    done: Any = db.execute(of_it.values(version=version + 1, **values).execution_options(synchronize_session="fetch"))
    if done.rowcount != 1:
        raise Problem(
            "conflict" if db.scalar(select(func.count()).where(d.id == disclosure_id)) else "not_found", _CHANGED
        )


def forget(db: Session, remark_ids: Sequence[uuid.UUID]) -> None:
    """Let go of remarks that are taken back, in what has been handed over too (`remark.listeners.taken_back`)."""
    for at in range(0, len(remark_ids), _AT_ONCE):
        part = list(remark_ids[at : at + _AT_ONCE])
        gone: Any = db.execute(delete(DisclosedRemark).where(DisclosedRemark.remark_id.in_(part)))
        if gone.rowcount:
            wants_checkpoint(db)


def must_stay(db: Session, remark_ids: Sequence[uuid.UUID]) -> None:
    """Refuse that remarks are made one with others while they stand in a request (`remark.listeners.merging`)."""
    if db.scalar(select(DisclosedRemark.remark_id).where(DisclosedRemark.remark_id.in_(remark_ids)).limit(1)):
        raise Problem(
            "invalid",
            N_("Synpunkten ingår i en begäran om allmänna handlingar. Slå ihop den andra med den här i stället."),
        )


def forget_decided(db: Session, remark_ids: Sequence[uuid.UUID]) -> None:
    """Let what was decided of remarks that say something else by now, or are masked otherwise, be decided anew, where it has not been
    handed over (`remark.listeners.corrected`, `masked`).
    """
    d = DisclosedRemark
    open_ones = select(Disclosure.id).where(Disclosure.delivered_at.is_(None))
    db.execute(
        update(d)
        .where(d.remark_id.in_(remark_ids), d.disclosure_id.in_(open_ones))
        .values(parts=None, decided_on=None, decided_by_id=None, version=d.version + 1)
        .execution_options(synchronize_session=False)
    )
