"""What learning begins and is judged with: remarks with decisions, what the vocabulary makes of them, and a trial of both.

From `operations/training.py` and `dialog tags evaluate`; to `earning.py`, `weighing.py` and `judging.py`.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dialog.tag.learning.features import sentences_of, words_of
from dialog.tag.learning.fitting import Floats

FOLDS = 5
_A_SENTENCE = 3  # words

Truth = NDArray[np.bool_]


@dataclass(frozen=True)
class Sample:
    """A remark that somebody has decided on: its words in small letters, and its focus areas. `group`: near-identical ones share it.

    `unknown`: focus areas that were not in use when it was decided: that it has none of them says nothing.
    """

    words: tuple[str, ...]
    areas: frozenset[str]
    group: str
    unknown: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str, areas: frozenset[str], unknown: frozenset[str] = frozenset()) -> "Sample":
        """Make one of a text; those whose first sentence of three words or more is the same are taken as near-identical."""
        words, sentences = words_of(text), sentences_of(text)
        first = next((one for one in sentences if len(one) >= _A_SENTENCE), words)
        return cls(tuple(words), areas, " ".join(first), unknown - areas)


@dataclass(frozen=True)
class Said:
    """What the vocabulary makes of a remark: scores by focus area, and what is denied. `is_read`: it is in Swedish."""

    scores: Mapping[str, float]
    denied: frozenset[str] = frozenset()
    is_read: bool = True


@dataclass
class Trial:
    """Remarks that were judged: what is true, what each part says, and how many remarks each stands for.

    `known`: where what is true is known at all; what was decided before a focus area was there counts neither for nor against it.
    """

    areas: tuple[str, ...]
    truth: Truth
    vocabulary: Floats
    is_denied: Truth
    is_read: Truth
    raw: Floats
    is_other: Truth
    fold: NDArray[np.int_]
    weight: Floats
    known: Truth
    group: list[str] = field(default_factory=list)


def fold_of(group: str) -> int:
    """Return the part that a group of remarks belongs to, the same on every machine."""
    return zlib.crc32(group.encode()) % FOLDS
