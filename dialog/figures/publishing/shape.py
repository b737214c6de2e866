"""What a publication shows, as it is frozen: a dictionary of JSON that is read back into these. Pure.

A number that is None is too small to be told, or would give a smaller one away. Nothing that is hidden stands here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dialog.base.geo import Box

Words = Mapping[str, str]


@dataclass(frozen=True)
class ShownArea:
    """A district or a square: how many tell of it, how many of feeling unsafe there, and safe. `label` is [lng, lat] of its number."""

    key: str
    name: str
    n: int | None
    unsafe: int | None
    safe: int | None
    geometry: Mapping[str, Any]
    label: Sequence[float]


@dataclass(frozen=True)
class ShownTheme:
    """A focus area: how many speak of it. A sensitive one stands here and nowhere else."""

    slug: str
    name: Words
    code: str
    shape: str
    colour: int
    is_sensitive: bool
    n: int | None
    unsafe: int | None = None
    safe: int | None = None
    #: Focus areas that had been merged into it when this was published.
    merged: Sequence[str] = ()


@dataclass(frozen=True)
class ShownChannel:
    """A way that remarks came in ("web", "paper", or a source), and how many came that way."""

    key: str
    name: Words
    n: int | None


@dataclass(frozen=True)
class Shown:
    """All that a publication shows, beside its period and title."""

    total: int
    unsafe: int | None
    safe: int | None
    areas: Sequence[ShownArea] = ()
    themes: Sequence[ShownTheme] = ()
    channels: Sequence[ShownChannel] = ()
    #: Groups smaller than this are not told: in all, and of areas.
    smallest: int = 5
    smallest_area: int = 5
    division: str = ""
    #: Whether areas, and focus areas, are told by feeling; areas have a number of their own only where they are not.
    areas_by_feeling: bool = False
    themes_by_feeling: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    def ranked(self, feeling: str) -> list[ShownArea]:
        """Return the areas with a number ("unsafe", "safe" or "n"), the largest first."""
        told = [area for area in self.areas if getattr(area, feeling)]
        return sorted(told, key=lambda area: (-getattr(area, feeling), area.name))

    def tells_all(self, feeling: str) -> bool:
        """Say whether each area has that number ("unsafe" or "n"): then the largest shown is the largest."""
        return all(getattr(area, feeling) is not None for area in self.areas)

    def ranked_themes(self) -> list[ShownTheme]:
        """Return the themes with a number, the largest first."""
        return sorted((t for t in self.themes if t.n), key=lambda theme: (-(theme.n or 0), theme.slug))

    def themes_told(self) -> list[ShownTheme]:
        """Return the themes with any number, the largest first."""
        told = [t for t in self.themes if (t.n, t.unsafe, t.safe) != (None, None, None)]
        return sorted(told, key=lambda t: (-(t.n or (t.unsafe or 0) + (t.safe or 0)), t.slug))

    def themes_untold(self) -> list[ShownTheme]:
        """Return the themes without a number, as they stand in the vocabulary."""
        return [t for t in self.themes if (t.n, t.unsafe, t.safe) == (None, None, None)]

    def bounds(self) -> Box | None:
        """Return south, west, north, east of all areas."""
        found = list(_positions([area.geometry["coordinates"] for area in self.areas]))
        if not found:
            return None
        lngs, lats = zip(*found, strict=True)
        return min(lats), min(lngs), max(lats), max(lngs)


def _positions(nested: Any) -> Any:
    if nested and isinstance(nested[0], int | float):
        yield nested[0], nested[1]
        return
    for part in nested:
        yield from _positions(part)


def shown_from(kept: Mapping[str, Any]) -> Shown:
    """Return what `as_json` kept."""
    parts = {"areas": ShownArea, "themes": ShownTheme, "channels": ShownChannel}
    made: dict[str, Any] = dict(kept)
    for name, kind in parts.items():
        made[name] = [kind(**part) for part in made[name]]
    return Shown(**made)
