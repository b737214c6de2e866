"""What is counted, and the figures that can be made of it. Pure.

A population is divided into its smallest parts: one value of each dimension (place, week, source, feeling …). A figure is
the number of remarks in some of those parts, whatever they are about or about one focus area. A remark has one value of
each dimension, and any number of focus areas.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

#: The word for focus areas where dimensions are named.
AREA = "area"
#: The value of a dimension for a remark that has none: no place, no feeling.
NOWHERE = "-"
#: Dimensions with such a name are geographies: "place:regso", "place:500".
PLACE = "place"

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

    def count(self, where: Where, area: str | None) -> int:
        """Return how many remarks are in those parts and, with `area`, about that."""
        return sum(
            n if area is None else self.areas.get(part, {}).get(area, 0)
            for part, n in self.counts.items()
            if self._is_in(part, where)
        )

    def _is_in(self, part: Part, where: Where) -> bool:
        return all(value in where[name] for name, value in zip(self.dimensions, part, strict=True) if name in where)


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
