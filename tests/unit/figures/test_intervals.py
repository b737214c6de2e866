"""Intervals against published figures, and what must hold of all of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.figures import intervals

shares = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares)
def test_a_share_lies_within_its_interval_and_that_within_0_and_1(kn: tuple[int, int]) -> None:
    found = intervals.share(*kn)
    assert (found is None) == (kn[1] == 0)
    if found:
        assert 0 <= found.low <= found.value <= found.high <= 1 and found.low < found.high
        other = intervals.share(kn[1] - kn[0], kn[1])
        assert other and other.low == pytest.approx(1 - found.high, abs=1e-9)


@given(shares, shares)
def test_a_difference_turns_round_with_its_order(a: tuple[int, int], b: tuple[int, int]) -> None:
    there, back = intervals.difference(*a, *b), intervals.difference(*b, *a)
    assert (there is None) == (0 in (a[1], b[1]))
    if there and back:
        assert -1 <= there.low <= there.value <= there.high <= 1
        assert (back.low, back.high) == pytest.approx((-there.high, -there.low))


@given(st.integers(1, 200), st.integers(2, 50))
def test_more_answers_say_more(k: int, times: int) -> None:
    few, many = intervals.share(k, 2 * k), intervals.share(k * times, 2 * k * times)
    assert few and many and many.high - many.low < few.high - few.low


def test_newcombes_own_examples() -> None:
    # Newcombe 1998, table II, method 10: 56/70 − 48/80 and 9/10 − 3/10.
    found = intervals.difference(48, 80, 56, 70)
    assert found and (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=1e-4) and found.is_different
    found = intervals.difference(3, 10, 9, 10)
    assert found and (found.low, found.high) == pytest.approx((0.1705, 0.8090), abs=1e-4)


def test_wilsons_share() -> None:
    found = intervals.share(81, 263)  # Newcombe 1998 (single proportion), table I, method 3
    assert found and (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    with pytest.raises(ValueError, match="no share"):
        intervals.share(3, 2)


TABLE = {1: 12.7062, 2: 4.3027, 3: 3.1824, 5: 2.5706, 10: 2.2281, 29: 2.0452, 100: 1.9840, 1000: 1.9623}


@pytest.mark.parametrize("freedom", TABLE)
def test_t_as_it_stands_in_every_table(freedom: int) -> None:
    assert intervals.t_quantile(freedom) == pytest.approx(TABLE[freedom], abs=2e-4)


@given(st.floats(1, 500), st.floats(0.01, 50))
def test_t_falls_with_freedom(freedom: float, more: float) -> None:
    assert 1.95 < intervals.t_quantile(freedom + more) <= intervals.t_quantile(freedom) + 1e-3


@given(st.dictionaries(st.integers(-5, 10).map(float), st.integers(1, 50), min_size=1, max_size=8))
def test_a_mean_of_counted_values_is_that_of_the_values(counts: dict[float, int]) -> None:
    from statistics import fmean, variance

    values = [value for value, n in counts.items() for _ in range(n)]
    found = intervals.sample(counts)
    assert found and found.n == len(values) and found.mean == pytest.approx(fmean(values))
    interval = intervals.mean(found)
    assert (interval is None) == (len(values) < 2)
    if interval:
        assert (
            found.variance == pytest.approx(variance(values), abs=1e-6)
            and interval.low <= interval.value <= interval.high
        )
        same = intervals.mean_difference(found, found)
        assert same and same.value == 0 and not same.is_different


def test_few_says_nothing() -> None:
    assert not intervals.says_something(29) and intervals.says_something(30) and not intervals.says_something(None)
    assert (
        intervals.sample({}) is None and intervals.mean(None) is None and intervals.mean_difference(None, None) is None
    )
