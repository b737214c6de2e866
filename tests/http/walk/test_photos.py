"""The leader looks at a walk's photos: by a guarded address, each opening logged, another's walk as one that is not there."""

import io
import uuid

from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.people.models import AuditEntry
from dialog.walk.models import WalkRole
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
