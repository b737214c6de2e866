"""How often suggestions and the guard are right, on texts with labels. Pure; from `dialog tags evaluate`.

A line may lack `negated` and `pii`: it then counts for the focus areas alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

OTHER = "ovrigt"
#: Finer focus areas that have a parent; the other finer ones fold to `ovrigt`.
PARENTS = {
    "trafikmiljo": "trafik-hastighet",
    "gangkriminalitet-skjutning": "valdsbrott-ran",
    "vald-i-nara-relation": "valdsbrott-ran",
    "anlagd-brand": "skadegorelse-klotter",
}
FINER = frozenset(PARENTS) | frozenset(
    "stold-bedrageri ordningsstorning tillganglighet-halka underhall-forfall motesplatser-vuxennarvaro hatbrott "
    "social-utsatthet losa-hundar".split()
)


def core_of(slug: str) -> str:
    """Return the core focus area that stands for one; itself where it is none of the finer ones."""
    return PARENTS.get(slug, OTHER if slug in FINER else slug)


def fold(slugs: Iterable[str]) -> set[str]:
    """Return focus areas as the core that stands for them; `ovrigt` only where no other core area does."""
    core = {core_of(slug) for slug in slugs}
    return core - {OTHER} or core


@dataclass
class Count:
    """Right, too much and missed, of one focus area or of all."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def n(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return share(self.right, self.right + self.extra)

    @property
    def recall(self) -> float:
        return share(self.right, self.n)

    @property
    def f1(self) -> float:
        return share(2 * self.right, 2 * self.right + self.extra + self.missed)


@dataclass
class Figures:
    """How right something is: by focus area, and all together."""

    areas: dict[str, Count] = field(default_factory=dict)

    @property
    def micro(self) -> Count:
        """Return all focus areas as one."""
        counts = self.areas.values()
        return Count(sum(c.right for c in counts), sum(c.extra for c in counts), sum(c.missed for c in counts))

    @property
    def macro_f1(self) -> float:
        """Return the mean F1 over focus areas that somebody has chosen."""
        seen = [count.f1 for count in self.areas.values() if count.n]
        return sum(seen) / len(seen) if seen else 0.0


@dataclass(kw_only=True)
class Measure(Figures):
    """The figures of a file."""

    label: str
    rows: int = 0
    denied: int = 0
    leaked: int = 0
    with_person: int = 0
    found: int = 0
    without_person: int = 0
    false_alarms: int = 0
    other_language: int = 0

    def add(self, row: Mapping[str, Any], suggested: Sequence[str], lang: str, has_person: bool) -> None:
        """Count one line with its labels."""
        self.rows += 1
        self.other_language += lang != "sv"
        is_core = self.label == "core_tags"
        truth = set(row[self.label])
        guess = fold(suggested) if is_core else set(suggested)
        for slug in truth | guess:
            count = self.areas.setdefault(slug, Count())
            count.right += slug in truth and slug in guess
            count.extra += slug not in truth
            count.missed += slug not in guess
        denied = set(row.get("negated_core" if is_core and "negated_core" in row else "negated") or ())
        self.denied += len(denied)
        self.leaked += len(denied & guess)
        if row.get("pii") is not None:
            self.with_person += bool(row["pii"])
            self.found += bool(row["pii"]) and has_person
            self.without_person += not row["pii"]
            self.false_alarms += not row["pii"] and has_person


def share(part: int, whole: int) -> float:
    """Return a share, 0 to 1; 0 of nothing."""
    return part / whole if whole else 0.0
