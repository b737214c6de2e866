"""R4, R6, R14 and S14 for walks: what came first stands, what is gone stays gone, no clock matters, a school may join at once."""

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base import clock
from dialog.base.clock import this_week
from dialog.base.db import Database
from dialog.base.keys import Keys
from dialog.base.settings import Settings
from dialog.remark.models import Remark
from dialog.remark.operations import TOMBSTONES, erase_remarks
from dialog.walk import sync
from dialog.walk.models import HeldItem, WalkPhoto, WalkRemark, WalkTablet
from dialog.walk.operations.photos import folder_of, sweep_photos
from tests.apps import make_app
from tests.build import Builder
from tests.conftest import NOON, HeldDatabase
from tests.trust.live import SECRET, make_database
from tests.walks import Tablet, make_walk, photo, remark

ROUNDS, AT_ONCE = 20, 4


def test_r4_other_words_under_the_same_revision_at_once_20_of_20(backend: str, tmp_path: Path) -> None:
    """The pieces are real here: a database with its own writer, and requests at the same moment."""
    database = Database(make_database(backend, tmp_path, "r4walk"), Keys(SECRET), data_dir=tmp_path)
    app = make_app(Settings(database_url="", data_dir=tmp_path, secret_key=SECRET), database)
    with database.writing() as db:
        code = make_walk(db).join_code
    tablets = [Tablet(app, code) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as people:
        for n in range(ROUNDS):
            item_id, start = str(uuid.uuid4()), Barrier(AT_ONCE)

            def send(k: int, item_id: str = item_id, start: Barrier = start, n: int = n) -> tuple[int, str]:
                item = remark(id=item_id, text=f"{n} {'en' if k % 2 else 'annan'}")
                start.wait()
                if k < 2:
                    return tablets[k].put(item).status_code, item["text"]
                told = {"created": 201, "unchanged": 200, "conflict": 409}
                return told[tablets[k].results([remark(), item])[1]["status"]], item["text"]

            answers = list(people.map(send, range(AT_ONCE)))
            assert sorted(status for status, _ in answers) == [200, 201, 409, 409]
            (first,) = {text for status, text in answers if status != 409}
            with database.reading() as db:
                assert db.scalars(select(Remark.text).where(Remark.text.startswith(f"{n} "))).all() == [first]
    database.close()


def test_r6_what_was_undone_or_purged_is_never_taken_again(app: Flask, db: Session, database: HeldDatabase) -> None:
    walk = make_walk(db)
    tablet, trial = Tablet(app, walk.join_code), remark(trial=True, text="prov")
    undone, purged = (remark(text=f"synpunkt {n}", photos=[str(uuid.uuid4()), str(uuid.uuid4())]) for n in range(2))
    for item in (undone, purged, trial):
        assert tablet.put(item).status_code == 201
    for item in (undone, purged):  # one of the two photos; the other is still on the tablet
        assert tablet.send_photo(item["photos"][0], photo()).status_code == 201
    assert tablet.undo(undone["id"]).status_code == tablet.undo(trial["id"]).status_code == 204
    erase_remarks(db, db.scalars(select(Remark.id)).all())
    db.commit()

    def nothing_is_taken() -> None:
        for item in (undone, purged, trial):
            newer = item | {"revision": 9, "text": "nytt"}
            for again in (item, newer, tablet.sealed(item), item | {"hold": True}):
                assert tablet.put(again).status_code == 410
            assert {one["status"] for one in tablet.results([item, newer])} == {"gone"}
            for photo_id in item.get("photos", []):
                assert tablet.send_photo(photo_id, photo()).status_code == 410
                assert tablet.send_photo(photo_id, tablet.sealed_photo(photo_id, photo())).status_code == 410
                assert tablet.send_photo(photo_id, b"\x04" + bytes(200), query="?hold=1").status_code == 410
        for table in (Remark, WalkRemark, WalkPhoto, HeldItem):
            assert db.scalar(select(func.count()).select_from(table)) == 0, table
        assert not [path for path in folder_of(database).iterdir() if path.suffix]

    sweep_photos(database)
    nothing_is_taken()
    with clock.held_at(NOON + timedelta(days=366)):
        nothing_is_taken()
    lines = (database.info["data_dir"] / TOMBSTONES).read_text()
    assert undone["id"] not in lines and len(lines.split()) >= 7, "what a restore reads names no id"


@pytest.mark.parametrize(
    "made_at",
    ["2024-11-19T18:00", "2027-11-19T18:00", "2027-03-28T02:30", "2026-06-30T23:59:60", "1970-01-01T00:00:00Z", "9999-99-99T99:99", "nu", 7, None],
)  # fmt: skip
def test_r14_no_clock_of_a_tablet_matters(app: Flask, db: Session, made_at: object) -> None:
    with clock.held_at(datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC)):  # the second before summer time
        walk = make_walk(db, starts_at=clock.now())
        tablet = Tablet(app, walk.join_code)
        first, later = remark(made_at=made_at), remark(made_at="2020-01-01T05:00", text="senare")
        assert [one["status"] for one in tablet.results([later, first])] == ["created"] * 2
        assert tablet.put(first | {"revision": 2, "made_at": "2019-01-01T00:00"}).status_code == 200
        kept = db.execute(select(Remark.week, Remark.day)).all()
        assert {(this_week(), walk.held_on)} == {tuple(row) for row in kept} and this_week() == 202712
        assert set(db.scalars(select(WalkRemark.claimed_hour))) == {0, 5}, "the hour alone, and as a claim"
        assert tablet.results([first, later])[1]["status"] == "unchanged"


