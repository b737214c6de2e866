"""How many remarks there are of each kind that a publication, or an earlier one, tells apart: counted in SQL, for the inside.

Comes before: `publishing/choice.py`. Goes to: `operations/publishing.py`, which has the method judge what may be told.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, case, cast, distinct, func, literal, not_, or_, select
from sqlalchemy.orm import Session

from dialog.figures.models import Publication
from dialog.figures.publishing.choice import Choice
from dialog.figures.publishing.squares import (
    DIVISION,
    HIGH,
    Square,
    grown,
    places_in_grid,
    square_named,
    squares_of_cells,
    wide_at,
)
from dialog.figures.suppression import JOINED, NOWHERE, Population
from dialog.place.models import District
from dialog.place.queries import districts, districts_at, kinds
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
    squares = squares_for(db, choice)
    place, of_division = _place(db, choice.division, squares)
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
    lies_in = squares_of_cells(squares) if squares is not None else None
    counts: dict[tuple[str, ...], int] = {}
    for *key, n in db.execute(select(*plain.c, func.count()).group_by(*plain.c)):
        part = _part(key, lies_in)
        counts[part] = counts.get(part, 0) + n
    names = area_names(db)
    areas: dict[tuple[str, ...], dict[str, int]] = {}
    # What was merged is counted as it was too: earlier publications told of that.
    for of, named in ((counted_as(), names.now), (FocusArea.id, names.before)):
        if named:
            for *key, area, n in db.execute(_tagged(keys, of, list(named), within)):
                about = areas.setdefault(_part(key, lies_in), {})
                about[named[area]] = about.get(named[area], 0) + n
    return Population({name: values for name, (_, values) in columns.items()}, counts, areas)


def _tagged(keys: Sequence[Any], of: Any, wanted: Sequence[uuid.UUID], within: Any) -> Any:
    """Return the question of how many remarks of each part are tagged with each focus area, `of` telling what a tag counts as."""
    tagged = (
        select(*keys, of.label("area"), Remark.id.label("remark"))
        .join(Tagging, Tagging.remark_id == Remark.id)
        .join(FocusArea, FocusArea.id == Tagging.focus_area_id)
        .where(within, Tagging.is_current, not_(Tagging.is_negated), of.in_(wanted))
        .subquery()
    )
    *first, area, remark = tagged.c
    return select(*first, area, func.count(distinct(remark))).group_by(*first, area)


@dataclass(frozen=True)
class AreaNames:
    """What focus areas are called in a publication: as they are `now` (one that others were merged into is named with them,
    `suppression.JOINED`), and those of such a family by themselves, as they were `before`.
    """

    now: Mapping[uuid.UUID, str]
    before: Mapping[uuid.UUID, str]

    def of(self, slug: str) -> str:
        """Return the name that a focus area has now."""
        return next((name for name in self.now.values() if name.split(JOINED)[0] == slug), slug)


def area_names(db: Session) -> AreaNames:
    """Return what focus areas are called in a publication."""
    found = db.execute(select(FocusArea.id, FocusArea.slug, FocusArea.merged_into_id)).all()
    family: dict[uuid.UUID, list[tuple[uuid.UUID, str]]] = {}
    for id_, slug, into in sorted(found, key=lambda row: row.slug):
        if into is not None:
            family.setdefault(into, []).append((id_, slug))
    now = {
        id_: JOINED.join([slug, *(merged for _, merged in family.get(id_, ()))])
        for id_, slug, into in found
        if not into
    }
    before = {id_: slug for id_, slug, into in found if into is not None or id_ in family}
    return AreaNames(now, before)


def _part(key: Sequence[Any], lies_in: Mapping[tuple[int, int], str] | None) -> tuple[str, ...]:
    """Return the part of the population that a row is of; the first of the key is its place, or its cell of the grid."""
    place, *rest = map(str, key)
    if lies_in is not None and place != NOWHERE:
        row, _, column = place.partition(":")
        place = lies_in.get((int(row), int(column)), NOWHERE)
    return place, *rest


def _place(db: Session, division: str, squares: Sequence[Square] | None) -> tuple[ColumnElement[Any], tuple[str, ...]]:
    """Return what tells a remark's place, and the places there are: districts by code (a remark lies in one at most), or squares."""
    if squares is not None:
        row, column = _cell(squares[0].wide if squares else HIGH)
        cell = cast(row, String) + ":" + cast(column, String)
        return case((Remark.lat.is_(None), NOWHERE), else_=cell), tuple(square.key for square in squares)
    codes = tuple(d.code for d in districts(db, division))
    code = (
        select(func.min(District.code))
        .join(RemarkDistrict, RemarkDistrict.district_id == District.id)
        .where(RemarkDistrict.remark_id == Remark.id, District.kind == division)
        .scalar_subquery()
    )
    return func.coalesce(code, NOWHERE), codes


