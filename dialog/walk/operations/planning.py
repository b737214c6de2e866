"""Planning a walk: made from a day and a place, then its facts, route and stops, people and checklist, each with a version.

Who saves on an older version is told of it (TRUST D13). What walkers and tablets rely on (stops, groups, checklist) is frozen when
the walk starts. Comes before: `staff/`. Goes to: `running.py`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dialog.base import sealing
from dialog.base.i18n import N_
from dialog.base.keys import keys_of, new_id
from dialog.base.problems import Problem
from dialog.base.versions import taken
from dialog.people.kinds import slug_of
from dialog.people.operations import record_audit
from dialog.people.operations.audit import Actor
from dialog.place.queries import districts_at
from dialog.walk.kinds.checklist import Point, default_checklist
from dialog.walk.kinds.plan import PURPOSE, Facts, People, PlannedRole, Route
from dialog.walk.models import Stop, Walk, Walkers, WalkGroup, WalkRemark, WalkRole
from dialog.walk.operations.codes import free_code

#: Parts of addresses that are pages.
RESERVED = frozenset({"ny"})
FROZEN = N_("Vandringen har börjat. Rutt, stopp, grupper och checklista går inte att ändra längre.")
NOT_THERE = N_("Vandringen finns inte.")


def create_walk(
    db: Session, by: Actor, facts: Facts, *, leader: uuid.UUID | None = None, coordinator: uuid.UUID | None = None
) -> Walk:
    """Make a walk of a day and a gathering place, with its leader or coordinator. All else has defaults: the district is the place's."""
    walk_id = new_id()
    if facts.district_id is None and facts.gathering is not None:
        around = next(iter(districts_at(db, *facts.gathering)), None)
        facts = replace(facts, district_id=around.id if around else None)
    facts = replace(facts, purpose=facts.purpose or PURPOSE)
    public_key, private_key = sealing.new_pair(keys_of(db))
    walk = Walk(
        id=walk_id,
        slug=_free_slug(db, facts.slug or slug_of(facts.title)),
        join_code=free_code(db),
        checklist=default_checklist(),
        public_key=public_key,
        private_key=private_key,
        **_facts_of(facts),
    )
    db.add(walk)
    db.flush()
    for role, account_id in (("leader", leader), ("coordinator", coordinator)):
        if account_id is not None:
            db.add(WalkRole(walk_id=walk_id, role=role, account_id=account_id))
    db.add(WalkGroup(walk_id=walk_id, letter="A"))
    db.flush()
    record_audit(db, by, "walk.add", "walk", walk_id)
    return walk


def _facts_of(facts: Facts) -> dict[str, object]:
    lat, lng = facts.gathering or (None, None)
    return {
        "title": facts.title, "purpose": facts.purpose, "starts_at": facts.starts_at, "minutes": facts.minutes,
        "gathering_words": facts.gathering_words, "gathering_lat": lat, "gathering_lng": lng,
        "good_to_know": facts.good_to_know, "district_id": facts.district_id, "registry_number": facts.registry_number,
        "return_words": facts.return_words,
    }  # fmt: skip


def _free_slug(db: Session, wanted: str) -> str:
    base, n = wanted[:70].strip("-"), 1
    taken = set(db.scalars(select(Walk.slug).where(Walk.slug.startswith(base, autoescape=True)))) | RESERVED
    while (slug := base if n == 1 else f"{base}-{n}") in taken:
        n += 1
    return slug


def take(db: Session, walk_id: uuid.UUID, version: int, *, only_planned: bool = False) -> Walk:
    """Take the right to change a walk as it stood at a version. Problem("conflict", walk=…) when somebody was before."""
    was_first = taken(db, Walk, version, Walk.id == walk_id)
    walk = db.get(Walk, walk_id, populate_existing=True)
    if walk is None:
        raise Problem("not_found", NOT_THERE)
    if not was_first:
        raise Problem("conflict", walk=walk, is_stale=True)
    if only_planned and walk.state != "planned":
        raise Problem("conflict", FROZEN)
    return walk


def save_facts(db: Session, by: Actor, walk_id: uuid.UUID, version: int, facts: Facts) -> Walk:
    """Save what a walk is called, when and where. Problem("invalid", fields=…) where the address is taken."""
    other = db.scalar(select(Walk.id).where(Walk.slug == facts.slug, Walk.id != walk_id))
    if other is not None or facts.slug in RESERVED:
        raise Problem(
            "invalid", N_("Adressen är redan tagen."), fields={"slug": [N_("Adressen är redan tagen. Välj en annan.")]}
        )
    walk = take(db, walk_id, version)
    if walk.state == "archived":
        raise Problem("conflict", N_("Vandringen är arkiverad och går inte att ändra."))
    for name, value in _facts_of(facts).items():
        setattr(walk, name, value)
    if not walk.is_announced:  # a printed address stays
        walk.slug = facts.slug
    db.flush()
    record_audit(db, by, "walk.change", "walk", walk_id, why="facts")
    return walk


