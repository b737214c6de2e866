"""What the learned model sees of a text: the stems of its words, and pieces of four letters of each word. Never a number.

From `suggesting/words.py` and `finding/stems.py`; to `fitting.py` and `model.py`. A stem is written as it is, a piece with its
kind before it (`~amp_`), so that a person can read what was learned. Pieces find what inflection, compounds and misspelling hide.
"""

from collections.abc import Iterable
from functools import lru_cache

from dialog.tag.finding.stems import stem
from dialog.tag.suggesting.words import read

PIECE = 4  # letters
#: Words that are read of a text; a remark is 4,000 characters at most, and an imported text may be anything.
MOST_WORDS = 700


@lru_cache(maxsize=50_000)
def of_word(low: str) -> tuple[str, ...]:
    """Return the features of a word in small letters: its stem first, then its pieces; none of what holds a digit."""
    if not low or any(letter.isdigit() for letter in low):
        return ()
    framed = f"_{low}_"
    pieces = dict.fromkeys(f"~{framed[i : i + PIECE]}" for i in range(max(1, len(framed) - PIECE + 1)))
    return (stem(low), *pieces)


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
