"""S1: 10,000 requests that nobody means, over every route, on both databases: no 500, nothing hangs, most get past the door."""

import json
import logging
import random
import time
import uuid
from collections import Counter, deque

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from dialog.base.db import Base
from dialog.figures.operations import disclosing
from dialog.people import operations
from dialog.people.kinds import By
from dialog.people.models import AccountRole
from dialog.people.session import COOKIE
from dialog.survey import queries as survey_queries
from dialog.tag.kinds import TagChoice
from dialog.tag.models import SecondReading
from dialog.tag.operations import tag_remark
from dialog.tag.operations.together import draw_sample, read_second
from dialog.tag.queries import RemarkFilter
from dialog.walk.models import WalkTablet
from dialog.web.security import ROLES, identity, permission_of
from tests.build import Builder
from tests.conftest import HeldDatabase
from tests.page import PageClient
from tests.publications import answer, choice, publish, publish_answers_of, tell
from tests.sessions import open_session
from tests.town import walked
from tests.trust.fuzzing import UNSAFE, Fuzzer, Harvest, Request, harvest
from tests.walks import Tablet, make_walk, photo, remark

MANY, SEED, AT_ONCE = 10_000, 20261122, 50
LONGEST = 10.0  # seconds
BEGIN = [
    "/",
    "/en/",
    "/plats",
    "/kvitto",
    "/enkat/trygghet",
    "/enkat/trygghet/utskrift",
    "/om",
    "/integritet",
    "/admin",
]


class Kept(logging.Handler):
    """Keeps the last faults that were logged, to be told with the request that made one."""

    def __init__(self) -> None:
        super().__init__()
        self.last: deque[str] = deque(maxlen=3)

    def emit(self, record: logging.LogRecord) -> None:
        self.last.append(f"{record.getMessage()} {getattr(record, 'kind', '')} {getattr(record, 'frames', '')}")


def furnish(build: Builder, reader: uuid.UUID) -> dict[str, dict[str, object]]:
    """Put some of everything on the site."""
    build.district()
    survey = build.survey()
    answer(build, survey, 8)
    build.survey("utkast", state="draft")
    build.survey("stangd", state="closed")
    for n in range(8):
        build.remark(f"Synpunkt {n}", lat=56.85, lng=14.75, geometry={"type": "Point", "coordinates": [14.75, 56.85]})
    build.remark("Från polisen", source="polis", feeling="unsafe")
    tell(build, 40, week=202640)
    public = publish(build, choice(202636, 202645)).slug
    answers = {"slug": publish_answers_of(build, survey).slug}
    make_walk(build.db, state="planned", is_announced=True)
    by = By("Tagger", build.account("tagger").id)
    walk = walked(build, by)
    first, second = build.remark("Mörkt", week=202640), build.remark("Ljust", week=202640)
    asked_for = disclosing.start(build.db, by, "KS 2026/117", "Alla synpunkter", RemarkFilter())
    for one in (first, second):
        tag_remark(build.db, by, one.id, 1, [TagChoice("belysning", "brist")])
    sample_id = draw_sample(build.db, by, RemarkFilter(), reader, "100%")
    read_second(build.db, By("Läsare", reader), sample_id, first.id, [TagChoice("narkotika", "brist")])
    reading_id = build.db.scalars(select(SecondReading.id)).one()
    tablet = WalkTablet(walk_id=walk.id, number=90, token_hash="a" * 64)
    build.db.add(tablet)
    build.db.commit()
    # What stands in addresses that no page links to just now, by how they begin.
    return {
        "/admin/vandringar/": {"slug": walk.slug, "number": 1, "tablet_id": tablet.id},
        "/vandring/": {"slug": walk.slug},
        "/admin/synpunkter/hogar/": {"slug": "belysning", "stance": "brist"},
        "/admin/synpunkter/dubbelt/": {"sample_id": sample_id, "remark_id": second.id},
        "/admin/synpunkter/oense/": {"reading_id": reading_id},
        "/admin/utlamnanden/": {"disclosure_id": asked_for.id, "remark_id": second.id},
        **dict.fromkeys(
            ("/resultat/", "/data/svar/", "/admin/publiceringar/svar/"), answers | {"other": answers["slug"]}
        ),
        "/karta/": {"slug": public, "other": public},
        "/v/": {"code": walk.join_code},
    }


def tablets(app: Flask, build: Builder, found: Harvest) -> list[tuple[str, bytes]]:
    """Let a tablet join a walk; return its token with what it may send, plain, sealed, and photos."""
    walk = make_walk(build.db)
    tablet, item = Tablet(app, walk.join_code), remark(text="Mörkt", stop=1, checklist={"lighting": 1}, id="ITEM")
    kept = remark(photos=[str(uuid.uuid4())])
    assert tablet.put(kept).status_code == 201
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            ids = [kept["id"], *kept["photos"], *(str(uuid.uuid4()) for _ in range(6))]
            found.values[rule.rule] = [{"code": walk.join_code, "written": item_id} for item_id in ids]
    bodies = [json.dumps(body).encode() for body in (item, item | {"revision": 2}, kept, tablet.sealed(kept))]
    return [(tablet.token, body) for body in (*bodies, photo(), photo(kind="PNG"), b"\x04" + bytes(200))]


