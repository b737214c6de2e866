"""`vocabulary.toml`, read once and made quick to look in: each word of a text is asked for once, not each entry.

An entry is a row of elements, an element a few alternatives (atoms). `Vocabulary.atoms(word)` says which atoms a word is;
`matching.py` then looks for rows. What may differ from the entry: å, ä and ö that are left out, and one letter in words of six or more.
"""

import hashlib
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from dialog.tag.suggesting.words import plain, sound

#: What a suggestion depends on beside the rules.
PARTS = ("vocabulary.toml", "examples.txt", "denials.txt", "cues.txt", "ordinary.txt")
FIELDS = ("trouble", "wanted", "weak", "not")
#: Short words that mean nothing else without their dots; other short ones ("tag", "gang") do, and count only beside more words.
BARE = frozenset("brak gral krak mork ran stok vald vral drap".split())
#: A stem shorter than this is never matched without its dots, nor with a letter wrong: "rån" is not "ran".
LEAST = 6


@dataclass(frozen=True)
class Row:
    """An entry: elements in order; before each, how many words may be passed over."""

    slug: str
    field: str
    elements: tuple[frozenset[int], ...]
    gaps: tuple[int, ...]
    #: As it is written.
    entry: str = ""


@dataclass
class Vocabulary:
    """The focus areas' words, compiled."""

    areas: dict[str, dict[str, object]]
    rows: list[Row] = field(default_factory=list)
    starts: dict[int, list[Row]] = field(default_factory=lambda: defaultdict(list))
    _ids: dict[str, int] = field(default_factory=dict)
    _whole: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _prefix: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _suffix: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _inside: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _plain: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _short: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _plain_whole: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _sound: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _sound_whole: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _near: dict[str, set[tuple[str, int, bool]]] = field(default_factory=lambda: defaultdict(set))

    #: Letters of the longest entry, and of the longest that may stand within a word: no more need be compared.
    _longest: int = 0
    _longest_inside: int = 0

    def __post_init__(self) -> None:
        self._own = {slug: frozenset(entries(str(area.get("own", "")))) for slug, area in self.areas.items()}
        for slug, area in self.areas.items():
            for name in (*FIELDS, "gone"):
                for entry in entries(str(area.get(name, ""))):
                    self._add(slug, name, entry)
        self._longest = max((len(form) for form in self._ids), default=0)
        self._longest_inside = max((len(form) for form in self._inside), default=0)
        self.ordinary = frozenset(ordinary_words())
        self.atoms = lru_cache(maxsize=50_000)(self._atoms)
        self.near = lru_cache(maxsize=50_000)(self._near_atoms)

    def is_own(self, slug: str, entry: str) -> bool:
        """Tell whether a municipality has written an entry itself."""
        return entry in self._own[slug]

    def _add(self, slug: str, name: str, entry: str) -> None:
        elements, gaps, gap = [], [], 0
        for part in entry.split():
            if part in ("..", "..."):
                gap = 4 if part == ".." else 8
                continue
            elements.append(frozenset(self._atom(form) for form in part.split("|") if form.strip("*")))
            gaps.append(gap)
            gap = 0
        row = Row(slug, name, tuple(elements), tuple(gaps), entry)
        self.rows.append(row)
        for atom in row.elements[0]:
            self.starts[atom].append(row)
        form = entry.strip("*")
        if len(elements) == 1 and name in ("trouble", "wanted") and len(form) >= LEAST and form.isalpha():
            (atom,) = elements[0]
            for cut in _cuts(form):
                self._near[cut].add((form, atom, entry.endswith("*")))

    def _atom(self, form: str) -> int:
        if form in self._ids:
            return self._ids[form]
        number = self._ids[form] = len(self._ids)
        bare = form.strip("*")
        starts, ends = form.startswith("*"), form.endswith("*")
        (self._inside if starts and ends else self._suffix if starts else self._prefix if ends else self._whole)[
            bare
        ].add(number)
        flat = plain(bare)
        if flat != bare and len(bare) >= LEAST - 1:
            (self._plain if ends else self._plain_whole)[flat].add(number)
        if flat != bare and len(bare) < LEAST - 1:
            self._short[flat + "*" * ends].add(number)
        if len(bare) >= LEAST - 1 and bare.isalpha():
            (self._sound if ends else self._sound_whole)[sound(bare)].add(number)
        return number

    def _atoms(self, word: str) -> frozenset[int]:
        """Return which atoms a word is, as it is spelt or with its dots left out."""
        found = set(self._whole.get(word, ()))
        n = len(word)
        for end in range(2, min(n, self._longest) + 1):
            found |= self._prefix.get(word[:end], set())
        for start in range(n - 1):
            found |= self._suffix.get(word[start:], set())
            for end in range(start + 3, min(n, start + self._longest_inside) + 1):
                found |= self._inside.get(word[start:end], set())
        if not found and word == plain(word) and word not in self.ordinary:
            found |= self._plain_whole.get(word, set())
            for end in range(LEAST - 1, min(n, self._longest) + 1):
                found |= self._plain.get(word[:end], set())
        if not found and len(word) >= LEAST and word not in self.ordinary:
            said = sound(word)
            found |= self._sound_whole.get(said, set())
            for end in range(LEAST - 1, len(said) + 1):
                found |= self._sound.get(said[:end], set())
        return frozenset(found)

    def bare(self, word: str) -> frozenset[int]:
        """Return the short atoms that a word is in a text where nothing has its dots: "hog fart", "ran"."""
        found = set(self._short.get(word, ()))
        for end in range(3, min(LEAST, len(word) + 1)):
            found |= self._short.get(word[:end] + "*", set())
        return frozenset(found)

    def _near_atoms(self, word: str) -> frozenset[int]:
        """Return the atoms that a word of six letters or more is but for one letter."""
        if len(word) < LEAST or word in self.ordinary or not word.isalpha():
            return frozenset()
        found = set()
        for end in range(LEAST - 1, min(len(word), self._longest + 1) + 1):
            begun = word[:end]
            for cut in _cuts(begun):
                for form, atom, is_stem in self._near.get(cut, ()):
                    if (is_stem or end == len(word)) and misspelt(form, begun):
                        found.add(atom)
        return frozenset(found)


