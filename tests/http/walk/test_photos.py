"""The leader looks at a walk's photos: by a guarded address, each opening logged, another's walk as one that is not there."""

import io
import uuid

from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.people.kinds import By
from dialog.people.models import AuditEntry
from dialog.remark.models import Concern
from dialog.walk.models import WalkRemark, WalkRole
from dialog.walk.operations.merging import merge
from tests.build import Builder
from tests.page import PageClient
from tests.walks import Tablet, make_walk, photo, remark


def test_the_leader_sees_the_photos_of_the_own_walk_and_the_log_says_so(
    app: Flask, client: PageClient, build: Builder, db: Session
) -> None:
    walk, leader, other = make_walk(db), build.account("walk_leader"), build.account("walk_leader")
    db.add(WalkRole(walk_id=walk.id, role="leader", account_id=leader.id))
    db.commit()
    tablet, photos = Tablet(app, walk.join_code), [str(uuid.uuid4()) for _ in range(2)]
    tablet.put(remark(stop=2, photos=photos))
    tablet.put(remark(trial=True, photos=[trial := str(uuid.uuid4())]))
    for photo_id in (*photos, trial):
        assert tablet.send_photo(photo_id, photo(size=(30, 20))).status_code == 201
    page = client.sign_in(leader).get(f"/admin/vandringar/{walk.slug}/foton")
    images = page.find("main img")
    assert [image.get("alt") for image in images] == ["Foto 1 av 2 till synpunkten", "Foto 2 av 2 till synpunkten"]
    assert client.get(f"/admin/vandringar/{walk.slug}/leda").find("main a[href$=foton]")
    answer = client.http.get(images[0].get("src"))
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/jpeg", "no-store")
    assert Image.open(io.BytesIO(answer.data)).size == (30, 20)
    assert db.scalars(select(AuditEntry.action).where(AuditEntry.action == "walk.photo")).all() == ["walk.photo"]
    stranger = PageClient(app).sign_in(other)
    elsewhere = make_walk(db)
    for path in (f"/admin/vandringar/{walk.slug}/foton", images[0].get("src")):
        stranger.get(path, status=404)
    client.sign_in(build.account("coordinator")).get(f"/admin/vandringar/{elsewhere.slug}/foto/{photos[0]}", status=404)
    _at_the_desk(app, build, db, walk.id, photos, trial)
    _what_was_merged(app, build, db, walk.id, tablet)


def _at_the_desk(app: Flask, build: Builder, db: Session, walk_id: uuid.UUID, photos: list[str], trial: str) -> None:
    """Who tags a remark sees its photos small, and larger when asked; who reads masked text alone sees none (TRUST D16)."""
    remark_id = db.scalars(select(WalkRemark.remark_id).where(WalkRemark.remark_id.is_not(None))).one()
    tagger = PageClient(app).sign_in(build.account("tagger"))
    desk = tagger.get(f"/admin/synpunkter/{remark_id}")
    images = desk.find(".desk-photos img")
    assert [image.get("alt") for image in images] == ["Foto 1 av 2 till synpunkten", "Foto 2 av 2 till synpunkten"]
    for address in (images[0].get("src"), desk.find(".desk-photos a")[0].get("href")):
        answer = tagger.http.get(address)
        assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    read = select(AuditEntry.object_id).where(AuditEntry.action == "walk.photo", AuditEntry.object_kind == "remark")
    assert db.scalars(read).all() == [str(remark_id)] * 2
    tagger.get(f"/admin/synpunkter/{remark_id}/foto/{trial}", status=404)
    tagger.get(f"/admin/synpunkter/{uuid.uuid4()}/foto/{photos[0]}", status=404)
    analyst = PageClient(app).sign_in(build.account("analyst"))
    assert not analyst.get(f"/admin/synpunkter/{remark_id}").find(".desk-photos")
    db.add(Concern(remark_id=remark_id, kind="accusation"))
    db.commit()
    assert not tagger.get(f"/admin/synpunkter/{remark_id}").find(".desk-photos")
    tagger.get(f"/admin/synpunkter/{remark_id}/foto/{photos[0]}", status=404)


def _what_was_merged(app: Flask, build: Builder, db: Session, walk_id: uuid.UUID, tablet: Tablet) -> None:
    """Photos of what was merged into a remark are seen by who may read what accuses somebody: nobody knows any more whether it did."""
    stays, gone = remark(photos=[own := str(uuid.uuid4())]), remark(photos=[merged := str(uuid.uuid4())])
    for item, photo_id in ((stays, own), (gone, merged)):
        tablet.put(item)
        assert tablet.send_photo(photo_id, photo(size=(30, 20))).status_code == 201
    merge(db, By("test"), walk_id, uuid.UUID(gone["id"]), uuid.UUID(stays["id"]))
    db.commit()
    item_id = uuid.UUID(stays["id"])
    remark_id = db.scalars(select(WalkRemark.remark_id).where(WalkRemark.item_id == item_id)).one()
    for roles, many, status in ((("tagger",), 1, 404), (("tagger", "trusted_reader"), 2, 200)):
        reader = PageClient(app).sign_in(build.account(*roles))
        assert len(reader.get(f"/admin/synpunkter/{remark_id}").find(".desk-photos img")) == many
        for photo_id, answered in ((own, 200), (merged, status)):
            assert reader.http.get(f"/admin/synpunkter/{remark_id}/foto/{photo_id}").status_code == answered
