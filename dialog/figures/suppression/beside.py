"""What cannot stand beside earlier publications, whatever the numbers: another geography, a focus area that was merged. Pure."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from dialog.figures.suppression.population import PLACE, Figure, Seen, Where


@dataclass(frozen=True)
class Clash:
    """A figure that cannot stand beside one that was published earlier. `why`: geography, changed, merged."""

    key: str
    n: int
    seen: Seen
    why: str


def places(where: Where) -> set[str]:
    """Return the dimensions of a figure that are geographies."""
    return {name for name in where if name.split(":")[0] == PLACE}


def other_geographies(figures: Sequence[Figure], before: Sequence[Seen]) -> list[Clash]:
    """Return the clashes with figures of another geography about the same remarks: one geography for each dialogue."""
    placed = [(seen, places(seen.where)) for seen in {seen.means: seen for seen in before}.values()]
    found = []
    for figure in figures:
        mine = places(figure.where)
        if mine:
            others = (seen for seen, theirs in placed if theirs and theirs != mine and meet(figure, seen))
            found += [Clash(figure.key, 0, seen, "geography") for seen in itertools.islice(others, 1)]
    return found


def meet(figure: Figure, seen: Seen) -> bool:
    """Whether the two can be about the same remarks, places, areas and feelings apart."""
    both = set(figure.where) & set(seen.where) - places(figure.where) - {"feeling"}
    return all(figure.where[name] & seen.where[name] for name in both)


def overlap(figure: Figure, seen: Seen) -> bool:
    """Whether some remark can be in both."""
    return all(figure.where[name] & seen.where[name] for name in set(figure.where) & set(seen.where))
