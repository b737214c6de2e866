"""How many remarks there are, by focus area, district, week, source and feeling: counted in SQL, for any filter."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, distinct, func, not_, select
from sqlalchemy.orm import Session

from dialog.figures.suppression import SMALLEST, hidden
from dialog.place.queries import districts
from dialog.remark.models import Remark, RemarkDistrict, Source
from dialog.tag.models import FocusArea, Tagging
from dialog.tag.queries import RemarkFilter, counted_as, matching


@dataclass(frozen=True)
class Count:
    """How many of a kind. `n` None means that the group is too small to be shown to this reader."""

    key: str
    label: Any
    n: int | None
    #: Of those that the cut covers; None where the number is hidden or nothing was counted.
    share: float | None


@dataclass(frozen=True)
class Cut:
    """One way of cutting the same remarks; `total` is how many it covers, since not all have a district or a feeling.

    None where they are too few to be shown to this reader.
    """

    name: str
    total: int | None
    counts: Sequence[Count]


@dataclass(frozen=True)
class Counts:
    """All cuts of the remarks that a filter chooses."""

    total: int | None
    cuts: Sequence[Cut]


def counts(db: Session, chosen: RemarkFilter, *, hide_small: bool, district_kind: str | None = None) -> Counts:
    """Count the remarks that a filter chooses; with `hide_small` groups under five are hidden."""
    where = matching(chosen)
    total = db.scalar(select(func.count()).select_from(Remark).where(*where)) or 0
    cuts = [
        _focus_areas(db, where, total, hide_small),
        _districts(db, where, district_kind, hide_small),
        _weeks(db, where, total, hide_small),
        _sources(db, where, total, hide_small),
        _feelings(db, where, hide_small),
    ]
    return Counts(None if hide_small and 0 < total < SMALLEST else total, cuts)


def _cut(
    name: str, total: int, labels: dict[str, Any], found: dict[str, int], *, hide: bool, parts: bool = True
) -> Cut:
    """`parts` says that the groups add up to the total, so that a single hidden one could be worked out."""
    shown = hidden(found, total_is_known=parts) if hide else dict(found)
    rows = [
        Count(key, labels.get(key, key), n, n / total if n is not None and total else None)
        for key, n in shown.items()
        if found[key]
    ]
    return Cut(name, None if hide and 0 < total < SMALLEST else total, rows)


def _focus_areas(db: Session, where: list[ColumnElement[bool]], total: int, hide: bool) -> Cut:
    counted = counted_as()
    rows = db.execute(
        select(counted.label("area"), func.count(distinct(Tagging.remark_id)))
        .join(FocusArea, FocusArea.id == Tagging.focus_area_id)
        .join(Remark, Remark.id == Tagging.remark_id)
        .where(Tagging.is_current, not_(Tagging.is_negated), *where)
        .group_by(counted)
    ).all()
    areas = {area.id: area for area in db.scalars(select(FocusArea))}
    ordered = sorted(rows, key=lambda row: (-row[1], areas[row[0]].position))
    labels = {areas[area].slug: areas[area] for area, _ in ordered}
    # A remark may have several focus areas: they do not add up, so nothing is worked out from the total.
    return _cut("focus_area", total, labels, {areas[area].slug: n for area, n in ordered}, hide=hide, parts=False)


def _districts(db: Session, where: list[ColumnElement[bool]], kind: str | None, hide: bool) -> Cut:
    known = districts(db)
    kind = kind or next((d.kind for d in known), None)
    names: dict[uuid.UUID, str] = {d.id: d.name for d in known if d.kind == kind}
    if not names:
        return Cut("district", 0, [])
    rows = db.execute(
        select(RemarkDistrict.district_id, func.count())
        .join(Remark, Remark.id == RemarkDistrict.remark_id)
        .where(*where)
        .group_by(RemarkDistrict.district_id)
    ).all()
    found = {str(d): n for d, n in sorted(rows, key=lambda row: -row[1]) if d in names}
    labels = {str(d): name for d, name in names.items()}
    return _cut("district", sum(found.values()), labels, found, hide=hide)


def _weeks(db: Session, where: list[ColumnElement[bool]], total: int, hide: bool) -> Cut:
    rows = db.execute(
        select(Remark.week, func.count()).where(*where).group_by(Remark.week).order_by(Remark.week.desc()).limit(106)
    )
    found = {str(week): n for week, n in rows}
    return _cut("week", total, {week: int(week) for week in found}, found, hide=hide)


def _sources(db: Session, where: list[ColumnElement[bool]], total: int, hide: bool) -> Cut:
    names = {source.slug: source.name for source in db.scalars(select(Source))}
    rows = db.execute(
        select(Remark.source, func.count()).where(*where).group_by(Remark.source).order_by(func.count().desc())
    )
    return _cut("source", total, names, {source: n for source, n in rows}, hide=hide)  # noqa: C416 -- mypy


def _feelings(db: Session, where: list[ColumnElement[bool]], hide: bool) -> Cut:
    rows = db.execute(
        select(Remark.feeling, func.count()).where(Remark.feeling.is_not(None), *where).group_by(Remark.feeling)
    )
    counted = {str(feeling): n for feeling, n in rows}
    found = {feeling: counted.get(feeling, 0) for feeling in ("unsafe", "safe", "mixed")}
    return _cut("feeling", sum(found.values()), {}, found, hide=hide)
