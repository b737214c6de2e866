"""Several codes are kept as one text, always the same for the same choice, and the tables take every one of them."""

from hypothesis import given
from hypothesis import strategies as st

from dialog.remark import kinds

LISTS = st.sampled_from([kinds.PARTS_OF_DAY, kinds.DAYS, kinds.SEASONS, kinds.REASONS])


@given(LISTS, st.data())
def test_the_order_of_choosing_and_what_is_unknown_do_not_matter(known: dict[str, str], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from([*known, "nothing", "", "day,dark"])))
    joined = kinds.join(chosen, known)
    assert joined == kinds.join(reversed(chosen), known) == kinds.join(set(chosen) & set(known), known)
    assert set(kinds.split(joined)) == set(chosen) & set(known)
    assert len(kinds.in_words(joined, known)) == len(kinds.split(joined))


def test_all_combinations_are_named_once() -> None:
    for known in (kinds.PARTS_OF_DAY, kinds.DAYS, kinds.SEASONS):
        possible = kinds.all_of(known)
        assert len(possible) == len(set(possible)) == 2 ** len(known) - 1
        assert all(kinds.join(kinds.split(one), known) == one for one in possible)


def test_no_code_stands_inside_another() -> None:
    for known in (kinds.PARTS_OF_DAY, kinds.DAYS, kinds.SEASONS, kinds.REASONS):
        assert not [(a, b) for a in known for b in known if a != b and a in b]


def test_as_many_good_reasons_are_offered_as_bad() -> None:
    assert len(kinds.UNSAFE_REASONS) == len(kinds.SAFE_REASONS)


def test_all_reasons_at_once_fit_in_the_column() -> None:
    from dialog.remark.models import Remark

    assert len(",".join(kinds.REASONS)) <= Remark.__table__.c.reason.type.length
