"""Rules that hold whatever is counted: by hypothesis, and by trying every population there can be."""

import itertools
from collections import Counter, defaultdict
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.figures.operations.planning import coarser
from dialog.figures.publishing.choice import PLANS
from dialog.figures.suppression import (
    Figure,
    Population,
    Seen,
    judge,
    merged_squares,
    tables,
)
from dialog.figures.suppression.choosing import Row, consistent
from dialog.figures.suppression.margins import left_small
from dialog.figures.suppression.system import System
from tests.trust.attacking import Attacker, Number

PLACES, FEELINGS, AREAS = ("a", "b", "c"), ("unsafe", "safe"), ("light", "cars")
DIMENSIONS = {"place:x": PLACES, "feeling": FEELINGS}
CUTS = [["place:x", "feeling"], ["area", "feeling"]]
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def populations(draw: Any, most: int = 30) -> Population:
    counts = {part: draw(st.integers(0, most)) for part in itertools.product(PLACES, FEELINGS)}
    about = {part: {area: draw(st.integers(0, n)) for area in AREAS} for part, n in counts.items() if n}
    return Population(DIMENSIONS, {part: n for part, n in counts.items() if n}, about)


def numbers(figures: list[Figure], shown: dict[str, int]) -> list[Number]:
    return [Number(figure.where, figure.area, shown[figure.key]) for figure in figures if figure.key in shown]


@FEW
@given(populations(), st.sampled_from([5, 10]))
def test_what_is_shown_is_true_and_never_small_and_the_rest_has_a_reason(population: Population, k: int) -> None:
    figures = tables(population, CUTS)
    verdict = judge(population, figures, k=k)
    assert set(verdict.shown) | set(verdict.hidden) == {figure.key for figure in figures}
    assert not set(verdict.shown) & set(verdict.hidden)
    for figure in figures:
        if figure.key in verdict.shown:
            assert verdict.shown[figure.key] == population.count(figure.where, figure.area) >= k


@FEW
@given(populations(), st.randoms(use_true_random=False))
def test_the_order_of_figures_and_of_earlier_publications_changes_nothing(population: Population, rng: Any) -> None:
    figures = tables(population, CUTS)
    earlier = [Seen("1", f.key, f.where, f.area, population.count(f.where, f.area)) for f in figures[:3]]
    earlier = [seen for seen in earlier if seen.n >= 5]
    first = judge(population, figures, earlier)
    rng.shuffle(figures)
    rng.shuffle(earlier)
    again = judge(population, figures, earlier)
    assert (first.shown, first.hidden) == (again.shown, again.hidden)


@FEW
@given(populations(), st.randoms(use_true_random=False))
def test_hiding_more_is_never_less_safe(population: Population, rng: Any) -> None:
    figures = tables(population, CUTS)
    verdict = judge(population, figures)
    fewer = {key: n for key, n in verdict.shown.items() if rng.random() < 0.6}
    assert Attacker(DIMENSIONS, AREAS).attack(numbers(figures, fewer)) == []


@FEW
@given(populations(), populations())
def test_two_publications_of_what_has_changed_in_between_give_nothing_away(then: Population, now: Population) -> None:
    figures = tables(then, CUTS, areas=AREAS)
    first = judge(then, figures)
    seen = [Seen("1", f.key, f.where, f.area, first.shown[f.key]) for f in figures if f.key in first.shown]
    second = judge(now, figures, seen)
    assert all(second.shown[key] == first.shown[key] for key in set(first.shown) & set(second.shown))
    both = numbers(figures, dict(first.shown)) + numbers(figures, dict(second.shown))
    assert Attacker(DIMENSIONS, AREAS).attack(both) == []


