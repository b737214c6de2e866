"""What everybody who reads all publications knows, as equations: built of figures, solved in `worlds.py`. Pure.

Values of a dimension that no figure tells apart are one. Dimensions that no figure brings together are looked at apart
(source by itself, districts and feelings by themselves), given those that all figures share (the periods). That is sound:
a possible world of one and a possible world of the other with equally many in each period can always be the same world,
and the same five people can be chosen in both.
"""

import itertools
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from dialog.figures.suppression.population import Population, Where
from dialog.figures.suppression.solving import Spent

#: Where, focus area, the number that is known.
Known = tuple[Where, str | None, int]
MOST_CELLS = 60_000
_AREAS = "\0areas"


@dataclass(frozen=True)
class Row:
    """One known number: how many there are in these cells (about the area)."""

    #: Its place among those that were known; -1 for what is only held fast, so that parts can be looked at apart.
    number: int
    cells: Any  # numpy array of positions
    n: int


@dataclass(frozen=True)
class Grouped:
    """The cells as one focus area's rows tell them apart: `of[cell]` is the group, `n` how many in each are about it."""

    of: Any
    n: Any
    rows: Sequence[Row]

    @cached_property
    def size(self) -> int:
        """How many groups there are."""
        return len(self.n)


@dataclass(frozen=True)
class System:
    """Cells with how many are in each, and what is known of them. `about[area]` is how many in each are about it."""

    cells: Any
    rows: Sequence[Row]
    about: Mapping[str, Any]
    about_rows: Mapping[str, Sequence[Row]]
    #: Cells for which a possible world was found: it stays possible when less is known.
    settled: Any = None
    _grouped: dict[str, Grouped] = field(default_factory=dict, init=False, repr=False, compare=False)

    def without(self, numbers: AbstractSet[int]) -> "System":
        """Return the same with less known."""
        about_rows = {
            area: left
            for area, rows in self.about_rows.items()
            if (left := [row for row in rows if row.number not in numbers])
        }
        return replace(self, rows=[row for row in self.rows if row.number not in numbers], about_rows=about_rows)

    def groups(self, area: str) -> Grouped:
        """Return the cells of an area in the groups that its figures tell apart."""
        import numpy as np

        if area not in self._grouped:
            rows = self.about_rows[area]
            inside = np.zeros((len(rows), len(self.cells)), dtype=bool)
            for i, row in enumerate(rows):
                inside[i, row.cells] = True
            _, of = np.unique(np.packbits(inside, axis=0), axis=1, return_inverse=True)
            of = of.reshape(-1)
            n = np.bincount(of, weights=self.about[area]).astype(np.int64)
            self._grouped[area] = Grouped(of, n, [Row(row.number, np.unique(of[row.cells]), row.n) for row in rows])
        return self._grouped[area]


def systems(population: Population, known: Sequence[Known], k: int, *, apart: bool = True) -> list[System]:
    """Return the equations that the known numbers make, in parts that can be looked at apart."""
    import numpy as np

    classes = {name: _classes(population, name, known) for name in population.dimensions}
    split = [name for name in population.dimensions if max(classes[name].values(), default=0) > 0]
    shared, groups, with_areas = _apart(split, known)
    counted = _counted(population, classes, split)
    if len(groups) > 1 and (not apart or any(0 < n < k for n in _over(counted[0], split, shared).values())):
        groups = [sorted({name for group in groups for name in group})]  # what they share may not be held fast
        with_areas = 0
    found = []
    for at, group in enumerate(groups):
        names = [name for name in split if name in shared or name in group]
        sizes = [max(classes[name].values()) + 1 for name in names]
        wide = int(np.prod(sizes)) if sizes else 1
        if wide > MOST_CELLS:
            raise Spent
        cells = _array(_over(counted[0], split, names), sizes, wide)
        within = [(i, item) for i, item in enumerate(known) if _asks(item[0], split) <= set(names)]
        rows = [Row(i, _positions(where, names, classes, sizes), n) for i, (where, area, n) in within if area is None]
        if len(groups) > 1:
            rows += _held(cells, names, shared, sizes)
        about: dict[str, Any] = {}
        about_rows: dict[str, list[Row]] = {}
        for i, (where, area, n) in within:
            if area is not None and at == with_areas:
                about_rows.setdefault(area, []).append(Row(i, _positions(where, names, classes, sizes), n))
                if area not in about:
                    about[area] = _array(_over(counted[1].get(area, {}), split, names), sizes, wide)
        found.append(System(cells, rows, about, about_rows, settled=np.zeros(wide, dtype=bool)))
    return found


