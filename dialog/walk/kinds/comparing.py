"""A walk beside the one before it on the same way: what is better, the same and worse at a stop. Pure."""

from collections.abc import Sequence

from dialog.base.i18n import N_

#: So much must the mean of 0 to 3 differ before it is called a change.
CHANGE = 0.5
#: What everyone reads rests on at least so many answers on both walks (TRUST D7).
TOLD_FROM = 5
VERDICTS = {
    "better": N_("Bättre"),
    "same": N_("Oförändrat"),
    "worse": N_("Sämre"),
    "unknown": N_("Går inte att jämföra"),
}


def verdict(before: Sequence[int], now: Sequence[int], least: int = 1) -> str:
    """Return how the answers 0 (worst) to 3 (good) of two walks differ; unknown where either has fewer than `least`."""
    if min(len(before), len(now)) < max(1, least):
        return "unknown"
    change = sum(now) / len(now) - sum(before) / len(before)
    return "better" if change >= CHANGE else "worse" if change <= -CHANGE else "same"
