"""What the staff's map shows of a view: squares counted ahead (`kept.py`), or the remarks themselves when they are few and near.

What the kept squares cannot answer (a period, a source, several focus areas …) is counted from facts (`map_filtered.py`). Where words are
asked for, or what is read first, it is the newest `MOST_READ` remarks: the view says when there were more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, not_
from sqlalchemy.orm import Session

from dialog.base.geo import Box
from dialog.figures.kinds import ALL, LEVELS, ZOOM_OF_LEVEL_0, level_for, side
from dialog.figures.queries.facts import Question, question_of
from dialog.figures.queries.kept import Scope, Square, kept_total, map_scope, squares
from dialog.figures.queries.map_filtered import filtered
from dialog.figures.queries.map_for_most import Spot, apart_in, of_feeling, of_few, placed, spots, without
from dialog.figures.queries.map_marks import MOST_POINTS, Mark, marks_near, marks_of, where_known
from dialog.figures.queries.map_near import counted, read
from dialog.figures.queries.map_told import Told, told_kept, told_near
from dialog.remark.models import Remark
from dialog.remark.queries import within
from dialog.tag.queries import RemarkFilter, accuses, matching

CLOSE = 16  # from this zoom each remark stands for itself, if they are not too many
FEW = 25  # so few stand for themselves from farther away, on a site that is SMALL
SMALL = 5_000
MOST_SQUARES = 600
MOST_READ = 20_000
MOST_FOUND_FIRST = 50_000
FINEST = -6  # squares of some nine metres, counted from the remarks
#: From this zoom the squares of who may not see exact places (`base.geo.COARSE`) become no smaller.
COARSEST = ZOOM_OF_LEVEL_0


@dataclass(frozen=True)
class View:
    """What a view holds: squares of a level (or the same put together, `told`), or marks."""

    level: int
    squares: Sequence[Square]
    marks: Sequence[Mark]
    #: There are more than were read; the newest are shown.
    is_cut: bool = False
    #: What accuses somebody, in squares of level 0 and nearer nowhere, for who does not read it (`map_for_most.py`).
    apart: Sequence[Square] = ()
    told: Told | None = None

    @property
    def total(self) -> int:
        """Return how many remarks are shown."""
        shown = sum(square.n for square in (*self.squares, *self.apart)) + len(self.marks)
        return shown + (self.told.total if self.told else 0)

    @property
    def shapes(self) -> int:
        """Return how many shapes are drawn."""
        return len(self.squares) + len(self.marks) + len(self.apart) + (self.told.many if self.told else 0)


def cells(db: Session, chosen: RemarkFilter, zoom: int, *, single: bool) -> View:
    """Return what a filter with its box chooses at a zoom of the web map (0 to 22).

    With `single` remarks stand for themselves where they are few and near; else they are counted by whole coarse squares,
    and the filter's box is then to be one of `base.geo.coarse`. Where its sight is of "few", what accuses somebody is counted in
    whole coarse squares.
    """
    assert chosen.box is not None
    level = level_for(zoom, chosen.box, MOST_SQUARES, LEVELS[0] if single else 0)
    plain = replace(chosen, box=None, sight="all")
    is_fine = single and plain != RemarkFilter() and level_for(zoom, chosen.box, MOST_SQUARES, FINEST) < LEVELS[0]
    asked = question_of(db, plain) if is_fine or map_scope(db, plain) is None else None
    if asked is not None:
        return _filtered(db, chosen, asked, zoom, single=single)
    if chosen.sight != "few":
        return _view(db, chosen, zoom, level, single=single)
    scope = None if chosen.words else map_scope(db, replace(chosen, sight="all"))
    if scope is not None:
        return _view_of_few(db, chosen, scope, zoom, level)
    told = spots(db, chosen, level, by_place=zoom >= CLOSE)
    view = _view(db, chosen, zoom, level, single=single, told=told)
    if view.marks or view.level < 0:
        return replace(view, apart=placed([], 0, told, chosen.feeling))
    return replace(view, squares=placed(view.squares, view.level, told, chosen.feeling))


def _view(db: Session, chosen: RemarkFilter, zoom: int, level: int, *, single: bool, told: Sequence[Spot] = ()) -> View:
    """`told`: what accuses somebody, which is to be left out."""
    assert chosen.box is not None
    asked = chosen if chosen.words else replace(chosen, sight="all")
    scope = map_scope(db, asked)
    if scope is None:
        return _from_remarks(db, chosen, zoom, level, single=single)
    if single and (near := _near(db, chosen, zoom)):
        return near
    of_all = replace(asked, feeling="") if told else asked
    view = _as_told(db, scope, level, chosen.box, few=False) if single else None
    if view is None:
        found = squares(db, replace(scope, chosen=of_all), level, chosen.box)
        view = View(level, of_feeling(without(found, level, told), chosen.feeling) if told else found, [])
    if single and _stand_for_themselves(db, view.total, zoom):
        return View(level, [], _marks(db, chosen, zoom))
    return view


def _stand_for_themselves(db: Session, n: int, zoom: int) -> bool:
    return n <= MOST_POINTS if zoom >= CLOSE else n <= FEW and _is_small(db)


def _filtered(db: Session, chosen: RemarkFilter, asked: Question, zoom: int, *, single: bool) -> View:
    """Return a view of what facts answer; squares may be finer than those that are kept."""
    assert chosen.box is not None
    level = level_for(zoom, chosen.box, MOST_SQUARES, FINEST if single else 0)
    found = filtered(db, asked, level, chosen.box, few=chosen.sight == "few")
    if single and _stand_for_themselves(db, found.n, zoom):
        return View(
            level, [], marks_of(db, where_known(db, chosen, asked, level)) if found.n else [], apart=found.apart
        )
    return View(level, found.squares, [], apart=found.apart if level < 0 else ())


def _near(db: Session, chosen: RemarkFilter, zoom: int) -> View | None:
    """Return a view of squares finer than those that are kept: it is small enough to be counted from the remarks."""
    assert chosen.box is not None
    level = level_for(zoom, chosen.box, MOST_SQUARES, FINEST)
    if level >= LEVELS[0]:
        return None
    found = told_near(db, level, chosen.box, few=chosen.sight == "few")
    if found.total <= MOST_POINTS:
        return View(level, [], _marks(db, chosen, zoom))
    return View(level, [], [], told=found)


def _as_told(db: Session, scope: Scope, level: int, box: Box, *, few: bool) -> View | None:
    """Return a view of squares as the page is told of them, or None where they must be looked at one by one."""
    found = None if scope.chosen.feeling else told_kept(db, scope, level, box, few=few)
    return None if found is None else View(level, [], [], told=found)


def _view_of_few(db: Session, chosen: RemarkFilter, scope: Scope, zoom: int, level: int) -> View:
    """Return what the kept squares answer to one who does not read what accuses somebody."""
    assert chosen.box is not None
    view = _near(db, chosen, zoom)
    if view is None:
        view = _as_told(db, scope, level, chosen.box, few=True)
        if view is None or view.told is None:
            found, n = of_few(db, scope, level, chosen.box)
            view = View(level, found, [])
        else:
            n = view.told.others
        if _stand_for_themselves(db, n, zoom):
            view = View(level, [], _marks(db, chosen, zoom))
        elif level >= 0:  # they are in its squares
            return view
    return replace(view, apart=apart_in(db, scope, chosen.box))


def _is_small(db: Session) -> bool:
    return (kept_total(db, RemarkFilter()) or 0) <= SMALL


def _marks(db: Session, chosen: RemarkFilter, zoom: int) -> list[Mark]:
    assert chosen.box is not None
    if zoom >= CLOSE and _is_plain(chosen):
        return marks_near(db, chosen.box, few=chosen.sight == "few")
    return marks_of(db, _conditions(db, chosen, zoom))


def _is_plain(chosen: RemarkFilter) -> bool:
    return replace(chosen, box=None, sight="all") == RemarkFilter()


def _conditions(db: Session, chosen: RemarkFilter, zoom: int) -> list[ColumnElement[bool]]:
    """Return what a filter and its box mean, written so that all is read from the index of places, or found by subject first.

    That index holds what state, source, period and feeling ask for as well: a million are looked through in a second, a
    view from near in some hundredths. What has a subject or a district is looked up by it where fewer have that than lie in the view.
    """
    assert chosen.box is not None
    r, (south, west, north, east) = Remark, chosen.box
    by_place = zoom >= CLOSE or not (chosen.focus_areas or chosen.stance or chosen.district)
    if not by_place:
        near = sum(square.n for square in squares(db, Scope(ALL, RemarkFilter()), _wide(chosen.box), chosen.box))
        n = kept_total(db, RemarkFilter(focus_areas=chosen.focus_areas[:1], district=chosen.district))
        by_place = near <= 2 * (n or 0)
    found = matching(replace(chosen, box=None, source="", since=None, until=None), walking=by_place)
    found += within(r, chosen.box) if by_place else [(r.lat + 0.0).between(south, north), r.lng.between(west, east)]
    if chosen.state in ("tagged", "unsure") or chosen.focus_areas or chosen.stance:
        found.append(r.is_handled.is_(True))  # which the index tells before anything else is asked
    if chosen.source:  # asked of what was calculated, no index of sources draws it away from that of places
        found.append(func.coalesce(r.source, "") == chosen.source)
    if chosen.since or chosen.until:
        found.append(r.week.between(chosen.since or 0, chosen.until or 999_999))
    if chosen.sight == "few":
        found.append(not_(accuses()))
    return found


def _wide(box: Box) -> int:
    return level_for(0, box, MOST_SQUARES)


def _from_remarks(db: Session, chosen: RemarkFilter, zoom: int, level: int, *, single: bool) -> View:
    """Count what no kept squares answer: all of it, or where words and the like are asked for the newest `MOST_READ`."""
    assert chosen.box is not None
    if single:
        level = level_for(zoom, chosen.box, MOST_SQUARES, FINEST)
    is_newest = bool(chosen.words or chosen.queue)
    if is_newest:
        where, number = _newest(db, chosen, zoom)
        placed_ = [*where, Remark.lat.is_not(None)]
        found = read(
            db, counted(lambda some: some.where(*placed_).order_by(number.desc()).limit(MOST_READ + 1), *side(level))
        )
    else:
        where = _conditions(db, chosen, zoom)
        found = read(db, counted(lambda some: some.where(*where), *side(level)))
    n = sum(square.n for square in found)
    if single and n <= (MOST_POINTS if zoom >= CLOSE else FEW):
        return View(level, [], marks_of(db, where))
    return View(level, found, [], is_cut=is_newest and n > MOST_READ)


def _newest(db: Session, chosen: RemarkFilter, zoom: int) -> tuple[list[ColumnElement[bool]], ColumnElement[int]]:
    """Return the conditions on what has words and the like, and what to order by, so that the newest are found soon."""
    assert chosen.box is not None
    r, n = Remark, kept_total(db, replace(chosen, box=None))
    # What is few or near is found first and then put in order (a sum has no index); where very many match, the list is walked from
    # its newest end; where it is not known how many do, the database chooses.
    walking = zoom < CLOSE and n is not None and n > MOST_FOUND_FIRST
    number: ColumnElement[int] = r.__table__.c.number
    where = matching(chosen)
    if zoom < CLOSE:  # a view from afar holds too many to be found by place first
        south, west, north, east = chosen.box
        where = matching(replace(chosen, box=None), walking=walking)
        where += [(r.lat + 0.0).between(south, north), r.lng.between(west, east)]
    if chosen.sight == "few":
        where.append(not_(accuses()))
    return where, number if zoom < CLOSE and (walking or n is None) else number + 0
