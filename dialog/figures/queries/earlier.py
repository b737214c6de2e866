"""Which earlier publications a new one is held against, and as what.

Comes before: `models/publication.py`, withdrawn ones too, since somebody has saved them. Goes to: `operations/planning.py`.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dialog.base.lazily import shapely
from dialog.figures.models import Publication
from dialog.figures.publishing.choice import Choice, place_named
from dialog.figures.publishing.squares import DIVISION
from dialog.figures.suppression import Seen
from dialog.place.queries import districts


def touching_weeks(db: Session, choice: Choice) -> list[Publication]:
    """Return the publications whose periods touch this one's, also by way of others."""
    every = list(db.scalars(select(Publication).order_by(Publication.number)))
    return _joined(every, choice, lambda one, other: one.since <= other.until and other.since <= one.until)


def of_the_same(earlier: Sequence[Publication], choice: Choice) -> list[Publication]:
    """Return those that are about some of the same remarks, also by way of others: of the rest nothing follows."""
    return _joined(earlier, choice, _share)


def _joined(others: Sequence[Publication], choice: Choice, by: Callable[[Any, Any], bool]) -> list[Publication]:
    found: list[Publication] = []
    to: list[Any] = [choice]
    while near := [p for p in others if any(by(p, one) for one in to)]:
        found += near
        others = [p for p in others if p not in near]
        to = list(near)
    return sorted(found, key=lambda p: p.number)


def _share(one: Publication | Choice, other: Publication | Choice) -> bool:
    """Say whether some remark can be counted in both."""
    shares_weeks = one.since <= other.until and other.since <= one.until
    shares_survey = not (one.dialogue and other.dialogue) or one.dialogue == other.dialogue
    return shares_weeks and shares_survey and bool(set(one.sources) & set(other.sources))


def crosses(publication: Publication, choice: Choice) -> bool:
    """Say whether the periods have some weeks in common and others not."""
    is_same = (publication.since, publication.until) == (choice.since, choice.until)
    return not is_same and publication.since <= choice.until and choice.since <= publication.until


def is_divided_otherwise(publication: Publication, choice: Choice) -> bool:
    """Say whether a publication tells of other places: one geography for each dialogue (TRUST D6)."""
    return _has_places(publication) and _place_of(publication) != choice.place


def is_drawn_otherwise(publication: Publication, outlines: str) -> bool:
    """Say whether a publication tells of districts as they were drawn before: beside what is told of them as they are drawn now
    (`outlines_of`), whoever lives between the two borders could be counted. One that is not known to be of the same is of others.
    """
    return _has_places(publication) and publication.basis.get("outlines", "") != outlines


def outlines_of(db: Session, choice: Choice) -> str:
    """Return what is the same for as long as a division's districts have the same outlines; "" for squares, which never change."""
    if choice.division == DIVISION:
        return ""
    found = sorted((d.code, shapely.to_wkb(d.area, byte_order=1)) for d in districts(db, choice.division))
    return hashlib.sha256(b"".join(code.encode() + b"\0" + outline for code, outline in found)).hexdigest()


def _has_places(publication: Publication) -> bool:
    return any(name.startswith("place:") for kept in publication.basis["figures"] for name in kept["where"])


def seen_of(publication: Publication, stretches: Sequence[tuple[int, int]]) -> list[Seen]:
    """Return all that a publication told, for the method; `stretches` are the weeks that it is looked at by."""
    weeks = named_weeks(stretches, publication.since, publication.until)
    found = []
    for kept in publication.basis["figures"]:
        where = {_named(publication, name): frozenset(values) for name, values in kept["where"].items()}
        where["week"] = weeks
        found.append(Seen(publication=publication.slug, key=kept["key"], where=where, area=kept["area"], n=kept["n"]))
    return found


def named_weeks(stretches: Sequence[tuple[int, int]], since: int, until: int) -> frozenset[str]:
    """Return what the stretches of a period are called."""
    return frozenset(str(first) for first, last in stretches if since <= first and last <= until)


def _place_of(publication: Publication) -> str:
    return place_named(publication.geography, publication.dialogue)


def _named(publication: Publication, dimension: str) -> str:
    """Return what a dimension is called: squares were once called the same in every dialogue."""
    return _place_of(publication) if dimension.startswith("place:") else dimension
