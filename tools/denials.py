"""Learns which signs say that a topic is no problem, from texts with labels, and writes `dialog/tag/suggesting/denials.txt`.

`python -m tools.denials fit` writes the weights; `python -m tools.denials judge` tells, for each set of texts, how it does when it is
left out: topics that are denied and suggested all the same, and tags that are lost. Ridge-penalised logistic regression on the hits of
the vocabulary (L-BFGS, as scipy has it), each focus area of a text counted once; nothing is drawn, so it makes the same each time.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from dialog.tag.suggesting.cues import is_cued
from dialog.tag.suggesting.judging import ENOUGH, RULES
from dialog.tag.suggesting.language import language
from dialog.tag.suggesting.matching import hits
from dialog.tag.suggesting.measuring import OTHER, fold
from dialog.tag.suggesting.negation import denied
from dialog.tag.suggesting.signs import Around
from dialog.tag.suggesting.vocabulary import vocabulary
from dialog.tag.suggesting.words import read
from tools.examples.reading import DATA, labelled, phrases
from tools.regression import ones, shared_by, solve

WEIGHTS = Path(__file__).parents[1] / "dialog/tag/suggesting/denials.txt"
#: Files of texts, and which of their parts are sets of their own when one is left out.
FILES = ("remarks-voices.jsonl", "remarks-denied.jsonl", "remarks-own.jsonl", "remarks-new.jsonl")
#: Letters of texts that are put together, so that a remark of several sentences denies no more than it says.
SHORT = 120
#: A sign counts when so many texts have it.
SHARED_BY = 8
RIDGE = 4.0
MOST_STEPS = 300
#: Weights below this are left out, in hundredths.
LEAST = 3


@dataclass
class Topic:
    """What is trouble or wanted of a focus area in a text: whether it is denied, and the signs of each hit (with whether the rules say so)."""

    part: str
    text: str
    slug: str
    is_denied: bool
    hits: list[tuple[frozenset[str], bool]] = field(default_factory=list)


def texts() -> Iterable[tuple[str, str, set[str], set[str]]]:
    """Yield each text with its set, its tags and what it denies."""
    for name in FILES:
        for one in labelled(DATA / name):
            part = one.part if "voices" in name else "denied" if "denied" in name else "own"
            yield part, one.text, set(one.areas or {OTHER}), set(one.denied)
    for said, slug, is_meant in phrases():
        yield "phrases", said, {slug} if is_meant else set(), set() if is_meant else {slug}


def together() -> Iterable[tuple[str, str, set[str], set[str]]]:
    """Yield two texts of a set as one, in either order: one that means what it names, and one that only denies."""
    of: dict[str, tuple[list[Any], list[Any]]] = {}
    for part, text, tags, none in texts():
        if len(text) <= SHORT and (bool(none) == (tags <= {OTHER})) and part != "phrases":
            of.setdefault(part, ([], []))[bool(none)].append((text.strip() + "." * text[-1:].isalnum(), tags, none))
    for part, (meant, denied_ones) in sorted(of.items()):
        for i, (text, _, none) in enumerate(denied_ones):
            said, tags, _ = meant[i * 7 % len(meant)]
            if tags.isdisjoint(none):
                yield part, f"{text} {said}" if i % 2 else f"{said} {text}", tags, none


def topics() -> list[Topic]:
    """Return each focus area that is found in a text and has a label."""
    made: list[Topic] = []
    known = vocabulary()
    for part, text, tags, none in (*texts(), *together()):
        words = read(text)
        if language(text) != "sv" or not is_cued(words, text):
            continue
        found = hits(words, known)
        if not found:
            continue
        ruled, around = denied(found, words, text), Around(found, words, text)
        of: dict[tuple[str, bool], Topic] = {}
        for hit in found:
            (core,) = fold([hit.slug])
            if core in none or core in tags:
                is_wanted = hit.field == "wanted"
                topic = of.setdefault((hit.slug, is_wanted), Topic(part, text, core, core in none))
                topic.hits.append((named(around.signs(hit), is_wanted), hit in ruled))
        made += of.values()
    return made


def named(signs: Iterable[str], is_wanted: bool) -> frozenset[str]:
    """Return signs by name: each also for trouble or for what is wanted alone, but stems and the names of focus areas."""
    mine = "w=" if is_wanted else "t="
    shared = set(signs)
    return frozenset(
        shared | {mine + sign for sign in shared if "~" not in sign and not sign.startswith(("fld:", "slug:"))}
    )


def fit(of: list[Topic]) -> dict[str, int]:
    """Return the weight of each sign, in hundredths, and where the sum begins (`base`)."""
    names = shared_by((frozenset[str]().union(*(signs for signs, _ in topic.hits)) for topic in of), SHARED_BY)
    rows = [
        (signs, topic.is_denied, (2 if topic.part == "phrases" else 1) / len(topic.hits))
        for topic in of
        for signs, _ in topic.hits
    ]
    found, truth, many = zip(*rows, strict=True)
    held = np.append(np.full(len(names), RIDGE), 0)
    best, base = solve(ones(found, names), np.array(truth), np.array(many), held, MOST_STEPS)
    made = {sign: round(100 * float(weight)) for sign, weight in zip(names, best, strict=True)}
    return {"base": round(100 * base), **{s: n for s, n in made.items() if abs(n) >= LEAST}}


def is_denied(topic: Topic, weights: dict[str, int]) -> bool:
    """Tell whether a topic is judged to be denied, as `judging.py` does."""
    worth = sum(
        weights["base"] + sum(weights.get(sign, 0) for sign in signs) + RULES * is_ruled
        for signs, is_ruled in topic.hits
    )
    return worth >= ENOUGH * len(topic.hits)


def judge(of: list[Topic]) -> None:
    """Print how each set does when it is left out, beside what the rules alone do."""
    for part in sorted({topic.part for topic in of}):
        weights = fit([topic for topic in of if topic.part != part])
        count: Counter[str] = Counter()
        for topic in of:
            if topic.part == part:
                kind = "denied" if topic.is_denied else "meant"
                count[kind] += 1
                count[kind + " wrong"] += is_denied(topic, weights) != topic.is_denied
                count[kind + " wrong by rules"] += all(is_ruled for _, is_ruled in topic.hits) != topic.is_denied
        print(
            f"{part:10} denied and suggested {count['denied wrong']} (rules {count['denied wrong by rules']}) of {count['denied']},"
            f" lost {count['meant wrong']} (rules {count['meant wrong by rules']}) of {count['meant']}"
        )


def written(weights: dict[str, int]) -> str:
    """Return the weights as they stand in the file."""
    lines = [f"{sign} {n}" for sign, n in weights.items()]
    return "\n".join(["# Made by tools/denials.py: what each sign (signs.py) weighs, in hundredths.", *lines]) + "\n"


def main() -> None:
    """Do what the command line says."""
    of = topics()
    if sys.argv[1:] == ["fit"]:
        WEIGHTS.write_text(written(fit(of)), encoding="utf-8")
    else:
        judge(of)


if __name__ == "__main__":
    main()
