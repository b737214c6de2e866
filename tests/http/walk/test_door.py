"""The tablet's door: every status, every result, what is kept and what is not."""

import json
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.clock import now, this_week
from dialog.base.keys import keyed_hash
from dialog.base.sealing import new_pair
from dialog.people.kinds import By
from dialog.remark.models import Remark, RemarkDistrict
from dialog.tag.models import RemarkWords
from dialog.walk.models import HeldItem, Walk, WalkGroup, WalkPhoto, WalkRemark, WalkTablet
from dialog.walk.operations import codes
from dialog.walk.operations.codes import change_code
from tests.build import Builder
from tests.walks import Tablet, make_walk, photo, remark

WHOLE = {
    "feeling": "mixed", "place": {"type": "LineString", "coordinates": [[14.75, 56.85], [14.76, 56.851]]}, "place_words": "Längs kanalen",
    "accuracy_m": 8, "text": "Mörkt,  men\r\nöppet.", "checklist": {"lighting": 1, "litter": None}, "stop": 1, "agreeing": 4,
    "part_of_day": "dark", "photos": [],
}  # fmt: skip


def count(db: Session, table: Any) -> int:
    db.expire_all()
    return db.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def walk(db: Session) -> Walk:
    return make_walk(db)


@pytest.fixture
def tablet(app: Flask, walk: Walk) -> Tablet:
    return Tablet(app, walk.join_code)


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = answer.get_json()
    assert body["status"] == status and body["title"] and body["type"] == "about:blank"
    return body


def test_joining_gives_a_token_and_all_that_is_needed_offline(
    app: Flask, db: Session, build: Builder, walk: Walk
) -> None:
    build.district()
    told = Tablet(app, f" {walk.join_code[:4].upper()}-{walk.join_code[4:]}").joined
    assert len(told["token"]) == 43 and told["public_key"] == walk.public_key
    offline = told["walk"]
    assert (offline["title"], offline["route"], offline["held_on"]) == (walk.title, None, "2026-11-19")
    assert [stop["number"] for stop in offline["stops"]] == [1, 2, 3] and offline["checklist"] == walk.checklist
    assert offline["categories"]["feeling"][0] == {"code": "unsafe", "words": "Otrygg"}
    assert offline["district"]["outline"]["type"] == "Polygon" and offline["map"]["package"] is None
    assert offline["limits"]["photo_bytes"] == 8 * 1024 * 1024 and offline["version"]
    row = db.scalars(select(WalkTablet)).one()
    assert row.token_hash == keyed_hash(db, "walk-token", told["token"]) and told["token"] not in row.token_hash
    assert "private" not in json.dumps(told)


def test_a_tablet_says_its_group_and_hears_what_its_walk_is_by_now(
    app: Flask, db: Session, build: Builder, walk: Walk, tablet: Tablet
) -> None:
    address = f"{tablet.root}/tablet"
    problem(tablet.http.put(address, json={"group": "B"}, headers=tablet.headers), 422)
    db.add(WalkGroup(walk_id=walk.id, letter="B"))
    walk.title = "Vid stationen"
    db.commit()
    told = tablet.http.put(address, json={"group": "B"}, headers=tablet.headers).get_json()
    assert told["tablet"] == {"number": 1, "group": "B"}
    assert (told["walk"]["title"], told["walk"]["groups"]) == ("Vid stationen", ["B"])
    for unread in ({"group": "AB"}, {"group": 7}, {}, []):
        problem(tablet.http.put(address, json=unread, headers=tablet.headers), 422)
    assert tablet.http.put(address, headers=tablet.headers).status_code in (400, 422)
    again = tablet.http.get(address, headers=tablet.headers)
    assert again.get_json() == told and again.headers["Cache-Control"] == "no-store"
    assert tablet.http.put(address, json={"group": None}, headers=tablet.headers).get_json()["tablet"]["group"] is None
    other = Tablet(app, walk.join_code)
    assert other.http.get(address, headers=other.headers).get_json()["tablet"] == {"number": 2, "group": None}
    problem(tablet.http.get(address), 401)


