"""Text as it comes in: the same as the standard's normal form for all that people write, and quick for what nobody does."""

import time
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from dialog.base.texts import clean, normal


@given(st.text())
def test_what_people_write_is_normalized_as_ever(text: str) -> None:
    assert normal(text) == unicodedata.normalize("NFC", text)
    assert normal(text, "NFKD") == unicodedata.normalize("NFKD", text)


def test_a_heap_of_marks_holds_nobody() -> None:
    begun = time.perf_counter()
    heaped = clean("a" + "\u0301\u0316" * 150_000 + " åäö" + "\u0301" * 40)
    assert time.perf_counter() - begun < 5  # minutes without the limit
    assert len(heaped) < 80 and "å" in heaped
