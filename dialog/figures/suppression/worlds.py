"""Possible worlds: other populations that agree with every number that is known. Pure; scipy only looks for them.

A small group is safe when, for each remark in it, there is a possible world in which at least `k` remarks are just like
that one (same place, week, source, feeling, and the same set of focus areas). For then no group that somebody is in can be
told to have 1 to k − 1 in it: take one of those who are in it, and the world where there are `k` like them.

Given how many are in a cell, focus areas do not bind each other: `k` of a cell can have just the set T of focus areas when,
for each area, a world has at least `k` of the cell's group about it (those in T) or at least `k` not (those outside T).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialog.figures.suppression.solving import Lines, lines_of, whole
from dialog.figures.suppression.system import Grouped, System

_ROUNDS = 16
#: How many groups are tried one by one where together none gets on: who is left without a world is thought to have none.
_ALONE = 6


@dataclass(frozen=True)
class Doubt:
    """A cell, with somebody in it, for which no world was found; None, or the area that stands in the way."""

    cell: int
    area: str | None = None
    #: Whether it is those about the area (True) or those not about it that are too few.
    about: bool = True


def doubts(system: System, k: int) -> list[Doubt]:
    """Return the cells with somebody in them that no world was found for, and why."""
    import numpy as np

    areas = {area: system.groups(area) for area in system.about_rows}
    here = system.cells
    waiting = (here > 0) & ~system.settled
    failed: dict[int, Doubt] = {}
    tried: set[int] = set()
    world = here
    numbers: Mapping[str, Any] = {area: groups.n for area, groups in areas.items()}
    for _ in range(_ROUNDS):
        fine = waiting & (world >= k)
        blocked = _blocked(system, areas, world, numbers, fine, k)
        fine[list(blocked)] = False
        waiting &= ~fine
        system.settled[fine] = True
        failed |= blocked
        left = np.flatnonzero(waiting & (here < k))
        if not fine.any():  # then one at a time
            left = np.array([cell for cell in left if int(cell) not in tried][:1], dtype=np.int64)
            tried |= {int(cell) for cell in left}
        found = search(system, areas, left, k) if len(left) else None
        if found is None:
            if not len(left) or not fine.any():
                break
            continue
        world, numbers = found
    return [failed.get(int(cell), Doubt(int(cell))) for cell in np.flatnonzero(waiting)]


def _blocked(
    system: System, areas: Mapping[str, Grouped], world: Any, numbers: Mapping[str, Any], cells: Any, k: int
) -> dict[int, Doubt]:
    """Return those of the cells for which, with so many in each cell, some focus area leaves too few."""
    import numpy as np

    found: dict[int, Doubt] = {}
    for area, groups in areas.items():
        about = system.about[area]
        inside = np.bincount(groups.of, weights=world).astype(np.int64)
        for is_about, needed in ((True, cells & (about > 0)), (False, cells & (system.cells > about))):
            wanted = np.unique(groups.of[needed])
            fewest = _most(groups, inside, numbers.get(area), wanted, k, is_about=is_about)
            short = needed & np.isin(groups.of, [g for g in wanted if g not in fewest])
            for cell in np.flatnonzero(short):
                found.setdefault(int(cell), Doubt(int(cell), area, is_about))
    return found


def _most(groups: Grouped, inside: Any, known: Any, wanted: Any, k: int, *, is_about: bool) -> set[int]:
    """Return which of the wanted groups can have at least `k` about the area (or not about it) in some world."""
    import numpy as np

    sign = 1 if is_about else -1
    offset = np.zeros_like(inside) if is_about else inside
    done: set[int] = set()
    if known is not None:
        done = {int(g) for g in wanted if offset[g] + sign * known[g] >= k}
    left = [int(g) for g in wanted if g not in done and inside[g] >= k]
    alone, tries = False, 0
    while left and tries < _ALONE:
        aims = left[:1] if alone else left
        solved = _solve(
            [(row.cells, None, row.n) for row in groups.rows], inside, aims=aims, sign=sign, offset=offset, k=k
        )
        fresh = [] if solved is None else [g for g in left if offset[g] + sign * solved[g] >= k]
        done |= set(fresh)
        if alone and not fresh:
            left = left[1:]
        left = [g for g in left if g not in done]
        alone = alone or not fresh
        tries += alone
    return done


def _solve(rows: Sequence[Any], most: Any, *, aims: Sequence[int], sign: int, offset: Any, k: int) -> Any:
    """Return whole numbers that fulfil the rows, with as many as can be (up to `k`) where it is aimed; None if there are none."""
    import numpy as np

    wide, extra = len(most), len(aims)
    parts = lines_of([(cells, n) for cells, _, n in rows], wide + extra)
    # Each aim has a variable of its own, at most k and at most what is there.
    upper = Lines()
    for i, g in enumerate(aims):
        upper.add([(wide + i, 1.0), (g, -float(sign))], float(offset[g]))
    cost = np.zeros(wide + extra)
    cost[wide:] = -1.0 - np.arange(extra)[::-1] / (8.0 * extra)  # unlike, so that one is filled before the next
    tops = np.concatenate([most.astype(float), np.full(extra, float(k))])
    found = whole(cost, upper, parts, tops)
    return None if found is None else found[:wide]


def search(system: System, areas: Mapping[str, Grouped], aims: Any, k: int) -> tuple[Any, dict[str, Any]] | None:
    """Return a world with `k` in as many of the cells aimed at as can be, and how many are about each area in each group."""
    import numpy as np

    wide = len(system.cells)
    equal, upper = Lines(), Lines()
    for row in system.rows:
        equal.add_many(row.cells, float(row.n))
    begin = wide
    starts: dict[str, int] = {}
    for area, groups in areas.items():
        starts[area] = begin
        for row in groups.rows:
            equal.add_many(begin + row.cells, float(row.n))
        for g in range(groups.size):
            inside = np.flatnonzero(groups.of == g)
            upper.add_pair([begin + g], 1.0, inside, -1.0)
        begin += groups.size
    for i, cell in enumerate(aims):
        upper.add([(begin + i, 1.0), (int(cell), -1.0)], 0.0)
    cost = np.zeros(begin + len(aims))
    cost[begin:] = -1.0 - np.arange(len(aims))[::-1] / (8.0 * len(aims))
    tops = np.full(begin + len(aims), np.inf)
    tops[begin:] = k
    found = whole(cost, upper, equal, tops)
    if found is None or not (found[aims] >= k).any():
        return None
    return found[:wide], {area: found[start : start + areas[area].size] for area, start in starts.items()}
