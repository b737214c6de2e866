"""What is counted, and the figures that can be made of it. Pure.

A population is divided into its smallest parts: one value of each dimension (place, week, source, feeling …). A figure is
the number of remarks in some of those parts, whatever they are about or about one focus area. A remark has one value of
each dimension, and any number of focus areas.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

#: The word for focus areas where dimensions are named.
AREA = "area"
#: The value of a dimension for a remark that has none: no place, no feeling.
NOWHERE = "-"
#: Dimensions with such a name are geographies: "place:regso", "place:500".
PLACE = "place"

#: A focus area that others were merged into is named with them: "belysning+trafik". It is not what "belysning" was before.
JOINED = "+"


def made_of(area: str | None) -> frozenset[str]:
    """Return the focus areas that a name stands for; none for None."""
    return frozenset(area.split(JOINED)) if area else frozenset()


Part = tuple[str, ...]
Where = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Figure:
    """A number that may be published. A dimension that `where` leaves out is not asked about."""

    key: str
    where: Where = field(default_factory=dict)
    area: str | None = None

    @property
    def means(self) -> tuple[frozenset[tuple[str, frozenset[str]]], str | None]:
        """What the figure counts, whatever it is called."""
        return frozenset(self.where.items()), self.area


@dataclass(frozen=True)
class Seen:
    """A figure that an earlier publication showed, withdrawn or not, with the number that was shown."""

    publication: str
    key: str
    where: Where
    area: str | None
    n: int

    @property
    def means(self) -> tuple[frozenset[tuple[str, frozenset[str]]], str | None]:
        """What the figure counts, whatever it is called."""
        return frozenset(self.where.items()), self.area


@dataclass(frozen=True)
class Population:
    """All remarks that the figures are about, now and in earlier publications, counted by part.

    `dimensions` names every value there can be (also of parts where nobody is); `counts` has the parts with anybody in
    them, `areas` how many of a part's remarks are about each focus area. Untagged remarks are counted too.
    """

    dimensions: Mapping[str, Sequence[str]]
    counts: Mapping[Part, int]
    areas: Mapping[Part, Mapping[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wide = len(self.dimensions)
        for part, n in self.counts.items():
            if len(part) != wide or n < 0:
                raise ValueError(f"a part of a population that cannot be: {part} {n}")
            if any(not 0 <= about <= n for about in self.areas.get(part, {}).values()):
                raise ValueError(f"more are about a focus area than there are: {part}")

    @cached_property
    def focus_areas(self) -> tuple[str, ...]:
        """All focus areas that any remark is about, in order."""
        return tuple(sorted({area for about in self.areas.values() for area in about}))

    def used(self, name: str) -> frozenset[str]:
        """Return the values of a dimension that somebody has."""
        at = list(self.dimensions).index(name)
        return frozenset(part[at] for part, n in self.counts.items() if n)

    def count(self, where: Where, area: str | None) -> int:
        """Return how many remarks are in those parts and, with `area`, about that."""
        import numpy as np

        numbers = self._numbers.get(area)
        if numbers is None:
            return 0
        inside = np.ones(len(numbers), dtype=bool)
        for name in where:
            inside &= self._among(name, where[name])
        return int(numbers[inside].sum())

    @cached_property
    def _numbers(self) -> dict[str | None, Any]:
        """How many in each part: all, and by focus area."""
        import numpy as np

        found: dict[str | None, Any] = {None: np.fromiter(self.counts.values(), dtype=np.int64, count=len(self.counts))}
        for i, part in enumerate(self.counts):
            for area, n in self.areas.get(part, {}).items():
                found.setdefault(area, np.zeros(len(self.counts), dtype=np.int64))[i] = n
        return found

    @cached_property
    def _masks(self) -> dict[tuple[str, frozenset[str]], Any]:
        return {}

    def _among(self, name: str, values: frozenset[str]) -> Any:
        import numpy as np

        if (name, values) not in self._masks:
            at = list(self.dimensions).index(name)
            inside = np.fromiter((part[at] in values for part in self.counts), dtype=bool, count=len(self.counts))
            self._masks[name, values] = inside
        return self._masks[name, values]


def key_of(where: Where, area: str | None) -> str:
    """Return a name for a figure, the same each time."""
    said = [f"{name}={'+'.join(sorted(values))}" for name, values in sorted(where.items())]
    return "|".join([*said, *([f"{AREA}={area}"] if area is not None else [])])


def tables(
    population: Population, cuts: Iterable[Sequence[str]], *, within: Where | None = None, areas: Iterable[str] = ()
) -> list[Figure]:
    """Return the figures of some tables with all their margins, each once, the total first.

    A table is the names of its dimensions, `AREA` for focus areas. `within` is what all of them are about (a period, some
    sources). Without `areas` every focus area that somebody has spoken of.
    """
    base = dict(within or {})
    about = tuple(areas) or population.focus_areas
    chosen: set[frozenset[str]] = {
        frozenset(part) for cut in cuts for size in range(len(cut) + 1) for part in itertools.combinations(cut, size)
    } | {frozenset()}
    found: list[Figure] = []
    for names in sorted(chosen, key=lambda part: (len(part), sorted(part))):
        dimensions = sorted(names - {AREA})
        values = [[v for v in population.dimensions[d] if v in base.get(d, (v,))] for d in dimensions]
        for chosen_values in itertools.product(*values):
            where = base | {d: frozenset({v}) for d, v in zip(dimensions, chosen_values, strict=True)}
            said = {d: frozenset({v}) for d, v in zip(dimensions, chosen_values, strict=True)}
            found += [Figure(key_of(said, area), where, area) for area in (about if AREA in names else (None,))]
    return found
