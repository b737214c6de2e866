"""Walks on their way out in a file, one walk at a time: its points and remarks, itself, what was answered of its checklist.

Rows stand by walk, stop and number; a point's number and a remark's are drawn by chance within a walk or week, so that the order
tells nothing of who said something first (TRUST D2). Comes before: `walk/models`. Goes to: `figures/exchange/walks.py`.
"""

import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dialog.base.clock import SWEDISH, today
from dialog.figures.exchange.walks import CHECKLIST, WALKS, point_columns
from dialog.figures.queries.outgoing import counted_areas
from dialog.people.models import Partner
from dialog.place.models import District
from dialog.remark import masking
from dialog.remark.guard import looked_at
from dialog.remark.guard.taking import Stretch
from dialog.remark.models import Remark
from dialog.tag.models import Tagging
from dialog.walk.kinds.protocol import is_late, public_words
from dialog.walk.models import Protocol, ProtocolPoint, Stop, Walk, Walkers, WalkGroup, WalkPhoto, WalkRemark

Batches = Iterator[list[list[Any]]]


def asked_walks(db: Session, slug: str = "") -> Sequence[Walk]:
    """Return the walks, or the one at an address, the oldest first."""
    query = select(Walk).order_by(Walk.starts_at, Walk.slug)
    return db.scalars(query.where(Walk.slug == slug) if slug else query).all()


def count_points(db: Session, walks: Sequence[Walk]) -> int:
    """Return how many rows there are: remarks that count, and points that no such remark stands behind."""
    ids = [walk.id for walk in walks]
    remarks = (
        select(func.count())
        .select_from(WalkRemark)
        .where(WalkRemark.walk_id.in_(ids), WalkRemark.remark_id.is_not(None))
    )
    alone = (
        select(func.count())
        .select_from(ProtocolPoint)
        .outerjoin(WalkRemark, _stands_behind())
        .where(ProtocolPoint.walk_id.in_(ids), WalkRemark.item_id.is_(None))
    )
    return (db.scalar(remarks) or 0) + (db.scalar(alone) or 0)


def _stands_behind() -> Any:
    same = (WalkRemark.walk_id == ProtocolPoint.walk_id) & (WalkRemark.item_id == ProtocolPoint.item_id)
    return same & WalkRemark.remark_id.is_not(None)


@dataclass
class _Line:
    """A row before it is written: a remark, a point, or a point of a remark."""

    stop: Stop | None
    item: WalkRemark | None = None
    remark: Remark | None = None
    point: ProtocolPoint | None = None
    said: masking.Hidden = field(default_factory=masking.Hidden)
    is_accusing: bool = False

    def order(self) -> tuple[int, int, int, int]:
        stop, number = self.stop.number if self.stop else 10_000, self.point.number if self.point else 0
        return stop, 0 if self.point else 1, number, self.remark.number if self.remark else 0


def _lines(db: Session, walk: Walk) -> list[_Line]:
    """Return a walk's rows in their order."""
    stops = {stop.id: stop for stop in db.scalars(select(Stop).where(Stop.walk_id == walk.id))}
    points = db.scalars(select(ProtocolPoint).where(ProtocolPoint.walk_id == walk.id)).all()
    by_item = {point.item_id: point for point in points if point.item_id is not None}
    found = [
        _Line(stops.get(point.stop_id if point else item.stop_id), item, remark, point)  # type: ignore[arg-type]
        for item, remark in db.execute(
            select(WalkRemark, Remark)
            .join(Remark, Remark.id == WalkRemark.remark_id)
            .where(WalkRemark.walk_id == walk.id)
        )
        for point in (by_item.pop(item.item_id, None),)
    ]
    alone = [point for point in points if point.item_id is None or point.item_id in by_item]
    found += [_Line(stops.get(point.stop_id), point=point) for point in alone]  # type: ignore[arg-type]
    return sorted(found, key=_Line.order)


