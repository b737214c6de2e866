"""A table of counts in which small groups cannot be worked out from rows, columns or their sums. Pure.

Hiding a cell alone is not enough where sums stand beside it: in a table with its sums a hidden cell is given away exactly when
it is a bridge of the graph whose nodes are the rows and columns (the sums are a row and a column of their own) and whose edges
are the hidden cells (Gusfield, SIAM J. Comput. 17 (1988) 552). So the smallest others are hidden until no hidden cell is a bridge, and
until those hidden in a row or a column hold at least `SMALLEST` together. This guards one table; that two tables are not subtracted
from one another is not promised inside the house (`docs/decisions/`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from dialog.figures.suppression import SMALLEST, hidden

Cell = tuple[int, int]


@dataclass(frozen=True)
class Crossed:
    """A table as it may be shown: None where it is hidden, in cells and in the sums of rows and of columns."""

    cells: Sequence[Sequence[int | None]]
    rows: Sequence[int | None]
    columns: Sequence[int | None]


def as_it_is(counts: Sequence[Sequence[int]], rows: Sequence[int], columns: Sequence[int]) -> Crossed:
    """Return a table with nothing hidden."""
    return Crossed(counts, rows, columns)


def crossed(
    counts: Sequence[Sequence[int]], rows: Sequence[int], columns: Sequence[int], *, rows_add: bool = True, columns_add: bool = True
) -> Crossed:  # fmt: skip
    """Hide groups under five, and what gives them away.

    `rows` is how many each row covers, `columns` the same. `rows_add` says that a row's cells add up to it (each chose one),
    `columns_add` that a column's do (each is in one row). Zeros stay, since nobody is in them. What adds up neither way is
    hidden by itself alone. A row or a column that is itself too small is hidden whole.
    """
    table = _Table(counts, rows, columns)
    table.hide_small()
    seen = hidden(dict(enumerate(columns)), total_is_known=rows_add)  # as on the page of all results
    table.secret.update((table.height, j) for j, n in seen.items() if n is None)
    if rows_add and columns_add:
        while table.hide_bridges() or table.fill_up(True) or table.fill_up(False):
            pass
    elif rows_add or columns_add:
        while table.fill_up(rows_add):
            pass
    return table.shown()


class _Table:
    """Cells with a last row and a last column of sums; the sum of all is always known."""

    def __init__(self, counts: Sequence[Sequence[int]], rows: Sequence[int], columns: Sequence[int]) -> None:
        self.height, self.width = len(rows), len(columns)
        self.n = [[*row, total] for row, total in zip(counts, rows, strict=True)] + [[*columns, 0]]
        self.secret: set[Cell] = set()
        self._on_cycles: set[Cell] = set()

    def _all(self) -> Iterator[Cell]:
        return ((i, j) for i in range(self.height + 1) for j in range(self.width + 1) if (i, j) != self.corner)

    @property
    def corner(self) -> Cell:
        return self.height, self.width

    def hide_small(self) -> None:
        for i, j in self._all():
            if 0 < self.n[i][j] < SMALLEST:
                self.secret.add((i, j))
        for i in range(self.height):
            if (i, self.width) in self.secret:
                self.secret.update((i, j) for j in range(self.width) if self.n[i][j])
        for j in range(self.width):
            if (self.height, j) in self.secret:
                self.secret.update((i, j) for i in range(self.height) if self.n[i][j])

    def _hide_smallest(self, among: Iterable[Cell]) -> bool:
        """Hide the smallest of some cells, inner ones before sums; say whether there was one to hide."""
        free = [cell for cell in among if cell != self.corner and cell not in self.secret and self.n[cell[0]][cell[1]]]
        if not free:
            return False
        self.secret.add(min(free, key=lambda c: (c[0] == self.height or c[1] == self.width, self.n[c[0]][c[1]], c)))
        return True

    def hide_bridges(self) -> bool:
        """Close a cycle round a hidden cell that sums give away, through the smallest others; say whether there was one."""
        for cell in sorted(self.secret):
            if cell not in self._on_cycles and (way := self._way_round(cell)) is not None:
                self._on_cycles.update({cell, *way})
                if not self.secret.issuperset(way):
                    self.secret.update(way)
                    return True
        return False

    def _cost(self, i: int, j: int) -> int | None:
        """Return what hiding a cell costs: nothing if it is, more for a sum than for any other; None where it cannot be hidden."""
        if (i, j) in self.secret:
            return 0
        if (i, j) == self.corner or not self.n[i][j]:
            return None
        # The sums of columns stand on the page of all results: hiding them here alone would help little.
        dear = len(self.n) ** 2 * sum(self.n[-1]) if self.height == i else sum(self.n[-1]) if self.width == j else 0
        return self.n[i][j] + dear + 1

    def _way_round(self, cell: Cell) -> list[Cell] | None:
        """Return the cheapest cells that lead from the cell's row to its column another way; None where there are none."""
        start, end = (True, cell[0]), (False, cell[1])
        best: dict[tuple[bool, int], tuple[int, list[Cell]]] = {start: (0, [])}
        waiting: list[tuple[int, tuple[bool, int]]] = [(0, start)]
        while waiting:
            cost, (is_row, at) = heappop(waiting)
            if (is_row, at) == end:
                return best[end][1]
            if cost > best[is_row, at][0]:
                continue
            for k in range(self.width + 1 if is_row else self.height + 1):
                step = (at, k) if is_row else (k, at)
                more = None if step == cell else self._cost(*step)
                there = (not is_row, k)
                if more is not None and (there not in best or cost + more < best[there][0]):
                    best[there] = cost + more, [*best[is_row, at][1], step]
                    heappush(waiting, (cost + more, there))
        return None

    def fill_up(self, by_rows: bool) -> bool:
        """Hide one more in a line whose hidden cells hold too few together, or are one; say whether there was one."""
        lines, length = (self.height, self.width) if by_rows else (self.width, self.height)
        for line in range(lines):
            cells = [(line, k) if by_rows else (k, line) for k in range(length)]
            total = (line, self.width) if by_rows else (self.height, line)
            held = [cell for cell in cells if cell in self.secret]
            if held and total not in self.secret:
                alone = len(held) == 1 or sum(self.n[i][j] for i, j in held) < SMALLEST
                if alone and self._hide_smallest([*cells, total]):
                    return True
        return False

    def shown(self) -> Crossed:
        seen = [[None if (i, j) in self.secret else n for j, n in enumerate(row)] for i, row in enumerate(self.n)]
        return Crossed([row[:-1] for row in seen[:-1]], [row[-1] for row in seen[:-1]], seen[-1][:-1])
