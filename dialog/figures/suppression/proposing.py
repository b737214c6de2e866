"""A coarser cut, where most would be hidden: which of some plans shows the most. Pure."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from dialog.figures.suppression.inside import SMALLEST
from dialog.figures.suppression.judging import Verdict, judge
from dialog.figures.suppression.population import Population, Seen, Where, tables

Plan = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Proposal:
    """A plan and what is shown by it; `place` in `plans` is where it stood among those that were tried."""

    plan: Plan
    verdict: Verdict
    place: int

    @property
    def share(self) -> float:
        """How much of what the plan asks for it shows."""
        asked = len(self.verdict.shown) + len(self.verdict.hidden)
        return len(self.verdict.shown) / asked if asked else 0.0


def propose(
    population: Population,
    plans: Sequence[Plan],
    earlier: Iterable[Seen] = (),
    k: int = SMALLEST,
    *,
    sensitive: AbstractSet[str] = frozenset(),
    within: Where | None = None,
    secret: bytes = b"",
    enough: float = 0.5,
) -> Proposal | None:
    """Return the first of the plans, finest first, that shows `enough` of what it asks for; else the one that shows most.

    None when no plan shows anything.
    """
    before = list(earlier)
    best: Proposal | None = None
    for place, plan in enumerate(plans):
        figures = tables(population, plan, within=within)
        made = Proposal(plan, judge(population, figures, before, k, sensitive=sensitive, secret=secret), place)
        if made.verdict.is_refused:
            continue
        if made.share >= enough:
            return made
        if best is None or len(made.verdict.shown) > len(best.verdict.shown):
            best = made
    return best