@FEW
@given(populations(most=9))
def test_a_coarser_cut_that_is_proposed_shows_a_larger_part(population: Population) -> None:
    plans = [
        [["place:x", "feeling", "area"]],
        [["place:x"], ["feeling"], ["area"]],
        *[[["feeling"]]] * (len(PLANS) - 2),
    ]
    figures = [tables(population, plan) for plan in plans]
    verdicts = [judge(population, each) for each in figures]
    proposal = coarser(0, lambda at: (figures[at], verdicts[at]))
    if proposal is not None:
        told = [len(verdict.shown) if "" in verdict.shown else 0 for verdict in verdicts]
        assert proposal and told[proposal] >= 0.75 * told[0]
        assert told[proposal] * len(figures[0]) > told[0] * len(figures[proposal])


def test_who_reruns_the_method_on_every_population_learns_nothing_of_a_table() -> None:
    """All populations of three places with the same published table: in some of them each small group is empty or large.

    The secret is not known to who tries, so every way to choose among equals is among those tried.
    """
    k, places = 3, [f"place:x={place}" for place in PLACES]
    figures = {figure.key: figure for figure in tables(Population({"place:x": PLACES}, {}), [["place:x"]])}
    told: defaultdict[Any, set[tuple[int, ...]]] = defaultdict(set)
    for order in itertools.permutations(places):
        for counts in itertools.product(range(7), repeat=len(PLACES)):
            n = {"": sum(counts), **dict(zip(places, counts, strict=True))}
            population = Population({"place:x": PLACES}, {})
            shown = {key: m for key, m in n.items() if m >= k}

            def rank(figure: Figure, m: int, order: Any = order) -> Any:
                return -len(figure.where), m, order.index(figure.key)

            gone = set(left_small(population, figures, n, shown, k, rank))
            told[tuple(sorted((key, m) for key, m in shown.items() if key not in gone))].add(counts)
    for worlds in told.values():
        for group in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)):
            assert any(not 1 <= sum(world[i] for i in group) < k for world in worlds), (worlds, group)


@given(
    st.dictionaries(st.tuples(st.integers(0, 60), st.integers(0, 60)), st.integers(0, 20)),
    st.sampled_from([5, 10]),
    st.sampled_from([1.0, 0.9]),
)
def test_squares_grow_where_few_are(counts: dict[tuple[int, int], int], k: int, most: float) -> None:
    at = {(north * 250, east * 250): n for (north, east), n in counts.items()}
    found = merged_squares(at, k, largest=4000, most=most)
    assert all(n >= k for n in found.values())
    inside = {
        corner: [s for s in found if s[0] <= corner[0] < s[0] + s[2] and s[1] <= corner[1] < s[1] + s[2]]
        for corner, n in at.items()
        if n
    }
    assert all(len(squares) <= 1 for squares in inside.values())
    assert sum(found.values()) == sum(at[corner] for corner, squares in inside.items() if squares)
    for north, east, side in found:  # none could be divided further
        parts = Counter((c[0] // (side // 2), c[1] // (side // 2)) for c in inside for _ in range(at[c]) if north <= c[0] < north + side and east <= c[1] < east + side)  # fmt: skip
        enough = sum(n for n in parts.values() if n >= k)
        assert side == 250 or enough < max(k, most * parts.total())


def test_one_alone_does_not_keep_a_town_in_one_square() -> None:
    town = {(north * 250, east * 250): 6 for north in range(4) for east in range(4)}
    outskirts = {(3000, 3000): 1}
    assert merged_squares(town | outskirts, 5, largest=4000) == {(0, 0, 4000): 97}
    assert merged_squares(town | outskirts, 5, largest=4000, most=0.9) == merged_squares(town, 5)


def test_nothing_is_shown_beside_publications_that_contradict_each_other() -> None:
    cells = np.array([6, 7])
    rows = [Row(0, np.array([0]), 6), Row(1, np.array([0]), 8), Row(2, np.array([1]), 7)]
    system = System(cells, rows, {}, {}, settled=np.zeros(2, dtype=bool))
    assert consistent(system, {2: 1})[1] == {2}
    assert consistent(system, {1: 1, 2: 2})[1] == {1}, "what is not published yet gives way"
