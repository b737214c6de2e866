"""A walk beside the one before it on the same way: what is better, the same and worse at a stop. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from dialog.base.i18n import N_

#: So much must the mean of 0 to 3 differ before it is called a change.
CHANGE = 0.5
#: From so many answers on both walks staff are told a verdict: below, one answer that is one step off moves the mean by half a
#: step or more, and would be the whole change. A group often answers as one, so that more are seldom there.
SAID_FROM = 3
#: What everyone reads rests on at least so many answers on both walks (TRUST D7).
TOLD_FROM = 5
VERDICTS = {
    "better": N_("Bättre"),
    "same": N_("Oförändrat"),
    "worse": N_("Sämre"),
    "few": N_("För få för att säga"),
    "unknown": N_("Går inte att jämföra"),
}


def verdict(before: Sequence[int], now: Sequence[int]) -> str:
    """Return how the answers 0 (worst) to 3 (good) of two walks differ; few where too few answered, unknown where nobody did."""
    fewest = min(len(before), len(now))
    if fewest < SAID_FROM:
        return "few" if fewest else "unknown"
    return _verdict(sum(now) / len(now) - sum(before) / len(before))


@dataclass(frozen=True)
class Pooled:
    """Many points or stops taken together: the means of their means then and now, and what that comes to."""

    before: float
    now: float
    n_before: int
    n_now: int
    verdict: str


def pooled(pairs: Sequence[tuple[Sequence[int], Sequence[int]]]) -> Pooled | None:
    """Take together what was answered on both walks, each pair with the same weight; few below three pairs, None without any.

    What was answered on one walk alone is left out, else another mixture of points would look like a change.
    """
    both = [(before, now) for before, now in pairs if before and now]
    if not both:
        return None
    then = sum(sum(before) / len(before) for before, _ in both) / len(both)
    today = sum(sum(now) / len(now) for _, now in both) / len(both)
    told = _verdict(today - then) if len(both) >= SAID_FROM else "few"
    return Pooled(then, today, sum(len(b) for b, _ in both), sum(len(n) for _, n in both), told)


def _verdict(change: float) -> str:
    return "better" if change >= CHANGE else "worse" if change <= -CHANGE else "same"