def _cell(wide: int) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return cast(Remark.lat * 1_000_000, Integer) // HIGH, cast(Remark.lng * 1_000_000, Integer) // wide


def squares_for(db: Session, choice: Choice) -> list[Square] | None:
    """Return the squares of a choice: those that the same dialogue has published before, else new ones that grow where few
    have told. None where it is not about squares.
    """
    if choice.division != DIVISION:
        return None
    before = db.scalars(
        select(Publication.content)
        .where(Publication.geography_kind == "squares", Publication.dialogue == choice.dialogue)
        .order_by(Publication.number.desc())
    )
    drawn = next((content["areas"] for content in before if content["areas"]), None)  # some tell of no places
    if drawn is not None:
        return [square_named(area["key"]) for area in drawn]
    within: list[ColumnElement[bool]] = [
        Remark.week.between(choice.since, choice.until),
        Remark.source.in_(choice.sources),
        Remark.lat.is_not(None),
    ]
    if choice.dialogue:
        within.append(_dialogue(db, [choice.dialogue]) == choice.dialogue)
    north = db.scalar(select(func.max(Remark.lat)).where(*within))
    if north is None:
        return []
    wide = wide_at(north)
    cell = _cell(wide)
    rows = db.execute(select(*cell, func.count()).where(*within).group_by(*cell))
    return grown({(int(row), int(column)): n for row, column, n in rows}, wide)


def square_names(db: Session, squares: Sequence[Square]) -> dict[str, str]:
    """Return what squares are called: the district that the middle lies in, and where in the grid."""
    named = places_in_grid(squares)
    for square in squares:
        south, west, north, east = square.box
        at = districts_at(db, (south + north) / 2, (west + east) / 2)
        named[square.key] = f"{at[0].name} {named[square.key]}" if at else named[square.key]
    return named


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
    """What to choose from: divisions, sources and surveys as (slug, name), focus areas; and the periods that are published already."""

    divisions: Sequence[tuple[str, str]]
    sources: Sequence[tuple[str, Mapping[str, str]]]
    surveys: Sequence[tuple[str, Mapping[str, str]]]
    areas: Sequence[FocusArea]
    published: Sequence[tuple[int, int]]


def offered(db: Session) -> Offered:
    """Return what there is to choose from."""
    active = select(FocusArea).where(FocusArea.state == "active")
    in_order = active.order_by(FocusArea.parent_id.is_not(None), FocusArea.position)
    return Offered(
        [*((kind.slug, kind.name) for kind in kinds(db)), (DIVISION, "")],
        [(s.slug, s.name) for s in db.scalars(select(Source).order_by(Source.position, Source.slug))],
        [
            (survey.slug, survey.title)
            for survey in db.scalars(
                select(Survey).where(Survey.waves.any(Wave.state != "draft")).order_by(Survey.slug)
            )
        ],
        list(db.scalars(in_order)),
        [(since, until) for since, until in db.execute(select(Publication.since, Publication.until))],
    )
