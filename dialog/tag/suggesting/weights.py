"""What labelled examples have taught: for each core focus area, how much each word speaks for it.

Read from `examples.txt`, which `python -m tools.examples fit` writes from texts of this project's own (`tests/data/README.md`); to
`suggest`. Plain sums: a text's worth for a focus area is what its words are worth, each word once, and a word's what
its stem and its pieces of four letters are worth (`learning/features.py` says why pieces). Nothing but small whole numbers is read.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from dialog.tag.finding.stems import stem
from dialog.tag.suggesting.words import Word

PIECE = 4  # letters
#: A weight is kept to a hundredth.
FINE = 100
#: Words whose worth is remembered.
MOST_KEPT = 20_000
NAME = "examples.txt"


def pieces_of(low: str) -> tuple[str, ...]:
    """Return what is seen of a word in small letters: its stem, and its pieces of four letters; nothing of one that holds a digit."""
    if not low or any(letter.isdigit() for letter in low):
        return ()
    framed = f"_{low}_"
    return stem(low), *dict.fromkeys(f"~{framed[i : i + PIECE]}" for i in range(max(1, len(framed) - PIECE + 1)))


@dataclass
class Weights:
    """What was learned, as it stands in the file."""

    #: Of what the file was made: a hash of the examples.
    made_of: str
    areas: tuple[str, ...]
    #: A focus area's sum begins here.
    base: tuple[int, ...]
    #: From here it is suggested.
    threshold: int
    #: Each piece with the letter of a focus area (`a` is the first) and a weight: "a31 c-5".
    _pieces: dict[str, str]
    _worth: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def of_word(self, low: str) -> tuple[int, ...]:
        """Return what a word is worth for each focus area, in hundredths."""
        known = self._worth.get(low)
        if known is None:
            sums = [0] * len(self.areas)
            for piece in pieces_of(low):
                for part in self._pieces.get(piece, "").split():
                    sums[ord(part[0]) - 97] += int(part[1:])
            if len(self._worth) >= MOST_KEPT:
                self._worth.clear()
            known = self._worth[low] = tuple(sums)
        return known

    def weigh(self, words: list[Word], hidden: Mapping[str, Collection[int]]) -> dict[str, float]:
        """Return how far above its threshold (below: less than 0) each core focus area comes out for a text.

        `hidden`: which words must not speak for a focus area, by number.
        """
        lows = {word.low for word in words if not word.is_name}
        sums = [sum(column) for column in zip(self.base, *map(self.of_word, lows), strict=True)]
        worth = {slug: (n - self.threshold) / FINE for slug, n in zip(self.areas, sums, strict=True)}
        for slug, places in hidden.items():
            if slug in worth:
                at = self.areas.index(slug)
                worth[slug] -= sum(max(0, self.of_word(low)[at]) for low in {words[i].low for i in places}) / FINE
        return worth

    def carrying(self, slug: str, words: list[Word], hidden: Collection[int] = (), most: int = 3) -> tuple[int, ...]:
        """Return which words carried a focus area most, by number: those worth at least a third of what the strongest is."""
        at = self.areas.index(slug)
        worth = {w.low: self.of_word(w.low)[at] for i, w in enumerate(words) if not w.is_name and i not in hidden}
        strongest = max(worth.values(), default=0)
        best = sorted(
            (low for low, n in worth.items() if n > 0 and n >= strongest / 3), key=lambda low: (-worth[low], low)
        )
        return tuple(i for i, w in enumerate(words) if w.low in best[:most] and not w.is_name and i not in hidden)


#: Where nothing is learned: the vocabulary stands alone.
NOTHING = Weights("", (), (), 0, {})


@cache
def weights() -> Weights:
    """Return what comes with the program; read when first asked for."""
    return opened(resources.files(__package__).joinpath(NAME).read_text(encoding="utf-8"))


def opened(text: str) -> Weights:
    """Return weights from a file's text: a head of `name: value` lines, an empty line, then the pieces."""
    head, pieces = text.split("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines() if not line.startswith("#"))
    return Weights(
        said["made of"],
        tuple(said["areas"].split()),
        tuple(map(int, said["base"].split())),
        int(said["threshold"]),
        dict(line.split("\t", 1) for line in pieces.splitlines()),
    )