def test_a_remark_is_kept_with_all_that_it_says(tablet: Tablet, db: Session, build: Builder, walk: Walk) -> None:
    build.district()
    item = remark(**WHOLE)
    answer = tablet.put(item)
    assert answer.status_code == 201 and answer.get_json() == {
        "id": item["id"], "status": "created", "revision": 1, "problems": {}, "missing": [],
    }  # fmt: skip
    kept = db.scalars(select(Remark)).one()
    assert (kept.feeling, kept.text, kept.place_words, kept.agreeing) == (
        "mixed",
        "Mörkt,  men\nöppet.",
        "Längs kanalen",
        4,
    )
    assert (kept.source, kept.origin_id, kept.day, kept.week) == ("vandring", walk.id, walk.held_on, this_week())
    assert kept.part_of_day == "dark" and kept.geometry == WHOLE["place"] and count(db, RemarkDistrict) == 1
    known = db.scalars(select(WalkRemark)).one()
    assert (known.checklist, known.accuracy_m, known.remark_id) == ({"lighting": 1}, 8, kept.id)
    assert kept.id != uuid.UUID(item["id"]), "a key of ours, so that no tablet can put remarks in order"


def test_the_same_again_a_newer_revision_and_other_words_under_one(tablet: Tablet, db: Session) -> None:
    item = remark(text="ett")
    assert tablet.put(item).status_code == 201
    assert tablet.put(item).status_code == tablet.put(tablet.sealed(item)).status_code == 200
    problem(tablet.put(item | {"text": "annat"}), 409)
    newer = item | {"revision": 3, "text": "tre", "place": None, "stop": 2}
    answer = tablet.put(newer)
    assert (answer.status_code, answer.get_json()["status"]) == (200, "updated")
    assert tablet.put(item).get_json()["status"] == "unchanged", "the first came again, late"
    problem(tablet.put(item | {"text": "annat"}), 409)
    assert tablet.put(item | {"revision": 2, "text": "två"}).get_json() | {"problems": {}} == {
        "id": item["id"], "status": "unchanged", "revision": 3, "problems": {}, "missing": [],
    }  # fmt: skip
    db.expire_all()
    kept = db.scalars(select(Remark)).one()
    assert (kept.text, kept.lat, kept.place_words, kept.version) == ("tre", None, "Stopp 2", 2)
    words = db.scalars(select(RemarkWords.stems)).one()
    assert "tre" in words and "ett" not in words, "it is searched by what it says now"


