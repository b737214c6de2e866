"""Cells that grow where few live: squares of SCB's grid in SWEREF 99 TM, and districts that lie beside each other. Pure."""

from collections.abc import Hashable, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

#: South and west corner in metres (SWEREF 99 TM), and the side in metres.
Square = tuple[int, int, int]


def merged_squares(
    counts: Mapping[tuple[int, int], int], k: int, *, side: int = 250, largest: int = 8000, most: float = 1.0
) -> dict[Square, int]:
    """Return the squares in which at least `k` are, as small as can be, and how many are in each.

    `counts` is by a corner or any point (north, east) of the smallest squares. A square is divided in four only when those of the
    four in which at least `k` are hold the part `most` of it; so none overlap. Who is in none of these, or in a square of `largest`
    (`side` doubled some times) with fewer than `k`, is in none of those returned: one alone on the outskirts does not keep a
    whole town in one square. The square that was divided is not told, so nobody can be taken from it.
    """
    found: dict[Square, int] = {}
    waiting = [(square, inside) for square, inside in _divided(counts, largest).items() if sum(inside.values()) >= k]
    while waiting:
        square, inside = waiting.pop()
        half = square[2] // 2
        parts = _divided(inside, half) if half >= side else {}
        enough = [(one, part) for one, part in parts.items() if sum(part.values()) >= k]
        if enough and sum(sum(part.values()) for _, part in enough) >= most * sum(inside.values()):
            waiting += enough
        else:
            found[square] = sum(inside.values())
    return found


def _divided(counts: Mapping[tuple[int, int], int], side: int) -> dict[Square, dict[tuple[int, int], int]]:
    found: dict[Square, dict[tuple[int, int], int]] = {}
    for (north, east), n in counts.items():
        if n:
            found.setdefault((north // side * side, east // side * side, side), {})[north, east] = n
    return found


def merged_districts(counts: Mapping[K, int], neighbours: Mapping[K, AbstractSet[K]], k: int) -> list[frozenset[K]]:
    """Return the districts joined with those beside them until each group has at least `k`, or nobody is beside.

    The smallest is joined first, with the smallest beside it; so few districts lose their own number.
    """
    groups: dict[int, set[K]] = {i: {district} for i, district in enumerate(sorted(counts, key=str))}
    while True:
        sums = {i: sum(counts[d] for d in group) for i, group in groups.items()}
        for i in sorted((i for i in groups if sums[i] < k), key=lambda i: (sums[i], i)):
            beside = {d for district in groups[i] for d in neighbours.get(district, ())} - groups[i]
            others = [j for j in groups if j != i and groups[j] & beside]
            if others:
                groups[min(others, key=lambda j: (sums[j], j))] |= groups.pop(i)
                break
        else:
            return [frozenset(groups[i]) for i in sorted(groups)]
