"""Small groups stay hidden, also from who subtracts."""

from hypothesis import given
from hypothesis import strategies as st

from dialog.figures.suppression import SMALLEST, hidden

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 40), max_size=12)


@given(COUNTS)
def test_no_small_group_is_shown_and_zero_is(counts: dict[str, int]) -> None:
    shown = hidden(counts)
    assert set(shown) == set(counts)
    assert all(n is None or n == 0 or n >= SMALLEST for n in shown.values())
    assert all(shown[key] == 0 for key, n in counts.items() if n == 0)


@given(COUNTS)
def test_what_is_hidden_cannot_be_had_from_the_total(counts: dict[str, int]) -> None:
    shown = hidden(counts)
    secret = [key for key, n in shown.items() if n is None]
    others = [key for key, n in counts.items() if n]
    if secret and len(others) > 1:
        assert len(secret) > 1
        assert sum(counts[key] for key in secret) >= SMALLEST or len(secret) == len(others)


@given(COUNTS)
def test_nothing_is_hidden_that_need_not_be(counts: dict[str, int]) -> None:
    if not any(0 < n < SMALLEST for n in counts.values()):
        assert hidden(counts) == counts
