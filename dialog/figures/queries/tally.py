"""How many remarks there are of each kind that a publication, or an earlier one, tells apart: counted in SQL, for the inside.

Comes before: `publishing/choice.py`. Goes to: `operations/publishing.py`, which has the method judge what may be told.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, distinct, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from dialog.figures.publishing.choice import Choice
from dialog.figures.suppression import NOWHERE, Population
from dialog.place.models import District
from dialog.place.queries import districts, kinds
from dialog.remark.models import Remark, RemarkDistrict, Source
from dialog.survey.models import Answer, Response, Survey, Wave
from dialog.tag.models import FocusArea, Tagging
from dialog.tag.queries import counted_as

FEELINGS = ("unsafe", "safe", "mixed", NOWHERE)
CHANNELS = ("web", "tablet", "paper", "staff")
SURVEY = "enkat"


def population(
    db: Session, choice: Choice, stretches: Sequence[tuple[int, int]], dialogues: Sequence[str]
) -> Population:
    """Count the remarks of some stretches of weeks by place, stretch, way in and feeling, and the focus areas of the same.

    `dialogues` are the surveys that some publication is about alone; with any, remarks are told apart by survey too.
    """
    place, of_division = _place(db, choice.division)
    week = _stretch(stretches)
    ways = ways_in(db)
    columns: dict[str, tuple[ColumnElement[Any], tuple[str, ...]]] = {
        choice.place: (place, (*of_division, NOWHERE)),
        "week": (week, tuple(str(first) for first, _ in stretches)),
        "source": (_way_in(), tuple(ways)),
        "feeling": (func.coalesce(Remark.feeling, NOWHERE), FEELINGS),
    }
    if dialogues:
        columns["dialogue"] = (_dialogue(db, dialogues), (*dialogues, NOWHERE))
    keys = [column.label(f"d{at}") for at, (column, _) in enumerate(columns.values())]
    within = or_(*(Remark.week.between(first, last) for first, last in stretches))
    plain = select(*keys).where(within).subquery()
    counts = {tuple(map(str, key)): n for *key, n in db.execute(select(*plain.c, func.count()).group_by(*plain.c))}
    tagged = (
        select(*keys, counted_as().label("area"), Remark.id.label("remark"))
        .join(Tagging, Tagging.remark_id == Remark.id)
        .join(FocusArea, FocusArea.id == Tagging.focus_area_id)
        .where(within, Tagging.is_current, not_(Tagging.is_negated))
        .subquery()
    )
    slugs = _slugs(db)
    *first, area, remark = tagged.c
    rows = db.execute(select(*first, area, func.count(distinct(remark))).group_by(*first, area))
    areas: dict[tuple[str, ...], dict[str, int]] = {}
    for *key, area_id, n in rows:
        areas.setdefault(tuple(map(str, key)), {})[slugs[area_id]] = n
    return Population({name: values for name, (_, values) in columns.items()}, counts, areas)


def _slugs(db: Session) -> Mapping[uuid.UUID, str]:
    return {id_: slug for id_, slug in db.execute(select(FocusArea.id, FocusArea.slug))}  # noqa: C416 -- mypy


def _place(db: Session, division: str) -> tuple[ColumnElement[Any], tuple[str, ...]]:
    """Return the code of the district that a remark lies in, and the codes there are; a remark lies in one at most."""
    codes = tuple(d.code for d in districts(db, division))
    code = (
        select(func.min(District.code))
        .join(RemarkDistrict, RemarkDistrict.district_id == District.id)
        .where(RemarkDistrict.remark_id == Remark.id, District.kind == division)
        .scalar_subquery()
    )
    return func.coalesce(code, NOWHERE), codes


def _stretch(stretches: Sequence[tuple[int, int]]) -> ColumnElement[Any]:
    return case(*((Remark.week.between(first, last), str(first)) for first, last in stretches), else_=NOWHERE)


def _way_in() -> ColumnElement[Any]:
    """Return the source, and for a survey's answers how they were given too: "enkat:paper"."""
    channel = (
        select(func.min(Response.channel))
        .join(Answer, Answer.response_id == Response.id)
        .where(Answer.remark_id == Remark.id)
        .scalar_subquery()
    )
    survey = literal(f"{SURVEY}:") + func.coalesce(channel, "web")
    return case((Remark.source == SURVEY, survey), else_=Remark.source)


def ways_in(db: Session) -> dict[str, str]:
    """Return every way in and the source that it is of, in the order of the sources."""
    sources = db.scalars(select(Source.slug).order_by(Source.position, Source.slug))
    found: dict[str, str] = {}
    for slug in sources:
        found |= {f"{slug}:{channel}": slug for channel in CHANNELS} if slug == SURVEY else {slug: slug}
    return found


def _dialogue(db: Session, slugs: Sequence[str]) -> ColumnElement[Any]:
    waves: dict[str, list[uuid.UUID]] = {}
    for slug, wave in db.execute(select(Survey.slug, Wave.id).join(Wave).where(Survey.slug.in_(slugs))):
        waves.setdefault(slug, []).append(wave)
    if not waves:
        return literal(NOWHERE)
    return case(*((Remark.origin_id.in_(ids), slug) for slug, ids in waves.items()), else_=NOWHERE)


@dataclass(frozen=True)
class Offered:
    """What a publication can be chosen from: divisions, sources and surveys as (slug, name), and focus areas."""

    divisions: Sequence[tuple[str, str]]
    sources: Sequence[tuple[str, Mapping[str, str]]]
    surveys: Sequence[tuple[str, Mapping[str, str]]]
    areas: Sequence[FocusArea]


def offered(db: Session) -> Offered:
    """Return what there is to choose from."""
    return Offered(
        [(kind.slug, kind.name) for kind in kinds(db)],
        [(s.slug, s.name) for s in db.scalars(select(Source).order_by(Source.position, Source.slug))],
        [
            (survey.slug, survey.title)
            for survey in db.scalars(
                select(Survey).where(Survey.waves.any(Wave.state != "draft")).order_by(Survey.slug)
            )
        ],
        list(
            db.scalars(
                select(FocusArea)
                .where(FocusArea.state == "active")
                .order_by(FocusArea.parent_id.is_not(None), FocusArea.position)
            )
        ),
    )
