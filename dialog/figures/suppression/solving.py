"""Whole numbers under linear equations: scipy's HiGHS looks for them, exact arithmetic says whether they are right. Pure."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_left: ContextVar[int] = ContextVar("left")

#: Branches, not seconds: the same answer on a busy machine; the seconds are for what should never happen.
_LIMITS = {"node_limit": 100, "time_limit": 60}


class Spent(Exception):
    """More would have to be looked for than is worth waiting for."""


@contextmanager
def allotted(work: int) -> Iterator[None]:
    """Let so much be looked for, counted in systems of some hundred unknowns (not in seconds: the same answer everywhere)."""
    token = _left.set(work)
    try:
        yield
    finally:
        _left.reset(token)


def _spend(wide: int) -> None:
    left = _left.get(1 << 30) - 1 - wide // 400 - (wide // 2500) ** 2  # a large one takes more than its share
    if left < 0:
        raise Spent
    _left.set(left)


class Lines:
    """Rows of a sparse matrix with their right sides."""

    def __init__(self) -> None:
        self.at: list[Any] = []
        self.data: list[Any] = []
        self.right: list[float] = []

    def add(self, terms: Sequence[tuple[int, float]], right: float) -> None:
        """Add a row with a factor for each position."""
        self._add([position for position, _ in terms], [factor for _, factor in terms], right)

    def add_many(self, positions: Any, right: float, factor: float = 1.0) -> None:
        """Add a row with the same factor for all positions."""
        self._add(positions, [factor] * len(positions), right)

    def add_pair(self, some: Any, factor: float, others: Any, other_factor: float, right: float = 0.0) -> None:
        """Add a row with one factor for some positions and another for others."""
        import numpy as np

        factors = np.concatenate([np.full(len(some), factor), np.full(len(others), other_factor)])
        self._add(np.concatenate([np.asarray(some), others]), factors, right)

    def add_rows(self, positions: Any, factors: Sequence[float], rights: Any) -> None:
        """Add a row for each line of positions, all with the same factors."""
        import numpy as np

        self.at += list(positions)
        self.data += [np.asarray(factors)] * len(positions)
        self.right += [float(right) for right in rights]

    def _add(self, positions: Any, factors: Any, right: float) -> None:
        import numpy as np

        self.at.append(np.asarray(positions, dtype=np.int64))
        self.data.append(np.asarray(factors, dtype=float))
        self.right.append(right)

    def matrix(self, wide: int) -> Any:
        """Return the matrix; None when it has no rows."""
        import numpy as np
        from scipy.sparse import csr_matrix

        if not self.right:
            return None
        ends = np.cumsum([0, *(len(at) for at in self.at)])
        return csr_matrix((np.concatenate(self.data), np.concatenate(self.at), ends), shape=(len(self.right), wide))


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
    _spend(wide)
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
    second = milp(cost, constraints=limits, bounds=Bounds(0, tops), integrality=np.ones(wide), options=_LIMITS)
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
