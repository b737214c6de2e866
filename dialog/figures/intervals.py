"""How far a figure might have fallen otherwise: intervals for shares, differences and means. Pure, standard library alone.

All are two-sided at 95 %. What they mean here, and do not, is in `docs/decisions/` (intervals for self-selected answers):
they tell of chance alone, never of who chose not to answer. Sources: Wilson, JASA 22 (1927), and Brown, Cai & DasGupta,
Statistical Science 16 (2001), for a share; Newcombe, Statistics in Medicine 17 (1998) 873, method 10, for a difference of two;
Student's t with Welch's degrees of freedom, Biometrika 34 (1947), for means; its quantile by Hill, CACM 13 (1970), algorithm 396.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, inf, pi, sqrt, tan
from statistics import NormalDist

from dialog.base.intervals import FEW, Interval, says_something, share

__all__ = [
    "FEW",
    "Interval",
    "Sample",
    "difference",
    "mean",
    "mean_difference",
    "sample",
    "says_something",
    "share",
    "t_quantile",
]


def difference(k1: int, n1: int, k2: int, n2: int) -> Interval | None:
    """Return the second share minus the first with Newcombe's interval (Wilson's ends joined); None when either n is 0."""
    first, second = share(k1, n1), share(k2, n2)
    if first is None or second is None:
        return None
    d = second.value - first.value
    low = sqrt((second.value - second.low) ** 2 + (first.high - first.value) ** 2)
    high = sqrt((second.high - second.value) ** 2 + (first.value - first.low) ** 2)
    return Interval(d, max(-1.0, d - low), min(1.0, d + high))


@dataclass(frozen=True)
class Sample:
    """How many values there are, their mean, and their variance (n − 1); the variance is 0 for one value."""

    n: int
    mean: float
    variance: float


def sample(counts: Mapping[float, int]) -> Sample | None:
    """Return the sample of values with their counts; None when there is none."""
    n = sum(counts.values())
    if n == 0:
        return None
    mean = sum(value * k for value, k in counts.items()) / n
    squares = sum(k * (value - mean) ** 2 for value, k in counts.items())
    return Sample(n, mean, squares / (n - 1) if n > 1 else 0.0)


def mean(found: Sample | None) -> Interval | None:
    """Return a mean with Student's interval; None with fewer than two values."""
    if found is None or found.n < 2:
        return None
    reach = t_quantile(found.n - 1) * sqrt(found.variance / found.n)
    return Interval(found.mean, found.mean - reach, found.mean + reach)


def mean_difference(first: Sample | None, second: Sample | None) -> Interval | None:
    """Return the second mean minus the first with Welch's interval; None with fewer than two values in either."""
    if first is None or second is None or first.n < 2 or second.n < 2:
        return None
    d, a, b = second.mean - first.mean, first.variance / first.n, second.variance / second.n
    if a + b == 0:
        return Interval(d, d, d)
    freedom = (a + b) ** 2 / (a * a / (first.n - 1) + b * b / (second.n - 1))
    reach = t_quantile(freedom) * sqrt(a + b)
    return Interval(d, d - reach, d + reach)


def t_quantile(freedom: float) -> float:
    """Return the 97.5 % quantile of Student's t; `freedom` ≥ 1 need not be whole. Right to four digits (tests compare)."""
    if freedom < 1:
        return inf
    if freedom < 2:  # between the two that have a closed form
        one, two = 1 / tan(pi * 0.025), sqrt(2 / (0.05 * 1.95) - 2)
        return float(one ** (2 - freedom) * two ** (freedom - 1))
    if freedom == 2:
        return sqrt(2 / (0.05 * 1.95) - 2)
    return _hill(0.05, freedom)


def _hill(p: float, n: float) -> float:
    """Return the value that t is beyond, on both sides together, with probability p; n > 2 degrees of freedom."""
    a = 1 / (n - 0.5)
    b = 48 / (a * a)
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * sqrt(a * pi / 2) * n
    x, y = d * p, (d * p) ** (2 / n)
    if y > 0.05 + a:
        x = NormalDist().inv_cdf(p / 2)
        y = x * x
        if n < 5:
            c += 0.3 * (n - 4.5) * (x + 0.6)
        c = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + c
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = a * y * y
        y = exp(y) - 1 if y > 0.002 else 0.5 * y * y + y
    else:
        y = ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) * (n + 1) / (
            n + 2
        ) + 1 / y
    return sqrt(n * y)
