"""Near-identical texts: what is together, what is not, and what holds for any texts."""

from hypothesis import given
from hypothesis import strategies as st

from dialog.tag.alike import alike, likeness, shingles

WORDS = st.sampled_from("det är mörkt vid tunneln parken inte tryggt lampan trasig kväll åker moppe".split())
TEXTS = st.lists(st.lists(WORDS, max_size=7).map(" ".join), max_size=12)


def test_a_word_more_is_alike_and_a_denial_is_not() -> None:
    texts = [
        "Lampan vid tunneln är trasig",
        "lampan vid TUNNELN är trasig!",
        "Lampan vid tunneln är trasig igen",
        "Det känns tryggt vid stationen",
        "Det känns inte tryggt vid stationen",
        "Lampan vid skolan behöver bytas snart",
        "",
        "",
    ]
    assert alike(texts) == [[0, 1, 2], [3], [4], [5], [6], [7]]


def test_the_same_text_a_hundred_times_is_one_group() -> None:
    assert alike(["mörkt vid skolan"] * 100 + ["mopeder på cykelbanan"]) == [list(range(100)), [100]]


@given(TEXTS)
def test_each_text_is_in_one_group_and_the_same_text_in_the_same(texts: list[str]) -> None:
    groups = alike(texts)
    assert sorted(i for group in groups for i in group) == list(range(len(texts)))
    of = {i: n for n, group in enumerate(groups) for i in group}
    assert all(of[i] == of[j] for i, a in enumerate(texts) for j, b in enumerate(texts) if a == b and a)


@given(TEXTS, st.randoms())
def test_the_order_of_the_texts_does_not_matter(texts: list[str], chance: object) -> None:
    order = list(range(len(texts)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    here = {frozenset(group) for group in alike(texts)}
    there = {frozenset(order[i] for i in group) for group in alike([texts[i] for i in order])}
    assert here == there


@given(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), st.lists(WORDS, max_size=7).map(" ".join))
def test_likeness_is_whole_for_itself_and_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(shingles(one), shingles(one)) == 1
    assert likeness(shingles(one), shingles(other)) == likeness(shingles(other), shingles(one))
    assert 0 <= likeness(shingles(one), shingles(other)) <= 1
