"""Judges a publication against itself and against everything that was ever published. Pure.

Three steps. What is small is hidden. In each table enough of the others is hidden that what is left of its total is no
small group either. Then possible worlds are looked for (`worlds.py`); while somebody has none, the least important of the
figures that stand in the way is hidden as well. What is left has been shown to be safe, whatever the steps before did.
"""

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from hashlib import blake2b

from dialog.figures.suppression.beside import Clash, other_geographies, overlap, places
from dialog.figures.suppression.choosing import consistent, in_the_way
from dialog.figures.suppression.inside import SMALLEST
from dialog.figures.suppression.margins import left_small
from dialog.figures.suppression.population import Figure, Population, Seen, made_of
from dialog.figures.suppression.solving import Spent, allotted
from dialog.figures.suppression.system import Known, System, systems

#: How many in each turn are looked into by themselves, and for how many turns, before what lies nearest is hidden.
_CLOSELY = 12
_CLOSE_TURNS = 6
#: How much is looked for before the finest figures go: a few seconds' work.
_WORK = 600


@dataclass(frozen=True)
class Verdict:
    """What may be published. `shown` is all that the public may see of numbers; `hidden` tells staff why."""

    shown: Mapping[str, int]
    #: few, others (it would give another away), sensitive, earlier (it would give something away beside what was published).
    hidden: Mapping[str, str]
    clashes: Sequence[Clash] = ()
    #: Figures that were published before and have changed since by a remark or a few: the old number stands.
    kept: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether nothing may be published: another geography for the same remarks, or nothing that could be shown."""
        return not self.shown or any(clash.why == "geography" for clash in self.clashes)


def judge(
    population: Population,
    figures: Sequence[Figure],
    earlier: Iterable[Seen] = (),
    k: int = SMALLEST,
    *,
    sensitive: AbstractSet[str] = frozenset(),
    secret: bytes = b"",
) -> Verdict:
    """Return which of the figures may be published.

    `earlier` is all that publications showed before, withdrawn ones too. `secret` decides among equals, so that who knows
    the method cannot tell from the choice which came first. Raises ValueError for a dimension that `population` lacks.
    """
    figures = sorted(figures, key=lambda figure: (len(figure.where) + (figure.area is not None), figure.key))
    before = sorted(earlier, key=lambda seen: (seen.publication, seen.key))
    _check(population, [*figures, *before])
    refused = other_geographies(figures, before)
    if refused:
        numbered = {clash.key: population.count(*_asked(figures, clash.key)) for clash in refused}
        clashes = [Clash(clash.key, numbered[clash.key], clash.seen, clash.why) for clash in refused]
        return Verdict({}, {figure.key: "earlier" for figure in figures}, clashes)
    rank = _ranks(figures, secret)
    state = _Judging(population, figures, before, k, rank)
    state.hide_small(sensitive)
    state.hide_merged()
    state.keep_old()
    state.hide_beside()
    state.hide_until_safe()
    return state.verdict()


def _check(population: Population, asked: Iterable[Figure | Seen]) -> None:
    for figure in asked:
        for name in figure.where:
            if name not in population.dimensions:
                raise ValueError(f"{figure.key}: the population is not divided by {name}")


def _asked(figures: Sequence[Figure], key: str) -> tuple[Mapping[str, frozenset[str]], str | None]:
    figure = next(figure for figure in figures if figure.key == key)
    return figure.where, figure.area


def _ranks(figures: Sequence[Figure], secret: bytes) -> Callable[[Figure, int], tuple[int, int, bytes]]:
    """Return what orders figures by how little is lost when one is hidden: the finest first, then the smallest."""
    drawn = {figure.key: blake2b(figure.key.encode(), key=secret[:64], digest_size=8).digest() for figure in figures}
    return lambda figure, n: (-len(figure.where) - (figure.area is not None), n, drawn[figure.key])


class _Judging:
    """The figures on their way to a verdict."""

    def __init__(
        self,
        population: Population,
        figures: Sequence[Figure],
        before: Sequence[Seen],
        k: int,
        rank: Callable[[Figure, int], tuple[int, int, bytes]],
    ) -> None:
        self.population, self.before, self.k, self.rank = population, before, k, rank
        self.figures = {figure.key: figure for figure in figures}
        self.n = {key: population.count(figure.where, figure.area) for key, figure in self.figures.items()}
        self.hidden: dict[str, str] = {}
        self.kept: dict[str, int] = {}
        self.clashes: list[Clash] = []
        self.published: list[Known] = [
            (seen.where, seen.area, seen.n) for seen in {(seen.means, seen.n): seen for seen in before}.values()
        ]
        self.is_changed = any(population.count(seen.where, seen.area) != seen.n for seen in before)

    def hide_small(self, sensitive: AbstractSet[str]) -> None:
        """Hide groups under `k`, nobody at all too, and sensitive focus areas by place."""
        for key, figure in self.figures.items():
            if made_of(figure.area) & sensitive and places(figure.where):
                self.hidden[key] = "sensitive"
            elif self.n[key] < self.k:
                self.hidden[key] = "few"

    def hide_merged(self) -> None:
        """Hide a focus area that was merged, where what it was made of is published of some of the same remarks.

        What was added in the merging would be the difference; and the search for possible worlds takes focus areas to be
        free of one another, which one and its part are not.
        """
        before = [(seen, made_of(seen.area)) for seen in self.before if seen.area]
        for key, figure in self.figures.items():
            mine = made_of(figure.area)
            others = (s for s, theirs in before if mine & theirs and mine != theirs and overlap(figure, s))
            if (seen := next(others, None)) is not None and self.hidden.get(key) != "sensitive":
                self.clashes.append(Clash(key, self.n[key], seen, "merged"))
                self.hidden[key] = "earlier"

    def keep_old(self) -> None:
        """Let a number that was published stand where the truth has changed since, and hide what cannot stand beside it."""
        old = {seen.means: seen for seen in self.before}
        for key, figure in self.figures.items():
            seen = old.get(figure.means)
            if seen is not None and seen.n != self.n[key]:
                self.clashes.append(Clash(key, self.n[key], seen, "changed"))
                if seen.n >= self.k and self.hidden.get(key) != "sensitive":
                    self.kept[key] = self.n[key] = seen.n
                    self.hidden.pop(key, None)
        if self.is_changed:
            self._within(self._consistent)

    def hide_beside(self) -> None:
        """Hide, in each table, the least of the others until what is left of its total is no small group."""
        shown = {key: self.n[key] for key in self.figures if key not in self.hidden}
        for key in left_small(self.population, self.figures, self.n, shown, self.k, self.rank):
            if key not in self.kept:
                self.hidden[key] = "others"

    def hide_until_safe(self) -> None:
        """Look for possible worlds, and hide what stands in the way of them, until nobody is without.

        Where that is more work than is worth waiting for, the finest figures go, and it begins anew.
        """
        while not self._within(self._until_safe):
            fine = {key: self.rank(self.figures[key], 0)[0] for key in self._shown() if key not in self.kept}
            if not fine:
                self.hidden |= {key: self.hidden.get(key, "earlier") for key in self.figures}
                break
            self.hidden |= {key: "others" for key, detail in fine.items() if detail == min(fine.values())}

    def _within(self, step: Callable[[], object]) -> bool:
        """Take a step; False when it is more work than is allotted."""
        try:
            with allotted(_WORK):
                step()
        except Spent:
            return False
        return True

    def _until_safe(self) -> None:
        found = self._consistent()
        shown, weights = self._shown(), self._weights()
        for turn in itertools.count():
            way = in_the_way(found, self.k, weights, closely=_CLOSELY if turn < _CLOSE_TURNS else 0)
            if way.is_lost:
                self.hidden |= {key: self.hidden.get(key, "earlier") for key in self.figures}
            if not way.numbers:
                break
            self.hidden |= {shown[number]: "others" for number in way.numbers}
            found = [system.without(way.numbers) for system in found]
            weights = {number: weight for number, weight in weights.items() if number not in way.numbers}

    def verdict(self) -> Verdict:
        """Return what came of it."""
        shown = {key: self.n[key] for key in self._shown()}
        kept = {key: n for key, n in self.kept.items() if key in shown}
        return Verdict(shown, dict(self.hidden), self.clashes, kept)

    def _consistent(self) -> list[System]:
        """Return the equations, with cells that fulfil them; hide what cannot stand beside what was published."""
        while True:
            found = systems(self.population, self._known(), self.k, apart=not self.is_changed)
            if not self.is_changed:
                return found
            mended = [consistent(system, self._weights()) for system in found]
            out = frozenset().union(*(numbers for _, numbers in mended))
            if not out:
                return [system for system, _ in mended]
            self._hide(out, "earlier")

    def _shown(self) -> list[str]:
        return [key for key in self.figures if key not in self.hidden]

    def _known(self) -> list[Known]:
        mine = [(self.figures[key].where, self.figures[key].area, self.n[key]) for key in self._shown()]
        return [*mine, *self.published]

    def _weights(self) -> dict[int, int]:
        """Number the shown figures that can be hidden by how much is lost: their places in `_known`."""
        shown = self._shown()
        order = sorted(shown, key=lambda key: self.rank(self.figures[key], self.n[key]))
        place = {key: i + 1 for i, key in enumerate(order)}
        return {i: place[key] for i, key in enumerate(shown) if key not in self.kept}

    def _hide(self, numbers: AbstractSet[int], why: str) -> None:
        shown = self._shown()
        self.hidden |= {shown[number]: why for number in numbers}
