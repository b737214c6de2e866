"""Reads the counts that are kept ready, for filters that they can answer; None says that the remarks must be asked.

Comes before: `operations/counting.py`, which keeps them true. Goes to: `counts.py`, `map.py`, the inbox's count.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from dialog.base.db import Database, memory_of
from dialog.base.geo import Box
from dialog.figures.kinds import ALL, EVERY_WEEK, kept_level, said_as, squares_across
from dialog.figures.models import ApartCount, CellCount, CountStamp, RemarkCount
from dialog.figures.queries.facts import COUNTED_AS, question_of, total_of
from dialog.tag.models import FocusArea
from dialog.tag.queries import RemarkFilter

MOST_WEEKS = 106
_MOST_KNOWN = 200
_MOST_LISTED = 120  # numbers of squares that are named one by one
#: Asked at every look at the map, before anything else.
_STAMP = dict.fromkeys(("sqlite", "postgresql"), "SELECT stamp FROM count_stamps")


@dataclass(frozen=True)
class Scope:
    """A filter that the kept counts can answer."""

    area_id: uuid.UUID
    chosen: RemarkFilter

    @property
    def district_id(self) -> uuid.UUID:
        """Return the district, or ALL."""
        return self.chosen.district or ALL

    def where(self, *, by_week: bool = False) -> list[ColumnElement[bool]]:
        """Return the conditions on all but focus area and district; `by_week` for a sum that tells the weeks apart."""
        c, k = self.chosen, RemarkCount
        found: list[ColumnElement[bool]] = []
        if c.since or c.until or by_week:
            found += [k.week >= max(c.since or 1, 1), k.week <= (c.until or 999_999)]
        else:
            found.append(k.week == EVERY_WEEK)
        if c.source:
            found.append(k.source == c.source)
        if c.feeling:
            found.append(k.feeling == ("" if c.feeling == "none" else c.feeling))
        if c.state:
            found.append(k.state == COUNTED_AS[c.state])
        return found


def scope_of(db: Session, chosen: RemarkFilter) -> Scope | None:
    """Return how the kept counts answer a filter: any of state, source, period, feeling, one district, one focus area and how
    it is spoken of.
    """
    if chosen.words or chosen.origin or chosen.personal or chosen.queue or chosen.box or len(chosen.focus_areas) > 1:
        return None
    if not chosen.focus_areas:
        return Scope(_said(ALL, chosen), chosen)
    area = db.execute(
        select(FocusArea.id, FocusArea.merged_into_id).where(FocusArea.slug == chosen.focus_areas[0])
    ).first()
    # What was merged is counted where it went, and can no longer be told apart there.
    return None if area is None or area.merged_into_id is not None else Scope(_said(area.id, chosen), chosen)


def _said(area_id: uuid.UUID, chosen: RemarkFilter) -> uuid.UUID:
    return said_as(area_id, chosen.stance) if chosen.stance else area_id


def stamp(site: Database) -> str:
    """Return a text that changes whenever any count does. Asked before the counts: they may then be newer, never older."""
    found = site.ask(_STAMP)
    return str(found[0][0]) if found else "none"


def kept_total(db: Session, chosen: RemarkFilter) -> int | None:
    """Return how many remarks a filter lets through."""
    scope = scope_of(db, chosen)
    if scope is None:
        return _total_of_facts(db, chosen)
    where = {"area_id": scope.area_id, "district_id": scope.district_id}
    db.flush()
    query = _total(replace(chosen, focus_areas=(), stance="", district=None))
    return int(db.connection().execute(query, where).scalar() or 0)


def _total_of_facts(db: Session, chosen: RemarkFilter) -> int | None:
    """Return how many a filter lets through by facts, as this process remembers it while no count has changed."""
    # What has an index of its own is counted by it up to a thousand, which is sooner done.
    if chosen in (RemarkFilter(personal=True), RemarkFilter(origin=chosen.origin), RemarkFilter(queue=chosen.queue)):
        return None
    asked = question_of(db, chosen)
    if asked is None:
        return None
    there = db.connection().execute(select(CountStamp.__table__.c.stamp)).scalar()
    known: dict[Any, int] = memory_of(db).setdefault("figures.totals", {})
    n = known.get((there, chosen))
    if n is None:
        if len(known) > _MOST_KNOWN:
            known.clear()
        n = known[there, chosen] = total_of(db, asked)
    return n


@lru_cache(maxsize=64)
def _total(chosen: RemarkFilter) -> Select[Any]:
    """Return the question for the sum, made once for what a filter says beside focus area and district."""
    k: Any = RemarkCount.__table__.c
    named = (k.area_id == bindparam("area_id"), k.district_id == bindparam("district_id"))
    return select(func.sum(k.n)).where(*named, *Scope(ALL, chosen).where())


def kept_uses(db: Session) -> dict[uuid.UUID, int]:
    """Return how many remarks each focus area is counted for."""
    return by_area(db, Scope(ALL, RemarkFilter()))


def by_source_and_feeling(db: Session, scope: Scope) -> Mapping[tuple[str, str], int]:
    """Return the counts by source and feeling (empty: none said)."""
    k = RemarkCount
    query = select(k.source, k.feeling, func.sum(k.n)).group_by(k.source, k.feeling)
    query = query.where(k.area_id == scope.area_id, k.district_id == scope.district_id, *scope.where())
    return {(source, feeling): int(n) for source, feeling, n in db.execute(query)}


def by_part_of_day(db: Session, scope: Scope) -> Mapping[str, int]:
    """Return the counts by what was said of the part of day: several codes have commas between, "" is none."""
    k = RemarkCount
    query = select(k.part_of_day, func.sum(k.n)).group_by(k.part_of_day)
    query = query.where(k.area_id == scope.area_id, k.district_id == scope.district_id, *scope.where())
    return {said: int(n) for said, n in db.execute(query)}


def by_week(db: Session, scope: Scope) -> Mapping[int, int]:
    """Return the counts of the newest weeks, newest first."""
    k = RemarkCount
    query = select(k.week, func.sum(k.n)).group_by(k.week).order_by(k.week.desc()).limit(MOST_WEEKS)
    query = query.where(k.area_id == scope.area_id, k.district_id == scope.district_id, *scope.where(by_week=True))
    return {week: int(n) for week, n in db.execute(query)}


def by_area(db: Session, scope: Scope) -> dict[uuid.UUID, int]:
    """Return the counts by focus area, as it is spoken of where the filter says how; only for a scope of all of them."""
    k = RemarkCount
    areas = {_said(area_id, scope.chosen): area_id for area_id in db.scalars(select(FocusArea.id))}
    query = select(k.area_id, func.sum(k.n)).group_by(k.area_id)
    query = query.where(k.area_id.in_(areas), k.district_id == scope.district_id, *scope.where())
    return {areas[area_id]: int(n) for area_id, n in db.execute(query)}


def by_district(db: Session, scope: Scope, districts: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return the counts by district, for those that are named; only for a scope of all districts."""
    k = RemarkCount
    query = select(k.district_id, func.sum(k.n)).group_by(k.district_id)
    query = query.where(k.area_id == scope.area_id, k.district_id.in_(districts), *scope.where())
    return {district_id: int(n) for district_id, n in db.execute(query)}