def test_s14_three_hundred_join_at_once_and_one_that_floods_is_slowed(app: Flask, build: Builder, db: Session) -> None:
    sync.joins, sync.wrong_codes = type(sync.joins)(400, 600), type(sync.joins)(200, 600)
    code = make_walk(db).join_code
    client = app.test_client()
    assert {client.post(f"/api/v1/walks/{code}/join").status_code for _ in range(300)} == {201}
    assert db.scalar(select(func.count()).select_from(WalkTablet)) == 300
    statuses = [client.post(f"/api/v1/walks/{code}/join").status_code for _ in range(400)]
    assert statuses.count(201) == 100 and statuses.count(429) == 300, "of 5,000 in a minute 400 are taken: 8 of 100"
    refused = client.post(f"/api/v1/walks/{code}/join")
    assert refused.headers["Retry-After"] and refused.content_type == "application/problem+json"
    sync.joins, sync.wrong_codes = type(sync.joins)(400, 600), type(sync.joins)(3, 600)
    guesses = [client.put(f"/api/v1/walks/zzzzzzz{n}/remarks/{uuid.uuid4()}").status_code for n in "23456"]
    assert guesses == [404, 404, 404, 429, 429], "codes are guessed by other calls too"
    known = sync.wrong_codes._counts
    assert known and not [kept for kept in known if b"127.0.0.1" in kept], "no address is kept"
    sync.joins, sync.wrong_codes = type(sync.joins)(400, 600), type(sync.joins)(200, 600)
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.post(f"/api/v1/walks/{code}/join", environ_overrides=elsewhere).status_code == 201, "others unharmed"
    tried = [
        client.post("/api/v1/walks/cdfghjkm/join", environ_overrides={"REMOTE_ADDR": "192.0.2.9"}) for _ in range(300)
    ]
    assert [answer.status_code for answer in tried] == [404] * 200 + [429] * 100
    kept = json.dumps([str(vars(limit)) for limit in (sync.joins, sync.wrong_codes)])
    assert "192.0.2" not in kept and "127.0.0.1" not in kept
    with clock.held_at(NOON + timedelta(minutes=10)):
        assert client.post(f"/api/v1/walks/{code}/join").status_code == 201
    sync.joins, sync.wrong_codes = type(sync.joins)(400, 600), type(sync.joins)(200, 600)