def entries(words: str) -> Iterator[str]:
    """Yield the entries of one field."""
    for entry in words.replace("\n", ",").split(","):
        if entry.strip(" *"):
            yield entry.strip().lower()


def _cuts(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def misspelt(right: str, wrong: str) -> bool:
    """Tell whether one letter left out, put in or swapped makes one of the other; one changed only in eight or more.

    The first letters are the same, and so is the last: an ending is inflection, not a mistake.
    """
    if right == wrong or right[0] != wrong[0] or right[-1] != wrong[-1] or abs(len(right) - len(wrong)) > 1:
        return False
    i = next((i for i, (x, y) in enumerate(zip(right, wrong, strict=False)) if x != y), min(len(right), len(wrong)))
    a, b = right[i:], wrong[i:]
    if a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:]):
        return True
    return a[1:] == b[1:] and len(right) >= LEAST + 2


def ordinary_words() -> set[str]:
    """Return the common words that are one letter from an entry, sound like one or are one but for their dots, and yet are other words."""
    return set(resources.files(__package__).joinpath("ordinary.txt").read_text(encoding="utf-8").split())


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary that comes with the program."""
    return Vocabulary(shipped())


def shipped() -> dict[str, dict[str, object]]:
    """Return the words that come with the program, by focus area."""
    return tomllib.loads(resources.files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def version_of(own: str = "{}") -> str:
    """Return a short name of all lists and weights that are shipped (`PARTS`), together with a municipality's own words (as JSON):
    another one whenever they change.
    """
    files = b"".join(resources.files(__package__).joinpath(name).read_bytes() for name in PARTS)
    return hashlib.sha256(files + (own.encode() if own != "{}" else b"")).hexdigest()[:8]


@lru_cache(maxsize=4)
def with_own(own: str) -> Vocabulary:
    """Return the shipped vocabulary with a municipality's own words: JSON of {slug: {field: entries, "removed": entries}}.

    Compiling takes some tens of milliseconds, once for each state of the words.
    """
    changes: dict[str, dict[str, str]] = json.loads(own)
    return Vocabulary(changed(shipped(), changes)) if changes else vocabulary()


def changed(
    areas: dict[str, dict[str, object]], changes: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, object]]:
    """Return the words of all focus areas with some added and some removed; a slug not known before begins empty."""
    made = dict(areas)
    for slug, change in changes.items():
        removed = set(entries(change.get("removed", "")))
        area = dict(made.get(slug, {}))
        for name in FIELDS:
            kept = [entry for entry in entries(str(area.get(name, ""))) if entry not in removed]
            area[name] = "\n".join(dict.fromkeys([*kept, *entries(change.get(name, ""))]))
        area["own"] = "\n".join(entry for name in FIELDS[:3] for entry in entries(change.get(name, "")))
        # What is taken out of use must not come back by what examples have taught.
        area["gone"] = "\n".join(sorted(removed))
        made[slug] = area
    return made
