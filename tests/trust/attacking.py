"""S12's attacker: has everything that was ever published, and sets up all that follows from it. Knows nothing of the product's code.

The unknowns are the smallest parts there can be: a value of each dimension and a set of focus areas. Every published number
is an equation, no part is under zero, and somebody may know a remark: their own. A group is worked out when it can be told
that somebody is in it and that they are fewer than k: by itself, by subtracting two numbers, by elimination, or by the
least and the most that there can be. Where the numbers contradict each other, that somebody's remark has come, gone or changed is told too.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

NEAR = 1e-6


@dataclass(frozen=True)
class Number:
    """A published number: the values it is about (a dimension left out: all), a focus area or None, and how many.

    An area into which others were merged before is told with them: "belysning+trafik" is about any of the two.
    """

    where: Mapping[str, frozenset[str]]
    area: str | None
    n: int


@dataclass(frozen=True)
class Finding:
    """A group that the attacker has learnt of. `how`: shown, subtracted, eliminated, bounds, own, contradiction."""

    how: str
    what: str
    least: float
    most: float


class Attacker:
    """Reads publications about a municipality whose dimensions and focus areas everybody knows."""

    def __init__(
        self,
        dimensions: Mapping[str, Sequence[str]],
        areas: Sequence[str],
        k: int = 5,
        *,
        can_be: Callable[[Mapping[str, str], frozenset[str]], bool] | None = None,
    ) -> None:
        """`can_be` says which parts there can be, where everybody knows that some cannot."""
        self.dimensions, self.areas, self.k = dimensions, list(areas), k
        subsets = [
            frozenset(chosen)
            for size in range(len(self.areas) + 1)
            for chosen in itertools.combinations(self.areas, size)
        ]
        self.parts = [(cell, about) for cell in itertools.product(*dimensions.values()) for about in subsets]
        if can_be is not None:
            self.parts = [part for part in self.parts if can_be(dict(zip(dimensions, part[0], strict=True)), part[1])]
        self.place = {part: i for i, part in enumerate(self.parts)}
        cells = np.array([cell for cell, _ in self.parts])
        self._is = {
            name: {value: cells[:, i] == value for value in values}
            for i, (name, values) in enumerate(dimensions.items())
        }
        self._about = {area: np.array([area in about for _, about in self.parts]) for area in self.areas}

    def inside(self, where: Mapping[str, Iterable[str]], area: str | None = None) -> Any:
        """Return which parts a number is about."""
        found = np.ones(len(self.parts), dtype=bool)
        for name, values in where.items():
            found &= np.logical_or.reduce(
                [self._is[name][v] for v in values if v in self._is[name]] or [np.zeros_like(found)]
            )
        if area is None:
            return found
        return found & np.logical_or.reduce([self._about[one] for one in area.split("+")])

    # What is learnt ------------------------------------------------------------------------------------------------------

    def attack(
        self,
        numbers: Sequence[Number],
        *,
        own: Sequence[tuple[Any, frozenset[str]]] = (),
        floors: Sequence[tuple[Any, int]] = (),
    ) -> list[Finding]:
        """Try everything; return what is learnt of small groups. `floors` are as for `bounds`."""
        found = [Finding("shown", _words(n), n.n, n.n) for n in numbers if 0 < n.n < self.k]
        rows = [(self.inside(n.where, n.area), n.n) for n in numbers]
        found += self.subtract(rows)
        targets, names = self.targets(rows)
        if floors and self.bounds(rows, targets[:1], names[:1], floors=floors):
            floors = ()  # some have gone since
        found += self.bounds(rows, targets, names, floors=floors)
        for part in own:
            found += self.bounds(rows, targets, names, own=self.place[part], floors=floors)
        return found

    def subtract(self, rows: Sequence[tuple[Any, int]]) -> list[Finding]:
        """Take every number from every other that is about the same and more; and the same number told twice."""
        found = []
        if not rows:
            return []
        inside, n = np.array([mine for mine, _ in rows]), np.array([n for _, n in rows])
        missing = inside.astype(np.int32) @ (~inside).T.astype(np.int32)  # how much of the first is outside the second
        for i, j in zip(*np.nonzero(missing == 0), strict=True):
            difference = abs(int(n[j] - n[i])) if missing[j, i] == 0 else int(n[j] - n[i])
            if i != j and 0 < difference < self.k:
                found.append(Finding("subtracted", f"{j} - {i}", difference, difference))
        return found

    def targets(self, rows: Sequence[tuple[Any, int]]) -> tuple[Any, list[str]]:
        """Return the groups to try: each combination of values, about an area, not about it, about just these, and what
        is left of each number when those inside it are taken away.
        """
        found: list[Any] = []
        names: list[str] = []
        choices = [[None, *values] for values in self.dimensions.values()]
        subsets = sorted({about for _, about in self.parts}, key=sorted)
        exact = {about: np.array([mine == about for _, mine in self.parts]) for about in subsets}
        for chosen in itertools.product(*choices):
            where = {name: [value] for name, value in zip(self.dimensions, chosen, strict=True) if value is not None}
            mine = self.inside(where)
            found.append(mine)
            names.append(str(where))
            for area in self.areas:
                found += [mine & self._about[area], mine & ~self._about[area]]
                names += [f"{where} {area}", f"{where} not {area}"]
            for about, are in exact.items():
                found.append(mine & are)
                names.append(f"{where} just {sorted(about)}")
        for i, (mine, _) in enumerate(rows):
            rest = mine.copy()
            for other, _ in rows:
                if not (other & ~mine).any() and (other != mine).any():
                    rest &= ~other
            found.append(rest)
            names.append(f"rest of {i}")
        return csr_matrix(np.array(found, dtype=float)), names

    def bounds(
        self,
        rows: Sequence[tuple[Any, int]],
        targets: Any,
        names: Sequence[str],
        own: int | None = None,
        *,
        ks: Any = None,
        floors: Sequence[tuple[Any, int]] = (),
    ) -> list[Finding]:
        """Find the least and the most there can be in each group; with `own`, of others than who has that remark.

        `ks` says from how many each group is not small, where they differ; `floors` are known to be so many or more.
        """
        k = (np.full(len(names), self.k) if ks is None else ks) - (own is not None)
        wide = len(self.parts)
        least = np.zeros(wide)
        mine = np.zeros(len(names))
        if own is not None:
            least[own] = 1.0
            mine = targets[:, [own]].toarray().reshape(-1)
        equal = csr_matrix(np.array([inside for inside, _ in rows], dtype=float)) if rows else None
        right = [float(n) for _, n in rows] or None
        limits = np.column_stack([least, np.full(wide, np.inf)])
        upper = csr_matrix(-np.array([inside for inside, _ in floors], dtype=float)) if floors else None
        most_there = [-float(n) for _, n in floors] or None
        alive = np.ones(len(names), dtype=bool)
        found = []

        def solve(cost: Any) -> Any:
            nonlocal alive
            solved = linprog(cost, A_ub=upper, b_ub=most_there, A_eq=equal, b_eq=right, bounds=limits, method="highs")
            if solved.status == 0:
                values = targets @ solved.x - mine
                alive &= (values > NEAR) & (values < k - NEAR)
            return solved

        if solve(np.zeros(wide)).status == 2:
            return [Finding("contradiction" if own is None else "own", "no world agrees", 0, 0)] if own is None else []
        while alive.any():
            at = int(np.flatnonzero(alive)[-1])
            cost = targets[[at]].toarray().reshape(-1)
            most = solve(-cost)
            if most.status == 3:  # no limit upwards
                alive[at] = False
            if not alive[at]:
                continue
            fewest = solve(cost)
            if alive[at]:
                alive[at] = False
                low, high = fewest.fun - mine[at], -most.fun - mine[at]
                if math.ceil(low - NEAR) >= 1 and math.floor(high + NEAR) < k[at]:
                    found.append(Finding("bounds" if own is None else "own", names[at], low, high))
        return found

    def eliminate(self, rows: Sequence[tuple[Any, int]], targets: Any, names: Sequence[str]) -> list[Finding]:
        """Eliminate over fractions: which groups are a sum and difference of numbers, exactly."""
        signs, where = np.unique(np.array([inside for inside, _ in rows]), axis=1, return_inverse=True)
        basis: list[tuple[int, list[Fraction]]] = []
        for row, (_, n) in zip(signs, rows, strict=True):
            mine = _reduced([Fraction(int(x)) for x in row] + [Fraction(n)], basis)
            first = next((i for i, x in enumerate(mine[:-1]) if x), None)
            if first is not None:
                basis.append((first, [x / mine[first] for x in mine]))
        found = []
        dense = targets.toarray().astype(int)
        sizes = np.bincount(where.reshape(-1))
        for at, name in enumerate(names):
            held = np.bincount(where.reshape(-1), weights=dense[at])
            if not held.any() or ((held != 0) & (held != sizes)).any():
                continue  # the numbers never tell apart what it holds and what it does not
            rest = _reduced([Fraction(int(h > 0)) for h in held] + [Fraction(0)], basis)
            if not any(rest[:-1]) and 0 < -rest[-1] < self.k:
                found.append(Finding("eliminated", name, float(-rest[-1]), float(-rest[-1])))
        return found


def _reduced(row: list[Fraction], basis: Sequence[tuple[int, list[Fraction]]]) -> list[Fraction]:
    for first, known in basis:
        factor = row[first]
        if factor:
            row = [x - factor * y for x, y in zip(row, known, strict=True)]
    return row


def _words(number: Number) -> str:
    return f"{ {name: sorted(values) for name, values in number.where.items()} } {number.area or ''}"


__all__ = ["Attacker", "Finding", "Number", "vstack"]
