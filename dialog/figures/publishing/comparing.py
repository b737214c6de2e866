"""Two publications side by side: only what both tell, so that nothing that one hides is told by the other. Pure.

A difference is of remarks that came in, never of how residents feel: how many there are depends on how many were asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialog.figures.publishing.shape import Shown


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


def pairs_of_areas(before: Shown, after: Shown, feeling: str) -> Sequence[Pair]:
    """Return a pair for each area that stands in both; `feeling` is unsafe, safe or n."""
    earlier = {area.key: getattr(area, feeling) for area in before.areas}
    return [
        Pair(area.key, area.name, earlier[area.key], getattr(area, feeling))
        for area in after.areas
        if area.key in earlier
    ]


def pairs_of_themes(before: Shown, after: Shown) -> Sequence[Pair]:
    """Return a pair for each focus area that stands in both and was the same in both."""
    earlier = {(theme.slug, *theme.merged): theme.n for theme in before.themes}
    return [Pair(t.slug, t.name, earlier[key], t.n) for t in after.themes if (key := (t.slug, *t.merged)) in earlier]


def merged_between(before: Shown, after: Shown) -> list[Any]:
    """Return the names of the focus areas that others were merged into between the two: their numbers are not of the same."""
    earlier = {theme.slug: tuple(theme.merged) for theme in before.themes}
    return [t.name for t in after.themes if t.slug in earlier and earlier[t.slug] != tuple(t.merged)]


def largest(pairs: Sequence[Pair], *, more: bool) -> Pair | None:
    """Return the pair that has grown (or shrunk) the most, or None where none has."""
    changed = [p for p in pairs if p.change is not None and (p.change > 0) == more and p.change != 0]
    return max(changed, key=lambda p: (abs(p.change or 0), str(p.key))) if changed else None
