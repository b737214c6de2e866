"""Which entries of the vocabulary stand in a text, after the look-alikes are taken out.

From `words.read`; to `negation.py` and `suggest`.
"""

from collections import defaultdict
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from dialog.tag.suggesting.vocabulary import BARE, Row, Vocabulary
from dialog.tag.suggesting.words import Word, is_bare


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found: its words by number, whether a letter was wrong, and how it is written (two that differ by that alone are one)."""

    slug: str
    field: str
    places: tuple[int, ...]
    is_near: bool = False
    entry: str = dataclass_field(default="", compare=False)


def hits(words: list[Word], vocabulary: Vocabulary) -> list[Hit]:
    """Return the entries found in order, without the look-alikes."""
    return look(words, vocabulary)[0]


def look(words: list[Word], vocabulary: Vocabulary) -> tuple[list[Hit], dict[str, set[int]]]:
    """Return the entries found in order, and for each focus area the words that must not speak for it: look-alikes, and entries that
    a municipality has taken out of use.
    """
    none: frozenset[int] = frozenset()
    atoms = [none if w.is_name else vocabulary.atoms(w.low) for w in words]
    if is_bare(words):
        short = [none if w.is_name or a else vocabulary.bare(w.low) for w, a in zip(words, atoms, strict=True)]
        atoms = [a | b for a, b in zip(atoms, short, strict=True)]
    else:
        short = [none] * len(words)
    found: list[Hit] = []
    hidden: dict[str, set[int]] = defaultdict(set)
    gone: dict[str, set[int]] = defaultdict(set)
    known: set[int] = set()
    present = none.union(*atoms)
    for i, here in enumerate(atoms):
        for row in {id(r): r for atom in here for r in vocabulary.starts.get(atom, ())}.values():
            if len(row.elements) > 1 and row.elements[1].isdisjoint(present):
                continue  # as most: its second word is nowhere in the text
            places = _follow(row, i, atoms, words)
            if not places or (len(places) == 1 and short[i] and words[i].low not in BARE):
                continue
            if row.field == "gone":
                gone[row.slug].update(places)
                continue
            known.update(places)
            if row.field == "not":
                hidden[row.slug].update(places)
            else:
                found.append(Hit(row.slug, row.field, places, entry=row.entry))
    for i, word in enumerate(words):
        if i not in known and not word.is_name:
            near = {
                row.slug: row
                for atom in vocabulary.near(word.low)
                for row in vocabulary.starts[atom]
                if len(row.elements) == 1 and row.field not in ("not", "gone")
            }
            found += [Hit(row.slug, row.field, (i,), is_near=True, entry=row.entry) for row in near.values()]
    kept = sorted((h for h in found if not hidden[h.slug].intersection(h.places)), key=lambda h: h.places)
    return kept, {slug: hidden[slug] | gone[slug] for slug in (*hidden, *(slug for slug in gone if slug not in hidden))}


def _follow(row: Row, start: int, atoms: list[frozenset[int]], words: list[Word]) -> tuple[int, ...]:
    """Return where the row's words stand when it begins at `start`; () when it does not. It never leaves its sentence."""
    places = [start]
    for element, gap in zip(row.elements[1:], row.gaps[1:], strict=True):
        at = places[-1] + 1
        while at < len(words) and at <= places[-1] + 1 + gap and words[at].sentence == words[start].sentence:
            if element & atoms[at]:
                break
            at += 1
        else:
            return ()
        places.append(at)
    return tuple(places)
