"""What the learned model sees of a text: the stems of its words, and pieces of four letters of each word. Never a number.

From `suggesting/words.py` and `suggesting/weights.py`; to `fitting.py` and `model.py`. A stem is written as it is, a piece with its
kind before it (`~amp_`), so that a person can read what was learned. Pieces find what inflection, compounds and misspelling hide.
"""

from collections.abc import Iterable
from functools import lru_cache

from dialog.tag.suggesting.weights import pieces_of
from dialog.tag.suggesting.words import read

#: Words that are read of a text; a remark is 4,000 characters at most, and an imported text may be anything.
MOST_WORDS = 700
#: The features of a word in small letters: its stem first, then its pieces; none of what holds a digit.
of_word = lru_cache(maxsize=50_000)(pieces_of)


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters, in order."""
    return [word.low for word in read(text)[:MOST_WORDS]]


def sentences_of(text: str) -> list[list[str]]:
    """Return the words of a text in small letters, by sentence."""
    found: dict[int, list[str]] = {}
    for word in read(text)[:MOST_WORDS]:
        found.setdefault(word.sentence, []).append(word.low)
    return list(found.values())


def features(words: Iterable[str]) -> frozenset[str]:
    """Return the features of some words, each once."""
    return frozenset(feature for low in words for feature in of_word(low))


def is_piece(feature: str) -> bool:
    """Say whether a feature is a piece of a word, not a stem."""
    return feature.startswith("~")