def point_rows(db: Session, walks: Sequence[Walk], *, full: bool) -> Batches:
    """Yield the rows of points, a walk at a time, with the columns of `point_columns`."""
    names = point_columns(full=full).names
    areas: dict[uuid.UUID, str] = dict(counted_areas(db))
    owners = {row.id: row.name for row in db.execute(select(Partner.id, Partner.name))}
    number = 0
    for walk in walks:
        lines = _lines(db, walk)
        ids = [line.remark.id for line in lines if line.remark]
        # In the full edition too, what accuses somebody stands as in the masked one: it leaves only assessed, for one who asks for it.
        accusing = masking.accusing_in(db, masking.of(ids)) if full else set()
        hidden = masking.hidden_in(db, masking.of(ids), *([masking.accused()] if full else []))
        tags, photos = _tags(db, walk, areas), _photos(db, walk)
        batch = []
        for line in lines:
            number += 1
            if line.remark:
                line.said = hidden.get(line.remark.id, masking.NOTHING)
                line.is_accusing = line.remark.id in accusing
            cells = {"row": number, **_of_walk(walk), **_of_line(line, full=full)}
            if line.item and line.remark:
                cells |= {"focus_areas": tags.get(line.remark.id, ""), "photos": photos.get(line.item.item_id, 0)}
            if line.point:
                cells |= _of_point(line.point, areas, owners, full=full)
            batch.append([cells.get(name) for name in names])
        yield batch


def _of_walk(walk: Walk) -> dict[str, Any]:
    return {
        "walk": walk.slug, "walk_title": walk.title, "day": walk.held_on.isoformat(), "gathering": walk.gathering_words,
        "registry_number": walk.registry_number, "walk_state": walk.state,
    }  # fmt: skip


def _of_line(line: _Line, *, full: bool) -> dict[str, Any]:
    stop, remark, item = line.stop, line.remark, line.item
    cells: dict[str, Any] = {}
    if stop:
        cells = {"stop": stop.number, "stop_name": stop.name, "lat": stop.lat, "lng": stop.lng}
        cells["position_of"] = "stop" if stop.lat is not None else None
    if remark is None or item is None:
        return cells
    cells |= {
        "feeling": remark.feeling, "agreeing": remark.agreeing, "part_of_day": remark.part_of_day,
        "text": line.said.masked("text", remark.text), "suggestion": line.said.masked("suggestion", remark.suggestion),
        "checklist": " ".join(f"{slug}:{level}" for slug, level in sorted(item.checklist.items())),
    }  # fmt: skip
    if full and not line.is_accusing:
        cells["place_words"] = line.said.masked("place_words", remark.place_words)
        if remark.lat is not None:
            cells |= {"lat": remark.lat, "lng": remark.lng, "position_of": "remark"}
        if remark.geometry and remark.geometry.get("type") != "Point":
            cells["geometry"] = json.dumps(remark.geometry, separators=(",", ":"))
    return cells


def _of_point(
    point: ProtocolPoint, areas: dict[uuid.UUID, str], owners: dict[uuid.UUID, str], *, full: bool
) -> dict[str, Any]:
    is_released = point.released == public_words(point)
    words = str if full or is_released else _guarded
    return {
        "point": point.number, "kind": point.kind, "observation": words(point.observation), "measure": words(point.measure),
        "focus_area": areas.get(point.focus_area_id) if point.focus_area_id else None, "agreeing": point.agreeing,
        "owner": owners.get(point.owner_id) if point.owner_id else None, "decision": point.decision,
        "decision_reason": words(point.reason), "due_on": point.due_on.isoformat() if point.due_on else None,
        "state": point.state, "case_number": point.case_number, "is_released": int(is_released),
        "is_late": int(is_late(point.due_on, point.decision, point.state, today())),
    }  # fmt: skip


def _guarded(text: str) -> str:
    """Return a sentence that nobody has released yet without what the guard finds in it."""
    return masking.Hidden({"": [Stretch(f.start, f.end, f.kind) for f in looked_at(text)]}).masked("", text)


