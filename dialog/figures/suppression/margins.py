"""What is left of a total when those that are shown are taken away: no small group either. Pure, and quick.

In a table whose total is known: those hidden hold at least `k` together, and where all of them are small, not so many that
each could be told to have somebody in it. Which is hidden as well is decided by numbers alone, so that each of those
hidden may as well be the large one: who knows the method learns nothing from the choice (Wong et al., Minimality
attack in privacy preserving data publishing, VLDB 2007, shows what happens otherwise).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dialog.figures.suppression.population import Figure, Population, Where

Rank = Callable[[Figure, int], tuple[int, int, bytes]]
_Rest = tuple[frozenset[tuple[str, frozenset[str]]], str | None]


@dataclass(frozen=True)
class _Table:
    """A figure, and those that divide it by one dimension."""

    total: str
    #: How many values the total has of the dimension.
    wide: int
    children: tuple[str, ...]


def left_small(
    population: Population,
    figures: Mapping[str, Figure],
    n: Mapping[str, int],
    shown: Mapping[str, int],
    k: int,
    rank: Rank,
) -> list[str]:
    """Return which of the shown figures to hide, so that no table leaves a small group."""
    left = set(shown)
    gone: list[str] = []

    def hide(key: str) -> None:
        left.discard(key)
        gone.append(key)

    for key, figure in figures.items():  # those who spoke of something else are a group too
        whole = _all_of(figures, figure)
        if key in left and whole is not None and whole in left and 0 < n[whole] - n[key] < k:
            hide(key)
    found = sorted(_tables(population, figures), key=lambda table: len(figures[table.total].where))
    changed = True
    while changed:
        changed = False
        for table in found:
            while table.total in left and (victim := _victim(table, figures, n, left, k, rank)) is not None:
                hide(victim)
                changed = True
    return gone


def _victim(
    table: _Table, figures: Mapping[str, Figure], n: Mapping[str, int], left: set[str], k: int, rank: Rank
) -> str | None:
    told = [key for key in table.children if key in left]
    rest = n[table.total] - sum(n[key] for key in told)
    unknown = table.wide - len(told)
    if not unknown or not rest:
        return None
    # What nobody asked for may be large; of what was asked for and is hidden, the method tells that it is small.
    is_large = table.wide > len(table.children) or any(n[key] >= k for key in table.children if key not in left)
    if rest >= k and (is_large or rest <= (k - 1) * (unknown - 1)):
        return None
    if not told:
        return table.total if rest >= k else None
    return min(told, key=lambda key: rank(figures[key], n[key]))


def _all_of(figures: Mapping[str, Figure], figure: Figure) -> str | None:
    """Return the figure of the same remarks whatever they are about."""
    if figure.area is None:
        return None
    return next((key for key, other in figures.items() if other.area is None and other.where == figure.where), None)


def _tables(population: Population, figures: Mapping[str, Figure]) -> Iterator[_Table]:
    by_rest: dict[tuple[str, _Rest], list[str]] = {}
    for key, figure in figures.items():
        for name in figure.where:
            by_rest.setdefault((name, _rest(figure.where, name, figure.area)), []).append(key)
    for total, figure in figures.items():
        for name, values in population.dimensions.items():
            mine = figure.where.get(name, frozenset(values))
            others = by_rest.get((name, _rest(figure.where, name, figure.area)), ())
            inside = [key for key in others if figures[key].where[name] < mine]
            # Those that are in another of them divide that one.
            children = [
                key
                for key in inside
                if not any(figures[key].where[name] < figures[other].where[name] for other in inside)
            ]
            if children and _are_apart([figures[key].where[name] for key in children]):
                wide = len(mine) - sum(len(figures[key].where[name]) - 1 for key in children)
                yield _Table(total, wide, tuple(children))


def _rest(where: Where, name: str, area: str | None) -> _Rest:
    return frozenset((other, values) for other, values in where.items() if other != name), area


def _are_apart(sets: list[frozenset[str]]) -> bool:
    return sum(len(values) for values in sets) == len(frozenset().union(*sets))
