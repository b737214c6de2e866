"""Which of the topics found a text says are no problem: what the rules say (`negation.py`), and what signs around each hit weigh.

From `matching.hits`; to `suggest`. The weights stand in `denials.txt`, made by `tools/denials.py` from texts with labels by logistic
regression. What is trouble and what is wanted of a focus area is judged apart: denied where its hits weigh enough on average; a sum
of whole numbers, so the same everywhere.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from dialog.tag.suggesting.cues import is_cued, is_denying, kinds_of
from dialog.tag.suggesting.matching import Hit
from dialog.tag.suggesting.negation import denied as denied_by_rules
from dialog.tag.suggesting.signs import Around
from dialog.tag.suggesting.words import Word

#: What the rules' word counts for, and from where a focus area is denied; in hundredths, as the weights.
RULES = 400
ENOUGH = 100
#: Hits of one kind that are looked at; a remark has two or three, an imported text may have thousands.
MOST_HITS = 20
#: Words that are told of each, those that weigh most.
MOST_TOLD = 4


@dataclass(frozen=True)
class _Weights:
    base: int
    #: For what is wanted, and for trouble.
    signs: dict[bool, dict[str, int]]


@dataclass(frozen=True)
class Judged:
    """The hits that are denied, and for each focus area the words, by number, that say so."""

    hits: frozenset[Hit] = frozenset()
    told: dict[str, tuple[int, ...]] = field(default_factory=dict)


def judged(hits: list[Hit], words: list[Word], text: str) -> Judged:
    """Return what the text says is not a problem."""
    if not hits or not is_cued(words, text):
        return Judged()
    ruled = denied_by_rules(hits, words, text)
    around = Around(hits, words, text)
    apart: dict[tuple[str, bool], list[Hit]] = defaultdict(list)
    for hit in hits:
        apart[hit.slug, hit.field == "wanted"].append(hit)
    by_word: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    meant: set[str] = set()
    dropped: set[Hit] = set()
    for (slug, _), mine in apart.items():
        looked_at = mine[:MOST_HITS]
        worth = sum(_worth(hit, around, by_word[slug]) + RULES * (hit in ruled) for hit in looked_at)
        is_denied = worth >= ENOUGH * len(looked_at)
        if not is_denied:
            meant.add(slug)
        if is_denied or not ruled.issuperset(mine):
            dropped.update(ruled.intersection(mine))
    dropped.update(hit for hit in hits if hit.slug not in meant)
    told = {slug: _heaviest(by_word[slug], words) for slug in {hit.slug for hit in dropped}}
    return Judged(frozenset(dropped), told)


def _heaviest(by_word: dict[int, int], words: list[Word]) -> tuple[int, ...]:
    """Return the words that deny or ease and speak most for a denial, in order; where there are none, others of a known kind."""
    speaking = sorted((i for i, n in by_word.items() if n > 0 <= i), key=lambda i: (-by_word[i], i))
    denying = [i for i in speaking if is_denying(words[i].low)]
    others = [i for i in speaking if kinds_of(words[i].low)]
    return tuple(sorted((denying or others)[:MOST_TOLD]))


def _worth(hit: Hit, around: Around, by_word: dict[int, int]) -> int:
    """Return what the signs around a hit weigh, and add what each word brought to `by_word`."""
    known = _weights()
    weights = known.signs[hit.field == "wanted"]
    worth = known.base
    for sign, at in around.signs(hit).items():
        weight = weights.get(sign, 0)
        worth += weight
        by_word[at] += weight
    return worth


@cache
def _weights() -> _Weights:
    return weights_of(resources.files(__package__).joinpath("denials.txt").read_text(encoding="utf-8"))


def weights_of(text: str) -> _Weights:
    """Return weights from a file's text: a sign and its number on each line."""
    base = 0
    shared: dict[str, int] = {}
    apart: dict[bool, dict[str, int]] = {False: {}, True: {}}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        sign, number = line.rsplit(" ", 1)
        if sign == "base":
            base = int(number)
        elif sign.startswith(("t=", "w=")):
            apart[sign.startswith("w=")][sign[2:]] = int(number)
        else:
            shared[sign] = int(number)
    made = {
        is_wanted: {sign: shared.get(sign, 0) + mine.get(sign, 0) for sign in (*shared, *mine)}
        for is_wanted, mine in apart.items()
    }
    return _Weights(base, made)
