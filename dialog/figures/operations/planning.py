"""What a publication would show, what not and why, and which earlier figures stand in its way (TRUST D6). Writes nothing.

What may be told is the method's to say (`suppression`), against all that has been published before, withdrawn ones too. Comes
before: `queries/tally.py`. Goes to: `operations/publishing.py`, which freezes what was planned.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.keys import keyed_hash
from dialog.figures.operations.showing import Told, shown_of, told_of
from dialog.figures.publishing.choice import PLANS, Choice, blocks
from dialog.figures.publishing.shape import Shown
from dialog.figures.queries.beside_answers import crowding
from dialog.figures.queries.commonly_known import known_to_all
from dialog.figures.queries.earlier import (
    crosses,
    is_divided_otherwise,
    is_drawn_otherwise,
    named_weeks,
    of_the_same,
    outlines_of,
    seen_of,
    touching_weeks,
)
from dialog.figures.queries.publications import smallest_told
from dialog.figures.queries.tally import area_names, population, ways_in
from dialog.figures.suppression import NOWHERE, SMALLEST, Clash, Figure, Population, Verdict, judge, tables
from dialog.tag.models import FocusArea

_ALL = Told("", "", "", "")
#: A coarser cut is proposed where it tells at least so many of the numbers that this one would.
_KEPT = 0.75


@dataclass(frozen=True)
class Hidden:
    """A figure that would not be shown, and why: few, others, sensitive or earlier."""

    told: Told
    why: str


@dataclass(frozen=True)
class Conflict:
    """A figure that clashes with one that is published already."""

    told: Told
    why: str
    publication: str
    earlier: Told
    earlier_n: int


@dataclass(frozen=True)
class Plan:
    """What would be published: what would be seen, what would not and why, and what stands in the way."""

    choice: Choice
    shown: Shown | None
    hidden: Sequence[Hidden]
    conflicts: Sequence[Conflict]
    is_refused: bool
    #: Another degree of detail that shows more, or None.
    proposal: int | None
    digest: str
    basis: Mapping[str, Any]
    names: Mapping[str, str]
    #: Addresses of publications whose periods lie partly across this one's: what is told of the others is the difference.
    crossed: Sequence[str] = ()
    #: A group is at least as large as this.
    smallest: int = SMALLEST


def plan_publication(db: Session, choice: Choice) -> Plan:
    """Work out what a publication would show; writes nothing."""
    touching = touching_weeks(db, choice)
    earlier = of_the_same(touching, choice)
    if others := [(p.slug, p.content["total"]) for p in earlier if is_divided_otherwise(p, choice)]:
        return _refused(choice, "geography", others)
    outlines = outlines_of(db, choice)
    if others := [(p.slug, p.content["total"]) for p in earlier if is_drawn_otherwise(p, outlines)]:
        return _refused(choice, "outlines", others)
    if crowded := [(slug, 0) for slug in crowding(db, choice)]:
        return _refused(choice, "answers", crowded)
    stretches = blocks([(choice.since, choice.until), *((p.since, p.until) for p in earlier)])
    dialogues = tuple(sorted({choice.dialogue, *(p.dialogue for p in earlier)} - {""}))
    counted = population(db, choice, stretches, dialogues)
    seen = [one for p in earlier for one in seen_of(p, stretches)]
    seen += known_to_all(db, choice, counted, stretches, seen)
    areas = _areas(db)
    sensitive = {slug for slug, area in areas.items() if area.is_sensitive}
    secret = keyed_hash(db, "publication", "which of equals is hidden").encode()
    # What was kept back because it lay in a fine place is kept back from what tells of no places too.
    smallest = max([smallest_told(db, choice.division), *(p.content["smallest"] for p in touching)])
    method = partial(judge, counted, earlier=seen, k=smallest, sensitive=sensitive, secret=secret)
    verdicts: dict[int, tuple[list[Figure], Verdict]] = {}

    def judged(detail: int) -> tuple[list[Figure], Verdict]:
        if detail not in verdicts:
            figures = _figures(db, counted, choice.at(detail), stretches)
            verdicts[detail] = figures, method(figures)
        return verdicts[detail]

    def told(figures: Sequence[Figure], verdict: Verdict, better: int | None) -> Plan:
        crossed = [p.slug for p in earlier if crosses(p, choice)]
        return replace(_told(db, choice, figures, verdict, areas, better, smallest, outlines), crossed=crossed)

    # Nothing is told without how many there are in all: where that alone would say too much, the rest need not be looked into.
    alone = [f for f in _figures(db, counted, choice, stretches) if told_of(f) == _ALL]
    if not (verdict := method(alone)).shown:
        return told(alone, verdict, None)
    figures, verdict = judged(choice.detail)
    better = coarser(choice.detail, judged) if _says_nothing(figures, verdict) or _is_thin(figures, verdict) else None
    return told(figures, verdict, better)


def _says_nothing(figures: Sequence[Figure], verdict: Verdict) -> bool:
    """Say whether not even the total is shown: then there is nothing to publish."""
    return verdict.is_refused or not any(told_of(figure) == _ALL for figure in figures if figure.key in verdict.shown)


def _is_thin(figures: Sequence[Figure], verdict: Verdict) -> bool:
    return len(verdict.shown) * 2 < len(figures)


def coarser(detail: int, judged: Any) -> int | None:
    """Return a coarser degree of detail that hides a smaller part and tells nearly as many numbers, if there is one.

    It is the finest that shows the larger part of what it asks for; where none does, as with some forty remarks, the one that hides
    the least. A total alone hides nothing either, and is no page worth reading: so what is told now has to be told then too.
    """

    def weighed(at: int) -> tuple[int, float]:
        figures, verdict = judged(at)
        told = 0 if _says_nothing(figures, verdict) else len(verdict.shown)
        return told, told / len(figures)

    now, part = weighed(detail)
    least: tuple[float, int | None] = (part, None)
    for at in range(detail + 1, len(PLANS)):
        told, share = weighed(at)
        if told and told >= _KEPT * now and share > least[0]:
            if share >= 0.5:
                return at
            least = share, at
    return least[1]


def _refused(choice: Choice, why: str, others: Sequence[tuple[str, int]]) -> Plan:
    conflicts = [Conflict(_ALL, why, slug, _ALL, n) for slug, n in others]
    return Plan(choice, None, [], conflicts, True, None, _digest(choice, {}), {}, {})


def _figures(db: Session, counted: Population, choice: Choice, stretches: Sequence[tuple[int, int]]) -> list[Figure]:
    """Return the figures that a choice asks for, each within its period, its sources and its survey."""
    ways = frozenset(way for way, source in ways_in(db).items() if source in choice.sources)
    base = {"week": named_weeks(stretches, choice.since, choice.until), "source": ways}
    if choice.dialogue:
        base["dialogue"] = frozenset({choice.dialogue})
    cuts = [tuple(choice.place if part == "place" else part for part in cut) for cut in choice.plan]
    found = []
    names = area_names(db)
    for figure in tables(counted, cuts, within=base, areas=[names.of(slug) for slug in choice.focus_areas]):
        told = told_of(figure)
        # Where a place is told by feeling its sum is left out: beside it, what is neither unsafe nor safe could be worked
        # out, which is few nearly everywhere, and most numbers would have to be hidden for its sake.
        is_sum = told.place and not told.feeling and any({"place", "feeling"} <= set(cut) for cut in choice.plan)
        if told.feeling in ("", "unsafe", "safe") and told.place != NOWHERE and not is_sum:
            found.append(figure)
    return found


def _told(
    db: Session,
    choice: Choice,
    figures: Sequence[Figure],
    verdict: Verdict,
    areas: Mapping[str, FocusArea],
    better: int | None,
    smallest: int,
    outlines: str,
) -> Plan:
    by_told = {told_of(figure): figure for figure in figures}
    numbers = {told: verdict.shown.get(figure.key) for told, figure in by_told.items()}
    total = numbers.get(_ALL)
    hidden = [Hidden(told, verdict.hidden[f.key]) for told, f in by_told.items() if f.key in verdict.hidden]
    by_key = {figure.key: told for told, figure in by_told.items()}
    conflicts = [_conflict(clash, by_key) for clash in verdict.clashes]
    shown = None if total is None else shown_of(db, choice, numbers, total, areas, smallest)
    basis = {
        "outlines": outlines,
        "figures": [
            {
                "key": f.key,
                "where": {name: sorted(values) for name, values in f.where.items() if name != "week"},
                "area": f.area,
                "n": verdict.shown[f.key],
            }
            for f in figures
            if f.key in verdict.shown
        ],
    }
    refused = verdict.is_refused or shown is None or any(clash.why == "geography" for clash in verdict.clashes)
    names = {area.key: area.name for area in shown.areas} if shown else {}
    digest = _digest(choice, basis)
    return Plan(choice, shown, hidden, conflicts, refused, better, digest, basis, names, smallest=smallest)


def _digest(choice: Choice, basis: Mapping[str, Any]) -> str:
    written = json.dumps([repr(choice), basis], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:32]


def _conflict(clash: Clash, by_key: Mapping[str, Told]) -> Conflict:
    told = by_key.get(clash.key, Told("", "", "", ""))
    return Conflict(told, clash.why, clash.seen.publication, told_of(clash.seen), clash.seen.n)


def _areas(db: Session) -> dict[str, FocusArea]:
    return {area.slug: area for area in db.scalars(select(FocusArea).where(FocusArea.state != "merged"))}
