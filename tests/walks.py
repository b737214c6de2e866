"""A walk to send to, and tablets that send: plain and sealed, over the application's own door."""

import io
import json
import uuid
from datetime import datetime
from typing import Any

from flask import Flask
from PIL import Image
from sqlalchemy.orm import Session
from werkzeug.test import Client, TestResponse

from dialog.base.clock import now
from dialog.base.keys import keys_of
from dialog.base.sealing import encode, new_pair, seal_item
from dialog.walk.kinds.codes import new_code
from dialog.walk.models import Stop, Walk

POINT = {"type": "Point", "coordinates": [14.75, 56.85]}
CHECKLIST = [
    {"slug": slug, "area": slug, "question": f"{slug}?", "levels": ["Dåligt", "Sådär", "Bra", "Mycket bra"]}
    for slug in ("lighting", "sightlines", "litter")
]


def make_walk(
    db: Session, *, state: str = "open", stops: int = 3, starts_at: datetime | None = None, **more: Any
) -> Walk:
    """Make a walk with numbered stops, the first of which is on the map."""
    public, private = new_pair(keys_of(db))
    facts: dict[str, Any] = {
        "slug": f"vandring-{uuid.uuid4().hex[:8]}", "join_code": new_code(), "title": "Trygghetsvandring i Öster",
        "starts_at": starts_at or now(), "gathering_words": "Vid torget", "gathering_lat": 56.85, "gathering_lng": 14.75,
        "checklist": CHECKLIST, "public_key": public, "private_key": private, "state": state,
    }  # fmt: skip
    walk = Walk(**facts | more)
    db.add(walk)
    db.flush()
    for n in range(1, stops + 1):
        where = {"lat": 56.851, "lng": 14.751} if n == 1 else {}
        db.add(Stop(walk_id=walk.id, number=n, name=f"Stopp {n}", **where))
    db.commit()
    return walk


def remark(**more: Any) -> dict[str, Any]:
    """Return a remark as a tablet has it; the least that must be there, and a place."""
    return {"id": str(uuid.uuid4()), "revision": 1, "feeling": "unsafe", "place": POINT} | more


def photo(*, size: tuple[int, int] = (32, 24), colour: str = "gray", kind: str = "JPEG", **more: Any) -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **more)
    return out.getvalue()


class Tablet:
    """A tablet that has joined a walk."""

    def __init__(self, app: Flask, code: str, **join: Any) -> None:
        self.http, self.root = Client(app), f"/api/v1/walks/{code}"
        answer = self.http.post(f"{self.root}/join", **join)
        assert answer.status_code == 201, answer.get_data(as_text=True)
        self.joined = answer.get_json()
        self.token, self.key = self.joined["token"], self.joined["public_key"]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def put(self, item: Any, item_id: str | None = None) -> TestResponse:
        data = item if isinstance(item, bytes) else json.dumps(item).encode()
        at = item_id or item["id"]
        return self.http.put(
            f"{self.root}/remarks/{at}", data=data, headers=self.headers, content_type="application/json"
        )

    def undo(self, item_id: str) -> TestResponse:
        return self.http.delete(f"{self.root}/remarks/{item_id}", headers=self.headers)

    def sync(self, items: list[Any] | bytes) -> TestResponse:
        data = items if isinstance(items, bytes) else json.dumps({"remarks": items}).encode()
        return self.http.post(f"{self.root}/sync", data=data, headers=self.headers, content_type="application/json")

    def results(self, items: list[Any]) -> list[dict[str, Any]]:
        answer = self.sync(items)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()["results"]

    def send_photo(self, photo_id: str, data: bytes, kind: str = "image/jpeg", query: str = "") -> TestResponse:
        return self.http.put(
            f"{self.root}/photos/{photo_id}{query}", data=data, headers=self.headers, content_type=kind
        )

    def sealed(self, item: dict[str, Any], key: str | None = None) -> dict[str, Any]:
        rest = {name: value for name, value in item.items() if name not in ("id", "revision", "hold")}
        about = f"{item['id']}/{item['revision']}"
        parts = seal_item(key or self.key, json.dumps(rest).encode(), about)
        named = dict(zip(("key", "iv", "data"), map(encode, parts), strict=True))
        return {"id": item["id"], "revision": item["revision"], "sealed": named}

    def sealed_photo(self, photo_id: str, data: bytes) -> bytes:
        return b"".join(seal_item(self.key, data, photo_id))