def _tags(db: Session, walk: Walk, areas: dict[uuid.UUID, str]) -> dict[uuid.UUID, str]:
    rows = db.execute(
        select(Tagging.remark_id, Tagging.focus_area_id)
        .join(WalkRemark, WalkRemark.remark_id == Tagging.remark_id)
        .where(WalkRemark.walk_id == walk.id, Tagging.is_current, ~Tagging.is_negated)
    )
    found: dict[uuid.UUID, set[str]] = {}
    for remark_id, area_id in rows:
        found.setdefault(remark_id, set()).add(areas[area_id])
    return {remark_id: " ".join(sorted(slugs)) for remark_id, slugs in found.items()}


def _photos(db: Session, walk: Walk) -> dict[uuid.UUID, int]:
    stands = func.coalesce(WalkRemark.merged_into_id, WalkRemark.item_id)
    same = (WalkRemark.walk_id == WalkPhoto.walk_id) & (WalkRemark.item_id == WalkPhoto.item_id)
    query = select(stands, func.count()).select_from(WalkPhoto).join(WalkRemark, same)
    rows = db.execute(query.where(WalkPhoto.walk_id == walk.id, ~WalkPhoto.is_trial).group_by(stands))
    return {row[0]: row[1] for row in rows}


def checklist_rows(db: Session, walks: Sequence[Walk]) -> Batches:
    """Yield what was answered of the checklist, an answer a row; `row` is the same as among the points."""
    number = 0
    for walk in walks:
        asked = {str(point["slug"]): point for point in walk.checklist}
        batch = []
        for line in _lines(db, walk):
            number += 1
            for slug, level in sorted(line.item.checklist.items()) if line.item else ():
                point = asked.get(slug)
                cells = {
                    "row": number, "walk": walk.slug, "item": slug, "level": level,
                    "stop": line.stop.number if line.stop else None, "stop_name": line.stop.name if line.stop else None,
                    "area": point["area"] if point else None, "words": point["levels"][level] if point else None,
                }  # fmt: skip
                batch.append([cells[name] for name in CHECKLIST])
        yield batch


def walk_rows(db: Session, walks: Sequence[Walk]) -> Batches:
    """Yield the walks themselves."""
    districts = {row.id: row.name for row in db.execute(select(District.id, District.name))}
    slugs = {row.id: row.slug for row in db.execute(select(Walk.id, Walk.slug))}
    for walk in walks:
        counted = db.execute(select(Walkers.category, Walkers.count).where(Walkers.walk_id == walk.id))
        walkers: dict[str, int] = {row[0]: row[1] for row in counted}
        protocol = db.get(Protocol, walk.id)
        cells = {
            "walk": walk.slug, "title": walk.title, "day": walk.held_on.isoformat(),
            "time": walk.starts_at.astimezone(SWEDISH).strftime("%H:%M"), "minutes": walk.minutes,
            "gathering": walk.gathering_words, "district": districts.get(walk.district_id) if walk.district_id else None,
            "purpose": walk.purpose, "registry_number": walk.registry_number, "state": walk.state,
            "previous_walk": slugs.get(walk.previous_id) if walk.previous_id else None,
            "is_announced": int(walk.is_announced), "stops": _count(db, Stop, walk), "groups": _count(db, WalkGroup, walk),
            "walkers": sum(walkers.values()), "walkers_by": " ".join(f"{k}:{n}" for k, n in sorted(walkers.items())),
            "remarks": _count(db, WalkRemark, walk, WalkRemark.remark_id.is_not(None)),
            "points": _count(db, ProtocolPoint, walk),
            "points_released": _count(db, ProtocolPoint, walk, ProtocolPoint.released_at.is_not(None)),
            "is_public": int(protocol.is_public) if protocol else 0, "edition": protocol.edition if protocol else 0,
            "meeting": protocol.meeting_words if protocol else None,
        }  # fmt: skip
        yield [[cells[name] for name in WALKS]]


def _count(db: Session, model: Any, walk: Walk, *conditions: Any) -> int:
    return db.scalar(select(func.count()).select_from(model).where(model.walk_id == walk.id, *conditions)) or 0
