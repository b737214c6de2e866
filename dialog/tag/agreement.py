"""How well coders agree: Krippendorff's alpha, with an interval.

Pure: no database, no HTTP. From what two have read (`queries/agreeing.py`); to its page. Sources: K. Krippendorff, "Computing Krippendorff's
alpha-reliability" (2011), sections C and D: alpha = 1 - observed / expected disagreement, from the coincidences of pairs of values within each unit.
Sets of focus areas are compared by MASI (R. Passonneau, "Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation",
LREC 2006). Each focus area by itself is a variable with the values "has it" and "has it not". Intervals: units drawn anew with replacement, the
middle 95 % (A. Zapf and others, "Measuring inter-rater reliability for nominal data", BMC Medical Research Methodology 16:93, 2016).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

#: Fewer units than this, or fewer where anybody chose it, say nothing that holds: the interval would be wider than what it tells.
FEWEST, FEWEST_CHOSEN = 20, 5
DRAWS = 1000
Unit = tuple[Hashable, ...]


@dataclass(frozen=True)
class Agreement:
    """Alpha (1: always agree, 0: as by chance, below: worse; None: all values were the same, so nothing can be said).

    `n` units that at least two have coded; `chosen` of them where anybody chose it; `differing` of them where not all said the same.
    `low` and `high` hold the middle 95 % of what other units might have given.
    """

    alpha: float | None
    n: int
    chosen: int = 0
    differing: int = 0
    low: float | None = None
    high: float | None = None

    @property
    def is_enough(self) -> bool:
        """Say whether there is enough to say anything."""
        return self.alpha is not None and self.n >= FEWEST and self.chosen >= FEWEST_CHOSEN


def nominal(one: Hashable, other: Hashable) -> float:
    """Return 0 for the same value, 1 for another."""
    return float(one != other)


def masi(one: Hashable, other: Hashable) -> float:
    """Return how far two sets are from each other: 0 the same, 1 nothing in common; a part of the other is nearer than an overlap."""
    a, b = frozenset(one), frozenset(other)  # type: ignore[call-overload]
    if a == b:
        return 0.0
    shared = len(a & b)
    weight = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - weight * shared / len(a | b) if shared else 1.0


def alpha(
    units: Iterable[Sequence[Hashable]], distance: Callable[[Hashable, Hashable], float] = nominal
) -> float | None:
    """Return Krippendorff's alpha. Each unit is the values that its coders gave; fewer than two say nothing."""
    kinds = Counter(tuple(values) for values in units if len(values) > 1)
    found = _alphas(list(kinds), [list(kinds.values())], distance)
    return found[0] if found else None


def _alphas(
    kinds: Sequence[Unit], counts: Sequence[Sequence[int]], distance: Callable[[Hashable, Hashable], float]
) -> list[float | None]:
    """Return alpha for each way to count the kinds of units."""
    if not kinds:
        return []
    import numpy as np

    values = list(dict.fromkeys(value for unit in kinds for value in unit))
    far = np.array([[distance(one, other) for other in values] for one in values])
    place = {value: i for i, value in enumerate(values)}
    within = np.array(
        [sum(far[place[a], place[b]] for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in kinds]
    )
    has = np.zeros((len(kinds), len(values)))
    for i, unit in enumerate(kinds):
        for value in unit:
            has[i, place[value]] += 1
    many = np.asarray(counts, dtype=float)
    totals = many @ has
    expected = np.einsum("ri,ij,rj->r", totals, far, totals)
    n = totals.sum(axis=1)
    return [
        float(1 - (size - 1) * seen / chance) if chance > 0 else None
        for size, seen, chance in zip(n, many @ within, expected, strict=True)
    ]


def agreement(
    units: Iterable[Sequence[Hashable]], distance: Callable[[Hashable, Hashable], float] = nominal, draws: int = DRAWS
) -> Agreement:
    """Return alpha with its interval. The same units give the same interval: what is drawn is drawn the same way each time."""
    coded = [tuple(values) for values in units if len(values) > 1]
    kinds = Counter(coded)
    chosen = sum(any(values) for values in coded)
    differing = sum(len(set(values)) > 1 for values in coded)
    found = Agreement(alpha(coded, distance), len(coded), chosen, differing)
    if not found.is_enough or not draws:
        return found
    import numpy as np

    weights = np.array(list(kinds.values())) / len(coded)
    drawn = np.random.default_rng(len(coded)).multinomial(len(coded), weights, size=draws)
    others = sorted(one for one in _alphas(list(kinds), drawn.tolist(), distance) if one is not None)
    low, high = (others[round((len(others) - 1) * p)] for p in (0.025, 0.975)) if others else (None, None)
    return Agreement(found.alpha, found.n, chosen, differing, low, high)