def save_route(db: Session, by: Actor, walk_id: uuid.UUID, version: int, planned: Route) -> Walk:
    """Save the way and its stops, numbered in the order given."""
    walk = take(db, walk_id, version, only_planned=True)
    walk.route = planned.route
    there = {stop.id: stop for stop in db.scalars(select(Stop).where(Stop.walk_id == walk_id))}
    kept = {stop.id for stop in planned.stops if stop.id in there}
    gone = [stop_id for stop_id in there if stop_id not in kept]
    # A trial may name a stop before the walk starts.
    db.execute(
        update(WalkRemark).where(WalkRemark.walk_id == walk_id, WalkRemark.stop_id.in_(gone)).values(stop_id=None)
    )
    db.execute(delete(Stop).where(Stop.walk_id == walk_id, Stop.id.in_(gone)))
    # Out of the way first: a number is unique at every moment.
    db.execute(update(Stop).where(Stop.walk_id == walk_id).values(number=Stop.number + 1000))
    db.flush()
    for number, stop in enumerate(planned.stops, start=1):
        lat, lng = stop.position or (None, None)
        values = {"number": number, "name": stop.name, "lat": lat, "lng": lng}
        if stop.id in kept:
            db.execute(update(Stop).where(Stop.id == stop.id).values(**values))
        else:
            db.add(Stop(walk_id=walk_id, **values))
            db.flush()
    db.expire_all()
    record_audit(db, by, "walk.change", "walk", walk_id, why="route")
    return walk


def save_people(db: Session, by: Actor, walk_id: uuid.UUID, version: int, people: People) -> Walk:
    """Save who does what, how many walk, and the groups. Groups' letters are frozen when the walk has started."""
    walk = take(db, walk_id, version)
    if walk.state == "archived":
        raise Problem("conflict", N_("Vandringen är arkiverad och går inte att ändra."))
    letters = set(db.scalars(select(WalkGroup.letter).where(WalkGroup.walk_id == walk_id)))
    if walk.state != "planned" and letters != {letter for letter, _, _ in people.groups}:
        raise Problem("conflict", FROZEN)
    db.execute(delete(WalkRole).where(WalkRole.walk_id == walk_id))
    db.execute(delete(Walkers).where(Walkers.walk_id == walk_id))
    db.execute(delete(WalkGroup).where(WalkGroup.walk_id == walk_id))
    _add_roles(db, walk_id, people.roles)
    for category, count in people.walkers.items():
        db.add(Walkers(walk_id=walk_id, category=category, count=count))
    for letter, leader, recorder in people.groups:
        db.add(WalkGroup(walk_id=walk_id, letter=letter, leader_words=leader, recorder_words=recorder))
    db.flush()
    record_audit(db, by, "walk.change", "walk", walk_id, why="people")
    return walk


def _add_roles(db: Session, walk_id: uuid.UUID, roles: Sequence[PlannedRole]) -> None:
    for role in roles:
        db.add(WalkRole(walk_id=walk_id, role=role.role, account_id=role.account_id, words=role.words))


def save_checklist(db: Session, by: Actor, walk_id: uuid.UUID, version: int, checklist: list[Point]) -> Walk:
    """Save the checklist, which can change only until the walk starts."""
    walk = take(db, walk_id, version, only_planned=True)
    walk.checklist = checklist
    db.flush()
    record_audit(db, by, "walk.change", "walk", walk_id, why="checklist")
    return walk


def walk_again(db: Session, by: Actor, old: Walk, facts: Facts, *, leader: uuid.UUID | None = None) -> Walk:
    """Make a new walk with an old one's route, stops and checklist; each stop knows the one it was."""
    walk = create_walk(db, by, facts, leader=leader)
    walk.previous_id, walk.route, walk.checklist = old.id, old.route, list(old.checklist)
    for stop in db.scalars(select(Stop).where(Stop.walk_id == old.id)).all():
        db.add(
            Stop(
                walk_id=walk.id,
                number=stop.number,
                name=stop.name,
                lat=stop.lat,
                lng=stop.lng,
                previous_id=stop.id,
            )
        )
    db.flush()
    return walk
