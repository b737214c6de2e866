"""What accuses somebody on the map of those who do not read it: counted in whole coarse squares, and nowhere nearer (TRUST D16).

What a square or an edge nearer than that would tell is taken away: from its number and from where its mark stands. What the kept
squares answer comes from them (`of_few`), the rest from the remarks that accuse (`spots`). Comes before: `kept.py`. Goes to: `map.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.geo import Box
from dialog.figures.kinds import MICRO, micro, side, squares_across
from dialog.figures.models import ApartCount, CellCount
from dialog.figures.queries.kept import Scope, Square, sums_of, told
from dialog.remark.models import Concern, Remark
from dialog.remark.queries import within
from dialog.tag.queries import RemarkFilter, accuses, matching


def of_few(db: Session, scope: Scope, level: int, box: Box) -> tuple[list[Square], int]:
    """Return the squares of a level that a box touches as those see them who do not read what accuses somebody, and how many there are that
    do not: what does is placed in the middle of its coarse square, and left out of what is finer.
    """
    feeling = scope.chosen.feeling
    gone = {(row[0], row[1]): row[2:] for row in sums_of(db, ApartCount, scope.area_id, level, box)}
    squares, less, moved = list[Square](), list[Square](), list[Square]()
    for row in sums_of(db, CellCount, scope.area_id, level, box):
        away = gone.get((row[0], row[1]))
        if away is None:
            squares.append(told(feeling, *row))
            continue
        left = [one - other for one, other in zip(row[2:], away, strict=False)]
        less += [told(feeling, row[0], row[1], *left)] if left[0] else []
        moved.append(told(feeling, *(*row[:6], left[4] + away[6], left[5] + away[7])))
    n = sum(one.n for one in (*squares, *less))
    # In one order: that some come last would tell which.
    return sorted(one for one in (*squares, *(less if level < 0 else moved)) if one.n), n


def apart_in(db: Session, scope: Scope, box: Box) -> list[Square]:
    """Return what accuses somebody in the coarse squares that a box touches: where it may stand in a view of what is finer."""
    found = [told(scope.chosen.feeling, *row[:6], *row[8:]) for row in sums_of(db, ApartCount, scope.area_id, 0, box)]
    return [one for one in found if one.n]


class Spot(NamedTuple):
    """Where a remark that accuses somebody lies, in millionths of a degree, and its feeling."""

    lat: int
    lng: int
    feeling: str | None


def spots(db: Session, chosen: RemarkFilter, level: int, *, by_place: bool) -> list[Spot]:
    """Return what a filter chooses that accuses somebody, whatever its feeling, in whole squares of a level (of level 0 at least) about
    the filter's box. `by_place`: the box holds fewer remarks than there are accusations.
    """
    assert chosen.box is not None
    r, (south, west, north, east) = Remark, _whole(chosen.box, max(level, 0))
    query = select(r.lat, r.lng, r.feeling).where(*matching(replace(chosen, box=None, feeling=""), walking=True))
    if by_place:
        query = query.where(*within(r, (south, west, north, east)), accuses())
    else:  # a sum has no index: they are looked up by their key
        query = query.join(Concern, (Concern.remark_id == r.id) & (Concern.kind == "accusation"))
        query = query.where((r.lat + 0.0).between(south, north), (r.lng + 0.0).between(west, east))
    rows = db.execute(query)
    return [Spot(micro(row.lat), micro(row.lng), row.feeling) for row in rows]


def _whole(box: Box, level: int) -> Box:
    (high, wide), (norths, easts) = side(level), squares_across(box, level)
    south, west, north, east = norths.start * high, easts.start * wide, norths.stop * high - 1, easts.stop * wide - 1
    return south / MICRO, west / MICRO, north / MICRO, east / MICRO


def without(found: Iterable[Square], level: int, told: Sequence[Spot]) -> list[Square]:
    """Return squares as they are without some remarks that lie in them."""
    high, wide = side(level)
    inside: defaultdict[tuple[int, int], list[Spot]] = defaultdict(list)
    for spot in told:
        inside[spot.lat // high, spot.lng // wide].append(spot)
    return [left for one in found if (left := _less(one, inside.get((one.north, one.east), []), high, wide)).n > 0]


def _less(one: Square, gone: Sequence[Spot], high: int, wide: int) -> Square:
    n = one.n - len(gone)
    if not gone or n < 1:
        return one._replace(n=n)
    unsafe, safe, mixed = _parts(gone)
    lat = (one.lat * one.n - sum(spot.lat for spot in gone)) // n
    lng = (one.lng * one.n - sum(spot.lng for spot in gone)) // n
    low, left = (
        one.north * high,
        one.east * wide,
    )  # the mean is a whole number: what it lacks must not carry the mark out of its square
    lat, lng = min(max(lat, low), low + high - 1), min(max(lng, left), left + wide - 1)
    return Square(one.north, one.east, n, one.unsafe - unsafe, one.safe - safe, one.mixed - mixed, lat, lng)


def _parts(some: Sequence[Spot]) -> tuple[int, int, int]:
    said = [spot.feeling for spot in some]
    return said.count("unsafe"), said.count("safe"), said.count("mixed")


def of_feeling(found: Iterable[Square], feeling: str) -> list[Square]:
    """Return squares with those of a feeling alone ("none" for without); where their marks stand is that of all in the square."""
    if not feeling:
        return list(found)
    shown = []
    for one in found:
        parts = {"unsafe": one.unsafe, "safe": one.safe, "mixed": one.mixed}
        n = parts.get(feeling, one.n - sum(parts.values()))
        kept = {name: n if name == feeling else 0 for name in parts}
        shown += [one._replace(n=n, **kept)] if n else []
    return shown


def placed(found: Sequence[Square], level: int, told: Iterable[Spot], feeling: str) -> list[Square]:
    """Return squares of level 0 or wider with the remarks counted in, each as if it stood in the middle of its coarse square."""
    (high, wide), (low, left) = side(level), side(0)
    of = {(one.north, one.east): one for one in found}
    for spot in told:
        if feeling and spot.feeling != (None if feeling == "none" else feeling):
            continue
        key = spot.lat // high, spot.lng // wide
        lat, lng = spot.lat // low * low + low // 2, spot.lng // left * left + left // 2
        one = of.get(key, Square(*key, 0, 0, 0, 0, lat, lng))
        n, parts = one.n + 1, _parts([spot])
        sums = (one.unsafe + parts[0], one.safe + parts[1], one.mixed + parts[2])
        of[key] = Square(*key, n, *sums, (one.lat * one.n + lat) // n, (one.lng * one.n + lng) // n)
    return list(of.values())
