"""How much of a suggestion what was learned has earned, focus area by focus area: cross-validation on the decisions themselves.

From `operations/learning.py` and `dialog tags evaluate`; to `model.py` and `judging.py`. The remarks are cut into five parts,
near-identical ones together; each part is judged by a model of the other four, which has not seen it.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dialog.tag.learning.blending import ENOUGH, score_of
from dialog.tag.learning.fitting import Floats, Known, fit, known_features, matrix, texts_as_features
from dialog.tag.learning.model import Learned, Weighing
from dialog.tag.suggesting import OTHER

FOLDS = 5
#: Fewer different examples than this teach nothing.
FEWEST = 5
#: Remarks that are judged: enough to choose by, and reading them takes seconds. Rare focus areas have all of theirs among them.
MOST_JUDGED = 8_000
RARE = 200
SHARES = (0.0, 0.3, 0.45, 0.55, 0.6, 0.7, 0.8, 0.9, 1.0)
#: So many examples of its own count as much as what all focus areas say together.
STEADY = 20
_MOST_SLOPE = 20.0
_NEVER = -1e3  # a raw sum where a part had nothing to learn from

Truth = NDArray[np.bool_]


@dataclass(frozen=True)
class Sample:
    """A remark that somebody has decided on: its words in small letters, and its focus areas. `group`: near-identical ones share it."""

    words: tuple[str, ...]
    areas: frozenset[str]
    group: str

    @classmethod
    def of(cls, words: Sequence[str], areas: frozenset[str], first: int = 8) -> "Sample":
        """Make one; those that begin with the same words are taken as near-identical."""
        return cls(tuple(words), areas, " ".join(words[:first]))


@dataclass(frozen=True)
class Said:
    """What the vocabulary makes of a remark: scores by focus area, and what is denied. `is_read`: it is in Swedish."""

    scores: Mapping[str, float]
    denied: frozenset[str] = frozenset()
    is_read: bool = True


@dataclass
class Trial:
    """Remarks that were judged: what is true, what each part says, and how many remarks each stands for."""

    areas: tuple[str, ...]
    truth: Truth
    vocabulary: Floats
    is_denied: Truth
    is_read: Truth
    raw: Floats
    is_other: Truth
    fold: NDArray[np.int_]
    weight: Floats
    group: list[str] = field(default_factory=list)


def fold_of(group: str) -> int:
    """Return the part that a group of remarks belongs to, the same on every machine."""
    return zlib.crc32(group.encode()) % FOLDS


def learn(samples: Sequence[Sample], say: Callable[[int], Said]) -> tuple[Learned, Trial]:
    """Learn from remarks with decisions, and return the model with the trial that it was weighed by.

    `say` tells what the vocabulary makes of the remark in that place; it is asked of those that are judged alone.
    """
    areas = tuple(sorted({slug for one in samples for slug in one.areas} - {OTHER}))
    truth = np.array([[slug in one.areas for slug in areas] for one in samples], dtype=bool)
    truth = truth.reshape(len(samples), len(areas))
    found = texts_as_features([one.words for one in samples])
    trial = _try(samples, found, truth, areas, say)
    weighings = weigh_all(trial, np.ones(len(trial.truth), dtype=bool))
    kept = [i for i, weighing in enumerate(weighings) if weighing.share > 0]
    known = known_features(found, [one.group for one in samples])
    if not kept or not known.places:
        return Learned((), Known({}, np.zeros(0), np.zeros(0, dtype=bool)), np.zeros((0, 0)), np.zeros(0), ()), trial
    weights, base = fit(matrix(found, known), truth[:, kept], np.ones(len(samples)))
    return Learned(tuple(areas[i] for i in kept), known, weights, base, tuple(weighings[i] for i in kept)), trial


def _try(
    samples: Sequence[Sample],
    found: Sequence[frozenset[str]],
    truth: Truth,
    areas: tuple[str, ...],
    say: Callable[[int], Said],
) -> Trial:
    chosen, weight = to_judge(samples, truth)
    fold = np.array([fold_of(samples[i].group) for i in chosen], dtype=int)
    raw = np.full((len(chosen), len(areas)), -np.inf)
    for k in range(FOLDS):
        teach, ask = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
        known = known_features([found[chosen[i]] for i in teach], [samples[chosen[i]].group for i in teach])
        if not len(ask) or not known.places or not areas:
            continue
        weights, base = fit(matrix([found[chosen[i]] for i in teach], known), truth[chosen[teach]], weight[teach])
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
        [samples[i].group for i in chosen],
    )


def to_judge(samples: Sequence[Sample], truth: Truth) -> tuple[NDArray[np.int_], Floats]:
    """Return which remarks are judged, and how many each stands for: all, or all of the rare and a part of the rest."""
    n = len(samples)
    if n <= MOST_JUDGED:
        return np.arange(n), np.ones(n)
    is_rare = truth[:, truth.sum(axis=0) <= RARE].any(axis=1)
    rest = np.flatnonzero(~is_rare)
    order = np.argsort([zlib.crc32(f"{samples[i].group} {i}".encode()) for i in rest], kind="stable")
    part = np.sort(rest[order[: max(1, MOST_JUDGED - int(is_rare.sum()))]])
    chosen = np.concatenate([np.flatnonzero(is_rare), part])
    return chosen, np.concatenate([np.ones(int(is_rare.sum())), np.full(len(part), len(rest) / len(part))])


def weigh_all(trial: Trial, rows: Truth) -> list[Weighing]:
    """Return how each focus area is weighed, by some of the remarks that were judged; share 0 where nothing is earned.

    What few examples cannot tell is told by all focus areas together: how steep a score is, and from where; and a share that all
    have earned together is a focus area's too, where its own remarks do not speak against it.
    """
    truth, raw, weight = trial.truth[rows], trial.raw[rows], trial.weight[rows]
    groups = [group for group, is_here in zip(trial.group, rows, strict=True) if is_here]
    many = np.repeat(weight, truth.shape[1])
    if not truth.any():
        return [Weighing(0.0, 1.0, 0.0) for _ in trial.areas]
    middle = best_threshold(raw.ravel(), truth.ravel(), many)
    slope = _slope((raw - middle).ravel(), truth.ravel(), many)
    columns = []
    for i in range(len(trial.areas)):
        examples = {group for group, is_true in zip(groups, truth[:, i], strict=True) if is_true}
        own = best_threshold(raw[:, i], truth[:, i], weight) if len(examples) >= FEWEST else middle
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
        self.truth, self.weight = trial.truth[rows, area], trial.weight[rows]
        self._said, self._learned = trial.vocabulary[rows, area], weighing.score(trial.raw[rows, area])
        self._may = trial.is_read[rows] & ~trial.is_denied[rows, area]
        self.alone = self.with_share(0.0)

    def with_share(self, share: float) -> Truth:
        """Return which remarks it is suggested for with a share."""
        return (score_of(self._said, self._learned, share) >= ENOUGH) & self._may

    def changed(self, share: float) -> tuple[set[str], set[str]]:
        """Return the groups that become right, and those that become wrong."""
        before, after = self.alone == self.truth, self.with_share(share) == self.truth
        right = {self.groups[i] for i in np.flatnonzero(after & ~before)}
        return right, {self.groups[i] for i in np.flatnonzero(before & ~after)}

    def weighed(self, shared: float) -> Weighing:
        """Return the weighing with the share that it has earned itself, or that all have earned together."""
        if self.examples < FEWEST:
            return self.weighing
        share = _best_share([self])
        if not share and shared:
            right, wrong = self.changed(shared)
            share = shared if len(right) >= len(wrong) else 0.0
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
        changes = [column.changed(share) for column in columns]
        is_earned = has_earned(sum(len(right) for right, _ in changes), sum(len(wrong) for _, wrong in changes))
        if is_earned and worth(share) > best + 1e-9:
            best, chosen = worth(share), share
    return chosen


def has_earned(right: int, wrong: int) -> bool:
    """Say whether more became right than wrong by more than chance gives (McNemar's z of at least 1); near-identical ones count once."""
    return right - wrong >= max(2.0, float(np.sqrt(right + wrong)))


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
