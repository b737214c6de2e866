"""What staff choose to publish: a period, a division, sources, focus areas, in how much detail. Pure."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialog.base.clock import monday_of, week_of
from dialog.figures.publishing.squares import DIVISION

#: Tables for each degree of detail, the finest first. "place", "feeling", "source" and "area" (focus area) are what they are cut by.
PLANS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("place", "feeling"), ("area", "feeling"), ("source",)),
    (("place", "feeling"), ("area",), ("source",)),
    (("place",), ("area",), ("feeling",), ("source",)),
    (("place",), ("area",), ("feeling",)),
    (("area",), ("feeling",), ("source",)),
    (("feeling",),),
)
LONGEST_WEEKS = 160  # three years
USUAL_WEEKS = 12


@dataclass(frozen=True)
class Choice:
    """A publication to be. Weeks are year × 100 + week, both ends included; `dialogue` is a survey's address or ""."""

    since: int
    until: int
    division: str
    sources: tuple[str, ...]
    focus_areas: tuple[str, ...]
    dialogue: str = ""
    detail: int = 0

    @property
    def plan(self) -> tuple[tuple[str, ...], ...]:
        """Return the tables that it asks for."""
        return PLANS[self.detail]

    @property
    def place(self) -> str:
        """Return the name of the dimension of places: the same name is the same geography."""
        return place_named(self.division, self.dialogue)

    def at(self, detail: int) -> "Choice":
        """Return it in another degree of detail."""
        return replace(self, detail=detail)


def place_named(division: str, dialogue: str) -> str:
    """Return the name of the dimension of places; squares are drawn for each dialogue by itself, and are not those of another."""
    return f"place:{division}:{dialogue}" if division == DIVISION and dialogue else f"place:{division}"


def weeks_between(since: int, until: int) -> list[int]:
    """Return the ISO weeks of a period, both ends included."""
    found, day = [], monday_of(since)
    last = monday_of(until)
    while day <= last:
        found.append(week_of(day))
        day = day.fromordinal(day.toordinal() + 7)
    return found


def usual_period(published: Sequence[tuple[int, int]], ended: int) -> tuple[int, int]:
    """Return the period to begin with: the weeks up to `ended` that nothing is published about, twelve at most.

    Where all of them are, the newest publication's own: the same weeks can be told again, but weeks that lie partly across
    an earlier period can hardly be, since what is told of the others is the difference.
    """
    since = week_of(monday_of(ended).fromordinal(monday_of(ended).toordinal() - 7 * (USUAL_WEEKS - 1)))
    newest = max(published, key=lambda period: (period[1], period[0]), default=(0, 0))
    if newest[1] >= ended:
        return newest
    return max(since, _after(newest[1]) if newest[1] else since), ended


def blocks(periods: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Cut periods into the fewest stretches of weeks that each of them is made of whole.

    Counting by stretch says the same as by week about all of them, with fewer cells.
    """
    starts = {since for since, _ in periods} | {_after(until) for _, until in periods}
    ordered = sorted(starts)
    found = []
    for first, following in itertools.pairwise(ordered):
        if any(since <= first <= until for since, until in periods):
            found.append((first, week_before(following)))
    return found


def _after(week: int) -> int:
    return week_of(monday_of(week).fromordinal(monday_of(week).toordinal() + 7))


def week_before(week: int) -> int:
    """Return the ISO week before one."""
    return week_of(monday_of(week).fromordinal(monday_of(week).toordinal() - 7))
