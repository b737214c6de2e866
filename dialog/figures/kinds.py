"""What one remark is counted as, and the squares of the map. Pure: `operations/counting.py` keeps the sums.

A square is COARSE (`base.geo`, about 550 m) times two to the power of its level, so that those of a level lie whole within
those of any higher one, and those who may not see exact places get some of the same squares.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from dialog.base.geo import COARSE

#: Stands for all focus areas, and for all districts.
ALL = uuid.UUID(int=0)
EVERY_WEEK = 0
#: open: nobody has decided; tagged; unsure: "vet ej"; other: handled in no way that is known.
STATES = ("open", "tagged", "unsure", "other")
#: How a remark can speak of a focus area (`tag.filters.STANCES`), and the letter that stands for it in an id (`said_as`).
SAID = {"brist": "a", "positiv": "b", "forslag": "c", "none": "d", "negated": "e"}
#: The levels that are kept; wider squares are summed from the widest of them, of which a municipality has few.
LEVELS = (-3, -2, -1, 0, 1, 2, 3)
#: The level of the squares by which facts are kept together (`facts.py`).
WIDE = 1
MICRO = 1_000_000
#: Where in a square its mark stands is told in so many steps each way.
STEPS = 32
#: The zoom of the web map at which a square of level 0 is about 60 pixels wide.
ZOOM_OF_LEVEL_0 = 13

CountKey = tuple[uuid.UUID, uuid.UUID, int, str, str, str, str]
#: A square: its level, and its number northwards and eastwards.
Square = tuple[int, int, int]
#: Focus areas, how each is spoken of, districts; week, source, feeling, part of day, state.
Alike = tuple[frozenset[uuid.UUID], frozenset[tuple[uuid.UUID, str]], frozenset[uuid.UUID], int, str, str, str, str]
#: n, unsafe, safe, mixed, and the sums of latitudes and longitudes in millionths of a degree.
CellSums = tuple[int, int, int, int, int, int]


@dataclass(frozen=True)
class Counted:
    """All that decides where a remark is counted."""

    week: int
    source: str
    feeling: str | None
    part_of_day: str | None
    lat: float | None
    lng: float | None
    state: str = "open"
    areas: frozenset[uuid.UUID] = frozenset()
    districts: frozenset[uuid.UUID] = frozenset()
    #: How each focus area is spoken of, also those that are said not to be a problem.
    said: frozenset[tuple[uuid.UUID, str]] = frozenset()
    #: It accuses somebody who can be pointed out.
    accuses: bool = False
    #: The wave or walk that it came with.
    origin: uuid.UUID | None = None
    #: Somebody has marked that its words point at a person.
    is_personal: bool = False

    def counted_areas(self) -> set[uuid.UUID]:
        """Return what stands for a focus area in every row that it is counted in."""
        return counted_areas(self.areas, self.said)

    def alike(self) -> Alike:
        """Return what it has in common with all that are counted in the same rows of `remark_counts`."""
        part = self.part_of_day or ""
        return (self.areas, self.said, self.districts, self.week, self.source, self.feeling or "", part, self.state)

    def squares(self) -> list[Square]:
        """Return the square of each level that it lies in."""
        if self.lat is None or self.lng is None:
            return []
        lat, lng = micro(self.lat), micro(self.lng)
        return [(level, lat // high, lng // wide) for level, (high, wide) in _SIDES]

    def cell_sums(self) -> CellSums:
        """Return what it adds to each of its squares."""
        of = [int(self.feeling == feeling) for feeling in ("unsafe", "safe", "mixed")]
        return (1, of[0], of[1], of[2], micro(self.lat or 0.0), micro(self.lng or 0.0))

    def apart_sums(self) -> tuple[int, ...]:
        """Return what it adds to each of its squares of `apart_counts`: the same, and the middle of its coarse square."""
        high, wide = COARSE
        lat, lng = micro(self.lat or 0.0), micro(self.lng or 0.0)
        return (*self.cell_sums(), lat // high * high + high // 2, lng // wide * wide + wide // 2)


def counted_areas(areas: frozenset[uuid.UUID], said: frozenset[tuple[uuid.UUID, str]]) -> set[uuid.UUID]:
    """Return what stands for a focus area in every row that a remark about these is counted in."""
    if not said:
        return {ALL, *areas}
    return {ALL, *areas, *(said_as(area, how) for area, how in said), *(said_as(ALL, how) for _, how in said)}


def count_keys(alike: Alike) -> Iterator[CountKey]:
    """Yield every row of `remark_counts` that such remarks stand in."""
    areas, said, districts, week, *facts = alike
    source, feeling, part, state = facts
    for area in counted_areas(areas, said):
        for district in (ALL, *districts):
            yield (area, district, EVERY_WEEK, source, feeling, part, state)
            yield (area, district, week, source, feeling, part, state)


def said_as(area_id: uuid.UUID, how: str) -> uuid.UUID:
    """Return the id under which is counted how a focus area (or ALL) is spoken of: the area's own but for the digit that tells a
    UUID's version, which is a letter in no id that anything else has.
    """
    text = area_id.hex
    return uuid.UUID(hex=f"{text[:12]}{SAID[how]}{text[13:]}")


def micro(degrees: float) -> int:
    """Return degrees in millionths."""
    return round(degrees * MICRO)


def side(level: int) -> tuple[int, int]:
    """Return the height and width of a level's squares in millionths of a degree."""
    high, wide = COARSE
    return (high << level, wide << level) if level >= 0 else (high >> -level, wide >> -level)


_SIDES = [(level, side(level)) for level in LEVELS]


def kept_level(level: int) -> int:
    """Return the coarsest kept level whose squares lie within those of a level (the finest kept one for finer levels)."""
    return max((known for known in LEVELS if known <= level), default=LEVELS[0])


def squares_across(box: tuple[float, float, float, float], level: int) -> tuple[range, range]:
    """Return the numbers of the squares that a box (south, west, north, east) reaches into, northwards and eastwards."""
    high, wide = side(level)
    south, west, north, east = (micro(degrees) for degrees in box)
    return _touched(south, north, high), _touched(west, east, wide)


def _touched(low: int, top: int, width: int) -> range:
    return range(low // width, max(top - 1, low) // width + 1)


def level_for(zoom: int, box: tuple[float, float, float, float], most: int, least: int = LEVELS[0]) -> int:
    """Return the level to show a box with at a zoom: about 60 pixels to a square, and never more than `most` squares."""
    level = max(least, ZOOM_OF_LEVEL_0 - zoom)
    while True:
        norths, easts = squares_across(box, level)
        if len(norths) * len(easts) <= most:
            return level
        level += 1
