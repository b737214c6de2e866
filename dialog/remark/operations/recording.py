"""What people say comes in here, however they say it. Core rather than ORM: residents wait for it.

Comes before: `submitting.py`, a survey, a walk or a file. Goes to: `tag/staff.py` inbox and every count, by way of `remark/listeners.py`.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from dialog.base.clock import this_week, week_of
from dialog.base.gathering import Rows, insert_rows
from dialog.base.geo import point_for
from dialog.base.keys import new_id, weekly_number
from dialog.place.queries import Remembered, districts_of_many
from dialog.remark.guard import looked_at
from dialog.remark.kinds import RESIDENT_SOURCES, NewRemark
from dialog.remark.listeners import arrived, moved, placed_again, placing_again, recorded
from dialog.remark.models import Remark, RemarkDistrict

_AT_ONCE = 2000
_remarks: Any = Remark.__table__
_districts: Any = RemarkDistrict.__table__
_REMARKS, _LIES = Rows(_remarks), Rows(_districts)


def record_remark(
    db: Session, new: NewRemark, *, remark_id: uuid.UUID | None = None, known: Remembered | None = None
) -> uuid.UUID:
    """Keep a remark under a random key with the week it came in, find its districts, and let later rooms know."""
    row = _row(new, remark_id or new_id())
    _keep(db, [row], known)
    return row["id"]  # type: ignore[no-any-return]


def record_remarks(
    db: Session, news: Sequence[NewRemark], handled: Sequence[frozenset[tuple[uuid.UUID, str]] | None] | None = None
) -> list[uuid.UUID]:
    """Keep many remarks as `record_remark` keeps one, and return their keys in the same order.

    `handled`: for each, the focus areas that it counts for and how each is spoken of, where whoever brings it in has decided them
    already (version 2, as after a decision, which the caller writes too), or None.
    """
    return [remark_id for remark_id, _ in record_placed(db, news, handled)]


def record_placed(
    db: Session,
    news: Sequence[NewRemark],
    handled: Sequence[frozenset[tuple[uuid.UUID, str]] | None] | None = None,
    known: Remembered | None = None,
) -> list[tuple[uuid.UUID, Sequence[uuid.UUID]]]:
    """Do what `record_remarks` does, and return with each key the districts that the remark lies in."""
    kept: list[tuple[uuid.UUID, Sequence[uuid.UUID]]] = []
    for start in range(0, len(news), _AT_ONCE):
        rows = [_row(new, new_id()) for new in news[start : start + _AT_ONCE]]
        about = handled[start : start + _AT_ONCE] if handled else ()
        for row, areas in zip(rows, about, strict=False):
            if areas is not None:
                row |= {"version": 2, "is_handled": True}
        kept += zip((row["id"] for row in rows), _keep(db, rows, known, about=about), strict=True)
    return kept


def _keep(
    db: Session, rows: Sequence[dict[str, Any]], known: Remembered | None = None, about: Sequence[Any] = ()
) -> list[list[uuid.UUID]]:
    """Write remarks, let later rooms know, and return the ids of each one's districts."""
    insert_rows(db, _REMARKS, rows)
    districts = _place(db, rows, known)
    arrived.tell(db, rows=rows, districts=districts, areas=about)
    for row in rows:
        recorded.tell(db, remark_id=row["id"])
    return districts


def _row(new: NewRemark, remark_id: uuid.UUID) -> dict[str, Any]:
    is_resident = new.source in RESIDENT_SOURCES
    week = new.week or (week_of(new.day) if new.day and is_resident else this_week())
    lat, lng = point_for(dict(new.geometry)) if new.geometry else (None, None)
    return {
        "id": remark_id, "number": weekly_number(week), "week": week, "day": None if is_resident else new.day,
        "source": new.source, "origin_id": new.origin_id, "feeling": new.feeling, "reason": new.reason,
        "text": new.text, "suggestion": new.suggestion, "lang": new.lang,
        "geometry": dict(new.geometry) if new.geometry else None, "lat": lat, "lng": lng,
        "place_words": new.place_words, "part_of_day": new.part_of_day, "days": new.days, "season": new.season,
        "agreeing": new.agreeing, "is_handled": False, "has_personal_data": any(map(looked_at, new.written)), "version": 1,
    }  # fmt: skip


def _place(db: Session, rows: Sequence[Any], known: Remembered | None = None) -> list[list[uuid.UUID]]:
    """Note the districts that remarks lie in, and return the ids of each one's."""
    places = [(row["lat"], row["lng"]) for row in rows if row["lat"] is not None]
    if not places:
        return [[] for _ in rows]
    lie = iter(districts_of_many(db, places, known))
    found = [[d.id for d in next(lie)] if row["lat"] is not None else [] for row in rows]
    lies = [{"remark_id": row["id"], "district_id": d} for row, ids in zip(rows, found, strict=True) for d in ids]
    insert_rows(db, _LIES, lies)
    return found


def place_again(db: Session) -> None:
    """Work out anew which districts every remark lies in; told when districts have come, gone or changed.

    On PostgreSQL nothing comes in meanwhile: it would lie in the districts of before, for good. First those who count are
    told, then arrivals wait: they have no counts in their hands yet, so nobody waits crosswise.
    """
    placing_again.tell(db)
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("LOCK TABLE remarks IN SHARE ROW EXCLUSIVE MODE"))
    db.execute(delete(_districts))
    last = 0
    while True:
        rows = db.execute(
            select(_remarks.c.number, _remarks.c.id, _remarks.c.lat, _remarks.c.lng)
            .where(_remarks.c.number > last, _remarks.c.lat.is_not(None))
            .order_by(_remarks.c.number)
            .limit(_AT_ONCE)
        ).all()
        if not rows:
            placed_again.tell(db)
            return
        last = rows[-1].number
        _place(db, [row._mapping for row in rows])
        moved.tell(db, remark_ids=[row.id for row in rows])
