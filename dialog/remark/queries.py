"""Questions about remarks and receipts. Comes before: `remark/operations.py`. Goes to: `/kvitto` and the staff's pages.

A receipt that was used and one that never was are looked up alike, with the same questions to the database (TRUST S11).
"""

import json
import math
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Float,
    Integer,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Session

from dialog.base.db import Words
from dialog.base.geo import Box
from dialog.base.keys import keyed_hash, new_id
from dialog.people.models import SiteField
from dialog.people.queries import done_to
from dialog.remark.listeners import TARGETS
from dialog.remark.models import BANDS, Concern, Receipt, Remark, SetAside, Source, Tombstone
from dialog.remark.sections import FATE

#: The municipality's decision on gallring for what comes in by `/plats`. While it is empty, nothing is erased for good.
DECISION_FIELD = "place_retention_decision"
_MICRO, _NEAR = 1_000_000, 0.000_001  # degrees: about as far as a place is rounded
_MOST_IDS = 5_000  # named in one question; PostgreSQL takes 65,535 values, SQLite 32,766 or more
_MOST_BANDS = 60  # named one by one, each a leap in the index; a box as high is most of a municipality
#: Made once, since every page of remarks asks.
_CONCERNS_OF: Any = select(Concern.remark_id, Concern.kind).where(
    Concern.remark_id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True)
class Story:
    """What became of something that was sent, without a word of it."""

    kind: str
    #: Somebody has decided on each part, or at least opened it, by the log.
    is_read: bool
    #: Whether there is anything in it that a person reads (a survey of crosses alone has nothing).
    has_words: bool
    can_be_erased: bool
    focus_areas: Sequence[Words] = field(default=())


def has_come_in(db: Session, visit_id: uuid.UUID) -> bool:
    """Say whether something was sent under a visit's id before, taken back since or not."""
    submission_hash = keyed_hash(db, "submission", visit_id.bytes)
    return any(
        db.scalar(select(table.submission_hash).where(table.submission_hash == submission_hash))
        for table in (Receipt, Tombstone)
    )


def story_of(db: Session, code: str) -> Story | None:
    """Return what became of what a receipt leads to, or None when it leads to nothing."""
    receipt = db.execute(
        select(Receipt.kind, Receipt.target_id).where(Receipt.code_hash == keyed_hash(db, "receipt-code", code))
    ).first()
    kind, target_id = (receipt.kind, receipt.target_id) if receipt else ("remark", new_id())
    target = TARGETS[kind]
    remarks = list(target.story(db, target_id))
    opened = done_to(db, "remark.read", remarks)
    unhandled = db.scalars(select(Remark.id).where(Remark.id.in_(remarks), Remark.is_handled.is_(False)))
    waiting = not opened.issuperset(unhandled)
    told: list[Words] = []
    for teller in FATE.values():
        told += [words for words in teller(db, remarks) if words not in told]
    can_be_erased = target.has_decision(db, target_id)
    if receipt is None:
        return None
    return Story(kind, bool(remarks) and not waiting, bool(remarks), can_be_erased, told)


def has_decision(db: Session) -> bool:
    """Say whether the municipality has filled in a decision on gallring for places."""
    found = db.scalars(select(SiteField.value).where(SiteField.key == DECISION_FIELD))
    return any(value.strip() for value in found)


def contents(db: Session, remark_ids: Sequence[uuid.UUID]) -> list[dict[str, Any]]:
    """Return all that remarks hold, as JSON can hold it, in the order of their random numbers."""
    rows = db.execute(select(*Remark.__table__.columns).where(Remark.id.in_(remark_ids)).order_by(Remark.number))
    return [{name: _plain(value) for name, value in row._mapping.items()} for row in rows]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool | dict | list) else str(value)


def sources(db: Session, *, professional: bool = False) -> Sequence[Source]:
    """Return where remarks may come from, in the site's order; `professional`: only what can be keyed in or imported."""
    query = select(Source).order_by(Source.position, Source.slug)
    if professional:
        query = query.where(Source.is_professional, Source.is_active)
    return db.scalars(query).all()


