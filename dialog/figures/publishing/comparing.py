"""Two publications side by side: only what both tell, so that nothing that one hides is told by the other. Pure.

A difference is of remarks that came in, never of how residents feel: how many there are depends on how many were asked. Only one
that chance alone would seldom give is named in words: two counts of the same differ by less than 1.96 times the root of their sum
nineteen times of twenty (Przyborowski & Wilenski, Biometrika 31 (1940), by the normal curve).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dialog.base.clock import monday_of
from dialog.base.geo import as_shape
from dialog.figures.publishing.shape import Shown

_SELDOM = 1.96
#: Weeks between the middles of two periods, the year aside, from which they are of different seasons.
_OTHER_SEASON = 8
_WEEKS = 365.2425 / 7
#: Outlines are of the same area where so large a part of the two together lies in both: they may be drawn a little finer than before.
_SAME = 0.95


@dataclass(frozen=True)
class Pair:
    """A number before and after. None where either is not told."""

    key: str
    name: Any
    before: int | None
    after: int | None

    @property
    def change(self) -> int | None:
        """Return how many more there are (less than 0: fewer), or None where it cannot be told."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def is_beyond_chance(self) -> bool:
        """Say whether the two differ by more than counts of the same usually do."""
        if self.before is None or self.after is None:
            return False
        return (self.after - self.before) ** 2 > _SELDOM**2 * (self.before + self.after)


def pairs_of_areas(before: Shown, after: Shown, feeling: str) -> Sequence[Pair]:
    """Return a pair for each area that stands in both with the same outline; `feeling` is unsafe, safe or n."""
    earlier = {area.key: area for area in before.areas}
    return [
        Pair(area.key, area.name, getattr(earlier[area.key], feeling), getattr(area, feeling))
        for area in after.areas
        if area.key in earlier and _is_same(earlier[area.key].geometry, area.geometry)
    ]


def redrawn(before: Shown, after: Shown) -> list[str]:
    """Return the names of the areas whose outlines are others now: their numbers are not of the same place."""
    earlier = {area.key: area.geometry for area in before.areas}
    return [a.name for a in after.areas if a.key in earlier and not _is_same(earlier[a.key], a.geometry)]


def _is_same(outline: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if outline == other:
        return True
    one, two = (as_shape(dict(geometry)).buffer(0) for geometry in (outline, other))
    return bool(one.intersection(two).area >= _SAME * one.union(two).area)


def pairs_of_themes(before: Shown, after: Shown) -> Sequence[Pair]:
    """Return a pair for each focus area that stands in both and was the same in both."""
    earlier = {(theme.slug, *theme.merged): theme.n for theme in before.themes}
    return [Pair(t.slug, t.name, earlier[key], t.n) for t in after.themes if (key := (t.slug, *t.merged)) in earlier]


def merged_between(before: Shown, after: Shown) -> list[Any]:
    """Return the names of the focus areas that others were merged into between the two: their numbers are not of the same."""
    earlier = {theme.slug: tuple(theme.merged) for theme in before.themes}
    return [t.name for t in after.themes if t.slug in earlier and earlier[t.slug] != tuple(t.merged)]


def is_other_season(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Say whether two periods (first and last week, year × 100 + week) lie at different times of the year."""
    firsts, lasts = zip(*((monday_of(first), monday_of(last)) for first, last in (one, other)), strict=True)
    middles = [(first.toordinal() + last.toordinal()) / 2 for first, last in zip(firsts, lasts, strict=True)]
    apart = abs(middles[0] - middles[1]) / 7 % _WEEKS
    return bool(min(apart, _WEEKS - apart) > _OTHER_SEASON)


def largest(pairs: Sequence[Pair], *, more: bool) -> Pair | None:
    """Return the pair that has grown (or shrunk) the most, of those that chance seldom gives, or None where none has."""
    changed = [p for p in pairs if p.is_beyond_chance and ((p.change or 0) > 0) == more]
    return max(changed, key=lambda p: (abs(p.change or 0), str(p.key))) if changed else None
