"""The arithmetic that `tools/denials.py` and `tools/examples/` share: signs or pieces as rows of ones, and logistic regression on them.

Nothing is drawn. `dialog/tag/learning/fitting.py` does it for all focus areas at once, in few steps, since it runs beside a server.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

Floats = NDArray[np.float64]


def shared_by(found: Iterable[Collection[str]], least: int) -> dict[str, int]:
    """Return how many hold each name, for those that at least so many hold, in the order of the alphabet."""
    counts = Counter(name for one in found for name in one)
    return {name: n for name, n in sorted(counts.items()) if n >= least}


def ones(found: Sequence[Collection[str]], names: Collection[str]) -> Any:
    """Return a sparse matrix with a row for each that was found and a column for each name: 1 where it holds it."""
    place = {name: i for i, name in enumerate(names)}
    rows = [sorted(place[name] for name in one if name in place) for one in found]
    ends = np.cumsum([0, *map(len, rows)])
    at = np.fromiter((i for row in rows for i in row), dtype=np.int32, count=int(ends[-1]))
    return csr_array((np.ones(len(at)), at, ends), shape=(len(rows), len(place)))


def solve(x: Any, truth: NDArray[np.bool_], weight: Floats, held: Floats, steps: int) -> tuple[Floats, float]:
    """Return weights and intercept that tell `truth` from the rows of `x` (L-BFGS, as scipy has it).

    `weight`: what each row counts. `held`: how hard each weight, and last the intercept, is held near 0 (the ridge).
    """
    signs = np.where(truth, 1.0, -1.0)
    turned = x.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        margin = signs * (x @ flat[:-1] + flat[-1])
        pull = -weight * signs / (1 + np.exp(np.minimum(margin, 500)))
        value = (weight * np.logaddexp(0, -margin)).sum() + (held * flat**2).sum() / 2
        return float(value), np.append(turned @ pull, pull.sum()) + held * flat

    found = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    return found[:-1], float(found[-1])
