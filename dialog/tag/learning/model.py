"""What was learned, as it is kept and used: for each focus area that earned it, weights of features and how to weigh them in.

From `earning.py`, or from the database (`queries/suggesting.py`); to `blending.py`. Nothing of any one remark is here: a feature
was shared by at least `fitting.SHARED_BY` different ones.
"""

import json
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dialog.tag.learning import early
from dialog.tag.learning.features import features, is_piece, of_word
from dialog.tag.learning.fitting import Floats, Known, row
from dialog.tag.suggesting.words import Word

FORM = 1  # of the numbers as they are kept
_FINE = 1000  # a weight is kept to a thousandth
MOST_WORDS_SHOWN = 3


@dataclass(frozen=True)
class Weighing:
    """How a focus area's raw sum becomes a score, and how much that counts: `share` of the whole, the vocabulary has the rest."""

    threshold: float
    slope: float
    share: float

    def score(self, raw: Any) -> Any:
        """Return a score from 0 to 1 of raw sums; 0.5 at the threshold."""
        return 1 / (1 + np.exp(-np.clip(self.slope * (raw - self.threshold), -30, 30)))


@dataclass(frozen=True)
class Heard:
    """What the learned model makes of a text for one focus area, and where the words stand that carried most."""

    score: float
    share: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Learned:
    """The learned model. `areas` are the focus areas in which it has earned something, in the order of the weights' columns."""

    areas: tuple[str, ...]
    known: Known
    weights: NDArray[Any]
    base: Floats
    weighings: tuple[Weighing, ...]
    #: The signs of focus areas with few examples (`early.py`), in hundredths.
    early: dict[str, dict[str, int]] = field(default_factory=dict)

    def hear(self, words: list[Word]) -> dict[str, Heard]:
        """Return what it makes of a text, for each focus area it knows."""
        places, values = row(features(word.low for word in words), self.known)
        worth = self.weights[places] * values[:, None]
        raw = worth.sum(axis=0) + self.base
        found = {}
        for i, (slug, weighing) in enumerate(zip(self.areas, self.weighings, strict=True)):
            score = float(weighing.score(raw[i]))
            spans = self._carrying(words, dict(zip(places, worth[:, i], strict=True))) if score >= 0.5 else ()
            found[slug] = Heard(score, weighing.share, spans)
        return found

    def hear_early(self, words: list[Word]) -> dict[str, Heard]:
        """Return the focus areas with few examples whose signs a text holds. Never surer than likely."""
        plain = list({word.low: word for word in reversed(words) if not word.is_name}.values())
        seen = [of_word(word.low) for word in plain]
        found = {}
        for slug, signs in self.early.items():
            worth, carried = early.score(signs, seen)
            if worth >= early.ENOUGH:
                spans = tuple((plain[i].start, plain[i].end) for i in sorted(carried))
                found[slug] = Heard(0.5 + 0.4 * (worth - early.ENOUGH), 1.0, spans)
        return found

    def _carrying(self, words: list[Word], worth: dict[int, float]) -> tuple[tuple[int, int], ...]:
        """Return where the words stand that carried most: at least a third of what the strongest did."""
        carried: dict[str, float] = {}
        for low in {word.low for word in words}:
            places = (self.known.places.get(feature) for feature in of_word(low))
            carried[low] = sum(worth.get(place, 0.0) for place in places if place is not None)
        most = max(carried.values(), default=0.0)
        strong = sorted((low for low, n in carried.items() if n > 0 and n >= most / 3), key=lambda low: -carried[low])
        return tuple((w.start, w.end) for w in words if w.low in strong[:MOST_WORDS_SHOWN])

    def carrying(self, slug: str, most: int = 20) -> list[tuple[str, float]]:
        """Return the features with the greatest weights for a focus area, stems before pieces of words, strongest first."""
        column = self.weights[:, self.areas.index(slug)] * self.known.idf
        names = sorted(self.known.places, key=lambda name: -column[self.known.places[name]])[: 4 * most]
        kept = [(name, float(column[self.known.places[name]])) for name in names]
        return sorted(((name, n) for name, n in kept if n > 0), key=lambda pair: (is_piece(pair[0]), -pair[1]))[:most]


#: Where no focus area has earned anything.
NOTHING = Learned((), Known({}, np.zeros(0), np.zeros(0, dtype=bool)), np.zeros((0, 0)), np.zeros(0), ())


def kept(learned: Learned) -> bytes:
    """Return what was learned as it is kept: compressed JSON."""
    made = {
        "form": FORM,
        "areas": learned.areas,
        "features": sorted(learned.known.places, key=lambda name: learned.known.places[name]),
        "idf": _whole(learned.known.idf),
        "weights": _whole(learned.weights.ravel()),
        "base": _whole(learned.base),
        "early": {slug: dict(sorted(signs.items())) for slug, signs in sorted(learned.early.items())},
        "weighings": [(w.threshold, w.slope, w.share) for w in learned.weighings],
    }
    return zlib.compress(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())


def opened(numbers: bytes) -> Learned:
    """Return what was learned from what was kept; ValueError of a form that this program does not know."""
    made = json.loads(zlib.decompress(numbers))
    if made["form"] != FORM:
        raise ValueError(f"form {made['form']} of what was learned is not known")
    names, areas = made["features"], tuple(made["areas"])
    known = Known(
        {name: i for i, name in enumerate(names)},
        np.array(made["idf"], dtype=float) / _FINE,
        np.array([is_piece(name) for name in names], dtype=bool),
    )
    weights = (np.array(made["weights"], dtype=np.float32) / np.float32(_FINE)).reshape(len(names), len(areas))
    base = np.array(made["base"], dtype=float) / _FINE
    weighings = tuple(Weighing(*w) for w in made["weighings"])
    return Learned(areas, known, weights, base, weighings, made.get("early", {}))


def _whole(numbers: Any) -> list[int]:
    return [int(n) for n in np.rint(np.asarray(numbers) * _FINE)]
