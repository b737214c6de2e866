"""Which texts say nearly the same, so that they can be looked at together: "Lampan vid tunneln är trasig" twice, or with a word more.

Pure: no database, no HTTP. From a batch's texts (`queries/piles.py`); to its page. Two texts are alike when they share most of their
words and pairs of neighbouring words (Jaccard), and deny the same: "inte tryggt" is never like "tryggt". Set similarity of shingles
is Broder's (On the resemblance and containment of documents, 1997).
"""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from dialog.tag.suggesting.words import plain, read

#: The share of words and pairs that two texts must have in common.
ENOUGH = Fraction(6, 10)
_DENIALS = frozenset("inte ej ingen inga inget aldrig utan slipper".split())
#: A word or pair that so many texts have tells nothing, and would make all be compared with all.
_COMMON = 60

Shingles = frozenset[tuple[str, ...]]


def shingles(text: str) -> Shingles:
    """Return a text's words and pairs of neighbouring words, small letters, å and ä and ö as a and o."""
    words = [plain(word.low) for word in read(text)]
    return frozenset([*((word,) for word in words), *pairwise(words)])


def denials(text: str) -> tuple[str, ...]:
    """Return the words of denial in a text, in alphabetical order."""
    return tuple(sorted(word.low for word in read(text) if word.low in _DENIALS))


def likeness(one: frozenset[Any], other: frozenset[Any]) -> Fraction:
    """Return how much two texts share by their shingles (or hashes of them): from 0, nothing, to 1, all; two without words share nothing."""
    common = len(one & other)
    return Fraction(common, len(one) + len(other) - common) if common else Fraction(0)


def alike(texts: Sequence[str]) -> list[list[int]]:
    """Return the places of the texts in groups: alike together, in the order of the first of each; each text once.

    What is like something in a group belongs to the group, so that the order of the texts does not matter.
    """
    made = [(shingles(text), denials(text)) for text in texts]
    group = list(range(len(texts)))

    def first(i: int) -> int:
        while group[i] != i:
            group[i] = i = group[group[i]]
        return i

    for i, j in sorted(_worth_comparing([one for one, _ in made])):
        if first(i) != first(j) and made[i][1] == made[j][1] and likeness(made[i][0], made[j][0]) >= ENOUGH:
            low, high = sorted((first(i), first(j)))
            group[high] = low
    found: dict[int, list[int]] = defaultdict(list)
    for i in range(len(texts)):
        found[first(i)].append(i)
    return list(found.values())


def _worth_comparing(made: Sequence[Shingles]) -> set[tuple[int, int]]:
    """Return the pairs that share something rare, or all of what they say."""
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    same: dict[Shingles, list[int]] = defaultdict(list)
    for i, one in enumerate(made):
        same[one].append(i)
        for shingle in one:
            having[shingle].append(i)
    pairs = {(places[0], j) for places in same.values() for j in places[1:]}
    for places in having.values():
        if len(places) <= _COMMON:
            pairs.update((i, j) for n, i in enumerate(places) for j in places[n + 1 :])
    return pairs
