"""Counts the squares of a view for any filter that facts answer. Comes before: `facts.py`. Goes to: `map.py`."""

from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from dialog.base.geo import COARSE, Box
from dialog.figures.facts import ACCUSES
from dialog.figures.kinds import WIDE, side, squares_across
from dialog.figures.queries.facts import Found, Question, Span, look
from dialog.figures.queries.kept import Square


class Filtered(NamedTuple):
    """What a view holds of a filter. For who does not read what accuses somebody, that is counted in squares of level 0 at least, with their
    middles: `apart`, and in `squares` too where those are no finer; `n` is how many there are beside that.
    """

    squares: list[Square]
    apart: list[Square]
    n: int


class _Apart:
    """The squares of level 0 that hold any: a view from afar touches more of them than memory has room for, so those alone are kept."""

    def __init__(self, box: Box) -> None:
        self.norths, self.easts = squares_across(box, 0)
        self.kept: list[Any] = []

    def add(self, lat: Any, lng: Any, feeling: Any, n: Any) -> None:
        """Add remarks by where they lie."""
        import numpy as np

        high, wide = side(0)
        north, east = lat // high, lng // wide
        here = (north >= self.norths.start) & (north < self.norths.stop)
        here &= (east >= self.easts.start) & (east < self.easts.stop)
        self.kept.append(np.stack([one[here].astype(np.int64) for one in (north, east, feeling, n)]))

    def squares(self) -> list[Square]:
        """Return the squares that hold any, each with its middle."""
        import numpy as np

        if not self.kept:
            return []
        north, east, feeling, n = np.concatenate(self.kept, axis=1)
        numbers, square = np.unique(np.stack([north, east]), axis=1, return_inverse=True)
        felt = np.bincount(square.reshape(-1) * 4 + feeling, n, numbers.shape[1] * 4).reshape(-1, 4).astype(np.int64)
        high, wide = side(0)
        return [
            Square(y, x, sum(of), of[1], of[2], of[3], y * high + high // 2, x * wide + wide // 2)
            for y, x, of in zip(*numbers.tolist(), felt.tolist(), strict=True)
            if sum(of)
        ]


class _Sums:
    """The sums of the squares of a level that a box touches."""

    def __init__(self, level: int, box: Box) -> None:
        import numpy as np

        self.norths, self.easts = squares_across(box, level)
        self.high, self.wide = side(level)
        self.kept: Any = np.zeros((6, len(self.norths) * len(self.easts)), np.int64)

    def add(self, lat: Any, lng: Any, feeling: Any, n: Any, marks: tuple[Any, Any] | None = None) -> None:
        """Add remarks by where they lie; `marks`: what is added to the sums of positions where that is something else."""
        import numpy as np

        here, square = self._where(lat // self.high, lng // self.wide)
        n = n[here]
        felt = np.bincount(square * 4 + feeling[here], n, self.kept.shape[1] * 4).reshape(-1, 4)
        lats, lngs = (n * one[here] for one in marks or (lat, lng))
        self._add(felt, np.bincount(square, lats, len(felt)), np.bincount(square, lngs, len(felt)))

    def add_whole(self, found: Found) -> None:
        """Add remarks by the wide squares that they lie in, all of which are the same square here."""
        import numpy as np

        piece, many, n = found.piece, len(found.each), found.n
        felt = np.bincount(piece * 4 + (found.column("bits") & 3), n, many * 4).reshape(-1, 4)
        inside = (np.bincount(piece, found.column(at) * (1 if n is None else n), many) for at in ("y", "x"))
        high, wide = side(WIDE)
        corners = found.norths * high, found.easts * wide
        sums = [one + corner * felt.sum(1) for one, corner in zip(inside, corners, strict=True)]
        here, square = self._where(corners[0] // self.high, corners[1] // self.wide)
        squares = self.kept.shape[1]
        of_square = [np.bincount(square, one[here], squares) for one in (*felt.T, *sums)]
        self._add(np.stack(of_square[:4], 1), *of_square[4:])

    def _where(self, norths: Any, easts: Any) -> tuple[Any, Any]:
        """Return which of some squares are here, and where in what is kept those are."""
        north, east = norths - self.norths.start, easts - self.easts.start
        here = (north >= 0) & (north < len(self.norths)) & (east >= 0) & (east < len(self.easts))
        return here, (north * len(self.easts) + east)[here]

    def _add(self, felt: Any, lats: Any, lngs: Any) -> None:
        import numpy as np

        # As floating numbers these sums are whole up to 9e15, which a hundred million remarks do not come to.
        rows = (felt.sum(1), felt[:, 1], felt[:, 2], felt[:, 3], lats, lngs)
        self.kept += np.stack([row.astype(np.int64) for row in rows])

    def squares(self) -> list[Square]:
        """Return the squares that hold any."""
        found = []
        for at in self.kept[0].nonzero()[0].tolist():
            n, unsafe, safe, mixed, lats, lngs = self.kept[:, at].tolist()
            north, east = divmod(at, len(self.easts))
            numbers = self.norths.start + north, self.easts.start + east
            found.append(Square(*numbers, n, unsafe, safe, mixed, lats // n, lngs // n))
        return found


def filtered(db: Session, asked: Question, level: int, box: Box, *, few: bool) -> Filtered:
    """Return the squares of a level that a box touches; `few`: for who does not read what accuses somebody."""
    sums, moved, apart = _Sums(level, box), _Sums(level, box), _Apart(box)
    for found, _lists in look(db, asked, wide_of(level, box, few=few)):
        if level >= WIDE:
            sums.add_whole(found)
        else:
            sums.add(*_remarks(found))
        told = (found.column("bits") & ACCUSES) != 0
        if few and told.any():
            lat, lng, feeling, n = _remarks(found, told)
            sums.add(lat, lng, feeling, -n)
            apart.add(lat, lng, feeling, n)
            if level >= 0:
                moved.add(lat, lng, feeling, n, (_middle(lat, COARSE[0]), _middle(lng, COARSE[1])))
    n = int(sums.kept[0].sum())
    sums.kept += moved.kept
    return Filtered(sums.squares(), apart.squares(), n)


def _middle(at: Any, width: int) -> Any:
    return at // width * width + width // 2


def _remarks(found: Found, some: Any = slice(None)) -> tuple[Any, Any, Any, Any]:
    """Return where remarks lie, what was felt, and how many there are of each."""
    (high, wide), piece = side(WIDE), found.piece[some]
    y, x, bits = (found.column(name)[some] for name in ("y", "x", "bits"))
    return found.norths[piece] * high + y, found.easts[piece] * wide + x, bits & 3, found.each[piece]


def wide_of(level: int, box: Box, *, few: bool = False) -> Span:
    """Return the wide squares that the squares of a level lie in, and where needed those of level 0."""
    spans = []
    for one in {level, 0} if few else {level}:
        norths, easts = squares_across(box, one)
        (high, wide), (all_high, all_wide) = side(one), side(WIDE)
        spans.append(
            Span(
                norths.start * high // all_high, (norths.stop * high - 1) // all_high, easts.start * wide // all_wide,
                (easts.stop * wide - 1) // all_wide,
            )
        )  # fmt: skip
    south, north, west, east = zip(*spans, strict=True)
    return Span(min(south), max(north), min(west), max(east))
