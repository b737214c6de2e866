"""Counts what a filter chooses by everything that the page of figures tells, from facts. Comes before: `facts.py`. Goes to: `counts.py`."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from dialog.figures.facts import FEELINGS
from dialog.figures.queries.fact_lists import Lists
from dialog.figures.queries.facts import Question, is_about, look

_YEAR_2000 = 200_000


@dataclass
class Tally:
    """How many of each kind a filter chooses: what the page of figures cuts them by."""

    total: int
    #: By source and feeling (empty: none said).
    said: dict[tuple[str, str], int]
    parts_of_day: dict[str, int]
    weeks: dict[int, int]
    districts: dict[uuid.UUID, int]
    areas: dict[uuid.UUID, int]


def tally_of(db: Session, asked: Question) -> Tally:
    """Count what a filter chooses by everything that the page of figures tells."""
    import numpy as np

    sums: dict[str, Any] = {}
    lists: Lists | None = None
    for part, so_far in look(db, asked):
        lists = so_far  # they only grow
        way, week, n = part.column("way").astype(np.intp), part.column("week").astype(np.intp), part.n
        of = {name: part.column(name) for name in ("districts", "said")}
        of |= {"way": way * 4 + (part.column("bits") & 3), "week": week - _YEAR_2000}
        for name, codes in of.items():
            _add_up(sums, name, np.bincount(codes, n))
    if lists is None:
        return Tally(0, {}, {}, {}, {}, {})
    said: dict[tuple[str, str], int] = {}
    parts_of_day: dict[str, int] = {}
    for code, many in _those(sums["way"]):
        source, _, part_of_day = lists.words["way"][code >> 2].partition("/")
        _add(said, (source, FEELINGS[code & 3]), many)
        _add(parts_of_day, part_of_day, many)
    weeks = {week + _YEAR_2000: many for week, many in reversed(_those(sums["week"]))}
    total = int(sums["way"].sum())
    return Tally(
        total,
        said,
        parts_of_day,
        weeks,
        _districts(lists, sums["districts"]),
        _areas(lists, sums["said"], asked.chosen.stance),
    )


def districts_of(db: Session, asked: Question) -> dict[uuid.UUID, int]:
    """Count what a filter chooses by district alone."""
    import numpy as np

    sums: dict[str, Any] = {}
    lists: Lists | None = None
    for part, so_far in look(db, asked):
        lists = so_far
        _add_up(sums, "districts", np.bincount(part.column("districts"), part.n))
    return {} if lists is None else _districts(lists, sums["districts"])


def _add_up(kept: dict[str, Any], name: str, sums: Any) -> None:
    known = kept.get(name)
    if known is not None and len(known) > len(sums):
        known, sums = sums, known
    kept[name] = sums.astype("i8")
    if known is not None:
        kept[name][: len(known)] += known.astype("i8")


def _those(sums: Any) -> list[tuple[int, int]]:
    """Return which codes there are any of, and how many. What has changed may have taken away what another part told."""
    at = sums.nonzero()[0]
    return list(zip(at.tolist(), sums[at].tolist(), strict=True))


def _districts(lists: Lists, sums: Any) -> dict[uuid.UUID, int]:
    found: dict[str, int] = {}
    for code, many in _those(sums):
        for district in filter(None, lists.words["districts"][code].split(",")):
            _add(found, district, many)
    return {uuid.UUID(hex=district): n for district, n in found.items() if n}


def _areas(lists: Lists, sums: Any, stance: str) -> dict[uuid.UUID, int]:
    """Return how many are about each focus area, or speak of it so; each code's areas are found once for all answers."""
    import numpy as np

    codes, areas, ids = _pairs(lists, stance)
    there = codes < len(sums)
    counted = np.bincount(areas[there], sums[codes[there]], len(ids))
    return {area: int(n) for area, n in zip(ids, counted, strict=True) if n}


def _pairs(lists: Lists, stance: str) -> tuple[Any, Any, list[uuid.UUID]]:
    """Return code by code which focus areas it counts for (as a number in the list of ids that follows), worked out once for what is kept."""
    import numpy as np

    known = lists.known.get(("areas", stance))
    if known is None:
        before, ids = 0, list[uuid.UUID]()
        codes = areas = np.zeros(0, np.intp)
        if lists.base is not None:
            codes, areas, ids = _pairs(lists.base, stance)
            before, ids = len(lists.base.areas), list(ids)
        at = {area: n for n, area in enumerate(ids)}
        pairs = {
            (code, at.setdefault(area, len(at)))
            for code, said in enumerate(lists.areas[before:], before)
            for area, how in said
            if is_about([(area, how)], None, stance)
        }
        more = np.array(sorted(pairs), np.intp).reshape(-1, 2)
        known = np.concatenate([codes, more[:, 0]]), np.concatenate([areas, more[:, 1]]), list(at)
        lists.known["areas", stance] = known
    return known


def _add(kept: dict[Any, int], key: Any, n: int) -> None:
    kept[key] = kept.get(key, 0) + n
