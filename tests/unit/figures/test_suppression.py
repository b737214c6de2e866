"""What is published is judged: small groups are hidden, what would give them away too, and earlier publications count."""

import itertools

import pytest

from dialog.figures.queries.commonly_known import is_some
from dialog.figures.suppression import NOWHERE, Figure, Population, Seen, judge, judging, tables

DISTRICTS = ("norr", "söder", "väster", "öster")
FEELINGS = ("unsafe", "safe", NOWHERE)


def people(
    counts: dict[tuple[str, str], int], areas: dict[tuple[str, str], dict[str, int]] | None = None
) -> Population:
    return Population({"place:district": DISTRICTS, "feeling": FEELINGS}, counts, areas or {})


def seen(key: str, n: int, **where: str) -> Seen:
    return Seen("2026-var", key, {name.replace("_", ":"): frozenset({v}) for name, v in where.items()}, None, n)


def test_what_was_told_is_not_known_to_be_none() -> None:
    none = {"place:district": frozenset({"norr", "söder"}), "feeling": frozenset({"safe"})}
    assert is_some(seen("norr, safe", 8, place_district="norr", feeling="safe"), none)
    assert not is_some(seen("norr, safe", 0, place_district="norr", feeling="safe"), none)
    assert not is_some(seen("norr", 28, place_district="norr"), none), "the others may be all of them"


def test_small_groups_are_hidden_and_one_more_so_that_the_total_gives_nothing_away() -> None:
    population = people({("norr", "unsafe"): 20, ("söder", "unsafe"): 9, ("väster", "unsafe"): 3})
    verdict = judge(population, tables(population, [("place:district",)]))
    assert verdict.shown == {"": 32, "place:district=norr": 20}
    assert verdict.hidden == {
        "place:district=söder": "others",
        "place:district=väster": "few",
        "place:district=öster": "few",
    }
    assert not verdict.is_refused


def test_a_few_who_spoke_of_something_else_are_a_group_too() -> None:
    population = people({("norr", "unsafe"): 20}, {("norr", "unsafe"): {"belysning": 17, "trafik": 9}})
    verdict = judge(population, tables(population, [("area",)]))
    assert verdict.shown == {"": 20, "area=trafik": 9}


def test_sensitive_areas_are_never_placed() -> None:
    population = people({("norr", "unsafe"): 40}, {("norr", "unsafe"): {"hatbrott": 20}})
    verdict = judge(population, tables(population, [("area", "place:district")]), sensitive={"hatbrott"})
    assert verdict.shown["area=hatbrott"] == 20
    assert verdict.hidden["place:district=norr|area=hatbrott"] == "sensitive"


def test_what_an_earlier_publication_told_is_not_told_by_subtracting() -> None:
    population = people({("norr", "unsafe"): 20, ("norr", "safe"): 3, ("söder", "safe"): 20})
    earlier = [seen("norr, otrygga", 20, place_district="norr", feeling="unsafe")]
    verdict = judge(population, tables(population, [("place:district",)]), earlier)
    assert "place:district=norr" not in verdict.shown


def test_a_number_that_changed_by_one_stands_as_it_was_published() -> None:
    population = people({("norr", "unsafe"): 19, ("söder", "unsafe"): 20})
    earlier = [seen("norr", 20, place_district="norr"), seen("söder", 20, place_district="söder"), seen("", 40)]
    verdict = judge(population, tables(population, [("place:district",)]), earlier)
    assert verdict.shown == {"": 40, "place:district=norr": 20, "place:district=söder": 20}
    assert verdict.kept == {"": 40, "place:district=norr": 20}
    assert [(clash.key, clash.n, clash.why) for clash in verdict.clashes] == [
        ("", 39, "changed"),
        ("place:district=norr", 19, "changed"),
    ]


def test_an_old_number_does_not_stand_where_it_may_no_longer_be_told() -> None:
    population = people({("norr", "unsafe"): 30, ("söder", "unsafe"): 20}, {("norr", "unsafe"): {"hatbrott": 11}})
    told = Seen("2026-var", "", {"place:district": frozenset({"norr"})}, "hatbrott", 12)
    figures = tables(population, [("place:district", "area")])
    verdict = judge(population, figures, [told, seen("söder", 21, place_district="söder")], sensitive={"hatbrott"})
    assert verdict.hidden["place:district=norr|area=hatbrott"] == "sensitive"
    finer = judge(population, figures, [seen("norr", 9, place_district="norr")], k=10)
    assert "place:district=norr" not in finer.shown


def test_where_too_much_would_have_to_be_looked_for_the_finest_figures_go(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {(place, feeling): 7 + i for i, (place, feeling) in enumerate(itertools.product(DISTRICTS, FEELINGS))}
    population = people(counts | {("norr", "unsafe"): 2, ("söder", "safe"): 1})
    figures = tables(population, [("place:district", "feeling")])
    most = judge(population, figures).shown
    monkeypatch.setattr(judging, "_WORK", 0)
    fewer = judge(population, figures).shown
    assert {key for key in fewer if "|" in key} == set()
    assert set(fewer) < set(most)


def test_another_geography_for_the_same_remarks_is_refused() -> None:
    population = Population(
        {"place:district": ("norr",), "place:500": ("a", "b")}, {("norr", "a"): 10, ("norr", "b"): 10}
    )
    earlier = [seen("norr", 20, place_district="norr")]
    verdict = judge(population, tables(population, [("place:500",)]), earlier)
    assert verdict.is_refused
    assert not verdict.shown
    assert {clash.why for clash in verdict.clashes} == {"geography"}


def test_a_dimension_that_the_population_lacks_is_a_fault() -> None:
    with pytest.raises(ValueError, match="week"):
        judge(people({}), [Figure("", {"week": frozenset({"202601"})})])


def test_forty_remarks_still_make_a_page_by_a_coarser_cut() -> None:
    counts = {(DISTRICTS[i % 4], FEELINGS[i % 2]): 0 for i in range(40)}
    for i in range(40):
        counts[DISTRICTS[i % 4], FEELINGS[(i // 4) % 2]] = counts.get((DISTRICTS[i % 4], FEELINGS[(i // 4) % 2]), 0) + 1
    about = {part: dict(zip("abcdefgh", (4, 3, 1, 1, 1, 1, 1, 1), strict=True)) for part, n in counts.items() if n}
    population = people({part: n for part, n in counts.items() if n}, about)
    verdict = judge(population, tables(population, [("place:district",), ("feeling",), ("area",)]))
    assert verdict.shown[""] == 40
    assert len(verdict.shown) >= 8
