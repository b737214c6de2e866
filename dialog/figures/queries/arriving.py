"""What a file of remarks is read against: the focus areas, the limits of the municipality, and what is here already.

Comes before: `figures/exchange/tables.py`. Goes to: `figures/operations.py` import_remarks.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from dialog.base.clock import this_week, today
from dialog.base.geo import point_for
from dialog.base.i18n import N_
from dialog.base.keys import lowest_number_of
from dialog.base.problems import Problem
from dialog.figures.exchange.understanding import Around, ReadRemark
from dialog.place.queries import bounds, check_within
from dialog.remark.kinds import RESIDENT_SOURCES
from dialog.remark.models import Remark, Source
from dialog.tag.models import FocusArea

_AT_ONCE = 2000
#: How many remarks there are from a source, and what the focus areas are counted as; in one writing.
STATE = (
    "SELECT json_group_array(json_array(what, n)) FROM (SELECT '' AS what, sum(n) AS n FROM remark_counts JOIN json_each(?) ON source = value WHERE week = 0 AND "
    "area_id = '00000000000000000000000000000000' AND district_id = '00000000000000000000000000000000' "
    "UNION ALL SELECT id, merged_into_id FROM focus_areas ORDER BY 1)"
)
_remarks: Any = Remark.__table__
_COMPARED = (
    "text", "suggestion", "feeling", "reason", "lat", "lng", "geometry", "place_words", "day", "part_of_day", "days",
    "season", "agreeing",
)  # fmt: skip


def around(db: Session, source: str) -> Around:
    """Return what rows from a source are read against; Problem("invalid") when nothing may come from there."""
    known = db.scalar(select(Source.slug).where(Source.slug == source, Source.is_professional, Source.is_active))
    if known is None:
        raise Problem("invalid", N_("Välj var synpunkterna kommer ifrån."), fields={"source": []}, rows=[])
    return Around(
        source=source,
        keeps_day=source not in RESIDENT_SOURCES,
        today=today(),
        areas=_areas(db),
        check_place=partial(check_within, bounds(db)),
    )


def _areas(db: Session) -> dict[str, str]:
    target = aliased(FocusArea)
    rows = db.execute(select(FocusArea.slug, target.slug).outerjoin(target, target.id == FocusArea.merged_into_id))
    return {slug: merged or slug for slug, merged in rows}


def area_ids_by_slug(db: Session) -> Mapping[str, tuple[uuid.UUID, uuid.UUID]]:
    """Return the ids of all focus areas, each with that of the one it is counted as."""
    found = select(FocusArea.slug, FocusArea.id, FocusArea.merged_into_id)
    return {slug: (key, into or key) for slug, key, into in db.execute(found)}


def state_of(db: Session, source: str) -> str:
    """Return what must be the same when a file is written as when it was compared with what is here (`STATE`), on SQLite."""
    return str(db.connection().exec_driver_sql(STATE, (json.dumps([source]),)).scalar_one())


def already_here(db: Session, rows: Sequence[ReadRemark]) -> set[int]:
    """Return the numbers of rows that say what a remark from the same source says already.

    Compared with the remarks themselves, so that nothing more need be kept of a file that came. Each remark answers for
    one row: a file where two said the same is here already only when both are. A row without a week is like one of any week.
    """
    wanted: dict[Any, list[tuple[int | None, int]]] = {}
    for row in rows:
        wanted.setdefault(_said(row), []).append((row.new.week, row.number))
    found: set[int] = set()
    if not rows:
        return found
    for here in _remarks_like(db, rows):
        waiting = wanted.get(_compared(here))
        at = next((i for i, (week, _) in enumerate(waiting) if week in (None, here["week"])), None) if waiting else None
        if waiting and at is not None:
            found.add(waiting.pop(at)[1])
    return found


def _remarks_like(db: Session, rows: Sequence[ReadRemark]) -> Any:
    columns = [_remarks.c[name] for name in (*_COMPARED, "week")]
    query = select(*columns).where(_remarks.c.source == rows[0].new.source)
    weeks = [row.new.week or this_week() for row in rows]
    if all(row.new.week for row in rows):
        query = query.where(
            _remarks.c.number >= lowest_number_of(min(weeks)), _remarks.c.number < lowest_number_of(max(weeks) + 1)
        )
    result = db.execute(query, execution_options={"stream_results": True, "yield_per": _AT_ONCE})
    return result.mappings()


def _compared(here: Any) -> tuple[Any, ...]:
    return tuple(_plain(here[name]) for name in _COMPARED)


def _said(row: ReadRemark) -> tuple[Any, ...]:
    new = row.new
    lat, lng = point_for(dict(new.geometry)) if new.geometry else (None, None)
    own = {"lat": lat, "lng": lng}
    return tuple(_plain(own[name] if name in own else getattr(new, name)) for name in _COMPARED)


def _plain(value: Any) -> Any:
    return json.dumps(value, sort_keys=True) if isinstance(value, dict) else value
