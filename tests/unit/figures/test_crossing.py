"""A cross-table gives no small group away: attacked by linear algebra, without knowing how it was hidden."""

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.figures.crossing import Crossed, crossed

tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.just(0), st.integers(1, 9), st.integers(5, 60)), min_size=width, max_size=width),
        min_size=1,
        max_size=6,
    )
)


def _sums(table: list[list[int]]) -> tuple[list[int], list[int]]:
    return [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]


def worked_out(shown: Crossed, total: int) -> list[tuple[int, int]]:
    """Return the hidden numbers (sums are the last row and column) that rows, columns and the sum of all give exactly."""
    whole = [[*row, sum_] for row, sum_ in zip(shown.cells, shown.rows, strict=True)] + [[*shown.columns, total]]
    unknown = {
        (i, j): at
        for at, (i, j) in enumerate((i, j) for i, r in enumerate(whole) for j, n in enumerate(r) if n is None)
    }
    if not unknown:
        return []
    height, width = len(whole), len(whole[0])
    lines = [[(i, j) for j in range(width)] for i in range(height)] + [
        [(i, j) for i in range(height)] for j in range(width)
    ]
    equations = numpy.zeros((len(lines), len(unknown)))
    for at, line in enumerate(lines):
        for cell in line:
            if cell in unknown:
                is_sum = cell == line[-1]
                equations[at][unknown[cell]] = -1 if is_sum else 1
    _, sizes, right = numpy.linalg.svd(equations, full_matrices=True)
    free = right[(sizes > 1e-9).sum() :]  # the ways the unknown can move without any sum changing
    return [cell for cell, at in unknown.items() if not len(free) or numpy.abs(free[:, at]).max() < 1e-9]


@settings(max_examples=150, deadline=None)
@given(tables)
def test_nothing_small_is_shown_and_nothing_hidden_is_worked_out(table: list[list[int]]) -> None:
    rows, columns = _sums(table)
    shown = crossed(table, rows, columns)
    numbers = [n for row in shown.cells for n in row] + [*shown.rows, *shown.columns]
    assert not [n for n in numbers if n is not None and 0 < n < 5]
    for seen, true in zip(shown.cells, table, strict=True):
        assert all(n is None or n == t for n, t in zip(seen, true, strict=True))
    given_away = worked_out(shown, sum(rows))
    # Where there is nothing left to hide beside it (a single group holds everything that is), the sum of all tells it.
    if sum(1 for row in table for n in row if n) > 1 and sum(rows) >= 10:
        small = [(i, j) for i, j in given_away if i < len(rows) and j < len(columns) and 0 < table[i][j] < 5]
        assert not small


def test_one_small_cell_takes_three_others_with_it() -> None:
    shown = crossed([[3, 40, 50], [20, 30, 60], [70, 80, 90]], [93, 110, 240], [93, 150, 200])
    assert [[n is None for n in row] for row in shown.cells] == [[True, True, False], [True, True, False], [False] * 3]
    assert list(shown.rows) == [93, 110, 240] and list(shown.columns) == [93, 150, 200]


def test_a_row_too_small_is_hidden_whole_and_another_with_it() -> None:
    shown = crossed([[1, 2], [20, 30], [9, 40]], [3, 50, 49], [30, 72])
    assert shown.rows[0] is None and list(shown.cells[0]) == [None, None] and sum(n is None for n in shown.rows) == 2


def test_where_several_may_be_chosen_only_columns_are_guarded() -> None:
    shown = crossed([[3, 40], [20, 30], [50, 60]], [41, 45, 70], [73, 130], rows_add=False)
    assert [row[0] for row in shown.cells] == [None, None, 50] and all(row[1] is not None for row in shown.cells)


def test_nobody_is_shown_as_nobody() -> None:
    assert crossed([[0, 10], [10, 0]], [10, 10], [10, 10]).cells == [[0, 10], [10, 0]]
