"""Weights from examples: ridge-penalised logistic regression for each core focus area. The same each time.

From `reading.py`; to `examples.txt`. A text is the pieces of its words, each piece once, by inverse document frequency; texts are not
made equally long, so that what comes out is a plain sum over words, which can be told word by word.
"""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import diags_array

from dialog.tag.suggesting.weights import FINE, pieces_of
from dialog.tag.suggesting.words import read
from tools.examples.reading import Example
from tools.regression import Floats, ones, shared_by, solve

RIDGE = 0.07
MOST_STEPS = 200
#: A piece counts when so many examples hold it.
SHARED_BY = 3
#: Rare pieces tell more than their inverse document frequency says, on texts of somebody not read (`judge`).
RARITY = 1.5
#: Weights nearer to 0 are left out, in hundredths.
LEAST = 12
#: From where a focus area is suggested, in hundredths: what gave the highest F1 on texts of somebody not read.
THRESHOLD = -100


def fit(examples: Sequence[Example], made_of: str) -> str:
    """Return the file that ships, from examples."""
    areas = tuple(sorted({slug for one in examples for slug in one.areas}))
    texts = [read(one.text) for one in examples]
    found = [frozenset(p for w in words if not w.is_name for p in pieces_of(w.low)) for words in texts]
    names, x, scale = _matrix(found)
    weight = np.array([one.weight for one in examples])
    table: dict[str, list[str]] = {name: [] for name in names}
    base = []
    for letter, slug in zip("abcdefghijklmnopqrstuvwxyz", areas, strict=False):
        truth = np.array([slug in one.areas for one in examples])
        solved, start = _sparse(x, truth, weight, LEAST / FINE / scale)
        base.append(round(start * FINE))
        for name, n in zip(names, np.rint(solved * scale * FINE).astype(int).tolist(), strict=True):
            if n:
                table[name].append(f"{letter}{n}")
    head = {
        "made of": made_of,
        "areas": " ".join(areas),
        "base": " ".join(map(str, base)),
        "threshold": str(THRESHOLD),
    }
    pieces = [f"{name}\t{' '.join(said)}" for name, said in table.items() if said]
    return _file(head, pieces)


def _matrix(found: Sequence[Collection[str]]) -> tuple[list[str], Any, Floats]:
    """Return the names of what counts, the examples as rows, and what to multiply solved weights by to use them on 1 and 0."""
    shared = shared_by(found, SHARED_BY)
    names, x = list(shared), ones(found, shared)
    scale = np.log((1 + len(found)) / (1 + np.array([*shared.values()], dtype=float))) ** RARITY
    x = (x @ diags_array(scale)).tocsr()
    mean = float(np.sqrt(np.asarray(x.multiply(x).sum(axis=1))).mean())
    return names, x / mean, scale / mean


def _sparse(x: Any, truth: NDArray[np.bool_], weight: Floats, least: Floats) -> tuple[Floats, float]:
    """Solve, leave out the weights nearer to 0 than `least`, and solve again without them, so that the others make up for them."""
    first, _start = _solve(x, truth, weight)
    kept = np.flatnonzero(np.abs(first) >= least)
    solved = np.zeros(len(first))
    solved[kept], start = _solve(x[:, kept], truth, weight)
    return solved, start


def _solve(x: Any, truth: NDArray[np.bool_], weight: Floats) -> tuple[Floats, float]:
    return solve(x, truth, weight, np.full(x.shape[1] + 1, RIDGE), MOST_STEPS)


def _file(head: dict[str, str], pieces: Sequence[str]) -> str:
    said = (
        "# What labelled examples have taught; written by `python -m tools.examples fit`. Not to be changed by hand.\n"
    )
    return said + "\n".join(f"{name}: {value}" for name, value in head.items()) + "\n\n" + "\n".join(pieces) + "\n"
