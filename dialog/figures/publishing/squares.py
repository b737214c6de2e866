"""Squares of the map, no smaller than a kilometre, that grow where few have told (TRUST D7). Pure.

A square is of the grid of degrees that the database can count by: a hundredth of a degree north–south (1.1 km), and as
many thousandths east–west as make at least a kilometre. Once published, the same squares are used again, so that two
publications can be held side by side and none can be worked out from the two.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dialog.figures.suppression import merged_squares

#: Stands for squares where a division is chosen.
DIVISION = "rutnat"
HIGH = 10_000  # millionths of a degree
_LEAST_M = 1000.0
_METRES_PER_DEGREE = 111_195
#: A square has at least so many remarks, so that it can be told by feeling more often than not.
LEAST = 15
LARGEST = 16  # times the side of the smallest
#: A square is divided where at least so large a part of it is then still told of.
MOST = 0.9


@dataclass(frozen=True)
class Square:
    """A square: its row and column in the grid of the smallest, its side in such, and how wide those are."""

    row: int
    column: int
    side: int
    wide: int

    @property
    def key(self) -> str:
        """Return its name in a publication."""
        return f"{self.row}:{self.column}:{self.side}:{self.wide}"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return south, west, north, east in degrees."""
        south, west = self.row * HIGH / 1e6, self.column * self.wide / 1e6
        return south, west, south + self.side * HIGH / 1e6, west + self.side * self.wide / 1e6

    @property
    def middle(self) -> list[float]:
        """Return [lng, lat] of its middle."""
        south, west, north, east = self.box
        return [round((west + east) / 2, 5), round((south + north) / 2, 5)]

    @property
    def ring(self) -> list[list[float]]:
        """Return its boundary as a ring of [lng, lat]."""
        s, w, n, e = (round(degrees, 4) for degrees in self.box)
        return [[w, s], [e, s], [e, n], [w, n], [w, s]]


def square_named(key: str) -> Square:
    """Return the square that a key names."""
    return Square(*(int(part) for part in key.split(":")))


def wide_at(latitude: float) -> int:
    """Return how many millionths of a degree make a kilometre or more east–west at a latitude, in steps of five thousand."""
    degrees = _LEAST_M / (_METRES_PER_DEGREE * max(0.05, math.cos(math.radians(latitude))))
    return math.ceil(degrees * 200) * 5_000


def grown(counts: Mapping[tuple[int, int], int], wide: int) -> list[Square]:
    """Return the squares in which enough have told, as small as can be; `counts` is by (row, column) of the smallest."""
    found = merged_squares(counts, LEAST, side=1, largest=LARGEST, most=MOST)
    return [Square(row, column, side, wide) for row, column, side in sorted(found)]


def squares_of_cells(squares: Iterable[Square]) -> dict[tuple[int, int], str]:
    """Return the key of the square that each of the smallest lies in."""
    return {
        (square.row + down, square.column + across): square.key
        for square in squares
        for down in range(square.side)
        for across in range(square.side)
    }


def places_in_grid(squares: Sequence[Square]) -> dict[str, str]:
    """Return what each square is called by its place: a letter from the west and a number from the north, as on a map."""
    if not squares:
        return {}
    west = min(square.column for square in squares)
    north = max(square.row + square.side for square in squares)
    return {square.key: f"{_letters(square.column - west)}{north - square.row - square.side + 1}" for square in squares}


def _letters(n: int) -> str:
    first, last = divmod(n, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)
