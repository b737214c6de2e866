"""What a publication shows, made of the numbers that may be told: areas with their outlines, themes, ways in.

Comes before: `operations/planning.py`, which knows the numbers. Goes to: `publishing/shape.py`, frozen in a publication.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.lazily import shapely
from dialog.figures.publishing.choice import Choice
from dialog.figures.publishing.shape import Shown, ShownArea, ShownChannel, ShownTheme
from dialog.figures.queries.tally import SURVEY, area_names, square_names, squares_for, ways_in
from dialog.figures.suppression import JOINED, Figure, Seen, made_of
from dialog.place.queries import districts, kinds
from dialog.remark.models import Source
from dialog.tag.models import FocusArea

_DRAWN_DEGREES = 0.0005  # about 50 m
CHANNEL_WORDS = {
    "web": {"sv": "Enkät på webben", "en": "Survey on the web"},
    "tablet": {"sv": "Enkät på surfplatta", "en": "Survey on a tablet"},
    "paper": {"sv": "Enkät på papper", "en": "Survey on paper"},
    "staff": {"sv": "Enkät inskriven av personal", "en": "Survey keyed in by staff"},
}


@dataclass(frozen=True)
class Told:
    """A figure in parts, for a page to name: a place's code, a feeling, a way in, a focus area; "" where it is cut by none."""

    place: str
    feeling: str
    source: str
    area: str


def told_of(figure: Figure | Seen) -> Told:
    """Return a figure in parts."""

    def one(name: str) -> str:
        values = figure.where.get(name)
        return next(iter(values)) if values is not None and len(values) == 1 else ""

    cut_by = {part.partition("=")[0] for part in figure.key.split("|")}
    source = one("source") if "source" in cut_by else ""
    place = next((one(name) for name in figure.where if name.startswith("place:")), "")
    return Told(place, one("feeling"), source, next(iter((figure.area or "").split(JOINED))))


def shown_of(
    db: Session,
    choice: Choice,
    numbers: Mapping[Told, int | None],
    total: int,
    areas: Mapping[str, FocusArea],
    smallest: int,
) -> Shown:
    """Return what is shown: `numbers` has None for what is not told."""
    has_places = any(told.place for told in numbers)
    drawn = []
    for key, name, geometry, label in places(db, choice) if has_places else []:
        n, unsafe, safe = (numbers.get(Told(key, feeling, "", "")) for feeling in ("", "unsafe", "safe"))
        drawn.append(ShownArea(key, name, n, unsafe, safe, geometry, label))
    themes, names = [], area_names(db)
    for slug in choice.focus_areas:
        if (told := Told("", "", "", slug)) in numbers:
            area = areas[slug]
            look = (area.code, area.shape, area.colour, area.is_sensitive)
            unsafe, safe = (numbers.get(replace(told, feeling=f)) for f in ("unsafe", "safe"))
            merged = sorted(made_of(names.of(slug)) - {slug})
            themes.append(ShownTheme(slug, area.name, *look, numbers[told], unsafe, safe, merged))
    ways = ways_in(db)
    words = {source.slug: source.name for source in db.scalars(select(Source))}
    channels = [
        ShownChannel(way, _way_words(way, words), numbers[told])
        for way, source in ways.items()
        if source in choice.sources and (told := Told("", "", way, "")) in numbers
    ]
    division = next((k.name for k in kinds(db) if k.slug == choice.division), choice.division)
    all_unsafe, all_safe = (numbers.get(Told("", f, "", "")) for f in ("unsafe", "safe"))
    by_feeling = [any({part, "feeling"} <= set(cut) for cut in choice.plan) for part in ("place", "area")]
    return Shown(total, all_unsafe, all_safe, drawn, themes, channels, smallest, smallest, division, *by_feeling)


def places(db: Session, choice: Choice) -> list[tuple[str, str, Mapping[str, Any], list[float]]]:
    """Return the places of a choice: key, name, outline as GeoJSON, and [lng, lat] of where its numbers stand."""
    squares = squares_for(db, choice)
    if squares is not None:
        names = square_names(db, squares)
        return [(s.key, names[s.key], {"type": "Polygon", "coordinates": [s.ring]}, s.middle) for s in squares]
    known = districts(db, choice.division)
    outlines: Any = shapely.coverage_simplify([d.area for d in known], _DRAWN_DEGREES) if known else []
    found = []
    for district, outline in zip(known, outlines, strict=True):
        middle = district.area.representative_point()
        geometry: Any = shapely.geometry.mapping(shapely.transform(outline, lambda positions: positions.round(4)))
        found.append((district.code, district.name, geometry, [round(middle.x, 5), round(middle.y, 5)]))
    return found


def _way_words(way: str, words: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    source, _, channel = way.partition(":")
    return CHANNEL_WORDS[channel] if source == SURVEY else words[source]
