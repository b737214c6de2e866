"""Small groups are not shown (TRUST D6). Pure.

Inside the house those who may not read texts see counts in which groups under five are hidden. Where hiding one alone
would let it be worked out from the total, the smallest of the others is hidden too (complementary suppression, as in
Hundepool et al., Statistical Disclosure Control, 2012, § 4). What is published is checked further, in a later step.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
SMALLEST = 5


def hidden(counts: Mapping[K, int], *, smallest: int = SMALLEST, total_is_known: bool = True) -> dict[K, int | None]:
    """Return the counts with groups of 1 to `smallest` − 1 as None; zero stays, since nobody is in it.

    With `total_is_known` never exactly one group is hidden, and those hidden hold at least `smallest` together.
    """
    found: dict[K, int | None] = {key: None if 0 < n < smallest else n for key, n in counts.items()}
    if not total_is_known or None not in found.values():
        return found
    others = sorted((key for key, n in found.items() if n), key=lambda key: (counts[key], str(key)))
    for key in others:
        secret = [k for k, n in found.items() if n is None]
        if len(secret) > 1 and sum(counts[k] for k in secret) >= smallest:
            break
        found[key] = None
    return found
