"""How many remarks there are, by focus area, district, week, source and feeling, for any filter: as kept, or counted in SQL."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from dialog.figures.kinds import ALL
from dialog.figures.queries import kept
from dialog.figures.queries.facts import question_of
from dialog.figures.queries.tallied import Tally, districts_of, tally_of
from dialog.figures.suppression import SMALLEST, hidden
from dialog.place.queries import districts
from dialog.remark.kinds import PARTS_OF_DAY, split
from dialog.remark.models import Remark, RemarkDistrict, Source
from dialog.tag.models import FocusArea, Tagging
from dialog.tag.queries import RemarkFilter, counted_as, matching, spoken_of

Key = TypeVar("Key")
MANY = 100_000


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
    #: No kept counts answer the filter, and there are so many remarks to look through that it takes a while.
    is_slow: bool = False


def counts(db: Session, chosen: RemarkFilter, *, hide_small: bool, district_kind: str | None = None) -> Counts:
    """Count the remarks that a filter chooses; with `hide_small` groups under five are hidden."""
    found = _Found(db, chosen)
    total = found.total
    cuts = [
        _focus_areas(db, found, hide_small),
        _districts(db, found, district_kind, hide_small),
        _weeks(found, hide_small),
        _sources(db, found, hide_small),
        _feelings(found, hide_small),
        _parts_of_day(found, hide_small),
    ]
    return Counts(None if hide_small and 0 < total < SMALLEST else total, cuts, found.is_slow)


def count_by_district(db: Session, chosen: RemarkFilter, *, hide_small: bool) -> Cut:
    """Count the remarks that a filter chooses by the districts of the first division."""
    return _districts(db, _Found(db, chosen, is_whole=False), None, hide_small)


class _Found:
    """The counts of a filter, from those that are kept where they can answer, else from the remarks themselves."""

    def __init__(self, db: Session, chosen: RemarkFilter, *, is_whole: bool = True) -> None:
        self._db, self._chosen, self._is_whole = db, chosen, is_whole
        self._asked = question_of(db, chosen)
        # What else they are about is in no kept counts: where facts are looked through for that, they tell all of it.
        looks = is_whole and self._asked is not None and chosen.focus_areas
        self._scope = None if looks else kept.scope_of(db, chosen)
        self._where = matching(chosen)

    @property
    def is_slow(self) -> bool:
        return self._scope is None and self._asked is None and (kept.kept_total(self._db, RemarkFilter()) or 0) > MANY

    @cached_property
    def _tally(self) -> Tally | None:
        """From facts, looked through once for all cuts."""
        return None if self._asked is None else tally_of(self._db, self._asked)

    @cached_property
    def said(self) -> Mapping[tuple[str, str], int]:
        """By source and feeling; an empty feeling: none said."""
        if self._scope is not None:
            return kept.by_source_and_feeling(self._db, self._scope)
        if self._tally is not None:
            return self._tally.said
        return _added(((source, feeling), n) for source, feeling, _part, _week, n in self._facts)

    @cached_property
    def _facts(self) -> Sequence[Any]:
        """By source, feeling, part of day and week together: the remarks are looked through once for four cuts."""
        r = Remark
        what = (r.source, func.coalesce(r.feeling, ""), func.coalesce(r.part_of_day, ""), r.week)
        rows = self._db.execute(select(*what, func.count()).where(*self._where).group_by(*what))
        return [tuple(row) for row in rows]

    @property
    def total(self) -> int:
        return sum(self.said.values())

    def areas(self) -> Mapping[uuid.UUID, int]:
        if self._scope is not None and not self._chosen.focus_areas:
            return kept.by_area(self._db, self._scope)
        if self._tally is not None:
            return self._tally.areas
        counted = counted_as()
        query = (
            select(counted.label("area"), func.count(distinct(Tagging.remark_id)))
            .join(FocusArea, FocusArea.id == Tagging.focus_area_id)
            .where(Tagging.is_current, *spoken_of(Tagging, self._chosen.stance))
            .group_by(counted)
        )
        rows = self._db.execute(query.join(Remark, Remark.id == Tagging.remark_id).where(*self._where))
        return {area_id: n for area_id, n in rows}  # noqa: C416 -- mypy

    def districts(self, wanted: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, int]:
        """By district, for districts of one division."""
        if self._scope is not None and self._scope.district_id == ALL:
            return kept.by_district(self._db, self._scope, wanted)
        if self._scope is not None and self._scope.district_id in wanted:  # each lies in one of them only
            return {self._scope.district_id: self.total} if self.total else {}
        if self._asked is not None:
            found = self._tally.districts if self._is_whole and self._tally else districts_of(self._db, self._asked)
            return {district_id: n for district_id, n in found.items() if district_id in wanted}
        rows = self._db.execute(
            select(RemarkDistrict.district_id, func.count())
            .join(Remark, Remark.id == RemarkDistrict.remark_id)
            .where(*self._where)
            .group_by(RemarkDistrict.district_id)
        )
        return {district_id: n for district_id, n in rows if district_id in wanted}

    def parts_of_day(self) -> Mapping[str, int]:
        """By what was said of the part of day; several codes have commas between."""
        if self._scope is not None:
            return kept.by_part_of_day(self._db, self._scope)
        if self._tally is not None:
            return self._tally.parts_of_day
        return _added((part, n) for _source, _feeling, part, _week, n in self._facts)

    def weeks(self) -> Mapping[int, int]:
        """By week, the newest first."""
        if self._scope is not None:
            return kept.by_week(self._db, self._scope)
        if self._tally is not None:
            found: Mapping[int, int] = self._tally.weeks
        else:
            found = _added((week, n) for _source, _feeling, _part, week, n in self._facts)
        return dict(sorted(found.items(), reverse=True)[: kept.MOST_WEEKS])


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


def _focus_areas(db: Session, found: _Found, hide: bool) -> Cut:
    areas = {area.id: area for area in db.scalars(select(FocusArea))}
    ordered = sorted(found.areas().items(), key=lambda row: (-row[1], areas[row[0]].position))
    labels = {areas[area].slug: areas[area] for area, _ in ordered}
    # A remark may have several focus areas: they do not add up, so nothing is worked out from the total.
    return _cut("focus_area", found.total, labels, {areas[area].slug: n for area, n in ordered}, hide=hide, parts=False)


def _districts(db: Session, found: _Found, kind: str | None, hide: bool) -> Cut:
    known = districts(db)
    kind = kind or next((d.kind for d in known), None)
    names: dict[uuid.UUID, str] = {d.id: d.name for d in known if d.kind == kind}
    if not names:
        return Cut("district", 0, [])
    counted = {str(d): n for d, n in sorted(found.districts(list(names)).items(), key=lambda row: -row[1])}
    labels = {str(d): name for d, name in names.items()}
    return _cut("district", sum(counted.values()), labels, counted, hide=hide)


def _weeks(found: _Found, hide: bool) -> Cut:
    counted = {str(week): n for week, n in found.weeks().items()}
    return _cut("week", found.total, {week: int(week) for week in counted}, counted, hide=hide)


def _sources(db: Session, found: _Found, hide: bool) -> Cut:
    names = {source.slug: source.name for source in db.scalars(select(Source))}
    counted = _added((source, n) for (source, _), n in found.said.items())
    return _cut("source", found.total, names, dict(sorted(counted.items(), key=lambda row: -row[1])), hide=hide)


def _feelings(found: _Found, hide: bool) -> Cut:
    counted = _added((feeling, n) for (_, feeling), n in found.said.items())
    shown = {feeling: counted.get(feeling, 0) for feeling in ("unsafe", "safe", "mixed")}
    return _cut("feeling", sum(shown.values()), {}, shown, hide=hide)


def _parts_of_day(found: _Found, hide: bool) -> Cut:
    said = {value: n for value, n in found.parts_of_day().items() if value}
    counted = _added((code, n) for value, n in said.items() for code in split(value))
    shown = {code: counted.get(code, 0) for code in PARTS_OF_DAY}
    return _cut("part_of_day", sum(said.values()), {}, shown, hide=hide)


def _added(pairs: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for key, n in pairs:
        found[key] = found.get(key, 0) + n
    return found
