"""The bare equivalent of a tablet's batch (G4), a door of `limit.py`'s application: Flask and SQLAlchemy Core that read the same JSON strictly,
keep each pin once however often it is sent, and count it in the same squares, in one commit with FULL syncing.

The same rows go into `remarks`, `remark_districts`, `walk_remarks` and `cell_counts`, under random keys. No token, no guard, no words that
can be searched, no other counts, no languages; nothing sealed is opened, and which district a pin lies in is not worked out.
"""

import hashlib
import json
import math
import uuid
from typing import Any

from flask import Flask, Response, jsonify, request
from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite

from dialog.figures.kinds import LEVELS, side

WEEK = 202647
FEELINGS = ("unsafe", "safe", "mixed")
SUMS = ("n", *FEELINGS, "sum_lat", "sum_lng")


def mount(app: Flask, engine: Engine, tables: Any, key: Any, district: Any) -> None:
    """Add the door; the walk's own id is its address."""
    upsert: Any = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
    known, cells = tables["walk_remarks"], tables["cell_counts"]
    keep = [upsert(tables[name]).on_conflict_do_nothing() for name in ("remarks", "remark_districts", "walk_remarks")]
    adding = upsert(cells)
    added = {name: cells.c[name] + adding.excluded[name] for name in SUMS}
    count = adding.on_conflict_do_update(index_elements=list(cells.primary_key), set_=added)

    @app.post("/sync/<uuid:walk>")
    def sync(walk: uuid.UUID) -> Response:
        results = [_result(raw) for raw in json.loads(request.get_data())["remarks"]]
        read = {item["id"]: item for _result, item in results if item}
        with engine.begin() as connection:
            asked = select(known.c.item_id, known.c.content_hash)
            asked = asked.where(known.c.walk_id == key(walk), known.c.item_id.in_([key(one) for one in read]))
            here = {uuid.UUID(str(one)): content for one, content in connection.execute(asked)}
            new = [item for one, item in read.items() if one not in here]
            if new:
                made = [_rows(key, key(walk), item, district) for item in new]
                for statement, rows in zip(keep, zip(*made, strict=True), strict=True):
                    connection.execute(statement, list(rows))
                connection.execute(count, _counted(key, new))
        for result, item in results:
            if item and item["id"] in here:
                result["status"] = "unchanged" if here[item["id"]] == item["hash"] else "conflict"
        return jsonify(results=[result for result, _item in results])


def _result(raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    try:
        return {"id": raw["id"], "status": "created"}, _read(raw)
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"id": raw.get("id"), "status": "refused"}, None


def _read(raw: dict[str, Any]) -> dict[str, Any]:
    """Return an item; ValueError, KeyError or TypeError where it says what it may not."""
    item, (lng, lat) = uuid.UUID(raw["id"]), raw["place"]["coordinates"]
    text, checklist = raw.get("text", ""), raw.get("checklist", {})
    is_right = (
        item.version == 4
        and (type(raw["revision"]) is int and raw["revision"] >= 1)
        and raw["feeling"] in FEELINGS
        and (raw["place"]["type"] == "Point" and math.isfinite(lng) and math.isfinite(lat))
        and (10 <= lng <= 25 and 55 <= lat <= 70)
        and (len(text) <= 2000 and "\0" not in text)
        and all(isinstance(slug, str) and level in (0, 1, 2, 3) for slug, level in checklist.items())
        and 0 <= raw.get("accuracy_m", 0) <= 100_000
    )
    text.encode()  # UnicodeEncodeError, a ValueError, for half signs
    if not is_right:
        raise ValueError
    said = {name: value for name, value in raw.items() if name not in ("id", "revision")}
    content = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return {"id": item, "lat": lat, "lng": lng, "text": text, "checklist": checklist, "hash": content, "raw": raw}


def _rows(key: Any, walk: Any, item: dict[str, Any], district: Any) -> tuple[dict[str, Any], ...]:
    raw, remark_id = item["raw"], key(uuid.uuid4())
    remark = {
        "id": remark_id, "number": WEEK << 44 | uuid.uuid4().int >> 84, "week": WEEK, "source": "vandring", "origin_id": walk,
        "feeling": raw["feeling"], "text": item["text"], "suggestion": "", "lang": "sv", "geometry": raw["place"],
        "lat": item["lat"], "lng": item["lng"], "place_words": "", "agreeing": 1, "is_handled": False,
        "has_personal_data": False, "version": 1,
    }  # fmt: skip
    known = {
        "walk_id": walk, "item_id": key(item["id"]), "remark_id": remark_id, "revision": raw["revision"],
        "content_hash": item["hash"], "hashes": {str(raw["revision"]): item["hash"]}, "is_trial": False,
        "checklist": item["checklist"], "accuracy_m": raw.get("accuracy_m"), "photo_ids": [],
    }  # fmt: skip
    return remark, {"remark_id": remark_id, "district_id": district}, known


def _counted(key: Any, new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sums: dict[tuple[int, int, int], list[int]] = {}
    for item in new:
        lat, lng, feeling = round(item["lat"] * 1_000_000), round(item["lng"] * 1_000_000), item["raw"]["feeling"]
        more = (1, *(int(feeling == one) for one in FEELINGS), lat, lng)
        for level in LEVELS:
            high, wide = side(level)
            found = sums.setdefault((level, lat // high, lng // wide), [0] * len(SUMS))
            found[:] = [a + b for a, b in zip(found, more, strict=True)]
    nobody, names = key(uuid.UUID(int=0)), ("area_id", "level", "north", "east", *SUMS)
    return [dict(zip(names, (nobody, *square, *found), strict=True)) for square, found in sums.items()]
