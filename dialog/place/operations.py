"""Districts and place names come in. Comes before: a file (`place/reading.py`). Goes to: `place/queries.py`.

Importing a kind again replaces it: a district whose code stays keeps its id, so that what has been counted stays true.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from dialog.base.geo import GeometryProblem, as_shape
from dialog.base.i18n import N_
from dialog.base.keys import new_id
from dialog.base.problems import Problem
from dialog.base.versions import insert_for, one_at_a_time
from dialog.place.listeners import districts_changed
from dialog.place.models import District, DistrictKind, PlaceName
from dialog.place.names import fold
from dialog.place.queries import bounds, check_beside, check_within
from dialog.place.reading import NamedPlace, ReadDistrict


def import_districts(db: Session, kind: str, name: str, found: Iterable[ReadDistrict]) -> int:
    """Replace the districts of a kind with those that were read; return how many there are now.

    Raises Problem("invalid") with `rows`, as `read_districts` does, where some lie 50 km or more from the districts of other kinds.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", kind):
        raise Problem("invalid", "kind must be a slug: small letters, digits and hyphens, at most 40")
    found, limits = list(found), bounds(db, besides=kind)
    _refuse(
        (
            (number, partial(check_beside, limits, as_shape(read.geometry)))
            for number, read in enumerate(found, start=1)
        ),
        N_("Några områden i filen går inte att använda. Inget är ändrat."),
    )
    of_kind = _of_kind(db, kind, name)
    of_kind.name = name
    before = {d.code: d for d in db.scalars(select(District).where(District.kind == kind))}
    n = 0
    for n, read in enumerate(found, start=1):  # noqa: B007 -- n is what is returned
        district = before.pop(read.code, None) or District(kind=kind, code=read.code)
        district.name, district.geometry = read.name, read.geometry
        db.add(district)
    for gone in before.values():
        db.delete(gone)
    _changed(db, of_kind)
    return n


def remove_districts(db: Session, kind: str) -> None:
    """Take a kind of districts away."""
    of_kind = db.get(DistrictKind, kind, with_for_update=True)
    if of_kind is None:
        raise Problem("not_found")
    for district in db.scalars(select(District).where(District.kind == kind)):
        db.delete(district)
    _changed(db, of_kind)
    db.delete(of_kind)
    db.flush()


def put_first(db: Session, kind: str) -> None:
    """Let a kind be the one that is counted and shown by when nothing else is said."""
    all_kinds = db.scalars(select(DistrictKind).order_by(DistrictKind.position)).all()
    if kind not in {k.slug for k in all_kinds}:
        raise Problem("not_found")
    for position, one in enumerate(sorted(all_kinds, key=lambda k: k.slug != kind)):
        one.position, one.stamp = position, new_id()


def _of_kind(db: Session, kind: str, name: str) -> DistrictKind:
    """Return a kind, made where it is new, and locked until the commit: of two who import it at once the second follows the first."""
    while (found := db.get(DistrictKind, kind, with_for_update=True)) is None:
        position = (db.scalar(select(func.max(DistrictKind.position))) or 0) + 1
        row = {"slug": kind, "name": name, "position": position, "stamp": new_id()}
        db.execute(insert_for(db, DistrictKind).values(row).on_conflict_do_nothing())
    return found


def _refuse(checks: Iterable[tuple[int, Callable[[], None]]], message: str) -> None:
    """Do each check, and raise Problem("invalid") that names those that failed by the number of the feature or row."""
    faults: list[tuple[int, str]] = []
    for number, check in checks:
        try:
            check()
        except GeometryProblem as fault:
            faults.append((number, str(fault)))
    if faults:
        raise Problem("invalid", message, rows=faults)


def _changed(db: Session, of_kind: DistrictKind) -> None:
    of_kind.stamp = new_id()
    db.flush()
    districts_changed.tell(db)


def import_names(db: Session, origin: str, found: Iterable[NamedPlace]) -> int:
    """Replace the names of one origin ("own" or "map") with those that were read; return how many there are now.

    The municipality's own lie near its districts: Problem("invalid") with `rows`, as `read_names`, where some do not. A map package
    may reach farther.
    """
    if origin == "own":
        found, limits = list(found), bounds(db)
        points = ({"type": "Point", "coordinates": [place.lng, place.lat]} for place in found)
        _refuse(
            ((number, partial(check_within, limits, point)) for number, point in enumerate(points, start=2)),
            N_("Några rader i listan går inte att använda. Inget är ändrat."),
        )
    one_at_a_time(db, PlaceName)  # of two lists at once the second replaces the first
    db.execute(delete(PlaceName).where(PlaceName.origin == origin))
    rows: dict[tuple[str, float, float], dict[str, Any]] = {}
    for place in found:
        key = (fold(place.name), place.lat, place.lng)
        rows[key] = {
            "id": new_id(), "name": place.name, "folded": key[0], "kind": place.kind, "origin": origin,
            "lat": place.lat, "lng": place.lng,
        }  # fmt: skip
    if rows:
        db.execute(insert(PlaceName), list(rows.values()))
    return len(rows)
