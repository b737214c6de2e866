"""What the attacker of `both.py` knows of residents: that one who answers gives one remark of each question at most, and which kinds there can be."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from tests.trust.attacking import Attacker, Finding

CHANNELS = ["web", "paper"]
PLACES = ["1", "2", "-"]
AREA, OTHER_AREA = "belysning", "skadegorelse-klotter"
NONE, PLAIN, ABOUT, OTHER, BOTH = "none", "plain", "about", "other", "both"
#: The focus areas that what somebody said is about.
AREAS_OF = {
    PLAIN: frozenset[str](),
    ABOUT: frozenset({AREA}),
    OTHER: frozenset({OTHER_AREA}),
    BOTH: frozenset({AREA, OTHER_AREA}),
}
#: Groups of people that more is said of are left out: there are too many to try them all.
MOST_SAID = 3


@dataclass(frozen=True)
class One:
    """A resident: what they answered ("-": nothing), wrote (nothing, something, about the focus area) and pointed at.

    Who pointed without a survey has no channel, and answered and wrote nothing.
    """

    week: int
    channel: str
    answer: str
    wrote: str
    place: str
    feeling: str = "unsafe"
    pinned: str = NONE
    wave: int = 1

    @property
    def is_response(self) -> bool:
        """Whether this is an answer to the survey."""
        return bool(self.channel)

    @property
    def remarks(self) -> list[tuple[str, str, frozenset[str]]]:
        """The remarks that this gives: place, feeling ("-": none), the focus areas."""
        found = [("-", "-", AREAS_OF[self.wrote])] if self.wrote != NONE else []
        return [*found, *([(self.place, self.feeling, AREAS_OF[self.pinned])] if self.pinned != NONE else [])]


@dataclass(frozen=True)
class Fact:
    """A published number, as a coefficient of each kind of resident there can be."""

    said: str
    n: int
    weeks: frozenset[int]
    counts: Any  # of One: how many times the number counts such a one, weeks apart


@dataclass(frozen=True)
class Known:
    """What everybody knows of a town before anything is told: its places, what is asked in each wave, and when."""

    #: The feeling of the question of a place, by wave.
    feelings: Sequence[str] = ("unsafe",)
    #: Whether a question follows from the answer a.
    follows: bool = False
    places: Sequence[str] = tuple(PLACES)
    #: Whether there are two focus areas, one of which goes into the other.
    has_two: bool = False
    #: The first week of the second wave, and whether answers to the first come in after that.
    second: int = 999_999
    comes_late: bool = False
    #: A group at a place is small under this.
    k_at_places: int = 5

    def may_be(self, week: int, wave: int) -> bool:
        """Say whether a wave is answered in a week."""
        return week >= self.second if wave == 2 else week < self.second or self.comes_late


class Residents(Attacker):
    """An attacker to whom the smallest parts are the kinds of residents there can be."""

    def __init__(self, weeks: Sequence[Sequence[int]], known: Known, k: int = 5) -> None:
        """`weeks` are stretches, each with the weeks that nothing tells apart."""
        self.k, self.weeks, self.known = k, [span[0] for span in weeks], known
        self.said = [PLAIN, ABOUT, OTHER, BOTH] if known.has_two else [PLAIN, ABOUT]
        pinned = [("-", NONE), *itertools.product(known.places, self.said)]
        parts = [
            One(span[0], channel, answer, wrote, place, known.feelings[wave - 1], pin, wave)
            for wave in range(1, len(known.feelings) + 1)
            for span, channel, answer, wrote, (place, pin) in itertools.product(
                weeks, CHANNELS, "abc-", [NONE, *self.said], pinned
            )
            if (pin == NONE or answer == "a" or not known.follows) and any(known.may_be(week, wave) for week in span)
        ]
        alone = itertools.product(self.weeks, known.places, ["unsafe", "safe", "mixed"], self.said)
        self.parts: Any = parts + [One(week, "", "-", NONE, place, feeling, pin) for week, place, feeling, pin in alone]
        self.place = {one: i for i, one in enumerate(self.parts)}

    def row(self, fact: Fact) -> tuple[Any, int]:
        """Return a published number as an equation."""
        return np.array([fact.counts(one) if one.week in fact.weeks else 0 for one in self.parts]), fact.n

    def subtract(self, rows: Sequence[tuple[Any, int]]) -> list[Finding]:
        """Take every number from every other that counts each kind at least as often."""
        found = []
        for i, j in itertools.permutations(range(len(rows)), 2):
            (less, n), (more, m) = rows[i], rows[j]
            if 0 < m - n < self.k and (more >= less).all():
                found.append(Finding("subtracted", f"{j} - {i}", m - n, m - n))
        return found

    def groups(self) -> tuple[Any, list[str], Any]:
        """Return the groups to try: of people by what they answered, wrote and pointed at; of remarks; weeks apart and together; what
        each is called, and from how many it is not small.
        """
        columns = {
            name: np.array([getattr(one, name) for one in self.parts])
            for name in ("week", "channel", "answer", "wrote", "pinned", "place", "feeling", "wave")
        }
        is_response = np.array([one.is_response for one in self.parts])
        kinds = [(NONE,), *((one,) for one in self.said), tuple(self.said)]
        if self.known.has_two:
            kinds += [(ABOUT, BOTH), (OTHER, BOTH), (ABOUT, OTHER, BOTH)]
        choices: dict[str, list[tuple[Any, ...]]] = {
            "week": [(week,) for week in self.weeks] if len(self.weeks) > 1 else [],
            "channel": [(one,) for one in CHANNELS],
            "answer": [*((one,) for one in "abc-"), ("a", "b", "c")],
            "wrote": kinds,
            "pinned": kinds,
            "place": [(one,) for one in self.known.places],
            "wave": [(1,), (2,)] if len(self.known.feelings) > 1 else [],
        }
        found: dict[bytes, tuple[Any, str, int]] = {}

        def add(inside: Any, k: int, *said: Any) -> None:
            key = inside.astype(np.int8).tobytes()
            if inside.any() and found.get(key, (0, "", 0))[2] < k:
                found[key] = inside.astype(float), " ".join(map(str, said)), k

        masks = {(name, one): np.isin(columns[name], one) for name, some in choices.items() for one in some}
        for size in range(MOST_SAID + 1):
            for names in itertools.combinations(choices, size):
                for chosen in itertools.product(*(choices[name] for name in names)):
                    inside = is_response
                    for at in zip(names, chosen, strict=True):
                        inside = inside & masks[at]
                    is_placed = any(name == "place" and one != ("-",) for name, one in zip(names, chosen, strict=True))
                    add(inside, self.known.k_at_places if is_placed else self.k, "people", names, chosen)
        pointed, spans = columns["pinned"] != NONE, [tuple(self.weeks), *choices["week"]]
        some_areas = [None, *((AREA, is_about) for is_about in (True, False))]
        some_areas += [(OTHER_AREA, is_about) for is_about in (True, False)] if self.known.has_two else []
        for span, source, place, feeling, area in itertools.product(
            spans, ["", "enkat", "plats"], ["", *self.known.places], ["", "unsafe", "safe", "mixed", "-"], some_areas
        ):
            mask = np.isin(columns["week"], span) & (is_response == (source == "enkat") if source else True)
            points = mask & pointed & np.isin(columns["place"], [place] if place else self.known.places)
            points = points & np.isin(columns["feeling"], [feeling] if feeling else ["unsafe", "safe", "mixed"])
            texts = mask & (columns["wrote"] != NONE) & (place in ("", "-")) & (feeling in ("", "-"))
            if area is not None:
                about = [kind for kind in self.said if (area[0] in AREAS_OF[kind]) == area[1]]
                points, texts = points & np.isin(columns["pinned"], about), texts & np.isin(columns["wrote"], about)
            k = self.known.k_at_places if place not in ("", "-") else self.k
            add(points.astype(int) + texts.astype(int), k, "remarks", span, source, place, feeling, area)
        masks_, names_, ks = zip(*found.values(), strict=True)
        return csr_matrix(np.array(masks_)), list(names_), np.array(ks)
