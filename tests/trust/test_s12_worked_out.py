"""S12: everything that was published, put together, works out no small group. The attacker is `attacking.py`.

A few municipalities here; thousands by `python3 start.py soak s12`.
"""

import random

import pytest

import dialog.figures.suppression.judging as method
from tests.trust.attacking import Attacker, Number
from tests.trust.municipalities import live

SEEDS = (1, 4, 5, 6, 9)


def learnt(seed: int, *, merging: bool = False) -> set[str]:
    town = live(seed, merging=merging)
    attacker = Attacker(town.dimensions, town.areas)
    return {finding.how for finding in attacker.attack(town.numbers(), own=town.somebody())}


def test_nothing_is_worked_out() -> None:
    assert {seed: found for seed in SEEDS if (found := learnt(seed))} == {}


def test_nothing_is_worked_out_of_focus_areas_that_were_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {seed: found for seed in (1, 46) if (found := learnt(seed, merging=True))} == {}
    monkeypatch.setattr(method._Judging, "hide_merged", lambda _: None)
    assert "subtracted" in learnt(1, merging=True) and "bounds" in learnt(46, merging=True), "what the rule is for"


def test_publications_show_much_all_the_same() -> None:
    numbers = [len(live(seed).numbers()) for seed in SEEDS]
    assert sum(numbers) > 60


def test_the_attacker_works_out_what_hiding_alone_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(method._Judging, "hide_beside", lambda _: None)
    monkeypatch.setattr(method._Judging, "hide_until_safe", lambda _: None)
    found = set().union(*(learnt(seed) for seed in SEEDS[:3]))
    assert found >= {"subtracted", "bounds", "own"}


def test_the_attacker_remembers_earlier_publications(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = method._Judging.__init__
    monkeypatch.setattr(
        method._Judging,
        "__init__",
        lambda self, people, figures, _before, k, rank: begin(self, people, figures, [], k, rank),
    )
    found = set().union(*(learnt(seed) for seed in SEEDS))
    assert found >= {"subtracted", "contradiction"}


def squares(rng: random.Random, *, both: bool) -> tuple[int, int]:
    """Return how many of 16 squares with few in them are hidden, and how many of these are worked out exactly.

    As measured in TRUST "Small numbers": 80 reports, 4 x 4 squares in 2 x 2 with a total, under five hidden.
    """
    names = [f"{north}{east}" for north in range(4) for east in range(4)]
    sparse = {"00", "03", "21", "32"}  # one in each large square
    count = {name: 0 if name in sparse else 5 for name in names}
    for name in rng.choices(names, k=80 - sum(count.values())):
        count[name] += 1
    large: dict[str, frozenset[str]] = {
        f"{north}{east}": frozenset(n for n in names if int(n[0]) // 2 == north and int(n[1]) // 2 == east)
        for north in range(2)
        for east in range(2)
    }
    told = [({name}, count[name]) for name in names]
    told += [(set(inside), sum(count[n] for n in inside)) for inside in large.values() if both]
    numbers = [Number({"square": frozenset(inside)}, None, n) for inside, n in told if n >= 5]
    numbers.append(Number({}, None, 80))
    attacker = Attacker({"square": names}, [])
    rows = [(attacker.inside(n.where), n.n) for n in numbers]
    found, labels = attacker.targets(rows)
    small = [name for name in names if 0 < count[name] < 5]
    exact = {finding.what for finding in attacker.eliminate(rows, found, labels)}
    return len(small), sum(str({"square": [name]}) in exact for name in small)


def test_two_grids_give_away_what_one_does_not() -> None:
    one = [squares(random.Random(seed), both=False) for seed in range(8)]
    two = [squares(random.Random(seed), both=True) for seed in range(8)]
    assert sum(worked_out for _, worked_out in one) == 0
    hidden, worked_out = (sum(column) for column in zip(*two, strict=True))
    assert worked_out / hidden > 0.7