def test_a_place_may_be_a_stop_or_words(tablet: Tablet, db: Session) -> None:
    for where, lat in (({"stop": 1}, 56.851), ({"stop": 2}, None), ({"place_words": "Tunneln"}, None)):
        assert tablet.put(remark(place=None, **where)).status_code == 201
        assert db.scalars(select(Remark.lat).order_by(Remark.number)).all() is not None
        assert lat in db.scalars(select(Remark.lat)).all()


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"feeling": "angry"}, {"feeling"}), ({"feeling": None}, {"feeling"}), ({"feeling": ["unsafe"]}, {"feeling"}),
        ({"place": None}, {"place"}), ({"place": {"type": "Point", "coordinates": [200, 0]}}, {"place"}),
        ({"place": {"type": "MultiPoint", "coordinates": []}}, {"place"}), ({"place": "här"}, {"place"}),
        ({"place": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}}, {"place"}),
        ({"text": "x" * 4001}, {"text"}), ({"text": 7}, {"text"}), ({"text": "a\0b"}, {"text"}), ({"place_words": "x" * 301}, {"place_words"}),
        ({"accuracy_m": -1}, {"accuracy_m"}), ({"accuracy_m": True}, {"accuracy_m"}), ({"agreeing": 0}, {"agreeing"}), ({"agreeing": 1.5}, {"agreeing"}),
        ({"checklist": {"lighting": 4}}, {"checklist"}), ({"checklist": {"other": 1}}, {"checklist"}), ({"checklist": [1]}, {"checklist"}),
        ({"stop": 9}, {"stop"}), ({"stop": True}, {"stop"}), ({"part_of_day": "noon"}, {"part_of_day"}), ({"photos": ["x"]}, {"photos"}),
        ({"photos": [str(uuid.uuid4()) for _ in range(11)]}, {"photos"}), ({"trial": "ja"}, {"trial"}),
        ({"revision": 0}, {"revision"}), ({"revision": 2**31}, {"revision"}), ({"revision": "1"}, {"revision"}),
        ({"hold": 1}, {"hold"}), ({"sealed": "x"}, {"sealed"}), ({"feeling": "x", "stop": 9, "text": None}, {"feeling", "stop"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_field_in_swedish(
    tablet: Tablet, db: Session, change: dict[str, Any], fields: set[str]
) -> None:
    told = problem(tablet.put(remark() | change), 422)
    assert set(told["fields"]) == fields and all(told["fields"].values()) and told["id"]
    assert count(db, Remark) == count(db, WalkRemark) == count(db, HeldItem) == 0


@pytest.mark.parametrize(
    "part", ['"text": NaN', '"accuracy_m": Infinity', '"accuracy_m": 1e999', '"agreeing": ' + "9" * 5000, '"text": "\\ud800"',
             '"x": ' + "[" * 40 + "]" * 40, '"\\u0000": 1', '"checklist": {"\\udfff": 1}'],
)  # fmt: skip
def test_what_no_database_takes_is_refused_and_stops_no_other(tablet: Tablet, db: Session, part: str) -> None:
    item_id, good = str(uuid.uuid4()), remark()
    bad = f'{{"id": "{item_id}", "revision": 1, "feeling": "safe", "place_words": "x", {part}}}'
    problem(tablet.put(bad.encode(), item_id), 422)
    answer = tablet.sync(f'{{"remarks": [{bad}, {json.dumps(good)}, 7, null, {{}}]}}'.encode())
    assert [(one["status"], one["id"]) for one in answer.get_json()["results"]] == [
        ("refused", item_id), ("created", good["id"]), ("refused", None), ("refused", None), ("refused", None),
    ]  # fmt: skip
    held = bad[:-1] + ', "hold": true}'
    assert tablet.put(held.encode(), item_id).status_code == 202 and count(db, HeldItem) == 1


def test_what_is_no_json_is_answered_and_not_kept(tablet: Tablet, db: Session) -> None:
    item_id = str(uuid.uuid4())
    for body in (b"", b"{", b"\xff", b"[" * 30_000, b'{"a":' * 30_000):
        problem(tablet.put(body, item_id), 400)
        problem(tablet.sync(body), 400)
    for body in (b"[]", b"7", b"{}", b'{"remarks": {}}'):
        problem(tablet.sync(body), 422)
    problem(tablet.put(remark(), item_id), 422)
    for at in (str(uuid.uuid1()), str(uuid.uuid4())):
        assert problem(tablet.put(remark(), at), 422)["fields"]["id"]
    assert tablet.sync([]).get_json() == {"results": []}


def test_what_this_version_does_not_know_is_named_and_not_kept(tablet: Tablet, db: Session) -> None:
    item = remark(mood="x", weather={"rain": True})
    answer = tablet.put(item)
    assert answer.status_code == 201 and answer.get_json()["ignored"] == ["mood", "weather"]
    assert tablet.put(item).status_code == 200


def test_sizes_have_limits(tablet: Tablet, db: Session) -> None:
    problem(tablet.put(remark(text="x" * 300_000)), 413)
    problem(tablet.sync([remark() for _ in range(501)]), 413)
    assert count(db, Remark) == 0


def test_sealed_items_are_opened_and_what_cannot_be_is_kept_aside(tablet: Tablet, db: Session) -> None:
    items = [remark(text=f"nr {n}") for n in range(3)]
    sealed = [tablet.sealed(item) for item in items]
    other, _ = new_pair(db.info["keys"])
    elsewhere = tablet.sealed(remark(text="hemligt"), key=other)
    moved = sealed[0] | {"revision": 2}  # bound to its revision
    results = tablet.results([*sealed, elsewhere, moved, {**elsewhere, "id": str(uuid.uuid4()), "sealed": {"key": 1}}])
    assert [one["status"] for one in results] == ["created"] * 3 + ["held"] * 3
    assert sorted(db.scalars(select(Remark.text))) == ["nr 0", "nr 1", "nr 2"] and count(db, HeldItem) == 3
    assert tablet.put(elsewhere).status_code == 202 and count(db, HeldItem) == 3
    faulty = tablet.sealed(remark(feeling="x"))
    problem(tablet.put(faulty), 422)
    assert tablet.put(faulty | {"hold": True}).status_code == 202
    mended = tablet.sealed({"id": faulty["id"], "revision": 2, "feeling": "safe", "stop": 1})
    assert tablet.put(mended).status_code == 201
    db.expire_all()
    rows = {row.item_id: row for row in db.scalars(select(HeldItem))}
    assert (rows[uuid.UUID(faulty["id"])].state, rows[uuid.UUID(faulty["id"])].content) == ("taken", None)
    assert rows[uuid.UUID(elsewhere["id"])].content["sealed"] == elsewhere["sealed"]


def test_a_conflict_that_no_page_can_read_is_the_leaders(tablet: Tablet, db: Session) -> None:
    item = remark(text="ett")
    tablet.put(item)
    assert tablet.put(item | {"text": "annat", "hold": True}).status_code == 202
    assert (
        db.scalars(select(Remark.text)).one() == "ett" and db.scalars(select(HeldItem)).one().content["text"] == "annat"
    )


def test_undoing(app: Flask, tablet: Tablet, db: Session, walk: Walk) -> None:
    item, other = remark(photos=[str(uuid.uuid4())]), Tablet(app, walk.join_code)
    tablet.put(item)
    problem(other.undo(item["id"]), 404)
    problem(tablet.undo(str(uuid.uuid4())), 404)
    problem(tablet.undo("nonsense"), 404)
    assert tablet.undo(item["id"]).status_code == 204
    assert problem(tablet.undo(item["id"]), 410)["id"] == item["id"], "it is gone"
    for again in (item, item | {"revision": 2}, tablet.sealed(item), item | {"hold": True}):
        problem(tablet.put(again), 410)
    assert tablet.results([item])[0]["status"] == "gone"
    assert problem(tablet.send_photo(item["photos"][0], photo()), 410)["id"] == item["photos"][0]
    assert count(db, Remark) == count(db, WalkRemark) == count(db, WalkPhoto) == 0
    kept = remark()
    tablet.put(kept)
    walk.state = "closed"
    db.commit()
    assert "id" not in problem(tablet.undo(kept["id"]), 410), "it stands"
    assert count(db, Remark) == 1


def test_a_trial_goes_the_whole_way_and_counts_nowhere(tablet: Tablet, db: Session) -> None:
    item = remark(trial=True, text="prov", photos=[str(uuid.uuid4())])
    answer = tablet.put(item)
    assert (answer.status_code, answer.get_json()["missing"]) == (201, item["photos"])
    assert tablet.send_photo(item["photos"][0], photo()).status_code == 201
    assert tablet.put(item).get_json()["missing"] == [] and db.scalars(select(WalkPhoto)).one().is_trial
    assert count(db, Remark) == 0 and db.scalars(select(WalkRemark)).one().is_trial
    assert (
        tablet.put(item | {"revision": 2, "trial": False}).get_json()["status"] == "updated" and count(db, Remark) == 1
    )
    problem(tablet.put(item | {"revision": 3}), 422)
    other = remark(trial=True)
    tablet.put(other)
    assert tablet.undo(other["id"]).status_code == 204


def test_who_may_send(app: Flask, tablet: Tablet, db: Session, walk: Walk) -> None:
    item = remark()
    root = tablet.root
    for answer in (tablet.http.post("/api/v1/walks/cdfghjkm/join"), tablet.http.post("/api/v1/walks/åäö/join")):
        problem(answer, 404)
    tablet.root = "/api/v1/walks/cdfghjkm"
    problem(tablet.put(item), 404)
    tablet.root = root
    theirs = Tablet(app, make_walk(db).join_code)
    mine = tablet.token
    for token in (theirs.token, "x" * 43, "", "x", "å"):
        tablet.token = token
        told = problem(tablet.put(item), 401)
        assert "kod" in told["detail"]
    tablet.token = mine
    assert tablet.put(item).status_code == 201
    in_small = {"Authorization": f"bearer {mine}"}  # as some libraries write the scheme
    assert tablet.http.post(f"{root}/sync", json={"remarks": []}, headers=in_small).status_code == 200
    # The code is changed: the old one joins nobody, and who is with the walk notices nothing.
    other = tablet.http.post(f"{root}/join").get_json()["token"]
    change_code(db, By("prov"), walk.id, walk.join_code)
    db.commit()
    assert "bytt" in problem(tablet.http.post(f"{root}/join"), 410)["detail"] and tablet.put(item).status_code == 200
    told = tablet.http.get(f"{root}/tablet", headers={"Authorization": f"Bearer {other}"}).get_json()["walk"]
    assert told["code"] == walk.join_code and not root.endswith(walk.join_code)
    assert Tablet(app, walk.join_code).put(remark()).status_code == 201
    drawn = iter([root.rsplit("/", 1)[1], walk.join_code, "nynynyny"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codes, "new_code", lambda: next(drawn))
        assert codes.free_code(db) == "nynynyny", "a code that a walk has or has had is not given to another"
    tablet.token = theirs.token
    problem(tablet.put(item), 401)
    tablet.token = mine
    # The same id on another walk is another remark: nobody can find out what others have sent.
    assert theirs.put(item | {"text": "deras"}).status_code == 201
    problem(theirs.undo(str(uuid.uuid4())), 404)
    db.scalars(select(WalkTablet).where(WalkTablet.walk_id == walk.id, WalkTablet.number == 1)).one().revoked_at = now()
    db.commit()
    for answer in (
        tablet.put(item),
        tablet.sync([item]),
        tablet.undo(item["id"]),
        tablet.send_photo(item["id"], photo()),
    ):
        problem(answer, 401)


def test_a_closed_walk_takes_what_its_tablets_hold_until_it_is_archived(
    app: Flask, tablet: Tablet, db: Session, walk: Walk
) -> None:
    walk.state = "closed"
    db.commit()
    problem(tablet.http.post(f"{tablet.root}/join"), 410)
    first = remark(photos=[str(uuid.uuid4())])
    assert tablet.put(first).status_code == 201 and tablet.send_photo(first["photos"][0], photo()).status_code == 201
    assert tablet.put(first | {"revision": 2, "text": "mer"}).status_code == 200
    walk.state, walk.private_key = "archived", None
    db.commit()
    for answer in (tablet.put(remark()), tablet.sync([remark()]), tablet.send_photo(str(uuid.uuid4()), photo())):
        assert "id" not in problem(answer, 410)
    assert count(db, Remark) == 1


def test_a_batch_takes_few_questions(tablet: Tablet, db: Session, build: Builder, queries: list[str]) -> None:
    build.district()
    items = [remark(text=f"nr {n}", photos=[str(uuid.uuid4())]) for n in range(100)]
    queries.clear()
    assert {one["status"] for one in tablet.results(items)} == {"created"}
    assert len(queries) < 45, queries
    queries.clear()
    assert {one["status"] for one in tablet.results(items)} == {"unchanged"}
    assert len(queries) < 20
    twice = [items[0] | {"revision": 2, "text": "b"}, items[0] | {"revision": 3, "text": "c"}, remark(), items[1]]
    new = remark(id=str(uuid.uuid4()))
    results = tablet.results([*twice, new, new | {"revision": 2, "text": "sist"}, new])
    assert [one["status"] for one in results] == [
        "updated",
        "updated",
        "created",
        "unchanged",
        "created",
        "updated",
        "unchanged",
    ]
    assert count(db, Remark) == 102 and "sist" in db.scalars(select(Remark.text)).all()
