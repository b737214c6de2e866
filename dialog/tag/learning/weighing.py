"""How much of a suggestion what was learned has earned, focus area by focus area: by the remarks of a trial.

From `earning.py`; to `model.Weighing`. A share is given where it makes more right than wrong on remarks that the model had not seen.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dialog.tag.learning.blending import ENOUGH, score_of
from dialog.tag.learning.fitting import Floats
from dialog.tag.learning.model import Weighing
from dialog.tag.learning.samples import Trial, Truth, fold_of

#: Fewer different examples than this teach nothing.
FEWEST = 5
SHARES = (0.0, 0.3, 0.45, 0.55, 0.6, 0.7, 0.8, 0.9, 1.0)
#: So many examples of its own count as much as what all focus areas say together.
STEADY = 20
_MOST_SLOPE = 20.0
#: The normal distribution's one-sided 5 % and 1 %.
Z_5, Z_1 = 1.645, 2.326


def weigh_all(trial: Trial, rows: Truth) -> list[Weighing]:
    """Return how each focus area is weighed, by some of the remarks that were judged; share 0 where nothing is earned.

    What few examples cannot tell is told by all focus areas together: how steep a score is, and from where; and a share that all
    have earned together is a focus area's too, where its own remarks speak for it.
    """
    truth, raw = trial.truth[rows], trial.raw[rows]
    weight = trial.weight[rows][:, None] * trial.known[rows]
    groups = [group for group, is_here in zip(trial.group, rows, strict=True) if is_here]
    many = weight.ravel()
    if not truth.any():
        return [Weighing(0.0, 1.0, 0.0) for _ in trial.areas]
    middle = best_threshold(raw.ravel(), truth.ravel(), many)
    slope = _slope((raw - middle).ravel(), truth.ravel(), many)
    columns = []
    for i in range(len(trial.areas)):
        examples = {group for group, is_true in zip(groups, truth[:, i], strict=True) if is_true}
        own = best_threshold(raw[:, i], truth[:, i], weight[:, i]) if len(examples) >= FEWEST else middle
        threshold = (len(examples) * own + STEADY * middle) / (len(examples) + STEADY)
        columns.append(_Column(trial, i, rows, groups, Weighing(threshold, slope, 0.0), len(examples)))
    taught = [column for column in columns if column.examples >= FEWEST]
    shared = _best_share(taught)
    return [column.weighed(shared) for column in columns]


class _Column:
    """One focus area over the remarks judged: what is right with each share."""

    def __init__(
        self, trial: Trial, area: int, rows: Truth, groups: list[str], weighing: Weighing, examples: int
    ) -> None:
        self.weighing, self.examples, self.groups = weighing, examples, groups
        self.truth, self.weight = trial.truth[rows, area], trial.weight[rows] * trial.known[rows, area]
        self._said, self._learned = trial.vocabulary[rows, area], weighing.score(trial.raw[rows, area])
        self._may = trial.is_read[rows] & ~trial.is_denied[rows, area]
        self.alone = self.with_share(0.0)
        self.is_wordless = not self._said.any()

    def with_share(self, share: float) -> Truth:
        """Return which remarks it is suggested for with a share."""
        made: Truth = (score_of(self._said, self._learned, share) >= ENOUGH) & self._may
        return made

    def gains(self, share: float) -> list[tuple[str, float]]:
        """Return what each group of near-identical remarks gains (or loses, below 0) with a share; nothing of those that stay as they were.

        Measured as F1 is: one more that is found is worth 2 - F, one too many costs F, where F is the vocabulary's own F1 here. So where
        the vocabulary finds little, finding counts, and where it is good, being wrong does.
        """
        now = self.with_share(share)
        both = float(self.weight[self.alone].sum() + self.weight[self.truth].sum())
        f1 = 2 * float(self.weight[self.alone & self.truth].sum()) / both if both else 0.0
        worth = np.where(self.truth, 2.0 - f1, -f1) * (now.astype(float) - self.alone.astype(float))
        worth = np.where(self.weight > 0, worth, 0.0)
        found: dict[str, list[float]] = defaultdict(list)
        for i in np.flatnonzero(worth):
            found[self.groups[i]].append(float(worth[i]))
        return [(group, sum(mine) / len(mine)) for group, mine in found.items()]

    def weighed(self, shared: float) -> Weighing:
        """Return the weighing with the share that it has earned itself, or that all have earned together."""
        if self.examples < FEWEST:
            return self.weighing
        share = _best_share([self])
        if not share and shared:
            share = shared if sum(gain for _, gain in self.gains(shared)) > 0 else 0.0
        return replace(self.weighing, share=share)


def _best_share(columns: Sequence[_Column]) -> float:
    """Return the share with the best F1 of some focus areas together, among those that have earned it; 0 where none has."""

    def worth(share: float) -> float:
        guesses = [column.with_share(share) for column in columns]
        right = sum(float(c.weight[g & c.truth].sum()) for c, g in zip(columns, guesses, strict=True))
        both = sum(float(c.weight[g].sum() + c.weight[c.truth].sum()) for c, g in zip(columns, guesses, strict=True))
        return 2 * right / both if both else 0.0

    best, chosen = worth(0.0), 0.0
    for share in SHARES[1:]:
        gains = [(fold_of(group), gain) for column in columns for group, gain in column.gains(share)]
        is_earned = has_earned(gains, is_wordless=all(column.is_wordless for column in columns))
        if is_earned and worth(share) > best + 1e-9:
            best, chosen = worth(share), share
    return chosen


def has_earned(gains: Sequence[tuple[int, float]], *, is_wordless: bool = False) -> bool:
    """Say whether more is gained than chance gives: the sum against its spread, as McNemar's z, one-sided at 5 %.

    `gains`: the part that each changed group belongs to, and what it gains; near-identical remarks count once. No part may lose, or
    one where chance is at 1 %. Two groups are never beyond chance. Where the vocabulary has never said anything, any gain is enough.
    """
    values = np.array([gain for _, gain in gains])
    if is_wordless:
        return bool(values.sum() > 0)
    parts: dict[int, float] = defaultdict(float)
    for part, gain in gains:
        parts[part] += gain
    z = float(values.sum() / max(1e-9, np.sqrt((values**2).sum())))
    losing = sum(gain < -1e-9 for gain in parts.values())
    return z >= (Z_5 if not losing else Z_1) and losing <= 1


def best_threshold(raw: Floats, truth: Truth, weight: Floats) -> float:
    """Return the raw sum from which a focus area is best said to be there (by F1): midway between two that were seen."""
    order = np.argsort(-raw, kind="stable")
    falling, right, guessed = raw[order], np.cumsum((weight * truth)[order]), np.cumsum(weight[order])
    worth = 2 * right / (guessed + float(weight[truth].sum()))
    worth[:-1][falling[:-1] == falling[1:]] = -1  # equal ones go together
    at = int(np.argmax(worth))
    return float((falling[at] + falling[at + 1]) / 2) if at + 1 < len(falling) else float(falling[at])


def _slope(raw: Floats, truth: Truth, weight: Floats) -> float:
    """Return how steeply a raw sum becomes a score (Platt, 1999, with his smoothed targets), through 0.5 at the threshold."""
    from scipy.optimize import minimize

    positive, negative = float(weight[truth].sum()), float(weight[~truth].sum())
    target = np.where(truth, (positive + 1) / (positive + 2), 1 / (negative + 2))

    def loss(both: Floats) -> tuple[float, Floats]:
        score = np.clip(both[0] * raw + both[1], -30, 30)
        off = weight * (1 / (1 + np.exp(-score)) - target)
        value = (weight * (np.logaddexp(0, score) - target * score)).sum()
        return float(value), np.array([(off * raw).sum(), off.sum()])

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(0.1, _MOST_SLOPE), (None, None)])
    return float(found.x[0])