def ids_of(db) -> list[str]:
    """Return keys and slugs of what the site holds."""
    found = []
    for table in Base.metadata.sorted_tables:
        for name in ("id", "slug", "code"):
            if name in table.c:
                found += [str(value) for value in db.scalars(select(table.c[name]).limit(6)) if value]
    return sorted(set(found))


@pytest.fixture
def cookies(app: Flask, build: Builder) -> dict[str, tuple[str, str]]:
    """A session for each role: its cookie and its token; "" is nobody."""
    found = {"": ("", "")}
    for role in ROLES:
        cookie = f"{COOKIE}={open_session(PageClient(app), build.account(role))}"
        with app.test_request_context("/admin", headers={"Cookie": cookie}):
            person = identity()
            assert person is not None
            found[role] = (cookie, person.csrf)
    return found


def test_s1_ten_thousand_hostile_requests(
    app: Flask, database: HeldDatabase, build: Builder, db, cookies, monkeypatch
) -> None:
    monkeypatch.setattr(operations.passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    app.config["RAISE_FAULTS"] = app.testing = False
    app.logger.propagate = False
    kept = Kept()
    logging.getLogger("dialog").addHandler(kept)
    unlinked = furnish(build, db.scalars(select(AccountRole.account_id).where(AccountRole.role == "admin")).first())
    found = harvest(app, cookies["admin"][0], BEGIN)
    for rule in app.url_map.iter_rules():
        for begins, values in unlinked.items():
            if rule.rule.startswith(begins) and rule.arguments and rule.arguments <= set(values):
                found.values.setdefault(rule.rule, []).append({name: values[name] for name in rule.arguments})
    fuzzer, dice = Fuzzer(app, found, ids_of(db), SEED), random.Random(SEED)
    fuzzer.tablets = tablets(app, build, found)
    routes = [(r, m) for r in app.url_map.iter_rules() for m in sorted((r.methods or set()) - {"HEAD", "OPTIONS"})]
    assert len(routes) >= 40
    statuses: Counter[int] = Counter()
    past, wrong, untouched = 0, [], {f"{m} {r.rule}" for r, m in routes}
    held = database.held
    savepoint = None
    for n in range(MANY):
        if n % AT_ONCE == 0:  # what some of them did is undone, so that there is something left for the next
            if savepoint is not None:
                savepoint.rollback()
                survey_queries._compiled.clear()
            savepoint = held.begin_nested()
        rule, method = routes[n % len(routes)]
        cookie, token = cookies[actor(app, rule, dice)]
        if dice.random() < 0.03:
            method = dice.choice(("HEAD", "OPTIONS", "PATCH", "DELETE", "TRACE", "FOO", "PROPFIND"))
        request = fuzzer.request(rule, method, cookie, token)
        kept.last.clear()
        begun = time.monotonic()
        answer = request.send(app)
        took = time.monotonic() - begun
        statuses[answer.status] += 1
        if is_past(request, answer):
            past += 1
            untouched.discard(f"{request.method} {rule.rule}")
        if answer.status >= 500 or took > LONGEST:
            told = "; ".join(kept.last) if answer.status >= 500 else f"took {took:.1f} s"
            wrong.append(f"seed {SEED}, request {n}, {rule.rule}: {answer.status} {told}\n    {request.curl()}")
    savepoint.rollback()
    logging.getLogger("dialog").removeHandler(kept)
    print(f"\n{past / MANY:.0%} past the door; {dict(sorted(statuses.items()))}; never past: {sorted(untouched)}")
    assert not wrong, f"{len(wrong)} requests failed:\n" + "\n".join(wrong[:12])
    assert past >= 0.6 * MANY, f"only {past} of {MANY} got past the door: {statuses}"


def actor(app: Flask, rule, dice: random.Random) -> str:
    """Return who sends it: mostly somebody who may."""
    permission = permission_of(app, rule.endpoint)
    roll = dice.random()
    if permission is not None and permission.for_everyone and roll < 0.7:
        return ""
    if roll < 0.85:
        return dice.choice(sorted(permission.roles) or ["admin"]) if permission and dice.random() < 0.3 else "admin"
    return dice.choice(["", *ROLES])


def is_past(request: Request, answer) -> bool:
    """Say whether a view saw the request: it was not stopped by address, method, sign-in, role or token."""
    if answer.status in (401, 403, 404, 405) or "/admin/logga-in?next=" in answer.header("location"):
        return False
    return answer.status != 400 or request.method not in UNSAFE or b"csrf" in request.body