class Square(NamedTuple):
    """A square of the map with what is in it, and the means of their positions in millionths of a degree."""

    north: int
    east: int
    n: int
    unsafe: int
    safe: int
    mixed: int
    lat: int
    lng: int


def map_scope(db: Session, chosen: RemarkFilter) -> Scope | None:
    """Return how the squares that are kept answer a filter: a feeling, one focus area and how it is spoken of, and nothing else."""
    if chosen.state or chosen.source or chosen.district or chosen.since or chosen.until:
        return None
    return scope_of(db, replace(chosen, box=None))


def squares(db: Session, scope: Scope, level: int, box: Box) -> list[Square]:
    """Return the squares of a level that a box touches, summed from the nearest finer level that is kept."""
    feeling = scope.chosen.feeling
    found = [told(feeling, *row) for row in sums_of(db, CellCount, scope.area_id, level, box)]
    return [square for square in found if square.n] if feeling else found


def sums_of(db: Session, kept_in: type[CellCount | ApartCount], area_id: uuid.UUID, level: int, box: Box) -> list[Any]:
    """Return rows of the squares of a level that a box touches: their numbers, how many, and all sums that their table keeps."""
    kept = kept_level(level)
    by = level - kept
    norths, easts = squares_across(box, level)
    listed = range(norths.start << by, norths.stop << by)
    where: dict[str, Any] = {"area_id": area_id, "level": kept}
    where |= {"west": easts.start << by, "east": (easts.stop << by) - 1}
    # Named one by one each is a leap in the index; a stretch would read whole rows of squares across the municipality.
    is_listed = len(listed) <= _MOST_LISTED
    where |= {"norths": list(listed)} if is_listed else {"south": listed[0], "north": listed[-1]}
    rows = db.connection().execute(_query(kept_in, by, is_listed=is_listed), where).all()
    return [tuple(map(int, row)) for row in rows] if by else list(rows)  # sums are decimals on PostgreSQL


@lru_cache(maxsize=128)
def _query(kept_in: type[CellCount | ApartCount], by: int, *, is_listed: bool) -> Select[Any]:
    c: Any = kept_in.__table__.c
    sums = [column for column in c if not column.primary_key]
    listed, between = (
        c.north.in_(bindparam("norths", expanding=True)),
        c.north.between(bindparam("south"), bindparam("north")),
    )
    of_level = (c.area_id == bindparam("area_id"), c.level == bindparam("level"))
    where = (*of_level, c.east.between(bindparam("west"), bindparam("east")), listed if is_listed else between)
    if not by:  # each is a row of its own: nothing is to be sorted
        return select(c.north, c.east, *sums).where(*where)
    # Written out, since PostgreSQL does not see that two parameters are the same number.
    north, east = (column.op(">>")(literal_column(str(by))) for column in (c.north, c.east))
    return select(north, east, *(func.sum(column) for column in sums)).where(*where).group_by(north, east)


def told(
    feeling: str, north: int, east: int, n: int, unsafe: int, safe: int, mixed: int, lats: int, lngs: int
) -> Square:
    """Return a square from its sums; where a feeling is asked for, with those alone."""
    lat, lng = lats // n, lngs // n
    if feeling:  # the mean is then that of all in the square
        parts = {"unsafe": unsafe, "safe": safe, "mixed": mixed, "none": n - unsafe - safe - mixed}
        n = parts[feeling]
        unsafe, safe, mixed = (n if feeling == name else 0 for name in ("unsafe", "safe", "mixed"))
    return Square(north, east, n, unsafe, safe, mixed, lat, lng)
