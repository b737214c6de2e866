"""A walk beside the one before it on the same way: what is better, the same and worse at a stop. Pure."""

from collections.abc import Sequence

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
    change = sum(now) / len(now) - sum(before) / len(before)
    return "better" if change >= CHANGE else "worse" if change <= -CHANGE else "same"
