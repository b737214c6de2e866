"""How far a share might have fallen otherwise: Wilson's interval, two-sided at 95 %. Pure, standard library alone.

Wilson, JASA 22 (1927); Brown, Cai & DasGupta, Statistical Science 16 (2001). Differences and means: `figures/intervals.py`.
"""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
#: Fewer than this in a group are too few to say something of.
FEW = 30


@dataclass(frozen=True)
class Interval:
    """A value with the ends of its interval."""

    value: float
    low: float
    high: float

    @property
    def is_different(self) -> bool:
        """Say whether zero is outside: for a difference."""
        return self.low > 0 or self.high < 0


def says_something(n: int | None) -> bool:
    """Say whether so many answers are enough for a claim about the group."""
    return n is not None and n >= FEW


def share(k: int, n: int) -> Interval | None:
    """Return the share k of n with Wilson's score interval; None when n is 0. ValueError unless 0 ≤ k ≤ n."""
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        return None
    p, zz = k / n, Z * Z
    middle = (p + zz / (2 * n)) / (1 + zz / n)
    reach = Z * sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n)
    # At the ends the formula gives exactly 0 and 1; rounding is not to take them past the share itself.
    return Interval(p, min(p, max(0.0, middle - reach)), max(p, min(1.0, middle + reach)))
