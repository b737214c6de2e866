"""What a transaction adds to the counts, before it is written: pure sums. Comes before: `kinds.Counted`. Goes to: `keeping.py`."""

import itertools
import operator
import uuid
from typing import Any

from dialog.figures.facts import Fact, fact_of
from dialog.figures.kinds import Alike, Counted, CountKey, Square, count_keys


class Pending:
    """What a transaction adds to the counts. Rows that come to nothing are written too, so that the stamp changes."""

    def __init__(self) -> None:
        #: How many of each kind; what rows they are counted in is worked out once for all of a kind.
        self._alike: dict[Alike, int] = {}
        #: By area, so that its key is looked up once and not for each of its squares.
        self.cells: dict[uuid.UUID, dict[Square, list[int]]] = {}
        self.facts: dict[Fact, int] = {}
        #: What accuses somebody, once more: few.
        self.apart: dict[tuple[uuid.UUID, Square], list[int]] = {}

    def add(self, counted: Counted, sign: int) -> None:
        """Add a remark (sign 1) or take it away (−1)."""
        alike = counted.alike()
        self._alike[alike] = self._alike.get(alike, 0) + sign
        fact = fact_of(counted)
        self.facts[fact] = self.facts.get(fact, 0) + sign
        squares = counted.squares()
        if not squares:
            return
        sums = [sign * value for value in counted.cell_sums()]
        for area in counted.counted_areas():
            of_area = self.cells.setdefault(area, {})
            for square in squares:
                _sum_into(of_area, square, sums)
        if counted.accuses:
            apart = [sign * value for value in counted.apart_sums()]
            for area, square in itertools.product(counted.counted_areas(), squares):
                _sum_into(self.apart, (area, square), apart)

    def merge(self, other: "Pending") -> None:
        """Add what another has."""
        for alike, n in other._alike.items():
            self._alike[alike] = self._alike.get(alike, 0) + n
        for area, squares in other.cells.items():
            of_area = self.cells.setdefault(area, {})
            for square, sums in squares.items():
                _sum_into(of_area, square, sums)
        for fact, n in other.facts.items():
            self.facts[fact] = self.facts.get(fact, 0) + n
        for key, sums in other.apart.items():
            _sum_into(self.apart, key, sums)

    def counts(self) -> dict[CountKey, int]:
        """Return what is added to each row of `remark_counts`."""
        found: dict[CountKey, int] = {}
        for alike, n in self._alike.items():
            for key in count_keys(alike) if n else ():
                found[key] = found.get(key, 0) + n
        return found


def _sum_into(kept: dict[Any, list[int]], key: Any, sums: list[int]) -> None:
    known = kept.get(key)
    kept[key] = list(map(operator.add, known, sums)) if known else sums
