"""Walks, one at a time and in lists: by code, by address, and what belongs to one. Next stop: the pages and the tablet's door."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from dialog.people.models import Account, AccountRole, AuditEntry
from dialog.place.models import District
from dialog.place.queries import bounds
from dialog.walk.kinds.codes import read_code
from dialog.walk.models import FormerCode, Stop, Walk, Walkers, WalkGroup, WalkRemark, WalkRole


def walk_by_code(db: Session, written: str) -> Walk | None:
    """Return the walk that has a code, or has had it, in whatever state it is; None for what is no walk's code."""
    code = read_code(written)
    if code is None:
        return None
    walk = db.scalar(select(Walk).where(Walk.join_code == code))
    return walk or db.scalar(
        select(Walk).join(FormerCode, FormerCode.walk_id == Walk.id).where(FormerCode.code == code)
    )


def codes_of(db: Session, walk: Walk) -> set[str]:
    """Return a walk's code and those that it had before."""
    return {walk.join_code, *db.scalars(select(FormerCode.code).where(FormerCode.walk_id == walk.id))}


def walk_called(db: Session, slug: str) -> Walk | None:
    """Return the walk at an address."""
    return db.scalar(select(Walk).where(Walk.slug == slug))


def announced(db: Session, slug: str) -> Walk | None:
    """Return the walk at an address if its invitation is shown to everyone."""
    return db.scalar(select(Walk).where(Walk.slug == slug, Walk.is_announced))


def announced_walks(db: Session) -> tuple[list[Walk], list[Walk]]:
    """Return those shown to everyone: the coming and open ones (the nearest first), and those that are over (the newest first)."""
    rows = db.scalars(select(Walk).where(Walk.is_announced).order_by(Walk.starts_at, Walk.id)).all()
    coming = [walk for walk in rows if walk.state in ("planned", "open")]
    return coming, [walk for walk in reversed(rows) if walk.state in ("closed", "archived")]


@dataclass(frozen=True)
class WalkRow:
    """A walk in the staff's list."""

    walk: Walk
    stops: int
    remarks: int


def walks_for(db: Session, leader: uuid.UUID | None = None) -> list[WalkRow]:
    """Return the walks, the latest first; for a leader their own alone."""
    asked = select(Walk).order_by(Walk.starts_at.desc(), Walk.id)
    if leader is not None:
        asked = asked.where(Walk.id.in_(led_by(leader)))
    stops = {row[0]: row[1] for row in db.execute(select(Stop.walk_id, func.count()).group_by(Stop.walk_id))}
    remarks = {
        row[0]: row[1]
        for row in db.execute(
            select(WalkRemark.walk_id, func.count())
            .where(WalkRemark.remark_id.is_not(None))
            .group_by(WalkRemark.walk_id)
        )
    }
    return [WalkRow(walk, stops.get(walk.id, 0), remarks.get(walk.id, 0)) for walk in db.scalars(asked)]


def led_by(account_id: uuid.UUID) -> Select[uuid.UUID]:
    """Return the question of which walks an account leads or coordinates."""
    return select(WalkRole.walk_id).where(
        WalkRole.account_id == account_id, WalkRole.role.in_(("leader", "coordinator"))
    )


def leads(db: Session, account_id: uuid.UUID, walk_id: uuid.UUID) -> bool:
    """Say whether an account leads or coordinates a walk: it is their own."""
    return db.scalar(select(Walk.id).where(Walk.id == walk_id, Walk.id.in_(led_by(account_id)))) is not None


def stops_of(db: Session, walk_id: uuid.UUID) -> Sequence[Stop]:
    """Return a walk's stops in order."""
    return db.scalars(select(Stop).where(Stop.walk_id == walk_id).order_by(Stop.number)).all()


def places_of(stops: Sequence[Stop]) -> list[tuple[float, float] | None]:
    """Return where stops are, None for those told in words alone."""
    return [(s.lat, s.lng) if s.lat is not None and s.lng is not None else None for s in stops]


def groups_of(db: Session, walk_id: uuid.UUID) -> Sequence[WalkGroup]:
    """Return a walk's groups by letter."""
    return db.scalars(select(WalkGroup).where(WalkGroup.walk_id == walk_id).order_by(WalkGroup.letter)).all()


def walkers_of(db: Session, walk_id: uuid.UUID) -> dict[str, int]:
    """Return how many walk, by category."""
    rows = db.execute(select(Walkers.category, Walkers.count).where(Walkers.walk_id == walk_id))
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class RoleHeld:
    """Somebody with a role, and what they are called."""

    role: str
    account_id: uuid.UUID | None
    words: str
    name: str


def roles_of(db: Session, walk_id: uuid.UUID) -> dict[str, list[RoleHeld]]:
    """Return who does what, by role."""
    rows = db.execute(
        select(WalkRole, Account.name)
        .outerjoin(Account, Account.id == WalkRole.account_id)
        .where(WalkRole.walk_id == walk_id)
        .order_by(WalkRole.role, Account.name, WalkRole.words, WalkRole.id)
    )
    found: dict[str, list[RoleHeld]] = defaultdict(list)
    for role, name in rows:
        found[role.role].append(RoleHeld(role.role, role.account_id, role.words, name or role.words))
    return dict(found)


def accounts_for(db: Session, role: str) -> list[tuple[uuid.UUID, str]]:
    """Return those who can be given a role on a walk, by name: for leaders and coordinators, who may open its pages."""
    asked = select(Account.id, Account.name).where(Account.is_active).order_by(Account.name, Account.id)
    if role in ("leader", "coordinator"):
        wanted = ("admin", "coordinator", "walk_leader")
        asked = asked.where(Account.id.in_(select(AccountRole.account_id).where(AccountRole.role.in_(wanted))))
    return [(row.id, row.name) for row in db.execute(asked)]


def position_of(db: Session, walk: Walk) -> tuple[float, float] | None:
    """Return (lat, lng) that the walk's light is reckoned at: gathering place, first stop, district, or the municipality's middle."""
    if walk.gathering_lat is not None and walk.gathering_lng is not None:
        return walk.gathering_lat, walk.gathering_lng
    for stop in stops_of(db, walk.id):
        if stop.lat is not None and stop.lng is not None:
            return stop.lat, stop.lng
    around = bounds(db)
    return ((around[1] + around[3]) / 2, (around[0] + around[2]) / 2) if around else None


def district_name(db: Session, walk: Walk) -> str:
    """Return the name of a walk's district, or nothing."""
    return db.scalar(select(District.name).where(District.id == walk.district_id)) or "" if walk.district_id else ""


def again_of(db: Session, walk: Walk) -> list[Walk]:
    """Return the walks that were before on the same way and after it, oldest first."""
    return list(
        db.scalars(
            select(Walk)
            .where(or_(Walk.id == walk.previous_id, Walk.previous_id == walk.id))
            .order_by(Walk.starts_at, Walk.id)
        )
    )


def last_editor(db: Session, walk_id: uuid.UUID) -> str:
    """Return who changed a walk last, as the log tells it."""
    newest = (
        select(AuditEntry.who)
        .where(
            AuditEntry.object_kind == "walk", AuditEntry.object_id == str(walk_id), AuditEntry.action == "walk.change"
        )
        .order_by(AuditEntry.at.desc())
        .limit(1)
    )
    return db.scalar(newest) or ""
