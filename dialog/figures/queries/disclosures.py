"""Requests for public documents: what there are, the remarks of one with what is proposed or decided, and what left with it.

Comes before: `operations/disclosing.py`. Goes to: `staff/disclosing.py` and the file.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from dialog.base.problems import Problem
from dialog.figures.exchange.assessing import FIELDS, POINT, Part, from_json, in_order, is_new, proposed
from dialog.figures.models import DisclosedRemark, Disclosure
from dialog.people.models import Account
from dialog.remark.masking import NOTHING, hidden_in, of
from dialog.remark.models import Remark
from dialog.tag.queries import districts_of

PER_PAGE = 20
_AT_ONCE = 500


@dataclass(frozen=True)
class Request:
    """A request for public documents, with how far it has come."""

    id: uuid.UUID
    version: int
    registry_number: str
    concerns: str
    chosen: str
    started_at: datetime
    started_by: str
    delivered_at: datetime | None
    delivered_by: str | None
    remarks: int
    decided: int


@dataclass(frozen=True)
class Assessed:
    """A remark in a request: its texts (the point as one of them) and each stretch with what is proposed or decided of it."""

    remark_id: uuid.UUID
    version: int
    week: int
    source: str
    lang: str
    texts: dict[str, str]
    parts: list[Part]
    decided_on: date | None
    decided_by: str | None
    #: The fields as they were handed over, masked; empty until then.
    left: dict[str, str]
    #: Whether something is proposed by now that is in none of the parts.
    has_new: bool


def requests(db: Session) -> list[Request]:
    """Return all requests, the newest first."""
    return [Request(*row) for row in db.execute(_requests().order_by(Disclosure.started_at.desc()))]


def request_of(db: Session, disclosure_id: uuid.UUID) -> Request:
    """Return one; Problem("not_found")."""
    row = db.execute(_requests().where(Disclosure.id == disclosure_id)).first()
    if row is None:
        raise Problem("not_found")
    return Request(*row)


def _requests() -> Select[Any]:
    d, one, by = Disclosure, DisclosedRemark, aliased(Account)
    n = select(func.count()).where(one.disclosure_id == d.id)
    return (
        select(
            *(d.id, d.version, d.registry_number, d.concerns, d.chosen, d.started_at, Account.name, d.delivered_at),
            *(by.name, n.scalar_subquery(), n.where(one.decided_on.is_not(None)).scalar_subquery()),
        )
        .join(Account, Account.id == d.started_by_id)
        .outerjoin(by, by.id == d.delivered_by_id)
    )


def undecided(db: Session, disclosure_id: uuid.UUID) -> int:
    """Return how many remarks nobody has decided on."""
    one = DisclosedRemark
    return db.scalar(select(func.count()).where(one.disclosure_id == disclosure_id, one.decided_on.is_(None))) or 0


def ids_after(
    db: Session, disclosure_id: uuid.UUID, after: uuid.UUID | None, *, only_waiting: bool = False, most: int = PER_PAGE
) -> list[uuid.UUID]:
    """Return the keys of the next remarks of a request, in the order of their random keys, one more than `most` if there are more."""
    one = DisclosedRemark
    query = select(one.remark_id).where(one.disclosure_id == disclosure_id)
    if after is not None:
        query = query.where(one.remark_id > after)
    if only_waiting:
        query = query.where(one.decided_on.is_(None))
    return list(db.scalars(query.order_by(one.remark_id).limit(most + 1)))


def assessed(db: Session, disclosure_id: uuid.UUID, remark_id: uuid.UUID) -> Assessed:
    """Return one remark of a request; Problem("not_found")."""
    found = assessed_many(db, disclosure_id, [remark_id])
    if not found:
        raise Problem("not_found")
    return found[0]


def assessed_many(db: Session, disclosure_id: uuid.UUID, remark_ids: Sequence[uuid.UUID]) -> list[Assessed]:
    """Return remarks of a request as they are now, in the order of their keys."""
    r, d = Remark, DisclosedRemark
    query = (
        select(
            *(r.id, d.version, r.week, r.source, r.lang, r.text, r.suggestion, r.place_words, r.lat, r.lng, d.parts),
            *(d.decided_on, Account.name.label("by"), *(getattr(d, name).label(f"left_{name}") for name in FIELDS)),
        )
        .join(d, d.remark_id == r.id)
        .outerjoin(Account, Account.id == d.decided_by_id)
        .where(d.disclosure_id == disclosure_id, r.id.in_(remark_ids))
        .order_by(r.id)
    )
    rows = db.execute(query).all()
    hidden = hidden_in(db, of(row.id for row in rows))
    found = []
    for row in rows:
        texts = {"text": row.text, "suggestion": row.suggestion, "place_words": row.place_words}
        if row.lat is not None:
            texts[POINT] = f"{row.lat:.5f}, {row.lng:.5f}"
        anew = _proposed(texts, hidden.get(row.id, NOTHING))
        parts = from_json(row.parts) if row.parts is not None else anew
        left = {name: row._mapping[f"left_{name}"] for name in FIELDS}
        facts = (row.id, row.version, row.week, row.source, row.lang, texts, in_order(parts), row.decided_on, row.by)
        found.append(Assessed(*facts, left, any(is_new(one, parts) for one in anew)))
    return found


def _proposed(texts: dict[str, str], hidden: Any) -> list[Part]:
    """Return what colleagues see masked, and the point on the map: it may be somebody's home."""
    parts = [one for name, text in texts.items() if name != POINT for one in proposed(name, hidden.of(name, text))]
    return [*parts, Part(POINT, 0, 1)] if POINT in texts else parts


@dataclass(frozen=True)
class Left:
    """A remark as it was handed over. `number` is its row in the file, and says nothing of when it came."""

    number: int
    text: str
    suggestion: str
    place_words: str
    point: str
    feeling: str | None
    week: int
    source: str
    decided_on: date
    decided_by: str
    districts: str
    parts: list[Part]


def left(db: Session, disclosure_id: uuid.UUID) -> Iterator[Left]:
    """Yield what was handed over, in the order of the random keys."""
    r, d = Remark, DisclosedRemark
    number, after = 0, None
    while ids := ids_after(db, disclosure_id, after, most=_AT_ONCE)[:_AT_ONCE]:
        after = ids[-1]
        districts = districts_of(db, ids)
        rows: Any = db.execute(
            select(
                *(r.id, d.text, d.suggestion, d.place_words, d.point, r.feeling, r.week, r.source),
                *(d.decided_on, Account.name.label("decided_by"), d.parts),
            )
            .join(d, d.remark_id == r.id)
            .join(Account, Account.id == d.decided_by_id)
            .where(d.disclosure_id == disclosure_id, r.id.in_(ids))
            .order_by(r.id)
        )
        for row in rows:
            number += 1
            told = dict(row._mapping)
            lie, parts = ", ".join(districts.get(told.pop("id"), [])), in_order(from_json(told.pop("parts") or ()))
            yield Left(number=number, districts=lie, parts=parts, **told)
