"""Invented municipalities for S12: remarks that come, are taken back, come late and are tagged anew, between publications."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from dialog.figures.suppression import Population, Seen, Verdict, judge, tables
from tests.trust.attacking import Number

PLACE = "place:district"


@dataclass
class Remark:
    """What is counted of a remark."""

    place: str
    week: str
    source: str
    feeling: str
    about: frozenset[str]


@dataclass
class Municipality:
    """Dimensions, focus areas and remarks, drawn at random; most are in a few districts, as in life."""

    rng: random.Random
    dimensions: dict[str, list[str]]
    areas: list[str]
    remarks: list[Remark] = field(default_factory=list)
    earlier: list[Seen] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    #: Focus areas that were merged, each with the one it went into.
    merged: dict[str, str] = field(default_factory=dict)
    told: list[Number] = field(default_factory=list)

    def say(self, many: int, weeks: Sequence[str]) -> None:
        """Let some more remarks come in, in one of these weeks."""
        r = self.rng
        for _ in range(many):
            places, sources = self.dimensions[PLACE], self.dimensions["source"]
            self.remarks.append(
                Remark(
                    r.choices(places, [1 / (i + 1) ** 1.3 for i in range(len(places))])[0],
                    r.choice(weeks),
                    r.choices(sources, [1 / (i + 1) for i in range(len(sources))])[0],
                    r.choices(self.dimensions["feeling"], [6, 3, 1][: len(self.dimensions["feeling"])])[0],
                    frozenset(a for i, a in enumerate(self.areas) if r.random() < 0.55 / (i + 1)),
                )
            )

    def change(self, weeks: Sequence[str]) -> None:
        """Let some be taken back, some be tagged anew, and some come late."""
        r = self.rng
        for _ in range(r.choice([0, 0, 1, 1, 2, 5])):
            if self.remarks:
                self.remarks.pop(r.randrange(len(self.remarks)))
        for _ in range(r.choice([0, 1, 2, 4])):
            if self.remarks:
                r.choice(self.remarks).about ^= frozenset([r.choice(self.areas)])
        self.say(r.choice([0, 0, 1, 3, 12]), weeks)

    def population(self) -> Population:
        """Count the remarks as they are now."""
        counts: Counter[tuple[str, ...]] = Counter()
        areas: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for remark in self.remarks:
            part = (remark.place, remark.week, remark.source, remark.feeling)
            counts[part] += 1
            # What was merged is still counted as it was too: earlier publications told of that.
            areas[part].update(remark.about | {self.named(area) for area in remark.about})
        return Population(self.dimensions, counts, {part: dict(about) for part, about in areas.items()})

    def publish(
        self, weeks: Sequence[str], plan: Sequence[Sequence[str]], sources: Sequence[str] | None = None
    ) -> Verdict:
        """Publish what may be published; it is seen for ever."""
        within = {"week": frozenset(weeks)} | ({"source": frozenset(sources)} if sources else {})
        population = self.population()
        now = [self.named(area) for area in self.areas if area not in self.merged]
        figures = tables(population, plan, within=within, areas=now)
        verdict = judge(population, figures, self.earlier, secret=b"secret")
        name = str(len(self.verdicts))
        where = {figure.key: figure for figure in figures}
        for key, n in ({} if verdict.is_refused else verdict.shown).items():
            figure = where[key]
            self.earlier.append(Seen(name, key, figure.where, figure.area, n))
            self.told.append(Number(figure.where, figure.area, n))
        self.verdicts.append(verdict)
        return verdict

    def numbers(self) -> list[Number]:
        """Return all that was ever published."""
        return list(self.told)

    def named(self, area: str) -> str:
        """Return what a focus area is now, with those that were merged into it."""
        target = self.merged.get(area, area)
        return "+".join([target, *(one for one, into in self.merged.items() if into == target)])

    def merge(self) -> None:
        """Merge the last focus area that is left into the first, if there are two."""
        left = [area for area in self.areas if area not in self.merged]
        if len(left) > 1:
            self.merged[left[-1]] = left[0]

    def somebody(self) -> list[tuple[tuple[str, ...], frozenset[str]]]:
        """Return the parts of two remarks, as somebody knows who sent one."""
        chosen = self.rng.sample(self.remarks, min(2, len(self.remarks)))
        return [((one.place, one.week, one.source, one.feeling), one.about) for one in chosen]


PLANS: list[list[list[str]]] = [
    [[PLACE, "feeling"], ["area", "feeling"], ["source"]],
    [[PLACE, "feeling"], ["area"]],
    [[PLACE, "feeling", "area"]],
    [[PLACE, "area"], ["feeling"]],
    [[PLACE], ["area", "source"], ["feeling"]],
    [[PLACE, "source"], ["area", PLACE], ["area", "feeling"]],
    [[PLACE, "feeling"], ["area", "feeling"], [PLACE, "area"]],
    [["area"], ["week"], [PLACE]],
]


def live(seed: int, *, merging: bool = False, turns: int = 0) -> Municipality:
    """Return a municipality that has lived for some seasons and published two to four times (or `turns`), in any order and overlap.

    With `merging` a focus area goes into another after the first publication.
    """
    rng = random.Random(seed)
    weeks = [f"20260{i}" for i in range(1, rng.choice([3, 4, 5]))]
    town = Municipality(
        rng,
        {
            PLACE: [f"d{i}" for i in range(rng.choice([3, 4, 5]))],
            "week": weeks,
            "source": ["enkat", "plats"][: rng.choice([1, 2, 2])],
            "feeling": ["unsafe", "safe", "-"][: rng.choice([2, 3])],
        },
        ["belysning", "trafik", "hat"][: rng.choice([2, 3])],
    )
    town.say(rng.choice([15, 40, 40, 80, 150, 400]), weeks[:2])
    for turn in range(turns or rng.choice([2, 2, 3, 4])):
        first = rng.randrange(len(weeks))
        period = weeks[first : rng.randrange(first, len(weeks)) + 1] if rng.random() < 0.6 else weeks
        only = [rng.choice(town.dimensions["source"])] if rng.random() < 0.2 else None
        town.publish(period, rng.choice(PLANS), only)
        town.change(weeks)
        if merging and turn == 0:
            town.merge()
        if rng.random() < 0.5:
            town.say(rng.choice([5, 30, 100]), weeks[len(weeks) // 2 :])
    return town
