"""The example's walks: one that has been, with what two groups told at six stops, and the same way again, planned and ready to join.

Everything goes through the rooms' own operations, at the times it is said to have happened. Comes before: `filling.py`.
"""

import math
import random
import secrets
import uuid
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base import clock
from dialog.demo import phrases
from dialog.demo.minutes import write_up
from dialog.demo.places import Town
from dialog.demo.staffing import COORDINATOR, LEADER
from dialog.demo.streets import Streets
from dialog.people.kinds import By
from dialog.people.models import Account
from dialog.place.queries import describe, districts_at
from dialog.place.streets import pieces
from dialog.walk.kinds.plan import Facts, People, PlannedRole, PlannedStop, Route
from dialog.walk.kinds.route import through
from dialog.walk.models import Walk, WalkRemark
from dialog.walk.operations import planning, running
from dialog.walk.operations.arriving import readied, take_in
from dialog.walk.operations.joining import join
from dialog.walk.queries.tablets import frame_of

STOPS = ("Gångtunneln", "Busshållplatsen", "Parken", "Skolgården", "Cykelvägen", "Torget")
REMARKS = 24
_RING = 280  # metres from the middle to the farthest stop
_METRES_PER_DEGREE = 111_195
_PURPOSE = "Vi går för att se hur området känns när det är mörkt: var det är tryggt, var det är otryggt och varför. Det ni säger påverkar belysning, växtlighet och städning."
_RETURN = "Medborgarkontoret, senast tisdag klockan 12."
_GOOD_TO_KNOW = "Vi går utan trappor. Ta gärna med en lampa."


def add_walks(db: Session, rng: random.Random, town: Town, package: str = "") -> dict[uuid.UUID, phrases.Phrase]:
    """Make the walks, along the streets of a map package where there is one; return what was written on those that have been, by remark."""
    people = {a.email: a for a in db.scalars(select(Account).where(Account.email.in_((COORDINATOR, LEADER))))}
    by = By(people[COORDINATOR].name, people[COORDINATOR].id)
    gathering, stops, route = _way(db, rng, town, package)
    district, street = next(iter(districts_at(db, *gathering)), None), describe(db, *gathering).near
    now = clock.now()
    held = _evening(now - timedelta(weeks=27), time(20, 30))
    facts = Facts(
        title=f"Trygghetsvandring vid {street}" if street else f"Trygghetsvandring i {district.name}" if district else "Trygghetsvandring",
        starts_at=held, gathering_words=f"{stops[-1].name}, vid cykelställen", purpose=_PURPOSE, gathering=gathering,
        good_to_know=_GOOD_TO_KNOW, district_id=district.id if district else None, registry_number="EX 2026/52",
        return_words=_RETURN,
    )  # fmt: skip
    roles = [
        PlannedRole("coordinator", by.account_id),
        PlannedRole("leader", people[LEADER].id),
        PlannedRole("recorder", words="Två boende, en i varje grupp"),
    ]
    releaser = By(people[LEADER].name, people[LEADER].id)
    first, earlier = _earlier(db, by, facts, Route(route, stops), roles, releaser)
    with clock.held_at(held - timedelta(weeks=3)):
        walk = planning.walk_again(db, by, first, facts)
        plan = People(
            roles,
            {"resident": 9, "senior": 3, "young": 2, "police": 1, "owner": 1, "official": 2},
            [("A", "Vandringsledaren", ""), ("B", "En boende från hyresgästföreningen", "")],
        )
        planning.save_people(db, by, walk.id, walk.version, plan)
        running.announce(db, by, walk.id, walk.version, shown=True)
    with clock.held_at(held):
        running.step(db, by, walk.id, walk.version, "start")
        written = earlier | _walked(db, rng, walk)
    with clock.held_at(held + timedelta(minutes=105)):
        running.step(db, by, walk.id, walk.version, "close")
    write_up(db, random.Random(52), walk, by, releaser)  # noqa: S311
    with clock.held_at(now - timedelta(weeks=2)):
        again = planning.walk_again(db, by, walk, _next(facts, now))
        planning.save_people(db, by, again.id, again.version, People(roles, {}, [("A", "", "")]))
        running.announce(db, by, again.id, again.version, shown=True)
    return written


