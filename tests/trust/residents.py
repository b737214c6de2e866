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
AREA = "belysning"
NONE, PLAIN, ABOUT = "none", "plain", "about"
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

    @property
    def is_response(self) -> bool:
        """Whether this is an answer to the survey."""
        return bool(self.channel)

    @property
    def remarks(self) -> list[tuple[str, str, bool]]:
        """The remarks that this gives: place, feeling ("-": none), whether about the area."""
        found = [("-", "-", self.wrote == ABOUT)] if self.wrote != NONE else []
        return [*found, *([(self.place, self.feeling, self.pinned == ABOUT)] if self.pinned != NONE else [])]


@dataclass(frozen=True)
class Fact:
    """A published number, as a coefficient of each kind of resident there can be."""

    said: str
    n: int
    weeks: frozenset[int]
    counts: Any  # of One: how many times the number counts such a one, weeks apart


class Residents(Attacker):
    """An attacker to whom the smallest parts are the kinds of residents there can be."""

    def __init__(self, weeks: Sequence[int], *, follows: bool, k: int = 5) -> None:
        self.k, self.weeks = k, weeks
        pinned = [("-", NONE), *itertools.product(PLACES, [PLAIN, ABOUT])]
        parts = [
            One(week, channel, answer, wrote, place, "unsafe", pin)
            for week, channel, answer, wrote, (place, pin) in itertools.product(
                weeks, CHANNELS, "abc-", [NONE, PLAIN, ABOUT], pinned
            )
            if pin == NONE or answer == "a" or not follows
        ]
        alone = itertools.product(weeks, PLACES, ["unsafe", "safe", "mixed"], [PLAIN, ABOUT])
        self.parts: Any = parts + [One(week, "", "-", NONE, place, feeling, pin) for week, place, feeling, pin in alone]
        self.place = {one: i for i, one in enumerate(self.parts)}

    def subtract(self, rows: Sequence[tuple[Any, int]]) -> list[Finding]:
        """Take every number from every other that counts each kind at least as often."""
        found = []
        for i, j in itertools.permutations(range(len(rows)), 2):
            (less, n), (more, m) = rows[i], rows[j]
            if (more >= less).all() and 0 < m - n < self.k:
                found.append(Finding("subtracted", f"{j} - {i}", m - n, m - n))
        return found

    def groups(self) -> tuple[Any, list[str]]:
        """Return the groups to try: of people by what they answered, wrote and pointed at; of remarks; weeks apart and together."""

        def pick(values: Sequence[str], *unions: tuple[str, ...]) -> list[tuple[str, ...]]:
            return [tuple(values), *((v,) for v in values), *unions]

        week = np.array([one.week for one in self.parts])
        is_response = np.array([one.is_response for one in self.parts])
        columns = {
            name: np.array([getattr(one, name) for one in self.parts])
            for name in ("channel", "answer", "wrote", "place", "pinned", "feeling")
        }
        spans = [tuple(self.weeks), *((w,) for w in self.weeks)] if len(self.weeks) > 1 else [tuple(self.weeks)]
        found: list[Any] = []
        names: list[str] = []

        def add(mask: Any, *said: Any) -> None:
            if mask.any():
                found.append(mask.astype(float))
                names.append(" ".join(map(str, said)))

        wrote = pick([NONE, PLAIN, ABOUT], (PLAIN, ABOUT))
        pins = pick([NONE, PLAIN, ABOUT], (PLAIN, ABOUT))
        for span, ways, answers, written, pin, places in itertools.product(
            spans, pick(CHANNELS), pick(["a", "b", "c", "-"], ("a", "b", "c")), wrote, pins, pick(PLACES)
        ):
            if (
                sum(len(one) < 2 for one in (span, ways, answers, written, pin, places)) + (len(answers) == 3)
                > MOST_SAID
            ):
                continue
            mask = is_response & np.isin(week, span)
            for name, values in (
                ("channel", ways),
                ("answer", answers),
                ("wrote", written),
                ("pinned", pin),
                ("place", places),
            ):
                mask = mask & np.isin(columns[name], values)
            add(mask, "people", span, ways, answers, written, pin, places)
        pointed, is_place = columns["pinned"] != NONE, columns["place"]
        for span, source, place, feeling, about in itertools.product(
            spans, ["", "enkat", "plats"], ["", *PLACES], ["", "unsafe", "safe", "mixed", "-"], [None, True, False]
        ):
            mask = np.isin(week, span) & (is_response == (source == "enkat") if source else np.ones_like(is_response))
            points = mask & pointed & np.isin(is_place, [place] if place else PLACES)
            points = points & np.isin(columns["feeling"], [feeling] if feeling else ["unsafe", "safe", "mixed"])
            texts = mask & (columns["wrote"] != NONE) & (place in ("", "-")) & (feeling in ("", "-"))
            if about is not None:
                points = points & ((columns["pinned"] == ABOUT) == about)
                texts = texts & ((columns["wrote"] == ABOUT) == about)
            add(points.astype(int) + texts.astype(int), "remarks", span, source, place, feeling, about)
        _, once = np.unique(np.array(found), axis=0, return_index=True)
        return csr_matrix(np.array(found)[once]), [names[i] for i in once]
