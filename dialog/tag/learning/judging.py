"""How right each part is on remarks it has not learned from: the vocabulary alone, what was learned alone, and both together.

From `samples.Trial`; to `dialog tags train`, `dialog tags evaluate` and the page of a focus area. How the two are weighed is chosen on
the other four fifths too, so that nothing is measured on what it was fitted to.
"""

import numpy as np

from dialog.tag.learning.blending import ENOUGH, score_of
from dialog.tag.learning.fitting import Floats
from dialog.tag.learning.samples import FOLDS, Trial, Truth
from dialog.tag.learning.weighing import weigh_all
from dialog.tag.suggesting import OTHER
from dialog.tag.suggesting.measuring import Count, Figures

WAYS = ("vocabulary", "learned", "together")


def judge(trial: Trial) -> tuple[dict[str, Figures], frozenset[str]]:
    """Return the figures of each way, and the focus areas where both together were better than the vocabulary alone.

    In all others the vocabulary is left alone, and `together` counts it so.
    """
    may = trial.is_read[:, None] & ~trial.is_denied
    guess: dict[str, Truth] = {"vocabulary": (trial.vocabulary >= ENOUGH) & may}
    for way in WAYS[1:]:
        guess[way] = np.zeros_like(trial.truth)
    for k in range(FOLDS):
        others, mine = trial.fold != k, trial.fold == k
        for i, weighing in enumerate(weigh_all(trial, others)):
            learned = weighing.score(trial.raw[mine, i])
            guess["learned"][mine, i] = learned >= ENOUGH
            guess["together"][mine, i] = score_of(trial.vocabulary[mine, i], learned, weighing.share) >= ENOUGH
    guess["together"] &= may
    guess["learned"] &= trial.is_read[:, None]
    better = []
    for i, slug in enumerate(trial.areas):
        alone, both = (
            _count(guess[way][:, i], trial.truth[:, i], _weight(trial, i)).f1 for way in ("vocabulary", "together")
        )
        if both > alone:
            better.append(slug)
        else:
            guess["together"][:, i] = guess["vocabulary"][:, i]
    return {way: _figures(trial, guess[way]) for way in WAYS}, frozenset(better)


def _figures(trial: Trial, guess: Truth) -> Figures:
    made = Figures(
        {slug: _count(guess[:, i], trial.truth[:, i], _weight(trial, i)) for i, slug in enumerate(trial.areas)}
    )
    made.areas[OTHER] = _count(trial.is_read & ~guess.any(axis=1), trial.is_other, trial.weight)
    return made


def _weight(trial: Trial, area: int) -> Floats:
    """Return how many remarks each stands for, none where it was decided before the focus area was there."""
    made: Floats = trial.weight * trial.known[:, area]
    return made


def _count(guess: Truth, truth: Truth, weight: Floats) -> Count:
    def of(rows: Truth) -> int:
        return round(float(weight[rows].sum()))

    return Count(of(guess & truth), of(guess & ~truth), of(truth & ~guess))
