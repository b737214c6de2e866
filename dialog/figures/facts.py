"""What the figures ask of a remark, as a record of 24 bytes, many of them in one piece: any filter is looked for in a million of them in
some hundredths of a second. Pure.

A piece holds what lies in one wide square (`kinds.WIDE`) in one half of a year, about something or about nothing yet. Its records
stand in the order of their bytes, so that it tells nothing of the order in which they came, and no record tells which remark it is
of: those that are alike are one another's equals. What is said in words (a source, districts, what it is about) is
a code of a list (`LISTS`). Comes before: `kinds.Counted`. Goes to: `operations/packing.py`, which keeps them, `queries/facts.py`, which reads them.
"""

import struct
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dialog.figures.kinds import SAID, STATES, WIDE, Counted, micro, side

#: Stands for a square where a remark has no place: none has such a number.
NOWHERE = -32_768
#: Stands between the parts of a fact that is told in one text.
GAP = "|"
#: What has a list of codes of its own; 0 is always nothing. `way`: source and part of day.
LISTS = ("said", "districts", "origin", "way")
FEELINGS = ("", "unsafe", "safe", "mixed")
#: Where in the last number of a record stand the state, whether it accuses somebody, and whether it has been marked as personal.
STATE_AT, ACCUSES, IS_PERSONAL = 2, 16, 32
_RECORD = struct.Struct("<IIIIHHHBB")
SIZE = _RECORD.size
#: The same, as numpy reads it.
FIELDS = [
    ("week", "<u4"), ("said", "<u4"), ("districts", "<u4"), ("origin", "<u4"), ("way", "<u2"), ("y", "<u2"), ("x", "<u2"),
    ("bits", "u1"), ("none", "u1"),
]  # fmt: skip


class Fact(NamedTuple):
    """What is asked of a remark, in words; remarks that are alike are one and the same."""

    north: int
    east: int
    week: int
    #: Millionths of a degree from the south-western corner of the square.
    y: int
    x: int
    source: str
    feeling: str
    part_of_day: str
    state: str
    is_personal: int
    accuses: int
    #: The id that it came with, in hexadecimals; so the districts, and the focus areas each with the letter of `kinds.SAID`, in their order with commas between.
    origin: str
    said: str
    districts: str

    @property
    def piece(self) -> "Piece":
        """Return the piece that it belongs to."""
        return Piece(bool(self.said), self.north, self.east, span_of(self.week))


class Piece(NamedTuple):
    """Which piece: whether it is about something, its square, and its half of a year (year × 2, and 1 in the later one)."""

    is_tagged: bool
    north: int
    east: int
    span: int


def fact_of(counted: Counted) -> Fact:
    """Return what is asked of a remark."""
    north = east = NOWHERE
    y = x = 0
    if counted.lat is not None and counted.lng is not None:
        (north, y), (east, x) = divmod(micro(counted.lat), _HIGH), divmod(micro(counted.lng), _ACROSS)
    said = ",".join(sorted(area.hex + SAID[how] for area, how in counted.said)) if counted.said else ""
    lies_in = ",".join(sorted(district.hex for district in counted.districts))
    return Fact(
        north, east, counted.week, y, x, counted.source, counted.feeling or "", counted.part_of_day or "", counted.state,
        int(counted.is_personal), int(counted.accuses), counted.origin.hex if counted.origin else "", said, lies_in,
    )  # fmt: skip


_HIGH, _ACROSS = side(WIDE)


def span_of(week: int) -> int:
    """Return the half of a year that a week is in."""
    return week // 100 * 2 + (week % 100 > 26)


def areas_said(said: str) -> list[tuple[uuid.UUID, str]]:
    """Return the focus areas of a fact, each with how it is spoken of."""
    return [(uuid.UUID(hex=one[:32]), _HOW[one[32:]]) for one in said.split(",") if one]


_HOW = {letter: how for how, letter in SAID.items()}


class Codes:
    """The lists of codes: what stands where in each. What is asked for and is in none is given a place, and told as `new`."""

    def __init__(self, lists: Mapping[str, list[str]]) -> None:
        self._lists = lists
        self._at = {name: {words: at for at, words in enumerate(lists[name])} for name in LISTS}
        self.new: list[tuple[str, int, str]] = []

    def code(self, name: str, words: str) -> int:
        """Return the code of some words."""
        at = self._at[name]
        found = at.get(words)
        if found is None:
            found = at[words] = len(at)
            self.new.append((name, found, words))
        return found

    def record(self, fact: Fact) -> bytes:
        """Return a fact as a record."""
        code = self.code
        bits = FEELINGS.index(fact.feeling) | STATES.index(fact.state) << STATE_AT
        bits |= (ACCUSES if fact.accuses else 0) | (IS_PERSONAL if fact.is_personal else 0)
        way = code("way", f"{fact.source}/{fact.part_of_day}")
        said, lies_in = code("said", fact.said), code("districts", fact.districts)
        return _RECORD.pack(fact.week, said, lies_in, code("origin", fact.origin), way, fact.y, fact.x, bits, 0)

    def fact(self, piece: Piece, record: bytes) -> Fact:
        """Return what a record of a piece says."""
        week, said, lies_in, origin, way, y, x, bits, _ = _RECORD.unpack(record)
        lists = self._lists
        source, _, part = lists["way"][way].partition("/")
        return Fact(
            piece.north, piece.east, week, y, x, source, FEELINGS[bits & 3], part, STATES[bits >> STATE_AT & 3],
            int(bool(bits & IS_PERSONAL)), int(bool(bits & ACCUSES)), lists["origin"][origin], lists["said"][said],
            lists["districts"][lies_in],
        )  # fmt: skip


def placed(record: bytes, week: int, y: int, x: int) -> bytes:
    """Return a record in another week and at another place."""
    return b"".join(
        (week.to_bytes(4, "little"), record[4:18], y.to_bytes(2, "little"), x.to_bytes(2, "little"), record[22:])
    )


def records(packed: bytes) -> Iterator[bytes]:
    """Yield the records of a piece."""
    return (packed[at : at + SIZE] for at in range(0, len(packed), SIZE))


def packed_again(packed: bytes, changes: Iterable[tuple[bytes, int]]) -> tuple[bytes, dict[bytes, int]]:
    """Return a piece with so many of each record more (or fewer), and what could not be taken away since it was not there."""
    counted = Counter(records(packed))
    for record, n in changes:
        counted[record] += n
    left = {record: n for record, n in counted.items() if n < 0}
    return b"".join(record * counted[record] for record in sorted(counted) if counted[record] > 0), left
