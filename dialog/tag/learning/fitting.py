"""The arithmetic of learning: texts as rows of numbers, and weights by logistic regression, all focus areas at once.

From `features.py`; to `earning.py`. Ridge-penalised logistic regression, one for each focus area, found by L-BFGS (Nocedal, Math.
Comp. 35 (1980) 773, as scipy has it) on one sparse matrix; a row's stems have length 1 together, and so have its pieces, by inverse
document frequency (Spärck Jones, J. Documentation 28 (1972) 11). Deterministic: nothing is drawn.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialog.tag.learning.features import features, is_piece

Floats = NDArray[np.float64]
#: A feature counts when so many different remarks share it: no single resident's words stand in what is kept.
SHARED_BY = 5
MOST_FEATURES = 20_000
RIDGE = 0.5
MOST_STEPS = 25  # nothing more is gained after: tried at 20,000 remarks


@dataclass(frozen=True)
class Known:
    """The features that count, each with its place and its inverse document frequency."""

    places: dict[str, int]
    idf: Floats
    is_piece: NDArray[np.bool_]


def known_features(found: Sequence[Collection[str]], groups: Sequence[Hashable]) -> Known:
    """Return the features that `SHARED_BY` different remarks share; near-identical ones (same group) are one."""
    union: dict[Hashable, set[str]] = {}
    for one, group in zip(found, groups, strict=True):
        union.setdefault(group, set()).update(one)
    shared = Counter(feature for one in union.values() for feature in one)
    kept = sorted((f for f, n in shared.items() if n >= SHARED_BY), key=lambda f: (-shared[f], f))[:MOST_FEATURES]
    idf = np.log((1 + len(union)) / np.array([shared[f] for f in kept], dtype=float)) if kept else np.zeros(0)
    return Known({f: i for i, f in enumerate(kept)}, idf, np.array([is_piece(f) for f in kept], dtype=bool))


def row(found: Collection[str], known: Known) -> tuple[list[int], Floats]:
    """Return the places of a text's known features, and their values."""
    places = sorted(known.places[f] for f in found if f in known.places)
    values = known.idf[places]
    pieces = known.is_piece[places]
    for part in (pieces, ~pieces):
        length = np.sqrt((values[part] ** 2).sum())
        if length > 0:
            values[part] /= length
    return places, values


def matrix(found: Sequence[Collection[str]], known: Known) -> Any:
    """Return the texts as a sparse matrix, a row each."""
    from scipy.sparse import csr_array  # here, since a server that only suggests has no use for it

    rows = [row(one, known) for one in found]
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    places = np.fromiter((p for places, _ in rows for p in places), dtype=np.int32, count=int(ends[-1]))
    values = np.concatenate([v for _, v in rows]) if rows else np.zeros(0)
    return csr_array((values, places, ends), shape=(len(found), len(known.places)))


def fit(x: Any, truth: NDArray[np.bool_], weight: Floats, ridge: float = RIDGE) -> tuple[Floats, Floats]:
    """Return weights (features × focus areas) and intercepts (focus areas) that tell `truth` (texts × focus areas) from `x`.

    `weight`: how many texts each stands for, or that for each focus area. `ridge` is for the sum of them, whatever it is.
    """
    from scipy.optimize import minimize

    width = x.shape[1]
    areas = truth.shape[1]
    signs = np.where(truth, 1.0, -1.0)
    x_turned = x.T.tocsr()
    many = weight if weight.ndim == 2 else weight[:, None]

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights, base = flat[: width * areas].reshape(width, areas), flat[width * areas :]
        margin = signs * (x @ weights + base)
        pull = -many * signs / (1 + np.exp(np.minimum(margin, 500)))
        value = (many * np.logaddexp(0, -margin)).sum() + ridge / 2 * (weights**2).sum()
        return float(value), np.concatenate([(x_turned @ pull + ridge * weights).ravel(), pull.sum(axis=0)])

    share = ((many * truth).sum(axis=0) + 0.5) / ((many * np.ones_like(signs)).sum(axis=0) + 1)
    start = np.concatenate([np.zeros(width * areas), np.log(share / (1 - share))])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MOST_STEPS, "maxcor": 6})
    return found.x[: width * areas].reshape(width, areas), found.x[width * areas :]


def texts_as_features(texts: Sequence[Sequence[str]]) -> list[frozenset[str]]:
    """Return the features of each text, given as its words."""
    return [features(words) for words in texts]
