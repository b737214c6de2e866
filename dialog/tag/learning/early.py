"""What few examples can carry: a focus area with too few decisions for weights is suggested by the words that its examples share.

From `earning.py`; to `model.Learned.early`. A stem or piece of a word is a sign of it when far more of its examples hold it than
chance gives, beside all other remarks. How much a sign says is the share of those who hold it that are about the focus area, among
what was decided while it was there; what was decided before says only how common the sign is.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dialog.tag.learning.features import is_piece
from dialog.tag.learning.fitting import SHARED_BY
from dialog.tag.learning.samples import Truth

#: Different examples: from here they say something, and beyond there weights by regression do better or the words are enough.
FEWEST, MOST = 8, 80
#: A sign stands in so many examples: a whole stem in two, a piece of a word in three; and in this share of them.
STEMS, PIECES = 2, 3
PART = 0.1
#: Of the examples the others must find so many, or nothing is suggested: what they share is not what they are about.
AGAIN = 0.3
MOST_COMMON = 0.05  # of all other remarks may hold it
BY_CHANCE = 0.003  # the chance that so many examples hold it if they were drawn from all
STEADY = 3.0  # what is guessed of a sign counts as so many remarks
MOST_OF_ALL = 0.08  # of all remarks are taken to be about it, whatever the first decisions were
ENOUGH = 0.6  # from here it is suggested
_FINE = 100
#: A focus area where the vocabulary finds this share of its examples needs no more.
FOUND = 0.5


@dataclass(frozen=True)
class Early:
    """A focus area's signs, in hundredths, and how they did: examples that the others find, and others that get the suggestion."""

    signs: dict[str, int]
    examples: int
    found: int
    #: Decided while the focus area was there and not about it; how many of them would get the suggestion.
    others: int
    extra: int


def score(signs: Mapping[str, int], words: Sequence[Sequence[str]]) -> tuple[float, list[int]]:
    """Return what signs say of a text, given as the features of each word, and which words say it, strongest first."""
    worth = {
        i: max((signs.get(name, 0) for name in word), default=0) / _FINE for i, word in enumerate(words) if len(word)
    }
    carried = sorted((i for i, n in worth.items() if n), key=lambda i: (-worth[i], i))[:3]
    return 1 - math.prod(1 - worth[i] for i in carried), carried


def early(found: Sequence[frozenset[str]], groups: Sequence[str], truth: Truth, known: Truth) -> Early | None:
    """Return what a focus area's few examples have taught; None where they are too few, too many, or share
    nothing; without signs where the examples do not find each other.

    `found`: features of each remark; `truth`: which are about it; `known`: which were decided while it was there. Near-identical
    remarks (same group) are one.
    """
    mine = _by_group(found, groups, truth)
    if not FEWEST <= len(mine) <= MOST:
        return None
    beside = [(groups[i], found[i]) for i in map(int, np.flatnonzero(~truth))]
    others = _by_group(found, groups, ~truth & known)
    counts = _Counts(mine, beside, others)
    signs = counts.signs()
    if not signs:
        return None
    again = sum(_is_found(counts.signs(without=one), one) for one in mine)
    extra = sum(_is_found(signs, one) for one in others)
    return Early(signs if again >= AGAIN * len(mine) else {}, len(mine), again, len(others), extra)


def _is_found(signs: Mapping[str, int], one: frozenset[str]) -> bool:
    """Say whether a text is suggested by its strongest sign alone, as is counted here where words are not apart."""
    return max((signs.get(name, 0) for name in one), default=0) >= ENOUGH * _FINE


def _by_group(found: Sequence[frozenset[str]], groups: Sequence[str], rows: Truth) -> list[frozenset[str]]:
    union: dict[str, frozenset[str]] = {}
    for i in map(int, np.flatnonzero(rows)):
        union[groups[i]] = union.get(groups[i], frozenset()) | found[i]
    return list(union.values())


class _Counts:
    """In how many of the examples, of all other remarks, and of those decided while it was there, each sign stands."""

    def __init__(
        self, mine: list[frozenset[str]], beside: list[tuple[str, frozenset[str]]], others: list[frozenset[str]]
    ) -> None:
        self.n, self.beside, self.others = len(mine), len(beside), len(others)
        self.mine = Counter(name for one in mine for name in one)
        could = {name for name, k in self.mine.items() if k >= STEMS}
        # How common a sign is: by remarks, since a union of near-identical ones holds all that any of them says.
        self.in_beside = Counter(name for _, one in beside for name in one & could)
        seen = {(name, group) for group, one in beside for name in one & could}
        different = Counter(name for name, _ in seen)
        self.in_others = Counter(name for one in others for name in one if name in could)
        self.could = sorted(name for name in could if self.mine[name] + different[name] >= SHARED_BY)

    def signs(self, without: frozenset[str] = frozenset()) -> dict[str, int]:
        """Return the signs with what each says, in hundredths; `without`: as if that example were not there."""
        n = self.n - bool(without)
        about = min(MOST_OF_ALL, n / (n + self.others))
        made, fewest = {}, (STEMS, PIECES)
        for name in self.could:
            k = self.mine[name] - (name in without)
            common = (self.in_beside[name] + 1) / (self.beside + 2)
            if k < max(fewest[is_piece(name)], PART * n) or common > MOST_COMMON or _tail(k, n, common) > BY_CHANCE:
                continue
            guess = min(0.8, about * (k - 0.5) / n / common)
            made[name] = round(_FINE * (k + STEADY * guess) / (k + self.in_others[name] + STEADY))
        return {name: worth for name, worth in made.items() if worth > 0}


def _tail(k: int, n: int, p: float) -> float:
    """Return the chance of at least k of n, each with chance p."""
    return 1.0 - sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k))