def _asks(where: Where, split: Sequence[str]) -> set[str]:
    return {name for name in where if name in split}


def _classes(population: Population, name: str, asked: Sequence[Known]) -> dict[str, int]:
    """Number the values of a dimension, the same number for those that no figure tells apart."""
    sets = sorted({where[name] for where, _, _ in asked if name in where}, key=sorted)
    signs: dict[tuple[bool, ...], int] = {}
    return {
        value: signs.setdefault(tuple(value in chosen for chosen in sets), len(signs))
        for value in population.dimensions[name]
    }


def _apart(split: Sequence[str], asked: Sequence[Known]) -> tuple[list[str], list[list[str]], int]:
    """Return the dimensions that every figure asks about, the others in groups that no figure brings together, and which
    of the groups has the focus areas.
    """
    shared = [name for name in split if all(name in where for where, _, _ in asked)]
    groups: list[set[str]] = []
    for where, area, _ in asked:
        mine = {name for name in where if name in split and name not in shared} | (
            {_AREAS} if area is not None else set()
        )
        touching = [group for group in groups if group & mine]
        groups = [group for group in groups if not group & mine] + ([mine.union(*touching)] if mine else [])
    with_areas = next((i for i, group in enumerate(groups) if _AREAS in group), 0)
    return shared, [sorted(group - {_AREAS}) for group in groups] or [[]], with_areas


Counted = dict[tuple[int, ...], int]


def _counted(
    population: Population, classes: Mapping[str, Mapping[str, int]], split: Sequence[str]
) -> tuple[Counted, dict[str, Counted]]:
    """Count the parts by class: all, and by focus area."""
    numbers: Counted = {}
    about: dict[str, Counted] = {}
    at = [(i, classes[name]) for i, name in enumerate(population.dimensions) if name in split]
    for part, n in population.counts.items():
        cell = tuple(numbered[part[i]] for i, numbered in at)
        numbers[cell] = numbers.get(cell, 0) + n
        for area, m in population.areas.get(part, {}).items():
            mine = about.setdefault(area, {})
            mine[cell] = mine.get(cell, 0) + m
    return numbers, about


def _over(counted: Counted, split: Sequence[str], names: Sequence[str]) -> Counted:
    """Sum over the dimensions that are not named."""
    at = [i for i, name in enumerate(split) if name in names]
    found: Counted = {}
    for cell, n in counted.items():
        key = tuple(cell[i] for i in at)
        found[key] = found.get(key, 0) + n
    return found


def _array(counted: Counted, sizes: Sequence[int], wide: int) -> Any:
    import numpy as np

    found = np.zeros(wide, dtype=np.int64)
    for cell, n in counted.items():
        found[_position(cell, sizes)] = n
    return found


def _position(cell: Sequence[int], sizes: Sequence[int]) -> int:
    at = 0
    for value, size in zip(cell, sizes, strict=True):
        at = at * size + value
    return at


def _positions(
    where: Where, names: Sequence[str], classes: Mapping[str, Mapping[str, int]], sizes: Sequence[int]
) -> Any:
    import numpy as np

    chosen = [
        sorted({classes[name][value] for value in where[name] if value in classes[name]})
        if name in where
        else range(size)
        for name, size in zip(names, sizes, strict=True)
    ]
    return np.array(sorted(_position(cell, sizes) for cell in itertools.product(*chosen)), dtype=np.int64)


def _held(cells: Any, names: Sequence[str], shared: Sequence[str], sizes: Sequence[int]) -> list[Row]:
    """What the parts have in common is held fast: how many there are in each of the shared cells."""
    at = [i for i, name in enumerate(names) if name in shared]
    by: dict[tuple[int, ...], list[int]] = {}
    for position, cell in enumerate(itertools.product(*(range(size) for size in sizes))):
        by.setdefault(tuple(cell[i] for i in at), []).append(position)
    import numpy as np

    return [Row(-1, np.array(mine, dtype=np.int64), int(cells[mine].sum())) for mine in by.values()]
