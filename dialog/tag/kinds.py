"""What tagging is made of, and nothing that needs a database: choices, looks, and the keys of the desk."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

POLARITIES = ("brist", "positiv", "forslag")
SHAPES = ("circle", "square", "diamond", "triangle", "hexagon", "pill")
COLOURS = range(1, 13)
LONGEST_NOTE = 2_000  # characters
#: The focus areas' keys in the order of the keyboard's two upper rows, then what the desk's own keys leave free.
AREA_KEYS = "1234567890qwertyoasdhjklz"
#: A finer focus area is this key and then one of AREA_KEYS.
FINER = "x"


@dataclass(frozen=True)
class TagChoice:
    """One focus area as somebody chose it for a remark."""

    slug: str
    polarity: str | None = None
    #: The remark says that this is not a problem ("aldrig sett droger här").
    is_negated: bool = False

    @property
    def how(self) -> str:
        """Return how the remark speaks of it, as it is counted."""
        return "negated" if self.is_negated else self.polarity or "none"


@dataclass(frozen=True)
class Suggested:
    """A focus area as it was suggested to the one who decided, by what version of the vocabulary and of what was learned."""

    slug: str
    score: float
    polarity: str | None
    version: str


def verdicts(suggested: Iterable[Suggested], choices: Iterable[TagChoice]) -> dict[str, str]:
    """Return what became of each suggestion: accepted as it was, changed (another polarity, or denied), or refused."""
    chosen = {choice.slug: choice for choice in choices}
    found = {}
    for one in suggested:
        mine = chosen.get(one.slug)
        is_same = mine is not None and not mine.is_negated and (mine.polarity or None) == (one.polarity or None)
        found[one.slug] = "refused" if mine is None else "accepted" if is_same else "changed"
    return found


def differ(one: Iterable[TagChoice], other: Iterable[TagChoice]) -> bool:
    """Say whether two have chosen differently: another focus area, denied or not, or another polarity where both gave one."""
    mine, theirs = ({(c.slug, c.is_negated): c.polarity for c in choices} for choices in (one, other))
    return mine.keys() != theirs.keys() or any(a and theirs[key] and a != theirs[key] for key, a in mine.items())


def without_doubles(choices: Iterable[TagChoice]) -> list[TagChoice]:
    """Return the choices with each focus area once, as it was chosen last."""
    return list({choice.slug: choice for choice in choices}.values())


def keys_for(count: int, *, finer: bool = False) -> list[str]:
    """Return the key of each of so many focus areas, in order; an empty one where the keyboard has run out."""
    keys = [f"{FINER} {key}" if finer else key for key in AREA_KEYS]
    return [keys[i] if i < len(keys) else "" for i in range(count)]


def free_look(taken: Iterable[tuple[str, int]]) -> tuple[str, int] | None:
    """Return a shape and colour that no other has, the least used ones first, or None when all 72 are taken."""
    used = set(taken)
    shapes = [shape for shape, _ in used]
    colours = [colour for _, colour in used]
    free = [(shape, colour) for shape in SHAPES for colour in COLOURS if (shape, colour) not in used]
    return min(free, key=lambda look: shapes.count(look[0]) + colours.count(look[1]), default=None)


def slug_for(name: str, taken: Sequence[str]) -> str:
    """Return an address for a name: å and ä as a, ö as o, and a number at the end when it is taken."""
    plain = name.lower().translate(str.maketrans("åäöéèüøæ", "aaoeeuoa"))
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70].strip("-") or "fokusomrade"
    slug, n = base, 2
    while slug in taken:
        slug, n = f"{base}-{n}", n + 1
    return slug