def all_set_aside(db: Session) -> Sequence[SetAside]:
    """Return what was taken back and set aside: kind and week alone are for a list, the content for its own page."""
    return db.scalars(select(SetAside).order_by(SetAside.week.desc(), SetAside.id)).all()


def one_set_aside(db: Session, wanted: uuid.UUID) -> SetAside | None:
    """Return one thing that was set aside."""
    return db.get(SetAside, wanted)


def is_accusing(db: Session, remark_id: uuid.UUID) -> bool:
    """Say whether a remark stands in the restricted queue."""
    return db.get(Concern, (remark_id, "accusation")) is not None


def concerns_of(db: Session, remark_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """Return why remarks are to be read first or by few: child, danger, accusation."""
    found: dict[uuid.UUID, set[str]] = {}
    db.flush()
    for remark_id, kind in db.connection().execute(_CONCERNS_OF, {"ids": list(remark_ids)}).all():
        found.setdefault(remark_id, set()).add(kind)
    return found


def within(place: Any, box: Box, bands: Any = None) -> list[ColumnElement[bool]]:
    """Return the conditions that what has `lat` and `lng` (the table of remarks, or an alias) lies in a box, by the index of places.

    Ordered by latitude alone, all that lies as far north would be looked through, from one end of the municipality to the other. Where
    the box is of parameters, so are its `bands`.
    """
    south, west, north, east = box
    band = cast(place.lat * literal_column(str(BANDS)), Integer)
    if bands is None:
        known = bands_of(box)
        is_few = len(known) <= _MOST_BANDS
        near = band.in_(known) if is_few else band.between(known[0], known[-1])
    else:
        near = band.in_(bands)
    return [near, place.lat.between(south, north), place.lng.between(west, east)]


def lying_at(
    db: Session, places: Sequence[tuple[int, int]], among: Sequence[ColumnElement[bool]] = ()
) -> list[uuid.UUID]:
    """Return the ids of the remarks that lie at some places (millionths of a degree, north and east), by the index of places.

    The places are one value, as JSON: hundreds of parameters take longer to write down than to look up. Where very many lie there,
    as at the middle of a town, it is those alone that meet the conditions `among`: no question has room for all.
    """
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    at = [(y / _MICRO, x / _MICRO) for y, x in places]
    near = json.dumps([(band, lng - _NEAR, lng + _NEAR) for lat, lng in at for band in bands_of((lat, lng, lat, lng))])
    told = bindparam("spots", near, type_=Text, unique=True)
    found: Any = func.json_each(told) if is_sqlite else func.json_array_elements(cast(told, JSON))
    spot = found.table_valued("value", name="spots").c.value

    def part(n: int, kind: Any) -> Any:
        return func.json_extract(spot, f"$[{n}]") if is_sqlite else cast(spot.op("->>")(literal_column(str(n))), kind)

    r: Any = Remark.__table__.c
    band = cast(r.lat * literal_column(str(BANDS)), Integer)
    by_place = (band == part(0, Integer)) & r.lng.between(part(1, Float), part(2, Float))
    ids = list(dict.fromkeys(db.connection().execute(select(r.id).where(by_place)).scalars()))
    if len(ids) <= _MOST_IDS:
        return ids
    parts = (ids[start : start + _MOST_IDS] for start in range(0, len(ids), _MOST_IDS))
    return [one for some in parts for one in db.connection().scalars(select(r.id).where(r.id.in_(some), *among))]


def lying_nowhere() -> ColumnElement[bool]:
    """Return the condition that a remark has no place, as the index of places has it."""
    r: Any = Remark.__table__.c
    band: ColumnElement[Any] = cast(r.lat * literal_column(str(BANDS)), Integer)
    return and_(band.is_(None), r.lng.is_(None), r.lat.is_(None))


def bands_of(box: Box) -> range:
    """Return the bands that a box reaches into: however a database makes a whole number of it, what lies in the box has its band here."""
    return range(math.floor(box[0] * BANDS), math.ceil(box[2] * BANDS) + 1)
