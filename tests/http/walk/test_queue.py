"""A tablet's queue carried as a file: taken in by the leader, each item once, a bad one named or held, a file of another walk refused."""

import io
import json
import uuid
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.sealing import POINT, encode
from dialog.people.kinds import By
from dialog.people.models import AuditEntry
from dialog.remark.models import Remark
from dialog.walk.models import HeldItem, Walk, WalkPhoto, WalkRemark
from dialog.walk.operations.codes import change_code
from tests.build import Builder
from tests.page import Page, PageClient
from tests.walks import Tablet, make_walk, photo, remark


def queued(tablet: Tablet, item: dict[str, Any]) -> dict[str, Any]:
    """Return a remark as it stands in a file."""
    return {**tablet.sealed(item), "kind": "remark"}


def queued_photo(tablet: Tablet, photo_id: str, of: str, data: bytes) -> dict[str, Any]:
    body = tablet.sealed_photo(photo_id, data)
    parts = (body[:POINT], body[POINT : POINT + 12], body[POINT + 12 :])
    sealed = dict(zip(("key", "iv", "data"), map(encode, parts), strict=True))
    return {"id": photo_id, "kind": "photo", "revision": 1, "of": of, "sealed": sealed}


def file_of(walk: Walk, items: list[Any], **more: Any) -> tuple[io.BytesIO, str]:
    file = {"format": "dialog-walk-queue/1", "code": walk.join_code, "items": items} | more
    return io.BytesIO(json.dumps(file).encode()), "vandring.json"


def load(client: PageClient, walk: Walk, *files: tuple[io.BytesIO, str], status: int = 200) -> Page:
    form = client.get(f"/admin/vandringar/{walk.slug}/ko").form("/ko").set("filer", list(files))
    return client.submit(form, status=status)


def test_a_queue_is_taken_in_once_and_what_is_bad_in_it_stops_nothing(
    app: Flask, client: PageClient, build: Builder, db: Session
) -> None:
    walk, other = make_walk(db, state="closed"), make_walk(db)
    walk.state = "open"
    db.commit()
    tablet = Tablet(app, walk.join_code)
    before = walk.join_code
    change_code(db, By("prov"), walk.id, before)
    walk.state = "closed"  # what is still on a tablet comes in all the same
    db.commit()
    picture, spoilt = str(uuid.uuid4()), str(uuid.uuid4())
    whole = remark(text="Mörkt i tunneln", stop=2, photos=[picture])
    torn = queued(tablet, remark())
    torn["sealed"]["data"] = encode(bytes(40))
    items = [
        queued(tablet, whole), torn, queued(tablet, remark(feeling="arg")), "nonsense", {"id": str(uuid.uuid4()), "kind": "undo"},
        queued_photo(tablet, picture, whole["id"], photo()), queued_photo(tablet, spoilt, whole["id"], b"no picture"),
        {"id": str(uuid.uuid4()), "kind": "photo", "sealed": {"key": 1}},
    ]  # fmt: skip
    client.sign_in(build.account("coordinator"))
    page = load(client, walk, file_of(walk, items, tablet=1, code=before), (io.BytesIO(b"[]"), "annat.json"))
    told = page.words()
    assert "En synpunkt är inläst. Ett foto är inläst." in told
    assert "3 gick inte att läsa och är undanlagda." in told and told.count("Gick inte att läsa in:") == 3
    assert "annat.json: Filen är ingen kö från en surfplatta" in told
    again = load(client, walk, file_of(walk, items, tablet=1)).words()
    assert "0 synpunkter är inlästa. 0 foton är inlästa. 2 fanns här redan." in again
    db.expire_all()
    (kept,) = db.scalars(select(Remark).where(Remark.text == "Mörkt i tunneln"))
    assert db.scalar(select(func.count()).select_from(Remark)) == 1
    row = db.scalars(select(WalkRemark).where(WalkRemark.remark_id == kept.id)).one()
    assert str(row.item_id) == whole["id"] and row.tablet_id is not None
    assert [str(one) for one in db.scalars(select(WalkPhoto.photo_id))] == [picture]
    assert db.scalar(select(func.count()).select_from(HeldItem)) == 3
    counts = db.scalars(select(AuditEntry.count).where(AuditEntry.action == "walk.load_queue")).all()
    assert counts == [5, 5]
    page = load(client, other, file_of(walk, items), status=422)
    assert "Filen hör till en annan vandring." in page.words()
    assert "Välj en fil." in load(client, other, status=422).words()


def test_a_form_too_large_is_told_on_the_page_and_an_archived_walk_takes_nothing(
    client: PageClient, build: Builder, db: Session
) -> None:
    walk = make_walk(db)
    client.sign_in(build.account("coordinator"))
    page = load(client, walk, (io.BytesIO(bytes(33 * 1024 * 1024)), "stor.json"), status=413)
    assert "tillsammans större än 32 MB" in page.words()
    page = load(client, walk, (io.BytesIO(bytes(13 * 1024 * 1024)), "en.json"), status=422)
    assert "Filen är större än 12 MB." in page.words()
    form = client.get(f"/admin/vandringar/{walk.slug}/ko").form("/ko").set("filer", [file_of(walk, [])])
    walk.state, walk.private_key = "archived", None
    db.commit()
    assert "arkiverad" in client.submit(form, status=409).words()
    client.sign_in(build.account("walk_leader")).get(f"/admin/vandringar/{walk.slug}/ko", status=404)


def test_where_a_tablet_goes_is_told_when_it_joins_and_trials_go_when_the_walk_is_closed(
    app: Flask, client: PageClient, build: Builder, db: Session
) -> None:
    walk = make_walk(db)
    path = f"/admin/vandringar/{walk.slug}"
    client.sign_in(build.account("coordinator"))
    client.submit(
        client.get(f"{path}/uppgifter").form("/uppgifter").fill(return_words="Receptionen, senast klockan 21")
    )
    tablet = Tablet(app, walk.join_code)
    assert tablet.joined["walk"]["return_words"] == "Receptionen, senast klockan 21"
    trial, picture = remark(trial=True, photos=[str(uuid.uuid4())]), str(uuid.uuid4())
    counted = remark(photos=[picture])
    for item in (trial, counted):
        assert tablet.put(item).status_code == 201
        assert tablet.send_photo(item["photos"][0], photo()).status_code == 201
    client.submit(client.get(f"{path}/lage/avsluta").form("/lage/avsluta"))
    assert [str(one) for one in db.scalars(select(WalkRemark.item_id))] == [counted["id"]]
    assert [str(one) for one in db.scalars(select(WalkPhoto.photo_id))] == [picture]
    assert tablet.put(trial).status_code == 410
