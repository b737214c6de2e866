"""The examples: labelled texts from `tests/data/` and, beside this module, short scenes and words. Never the supplied remarks, nor those
that are kept to measure by.

To `fitting.py` and `judging.py`, and to `tools/denials.py`.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dialog.tag.suggesting import OTHER
from dialog.tag.suggesting.measuring import core_of

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "tests" / "data"
SHIPPED = HERE.parents[1] / "dialog" / "tag" / "suggesting" / "examples.txt"
FILES = (
    DATA / "remarks-new.jsonl",
    DATA / "remarks-own.jsonl",
    DATA / "remarks-denied.jsonl",
    DATA / "remarks-voices.jsonl",
)
PHRASES = DATA / "phrases-denied.txt"
SCENES, WORDS = HERE / "scenes.txt", HERE / "words.txt"
#: What a word alone counts, beside a text.
OF_A_WORD = 0.5


@dataclass(frozen=True)
class Example:
    """A text with its core focus areas, what it says is no problem, what it counts, and whose it is."""

    text: str
    areas: frozenset[str]
    denied: frozenset[str]
    weight: float = 1.0
    part: str = "own"


def examples() -> list[Example]:
    """Return all that is taught by, always in the same order."""
    return [
        *_labelled(),
        *(_phrase(*phrase) for phrase in phrases()),
        *_scenes(SCENES.read_text(encoding="utf-8")),
        *_words(WORDS.read_text(encoding="utf-8")),
    ]


def made_of() -> str:
    """Return a hash of the files that are taught by: the shipped weights carry the one they were made of."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in (*FILES, PHRASES, SCENES, WORDS))).hexdigest()[:16]


def labelled(file: Path) -> list[Example]:
    """Return the texts of a file of JSON lines with core labels."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [
        Example(
            row["text"],
            frozenset(row["core_tags"]) - {OTHER},
            frozenset(row.get("negated_core") or ()),
            part=row.get("part", "own"),
        )
        for row in rows
    ]


def phrases() -> Iterable[tuple[str, str, bool]]:
    """Yield phrases of one focus area each, as written: the text, the focus area, and whether it is meant (else it is denied)."""
    for line in _lines(PHRASES.read_text(encoding="utf-8")):
        kind, said = line.split("|", 1)
        yield said, kind[1:], kind[0] == "+"


def _labelled() -> Iterable[Example]:
    return (one for file in FILES for one in labelled(file))


def _lines(text: str) -> Iterable[str]:
    return (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _scenes(text: str) -> Iterable[Example]:
    for line in _lines(text):
        areas, denied, said = line.split(" | ", 2)
        yield Example(said, _slugs(areas), _slugs(denied), part="scenes")


def _phrase(said: str, slug: str, is_meant: bool) -> Example:
    core, none = frozenset({core_of(slug)}) - {OTHER}, frozenset[str]()
    return Example(said, core if is_meant else none, none if is_meant else core, part="phrases")


def _slugs(said: str) -> frozenset[str]:
    return frozenset(said.split()) - {"-", OTHER}


def _words(text: str) -> Iterable[Example]:
    of: dict[str, set[str]] = {}
    for line in _lines(text):
        slug, words = line.split(": ", 1)
        for word in words.split(", "):
            of.setdefault(word.strip(), set()).add(slug)
    return (Example(word, frozenset(slugs) - {OTHER}, frozenset(), OF_A_WORD, "words") for word, slugs in of.items())