def _earlier(
    db: Session, by: By, facts: Facts, route: Route, roles: list[PlannedRole], releaser: By
) -> tuple[Walk, dict[uuid.UUID, phrases.Phrase]]:
    """Make the walk a year before on the same way, with its protocol: what the later ones are compared with."""
    rng, held = random.Random(79), _evening(facts.starts_at - timedelta(weeks=52), time(20, 30))  # noqa: S311
    with clock.held_at(held - timedelta(weeks=3)):
        told = replace(facts, title=f"{facts.title}, förra året", starts_at=held, registry_number="EX 2025/31")
        walk = planning.create_walk(db, by, told)
        planning.save_route(db, by, walk.id, walk.version, route)
        planning.save_people(
            db, by, walk.id, walk.version, People(roles, {"resident": 11}, [("A", "", ""), ("B", "", "")])
        )
        running.announce(db, by, walk.id, walk.version, shown=True)
    with clock.held_at(held):
        running.step(db, by, walk.id, walk.version, "start")
        written = _walked(db, rng, walk)
    with clock.held_at(held + timedelta(minutes=105)):
        running.step(db, by, walk.id, walk.version, "close")
    write_up(db, rng, walk, by, releaser)
    return walk, written


def _next(facts: Facts, now: datetime) -> Facts:
    return Facts(
        title=f"{facts.title}, igen", starts_at=_evening(now + timedelta(days=9), time(17, 30)), gathering_words=facts.gathering_words,
        purpose=_PURPOSE, gathering=facts.gathering, good_to_know=_GOOD_TO_KNOW, district_id=facts.district_id,
        return_words=_RETURN,
    )  # fmt: skip


def _evening(moment: datetime, hour: time) -> datetime:
    """Return the hour on the Thursday of a moment's week."""
    day = moment.astimezone(clock.SWEDISH).date()
    return datetime.combine(day + timedelta(days=3 - day.weekday()), hour, clock.SWEDISH)


def _way(
    db: Session, rng: random.Random, town: Town, package: str
) -> tuple[tuple[float, float], list[PlannedStop], dict[str, Any] | None]:
    """Return a gathering place, stops in a ring of some 250 metres, named after the streets where those are known, and the way between them."""
    busiest = town.busiest(_RING)
    lat, lng = busiest.lat, busiest.lng
    high, wide = _RING / _METRES_PER_DEGREE, _RING / _METRES_PER_DEGREE / math.cos(math.radians(lat))
    streets = Streets(pieces(package, (lng - wide, lat - high, lng + wide, lat + high)) if package else ())
    places = []
    for n in range(len(STOPS)):
        bearing, far = n * 2 * math.pi / len(STOPS) + rng.gauss(0, 0.15), rng.uniform(190, _RING) / _METRES_PER_DEGREE
        y = round(lat + far * math.cos(bearing), 6)
        x = round(lng + far * math.sin(bearing) / math.cos(math.radians(lat)), 6)
        places.append(streets.nearest(y, x) or (x, y))
    stops = []
    for name, (x, y) in zip(STOPS, places, strict=True):
        near = describe(db, y, x).near
        stops.append(PlannedStop(f"{name} vid {near}" if near else name, (y, x)))
    way = places[:1]
    for one, other in pairwise(places):
        way += (streets.way(one, other) or [one, other])[1:]
    x, y = places[-1]
    return (round(y + 0.0002, 6), round(x + 0.0003, 6)), stops, through([(y, x) for x, y in way])


def _walked(db: Session, rng: random.Random, walk: Walk) -> dict[uuid.UUID, phrases.Phrase]:
    """Let two tablets send what their groups say at each stop."""
    tablets = [join(db, walk.id, walk.join_code, secrets.token_urlsafe(32), letter).tablet_id for letter in ("A", "B")]
    frame, stops = frame_of(db, walk)
    written: dict[uuid.UUID, phrases.Phrase] = {}
    by_item: dict[uuid.UUID, phrases.Phrase] = {}
    for tablet_id in tablets:
        raws = []
        for n in range(REMARKS // 2):
            good = rng.random() < 0.3
            phrase, item = phrases.write(rng, good=good), uuid.UUID(int=rng.getrandbits(128), version=4)
            by_item[item] = phrase
            level = (2, 3) if good else (0, 1, 2)
            raws.append(
                {
                    "id": str(item), "revision": 1, "feeling": "safe" if good else rng.choice(("unsafe", "unsafe", "mixed")),
                    "stop": n // 2 + 1, "text": phrase.text[:2000], "agreeing": rng.choice((1, 2, 3, 5, 6, 8)),
                    "part_of_day": "dusk", "checklist": {p["slug"]: rng.choice(level) for p in rng.sample(walk.checklist, 4)},
                }
            )  # fmt: skip
        results = take_in(db, walk, tablet_id, stops, readied(db, walk, frame, raws))
        if any(result.status != "created" for result in results):
            raise AssertionError(f"the example cannot walk: {results[0]}")
    for item, remark_id in db.execute(
        select(WalkRemark.item_id, WalkRemark.remark_id).where(WalkRemark.walk_id == walk.id)
    ):
        if remark_id is not None:
            written[remark_id] = by_item[item]
    return written
