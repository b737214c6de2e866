"""What the example's residents write: the published and the written remarks, recombined. Pure, and the same for a seed."""

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
POLARITY = {"brist": "brist", "positiv": "positiv", "atgard": "forslag"}


@dataclass(frozen=True)
class Phrase:
    """A remark with what it was labelled as by hand: focus areas, those said not to be a problem, polarity."""

    text: str
    areas: tuple[str, ...]
    negated: tuple[str, ...]
    polarity: str | None
    lang: str
    names_somebody: bool

    @property
    def is_good(self) -> bool:
        """Say whether it praises."""
        return self.polarity == "positiv"


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return all remarks of the two files."""
    rows = [
        json.loads(line)
        for name in ("remarks-published.jsonl", "remarks-written.jsonl")
        for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    return tuple(
        Phrase(
            row["text"],
            tuple(row["tags"]),
            tuple(row.get("negated", ())),
            POLARITY.get(row["polarity"]),
            row.get("lang", "sv"),
            bool(row.get("pii")),
        )
        for row in rows
    )


def write(rng: random.Random, *, good: bool | None, wish: bool = False) -> Phrase:
    """Return what somebody writes: a remark as it is, or two about the same put together. `good` None: anything."""
    fitting = [p for p in phrases() if _fits(p, good, wish)]
    first = rng.choice(fitting)
    alike = [p for p in fitting if p != first and set(p.areas) & set(first.areas) and p.lang == first.lang]
    if not alike or rng.random() < 0.45:
        return first
    other = rng.choice(alike)
    half = rng.choice(_sentences(other.text))
    areas = tuple(dict.fromkeys([*first.areas, *(other.areas if half == other.text else ())]))
    negated = tuple(a for a in (*first.negated, *other.negated) if a not in areas)
    text = f"{first.text.rstrip('. ')}. {half}"
    return Phrase(text, areas, negated, first.polarity, first.lang, first.names_somebody or other.names_somebody)


def _fits(phrase: Phrase, good: bool | None, wish: bool) -> bool:
    if wish:
        return phrase.polarity == "forslag"
    return good is None or (phrase.is_good if good else phrase.polarity in ("brist", None))


def _sentences(text: str) -> Sequence[str]:
    return [s for s in re.split(r"(?<=[.!?])\s+", text) if len(s) > 3] or [text]
