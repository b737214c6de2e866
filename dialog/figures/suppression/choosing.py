"""Which figures to hide when somebody has no possible world, or when what was published no longer holds. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dialog.figures.suppression.solving import Lines, whole
from dialog.figures.suppression.system import Row, System
from dialog.figures.suppression.worlds import Doubt, doubts

#: What a figure's number weighs: the least is hidden first. What is not there cannot be hidden.
Weights = Mapping[int, int]
_NEVER = 1e7


@dataclass(frozen=True)
class Way:
    """The numbers of figures to hide; `is_lost` when somebody has no world and nothing is left to hide."""

    numbers: frozenset[int]
    is_lost: bool = False


def in_the_way(systems: Sequence[System], k: int, weights: Weights, *, closely: int) -> Way:
    """Return figures to hide, so that more of those without a possible world get one. None when nobody is without.

    `closely` doubts are looked into by themselves, to find the figure that costs least; for the rest what lies nearest goes.
    """
    chosen: set[int] = set()
    is_lost = False
    for system in systems:
        seen: set[tuple[Any, ...]] = set()
        for doubt in doubts(system, k):
            sign = _sign(system, doubt)
            if sign in seen:
                continue
            seen.add(sign)
            near = _touching(system, doubt, weights)
            if len(seen) > closely and near:
                rows = near
            else:
                rows = (
                    [number for number in _binding(system, doubt, k) if number in weights]
                    or near
                    or _any(system, weights)
                )
            if not rows:
                is_lost = True
            elif not chosen & set(rows):
                chosen.add(min(rows, key=lambda number: weights[number]))
    return Way(frozenset(chosen), is_lost and not chosen)


def _touching(system: System, doubt: Doubt, weights: Weights) -> list[int]:
    mine = system.about_rows[doubt.area] if doubt.area is not None else system.rows
    return [row.number for row in mine if row.number in weights and doubt.cell in row.cells]


def _any(system: System, weights: Weights) -> list[int]:
    rows = [*system.rows, *(row for mine in system.about_rows.values() for row in mine)]
    return [row.number for row in rows if row.number in weights]


def _sign(system: System, doubt: Doubt) -> tuple[Any, ...]:
    if doubt.area is None:
        return (doubt.cell,)
    return int(system.groups(doubt.area).of[doubt.cell]), doubt.area, doubt.about


def _binding(system: System, doubt: Doubt, k: int) -> list[int]:
    """Return the figures without which there could be more where there are too few."""
    rows = [*system.rows, *(row for mine in system.about_rows.values() for row in mine)]
    value, prices = _dearest(system, doubt)
    found = [row.number for row, price in zip(rows, prices, strict=True) if abs(price) > 1e-7]
    # Where there could be enough, it is not in whole numbers, or not together with the rest: whatever touches it goes.
    return found if value < k else []


def _dearest(system: System, doubt: Doubt) -> tuple[float, Sequence[float]]:
    """Return how many there could be at most, in fractions, and what each known number costs of it."""
    import numpy as np
    from scipy.optimize import linprog

    equal, upper = Lines(), Lines()
    wide = len(system.cells)
    for row in system.rows:
        equal.add_many(row.cells, float(row.n))
    begin = wide
    cost: dict[int, float] = {doubt.cell: -1.0} if doubt.area is None else {}
    for area in system.about_rows:
        groups = system.groups(area)
        for row in groups.rows:
            equal.add_many(begin + row.cells, float(row.n))
        for g in range(groups.size):
            inside = np.flatnonzero(groups.of == g)
            upper.add([(begin + g, 1.0), *((int(c), -1.0) for c in inside)], 0.0)
            if area == doubt.area and g == groups.of[doubt.cell]:
                cost[begin + g] = -1.0 if doubt.about else 1.0
                if not doubt.about:
                    cost |= {int(c): -1.0 for c in inside}
        begin += groups.size
    costs = np.zeros(begin)
    for position, factor in cost.items():
        costs[position] = factor
    count = len(equal.right)
    if not count:
        return float("inf"), []
    found = linprog(costs, upper.matrix(begin), upper.right or None, equal.matrix(begin), equal.right, method="highs")
    if found.status != 0:
        return float("inf"), [0.0] * count
    return -float(found.fun), [float(price) for price in found.eqlin.marginals]


def holds(system: System) -> bool:
    """Whether the cells fulfil every row: they do not where a remark has come, gone or changed since a figure was published."""
    return all(int(system.cells[row.cells].sum()) == row.n for row in system.rows) and all(
        int(system.about[area][row.cells].sum()) == row.n for area, rows in system.about_rows.items() for row in rows
    )


def consistent(system: System, weights: Weights) -> tuple[System, frozenset[int]]:
    """Return the system with cells that fulfil what was published, as near to the truth as can be, and what cannot hold
    beside it.

    Whoever takes all publications at their word sees such a world. Figures with a weight give way, the lightest first.
    """
    import numpy as np

    if holds(system):
        return system, frozenset()
    wide = len(system.cells)
    areas = list(system.about_rows)
    truth = np.concatenate([system.cells, *(system.about[area] for area in areas)])
    span = len(truth)
    equal, upper, cost = Lines(), Lines(), []
    heaviest = max(weights.values(), default=0) + 1
    numbers: list[int] = []
    # What is more than the truth in each cell, then what is less; then what each figure that can be hidden is more and less.
    for i, rows in enumerate([system.rows, *(system.about_rows[area] for area in areas)]):
        for row in rows:
            cells = np.asarray(row.cells) + i * wide
            right = float(row.n - int(truth[cells].sum()))
            if row.number in weights:
                at = 2 * span + len(numbers)
                equal.add_pair([*cells, at], 1.0, [*(span + cells), at + 1], -1.0, right)
                numbers += [row.number, row.number]
                cost += [_NEVER * weights[row.number] / heaviest] * 2
            else:
                equal.add_pair(cells, 1.0, span + cells, -1.0, right)
    here = np.arange(wide)
    for i in range(1, len(areas) + 1):
        places_of = i * wide + here
        places = np.column_stack([places_of, span + here, span + places_of, here])
        upper.add_rows(places, (1.0, 1.0, -1.0, -1.0), truth[here] - truth[places_of])
    costs = np.concatenate([np.ones(2 * span), np.array(cost)])
    tops = np.concatenate([np.full(span, np.inf), truth, np.full(len(numbers), np.inf)])
    found = whole(costs, upper, equal, tops)
    if found is None:
        return system, frozenset(weights)
    out = frozenset(number for i, number in enumerate(numbers) if found[2 * span + i])
    mended = truth + found[:span] - found[span : 2 * span]
    about = {area: mended[(i + 1) * wide : (i + 2) * wide] for i, area in enumerate(areas)}
    rows = [row for row in system.rows if row.number not in out]
    about_rows = {a: [row for row in mine if row.number not in out] for a, mine in system.about_rows.items()}
    return replace(system, cells=mended[:wide], rows=rows, about=about, about_rows=about_rows), out


__all__ = ["Row", "Way", "consistent", "holds", "in_the_way"]
