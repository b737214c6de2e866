"""Whole numbers under linear equations: scipy's HiGHS looks for them, exact arithmetic says whether they are right. Pure."""

from collections.abc import Sequence
from typing import Any


class Lines:
    """Rows of a sparse matrix with their right sides."""

    def __init__(self) -> None:
        self.data: list[float] = []
        self.at: list[int] = []
        self.row: list[int] = []
        self.right: list[float] = []

    def add(self, terms: Sequence[tuple[int, float]], right: float) -> None:
        for position, factor in terms:
            self.row.append(len(self.right))
            self.at.append(position)
            self.data.append(factor)
        self.right.append(right)

    def add_many(self, positions: Any, right: float) -> None:
        self.row += [len(self.right)] * len(positions)
        self.at += [int(p) for p in positions]
        self.data += [1.0] * len(positions)
        self.right.append(right)

    def matrix(self, wide: int) -> Any:
        from scipy.sparse import csr_matrix

        return csr_matrix((self.data, (self.row, self.at)), shape=(len(self.right), wide)) if self.right else None


def lines_of(rows: Sequence[tuple[Any, int]], wide: int) -> Lines:
    lines = Lines()
    for cells, n in rows:
        lines.add_many(cells, float(n))
    return lines


def whole(cost: Any, upper: Lines, equal: Lines, tops: Any) -> Any:
    """Return the whole numbers from zero to `tops` with the least cost, checked against the rows exactly; None if none."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp

    wide = len(cost)
    a_up, a_eq = upper.matrix(wide), equal.matrix(wide)
    bounds = np.column_stack([np.zeros(wide), tops])
    first = linprog(cost, a_up, upper.right or None, a_eq, equal.right or None, bounds, method="highs")
    if first.status == 0:
        rounded = np.rint(first.x)
        if np.abs(rounded - first.x).max(initial=0) < 1e-6 and _holds(rounded, a_up, upper.right, a_eq, equal.right):
            return rounded.astype(np.int64)
    if first.status == 2:
        return None
    limits = []
    if a_up is not None:
        limits.append(LinearConstraint(a_up, -np.inf, upper.right))
    if a_eq is not None:
        limits.append(LinearConstraint(a_eq, equal.right, equal.right))
    second = milp(
        cost, constraints=limits, bounds=Bounds(0, tops), integrality=np.ones(wide), options={"time_limit": 5}
    )
    if second.x is None:
        return None
    rounded = np.rint(second.x)
    return rounded.astype(np.int64) if _holds(rounded, a_up, upper.right, a_eq, equal.right) else None


def _holds(x: Any, a_up: Any, right_up: Any, a_eq: Any, right_eq: Any) -> bool:
    import numpy as np

    fine = bool((x >= 0).all())
    if a_up is not None:
        fine = fine and bool((a_up @ x <= np.array(right_up)).all())
    if a_eq is not None:
        fine = fine and bool((a_eq @ x == np.array(right_eq)).all())
    return fine
