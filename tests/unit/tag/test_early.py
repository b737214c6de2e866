"""A focus area with few examples: what its words carry, what was decided before it was there, and what is never kept."""

import time

import pytest

from dialog.tag.learning import Lesson, Said, Sample, blend, kept, learn, opened
from dialog.tag.suggesting import suggest

NEW = frozenset({"bankar"})
TEN = (
    "Bänken vid kyrkan är trasig", "Fler bänkar längs ån", "Min mor orkar inte gå utan en bänk", "Sätt en parkbänk vid backen",
    "Bänkarna är alltid upptagna", "Ställ ut bänkar på torget", "Ingen bänk i solen", "Saknar bänk när jag väntar",
    "Vi gamla behöver en bänk", "Trevligt med den nya bänken",
)  # fmt: skip
WHO = "vi jag man alla många några barnen grannen mamma pappa".split()
WHERE = "skolan torget parken stationen affären bron backen stranden ängen kiosken".split()


@pytest.fixture(scope="module")
def taught() -> Lesson:
    """Ten examples, forty remarks decided beside them, and three hundred decided before, ten of which are about the same."""
    rows = [(text, NEW, frozenset[str]()) for text in TEN]
    rows += [(f"{WHO[i % 10]} ser skräp nära {WHERE[i // 10]}", frozenset({"ovrigt"}), frozenset()) for i in range(40)]
    rows += [(f"{WHO[i % 10]} såg dimma runt {WHERE[i // 30]} {i}", frozenset({"ovrigt"}), NEW) for i in range(270)]
    rows += [(f"{WHO[i % 10]} satt på bänken intill {WHERE[i]}", frozenset({"ovrigt"}), NEW) for i in range(10)]
    return learn([Sample.of(*row) for row in rows], lambda i: Said({}))


def test_ten_examples_suggest_by_their_words_whatever_was_decided_before(taught: Lesson) -> None:
    found = [blend(suggest(text), taught.learned, text).suggestions for text in ("Fler bänkar, tack", "ny bänk behövs")]
    for suggestions in found:
        (one,) = [one for one in suggestions if one.slug == "bankar"]
        assert one.is_learned and one.because[0].startswith("bänk") and 0.5 <= one.score < 0.8
    for text in ("Fin utsikt från torget", "Vi ser skräp nära backen"):
        assert "bankar" not in {one.slug for one in blend(suggest(text), taught.learned, text).suggestions}
    few = taught.early["bankar"]
    assert (few.examples, few.others, few.extra) == (10, 40, 0) and few.found >= 8, (
        "before it was there nobody could choose it"
    )
    again = opened(kept(taught.learned))
    assert again.early == taught.learned.early and again.areas == taught.learned.areas


def test_a_suggestion_of_few_examples_takes_little_time(taught: Lesson) -> None:
    text = "Det är mörkt vid bänken på kvällarna, fullt av duvor och ungdomar som kör moped. " * 2
    before = time.process_time()
    for _ in range(100):
        blend(suggest(text), taught.learned, text)
    assert (time.process_time() - before) / 100 < 0.002


def test_examples_that_share_nothing_suggest_nothing() -> None:
    apart = "lampa staket gunga grind brygga räcke kulle ruin damm fontän".split()
    rows = [Sample.of(f"Titta på en {word}", NEW) for word in apart]
    rows += [Sample.of(f"{WHO[i % 10]} ser dimma nära {WHERE[i // 10]}", frozenset({"ovrigt"})) for i in range(100)]
    assert not learn(rows, lambda i: Said({})).learned.early
