"""Krippendorff's alpha on the published examples, and what holds for any data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.tag.agreement import agreement, alpha, masi

#: Krippendorff (2011), example B: two observers, nominal, no missing data; alpha 0.692.
B = ["ab", "aa", "bb", "bb", "db", "cc", "cc", "cc", "ee", "dd", "dd", "ad"]
#: Example A: two observers, binary; alpha 0.095.
A = ["01", "11", "01", "00", "00", "01", "00", "00", "10", "00"]
#: Example C: four observers, nominal, missing data (12 units, the last coded by one alone); alpha 0.743.
C = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"]


@pytest.mark.parametrize(("units", "expected"), [(B, 0.692), (C, 0.743), (A, 0.095)])
def test_published_examples(units: list[str], expected: float) -> None:
    assert alpha([list(values) for values in units]) == pytest.approx(expected, abs=0.0006)


def test_all_the_same_says_nothing_and_systematic_disagreement_is_below_chance() -> None:
    assert alpha(["aa", "aa"]) is None
    assert alpha([]) is None
    assert alpha(["a", "b"]) is None, "nobody to compare with"
    worse = alpha(["ab", "ba", "ab"])
    assert worse is not None and worse < 0


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), max_size=15), st.randoms())
def test_neither_order_nor_names_matter(units: list[list[str]], chance: object) -> None:
    first = alpha(units)
    turned = [sorted(values, reverse=True) for values in units]
    chance.shuffle(turned)  # type: ignore[attr-defined]
    renamed = [[{"a": "x", "b": "y", "c": "z"}[value] for value in values] for values in turned]
    assert first is None or first <= 1 + 1e-12
    assert alpha(renamed) == (None if first is None else pytest.approx(first))


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=15))
def test_those_who_always_agree_have_one(values: list[str]) -> None:
    assert alpha([[value, value] for value in values]) == (None if len(set(values)) == 1 else pytest.approx(1))


def test_sets_that_overlap_are_nearer_than_sets_that_do_not() -> None:
    a, ab, bc, c = frozenset("a"), frozenset("ab"), frozenset("bc"), frozenset("c")
    assert (masi(a, a), masi(a, c), masi(frozenset(), frozenset())) == (0, 1, 0)
    assert masi(a, ab) == pytest.approx(1 - 2 / 3 / 2)  # Passonneau (2006): a part of the other weighs 2/3
    assert masi(ab, bc) == pytest.approx(1 - 1 / 3 / 3)  # an overlap 1/3
    assert masi(a, frozenset()) == 1
    units = [[a, ab], [ab, ab], [c, c], [bc, c]]
    strict, mild = alpha(units), alpha(units, masi)
    assert strict is not None and mild is not None and strict < mild < 1


def test_few_say_nothing_and_more_say_it_with_an_interval() -> None:
    agreeing, differing = [True, True], [True, False]
    few = agreement([agreeing] * 4 + [[False, False]] * 4)
    assert (few.alpha, few.is_enough, few.low) == (pytest.approx(1), False, None)
    rare = agreement([agreeing] * 4 + [[False, False]] * 96)
    assert not rare.is_enough, "chosen by too few"
    some = agreement([agreeing] * 30 + [differing] * 10 + [[False, False]] * 60)
    many = agreement(([agreeing] * 30 + [differing] * 10 + [[False, False]] * 60) * 9)
    assert some.is_enough
    assert (some.n, some.chosen, some.differing) == (100, 40, 10)
    for one in (some, many):
        assert one.low is not None and one.alpha is not None and one.high is not None
        assert one.low < one.alpha < one.high < 1
    assert many.high - many.low < (some.high - some.low) / 2  # type: ignore[operator]
    assert some == agreement([agreeing] * 30 + [differing] * 10 + [[False, False]] * 60), "the same each time"
