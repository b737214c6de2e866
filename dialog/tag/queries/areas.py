"""Focus areas as they are shown: in order, the finer ones beneath theirs, with how much each is used."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import String, Text, and_, cast, distinct, func, select, type_coerce
from sqlalchemy.orm import Session, aliased

from dialog.base.db import Words
from dialog.people.models import Partner
from dialog.tag.models import FocusArea, Tagging
from dialog.tag.queries.filtering import counted_as
from dialog.tag.sections import USES


@dataclass(frozen=True)
class Area:
    """A focus area as pages show it."""

    id: uuid.UUID
    slug: str
    code: str
    shape: str
    colour: int
    name: Words
    description: Words
    parent_id: uuid.UUID | None
    merged_into: str | None
    partner_id: uuid.UUID | None
    partner: str | None
    is_sensitive: bool
    is_told: bool
    state: str
    version: int

    @property
    def is_active(self) -> bool:
        """Say whether it can be chosen."""
        return self.state == "active"


@dataclass(frozen=True)
class AreaGroup:
    """A focus area and the finer ones beneath it."""

    area: Area
    finer: list[Area] = field(default_factory=list)


_f, _target = FocusArea, aliased(FocusArea)


def _raw(column: Any) -> Any:
    return type_coerce(column, String)


#: Built once, and read as the database has it: nearly always it is as it was, and then nothing need be understood again.
_AREAS: Any = (
    select(
        *(_raw(_f.id), _f.slug, _f.code, _f.shape, _f.colour, cast(_f.name, Text), cast(_f.description, Text)),
        *(_raw(_f.parent_id), _target.slug, _raw(_f.partner_id)),
        *(Partner.name, _f.is_sensitive, _f.is_told, _f.state, _f.version),
    )
    .outerjoin(_target, _target.id == _f.merged_into_id)
    .outerjoin(Partner, Partner.id == _f.partner_id)
    .order_by(_f.position, _f.slug)
)
_last: tuple[list[Any], list[Area]] = ([], [])


def areas(db: Session) -> list[Area]:
    """Return every focus area in its order, also retired and merged ones. Those that are as they were are the same objects."""
    global _last
    rows = [tuple(row) for row in db.connection().execute(_AREAS)]
    raw, found = _last
    if rows != raw:
        found = [_area(*row) for row in rows]
        _last = rows, found
    return list(found)


def _area(*row: Any) -> Area:
    own, slug, code, shape, colour, name, description, parent, into, partner_id, *rest = row
    texts = json.loads(name), json.loads(description)
    return Area(_id(own), slug, code, shape, colour, *texts, _id(parent), into, _id(partner_id), *rest)  # type: ignore[arg-type]


def _id(raw: Any) -> uuid.UUID | None:
    return uuid.UUID(str(raw)) if raw else None


def grouped(found: Sequence[Area]) -> list[AreaGroup]:
    """Return those in use in groups; a finer one whose own is no longer in use stands by itself."""
    active = {area.id: AreaGroup(area) for area in found if area.is_active and area.parent_id is None}
    for area in found:
        if area.is_active and area.parent_id is not None:
            if area.parent_id in active:
                active[area.parent_id].finer.append(area)
            else:
                active[area.id] = AreaGroup(area)
    return list(active.values())


def by_slug(db: Session, slug: str) -> FocusArea | None:
    """Return a focus area as its row, for changing."""
    return db.scalar(select(FocusArea).where(FocusArea.slug == slug))


def uses(db: Session) -> dict[uuid.UUID, int]:
    """Return how many remarks each is counted for, those merged into it included; what is denied is not counted."""
    for kept in USES.values():
        return dict(kept(db))
    counted = counted_as()
    rows = db.execute(
        select(counted, func.count(distinct(Tagging.remark_id)))
        .join(FocusArea, FocusArea.id == Tagging.focus_area_id)
        .where(Tagging.is_current, ~Tagging.is_negated)
        .group_by(counted)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class MergeEffect:
    """What a merge would mean: remarks of the one that goes, how many of them the other has already, what moves along."""

    remarks: int
    in_both: int
    finer: int
    earlier: int


def merge_effect(db: Session, source: uuid.UUID, target: uuid.UUID) -> MergeEffect:
    """Count what a merge would mean, before it is done."""
    theirs = aliased(Tagging)
    of_source = and_(Tagging.focus_area_id == source, Tagging.is_current)
    remarks, in_both = db.execute(
        select(func.count(distinct(Tagging.remark_id)), func.count(distinct(theirs.remark_id)))
        .outerjoin(
            theirs,
            and_(theirs.remark_id == Tagging.remark_id, theirs.is_current, theirs.focus_area_id == target),
        )
        .where(of_source)
    ).one()
    finer = db.scalar(select(func.count()).where(FocusArea.parent_id == source)) or 0
    earlier = db.scalar(select(func.count()).where(FocusArea.merged_into_id == source)) or 0
    return MergeEffect(remarks, in_both, finer, earlier)
