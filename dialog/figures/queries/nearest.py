"""Where and when what a filter chooses lies, from facts: so that a list of what is rare is looked up there, and a map's few remarks too.

Comes before: `facts.py`. Goes to: `tag.sections.NEAREST` (the inbox), `map.py`.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from dialog.base.clock import this_week
from dialog.base.geo import Box
from dialog.figures.facts import NOWHERE, span_of
from dialog.figures.kinds import WIDE, micro, side
from dialog.figures.queries.facts import Question, Span, look, question_of
from dialog.tag.queries import RemarkFilter
from dialog.tag.sections import Nearest

if TYPE_CHECKING:
    import numpy as np

    Rows = np.ndarray[Any, Any]

#: More places than this are not looked up one by one.
_MOST = 1_500
_FIRST, _LAST = 200_001, 299_953
#: How far is looked, in halves of a year, until enough is found; then all of it.
_HALVES = (1, 2, 6)


def nearest(db: Session, chosen: RemarkFilter, week: int | None, is_newer: bool, most: int) -> Nearest | None:
    """Return where at least so many lie that a filter chooses (`tag.sections.NEAREST`)."""
    asked = question_of(db, chosen)
    if asked is None:
        return None
    first, last = chosen.since or _FIRST, chosen.until or _LAST
    if week is not None:
        first, last = (max(first, week), last) if is_newer else (first, min(last, week))
    for halves in (*_HALVES, None):
        since, until = first, last
        if halves is not None and is_newer:
            until = min(last, _later(first, halves))
        elif halves is not None:
            since = max(first, _later(min(last, this_week()), -halves))
        rows = _rows(db, replace(asked, chosen=replace(chosen, since=since, until=until)))
        weeks = _holding(rows, most, week, is_newer=is_newer)
        if weeks is not None or (since, until) == (first, last):
            return _within(rows, *(weeks or (since, until)))
    return None


def places_of(db: Session, asked: Question, within: Span, box: Box) -> list[tuple[int, int]]:
    """Return where what a filter chooses lies in a box, which touches these wide squares: in those there can be very many more."""
    _weeks, _many, lats, lngs = rows = _rows(db, asked, within)
    south, west, north, east = (micro(degrees) for degrees in box)
    here = (lats >= south - 1) & (lats <= north + 1) & (lngs >= west - 1) & (lngs <= east + 1)
    return sorted(set(zip(*rows[2:, here].tolist(), strict=True)))


def _later(week: int, halves: int) -> int:
    """Return the week so many halves of a year later (or earlier); it need not be one that there is."""
    years, half = divmod(span_of(week) + halves, 2)
    return years * 100 + (week % 100 - 1) % 26 + 1 + 26 * half


def _rows(db: Session, asked: Question, within: Span | None = None) -> "Rows":
    """Return of each: the week, how many, and where (north, east; `NOWHERE` in wide squares)."""
    import numpy as np

    (high, wide), parts = side(WIDE), [np.zeros((4, 0), np.int64)]
    for found, _lists in look(db, asked, within):
        lat = found.norths[found.piece] * high + found.column("y")
        lng = found.easts[found.piece] * wide + found.column("x")
        parts.append(np.stack([found.column("week").astype(np.int64), found.each[found.piece], lat, lng]))
    return np.concatenate(parts, 1)


def _holding(rows: "Rows", most: int, beside: int | None, *, is_newer: bool) -> tuple[int, int] | None:
    """Return the weeks from the nearest one on that hold so many, beside the one that is begun in; None where all of them do not."""
    import numpy as np

    weeks, at = np.unique(rows[0], return_inverse=True)
    many = np.bincount(at.reshape(-1), rows[1], len(weeks)).astype(np.int64)
    many[weeks == beside] = 0
    order = np.arange(len(weeks)) if is_newer else np.arange(len(weeks))[::-1]
    enough = np.flatnonzero(np.cumsum(many[order]) >= most)
    if not len(enough):
        return None
    edge = int(weeks[order[enough[0]]])
    return (_FIRST, edge) if is_newer else (edge, _LAST)


def _within(rows: "Rows", since: int, until: int) -> Nearest | None:
    """Return where those of some weeks lie; None where they are too many. What has been taken away since may be among them."""
    weeks, _many, lats, lngs = rows[:, (rows[0] >= since) & (rows[0] <= until)].tolist()
    places = set(zip(lats, lngs, strict=True))
    nowhere = {(lat, lng) for lat, lng in places if lat == NOWHERE * side(WIDE)[0]}
    if len(places) > _MOST:
        return None
    return Nearest(min(weeks, default=since), max(weeks, default=until), sorted(places - nowhere), bool(nowhere))
