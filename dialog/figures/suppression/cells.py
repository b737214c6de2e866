"""Squares that grow where few live. Pure."""

from collections.abc import Mapping

#: South and west corner, and the side, in the steps of whoever asks.
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
