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
from dialog.remark.masking import NOTHING, accusing_in, hidden_in, of
from dialog.remark.models import Remark
from dialog.tag.queries import districts_of, sources

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
            *(
                r.id,
                d.version,
                func.coalesce(d.week, r.week).label("week"),
                r.lang,
                r.text,
                r.suggestion,
                r.place_words,
                r.lat,
                r.lng,
                d.parts,
            ),
            *(d.decided_on, Account.name.label("by"), *(getattr(d, name).label(f"left_{name}") for name in FIELDS)),
        )
        .join(d, d.remark_id == r.id)
        .outerjoin(Account, Account.id == d.decided_by_id)
        .where(d.disclosure_id == disclosure_id, r.id.in_(remark_ids))
        .order_by(r.id)
    )
    rows = db.execute(query).all()
    hidden = hidden_in(db, of(row.id for row in rows))
    accusing = accusing_in(db, of(row.id for row in rows))
    found = []
    for row in rows:
        texts = {"text": row.text, "suggestion": row.suggestion, "place_words": row.place_words}
        if row.lat is not None:
            texts[POINT] = f"{row.lat:.5f}, {row.lng:.5f}"
        anew = _proposed(texts, hidden.get(row.id, NOTHING), is_accusing=row.id in accusing)
        parts = from_json(row.parts) if row.parts is not None else anew
        left = {name: row._mapping[f"left_{name}"] for name in FIELDS}
        facts = (row.id, row.version, row.week, row.lang, texts, in_order(parts), row.decided_on, row.by)
        found.append(Assessed(*facts, left, any(is_new(one, parts) for one in anew)))
    return found


def _proposed(texts: dict[str, str], hidden: Any, *, is_accusing: bool) -> list[Part]:
    """Return what colleagues see masked, and the point on the map: it may be somebody's home. Of a remark that accuses somebody the place in words, too."""
    parts = [one for name, text in texts.items() if name != POINT for one in proposed(name, hidden.of(name, text))]
    if texts["place_words"] and is_accusing:  # where it is may be who it is about
        parts = [one for one in parts if one.field != "place_words"]
        parts.append(Part("place_words", 0, len(texts["place_words"]), "anklagelse"))
    return [*parts, Part(POINT, 0, 1)] if POINT in texts else parts


@dataclass(frozen=True)
class Left:
    """A remark as it was handed over."""

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


def is_numbered(db: Session, disclosure_id: uuid.UUID) -> bool:
    """Say whether all that was handed over can be told as it left: a server that was not restarted after its update froze the texts alone."""
    d = DisclosedRemark
    unnumbered = select(d.remark_id).where(d.disclosure_id == disclosure_id, d.number.is_(None))
    return db.scalar(unnumbered.limit(1)) is None


def left(db: Session, disclosure_id: uuid.UUID) -> Iterator[Left]:
    """Yield what was handed over, all of it as it left, in the order of the numbers."""
    d, after = DisclosedRemark, 0
    columns = (d.number, d.text, d.suggestion, d.place_words, d.point, d.feeling, d.week, d.source, d.decided_on)
    query = select(*columns, Account.name.label("decided_by"), d.districts, d.parts)
    of_it = query.join(Account, Account.id == d.decided_by_id).where(d.disclosure_id == disclosure_id)
    while rows := db.execute(of_it.where(d.number > after).order_by(d.number).limit(_AT_ONCE)).all():
        after = rows[-1].number
        for row in rows:
            told = dict(row._mapping)
            yield Left(parts=in_order(from_json(told.pop("parts") or ())), **told)


def facts_to_leave(db: Session, remark_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    """Return what is handed over of remarks beside their texts: {"week", "feeling", "source", "districts"}, with names as they are now."""
    r = Remark
    names, lie = sources(db), districts_of(db, remark_ids)
    rows = db.execute(select(r.id, r.week, r.feeling, r.source).where(r.id.in_(remark_ids)))
    return {
        row.id: {
            "week": row.week,
            "feeling": row.feeling,
            "source": names.get(row.source, {}).get("sv", row.source),
            "districts": ", ".join(lie.get(row.id, [])),
        }
        for row in rows
    }
