"""Learning with cross-validation: the remarks are cut into five parts, near-identical ones together, and each part is judged by a
model of the other four, which has not seen it. What is kept is a model of all, for the focus areas in which it has earned a share.

From `operations/training.py` and `dialog tags evaluate`; to `model.py` and `judging.py`.
"""

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dialog.tag.learning.blending import ENOUGH
from dialog.tag.learning.early import FOUND, Early, early
from dialog.tag.learning.fitting import Floats, fit, known_features, matrix, texts_as_features
from dialog.tag.learning.judging import judge
from dialog.tag.learning.model import NOTHING, Learned
from dialog.tag.learning.samples import FOLDS, Said, Sample, Trial, Truth, fold_of
from dialog.tag.learning.weighing import weigh_all
from dialog.tag.suggesting import OTHER
from dialog.tag.suggesting.measuring import Figures

#: Remarks that are judged: enough to choose by, and reading them takes seconds. Rare focus areas have all of theirs among them.
MOST_JUDGED = 8_000
RARE = 200
#: What was decided before a focus area was there counts so much against it when weights are fitted, and not at all when they are judged.
BEFORE = 0.1
#: Examples below which a focus area that is newer than most decisions is left to `early.py`, however well weights seem to do:
#: too little is known of what they get wrong.
NEW = 30
_NEVER = -1e3  # a raw sum where a part had nothing to learn from


@dataclass(frozen=True)
class Lesson:
    """What was learned, how right each way was on remarks that it had not seen, and how many were judged."""

    learned: Learned
    figures: dict[str, Figures]
    judged: int
    #: What few examples have taught, by focus area.
    early: dict[str, Early] = field(default_factory=dict)


def learn(samples: Sequence[Sample], say: Callable[[int], Said]) -> Lesson:
    """Learn from remarks with decisions.

    `say` tells what the vocabulary makes of the remark in that place; it is asked of those that are judged alone.
    """
    areas = tuple(sorted({slug for one in samples for slug in one.areas} - {OTHER}))
    truth = np.array([[slug in one.areas for slug in areas] for one in samples], dtype=bool)
    truth = truth.reshape(len(samples), len(areas))
    is_known = np.array([[slug not in one.unknown for slug in areas] for one in samples], dtype=bool)
    is_known = is_known.reshape(truth.shape)
    found = texts_as_features([one.words for one in samples])
    trial = _try(samples, found, truth, is_known, areas, say)
    weighings = weigh_all(trial, np.ones(len(trial.truth), dtype=bool))
    figures, better = judge(trial)
    kept = [
        i
        for i, w in enumerate(weighings)
        if w.share > 0 and areas[i] in better and not _is_new(truth[:, i], is_known[:, i])
    ]
    for i, slug in enumerate(areas):
        if i not in kept:  # the vocabulary is left alone there, and what few examples say is told for itself
            figures["together"].areas[slug] = figures["vocabulary"].areas[slug]
    groups = [one.group for one in samples]
    few = {
        slug: made
        for i, slug in enumerate(areas)
        if i not in kept and _is_wanting(trial, i) and (made := early(found, groups, truth[:, i], is_known[:, i]))
    }
    signs = {slug: made.signs for slug, made in few.items() if made.signs}
    known = known_features(found, groups)
    if not kept or not known.places:
        return Lesson(replace(NOTHING, early=signs), figures, len(trial.truth), few)
    counts = np.where(is_known, 1.0, BEFORE)[:, kept]
    weights, base = fit(matrix(found, known), truth[:, kept], counts)
    learned = Learned(tuple(areas[i] for i in kept), known, weights, base, tuple(weighings[i] for i in kept), signs)
    return Lesson(learned, figures, len(trial.truth), few)


def _is_new(truth: Truth, known: Truth) -> bool:
    """Say whether a focus area is too new for weights: few examples, and most was decided before it was there."""
    return int(truth.sum()) < NEW and float(known.mean()) < 0.5


def _is_wanting(trial: Trial, area: int) -> bool:
    """Say whether the vocabulary finds fewer than half of a focus area's examples."""
    mine = trial.truth[:, area]
    return bool(mine.any()) and float((trial.vocabulary[mine, area] >= ENOUGH).mean()) < FOUND


def _try(
    samples: Sequence[Sample],
    found: Sequence[frozenset[str]],
    truth: Truth,
    is_known: Truth,
    areas: tuple[str, ...],
    say: Callable[[int], Said],
) -> Trial:
    chosen, weight = to_judge(samples, truth)
    fold = np.array([fold_of(samples[i].group) for i in chosen], dtype=int)
    raw = np.full((len(chosen), len(areas)), -np.inf)
    counts = weight[:, None] * np.where(is_known[chosen], 1.0, BEFORE)
    for k in range(FOLDS):
        teach, ask = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
        known = known_features([found[chosen[i]] for i in teach], [samples[chosen[i]].group for i in teach])
        if not len(ask) or not known.places or not areas:
            continue
        weights, base = fit(matrix([found[chosen[i]] for i in teach], known), truth[chosen[teach]], counts[teach])
        raw[ask] = matrix([found[chosen[i]] for i in ask], known) @ weights + base
    said = [say(int(i)) for i in chosen]
    shape = (len(chosen), len(areas))
    return Trial(
        areas,
        truth[chosen],
        np.array([[one.scores.get(slug, 0.0) for slug in areas] for one in said], dtype=float).reshape(shape),
        np.array([[slug in one.denied for slug in areas] for one in said], dtype=bool).reshape(shape),
        np.array([one.is_read for one in said], dtype=bool),
        np.where(np.isfinite(raw), raw, _NEVER),
        np.array([samples[i].areas == {OTHER} for i in chosen], dtype=bool),
        fold,
        weight,
        is_known[chosen],
        [samples[i].group for i in chosen],
    )


def to_judge(samples: Sequence[Sample], truth: Truth) -> tuple[NDArray[np.int_], Floats]:
    """Return which remarks are judged, and how many each stands for: all, or all of the rare and a part of the rest."""
    n = len(samples)
    if n <= MOST_JUDGED:
        return np.arange(n), np.ones(n)
    is_rare = truth[:, truth.sum(axis=0) <= RARE].any(axis=1)
    rest = np.flatnonzero(~is_rare)
    order = np.argsort([zlib.crc32(f"{samples[int(i)].group} {i}".encode()) for i in rest], kind="stable")
    part = np.sort(rest[order[: max(1, MOST_JUDGED - int(is_rare.sum()))]])
    chosen = np.concatenate([np.flatnonzero(is_rare), part])
    return chosen, np.concatenate([np.ones(int(is_rare.sum())), np.full(len(part), len(rest) / len(part))])
