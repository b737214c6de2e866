"""Reads the counts that are kept ready, for filters that they can answer; None says that the remarks must be asked.

Comes before: `operations/counting.py`, which keeps them true. Goes to: `counts.py`, `map.py`, the inbox's count.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from dialog.base.geo import Box
from dialog.figures.kinds import ALL, EVERY_WEEK, kept_level, squares_across
from dialog.figures.models import CellCount, CountStamp, RemarkCount
from dialog.tag.models import FocusArea
from dialog.tag.queries import RemarkFilter

_STATES = {"untagged": "open", "tagged": "tagged", "unsure": "unsure"}
MOST_WEEKS = 106
_MOST_LISTED = 120  # numbers of squares that are named one by one


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
            found.append(k.state == _STATES[c.state])
        return found


def scope_of(db: Session, chosen: RemarkFilter) -> Scope | None:
    """Return how the kept counts answer a filter: any of state, source, period, feeling, one district, one focus area."""
    if (
        chosen.words
        or chosen.origin
        or chosen.personal
        or chosen.queue
        or chosen.box
        or chosen.stance
        or len(chosen.focus_areas) > 1
    ):
        return None
    if not chosen.focus_areas:
        return Scope(ALL, chosen)
    area = db.execute(
        select(FocusArea.id, FocusArea.merged_into_id).where(FocusArea.slug == chosen.focus_areas[0])
    ).first()
    # What was merged is counted where it went, and can no longer be told apart there.
    return None if area is None or area.merged_into_id is not None else Scope(area.id, chosen)


def stamp(db: Session) -> str:
    """Return a text that changes whenever any count does."""
    return str(db.scalar(select(CountStamp.stamp)) or "none")


def kept_total(db: Session, chosen: RemarkFilter) -> int | None:
    """Return how many remarks a filter lets through."""
    scope = scope_of(db, chosen)
    if scope is None:
        return None
    k = RemarkCount
    query = select(func.sum(k.n)).where(k.area_id == scope.area_id, k.district_id == scope.district_id, *scope.where())
    return int(db.scalar(query) or 0)


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
    """Return the counts by focus area; only for a scope of all of them."""
    k = RemarkCount
    areas = db.scalars(select(FocusArea.id)).all()
    query = select(k.area_id, func.sum(k.n)).group_by(k.area_id)
    query = query.where(k.area_id.in_(areas), k.district_id == scope.district_id, *scope.where())
    return {area_id: int(n) for area_id, n in db.execute(query)}


def by_district(db: Session, scope: Scope, districts: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return the counts by district, for those that are named; only for a scope of all districts."""
    k = RemarkCount
    query = select(k.district_id, func.sum(k.n)).group_by(k.district_id)
    query = query.where(k.area_id == scope.area_id, k.district_id.in_(districts), *scope.where())
    return {district_id: int(n) for district_id, n in db.execute(query)}


@dataclass(frozen=True)
class Square:
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
    """Return how the squares that are kept answer a filter: a feeling and one focus area, and nothing else."""
    if chosen.state or chosen.source or chosen.district or chosen.since or chosen.until:
        return None
    return scope_of(db, replace(chosen, box=None))


def squares(db: Session, scope: Scope, level: int, box: Box) -> list[Square]:
    """Return the squares of a level that a box touches, summed from the nearest finer level that is kept."""
    k, kept = CellCount, kept_level(level)
    by = level - kept
    norths, easts = squares_across(box, level)
    lowest, highest = norths.start << by, (norths.stop << by) - 1
    # Named one by one each is a leap in the index; a stretch would read whole rows of squares across the municipality.
    listed = range(lowest, highest + 1)
    within = k.north.in_(listed) if len(listed) <= _MOST_LISTED else k.north.between(lowest, highest)
    # Written out, since PostgreSQL does not see that two parameters are the same number.
    north, east = (column.op(">>")(literal_column(str(by))) for column in (k.north, k.east))
    sums = (func.sum(column) for column in (k.n, k.unsafe, k.safe, k.mixed, k.sum_lat, k.sum_lng))
    query = (
        select(north, east, *sums)
        .where(k.area_id == scope.area_id, k.level == kept, within)
        .where(k.east.between(easts.start << by, (easts.stop << by) - 1))
        .group_by(north, east)
    )
    if not by:  # each is a row of its own: nothing is to be sorted
        query = (
            select(k.north, k.east, k.n, k.unsafe, k.safe, k.mixed, k.sum_lat, k.sum_lng)
            .where(k.area_id == scope.area_id, k.level == kept, within)
            .where(k.east.between(easts.start, easts.stop - 1))
        )
    feeling = scope.chosen.feeling
    found = (_square(feeling, *(int(value) for value in row)) for row in db.execute(query))
    return [square for square in found if square.n]


def _square(
    feeling: str, north: int, east: int, n: int, unsafe: int, safe: int, mixed: int, lats: int, lngs: int
) -> Square:
    lat, lng = lats // n, lngs // n
    if feeling:  # the mean is then that of all in the square
        parts = {"unsafe": unsafe, "safe": safe, "mixed": mixed, "none": n - unsafe - safe - mixed}
        n = parts[feeling]
        unsafe, safe, mixed = (n if feeling == name else 0 for name in ("unsafe", "safe", "mixed"))
    return Square(north, east, n, unsafe, safe, mixed, lat, lng)
