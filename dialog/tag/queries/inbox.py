"""The inbox: one list of all remarks, newest week first, and what stands before and after one of them.

Pages follow `number`: no OFFSET, and nothing is counted (`counted.py`). Comes before:
`filtering.py`. Goes to: `staff/inbox.py`.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, bindparam, func, select
from sqlalchemy.orm import Session

from dialog.base.db import Words
from dialog.base.keys import week_of_number
from dialog.place.models import District, DistrictKind
from dialog.remark.masking import NOTHING, Hidden, hidden_in, of
from dialog.remark.models import Remark, RemarkDistrict, Source
from dialog.remark.queries import lying_at, lying_nowhere
from dialog.tag.filters import RemarkFilter
from dialog.tag.models import FocusArea, Tagging
from dialog.tag.queries.counted import kept
from dialog.tag.queries.filtering import matching, numbers, position
from dialog.tag.queries.searching import Stretch, read, rows_of, told_later
from dialog.tag.sections import NEAREST, Nearest

RARE = 100  # where fewer than one in so many match, they are found first
SHOWN_OF_TEXT = 240  # characters in a list
# In Core and made once: a list is asked for at each step of whoever tags.
_r: Any = Remark.__table__.c
_t: Any = Tagging.__table__.c
_f: Any = FocusArea.__table__.c
_lies: Any = RemarkDistrict.__table__.c
_district: Any = District.__table__.c
_kind: Any = DistrictKind.__table__.c
_ROWS = select(
    *(_r.id, _r.number, _r.week, _r.source, _r.feeling, func.substr(_r.text, 1, SHOWN_OF_TEXT)),
    *(func.substr(_r.suggestion, 1, SHOWN_OF_TEXT), _r.place_words, _r.is_handled, _r.has_personal_data, _r.version),
)
_IDS: Any = bindparam("ids", expanding=True)
_ID = select(_r.id)
_HERE = _ROWS.where(_r.id == bindparam("id"))
_WHOLE = select(*_r).where(_r.id == bindparam("id"))
_SOURCES = select(Source.__table__.c.slug, Source.__table__.c.name).order_by(Source.position, Source.slug)
_FROM: Any = bindparam("from_number", type_=BigInteger)
_MOST: Any = bindparam("most", type_=Integer)
_TAGGED = (
    select(_t.remark_id, _f.slug, _f.code, _f.shape, _f.colour, _f.name, _t.polarity, _t.is_negated)
    .join_from(Tagging.__table__, FocusArea.__table__, _f.id == _t.focus_area_id)
    .where(_t.remark_id.in_(_IDS), _t.is_current)
    .order_by(_f.position)
)
_LYING = (
    select(_lies.remark_id, _district.name)
    .join_from(RemarkDistrict.__table__, District.__table__, _district.id == _lies.district_id)
    .join(DistrictKind.__table__, _kind.slug == _district.kind)
    .where(_lies.remark_id.in_(_IDS))
    .order_by(_kind.position, _district.name)
)


@dataclass(frozen=True)
class Tagged:
    """A focus area as a remark has it."""

    slug: str
    code: str
    shape: str
    colour: int
    name: Words
    polarity: str | None
    is_negated: bool


@dataclass(frozen=True)
class Row:
    """A remark in a list. The text is the beginning of it."""

    id: uuid.UUID
    number: int
    week: int
    source: str
    feeling: str | None
    text: str
    suggestion: str
    place_words: str
    is_handled: bool
    has_personal_data: bool
    version: int
    taggings: list[Tagged] = field(default_factory=list)
    districts: list[str] = field(default_factory=list)

    def masked(self, hidden: Hidden) -> "Row":
        """Return it as those see it who may not read what was written: the words masked, the place by its district alone."""
        text, suggestion = hidden.masked("text", self.text), hidden.masked("suggestion", self.suggestion)
        return replace(self, text=text, suggestion=suggestion, place_words="")


@dataclass(frozen=True)
class ListPage:
    """A stretch of the list; `newer` and `older` are the numbers to go on from, where there is more."""

    rows: list[Row]
    newer: int | None
    older: int | None


def list_page(
    db: Session, chosen: RemarkFilter, *, older_than: int | None = None, newer_than: int | None = None, most: int = 50
) -> ListPage:
    """Return up to `most` remarks, newest week first, from one end or from a number."""
    where = Stretch(most + 1, below=older_than) if newer_than is None else Stretch(most + 1, above=newer_than)
    found = _stretch(db, _ROWS, chosen, where)
    if newer_than is not None:
        rows = list(reversed(found[:most]))
        has_newer, has_older = len(found) > most, True
    else:
        rows = list(found[:most])
        has_newer, has_older = older_than is not None, len(found) > most
    newer = rows[0].number if rows and has_newer else None
    older = rows[-1].number if rows and has_older else None
    return ListPage(_filled(db, rows), newer, older)


def _stretch(db: Session, query: Select[Any], chosen: RemarkFilter, stretch: Stretch) -> list[Any]:
    from_number = stretch.below if stretch.above is None else stretch.above
    way = {"is_above": stretch.above is not None, "is_below": stretch.below is not None}
    if chosen.words:
        if (later := told_later(db, chosen)) is not None:
            made = _asked(query, later[0], False, True, **way)
            return read(db, made, from_number=from_number, most=stretch.most, match=later[1])
        asked = (lambda walking: query.where(*matching(chosen, walking=walking)), lambda: numbers(chosen))
        return rows_of(db, *asked, position(chosen), stretch, is_plain=chosen.sight != "few")
    through = _way_through(db, chosen)
    if not through[1] and chosen.box is None:  # few: where they lie is known
        week = None if from_number is None else week_of_number(from_number)
        for known in NEAREST.values():
            if (near := known(db, chosen, week, stretch.above is not None, stretch.most)) is not None:
                return read(db, _of_nearest(db, query, chosen, stretch, near))
    made = _asked(query, chosen, *through, **way)
    return read(db, made, from_number=from_number, most=stretch.most)


def _of_nearest(db: Session, query: Select[Any], chosen: RemarkFilter, stretch: Stretch, near: Nearest) -> Select[Any]:
    """Return the question for a stretch of what is known to lie there: looked up, and then put in order."""
    of_weeks, matches = _r.week.between(near.since, near.until), matching(chosen, walking=True)
    ids = lying_at(db, near.places, matches)
    if near.is_also_nowhere:  # where a tenth of all may be
        ids += db.connection().execute(select(_r.id).where(lying_nowhere(), of_weeks, *matches)).scalars()
    return stretch.of(query.where(_r.id.in_(ids), of_weeks, *matches), _r.number, by=_r.number + 0)


@lru_cache(maxsize=64)
def _asked(
    query: Select[Any], chosen: RemarkFilter, walking: bool, is_by_index: bool, *, is_above: bool, is_below: bool
) -> Select[Any]:
    """Return the question for a stretch, made once for each filter: whoever tags goes through the same one remark by remark."""
    at = position(chosen)
    stretch = Stretch(_MOST, below=_FROM if is_below else None, above=_FROM if is_above else None)
    return stretch.of(query.where(*matching(chosen, walking=walking)), at, by=at if is_by_index else at + 0)


def _way_through(db: Session, chosen: RemarkFilter) -> tuple[bool, bool]:
    """Return how a stretch of the list is found without reading very many: whether `matching` is to be `walking`, and whether the order is
    taken from the index of numbers.

    Where many match, the list is walked in its order; where few do, they are found first and then put in order. A database cannot know which, since it does not know how many have a focus area and a district.
    """
    if chosen.box is None and not chosen.focus_areas and not chosen.stance and chosen.district is None:
        return False, True
    n, everything = kept(db, chosen), kept(db, RemarkFilter())
    if n is not None and everything is not None and n * RARE > everything:
        return True, True
    if n is not None and (chosen.since or chosen.until):  # a period is a stretch of the order: only that is walked
        within = kept(db, RemarkFilter(since=chosen.since, until=chosen.until))
        if within is not None and n * RARE >= within:
            return True, True
    return False, False  # a sum has no index: what matches is found first


def around(db: Session, chosen: RemarkFilter, remark: Remark, *, before: int = 6, after: int = 24) -> list[Row]:
    """Return the remarks about one in the list: the newer before it, itself (filter or not), the older after it."""
    newer = _stretch(db, _ROWS, chosen, Stretch(before, above=remark.number))
    here = read(db, _HERE, id=remark.id)
    older = _stretch(db, _ROWS, chosen, Stretch(after, below=remark.number))
    return _filled(db, [*reversed(newer), *here, *older])


def rows_with(db: Session, ids: Sequence[uuid.UUID]) -> list[Row]:
    """Return some remarks as rows of a list, the newest week first."""
    return _filled(db, db.execute(_ROWS.where(_r.id.in_(ids)).order_by(_r.number.desc())).all())


def masked(db: Session, rows: Sequence[Row], *, only: Collection[uuid.UUID] | None = None) -> list[Row]:
    """Return rows as those see them who may not read what was written; `only`: the others are left as they are."""
    found = hidden_in(db, of(row.id for row in rows))
    return [row.masked(found.get(row.id, NOTHING)) if only is None or row.id in only else row for row in rows]


def _filled(db: Session, rows: Sequence[Any]) -> list[Row]:
    ids = [row.id for row in rows]
    taggings, districts = taggings_of(db, ids), districts_of(db, ids)
    return [Row(*row, taggings=taggings.get(row.id, []), districts=districts.get(row.id, [])) for row in rows]  # type: ignore[misc]


def taggings_of(db: Session, remark_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Tagged]]:
    """Return what each of some remarks is about now."""
    found: dict[uuid.UUID, list[Tagged]] = {}
    for remark_id, *rest in read(db, _TAGGED, ids=list(remark_ids)):
        found.setdefault(remark_id, []).append(Tagged(*rest))
    return found


def districts_of(db: Session, remark_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Return the names of the districts that each of some remarks lies in, the first division first."""
    found: dict[uuid.UUID, list[str]] = {}
    for remark_id, name in read(db, _LYING, ids=list(remark_ids)):
        found.setdefault(remark_id, []).append(name)
    return found


def next_after(db: Session, chosen: RemarkFilter, number: int) -> uuid.UUID | None:
    """Return the remark that stands after a number in the list (an older one), or None."""
    return next((row.id for row in _stretch(db, _ID, chosen, Stretch(1, below=number))), None)


def previous_before(db: Session, chosen: RemarkFilter, number: int) -> uuid.UUID | None:
    """Return the remark that stands before a number in the list (a newer one), or None."""
    return next((row.id for row in _stretch(db, _ID, chosen, Stretch(1, above=number))), None)


def remark(db: Session, remark_id: uuid.UUID) -> Remark | None:
    """Return one remark."""
    return db.get(Remark, remark_id)


def as_it_stands(db: Session, remark_id: uuid.UUID) -> Any:
    """Return all that is kept of one remark, to be shown; None where there is none."""
    return next(iter(read(db, _WHOLE, id=remark_id)), None)


def sources(db: Session) -> dict[str, Words]:
    """Return the names of all sources, in their order."""
    return {row[0]: row[1] for row in read(db, _SOURCES)}
